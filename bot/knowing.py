"""From a family's records to the facts a flow may look at: what is left out here, no conversation can say."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.board import Board
from bot.course_knowing import course_facts
from bot.flows.presence_states import PedagogAsked, PresenceState, PresenceTold, TalksOffered
from bot.flows.states import (
    DoorOpen,
    Idle,
    RatingAsked,
    Reminded,
    State,
    TimeEchoed,
    TimesOffered,
    WishAsked,
)
from bot.households import household as household
from bot.households import known_to
from bot.households import writable as writable
from bot.presence_knowing import TalkTimes, place_of, window_facts
from domain.contact_hours import Holidays
from domain.due import Due
from domain.facts import BookingFacts, Facts, InvitationFacts
from domain.ids import InvitationId, Language, SlotId
from domain.offers import COURSE_REASONS, Offer, Shape
from domain.outcomes import ANSWERABLE, LIVE, BookingState, InvitationState, booking_may_become
from domain.presence import ADVICE
from domain.reasons import DeclineReason
from domain.records import Booking, Guardian, Invitation, Situation
from domain.settings import MunicipalitySettings


def has_no_phone(situation: Situation) -> bool:
    """Whether only letters and calls can reach the family: no phone or chat at all, and nobody has said stop."""
    return not situation.contacts and all(one.stopped_at is None for one in situation.guardians.values())


def has_been(booking: Booking, now: datetime) -> bool:
    """Whether a visit was held, or its hour is past and nobody has said yet what came of it."""
    return booking.state is BookingState.COMPLETED or (booking.holds_its_time and booking.start <= now)


def the_invitation(situation: Situation, wanted: InvitationId | None, now: datetime) -> Invitation | None:
    """The invitation a conversation is about: the one it names, else the live one, else the last that may change."""
    held = {b.invitation for b in situation.bookings.values() if has_been(b, now)}
    if wanted is not None and wanted in situation.invitations and wanted not in held:
        return situation.invitations[wanted]
    # A talk at the daycare was the parents' own wish: once it is off, nobody is asked about it again.
    open_ones = [i for i in situation.invitations.values() if i.id not in held and i.offer != ADVICE]
    live = [invitation for invitation in open_ones if invitation.state in LIVE]
    if live:
        return live[-1]
    answerable = [invitation for invitation in open_ones if invitation.state in ANSWERABLE]
    return answerable[-1] if answerable else None


def still_stands(state: State, situation: Situation, now: datetime) -> State:
    """A stored situation as far as the world has not moved on without it, and the guardian may know of it.

    Times for an invitation whose visit has been are not taken any more. A visit that is off cannot be moved, but a
    time can still be chosen for it. When one parent has given a time back, whatever the other picks replaces it.
    """
    invitation: InvitationId | None = getattr(state, "invitation", None)
    if invitation is None:
        return state
    if invitation not in situation.invitations:
        return Idle()
    about = [booking for booking in situation.bookings.values() if booking.invitation == invitation]
    if isinstance(state, TimesOffered | TimeEchoed | WishAsked):
        to_move = [b.id for b in about if booking_may_become(b.state, BookingState.MOVED)]
        freed = next((b.id for b in about if b.state is BookingState.BOOKED and b.freed_at is not None), None)
        if state.moving not in to_move:
            state = replace(state, moving=freed)
        if state.moving is not None:
            return state
    return Idle() if any(has_been(booking, now) for booking in about) else state


def the_booking(situation: Situation, now: datetime, state: State | None = None) -> Booking | None:
    """The visit or talk the conversation is about: agreed and not yet past, or its time given back and replaceable.

    A family may have a visit and a talk. The one that the situation names comes first; where it names an
    invitation, another invitation's booking is not meant.
    """
    coming = [
        booking
        for booking in situation.bookings.values()
        if booking.state is BookingState.BOOKED and (booking.freed_at is not None or booking.start > now)
    ]
    if not coming:
        return None
    named = getattr(state, "moving", None) or getattr(state, "booking", None)
    if any(booking.id == named for booking in coming):
        coming = [booking for booking in coming if booking.id == named]
    elif isinstance(state, TimesOffered | TimeEchoed | WishAsked | DoorOpen):
        coming = [booking for booking in coming if booking.invitation == state.invitation]
    elif isinstance(state, PresenceState):
        coming = [booking for booking in coming if booking.offer == ADVICE] or coming
    return min(coming, key=lambda booking: (booking.freed_at is not None, booking.start), default=None)


def facts_of(
    situation: Situation,
    guardian: Guardian,
    state: State,
    board: Board,
    settings: MunicipalitySettings,
    holidays: Holidays,
    now: datetime,
    *,
    language: Language,
    due: Due | None = None,
) -> Facts:
    """Everything the step may know. ``language`` is the one we write in to this guardian."""
    whole, situation = situation, known_to(situation, guardian)
    wanted = due.invitation if due is not None else getattr(state, "invitation", None)
    invitation = the_invitation(situation, wanted, now)
    booking = the_booking(situation, now, state)
    past = _past(situation, state, due)
    offer = invitation.offer if invitation is not None else booking.offer if booking is not None else None
    # What fell due about an invitation is about that one; else a talk is moved to a talk, a visit to a visit.
    about = past or booking if due is None or due.booking is not None else None
    about_a_talk = about is not None and about.offer == ADVICE
    talks = TalkTimes(board, situation.family, settings, now)
    nurse = situation.family.nurse
    others = 0
    if len(situation.guardians) > 1:
        together = household(situation, guardian.id)
        others = sum(one.id != guardian.id and writable(situation, one) for one in together)
    return Facts(
        guardian=guardian.id,
        language=language,
        settings=settings,
        holidays=holidays,
        invitation=_invitation_facts(invitation, settings),
        booking=_booking_facts(booking, situation, board),
        past_booking=_booking_facts(past, situation, board),
        free_times=talks if about_a_talk else board.times_for(situation.family, offer),
        talks=talks,
        own_nurse=(board.nurse_name(settings.key, nurse) or None) if nurse is not None else None,
        stopped=guardian.stopped_at is not None,
        frozen=situation.family.frozen_at is not None,
        handed_over=guardian.handed_over_at is not None,
        others=others,
        waits=invitation is not None and _waits(whole, invitation, now),
        course=course_facts(board.courses, situation, invitation, settings, now),
        window=window_facts(board, state.window, settings) if isinstance(state, PresenceTold) else None,
        own_language=guardian.language if guardian.language != language else None,
    )


def _waits(situation: Situation, invitation: Invitation, now: datetime) -> bool:
    """Whether an invitation has to wait: another was written about first, or a visit of another is agreed."""
    agreed = any(
        booking.holds_its_time and booking.start > now and booking.invitation != invitation.id
        for booking in situation.bookings.values()
        if booking.offer != ADVICE
    )
    if invitation.state is InvitationState.SENT:
        return agreed
    before = (one for one in situation.invitations.values() if one.id != invitation.id and one.state in LIVE)
    return agreed or any(
        one.state is InvitationState.SENT
        or invitation.state is not InvitationState.PLANNED
        or one.planned_at < invitation.planned_at
        for one in before
    )


def _past(situation: Situation, state: State, due: Due | None) -> Booking | None:
    match state:
        case _ if due is not None and due.booking is not None:
            return situation.bookings.get(due.booking)
        case RatingAsked(booking=booking) | Reminded(booking=booking):
            return situation.bookings.get(booking)
        case _:
            return None


def _invitation_facts(
    invitation: Invitation | None, settings: MunicipalitySettings
) -> InvitationFacts | None:
    if invitation is None:
        return None
    offer = settings.offers.get(invitation.offer)
    return InvitationFacts(
        id=invitation.id,
        offer=invitation.offer,
        state=invitation.state,
        messages=invitation.messages,
        reason=invitation.reason,
        alternative=invitation.alternative,
        reasons=_printed_reasons(offer),
    )


def _printed_reasons(offer: Offer | None) -> tuple[DeclineReason, ...]:
    """The reasons as the offer's question prints them, from 1."""
    if offer is None:
        return ()
    return COURSE_REASONS if offer.shape is Shape.COURSE else offer.reasons


def _booking_facts(booking: Booking | None, situation: Situation, board: Board) -> BookingFacts | None:
    if booking is None:
        return None
    return BookingFacts(
        id=booking.id,
        invitation=booking.invitation,
        offer=booking.offer,
        slot=booking.slot,
        start=booking.start,
        nurse_name=board.nurse_name(situation.family.municipality, booking.nurse),
        by_phone=booking.by_phone,
        freed=booking.freed_at is not None,
        place=place_of(board, booking.slot) if booking.offer == ADVICE else "",
    )


def mentioned_slots(states: Iterable[State]) -> set[SlotId]:
    """The times that stored situations name, so that the board knows whether they are still free."""
    named: set[SlotId] = set()
    for state in states:
        match state:
            case TimesOffered(times=times):
                named.update(time.slot for time in times)
            case TimeEchoed(time=time):
                named.add(time.slot)
            case PresenceTold(talks=talks) | TalksOffered(talks=talks):
                named.update(talk.slot for talk in talks)
            case PedagogAsked(slot=slot):
                named.add(slot)
    return named
