"""Who of a family hears what: those who live together share everything, parents who live apart nothing.

Whoever lives apart never learns of the other's answers, and cannot change what the other agreed.
"""

from dataclasses import replace

from domain.ids import GuardianId
from domain.records import Booking, Guardian, Situation


def writable(situation: Situation, guardian: Guardian) -> bool:
    """Whether we may write to this guardian of our own accord: has an open phone or chat and has not said stop."""
    return guardian.stopped_at is None and any(c.guardian == guardian.id for c in situation.contacts)


def household(situation: Situation, guardian: GuardianId | None) -> list[Guardian]:
    """Who hears what this guardian agreed: itself and those it lives with; parents who live apart never do.

    With no guardian in particular: those who live together, or, when all live apart, the first with a phone or chat.
    """
    everyone = list(situation.guardians.values())
    together = [one for one in everyone if not one.lives_apart]
    if guardian is None:
        with_phone = [one for one in everyone if any(c.guardian == one.id for c in situation.contacts)]
        return together or (with_phone or everyone)[:1]
    me = situation.guardians[guardian]
    return [me] if me.lives_apart else together


def known_to(situation: Situation, guardian: Guardian) -> Situation:
    """The family as this guardian may know it: invitations made to its household, bookings made by its household."""
    if len(situation.guardians) == 1 or not any(one.lives_apart for one in situation.guardians.values()):
        return situation
    mine = {one.id for one in household(situation, guardian.id)}
    is_invited = guardian.id in {one.id for one in household(situation, None)}

    def is_mine(booking: Booking) -> bool:
        return booking.guardian in mine or (booking.guardian not in situation.guardians and is_invited)

    bookings = {number: one for number, one in situation.bookings.items() if is_mine(one)}
    others = {one.invitation for number, one in situation.bookings.items() if number not in bookings}
    mine_too = {one.invitation for one in bookings.values()}
    invitations = {
        number: one
        for number, one in situation.invitations.items()
        if number not in others and (is_invited or number in mine_too)
    }
    return replace(situation, invitations=invitations, bookings=bookings)
