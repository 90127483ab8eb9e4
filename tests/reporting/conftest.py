"""A database with our tables, empty, on each engine."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from sqlalchemy import Connection, Engine, StaticPool, create_engine

from storage.tables import metadata
from tests.postgres import Postgres


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database of this module's own with every table; the tests fill it anew each time."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            engine = create_engine("sqlite://", poolclass=StaticPool)
        else:
            server: Postgres = request.getfixturevalue("postgres")
            url = stack.enter_context(server.database())
            engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:", 1))
        stack.callback(engine.dispose)
        metadata.create_all(engine)
        yield engine


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """A connection whose work is undone after the test."""
    with engine.connect() as connection:
        yield connection
        connection.rollback()
