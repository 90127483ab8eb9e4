"""A database error as the bot may know it: what to do now, and no value of any row in its words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy.exc import DBAPIError, IntegrityError

from domain.ports import Overtaken, StoreTrouble, StoreUnavailable

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_DISK_FULL = "53100"
_NOT_NOW = {"55P03": StoreTrouble.LOCKED, "57014": StoreTrouble.LOCKED, _DISK_FULL: StoreTrouble.FULL}
_UNDONE = {"40001", "40P01"}  # a serialization failure, a deadlock
_AWAY = ("08", "53", "57P")  # no connection, no resources, shutting down


@contextmanager
def plain_errors() -> Iterator[None]:
    """Raises ``StoreUnavailable`` or ``Overtaken`` where the database failed; any other error stays as it is."""
    try:
        yield
    except DBAPIError as error:
        plain = in_plain_words(error)
        if plain is error:
            raise
        # Without the cause: PostgreSQL quotes the offending values in its own words.
        raise plain from None


def in_plain_words(error: DBAPIError) -> Exception:
    """What the error means for the work; the error itself when it is a fault of the program."""
    if isinstance(error, IntegrityError):
        return Overtaken(f"a row of another unit stands in the way ({_constraint(error.orig)})")
    if isinstance(error.orig, sqlite3.Error):
        return _sqlite(error.orig) or error
    if isinstance(error.orig, psycopg.Error):
        return _postgresql(error.orig) or error
    return error


def _constraint(cause: object) -> str:
    if isinstance(cause, psycopg.Error):
        return cause.diag.constraint_name or "a constraint"
    return str(cause)  # SQLite names columns, never values


def _sqlite(cause: sqlite3.Error) -> Exception | None:
    name = getattr(cause, "sqlite_errorname", "")
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return StoreUnavailable(StoreTrouble.LOCKED)
    if name == "SQLITE_FULL":
        return StoreUnavailable(StoreTrouble.FULL)
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")):
        return StoreUnavailable(StoreTrouble.AWAY)
    return None


def _postgresql(cause: psycopg.Error) -> Exception | None:
    state = cause.sqlstate
    if state in _UNDONE:
        return Overtaken("the database undid this unit in favour of another")
    if state in _NOT_NOW:
        return StoreUnavailable(_NOT_NOW[state])
    if state is None:
        return StoreUnavailable(StoreTrouble.AWAY) if isinstance(cause, psycopg.OperationalError) else None
    return StoreUnavailable(StoreTrouble.AWAY) if state.startswith(_AWAY) else None
