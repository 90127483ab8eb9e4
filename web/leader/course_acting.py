"""What a leader does with a course from its page: attendance, a new date or room, who leaves, what becomes of it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import TypeVar

from aiohttp import web

from bot.course_desk import CourseDesk, PlanRefusal
from bot.course_running import Change, NotNow
from domain.courses import Refusal
from domain.ids import CourseId, FamilyId, SeatId
from domain.ports import Overtaken, UnitOfWork
from storage.read_models.courses import leader_names
from web.access import FORM, field, number, see_other
from web.leader import course_words
from web.leader.course_place import new_place_to_confirm
from web.leader.courses import COURSE_STAFF
from web.rendering import page
from web.routes import Route
from web.services import services, session, settings

T = TypeVar("T")
TRIES = 3


async def act(request: web.Request, action: Callable[[CourseDesk, UnitOfWork], T]) -> T:
    """Carry out a leader's action; when somebody was faster with the same rows, once more from the start."""
    house, who = services(request), session(request).account

    def work(unit: UnitOfWork) -> T:
        desk = CourseDesk(unit, house.house, house.clock.now(), f"account:{who.id}", who.municipality)
        return action(desk, unit)

    for attempt in range(TRIES):
        try:
            result = await house.database.work(work)
        except Overtaken:
            if attempt == TRIES - 1:
                raise
        else:
            break
    house.wake()
    return result


async def not_possible(
    request: web.Request, wrong: Sequence[PlanRefusal | NotNow], back: str
) -> web.Response:
    """The page that says why it was not done; nothing has changed."""
    place = settings(request)
    names = await services(request).database.read(lambda connection: leader_names(connection, place.key))
    told = list(dict.fromkeys(course_words.refusal(one, names, place.zone) for one in wrong))
    return page(request, "course_refused.html", status=409, told=told, back=back)


async def _back(
    request: web.Request, wrong: Sequence[Refusal | NotNow] | NotNow | object, did: str
) -> web.Response:
    """To the course's page, or to the page that says why not."""
    here = f"/courses/{number(request, 'course')}"
    if isinstance(wrong, NotNow):
        wrong = (wrong,)
    refused = [one for one in wrong if isinstance(one, Refusal | NotNow)] if isinstance(wrong, tuple) else []
    if refused:
        return await not_possible(request, refused, here)
    return see_other(f"{here}?did={did}")


async def note_attendance(request: web.Request) -> web.Response:
    """Which parents came to a session."""
    which, form = CourseId(number(request, "course")), request[FORM]
    try:
        session_number = int(field(request, "session"))
        present = [SeatId(int(str(one))) for one in form.getall("present", [])]
    except ValueError:
        raise web.HTTPBadRequest from None
    wrong = await act(request, lambda desk, _: desk.attended(which, session_number, present))
    return await _back(request, wrong, "attendance-noted")


async def change(request: web.Request) -> web.Response:
    """Another date for a session, or another room."""
    which, zone = CourseId(number(request, "course")), settings(request).zone
    room = field(request, "room").strip()[:120] or None
    wanted = Change(room=room)
    if field(request, "day"):
        try:
            at = datetime.strptime(field(request, "at")[:5], "%H:%M").time()  # noqa: DTZ007 - a local hour
            start = datetime.combine(
                date.fromisoformat(field(request, "day")), time(at.hour, at.minute), tzinfo=zone
            )
            wanted = Change(int(field(request, "session")), start, room)
        except ValueError:
            raise web.HTTPBadRequest from None
    if room is not None and (asked_again := await new_place_to_confirm(request, room, which)) is not None:
        return asked_again
    return await _back(
        request, await act(request, lambda desk, _: desk.change(which, wanted)), "course-changed"
    )


async def leave(request: web.Request) -> web.Response:
    """A family leaves the course."""
    which, family = CourseId(number(request, "course")), FamilyId(number(request, "family"))
    return await _back(request, await act(request, lambda desk, _: desk.left(which, family)), "course-left")


async def decide(request: web.Request) -> web.Response:
    """Hold, wait, merge, take home, cancel, end: the leader's choice."""
    which, zone = CourseId(number(request, "course")), settings(request).zone
    choice = field(request, "choice")
    try:
        other = CourseId(int(field(request, "into") or "0"))
        until = datetime.combine(
            date.fromisoformat(field(request, "until") or "1970-01-01"), time(12), tzinfo=zone
        )
    except ValueError:
        raise web.HTTPBadRequest from None

    def work(desk: CourseDesk, _: UnitOfWork) -> object:
        match choice:
            case "hold":
                return desk.hold(which)
            case "wait":
                return desk.wait(which, until)
            case "merge":
                return desk.merge(which, other)
            case "individual":
                return desk.individual(which)
            case "cancel":
                return desk.cancel(which)
            case "end":
                return desk.end(which)
            case _:
                raise web.HTTPBadRequest

    return await _back(request, await act(request, work), f"course-{choice}")


async def note_family(request: web.Request) -> web.Response:
    """What staff know of a family on the list: it agreed to share a group, or knows another family."""
    family, ref = FamilyId(number(request, "family")), field(request, "knows").strip()
    agreed = bool(field(request, "agreed"))

    def work(desk: CourseDesk, _: UnitOfWork) -> bool:
        if ref:
            return desk.know_each_other(family, ref)
        return desk.agree_to_share(family, agreed)

    done = await act(request, work)
    return see_other(f"/courses?did=course-family#f{family}" if done else "/courses?refused=gone")


ROUTES = (
    Route("POST", "/courses/{course}/attendance", note_attendance, COURSE_STAFF),
    Route("POST", "/courses/{course}/change", change, COURSE_STAFF),
    Route("POST", "/courses/{course}/families/{family}/leave", leave, COURSE_STAFF),
    Route("POST", "/courses/{course}/decide", decide, COURSE_STAFF),
    Route("POST", "/courses/list/{family}", note_family, COURSE_STAFF),
)
