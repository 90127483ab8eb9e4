"""When the service may write to a family of its own accord: never at night, on Sundays or on Danish holidays.

The rule is the owner's (``product.md``, contact cadence). Answers to a family are instant at any hour and do not
come here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

Holidays = Callable[[date], bool]
"""Whether a day is a holiday on which no family is written to (24 and 31 December and 5 June count)."""

SATURDAY, SUNDAY = 5, 6


class Occasion(StrEnum):
    """Why the service writes: the occasion decides the hours."""

    INVITATION = "invitation"
    REMINDER = "reminder"
    CHANGE = "change"
    """A change to something agreed; also allowed on Saturday 10–16."""
    URGENT_CHANGE = "urgent_change"
    """A visit due within 24 hours is moved or cancelled; 06:30–21 on any day."""


@dataclass(frozen=True, slots=True)
class ContactHours:
    """The hours of one municipality, local time; ends are exclusive."""

    weekday: tuple[time, time] = (time(8), time(20))
    saturday_changes: tuple[time, time] = (time(10), time(16))
    urgent: tuple[time, time] = (time(6, 30), time(21))


def is_contact_day(day: date, holidays: Holidays) -> bool:
    """Whether invitations and reminders may go out that day: Monday to Friday, no holiday."""
    return day.weekday() < SATURDAY and not holidays(day)


def contact_day_on_or_before(day: date, holidays: Holidays) -> date:
    """The last allowed weekday on or before ``day``."""
    while not is_contact_day(day, holidays):
        day -= timedelta(days=1)
    return day


def contact_day_on_or_after(day: date, holidays: Holidays) -> date:
    """The first allowed weekday on or after ``day``."""
    while not is_contact_day(day, holidays):
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=8_192)
def on_the_wall(moment: datetime, zone: ZoneInfo) -> datetime:
    """A stored moment as the clock on the wall shows it; times begin at the same few hours: each is worked out once.

    For a moment that is on the wall already ``astimezone`` is quicker.
    """
    return moment.astimezone(zone)


def local_moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That wall-clock time on that day, aware; across a clock change the wall clock wins."""
    return datetime.combine(day, at, tzinfo=zone)


def due_on(day: date, at: time, zone: ZoneInfo, holidays: Holidays) -> datetime:
    """When something due at ``at`` on ``day`` goes out: then, or the same hour on the last allowed weekday before."""
    return local_moment(contact_day_on_or_before(day, holidays), at, zone)


def _window(
    day: date, occasion: Occasion, hours: ContactHours, holidays: Holidays
) -> tuple[time, time] | None:
    """The hours open for this occasion on this day, or None."""
    if occasion is Occasion.URGENT_CHANGE:
        return hours.urgent
    if is_contact_day(day, holidays):
        return hours.weekday
    if occasion is Occasion.CHANGE and day.weekday() == SATURDAY and not holidays(day):
        return hours.saturday_changes
    return None


def may_write_at(
    now: datetime, occasion: Occasion, hours: ContactHours, zone: ZoneInfo, holidays: Holidays
) -> bool:
    """Whether a message of this occasion may leave at ``now``."""
    local = now.astimezone(zone)
    window = _window(local.date(), occasion, hours, holidays)
    return window is not None and window[0] <= local.time() < window[1]


def next_allowed(
    now: datetime, occasion: Occasion, hours: ContactHours, zone: ZoneInfo, holidays: Holidays
) -> datetime:
    """The first moment at or after ``now`` at which a message of this occasion may leave."""
    local = now.astimezone(zone)
    if may_write_at(now, occasion, hours, zone, holidays):
        return now
    day = local.date()
    while True:
        window = _window(day, occasion, hours, holidays)
        if window is not None:
            opening = local_moment(day, window[0], zone)
            if opening > now:
                return opening
        day += timedelta(days=1)
