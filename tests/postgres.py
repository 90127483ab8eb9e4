"""A real PostgreSQL for the tests: one server for the whole run, a fresh database for each test.

    async def test_something(postgres_url): ...        an empty database, gone after the test

A room that wants its schema in it prepares a template once for the run and copies that (about 30 ms):

    @pytest.fixture
    def migrated_url(postgres):
        with postgres.database(template=postgres.template("migrated", upgrade)) as url:
            yield url
"""

import fcntl
import os
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from tests.needs import need_postgres

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Postgres:
    """The run's server: its address (`postgresql://…/postgres`), and the folder its users agree in."""

    url: str
    folder: Path

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """The address of a database of one's own, a copy of the template; gone afterwards."""
        name = f"test_{uuid.uuid4().hex}"
        self._say(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield self.address(name)
        finally:
            self._say(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def template(self, name: str, prepare: Callable[[str], None]) -> str:
        """The name of a template database; whoever asks first in this run has `prepare(url)` fill it."""
        with exclusive(self.folder):
            ready = self.folder / f"template-{name}"
            if not ready.exists():
                self._say(f"DROP DATABASE IF EXISTS template_{name} WITH (FORCE)")
                self._say(f"CREATE DATABASE template_{name}")
                prepare(self.address(f"template_{name}"))
                ready.touch()
        return f"template_{name}"

    def address(self, database: str) -> str:
        """The address of one database on this server."""
        return f"{self.url.rpartition('/')[0]}/{database}"

    def _say(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Only one of the run's workers at a time goes past here."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def start_or_join(folder: Path, owner: int) -> str:
    """The address of the run's server, started by whichever worker comes first."""
    with exclusive(folder):
        address, log = folder / "url", folder / "log"
        if not address.exists():
            command = [sys.executable, "-m", "tests.postgres_server", str(folder), str(owner)]
            # In a session of its own: Ctrl-C reaches the tests first, and the server goes after them.
            with log.open("w") as output:
                keeper = subprocess.Popen(
                    command, cwd=ROOT, stdout=output, stderr=output, start_new_session=True
                )
            while not address.exists():
                if keeper.poll() is not None:
                    pytest.fail(f"PostgreSQL did not start:\n{log.read_text()}")
                time.sleep(0.02)
        return address.read_text()


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Postgres:
    """The run's PostgreSQL server."""
    need_postgres()
    base = tmp_path_factory.getbasetemp()
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    folder = (base.parent if is_worker else base) / "postgres"
    folder.mkdir(exist_ok=True)
    return Postgres(start_or_join(folder, os.getppid() if is_worker else os.getpid()), folder)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """The address of an empty database that is this test's own."""
    with postgres.database() as url:
        yield url
