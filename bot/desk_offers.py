"""What a nurse asks for on a family's behalf: an offer that begins by her hand, a nurse the family wants or does not
want, and what a visit came to for each child."""

from bot.desk import Desk, Done, Refused, Result
from bot.starting import start_wanted
from domain.ids import BookingId, ChildId, FamilyId, NurseId, OfferKey
from domain.offers import StartedBy
from domain.outcomes import BookingState

REGISTERED = frozenset({BookingState.COMPLETED, BookingState.NO_SHOW})
"""A visit of which a nurse has said what it came to."""


def ask_for_offer(desk: Desk, family: FamilyId, offer: OfferKey) -> Result:
    """Begin an offer now; while another invitation or visit is under way it waits and begins by itself after it.

    ``Done.told``: it has begun. From the offer's ``consult_from`` on the nurse is asked to consult a colleague.
    """
    situation = desk.situation(family)
    if situation is None:
        return Refused.GONE
    municipality = situation.family.municipality
    settings = desk.house.municipalities[municipality]
    wanted = settings.offers.get(offer)
    if wanted is None or not wanted.enabled or wanted.started_by is not StartedBy.NURSE:
        return Refused.GONE
    if situation.family.frozen_at is not None:
        return Refused.FROZEN
    desk.unit.lock_planning(municipality)
    desk.unit.want_offer(municipality, family, offer, desk.now, desk.account)
    desk.note(situation, "offer.asked_for", offer)
    free = desk.unit.families_wanting(municipality, offer, family)
    for one in free:
        start_wanted(desk.unit, one, wanted, settings, desk.house.holidays, desk.now)
    return Done(told=bool(free))


def wish_for_nurse(
    desk: Desk, family: FamilyId, wanted: NurseId | None, not_wanted: NurseId | None
) -> Result:
    """Keep which nurse the family asked for and which it does not want; the next file does not change it.

    Times are offered accordingly from now on; a visit that is agreed stays as it is. A nurse nobody knows is refused.
    """
    situation = desk.situation(family)
    if situation is None:
        return Refused.GONE
    known = desk.unit.nurses(situation.family.municipality)
    partners = {one.ref for one in desk.house.municipalities[situation.family.municipality].partners}
    for nurse in (wanted, not_wanted):
        if nurse is not None and (nurse not in known or known[nurse].ref in partners):
            return Refused.GONE
    if wanted is not None and wanted == not_wanted:
        return Refused.GONE
    situation.family = situation.family._replace(asked_nurse=wanted, not_nurse=not_wanted)
    desk.unit.save_nurse_wish(situation.family)
    desk.note(situation, "family.nurse_wish")
    return Done()


def register_child(desk: Desk, family: FamilyId, number: BookingId, child: ChildId, seen: bool) -> Result:
    """What a visit came to for one of the children it was for, where it differs from the visit's own outcome."""
    situation = desk.situation(family)
    booking = situation.bookings.get(number) if situation is not None else None
    if situation is None or booking is None:
        return Refused.GONE
    if booking.state not in REGISTERED:
        return Refused.NOT_YET
    came_to = BookingState.COMPLETED if seen else BookingState.NO_SHOW
    if not desk.unit.register_children(booking.invitation, came_to, child):
        return Refused.GONE
    desk.note(situation, f"child.{came_to}")
    return Done()
