"""``chat``: a family's conversation in the terminal, typed or piped."""

import io
import re
import subprocess
import sys
from datetime import datetime

import pytest

from app.chat import run_chat
from app.stage import CannotPlay
from tests.demo.conftest import OPENING


def played(*lines: str, language: str = "da", offer: str = "visit-18m", at: datetime = OPENING) -> str:
    """What a conversation prints."""
    out = io.StringIO()
    run_chat(lines, out, language, offer, at, echo=True)
    return out.getvalue()


def test_a_visit_is_booked_reminded_and_moved() -> None:
    said = played("onsdag passer fint\n", "/next", "kan ikke", "1")
    for part in (
        "[Thu 07 May ",
        "Hej fra Sundhedsplejen i Hedensted.",
        "> onsdag passer fint\n",
        "Anna kommer hjem til jer onsdag 13. maj",
        "Passer det?",
        "Vi finder en ny tid",
        "Aftalen er flyttet.",
    ):
        assert part in said


def test_a_family_is_met_in_its_language_and_about_its_offer() -> None:
    assert "When a child turns 3" in played(language="en", offer="visit-3y")


def test_a_naive_beginning_is_the_municipalitys_time() -> None:
    assert played(at=OPENING.replace(tzinfo=None)) == played()


def test_the_day_goes_on_and_the_end_is_the_end() -> None:
    assert re.search(r"\(Fri 08 May \d\d:\d\d: no message\)", played("/day"))
    assert "nej tak" not in played("/quit", "nej tak")


def test_silence_is_said() -> None:
    assert "(Nothing more will come.)" in played("STOP", "/next")


@pytest.mark.parametrize(
    ("language", "offer", "named"),
    [("xx", "visit-18m", "uk"), ("da", "presence", "visit-18m"), ("da", "", "cosp")],
)
def test_what_cannot_be_played_is_said_with_what_can(language: str, offer: str, named: str) -> None:
    with pytest.raises(CannotPlay, match=named):
        played(language=language, offer=offer)


def test_a_piped_conversation_ends_with_its_input() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "app", "chat", "--at", "2026-05-04T08:00"],
        input="1\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert "> 1\n" in done.stdout
    assert "Anna kommer hjem til jer" in done.stdout
