"""The real peers of the tests are really there: PostgreSQL, Chromium and Kannel."""

import subprocess
from pathlib import Path

import psycopg
import pytest
from playwright.async_api import Page

from setup.programs import PROGRAMS, Program
from tests import needs
from tests.postgres import Postgres


def test_postgresql_answers(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute("select version(), lower('ÆØÅ')").fetchone()
    assert row is not None
    assert row[0].startswith("PostgreSQL ")
    assert row[1] == "æøå"


def test_a_template_is_prepared_once_and_each_copy_is_its_own(postgres: Postgres) -> None:
    prepared: list[str] = []

    def prepare(url: str) -> None:
        prepared.append(url)
        with psycopg.connect(url) as connection:
            connection.execute("create table families (name text)")

    copies = [postgres.template("probe", prepare) for _ in range(2)]
    assert len(prepared) == 1
    with postgres.database(copies[0]) as one, postgres.database(copies[1]) as other:
        with psycopg.connect(one) as connection:
            connection.execute("insert into families values ('Familien Prøve')")
        with psycopg.connect(other) as connection:
            assert connection.execute("select count(*) from families").fetchone() == (0,)


async def test_chromium_renders_a_page(page: Page) -> None:
    await page.goto(
        "data:text/html;charset=utf-8,<h1>Ledige tider</h1><script>document.title = 6 * 7</script>"
    )
    assert await page.inner_text("h1") == "Ledige tider"
    assert await page.title() == "42"


async def test_a_phone_page_is_390_pixels_wide(phone_page: Page) -> None:
    await phone_page.goto("data:text/html,<meta name=viewport content='width=device-width'>")
    assert await phone_page.evaluate("window.innerWidth") == 390


@pytest.mark.parametrize("name", ["bearerbox", "smsbox", "fakesmsc"])
def test_kannel_starts(name: str) -> None:
    done = subprocess.run(
        [needs.need(name), "--version"], capture_output=True, text=True, timeout=20, check=False
    )
    assert "Kannel" in done.stdout + done.stderr


def test_a_missing_program_is_named_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = Program("carrier-pigeon", ("/nowhere/carrier-pigeon",), "pigeons")
    monkeypatch.setitem(PROGRAMS, absent.name, absent)
    monkeypatch.setattr(needs, "ON_CI", True)
    with pytest.raises(pytest.fail.Exception, match="apt-get install pigeons"):
        needs.need("carrier-pigeon")
    monkeypatch.setattr(needs, "ON_CI", False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install pigeons"):
        needs.need("carrier-pigeon")


def test_lock_files_name_no_address_and_every_file_has_a_hash() -> None:
    root = Path(__file__).resolve().parent.parent
    for lock in sorted((root / "requirements").glob("*.txt")):
        text = lock.read_text()
        assert "://" not in text, lock.name
        assert text.count("==") <= text.count("--hash=sha256:"), lock.name
    for lock in (root / "web", root / "setup" / "chromium"):
        assert '"resolved"' not in (lock / "package-lock.json").read_text(), lock
