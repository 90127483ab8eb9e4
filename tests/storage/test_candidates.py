"""Who could be invited, on both databases: the oldest first, siblings together, nobody who has something under way."""

from datetime import date

import pytest

from bot import planning
from domain.ids import ChildId
from domain.records import FamilyToInvite
from storage import tables as t
from tests.story import HEDENSTED, VISIT_3Y, VISIT_18M, Town

FIRST, LAST = date(2024, 9, 5), date(2024, 12, 4)
PHONES = [f"+45000000{number}" for number in range(21, 30)]


async def found(town: Town, after: int | None = None, limit: int = 100) -> list[FamilyToInvite]:
    """Families with a child of the right age for the visit at one and a half."""
    seen = None if after is None else ChildId(after)
    return await town.database.work(
        lambda unit: unit.families_to_invite(HEDENSTED, VISIT_18M.key, FIRST, LAST, seen, limit)
    )


async def test_the_oldest_first_and_only_the_right_age(town: Town) -> None:
    younger = town.family(PHONES[0], born="2024-12-04")
    older = town.family(PHONES[1], born="2024-09-05")
    town.family(PHONES[2], born="2024-09-04")
    town.family(PHONES[3], born="2024-12-05")
    assert [family.id for family in await found(town)] == [older, younger]


async def test_siblings_come_together_and_are_never_parted_by_a_page(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = town.nurse()
    town.times(anna, *(f"2026-05-{day}T10:00" for day in ("12", "13", "19", "20", "21", "22")))
    alone = town.family(PHONES[0], born="2024-10-01", nurse=anna)
    twins = town.family(PHONES[1], born="2024-11-01", children=2, nurse=anna)
    last = town.family(PHONES[2], born="2024-11-20", nurse=anna)
    assert [len(family.children) for family in await found(town)] == [1, 2, 1]
    monkeypatch.setattr(planning, "PAGE", 2)
    assert await town.service.planner.plan(HEDENSTED) == 3
    registered = town.database.read_now(lambda c: c.execute(t.invitation_child.select()).all())
    assert len(registered) == 4
    assert set(town.rows(t.invitation, "family_id")) == {alone, twins, last}


async def test_a_page_ends_where_the_next_begins(town: Town) -> None:
    families = [town.family(phone, born=f"2024-10-{day:02}") for day, phone in enumerate(PHONES, start=1)]
    seen: list[int] = []
    after = None
    while page := await found(town, after, 4):
        seen += [family.id for family in page]
        after = page[-1].children[-1].child
    assert seen == families


async def test_whoever_has_something_under_way_waits(town: Town) -> None:
    anna = town.nurse()
    town.times(anna, *(f"2026-05-{day}T10:00" for day in ("12", "13", "19", "20", "21", "22")))
    free, invited, frozen, moved = (town.family(phone, nurse=anna) for phone in PHONES[:4])
    town.change(t.family, frozen, frozen_at=town.clock.at)
    town.change(t.family, free, nurse_id=None, district="Glud")
    await town.service.planner.plan(HEDENSTED)
    rows = town.rows(t.invitation)
    assert {row.family_id for row in rows} == {invited, moved}
    for row in rows:
        if row.family_id == moved:
            town.change(t.invitation, row.id, state="moved_away")
    assert [family.id for family in await found(town)] == [free]


async def test_a_family_that_has_had_one_offer_may_have_another(town: Town) -> None:
    anna = town.nurse()
    town.times(anna, *(f"2026-05-{day}T10:00" for day in ("12", "13", "19", "20", "21", "22")))
    family = town.family(PHONES[0], nurse=anna)
    await town.invite()
    await town.says(PHONES[0], "nej tak")
    assert await found(town) == []
    other = await town.database.work(
        lambda unit: unit.families_to_invite(HEDENSTED, VISIT_3Y.key, FIRST, LAST, None, 100)
    )
    assert [one.id for one in other] == [family]


async def test_a_family_without_an_open_phone_is_known_as_not_reachable(town: Town) -> None:
    town.family(born="2024-10-01")
    stopped = town.family(PHONES[0], born="2024-10-02")
    town.family(PHONES[1], born="2024-10-03")
    town.change(t.guardian, town.rows(t.guardian, "id", family_id=stopped)[0], stopped_at=town.clock.at)
    assert [family.reachable for family in await found(town)] == [False, False, True]
