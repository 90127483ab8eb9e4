"""A nurse's windows at daycares: the list for the pædagog, who came by, a meeting, and a day that is off."""

from datetime import date, timedelta

from aiohttp import web
from sqlalchemy import Connection

from bot.presence_desk import PresenceDesk, PresenceRefused
from domain.ids import ChildId, FamilyId, WindowId
from storage.read_models.households import Scope
from storage.read_models.presence import (
    ChildThere,
    OwnWindow,
    PedagogList,
    children_there,
    own_windows,
    pedagog_list,
)
from web.access import field, number, see_other
from web.nurse.acting import act, leave_a_trace, look
from web.nurse.today import VISITORS
from web.rendering import page
from web.routes import Route
from web.services import services, session, settings

DAYS_BACK = 21
"""How long drop-ins of a window can be counted from the page."""


async def show(request: web.Request) -> web.Response:
    """Her windows of the last three weeks and those that are planned."""
    place, now = settings(request), services(request).clock.now()
    first = now - timedelta(days=DAYS_BACK)
    last = now + timedelta(days=place.presence_rhythm.plan_days + 1)

    def read(connection: Connection, mine: Scope) -> list[OwnWindow]:
        return [] if mine.nurse is None else own_windows(connection, place.key, mine.nurse, first, last)

    windows, waiting = await look(request, read)
    return page(
        request,
        "presence.html",
        coming=[one for one in windows if one.end > now],
        past=[one for one in reversed(windows) if one.end <= now],
        daycares=[one.name for one in place.daycares],
        now=now,
        has_windows=session(request).account.nurse is not None,
        waiting=waiting,
    )


async def print_list(request: web.Request) -> web.Response:
    """The plain list that hangs at the daycare: hours, and whom the pædagog is asked to follow.

    Of the window that was asked for, else of her next one.
    """
    place, now = settings(request), services(request).clock.now()
    digits = request.query.get("window", "")
    if digits and not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
        raise web.HTTPNotFound
    last = now + timedelta(days=place.presence_rhythm.plan_days + 1)

    def read(connection: Connection, mine: Scope) -> PedagogList | None:
        if mine.nurse is None:
            return None
        wanted = WindowId(int(digits)) if digits else None
        if wanted is None:
            coming = own_windows(connection, place.key, mine.nurse, now - timedelta(hours=12), last)
            wanted = next((one.id for one in coming if one.end > now and not one.cancelled), None)
        found = None if wanted is None else pedagog_list(connection, place.key, wanted)
        return found if found is not None and found.nurse == mine.nurse else None

    found, waiting = await look(request, read)
    if digits and found is None:
        raise web.HTTPNotFound
    shown = found.talks if found is not None else ()
    await leave_a_trace(request, "pedagog_list", [talk.family for talk in shown if talk.child])
    return page(request, "presence_list.html", window=found, waiting=waiting)


async def cancel(request: web.Request) -> web.Response:
    """She cannot come: booked talks are offered anew, the other parents are told."""
    who, wanted = session(request).account, WindowId(number(request, "window"))
    if who.nurse is None:
        raise web.HTTPForbidden
    done = await act(
        request,
        lambda desk: PresenceDesk(desk.unit, desk.house, desk.now, desk.actor).cancel(
            who.municipality, wanted, who.nurse
        ),
    )
    return _back(request, done if isinstance(done, PresenceRefused) else None, "window-cancelled")


async def count(request: web.Request) -> web.Response:
    """How many came by."""
    who, wanted = session(request).account, WindowId(number(request, "window"))
    digits = field(request, "came")
    if who.nurse is None:
        raise web.HTTPForbidden
    came = int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 5 else -1
    done = await act(
        request,
        lambda desk: PresenceDesk(desk.unit, desk.house, desk.now, desk.actor).count_drop_ins(
            who.municipality, wanted, who.nurse, came
        ),
    )
    return _back(request, done, "drop-ins-counted")


async def meeting(request: web.Request) -> web.Response:
    """A meeting at one daycare: with staff in general, or about a child of it that she may see."""
    names = [one.name for one in settings(request).daycares]
    daycare = request.query.get("daycare", names[0] if names else "")
    if names and daycare not in names:
        raise web.HTTPNotFound

    def read(connection: Connection, mine: Scope) -> list[ChildThere]:
        return children_there(connection, mine, daycare)

    children, waiting = await look(request, read)
    await leave_a_trace(request, "presence_meeting", [one.family for one in children])
    return page(
        request,
        "presence_meeting.html",
        daycare=daycare,
        children=children,
        waiting=waiting,
    )


async def register(request: web.Request) -> web.Response:
    """Count it: general advice and meetings about a child apart."""
    who, place = session(request).account, settings(request)
    nurse, daycare, chosen = who.nurse, field(request, "daycare"), field(request, "child")
    if nurse is None:
        raise web.HTTPForbidden
    try:
        on = date.fromisoformat(field(request, "day"))
        child = ChildId(int(chosen)) if chosen else None
    except ValueError:
        raise web.HTTPBadRequest from None
    about: tuple[FamilyId, ChildId] | None = None
    if child is not None:
        children, _ = await look(request, lambda connection, mine: children_there(connection, mine, daycare))
        about = next(((one.family, one.id) for one in children if one.id == child), None)
        if about is None:
            raise web.HTTPNotFound
    done = await act(
        request,
        lambda desk: PresenceDesk(desk.unit, desk.house, desk.now, desk.actor).register_meeting(
            place.key, nurse, daycare, on, who.id, about
        ),
    )
    return _back(request, done if isinstance(done, PresenceRefused) else None, "meeting-registered")


def _back(request: web.Request, refused: PresenceRefused | None, did: str) -> web.Response:
    """To the list, which says what was done, or why not."""
    if refused is not None:
        return see_other(f"/presence?refused={refused}")
    services(request).wake()
    return see_other(f"/presence?did={did}")


ROUTES = (
    Route("GET", "/presence", show, VISITORS),
    Route("GET", "/presence/meeting", meeting, VISITORS),
    Route("POST", "/presence/meeting", register, VISITORS),
    Route("GET", "/presence/list", print_list, VISITORS),
    Route("POST", "/presence/{window}/cancel", cancel, VISITORS),
    Route("POST", "/presence/{window}/drop-ins", count, VISITORS),
)
