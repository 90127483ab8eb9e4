"""The pages in a real browser: on a phone in a car, and on a desk; with JavaScript and without."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from storage import tables as t
from tests.browser import DESK, PHONE, page_of
from tests.story import sqlite_url
from tests.web.office import PASSWORD, Office

FAMILY_PHONE = "+4500000012"
LONG = "Kære jer, " + "jeg skriver noget meget langt uden mening " * 6


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The looks do not depend on the engine: one is enough."""
    return sqlite_url(tmp_path)


@pytest.fixture
async def lived_in(office: Office) -> Office:
    """An office with visits, a hand-over, calls and letters, all with long names and words."""
    town = office.town
    family = town.family(FAMILY_PHONE, "+4500000032", nurse=office.anna, name="Alma-Christiane Frederikke")
    town.change(t.family, family, address="Nørre Bjertvej 112, 2. tv.", postcode="8723", city="Løsning")
    for guardian in town.rows(t.guardian, "id", family_id=family):
        town.change(t.guardian, guardian, name="Mette-Marie Opdigtet Langenavn", interpreter=True)
    office.booked(family, office.anna, "2026-05-04T10:00")
    await town.says(FAMILY_PHONE, LONG + "Jeg vil tale med et menneske")
    office.task("call", family, office.anna)
    office.task("letter", family, office.anna)
    town.times(office.anna, "2026-05-11T09:00", "2026-05-13T13:00")
    office.family = family
    return office


async def log_in(page: Page, office: Office, login: str) -> None:
    """Through the form, as a person does."""
    await page.goto(str(office.server.make_url("/")))
    await page.get_by_label("Brugernavn").fill(login)
    await page.get_by_label("Adgangskode").fill(PASSWORD)
    await page.get_by_role("button", name="Log ind").click()


async def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    wide: int = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide


async def test_on_her_phone_she_records_an_outcome(phone_page: Page, lived_in: Office) -> None:
    await log_in(phone_page, lived_in, "anna")
    await phone_page.wait_for_url("**/today")
    assert await too_wide(phone_page) == 0
    await phone_page.get_by_text("Registrér").click()
    held = phone_page.get_by_role("button", name="Holdt")
    box = await held.bounding_box()
    assert box is not None
    assert box["height"] >= 44, "a thumb needs 44 pixels"
    await held.click()
    await phone_page.get_by_text("registreret som holdt").wait_for()
    assert [state for state, _ in lived_in.town.bookings(lived_in.family)] == ["completed"]
    assert await too_wide(phone_page) == 0


async def test_on_her_phone_she_answers_a_hand_over_and_hands_back(
    phone_page: Page, lived_in: Office
) -> None:
    await log_in(phone_page, lived_in, "anna")
    await phone_page.get_by_role("link", name="Venter på svar").click()
    assert await too_wide(phone_page) == 0
    await phone_page.get_by_role("link", name="Vil tale med et menneske").click()
    await phone_page.get_by_text("Jeg vil tale med et menneske").first.wait_for()
    assert await too_wide(phone_page) == 0
    await phone_page.get_by_label("Skriv til familien").fill("Hej. Jeg ringer kl. 14.")
    await phone_page.get_by_role("button", name="Send").click()
    await phone_page.get_by_text("Din besked er sendt").wait_for()
    await lived_in.town.service.settle()
    assert lived_in.town.last(FAMILY_PHONE) == "Hej. Jeg ringer kl. 14."
    await phone_page.get_by_role("button", name="Giv tilbage").click()
    await phone_page.get_by_text("Ingen venter").wait_for()


@pytest.mark.parametrize("width", [390, 820, 1280])
async def test_no_page_scrolls_sideways(browser: Browser, lived_in: Office, width: int) -> None:
    pages = {
        "anna": ("/today", "/waiting", "/calls", "/times", "/password", f"/families/{lived_in.family}"),
        "lone": ("/uptake?by=district", "/exports"),
    }
    for login, paths in pages.items():
        async with page_of(browser, {"width": width, "height": 844}) as page:
            await log_in(page, lived_in, login)
            for path in paths:
                await page.goto(str(lived_in.server.make_url(path)))
                assert await too_wide(page) == 0, (path, width)


async def test_everything_works_without_javascript(browser: Browser, lived_in: Office) -> None:
    context = await browser.new_context(viewport=PHONE, java_script_enabled=False, locale="da-DK")
    page = await context.new_page()
    await log_in(page, lived_in, "anna")
    await page.get_by_text("Registrér").click()
    await page.get_by_role("button", name="Ikke hjemme").click()
    await page.get_by_text("Registreret: Ikke hjemme").wait_for()
    await page.goto(str(lived_in.server.make_url(f"/families/{lived_in.family}")))
    await page.get_by_label("Skriv til familien").fill("Hej")
    await page.get_by_role("button", name="Send").click()
    await page.get_by_text("Din besked er sendt").wait_for()
    await context.close()


async def test_a_new_hand_over_appears_by_itself(page: Page, lived_in: Office) -> None:
    await log_in(page, lived_in, "anna")
    await page.clock.install()
    await page.get_by_role("link", name="Venter på svar").click()
    await page.get_by_role("heading", name="Venter på svar").wait_for()
    lived_in.town.family("+4500000014", nurse=lived_in.anna, name="Noah")
    await lived_in.town.says("+4500000014", "Jeg vil tale med et menneske")
    assert await page.get_by_text("Noah").count() == 0
    await page.clock.run_for(31_000)
    await page.get_by_text("Noah").wait_for()


async def test_the_browser_obeys_the_policy_and_finds_nothing_amiss(
    browser: Browser, lived_in: Office
) -> None:
    async with page_of(browser, DESK) as page:
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        for login, path in (("anna", "/waiting"), ("lone", "/uptake")):
            await page.context.clear_cookies()
            await log_in(page, lived_in, login)
            await page.goto(str(lived_in.server.make_url(path)))
            await page.wait_for_load_state("networkidle")
        assert [line for line in said if "Content Security Policy" in line or "error" in line.lower()] == []


async def test_the_keyboard_reaches_the_content_first(page: Page, lived_in: Office) -> None:
    await log_in(page, lived_in, "anna")
    # A key pressed while the page is still arriving goes nowhere.
    await page.wait_for_load_state("networkidle")
    await page.locator("body").press("Tab")
    assert await page.evaluate("document.activeElement.textContent") == "Gå til indholdet"
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "main"
