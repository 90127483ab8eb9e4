"""Stretches of several weeks, and a weekday in each of them: odd and even weeks, weeks 21 to 23, May, the end of May."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.understanding.timing.moments import Day
from bot.understanding.timing.monthparts import DAY, NoSuchDayError, Span, monday_of, one_day

_WEEK = timedelta(weeks=1)


def has_many(day: Day) -> bool:
    """Whether a weekday may lie in it more than once ("a Wednesday in weeks 21 to 23")."""
    return day.kind in ("parity", "month", "months") or is_range_of_weeks(day)


def is_range_of_weeks(day: Day) -> bool:
    """ "Weeks 21 to 23" """
    return day.kind == "weekno" and day.until is not None


def weeks_of(rest: int, today: date, ahead: int) -> list[Span]:
    """The weeks whose number is even (0) or odd (1), what is left of this one included."""
    mondays = [monday_of(today) + n * _WEEK for n in range(ahead)]
    return [
        (max(monday, today), monday + _WEEK) for monday in mondays if monday.isocalendar().week % 2 == rest
    ]


def each_in(weekday: int, stretches: Sequence[Span], today: date) -> list[Span]:
    """Every such weekday of these stretches after today."""
    found = []
    for start, end in stretches:
        day = start + timedelta(days=(weekday - start.isoweekday()) % 7)
        while day < end:
            found += [one_day(day)] if day > today else []
            day += 7 * DAY
    if not found:
        raise NoSuchDayError
    return found
