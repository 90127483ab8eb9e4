"""The contract of what waits, on both databases: oldest first, one of each family, whatever the row numbers say."""

from datetime import timedelta

from domain.ports import UnitOfWork
from domain.records import DueRow, WaitingReply
from storage import tables as t
from tests.story import Town

MOTHER, FATHER, OTHER, STRANGER = (f"+450000001{number}" for number in range(1, 5))


async def waiting(town: Town, limit: int = 100) -> list[WaitingReply]:
    """What waits for an answer."""
    return await town.database.work(lambda unit: unit.waiting_replies(limit))


async def test_replies_come_by_the_moment_they_were_received(town: Town) -> None:
    """Another host's rows may have lower numbers than those of an earlier reply."""
    town.family(MOTHER)
    town.family(OTHER)
    await town.writes(MOTHER, "en")
    await town.writes(OTHER, "to")
    first, second = town.rows(t.inbox, "id")
    town.change(t.inbox, first, received_at=town.clock.at + timedelta(seconds=1))
    assert [reply.id for reply in await waiting(town)] == [second, first]
    assert [reply.id for reply in await waiting(town, 1)] == [second]


async def test_one_reply_of_a_family_at_a_time_whichever_parent_wrote(town: Town) -> None:
    town.family(MOTHER, FATHER)
    town.family(OTHER)
    for phone in (FATHER, MOTHER, OTHER, STRANGER, STRANGER):
        await town.writes(phone, "hej")
        town.clock.at += timedelta(seconds=1)
    taken = await waiting(town)
    assert [reply.sender for reply in taken] == [FATHER, OTHER, STRANGER]
    assert [reply.family is None for reply in taken] == [False, False, True]


async def test_a_quarantined_phone_is_known_and_not_open(town: Town) -> None:
    town.family(MOTHER)
    town.change(t.contact, town.rows(t.contact, "id")[0], state="quarantined")
    await town.writes(MOTHER, "hej")
    [reply] = await waiting(town)
    assert reply.family is not None
    assert not reply.contact_open


async def test_what_has_fallen_due_comes_oldest_first_one_of_each_family_and_once(town: Town) -> None:
    anna = town.nurse()
    town.times(anna, *(f"2026-05-{day}T10:00" for day in ("12", "13", "19", "20", "21", "22")))
    town.family(MOTHER, nurse=anna)
    town.family(OTHER, nurse=anna)
    await town.invite()
    late = town.clock.at + timedelta(days=60)

    def due(unit: UnitOfWork) -> list[DueRow]:
        return unit.due_rows(late, 100)

    rows = await town.database.work(due)
    assert len({row.family for row in rows}) == len(rows) == 2
    assert [row.at for row in rows] == sorted(row.at for row in rows)
    assert {row.kind for row in rows} == {"second_message"}
    await town.database.work(lambda unit: unit.due_done(unit.due_rows(late, 100), late))
    assert {row.kind for row in await town.database.work(due)} == {"call_list"}
    assert await town.database.work(lambda unit: unit.due_rows(town.clock.at, 100)) == []
