"""A full disk, a locked database, a clock that is set: a clear line in the log, and no reply is lost."""

import asyncio
import sqlite3
import traceback
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from sqlalchemy import Connection, event
from sqlalchemy.exc import OperationalError

from bot import outbox, workers
from bot.channels.kannel import KannelChannel, KannelSettings
from bot.inbox import Inbox
from bot.messages.segments import is_gsm7
from bot.workers import Workers
from domain.channels import ChannelName, Outgoing, Sent
from domain.ports import Overtaken, StoreTrouble, StoreUnavailable
from scheduler.clock_watch import ClockWatch
from scheduler.ticks import Ticks
from storage import tables as t
from storage.database import Database
from storage.trouble import in_plain_words
from tests.faults.hosts import address
from tests.faults.outage import events, logged
from tests.story import HEDENSTED, MONDAY, Clock, Town, sqlite_url, town_on
from tests.web.office import Office, office_on
from web.application import make_app

MOTHER, FATHER = "+4500000011", "+4500000012"
SECRET = "an-invented-secret"
LONG_TEXT = "Vi vil gerne have besøg. " * 200


class Disk:
    """The disk under a SQLite file, which can be filled and emptied."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._most = 2**30
        event.listen(database.engine, "connect", lambda connection, _: self._limit(connection))

    def _limit(self, connection: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {self._most}")

    def fill(self) -> None:
        """Not one more page fits."""
        self._set(1)

    def empty(self) -> None:
        """There is room again."""
        self._set(2**30)

    def _set(self, pages: int) -> None:
        # SQLite never takes less than the file has already.
        self._most = pages

        def limit(connection: Connection) -> None:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

        self._database.write_now(limit)


def impatient(database: Database) -> None:
    """Wait for a lock for a tenth of a second only."""

    def hurry(connection: Any, _: object) -> None:
        if database.is_postgresql:
            connection.execute("SET lock_timeout = '100ms'")
            connection.commit()
        else:
            connection.execute("PRAGMA busy_timeout = 100")

    event.listen(database.engine, "connect", hurry)
    database.engine.dispose()
    if not database.is_postgresql:
        database.write_now(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout = 100"))


@contextmanager
def locked(town: Town) -> Iterator[None]:
    """Another program has the whole inbox and outbox to itself."""
    if town.database.is_postgresql:
        url = address(town).replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(url) as other:
            other.execute("LOCK TABLE inbox, outbox IN ACCESS EXCLUSIVE MODE")
            yield
        return
    assert town.database.engine.url.database is not None
    other_file = sqlite3.connect(town.database.engine.url.database, isolation_level=None)
    other_file.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other_file.execute("ROLLBACK")
        other_file.close()


async def invited(town: Town, phone: str = MOTHER) -> int:
    """A family with two times in front of it."""
    anna = town.nurse()
    town.times(anna, *(f"2026-05-{day}T10:00" for day in ("12", "13", "19", "20", "21", "22")))
    family = town.family(phone, nurse=anna)
    await town.invite()
    return family


@asynccontextmanager
async def working(town: Town, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Workers]:
    """The service's own workers, which do not wait long after a failure."""
    monkeypatch.setattr(workers, "PAUSE_AFTER_FAILURE", 0.05)
    running = Workers(town.service)
    running.start()
    try:
        yield running
    finally:
        await running.stop()


async def until(done: Callable[[], Any]) -> None:
    """Wait for what other tasks bring about."""
    async with asyncio.timeout(30):
        while not done():  # noqa: ASYNC110 - a row in a database is awaited
            await asyncio.sleep(0.02)


# A full disk (under SQLite's file; what a full PostgreSQL says stands in the table below).


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """The town with its real web pages, which Kannel may call."""
    async with office_on(tmp_path, public_url="https://booking.example.dk") as office:
        kannel = KannelChannel(KannelSettings("user", "word", SECRET, "1234", "https://x.example"), is_gsm7)
        inbox = Inbox(
            office.town.database,
            {HEDENSTED: office.town.settings},
            {(HEDENSTED, ChannelName.KANNEL): kannel},
            office.town.clock,
        )
        await office.server.close()
        office.reopen(make_app(replace(office.services, inbox=inbox)))
        await office.server.start_server()
        yield office
        await kannel.close()


async def kannel_brings(office: Office, number: int, text: str) -> int:
    """Kannel's callback with a family's text; the status it is answered with."""
    query = {"secret": SECRET, "id": f"k{number}", "from": MOTHER, "text": text, "charset": "UTF-8"}
    client = office.visitor().client
    async with client.get(f"/webhooks/hedensted/kannel/inbound?{urlencode(query)}") as answer:
        await answer.read()
        return answer.status


async def test_a_webhook_on_a_full_disk_is_not_told_that_its_text_was_stored(office: Office) -> None:
    town = office.town
    disk = Disk(town.database)
    disk.fill()
    with logged() as lines:
        statuses = [await kannel_brings(office, number, LONG_TEXT) for number in range(40)]
    accepted = statuses.index(503)
    assert set(statuses[:accepted]) <= {200}
    assert set(statuses[accepted:]) == {503}
    assert {line["why"] for line in events(lines, "store_unavailable")} == {StoreTrouble.FULL}
    assert len(town.rows(t.inbox)) == accepted
    disk.empty()
    # Kannel brings again what it was not thanked for, and now and then something twice.
    assert [await kannel_brings(office, number, LONG_TEXT) for number in range(40)] == [200] * 40
    assert len(town.rows(t.inbox)) == 40


async def test_on_a_full_disk_replies_wait_and_are_answered_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with town_on(sqlite_url(tmp_path)) as town:
        family = await invited(town)
        for number in range(60):
            await town.writes(f"+45000010{number:02}", "hej")
        await town.writes(MOTHER, "1")
        disk = Disk(town.database)
        disk.fill()
        with logged() as lines:
            async with working(town, monkeypatch):
                await until(lambda: events(lines, "worker_waits"))
                assert set(town.rows(t.inbox, "state")) == {"new"}
                disk.empty()
                await until(lambda: "new" not in town.rows(t.inbox, "state"))
                await until(lambda: "queued" not in town.rows(t.outbox, "state"))
        assert {line["why"] for line in events(lines, "worker_waits")} == {StoreTrouble.FULL}
        assert events(lines, "reply_failed") == []
        assert town.rows(t.inbox, "state", sender=MOTHER) == ["done"]
        assert len(town.bookings(family)) == 1
        assert len(town.reads(MOTHER)) == 2


class Sqlite(sqlite3.OperationalError):
    """An error as SQLite itself raises it."""

    def __init__(self, name: str) -> None:
        super().__init__("told by SQLite")
        self.sqlite_errorname = name


WORDS: list[tuple[Exception, StoreTrouble | type[Overtaken] | None]] = [
    (Sqlite("SQLITE_FULL"), StoreTrouble.FULL),
    (Sqlite("SQLITE_BUSY"), StoreTrouble.LOCKED),
    (Sqlite("SQLITE_BUSY_SNAPSHOT"), StoreTrouble.LOCKED),
    (Sqlite("SQLITE_LOCKED_SHAREDCACHE"), StoreTrouble.LOCKED),
    (Sqlite("SQLITE_IOERR_FSYNC"), StoreTrouble.AWAY),
    (Sqlite("SQLITE_READONLY"), StoreTrouble.AWAY),
    (Sqlite("SQLITE_ERROR"), None),
    (psycopg.errors.DiskFull(), StoreTrouble.FULL),
    (psycopg.errors.LockNotAvailable(), StoreTrouble.LOCKED),
    (psycopg.errors.QueryCanceled(), StoreTrouble.LOCKED),
    (psycopg.errors.DeadlockDetected(), Overtaken),
    (psycopg.errors.SerializationFailure(), Overtaken),
    (psycopg.errors.AdminShutdown(), StoreTrouble.AWAY),
    (psycopg.errors.TooManyConnections(), StoreTrouble.AWAY),
    (psycopg.OperationalError("connection refused"), StoreTrouble.AWAY),
    (psycopg.errors.UndefinedTable(), None),
]


@pytest.mark.parametrize(("cause", "means"), WORDS, ids=lambda one: getattr(one, "sqlite_errorname", None))
def test_what_the_database_says_tells_what_to_do(
    cause: Exception, means: StoreTrouble | type[Overtaken] | None
) -> None:
    error = OperationalError("UPDATE guardian", {"text": "Alma"}, cause)
    plain = in_plain_words(error)
    match means:
        case StoreTrouble():
            assert isinstance(plain, StoreUnavailable)
            assert plain.why is means
        case None:
            assert plain is error
        case _:
            assert isinstance(plain, means)


def test_a_double_is_told_by_its_constraint_and_never_by_its_value(town: Town) -> None:
    town.family(MOTHER)
    with pytest.raises(Overtaken) as told:
        town.family(MOTHER)
    assert "contact" in str(told.value)
    assert MOTHER not in str(told.value)
    shown = "".join(traceback.format_exception(told.value))
    assert MOTHER not in shown


# A locked database.


async def test_a_text_that_cannot_be_stored_for_a_lock_is_refused_and_comes_again(town: Town) -> None:
    family = await invited(town)
    impatient(town.database)
    with locked(town), pytest.raises(StoreUnavailable) as refused:
        await town.writes(MOTHER, "1", provider_id="k1")
    assert refused.value.why is StoreTrouble.LOCKED
    assert town.rows(t.inbox) == []
    assert await town.writes(MOTHER, "1", provider_id="k1") == 1
    await town.service.settle()
    assert len(town.bookings(family)) == 1


async def test_a_lock_never_turns_a_reply_into_a_hand_over(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = await invited(town)
    await town.writes(MOTHER, "1")
    impatient(town.database)
    with logged() as lines:
        async with working(town, monkeypatch):
            with locked(town):
                await until(lambda: len(events(lines, "worker_waits")) >= 2)
            await until(lambda: town.rows(t.inbox, "state") == ["done"])
            await until(lambda: len(town.reads(MOTHER)) == 2)
    assert {line["why"] for line in events(lines, "worker_waits")} == {StoreTrouble.LOCKED}
    assert "hand_over" not in town.rows(t.task, "kind")
    assert len(town.bookings(family)) == 1


async def test_what_the_gateway_took_is_written_down_when_the_lock_is_gone(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would be in doubt, and sent once more."""
    await invited(town)
    await town.writes(MOTHER, "1")
    await town.service.converser.answer_waiting()
    impatient(town.database)
    monkeypatch.setattr(outbox, "RECORD_PAUSES", (0.05,) * 200)
    lock = ExitStack()
    real = town.phones.send

    async def send(message: Outgoing) -> Sent:
        sent = await real(message)
        lock.enter_context(locked(town))
        return sent

    monkeypatch.setattr(town.phones, "send", send)
    with logged() as lines:
        sending = asyncio.create_task(town.service.outbox.send_waiting())
        await until(lambda: events(lines, "record_waits"))
        lock.close()
        await sending
    assert events(lines, "record_waits")[0]["why"] is StoreTrouble.LOCKED
    assert set(town.rows(t.outbox, "state")) == {"sent"}
    town.clock.at += timedelta(hours=1)
    await town.service.settle()
    assert len(town.reads(MOTHER)) == 2


# A clock that is set.


async def test_a_clock_that_is_set_forward_and_back_loses_no_reply(town: Town) -> None:
    family = await invited(town)
    right = town.clock.at
    await town.writes(MOTHER, "1")
    town.clock.at = right + timedelta(days=3)
    await town.service.catch_up()
    assert len(town.bookings(family)) == 1
    town.clock.at = right
    said = await town.says(MOTHER, "hvornår kommer I?")
    assert "12. maj" in said
    assert set(town.rows(t.inbox, "state")) == {"done"}
    assert "queued" not in town.rows(t.outbox, "state", occasion="answer")
    # What fell due too early is not said again when its hour comes.
    reads = len(town.reads(MOTHER))
    await town.pass_until(right + timedelta(days=3))
    assert len(town.reads(MOTHER)) == reads


async def test_an_answer_queued_before_the_clock_was_set_back_leaves_at_its_hour(town: Town) -> None:
    await invited(town)
    await town.writes(MOTHER, "1")
    await town.service.converser.answer_waiting()
    right = town.clock.at
    town.clock.at = right - timedelta(hours=1)
    await town.service.settle()
    await town.pass_until(right)
    assert len(town.reads(MOTHER)) == 2


class Steady:
    """A clock that only ever grows, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_the_watch_tells_a_set_clock_from_time_that_goes_by() -> None:
    clock, steady = Clock(MONDAY), Steady()
    watch = ClockWatch(clock, steady)
    moves = ((60.0, 60.0, 0.0), (5.0, 3605.0, 3600.0), (5.0, -7195.0, -7200.0), (5.0, 7.0, 0.0))
    for steadily, by_the_wall, told in moves:
        steady.seconds += steadily
        clock.at += timedelta(seconds=by_the_wall)
        assert watch.jumped() == told


async def test_a_set_clock_is_logged_and_the_ticks_begin_anew(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ClockWatch.watch, "__defaults__", (0.01,))
    woken: list[None] = []
    ticked: list[str] = []

    async def remember(name: str, _: datetime) -> None:
        ticked.append(name)

    async def purge() -> None:
        return None

    ticks = Ticks(town.service, lambda: woken.append(None), remember, purge)
    with logged() as lines:
        ticks.start()
        await until(lambda: ticked == ["due"])
        town.clock.at -= timedelta(hours=1)
        await until(lambda: ticked == ["due", "due"])
        ticks.stop()
    [line] = events(lines, "clock_jumped")
    assert line["seconds"] == -3600
    assert woken
