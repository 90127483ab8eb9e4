"""A course: interest first, three small questions, a list that is not silent, a place that is held, the sessions."""

from datetime import datetime

from bot.flows import course_interest, course_list, course_seat, course_sessions, wordings
from bot.flows.course_states import (
    CourseAsked,
    CourseChange,
    CourseDay,
    CourseHow,
    CourseListed,
    CourseRating,
    CourseReminded,
    CourseWhen,
    CourseWho,
    SeatOffered,
)
from bot.flows.states import Alternative, AlternativeAsked, Idle, ReasonAsked, State
from bot.flows.visit import answer, phone, service
from bot.messages import keys
from domain.course_effects import CourseFacts
from domain.course_records import SeatState, WaitingState
from domain.decisions import Decision
from domain.facts import Facts, InvitationFacts
from domain.replies import Reply


def answered(state: State, reply: Reply, facts: Facts, now: datetime) -> Decision | None:
    """The story's answer to a reply; None when the conversation is not about a course."""
    invitation, course = facts.invitation, facts.course
    if invitation is None or course is None:
        return None
    match state:
        case CourseAsked():
            return course_interest.interested(state, reply, invitation, facts, now)
        case CourseWhen() | CourseDay() | CourseWho() | CourseHow():
            return course_interest.question(state, reply, course, facts, now)
        case CourseChange():
            return course_interest.change(state, reply, course, facts, now)
        case CourseRating():
            return course_sessions.rated(state, reply, facts, now)
        case SeatOffered() if course.seat is not None and course.seat.course == state.course:
            return course_seat.answered(state, reply, course, course.seat, facts, now)
        case CourseReminded() if course.seat is not None and course.seat.state is SeatState.TAKEN:
            return course_sessions.answered(state, reply, course.seat, facts, now)
        case ReasonAsked():
            return course_interest.why(reply, invitation, facts, now)
        case AlternativeAsked(alternative=Alternative.INDIVIDUAL):
            return course_interest.individually(state, reply, invitation, course, facts, now)
        case CourseListed() | SeatOffered() | CourseReminded():
            return _unasked(state, reply, invitation, course, facts, now)
        case Idle() if facts.booking is None:
            return _unasked(state, reply, invitation, course, facts, now)
        case _:
            return None


def _unasked(
    state: State,
    reply: Reply,
    invitation: InvitationFacts,
    course: CourseFacts,
    facts: Facts,
    now: datetime,
) -> Decision:
    """A family writes of its own accord: what it means depends on where it stands with the course."""
    match course.listed:
        case WaitingState.ASKED | WaitingState.WAITING:
            return course_list.listed_writes(state, reply, invitation, course, facts, now)
        case WaitingState.SEATED if course.seat is not None and course.seat.state is SeatState.TAKEN:
            reminded = CourseReminded(invitation.id, course.seat.course)
            return course_sessions.answered(reminded, reply, course.seat, facts, now)
        case None | WaitingState.OFF:
            return course_interest.may_come_back(state, reply, invitation, facts, now)
        case _:
            return course_list.neither_listed_nor_asked(state, reply, facts, now)


def inform(state: State, invitation: InvitationFacts, course: CourseFacts, facts: Facts) -> Decision:
    """ "Hvad er det her?": the next session, that the family waits, or what is offered; nothing changes."""
    seat = course.seat
    if seat is not None and seat.state is SeatState.TAKEN:
        return Decision(state, (course_seat.seated(seat),))
    if course.listed in (WaitingState.ASKED, WaitingState.WAITING) and not isinstance(state, SeatOffered):
        return Decision(CourseListed(invitation.id), (answer(keys.COURSE_LISTED),))
    about = wordings.course_info(invitation.offer, facts)
    told = answer(about, service=service(facts), phone=phone(facts))
    asked = state if isinstance(state, SeatOffered) else CourseAsked(invitation.id)
    return Decision(asked, (told,))
