"""Courses for those who lead them: who waits, which groups run, one group with its places and attendance."""

from datetime import date, timedelta

from aiohttp import web
from sqlalchemy import Connection

from bot.course_running import OPEN
from domain.accounts import Role
from domain.course_records import CourseState, SeatState, WaitingState
from domain.ids import CourseId, FamilyId, OfferKey
from domain.offers import Shape
from storage.read_models.courses import (
    CourseLine,
    SeatLine,
    Waiter,
    course_answers,
    course_line,
    course_lines,
    seat_lines,
    waiters,
)
from web.access import number
from web.leader import course_words
from web.nurse.acting import leave_a_trace
from web.rendering import page
from web.routes import Route, Staff
from web.services import services, settings

COURSE_STAFF = Staff(frozenset({Role.COURSE_LEADER, Role.LEADER}))
"""Who plans and leads courses; a course's families are not those of one district."""
SHOWN_AFTER_THE_END = timedelta(days=60)
ON_IT = (SeatState.PROPOSED, SeatState.OFFERED, SeatState.TAKEN, SeatState.COMPLETED)


def offers(request: web.Request) -> list[OfferKey]:
    """The municipality's offers that are courses."""
    return [one.key for one in settings(request).offers.values() if one.shape is Shape.COURSE]


def chosen_offer(request: web.Request) -> OfferKey | None:
    """The course the page is about: the one asked for, else the first; None where there is none."""
    mine = offers(request)
    asked = OfferKey(request.query.get("offer", ""))
    return asked if asked in mine else next(iter(mine), None)


async def show(request: web.Request) -> web.Response:
    """The waiting list and the courses."""
    place, offer, now = settings(request).key, chosen_offer(request), services(request).clock.now()

    def read(connection: Connection) -> tuple[list[Waiter], list[CourseLine], list[CourseLine]]:
        waiting = waiters(connection, place, offer) if offer is not None else []
        past = course_lines(connection, place, [CourseState.ENDED, CourseState.CANCELLED])
        recent = [one for one in past if one.planned.course.sessions[-1] > now - SHOWN_AFTER_THE_END]
        return waiting, course_lines(connection, place, OPEN), recent

    waiting, running, past = await services(request).database.read(read)
    await leave_a_trace(request, "courses", [one.home.id for one in waiting])
    today = now.astimezone(settings(request).zone).date()
    return page(
        request,
        "courses.html",
        offer=offer,
        offers=offers(request),
        waiting_list=waiting,
        asked=WaitingState.ASKED,
        waited=lambda since: weeks(since.astimezone(settings(request).zone).date(), today),
        running=running,
        past=past,
        said=course_words,
        undecided=CourseState.UNDECIDED,
    )


def weeks(since: date, today: date) -> str:
    """How long a family has waited, as a leader says it."""
    days = (today - since).days
    if days < 14:
        return "1 dag" if days == 1 else f"{days} dage"
    return f"{days // 7} uger"


async def show_course(request: web.Request) -> web.Response:
    """One group: its dates, who is on it, who came, and what can be done."""
    place, which, now = (
        settings(request).key,
        CourseId(number(request, "course")),
        services(request).clock.now(),
    )

    def read(connection: Connection) -> tuple[CourseLine | None, list[SeatLine], list[CourseLine], list]:  # type: ignore[type-arg]
        line = course_line(connection, place, which)
        if line is None:
            return None, [], [], []
        others = [one for one in course_lines(connection, place, OPEN) if one.planned.course.id != which]
        return line, seat_lines(connection, which), others, course_answers(connection, which)

    line, seats, others, answers = await services(request).database.read(read)
    if line is None:
        raise web.HTTPNotFound
    await leave_a_trace(request, "course", [one.home.id for one in seats])
    sessions = line.planned.course.sessions
    begun = [one for one, start in enumerate(sessions, start=1) if start <= now]
    asked = request.query.get("session", "")
    session = int(asked) if asked.isdigit() and int(asked) in begun else (begun[-1] if begun else None)
    return page(
        request,
        "course.html",
        line=line,
        course=line.planned.course,
        on_it=[one for one in seats if one.seat.state in ON_IT],
        off_it=_families_once([one for one in seats if one.seat.state not in ON_IT]),
        attending=[one for one in seats if one.seat.state in (SeatState.TAKEN, SeatState.COMPLETED)],
        others=[one for one in others if one.planned.course.start > now],
        answers=answers,
        begun=begun,
        session=session,
        now=now,
        said=course_words,
        is_open=line.planned.state in OPEN,
        may_choose=line.planned.state in (CourseState.FORMING, CourseState.UNDECIDED),
        over=sessions[-1] <= now,
        taken=SeatState.TAKEN,
    )


def _families_once(seats: list[SeatLine]) -> list[SeatLine]:
    """The last that became of each family that is not on the course."""
    last: dict[FamilyId, SeatLine] = {one.seat.family: one for one in seats}
    return list(last.values())


ROUTES = (
    Route("GET", "/courses", show, COURSE_STAFF),
    Route("GET", "/courses/{course}", show_course, COURSE_STAFF),
)
