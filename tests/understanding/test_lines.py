"""Which of two printed times a message names, and how: wanted, refused, or in a spelling that no rule knows."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.understanding.lines import line_marks
from bot.understanding.listening import SENSES, Heard, judgement
from bot.understanding.mentions import SPOKEN, mentions_of
from bot.understanding.message import NOT_THIS, Message
from bot.understanding.notions import told_of
from bot.understanding.reading import proposed, read
from domain.ids import Language
from domain.replies import Expecting, Picked, Reply
from tests.understanding.judging import menu

NOW = datetime(2026, 5, 4, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))

NOT_THE_FIRST = [
    ("da", "ikke den første"),
    ("en", "anything but the first"),
    ("de", "nur nicht den ersten"),
    ("pl", "tylko nie pierwszy"),
    ("uk", "тільки не перший"),
    ("ro", "numai nu primul"),
    ("lt", "tik ne pirmas"),
    ("tr", "birincisi değil"),
    ("ar", "مو الأول"),
    ("fa", "اولی نه"),
    ("so", "kan koowaad maya"),
]


def message(text: str, language: str) -> tuple[Message, Reply]:
    return proposed(text, Language(language), Expecting.OFFER, menu("offer"), NOW)


def reply(text: str, language: str) -> Reply:
    return read(
        text, language=Language(language), expecting=Expecting.OFFER, options=menu("offer"), now=NOW
    ).reply


@pytest.fixture
def sure_of_a_booking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was written, it sounds like choosing the first time."""
    rest = dict.fromkeys(SENSES, 0.001)
    monkeypatch.setattr(judgement("sense"), "hear", lambda *said: Heard({**rest, "pick": 0.98}))
    monkeypatch.setattr(judgement("line"), "hear", lambda *said: Heard({"A": 0.999, "B": 0.001}))


@pytest.mark.parametrize(("language", "text"), NOT_THE_FIRST)
def test_a_time_that_is_only_refused_is_never_booked(
    language: str, text: str, sure_of_a_booking: None
) -> None:
    said, _ = message(text, language)
    assert {(one.line, one.how) for one in mentions_of(said)} == {(0, NOT_THIS)}
    assert "not A" in told_of(said)
    assert not isinstance(reply(text, language), Picked)


def test_the_one_that_is_named_instead_is() -> None:
    assert reply("nicht den ersten sondern den zweiten", "de") == Picked(2)
    assert reply("nie ten pierwszy tylko drugi", "pl") == Picked(2)


def test_a_no_that_belongs_to_what_follows_refuses_nothing_before_it() -> None:
    said, _ = message("the first not the second", "en")
    assert [one.how for one in mentions_of(said)] == ["placed", NOT_THIS]


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("ar", "talata 10 tamam", 0),
        ("ur", "pehla time theek hai", 0),
        ("fa", "dovomi khube", 1),
        ("ti", "እቲ ቀዳማይ ሕራይ", 0),
    ],
)
def test_a_day_or_place_in_a_spelling_of_its_own_is_heard(language: str, text: str, line: int) -> None:
    said, _ = message(text, language)
    assert {one.line for one in mentions_of(said)} == {line}
    assert reply(text, language) == Picked(line + 1)


def test_a_place_that_the_rules_read_is_not_heard_twice() -> None:
    said, proposal = message("the first one is fine", "en")
    assert [one.how for one in mentions_of(said)] == ["placed"]
    assert not any(SPOKEN in mark for mark in line_marks(said, proposal))


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("en", "the day after tuesday", 1),
        ("de", "der Tag nach Dienstag", 1),
        ("tr", "salıdan sonraki gün", 1),
        ("ro", "ziua de după marți", 1),
        ("da", "dagen før onsdag", 0),
    ],
)
def test_a_day_that_another_is_counted_from_is_not_the_one_meant(language: str, text: str, line: int) -> None:
    assert [one.line for one in mentions_of(message(text, language)[0])] == [line]
    friday = [replace(menu("offer")[1], start=datetime(2026, 5, 15, 15, tzinfo=NOW.tzinfo))]
    apart, _ = proposed(text, Language(language), Expecting.OFFER, [menu("offer")[0], *friday], NOW)
    assert mentions_of(apart) == [], "nothing is offered on that day"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "en af dem"),
        ("en", "one of them"),
        ("de", "einen von den zweien nehm ich gern"),
        ("pl", "jeden z dwóch"),
        ("uk", "згодна на любий з двох"),
        ("ro", "oricare dintre ele"),
        ("lt", "vienas iš jų tinka"),
        ("tr", "ikisinden biri olur"),
        ("ar", "واحد منهم"),
        ("fa", "یکیش خوبه"),
        ("ur", "dono mein se koi"),
        ("so", "labada midkood"),
        ("ti", "ሓደ ካብኦም"),
    ],
)
def test_whoever_takes_one_of_them_has_named_none(language: str, text: str) -> None:
    assert not isinstance(reply(text, language), Picked)
    assert not isinstance(message(text, language)[1], Picked)
