"""Weeks and months and the parts of them: the second Tuesday, the last week, the beginning of May."""

from datetime import date, timedelta

DAY = timedelta(days=1)
Span = tuple[date, date]
_WEDNESDAY, _FRIDAY = 3, 5
_ENOUGH = 5
"""Days in which both ways to count the weeks of a month must agree."""

_LAST_DAYS = 5

BEGUN = 3
"""From this day of a month on, "the beginning of the month" may be that of the next."""


class NoSuchDayError(Exception):
    """The family named a day that does not exist or contradicts itself (31 June, a Tuesday on a Friday)."""


def one_day(day: date) -> Span:
    return day, day + DAY


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def months_on(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, min(day.day, 28))


def nth(number: int, weekday: int, month: Span) -> date:
    first = month[0].replace(day=1)
    days = [first + timedelta(days=n) for n in range(31)]
    matching = [d for d in days if d.month == first.month and d.isoweekday() == weekday]
    index = number - 1 if number > 0 else number
    if not -len(matching) <= index < len(matching):
        raise NoSuchDayError
    return matching[index]


def nth_week(number: int, month: Span) -> Span:
    """ "The last week of May": where weeks are cut by the month, the days that are in it however one counts.

    Some count calendar weeks, others seven days from the first on; where they agree on too few days it is asked back.
    """
    first, last = month[0].replace(day=1), month[1] - DAY
    return _last_week(last) if number < 0 else _week_from_its_start(number, first, last)


def _last_week(last: date) -> Span:
    if last.isoweekday() < _WEDNESDAY:
        raise NoSuchDayError  # the days left over, or the last full week
    return monday_of(last), min(monday_of(last) + timedelta(weeks=1), last + DAY)


def _week_from_its_start(number: int, first: date, last: date) -> Span:
    monday = monday_of(first + timedelta(days=6)) if first.isoweekday() >= _FRIDAY else monday_of(first)
    start, end = monday + timedelta(weeks=number - 1), monday + timedelta(weeks=number)
    if first.isoweekday() < _FRIDAY:
        start = max(start, first + timedelta(weeks=number - 1))
        end = min(end, first + timedelta(weeks=number))
    if start > last or (end - start).days < _ENOUGH:
        raise NoSuchDayError
    return start, end


def portioned(span: Span, portion: str) -> Span:
    start, end = span
    length = (end - start).days
    if length <= 7:
        monday = monday_of(start)
        cuts = {"begin": (0, 2), "middle": (2, 3), "end": (3, 5), "last_days": (3, 5)}[portion]
        return max(start, monday + timedelta(days=cuts[0])), monday + timedelta(days=cuts[1])
    first = start.replace(day=1) if length <= 31 else start
    third = (end - first).days // 3
    if portion == "last_days":
        return max(end - _LAST_DAYS * DAY, start), end
    if portion == "begin":
        return start, max(first + timedelta(days=third), start + DAY)
    if portion == "middle":
        return max(first + timedelta(days=third), start), end - timedelta(days=third)
    return max(end - timedelta(days=third), start), end
