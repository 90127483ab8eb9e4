"""The service as a process of its own that a test feeds, and that kills itself at a step it was told.

Started from a fork server, because it dies often. The gateway is a file: a line in it is what a family's phone got.
"""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

from sqlalchemy import event

from bot.conversing import House
from bot.course_desk import CourseDesk
from bot.messages.catalogue import TEXTS
from bot.messages.rendering import Renderer
from bot.service import Service
from bot.telling import Telling
from bot.understanding import read
from domain.channels import ChannelHealth, ChannelName, Inbound, Medium, Outgoing, Received, Sent
from domain.ids import DANISH, CourseId, Number
from domain.ports import UnitOfWork
from domain.replies import Expecting
from storage import database as storage_database
from storage.database import Database
from tests.stories.course_town import COSP, planned_at
from tests.story import HEDENSTED, MONDAY, Clock, danish_holiday, hedensted

# Read by the fork server, so that its many forks need not learn the languages again.
read("ja", language=DANISH, expecting=Expecting.IDLE, now=MONDAY)

Step = tuple[str, int]
"""The n-th time that a kind of step is reached."""

KINDS = ("statement", "commit", "committed", "sending", "accepted", "acknowledge")
"""Before a statement; before a commit; after one; before the gateway has a message; after; before we answer."""


@dataclass
class Fate:
    """Counts the steps and dies at one of them as if the power had gone."""

    dies_at: Step | None
    reached: Counter[str] = field(default_factory=Counter)

    def step(self, kind: str) -> None:
        self.reached[kind] += 1
        if (kind, self.reached[kind]) == self.dies_at:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class FileGateway:
    """A gateway that has a message as soon as its number stands in the file."""

    path: Path
    fate: Fate
    name: ChannelName = ChannelName.SIMULATED
    medium: Medium = Medium.SMS
    per_second: float = 1000.0

    def receive(self, *_: object) -> Any:
        raise AssertionError("replies come through the pipe")

    async def send(self, message: Outgoing) -> Sent:
        self.fate.step("sending")
        with self.path.open("ab", buffering=0) as file:
            file.write(b"%d\n" % message.id)
        self.fate.step("accepted")
        await asyncio.sleep(0)
        return Sent(f"file-{message.id}")

    async def health(self) -> ChannelHealth:
        return ChannelHealth(True)

    async def close(self) -> None:
        return None


def run(url: str, folder: str, at: str, dies_at: Step | None, pipe: Pipe, about: dict[str, Any]) -> None:
    """Do what comes through the pipe and answer each command when it is done."""
    fate = Fate(dies_at)
    _watch(fate)
    database = Database(url)
    event.listen(database.engine, "before_cursor_execute", lambda *_: fate.step("statement"))
    event.listen(database.engine, "commit", lambda *_: fate.step("commit"))
    clock = Clock(datetime.fromisoformat(at))
    house = House({HEDENSTED: hedensted(**about)}, Telling(Renderer(TEXTS), danish_holiday), danish_holiday)
    gateway = FileGateway(Path(folder) / "sent", fate)
    service = Service(database, house, {(HEDENSTED, ChannelName.SIMULATED): gateway}, clock)
    asyncio.run(_serve(service, clock, fate, pipe))
    database.close()


def _watch(fate: Fate) -> None:
    """Count every commit once it has happened, before anybody hears of it."""

    def then(kind: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def work(*given: Any) -> Any:
            result = real(*given)
            fate.step(kind)
            return result

        return work

    storage_database._commit_group = then("committed", storage_database._commit_group)
    Database._write_alone = then("committed", Database._write_alone)  # type: ignore[method-assign]


def _form(unit: UnitOfWork, service: Service, clock: Clock) -> None:
    """A leader plans course 1 with the two who come first, unless she has done so already."""
    if unit.courses.course(CourseId(1)) is not None:
        return
    first, second, *_ = unit.courses.list_of(HEDENSTED, COSP)
    course = planned_at(clock.at, largest=2)
    desk = CourseDesk(unit, service.house, clock.at, "account:1", HEDENSTED)
    assert desk.plan(course, [first.family, second.family]) == ()


async def _serve(service: Service, clock: Clock, fate: Fate, pipe: Pipe) -> None:
    while True:
        what, *about = await asyncio.to_thread(pipe.recv)
        match what:
            case "at":
                clock.at = datetime.fromisoformat(about[0])
            case "plan":
                await service.planner.plan(HEDENSTED)
                await service.plan_presence()
            case "reply":
                provider_id, phone, text = about
                received = Received((Inbound(provider_id, Number(phone), text),))
                await service.inbox.store(HEDENSTED, ChannelName.SIMULATED, Medium.SMS, received)
            case "run":
                await service.catch_up()
            case "form":
                await service.store.work(lambda unit: _form(unit, service, clock))
            case "decide":
                await service.decide_courses()
            case "end":
                pipe.send(dict(fate.reached))
                return
        fate.step("acknowledge")
        pipe.send("done")
