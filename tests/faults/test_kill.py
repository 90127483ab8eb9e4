"""``kill -9`` at many moments: no reply lost, nothing booked twice, nothing sent twice but what is in doubt."""

import multiprocessing
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from storage import tables as t
from storage.database import Database
from tests.faults import worker
from tests.faults.worker import KINDS, Step
from tests.postgres import Postgres
from tests.story import COPENHAGEN, town_on

PHONES = ("+4500000011", "+4500000012", "+4500000013", "+4500000014")
LEASE_IS_OVER = timedelta(minutes=6)
PATIENCE = 60.0

MONDAY, WEDNESDAY, FRIDAY = (datetime(2026, 5, day, 12, tzinfo=COPENHAGEN) for day in (4, 6, 8))
STORY: tuple[tuple[Any, ...], ...] = (
    ("at", MONDAY),
    ("plan",),
    ("at", WEDNESDAY),
    ("run",),
    ("reply", "a1", PHONES[0], "1"),
    ("reply", "b1", PHONES[1], "nej tak"),
    ("reply", "c1", PHONES[2], "3"),
    ("run",),
    ("reply", "b2", PHONES[1], "4"),
    ("reply", "c2", PHONES[2], "1"),
    ("reply", "d1", PHONES[3], "1"),
    ("run",),
    ("at", FRIDAY),
    ("run",),
    ("reply", "a2", PHONES[0], "kan ikke"),
    ("reply", "d2", PHONES[3], "STOP"),
    ("run",),
    ("reply", "a3", PHONES[0], "1"),
    ("run",),
    # What was in the hands of a process that died is taken up when its lease is over.
    ("at", FRIDAY + timedelta(hours=1)),
    ("run",),
)
REPLIES = [command[1] for command in STORY if command[0] == "reply"]


def set_the_scene(url: str) -> None:
    """Four families of one nurse with times enough for all."""
    with town_on(url, start=MONDAY) as town:
        anna = town.nurse()
        days = ("12", "13", "18", "19", "20", "21", "22", "26", "27", "28")
        town.times(anna, *(f"2026-05-{day}T{hour}:00" for day in days for hour in ("09", "13")))
        for phone in PHONES:
            town.family(phone, nurse=anna)


@pytest.fixture(scope="session")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the scene, to be copied."""
    file = tmp_path_factory.mktemp("scene") / "scene.sqlite"
    set_the_scene(f"sqlite:///{file}")
    return file


@dataclass
class Stage:
    """Where the story is told again and again, each time on a fresh copy of the scene."""

    request: pytest.FixtureRequest
    folder: Path
    on_postgresql: bool
    set_scene: Callable[[str], None] = set_the_scene
    scene: str = "scene"
    count: int = 0

    @contextmanager
    def copy(self) -> Iterator[tuple[str, Path]]:
        """The address of a fresh copy, and a folder for the gateway."""
        self.count += 1
        folder = self.folder / str(self.count)
        folder.mkdir()
        if self.on_postgresql:
            postgres: Postgres = self.request.getfixturevalue("postgres")
            with postgres.database(template=postgres.template(f"kill{self.scene}", self.set_scene)) as url:
                yield url, folder
        else:
            shutil.copy(self.request.getfixturevalue(self.scene), folder / "town.sqlite")
            yield f"sqlite:///{folder / 'town.sqlite'}", folder


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    return Stage(request, tmp_path, request.param == "postgresql")


@dataclass
class Teller:
    """Feeds the story to a worker and starts another whenever one has died, as a service manager and a gateway do."""

    url: str
    folder: Path
    deaths: list[Step] = field(default_factory=list)
    story: tuple[tuple[Any, ...], ...] = STORY
    about: dict[str, Any] = field(default_factory=dict)
    """What is unlike the municipality of the other stories."""
    died: int = 0
    late: timedelta = timedelta()

    def tell(self) -> dict[str, int]:
        """The whole story; returns how often each step was reached by the last worker."""
        at = MONDAY
        self._start(at)
        for what, *about in self.story:
            if what == "at":
                at = about[0]
            while not self._done(what, at, about):
                self._restart(at)
        while (reached := self._reached()) is None:
            # It died after its last answer: what it left behind is seen to.
            self._restart(at)
            while not self._done("run", at, ()):
                self._restart(at)
        self._process.join(PATIENCE)
        return reached

    def _reached(self) -> dict[str, int] | None:
        """How often the worker reached each step; None when it died before it could say so."""
        try:
            self._pipe.send(("end",))
            reached: dict[str, int] = self._pipe.recv()
        except (EOFError, ConnectionError):
            self._process.join(PATIENCE)
            assert self._process.exitcode == -9, "the worker died of something else"
            return None
        return reached

    def _restart(self, at: datetime) -> None:
        self.died += 1
        self.late += LEASE_IS_OVER
        self._start(at)

    def _start(self, at: datetime) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.faults.worker"])
        self._pipe, theirs = context.Pipe()
        dies_at = self.deaths.pop(0) if self.deaths else None
        arguments = (self.url, str(self.folder), (at + self.late).isoformat(), dies_at, theirs, self.about)
        self._process = context.Process(target=worker.run, args=arguments, daemon=True)
        self._process.start()
        theirs.close()

    def _done(self, what: str, at: datetime, about: Sequence[Any]) -> bool:
        told = ((at + self.late).isoformat(),) if what == "at" else tuple(about)
        try:
            self._pipe.send((what, *told))
            assert self._pipe.poll(PATIENCE), "the worker hangs"
            return bool(self._pipe.recv() == "done")
        except (EOFError, ConnectionError):
            self._process.join(PATIENCE)
            assert self._process.exitcode == -9, "the worker died of something else"
            return False


@dataclass(frozen=True)
class Ending:
    """What stands in the database and what the phones got, once all is quiet."""

    replies: dict[str, str]
    bookings: tuple[tuple[int, str, int], ...]
    taken: dict[int, int]
    written: Counter[tuple[int, str]]
    outbox: dict[int, Any]
    sent: Counter[int]


def ending(url: str, folder: Path) -> Ending:
    """Look, from outside."""
    database = Database(url)

    def look(connection: Connection) -> Ending:
        outbox = {row.id: row for row in connection.execute(select(t.outbox))}
        bookings = connection.execute(
            select(t.booking.c.family_id, t.booking.c.state, t.booking.c.slot_id).order_by(
                t.booking.c.family_id, t.booking.c.booked_at
            )
        )
        slots = connection.execute(select(t.slot.c.id, t.slot.c.taken))
        inbox = connection.execute(select(t.inbox.c.provider_id, t.inbox.c.state))
        lines = (folder / "sent").read_text().split()
        return Ending(
            dict(inbox.all()),
            tuple(tuple(row) for row in bookings),
            dict(slots.all()),
            Counter((row.family_id, row.key) for row in outbox.values()),
            outbox,
            Counter(map(int, lines)),
        )

    try:
        return database.read_now(look)
    finally:
        database.close()


def nothing_is_lost_or_doubled(found: Ending, undisturbed: Ending) -> None:
    """The promises, whatever happened on the way."""
    assert found.replies == dict.fromkeys(REPLIES, "done")
    assert found.bookings == undisturbed.bookings
    standing = [slot for _, state, slot in found.bookings if state == "booked"]
    assert len(standing) == len(set(standing))
    assert found.taken == undisturbed.taken
    assert found.written == undisturbed.written
    for number, row in found.outbox.items():
        times = found.sent[number]
        match row.state:
            case "sent":
                # Sent once more when its first sending was interrupted; an invitation never is.
                assert times == 1 or (times == 2 and row.occasion != "invitation"), row.occasion
            case "in_doubt":
                assert times <= (1 if row.occasion == "invitation" else 2)
            case "dropped":
                assert times == 0
            case other:
                raise AssertionError(f"a message is left {other}")


def told(stage: Stage, *deaths: Step) -> tuple[Ending, int, dict[str, int]]:
    """The story with these deaths."""
    with ExitStack() as stack:
        url, folder = stack.enter_context(stage.copy())
        teller = Teller(url, folder, list(deaths))
        reached = teller.tell()
        return ending(url, folder), teller.died, reached


def some_of(reached: dict[str, int], each: int, seed: int) -> list[Step]:
    """Seeded moments of each kind; the last always among them."""
    chance = random.Random(seed)
    steps: list[Step] = []
    for kind in KINDS:
        numbers = chance.sample(range(1, reached[kind] + 1), min(each, reached[kind]))
        steps += [(kind, number) for number in sorted(numbers)]
    return steps


def in_doubt_at_most(found: Ending) -> None:
    """One death interrupts at most the messages of one batch."""
    doubled = [number for number, times in found.sent.items() if times > 1]
    assert len(doubled) <= len(PHONES)


def test_killed_at_any_kind_of_moment_nothing_is_lost_or_doubled(stage: Stage) -> None:
    undisturbed, died, reached = told(stage)
    assert died == 0
    assert set(undisturbed.sent.values()) == {1}
    assert {row.state for row in undisturbed.outbox.values()} == {"sent"}
    assert [state for _, state, _ in undisturbed.bookings].count("booked") == 3
    for step in some_of(reached, each=2, seed=7):
        found, died, _ = told(stage, step)
        assert died == 1, step
        nothing_is_lost_or_doubled(found, undisturbed)
        in_doubt_at_most(found)


def test_a_message_the_gateway_had_taken_is_sent_once_more_unless_it_is_an_invitation(stage: Stage) -> None:
    undisturbed, _, _ = told(stage)
    first, *_ = sorted(undisturbed.outbox)
    assert undisturbed.outbox[first].occasion == "invitation"
    found, _, _ = told(stage, ("accepted", 1))
    assert found.outbox[first].state == "in_doubt"
    assert found.sent[first] == 1
    nothing_is_lost_or_doubled(found, undisturbed)
    # The fifth message is the first answer.
    found, _, _ = told(stage, ("accepted", 5))
    [doubled] = [number for number, times in found.sent.items() if times > 1]
    assert found.outbox[doubled].occasion == "answer"
    assert found.outbox[doubled].state == "sent"
    nothing_is_lost_or_doubled(found, undisturbed)


@pytest.mark.slow
def test_killed_at_very_many_moments_and_several_times(stage: Stage) -> None:
    undisturbed, _, reached = told(stage)
    every = [(kind, number) for kind in KINDS[1:] for number in range(1, reached[kind] + 1)]
    # A fresh PostgreSQL database costs more than the story told in it.
    chosen = every[:: 5 if stage.on_postgresql else 2] + some_of(reached, each=9, seed=11)
    assert len(set(chosen)) >= 60, "these are not very many moments"
    for step in dict.fromkeys(chosen):
        found, _, _ = told(stage, step)
        nothing_is_lost_or_doubled(found, undisturbed)
    chance = random.Random(13)
    for _ in range(15):
        deaths = [
            (kind := chance.choice(KINDS), chance.randint(1, max(2, reached[kind] // 3))) for _ in range(3)
        ]
        found, _, _ = told(stage, *deaths)
        nothing_is_lost_or_doubled(found, undisturbed)
