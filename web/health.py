"""``/healthz``: the process lives. ``/readyz``: everything it needs is well, or what is not, in sentences."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from aiohttp import web
from sqlalchemy import Connection, text

from domain.channels import Channel, ChannelName, Medium
from domain.crisis import crisis_warning
from domain.due import DUE_TICK
from domain.ids import Municipality
from domain.ports import Clock
from domain.settings import MunicipalitySettings
from storage.read_models.pulse import ticks
from web.ports import Check, Database
from web.routes import PUBLIC, Route

PATIENCE = 3.0
"""Seconds that one check may take before it counts as failed."""

REMEMBERED = 5.0
"""Seconds for which an answer stands: a check asks the gateways, and they must not be flooded through us."""

Ask = Callable[[], Awaitable[Check]]

LATE = timedelta(minutes=2)
"""The clock looks for what is due every 15 seconds; after two minutes without a look something is wrong."""


async def alive(_: web.Request) -> web.Response:
    """The process answers."""
    return web.json_response({"status": "ok"})


class Readiness:
    """What the checks last said; asked anew at most every few seconds, because anybody may ask us."""

    def __init__(self, checks: Sequence[Ask]) -> None:
        self._checks = checks
        self._asking = asyncio.Lock()
        self._found: list[Check] = []
        self._asked_at: float | None = None

    async def found(self) -> list[Check]:
        """Every check, as it stands now or stood a moment ago."""
        async with self._asking:
            if self._asked_at is None or time.monotonic() - self._asked_at > REMEMBERED:
                self._found = await asyncio.gather(*(_in_time(check) for check in self._checks))
                self._asked_at = time.monotonic()
            return self._found


READINESS = web.AppKey("readiness", Readiness)


async def ready(request: web.Request) -> web.Response:
    """200 when every check is well; else 503 with the reasons."""
    found = await request.app[READINESS].found()
    wrong = [check for check in found if not check.ok]
    body = {
        "status": "not ready" if wrong else "ready",
        "checks": {check.name: check.why_not or "ok" for check in found},
    }
    return web.json_response(body, status=503 if wrong else 200)


async def _in_time(check: Ask) -> Check:
    name = getattr(check, "name", "check")
    try:
        return await asyncio.wait_for(check(), PATIENCE)
    except TimeoutError:
        return Check(name, False, f"gave no answer within {PATIENCE:.0f} seconds")
    except Exception as error:  # noqa: BLE001 - a check that breaks is a reason, not an error page
        return Check(name, False, f"cannot be asked ({type(error).__name__})")


class DatabaseAnswers:
    """The database can be read."""

    name = "database"

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self) -> Check:
        await self._database.read(lambda connection: connection.execute(text("SELECT 1")).scalar())
        return Check(self.name, True)


class SchemaFits:
    """The tables are those this program was made for; ``problem`` says in a sentence what is wrong, or None."""

    name = "schema"

    def __init__(self, database: Database, problem: Callable[[Connection], str | None]) -> None:
        self._database = database
        self._problem = problem

    async def __call__(self) -> Check:
        why_not = await self._database.read(self._problem)
        return Check(self.name, why_not is None, why_not or "")


class ClockTicks:
    """The clock, on whichever host it runs, has looked for what is due lately."""

    name = "clock"

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self) -> Check:
        last = (await self._database.read(ticks)).get(DUE_TICK)
        if last is None:
            return Check(self.name, False, "has never ticked: start a process with the role clock")
        silent = self._clock.now() - last
        if silent > LATE:
            minutes = int(silent.total_seconds() // 60)
            return Check(
                self.name, False, f"last ticked {minutes} minutes ago: is the role clock still running?"
            )
        return Check(self.name, True)


class ChannelLeaves:
    """Messages can leave through one municipality's gateway."""

    def __init__(self, municipality: Municipality, name: ChannelName, channel: Channel) -> None:
        self.name = f"{municipality}/{name}"
        self._channel = channel

    async def __call__(self) -> Check:
        health = await self._channel.health()
        return Check(self.name, health.ready, health.why_not)


class ChannelOff:
    """A gateway that the settings name and that has not all its secrets: named, and wrong only where it is needed."""

    def __init__(
        self, municipality: Municipality, name: ChannelName, missing: tuple[str, ...], needed: bool
    ) -> None:
        self.name = f"{municipality}/{name}"
        self._missing = missing
        self._needed = needed

    async def __call__(self) -> Check:
        return Check(self.name, not self._needed, f"is off: set {', '.join(self._missing)}")


class CrisisNumbersAreFresh:
    """The numbers of the crisis reply are set and were called within a year; an old one warns, it stops nothing."""

    def __init__(self, settings: MunicipalitySettings, clock: Clock) -> None:
        self.name = f"{settings.key}/crisis"
        self._settings = settings
        self._clock = clock

    async def __call__(self) -> Check:
        today = self._clock.now().astimezone(self._settings.zone).date()
        return Check(self.name, True, crisis_warning(self._settings.crisis, today) or "")


def _carries_sms(
    municipality: Municipality, channels: Mapping[tuple[Municipality, ChannelName], Channel]
) -> bool:
    """Whether a municipality has a gateway for SMS at all."""
    return any(
        place == municipality and channel.medium is Medium.SMS for (place, _), channel in channels.items()
    )


def checks_of(
    database: Database,
    clock: Clock,
    channels: Mapping[tuple[Municipality, ChannelName], Channel],
    schema_problem: Callable[[Connection], str | None],
    off: Mapping[tuple[Municipality, ChannelName], tuple[str, ...]] | None = None,
    municipalities: Iterable[MunicipalitySettings] = (),
) -> tuple[Ask, ...]:
    """Everything ``readyz`` asks. ``off``: named gateways without all their secrets, and what is not set."""
    return (
        DatabaseAnswers(database),
        SchemaFits(database, schema_problem),
        ClockTicks(database, clock),
        *(ChannelLeaves(*key, channel) for key, channel in channels.items()),
        *(
            ChannelOff(*key, missing, needed=not _carries_sms(key[0], channels))
            for key, missing in (off or {}).items()
        ),
        *(CrisisNumbersAreFresh(settings, clock) for settings in municipalities),
    )


ROUTES = (Route("GET", "/healthz", alive, PUBLIC), Route("GET", "/readyz", ready, PUBLIC))
