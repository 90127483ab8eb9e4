"""A nurse's own times: a list, one more, one less."""

from datetime import date, datetime, time, timedelta
from itertools import groupby

from aiohttp import web

from bot.desk_times import add_time, close_time
from domain.ids import SlotId
from storage.read_models.desk import own_times
from web.access import field, number
from web.nurse.acting import act, back, look
from web.nurse.today import VISITORS
from web.rendering import page
from web.routes import Route
from web.services import services, session, settings

LENGTHS = (30, 45, 60, 75, 90)
USUAL = 60


async def show(request: web.Request) -> web.Response:
    """Her times in the weeks that families can be shown."""
    now = services(request).clock.now()
    place = settings(request)
    last = now + timedelta(days=place.cadence.horizon_days)
    times, count = await look(
        request, lambda connection, mine: own_times(connection, mine, now, last, now) if mine.nurse else []
    )
    days = [
        (on, list(group))
        for on, group in groupby(times, key=lambda one: one.start.astimezone(place.zone).date())
    ]
    return page(
        request,
        "times.html",
        days=days,
        free=sum(1 for one in times if not one.taken and not one.held),
        lengths=LENGTHS,
        usual=USUAL,
        has_times=session(request).account.nurse is not None,
        waiting=count,
    )


async def add(request: web.Request) -> web.Response:
    """One more time."""
    who = session(request).account
    nurse = who.nurse
    if nurse is None:
        raise web.HTTPForbidden
    try:
        day = date.fromisoformat(field(request, "day"))
        at = datetime.strptime(field(request, "at")[:5], "%H:%M").time()  # noqa: DTZ007 - a local hour
        minutes = int(field(request, "minutes"))
    except ValueError:
        raise web.HTTPBadRequest from None
    if minutes not in LENGTHS:
        raise web.HTTPBadRequest
    result = await act(
        request, lambda desk: add_time(desk, who.municipality, nurse, day, time(at.hour, at.minute), minutes)
    )
    return back("/times", result, "time-added")


async def close(request: web.Request) -> web.Response:
    """One less: it is shown to nobody any more."""
    who = session(request).account
    nurse = who.nurse
    if nurse is None:
        raise web.HTTPForbidden
    slot = SlotId(number(request, "slot"))
    result = await act(request, lambda desk: close_time(desk, who.municipality, nurse, slot))
    return back("/times", result, "time-closed")


ROUTES = (
    Route("GET", "/times", show, VISITORS),
    Route("POST", "/times", add, VISITORS),
    Route("POST", "/times/{slot}/close", close, VISITORS),
)
