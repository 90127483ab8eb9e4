"""A nurse's own times: she adds one, or closes one that nobody has booked."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.desk import Desk, Done, Refused, Result
from domain.contact_hours import is_contact_day
from domain.ids import Municipality, NurseId, SlotId
from domain.records import AuditEntry, Slot

LONGEST = timedelta(hours=12)
"""No time is longer, so that an overlap is found by looking at one day."""


def add_time(
    desk: Desk, municipality: Municipality, nurse: NurseId, day: date, at: time, minutes: int
) -> Result:
    """One more time that families can be shown, at a local hour; a closed one at that very hour opens again."""
    zone = desk.house.municipalities[municipality].zone
    start = exact_moment(day, at, zone)
    if start is None:
        return Refused.NO_SUCH_HOUR
    if start <= desk.now:
        return Refused.PAST
    if not is_contact_day(day, desk.house.holidays):
        return Refused.HOLIDAY
    end = start + timedelta(minutes=minutes)
    near = desk.unit.times_of(nurse, start - LONGEST, end)
    if any(slot.end > start and not slot.closed for slot in near):
        return Refused.OVERLAPS
    closed = next((slot for slot in near if slot.start == start), None)
    if closed is not None and closed.end == end:
        desk.unit.save_slot(closed._replace(closed=False))
    elif closed is not None:
        return Refused.OVERLAPS
    else:
        desk.unit.add_slot(_new(desk, municipality, nurse, start, end))
    _note(desk, municipality, "time.added")
    return Done()


def _new(desk: Desk, municipality: Municipality, nurse: NurseId, start: datetime, end: datetime) -> Slot:
    return Slot(
        id=SlotId(desk.unit.new_id()),
        municipality=municipality,
        nurse=nurse,
        offer=None,
        start=start,
        end=end,
        capacity=1,
        taken=0,
        closed=False,
        held_by=None,
        held_until=None,
        revision=0,
    )


def close_time(desk: Desk, municipality: Municipality, nurse: NurseId, number: SlotId) -> Result:
    """The time is shown to nobody any more; a family that is looking at it hears kindly that it is gone."""
    slot = next(
        (s for s in desk.unit.slots([number]) if s.nurse == nurse and s.municipality == municipality), None
    )
    if slot is None:
        return Refused.GONE
    if slot.taken:
        return Refused.TAKEN
    desk.unit.save_slot(slot._replace(closed=True, held_by=None, held_until=None))
    _note(desk, municipality, "time.closed")
    return Done()


def exact_moment(day: date, at: time, zone: ZoneInfo) -> datetime | None:
    """The moment of a local hour; None when the clock change leaves it out or has it twice."""
    early = datetime.combine(day, at, tzinfo=zone)
    late = early.replace(fold=1)
    return early if early.astimezone(UTC) == late.astimezone(UTC) else None


def _note(desk: Desk, municipality: Municipality, event: str) -> None:
    desk.unit.add_audit(AuditEntry(municipality, desk.now, desk.actor, event))
