"""Today and the days to come; what a visit came to, in two taps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from aiohttp import web
from sqlalchemy import Connection

from bot.desk import Outcome, record_outcome
from domain.accounts import Role
from domain.ids import BookingId, FamilyId
from storage.read_models.desk import Visit, may_say_outcome, visits, without_outcome
from storage.read_models.households import Scope
from storage.read_models.presence import OwnWindow, own_windows
from web.access import field, number
from web.nurse.acting import act, back, leave_a_trace, look, scope
from web.rendering import page
from web.routes import Route, Staff
from web.services import services, settings

DAYS_AHEAD = 28
DAYS_BACK = 60
"""How long a visit without an outcome is asked about."""

VISITORS = Staff(frozenset({Role.NURSE, Role.COURSE_LEADER}))


@dataclass(frozen=True, slots=True)
class Day:
    """The visits of one local day."""

    on: date
    visits: Sequence[Visit]


async def show(request: web.Request) -> web.Response:
    """Visits by day, today first; above them those of which nobody has said what they came to."""
    zone = settings(request).zone
    now = services(request).clock.now()
    midnight = datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone)

    def read(connection: Connection, mine: Scope) -> tuple[list[Visit], list[Visit], list[OwnWindow]]:
        if mine.nurse is None:
            return [], [], []
        open_ones = without_outcome(connection, mine, midnight - timedelta(days=DAYS_BACK), midnight)
        there = own_windows(connection, mine.municipality, mine.nurse, midnight, midnight + timedelta(days=1))
        return open_ones, visits(connection, mine, midnight, midnight + timedelta(days=DAYS_AHEAD)), there

    (unsaid, coming, windows), waiting = await look(request, read)
    await leave_a_trace(request, "today", [visit.family.id for visit in (*unsaid, *coming)])
    days = [
        Day(on, list(group))
        for on, group in groupby(coming, key=lambda visit: visit.start.astimezone(zone).date())
    ]
    today = now.astimezone(zone).date()
    return page(
        request,
        "today.html",
        unsaid=unsaid,
        now=now,
        mine=next((one.visits for one in days if one.on == today), []),
        days=[one for one in days if one.on != today],
        windows=windows,
        waiting=waiting,
    )


async def say_outcome(request: web.Request) -> web.Response:
    """Held, not at home, or moved."""
    family, booking = FamilyId(number(request, "family")), BookingId(number(request, "booking"))
    if field(request, "outcome") not in set(Outcome):
        raise web.HTTPBadRequest
    outcome = Outcome(field(request, "outcome"))
    allowed = await services(request).database.read(
        lambda connection: may_say_outcome(connection, scope(request), family, booking)
    )
    if not allowed:
        raise web.HTTPNotFound
    result = await act(request, lambda desk: record_outcome(desk, family, booking, outcome))
    return back(f"/today#v{booking}", result, outcome)


ROUTES = (
    Route("GET", "/today", show, VISITORS),
    Route("POST", "/families/{family}/visits/{booking}/outcome", say_outcome, VISITORS),
)
