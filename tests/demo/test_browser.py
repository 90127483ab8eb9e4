"""The demo's page in a real browser, as on a desk and as on a phone."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from app.demo.running import listening, serving
from app.demo.town import Town
from web.assets import AssetsMissing, asset_folder


@pytest.fixture
async def address(town: Town) -> AsyncIterator[str]:
    """Where the demo is; a browser needs its style sheets and scripts."""
    try:
        asset_folder()
    except AssetsMissing as missing:
        pytest.fail(str(missing))
    async with serving(town, listening(0)) as home:
        yield f"{home}/"


async def no_sideways_scrolling(page: Page) -> None:
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_a_story_at_a_desk(page: Page, address: str) -> None:
    refused: list[str] = []
    page.on("console", lambda line: refused.append(line.text) if line.type == "error" else None)
    await page.goto(address)
    await no_sideways_scrolling(page)

    maja = page.locator("#phone-4500000001")
    await maja.get_by_label("Write as Maja").fill("onsdag passer fint")
    await maja.get_by_label("Send as Maja").click()
    await expect(maja.locator(".bubble").last).to_contain_text("Anna kommer hjem til jer onsdag 6. maj")
    await expect(maja.get_by_label("Write as Maja")).to_have_value("")
    await expect(maja.locator(".about")).to_contain_text("Visit Wednesday 6 May")
    await expect(page.locator("#happened li").first).to_contain_text("The invitation is accepted")

    await page.get_by_role("button", name="Next event").click()
    jonas = page.locator("#phone-4500000002")
    await expect(jonas.locator(".bubble").last).to_contain_text("Passer det?")
    await expect(page.locator(".clock-hour")).to_have_text("10:00")
    await jonas.get_by_role("button", name="kan ikke").click()
    await expect(jonas.locator(".bubble").last).to_contain_text("Vi finder en ny tid")
    await jonas.get_by_role("button", name="1", exact=True).click()
    await expect(jonas.locator(".bubble").last).to_contain_text("Aftalen er flyttet")
    assert refused == []


async def test_enter_sends_what_was_typed(page: Page, address: str) -> None:
    await page.goto(address)
    priya = page.locator("#phone-4500000003")
    await priya.get_by_label("Write as Priya").fill("no thanks")
    await priya.get_by_label("Write as Priya").press("Enter")
    await expect(priya.locator(".bubble.from-family").last).to_contain_text("no thanks")
    await expect(priya.locator(".about")).to_contain_text("Said no")


async def test_half_a_sentence_survives_what_happens_on_other_phones(
    page: Page, address: str, town: Town
) -> None:
    """The page renews itself while somebody types."""
    await page.goto(address)
    line = page.locator("#phone-4500000004").get_by_label("Write as Line")
    await line.fill("vi vil gerne")
    await page.locator("#phone-4500000005").get_by_role("button", name="1", exact=True).click()
    await expect(page.locator("#phone-4500000004 .bubble").last).to_contain_text("Der er nu aftalt")
    await expect(line).to_have_value("vi vil gerne")


async def test_the_nurses_page_opens_logged_in_and_her_answer_arrives(page: Page, address: str) -> None:
    await page.goto(address)
    maja = page.locator("#phone-4500000001")
    await maja.get_by_label("Write as Maja").fill("må jeg tale med en sundhedsplejerske?")
    await maja.get_by_label("Send as Maja").click()
    await expect(maja.locator(".about")).to_contain_text("Waits for a nurse")
    async with page.context.expect_page() as opened:
        await page.get_by_role("button", name="Anna’s page").click()
    nurse = await opened.value
    await nurse.wait_for_url("**/today")
    await nurse.goto(f"{address}waiting")
    await nurse.get_by_role("link", name="Alma").first.click()
    await nurse.locator("textarea").first.fill("Hej Maja, jeg ringer kl. 14. Hilsen Anna")
    await nurse.get_by_role("button", name="Send").first.click()
    await expect(maja.locator(".bubble").last).to_contain_text("Hej Maja, jeg ringer kl. 14")


async def test_a_story_on_a_phone(phone_page: Page, address: str) -> None:
    page = phone_page
    await page.goto(address)
    await no_sideways_scrolling(page)
    maja = page.locator("#phone-4500000001")
    await expect(maja).to_be_in_viewport()
    await maja.get_by_role("button", name="nej tak").click()
    await expect(maja.locator(".bubble").last).to_contain_text("Vil du fortælle hvorfor?")
    # The clock lies under the thumb, and turns to the phone on which something happened.
    await page.get_by_role("button", name="Next event").click()
    await expect(page.locator("#phone-4500000002")).to_be_in_viewport(ratio=0.5)
    await no_sideways_scrolling(page)
    small = await page.locator(".phones button:visible, .clock button:visible").evaluate_all(
        "all => all.filter(one => one.getBoundingClientRect().height < 32).map(one => one.outerHTML)"
    )
    assert small == []
