"""``presence``: what the settings say is planned, listed, added to and cancelled from a prompt."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from app.__main__ import main
from app.holidays import danish_holidays
from app.settings import load_settings
from domain.contact_hours import contact_day_on_or_after
from storage import tables as t
from storage.database import Database
from storage.schema import upgrade

Run = Callable[..., Result]
HOLIDAYS = danish_holidays()


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """An installation of the sample municipality."""
    url = f"sqlite:///{tmp_path / 'installed.sqlite'}"
    monkeypatch.setenv("THOUSAND_DAYS_DATABASE_URL", url)
    database = Database(url)
    upgrade(database.engine)
    return database


@pytest.fixture
def run(database: Database) -> Run:
    return lambda *words: CliRunner().invoke(main, ["presence", *words])


def a_working_day(ahead: int) -> date:
    """A weekday so many days from now, which no holiday is."""
    return contact_day_on_or_after(datetime.now(UTC).date() + timedelta(days=ahead), HOLIDAYS)


def test_the_samples_six_daycares_are_planned_once(run: Run, database: Database) -> None:
    first = run("plan")
    assert first.exit_code == 0, first.output
    with database.engine.connect() as connection:
        planned = set(connection.scalars(select(t.presence_window.c.daycare)))
        talks = connection.execute(select(t.slot.c.window_id)).all()
    sample = next(iter(load_settings(None, {}, date(2026, 1, 1)).municipalities.values()))
    assert planned == {one.name for one in sample.daycares}
    assert len(talks) > len(planned)
    assert run("plan").stdout == "0 windows are planned.\n"
    listed = run("list").stdout
    assert all(one.name in listed or "Legestuen" in listed for one in sample.daycares)


def test_one_more_is_added_listed_and_cancelled(run: Run) -> None:
    on = a_working_day(60)
    about = ("--nurse", "dorte", "--on", on.isoformat(), "--from", "12:00", "--to", "13:00")
    added = run("add", "Tippen i Løsning", *about, "--room", "Salen")
    assert added.exit_code == 0, added.output
    [number] = re.findall(r"Window (\d+) is planned", added.stdout)
    assert f"{on} 12:00-13:00" in run("list", "--days", "90").stdout
    listed = run("talks", number).stdout.splitlines()
    assert listed[0].startswith("Tippen i Løsning, Salen")
    assert listed[1].strip() == "12:00-12:15  ledig"
    assert len(listed) == 5
    assert "0 booked talks are offered anew" in run("cancel", number).stdout
    again = run("cancel", number)
    assert (again.exit_code, again.stderr) == (1, "This window is cancelled already.\n")
    assert "(cancelled)" in run("list", "--days", "90", "--all").stdout
    assert run("talks", number).exit_code == 1
    assert "was cancelled" in run("add", "Tippen i Løsning", *about).stderr


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"daycare": "Nowhere"}, "no daycare Nowhere"),
        ({"--nurse": "nobody"}, "no nurse nobody"),
        ({"--on": "2020-09-01"}, "lies in the past"),
        ({"--on": "2030-12-24"}, "weekend or a holiday"),
        ({"--to": "11:00"}, "closes before it opens"),
        ({"--talk-minutes": "30"}, "15 to 20 minutes"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(run: Run, change: dict[str, str], why: str) -> None:
    on = a_working_day(60).isoformat()
    words = {"--nurse": "dorte", "--on": on, "--from": "12:00", "--to": "13:00"} | change
    daycare = words.pop("daycare", "Tippen i Løsning")
    refused = run("add", daycare, *(word for pair in words.items() for word in pair))
    assert refused.exit_code == 1
    assert why in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert "Traceback" not in refused.output


def test_a_nurse_is_not_added_in_two_places(run: Run) -> None:
    on = a_working_day(60).isoformat()
    about = ("--nurse", "dorte", "--on", on, "--from", "12:00", "--to", "13:00")
    assert run("add", "Tippen i Løsning", *about).exit_code == 0
    refused = run("add", "Rårup Børnehus", *about)
    assert (refused.exit_code, "the nurse is somewhere else at 12:00" in refused.stderr) == (1, True)


def test_an_hour_that_cannot_be_read_is_wrong_usage(run: Run) -> None:
    wrong = run(
        "add", "Tippen i Løsning", "--nurse", "dorte", "--on", "2030-09-03", "--from", "x", "--to", "13:00"
    )
    assert wrong.exit_code == 2
    assert run("cancel", "999999").exit_code == 1
