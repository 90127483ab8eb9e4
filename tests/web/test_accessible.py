"""What a screen reader and a keyboard need, on every page."""

from itertools import pairwise
from pathlib import Path

import pytest

from domain.accounts import Role
from storage import tables as t
from tests.story import sqlite_url
from tests.web.office import Office, Page
from web.assets import asset_folder
from web.rendering import STATIC

PAGES = {
    "anna": ("/today", "/waiting", "/calls", "/times", "/password", "/families/{family}", "/nowhere"),
    "lone": ("/uptake", "/uptake?by=district", "/exports"),
    "kirsten": ("/today", "/times", "/courses"),
}
CASES = [(login, path) for login, paths in PAGES.items() for path in paths]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The looks do not depend on the engine: one is enough."""
    return sqlite_url(tmp_path)


async def opened(office: Office, login: str, path: str) -> Page:
    """A page with something on it."""
    family = office.town.family("+4500000012", "+4500000032", nurse=office.anna)
    for kind in ("hand_over", "call", "letter", "undelivered"):
        office.task(kind, family, office.anna)
    office.booked(family, office.anna, "2026-05-04T10:00")
    office.town.times(office.anna, "2026-05-11T10:00")
    if login == "":
        return await office.visitor().opens(path)
    return await (await office.logged_in(login)).opens(path.format(family=family))


@pytest.mark.parametrize(("login", "path"), [("", "/login"), *CASES])
async def test_a_page_can_be_read_aloud(office: Office, login: str, path: str) -> None:
    page = await opened(office, login, path)
    tags = page.read.tags
    names = [name for name, _ in tags]
    assert ("html", {"lang": "da"}) in tags
    assert names.count("h1") == 1
    assert names.count("main") == 1
    assert names.count("title") == 1
    levels = [int(name[1]) for name in names if name in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(following <= before + 1 for before, following in pairwise(levels))
    labelled = {given.get("for") for name, given in tags if name == "label"}
    for name, given in tags:
        if name in ("input", "select", "textarea") and given.get("type") not in ("hidden", "submit"):
            assert given["id"] in labelled, given
        if name == "img":
            assert "alt" in given
        if name == "th":
            assert given.get("scope") in ("col", "row")
    ids = [given["id"] for _, given in tags if "id" in given]
    assert len(ids) == len(set(ids))
    for _, given in tags:
        for reference in ("aria-labelledby", "aria-describedby"):
            assert set(given.get(reference, "").split()) <= set(ids), given


@pytest.mark.parametrize(("login", "path"), [("", "/login"), *CASES])
async def test_a_page_needs_no_script_and_nobody_elses_server(office: Office, login: str, path: str) -> None:
    page = await opened(office, login, path)
    for name, given in page.read.tags:
        assert not [key for key in given if key.startswith("on") or key == "style"], given
        if name == "script":
            assert given["src"].startswith("/assets/")
        for key in ("href", "src", "action"):
            assert given.get(key, "/").startswith(("/", "#", "tel:")), given
    assert "<style" not in page.html


@pytest.mark.parametrize(("login", "path"), [("", "/login"), *CASES])
async def test_every_file_a_page_asks_for_is_there(office: Office, login: str, path: str) -> None:
    page = await opened(office, login, path)
    files = [given for name, given in page.read.tags if name in ("link", "script", "img", "use")]
    asked = {given.get("href") or given.get("src") or "" for given in files}
    assert len(asked) >= 3
    sprite = (asset_folder() / "img" / "all-svg-icons.svg").read_text(encoding="utf-8")
    visitor = office.visitor()
    for address in asked:
        file, _, icon = address.partition("#")
        async with visitor.client.get(file) as answer:
            assert answer.status == 200, address
        assert not icon or f'id="{icon}"' in sprite, address


async def test_every_form_sends_by_post_with_its_word_or_asks_by_get(office: Office) -> None:
    for login, path in CASES:
        if path.startswith(("/families", "/nowhere")):
            continue
        page = await (await office.logged_in(login)).opens(path)
        forms = [given for name, given in page.read.tags if name == "form"]
        assert forms
        for given, form in zip(forms, page.read.forms, strict=True):
            assert (given.get("method") == "get") != ("csrf" in form.hidden), given


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG counts it."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    brighter, darker = sorted((light(one), light(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_words_stand_out_from_what_is_behind_them() -> None:
    css = (Path(STATIC) / "pages.css").read_text(encoding="utf-8")
    colour = {
        line.split(":")[0].strip()[2:]: line.split(":")[1].strip(" ;")
        for line in css.splitlines()
        if line.startswith("  --") and "#" in line
    }
    colour["card"] = "#ffffff"
    pairs = [
        ("ink", "paper"),
        ("soft-ink", "paper"),
        ("soft-ink", "card"),
        ("accent-dark", "card"),
        ("accent-dark", "paper"),
        ("accent-dark", "accent-pale"),
        ("card", "accent"),
        ("leaf", "leaf-pale"),
        ("leaf", "card"),
        ("rose", "rose-pale"),
        ("rose", "paper"),
        ("soft-ink", "accent-pale"),
        ("soft-ink", "rose-pale"),
        ("soft-ink", "sun-pale"),
        ("card", "rose"),
    ]
    found = {pair: contrast(colour[pair[0]], colour[pair[1]]) for pair in pairs}
    assert {pair: round(ratio, 1) for pair, ratio in found.items() if ratio < 4.5} == {}


async def test_a_role_without_times_of_its_own_is_told_so(office: Office) -> None:
    page = await (await office.logged_in("kirsten")).opens("/times")
    assert "hører ikke til en sundhedsplejerske" in page.words
    assert Role.COURSE_LEADER in office.town.rows(t.account, "role")
