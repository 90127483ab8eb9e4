"""Which times are free: nobody's, with room, the soonest few of each nurse."""

from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import Connection, insert, select

from domain.ids import Municipality, NurseId
from storage import rows
from storage import tables as t
from storage.free_times import free_slots

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
ANNA, BIRTE, CARLA = NurseId(1), NurseId(2), NurseId(3)
MONTH = (NOW, NOW + timedelta(days=30))
_ids = count(1)


def add(connection: Connection, nurse: NurseId, day: int, **about: object) -> int:
    """A time of a nurse, so many days from now."""
    start = NOW + timedelta(days=day)
    values = {"id": next(_ids), "municipality": "hedensted", "nurse_id": nurse, "start": start}
    connection.execute(insert(t.slot), values | {"end": start + timedelta(hours=1)} | about)
    return int(values["id"])  # type: ignore[call-overload]


def found(connection: Connection, *nurses: NurseId, most: int | None = None) -> list[int]:
    """The free times of these nurses by number."""
    place = Municipality("hedensted")
    return [slot.id for slot in free_slots(connection, place, nurses, MONTH, NOW, most)]


def test_a_time_that_is_closed_taken_or_out_of_reach_is_not_free(connection: Connection) -> None:
    free = add(connection, ANNA, 3)
    add(connection, ANNA, 4, closed=True)
    add(connection, ANNA, 5, taken=1)
    add(connection, ANNA, -1)
    add(connection, ANNA, 31)
    room = add(connection, ANNA, 6, taken=1, capacity=2)
    assert found(connection, ANNA) == found(connection, ANNA, most=5) == [free, room]


def test_a_held_time_is_free_again_when_the_hold_has_lapsed(connection: Connection) -> None:
    add(connection, ANNA, 1, held_by=7, held_until=NOW + timedelta(hours=1))
    lapsed = add(connection, ANNA, 2, held_by=7, held_until=NOW)
    free = add(connection, ANNA, 3)
    assert found(connection, ANNA) == [lapsed, free]
    assert found(connection, ANNA, most=1) == [lapsed]
    add(connection, ANNA, 4, held_by=8, held_until=NOW)
    assert found(connection, ANNA, most=2) == [lapsed, free]


def test_of_each_nurse_the_soonest_few_come_in_order(connection: Connection) -> None:
    later, sooner = add(connection, ANNA, 9), add(connection, ANNA, 2)
    add(connection, ANNA, 12)
    only = add(connection, BIRTE, 20)
    add(connection, CARLA, 1)
    assert found(connection, ANNA, BIRTE, most=2) == [sooner, later, only]


def test_a_free_time_is_as_it_is_stored(connection: Connection) -> None:
    add(connection, ANNA, 3, offer="visit-3y", capacity=2, taken=1, revision=4)
    stored = [rows.slot(row) for row in connection.execute(select(*rows.SLOT)).all()]
    place = Municipality("hedensted")
    for most in (None, 5):
        assert free_slots(connection, place, [ANNA], MONTH, NOW, most) == stored
