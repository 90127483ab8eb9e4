"""A municipality of many families for the benchmarks, filled in bulk: what the stories' town is, thousands of times."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, Table, insert, select

from storage import tables as t
from tests.story import HEDENSTED, MONDAY, Town, town_on

FAMILIES_PER_NURSE = 40
TIMES_PER_FAMILY = 5
"""Free times a nurse has for each of her families: two held, two more for the brake, one to choose from."""
HOURS = (8, 9, 10, 11, 13, 14)
FIRST_DAY = datetime(2026, 5, 11, tzinfo=MONDAY.tzinfo)
CHUNK = 1_000
BORN = date(2024, 11, 20)
"""Eighteen months old: due for ``visit-18m``."""

Rows = dict[str, list[dict[str, Any]]]


@contextmanager
def municipality(url: str, families: int) -> Iterator[Town]:
    """The town on a database address, with its families, nurses and free times."""
    with town_on(url, MONDAY.astimezone(UTC)) as town:
        nurses = _nurses(town, max(1, families // FAMILIES_PER_NURSE))
        for first in range(0, families, CHUNK):
            numbers = range(first, min(first + CHUNK, families))
            town.database.write_now(
                lambda connection, some=numbers: _families(town, connection, some, nurses)
            )
        yield town


def phone(number: int) -> str:
    """The phone of a family, from the block that no one can have."""
    return f"+4500{number:06d}"


async def invite_everybody(town: Town) -> list[str]:
    """Plan, let the first messages fall due and leave; the phones that have two times in front of them."""
    await town.service.planner.plan(HEDENSTED)
    town.clock.at = (MONDAY + timedelta(days=2, hours=4)).astimezone(UTC)
    while await town.service.due.keep():
        pass
    while await town.service.outbox.send_waiting():
        pass
    read = sorted({str(to) for _, to, _ in town.phones.read})
    town.phones.read.clear()
    return read


def shuffled(phones: list[str], seed: int) -> list[str]:
    """The order in which families write: not the order of their nurses."""
    mixed = list(phones)
    Random(seed).shuffle(mixed)
    return mixed


def count(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return len(connection.execute(select(*table.primary_key.columns)).all())


def _nurses(town: Town, count: int) -> list[int]:
    """Nurses with a district each and enough free times from next Monday on."""
    times = FAMILIES_PER_NURSE * TIMES_PER_FAMILY
    nurses = [town.nurse(f"Anna{number}", district=f"D{number}") for number in range(count)]
    for nurse in nurses:
        town.database.write_now(lambda connection, one=nurse: _times(town, connection, one, times))
    return nurses


def _times(town: Town, connection: Connection, nurse: int, count: int) -> None:
    rows = []
    for number in range(count):
        day, hour = divmod(number, len(HOURS))
        week, weekday = divmod(day, 5)
        start = FIRST_DAY + timedelta(days=7 * week + weekday, hours=HOURS[hour])
        rows.append(
            {
                "id": town.database.new_id(),
                "municipality": HEDENSTED,
                "nurse_id": nurse,
                "start": start,
                "end": start + timedelta(hours=1),
            }
        )
    connection.execute(insert(t.slot), rows)


def _families(town: Town, connection: Connection, numbers: range, nurses: list[int]) -> None:
    """One child and one guardian with a phone each."""
    new = town.database.new_id
    rows: Rows = {"family": [], "child": [], "guardian": [], "contact": []}
    for number in numbers:
        nurse = number % len(nurses)
        family, guardian = new(), new()
        tenant = {"municipality": HEDENSTED}
        rows["family"].append(
            tenant
            | {"id": family, "ref": f"F{number}", "district": f"D{nurse}", "nurse_id": nurses[nurse]}
            | {"created_at": MONDAY}
        )
        rows["child"].append(
            tenant
            | {"id": new(), "family_id": family, "ref": f"C{number}", "name": "Alma", "birthdate": BORN}
        )
        rows["guardian"].append(
            tenant | {"id": guardian, "family_id": family, "ref": f"G{number}", "language": "da"}
        )
        rows["contact"].append(
            tenant
            | {"id": new(), "guardian_id": guardian, "family_id": family, "medium": "sms"}
            | {"address": phone(number)}
        )
    for table, some in rows.items():
        connection.execute(insert(t.metadata.tables[table]), some)
