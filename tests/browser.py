"""A real Chromium for the tests.

    async def test_page(page): await page.goto(…)       one page, as on a desk
    async def test_phone(phone_page): …                  one page, 390 px wide, as in a nurse's hand

Both fail on a JavaScript error that the page did not catch.
"""

import os
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path

import playwright
import pytest
from playwright.async_api import Browser, Page, ViewportSize, async_playwright

from setup.node import find_node
from tests.needs import need

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)


@cache
def choose_driver() -> None:
    """Let Playwright use the Node.js of the set-up where its own lacks a library (`libatomic1` on a bare Debian)."""
    own = Path(playwright.__file__).parent / "driver" / "node"
    if subprocess.run([own, "--version"], capture_output=True, check=False).returncode:
        os.environ["PLAYWRIGHT_NODEJS_PATH"] = find_node().program


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A Chromium of this test's own, on this test's event loop."""
    program = need("chromium")
    choose_driver()
    async with async_playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=program, args=list(FLAGS))
        yield chromium
        await chromium.close()


@asynccontextmanager
async def page_of(browser: Browser, size: ViewportSize) -> AsyncIterator[Page]:
    """A page in a context of its own (own cookies), in Danish and in Danish time."""
    context = await browser.new_context(viewport=size, locale="da-DK", timezone_id="Europe/Copenhagen")
    page = await context.new_page()
    uncaught: list[str] = []
    page.on("pageerror", lambda error: uncaught.append(str(error)))
    yield page
    await context.close()
    assert uncaught == [], "the page's JavaScript failed"


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page as on a desk."""
    async with page_of(browser, DESK) as page:
        yield page


@pytest.fixture
async def phone_page(browser: Browser) -> AsyncIterator[Page]:
    """A page 390 px wide."""
    async with page_of(browser, PHONE) as page:
        yield page
