"""From the days that were said to dates, seen from today."""

from datetime import date, timedelta

from bot.understanding.timing.calendars import solar_date, solar_year
from bot.understanding.timing.feasts import EITHER, feast, season
from bot.understanding.timing.manyweeks import each_in, has_many, weeks_of
from bot.understanding.timing.moments import Day
from bot.understanding.timing.monthparts import (
    BEGUN,
    DAY,
    NoSuchDayError,
    Span,
    monday_of,
    months_on,
    nth,
    nth_week,
    one_day,
    portioned,
)

HORIZON = 56
"""Days ahead that a wish without a day covers: eight weeks, longer than any slot list."""

_MIDWEEK, _WORKDAYS = 3, 5

_CALLED_TO_MIND = 100
"""Days ahead up to which "the feasts" are those that come next."""

_JUST_OVER = 21
"""Days for which a feast that is over is still what its name calls to mind."""


def spans(day: Day, today: date) -> list[Span]:
    """The dates a day expression covers, each from (inclusive) to (exclusive); raises NoSuchDayError."""
    if day.until is not None and day.kind == day.until.kind == "holiday":
        return [_between_feasts(str(day.value), str(day.until.value), today)]
    found = _plain(day, today)
    if day.portion == "begin" and (day.kind, day.value) == ("months", 0) and today.day >= BEGUN:
        raise NoSuchDayError
    if day.portion:
        found = [portioned(span, day.portion) for span in found]
    if day.until is not None:
        start = found[0][0]
        ends = _plain(day.until, start if day.until.kind == "weekday" else today)
        end = ends[-1][1]
        if end <= start and day.until.kind == "weekday":
            end += timedelta(weeks=1)
        if end <= start:
            raise NoSuchDayError
        return [(start, end)]
    return [_edge(found, day.edge, today, middle=day.portion == "middle")] if day.edge else found


def _between_feasts(first: str, second: str, today: date) -> Span:
    """ "Between Christmas and New Year": the days that are neither; said among them, what is left of them."""
    end = _feast(second, today, "")[0]
    start = max(_feast(first, end, "last")[1], today)
    if not start < end <= start + timedelta(days=HORIZON):
        raise NoSuchDayError
    return start, end


def _edge(found: list[Span], edge: str, today: date, *, middle: bool) -> Span:
    start, end = found[0][0], found[-1][1]
    if middle and edge in ("from", "after"):  # "from the middle of September"
        start = end = start + (end - start) // 2
    far = max(today, end) + timedelta(days=HORIZON)
    span = {"after": (end, far), "from": (start, far), "before": (today, start), "until": (today, end)}[edge]
    if span[0] >= span[1]:
        raise NoSuchDayError
    return span


def _plain(day: Day, today: date) -> list[Span]:
    match day.kind, day.value:
        case "weekday" | "weekdays", int(weekday) if day.within is not None and has_many(day.within):
            return each_in(weekday, spans(day.within, today), today)
        case "weekday", int(weekday):
            return [one_day(_weekday(weekday, day, today))]
        case "weekdays", int(weekday):
            first = _weekday(weekday, Day("weekday", weekday, mod="this", within=day.within), today)
            return [one_day(first + timedelta(weeks=n)) for n in range(HORIZON // 7)]
        case "date", (int(number), int(month), int(year)):
            return [one_day(_date(number, month, year, day.within, today))]
        case "offset", int(offset):
            return [one_day(_on_that_weekday(today + timedelta(days=offset), day.within))]
        case "week", int(offset):
            monday = monday_of(today) + timedelta(weeks=offset)
            return [(max(monday, today) if offset == 0 else monday, monday + timedelta(weeks=1))]
        case "weekno", int(number):
            return [_week_number(number, today)]
        case "week_of", str(what) if day.within is not None:
            return [_week_of(what, _plain(day.within, today)[0][0], today)]
        case "weekend", _ if day.within is not None:
            return [_weekend_of(_plain(day.within, today)[0][0])]
        case "weekend", int(offset):
            saturday = monday_of(today) + timedelta(days=5, weeks=offset)
            return [(saturday, saturday + timedelta(days=2))]
        case "parity", int(rest):
            return weeks_of(rest, today, HORIZON // 7)
        case "month", int(month):
            return [_month(month, day, today)]
        case "months", int(offset):
            first = months_on(today.replace(day=1), offset)
            return [(max(first, today) if offset == 0 else first, months_on(first, 1))]
        case "year", int(offset):
            first = date(today.year + offset, 1, 1)
            return [(max(first, today) if offset == 0 else first, date(first.year + 1, 1, 1))]
        case "later", (int(count), str(unit)):
            return [_later(count, unit, today)]
        case "within", (int(count), str(unit)):
            return [(today, max(_later(count, unit, today)[0], today + DAY))]
        case "beside", (int(count), str(unit)) if day.within is not None:
            return [_counted(count, unit, day.mod, spans(day.within, today))]
        case "beside", int() | str() as what if day.within is not None:
            return [_beside(what, day.mod, spans(day.within, today))]
        case "holiday", str(name):
            found = _feast(name, today, day.mod)
            _on_that_weekday(found[0], day.within)
            return [found]
        case "solar", (int(number), int(month), int(year)):
            return [one_day(_solar(number, month, year, day.within, today))]
        case "moon_date" | "two_ways", _:
            raise NoSuchDayError  # which day it is hangs on the moon, or on how it was meant
        case "solar_month", int(month):
            return [_solar_month(month, today)]
        case "season", str(name):
            return [season(name, today, day.mod)]
        case "nth", (int(number), int(weekday)) if day.within is not None:
            return [one_day(nth(number, weekday, _plain(day.within, today)[0]))]
        case "nth_week", int(number) if day.within is not None:
            return [nth_week(number, _plain(day.within, today)[0])]
        case "workdays", _:
            monday = monday_of(today)
            return [
                (max(today, monday + timedelta(weeks=n)), monday + timedelta(weeks=n, days=5))
                for n in range(1 if today.isoweekday() > 5 else 0, HORIZON // 7)
            ]
        case _:
            return [(today, today + timedelta(days=HORIZON))]


def _week_of(what: str, day: date, today: date) -> Span:
    """ "The week of the 18th", "the week starting on the 18th"; a Sunday would begin it or end it."""
    if day.isoweekday() > _WORKDAYS:
        raise NoSuchDayError
    monday = monday_of(day)
    return max(day if what == "from" else monday, today), monday + timedelta(weeks=1)


def _weekend_of(day: date) -> Span:
    """ "The weekend of the 16th" """
    if day.isoweekday() < 6:
        raise NoSuchDayError
    saturday = monday_of(day) + timedelta(days=5)
    return saturday, saturday + timedelta(days=2)


def _beside(what: int | str, side: str, found: list[Span]) -> Span:
    """The day, the week or the weekday after a feast or a date, or the day before it."""
    start, end = found[0][0], found[-1][1]
    if side == "before" and isinstance(what, int):
        days = (start.isoweekday() - what) % 7
        if not days:
            raise NoSuchDayError  # "the Friday before, the 29th" or the one a week before that Friday
        return one_day(start - days * DAY)
    if side == "before":
        return one_day(start - DAY)
    if what == "day":
        return one_day(end)
    if isinstance(what, int):
        return one_day(end + timedelta(days=(what - end.isoweekday()) % 7))
    if end.isoweekday() > _MIDWEEK:  # after a Thursday's feast it is the week that follows
        end = monday_of(end) + timedelta(weeks=1)
    return end, monday_of(end) + timedelta(weeks=1)


def _counted(count: int, unit: str, side: str, found: list[Span]) -> Span:
    """So many days or weeks after or before a day told before; ``that_week``: the calendar week after its own."""
    start, last = found[0][0], found[-1][1] - DAY
    if unit == "that_week":
        monday = monday_of(last) + timedelta(weeks=count)
        return monday, monday + timedelta(weeks=1)
    days = timedelta(days=count * {"day": 1, "week": 7, "fortnight": 14}[unit])
    return one_day(start - days if side == "before" else last + days)


def _feast(name: str, today: date, mod: str) -> Span:
    """The feast that comes; one that is just over was hardly meant for next year and is asked back."""
    try:
        if mod != "last" and (today - feast(name, today, "last")[1]).days < _JUST_OVER:
            raise NoSuchDayError
        found = feast(name, today, mod)
        if name in EITHER and (found[0] - today).days > _CALLED_TO_MIND:
            raise NoSuchDayError  # "po świętach", said in May
        return found
    except (ValueError, OverflowError):
        raise NoSuchDayError from None


def _on_that_weekday(found: date, within: Day | None) -> date:
    """The date, if it does not contradict the weekday that was said with it."""
    if within is not None and within.kind == "weekday" and found.isoweekday() != within.value:
        raise NoSuchDayError
    return found


def _solar(number: int, month: int, year: int, within: Day | None, today: date) -> date:
    """A date of the Iranian calendar; a year that is an Islamic one is asked back, its months wait for the moon."""
    try:
        found = solar_date(year or solar_year(today), month, number)
        if not year and found < today:
            found = solar_date(solar_year(today) + 1, month, number)
    except ValueError:
        raise NoSuchDayError from None
    return _on_that_weekday(found, within)


def _solar_month(month: int, today: date) -> Span:
    year = solar_year(today)
    for one in (year, year + 1):
        following = (one + 1, 1) if month == 12 else (one, month + 1)
        start, end = solar_date(one, month, 1), solar_date(*following, 1)
        if end > today:
            return max(start, today), end
    raise NoSuchDayError


def _weekday(weekday: int, day: Day, today: date) -> date:
    if day.within is not None:
        start, _ = _plain(day.within, today)[0]
        found = monday_of(start) + timedelta(days=weekday - 1)
        if day.within.kind == "weekend" and weekday < 6:
            raise NoSuchDayError
        if day.within.kind == "later":
            counted = start + timedelta(days=(weekday - start.isoweekday()) % 7)
            if day.framed and found != counted:
                raise NoSuchDayError  # "in a week on Friday": in the week after this one, or from a week from now on
            return counted  # "Friday week", "Friday in a week": a week after the coming Friday
        return found
    ahead = (weekday - today.isoweekday()) % 7
    match day.mod:
        case "next":
            return monday_of(today) + timedelta(weeks=1, days=weekday - 1)
        case "after_next":
            return today + timedelta(days=(ahead or 7) + 7)
        case "this":
            found = monday_of(today) + timedelta(days=weekday - 1)
            return found if found >= today else today + timedelta(days=ahead)
        case "last":
            return today - timedelta(days=(today.isoweekday() - weekday) % 7 or 7)
        case _:
            return today + timedelta(days=ahead or 7)


def _date(number: int, month: int, year: int, within: Day | None, today: date) -> date:
    if within is not None and within.kind in ("month", "months") and month == 0:
        start, _ = _plain(within, today)[0]
        return _real(start.year, start.month, number)
    found = _on_that_weekday(_upcoming(number, month, year, today), within)
    if (
        within is not None
        and within.kind == "offset"
        and found != today + timedelta(days=int(str(within.value)))
    ):
        raise NoSuchDayError
    return found


def _upcoming(number: int, month: int, year: int, today: date) -> date:
    if year:
        return _real(year, month, number)
    if month:
        found = _real(today.year, month, number, leap=True)
        if found < today:
            found = _real(today.year + 1, month, number)
        return found
    first = today.replace(day=1)
    for ahead in range(4):
        begin = months_on(first, ahead)
        try:
            found = begin.replace(day=number)
        except ValueError:
            continue
        if found >= today:
            return found
    raise NoSuchDayError


def _real(year: int, month: int, number: int, *, leap: bool = False) -> date:
    try:
        return date(year, month, number)
    except ValueError:
        if leap and (month, number) == (2, 29):
            return date(year, 3, 1)
        raise NoSuchDayError from None


def _week_number(number: int, today: date) -> Span:
    for year in (today.year, today.year + 1):
        try:
            monday = date.fromisocalendar(year, number, 1)
        except ValueError:
            raise NoSuchDayError from None
        if monday + timedelta(weeks=1) > today:
            return max(monday, today), monday + timedelta(weeks=1)
    raise NoSuchDayError


def _month(month: int, day: Day, today: date) -> Span:
    year = today.year
    if day.within is not None and day.within.kind == "year_is":
        year = int(str(day.within.value))
    elif month < today.month or (day.mod == "next" and month == today.month):
        year += 1
    if day.mod == "last":
        year = today.year if month < today.month else today.year - 1
    first = date(year, month, 1)
    start = max(first, today) if (first.year, first.month) == (today.year, today.month) else first
    if months_on(first, 1) <= today and day.mod != "last":
        raise NoSuchDayError
    return start, months_on(first, 1)


def _later(count: int, unit: str, today: date) -> Span:
    match unit:
        case "day":
            return one_day(today + timedelta(days=count))
        case "week":
            start = today + timedelta(weeks=count)
            return start, start + timedelta(weeks=1)
        case "fortnight":
            start = today + timedelta(weeks=2 * count)
            return start, start + timedelta(weeks=1)
        case "month" | "half_year" | "year" | "quarter":
            size = {"month": 1, "half_year": 6, "year": 12, "quarter": 3}[unit]
            start = months_on(today, size * count)
            return start, months_on(start, 1)
        case "workdays":
            return one_day(_workdays_on(today, count))
        case _:
            return one_day(today)


def _workdays_on(today: date, count: int) -> date:
    """The day so many workdays from now; Saturdays and Sundays do not count."""
    ahead = (today + timedelta(days=n) for n in range(1, 2 * count + 3))
    workdays = [day for day in ahead if day.isoweekday() <= _WORKDAYS]
    return workdays[count - 1] if count > 0 else today
