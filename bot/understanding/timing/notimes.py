"""Numbers that are no times: of a floor, a doorbell, a flat, and how old a child is."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.timing.atoms import NUMBERS, Atom

_COUNTS_YEARS = frozenset(
    {"in", "within", "from_now", "ago", "after", "before", "next", "coming", "from", "until"}
)


def without_places(pieces: Sequence[Atom]) -> list[Atom]:
    """ "2nd floor", "bell 12", "3 years old": such a number is no time. Between two of them nobody knows which it is."""
    ordered = sorted(pieces, key=lambda a: (a.start, a.end))
    dropped: set[Atom] = set()
    either: set[Atom] = set()
    for at, piece in enumerate(ordered):
        years = (piece.kind, piece.value) == ("unit", "year")
        if piece.kind != "numbered" and not years:
            continue
        first = at
        while (
            first and _part_of_a_number(ordered[first - 1]) and ordered[first - 1].end == ordered[first].start
        ):
            first -= 1
        before, behind = ordered[first:at], ordered[at + 1 : at + 2]
        behind = [p for p in behind if p.kind in NUMBERS and p.start == piece.end and not years]
        led = (
            first
            and ordered[first - 1].kind in _COUNTS_YEARS
            and ordered[first - 1].end == ordered[first].start
        )
        led = led or any(p.kind in _COUNTS_YEARS and p.start == piece.end for p in ordered[at + 1 : at + 2])
        if years and (not before or led):
            continue
        if before and behind:
            either.add(piece)
            continue
        dropped.update((*before, piece, *behind))
    return [replace(p, kind="doubt") if p in either else p for p in pieces if p not in dropped]


def _part_of_a_number(piece: Atom) -> bool:
    return piece.kind in ("nth_mark", "number", "ordinal")
