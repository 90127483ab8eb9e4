"""The database: one writer thread with group commit on SQLite, a pool of connections on PostgreSQL.

Both run the same synchronous SQLAlchemy Core statements in threads of their own; asyncio only waits for them
(``docs/decisions/storage.md`` says why).
"""

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, NestedTransaction, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from domain.ports import UnitOfWork
from storage.ids import Ids
from storage.trouble import plain_errors
from storage.unit import Unit

T = TypeVar("T")

GROUP = 64
"""How many small writes share one commit at most."""

IDS_IN_HAND = 25_000
"""More row numbers than any one unit of work needs: a page of the planner takes four for each child at most."""

WRITERS = 8
"""How many units of work a host writes at once on PostgreSQL."""


def make_engine(url: str) -> Engine:
    """An engine for ``sqlite:///PATH`` or ``postgresql://…``; the driver is chosen here, not by the operator."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        address = parsed.set(drivername="postgresql+psycopg")
        # An error's words never repeat the values of a statement: they are numbers, names and texts of families.
        engine = create_engine(address, pool_size=12, max_overflow=4, hide_parameters=True)
        event.listen(engine, "connect", _prepare_postgresql)
        return engine
    engine = create_engine(parsed, hide_parameters=True)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_postgresql(connection: Any, _: object) -> None:
    # As long as SQLite's busy_timeout: whoever waits for longer hears that the database is locked, and tries again.
    connection.execute("SET lock_timeout = '10s'")
    connection.commit()


def _prepare_sqlite(connection: Any, _: object) -> None:
    # What was acknowledged survives a power cut (synchronous=FULL); group commit pays for it.
    connection.isolation_level = None
    cursor = connection.cursor()
    # A batch writes many rows to each page it touches: half as many pages are half as many calls of the system.
    # Only a new file takes it; 8 KB is PostgreSQL's size, too.
    cursor.execute("PRAGMA page_size=8192")
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.execute("PRAGMA temp_store=MEMORY")
    cursor.execute("PRAGMA cache_size=-32000")
    # 64 MB. A batch writes more than the usual 4: moved into the file at every commit, that would wait twice more.
    cursor.execute("PRAGMA wal_autocheckpoint=8000")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    # The write lock is taken before anything is read, so that no transaction has to be undone for a stale read.
    readonly = connection.get_execution_options().get("reads_only", False)
    connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")


@dataclass(slots=True)
class _Job:
    work: Callable[[Connection], Any]
    done: Future[Any]


class Database:
    """Where everything is kept. ``write`` and ``work`` commit before they return; ``read`` never changes anything.

    All raise ``StoreUnavailable`` where the database is locked, full or away, and ``Overtaken`` where a row of another
    host stands in the way.
    """

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.is_postgresql = self.engine.dialect.name == "postgresql"
        self._readers = ThreadPoolExecutor(4, thread_name_prefix="reader")
        self._writers: ThreadPoolExecutor | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._ids = Ids(block=20_000)
        self._reserving = threading.Lock()
        if self.is_postgresql:
            self._writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="writer")
        else:
            self._thread = threading.Thread(target=self._write_in_groups, name="writer", daemon=True)
            self._thread.start()

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` in a transaction and commit; whatever it raises undoes it and comes back."""
        with plain_errors():
            if self._writers is not None:
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(self._writers, self._write_alone, work)
            job = _Job(work, Future())
            self._jobs.put(job)
            result: T = await asyncio.wrap_future(job.done)
            return result

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` on a connection of its own and undo whatever it did."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, work)

    def read_now(self, work: Callable[[Connection], T]) -> T:
        """``read`` for code that is not asynchronous (the command line)."""
        with plain_errors(), self.engine.connect().execution_options(reads_only=True) as connection:
            return work(connection)

    def write_now(self, work: Callable[[Connection], T]) -> T:
        """``write`` for code that is not asynchronous (the command line)."""
        with plain_errors():
            if self._writers is not None:
                return self._write_alone(work)
            job = _Job(work, Future())
            self._jobs.put(job)
            result: T = job.done.result()
            return result

    async def work(self, unit: Callable[[UnitOfWork], T]) -> T:
        """Run one unit of work of the bot and commit it."""

        def run(connection: Connection) -> T:
            one = Unit(connection, self._ids)
            result = unit(one)
            one.write()
            return result

        return await self.write(run)

    def new_id(self) -> int:
        """A number for a new row, for writes that are not units of work; call it inside ``write`` only."""
        return self._ids.new()

    def _write_alone(self, work: Callable[[Connection], T]) -> T:
        # Enough for every writer at once; shared, so that a later row of this host has a higher number.
        with self._reserving:
            self._ids.reserve(self.engine, WRITERS * IDS_IN_HAND)
        with self.engine.begin() as connection:
            return work(connection)

    def _write_in_groups(self) -> None:
        connection: Connection | None = None
        while True:
            group = self._next_group()
            if not group:
                if connection is not None:
                    connection.close()
                return
            # From here on nobody who goes away (a webhook whose caller hung up) can disturb its neighbours.
            jobs = [job for job in group if job.done.set_running_or_notify_cancel()]
            if not jobs:
                continue
            try:
                if connection is None:
                    connection = self.engine.connect()
                self._ids.reserve(connection, IDS_IN_HAND)
                _commit_group(connection, jobs)
            except BaseException as error:  # noqa: BLE001 - the thread must outlive a full disk
                for job in jobs:
                    if not job.done.done():
                        job.done.set_exception(error)
                if connection is not None:
                    connection.invalidate()
                    connection.close()
                connection = None

    def _next_group(self) -> list[_Job]:
        job = self._jobs.get()
        if job is None:
            return []
        jobs = [job]
        while len(jobs) < GROUP:
            try:
                following = self._jobs.get_nowait()
            except queue.Empty:
                break
            if following is None:
                self._jobs.put(None)
                break
            jobs.append(following)
        return jobs

    def close(self) -> None:
        """Finish what is being written and close every connection."""
        if self._thread is not None:
            self._jobs.put(None)
            self._thread.join()
        if self._writers is not None:
            self._writers.shutdown(wait=True)
        self._readers.shutdown(wait=True)
        self.engine.dispose()


def _commit_group(connection: Connection, jobs: list[_Job]) -> None:
    """Run each job in a savepoint of its own and commit them together; one that fails undoes only itself."""
    results: list[tuple[_Job, Any, BaseException | None]] = []
    with connection.begin():
        for job in jobs:
            if len(jobs) == 1:
                results.append((job, job.work(connection), None))
                continue
            savepoint = connection.begin_nested()
            try:
                result = job.work(connection)
                savepoint.commit()
                results.append((job, result, None))
            except Exception as error:  # noqa: BLE001 - handed to whoever asked for the work
                _undo(savepoint, error)
                results.append((job, None, error))
    for job, result, failure in results:
        if failure is None:
            job.done.set_result(result)
        else:
            job.done.set_exception(failure)


def _undo(savepoint: NestedTransaction, failure: Exception) -> None:
    try:
        savepoint.rollback()
    except DBAPIError:
        # A full disk has undone the whole transaction, savepoints and all: that is what everybody is told.
        raise failure from None
