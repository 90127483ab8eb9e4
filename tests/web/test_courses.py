"""Stories of a course leader: from the waiting list to a group, its sessions and its end, without JavaScript."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser

from domain.accounts import Role
from domain.ids import FamilyId
from storage import tables as t
from tests.browser import page_of
from tests.stories.course_town import (
    COSP,
    ONLY_THE_COURSE,
    A,
    B,
    C,
    desk,
    planned,
    waiting,
    with_courses,
)
from tests.story import COPENHAGEN, hedensted
from tests.web.office import Office, Page, Visitor, office_on
from tests.web.test_browser import log_in, too_wide

SUGGEST = (
    "/courses/suggest?offer=cosp&first=2026-08-10&hours=17:00&rooms=Familiehuset&sessions=6"
    "&day=1&leader={anna}&smallest=2&largest=4"
)


@pytest.fixture
async def hall(tmp_path: Path) -> AsyncIterator[Office]:
    """An office where three families wait for a course; Kirsten leads courses, Lone leads."""
    async with office_on(tmp_path, settings=with_courses()) as office:
        yield staffed(office)


def staffed(office: Office) -> Office:
    """The office with its people; Anna leads the courses that are suggested."""
    office.anna = office.town.nurse("Anna", "Tørring")
    office.birgit = office.town.nurse("Birgit", "Rask Mølle")
    office.staff("kirsten", Role.COURSE_LEADER)
    office.staff("lone", Role.LEADER)
    office.staff("anna", Role.NURSE, office.anna)
    return office


async def planned_from_a_suggestion(office: Office, kirsten: Visitor, *, largest: int = 4) -> Page:
    """What Kirsten does: asks for groups, looks, and makes the first."""
    page = await kirsten.opens(SUGGEST.format(anna=office.anna).replace("largest=4", f"largest={largest}"))
    return await sent(kirsten, page, "Opret holdet")


async def sent(visitor: Visitor, page: Page, button: str, **fields: str | list[str]) -> Page:
    """Press a button with the form as the browser fills it in: ticked boxes and given values included."""
    form, hidden = page.form(button)
    inside = page.html.split(f'action="{form.action}"')[1].split("</form>")[0]
    data: dict[str, str | list[str]] = {}
    for tag, given in Page(200, "", {}, f"<form>{inside}</form>").read.tags:
        if tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
            name = given.get("name", "")
            held = data.get(name)
            value = given.get("value", "on")
            data[name] = value if held is None else [*(held if isinstance(held, list) else [held]), value]
    async with visitor.client.post(form.action, data=_pairs(data | hidden | fields)) as answer:
        return Page(answer.status, answer.url.path, answer.headers, await answer.text())


def _pairs(data: dict[str, str | list[str]]) -> list[tuple[str, str]]:
    return [
        (name, one) for name, value in data.items() for one in (value if isinstance(value, list) else [value])
    ]


async def test_the_list_shows_what_suits_and_who_comes_first(hall: Office) -> None:
    families = await waiting(hall.town, A, B)
    hall.town.database.write_now(
        lambda c: c.execute(
            t.waiting.update().where(t.waiting.c.family_id == families[1]).values(cancelled_first=True)
        )
    )
    page = await (await hall.logged_in("kirsten")).opens("/courses")
    assert "2 familier venter på et hold i TryghedsCirklen" in page.words
    assert "aften · mor kommer" in page.words
    assert page.words.index(f"F{families[1]}") < page.words.index(f"F{families[0]}")
    assert "Vi aflyste: først i køen" in page.words
    assert len(hall.town.rows(t.access_log, what="courses")) == 2


async def test_a_course_is_planned_from_a_suggestion_and_fills_by_phone(hall: Office) -> None:
    families = await waiting(hall.town, A, B, C)
    kirsten = await hall.logged_in("kirsten")
    page = await kirsten.opens(SUGGEST.format(anna=hall.anna))
    assert "3 af 3 familier får plads" in page.words
    page = await planned_from_a_suggestion(hall, kirsten)
    assert page.status == 200, page.words
    assert "Holdet er oprettet" in page.words
    assert "Anna" in page.words
    await hall.town.pass_days(1)
    assert "Der er plads til jer" in hall.town.last(A)
    await hall.town.says(A, "1")
    kirsten = await hall.logged_in("kirsten")  # a day later
    assert "1 har plads" in (await kirsten.opens(page.path)).words
    assert hall.town.rows(t.course_seat, "state", family_id=families[0]) == ["taken"]


async def test_who_is_left_over_and_why_is_said_to_staff(hall: Office) -> None:
    families = await waiting(hall.town, A, B, C)
    for family in families[:2]:
        hall.town.change(t.family, family, daycare="Solgården")
    page = await (await hall.logged_in("kirsten")).opens(SUGGEST.format(anna=hall.anna))
    assert "2 af 3 familier får plads" in page.words
    assert "samme dagtilbud eller bekendte" in page.words


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"largest": "1"}, "3 forældre er flere end de 1 pladser"),
        ({"first": "2026-01-06"}, "er allerede gået"),
        ({"first": "2026-12-25"}, "er en helligdag"),
    ],
)
async def test_what_cannot_be_planned_is_refused_with_its_reason(
    hall: Office, fields: dict[str, str], why: str
) -> None:
    await waiting(hall.town, A, B, C)
    kirsten = await hall.logged_in("kirsten")
    page = await kirsten.opens(SUGGEST.format(anna=hall.anna))
    page = await sent(kirsten, page, "Opret holdet", smallest="1", **fields)
    assert page.status == 409
    assert why in page.words
    assert "Intet er ændret" in page.words
    assert hall.town.rows(t.course) == []
    assert hall.town.rows(t.course_seat) == []


async def test_a_leader_and_a_room_in_two_places_are_named(hall: Office) -> None:
    await waiting(hall.town, A, B, C)
    kirsten = await hall.logged_in("kirsten")
    page = await kirsten.opens(SUGGEST.format(anna=hall.anna))
    await sent(kirsten, page, "Opret holdet", family=[])
    again = await sent(kirsten, page, "Opret holdet", family=[])
    assert again.status == 409
    assert "Anna er på et andet hold tirsdag 11. august kl. 17.00" in again.words
    assert "Familiehuset er optaget" in again.words
    shown = await kirsten.opens(SUGGEST.format(anna=hall.anna))
    assert "Tider, der ikke kan bruges (1)" in shown.words


async def begun(hall: Office) -> tuple[Visitor, str]:
    """A course with two families that has met once."""
    families = await waiting(hall.town, A, B)
    await desk(hall.town, lambda one: one.plan(planned(hall.town), [FamilyId(f) for f in families]))
    await hall.town.pass_days(1)
    for phone in (A, B):
        await hall.town.says(phone, "1")
    await hall.town.pass_until(datetime(2026, 8, 11, 20, tzinfo=COPENHAGEN))
    return await hall.logged_in("kirsten"), "/courses/1"


async def test_attendance_is_noted_parent_by_parent(hall: Office) -> None:
    kirsten, path = await begun(hall)
    page = await kirsten.opens(path)
    assert "1. gang, tirsdag 11. august" in page.words
    first = hall.town.rows(t.course_seat, "id")[0]
    page = await sent(kirsten, page, "Gem fremmøde", present=str(first))
    assert "Fremmødet er noteret" in page.words
    assert sorted(hall.town.rows(t.attendance, "present")) == [False, True]
    assert "kom ikke" in page.words


async def test_a_new_day_and_a_parent_who_leaves(hall: Office) -> None:
    kirsten, path = await begun(hall)
    page = await sent(
        kirsten, await kirsten.opens(path), "Gem, og giv alle", session="2", day="2026-08-19", at="17:00"
    )
    assert "alle med plads får besked" in page.words
    assert "onsdag 19. august" in page.words
    page = await kirsten.presses(page, "Ja,")
    assert "taget af holdet" in page.words
    assert sorted(state for state in hall.town.rows(t.booking, "state")) == ["aborted", "booked"]
    refused = await sent(kirsten, page, "Gem, og giv alle", session="2", day="2026-05-04", at="17:00")
    assert refused.status == 409
    assert "mandag 4. maj kl. 17.00 er allerede gået" in refused.words


async def test_a_place_to_think_about_is_shown_before_the_families_are_asked(hall: Office) -> None:
    """Kirsten writes a link and a word that labels; she is asked once, and what she keeps is what families read."""
    await waiting(hall.town, A)
    kirsten = await hall.logged_in("kirsten")
    page = await kirsten.opens(SUGGEST.format(anna=hall.anna).replace("smallest=2", "smallest=1"))
    page = await sent(kirsten, page, "Opret holdet", room="Huset for udsatte, www.eksempel.dk")
    assert page.status == 200
    for said in ("Se lige på stedet igen", "stemplende: »udsat«", "Et link", "Intet er gemt endnu"):
        assert said in page.words
    assert hall.town.rows(t.course) == []
    page = await sent(kirsten, page, "Gem alligevel", room="Hallen, www.eksempel.dk")
    assert "Holdet er oprettet" in page.words, "she has seen the link, and the word is gone"
    await hall.town.pass_days(1)
    assert "Hallen, www.eksempel.dk" in hall.town.last(A)


async def test_families_may_read_the_street_of_the_course_and_never_that_of_a_family(hall: Office) -> None:
    """Skolegade 12 is where the course is; Lærkevej 4 is where one of the families lives, and Alma is its child."""
    kirsten, path = await begun(hall)
    family = hall.town.rows(t.course_seat, "family_id")[0]
    hall.town.change(t.family, family, address="Lærkevej 4, 2. th", postcode="8722", city="Hedensted")

    async def held_at(room: str) -> Page:
        return await sent(kirsten, await kirsten.opens(path), "Gem, og giv alle", day="", room=room)

    page = await held_at("Skolegade 12, 8722 Hedensted")
    assert "alle med plads får besked" in page.words, "a house that families have to find"
    await hall.town.pass_days(1)
    assert "Skolegade 12, 8722 Hedensted" in hall.town.last(A)

    kirsten = await hall.logged_in("kirsten")
    for room in ("Hos familien på lærkevej 4", "Hos Almas mor"):
        page = await held_at(room)
        assert "Et navn eller en adresse" in page.words
        assert hall.town.rows(t.course, "room") == ["Skolegade 12, 8722 Hedensted"]
    page = await sent(kirsten, page, "Gem alligevel")
    assert "alle med plads får besked" in page.words, "she is warned, and it is hers to decide"
    page = await sent(kirsten, page, "Gem, og giv alle", session="2", day="2026-08-19", at="17:00")
    assert "onsdag 19. august" in page.words, "a place that stays is not asked about again"


async def test_a_discreet_course_is_not_named_by_its_place(tmp_path: Path) -> None:
    discreet = {COSP: replace(ONLY_THE_COURSE[COSP], discreet=True)}
    async with office_on(tmp_path, settings=hedensted(offers=discreet)) as office:
        hall = staffed(office)
        await waiting(hall.town, A)
        kirsten = await hall.logged_in("kirsten")
        page = await kirsten.opens(SUGGEST.format(anna=hall.anna).replace("smallest=2", "smallest=1"))
        page = await sent(kirsten, page, "Opret holdet", room="TryghedsCirklens lokale")
        assert "Et navn eller en adresse" in page.words
        assert hall.town.rows(t.course) == []


@pytest.mark.parametrize(
    ("button", "fields", "state"),
    [
        ("Hold det", {}, "held"),
        ("Vent på flere", {"until": "2026-08-01"}, "forming"),
        ("Tilbyd det hjemme", {}, "cancelled"),
        ("Ja, aflys holdet", {}, "cancelled"),
    ],
)
async def test_too_few_at_the_deadline_the_leader_chooses(
    hall: Office, button: str, fields: dict[str, str], state: str
) -> None:
    [family] = await waiting(hall.town, A)
    await desk(hall.town, lambda one: one.plan(planned(hall.town), [FamilyId(family)]))
    await hall.town.pass_days(22)
    await hall.town.service.decide_courses()
    kirsten = await hall.logged_in("kirsten")
    assert "For få" in (await kirsten.opens("/courses")).words
    page = await kirsten.presses(await kirsten.opens("/courses/1"), button, **fields)
    assert page.status == 200, page.words
    assert hall.town.rows(t.course, "state") == [state]


async def test_two_small_groups_are_merged(hall: Office) -> None:
    one, other = await waiting(hall.town, A, B)
    await desk(hall.town, lambda d: d.plan(planned(hall.town), [FamilyId(one)]))
    second = planned(hall.town, 2, room="Hallen")
    later = tuple(start + timedelta(days=1) for start in second.course.sessions)
    second = replace(second, course=replace(second.course, sessions=later))
    await desk(hall.town, lambda d: d.plan(second, [FamilyId(other)]))
    await hall.town.pass_days(22)
    await hall.town.service.decide_courses()
    kirsten = await hall.logged_in("kirsten")
    page = await kirsten.presses(await kirsten.opens("/courses/1"), "Læg sammen", into="2")
    assert "lagt sammen" in page.words
    assert hall.town.rows(t.course, "state") == ["cancelled", "undecided"]


async def test_what_staff_know_of_a_family_keeps_groups_apart_until_both_agree(hall: Office) -> None:
    one, other = await waiting(hall.town, A, B)
    kirsten = await hall.logged_in("kirsten")
    page = await kirsten.presses(await kirsten.opens("/courses"), "Notér bekendtskab", knows=f"F{other}")
    assert f"Kender F{other}" in page.words
    assert (
        "1 af 2 familier"
        in (await kirsten.opens(SUGGEST.format(anna=hall.anna).replace("smallest=2", "smallest=1"))).words
    )
    for family in (one, other):
        word = page.form("Notér bekendtskab")[1]["csrf"]
        await kirsten.posts(f"/courses/list/{family}", {"csrf": word, "agreed": "1"})
    assert "2 af 2 familier" in (await kirsten.opens(SUGGEST.format(anna=hall.anna))).words
    unknown = await kirsten.posts(f"/courses/list/{one}", {"csrf": word, "knows": "F-nobody"})
    assert "findes ikke længere" in unknown.words


async def test_another_municipalitys_course_and_list_are_not_shown(hall: Office) -> None:
    kirsten, path = await begun(hall)
    hall.town.change(t.course, 1, municipality="elsewhere")
    assert (await kirsten.opens(path)).status == 404
    word = (await kirsten.opens("/courses")).form("Log ud")[1]["csrf"]
    page = await kirsten.posts(f"{path}/decide", {"csrf": word, "choice": "cancel"})
    assert page.status == 409
    assert hall.town.rows(t.course, "state") == ["forming"]
    hall.town.database.write_now(
        lambda c: c.execute(t.waiting.update().values(municipality="elsewhere", state="waiting"))
    )
    assert "0 familier venter" in (await kirsten.opens("/courses")).words


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/courses", {}),
        ("/courses/1/attendance", {"session": "x"}),
        ("/courses/1/decide", {"choice": "sell"}),
        ("/courses/1/change", {"day": "2026-99-99", "at": "17:00", "session": "1"}),
    ],
)
async def test_a_form_that_is_not_ours_is_refused(hall: Office, path: str, data: dict[str, str]) -> None:
    kirsten, _ = await begun(hall)
    word = (await kirsten.opens("/courses")).form("Log ud")[1]["csrf"]
    assert (await kirsten.posts(path, data | {"csrf": word})).status == 400
    assert (await kirsten.posts(path, data)).status == 403


async def test_a_family_never_reads_why_it_was_kept_apart(hall: Office) -> None:
    families = await waiting(hall.town, A, B)
    for family in families:
        hall.town.change(t.family, family, daycare="Solgården")
    await desk(hall.town, lambda one: one.plan(planned(hall.town, smallest=1), [FamilyId(families[0])]))
    await hall.town.pass_days(60)
    read = " ".join(text for phone in (A, B) for text in hall.town.reads(phone))
    for word in ("Solgården", "dagtilbud", "kender", "bekendt"):
        assert word not in read


async def test_boxes_can_be_seen_and_ticked(browser: Browser, hall: Office) -> None:
    await waiting(hall.town, A, B)
    async with page_of(browser, {"width": 390, "height": 844}) as page:
        await log_in(page, hall, "kirsten")
        await page.goto(str(hall.server.make_url(SUGGEST.format(anna=hall.anna))))
        for box in await page.locator("input[type=checkbox]:visible").all():
            assert await box.evaluate("one => getComputedStyle(one).opacity") == "1"
            size = await box.bounding_box()
            assert size is not None
            assert size["width"] > 15
        await page.get_by_role("checkbox", name="Alma").first.uncheck()
        await page.get_by_role("button", name="Opret holdet").click()
        await page.get_by_text("Holdet er oprettet").wait_for()
    assert len(hall.town.rows(t.course_seat)) == 1


@pytest.mark.parametrize("width", [390, 820, 1280])
async def test_no_course_page_scrolls_sideways(browser: Browser, hall: Office, width: int) -> None:
    await begun(hall)
    await waiting(hall.town, C)
    async with page_of(browser, {"width": width, "height": 844}) as page:
        await log_in(page, hall, "kirsten")
        for path in ("/courses", "/courses/1", SUGGEST.format(anna=hall.anna)):
            await page.goto(str(hall.server.make_url(path)))
            assert await too_wide(page) == 0, (path, width)
