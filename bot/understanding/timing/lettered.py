"""Small words and signs that are hours or bounds beside a number: "1400 hrs", "9+", "past 9", "ya 9 ya 11"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from bot.understanding.timing.atoms import EITHER, FROM_A_NUMBER, NUMBERS, Atom
from bot.understanding.tokens import is_break

_HALVES = frozenset({"am", "pm"})
_DAYS = frozenset({"weekday", "weekdays", "day", "month", "nth_mark", "slashed", "any_day", "holiday"})
_HOURS = frozenset({"number", "clock", "clock_time", "point", "clock_after", "dotted", "half_past", *_HALVES})
_LATE_MORNING = 8


def beside_numbers(pieces: Sequence[Atom], words: Sequence[str]) -> list[Atom]:
    """The pieces as they are meant beside their neighbours."""
    found: list[Atom] = []
    pieces = _either_or(sorted(pieces, key=lambda p: (p.start, p.end > p.start, -p.end)), words)
    for at, piece in enumerate(pieces):
        before = found[-1] if found and found[-1].end == piece.start else None
        behind = pieces[at + 1] if at + 1 < len(pieces) and pieces[at + 1].start == piece.end else None
        found.append(_meant(piece, before, behind, words))
        found += _sign_behind(found, behind, words)
        if piece.value == FROM_A_NUMBER and behind and behind.kind == "number" and behind.digits:
            found.append(Atom("dated", "", piece.end, piece.end))  # Romanian "din 18"
    return found


def _either_or(pieces: Sequence[Atom], words: Sequence[str]) -> list[Atom]:
    """Turkish "ya 9 ya 11": two of these right before a time are "either" and "or", one alone is an ending."""
    leads = [
        piece
        for piece, behind in pairwise(pieces)
        if piece.value == EITHER and behind.start == piece.end and behind.kind in (_HOURS | _DAYS)
    ]
    first = leads[0] if len(leads) > 1 else None
    if first is None or (first.start and words[first.start - 1][0].isdigit()):
        return list(pieces)
    return [replace(piece, kind="or") if piece in leads else piece for piece in pieces]


def _meant(piece: Atom, before: Atom | None, behind: Atom | None, words: Sequence[str]) -> Atom:
    kind = behind.kind if behind else ""
    if piece.kind == "to" and piece.start == 0 and kind in _HOURS:
        return replace(piece, kind="doubt")  # Danish "til 9": at nine, or until then
    if piece.kind == "past" and before is None and kind in _HOURS:
        return replace(piece, kind="after")  # "past 9"
    short = words[piece.start] == "aft" if piece.start < len(words) else False
    if short and (piece.kind, piece.value) == ("part", "afternoon") and kind in NUMBERS and behind:
        return replace(piece, kind="after") if behind.number >= _LATE_MORNING else piece
    if piece.kind == "unit" and piece.value == "hour" and before and len(before.value) in (3, 4):
        return replace(piece, kind="clock_after") if before.digits else piece  # "1400 hrs"
    if piece.kind == "clock_after" and before is None and kind in ("clock", "part", "point"):
        return replace(piece, kind="on")  # Romanian "fix la 9"
    return piece


def _sign_behind(found: Sequence[Atom], behind: Atom | None, words: Sequence[str]) -> list[Atom]:
    """ "9+" is from nine on, "btwn 9 & 11" has an "and"."""
    number = found[-1]
    sign = words[number.end] if number.end < len(words) else ""
    if number.kind not in ("number", "clock_time", *_HALVES) or sign not in ("+", "&"):
        return []
    follows = words[number.end + 1] if number.end + 1 < len(words) else ""
    opened = any(piece.kind == "between" for piece in found[-4:])
    if sign == "&" and opened and follows[:1].isdigit():
        return [Atom("and", "", number.end, number.end + 1)]
    alone = all(piece.kind in (_HOURS | {"on", "at", "around"}) for piece in found)
    if sign == "+" and (not follows or is_break(follows) or (alone and not follows[:1].isdigit())):
        return [Atom("onward", "", number.end, number.end + 1)]
    return []
