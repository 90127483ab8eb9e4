"""What a request has at hand: everything the pages need, given once at start."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

from bot.conversing import House
from bot.inbox import Inbox
from domain.accounts import Accounts, SignedIn
from domain.ids import Municipality
from domain.ports import Clock
from domain.settings import MunicipalitySettings
from web.ports import Check, Database

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def nobody_to_wake() -> None:
    """For an installation whose workers run elsewhere and look for themselves."""


@dataclass(frozen=True, slots=True)
class Services:
    """The house behind the pages. ``wake`` tells the workers that something waits; ``checks`` are ``readyz``'s."""

    database: Database
    house: House
    clock: Clock
    accounts: Accounts
    inbox: Inbox
    assets: Path
    public_url: str = "http://127.0.0.1:8080"
    wake: Callable[[], None] = nobody_to_wake
    checks: Sequence[Callable[[], Awaitable[Check]]] = field(default=())
    is_demo: bool = False

    @property
    def secure(self) -> bool:
        """Whether cookies travel over TLS alone: everywhere but on the machine itself."""
        return urlsplit(self.public_url).hostname not in LOOPBACK


SERVICES = web.AppKey("services", Services)
SESSION = web.RequestKey("session", SignedIn)


def services(request: web.Request) -> Services:
    """What the request has at hand."""
    return request.app[SERVICES]


def session(request: web.Request) -> SignedIn:
    """Who is logged in; only for routes that staff alone may see."""
    return request[SESSION]


def settings(request: web.Request) -> MunicipalitySettings:
    """The municipality of who is logged in."""
    place: Municipality = session(request).account.municipality
    return services(request).house.municipalities[place]
