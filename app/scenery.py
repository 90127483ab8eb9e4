"""What colleagues do in the scenes of ``texts preview``, through the same desks as the pages."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import partial

from sqlalchemy import select

from app.demo.town import Town
from bot.course_desk import CourseDesk
from bot.desk import Desk, Outcome, record_outcome
from domain.contact_hours import local_moment
from domain.course_records import CourseState, PlannedCourse, SeatState
from domain.courses import Course, weekly_sessions
from domain.ids import AccountId, BookingId, CourseId, FamilyId, OfferKey
from domain.outcomes import BookingState
from domain.ports import UnitOfWork
from storage import tables as t

HELD = "held"
"""The visit takes place, and the nurse records it."""
FORMED = "formed"
"""A leader plans a course with the family."""
MISSED = "missed"
"""The first session takes place without the family, and the leader notes it."""
ENDED = "ended"
"""The other sessions take place with the family."""

NOBODY = AccountId(0)
SESSIONS = 6
IN_THE_EVENING = time(17)
UNTIL_IT_BEGINS = timedelta(days=35)
UNTIL_IT_IS_DECIDED = timedelta(days=21)


async def hold_visits(town: Town) -> None:
    """Move the clock past what is booked and record that it was held."""
    for visit in town.rows(select(t.booking).where(t.booking.c.state == BookingState.BOOKED)):
        await town.move_to(visit.end)
        await town.database.work(partial(_record_held, town, visit.family_id, visit.id))


def _record_held(town: Town, family: FamilyId, booking: BookingId, unit: UnitOfWork) -> None:
    desk = Desk(unit, town.service.house, NOBODY, town.clock.now())
    record_outcome(desk, family, booking, Outcome.HELD)


async def form_course(town: Town) -> None:
    """A course of six evenings for every family on the list."""
    await town.database.work(partial(_form, town))


def _form(town: Town, unit: UnitOfWork) -> None:
    zone, now, nurse = town.settings.zone, town.clock.now(), next(iter(unit.nurses(town.municipality)))
    offer = next(iter(town.settings.offers))
    first = local_moment((now.astimezone(zone) + UNTIL_IT_BEGINS).date(), IN_THE_EVENING, zone)
    sessions = weekly_sessions(_tuesday(first), SESSIONS, zone, town.service.house.holidays)
    course = Course(CourseId(unit.new_id()), frozenset({nurse}), "Familiehuset", sessions, smallest=1)
    planned = PlannedCourse(
        course, town.municipality, OfferKey(offer), CourseState.FORMING, now + UNTIL_IT_IS_DECIDED
    )
    waiting = [one.family for one in unit.courses.list_of(town.municipality, OfferKey(offer))]
    refusals = _desk(town, unit).plan(planned, waiting)
    assert not refusals, refusals


def _tuesday(moment: datetime) -> datetime:
    return moment + timedelta(days=(1 - moment.weekday()) % 7)


async def miss_first_session(town: Town) -> None:
    """Move the clock past the first session and note that nobody came."""
    await _note(town, [1], came=False)


async def end_course(town: Town) -> None:
    """Move the clock past the other sessions, noting everybody as present, and past the end."""
    await _note(town, range(2, SESSIONS + 1), came=True)
    await town.move_to(town.clock.now() + timedelta(days=1))
    await town.service.decide_courses()


async def _note(town: Town, sessions: Sequence[int], *, came: bool) -> None:
    # What the clock does every morning.
    await town.service.decide_courses()
    [course] = await town.database.work(
        lambda unit: unit.courses.courses(town.municipality, [CourseState.HELD])
    )
    for number in sessions:
        await town.move_to(course.course.sessions[number - 1] + timedelta(minutes=course.course.minutes))
        await town.database.work(partial(_attend, town, course, number, came))


def _attend(town: Town, planned: PlannedCourse, number: int, came: bool, unit: UnitOfWork) -> None:
    taken = [one.id for one in unit.courses.seats(planned.course.id) if one.state is SeatState.TAKEN]
    refusal = _desk(town, unit).attended(planned.course.id, number, taken if came else ())
    assert refusal is None, refusal


def _desk(town: Town, unit: UnitOfWork) -> CourseDesk:
    return CourseDesk(unit, town.service.house, town.clock.now(), "preview", town.municipality)


STAFF: Mapping[str, Callable[[Town], Awaitable[None]]] = {
    HELD: hold_visits,
    FORMED: form_course,
    MISSED: miss_first_session,
    ENDED: end_course,
}
"""What colleagues do at a step of a scene."""
