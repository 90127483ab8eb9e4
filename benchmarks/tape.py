"""A unit's statements, recorded while the product works, to be issued again through SQLAlchemy Core alone."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, event

from storage import many

Transaction = list[tuple[Any, Any]]
"""The statements of one transaction, each with its values."""


class Tape:
    """Everything an engine executes from now on, transaction by transaction.

    What ``storage.many`` prepares itself is recorded as the statement and its rows, for Core to prepare anew. The
    rows are made when the tape is cut, so that recording takes next to nothing of the time that is measured.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._transactions: list[Transaction] = []
        self._open: Transaction = []
        self._run_for_each = many.run_for_each
        many.run_for_each = self._ran
        event.listen(engine, "before_execute", self._executed)
        event.listen(engine, "commit", self._committed)

    def _ran(self, connection: Connection, statement: Any, columns: many.Columns) -> int:
        if connection.engine.url == self._engine.url:
            self._open.append((statement, _Columns(columns)))
        return self._run_for_each(connection, statement, columns)

    def _executed(self, _: Connection, statement: Any, many_rows: Any, one: Any, __: Any) -> None:
        self._open.append((statement, list(many_rows) if many_rows else one))

    def _committed(self, _: Connection) -> None:
        self._transactions.append(self._open)
        self._open = []

    def cut(self) -> list[Transaction]:
        """What was recorded since the last cut."""
        transactions, self._transactions = self._transactions, []
        return [[(statement, _rows(values)) for statement, values in one] for one in transactions]


@dataclass(frozen=True, slots=True)
class _Columns:
    columns: many.Columns


def _rows(values: Any) -> Any:
    """The rows of what was recorded by column; anything else as it was recorded."""
    if not isinstance(values, _Columns):
        return values
    columns = values.columns
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def play(connection: Connection, transactions: list[Transaction]) -> None:
    """The same statements with the same values and the same commits; every row is fetched and nothing is made of it."""
    for transaction in transactions:
        with connection.begin():
            for statement, values in transaction:
                result = connection.execute(statement, values)
                if result.returns_rows:
                    result.all()
