"""How long a visit may last: "for an hour", "+45 min", "half an hour is enough" is no hour of the clock."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.phrases import Found
from bot.understanding.timing.atoms import Atom

_LEADS_IN = frozenset(
    {"in", "after", "before", "within", "from_now", "every", "minus", "past", "till", "next", "last", "until"}
    | {"not_before", "not_after", "quarter_to", "quarter_past", "half_to", "half_past"}
)
"""Pieces before it with which it is a time from now, or from something else ("in half an hour")."""

_AN_HOUR_BEFORE = _LEADS_IN | {"and", "clock", "clock_after", "at", "number", "ordinal", "weekday_or_number"}
"""And those with which a number of minutes belongs to an hour ("nine and ten minutes"), or of hours is one."""

_COUNTS_FROM = frozenset(
    {"after", "before", "past", "till", "past_after", "till_after", "from_now", "ago", "to", "minutes_into"}
    | {"after_that", "day_beside", "after_told", "before_told"}
)
"""What stands behind it where something is counted ("ten minutes to three", "two hours later")."""

_SAID_OTHERWISE = frozenset({"later", "move", "other", "after_told", "before_told"})
_MOST = {"hour": 4, "minute": 180}


def without_durations(pieces: Sequence[Atom], said: Sequence[Found]) -> list[Atom]:
    """The pieces in their order, where what tells how long is one piece that names no time."""
    pieces = sorted(pieces, key=lambda p: (p.start, p.end > p.start, -p.end))
    found: list[Atom] = []
    at = 0
    while at < len(pieces):
        size = _lasts(pieces, at)
        piece = pieces[at]
        if not size:
            found.append(piece)
            at += 1
            continue
        end = pieces[at + size - 1].end
        before = found[-1] if found and found[-1].end == piece.start else None
        behind = pieces[at + size] if at + size < len(pieces) and pieces[at + size].start == end else None
        counted = before is not None and before.kind in (
            _LEADS_IN if piece.kind == "lasting" else _AN_HOUR_BEFORE
        )
        counted = counted or (behind is not None and behind.kind in _COUNTS_FROM)
        counted = counted or any(f.meaning in _SAID_OTHERWISE and f.start <= end < f.end + 1 for f in said)
        if not counted:
            found.append(Atom("lasts", "", piece.start, end))
        elif piece.kind == "lasting":
            found.append(replace(piece, kind="doubt"))
        else:
            found += pieces[at : at + size]
        at += size
    return found


def _lasts(pieces: Sequence[Atom], at: int) -> int:
    """How many pieces from ``at`` on tell how long; 0 for none."""
    piece = pieces[at]
    if piece.kind == "lasting":
        return 1
    if piece.kind == "counted":
        return int(piece.value.partition(" ")[2] in _MOST)
    unit = pieces[at + 1] if at + 1 < len(pieces) else piece
    if piece.kind != "number" or unit.kind != "unit" or unit.start != piece.end:
        return 0
    spoken = not piece.digits and unit.value == "minute" and piece.number % 5
    return 2 if 1 <= piece.number <= _MOST.get(unit.value, 0) and not spoken else 0
