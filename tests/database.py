"""A database with our tables, once on SQLite and once on PostgreSQL: what passes on one passes on both."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from storage.database import make_engine
from storage.tables import metadata
from tests.postgres import Postgres


def create_tables(url: str) -> None:
    """Make every table in an empty database."""
    engine = make_engine(url)
    metadata.create_all(engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An engine on an empty database with every table."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'test.sqlite'}"
        create_tables(url)
        made = make_engine(url)
        yield made
        made.dispose()
        return
    server: Postgres = request.getfixturevalue("postgres")
    with server.database(template=server.template("tables", create_tables)) as url:
        made = make_engine(url)
        yield made
        made.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection without a transaction yet."""
    with engine.connect() as made:
        yield made
