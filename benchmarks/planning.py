"""Seconds to plan and queue invitations, beside one ``INSERT … SELECT`` of the same rows.

    python -m benchmarks.planning [--families N] [--only sqlite] [--without-sending]

``Planner.plan_all`` over N families in 20 municipalities, each with a child of the right age: eligibility, one
active offer a family, the brake by free times; for each an invitation, its child's registration, the letter for the
mail room and the day of its first message, in pages of one commit each. The other side copies those very rows into
the same tables, emptied, with the same indexes, by ``INSERT … SELECT`` in one transaction. Afterwards, and told
apart: the first messages fall due, each family gets two times held for it and a rendered message in the outbox.
"""

import argparse
import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import Connection, Table, func, select, text

from app.serving.running import leave_to_live
from benchmarks.machine import machine, spread
from benchmarks.municipality import municipalities
from benchmarks.servers import postgresql
from storage import tables as t
from tests.story import MONDAY, Town

GOAL = 5.0
PLANNED = (t.invitation, t.invitation_child, t.task, t.due)
COPIES = 3


def snapshot(connection: Connection) -> None:
    """Lay what was planned aside, without any index."""
    for table in PLANNED:
        connection.execute(text(f"CREATE TABLE planned_{table.name} AS SELECT * FROM {table.name}"))


def empty(connection: Connection) -> None:
    """Take the planned rows away."""
    for table in PLANNED:
        connection.execute(table.delete())


def copy_planned(town: Town) -> float:
    """Seconds of the same rows by ``INSERT … SELECT``, in one commit."""
    town.database.write_now(empty)
    start = perf_counter()
    town.database.write_now(
        lambda connection: [
            connection.execute(text(f"INSERT INTO {table.name} SELECT * FROM planned_{table.name}"))
            for table in PLANNED
        ]
    )
    return perf_counter() - start


async def plan(town: Town) -> float:
    """Seconds to plan for everybody."""
    start = perf_counter()
    await town.service.planner.plan_all()
    return perf_counter() - start


async def keep(town: Town) -> float:
    """Seconds until every first message that is due has its row in the outbox."""
    town.clock.at = (MONDAY + timedelta(days=2, hours=4)).astimezone(UTC)
    start = perf_counter()
    while await town.service.due.keep():
        pass
    return perf_counter() - start


def rows(town: Town, table: Table) -> int:
    """How many rows a table has."""
    statement = select(func.count()).select_from(table)
    return town.database.read_now(lambda connection: int(connection.scalar(statement) or 0))


@contextmanager
def address(name: str) -> Iterator[str]:
    """An empty database."""
    with TemporaryDirectory() as folder:
        if name == "sqlite":
            yield f"sqlite:///{Path(folder) / 'planning.sqlite'}"
        else:
            with postgresql() as url:
                yield url


async def measure(name: str, families: int, places: int, times: int, sending: bool) -> None:
    """Plan, copy and print; the planning is done over as often as is asked for, on the same families."""
    with address(name) as url, municipalities(url, families, places) as town:
        leave_to_live()  # as ``serve`` does
        planned, copied = [], []
        for number in range(times):
            town.database.write_now(empty)
            planned.append(await plan(town))
            if number == 0:
                town.database.write_now(snapshot)
            copied.extend(copy_planned(town) for _ in range(COPIES))
        counts = ", ".join(f"{rows(town, table):,} {table.name}" for table in PLANNED)
        assert rows(town, t.invitation) == rows(town, t.due) == families, counts
        ratio = sorted(planned)[len(planned) // 2] / sorted(copied)[len(copied) // 2]
        print(f"{name}: {machine()}; {counts}")
        print(f"  planned                {spread(planned, '.2f')} s")
        print(f"  INSERT … SELECT        {spread(copied, '.2f')} s")
        print(f"  ratio of the medians   {ratio:.1f}, goal under {GOAL:g}", flush=True)
        if sending:
            took = await keep(town)
            written = rows(town, t.outbox)
            print(f"  first messages written {took:.1f} s for {written:,}: {written / took:,.0f} a second")


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--families", type=int, default=100_000)
    options.add_argument("--municipalities", type=int, default=20, help="that share the families")
    options.add_argument("--times", type=int, default=3, help="how often everything is planned")
    options.add_argument("--only", choices=("sqlite", "postgresql"))
    options.add_argument("--without-sending", action="store_true")
    chosen = options.parse_args()
    for name in [chosen.only] if chosen.only else ["sqlite", "postgresql"]:
        asyncio.run(
            measure(name, chosen.families, chosen.municipalities, chosen.times, not chosen.without_sending)
        )


if __name__ == "__main__":
    main()
