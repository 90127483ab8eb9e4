"""A colleague is in one place at a time: two families, two nurses, one pædagog, in the same second."""

from dataclasses import replace

from sqlalchemy import text

from bot.flows.states import TimesOffered
from bot.keeping import freeze, thaw
from domain.ids import InboxId, SlotId
from storage import tables as t
from tests.faults.hosts import LONG, SHORT, meet_before, two_hosts
from tests.faults.test_races import both
from tests.offers.conftest import OpenTown, nurse
from tests.offers.test_shipped import TRANSITION_1
from tests.story import Town

ONE, OTHER = "+4500000011", "+4500000012"
DAYS = ("19", "20", "21", "22", "26", "27", "28", "29")


async def two_with_the_same_colleague(town: Town) -> list[int]:
    """Two families, each with a time of its own nurse in front of it at which the same Pia is free; each says "1"."""
    pia = nurse(town, "pia")
    for ref, phone in (("anna", ONE), ("birgit", OTHER)):
        own = nurse(town, ref)
        town.times(own, *(f"2026-05-{day}T10:00" for day in DAYS))
        family = town.family(phone, nurse=own, born="2025-07-20")
        town.change(t.family, family, daycare="Tippen")
    town.times(pia, *(f"2026-05-{day}T10:00" for day in DAYS))
    await town.invite()
    await town.pass_days(4)
    # Both holds have lapsed, and both have the first of Pia's times in front of them.
    first = town.rows(t.slot, "id", nurse_id=pia)[0]
    for ref in ("anna", "birgit"):
        slot = next(row for row in town.rows(t.slot, nurse_id=nurse(town, ref)) if row.start.day == 19)
        place_first(town, nurse(town, ref), slot.id)
    town.change(t.slot, first, held_by=None, held_until=None)
    await town.writes(ONE, "1")
    await town.writes(OTHER, "1")
    return town.rows(t.inbox, "id")


def place_first(town: Town, own: int, slot: int) -> None:
    """The family of this nurse has this time as number 1 in front of it."""
    [family] = town.rows(t.family, "id", nurse_id=own)
    [guardian] = town.rows(t.guardian, family_id=family)
    state = thaw(guardian.state)
    assert isinstance(state, TimesOffered)
    wanted = replace(state.times[0], slot=SlotId(slot))
    there = freeze(replace(state, times=(wanted, *state.times[1:])))
    town.change(t.guardian, guardian.id, state=there)
    town.database.write_now(
        lambda connection: connection.execute(text("UPDATE slot SET held_by = NULL, held_until = NULL"))
    )


def settled_fairly(town: Town) -> None:
    """One visit stands, the colleague's time is taken once, and the other family has new times in front of it."""
    standing = town.rows(t.booking, "partner_slot_id", state="booked")
    assert len(standing) == 1
    assert [row.taken for row in town.rows(t.slot, id=standing[0])] == [1]
    lasts = (town.last(ONE), town.last(OTHER))
    assert sum("lige blevet taget" in last for last in lasts) == 1
    assert set(town.rows(t.inbox, "state")) == {"done"}


async def test_two_hosts_give_the_colleague_to_one_family_and_the_other_gets_new_times(
    town_of: OpenTown,
) -> None:
    town = town_of(TRANSITION_1)
    replies = await two_with_the_same_colleague(town)
    with two_hosts(town) as hosts:
        meet_before("UPDATE slot", hosts, LONG if town.database.is_postgresql else SHORT)
        await both(
            *(
                host.store.work(
                    lambda unit, host=host, reply=reply: host.converser.answer_batch(unit, 1, reply)
                )
                for host, reply in zip(hosts, map(InboxId, replies), strict=True)
            )
        )
    await town.service.settle()
    settled_fairly(town)


async def test_in_one_batch_the_second_sees_what_the_first_took(town_of: OpenTown) -> None:
    town = town_of(TRANSITION_1)
    await two_with_the_same_colleague(town)
    await town.service.settle()
    settled_fairly(town)
