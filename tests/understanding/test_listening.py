"""The second listener: what it hears, when it is asked, and that its file belongs to today's rows and words."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.understanding import listening, read
from bot.understanding.interpreting import interpret_line
from bot.understanding.learning import fingerprint, learn, lessons
from bot.understanding.listening import BUCKETS, FILE, SOUNDS, hear, load, second_opinion
from bot.understanding.tokens import tokenize, without_quotes
from domain.ids import Language
from domain.replies import Distress, Expecting, Picked, Reading, Stop, Unclear, Yes

NOW = datetime(2026, 5, 4, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))


def reading(text: str, language: str = "da", expecting: Expecting = Expecting.OFFER) -> Reading:
    return read(text, language=Language(language), expecting=expecting, now=NOW)


def test_the_weights_were_learned_from_todays_rows_and_words() -> None:
    stale = (
        "the rows or the lexicons changed much: run python -m bot.understanding.learning and commit its file"
    )
    todays = set(fingerprint(lessons()))
    assert len(todays & load().lessons) > 0.85 * len(todays), stale


def test_the_file_is_small_and_whole() -> None:
    head, _, body = FILE.read_bytes().partition(b"\n")
    assert len(head) < 2000
    assert len(body) == BUCKETS * len(SOUNDS)


def test_the_same_lessons_give_the_same_weights() -> None:
    few = lessons()[::400]
    assert learn(few, "stop") == learn(few, "stop")


def test_a_set_can_be_left_out_to_measure_on_it() -> None:
    every, fewer = lessons(), lessons(without=["heldout6_safety"])
    assert 200 < len(every) - len(fewer) < 400


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("I keep thinking that everyone is better off without me", 0),
        ("jeg vil ikke have flere af jeres beskeder", 1),
        ("ja tak det passer fint", 2),
    ],
)
def test_a_sentence_sounds_most_like_what_it_is(text: str, sound: int) -> None:
    odds = hear(tuple(tokenize(without_quotes(text)).words))
    assert odds[sound] == max(odds)
    assert odds[sound] > 0


def test_a_digit_and_two_words_are_for_the_rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(words: object) -> tuple[float, float, float]:
        raise AssertionError(words)

    monkeypatch.setattr(listening, "hear", never)
    for text in ("1", "٢", "ja", "ja tak", "onsdag", "stop", "never better", "xyzzy", "👍", ""):
        reading(text)


def test_it_never_takes_back_a_stop_or_a_cry_for_help() -> None:
    tokens = tokenize("ja tak det passer fint")
    assert second_opinion(Stop(), tokens) is None
    assert second_opinion(Distress(), tokens) is None
    assert second_opinion(Yes(), tokens) is None
    assert second_opinion(Picked(2), tokens) is None


def test_a_yes_that_sounds_like_none_is_asked_back() -> None:
    opinion = second_opinion(Yes(), tokenize("vi er desværre bortrejst i hele maj måned"))
    assert opinion is not None
    assert opinion[0] == Unclear()


def test_please_go_on_is_no_stop() -> None:
    for text in ("please don't stop", "don't stop writing"):
        assert reading(text, "en").reply != Stop()


def test_explain_says_that_the_sound_decided_and_by_which_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "hear", lambda words: (1.0, -9.0, -9.0))
    answer = interpret_line({"text": "hund kat mus", "language": "da", "expecting": "offer"}, explain=True)
    assert answer["intent"] == "distress"
    assert answer["decided_by"] == "sound"
    assert set(answer["because"]) <= {"hund", "kat", "mus"}
    monkeypatch.setattr(listening, "hear", lambda words: (-9.0, -9.0, 9.0))
    assert "decided_by" not in interpret_line(
        {"text": "ja tak det er fint", "expecting": "offer"}, explain=True
    )
