"""Windows at daycares in numbers, a row each: how many heard of it, booked a talk, came by."""

from datetime import datetime, time, timedelta

from sqlalchemy import Connection

from reports.query import ExportQuery
from reports.tables import Column, Kind, Table, number_columns, text_columns
from storage.read_models.presence import window_counts


def presence(connection: Connection, query: ExportQuery) -> Table:
    """One row for each window that begins in the period, cancelled ones too; who came is not known, only how many."""
    begin = datetime.combine(query.first, time(), tzinfo=query.zone)
    end = datetime.combine(query.last + timedelta(days=1), time(), tzinfo=query.zone)
    found = window_counts(connection, query.municipalities, begin, end)
    columns = (
        *text_columns("municipality", "daycare", "kind", "nurse"),
        Column("start", Kind.MOMENT),
        Column("end", Kind.MOMENT),
        *text_columns("state"),
        *number_columns("families_told", "talks_booked", "talks_held", "drop_ins"),
    )
    rows = tuple(
        (
            one.municipality,
            one.daycare,
            one.kind,
            one.nurse,
            one.start.astimezone(query.zone),
            one.end.astimezone(query.zone),
            one.state,
            one.told,
            one.talks_booked,
            one.talks_held,
            one.drop_ins,
        )
        for one in found
    )
    return Table("presence", columns, rows)
