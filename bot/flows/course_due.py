"""What falls due in the story of a course: the invitation, the list's rhythm, a place, a session, a cancellation."""

from datetime import datetime, timedelta

from bot.flows import wordings
from bot.flows.course_list import next_rhythm
from bot.flows.course_sessions import rating_question
from bot.flows.course_states import CourseAsked, CourseListed, CourseRating, CourseReminded, SeatOffered
from bot.flows.inviting import call_list, no_contact
from bot.flows.states import State
from bot.flows.visit import service
from bot.messages import keys
from domain.cadence import after_first_message
from domain.contact_hours import Occasion, next_allowed
from domain.course_effects import CourseFacts, HoldSeat, LetSeatGo, SeatFacts
from domain.course_records import LIVE_SEATS, SeatState, WaitingState
from domain.decisions import Audience, Conclude, Decision, Effect, MarkSent, Say, Schedule
from domain.due import Due, DueKind
from domain.facts import Facts, InvitationFacts
from domain.outcomes import InvitationState
from domain.texts import TextKey, TextValue, Wording

_LISTED = (WaitingState.ASKED, WaitingState.WAITING)

HELD_HOURS = 72
"""How long a place waits for an answer; nights and days on which nobody is written to do not shorten it."""


def fell_due(
    state: State, due: Due, invitation: InvitationFacts, course: CourseFacts, facts: Facts, now: datetime
) -> Decision:
    """One thing that fell due about a course; what has become pointless does nothing."""
    seat = course.seat
    match due.kind:
        case DueKind.FIRST_MESSAGE | DueKind.ASK_AGAIN:
            return _first(invitation, facts, now)
        case DueKind.SECOND_MESSAGE:
            return Decision(CourseAsked(invitation.id), _ask(invitation, facts), Audience.EVERYONE)
        case DueKind.CALL_LIST:
            return call_list(state, invitation, facts, now)
        case DueKind.NO_CONTACT:
            return no_contact(state, invitation)
        case DueKind.COURSE_RHYTHM:
            return _rhythm(state, invitation, course, facts, now)
        case DueKind.COURSE_SEAT if seat is not None and seat.state is SeatState.PROPOSED:
            return _offer(seat, invitation, facts, now)
        case DueKind.COURSE_LAPSE if seat is not None and _lapsed(seat, now):
            return Decision(state, (LetSeatGo(seat.course, SeatState.LAPSED),))
        case DueKind.COURSE_REMINDER if seat is not None and seat.state is SeatState.TAKEN:
            return _session(keys.COURSE_REMINDER, seat, invitation, facts, now)
        case DueKind.COURSE_MISSED if seat is not None and seat.state is SeatState.TAKEN:
            return _session(keys.COURSE_SEE_YOU, seat, invitation, facts, now)
        case DueKind.COURSE_RATING if seat is not None and seat.state is SeatState.COMPLETED:
            said = Say(
                rating_question(1, facts), Audience.EVERYONE, Occasion.REMINDER, invitation=invitation.id
            )
            return Decision(CourseRating(invitation.id, seat.course), (said,), Audience.EVERYONE)
        case DueKind.COURSE_CANCELLED:
            said = _say(keys.COURSE_CANCELLED, Occasion.CHANGE, invitation, service=service(facts))
            return Decision(CourseListed(invitation.id), (said,), Audience.EVERYONE)
        case _:
            return Decision(state)


def _say(key: TextKey, occasion: Occasion, invitation: InvitationFacts, **values: TextValue) -> Say:
    return Say(Wording(key, values), Audience.EVERYONE, occasion, invitation=invitation.id)


def _ask(invitation: InvitationFacts, facts: Facts) -> tuple[Effect, ...]:
    said = _say(
        wordings.course_interest(invitation.offer, facts),
        Occasion.INVITATION,
        invitation,
        service=service(facts),
    )
    return said, MarkSent(invitation.id)


def _first(invitation: InvitationFacts, facts: Facts, now: datetime) -> Decision:
    """The first message asks for interest; a second and a call follow silence, as for a visit."""
    day = facts.local_day(now)
    rhythm = after_first_message(day, int(facts.guardian), facts.settings.cadence, facts.zone, facts.holidays)
    follow_up = (
        Conclude(invitation.id, InvitationState.SENT),
        Schedule(DueKind.SECOND_MESSAGE, rhythm.second, invitation=invitation.id),
        Schedule(DueKind.CALL_LIST, rhythm.call, invitation=invitation.id),
        Schedule(DueKind.NO_CONTACT, rhythm.no_contact, invitation=invitation.id),
    )
    return Decision(CourseAsked(invitation.id), (*_ask(invitation, facts), *follow_up), Audience.EVERYONE)


def _rhythm(
    state: State, invitation: InvitationFacts, course: CourseFacts, facts: Facts, now: datetime
) -> Decision:
    """The list is not silent: every four weeks the family hears that it is not forgotten, and may leave.

    While a place is meant for it, it hears of that place instead; the rhythm goes on, in case nothing comes of it.
    """
    again = Schedule(DueKind.COURSE_RHYTHM, next_rhythm(facts, now), invitation=invitation.id)
    if course.seat is not None and course.seat.state in LIVE_SEATS:
        return Decision(state, (again,))
    if course.listed not in _LISTED:
        return Decision(state)
    said = _say(keys.COURSE_RHYTHM, Occasion.REMINDER, invitation, service=service(facts))
    return Decision(CourseListed(invitation.id), (said, again), Audience.EVERYONE)


def _offer(seat: SeatFacts, invitation: InvitationFacts, facts: Facts, now: datetime) -> Decision:
    """A place is there: held for a set time, then the next on the list is asked."""
    until = now + timedelta(hours=HELD_HOURS)
    until = next_allowed(until, Occasion.REMINDER, facts.settings.hours, facts.zone, facts.holidays)
    said = Say(
        Wording(
            keys.COURSE_SEAT,
            {
                "service": service(facts),
                "start": seat.sessions[0],
                "place": seat.room,
                "day": facts.local_day(until),
            },
        ),
        Audience.EVERYONE,
        # Not an invitation: that one has been answered with yes, and what is answered is not asked again.
        Occasion.REMINDER,
        expires=until,
        invitation=invitation.id,
    )
    effects = (
        HoldSeat(seat.course, until),
        said,
        Schedule(DueKind.COURSE_LAPSE, until, invitation=invitation.id),
    )
    return Decision(SeatOffered(invitation.id, seat.course), effects, Audience.EVERYONE)


def _lapsed(seat: SeatFacts, now: datetime) -> bool:
    return seat.state is SeatState.OFFERED and seat.held_until is not None and seat.held_until <= now


def _session(
    key: TextKey, seat: SeatFacts, invitation: InvitationFacts, facts: Facts, now: datetime
) -> Decision:
    """The next session: the day before it, or after the family was not there, "see you next time"."""
    coming = next((start for start in seat.sessions if start > now), None)
    if coming is None:
        return Decision(CourseReminded(invitation.id, seat.course))
    values: dict[str, TextValue] = {"service": service(facts), "start": coming, "place": seat.room}
    said = Say(
        Wording(key, values),
        Audience.EVERYONE,
        Occasion.REMINDER,
        expires=coming,
        invitation=invitation.id,
    )
    return Decision(CourseReminded(invitation.id, seat.course), (said,), Audience.EVERYONE)
