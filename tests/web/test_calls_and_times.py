"""Stories of letters, calls, and a nurse's own times."""

import pytest

from storage import tables as t
from tests.web.office import Office

PHONE = "+4500000012"


async def silent_family(office: Office) -> tuple[int, int]:
    """A family that was invited, stayed silent and is on the call list; its number and the call's."""
    office.town.times(
        office.anna,
        *(f"2026-0{m}-{d:02}T{h:02}:00" for m in (5, 6) for d in (11, 18, 19, 20, 22) for h in (9, 13)),
    )
    family = office.town.family(PHONE, nurse=office.anna, name="Alma")
    await office.town.invite()
    await office.town.pass_days(13)
    return family, office.town.rows(t.task, "id", kind="call")[0]


async def test_a_silent_family_is_called_at_most_twice(office: Office) -> None:
    await silent_family(office)
    anna = await office.logged_in("anna")
    page = await anna.opens("/calls")
    assert "Opkald 1 af 2" in page.words
    page = await anna.presses(page, "Ikke truffet")
    assert "Opkald 2 af 2" in page.words
    page = await anna.presses(page, "Ikke truffet")
    assert "Ingen at ringe til" in page.words
    row = office.town.rows(t.task, kind="call")[0]
    assert (row.calls, row.result) == (2, "not_reached")
    assert [a.event for a in office.town.rows(t.audit) if a.event.startswith("call")] == [
        "call.not_reached"
    ] * 2


async def test_a_family_that_was_spoken_with_is_not_called_again(office: Office) -> None:
    family, _ = await silent_family(office)
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/calls"), "Talt med")
    assert "Talt med familien" in page.words
    assert "Ingen at ringe til" in page.words
    assert office.town.invitation_state(family) == "sent"


async def test_a_yes_on_the_phone_sends_times_to_choose_from(office: Office) -> None:
    family, _ = await silent_family(office)
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/calls"), "Vil gerne")
    assert "Familien har fået tider" in page.words
    await office.town.service.settle()
    assert "1: " in office.town.last(PHONE)
    await office.town.says(PHONE, "1")
    assert [state for state, _ in office.town.bookings(family)] == ["booked"]


async def test_a_family_without_a_phone_gets_its_time_on_the_spot(office: Office) -> None:
    times = office.town.times(office.anna, *(f"2026-05-{d}T10:00" for d in (11, 12, 13, 18)))
    family = office.town.family(PHONE, nurse=office.anna, name="Alma")
    office.town.change(t.contact, office.town.rows(t.contact, "id", family_id=family)[0], state="dead")
    await office.town.service.planner.plan(office.town.settings.key)
    anna = await office.logged_in("anna")
    page = await anna.opens("/calls")
    assert "Vil gerne: send tider" not in page.words, "there is nothing to send them to"
    page = await anna.presses(page, "Book tiden", time=str(times[2]))
    assert "Tiden er booket" in page.words
    assert "Ingen at ringe til" in page.words
    assert office.town.bookings(family) == [("booked", "2026-05-13 10:00")]
    assert office.town.rows(t.outbox) == []


async def test_a_time_agreed_on_the_phone_is_confirmed_by_message(office: Office) -> None:
    family, _ = await silent_family(office)
    anna = await office.logged_in("anna")
    free = [row.id for row in office.town.rows(t.slot) if row.held_until is None][-1]
    page = await anna.presses(await anna.opens("/calls"), "Book tiden", time=str(free))
    assert "Tiden er booket" in page.words
    await office.town.service.settle()
    assert "Anna kommer hjem til jer" in office.town.last(PHONE)
    assert [state for state, _ in office.town.bookings(family)] == ["booked"]


async def test_not_now_and_moved_away_are_recorded_from_a_call(office: Office) -> None:
    family, _ = await silent_family(office)
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/calls"), "Ikke nu")
    assert "bliver spurgt igen" in page.words
    assert office.town.invitation_state(family) == "deferred"


async def test_a_no_on_the_phone_is_a_no_with_its_reason(office: Office) -> None:
    family, _ = await silent_family(office)
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/calls"), "Registrér nej tak", reason="enough_contact")
    assert "siger nej tak" in page.words
    assert office.town.invitation_state(family) == "declined"
    assert office.town.rows(t.invitation, "reason", family_id=family) == ["enough_contact"]
    assert office.town.rows(t.task, "result", kind="call")[0] == "says_no"


async def test_a_no_on_the_phone_of_a_parent_who_said_stop_stands_and_writes_nothing(office: Office) -> None:
    family, call = await silent_family(office)
    guardian = office.town.rows(t.guardian, "id", family_id=family)[0]
    office.town.change(t.guardian, guardian, stopped_at=office.town.clock.now())
    before = len(office.town.rows(t.outbox))
    anna = await office.logged_in("anna")
    await anna.presses(await anna.opens("/calls"), "Registrér nej tak")
    assert office.town.invitation_state(family) == "declined"
    assert len(office.town.rows(t.outbox)) == before
    assert office.town.rows(t.task, "result", id=call) == ["says_no"]


async def test_a_letter_is_ticked_off(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna, name="Alma")
    office.town.change(t.family, family, address="Engvej 3", postcode="8723", city="Løsning")
    office.task("letter", family, office.anna)
    anna = await office.logged_in("anna")
    page = await anna.opens("/calls")
    assert "Engvej 3, 8723 Løsning" in page.words
    page = await anna.presses(page, "Sendt")
    assert page.path == "/calls"
    assert "Ingen breve at sende" in page.words


async def test_she_adds_a_time_and_families_can_choose_it(office: Office) -> None:
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/times"), "Opret", day="2026-05-11", at="10:00", minutes="60")
    assert "Tiden er oprettet" in page.words
    assert "10.00–11.00" in page.words
    assert "1 ledig tid" in page.words
    row = office.town.rows(t.slot)[0]
    assert (row.nurse_id, row.start.isoformat()) == (office.anna, "2026-05-11T08:00:00+00:00")


@pytest.mark.parametrize(
    ("day", "at", "told"),
    [
        ("2026-05-01", "10:00", "allerede gået"),
        ("2026-05-14", "10:00", "helligdage"),
        ("2026-05-10", "10:00", "helligdage"),
        ("2026-05-11", "12:30", "overlapper"),
        ("2026-05-11", "11:30", "overlapper"),
    ],
)
async def test_a_time_that_cannot_be_is_refused_with_the_reason(
    office: Office, day: str, at: str, told: str
) -> None:
    office.town.times(office.anna, "2026-05-11T12:00")
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/times"), "Opret", day=day, at=at, minutes="60")
    assert told in page.words
    assert len(office.town.rows(t.slot)) == 1


@pytest.mark.parametrize(("day", "at"), [("11-05-2026", "10:00"), ("2026-05-11", "25:00"), ("", "")])
async def test_a_time_that_is_none_is_400(office: Office, day: str, at: str) -> None:
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/times"), "Opret", day=day, at=at, minutes="60")
    assert page.status == 400


async def test_she_closes_a_time_and_opens_it_again(office: Office) -> None:
    slot = office.town.times(office.anna, "2026-05-11T12:00")[0]
    anna = await office.logged_in("anna")
    page = await anna.presses(await anna.opens("/times"), "Luk")
    assert "Tiden er lukket" in page.words
    assert office.town.rows(t.slot, "closed", id=slot) == [True]
    await anna.presses(page, "Opret", day="2026-05-11", at="12:00", minutes="60")
    assert office.town.rows(t.slot, "id", "closed") == [(slot, False)]


async def test_a_booked_time_is_not_closed(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    office.booked(family, office.anna, "2026-05-11T12:00")
    slot = office.town.rows(t.slot, "id")[0]
    anna = await office.logged_in("anna")
    word = (await anna.opens("/times")).form("Opret")[1]
    page = await anna.posts(f"/times/{slot}/close", word)
    assert "En familie har booket tiden" in page.words
    assert office.town.rows(t.slot, "closed") == [False]


async def test_a_colleagues_time_is_not_hers_to_close(office: Office) -> None:
    slot = office.town.times(office.birgit, "2026-05-11T12:00")[0]
    anna = await office.logged_in("anna")
    word = (await anna.opens("/times")).form("Opret")[1]
    page = await anna.posts(f"/times/{slot}/close", word)
    assert "findes ikke længere" in page.words
    assert office.town.rows(t.slot, "closed") == [False]


async def test_a_family_looking_at_a_closed_time_is_told_kindly(office: Office) -> None:
    office.town.times(
        office.anna, "2026-05-08T13:00", "2026-05-11T09:00", "2026-05-18T09:00", "2026-05-19T13:00"
    )
    family = office.town.family(PHONE, nurse=office.anna)
    await office.town.invite()
    shown = office.town.rows(t.slot, "id", held_by=family)
    anna = await office.logged_in("anna")
    word = (await anna.opens("/times")).form("Opret")[1]
    for slot in shown:
        await anna.posts(f"/times/{slot}/close", word)
    answer = await office.town.says(PHONE, "1")
    assert "1: " in answer
    assert office.town.bookings(family) == []
