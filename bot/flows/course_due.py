"""What falls due in the story of a course: the invitation, the list's rhythm, a place, a session, a cancellation."""

from datetime import datetime, timedelta

from bot.flows.course import RHYTHM_DAYS
from bot.flows.course_states import CourseAsked, CourseListed, CourseReminded, SeatOffered
from bot.flows.inviting import call_list, no_contact
from bot.flows.states import State
from bot.flows.visit import service
from bot.messages import keys
from domain.cadence import after_first_message
from domain.contact_hours import Occasion, next_allowed
from domain.course_effects import CourseFacts, HoldSeat, LetSeatGo, SeatFacts
from domain.course_records import SeatState, WaitingState
from domain.decisions import Audience, Conclude, Decision, Effect, MarkSent, Say, Schedule
from domain.due import Due, DueKind
from domain.facts import Facts, InvitationFacts
from domain.outcomes import InvitationState
from domain.texts import TextKey, TextValue, Wording

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
        case DueKind.COURSE_RHYTHM if course.listed is WaitingState.WAITING and seat is None:
            return _still_waiting(invitation, facts, now)
        case DueKind.COURSE_SEAT if seat is not None and seat.state is SeatState.PROPOSED:
            return _offer(seat, invitation, facts, now)
        case DueKind.COURSE_LAPSE if seat is not None and _lapsed(seat, now):
            return Decision(state, (LetSeatGo(seat.course, SeatState.LAPSED),))
        case DueKind.COURSE_REMINDER if seat is not None and seat.state is SeatState.TAKEN:
            return _session(keys.COURSE_REMINDER, seat, invitation, facts, now)
        case DueKind.COURSE_MISSED if seat is not None and seat.state is SeatState.TAKEN:
            return _session(keys.COURSE_SEE_YOU, seat, invitation, facts, now)
        case DueKind.COURSE_CANCELLED:
            said = _say(keys.COURSE_CANCELLED, Occasion.CHANGE, invitation, service=service(facts))
            return Decision(CourseListed(invitation.id), (said,), Audience.EVERYONE)
        case _:
            return Decision(state)


def _say(key: TextKey, occasion: Occasion, invitation: InvitationFacts, **values: TextValue) -> Say:
    return Say(Wording(key, values), Audience.EVERYONE, occasion, invitation=invitation.id)


def _ask(invitation: InvitationFacts, facts: Facts) -> tuple[Effect, ...]:
    said = _say(keys.COURSE_INTEREST, Occasion.INVITATION, invitation, service=service(facts))
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


def _still_waiting(invitation: InvitationFacts, facts: Facts, now: datetime) -> Decision:
    """The list is not silent: every four weeks the family hears that it is not forgotten, and may leave."""
    at = now + timedelta(days=RHYTHM_DAYS)
    at = next_allowed(at, Occasion.REMINDER, facts.settings.hours, facts.zone, facts.holidays)
    effects = (
        _say(keys.COURSE_RHYTHM, Occasion.REMINDER, invitation, service=service(facts)),
        Schedule(DueKind.COURSE_RHYTHM, at, invitation=invitation.id),
    )
    return Decision(CourseListed(invitation.id), effects, Audience.EVERYONE)


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
