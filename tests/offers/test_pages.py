"""The nurse's page: who takes part, where it is, an offer by her hand, a wish, each child of a visit."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from domain.accounts import Role
from storage import tables as t
from storage.ids import Ids
from storage.importing.places import ensure_places
from tests.offers.conftest import database_url, nurse, settings_of
from tests.offers.test_shipped import NEED, TIMES, TRANSITION_3
from tests.story import COPENHAGEN
from tests.web.office import Office, office_on

__all__ = ["database_url"]

MOTHER = "+4500000011"


@pytest.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    settings = settings_of(tmp_path, NEED + TRANSITION_3)
    async with office_on(database_url, settings=settings) as one:
        ids = Ids()
        ids.reserve(one.town.database.engine, 100)
        one.town.database.write_now(lambda connection: ensure_places(connection, ids, settings))
        one.anna, one.birgit = nurse(one.town, "anna"), nurse(one.town, "birgit")
        one.staff("anna@vejby", Role.NURSE, one.anna, districts="Tørring")
        one.staff("birgit@vejby", Role.NURSE, one.birgit, districts="Løsning")
        yield one


async def test_she_asks_for_a_need_visit_and_the_family_gets_two_times(office: Office) -> None:
    town = office.town
    town.times(office.anna, *TIMES)
    family = town.family(MOTHER, nurse=office.anna, born="2026-02-01")
    anna = await office.logged_in("anna@vejby")
    page = await anna.opens(f"/families/{family}")
    assert "Behovsbesøg" in page.words
    page = await anna.presses(page, "Tilbyd nu", offer="need")
    assert "Tilbuddet er i gang" in page.words
    await town.service.catch_up()
    assert "1: tirsdag 12. maj" in town.last(MOTHER)
    page = await anna.presses(await anna.opens(f"/families/{family}"), "Tilbyd nu", offer="need")
    assert "Tilbuddet venter" in page.words
    assert "Venter på tur: Behovsbesøg" in page.words


async def test_the_notice_to_consult_stands_on_her_list_and_is_ticked_off(office: Office) -> None:
    town = office.town
    town.times(office.anna, *TIMES)
    family = town.family(MOTHER, nurse=office.anna, born="2026-02-01")
    for start in ("2026-03-02T10:00", "2026-04-07T10:00"):
        office.booked(family, office.anna, start, offer="need", state="completed")
        town.change(t.invitation, town.rows(t.invitation, "id")[-1], round=start)
    anna = await office.logged_in("anna@vejby")
    await anna.presses(await anna.opens(f"/families/{family}"), "Tilbyd nu", offer="need")
    assert "Tal med en kollega først" in (await anna.opens("/waiting")).words
    page = await anna.opens(f"/families/{family}")
    assert "Familien får intet at vide om det" in page.words
    await anna.presses(page, "Klaret")
    assert "Tal med en kollega først" not in (await anna.opens("/waiting")).words


async def test_her_day_names_the_colleague_and_the_place(office: Office) -> None:
    town = office.town
    family = town.family(MOTHER, nurse=office.birgit, born="2020-08-20", district="Løsning")
    town.times(office.birgit, *TIMES)
    town.times(nurse(town, "ole"), *TIMES)
    await town.invite()
    await town.says(MOTHER, "1")
    page = await (await office.logged_in("birgit@vejby")).opens("/today")
    assert "Sammen med Ole (lærer)" in page.words
    assert "På skolen" in page.words
    assert town.rows(t.booking, "family_id") == [family]


async def test_a_familys_wish_is_kept_and_shown(office: Office) -> None:
    town = office.town
    family = town.family(MOTHER, nurse=office.anna)
    anna = await office.logged_in("anna@vejby")
    page = await anna.opens(f"/families/{family}")
    assert "Ole" not in page.words, "a teacher is nobody's nurse"
    page = await anna.presses(page, "Gem ønsket", wanted=str(office.birgit), not_wanted="")
    assert "Ønsket er gemt." in page.words
    assert "ønske om sundhedsplejerske: Birgit" in page.words
    assert town.rows(t.family, "asked_nurse_id") == [office.birgit]
    refused = await anna.presses(page, "Gem ønsket", wanted="987654", not_wanted="")
    assert "Ønsket er gemt." not in refused.words
    assert town.rows(t.family, "asked_nurse_id") == [office.birgit]


async def test_one_twin_who_was_not_seen(office: Office) -> None:
    town = office.town
    town.times(office.anna, *TIMES)
    family = town.family(MOTHER, nurse=office.anna, born="2026-02-01", children=2)
    anna = await office.logged_in("anna@vejby")
    await anna.presses(await anna.opens(f"/families/{family}"), "Tilbyd nu", offer="need")
    await town.service.catch_up()
    await town.says(MOTHER, "1")
    await town.pass_until(datetime(2026, 5, 12, 13, tzinfo=COPENHAGEN))
    anna = await office.logged_in("anna@vejby")
    page = await anna.presses(await anna.opens("/today"), "Holdt")
    page = await anna.presses(page, "Ikke set")
    assert "Barnet er registreret." in page.words
    assert sorted(row.visit for row in town.rows(t.invitation_child)) == ["completed", "no_show"]
    assert town.rows(t.booking, "state") == ["completed"]


async def test_another_districts_family_is_not_hers_to_ask_for(office: Office) -> None:
    family = office.town.family(MOTHER, nurse=office.birgit, district="Løsning")
    anna = await office.logged_in("anna@vejby")
    csrf = (await anna.opens("/today")).form("Log ud")[1]
    page = await anna.posts(f"/families/{family}/offers", {**csrf, "offer": "need"})
    assert page.status == 404
    page = await anna.posts(f"/families/{family}/nurse-wish", {**csrf, "wanted": "", "not_wanted": ""})
    assert page.status == 404
    assert office.town.rows(t.wanted_offer) == []
