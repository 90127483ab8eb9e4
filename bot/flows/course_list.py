"""The waiting list of a course: who is on it hears from us, changes its wish at any time, and may leave."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.flows.course_states import CourseChange, CourseListed, CourseState
from bot.flows.handover import not_understood
from bot.flows.states import Idle, State
from bot.flows.visit import answer, phone
from bot.messages import keys
from domain.contact_hours import Occasion, next_allowed
from domain.course_effects import CourseFacts, NoteWish
from domain.course_records import WaitingState
from domain.courses import Preference, part_of_day
from domain.decisions import Conclude, Decision, HandOver, TaskKind
from domain.facts import Facts, InvitationFacts
from domain.ids import InvitationId
from domain.outcomes import InvitationState
from domain.reasons import DeclineReason
from domain.replies import Ack, Cancel, GaveReason, Move, No, Other, Picked, Reply, When, Wishes, Yes
from domain.texts import Wording

RHYTHM_DAYS = 28
"""How long a family on the list hears nothing at most."""

_WHOLE_WEEK = 5
"""A wish for this many different days names no weekday at all ("om aftenen")."""


def wished(wish: Preference, wishes: Wishes, facts: Facts, now: datetime) -> Preference:
    """A wish in words ("tirsdag aften") as what suits: the parts of the day, and the weekdays if not all."""
    starts = [one.start.astimezone(facts.zone) for one in wishes]
    days = frozenset(start.weekday() for start in starts)
    short = all(one.end - one.start < timedelta(hours=12) for one in wishes)
    parts = frozenset(part_of_day(start, facts.zone) for start in starts) if short else wish.parts
    # A part of the day without a day may be read as today's: then no weekday was meant.
    only_today = {start.date() for start in starts} == {facts.local_day(now)}
    names_days = len(days) < _WHOLE_WEEK and not only_today
    return replace(wish, parts=parts, weekdays=days if names_days else wish.weekdays)


def listed(state: CourseState, wish: Preference, facts: Facts, now: datetime) -> Decision:
    """Everything is known: the family waits for a group that suits, and hears from us."""
    noted = NoteWish(state.invitation, wish, WaitingState.WAITING)
    return Decision(CourseListed(state.invitation), (noted, answer(keys.COURSE_LISTED)))


def next_rhythm(facts: Facts, now: datetime) -> datetime:
    """When a family on the list hears from us next."""
    at = now + timedelta(days=RHYTHM_DAYS)
    return next_allowed(at, Occasion.REMINDER, facts.settings.hours, facts.zone, facts.holidays)


def at_home(invitation: InvitationId, wish: Preference, facts: Facts, now: datetime) -> Decision:
    """The course in its individual form: a colleague calls and agrees on the times."""
    return Decision(
        Idle(),
        (
            NoteWish(invitation, replace(wish, individual=True), WaitingState.INDIVIDUAL),
            HandOver(TaskKind.CALL, due_on=facts.local_day(now)),
            answer(keys.COURSE_AT_HOME),
        ),
    )


def listed_writes(
    state: State,
    reply: Reply,
    invitation: InvitationFacts,
    course: CourseFacts,
    facts: Facts,
    now: datetime,
) -> Decision:
    """A family on the list stays, changes its wish, or leaves."""
    match reply:
        case Yes(wishes=()) | Picked(number=1):
            return Decision(CourseListed(invitation.id), (answer(keys.COURSE_LISTED),))
        case Picked(number=2) | Other() | Move(wishes=()):
            return Decision(CourseChange(invitation.id), (answer(keys.COURSE_CHANGE),))
        case When(wishes=wishes) | Yes(wishes=wishes) | Move(wishes=wishes):
            return listed(
                CourseListed(invitation.id), wished(course.preference, wishes, facts, now), facts, now
            )
        case No(reason=DeclineReason.NOT_A_GROUP) | GaveReason(reason=DeclineReason.NOT_A_GROUP):
            return at_home(invitation.id, course.preference, facts, now)
        case No() | Cancel() | GaveReason():
            return leave_list(invitation.id)
        case Ack():
            return Decision(state)
        case _:
            return not_understood(CourseListed(invitation.id), unclear(facts), facts, now)


def neither_listed_nor_asked(state: State, reply: Reply, facts: Facts, now: datetime) -> Decision:
    """After the course, or with the form at home agreed: thanks need no answer, anything else a human."""
    if isinstance(reply, Ack):
        return Decision(state)
    return not_understood(state, unclear(facts), facts, now)


def leave_list(invitation: InvitationId) -> Decision:
    """ "No longer": off the list; the yes has become a no, without a reason."""
    off = NoteWish(invitation, Preference(), WaitingState.OFF)
    declined = Conclude(invitation, InvitationState.DECLINED, DeclineReason.NOT_STATED)
    return Decision(Idle(), (off, declined, answer(keys.COURSE_CLOSED)))


def closed() -> Decision:
    """The no stands; the door is open."""
    return Decision(Idle(), (answer(keys.COURSE_CLOSED),))


def unclear(facts: Facts) -> Wording:
    """The kind question back."""
    return Wording(keys.COURSE_UNCLEAR, {"phone": phone(facts)})
