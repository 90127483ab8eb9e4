"""Clock times written with a dash, as many Ukrainians do: "о 9-30", "13-00"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.timing.atoms import Atom, kind_at

_MINUTES = frozenset({"00", "30", "45"})
"""What no family means by the end of a stretch of hours ("9-15" may be one)."""

_LAST_HOUR = 23
_OF_A_DATE = frozenset({"month", "months", "solar_month", "dated", "nth_mark", "unit", "to"})


def dashed_clocks(pieces: Sequence[Atom]) -> list[Atom]:
    """The pieces with an hour, a dash and its minutes as one clock time; "12-30 May" stays what it is."""
    left = sorted(pieces, key=lambda piece: (piece.start, piece.end))
    found: list[Atom] = []
    at = 0
    while at < len(left):
        if _is_clock(left, at) and not _ends_a_stretch(found, left[at]):
            hour, minutes = left[at], left[at + 2]
            pair = (hour.number, minutes.number)
            found.append(replace(hour, kind="clock_time", end=minutes.end, number=-1, pair=pair))
            at += 3
        else:
            found.append(left[at])
            at += 1
    return found


def _is_clock(pieces: Sequence[Atom], at: int) -> bool:
    if kind_at(pieces, at) != "number" or [kind_at(pieces, at + n) for n in (1, 2)] != ["to", "number"]:
        return False
    hour, dash, minutes = pieces[at : at + 3]
    touching = hour.end == dash.start and dash.end == minutes.start
    written = hour.digits and minutes.digits and minutes.value in _MINUTES and len(hour.value) <= len("13")
    dated = kind_at(pieces, at + 3) in _OF_A_DATE and pieces[at + 3].start == minutes.end
    a_stretch_follows = dated and kind_at(pieces, at + 3) == "to" and _is_clock(pieces, at + 4)
    return touching and written and hour.number <= _LAST_HOUR and (not dated or a_stretch_follows)


def _ends_a_stretch(before: Sequence[Atom], hour: Atom) -> bool:
    """Whether a dash stands right before the hour, as in "9-10-30", where it is not told which two belong together."""
    dash = before[-1] if before else None
    if dash is None or dash.kind != "to" or dash.end != hour.start:
        return False
    return len(before) < 2 or before[-2].kind != "clock_time"
