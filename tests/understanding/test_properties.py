"""What must hold for any text at all: no crash, a STOP that stops, and politeness that changes nothing."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.understanding import read, understand
from domain.ids import LANGUAGES, Language
from domain.replies import Distress, Expecting, Option, Picked, Rated, Reply, Stop, Unclear
from tests.understanding.judging import UNSAFE_AT_MOST, Row, sampled, sets, unsafe

ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 5, 4, 10, tzinfo=ZONE)
OPTIONS = (
    Option(1, datetime(2026, 5, 12, 10, tzinfo=ZONE)),
    Option(2, datetime(2026, 5, 13, 15, tzinfo=ZONE)),
)
languages = st.sampled_from(LANGUAGES)
questions = st.sampled_from(list(Expecting))
DIGITS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９", "०१२३४५६७८९"]
WORDS = sorted({word for name in sets() for row in sampled(name) for word in row.text.split()})


def meant(text: str, language: str = "da", expecting: Expecting = Expecting.OFFER) -> Reply:
    return understand(text, language=Language(language), expecting=expecting, options=OPTIONS, now=NOW)


@given(text=st.text(max_size=200), language=languages, expecting=questions)
@example(text="ـ", language=Language("ar"), expecting=Expecting.OFFER)
@settings(max_examples=600, deadline=None)
def test_any_text_has_a_meaning(text: str, language: Language, expecting: Expecting) -> None:
    reading = read(text, language=language, expecting=expecting, options=OPTIONS, now=NOW)
    assert reading.reply is not None


@given(words=st.lists(st.sampled_from(WORDS), max_size=9), language=languages, expecting=questions)
@settings(max_examples=800, deadline=None)
def test_any_mixture_of_known_words_has_a_meaning(
    words: list[str], language: Language, expecting: Expecting
) -> None:
    reading = read(" ".join(words), language=language, expecting=expecting, options=OPTIONS, now=NOW)
    assert reading.language is None or reading.language in LANGUAGES


@given(
    before=st.sampled_from(["", " ", "\n", "Hej. ", "nej tak. ", "Hi,\n"]),
    after=st.sampled_from(
        ["", "!", "!!!", ".", " ", "\n", " 😡", "\nMvh Mette", "\n\nSendt fra min iPhone", " tak"]
    ),
    stop=st.sampled_from(["STOP", "stop", "Stop", "sToP", "ＳＴＯＰ", "stopp", "STOOOOP"]),
    language=languages,
    expecting=questions,
)
@settings(max_examples=400, deadline=None)
def test_stop_always_stops(
    before: str, after: str, stop: str, language: Language, expecting: Expecting
) -> None:
    assert meant(before + stop + after, language, expecting) == Stop()


@pytest.mark.parametrize(
    "ending",
    [
        "\nMvh Mette",
        "\n\nSendt fra min iPhone",
        "\nMed venlig hilsen\nSara og Omar",
        "\nSara, Emmas mor",
    ],
)
def test_a_signature_changes_nothing(ending: str) -> None:
    changed = []
    for name in sets():
        for row in sampled(name):
            if row.text.strip() and "\n" not in row.text:
                plain = row.answer()
                signed = Row(row.language, row.expecting, row.text + ending, row.gold).answer()
                if (plain["intent"], plain.get("option")) != (signed["intent"], signed.get("option")):
                    changed.append((row.text, plain["intent"], signed["intent"]))
    assert not changed


def test_a_thank_you_never_makes_a_commitment() -> None:
    thanks = {
        "da": " tak",
        "en": " thanks",
        "ar": " شكرا",
        "tr": " teşekkürler",
        "de": " danke",
        "uk": " дякую",
    }
    wrong, tried = [], 0
    for name in sets():
        for row in sampled(name):
            tried += 1
            if row.language in thanks and not row.text.rstrip().endswith(("?", "؟")):
                answer = Row(row.language, row.expecting, row.text + thanks[row.language], row.gold).answer()
                if unsafe(answer, row) and not unsafe(row.answer(), row):
                    wrong.append((row.text, row.gold, answer["intent"]))
    assert len(wrong) <= UNSAFE_AT_MOST * tried, wrong


@given(number=st.integers(0, 9), script=st.sampled_from(DIGITS), language=languages)
def test_digits_of_every_script_agree(number: int, script: str, language: Language) -> None:
    assert meant(script[number], language) == meant(str(number), language)


@given(number=st.integers(1, 4), script=st.sampled_from(DIGITS))
def test_a_printed_digit_is_the_rating(number: int, script: str) -> None:
    assert meant(script[number], "ar", Expecting.RATING) == Rated(number)


@given(hour=st.integers(0, 23), minute=st.sampled_from([0, 15, 30, 45]), script=st.sampled_from(DIGITS))
@settings(deadline=None)
def test_a_clock_time_reads_alike_in_every_script(hour: int, minute: int, script: str) -> None:
    plain = f"kl {hour}.{minute:02}"
    other = plain.translate(str.maketrans("0123456789", script))
    assert meant(other, "da", Expecting.TIME) == meant(plain, "da", Expecting.TIME)


def test_words_that_only_look_dangerous() -> None:
    for text in ("stoppested", "nonstop", "stopur", "afmeldingsfrist", "stoplys"):
        assert meant(text) == Unclear(), text


def test_a_cry_for_help_wins_over_a_menu_number() -> None:
    assert meant("1 men jeg vil ikke leve mere") == Distress()
    assert meant("2", "da") == Picked(2)
