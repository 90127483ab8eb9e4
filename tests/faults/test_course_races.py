"""The last place of a course and two families, two hosts at once: with the lock one wins, without it both do."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import text

from bot.course_desk import CourseDesk, NotOnTheList
from bot.service import Service
from domain.ids import CourseId, FamilyId, InboxId, NurseId
from domain.ports import Overtaken
from storage import tables as t
from tests.faults.hosts import LONG, SHORT, meet_before, two_hosts, without_locks
from tests.faults.test_races import only_locked
from tests.stories.conftest import course_town
from tests.stories.course_town import A, B, desk, planned, seats, waiting
from tests.story import HEDENSTED, Town

__all__ = ["course_town"]


async def late_acceptances(town: Town) -> tuple[list[int], list[int]]:
    """Two families let the only place lapse, one after the other; both have just written "1"."""
    families = await waiting(town, A, B)
    small = planned(town, smallest=1, largest=1)
    assert await desk(town, lambda one: one.plan(small, [FamilyId(families[0])])) == ()
    await town.pass_days(20)
    assert seats(town) == ["lapsed", "lapsed"]
    await town.writes(A, "1")
    await town.writes(B, "1")
    return families, town.rows(t.inbox, "id", done_at=None)


async def answered_at_once(hosts: tuple[Service, Service], replies: list[int]) -> list[BaseException]:
    """Each host answers one of the two replies; what each raised."""
    work = (
        host.store.work(lambda unit, host=host, reply=reply: host.converser.answer_batch(unit, 1, reply))  # type: ignore[misc]
        for host, reply in zip(hosts, map(InboxId, replies), strict=True)
    )
    done = await asyncio.gather(*work, return_exceptions=True)
    return [result for result in done if isinstance(result, BaseException)]


def kindly(town: Town) -> list[tuple[bool, bool]]:
    """Of each family: whether it was told it has its place, and whether it was told that it has just gone."""
    return sorted(
        ("I har plads" in town.last(phone), "lige blevet taget" in town.last(phone)) for phone in (A, B)
    )


async def test_the_last_place_goes_to_one_and_the_other_stays_on_the_list(course_town: Town) -> None:
    town = course_town
    _, replies = await late_acceptances(town)
    with two_hosts(town) as hosts:
        meet_before("INSERT INTO course_seat", hosts, SHORT)
        failures = await answered_at_once(hosts, replies)
    assert all(isinstance(failure, Overtaken) for failure in failures)
    await town.service.settle()
    assert kindly(town) == [(False, True), (True, False)]
    assert seats(town).count("taken") == 1
    assert sorted(map(str, town.rows(t.waiting, "state"))) == ["seated", "waiting"]


async def test_without_the_lock_of_the_course_the_last_place_is_sold_twice(
    course_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = course_town
    _, replies = await late_acceptances(town)
    without_locks(monkeypatch)
    town.database.write_now(lambda connection: connection.execute(text("DROP INDEX uq_course_seat_place")))
    with two_hosts(town) as hosts:
        meet_before("INSERT INTO course_seat", hosts, LONG)
        failures = await answered_at_once(hosts, replies)
    if town.database.is_postgresql:
        assert failures == []
        assert [(row.place, row.state) for row in town.rows(t.course_seat, state="taken")] == [
            (1, "taken"),
            (1, "taken"),
        ]
    else:
        only_locked(failures)


async def test_the_last_guard_of_a_place_is_the_database_itself(
    course_town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = course_town
    _, replies = await late_acceptances(town)
    without_locks(monkeypatch)
    with two_hosts(town) as hosts:
        meet_before("INSERT INTO course_seat", hosts, LONG)
        failures = await answered_at_once(hosts, replies)
    if town.database.is_postgresql:
        [failure] = failures
        assert isinstance(failure, Overtaken)
        assert "uq_course_seat_place" in str(failure)
    else:
        only_locked(failures)
    monkeypatch.undo()
    await town.service.settle()
    assert kindly(town) == [(False, True), (True, False)]


async def test_two_leaders_plan_one_family_on_two_courses_and_one_hears_that_it_is_taken(
    course_town: Town,
) -> None:
    town = course_town
    [family] = await waiting(town, A)
    other = {"room": "Hallen", "leaders": frozenset({NurseId(2)})}
    with two_hosts(town) as hosts:
        meet_before("INSERT INTO course_seat", hosts, LONG if town.database.is_postgresql else SHORT)

        async def plan(host: Service, number: int, **about: object) -> Any:
            course = planned(town, number, **about)
            return await host.store.work(
                lambda unit: CourseDesk(unit, host.house, town.clock.at, "account:1", HEDENSTED).plan(
                    course, [FamilyId(family)]
                )
            )

        first, second = await asyncio.gather(
            plan(hosts[0], 1), plan(hosts[1], 2, **other), return_exceptions=True
        )
    assert [first, second].count(()) == 1
    lost = second if first == () else first
    assert isinstance(lost, Overtaken) or lost == (NotOnTheList(FamilyId(family)),)
    assert len(seats(town)) == 1
    assert len(town.rows(t.course)) == 1


async def test_the_same_webhook_twice_takes_one_place_and_answers_once(course_town: Town) -> None:
    town = course_town
    [family] = await waiting(town, A, who="3")
    await desk(town, lambda one: one.plan(planned(town), [FamilyId(family)]))
    await town.pass_days(1)
    read = len(town.reads(A))
    assert await town.writes(A, "1", provider_id="the-same") == 1
    assert await town.writes(A, "1", provider_id="the-same") == 0
    await town.service.settle()
    assert await town.writes(A, "1", provider_id="the-same") == 0
    await town.service.settle()
    assert len(town.reads(A)) == read + 1
    assert seats(town, family_id=family) == ["taken", "taken"]
    assert town.rows(t.booking, "state") == ["booked"]


async def test_a_no_and_a_yes_of_one_family_in_one_batch_end_with_the_last_word(course_town: Town) -> None:
    town = course_town
    families = await waiting(town, A, B)
    small = planned(town, smallest=1, largest=1)
    await desk(town, lambda one: one.plan(small, [FamilyId(families[0])]))
    await town.pass_days(1)
    await town.writes(A, "2")
    await town.writes(A, "1")
    await town.service.settle()
    live = [state for state in seats(town) if state in ("proposed", "offered", "taken")]
    assert len(live) == 1
    assert town.rows(t.course, "id") == [CourseId(1)]
