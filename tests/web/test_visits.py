"""Stories of a nurse and her visits: what she sees in the car, and what a visit came to."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.ports import SlotChangedMeanwhile
from storage import tables as t
from tests.story import COPENHAGEN
from tests.web.office import Office

PHONE = "+4500000012"


def audit(office: Office) -> list[tuple[str, str]]:
    return [(row.event, row.actor) for row in office.town.rows(t.audit)]


async def test_she_sees_today_and_the_days_to_come(office: Office) -> None:
    office.town.clock.at = datetime(2026, 5, 6, 8, tzinfo=COPENHAGEN)
    for name, start in (
        ("Alma", "2026-05-06T09:00"),
        ("Noah", "2026-05-07T12:30"),
        ("Ida", "2026-05-05T10:00"),
    ):
        family = office.town.family(f"+45000000{start[8:10]}", nurse=office.anna, name=name)
        office.town.change(t.family, family, address="Engvej 3", postcode="8723", city="Løsning")
        office.booked(family, office.anna, start)
    page = await (await office.logged_in("anna")).opens("/today")
    unsaid, today, coming = (page.words.index(word) for word in ("Mangler et resultat", "Dagens", "Kommende"))
    assert unsaid < page.words.index("Ida") < today < page.words.index("Alma") < coming
    assert coming < page.words.index("Torsdag".lower()) < page.words.index("Noah")
    assert "09.00 til 10.00" in page.words
    assert "Engvej 3, 8723 Løsning" in page.words
    assert 'href="tel:+4500000006"' in page.html
    assert "17 mdr." in page.words


async def test_a_visit_that_was_moved_or_cancelled_is_not_on_the_list(office: Office) -> None:
    for number, state in enumerate(("moved", "cancelled_by_family")):
        family = office.town.family(f"+450000001{number}", nurse=office.anna, name=f"Barn{number}")
        office.booked(family, office.anna, f"2026-05-05T1{number}:00", state=state)
    page = await (await office.logged_in("anna")).opens("/today")
    assert "Barn" not in page.words
    assert "Ingen aftaler de næste fire uger" in page.words


async def test_she_marks_the_visit_held_in_two_taps(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    booking = office.booked(family, office.anna, "2026-05-04T10:00")
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/today"), "Holdt")
    assert "registreret som holdt" in page.words
    row = office.town.rows(t.booking, id=booking)[0]
    assert (row.state, row.revision, row.ended_at is not None) == ("completed", 1, True)
    account = office.town.rows(t.account, "id", login="anna")[0]
    assert audit(office) == [("visit.held", f"account:{account}")]


async def test_two_days_after_a_held_visit_the_family_is_asked_how_it_was(office: Office) -> None:
    office.town.times(office.anna, "2026-05-08T09:00", "2026-05-08T13:00")
    family = office.town.family(PHONE, nurse=office.anna)
    office.booked(family, office.anna, "2026-05-04T10:00")
    anna = await office.logged_in("anna")
    await anna.presses(await anna.opens("/today"), "Holdt")
    await office.town.pass_until(datetime(2026, 5, 6, 17, tzinfo=COPENHAGEN))
    assert len(office.town.reads(PHONE)) == 1
    await office.town.says(PHONE, "4")
    assert office.town.rows(t.booking, "rating") == [4]


async def test_nobody_at_home_asks_the_family_nothing(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    office.booked(family, office.anna, "2026-05-04T10:00")
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/today"), "Ikke hjemme")
    assert "Registreret: Ikke hjemme" in page.words
    await office.town.pass_days(5)
    assert office.town.reads(PHONE) == []


async def test_a_wrong_tap_is_corrected_and_the_question_is_dropped(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    office.booked(family, office.anna, "2026-05-04T10:00")
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/today"), "Holdt")
    await anna.presses(page, "Ikke hjemme")
    assert office.town.bookings(family) == [("no_show", "2026-05-04 10:00")]
    await office.town.pass_days(5)
    assert office.town.reads(PHONE) == []
    assert [event for event, _ in audit(office)] == ["visit.held", "visit.not_at_home"]


async def test_the_same_tap_twice_is_one_outcome(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    office.booked(family, office.anna, "2026-05-04T10:00")
    anna = await office.logged_in("anna")
    page = await anna.opens("/today")
    form, sent = page.form("Holdt")
    for _ in range(2):
        await anna.posts(form.action, sent)
    assert len(audit(office)) == 1
    assert len(office.town.rows(t.due, kind="feedback")) == 1


async def test_a_visit_cannot_be_held_before_its_day(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    office.booked(family, office.anna, "2026-05-05T10:00")
    anna = await office.logged_in("anna")
    page = await anna.opens("/today")
    form, sent = page.form("Ny tid")
    assert "Holdt" not in [words for _, _, words in form.buttons]
    page = await anna.posts(form.action, sent | {"outcome": "held"})
    assert "Dagen for besøget er ikke kommet endnu" in page.words
    assert office.town.bookings(family)[0][0] == "booked"


async def test_moving_a_visit_frees_the_time_and_the_family_chooses_a_new_one(office: Office) -> None:
    office.town.times(office.anna, "2026-05-11T09:00", "2026-05-13T13:00")
    family = office.town.family(PHONE, nurse=office.anna)
    booking = office.booked(family, office.anna, "2026-05-05T10:00")
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/today"), "Ny tid")
    assert "har fået nye tider" in page.words
    assert "Vælger ny tid" in page.words
    assert office.town.rows(t.slot, "taken")[-1] == 0
    await office.town.service.settle()
    assert "1: mandag 11. maj kl. 09.00" in office.town.last(PHONE)
    await office.town.says(PHONE, "1")
    assert office.town.bookings(family) == [("moved", "2026-05-05 10:00"), ("booked", "2026-05-11 09:00")]
    assert office.town.rows(t.booking, "moved_from")[-1] == booking


async def test_a_family_that_was_not_at_home_can_have_a_new_time(office: Office) -> None:
    office.town.times(office.anna, "2026-05-11T09:00", "2026-05-13T13:00")
    family = office.town.family(PHONE, nurse=office.anna)
    office.booked(family, office.anna, "2026-05-04T10:00")
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/today"), "Ikke hjemme")
    await anna.presses(page, "Ny tid")
    assert office.town.bookings(family) == [("no_show", "2026-05-04 10:00")], (
        "it stays so until a new time is chosen"
    )
    await office.town.service.settle()
    await office.town.says(PHONE, "2")
    assert office.town.bookings(family) == [("moved", "2026-05-04 10:00"), ("booked", "2026-05-13 13:00")]


async def test_the_visit_she_moves_is_the_one_she_tapped(office: Office) -> None:
    """Two children, two visits: the nearer one stays."""
    office.town.times(office.anna, "2026-05-18T09:00", "2026-05-19T13:00")
    family = office.town.family(PHONE, nurse=office.anna)
    office.booked(family, office.anna, "2026-05-05T10:00")
    later = office.booked(family, office.anna, "2026-05-12T10:00", offer="visit-3y")
    anna = await office.logged_in("anna")
    word = (await anna.opens("/today")).form("Ny tid")[1]
    await anna.posts(f"/families/{family}/visits/{later}/outcome", word | {"outcome": "moved"})
    freed = office.town.rows(t.booking, "id", "freed_at")
    assert [(row.id == later, row.freed_at is not None) for row in freed] == [(False, False), (True, True)]


async def test_a_family_that_said_stop_is_not_written_to_when_its_visit_is_moved(office: Office) -> None:
    office.town.times(office.anna, "2026-05-11T09:00", "2026-05-13T13:00")
    family = office.town.family(PHONE, nurse=office.anna)
    guardian = office.town.rows(t.guardian, "id", family_id=family)[0]
    office.town.change(t.guardian, guardian, stopped_at=office.town.clock.now())
    office.booked(family, office.anna, "2026-05-05T10:00")
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/today"), "Ny tid")
    assert "Ring i stedet" in page.words
    assert office.town.rows(t.outbox) == []
    assert office.town.rows(t.booking, "freed_at")[0] is not None
    assert office.town.rows(t.slot, "taken")[-1] == 0


async def test_a_family_in_distress_gets_nothing_automatic_when_its_visit_is_moved(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    office.town.change(t.family, family, frozen_at=office.town.clock.now())
    office.booked(family, office.anna, "2026-05-05T10:00")
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/today"), "Ny tid")
    assert "sat på pause" in page.words
    assert office.town.rows(t.outbox) == []
    assert office.town.bookings(family) == [("booked", "2026-05-05 10:00")]


async def test_an_unknown_outcome_changes_nothing(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    booking = office.booked(family, office.anna, "2026-05-04T10:00")
    anna = await office.logged_in("anna")
    word = (await anna.opens("/today")).form("Holdt")[1]
    path = f"/families/{family}/visits/{booking}/outcome"
    assert (await anna.posts(path, word | {"outcome": "aborted"})).status == 400
    assert (await anna.posts("/families/x/visits/1/outcome", word)).status == 404
    assert (await anna.posts(f"/families/{family}/visits/999/outcome", word)).status == 404
    assert office.town.bookings(family) == [("booked", "2026-05-04 10:00")]


async def test_a_visit_of_two_months_ago_is_not_asked_about_any_more(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    office.booked(family, office.anna, "2026-05-04T10:00")
    office.town.clock.at += timedelta(days=59)
    assert "Mangler et resultat" in (await (await office.logged_in("anna")).opens("/today")).words
    office.town.clock.at += timedelta(days=2)
    assert "Mangler et resultat" not in (await (await office.logged_in("anna")).opens("/today")).words


async def test_a_time_that_somebody_else_changes_meanwhile_is_tried_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    office.booked(family, office.anna, "2026-05-04T10:00")
    anna = await office.logged_in("anna")
    page = await anna.opens("/today")
    work, tries = office.town.database.work, []

    async def overtaken_once(unit: Any) -> Any:
        tries.append(unit)
        if len(tries) == 1:
            raise SlotChangedMeanwhile
        return await work(unit)

    monkeypatch.setattr(office.town.database, "work", overtaken_once)
    await anna.presses(page, "Holdt")
    assert len(tries) == 2
    assert office.town.bookings(family)[0][0] == "completed"
