"""Column types that mean the same on SQLite and PostgreSQL."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, DateTime, Dialect, Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta.resolution


class Instant(TypeDecorator[datetime]):
    """A moment, always aware in Python: ``timestamptz`` on PostgreSQL, microseconds since 1970 on SQLite.

    A naive datetime is refused on the way in, so that no local time is ever stored as if it were UTC.
    """

    # Most columns that a batch reads and writes are moments: one function a value, nothing around it. A number takes
    # a quarter of the room that text would, in the row and in every index.
    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """SQLite has no type for moments."""
        return dialect.type_descriptor(BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True))

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """How a moment is written."""
        return _as_number if dialect.name == "sqlite" else _as_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """How a moment is read."""
        return _from_number if dialect.name == "sqlite" else _from_server


def _as_utc(moment: datetime | None) -> datetime | None:
    if moment is None:
        return None
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be stored: give it one")
    return moment.astimezone(UTC)


@lru_cache(maxsize=4_096)
def _as_number(moment: datetime | None) -> int | None:
    utc = _as_utc(moment)
    return None if utc is None else (utc - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=4_096)
def _from_number(stored: int | None) -> datetime | None:
    return None if stored is None else _EPOCH + timedelta(microseconds=stored)


def _from_server(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)


class year_and_month(FunctionElement[int]):  # noqa: N801 - reads as a function: year_and_month(booking.c.start)
    """A moment's year and month in UTC as one number: 202610."""

    type = Integer()
    inherit_cache = True

    def __init__(self, moment: ColumnElement[datetime]) -> None:
        super().__init__(moment)


@compiles(year_and_month, "postgresql")
def _from_moment(element: year_and_month, compiler: SQLCompiler, **options: Any) -> str:
    moment = compiler.process(element.clauses, **options)
    return f"CAST(to_char({moment} AT TIME ZONE 'UTC', 'YYYYMM') AS INTEGER)"


@compiles(year_and_month, "sqlite")
def _from_microseconds(element: year_and_month, compiler: SQLCompiler, **options: Any) -> str:
    moment = compiler.process(element.clauses, **options)
    return f"CAST(strftime('%Y%m', {moment} / 1000000, 'unixepoch') AS INTEGER)"
