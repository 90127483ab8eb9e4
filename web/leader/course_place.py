"""The place of a course is read before families do: its leader sees what to think about, once, and may keep it.

A street and number are no reason to ask: families find the course by them. A place that is the home of a family on
the list or on the course is: another family would read where it lives.
"""

from aiohttp import web
from sqlalchemy import Connection

from domain.ids import DANISH, CourseId, FamilyId, OfferKey
from storage.read_models.courses import course_line, seat_lines, waiting_list
from storage.read_models.households import Household, households
from web.access import FIELD, FORM, field
from web.advising import BETWEEN, advice, has_seen
from web.rendering import page
from web.services import services, settings
from web.words import offer_name

_ASKED_ANEW = (FIELD, "room", "sure")


async def place_to_confirm(request: web.Request, room: str, offer: OfferKey) -> web.Response | None:
    """The page that asks again about the place of a new course; None: nothing in it, or she has seen it."""
    where = settings(request).key

    def read(connection: Connection) -> list[Household]:
        return _families(connection, {one.family for one in waiting_list(connection, where, offer)})

    return _confirm(request, room, offer, await services(request).database.read(read), "/courses/suggest")


async def new_place_to_confirm(request: web.Request, room: str, course: CourseId) -> web.Response | None:
    """The same for another place of a course that is planned; a place that stays has been read before."""
    where = settings(request).key

    def read(connection: Connection) -> tuple[OfferKey, list[Household]] | None:
        line = course_line(connection, where, course)
        if line is None or line.planned.course.room == room:
            return None
        listed = {one.family for one in waiting_list(connection, where, line.planned.offer)}
        seated = {one.seat.family for one in seat_lines(connection, course)}
        return line.planned.offer, _families(connection, listed | seated)

    found = await services(request).database.read(read)
    return None if found is None else _confirm(request, room, *found, f"/courses/{course}")


def _families(connection: Connection, numbers: set[FamilyId]) -> list[Household]:
    return list(households(connection, numbers).values())


def _confirm(
    request: web.Request, room: str, offer: OfferKey, families: list[Household], back: str
) -> web.Response | None:
    """The page with the form as it was filled in; its place can be written anew."""
    warnings = advice(room, DANISH, _never_in_a_place(request, offer, families))
    if has_seen(warnings, field(request, "sure")):
        return None
    kept = [(name, value) for name, value in request[FORM].items() if name not in _ASKED_ANEW]
    return page(
        request,
        "course_place.html",
        room=room,
        kept=kept,
        warnings=warnings,
        sure=BETWEEN.join(warnings),
        back=back,
    )


def _never_in_a_place(request: web.Request, offer: OfferKey, families: list[Household]) -> list[str]:
    """Names of the families' children, the streets they live in with the number, a course's discreet name."""
    names = [name for one in families for name, _ in one.children if name.strip()]
    homes = [one.address.partition(",")[0].strip() for one in families]
    # What begins with a digit is a postcode: there is no street.
    streets = [home for home in homes if home[:1].isalpha()]
    about = settings(request).offers.get(offer)
    discreet = [offer_name(offer, settings(request))] if about is not None and about.discreet else []
    return [*names, *(name.split()[0] for name in names), *streets, *discreet]
