"""Column types that mean the same on SQLite and PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import DateTime, Dialect
from sqlalchemy.types import TypeDecorator


class Instant(TypeDecorator[datetime]):
    """A moment, always aware in Python: ``timestamptz`` on PostgreSQL, UTC text on SQLite.

    A naive datetime is refused on the way in, so that no local time is ever stored as if it were UTC.
    """

    # Most columns that a batch reads and writes are moments: one function a value, nothing around it.
    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """How a moment is written."""
        return _as_text if dialect.name == "sqlite" else _as_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """How a moment is read."""
        return _from_text if dialect.name == "sqlite" else _from_server


def _as_utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored: give it one")
    return moment.astimezone(UTC)


@lru_cache(maxsize=4_096)
def _as_text(moment: datetime | None) -> str | None:
    """As SQLAlchemy writes a ``DateTime`` on SQLite, so that moments compare as text."""
    utc = _as_utc(moment)
    return None if utc is None else utc.replace(tzinfo=None).isoformat(" ", "microseconds")


@lru_cache(maxsize=4_096)
def _from_text(stored: str | None) -> datetime | None:
    return None if stored is None else datetime.fromisoformat(f"{stored}+00:00")


def _from_server(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)
