"""Days and hours that belong together, and how two ways of saying one hour become one."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.understanding.timing.atoms import Atom
from bot.understanding.timing.bounds import same_side
from bot.understanding.timing.moments import MIDNIGHT, Day, Hours, Moment
from bot.understanding.timing.sameday import in_many_weeks

_NOON = 12 * 60

_NO_VISITS = 18 * 60
"""From then on a bare number may be a day of the month rather than an hour."""

_TOLD_WEEKS = frozenset({"week", "weekno", "week_of"})


@dataclass(slots=True)
class Group:
    """The days and hours of one wish or exclusion while it is read; ``start`` and ``end`` are tokens."""

    days: list[Day] = field(default_factory=list)
    hours: list[Hours] = field(default_factory=list)
    excluded: bool = False
    excepted: bool = False
    linked: bool = False
    doubtful: bool = False
    bare: bool = False
    days_too: bool = False
    """Whether its hours would be dates just as well, were no day told (Ukrainian "з 12 по 14")."""

    either: bool = False
    """Whether an "or" leads to it ("at 8, or after 3")."""

    split: bool = False
    """Whether other words stand between its week and its day."""

    listed: bool = False
    """Whether an "or" joins its days right to those before ("after 3 Wednesday or Thursday")."""

    free: bool = False
    """Whether it is the time after what was denied ("I cannot until 3, after that")."""

    start: int = -1
    end: int = -1
    last_was_day: bool = False

    def cover(self, atoms: list[Atom], first: int, after: int) -> None:
        """Stretch the group over the pieces ``first`` to ``after``."""
        if self.start < 0:
            self.start = atoms[first].start
        self.end = atoms[after - 1].end


def from_number_on(pieces: Sequence[Atom]) -> bool:
    """Whether it is two bare numbers with a "from" and an "after" between ("з 12 по 14")."""
    plain = [piece.kind for piece in pieces] == ["from", "number", "after", "number"]
    return plain and pieces[1].digits and pieces[3].digits


def moments_of(group: Group) -> list[Moment]:
    """Every day of the group at every hour of it."""
    days: list[Day | None] = list(group.days) or [None]
    hours: list[Hours | None] = list(group.hours) or [None]
    doubtful = group.doubtful or any(span.impossible for span in group.hours) or _dates_as_well(group)
    doubtful = doubtful or _by_that_hour(group)
    return [
        Moment(day, span, group.excluded, group.start, group.end, doubtful) for day in days for span in hours
    ]


def _by_that_hour(group: Group) -> bool:
    """ "By Tuesday at 2": until that hour of that day, or each day before at two."""
    ends = any(day.edge in ("until", "before") for day in group.days)
    return ends and not group.excluded and any(span.exact for span in group.hours)


def _dates_as_well(group: Group) -> bool:
    """ "18 or 19, whichever is easier": bare numbers of which nobody visits at either are rather days."""
    if group.days_too and not group.days:
        return True
    late = len(group.hours) > 1 and all(span.exact and span.start >= _NO_VISITS for span in group.hours)
    return late and group.bare and not group.days


def morning_of_that_day(group: Group, piece: Atom) -> bool:
    """ "Dienstag morgen": after a weekday the German tomorrow is the morning."""
    if piece.kind != "day" or piece.value != "1" or not group.last_was_day:
        return False
    return piece.start == group.end and group.days[-1].kind == "weekday"


def goes_on_with_weeks(group: Group, piece: Atom, words: Sequence[str]) -> bool:
    """ "uge 19 og 20": the second number is a week too."""
    after_weeks = bool(group.days) and group.days[-1].kind == "weekno" and group.last_was_day
    separated = group.linked or words[piece.start - 1] == ","
    return after_weeks and separated and piece.kind == "number" and piece.start - group.end <= 1


def narrow(first: Hours, second: Hours) -> Hours | None:
    """ "om eftermiddagen efter 15": both hold; a morning with an hour may begin early ("tomorrow morning at 7")."""
    for point, edge in ((first, second), (second, first)):
        if point.exact and not edge.exact and edge.start == 0 and point.start < edge.end:
            return replace(point, end=edge.end, exact=False)  # "from nine, until twelve"
        if point.exact and edge.part and point.start == edge.end:
            if edge.end == _NOON and not point.clear:
                return None  # "12 rano" is rather the 12th
            return point  # "tomorrow afternoon at 5"
    for edge, part in ((first, second), (second, first)):
        if part.part and part.start >= _NOON and not (edge.exact or edge.clear or edge.part):
            return _late(edge, part)
    exact = first.exact or second.exact
    start, end = max(first.start, second.start), min(first.end, second.end)
    if exact or start >= end:
        start = max(first.earliest, second.earliest)
    if start < end:
        for point, part in ((first, second), (second, first)):
            if point.exact and not part.exact and point.start < start:
                return point  # "this evening at a quarter to five"
        return Hours(start, end, exact=exact, part=first.part or second.part)
    for time, part in ((first, second), (second, first)):
        if time.exact and not time.clear and part.part and part.start <= (time.start + 720) % 1440 < part.end:
            return time.shifted(720)
    return None


def _late(edge: Hours, part: Hours) -> Hours | None:
    """ "This evening after 7": the seven of the evening."""
    start = edge.start + _NOON if edge.start else part.start
    end = part.end if edge.start else min(edge.end + _NOON, part.end)
    return replace(part, start=start, end=end) if start < end else None


def same_week(earlier: Day, later: Day) -> Day:
    """ "tirsdag eller torsdag i næste uge": the week holds for both."""
    plain = earlier.kind == later.kind == "weekday" and not earlier.mod and earlier.within is None
    return replace(earlier, within=later.within) if plain and later.within is not None else earlier


def in_that_frame(earlier: Day, later: Day) -> Day:
    """ "Next week, Tuesday or Wednesday": the week said first holds for the days that follow."""
    plain = later.kind == "weekday" and not (later.mod or later.within or later.edge or later.until)
    if not plain or earlier.kind != "weekday":
        return later
    if earlier.mod in ("next", "after_next"):
        return replace(later, mod=earlier.mod)
    return replace(later, within=earlier.within) if earlier.framed else later


def in_the_month_told(moments: Sequence[Moment]) -> list[Moment]:
    """ "The 5th of June is a holiday, the 8th is fine": a later number is a day of the month told before it."""
    found: list[Moment] = []
    told: Day | None = None
    for moment in moments:
        day = moment.day
        match (told and told.value, day and day.kind, day and day.value):
            case (int(first), int(month), int(year)), "date", (int(number), 0, 0) if number > first and day:
                plain = not (day.within or day.until or day.maybe_date)
                if plain:
                    moment = replace(moment, day=replace(day, value=(number, month, year)))
        if day is not None and day.kind == "date" and isinstance(day.value, tuple) and day.value[1]:
            told = day
        found.append(moment)
    return found


def in_the_week_told(moments: Sequence[Moment]) -> list[Moment]:
    """ "Next week on Thursday I work, so Friday": a weekday behind one of a week that was told is of that week, too."""
    found: list[Moment] = []
    week: Day | None = None
    for moment in moments:
        if moment.day is not None and week is not None:
            moment = replace(moment, day=in_told_week(moment.day, week))
        if moment.day is not None:
            week = told_week(moment.day)
        found.append(moment)
    return found


def told_week(day: Day) -> Day | None:
    """The week to come that a weekday was told with, if any."""
    told = day.kind == "weekday" and day.within is not None and day.within.kind in _TOLD_WEEKS
    gone_by = told and day.within is not None and day.within.kind == "week" and int(str(day.within.value)) < 1
    return day.within if told and not (gone_by or day.until or day.edge) else None


def in_told_week(day: Day, week: Day) -> Day:
    """The weekday in that week, where nothing else tells its own."""
    plain = day.kind == "weekday" and not (day.mod or day.within or day.until or day.edge or day.maybe_date)
    return replace(day, within=week) if plain else day


def joined(groups: list[Group]) -> list[Group]:
    """Hours said in a clause of their own belong to the days said before ("onsdag, men efter 16")."""
    found: list[Group] = []
    for group in groups:
        before = found[-1] if found else None
        fits = before is not None and before.excluded == group.excluded is False
        narrower = (
            before
            and fits
            and len(before.hours) == len(group.hours) == 1
            and not (before.days and group.days)
            and narrow(before.hours[0], group.hours[0])
        )
        if before and narrower and group.either and same_side(before.hours[0], group.hours[0]):
            before.doubtful = True  # "not before 10, or after 3"
        elif before and narrower:
            before.hours, before.end = [narrower], group.end
            before.days = before.days or group.days
        elif before and fits and group.hours and not group.days and before.days:
            before.hours, before.end = _both_hours(before.hours, group.hours), group.end
            one_is_open = len({_open_ended(span) for span in before.hours}) > 1 and not group.either
            if one_is_open or (group.bare and before.days[-1].kind == "date"):
                before.doubtful = (
                    True  # "the doctor at 10, free from 12", "the 14th we are busy, but 15 or 18"
                )
        elif before and fits and not before.hours and (days := _in_those_weeks(before.days, group.days)):
            before.days, before.hours, before.end = (
                days,
                group.hours,
                group.end,
            )  # "only even weeks, then Tuesdays"
        elif before and fits and not before.hours and _any_day_of_it(before.days, group):
            before.hours, before.end = group.hours, group.end
        elif before and _hours_of_the_rest(found, group):
            found[-2].hours = group.hours
        elif before and fits and group.days and not group.hours and before.hours and not before.days:
            before.days, before.end = group.days, group.end
        else:
            found.append(group)
    return found


def hours_of_a_list(groups: Sequence[Group], words: Sequence[str]) -> None:
    """ "Tue, Thu after 4", "wt czw po 16": hours behind the last of a list of weekdays are those of all of them."""
    for before, group in reversed(list(pairwise(groups))):
        gap = tuple(words[before.end : group.start])
        plain = not (before.hours or before.excluded or group.excluded or before.doubtful)
        weekdays = bool(group.days) and all(
            day.kind == "weekday" and not (day.edge or day.until) for day in (*before.days, *group.days)
        )
        if plain and weekdays and before.last_was_day and group.hours and gap in ((), (",",)):
            before.hours = list(group.hours)
    for before, group in pairwise(groups):  # "after 3 Wednesday, Thursday or Friday"
        follows = group.listed or tuple(words[before.end : group.start]) == (",",)
        if follows and before.last_was_day and before.hours and _only_weekdays(before, group):
            group.hours = group.hours or list(before.hours)


def _only_weekdays(*groups: Group) -> bool:
    """Whether these groups are wishes for weekdays, none of them of a week that is told with it."""
    days = [day for group in groups for day in group.days]
    wished = not any(group.excluded or group.doubtful for group in groups)
    return wished and all(day.kind == "weekday" and not (day.edge or day.until or day.within) for day in days)


def _any_day_of_it(weeks: Sequence[Day], group: Group) -> bool:
    """ "Early shift this week, come any day after 3": any day of the week told before it."""
    plain = bool(group.hours) and not any(day.edge or day.until for day in (*weeks, *group.days))
    return (
        plain
        and [day.kind for day in group.days] == ["any"]
        and [day.kind for day in weeks] in (["week"], ["weekno"])
    )


def _in_those_weeks(weeks: Sequence[Day], days: Sequence[Day]) -> list[Day]:
    """The weekdays of the odd or even weeks told in a clause before them; none where it is no such pair."""
    if [week.kind for week in weeks] != ["parity"]:
        return []
    both = [in_many_weeks(weeks[0], day) for day in days]
    return [day for day in both if day] if all(both) else []


def _hours_of_the_rest(before: list[Group], group: Group) -> bool:
    """ "Weekdays except Thursday, after 4": behind a comma the hours are those of all the other days."""
    if len(before) < 2 or group.excluded or group.days or not group.hours:
        return False
    days, exception = before[-2:]
    plain = bool(days.days) and not (days.hours or days.excluded or exception.hours)
    return plain and exception.excepted


def _open_ended(hours: Hours) -> bool:
    return not hours.part and (hours.start == 0 or hours.end == MIDNIGHT)


def _both_hours(earlier: list[Hours], later: list[Hours]) -> list[Hours]:
    """ "Tomorrow at lunch, at 12" narrows, "Tuesday at 10, or at 14" adds."""
    if len(earlier) == len(later) == 1 and (narrowed := narrow(earlier[0], later[0])) is not None:
        return [narrowed]
    return [*earlier, *later]
