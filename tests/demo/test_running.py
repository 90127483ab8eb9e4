"""Starting the demo: what it prints, when its clock begins, and what it refuses."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, date, datetime
from pathlib import Path
from socket import create_server

import pytest

from app.demo.running import CannotStart, listening, wanted_history, welcome
from app.demo.staff import PASSWORD
from app.demo.town import Town
from tests.demo.conftest import MONDAY, OPENING

NOW = datetime(2026, 5, 10, 22, 30, tzinfo=UTC)
"""Already Monday 11 May in Denmark, but not yet eight."""


def test_without_a_wish_the_clock_begins_at_the_latest_monday_at_eight() -> None:
    wanted, begins = wanted_history(600, 18, None, NOW)
    assert (wanted.monday, begins) == (MONDAY, OPENING)
    assert wanted.first_day == date(2024, 11, 4)


@pytest.mark.parametrize(
    ("at", "monday"),
    [
        (datetime(2026, 5, 6, 14), date(2026, 5, 4)),  # noqa: DTZ001 - the municipality's own time
        (datetime(2026, 5, 4, 8), date(2026, 5, 4)),  # noqa: DTZ001
        (datetime(2026, 5, 4, 7, 59), date(2026, 4, 27)),  # noqa: DTZ001
        (datetime(2026, 5, 4, 6, 0, tzinfo=UTC), date(2026, 5, 4)),
    ],
)
def test_the_week_of_a_beginning(at: datetime, monday: date) -> None:
    wanted, begins = wanted_history(10, 0, at, NOW)
    assert wanted.monday == monday
    assert begins.replace(tzinfo=None) == at.replace(tzinfo=None)
    assert begins.tzinfo is not None


@pytest.mark.parametrize(("families", "months"), [(-1, 1), (1, -1), (20_001, 1), (1, 61)])
def test_too_much_is_refused(families: int, months: int) -> None:
    with pytest.raises(CannotStart, match="choose"):
        wanted_history(families, months, None, NOW)


def test_a_port_that_is_taken_is_named() -> None:
    with create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart, match=f"Port {port} .*--port"):
            listening(port)


def test_the_address_and_the_log_ins_are_printed(town: Town) -> None:
    said = welcome(town, 8123)
    assert "http://127.0.0.1:8123" in said
    assert "anna" in said
    assert "leder" in said
    assert said.count(PASSWORD) == 2
    assert "Monday 4 May 2026, 08:00" in said


def test_the_command_starts_answers_and_stops(tmp_path: Path) -> None:
    """From the command line to the first answer and a clean end."""
    with create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "app", "demo", "--port", str(port), "--families", "6", "--months", "0"]
    with (tmp_path / "out").open("w+") as out:
        started = subprocess.Popen(
            [*command, "--at", "2026-05-06T09:30"], stdout=out, stderr=out, env=dict(os.environ)
        )
        try:
            clock = _first_answer(f"http://127.0.0.1:{port}/demo/clock", started)
            assert clock["now"] == "2026-05-06T09:30:00+02:00"
            started.send_signal(signal.SIGTERM)
            assert started.wait(20) == 0
        finally:
            started.kill()
        assert "log in as anna" in (tmp_path / "out").read_text()


def _first_answer(address: str, started: subprocess.Popen[bytes]) -> dict[str, str]:
    for _ in range(600):
        assert started.poll() is None, "the demo ended by itself"
        try:
            with urllib.request.urlopen(address) as response:
                answer: dict[str, str] = json.load(response)
                return answer
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the demo did not answer within a minute")
