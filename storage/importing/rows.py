"""Bring rows to what a file says: insert what is new, update what differs, touch nothing else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Executable, Table, bindparam, select

from domain.ids import Municipality
from domain.imports import Written

CHUNK = 2_000

Progress = Callable[[str, int, int], None]
"""Told after each piece of work: what is written, how many rows are done, how many there are."""


def no_progress(what: str, done: int, total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as it is: its id and the values of the compared columns, in their order."""

    id: int
    values: tuple[Any, ...] = field(repr=False)


def stored_rows(
    connection: Connection, table: Table, municipality: Municipality, columns: Sequence[str], ref: str = "ref"
) -> dict[Any, Stored]:
    """A municipality's rows by their reference."""
    query = select(table.c[ref], table.c.id, *(table.c[name] for name in columns)).where(
        table.c.municipality == municipality
    )
    return {row[0]: Stored(row[1], tuple(row[2:])) for row in connection.execute(query)}


def insert_rows(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], progress: Progress = no_progress
) -> Written:
    """Insert rows; raises the database's error when one breaks a constraint."""
    _in_chunks(connection, table.insert(), rows, table.name, progress)
    return Written(new=len(rows))


def update_rows(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], progress: Progress = no_progress
) -> Written:
    """Update rows by their ``id``; all rows set the same columns."""
    if rows:
        names = [name for name in rows[0] if name != "id"]
        statement = (
            table.update()
            .where(table.c.id == bindparam("_id"))
            .values({name: bindparam(f"_{name}") for name in names})
        )
        renamed = [{f"_{name}": value for name, value in row.items()} for row in rows]
        _in_chunks(connection, statement, renamed, table.name, progress)
    return Written(changed=len(rows))


def delete_ids(connection: Connection, table: Table, ids: Iterable[int]) -> None:
    """Delete rows by id."""
    rows = [{"_id": number} for number in ids]
    _in_chunks(
        connection, table.delete().where(table.c.id == bindparam("_id")), rows, table.name, no_progress
    )


def _in_chunks(
    connection: Connection,
    statement: Executable,
    rows: Sequence[Mapping[str, Any]],
    what: str,
    progress: Progress,
) -> None:
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        connection.execute(statement, chunk)
        progress(what, start + len(chunk), len(rows))
