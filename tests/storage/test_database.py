"""Writing, on both databases: what one caller does never reaches another."""

import asyncio
from threading import Event

import pytest
from sqlalchemy import Connection, insert, select

from domain.ids import OutboxId
from domain.ports import SlotChangedMeanwhile
from storage import tables as t
from tests.story import HEDENSTED, Town


def district(key: str) -> dict[str, str]:
    return {"municipality": HEDENSTED, "key": key}


def districts(town: Town) -> list[str]:
    return town.database.read_now(
        lambda c: list(c.execute(select(t.district.c.key).order_by("key")).scalars())
    )


async def test_one_that_fails_undoes_itself_alone(town: Town) -> None:
    def add(key: str, *, fails: bool = False) -> None:
        def work(connection: Connection) -> str:
            connection.execute(insert(t.district), district(key))
            if fails:
                raise ZeroDivisionError
            return key

        jobs.append(asyncio.create_task(town.database.write(work)))

    jobs: list[asyncio.Task[str]] = []
    for key in "abcde":
        add(key, fails=key == "c")
    done = await asyncio.gather(*jobs, return_exceptions=True)
    assert [one if isinstance(one, str) else type(one) for one in done] == [
        "a",
        "b",
        ZeroDivisionError,
        "d",
        "e",
    ]
    assert districts(town) == ["a", "b", "d", "e"]


async def test_a_caller_that_goes_away_does_not_take_its_neighbours_answers_with_it(town: Town) -> None:
    """A webhook whose gateway hung up shares its commit with others."""
    began, may_end = Event(), Event()

    def slow(connection: Connection) -> None:
        began.set()
        may_end.wait(10)

    def add(connection: Connection) -> str:
        connection.execute(insert(t.district), district("kept"))
        return "kept"

    running = asyncio.create_task(town.database.write(slow))
    await asyncio.to_thread(began.wait, 10)
    gone = asyncio.create_task(town.database.write(lambda c: c.execute(insert(t.district), district("gone"))))
    kept = asyncio.create_task(town.database.write(add))
    await asyncio.sleep(0)
    running.cancel()
    gone.cancel()
    may_end.set()
    assert await kept == "kept"
    assert "kept" in districts(town)
    assert await town.database.write(lambda _: "still writing") == "still writing"


async def test_a_unit_that_raises_leaves_nothing(town: Town) -> None:
    anna = town.nurse()
    [number] = town.times(anna, "2026-05-12T10:00")

    def unit(one: object) -> None:
        town_unit = one
        [slot] = town_unit.slots([number])  # type: ignore[attr-defined]
        town_unit.save_slot(slot)  # type: ignore[attr-defined]
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await town.database.work(unit)
    assert town.rows(t.slot, "revision") == [0]


async def test_a_time_that_was_changed_meanwhile_is_told(town: Town) -> None:
    anna = town.nurse()
    [number] = town.times(anna, "2026-05-12T10:00")
    [slot] = await town.database.work(lambda unit: unit.slots([number]))  # type: ignore[list-item]
    await town.database.work(lambda unit: unit.save_slot(slot))
    with pytest.raises(SlotChangedMeanwhile):
        await town.database.work(lambda unit: unit.save_slot(slot))
    assert town.rows(t.slot, "revision") == [1]


async def test_a_later_row_of_a_host_has_a_higher_number(town: Town) -> None:
    numbers = [await town.database.work(lambda unit: unit.new_id()) for _ in range(40)]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 40
    assert OutboxId(numbers[0]) > 0
