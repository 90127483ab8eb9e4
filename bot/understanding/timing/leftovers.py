"""Time words that no wish used: which of them are ordinary words, and which make the whole a question."""

from collections.abc import Sequence

from bot.understanding.timing.atoms import NUMBERS, Atom, kind_at, skip
from bot.understanding.timing.writtendays import LAST_PLACE

QUIET = frozenset(
    {"on", "of", "at", "and", "or", "to", "until", "any_day", "around", "in", "clock", "nth_mark", "dated"}
    | {"after_that", "lasts"}
)
"""Pieces that mean nothing alone: left over, they cast no doubt."""

_CONNECTORS = frozenset(
    {"after", "before", "from", "between", "not_before", "not_after", "past", "till", "next", "this", "last"}
    | {"coming", "every", "begin", "middle", "end", "from_now", "ago", "onward", "until", "till_after"}
)

NOTHING_ALONE = (QUIET - {"any_day"}) | _CONNECTORS
"""Pieces that are neither an hour nor a day unless something follows them."""

LEADS_TO_A_TIME = frozenset(
    {
        "clock",
        "after",
        "before",
        "from",
        "between",
        "not_before",
        "not_after",
        "until",
        "half_to",
        "half_past",
    }
)
"""Pieces behind which a time is told."""

_NO_TIME = frozenset({"occupied", "free", "after_that", "also", "unfit"})
"""Pieces that name no time themselves."""


def casts_doubt(atoms: Sequence[Atom], at: int, end: int, *, sure: bool) -> bool:
    """Whether the unused piece ``at`` may have meant a time; ``end`` is where the wish before it ends.

    ``sure``: a time was asked for.
    """
    piece = atoms[at]
    before, after = _touches(atoms, at)
    if piece.kind == "to":
        return before and after
    if piece.kind in QUIET or (piece.kind == "every" and after and atoms[at + 1].kind == "part"):
        return False  # "alle formiddage i næste uge"
    if (piece.kind, piece.value) == ("unit", "minute") and not before:
        return False  # Danish "min" is also "my"
    if piece.kind == "clock_after":
        return not (
            at and atoms[at - 1].end == piece.start and atoms[at - 1].kind == "unit"
        )  # "o săptămână fix"
    if piece.kind == "ago":
        return before  # Ukrainian "тому" is also "therefore"
    if piece.kind == "next" and sure and at + 1 == len(atoms) and piece.start > end >= 0:
        return True  # "not week 20, the next"
    if piece.kind == "middle" and sure:
        return True
    if piece.kind in NUMBERS and not piece.digits and piece.number <= LAST_PLACE:
        told = after and (atoms[at + 1].kind in ("unit", "week", "day") or _before_a_weekday(atoms, at))
        return sure and (piece.start == end or told)
    return piece.digits or piece.kind not in _CONNECTORS or before or after


def _before_a_weekday(atoms: Sequence[Atom], at: int) -> bool:
    """ "One on Wednesday", Ukrainian "друга у вівторок": its hour, that day's place, or no more than an article."""
    named = skip(atoms, at + 1, frozenset({"on"}))
    return kind_at(atoms, named) == "weekday" and (
        named > at + 1 or (atoms[at].kind == "ordinal" and atoms[at].hour)
    )


def _touches(atoms: Sequence[Atom], at: int) -> tuple[bool, bool]:
    """Whether a time word stands right before the piece, and right behind it."""
    before = at > 0 and atoms[at - 1].end == atoms[at].start and atoms[at - 1].kind not in _NO_TIME
    follows = at + 1 < len(atoms) and atoms[at + 1].start == atoms[at].end
    return before, follows and atoms[at + 1].kind not in _NO_TIME
