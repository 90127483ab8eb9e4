"""How two ways of saying one day become one: "torsdag den 14. maj", "next week, Monday to Wednesday"."""

from dataclasses import replace

from bot.understanding.timing.feasts import OF_ONE_DAY
from bot.understanding.timing.manyweeks import has_many
from bot.understanding.timing.moments import Day

_MONDAY, _FRIDAY = 1, 5
_SAYS_A_WEEKDAY = frozenset({"date", "solar", "offset", "weekno", "week", "week_of", "later", "weekend"})
_FRAMES = frozenset({"week", "weekno", "week_of", "nth_week", "weekend", "later", "month", "months"})


def says_it_again(first: Day, second: Day) -> bool:
    """Whether two days with only a comma between are one ("Wednesday, 13 May", "in two weeks, on Thursday")."""
    kinds = (first.kind, second.kind)
    if any(day.kind in ("offset", "week") and int(str(day.value)) < 0 for day in (first, second)):
        return False  # "yesterday …, Wednesday is good"
    if in_many_weeks(first, second) is not None:
        return True
    if second.until and _plain_range(second) and _bare_week(first):
        return True  # "week 38, Mon to Wed"
    for day, frame in (kinds, kinds[::-1]):
        if day == "weekday" and frame in _SAYS_A_WEEKDAY:
            return not (first.until or second.until or first.within or second.within)
    for one, week in ((first, second), (second, first)):
        if one.kind == "weekday" and (week.kind == "nth_week" or _week_beside(week)):
            return not (one.until or one.within)
    a_feast = any(day.kind == "holiday" and day.value in OF_ONE_DAY for day in (first, second))
    return sorted(kinds) == ["date", "offset"] or (a_feast and sorted(kinds) == ["date", "holiday"])


def _week_beside(day: Day) -> bool:
    """ "The week after Easter" """
    return day.kind == "beside" and day.value == "week" and not day.edge


def _days_later(day: Day) -> int:
    """How many days "in two weeks" and its like are; 0 for a stretch that is no number of days."""
    match day.kind, day.value:
        case "later", (int(count), "day" | "week" | "fortnight" as unit):
            return count * {"day": 1, "week": 7, "fortnight": 14}[unit]
    return 0


def in_many_weeks(first: Day, second: Day) -> Day | None:
    """ "Odd weeks, Thursdays", "a Wednesday in weeks 22 to 24", "a Tuesday at the end of May": each of them there."""
    for day, frame in ((first, second), (second, first)):
        plain = day.kind in ("weekday", "weekdays") and day.within is None
        plain = plain and not (day.mod or day.until or day.edge or day.maybe_date)
        if plain and has_many(frame) and not frame.edge:
            return Day("weekday", day.value, within=frame)
    return None


def _of_its_month(day: Day, date: Day) -> Day | None:
    """ "In June, Tuesday the 9th": the date of that month, on that weekday."""
    month = day.within if day.kind == "weekday" else None
    match date.kind, date.value:
        case "date", (int(number), 0, 0) if month and month.kind == "month" and not month.portion:
            weekday = Day("weekday", day.value)
            return replace(date, value=(number, int(str(month.value)), 0), within=weekday)
    return None


def _plain_range(day: Day) -> bool:
    """ "Mon to Wed" """
    return day.kind == "weekday" and not (day.mod or day.within or day.edge)


def _bare_week(day: Day) -> bool:
    """ "Next week", "week 21": the whole of it."""
    return day.kind in ("week", "weekno") and not (day.edge or day.until or day.portion)


def merge(first: Day, second: Day) -> Day | None:
    """One day said in two ways ("torsdag den 14. maj", "tirsdag i uge 21", "den 5. i næste måned")."""
    if first.until and first.kind == "weekday" and second.kind in ("week", "weekno") and not first.edge:
        return replace(first, within=second)  # "Mon to Wed, week 21"
    if second.until and _plain_range(second) and _bare_week(first):
        return replace(second, within=first, framed=True)  # "next week, Mon to Wed"
    if second.until and _plain_range(second) and first.kind == "any" and not first.edge:
        return second  # "any day Mon to Wed"
    for days, week in ((first, second), (second, first)):
        if days.kind == "workdays" and _bare_week(week) and week.value != 0:  # "weekdays next week"
            return Day("weekday", _MONDAY, within=week, until=Day("weekday", _FRIDAY))
    if first.edge and first.kind == "weekday" and second.kind == "date" and not (second.edge or second.until):
        return replace(second, within=replace(first, edge=""), edge=first.edge)  # "from Monday the 18th"
    if first.edge in ("after", "from") and second.kind == "any":
        return first  # "not until the 14th, after that any day"
    if first.until and not first.edge and second.kind == "any":
        return first  # "Thursday to Saturday, any day"
    if first.kind == "any" and second.edge in ("after", "from") and not first.edge:
        return second  # "anything after the 17th"
    a_weekend = "weekend" in (first.kind, second.kind)  # "the weekend of the 16th and 17th"
    if (in_many := in_many_weeks(first, second)) is not None:
        return in_many
    if first.edge or ((first.until or second.until) and not a_weekend):
        return None
    if second.kind == "weekday" and first.kind == "beside" and first.value == (1, "that_week"):
        return replace(second, within=first, mod="", framed=True)
    for day, frame in ((first, second), (second, first)):
        if day.kind == "any" and frame.kind == "weekday":
            return replace(frame, kind="weekdays")
        if day.kind == "any" and frame.kind not in ("any", "date", "offset"):
            return frame
        if day.kind == "offset" and (later := _days_later(frame)) and not day.edge:
            return Day("offset", int(str(day.value)) + later, edge=second.edge)
        if day.kind == "weekend" and frame.kind == "date" and not day.within:
            return replace(day, value=0, within=frame)
        stretch = frame.kind in _FRAMES or _week_beside(frame)
        if day.kind in ("weekday", "weekdays") and stretch and day.within is None:
            if frame.kind in ("month", "months"):
                return None
            return replace(day, within=frame, mod="", edge=second.edge, framed=frame is first)
        if (dated := _of_its_month(day, frame)) is not None:
            return dated
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
        if day.kind == "holiday" and day.value in OF_ONE_DAY and not (day.mod or day.portion or day.edge):
            if frame.kind == "date":
                return frame  # "Constitution Day, the 28th of June": whose it is, the date tells
            if frame.kind == "weekday" and not (frame.mod or frame.within or frame.until or frame.edge):
                return replace(day, within=replace(frame, maybe_date=0), edge=second.edge)
    if first.kind == second.kind == "weekday" and first.value == second.value:
        return first
    return None
