"""Starting the demo: a fresh copy of the history, the pages and the phones on one address of this machine."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import create_server, socket

from aiohttp import web

from app.demo.api import api_routes
from app.demo.history import FOLDER, OPENS, Wanted, latest_monday, monday_of, open_town, prepare
from app.demo.pages import page_routes
from app.demo.showing import ASSETS
from app.demo.staff import PASSWORD, demo_accounts
from app.demo.town import Town, demo_municipality
from app.logs import set_up_logs
from app.serving.pages import web_services
from app.settings.values import LogFormat, LogLevel
from bot.understanding import warm_up
from domain.contact_hours import local_moment
from web.application import make_app
from web.routes import add_folder

HOST = "127.0.0.1"
PORT = 8080
FAMILIES = 400
MONTHS = 18
SECONDS_FOR_THE_FIRST_PAGE = 2.0


class CannotStart(Exception):
    """Why the demo does not start, in one sentence."""


def run_demo(
    port: int = PORT, families: int = FAMILIES, months: int = MONTHS, at: datetime | None = None
) -> None:
    """Run the demo until it is interrupted. ``at``: where its clock begins; without a zone, the municipality's.

    Raises ``CannotStart``.
    """
    set_up_logs(LogLevel.WARNING, LogFormat.TEXT)
    wanted, begins = wanted_history(families, months, at, datetime.now(UTC))
    # The port before anything else: a second demo must not take the first one's file away.
    with listening(port) as door:
        stage = prepare(wanted, progress=Told(wanted))
        asyncio.run(_run(door, stage, wanted, begins))


async def _run(door: socket, stage: Path, wanted: Wanted, begins: datetime) -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    port = door.getsockname()[1]
    with closing(await open_town(stage, wanted, begins, FOLDER / f"running-{port}.sqlite")) as town:
        async with serving(town, door):
            print(welcome(town, port), flush=True)
            warming = asyncio.create_task(_warm_up_when_shown())
            await stopped.wait()
            warming.cancel()


async def _warm_up_when_shown() -> None:
    """Load the languages once the first page is out, so that the first answer does not wait for them."""
    await asyncio.sleep(SECONDS_FOR_THE_FIRST_PAGE)
    await asyncio.to_thread(warm_up)


def listening(port: int) -> socket:
    """A place on this machine alone where a browser can knock; port 0 is any that is free. Raises ``CannotStart``."""
    try:
        return create_server((HOST, port))
    except OSError as error:
        why = error.strerror.lower() if error.strerror else "it is refused"
        raise CannotStart(f"Port {port} cannot be used ({why}): choose another with --port.") from error


def wanted_history(families: int, months: int, at: datetime | None, now: datetime) -> tuple[Wanted, datetime]:
    """Which history belongs to a beginning, and that beginning. Raises ``CannotStart``."""
    settings = demo_municipality(now.date())
    begins = latest_monday(now, settings) if at is None else at
    if begins.tzinfo is None:
        begins = begins.replace(tzinfo=settings.zone)
    if not (0 <= families <= 20_000 and 0 <= months <= 60):
        raise CannotStart("The demo has at most 20000 families and 60 months: choose fewer.")
    monday = monday_of(begins.astimezone(settings.zone).date())
    if local_moment(monday, OPENS, settings.zone) > begins:
        monday -= timedelta(weeks=1)
    return Wanted(monday, families, months), begins


@asynccontextmanager
async def serving(town: Town, door: socket) -> AsyncIterator[str]:
    """The pages and routes of a town; yields their address."""
    address = f"http://{HOST}:{door.getsockname()[1]}"
    house = replace(web_services(town.product, town.wake, is_demo=True), public_url=address)
    app = make_app(house, (*page_routes(town), *api_routes(town)))
    add_folder(app, "/demo/assets", str(ASSETS))
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.SockSite(runner, door).start()
        yield address
    finally:
        await runner.cleanup()


class Told:
    """Says on the terminal that a history is being made, and how far it is."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._said = False

    def __call__(self, part: float) -> None:
        if not self._said:
            print(f"Living through {self._wanted.months} months of history, once …", flush=True)
            self._said = True
        if sys.stdout.isatty():
            print(f"\r{part:4.0%}", end="\n" if part >= 1 else "", flush=True)


def welcome(town: Town, port: int) -> str:
    """The address and the log-ins."""
    now = town.clock.now().astimezone(town.settings.zone)
    lines = [
        "",
        f"  Thousand Days, demo: http://{HOST}:{port}",
        f"  Its clock stands at {now:%A} {now.day} {now:%B %Y, %H:%M}.",
        "  Families, names and answers are invented.",
        "",
        *(
            f"  {who:<8} log in as {account.login:<8} password {PASSWORD}"
            for who, account in demo_accounts(town).items()
        ),
        "",
        "  Stop with Ctrl+C; a restart begins afresh.",
    ]
    return "\n".join(lines)
