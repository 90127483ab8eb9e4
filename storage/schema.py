"""Whether a database has this program's tables, and how it gets them."""

import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

MIGRATIONS = Path(__file__).parent / "migrations"
VERSION_TABLE = "alembic_version"
UPGRADE_LOCK = 1_000_001
"""PostgreSQL's advisory lock, so that two hosts that upgrade at once wait for each other."""


class SchemaState(StrEnum):
    """A database against this program."""

    CURRENT = "current"
    BEHIND = "behind"
    NEWER = "newer"
    EMPTY = "empty"


class UnknownTables(RuntimeError):
    """The database has tables, but no note of which revision they are."""

    def __init__(self) -> None:
        super().__init__(
            "the database has tables of unknown origin; give an empty database, or restore a backup of one of ours"
        )


def check(engine: Engine) -> SchemaState:
    """How a database's tables stand to this program's; reads two small things, quick enough for every start."""
    with engine.connect() as connection:
        return state_of(connection)


def state_of(connection: Connection) -> SchemaState:
    """How the tables behind a connection stand to this program's."""
    found = _revision(connection)
    if found is None:
        return SchemaState.EMPTY
    if found == revisions()[-1]:
        return SchemaState.CURRENT
    return SchemaState.BEHIND if found in revisions() else SchemaState.NEWER


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


@cache
def revisions() -> tuple[str, ...]:
    """The revisions this program knows, oldest first, by the names of their files."""
    names = (path.name for path in (MIGRATIONS / "versions").glob("r*.py"))
    return tuple(sorted(found[1] for name in names if (found := re.match(r"r(\d{4})_", name))))


def upgrade(engine: Engine) -> SchemaState:
    """Bring a database to this program's tables, in one transaction, and say what it was before.

    A current or newer one is left alone. Raises ``UnknownTables``.
    """
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": UPGRADE_LOCK})
        before = state_of(connection)
        if before is SchemaState.EMPTY and inspect(connection).get_table_names():
            raise UnknownTables
        if before in (SchemaState.EMPTY, SchemaState.BEHIND):
            _run(connection)
    return before


def _run(connection: Any) -> None:
    # Alembic is needed here alone: a start that finds its tables does without it.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
