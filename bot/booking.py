"""A time becomes a booking, a booking moves or ends: the slot, the booking and its reminders change together."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.times_in_hand import slot_with
from domain.cadence import eve_reminder_at, reminder_at
from domain.contact_hours import on_the_wall
from domain.due import DueKind
from domain.ids import BookingId, DueId, InvitationId, OfferKey, SlotId
from domain.offers import Offer, Place
from domain.outcomes import BookingState, booking_may_become
from domain.records import Booking, DueRow, Slot

if TYPE_CHECKING:
    from bot.effects import Carrying


class TimeNotFree(Exception):
    """A step booked a time that this family cannot have: a fault of ours, the unit is undone."""


def claim(c: Carrying, invitation: InvitationId, slot_id: SlotId, moved_from: Booking | None) -> Booking:
    """Take a free time for the family and plan its reminders."""
    slot = c.board.get(slot_id)
    if slot is None or not slot.free_for(c.situation.family.id, c.now):
        raise TimeNotFree("the step ordered a time that is not free for this family")
    offer = c.situation.invitations[invitation].offer
    partner = _claim_partner(c, offer, slot)
    seat = 1
    if slot.capacity > 1:
        taken = c.unit.occupied_seats(slot.id)
        seat = next(number for number in range(1, slot.capacity + 1) if number not in taken)
    c.board.save(slot_with(slot, slot.taken + 1, None, None))
    day = on_the_wall(slot.start, c.settings.zone).date()
    by_phone = c.settings.restriction_on(day) is not None
    booking = Booking(
        id=BookingId(c.unit.new_id()),
        municipality=c.situation.family.municipality,
        invitation=invitation,
        family=c.situation.family.id,
        guardian=c.guardian,
        slot=slot.id,
        seat=seat,
        nurse=slot.nurse,
        offer=offer,
        start=slot.start,
        end=slot.end,
        by_phone=by_phone,
        state=BookingState.BOOKED,
        revision=0,
        booked_at=c.now,
        freed_at=None,
        ended_at=None,
        moved_from=moved_from.id if moved_from is not None else None,
        rating=None,
        partner=partner.nurse if partner is not None else None,
        partner_slot=partner.id if partner is not None else None,
        place=None if by_phone else _place(c.settings.offers.get(offer)),
    )
    c.situation.bookings[booking.id] = booking
    c.unit.add_booking(booking)
    _plan_reminders(c, booking)
    return booking


def _claim_partner(c: Carrying, offer: OfferKey, slot: Slot) -> Slot | None:
    """Take the colleague's time as well, where one takes part: the visit needs both."""
    family = c.situation.family
    partners = c.board.partners_for(family, offer)
    if partners is None:
        return None
    time = c.board.partner_at(partners, slot, family.id)
    if time is None:
        raise TimeNotFree("the step ordered a time at which no colleague is free")
    c.board.save(slot_with(time, time.taken + 1, None, None))
    return time


_PLACES = {
    Place.HOME: "hjemme",
    Place.DAYCARE: "dagtilbud",
    Place.SCHOOL: "skole",
    Place.OFFICE: "sundhedsplejen",
}


def _place(offer: Offer | None) -> str | None:
    """Where a visit is held and with whom, as the evaluation prints it; a plain home visit says nothing."""
    if offer is None or (offer.place is Place.HOME and not offer.partner):
        return None
    return f"{_PLACES[offer.place]} med {offer.partner}" if offer.partner else _PLACES[offer.place]


def _plan_reminders(c: Carrying, booking: Booking) -> None:
    cadence, zone = c.settings.cadence, c.settings.zone
    moments = (
        (DueKind.REMINDER, reminder_at(booking.start, c.now, cadence, zone, c.holidays)),
        (DueKind.EVE_REMINDER, eve_reminder_at(booking.start, c.now, booking.id, cadence, zone, c.holidays)),
    )
    for kind, at in moments:
        if at is not None:
            add_booking_due(c, booking, kind, at)


def add_booking_due(c: Carrying, booking: Booking, kind: DueKind, at: object) -> None:
    """Something falls due about a booking as it is now."""
    c.unit.add_due(
        DueRow(
            DueId(c.unit.new_id()),
            booking.municipality,
            booking.family,
            None,
            booking.id,
            kind,
            booking.revision,
            at,  # type: ignore[arg-type]
        )
    )


def move_booking(c: Carrying, old: Booking, slot: SlotId) -> Booking:
    """The visit gets a new time; the old booking stays in the chain as ``moved``."""
    _give_back(c, old)
    c.keep_booking(old._replace(state=BookingState.MOVED, revision=old.revision + 1, ended_at=c.now))
    return claim(c, old.invitation, slot, moved_from=old)


def free_booking(c: Carrying, booking: Booking, *, by_service: bool) -> Booking:
    """The time is anybody's, and after seven days without a new one it is a cancellation: the family's, who could not
    come, or ours, when the service had to move it."""
    _give_back(c, booking)
    freed = booking._replace(freed_at=c.now, revision=booking.revision + 1)
    c.keep_booking(freed)
    end = c.now + timedelta(days=c.settings.cadence.freed_days)
    add_booking_due(c, freed, DueKind.MOVED_EXPIRES if by_service else DueKind.FREED_EXPIRES, end)
    return freed


def cancel_booking(c: Carrying, booking: Booking, state: BookingState) -> Booking:
    """The visit is off; its time is free again."""
    if not booking_may_become(booking.state, state):
        return booking
    _give_back(c, booking)
    cancelled = booking._replace(state=state, revision=booking.revision + 1, ended_at=c.now)
    c.keep_booking(cancelled)
    return cancelled


def _give_back(c: Carrying, booking: Booking) -> None:
    if not booking.holds_its_time:
        return
    for number in (booking.slot, booking.partner_slot):
        slot = c.board.get(number) if number is not None else None
        if slot is not None:
            c.board.save(slot_with(slot, slot.taken - 1, slot.held_by, slot.held_until))
