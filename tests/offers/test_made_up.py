"""An offer that no line of code knows: invited, booked, reminded, moved, declined, counted, from its TOML alone."""

from datetime import date, datetime

from reports.exports import build
from reports.query import ExportQuery
from reports.tables import Table
from storage import tables as t
from tests.offers.conftest import OpenTown, nurse
from tests.story import COPENHAGEN, HEDENSTED, Town

MOTHER, FATHER, OTHER = "+4500000011", "+4500000012", "+4500000013"

BEFORE_CRAWLING = """
[offers.before-crawling]
name = "Kravlebesøg"
from_months = 5
to_months = 7
target_pct = 75

[offers.before-crawling.about]
da = "Når et barn snart kravler, kommer vi gerne på besøg til en snak om gulvleg og hverdag."
en = "When a child is about to crawl, we would like to visit for a chat about play and everyday life."
"""
TIMES = ("2026-05-12T10:00", "2026-05-13T15:00", "2026-05-19T09:00", "2026-05-20T17:00", "2026-05-21T10:00")
BORN = "2025-11-20"


async def invited(town: Town, *phones: str, **about: object) -> int:
    anna = nurse(town, "anna")
    town.times(anna, *TIMES)
    family = town.family(*phones, nurse=anna, born=BORN, **about)  # type: ignore[arg-type]
    await town.invite()
    return family


def counted(town: Town, name: str) -> Table:
    query = ExportQuery(date(2026, 5, 1), date(2026, 5, 31), (HEDENSTED,))
    table = town.database.read_now(lambda connection: build(name, connection, query))
    assert isinstance(table, Table)
    return table


def first_row(table: Table) -> dict[str, object]:
    [row] = table.rows
    return dict(zip((column.name for column in table.columns), row, strict=True))


async def test_it_invites_in_the_municipalitys_own_sentence(town_of: OpenTown) -> None:
    town = town_of(BEFORE_CRAWLING)
    await invited(town, MOTHER)
    said = town.last(MOTHER)
    assert "Når et barn snart kravler, kommer vi gerne på besøg" in said
    assert "Gratis og frivilligt." in said
    assert "1: tirsdag 12. maj kl. 10.00" in said
    assert "STOP" in said


async def test_each_parent_reads_it_in_its_own_language(town_of: OpenTown) -> None:
    town = town_of(BEFORE_CRAWLING)
    await invited(town, MOTHER, FATHER, languages=("da", "en"))
    assert "Når et barn snart kravler" in town.last(MOTHER)
    assert "When a child is about to crawl" in town.last(FATHER)
    assert "1: Tuesday" in town.last(FATHER)


async def test_a_language_without_a_sentence_gets_the_general_one(town_of: OpenTown) -> None:
    only_danish = BEFORE_CRAWLING.replace(
        'en = "When a child is about to crawl, we would like to visit for a chat about play and everyday life."',
        "",
    )
    town = town_of(only_danish)
    await invited(town, MOTHER, FATHER, languages=("da", "en"))
    assert "Når et barn snart kravler" in town.last(MOTHER)
    assert "Anna" in town.last(FATHER), "the general text names the nurse the family knows"
    assert "Free and voluntary" in town.last(FATHER)


async def test_it_is_booked_reminded_of_and_moved(town_of: OpenTown) -> None:
    town = town_of(BEFORE_CRAWLING)
    family = await invited(town, MOTHER)
    assert "Anna kommer hjem til jer onsdag 13. maj kl. 15.00" in await town.says(MOTHER, "2")
    await town.pass_until(datetime(2026, 5, 8, 12, tzinfo=COPENHAGEN))
    assert "Passer det?" in town.last(MOTHER)
    assert "Det er helt i orden" in await town.says(MOTHER, "kan ikke")
    await town.says(MOTHER, "1")
    assert [state for state, _ in town.bookings(family)] == ["moved", "booked"]
    assert town.rows(t.booking, "offer") == ["before-crawling", "before-crawling"]
    assert town.invitation_state(family) == "accepted"


async def test_it_is_declined_with_a_reason(town_of: OpenTown) -> None:
    town = town_of(BEFORE_CRAWLING)
    family = await invited(town, MOTHER)
    assert "Helt i orden" in await town.says(MOTHER, "nej tak")
    await town.says(MOTHER, "4")
    assert town.invitation_state(family) == "declined"
    assert town.rows(t.invitation, "reason") == ["enough_contact"]


async def test_silence_brings_the_other_messages_and_ends_in_no_contact(town_of: OpenTown) -> None:
    town = town_of(BEFORE_CRAWLING)
    family = await invited(town, MOTHER)
    town.times(nurse(town, "anna"), *(f"2026-06-{day:02}T10:00" for day in range(15, 27)))
    await town.pass_days(60)
    assert len(town.reads(MOTHER)) == 3
    assert town.invitation_state(family) == "no_contact"


async def test_it_is_counted_like_any_other(town_of: OpenTown) -> None:
    town = town_of(BEFORE_CRAWLING)
    anna = nurse(town, "anna")
    town.times(anna, *TIMES, *(f"2026-05-{day}T13:00" for day in range(18, 23)))
    town.family(MOTHER, nurse=anna, born=BORN)
    town.family(OTHER, nurse=anna, born=BORN)
    await town.invite()
    await town.says(MOTHER, "1")
    await town.says(OTHER, "nej tak")
    uptake = first_row(counted(town, "uptake"))
    assert (uptake["offer"], uptake["offered"], uptake["accepted"], uptake["declined"]) == (
        "before-crawling",
        2,
        1,
        1,
    )
    declines = first_row(counted(town, "declines"))
    assert (declines["offer"], declines["reason"], declines["count"], declines["of"]) == (
        "before-crawling",
        "not_stated",
        1,
        1,
    )
    outcomes = counted(town, "outcomes")
    assert len(outcomes.rows) == 2
    bookings = first_row(counted(town, "bookings"))
    assert bookings["offer"] == "before-crawling"


async def test_one_that_is_off_invites_nobody(town_of: OpenTown) -> None:
    town = town_of(BEFORE_CRAWLING.replace("target_pct", "enabled = false\ntarget_pct"))
    await invited(town, MOTHER)
    await town.pass_days(10)
    assert town.rows(t.invitation) == []
    assert town.reads(MOTHER) == []
