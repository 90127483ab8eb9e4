"""Interest in a course: a yes that promises nothing, three small questions, a no that is accepted first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from bot.flows.course_list import at_home, closed, leave_list, listed, next_rhythm, unclear, wished
from bot.flows.course_sessions import rating_question
from bot.flows.course_states import (
    CourseAsked,
    CourseChange,
    CourseDay,
    CourseHow,
    CourseRating,
    CourseState,
    CourseWhen,
    CourseWho,
)
from bot.flows.declining import postpone
from bot.flows.handover import not_understood
from bot.flows.states import Alternative, AlternativeAsked, Idle, ReasonAsked, State
from bot.flows.visit import answer
from bot.messages import keys
from domain.course_effects import CourseFacts, NoteWish
from domain.course_records import WaitingState
from domain.courses import Coming, PartOfDay, Preference
from domain.decisions import Conclude, Decision, Effect, NoteAlternative, NoteReason, Schedule
from domain.due import DueKind
from domain.facts import Facts, InvitationFacts
from domain.ids import DANISH
from domain.outcomes import InvitationState
from domain.reasons import DeclineReason
from domain.replies import Ack, Cancel, GaveReason, Later, No, Other, Picked, Reply, When, Yes
from domain.texts import TextKey, Wording

_PARTS = (PartOfDay.MORNING, PartOfDay.AFTERNOON, PartOfDay.EVENING)
_COMING = (Coming.MOTHER, Coming.ONE, Coming.BOTH)
WEEKDAYS = 5
"""Courses are held Monday to Friday; one more than these is "any day"."""

_QUESTIONS: Mapping[type[CourseState], TextKey] = {
    CourseWhen: keys.COURSE_ASK_WHEN,
    CourseDay: keys.COURSE_ASK_DAY,
    CourseWho: keys.COURSE_ASK_WHO,
    CourseHow: keys.COURSE_ASK_HOW,
    CourseChange: keys.COURSE_CHANGE,
}
Question = CourseWhen | CourseDay | CourseWho | CourseHow


def interested(
    state: CourseAsked, reply: Reply, invitation: InvitationFacts, facts: Facts, now: datetime
) -> Decision:
    """A yes to interest promises nothing; a no stands at once."""
    match reply:
        case Yes() | Picked(number=1) | When() | Other():
            return begin(invitation, facts, now)
        case No(reason=reason):
            return decline(reason, invitation, facts)
        case GaveReason(reason=reason):
            return decline(reason, invitation, facts)
        case Cancel():
            return decline(None, invitation, facts)
        case Later(wishes=wishes):
            return postpone(wishes, facts, now)
        case Ack():
            return Decision(state)
        case _:
            return not_understood(state, unclear(facts), facts, now)


def begin(invitation: InvitationFacts, facts: Facts, now: datetime) -> Decision:
    """The family is interested: on the list already, so that it is never left in silence, and asked what suits."""
    return Decision(
        CourseWhen(invitation.id),
        (
            Conclude(invitation.id, InvitationState.ACCEPTED),
            NoteWish(invitation.id, Preference(language=DANISH), WaitingState.ASKED),
            Schedule(DueKind.COURSE_RHYTHM, next_rhythm(facts, now), invitation=invitation.id),
            answer(keys.COURSE_ASK_WHEN),
        ),
    )


def question(state: Question, reply: Reply, course: CourseFacts, facts: Facts, now: datetime) -> Decision:
    """One question answered, the next one asked; "no" means that the family is not interested after all."""
    wish = course.preference
    following: type[CourseWho] | type[CourseHow] = CourseHow if isinstance(state, CourseWho) else CourseWho
    match state, reply:
        case CourseWhen(), Picked(number=number) if number <= len(_PARTS):
            wish = replace(wish, parts=frozenset({_PARTS[number - 1]}))
        case CourseWhen(), Picked() | Other() | Yes(wishes=()):
            wish = replace(wish, parts=frozenset())
        case CourseDay(), Picked(number=number) if number <= WEEKDAYS:
            wish = replace(wish, weekdays=frozenset({number - 1}))
        case CourseDay(), Picked() | Other() | Yes(wishes=()):
            wish = replace(wish, weekdays=frozenset())
        case CourseWhen() | CourseDay(), When(wishes=wishes) | Yes(wishes=wishes):
            wish = wished(wish, wishes, facts, now)
        case CourseWho(), Picked(number=number) if number <= len(_COMING):
            wish = replace(wish, coming=_COMING[number - 1])
        case CourseHow(), Picked(number=1) | Yes():
            return listed(state, replace(wish, childcare=False, meal=False, language=DANISH), facts, now)
        case CourseHow(), Picked(number=2):
            return listed(state, replace(wish, childcare=True, meal=True), facts, now)
        case CourseHow(), Picked(number=3):
            return listed(state, replace(wish, language=facts.own_language or facts.language), facts, now)
        case CourseHow(), Picked(number=4) | No(reason=DeclineReason.NOT_A_GROUP):
            return at_home(state.invitation, wish, facts, now)
        case _, No() | Cancel():
            return leave_list(state.invitation)
        case _, Ack():
            return Decision(state)
        case _:
            return not_understood(state, unclear(facts), facts, now)
    if isinstance(state, CourseDay) or state.changing:
        return listed(state, wish, facts, now)
    noted = NoteWish(state.invitation, wish, WaitingState.ASKED)
    return Decision(following(state.invitation), (noted, answer(_QUESTIONS[following])))


def change(state: CourseChange, reply: Reply, course: CourseFacts, facts: Facts, now: datetime) -> Decision:
    """What the family wants to change about its wishes: one digit leads to the one question."""
    asked: Question | None = None
    match reply:
        case Picked(number=1):
            asked = CourseWhen(state.invitation, changing=True)
        case Picked(number=2):
            asked = CourseDay(state.invitation)
        case Picked(number=3):
            asked = CourseWho(state.invitation, changing=True)
        case Picked(number=4):
            asked = CourseHow(state.invitation, changing=True)
        case When(wishes=wishes) | Yes(wishes=wishes) if wishes:
            return listed(state, wished(course.preference, wishes, facts, now), facts, now)
        case No() | Cancel():
            return leave_list(state.invitation)
        case Ack():
            return Decision(state)
    if asked is None:
        return not_understood(state, unclear(facts), facts, now)
    return Decision(asked, (answer(_QUESTIONS[type(asked)]),))


def asked(state: State, facts: Facts) -> Wording | None:
    """The question that is open, for asking it again in another language."""
    if isinstance(state, CourseRating):
        return rating_question(state.question, facts)
    key = _QUESTIONS.get(type(state)) if isinstance(state, Question | CourseChange) else None
    return Wording(key) if key is not None else None


def decline(reason: DeclineReason | None, invitation: InvitationFacts, facts: Facts) -> Decision:
    """The no is accepted first; the individual form answers a no to the group, once."""
    concluded = Conclude(invitation.id, InvitationState.DECLINED, reason)
    if reason is None:
        return Decision(ReasonAsked(invitation.id), (concluded, answer(keys.COURSE_WHY)))
    return _after_reason(concluded, reason, invitation)


def _after_reason(first: Effect, reason: DeclineReason, invitation: InvitationFacts) -> Decision:
    if reason is DeclineReason.NOT_A_GROUP and invitation.alternative is None:
        offered = NoteAlternative(invitation.id, Alternative.INDIVIDUAL.value)
        asked = AlternativeAsked(invitation.id, Alternative.INDIVIDUAL)
        return Decision(asked, (first, offered, answer(keys.COURSE_OR_AT_HOME)))
    return Decision(Idle(), (first, answer(keys.COURSE_CLOSED)))


def why(reply: Reply, invitation: InvitationFacts, facts: Facts, now: datetime) -> Decision:
    """The optional reason for a no, by its printed number or in words; anything else leaves it unsaid."""
    match reply:
        case Picked(number=number) if number <= len(invitation.reasons):
            reason = invitation.reasons[number - 1]
        case GaveReason(reason=reason):
            pass
        case No(reason=given) if given is not None:
            reason = given
        case Yes() | When() | Other():
            return begin(invitation, facts, now)
        case Later(wishes=wishes):
            return postpone(wishes, facts, now)
        case Ack():
            return Decision(Idle())
        case _:
            reason = DeclineReason.NOT_STATED
    return _after_reason(NoteReason(invitation.id, reason), reason, invitation)


def individually(
    state: AlternativeAsked,
    reply: Reply,
    invitation: InvitationFacts,
    course: CourseFacts,
    facts: Facts,
    now: datetime,
) -> Decision:
    """The individual form was offered because the group was the reason for the no."""
    match reply:
        case Yes() | Picked(number=1):
            taken = at_home(invitation.id, course.preference, facts, now)
            accepted = Conclude(invitation.id, InvitationState.ACCEPTED)
            return replace(taken, effects=(accepted, *taken.effects))
        case Ack():
            return Decision(state)
        case No() | Cancel() | Other() | GaveReason():
            return closed()
        case _:
            return not_understood(state, unclear(facts), facts, now)


def may_come_back(
    state: State, reply: Reply, invitation: InvitationFacts, facts: Facts, now: datetime
) -> Decision:
    """A family that has not answered yet, declined, or left the list writes: a yes opens the door again."""
    if invitation.state is InvitationState.SENT:
        return interested(CourseAsked(invitation.id), reply, invitation, facts, now)
    match reply:
        case Yes() | When() | Picked(number=1):
            return begin(invitation, facts, now)
        case No() | Cancel() | GaveReason():
            return closed()
        case Later(wishes=wishes):
            return postpone(wishes, facts, now)
        case Ack():
            return Decision(state)
        case _:
            return not_understood(state, unclear(facts), facts, now)
