"""Everything that is held on one family, for the family that asks (the right of access)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from domain.ids import Municipality
from storage.retention.erasers import table_named
from storage.retention.finding import find_family

Report = dict[str, list[dict[str, Any]]]
"""Table → its rows about the family, as plain JSON values."""


def access_report(connection: Connection, municipality: Municipality, family_ref: str) -> Report | None:
    """All rows about a family, also what only nurses see and who looked at it; None when there is no such family."""
    traces = find_family(connection, municipality, family_ref)
    if traces is None:
        return None
    report: Report = {}
    for name, about in reversed([*traces.rows().items()]):
        table = table_named(name)
        rows = connection.execute(select(table).where(about).order_by(*table.primary_key.columns)).mappings()
        report[name] = [{column: _plain(value) for column, value in row.items()} for row in rows]
    return report


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
