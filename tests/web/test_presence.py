"""A nurse's windows on her pages: the list for the pædagog, who came by, a meeting, a day that is off."""

from collections.abc import AsyncIterator
from datetime import date, datetime, time
from pathlib import Path

import pytest

from bot.conversing import House
from bot.service import Service
from domain.accounts import Role
from domain.presence import Every, PresencePlan
from domain.settings import Daycare, Nurse
from storage import tables as t
from tests.story import COPENHAGEN, HEDENSTED, hedensted
from tests.web.office import Office, office_on

MOTHER, OTHER = "+4500000011", "+4500000012"
DAYCARE = "Tørring Børnehus"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """An office whose Anna is at the daycare on Tuesday 12 May, and a family that has booked a talk with its pædagog."""
    window = PresencePlan(DAYCARE, "anna", date(2026, 5, 12), time(15), time(16), Every.ONCE, "Biblioteket")
    settings = hedensted(
        daycares=(Daycare(DAYCARE, "Tørring"),),
        nurses=(Nurse("anna", "Anna", ("Tørring",)),),
        presence=(window,),
    )
    async with office_on(tmp_path) as one:
        town = one.town
        house: House = town.house
        house.municipalities[HEDENSTED] = settings  # type: ignore[index]
        town.service = Service(town.database, house, town.service.channels, town.clock)
        one.anna, one.birgit = town.nurse("Anna"), town.nurse("Birgit", "Løsning")
        one.staff("anna", Role.NURSE, one.anna, districts="Tørring")
        one.staff("birgit", Role.NURSE, one.birgit, districts="Løsning")
        one.staff("hanne", Role.LEADER)
        one.family = town.family(MOTHER, nurse=one.anna, daycare=DAYCARE, name="Alma Sofie", topi="red")
        town.family(OTHER, nurse=one.anna, daycare=DAYCARE, name="Noah")
        await town.service.plan_presence()
        await town.pass_until(datetime(2026, 5, 12, 9, tzinfo=COPENHAGEN))
        await town.says(MOTHER, "1")
        await town.says(MOTHER, "1")
        await town.says(OTHER, "1")
        await town.says(OTHER, "2")
        yield one


def window(office: Office) -> int:
    number: int = office.town.rows(t.presence_window, "id")[0]
    return number


async def test_the_day_page_names_the_window(office: Office) -> None:
    page = await (await office.logged_in("anna")).opens("/today")
    assert "I dagtilbud i dag 15.00–16.00 Tørring Børnehus · 2 af 4 samtaler aftalt" in page.words


async def test_the_list_for_the_pedagog_is_plain(office: Office) -> None:
    """Hours and a first name where the pædagog is wished: no other child, no criterion, no phone, no surname."""
    page = await (await office.logged_in("anna")).opens(f"/presence/list?window={window(office)}")
    assert page.status == 200
    assert "15.00–15.15 Aftalt Ønskes: Alma" in page.words
    assert "15.15–15.30 Aftalt 15.30–15.45 Ledig" in page.words
    for personal in ("Noah", "Sofie", "TOPI", "topi", "red", "0000 00 11", "00 00 00 11"):
        assert personal not in page.words, personal
    seen = [row.family_id for row in office.town.rows(t.access_log) if row.what == "pedagog_list"]
    assert seen == [office.family]


@pytest.mark.parametrize("who", ["birgit", "hanne"])
async def test_nobody_else_sees_or_changes_her_window(office: Office, who: str) -> None:
    visitor = await office.logged_in(who)
    number = window(office)
    assert (await visitor.opens(f"/presence/list?window={number}")).status in (403, 404)
    if who == "birgit":
        word = (await visitor.opens("/times")).form("Opret")[1]
        await visitor.posts(f"/presence/{number}/cancel", {"csrf": word["csrf"]})
    assert office.town.rows(t.presence_window, "state") == ["open"]


async def test_she_cancels_and_the_parents_hear(office: Office) -> None:
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/presence"), "Aflys")
    assert "Tiden er aflyst" in page.words
    await office.town.service.catch_up()
    assert office.town.last(MOTHER).startswith("Vi må desværre aflyse snakken tirsdag 12. maj kl. 15.00.")
    assert set(office.town.rows(t.booking, "state")) == {"cancelled_by_service"}
    assert (await anna.opens(f"/presence/list?window={window(office)}")).status == 404


async def test_she_counts_who_came_by(office: Office) -> None:
    office.town.clock.at = datetime(2026, 5, 12, 16, 30, tzinfo=COPENHAGEN)
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/presence"), "Gem antal", came="5")
    assert "5 kom forbi" in page.words
    page = await anna.presses(page, "Gem antal", came="-3")
    assert "Skriv et antal fra 0 til 500" in page.words
    assert office.town.rows(t.presence_window, "drop_ins") == [5]


async def test_general_advice_and_a_meeting_about_a_child_are_registered_apart(office: Office) -> None:
    anna = await office.logged_in("anna")
    path = f"/presence/meeting?daycare={DAYCARE}"
    page = await anna.presses(await anna.opens(path), "Registrér generelt møde", day="2026-05-12")
    assert "Mødet er registreret" in page.words
    [child] = office.town.rows(t.child, "id", family_id=office.family)
    page = await anna.opens(path)
    assert "Alma Sofie" in page.words
    await anna.presses(page, "Registrér møde om barnet", day="2026-05-12", child=str(child))
    page = await anna.presses(await anna.opens(path), "Registrér generelt møde", day="2026-06-12")
    assert "Dagen for besøget er ikke kommet" in page.words
    meetings = [(row.kind, row.family_id) for row in office.town.rows(t.presence_meeting)]
    assert sorted(meetings) == [("child", office.family), ("general", None)]


async def test_a_child_she_may_not_see_cannot_be_registered(office: Office) -> None:
    birgit = await office.logged_in("birgit")
    [child] = office.town.rows(t.child, "id", family_id=office.family)
    page = await birgit.opens(f"/presence/meeting?daycare={DAYCARE}")
    assert "Alma" not in page.words
    sent = page.form("Registrér generelt møde")[1] | {"day": "2026-05-12", "child": str(child)}
    assert (await birgit.posts("/presence/meeting", sent)).status == 404
    assert office.town.rows(t.presence_meeting) == []


async def test_the_evaluation_counts_what_was_held(office: Office) -> None:
    from reports.exports import build
    from reports.query import ExportQuery
    from reports.tables import Table

    await test_general_advice_and_a_meeting_about_a_child_are_registered_apart(office)
    [first, second] = office.town.rows(t.booking, "id")
    office.town.change(t.booking, first, state="completed")
    query = ExportQuery(date(2026, 5, 1), date(2026, 5, 31), (HEDENSTED,))
    found = office.town.database.read_now(lambda connection: build("evaluation", connection, query))
    assert isinstance(found, Table)
    about = {row[1]: row[3:6] for row in found.rows if row[0] == "000" and row[2] == "møder"}
    assert about == {
        "generel rådgivning i dagtilbud": (1, None, 1),
        "møder om konkrete børn": (2, None, 2),
        "heraf familier også i besøg/COS-P": (0, 2, 0),
    }
    windows = office.town.database.read_now(lambda connection: build("presence", connection, query))
    assert isinstance(windows, Table)
    assert windows.rows[0][:4] == ("hedensted", DAYCARE, "daycare", "anna")
    assert windows.rows[0][7:] == (2, 2, 1, None)
    assert second != first
