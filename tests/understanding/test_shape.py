"""The shape of a message: the same in every language, whatever stands around it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.understanding.lines import line_marks, mirrored, shape_of
from bot.understanding.message import Message
from bot.understanding.reading import proposed
from bot.understanding.shape import steps
from domain.ids import Language
from domain.replies import Expecting, Unclear
from tests.understanding.judging import menu

NOW = datetime(2026, 5, 4, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))


def message(text: str, language: str) -> Message:
    return proposed(text, Language(language), Expecting.OFFER, menu("offer"), NOW)[0]


def shape(text: str, language: str = "da") -> tuple[str, ...]:
    return steps(shape_of(message(text, language)))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Not Tuesday, but Wednesday is fine", "en"),
        ("nicht Dienstag, aber Mittwoch ist gut", "de"),
        ("ikke tirsdag, men onsdag er fint\nMvh Mette", "da"),
        ("IKKE TIRSDAG, MEN ONSDAG ER FINT!!", "da"),
    ],
)
def test_what_is_said_alike_has_one_shape_in_all_languages(text: str, language: str) -> None:
    assert shape(text, language) == shape("Ikke tirsdag, men onsdag er fint.")


def test_a_denial_is_seen_before_what_it_denies() -> None:
    assert ">not A>|>but" in shape("ikke tirsdag, men onsdag")
    assert ">A>or>B" in shape("der erste oder der zweite", "de")
    assert shape("vi vil ikke aflyse")[:2] == (">^>no", ">no>cancel")


def test_words_nobody_knows_come_once_in_a_row() -> None:
    assert shape("onsdag blarp glorp dorp") == (">^>B", ">B>?", ">?>$", ">^>B>?", ">B>?>$")


def test_an_article_that_makes_a_date_takes_no_room_and_no_time() -> None:
    """German "vom" is a "from" and an empty mark of a date behind it."""
    assert shape("vom 16. Mai an passt es", "de")


def test_seen_in_a_mirror_the_other_time_is_named() -> None:
    marks = line_marks(message("ikke 1 men 2", "da"), Unclear())
    assert mirrored(mirrored(marks)) == marks != mirrored(marks)
    assert any(mark.startswith(">") and "B" in mark for mark in marks)
