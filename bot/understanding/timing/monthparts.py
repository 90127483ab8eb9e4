"""Weeks and months and the parts of them: the second Tuesday, the last week, the beginning of May."""

from datetime import date, timedelta

DAY = timedelta(days=1)
Span = tuple[date, date]
_FRIDAY = 5


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
    """ "The last week of May", where no half week makes it two ways to count."""
    first, last = month[0].replace(day=1), month[1] - DAY
    monday = monday_of(last) if number < 0 else monday_of(first + timedelta(days=6))
    split = last.isoweekday() < _FRIDAY if number < 0 else 1 < first.isoweekday() < _FRIDAY
    if split:
        raise NoSuchDayError
    start = monday + timedelta(weeks=max(number - 1, 0))
    if start.month != first.month:
        raise NoSuchDayError
    return start, start + timedelta(weeks=1)


def portioned(span: Span, portion: str) -> Span:
    start, end = span
    length = (end - start).days
    if length <= 7:
        monday = monday_of(start)
        cuts = {"begin": (0, 2), "middle": (2, 3), "end": (3, 5)}[portion]
        return max(start, monday + timedelta(days=cuts[0])), monday + timedelta(days=cuts[1])
    first = start.replace(day=1) if length <= 31 else start
    third = (end - first).days // 3
    if portion == "begin":
        return start, max(first + timedelta(days=third), start + DAY)
    if portion == "middle":
        return max(first + timedelta(days=third), start), end - timedelta(days=third)
    return max(end - timedelta(days=third), start), end
