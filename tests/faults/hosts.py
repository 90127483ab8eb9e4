"""Two hosts on one database, and a place where they are made to meet between reading and writing."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from sqlalchemy import Connection, Select, event

from bot.service import Service
from domain.channels import ChannelName
from storage import candidates
from storage import database as storage_database
from storage.database import Database
from tests.story import Town

LONG = 60.0
"""Seconds within which two hosts that nothing holds back meet, also on a machine with much to do."""
SHORT = 0.5
"""Seconds that a host waits for one that a lock keeps away."""


def address(town: Town) -> str:
    """The address of the town's database."""
    return town.database.engine.url.render_as_string(hide_password=False)


@contextmanager
def two_hosts(town: Town) -> Iterator[tuple[Service, Service]]:
    """Two more hosts of the same service, each with its own connections, threads and row numbers."""
    databases = [Database(address(town)), Database(address(town))]
    channels = {(town.settings.key, ChannelName.SIMULATED): town.phones}
    one, other = (Service(database, town.service.house, channels, town.clock) for database in databases)
    try:
        yield one, other
    finally:
        for database in databases:
            database.close()


def meet_before(statement: str, hosts: tuple[Service, Service], patience: float) -> None:
    """The first time each host is about to run ``statement``, it waits there for the other, but not for ever."""
    barrier = Barrier(2)
    for host in hosts:
        _stop_once(host, statement, barrier, patience)


def _stop_once(host: Service, statement: str, barrier: Barrier, patience: float) -> None:
    been_there = False

    def wait(_: Connection, __: Any, sql: str, *___: Any) -> None:
        nonlocal been_there
        if been_there or not sql.startswith(statement):
            return
        been_there = True
        try:
            barrier.wait(patience)
        except BrokenBarrierError:
            return

    store = host.store
    assert isinstance(store, Database)
    event.listen(store.engine, "before_cursor_execute", wait)


def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the locks away: row locks and the planning lock on PostgreSQL, the early write lock on SQLite."""

    def begin_late(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    monkeypatch.setattr(Select, "with_for_update", lambda self, **_: self)
    monkeypatch.setattr(candidates, "lock_planning", lambda *_: None)
    monkeypatch.setattr(storage_database, "_begin_immediate", begin_late)
