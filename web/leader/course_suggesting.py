"""Suggested groups: a leader's days, hours and rooms against the waiting list, and a course planned from it."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from aiohttp import web
from sqlalchemy import Connection

from bot.course_desk import CourseDesk, PlanRefusal
from bot.course_running import OPEN
from bot.forming import form_groups
from domain.course_records import CourseState, PlannedCourse
from domain.course_times import LeftOut, Possible, possible_courses
from domain.courses import (
    LARGEST_GROUP,
    SESSION_COUNTS,
    SMALLEST_GROUP,
    Course,
    GroupKind,
    WaitingFamily,
    weekly_sessions,
)
from domain.forming import Proposal, Wanted
from domain.ids import CourseId, FamilyId, Language, NurseId, OfferKey
from domain.ports import UnitOfWork
from storage.read_models.courses import course_lines, leader_names, waiting_list
from storage.read_models.households import Household, households
from web.access import FORM, field, see_other
from web.leader import course_words
from web.leader.course_acting import act, not_possible
from web.leader.course_place import place_to_confirm
from web.leader.courses import COURSE_STAFF, chosen_offer
from web.nurse.acting import leave_a_trace
from web.rendering import page
from web.routes import Route
from web.services import services, settings
from web.words import LANGUAGES

DECIDE_BEFORE = timedelta(days=14)
"""How long before its first session a group must have filled, where the leader says nothing else."""
MOST_COURSES = 6
USUAL_HOURS = "09:30, 17:00"


@dataclass(frozen=True, slots=True)
class Suggested:
    """A proposal with what the page shows beside it."""

    proposal: Proposal
    left_out: list[LeftOut]
    homes: dict[FamilyId, Household]
    people: dict[FamilyId, WaitingFamily]


async def suggest(request: web.Request) -> web.Response:
    """The form, and below it the groups that seat the most families, with why each other family is left over."""
    place, offer = settings(request), chosen_offer(request)
    if offer is None:
        return see_other("/courses")
    names = await services(request).database.read(lambda connection: leader_names(connection, place.key))
    asked = _asked(request, names)
    suggested = await _suggested(request, offer, asked) if asked is not None else None
    if suggested is not None:
        await leave_a_trace(request, "courses", suggested.people)
    now = services(request).clock.now()
    return page(
        request,
        "course_suggest.html",
        offer=offer,
        query=request.query,
        chosen={name: request.query.getall(name, []) for name in ("day", "leader")},
        asked=asked,
        wrong=bool(request.query) and asked is None and "first" in request.query,
        suggested=suggested,
        names=names,
        said=course_words,
        first=(now + timedelta(days=28)).astimezone(place.zone).date(),
        counts=SESSION_COUNTS,
        usual_hours=USUAL_HOURS,
        smallest=SMALLEST_GROUP,
        largest=LARGEST_GROUP,
        languages=LANGUAGES,
        kinds=course_words.KINDS,
        decide=lambda course: _decide_on(course, now, place.zone),
        refusal=lambda one: course_words.refusal(one, names, place.zone),
    )


def _decide_on(course: Course, now: datetime, zone: Any) -> date:
    return max(course.start - DECIDE_BEFORE, now + timedelta(days=3)).astimezone(zone).date()


def _asked(request: web.Request, names: Any) -> Possible | None:
    """What the leader could hold; None when something needed is missing or cannot be read."""
    query = request.query
    try:
        days = tuple(int(one) for one in query.getall("day", []))
        hours = tuple(_hour(one) for one in query.get("hours", "").split(",") if one.strip())
        leaders = frozenset(NurseId(int(one)) for one in query.getall("leader", [])) & set(names)
        possible = Possible(
            date.fromisoformat(query.get("first", "")),
            tuple(one for one in days if 0 <= one < len(course_words.WEEKDAYS)),
            hours,
            tuple(one.strip() for one in query.get("rooms", "").split(",") if one.strip())[:6],
            frozenset(leaders),
            int(query.get("sessions", "7")),
            int(query.get("minutes", "120")),
            int(query.get("smallest", SMALLEST_GROUP)),
            int(query.get("largest", LARGEST_GROUP)),
            Language(query.get("language", "da")),
            GroupKind(query.get("kind", "open")),
            "childcare" in query,
            "meal" in query,
        )
    except ValueError:
        return None
    sized = 1 <= possible.smallest <= possible.largest <= 40 and possible.sessions in SESSION_COUNTS
    complete = possible.weekdays and possible.hours and possible.rooms and possible.leaders
    return possible if sized and complete and 30 <= possible.minutes <= 480 else None


def _hour(text: str) -> time:
    return datetime.strptime(text.strip().replace(".", ":"), "%H:%M").time()  # noqa: DTZ007 - a local hour


async def _suggested(request: web.Request, offer: OfferKey, asked: Possible) -> Suggested:
    house, place, now = services(request), settings(request), services(request).clock.now()

    def read(connection: Connection) -> tuple[list[WaitingFamily], dict[FamilyId, Household], list[Course]]:
        waiting = list(waiting_list(connection, place.key, offer))
        homes = households(connection, [one.family for one in waiting])
        return waiting, homes, [one.planned.course for one in course_lines(connection, place.key, OPEN)]

    waiting, homes, running = await house.database.read(read)
    possible, left_out = possible_courses(asked, running, place.zone, house.house.holidays, now)
    today = now.astimezone(place.zone).date()
    wanted = Wanted(
        waiting, possible, MOST_COURSES, place.zone, today, count_parents="parents" in request.query
    )
    # The search takes seconds of one core: the other pages go on meanwhile.
    proposal = await asyncio.to_thread(form_groups, wanted)
    return Suggested(proposal, left_out, homes, {one.family: one for one in waiting})


async def plan(request: web.Request) -> web.Response:
    """A course with the families that were ticked; they are asked at the next hour at which we may write."""
    place, house = settings(request), services(request)
    form = request[FORM]
    offer = OfferKey(field(request, "offer"))
    if offer not in place.offers:
        raise web.HTTPBadRequest
    try:
        first = datetime.combine(
            date.fromisoformat(field(request, "first")), _hour(field(request, "hour")), tzinfo=place.zone
        )
        families = [FamilyId(int(str(one))) for one in form.getall("family", [])]
        count = int(field(request, "sessions"))
        if count not in SESSION_COUNTS:
            raise ValueError("6, 7 or 8 sessions")
        about = {
            "leaders": frozenset(NurseId(int(str(one))) for one in form.getall("leader", [])),
            "room": field(request, "room").strip()[:120],
            "minutes": int(field(request, "minutes")),
            "smallest": int(field(request, "smallest")),
            "largest": int(field(request, "largest")),
            "language": Language(field(request, "language")),
            "kind": GroupKind(field(request, "kind")),
        }
        decide_on = date.fromisoformat(field(request, "decide_on"))
    except ValueError:
        raise web.HTTPBadRequest from None
    known = await house.database.read(lambda connection: leader_names(connection, place.key))
    if not about["room"] or not about["leaders"] or not about["leaders"] <= set(known):  # type: ignore[operator]
        raise web.HTTPBadRequest
    if (asked_again := await place_to_confirm(request, str(about["room"]), offer)) is not None:
        return asked_again
    sessions = _sessions(first, count, place.zone, house.house.holidays)
    number = CourseId(0)

    def work(desk: CourseDesk, unit: UnitOfWork) -> tuple[PlanRefusal, ...]:
        nonlocal number
        number = CourseId(unit.new_id())
        course = Course(
            id=number,
            sessions=sessions,
            childcare=bool(field(request, "childcare")),
            meal=bool(field(request, "meal")),
            **about,  # type: ignore[arg-type]
        )
        decide_at = datetime.combine(decide_on, time(12), tzinfo=place.zone)
        planned = PlannedCourse(course, place.key, offer, CourseState.FORMING, decide_at)
        return desk.plan(planned, families)

    wrong = await act(request, work)
    if wrong:
        return await not_possible(request, wrong, "/courses/suggest")
    return see_other(f"/courses/{number}?did=course-planned")


def _sessions(first: datetime, count: int, zone: Any, holidays: Any) -> tuple[datetime, ...]:
    """The leader's own first day as it is, so that a holiday is refused; those after it skip holidays."""
    rest = weekly_sessions(first + timedelta(days=7), count - 1, zone, holidays)
    return (first, *rest)


ROUTES = (
    Route("GET", "/courses/suggest", suggest, COURSE_STAFF),
    Route("POST", "/courses", plan, COURSE_STAFF),
)
