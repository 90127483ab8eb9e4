"""Endings that stand apart from their numbers: "11 ej" is an hour, "15 tego" a date, "13 th" no Thursday."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.timing.atoms import NUMBERS, Atom

_AFTER_THIS = frozenset({"unit", "weekday", "weekdays", "season", "holiday"})
_BEFORE_HOURS = frozenset(
    {"clock", "at", "part", "after", "from", "before", "until", "between", "not_before"}
)
_TH = "th"
"""The English ending of a date that is also short for Thursday."""


def number_endings(pieces: Sequence[Atom], words: Sequence[str], *, sure: bool) -> list[Atom]:
    """Polish "o 11tej", "15tego": behind digits such a word ends a number, and elsewhere it is what it is."""
    found: list[Atom] = []
    for at, piece in enumerate(pieces):
        if sure and piece.kind == "past_after" and not _behind_a_number(piece, found, words):
            piece = replace(piece, kind="part", value="night")  # Turkish "geçe" is also "gece"
        if (
            sure
            and piece.kind == "nth_mark"
            and words[piece.start] == _TH
            and _opens_a_time(piece, pieces, words)
        ):
            piece = replace(piece, kind="weekday", value="4")  # "Th 10-12"
        if sure and piece.kind == "onward" and _goes_on_with_an_hour(piece, pieces[at + 1 :], words):
            found.append(Atom("or", "", piece.start, piece.start + 1))  # "at 8 or after 3"
            piece = replace(piece, kind="after", start=piece.start + 1)
        if piece.kind == "number_ending":
            what, _, elsewhere = piece.value.partition("_")
            ends = piece.start > 0 and words[piece.start - 1].isdigit()
            leads_on = any(p.start == piece.end and p.kind in _AFTER_THIS for p in pieces[at + 1 : at + 2])
            kind = ("clock_after" if what == "hour" else "nth_mark") if ends and not leads_on else elsewhere
            piece = replace(piece, kind=kind, value="")
        if piece.kind:
            found.append(piece)
    return found


def _goes_on_with_an_hour(piece: Atom, behind: Sequence[Atom], words: Sequence[str]) -> bool:
    """Whether another hour follows an "or after" at once."""
    digits = piece.end < len(words) and words[piece.end][0].isdigit()
    spoken = bool(behind) and behind[0].start == piece.end and behind[0].kind in ("number", "clock")
    return piece.end - piece.start == 2 and (digits or spoken)


def _opens_a_time(piece: Atom, pieces: Sequence[Atom], words: Sequence[str]) -> bool:
    """Whether no number stands before it, and one right behind it."""
    bare = piece.start == 0 or not words[piece.start - 1][0].isdigit()
    behind = piece.end < len(words) and words[piece.end][0].isdigit()
    follows = _BEFORE_HOURS | {"or", "and"} if piece.start == 0 else _BEFORE_HOURS
    return bare and (behind or any(p.start == piece.end and p.kind in follows for p in pieces))


def _behind_a_number(piece: Atom, before: Sequence[Atom], words: Sequence[str]) -> bool:
    if piece.start and words[piece.start - 1].isdigit():
        return True
    return bool(before) and before[-1].end == piece.start and before[-1].kind in {*NUMBERS, "unit"}
