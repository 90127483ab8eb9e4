"""Every story is lived through on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from storage.database import make_engine
from storage.tables import metadata
from tests.postgres import Postgres
from tests.stories.course_town import with_courses
from tests.stories.daycare_town import settings as with_a_daycare
from tests.story import Town, sqlite_url, town_on


def make_tables(url: str) -> None:
    """The tables of the product in an empty database."""
    engine = make_engine(url)
    metadata.create_all(engine)
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database with the product's tables, on each engine."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path)
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    with postgres.database(template=postgres.template("tables", make_tables)) as url:
        yield url


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    """Hedensted on an ordinary Monday morning."""
    with town_on(database_url) as one:
        yield one


@pytest.fixture
def town_with(database_url: str) -> Iterator[Callable[..., Town]]:
    """A town with settings or a day of its own: ``town_with(start=…, settings=…)``."""
    with ExitStack() as stack:

        def make(**about: object) -> Town:
            return stack.enter_context(town_on(database_url, **about))  # type: ignore[arg-type]

        yield make


@pytest.fixture
def course_town(town_with: Callable[..., Town]) -> Town:
    """A town where families are invited to the parent course."""
    return town_with(settings=with_courses())


@pytest.fixture
def place(town_with: Callable[..., Town]) -> Town:
    """A town with one window a week ahead; it is Monday 4 May, eight o'clock."""
    return town_with(settings=with_a_daycare())


# Telling
