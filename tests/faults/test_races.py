"""Two hosts at once, each race twice: without the lock it goes wrong, with it it does not.

On SQLite the lock is the write lock that every unit takes before it reads; without it SQLite itself undoes one of
the two. On PostgreSQL it is a row lock, an advisory lock, or the revision of a time.
"""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.service import Service
from domain.ids import DueId, InboxId
from domain.ports import Overtaken, SlotChangedMeanwhile, StoreTrouble, StoreUnavailable
from domain.records import Slot
from storage import changes
from storage import tables as t
from tests.faults.hosts import LONG, SHORT, meet_before, two_hosts, without_locks
from tests.story import COPENHAGEN, VISIT_3Y, VISIT_18M, Town

ONE, OTHER = "+4500000011", "+4500000012"
Hosts = tuple[Service, Service]


async def both(*work: Any) -> list[BaseException]:
    """Let both hosts work at once; what each raised."""
    done = await asyncio.gather(*work, return_exceptions=True)
    return [result for result in done if isinstance(result, BaseException)]


def only_locked(failures: Sequence[BaseException]) -> None:
    """What SQLite says when two units read before either wrote: one of them is undone."""
    [failure] = failures
    assert isinstance(failure, StoreUnavailable)
    assert failure.why is StoreTrouble.LOCKED


# Story 7: two families pick the same time in the same second.


async def same_time_in_front_of_two(town: Town) -> tuple[int, int, list[int]]:
    """Two families with the same time as number 1 in front of them, and a "1" of each; nobody has answered yet."""
    anna = town.nurse()
    days = ("19", "20", "21", "22", "26", "27", "28", "29")
    first, *_ = town.times(anna, *(f"2026-05-{day}T10:00" for day in days))
    one, other = town.family(ONE, nurse=anna), town.family(OTHER, nurse=anna)
    await town.invite()
    await town.pass_days(4)
    state = json.loads(town.rows(t.guardian, "state", family_id=one)[0])
    state["invitation"] = town.rows(t.invitation, "id", family_id=other)[0]
    town.change(t.guardian, town.rows(t.guardian, "id", family_id=other)[0], state=json.dumps(state))
    town.change(t.slot, first, held_by=None, held_until=None)
    await town.writes(ONE, "1")
    await town.writes(OTHER, "1")
    return one, other, town.rows(t.inbox, "id")


async def answered_at_once(hosts: Hosts, replies: Sequence[int]) -> list[BaseException]:
    """Each host answers one of the two replies."""
    return await both(
        *(
            host.store.work(lambda unit, host=host, reply=reply: host.converser.answer_batch(unit, 1, reply))
            for host, reply in zip(hosts, map(InboxId, replies), strict=True)
        )
    )


def standing_bookings(town: Town) -> list[Any]:
    return town.rows(t.booking, "slot_id", state="booked")


async def test_two_hosts_give_one_time_to_one_family_and_the_other_gets_new_ones_kindly(town: Town) -> None:
    one, other, replies = await same_time_in_front_of_two(town)
    with two_hosts(town) as hosts:
        meet_before("UPDATE slot", hosts, LONG if town.database.is_postgresql else SHORT)
        failures = await answered_at_once(hosts, replies)
    if town.database.is_postgresql:
        assert [type(failure) for failure in failures] == [SlotChangedMeanwhile]
    await town.service.settle()
    assert len(standing_bookings(town)) == 1
    assert set(town.rows(t.inbox, "state")) == {"done"}
    loser, phone = (other, OTHER) if town.bookings(one) else (one, ONE)
    assert town.bookings(loser) == []
    assert "lige blevet taget" in town.last(phone)
    assert "1: " in town.last(phone)


async def test_without_the_revision_of_a_time_two_families_get_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, replies = await same_time_in_front_of_two(town)
    without_locks(monkeypatch)
    carelessly(monkeypatch)
    town.database.write_now(lambda connection: connection.execute(text("DROP INDEX uq_booking_seat")))
    with two_hosts(town) as hosts:
        meet_before("UPDATE slot", hosts, LONG)
        failures = await answered_at_once(hosts, replies)
    if town.database.is_postgresql:
        assert failures == []
        first, second = standing_bookings(town)
        assert first == second
    else:
        only_locked(failures)


async def test_the_last_guard_against_two_families_in_one_time_is_the_database_itself(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, replies = await same_time_in_front_of_two(town)
    carelessly(monkeypatch)
    with two_hosts(town) as hosts:
        meet_before("UPDATE slot", hosts, LONG if town.database.is_postgresql else SHORT)
        failures = await answered_at_once(hosts, replies)
    assert len(standing_bookings(town)) == 1
    if town.database.is_postgresql:
        [failure] = failures
        assert isinstance(failure, Overtaken)
        assert "uq_booking_seat" in str(failure)


def carelessly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody looks whether a time was changed meanwhile."""
    real = changes.write_slots

    def write(connection: Connection, slots: list[Slot]) -> None:
        with suppress(SlotChangedMeanwhile):
            real(connection, slots)

    monkeypatch.setattr(changes, "write_slots", write)


# One family's two replies, taken by two hosts.


async def two_replies(town: Town) -> None:
    """A family asks for other times and picks the first of them, before anybody has answered."""
    anna = town.nurse()
    town.times(anna, *(f"2026-05-{day}T10:00" for day in ("12", "13", "19", "20", "21", "22")))
    town.family(ONE, nurse=anna)
    await town.invite()
    await town.writes(ONE, "3")
    town.clock.at += timedelta(seconds=1)
    await town.writes(ONE, "1")


async def test_two_hosts_answer_a_familys_two_replies_in_order_and_once(town: Town) -> None:
    await two_replies(town)
    with two_hosts(town) as hosts:
        meet_before("UPDATE guardian", hosts, SHORT)
        failures = await both(*(host.converser.answer_waiting() for host in hosts))
        assert failures == []
        while await hosts[0].converser.answer_waiting() or await hosts[1].converser.answer_waiting():
            pass
    assert set(town.rows(t.inbox, "state")) == {"done"}
    assert town.bookings(town.rows(t.family, "id")[0]) == [("booked", "2026-05-21 10:00")]
    await town.service.settle()
    # Both answers are of the same moment of this standing clock, so which is read first is not said.
    _, *answers = town.reads(ONE)
    assert len(answers) == 2
    assert any("1: torsdag 21. maj" in answer for answer in answers)
    assert any("kommer hjem til jer torsdag 21. maj" in answer for answer in answers)


async def test_without_the_lock_on_the_family_one_reply_is_answered_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = town.nurse()
    town.times(anna, "2026-05-12T10:00", "2026-05-13T10:00")
    town.family(ONE, nurse=anna)
    await town.invite()
    await town.writes(ONE, "hvad er det for noget?")
    without_locks(monkeypatch)
    before = len(town.rows(t.outbox))
    with two_hosts(town) as hosts:
        meet_before("UPDATE guardian", hosts, LONG)
        failures = await both(
            *(host.store.work(lambda unit, host=host: host.converser.answer_batch(unit, 9)) for host in hosts)
        )
    if town.database.is_postgresql:
        assert len(town.rows(t.outbox)) - before == 2
    else:
        only_locked(failures)


async def test_a_stranger_who_writes_twice_is_answered_once_by_two_hosts(town: Town) -> None:
    town.nurse()
    await town.writes(ONE, "hej")
    town.clock.at += timedelta(seconds=1)
    await town.writes(ONE, "hallo?")
    one, other = map(InboxId, town.rows(t.inbox, "id"))
    with two_hosts(town) as hosts:
        meet_before("INSERT INTO outbox", hosts, SHORT)
        assert await answered_at_once(hosts, [one, other]) == []
    await town.service.settle()
    assert len(town.reads(ONE)) == 1
    assert set(town.rows(t.inbox, "state")) == {"quarantined"}


# One message, one due row, two hosts.


async def one_message(town: Town) -> None:
    """A first message waits to be sent."""
    anna = town.nurse()
    town.times(anna, "2026-05-12T10:00", "2026-05-13T10:00")
    town.family(ONE, nurse=anna)
    await town.service.planner.plan(town.settings.key)
    town.clock.at = datetime(2026, 5, 6, 12, tzinfo=COPENHAGEN)
    await town.service.due.keep()


async def test_two_hosts_send_a_message_once(town: Town) -> None:
    await one_message(town)
    with two_hosts(town) as hosts:
        meet_before("UPDATE outbox", hosts, SHORT)
        failures = await both(*(host.outbox.send_waiting() for host in hosts))
    assert failures == []
    assert len(town.reads(ONE)) == 1


async def test_without_the_lock_on_the_message_it_is_sent_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await one_message(town)
    without_locks(monkeypatch)
    with two_hosts(town) as hosts:
        meet_before("UPDATE outbox", hosts, LONG)
        failures = await both(*(host.outbox.send_waiting() for host in hosts))
    if town.database.is_postgresql:
        assert len(town.reads(ONE)) == 2
    else:
        only_locked(failures)


async def one_reminder(town: Town) -> list[DueId]:
    """A visit is booked and its first reminder has just fallen due."""
    await one_message(town)
    town.times(town.rows(t.nurse, "id")[0], "2026-05-19T10:00", "2026-05-20T10:00")
    await town.service.settle()
    await town.says(ONE, "2")
    town.clock.at = datetime(2026, 5, 8, 12, tzinfo=COPENHAGEN)
    return [row.id for row in town.rows(t.due, kind="reminder")]


async def test_two_hosts_keep_an_appointment_once(town: Town) -> None:
    await one_reminder(town)
    with two_hosts(town) as hosts:
        meet_before("UPDATE due", hosts, SHORT)
        failures = await both(*(host.due.keep() for host in hosts))
    assert failures == []
    assert len(town.rows(t.outbox, occasion="reminder")) == 1


async def test_without_the_lock_on_the_row_a_family_is_reminded_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    [due] = await one_reminder(town)
    without_locks(monkeypatch)
    with two_hosts(town) as hosts:
        meet_before("UPDATE due", hosts, LONG)
        failures = await both(
            *(host.store.work(lambda unit, host=host: host.due.keep_batch(unit, 1, due)) for host in hosts)
        )
    if town.database.is_postgresql:
        assert len(town.rows(t.outbox, occasion="reminder")) == 2
    else:
        only_locked(failures)


# Two hosts plan on the same morning.


def family_with_two_offers_due(town: Town) -> None:
    """One family with a child for each offer, and times for two invitations."""
    anna = town.nurse()
    town.times(anna, *(f"2026-05-{day}T10:00" for day in ("12", "13", "19", "20")))
    family = town.family(ONE, nurse=anna)
    child = town.rows(t.child, "id", family_id=family)[0]
    older = town.family(OTHER, nurse=anna, born="2023-05-20")
    town.change(t.child, town.rows(t.child, "id", family_id=older)[0], family_id=family)
    assert child != older


async def planned_at_once(town: Town, hosts: Hosts) -> list[BaseException]:
    """Each host plans one of the two offers."""
    return await both(
        *(
            host.store.work(
                lambda unit, host=host, offer=offer: host.planner.plan_page(
                    unit, town.settings.key, offer, None
                )
            )
            for host, offer in zip(hosts, (VISIT_18M, VISIT_3Y), strict=True)
        )
    )


async def test_two_hosts_plan_one_invitation_a_family(town: Town) -> None:
    family_with_two_offers_due(town)
    with two_hosts(town) as hosts:
        meet_before("INSERT INTO invitation ", hosts, SHORT)
        assert await planned_at_once(town, hosts) == []
        failures = await both(*(host.planner.plan_all() for host in hosts))
    assert failures == []
    assert town.rows(t.invitation, "state") == ["planned"]
    assert len(town.rows(t.due)) == 1


async def test_without_the_planning_lock_a_family_is_invited_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    family_with_two_offers_due(town)
    without_locks(monkeypatch)
    with two_hosts(town) as hosts:
        meet_before("INSERT INTO invitation ", hosts, LONG)
        failures = await planned_at_once(town, hosts)
    if town.database.is_postgresql:
        assert town.rows(t.invitation, "state") == ["planned", "planned"]
    else:
        only_locked(failures)


async def test_one_child_is_never_invited_twice_to_one_offer_even_without_the_lock(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = town.nurse()
    town.times(anna, *(f"2026-05-{day}T10:00" for day in ("12", "13", "19", "20")))
    town.family(ONE, nurse=anna)
    without_locks(monkeypatch)
    with two_hosts(town) as hosts:
        meet_before("INSERT INTO invitation ", hosts, LONG)
        failures = await both(*(host.planner.plan(town.settings.key) for host in hosts))
    assert len(failures) == 1
    assert town.rows(t.invitation, "state") == ["planned"]
