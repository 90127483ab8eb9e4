"""Replies a second of a five-step booking dialogue, beside aiogram with Redis and beside SQLAlchemy Core alone.

    python -m benchmarks.inbound --peer PYTHON [--families N] [--only sqlite]

Every family sends five replies: "3" (other times), "onsdag passer fint" (free text: a day), "1" (books), "flyt"
(wants to move), "1" (moves). Measured is the way from the stored inbox row to the committed outbox row: the reply
is read, understood, stepped, rendered and committed with its booking, held times, reminders and audit.

All take turns on the same machine: some hundred replies of ours on SQLite, the same batches through Core alone,
the same on PostgreSQL, and the same replies through aiogram. ``PYTHON`` is the interpreter of an environment with
``aiogram[redis]`` (``benchmarks/README.md``).
"""

import argparse
import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import psycopg
from sqlalchemy import Connection, select
from sqlalchemy.engine import make_url

from benchmarks.machine import machine, spread
from benchmarks.municipality import invite_everybody, municipality, shuffled
from benchmarks.servers import Peer, postgresql, redis
from benchmarks.tape import Tape, play
from bot.understanding import warm_up
from domain.channels import ChannelName, Inbound, Medium, Received
from domain.ids import Number
from storage import tables as t
from storage.database import make_engine
from tests.story import HEDENSTED, Town

DIALOGUE = ("3", "onsdag passer fint", "1", "flyt", "1")
GOALS = {("sqlite", "aiogram"): 4.0, ("sqlite", "core"): 0.25, ("postgresql", "aiogram"): 2.0}


@dataclass
class Measured:
    """Replies a second of each turn of one contestant."""

    name: str
    rates: list[float] = field(default_factory=list)
    seconds: float = 0.0
    replies: int = 0

    def add(self, replies: int, seconds: float) -> None:
        """One turn."""
        self.rates.append(replies / seconds)
        self.seconds += seconds
        self.replies += replies

    @property
    def rate(self) -> float:
        """Replies a second over all turns."""
        return self.replies / self.seconds


class Ours:
    """The product on one database, and Core alone on a copy of that database."""

    def __init__(self, name: str, town: Town, core: Connection) -> None:
        self.town = town
        self.core = core
        self.tape = Tape(town.database.engine)
        self.measured = Measured(name)
        self.measured_core = Measured(f"{name}, Core alone")
        self._numbers = count(1)

    async def turn(self, phones: list[str], text: str) -> None:
        """These families write; the same statements follow on the other database."""
        received = Received(tuple(Inbound(f"m{next(self._numbers)}", Number(one), text) for one in phones))
        await self.town.service.inbox.store(HEDENSTED, ChannelName.SIMULATED, Medium.SMS, received)
        play(self.core, self.tape.cut())
        answer = self.town.service.converser.answer_waiting
        start = perf_counter()
        while await answer():
            pass
        self.measured.add(len(phones), perf_counter() - start)
        batches = self.tape.cut()
        start = perf_counter()
        play(self.core, batches)
        self.measured_core.add(len(phones), perf_counter() - start)

    def check(self, families: int) -> None:
        """Every family was answered five times and has moved its visit."""
        states = self.town.rows(t.booking, "state")
        intents = self.town.rows(t.inbox, "intent")
        answers = self.town.database.read_now(
            lambda connection: len(
                connection.execute(select(t.outbox.c.id).where(t.outbox.c.occasion == "answer")).all()
            )
        )
        booked, moved = states.count("booked"), states.count("moved")
        assert (booked, moved) == (families, families), (booked, moved)
        assert answers == len(intents) == families * len(DIALOGUE), (answers, len(intents))


@asynccontextmanager
async def on_sqlite(families: int) -> AsyncIterator[tuple[Ours, list[str]]]:
    """Ours on an SQLite file (``synchronous=FULL``), Core alone on a copy."""
    with TemporaryDirectory() as folder:
        file, copy = Path(folder) / "ours.sqlite", Path(folder) / "core.sqlite"
        with municipality(f"sqlite:///{file}", families) as town:
            phones = await invite_everybody(town)
            with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
            with make_engine(f"sqlite:///{copy}").connect() as core:
                yield Ours("sqlite", town, core), phones


@asynccontextmanager
async def on_postgresql(families: int) -> AsyncIterator[tuple[Ours, list[str]]]:
    """Ours on PostgreSQL (every commit synced), Core alone on a copy of the database."""
    with postgresql() as server:
        ours, core = (make_url(server).set(database=name) for name in ("ours", "core"))
        _say(server, "CREATE DATABASE ours")
        with municipality(ours.render_as_string(), families) as town:
            phones = await invite_everybody(town)
            town.database.engine.dispose()
            _say(server, "CREATE DATABASE core TEMPLATE ours")
            for url in (ours, core):
                _say(url.render_as_string(), "VACUUM ANALYZE")
            with make_engine(core.render_as_string()).connect() as connection:
                yield Ours("postgresql", town, connection), phones


def _say(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement.encode())


@contextmanager
def aiogram(python: str | None, families: int) -> Iterator[Peer | None]:
    """The peer with every family in front of its two times; None without an environment for it."""
    if python is None:
        yield None
        return
    with redis() as url:
        peer = Peer(python, url)
        peer.turn("/start", range(1, families + 1))
        try:
            yield peer
        finally:
            peer.close()


async def measure(families: int, turn: int, python: str | None, databases: list[str]) -> None:
    """Take turns and print."""
    warm_up()
    makers = {"sqlite": on_sqlite, "postgresql": on_postgresql}
    with ExitStack() as stack:
        peer = stack.enter_context(aiogram(python, families))
        against = Measured("aiogram")
        async with contextmanagers([makers[name](families) for name in databases]) as contestants:
            print(f"{machine()}; {families:,} families, turns of {turn}", flush=True)
            for step, text in enumerate(DIALOGUE):
                orders = [(ours, shuffled(phones, step)) for ours, phones in contestants]
                for first in range(0, families, turn):
                    for ours, phones in orders:
                        await ours.turn(phones[first : first + turn], text)
                    if peer is not None:
                        users = range(first + 1, min(first + turn, families) + 1)
                        against.add(len(users), peer.turn(text, users))
                tell_step(text, families // turn, [ours for ours, _ in contestants], against)
            for ours, _ in contestants:
                ours.check(families)
            tell([ours for ours, _ in contestants], against, peer)


@asynccontextmanager
async def contextmanagers(makers: list[object]) -> AsyncIterator[list[tuple[Ours, list[str]]]]:
    """Enter them all."""
    async with AsyncExitStack() as stack:
        yield [await stack.enter_async_context(maker) for maker in makers]  # type: ignore[arg-type]


def tell_step(text: str, turns: int, contestants: list[Ours], against: Measured) -> None:
    """The replies a second of one step."""
    rates = [
        f"{measured.name} {spread(measured.rates[-turns:])}"
        for ours in contestants
        for measured in (ours.measured, ours.measured_core)
    ]
    if against.rates:
        rates.append(f"aiogram {spread(against.rates[-turns:])}")
    print(f"  {text!r}: " + "; ".join(rates), flush=True)


def tell(contestants: list[Ours], against: Measured, peer: Peer | None) -> None:
    """The table and the ratios, with their goals."""
    everyone = [m for ours in contestants for m in (ours.measured, ours.measured_core)]
    print(f"\n{'replies a second':<28}{'all':>8}   a turn: median (middle 80 %)")
    for measured in [*everyone, *([against] if peer else [])]:
        print(f"{measured.name:<28}{measured.rate:>8,.0f}   {spread(measured.rates)}")
    print(f"\n{'ratio':<28}{'all':>8}   a turn: median (middle 80 %)")
    for ours in contestants:
        name = ours.measured.name
        tell_ratio(ours.measured, ours.measured_core, GOALS.get((name, "core")))
        if peer is not None:
            tell_ratio(ours.measured, against, GOALS.get((name, "aiogram")))
    if peer is not None:
        print(f"aiogram had {peer.at_once} updates in hand at once, the quickest of those tried.")


def tell_ratio(one: Measured, other: Measured, goal: float | None) -> None:
    """How many times quicker one is, over all and turn by turn."""
    ratios = [a / b for a, b in zip(one.rates, other.rates, strict=True)]
    wanted = f", goal {goal:g}" if goal is not None else ""
    name = f"{one.name} / {other.name.removeprefix(one.name + ', ')}"
    print(f"{name:<28}{one.rate / other.rate:>8.2f}   {spread(ratios, '.2f')}{wanted}")


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--families", type=int, default=5_000)
    options.add_argument("--turn", type=int, default=500, help="replies in a turn")
    options.add_argument("--peer", help="the Python of an environment with aiogram[redis]")
    options.add_argument("--only", choices=("sqlite", "postgresql"))
    chosen = options.parse_args()
    databases = [chosen.only] if chosen.only else ["sqlite", "postgresql"]
    asyncio.run(measure(chosen.families, chosen.turn, chosen.peer, databases))


if __name__ == "__main__":
    main()
