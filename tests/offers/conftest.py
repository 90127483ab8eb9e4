"""A town whose offers stand in a TOML file, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from app.settings import load_settings
from domain.channels import ChannelName
from domain.settings import MunicipalitySettings
from storage.ids import Ids
from storage.importing.places import ensure_places, nurse_ids
from tests.stories.conftest import database_url  # noqa: F401 - the fixture of the stories
from tests.story import HEDENSTED, MONDAY, Town, town_on

BASICS = """
name = "Hedensted"
service_name = "Sundhedsplejen i Hedensted"
office_phone = "00 00 01 00"
languages = ["da", "en"]
districts = ["Tørring", "Løsning"]

[[daycares]]
name = "Tippen"
district = "Løsning"

[[nurses]]
ref = "anna"
first_name = "Anna"
districts = ["Tørring"]

[[nurses]]
ref = "birgit"
first_name = "Birgit"
districts = ["Tørring", "Løsning"]
"""


def settings_of(folder: Path, offers: str) -> MunicipalitySettings:
    """A municipality as its file says it is, with phones that are lists."""
    places = folder / "settings" / "municipalities"
    places.mkdir(parents=True, exist_ok=True)
    (places / "hedensted.toml").write_text(BASICS + offers, encoding="utf-8")
    loaded = load_settings(folder / "settings", {}, date(2026, 5, 4))
    return replace(loaded.municipalities[HEDENSTED], sms_channel=ChannelName.SIMULATED)


OpenTown = Callable[..., Town]


@pytest.fixture
def town_of(database_url: str, tmp_path: Path) -> Iterator[OpenTown]:  # noqa: F811
    """``town_of("[offers.x]…")``: a town on an ordinary Monday morning, its nurses as the file names them."""
    with ExitStack() as stack:

        def make(offers: str, start: datetime = MONDAY) -> Town:
            town = stack.enter_context(town_on(database_url, start, settings_of(tmp_path, offers)))
            ids = Ids()
            ids.reserve(town.database.engine, 100)
            town.database.write_now(lambda connection: ensure_places(connection, ids, town.settings))
            return town

        yield make


def nurse(town: Town, ref: str) -> int:
    """The number of a nurse (or colleague) of the file."""
    return town.database.read_now(lambda connection: nurse_ids(connection, HEDENSTED))[ref]
