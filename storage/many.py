"""Many rows in one go: on PostgreSQL one statement over arrays, on SQLite one prepared statement run for each row.

A row costs PostgreSQL a round of its own otherwise. SQLite, in our own process, has no rounds to save; there
SQLAlchemy looks at a statement once, not at every value of every row (half of the time of a large insert), and what
many new rows have in common is handed over once for all of them (half of what remains).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, repeat
from typing import Any

from sqlalchemy import (
    Connection,
    Dialect,
    FromClause,
    Insert,
    Table,
    Update,
    and_,
    bindparam,
    column,
    func,
    insert,
    literal_column,
    select,
    update,
)
from sqlalchemy.types import TypeEngine

from storage.sets import Values

Row = Sequence[Any]
Columns = Mapping[str, Sequence[Any]]
"""The values of many rows by column."""

TOGETHER = 100
"""How many new rows SQLite takes in one statement, where there are so many."""


def insert_many(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert rows of values for these columns; the table's own defaults fill the others."""
    columns = _columns(names, rows)
    if connection.dialect.name == "postgresql":
        connection.execute(_insert_arrays(table, tuple(columns)), columns)
    else:
        run_for_each(connection, _insert_one(table, tuple(columns)), columns)


@cache
def _insert_arrays(table: Table, names: tuple[str, ...]) -> Insert:
    given = _given({name: table.c[name].type for name in names})
    return insert(table).from_select(list(names), select(*given.c))


@cache
def _insert_one(table: Table, names: tuple[str, ...]) -> Insert:
    given: dict[str, Any] = {name: bindparam(name, type_=table.c[name].type) for name in names}
    for one in table.c:
        default: Any = one.default
        if one.name not in given and default is not None and default.is_scalar:
            given[one.name] = default.arg
    return insert(table).values(given)


class ManyUpdates:
    """Updates of some columns of rows by their id, for many rows at once.

    A row is given by its id and the values of the columns. With ``seen``, a row is changed only while that column
    still has the value that follows them, and that column counts up. ``same`` are columns that get one value in every
    row: it stands in the statement, since SQLite's driver takes longer over a None than over any other value.
    """

    def __init__(self, table: Table, *columns: str, seen: str | None = None, **same: Any) -> None:
        self._table = table
        self._columns = columns
        self._seen = seen
        self._same = same

    def run(self, connection: Connection, rows: Sequence[Row]) -> int:
        """Returns how many rows were changed."""
        columns = _columns(tuple(self._types), rows)
        if connection.dialect.name == "postgresql":
            return connection.execute(self._together, columns).rowcount
        return run_for_each(connection, self._one, columns)

    @cached_property
    def _one(self) -> Update:
        return self._update({name: bindparam(name, type_=kind) for name, kind in self._types.items()})

    @cached_property
    def _together(self) -> Update:
        return self._update(dict(_given(self._types).c.items()))

    @cached_property
    def _types(self) -> dict[str, TypeEngine[Any]]:
        types = {f"b_{name}": self._table.c[name].type for name in ("id", *self._columns)}
        return types if self._seen is None else types | {"b_seen": self._table.c[self._seen].type}

    def _update(self, given: Mapping[str, Any]) -> Update:
        wanted = self._table.c.id == given["b_id"]
        values = {name: given[f"b_{name}"] for name in self._columns} | self._same
        if self._seen is not None:
            wanted = and_(wanted, self._table.c[self._seen] == given["b_seen"])
            values[self._seen] = self._table.c[self._seen] + literal_column("1")
        return update(self._table).where(wanted).values(values)


def _given(types: Mapping[str, TypeEngine[Any]]) -> FromClause:
    """The rows as a table: an array for each column, side by side."""
    arrays = [bindparam(name, type_=Values(kind)) for name, kind in types.items()]
    named = [column(name, kind) for name, kind in types.items()]
    return func.unnest(*arrays).table_valued(*named, name="given").render_derived()


def _columns(names: Sequence[str], rows: Sequence[Row]) -> Columns:
    return dict(zip(names, zip(*rows, strict=True), strict=True))


def run_for_each(connection: Connection, statement: Insert | Update, columns: Columns) -> int:
    """Run a statement once for each row, prepared once; returns how many rows were changed."""
    prepared = _prepared(statement, connection.dialect)
    number = len(next(iter(columns.values())))
    if isinstance(statement, Insert) and number >= TOGETHER:
        _insert_together(connection, prepared, columns)
        return number
    rows = zip(*(value(columns) for value in prepared.values), strict=False)
    return connection.exec_driver_sql(prepared.sql, [*rows]).rowcount


def _insert_together(connection: Connection, prepared: "_Prepared", columns: Columns) -> None:
    """``TOGETHER`` rows a statement. At least the key differs from row to row, most other columns often do not."""
    same = {name: values[:1] for name, values in columns.items() if values.count(values[0]) == len(values)}
    shared, own = {}, {}
    for name, value in zip(prepared.names, prepared.values, strict=True):
        if name in same or name not in columns:
            shared[name] = next(iter(value(same)))
        else:
            own[name] = value(columns)
    rows = [*zip(*own.values(), strict=True)]
    statements = [
        (*shared.values(), *chain.from_iterable(rows[first : first + TOGETHER]))
        for first in range(0, len(rows), TOGETHER)
    ]
    rest = len(rows) % TOGETHER
    if rest:
        sql = _sharing(prepared.table, tuple(shared), tuple(own), rest)
        connection.exec_driver_sql(sql, statements.pop())
    connection.exec_driver_sql(_sharing(prepared.table, tuple(shared), tuple(own), TOGETHER), statements)


@cache
def _sharing(table: str, shared: tuple[str, ...], own: tuple[str, ...], rows: int) -> str:
    """Insert rows: first the values that all of them share, then their own, row after row.

    ``OR FAIL``: a row that breaks a rule raises as ever, but SQLite keeps no copy of every page that the statement
    touches, to undo that statement alone. Whoever fails here is undone whole, by its savepoint or its transaction.
    """
    names = ", ".join(f'"{name}"' for name in (*shared, *own))
    one = f"({', '.join('?' * len(own))})"
    given = f"(VALUES {', '.join([one] * rows)})"
    if shared:
        given = f"(SELECT {', '.join('?' * len(shared))}), {given}"
    return f'INSERT OR FAIL INTO "{table}" ({names}) SELECT * FROM {given}'  # noqa: S608 - names of our own tables


Value = Callable[[Columns], Iterable[Any]]
"""What stands at one place of a prepared statement, row by row."""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A statement's text, and its values in the order of their places, each with its name."""

    table: str
    sql: str
    names: tuple[str, ...]
    values: tuple[Value, ...]


@cache
def _prepared(statement: Insert | Update, dialect: Dialect) -> _Prepared:
    compiled: Any = statement.compile(dialect=dialect)
    names = tuple(compiled.positiontup)
    values = tuple(_value(name, compiled.binds[name], dialect) for name in names)
    return _Prepared(compiled.statement.table.name, str(compiled), names, values)


def _value(name: str, bind: Any, dialect: Dialect) -> Value:
    """A column of what is given, as the driver takes it; or what the statement itself says for every row."""
    write = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if not bind.required:
        said = bind.value if write is None else write(bind.value)
        return lambda _: repeat(said)
    if write is None:
        return lambda columns: columns[name]
    return lambda columns: map(write, columns[name])
