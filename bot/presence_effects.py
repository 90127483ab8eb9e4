"""What the story of a nurse at the daycare orders becomes rows: a talk, whether the pædagog is wished, an end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from bot.booking import claim
from domain.ids import InvitationId
from domain.outcomes import BookingState, InvitationState
from domain.presence import ADVICE
from domain.presence_effects import BookTalk, DeclinePresence, WishPedagog
from domain.presence_records import TalkInvitation, Window
from domain.records import Booking, Invitation

if TYPE_CHECKING:
    from bot.effects import Carrying


def _book(c: Carrying, effect: BookTalk) -> None:
    """The talk is the family's. Whoever books wants to hear of presence again."""
    window = c.unit.presence.window_of(effect.slot)
    assert window is not None
    invitation = _to_be_answered_again(c) or _invite(c, window)
    booking = claim(c, invitation, effect.slot, moved_from=None)
    for slot in c.board.held_by(c.situation.family.id):
        c.board.release(slot)
    c.unit.presence.opt_in(c.guardian)
    c.note("talk.booked", invitation=invitation, booking=booking)


def _to_be_answered_again(c: Carrying) -> InvitationId | None:
    """The invitation of a talk that was cancelled: a new time for it is no second talk."""
    for invitation in reversed(list(c.situation.invitations.values())):
        if invitation.offer == ADVICE:
            talks = [b for b in c.situation.bookings.values() if b.invitation == invitation.id]
            off = (BookingState.CANCELLED_BY_FAMILY, BookingState.CANCELLED_BY_SERVICE)
            return invitation.id if talks and talks[-1].state in off else None
    return None


def _invite(c: Carrying, window: Window) -> InvitationId:
    """A talk is invited to and accepted in one: nothing was offered to this family alone (no ``sent_on``)."""
    family = c.situation.family
    children = c.unit.presence.children_at(family.id, window.daycare)
    today = c.now.astimezone(c.settings.zone)
    made = Invitation(
        id=InvitationId(c.unit.new_id()),
        municipality=family.municipality,
        family=family.id,
        child=children[0],
        offer=ADVICE,
        state=InvitationState.ACCEPTED,
        revision=1,
        planned_at=c.now,
        sent_at=None,
        sent_on=None,
        messages=0,
        outcome_at=c.now,
        outcome_on=today.date(),
        reason=None,
        ask_again_on=None,
        alternative=None,
        restricted=c.settings.restriction_on(today.date()) is not None,
        nurse=window.nurse,
    )
    # A child may have many talks, each with an invitation of its own: the round tells them apart.
    round_ = f"{today:%Y-%m-%d %H:%M:%S}"
    c.unit.presence.add_invitation(
        TalkInvitation(made, children, round_, family.district, window.daycare, c.me.language)
    )
    c.situation.invitations[made.id] = made
    return made.id


def _wish(c: Carrying, effect: WishPedagog) -> None:
    talk = _talk_on(c, effect)
    if talk is None:
        return
    if effect.wished:
        c.unit.presence.note_pedagog(talk.municipality, talk.invitation, talk.family)
        c.note("talk.pedagog_wished", invitation=talk.invitation, booking=talk)
    else:
        c.unit.presence.drop_pedagog(talk.invitation)


def _talk_on(c: Carrying, effect: WishPedagog) -> Booking | None:
    mine = (b for b in c.situation.bookings.values() if b.slot == effect.slot and b.holds_its_time)
    return next(mine, None)


def _decline(c: Carrying, _: DeclinePresence) -> None:
    family = c.situation.family
    c.unit.presence.opt_out(family.municipality, c.guardian, family.id, c.now)
    c.note("presence.declined")


PRESENCE_HANDLERS: Mapping[type[Any], Callable[[Any, Any], None]] = {
    BookTalk: _book,
    WishPedagog: _wish,
    DeclinePresence: _decline,
}
