"""The uptake export over 100,000 invitations, beside one bare ``SELECT … GROUP BY`` of the same rows.

    python -m benchmarks.reports [--invitations N] [--database URL]

Prints seconds (best of five) and the ratio of one run. The bare statement counts the same invitations by month,
district and outcome and does nothing else; the export also finds what became of every visit, counts the
comparison group, rounds and makes the table. Without ``--database`` an SQLite file in the temporary folder.
"""

import argparse
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, func, select

from domain.outcomes import BookingState, InvitationState
from reports.exports import build
from reports.query import ExportQuery
from reports.tables import Table
from reports.writers import Format, write
from storage.read_models.counts import By, count_invitations
from storage.tables import booking, invitation, metadata

FIRST, LAST = date(2025, 1, 1), date(2026, 6, 30)
QUERY = ExportQuery(FIRST, LAST, by=(By.MONTH, By.DISTRICT))
DISTRICTS = ("Juelsminde", "Tørring", "Hedensted By", "Løsning", "Uldum", "Rårup")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--invitations", type=int, default=100_000)
    options.add_argument("--database", help="postgresql+psycopg://…, an empty database")
    chosen = options.parse_args()
    with database(chosen.database) as engine, engine.connect() as connection:
        fill(connection, chosen.invitations)
        bare = best(lambda: bare_count(connection))
        counted = best(lambda: count_invitations(connection, FIRST, LAST, QUERY.by))
        export = best(lambda: uptake(connection))
        files = {form: best(lambda form=form: write(uptake(connection), form)) for form in Format}  # type: ignore[misc]
        public = best(lambda: build("uptake", connection, public_query()))
        print(
            f"{chosen.invitations:,} invitations on {engine.dialect.name}, {len(uptake(connection).rows)} rows"
        )
        print(f"bare SELECT … GROUP BY          {bare:.3f} s  1.0")
        print(f"counted with their visits       {counted:.3f} s  {counted / bare:.1f}")
        print(f"uptake by month and district    {export:.3f} s  {export / bare:.1f}")
        for form, seconds in files.items():
            print(f"… written as {form.value:<18} {seconds:.3f} s  {seconds / bare:.1f}")
        print(f"… public                        {public:.3f} s  {public / bare:.1f}")


def public_query() -> ExportQuery:
    """The same report with small counts hidden."""
    return ExportQuery(FIRST, LAST, by=QUERY.by, public=True)


def uptake(connection: Connection) -> Table:
    """The export that is measured."""
    table = build("uptake", connection, QUERY)
    assert isinstance(table, Table)
    return table


def bare_count(connection: Connection) -> int:
    """The same invitations, counted by one statement without visits, names or shares."""
    month = func.substr(invitation.c.sent_on, 1, 7)
    if connection.dialect.name == "postgresql":
        month = func.to_char(invitation.c.sent_on, "YYYY-MM")
    rows = select(
        invitation.c.municipality,
        invitation.c.offer,
        month.label("month"),
        invitation.c.district,
        invitation.c.state,
    ).where(invitation.c.sent_on.between(FIRST, LAST))
    inner = rows.subquery("bare")
    return len(connection.execute(select(*inner.c, func.count()).group_by(*inner.c)).all())


def best(work: Callable[[], object]) -> float:
    """The shortest of five runs, in seconds."""

    def once() -> float:
        start = perf_counter()
        work()
        return perf_counter() - start

    return min(once() for _ in range(5))


@contextmanager
def database(url: str | None) -> Iterator[Engine]:
    """An engine with our tables, gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(url or f"sqlite:///{Path(folder) / 'reports.sqlite'}")
        metadata.create_all(engine)
        try:
            yield engine
        finally:
            metadata.drop_all(engine)
            engine.dispose()


def fill(connection: Connection, count: int) -> None:
    """Two municipalities' invitations over 18 months, six in ten of them with a booking."""
    dice = random.Random(7)
    rows = [_invitation(number, dice) for number in range(1, count + 1)]
    connection.execute(invitation.insert(), rows)
    accepted = [row for row in rows if row["state"] == InvitationState.ACCEPTED]
    connection.execute(booking.insert(), [_booking(row, dice) for row in accepted])
    connection.commit()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE")
        connection.commit()


def _invitation(number: int, dice: random.Random) -> dict[str, Any]:
    day = FIRST + timedelta(days=dice.randrange((LAST - FIRST).days + 1))
    weights = {InvitationState.ACCEPTED: 60, InvitationState.DECLINED: 20, InvitationState.NO_CONTACT: 15}
    (state,) = dice.choices([*weights, InvitationState.SENT], [*weights.values(), 5])
    at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
    return {
        "id": number,
        "municipality": dice.choice(("hedensted", "vejle")),
        "family_id": number,
        "child_id": number,
        "offer": dice.choice(("visit-18m", "visit-3y")),
        "state": state,
        "planned_at": at,
        "sent_at": at,
        "sent_on": day,
        "district": dice.choice(DISTRICTS),
        "language": "da",
    }


def _booking(row: dict[str, Any], dice: random.Random) -> dict[str, Any]:
    (state,) = dice.choices(
        [BookingState.COMPLETED, BookingState.NO_SHOW, BookingState.CANCELLED_BY_FAMILY], [85, 10, 5]
    )
    start = row["sent_at"] + timedelta(days=14)
    return {
        "id": row["id"],
        "municipality": row["municipality"],
        "invitation_id": row["id"],
        "family_id": row["family_id"],
        "slot_id": row["id"],
        "nurse_id": 1,
        "offer": row["offer"],
        "start": start,
        "end": start + timedelta(hours=1),
        "state": state,
        "booked_at": row["sent_at"],
    }


if __name__ == "__main__":
    main()
