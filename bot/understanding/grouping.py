"""Days and hours that belong together, and how two ways of saying one day or hour become one."""

from dataclasses import dataclass, field, replace

from bot.understanding.atoms import Atom
from bot.understanding.moments import Day, Hours, Moment


@dataclass(slots=True)
class Group:
    """The days and hours of one wish or exclusion while it is read; ``start`` and ``end`` are tokens."""

    days: list[Day] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)
    excluded: bool = False
    linked: bool = False
    doubtful: bool = False
    bare: bool = False
    start: int = -1
    end: int = -1
    last_was_day: bool = False

    def cover(self, atoms: list[Atom], first: int, after: int) -> None:
        """Stretch the group over the pieces ``first`` to ``after``."""
        if self.start < 0:
            self.start = atoms[first].start
        self.end = atoms[after - 1].end


def moments_of(group: Group) -> list[Moment]:
    """Every day of the group at every hour of it."""
    days: list[Day | None] = list(group.days) or [None]
    hours: list[Hours | None] = list(group.hours) or [None]
    doubtful = group.doubtful or any(span.impossible for span in group.hours)
    return [
        Moment(day, span, group.excluded, group.start, group.end, doubtful) for day in days for span in hours
    ]


def narrow(first: Hours, second: Hours) -> Hours | None:
    """ "om eftermiddagen efter 15": both hold."""
    start, end = max(first.start, second.start), min(first.end, second.end)
    if start < end:
        return Hours(start, end, exact=first.exact or second.exact, part=first.part or second.part)
    for time, part in ((first, second), (second, first)):
        if time.exact and not time.clear and part.part and part.start <= (time.start + 720) % 1440 < part.end:
            return time.shifted(720)
    return None


def same_week(earlier: Day, later: Day) -> Day:
    """ "tirsdag eller torsdag i næste uge": the week holds for both."""
    plain = earlier.kind == later.kind == "weekday" and not earlier.mod and earlier.within is None
    return replace(earlier, within=later.within) if plain and later.within is not None else earlier


def merge(first: Day, second: Day) -> Day | None:
    """One day said in two ways ("torsdag den 14. maj", "tirsdag i uge 21", "den 5. i næste måned")."""
    if first.edge or first.until or second.until:
        return None
    for day, frame in ((first, second), (second, first)):
        if day.kind == "any" and frame.kind == "weekday":
            return replace(frame, kind="weekdays")
        if day.kind == "any" and frame.kind not in ("any", "date", "offset"):
            return frame
        if day.kind == "offset" and frame.kind == "later" and frame.value[1:] == ("week",):  # type: ignore[index]
            return Day("offset", int(str(day.value)) + 7 * int(frame.value[0]))  # type: ignore[index]
        stretch = frame.kind in ("week", "weekno", "weekend", "later", "month", "months")
        if day.kind in ("weekday", "weekdays") and stretch and day.within is None:
            if frame.kind in ("month", "months"):
                return None
            return replace(day, within=frame, mod="", edge=second.edge)
        if day.kind == "weekday" and frame.kind in ("date", "offset", "solar"):
            return replace(frame, within=replace(day, maybe_date=0), edge=second.edge)
        if (
            day.kind == "date"
            and isinstance(day.value, tuple)
            and day.value[1] == 0
            and frame.kind in ("months", "month")
        ):
            return replace(day, within=frame)
        if day.kind == "offset" and frame.kind == "date":
            return replace(frame, within=day)
    if first.kind == second.kind == "weekday" and first.value == second.value:
        return first
    return None
