"""The web application, put together from its routes; ``make_app`` is all that others call."""

from collections.abc import Iterable

from aiohttp import web

from web import entrance, health, metrics, webhooks
from web.access import guard
from web.answering import keep_to_itself, one_line, say_what_is_wrong
from web.health import READINESS, Readiness
from web.leader import course_acting, course_suggesting, courses, exports, uptake
from web.metrics import METRICS, Metrics
from web.nurse import calls, offering, presence, times, today, waiting
from web.rendering import STATIC
from web.routes import ACCESS, Route, add_folder, add_routes
from web.services import SERVICES, Services

ROUTES: tuple[Route, ...] = (
    *entrance.ROUTES,
    *today.ROUTES,
    *waiting.ROUTES,
    *offering.ROUTES,
    *calls.ROUTES,
    *times.ROUTES,
    *presence.ROUTES,
    *uptake.ROUTES,
    *exports.ROUTES,
    *course_suggesting.ROUTES,
    *course_acting.ROUTES,
    *courses.ROUTES,
    *health.ROUTES,
    *metrics.ROUTES,
    *webhooks.ROUTES,
)
LARGEST = 256 * 1024
"""The most a request may bring, in bytes: a gateway's batch of replies fits many times."""


def make_app(house: Services, more: Iterable[Route] = ()) -> web.Application:
    """The application over a running house; ``more`` are the routes of a demo, each with its declaration; where
    both have an address, the demo's is the one.

    Run it without aiohttp's own access log (``access_log=None``), which prints queries.
    """
    app = web.Application(middlewares=[one_line, say_what_is_wrong, guard], client_max_size=LARGEST)
    app[SERVICES] = house
    app[METRICS] = Metrics()
    app[READINESS] = Readiness(house.checks)
    app[ACCESS] = {}
    app.on_response_prepare.append(keep_to_itself)
    added = tuple(more)
    taken = {(route.method, route.path) for route in added}
    add_routes(app, (*added, *(route for route in ROUTES if (route.method, route.path) not in taken)))
    add_folder(app, "/assets/own", str(STATIC))
    add_folder(app, "/assets", str(house.assets))
    return app
