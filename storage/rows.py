"""How a row becomes a record and back: one place for every column's name and type."""

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from domain.channels import ChannelName, Medium
from domain.decisions import TaskKind
from domain.due import DueKind
from domain.ids import Municipality
from domain.outcomes import BookingState, InvitationState
from domain.reasons import DeclineReason
from domain.records import (
    AuditEntry,
    Booking,
    Contact,
    DueRow,
    Family,
    Guardian,
    Invitation,
    Message,
    Slot,
    Task,
    WaitingReply,
)
from storage import tables as t

FAMILY = (
    t.family.c.id,
    t.family.c.municipality,
    t.family.c.district,
    t.family.c.daycare,
    t.family.c.nurse_id,
    t.family.c.frozen_at,
    t.family.c.asked_nurse_id,
    t.family.c.declined_nurse_id,
)
GUARDIAN = (
    t.guardian.c.id,
    t.guardian.c.municipality,
    t.guardian.c.family_id,
    t.guardian.c.language,
    t.guardian.c.lives_apart,
    t.guardian.c.stopped_at,
    t.guardian.c.state,
    t.guardian.c.state_at,
    t.guardian.c.handed_over_at,
    t.guardian.c.language_asked,
)
CONTACT = (
    t.contact.c.id,
    t.contact.c.guardian_id,
    t.contact.c.family_id,
    t.contact.c.medium,
    t.contact.c.address,
    t.contact.c.state,
    t.contact.c.preferred,
)
INVITATION = (
    t.invitation.c.id,
    t.invitation.c.municipality,
    t.invitation.c.family_id,
    t.invitation.c.child_id,
    t.invitation.c.offer,
    t.invitation.c.state,
    t.invitation.c.revision,
    t.invitation.c.planned_at,
    t.invitation.c.sent_at,
    t.invitation.c.sent_on,
    t.invitation.c.messages,
    t.invitation.c.outcome_at,
    t.invitation.c.outcome_on,
    t.invitation.c.reason,
    t.invitation.c.ask_again_on,
    t.invitation.c.alternative,
    t.invitation.c.restricted,
    t.invitation.c.nurse_id,
)
SLOT = (
    t.slot.c.id,
    t.slot.c.municipality,
    t.slot.c.nurse_id,
    t.slot.c.offer,
    t.slot.c.start,
    t.slot.c.end,
    t.slot.c.capacity,
    t.slot.c.taken,
    t.slot.c.closed,
    t.slot.c.held_by,
    t.slot.c.held_until,
    t.slot.c.revision,
)
OPEN_SLOT = (
    t.slot.c.id,
    t.slot.c.nurse_id,
    t.slot.c.offer,
    t.slot.c.start,
    t.slot.c.end,
    t.slot.c.capacity,
    t.slot.c.taken,
    t.slot.c.revision,
)
"""What open times do not have in common: of no other row are so many read for each reply."""
BOOKING = (
    t.booking.c.id,
    t.booking.c.municipality,
    t.booking.c.invitation_id,
    t.booking.c.family_id,
    t.booking.c.guardian_id,
    t.booking.c.slot_id,
    t.booking.c.seat,
    t.booking.c.nurse_id,
    t.booking.c.offer,
    t.booking.c.start,
    t.booking.c.end,
    t.booking.c.by_phone,
    t.booking.c.state,
    t.booking.c.revision,
    t.booking.c.booked_at,
    t.booking.c.freed_at,
    t.booking.c.ended_at,
    t.booking.c.moved_from,
    t.booking.c.rating,
    t.booking.c.partner_id,
    t.booking.c.partner_slot_id,
    t.booking.c.place,
)
TASK = (
    t.task.c.id,
    t.task.c.municipality,
    t.task.c.family_id,
    t.task.c.guardian_id,
    t.task.c.invitation_id,
    t.task.c.booking_id,
    t.task.c.nurse_id,
    t.task.c.district,
    t.task.c.kind,
    t.task.c.urgent,
    t.task.c.created_at,
    t.task.c.due_on,
    t.task.c.calls,
    t.task.c.done_at,
    t.task.c.result,
    t.task.c.done_by,
)
DUE = (
    t.due.c.id,
    t.due.c.municipality,
    t.due.c.family_id,
    t.due.c.invitation_id,
    t.due.c.booking_id,
    t.due.c.kind,
    t.due.c.revision,
    t.due.c.at,
)

AnyRow = Sequence[Any]
"""One row of the columns above it is named for."""

# By the word that is stored: to call the enum takes three times as long, and every reply reads five.
_CHANNEL: Mapping[str, ChannelName] = {one.value: one for one in ChannelName}
_MEDIUM: Mapping[str, Medium] = {one.value: one for one in Medium}
_INVITATION_STATE: Mapping[str, InvitationState] = {one.value: one for one in InvitationState}
_BOOKING_STATE: Mapping[str, BookingState] = {one.value: one for one in BookingState}


def family(row: AnyRow) -> Family:
    """A row of ``FAMILY``; the nurse it asked for comes before the file's."""
    number, municipality, district, daycare, nurse, frozen_at, asked, declined = row
    own = asked if asked is not None else None if nurse == declined else nurse
    return Family(number, municipality, district, daycare, own, frozen_at, asked, declined)


def guardian(row: AnyRow) -> Guardian:
    """A row of ``GUARDIAN``."""
    return Guardian._make(row)


def contact(row: AnyRow) -> Contact:
    """A row of ``CONTACT``."""
    number, guardian_id, family_id, medium, address, state, preferred = row
    return Contact(number, guardian_id, family_id, _MEDIUM[medium], address, state, preferred)


def invitation(row: AnyRow) -> Invitation:
    """A row of ``INVITATION``."""
    values = list(row)
    values[5] = _INVITATION_STATE[values[5]]
    values[13] = DeclineReason(values[13]) if values[13] else None
    return Invitation._make(values)


def slot(row: AnyRow) -> Slot:
    """A row of ``SLOT``."""
    return Slot._make(row)


def open_slot(municipality: Municipality, row: AnyRow) -> Slot:
    """A row of ``OPEN_SLOT``: a time of this municipality that is neither closed nor held."""
    number, nurse, offer, start, end, capacity, taken, revision = row
    return Slot(number, municipality, nurse, offer, start, end, capacity, taken, False, None, None, revision)


def booking(row: AnyRow) -> Booking:
    """A row of ``BOOKING``."""
    values = list(row)
    values[12] = _BOOKING_STATE[values[12]]
    return Booking._make(values)


def task(row: AnyRow) -> Task:
    """A row of ``TASK``."""
    values = list(row)
    values[8] = TaskKind(values[8])
    return Task(*values)


def due(row: AnyRow) -> DueRow:
    """A row of ``DUE``."""
    values = list(row)
    values[5] = DueKind(values[5])
    return DueRow(*values)


def waiting_reply(row: AnyRow) -> WaitingReply:
    """A row of the inbox with the guardian its sender is known as."""
    values = list(row)
    values[2] = _CHANNEL[values[2]]
    values[3] = _MEDIUM[values[3]]
    values[9] = values[9] is None or values[9] == "open"
    return WaitingReply(*values)


# A column that is called otherwise than its field.
_COLUMN: Mapping[str, str] = {
    "family": "family_id",
    "guardian": "guardian_id",
    "child": "child_id",
    "invitation": "invitation_id",
    "booking": "booking_id",
    "slot": "slot_id",
    "nurse": "nurse_id",
    "partner": "partner_id",
    "partner_slot": "partner_slot_id",
    "asked_nurse": "asked_nurse_id",
    "not_nurse": "declined_nurse_id",
}


class Shape:
    """Which columns of its table a record fills, and its values in their order."""

    def __init__(self, record: type[Any], *fields: str) -> None:
        """All fields of the record, unless some are named."""
        in_order: tuple[str, ...] | None = getattr(record, "_fields", None)
        names = fields or in_order or record.__slots__
        self.columns: tuple[str, ...] = tuple(_COLUMN.get(name, name) for name in names)
        # A named tuple already is its values in their order.
        self.values: Callable[[Any], tuple[Any, ...]] = tuple if names == in_order else attrgetter(*names)


NEW_BOOKING = Shape(Booking)
NEW_DUE = Shape(DueRow)
NEW_MESSAGE = Shape(Message)
NEW_TASK = Shape(Task)
NEW_SLOT = Shape(Slot)
NEW_AUDIT = Shape(AuditEntry)
