"""In which language a reply is written: told when it is clear, and never for a word or two."""

import pytest

from bot.understanding.languages import written_in
from bot.understanding.tokens import tokenize, without_quotes
from bot.understanding.traces import hearable
from domain.ids import DANISH, LANGUAGES, Language


def told(text: str, stored: str = "da", enabled: tuple[Language, ...] = LANGUAGES) -> str | None:
    return written_in(hearable(tokenize(without_quotes(text)).words), enabled, Language(stored))


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Det passer os fint om onsdagen", "da"),
        ("we would rather come in the afternoon", "en"),
        ("wir haben am Mittwoch leider keine Zeit", "de"),
        ("w środę niestety nie możemy", "pl"),
        ("на жаль, у середу ми не можемо", "uk"),
        ("deja, trečiadienį mes negalime", "lt"),
        ("din pacate miercuri nu putem", "ro"),
        ("maalesef çarşamba günü müsait değiliz", "tr"),
        ("للأسف يوم الأربعاء ما بنقدر", "ar"),
        ("متاسفانه چهارشنبه نمی‌توانیم", "fa"),
        ("بدھ کو ہم نہیں آ سکتے", "ur"),
        ("arbacada ma awoodno waan ka xunahay", "so"),
        ("ንረቡዕ ኣይክእልን እየ ይቕሬታ", "ti"),
    ],
)
def test_each_language_is_known(text: str, language: str) -> None:
    assert told(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "Je ne peux pas mercredi merci",
        "No puedo ese día, lo siento",
        "Dinsdag is prima, bedankt",
        "Kiitos, tiistai sopii hyvin",
        "Hvala, utorak mi odgovara",
    ],
)
def test_a_language_that_is_none_of_ours_switches_nothing(text: str) -> None:
    assert told(text) is None


def test_a_word_or_two_switch_nothing() -> None:
    assert told("evet olur") is None
    assert told("1 2 3 4") is None


def test_two_languages_in_one_message_switch_nothing() -> None:
    assert told("Yes tak men kun efter klokken 16", "da") in (None, "da")


def test_a_language_that_is_switched_off_is_not_told() -> None:
    assert told("w środę niestety nie możemy", enabled=(DANISH,)) is None
