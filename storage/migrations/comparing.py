"""Compare a database with the tables as the program knows them, and write the difference as a revision."""

from typing import Any, Literal

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from storage.tables import metadata
from storage.types import Instant


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Revisions stand on their own: they name the database's type, not ours, which may change."""
    if kind == "type" and isinstance(item, Instant):
        return 'sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite")'
    return False


def differences(connection: Connection) -> list[Any]:
    """What would have to change for the database to have exactly our tables; empty when it has."""
    context = MigrationContext.configure(connection, opts={"compare_type": _types_differ})
    return list(compare_metadata(context, metadata))


def _types_differ(_context: Any, _column: Any, _metadata_column: Any, there: Any, ours: Any) -> bool | None:
    """A moment is compared as what it is stored as; the rest as Alembic does."""
    if isinstance(ours, Instant):
        return str(there).split("(")[0] not in ("TIMESTAMP", "BIGINT")
    return None
