"""Story 11: restrictions from October to April; visits by phone, or paused; never a family's no."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from domain.settings import RestrictionPeriod
from reports.exports import build
from reports.query import ExportQuery
from reports.tables import Table
from storage import tables as t
from storage.read_models.counts import By
from tests.story import COPENHAGEN, HEDENSTED, Town, hedensted

MOTHER, NEIGHBOUR = "+4500000011", "+4500000012"
FIRST, LAST = date(2026, 10, 1), date(2027, 4, 30)
MakeTown = Callable[..., Town]


def exported(town: Town, name: str) -> list[dict[str, Any]]:
    """An export of the whole year, divided by restriction."""
    query = ExportQuery(date(2026, 1, 1), date(2026, 12, 31), (HEDENSTED,), (By.RESTRICTION,))
    table = town.database.read_now(lambda connection: build(name, connection, query))
    assert isinstance(table, Table)
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


async def test_the_export_shows_the_share_of_declines_that_fell_in_the_period(town_with: MakeTown) -> None:
    town = town_with(
        start=datetime(2026, 9, 7, 8, tzinfo=COPENHAGEN),
        settings=hedensted(restrictions=(RestrictionPeriod("winter", FIRST, LAST),)),
    )
    anna = town.nurse("Anna")
    town.times(anna, *(f"2026-09-{day}T10:00" for day in (15, 16, 17, 18, 21, 22, 23, 24)))
    town.times(anna, *(f"2026-10-{day}T10:00" for day in (13, 14, 15, 16)))
    town.family(MOTHER, nurse=anna, born="2025-03-20")
    town.family(NEIGHBOUR, nurse=anna, born="2025-03-20")
    await town.invite()
    await town.says(MOTHER, "nej tak")
    await town.pass_until(datetime(2026, 10, 5, 12, tzinfo=COPENHAGEN))
    await town.says(NEIGHBOUR, "nej tak")
    declines = exported(town, "declines")
    assert [(row["restriction"], row["count"], row["of"]) for row in declines] == [
        ("no", 1, 1),
        ("yes", 1, 1),
    ]
    uptake = {row["restriction"]: row for row in exported(town, "uptake")}
    assert (uptake["yes"]["declined"], uptake["no"]["declined"]) == (1, 1)
    assert (uptake["yes"]["offered"], uptake["no"]["offered"]) == (1, 1)


async def test_paused_visits_are_neither_offered_nor_counted_as_a_no(town_with: MakeTown) -> None:
    paused = RestrictionPeriod("lockdown", FIRST, date(2026, 11, 15), by_phone=False)
    town = town_with(
        start=datetime(2026, 10, 5, 8, tzinfo=COPENHAGEN), settings=hedensted(restrictions=(paused,))
    )
    anna = town.nurse("Anna")
    town.times(anna, *(f"2026-10-{day}T10:00" for day in (13, 14, 15, 16)))
    town.family(MOTHER, nurse=anna, born="2025-04-20")
    await town.invite()
    assert town.reads(MOTHER) == [], "no time of the period is shown"
    assert set(town.rows(t.invitation, "state")) <= {"planned"}
    assert exported(town, "declines") == []
    town.times(anna, *(f"2026-11-{day}T10:00" for day in (17, 18, 19, 20)))
    await town.pass_days(3)
    assert "17. november" in town.last(MOTHER)


async def test_a_visit_in_the_period_is_a_call_from_the_first_message_to_the_move(
    town_with: MakeTown,
) -> None:
    town = town_with(
        start=datetime(2026, 10, 5, 8, tzinfo=COPENHAGEN),
        settings=hedensted(restrictions=(RestrictionPeriod("winter", FIRST, LAST),)),
    )
    anna = town.nurse("Anna")
    town.times(anna, *(f"2026-10-{day}T10:00" for day in (13, 14, 15, 16)))
    family = town.family(MOTHER, nurse=anna, born="2025-04-20")
    await town.invite()
    assert "ringer vi i stedet" in town.last(MOTHER)
    assert "Anna ringer til jer" in await town.says(MOTHER, "1")
    assert town.rows(t.booking, "by_phone", family_id=family) == [True]
    await town.pass_until(datetime(2026, 10, 12, 18, tzinfo=COPENHAGEN))
    assert "Anna ringer tirsdag 13. oktober" in town.last(MOTHER)
    said = await town.says(MOTHER, "kan ikke")
    assert "Vi finder en ny tid" in said
    assert "Anna ringer nu" in await town.says(MOTHER, "1")
