"""A place on a course that is offered: taken, left to the next while the family stays on the list, or no."""

from dataclasses import replace
from datetime import datetime

from bot.flows.course_list import at_home, leave_list, unclear
from bot.flows.course_states import CourseListed, CourseReminded, SeatOffered
from bot.flows.handover import not_understood
from bot.flows.visit import answer
from bot.messages import keys
from domain.contact_hours import Occasion
from domain.course_effects import CourseFacts, LetSeatGo, SeatFacts, TakeSeat
from domain.course_records import SeatState
from domain.decisions import Audience, Decision, Effect, Say
from domain.facts import Facts
from domain.reasons import DeclineReason
from domain.replies import Ack, Cancel, GaveReason, Later, Move, No, Other, Picked, Reply, When, Yes


def answered(
    state: SeatOffered, reply: Reply, course: CourseFacts, seat: SeatFacts, facts: Facts, now: datetime
) -> Decision:
    """The family answers the offer of a place."""
    held = seat.state is SeatState.OFFERED
    go: tuple[Effect, ...] = (LetSeatGo(seat.course, SeatState.REFUSED),) if held else ()
    match reply:
        case Yes(wishes=()) | Picked(number=1):
            return _take(state, seat, facts)
        case No(reason=DeclineReason.NOT_A_GROUP) | GaveReason(reason=DeclineReason.NOT_A_GROUP):
            home = at_home(state.invitation, course.preference, facts, now)
            return replace(home, effects=(*go, *home.effects))
        case Picked(number=2) | Other() | When() | Move() | Later() | Yes():
            return _another(state, go)
        case No(reason=DeclineReason.TIME_OR_PLACE) | GaveReason(reason=DeclineReason.TIME_OR_PLACE):
            return _another(state, go)
        case No() | Cancel() | GaveReason():
            off = leave_list(state.invitation)
            return replace(off, effects=(*go, *off.effects))
        case Ack():
            return Decision(state)
        case _:
            return not_understood(state, unclear(facts), facts, now)


def _another(state: SeatOffered, go: tuple[Effect, ...]) -> Decision:
    """Not this group: the place goes on, the family stays on the list."""
    return Decision(CourseListed(state.invitation), (*go, answer(keys.COURSE_STILL_LISTED)))


def _take(state: SeatOffered, seat: SeatFacts, facts: Facts) -> Decision:
    """The family takes its place; when it is gone, it keeps its place on the list and hears so kindly."""
    if seat.state is SeatState.TAKEN:
        return Decision(CourseReminded(state.invitation, seat.course), (seated(seat),))
    if not seat.could_have():
        return Decision(CourseListed(state.invitation), (answer(keys.COURSE_SEAT_GONE),))
    effects: tuple[Effect, ...] = (TakeSeat(state.invitation, seat.course), seated(seat))
    if facts.others:
        said = Say(seated(seat).wording, Audience.OTHERS, Occasion.CHANGE, expires=seat.sessions[0])
        effects += (said,)
    return Decision(CourseReminded(state.invitation, seat.course), effects)


def seated(seat: SeatFacts) -> Say:
    """What the family has: its next session and where it is."""
    return answer(keys.COURSE_SEATED, start=seat.sessions[0], place=seat.room)
