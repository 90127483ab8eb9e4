"""A unit's statements, recorded while the product works, to be issued again through SQLAlchemy Core alone."""

from typing import Any

from sqlalchemy import Connection, Engine, event

from storage import many

Transaction = list[tuple[Any, Any]]
"""The statements of one transaction, each with its values."""


class Tape:
    """Everything an engine executes from now on, transaction by transaction.

    What ``storage.many`` prepares itself is recorded as the statement and its rows, for Core to prepare anew.
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
            rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
            self._open.append((statement, rows))
        return self._run_for_each(connection, statement, columns)

    def _executed(self, _: Connection, statement: Any, many_rows: Any, one: Any, __: Any) -> None:
        self._open.append((statement, list(many_rows) if many_rows else one))

    def _committed(self, _: Connection) -> None:
        self._transactions.append(self._open)
        self._open = []

    def cut(self) -> list[Transaction]:
        """What was recorded since the last cut."""
        transactions, self._transactions = self._transactions, []
        return transactions


def play(connection: Connection, transactions: list[Transaction]) -> None:
    """The same statements with the same values and the same commits; every row is fetched and nothing is made of it."""
    for transaction in transactions:
        with connection.begin():
            for statement, values in transaction:
                result = connection.execute(statement, values)
                if result.returns_rows:
                    result.all()
