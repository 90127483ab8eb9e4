"""A course: interest first, three small questions, a list that is not silent, a place that is held, the sessions."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.flows.course_states import (
    CourseAsked,
    CourseHow,
    CourseListed,
    CourseReminded,
    CourseState,
    CourseWhen,
    CourseWho,
    SeatOffered,
)
from bot.flows.declining import postpone
from bot.flows.handover import not_understood
from bot.flows.states import Alternative, AlternativeAsked, Idle, ReasonAsked, State
from bot.flows.visit import answer, phone
from bot.messages import keys
from domain.contact_hours import Occasion, next_allowed
from domain.course_effects import CourseFacts, LetSeatGo, NoteAbsence, NoteWish, SeatFacts, TakeSeat
from domain.course_records import SeatState, WaitingState
from domain.courses import Coming, PartOfDay, Preference, part_of_day
from domain.decisions import (
    Audience,
    Conclude,
    Decision,
    Effect,
    HandOver,
    NoteAlternative,
    NoteReason,
    Say,
    Schedule,
    TaskKind,
)
from domain.due import DueKind
from domain.facts import Facts, InvitationFacts
from domain.ids import DANISH, InvitationId
from domain.outcomes import InvitationState
from domain.reasons import DeclineReason
from domain.replies import (
    Ack,
    Cancel,
    GaveReason,
    Later,
    Move,
    No,
    Other,
    Picked,
    Reply,
    When,
    Wishes,
    Yes,
)
from domain.texts import TextKey, Wording

RHYTHM_DAYS = 28
"""How long a family on the list hears nothing at most."""

_PARTS = (PartOfDay.MORNING, PartOfDay.AFTERNOON, PartOfDay.EVENING)
_COMING = (Coming.MOTHER, Coming.ONE, Coming.BOTH)
_QUESTIONS: dict[type[CourseState], TextKey] = {
    CourseWhen: keys.COURSE_ASK_WHEN,
    CourseWho: keys.COURSE_ASK_WHO,
    CourseHow: keys.COURSE_ASK_HOW,
}


def answered(state: State, reply: Reply, facts: Facts, now: datetime) -> Decision | None:
    """The story's answer to a reply; None when the conversation is not about a course."""
    invitation, course = facts.invitation, facts.course
    if invitation is None or course is None:
        return None
    match state:
        case CourseAsked():
            return _interest(state, reply, invitation, facts, now)
        case CourseWhen() | CourseWho() | CourseHow():
            return _question(state, reply, course, facts, now)
        case SeatOffered() if course.seat is not None and course.seat.course == state.course:
            return _seat(state, reply, course, course.seat, facts, now)
        case CourseReminded() if course.seat is not None and course.seat.state is SeatState.TAKEN:
            return _session(state, reply, course.seat, facts, now)
        case ReasonAsked():
            return _why(reply, invitation, facts, now)
        case AlternativeAsked(alternative=Alternative.INDIVIDUAL):
            return _individually(state, reply, invitation, course, facts, now)
        case CourseListed() | SeatOffered() | CourseReminded() | Idle() if facts.booking is None:
            return _listed(state, reply, invitation, course, facts, now)
        case _:
            return None


# Interest and the three questions
def _interest(
    state: CourseAsked, reply: Reply, invitation: InvitationFacts, facts: Facts, now: datetime
) -> Decision:
    """A yes to interest promises nothing; a no stands at once."""
    match reply:
        case Yes() | Picked(number=1) | When() | Other():
            return begin(invitation, facts)
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
            return not_understood(state, _unclear(facts), facts, now)


def begin(invitation: InvitationFacts, facts: Facts) -> Decision:
    """The family is interested: on the list already, and asked what suits."""
    return Decision(
        CourseWhen(invitation.id),
        (
            Conclude(invitation.id, InvitationState.ACCEPTED),
            NoteWish(invitation.id, Preference(language=DANISH), WaitingState.ASKED),
            answer(keys.COURSE_ASK_WHEN),
        ),
    )


def _question(
    state: CourseWhen | CourseWho | CourseHow, reply: Reply, course: CourseFacts, facts: Facts, now: datetime
) -> Decision:
    """One question answered, the next one asked; "no" to a question means that the family is not interested after all."""
    wish = course.preference
    following: type[CourseWho] | type[CourseHow] | None = None
    match state, reply:
        case CourseWhen(), Picked(number=number) if number <= len(_PARTS):
            wish, following = replace(wish, parts=frozenset({_PARTS[number - 1]})), CourseWho
        case CourseWhen(), Picked() | Other() | Yes(wishes=()):
            wish, following = replace(wish, parts=frozenset()), CourseWho
        case CourseWhen(), When(wishes=wishes) | Yes(wishes=wishes):
            wish, following = wished(wish, wishes, facts), CourseWho
        case CourseWho(), Picked(number=number) if number <= len(_COMING):
            wish, following = replace(wish, coming=_COMING[number - 1]), CourseHow
        case CourseHow(), Picked(number=1) | Yes():
            return listed(state, wish, facts, now)
        case CourseHow(), Picked(number=2):
            return listed(state, replace(wish, childcare=True, meal=True), facts, now)
        case CourseHow(), Picked(number=3):
            own = facts.own_language or facts.language
            return listed(state, replace(wish, language=own), facts, now)
        case CourseHow(), Picked(number=4) | No(reason=DeclineReason.NOT_A_GROUP):
            return at_home(state.invitation, wish, facts, now)
        case _, No() | Cancel():
            return leave_list(state.invitation)
        case _, Ack():
            return Decision(state)
    if following is None:
        return not_understood(state, _unclear(facts), facts, now)
    noted = NoteWish(state.invitation, wish, WaitingState.ASKED)
    return Decision(following(state.invitation), (noted, answer(_QUESTIONS[following])))


def asked(state: State) -> Wording | None:
    """The question that is open, for asking it again in another language."""
    key = _QUESTIONS.get(type(state)) if isinstance(state, CourseWhen | CourseWho | CourseHow) else None
    return Wording(key) if key is not None else None


def wished(wish: Preference, wishes: Wishes, facts: Facts) -> Preference:
    """A wish in words ("tirsdag aften") as what suits: the parts of the day, and the weekdays if not all."""
    starts = [one.start for one in wishes]
    days = frozenset(start.astimezone(facts.zone).weekday() for start in starts)
    short = all(one.end - one.start < timedelta(hours=12) for one in wishes)
    parts = frozenset(part_of_day(start, facts.zone) for start in starts) if short else wish.parts
    return replace(
        wish, parts=parts, weekdays=days if len(wishes) < 5 and not _just_today(wishes) else wish.weekdays
    )


def _just_today(wishes: Wishes) -> bool:
    """Whether only a part of the day was named, which is read as today's."""
    return len(wishes) == 1 and wishes[0].end - wishes[0].start < timedelta(hours=12)


def listed(state: CourseState, wish: Preference, facts: Facts, now: datetime) -> Decision:
    """Everything is known: the family waits for a group that suits, and hears from us."""
    effects: tuple[Effect, ...] = (
        NoteWish(state.invitation, wish, WaitingState.WAITING),
        answer(keys.COURSE_LISTED),
        Schedule(DueKind.COURSE_RHYTHM, _rhythm(facts, now), invitation=state.invitation),
    )
    return Decision(CourseListed(state.invitation), effects)


def _rhythm(facts: Facts, now: datetime) -> datetime:
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


# The waiting list
def _listed(
    state: State,
    reply: Reply,
    invitation: InvitationFacts,
    course: CourseFacts,
    facts: Facts,
    now: datetime,
) -> Decision | None:
    """A family on the list stays, changes its wish, or leaves; one that left or declined may come back."""
    if course.listed not in (WaitingState.ASKED, WaitingState.WAITING):
        reopens = isinstance(reply, Yes) and course.listed in (None, WaitingState.OFF)
        return (
            begin(invitation, facts) if reopens and invitation.state is not InvitationState.ACCEPTED else None
        )
    match reply:
        case Yes(wishes=()) | Picked(number=1):
            return Decision(CourseListed(invitation.id), (answer(keys.COURSE_LISTED),))
        case When(wishes=wishes) | Yes(wishes=wishes):
            wish = wished(course.preference, wishes, facts)
            noted = NoteWish(invitation.id, wish, WaitingState.WAITING)
            return Decision(CourseListed(invitation.id), (noted, answer(keys.COURSE_LISTED)))
        case No(reason=DeclineReason.NOT_A_GROUP):
            return at_home(invitation.id, course.preference, facts, now)
        case No() | Cancel():
            return leave_list(invitation.id)
        case Ack():
            return Decision(state)
        case _:
            return not_understood(CourseListed(invitation.id), _unclear(facts), facts, now)


def leave_list(invitation: InvitationId) -> Decision:
    """ "No longer": off the list; the yes has become a no, without a reason."""
    return Decision(
        Idle(),
        (
            NoteWish(invitation, Preference(), WaitingState.OFF),
            Conclude(invitation, InvitationState.DECLINED, DeclineReason.NOT_STATED),
            answer(keys.COURSE_CLOSED),
        ),
    )


# A no
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


def _why(reply: Reply, invitation: InvitationFacts, facts: Facts, now: datetime) -> Decision:
    match reply:
        case Picked(number=number) if number <= len(invitation.reasons):
            reason = invitation.reasons[number - 1]
        case GaveReason(reason=reason):
            pass
        case No(reason=given) if given is not None:
            reason = given
        case Yes() | When() | Other():
            return begin(invitation, facts)
        case Later(wishes=wishes):
            return postpone(wishes, facts, now)
        case Ack():
            return Decision(Idle())
        case _:
            reason = DeclineReason.NOT_STATED
    return _after_reason(NoteReason(invitation.id, reason), reason, invitation)


def _individually(
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
            return Decision(Idle(), (answer(keys.COURSE_CLOSED),))
        case _:
            return not_understood(state, _unclear(facts), facts, now)


# A place
def _seat(
    state: SeatOffered, reply: Reply, course: CourseFacts, seat: SeatFacts, facts: Facts, now: datetime
) -> Decision:
    """A place was offered: taken, left to the next while the family stays on the list, or no."""
    held = seat.state is SeatState.OFFERED
    go: tuple[Effect, ...] = (LetSeatGo(seat.course, SeatState.REFUSED),) if held else ()
    match reply:
        case Yes(wishes=()) | Picked(number=1):
            return _take(state, seat, facts)
        case No(reason=DeclineReason.NOT_A_GROUP):
            home = at_home(state.invitation, course.preference, facts, now)
            return replace(home, effects=(*go, *home.effects))
        case Picked(number=2) | Other() | When() | Move() | Later() | No(reason=DeclineReason.TIME_OR_PLACE):
            effects = (*go, answer(keys.COURSE_STILL_LISTED))
            return Decision(CourseListed(state.invitation), effects)
        case No() | Cancel() | GaveReason():
            off = leave_list(state.invitation)
            return replace(off, effects=(*go, *off.effects))
        case Ack():
            return Decision(state)
        case _:
            return not_understood(state, _unclear(facts), facts, now)


def _take(state: SeatOffered, seat: SeatFacts, facts: Facts) -> Decision:
    """The family takes its place; when it is gone, it keeps its place on the list and hears so kindly."""
    if seat.state is SeatState.TAKEN:
        return Decision(CourseReminded(state.invitation, seat.course), (_seated(seat),))
    if not seat.could_have():
        return Decision(CourseListed(state.invitation), (answer(keys.COURSE_SEAT_GONE),))
    effects: tuple[Effect, ...] = (TakeSeat(state.invitation, seat.course), _seated(seat))
    if facts.others:
        said = Say(_seated(seat).wording, Audience.OTHERS, Occasion.CHANGE, expires=seat.sessions[0])
        effects += (said,)
    return Decision(CourseReminded(state.invitation, seat.course), effects)


def _seated(seat: SeatFacts) -> Say:
    return answer(keys.COURSE_SEATED, start=seat.sessions[0], place=seat.room)


def _session(state: CourseReminded, reply: Reply, seat: SeatFacts, facts: Facts, now: datetime) -> Decision:
    """On the course: "kan ikke" is about the next session alone, never about the course."""
    match reply:
        case Yes() | Picked(number=1) | Ack():
            return Decision(state)
        case No() | Move() | Cancel() | Later():
            return Decision(state, (NoteAbsence(seat.course), answer(keys.COURSE_ABSENCE)))
        case _:
            return not_understood(state, _unclear(facts), facts, now)


def _unclear(facts: Facts) -> Wording:
    return Wording(keys.COURSE_UNCLEAR, {"phone": phone(facts)})
