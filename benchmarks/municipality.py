"""Municipalities of many families for the benchmarks, filled in bulk: what the stories' town is, thousands of times."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, insert

from app.holidays import danish_holidays
from bot.conversing import House
from bot.messages.catalogue import TEXTS
from bot.messages.rendering import Renderer
from bot.service import Service
from bot.telling import Telling
from domain.channels import ChannelName
from domain.ids import Municipality
from storage import tables as t
from tests.story import HEDENSTED, MONDAY, Town, hedensted, town_on

FAMILIES_PER_NURSE = 40
TIMES_PER_FAMILY = 5
"""Free times a nurse has for each of her families: two held, two more for the brake, one to choose from."""
HOURS = (8, 9, 10, 11, 13, 14)
FIRST_DAY = datetime(2026, 5, 11, tzinfo=MONDAY.tzinfo)
CHUNK = 1_000
BORN = date(2024, 11, 20)
DAYS_OF_BIRTH = 90
"""Seventeen to twenty months old: due for ``visit-18m``."""

Rows = dict[str, list[dict[str, Any]]]


@contextmanager
def municipality(url: str, families: int) -> Iterator[Town]:
    """The stories' town on a database address, with its families, nurses and free times."""
    with municipalities(url, families, 1) as town:
        yield town


@contextmanager
def municipalities(url: str, families: int, number: int) -> Iterator[Town]:
    """The stories' town and its like, the families shared out among them; one service for all, as in production."""
    places = [HEDENSTED, *(Municipality(f"m{place}") for place in range(1, number))]
    with town_on(url, MONDAY.astimezone(UTC)) as town:
        holidays = danish_holidays()
        settings = {place: hedensted(key=place) for place in places}
        house = House(settings, Telling(Renderer(TEXTS), holidays), holidays)
        channels = {(place, ChannelName.SIMULATED): town.phones for place in places}
        town.service = Service(town.database, house, channels, town.clock)
        for position, place in enumerate(places):
            _settle(town, place, range(position * families // number, (position + 1) * families // number))
        yield town


def _settle(town: Town, place: Municipality, families: range) -> None:
    """These families with their nurses."""
    nurses = [
        town.database.write_now(lambda connection, one=number: _nurse(town, connection, place, one))
        for number in range(max(1, len(families) // FAMILIES_PER_NURSE))
    ]
    for first in range(families.start, families.stop, CHUNK):
        some = range(first, min(first + CHUNK, families.stop))
        town.database.write_now(lambda connection, few=some: _families(town, connection, place, few, nurses))


def phone(number: int) -> str:
    """The phone of a family, from the block that no one can have."""
    return f"+4500{number:06d}"


async def invite_everybody(town: Town) -> list[str]:
    """Plan, let the first messages fall due and leave; the phones that have two times in front of them."""
    await town.service.planner.plan_all()
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


def _nurse(town: Town, connection: Connection, place: Municipality, number: int) -> int:
    """A nurse with a district of her own and enough free times from next Monday on."""
    nurse = town.database.new_id()
    tenant = {"municipality": place}
    connection.execute(
        insert(t.nurse), tenant | {"id": nurse, "ref": f"N{number}", "first_name": f"Anna{number}"}
    )
    connection.execute(insert(t.nurse_district), tenant | {"nurse_id": nurse, "district": f"D{number}"})
    starts = [_start(position) for position in range(FAMILIES_PER_NURSE * TIMES_PER_FAMILY)]
    connection.execute(
        insert(t.slot),
        [
            tenant
            | {"id": town.database.new_id(), "nurse_id": nurse}
            | {"start": start, "end": start + timedelta(hours=1)}
            for start in starts
        ],
    )
    return nurse


def _start(position: int) -> datetime:
    """The so-many-th time of a nurse: six a day, five days a week."""
    day, hour = divmod(position, len(HOURS))
    week, weekday = divmod(day, 5)
    return FIRST_DAY + timedelta(days=7 * week + weekday, hours=HOURS[hour])


def _families(
    town: Town, connection: Connection, place: Municipality, numbers: range, nurses: list[int]
) -> None:
    """One child and one guardian with a phone each."""
    new = town.database.new_id
    tenant = {"municipality": place}
    rows: Rows = {"family": [], "child": [], "guardian": [], "contact": []}
    for number in numbers:
        nurse = number % len(nurses)
        family, guardian = new(), new()
        rows["family"].append(
            tenant
            | {"id": family, "ref": f"F{number}", "district": f"D{nurse}", "nurse_id": nurses[nurse]}
            | {"created_at": MONDAY}
        )
        rows["child"].append(
            tenant
            | {"id": new(), "family_id": family, "ref": f"C{number}", "name": "Alma"}
            | {"birthdate": BORN - timedelta(days=number % DAYS_OF_BIRTH)}
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
