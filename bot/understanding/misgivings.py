"""What makes a wish for a time a guess, though every piece of it was read: then we ask back."""

from collections.abc import Sequence

from bot.understanding.moments import MIDNIGHT, Hours, Moment
from bot.understanding.phrases import Found

_SINGLE_DAYS = frozenset({"weekday", "weekdays", "date", "solar", "offset", "nth", "beside"})


def misgivings(moments: Sequence[Moment], found: Sequence[Found]) -> bool:
    """Whether the times do not go together, or a "but" stands between two of them.

    "Juni er fint, men maj er fyldt": two days of which one may be meant as no wish at all.
    """
    wanted = [m for m in moments if not (m.excluded or m.past)]
    if not wanted and any(m.day and m.hours and _open(m.hours) for m in moments):
        return True  # "not Thursday after 3": no such Thursday, or that Thursday until 3
    if any(m.excluded and m.day and m.hours for m in moments) and any(m.day is None for m in wanted):
        return True  # "Friday at 9 is no good, but 11 is": on that Friday or on any day
    if len(wanted) < 2:
        return False
    if len({_shape(moment) for moment in wanted}) > 1:
        return True
    turns = [f.start for f in found if f.meaning == "but"]
    return any(min(m.end for m in wanted) <= turn <= max(m.start for m in wanted) for turn in turns)


def _open(hours: Hours) -> bool:
    return not hours.part and (hours.start == 0 or hours.end == MIDNIGHT)


def _shape(moment: Moment) -> str:
    if moment.day is None:
        return "hours"
    kind = "day" if moment.day.kind in _SINGLE_DAYS else moment.day.kind
    return kind + moment.day.edge
