"""A route says who may see it, in the same line as its address; one that does not say is closed to everybody."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from aiohttp import web

from domain.accounts import Role

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Public:
    """Anybody: nothing there is about a family or a colleague."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """A gateway, which proves its origin in the request itself."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Members of staff with one of the roles. ``before_change``: also while the one-time password stands.

    ``by_itself``: the page asks on its own, which does not keep a session alive.
    """

    roles: frozenset[Role]
    before_change: bool = False
    by_itself: bool = False


Access = Public | Gateway | Staff

PUBLIC = Public()
GATEWAY = Gateway()
EVERYBODY = Staff(frozenset(Role))
NURSES = Staff(frozenset({Role.NURSE}))
LEADERS = Staff(frozenset({Role.LEADER, Role.ADMINISTRATOR}))


@dataclass(frozen=True, slots=True)
class Route:
    """One address with its handler and who may see it."""

    method: str
    path: str
    handler: Handler
    access: Access


ACCESS = web.AppKey("access", dict[web.AbstractRoute, Access])


def add_routes(app: web.Application, routes: Iterable[Route]) -> None:
    """Put routes into the application, each with its declaration."""
    for route in routes:
        added = app.router.add_route(route.method, route.path, route.handler)
        app[ACCESS][added] = route.access


def add_folder(app: web.Application, prefix: str, folder: str) -> None:
    """Serve the files of a folder to anybody."""
    resource = app.router.add_static(prefix, folder)
    for route in resource:
        app[ACCESS][route] = PUBLIC
