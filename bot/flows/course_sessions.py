"""On a course: "kan ikke" is about the next session alone; after the last one three questions (seed 000)."""

from datetime import datetime

from bot.flows.course_list import unclear
from bot.flows.course_states import CourseRating, CourseReminded
from bot.flows.handover import not_understood
from bot.flows.states import Idle
from bot.flows.visit import answer, service
from bot.messages import keys
from domain.course_effects import NoteAbsence, RateCourse, SeatFacts
from domain.decisions import Decision, Say
from domain.facts import Facts
from domain.replies import Ack, Cancel, Later, Move, No, Picked, Rated, Reply, Yes
from domain.texts import TextValue, Wording

RATING_QUESTIONS = (keys.COURSE_RATE_EXPECTED, keys.COURSE_RATE_LEARNED, keys.COURSE_RATE_THEMES)
"""Expectations met, new knowledge of the child's needs and signals, themes that matter (seed 000)."""


def rating_question(number: int, facts: Facts) -> Wording:
    """One of the three questions after the last session, from 1."""
    values: dict[str, TextValue] = {"service": service(facts)} if number == 1 else {}
    return Wording(RATING_QUESTIONS[number - 1], values)


def answered(state: CourseReminded, reply: Reply, seat: SeatFacts, facts: Facts, now: datetime) -> Decision:
    """A reply of a family that has its place."""
    match reply:
        case Yes() | Picked(number=1) | Ack():
            return Decision(state)
        case No() | Move() | Cancel() | Later():
            return Decision(state, (NoteAbsence(seat.course), answer(keys.COURSE_ABSENCE)))
        case _:
            return not_understood(state, unclear(facts), facts, now)


def rated(state: CourseRating, reply: Reply, facts: Facts, now: datetime) -> Decision:
    """A step of the scale is kept and the next question asked; a no ends the questions without a word."""
    match reply:
        case Rated(rating=rating):
            return _next(state, rating, facts)
        case Picked(number=number) if 1 <= number <= 4:
            return _next(state, number, facts)
        case No() | Cancel() | Ack():
            return Decision(Idle())
        case _:
            return not_understood(state, unclear(facts), facts, now)


def _next(state: CourseRating, rating: int, facts: Facts) -> Decision:
    kept = RateCourse(state.course, state.question, rating)
    if state.question >= len(RATING_QUESTIONS):
        return Decision(Idle(), (kept, answer(keys.COURSE_RATE_THANKS)))
    following = CourseRating(state.invitation, state.course, state.question + 1)
    return Decision(following, (kept, Say(rating_question(following.question, facts))))
