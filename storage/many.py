"""Many rows in one go: on PostgreSQL one statement over arrays, on SQLite one statement run for each row.

A row costs PostgreSQL a round of its own otherwise; SQLite, in our own process, has no rounds to save.
"""

from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import Any

from sqlalchemy import (
    ARRAY,
    Connection,
    FromClause,
    Insert,
    Table,
    Update,
    and_,
    bindparam,
    column,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.types import TypeEngine

Row = Mapping[str, Any]


def insert_many(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all name the same columns; the table's own defaults fill the others."""
    if connection.dialect.name == "postgresql":
        names = tuple(rows[0])
        connection.execute(_insert_arrays(table, names), _arrays(rows))
    else:
        connection.execute(insert(table), rows)


@cache
def _insert_arrays(table: Table, names: tuple[str, ...]) -> Insert:
    given = _given({name: table.c[name].type for name in names})
    return insert(table).from_select(list(names), select(*given.c))


class ManyUpdates:
    """Updates of some columns of rows by their id, for many rows at once.

    A row is given by ``b_id`` and ``b_<column>``. With ``seen``, a row is changed only while that column still
    has the value ``b_seen``.
    """

    def __init__(self, table: Table, *columns: str, seen: str | None = None) -> None:
        self._table = table
        self._columns = columns
        self._seen = seen

    def run(self, connection: Connection, rows: Sequence[Row]) -> int:
        """Returns how many rows were changed."""
        if connection.dialect.name == "postgresql":
            return connection.execute(self._together, _arrays(rows)).rowcount
        return connection.execute(self._one_by_one, rows).rowcount

    @cached_property
    def _one_by_one(self) -> Update:
        return self._update({name: bindparam(name) for name in self._types})

    @cached_property
    def _together(self) -> Update:
        return self._update(dict(_given(self._types).c.items()))

    @cached_property
    def _types(self) -> dict[str, TypeEngine[Any]]:
        types = {f"b_{name}": self._table.c[name].type for name in ("id", *self._columns)}
        return types if self._seen is None else types | {"b_seen": self._table.c[self._seen].type}

    def _update(self, given: Mapping[str, Any]) -> Update:
        wanted = self._table.c.id == given["b_id"]
        if self._seen is not None:
            wanted = and_(wanted, self._table.c[self._seen] == given["b_seen"])
        return update(self._table).where(wanted).values({name: given[f"b_{name}"] for name in self._columns})


def _given(types: Mapping[str, TypeEngine[Any]]) -> FromClause:
    """The rows as a table: an array for each column, side by side."""
    arrays = [bindparam(name, type_=ARRAY(kind)) for name, kind in types.items()]
    named = [column(name, kind) for name, kind in types.items()]
    return func.unnest(*arrays).table_valued(*named, name="given").render_derived()


def _arrays(rows: Sequence[Row]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}
