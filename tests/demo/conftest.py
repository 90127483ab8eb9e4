"""A small demo: a history of one month, lived through once, and a fresh copy of it for every test."""

import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from app.demo.history import OPENS, Wanted, prepare
from app.demo.running import listening, serving
from app.demo.town import Town, demo_municipality, demo_settings
from domain.contact_hours import local_moment
from web.assets import AssetsMissing, asset_folder

MONDAY = date(2026, 5, 4)
"""An ordinary Monday; Ascension Day is Thursday 14 May, Whit Monday the 25th."""
SMALL = Wanted(MONDAY, families=38, months=1)
OPENING: datetime = local_moment(MONDAY, OPENS, demo_municipality(MONDAY).zone)


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small history as a file."""
    return prepare(SMALL, tmp_path_factory.mktemp("history"))


@pytest.fixture
def new_town(stage: Path, tmp_path: Path) -> Iterator[Callable[[], Town]]:
    """Makes towns on fresh copies of the history, on Monday morning, untouched."""
    numbers = count(1)
    with ExitStack() as towns:

        def make() -> Town:
            path = tmp_path / f"town-{next(numbers)}.sqlite"
            shutil.copyfile(stage, path)
            return towns.enter_context(closing(Town(path, OPENING, demo_settings(MONDAY))))

        yield make


@pytest.fixture
def town(new_town: Callable[[], Town]) -> Town:
    """One town."""
    return new_town()


@dataclass(frozen=True, slots=True)
class Client:
    """A program that uses the demo's routes."""

    session: aiohttp.ClientSession
    base: str

    async def get(self, path: str) -> Any:
        """What a GET answers; it must be well."""
        async with self.session.get(self.base + path) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def post(self, path: str, body: Any, status: int = 200, **headers: str) -> Any:
        """What a POST answers."""
        async with self.session.post(self.base + path, json=body, headers=headers) as response:
            assert response.status == status, await response.text()
            return await response.json()

    async def says(self, number: str, text: str | None) -> str:
        """A phone writes; what it reads in answer."""
        new = await self.post(f"/demo/phones/{number}", {"text": text})
        return "\n\n".join(bubble["text"] for bubble in new if bubble["from"] == "service")

    async def last(self, number: str) -> str:
        """What a phone was sent last."""
        screen = await self.get(f"/demo/phones/{number}")
        texts: list[str] = [bubble["text"] for bubble in screen if bubble["from"] == "service"]
        return texts[-1]

    async def state(self, family: str) -> str:
        """Where a family's newest invitation stands."""
        families = {one["family"]: one for one in await self.get("/demo/families")}
        state: str = families[family]["invitations"][-1]["state"]
        return state


def browserlike() -> aiohttp.ClientSession:
    """A client that keeps the cookies of 127.0.0.1, as a browser does."""
    return aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))


@pytest.fixture
async def demo(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Client]:
    """The demo's server and a program that talks to it."""
    try:
        asset_folder()
    except AssetsMissing:
        # The routes for programs need no style sheet; the browser's tests do without this fixture's leniency.
        (tmp_path / "assets").mkdir()
        monkeypatch.setattr("app.serving.pages.asset_folder", lambda: tmp_path / "assets")
    async with serving(town, listening(0)) as address, browserlike() as session:
        yield Client(session, address)
