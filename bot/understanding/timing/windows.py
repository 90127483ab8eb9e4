"""Which pieces stand together, and which number counts something that is no time."""

from collections.abc import Sequence

from bot.understanding.timing.atoms import NUMBERS, Atom
from bot.understanding.timing.writtendays import is_year

_GAP = 2
"""Words between an hour and what says that it does not suit, at most."""

SMALL = frozenset({"in", "on", "of", "at", "around"})
"""Small words before a number."""


NO_HOUR = frozenset(
    {
        "weekday",
        "weekdays",
        "month",
        "months",
        "unit",
        "day",
        "week",
        "week_of",
        "month_week",
        "part_of",
        "parity",
        "counted",
        "holiday",
        "season",
    }
    | {
        "next",
        "this",
        "last",
        "coming",
        "after_next",
        "every",
        "begin",
        "middle",
        "end",
        "last_days",
        "any_day",
    }
)
"""Pieces with which no hour begins."""

NO_DAY = frozenset(
    {"clock", "clock_time", "point", "part", "am", "pm", "half_to", "half_past", "quarter_past", "quarter_to"}
    | {"quarter_on", "three_quarters_on", "minutes_past"}
)
"""Pieces with which no day begins."""

NO_HOUR_OF = frozenset({"month", "months", "holiday", "season", "year"})
"""Stretches of days of which a bare number is no hour."""

DATES = frozenset({"number", "ordinal", "dated_number", "dated", "full_date", "slashed", "dotted", "month"})


def window(atoms: list[Atom], at: int, words: Sequence[str]) -> list[Atom]:
    """The pieces from here to the next sentence sign or word that is no time word."""
    end = at + 1
    while end < len(atoms) and atoms[end].kind not in ("neg", "except", "than"):
        if atoms[end - 1].end < atoms[end].start and not _comma_before_year(atoms, end, words):
            break
        end += 1
    return atoms[at:end]


def _comma_before_year(atoms: list[Atom], at: int, words: Sequence[str]) -> bool:
    """ "April 14, 2026" """
    before, year = atoms[at - 1], atoms[at]
    dated = before.kind in {*NUMBERS, "month", "nth_mark"}
    return dated and is_year(atoms, at) and words[before.end : year.start] == (",",)


def is_count(atoms: list[Atom], at: int, words: Sequence[str], *, alone: bool) -> bool:
    """ "2 børn", "om en lille uges tid": a number with a noun is no hour; ``alone``: no day was said before it."""
    while atoms[at].kind in SMALL and at + 1 < len(atoms):
        at += 1
    piece = atoms[at]
    if piece.kind != "number" or piece.end >= len(words):
        return False
    if words[piece.end] == "/" and piece.digits and not _next_is_an_hour(atoms, at, words):  # "14./15.10."
        return True
    follows = at + 1 < len(atoms) and atoms[at + 1].start == piece.end
    if at + 1 < len(atoms) and atoms[at + 1].kind == "unfit":  # "9 is too early"
        gap = words[piece.end : atoms[at + 1].start]
        follows = follows or (len(gap) <= _GAP and all(word[0].isalpha() for word in gap))
    return alone and not follows and words[piece.end][0].isalpha()


def _next_is_an_hour(atoms: list[Atom], at: int, words: Sequence[str]) -> bool:
    """ "9 / 930", "11 / 12", but "12 / 5" may be a date."""
    following = atoms[at + 1] if at + 1 < len(atoms) and atoms[at + 1].start == atoms[at].end + 1 else None
    if following is None or following.kind == "clock_time":
        return following is not None
    dated = at + 2 < len(atoms) and atoms[at + 2].kind in DATES and atoms[at + 2].start == following.end
    if following.kind != "number" or not following.digits or dated:
        return False
    earlier, later = _minutes(atoms[at]), _minutes(following)
    return earlier < later and later >= 9 * 60


def _minutes(piece: Atom) -> int:
    return piece.number * 60 if piece.number < 25 else piece.number // 100 * 60 + piece.number % 100
