"""The rhythm of an invitation and of a booking: on which day, at which hour, something is due.

Source: ``product.md``, contact cadence. Everything is a pure function of days, settings and holidays.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.contact_hours import (
    Holidays,
    contact_day_on_or_after,
    contact_day_on_or_before,
    due_on,
    local_moment,
    on_the_wall,
)
from domain.due import DueKind
from domain.settings import Cadence

RHYTHM = (DueKind.SECOND_MESSAGE, DueKind.CALL_LIST, DueKind.THIRD_MESSAGE, DueKind.NO_CONTACT)
"""What follows the first message, in this order."""


def spread(at: time, minutes: int, key: int) -> time:
    """A minute inside a window that starts at ``at``, the same for the same family, so that not all get it at once."""
    total = at.hour * 60 + at.minute + _minute(minutes, key)
    return time(total // 60, total % 60)


def _minute(minutes: int, key: int) -> int:
    return (key * 7919) % max(minutes, 1)


def first_messages(
    planned: date, cadence: Cadence, zone: ZoneInfo, holidays: Holidays
) -> Callable[[int], datetime]:
    """D+2 on a weekday between 10 and 12, by the family's number: one table for all who are planned that day."""
    first = due_on(
        planned + timedelta(days=cadence.first_message_day), cadence.first_message_at, zone, holidays
    )
    minutes = max(cadence.first_message_spread_minutes, 1)
    moments = [first + timedelta(minutes=minute) for minute in range(minutes)]
    return lambda key: moments[_minute(minutes, key)]


def try_again_at(now: datetime, zone: ZoneInfo, holidays: Holidays) -> datetime:
    """The same hour on the next weekday, for an invitation that has to wait for free times."""
    local = now.astimezone(zone)
    day = contact_day_on_or_after(local.date() + timedelta(days=1), holidays)
    return local_moment(day, local.time(), zone)


def look_again_at(now: datetime, zone: ZoneInfo, holidays: Holidays) -> datetime:
    """The same hour a week later, for what cannot go on while a human has the conversation."""
    local = now.astimezone(zone)
    day = contact_day_on_or_after(local.date() + timedelta(days=7), holidays)
    return local_moment(day, local.time(), zone)


def first_message_again_at(
    now: datetime, key: int, cadence: Cadence, zone: ZoneInfo, holidays: Holidays
) -> datetime:
    """The next weekday between 10 and 12, for a first message that was dropped before it left."""
    day = contact_day_on_or_after(now.astimezone(zone).date() + timedelta(days=1), holidays)
    at = spread(cadence.first_message_at, cadence.first_message_spread_minutes, key)
    return local_moment(day, at, zone)


@dataclass(frozen=True, slots=True)
class InvitationRhythm:
    """What follows the first message, counted from the day it left."""

    second: datetime
    call: datetime
    call_until: date
    third: datetime
    no_contact: datetime

    def moments(self) -> dict[DueKind, datetime]:
        """When each step of the rhythm falls due, in order."""
        return dict(zip(RHYTHM, (self.second, self.call, self.third, self.no_contact), strict=True))


def after_first_message(
    sent: date, key: int, cadence: Cadence, zone: ZoneInfo, holidays: Holidays
) -> InvitationRhythm:
    """The second message, the call list, the third message and the end, all at least ``min_days_between`` apart."""
    start = sent - timedelta(days=cadence.first_message_day)

    def day(offset: int) -> date:
        return contact_day_on_or_before(start + timedelta(days=offset), holidays)

    second = max(day(cadence.second_message_day), sent + timedelta(days=cadence.min_days_between))
    second = contact_day_on_or_after(second, holidays)
    third = max(day(cadence.third_message_day), second + timedelta(days=cadence.min_days_between))
    third = contact_day_on_or_after(third, holidays)
    return InvitationRhythm(
        second=local_moment(
            second, spread(cadence.second_message_at, cadence.second_message_spread_minutes, key), zone
        ),
        call=local_moment(day(cadence.call_list_day), time(8), zone),
        call_until=day(cadence.call_list_until_day),
        third=local_moment(
            third, spread(cadence.third_message_at, cadence.first_message_spread_minutes, key), zone
        ),
        no_contact=local_moment(third + timedelta(days=cadence.silent_days), time(12), zone),
    )


def rhythm_from(
    step: DueKind, earliest: datetime, key: int, cadence: Cadence, zone: ZoneInfo, holidays: Holidays
) -> dict[DueKind, datetime]:
    """The rest of a rhythm that stood still: this step as soon as it fits, the others as far behind it as always.

    It is the rhythm of an invitation whose first message had left just late enough for that.
    """
    whole = cadence.third_message_day + cadence.silent_days
    sent = earliest.astimezone(zone).date() - timedelta(days=2 * whole)
    while True:
        moments = after_first_message(sent, key, cadence, zone, holidays).moments()
        if moments[step] >= earliest:
            return {kind: moments[kind] for kind in RHYTHM[RHYTHM.index(step) :]}
        sent += timedelta(days=1)


def reminder_at(
    start: datetime, now: datetime, cadence: Cadence, zone: ZoneInfo, holidays: Holidays
) -> datetime | None:
    """Three days before the visit, or None when that has passed (the family has only just agreed)."""
    day = on_the_wall(start, zone).date() - timedelta(days=cadence.reminder_days_before)
    at = due_on(day, cadence.reminder_at, zone, holidays)
    return at if at > now else None


def eve_reminder_at(
    start: datetime, now: datetime, key: int, cadence: Cadence, zone: ZoneInfo, holidays: Holidays
) -> datetime | None:
    """The day before between 16 and 18, or None when that has passed."""
    day = on_the_wall(start, zone).date() - timedelta(days=1)
    at = due_on(
        day, spread(cadence.eve_reminder_at, cadence.eve_reminder_spread_minutes, key), zone, holidays
    )
    return at if at > now else None


def feedback_at(
    start: datetime, now: datetime, cadence: Cadence, zone: ZoneInfo, holidays: Holidays
) -> datetime:
    """Two days after the visit; when that day is not one to write on, the next that is (a question can wait)."""
    earliest = max(
        start.astimezone(zone).date() + timedelta(days=cadence.feedback_days_after),
        now.astimezone(zone).date(),
    )
    day = contact_day_on_or_after(earliest, holidays)
    at = local_moment(day, cadence.feedback_at, zone)
    if at <= now:
        at = local_moment(
            contact_day_on_or_after(day + timedelta(days=1), holidays), cadence.feedback_at, zone
        )
    return at


def ask_again_at(day: date, cadence: Cadence, zone: ZoneInfo, holidays: Holidays) -> datetime:
    """When a family that said "not now" hears from us: the first weekday on or after the day it named."""
    return local_moment(contact_day_on_or_after(day, holidays), cadence.first_message_at, zone)
