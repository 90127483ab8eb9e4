"""What a message invites a family to answer is understood in the language it is written in.

Runs for every language that understanding has a lexicon for, so that a new one is checked at once.
"""

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import bot.understanding
from bot.messages import keys
from bot.messages.catalogue import TEXTS
from bot.messages.rendering import Renderer
from bot.understanding.reading import read
from domain.ids import LANGUAGES, Language
from domain.replies import (
    Cancel,
    ChangeLanguage,
    Expecting,
    GaveReason,
    Move,
    Option,
    Picked,
    Reply,
    Start,
    Stop,
    WantsPerson,
)

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 5, 4, 10, tzinfo=COPENHAGEN)
RENDERER = Renderer(TEXTS)
LEXICONS = Path(bot.understanding.__file__).parent / "lexicon"
UNDERSTOOD = [language for language in LANGUAGES if (LEXICONS / f"{language}.toml").exists()]

WORDS = {
    "da": ("FLYT", "AFLYS", "HJÆLP"),
    "en": ("MOVE", "CANCEL", "HELP"),
    "ar": ("تغيير", "إلغاء", "مساعدة"),
    "tr": ("DEĞİŞTİR", "İPTAL", "YARDIM"),
    "pl": ("ZMIEŃ", "ODWOŁAJ", "POMOC"),
    "uk": ("ПЕРЕНЕСТИ", "СКАСУВАТИ", "ДОПОМОГА"),
    "so": ("BEDDEL", "BAAJI", "CAAWIMO"),
    "ur": ("تبدیل", "منسوخ", "مدد"),
    "fa": ("تغییر", "لغو", "کمک"),
    "ti": ("ቀይር", "ሰርዝ", "ሓገዝ"),
    "de": ("VERSCHIEBEN", "ABSAGEN", "HILFE"),
    "ro": ("MUTĂ", "ANULEAZĂ", "AJUTOR"),
    "lt": ("PERKELTI", "ATŠAUKTI", "PAGALBA"),
}
"""The words that texts ask for: to move, to cancel, to reach a human."""


def understood(
    text: str, language: Language, expecting: Expecting, options: tuple[Option, ...] = ()
) -> Reply:
    return read(text, language=language, expecting=expecting, options=options, now=NOW).reply


def sentence(key: str, language: Language) -> str:
    found = RENDERER.sentence(TEXTS[key], language)  # type: ignore[index]
    assert found is not None
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_prints_its_words(language: Language) -> None:
    move, cancel, person = WORDS[language]
    for key in (keys.BOOKED_HOME, keys.BOOKED_PHONE, keys.MOVED_HOME, keys.EVE_HOME, keys.INFO_BOOKED):
        assert move in sentence(key, language)
        assert cancel in sentence(key, language)
    assert person in sentence(keys.UNCLEAR, language)
    assert "START" in sentence(keys.STOPPED, language)
    for key in (keys.VISIT_18M_FIRST, keys.VISIT_3Y_FIRST_NURSE, keys.VISIT_FIRST, keys.LINKED):
        assert "STOP" in sentence(key, language)


@pytest.mark.parametrize("language", UNDERSTOOD)
@pytest.mark.parametrize("expecting", [Expecting.REMINDER, Expecting.IDLE])
def test_a_printed_word_does_what_it_says(language: Language, expecting: Expecting) -> None:
    move, cancel, person = WORDS[language]
    assert understood(move, language, expecting) == Move()
    assert understood(cancel, language, expecting) == Cancel()
    assert understood(person, language, expecting) == WantsPerson()
    assert understood("START", language, expecting) == Start()
    assert understood("STOP", language, expecting) == Stop()


@pytest.mark.parametrize("language", UNDERSTOOD)
def test_a_printed_reason_is_understood_by_its_number_and_in_its_own_words(language: Language) -> None:
    for text in (text for text in TEXTS.values() if text.menu):
        options = tuple(Option(number, reason=reason) for number, reason in enumerate(text.menu, start=1))
        lines = sentence(text.key, language).split("\n")
        for option in options:
            label = next(line for line in lines if line.startswith(f"{option.number}:")).partition(": ")[2]
            assert understood(str(option.number), language, Expecting.REASON, options) == Picked(
                option.number
            )
            assert option.reason is not None
            said = understood(label, language, Expecting.REASON, options)
            assert said in (GaveReason(option.reason), Picked(option.number)), label


@pytest.mark.parametrize("language", UNDERSTOOD)
def test_nine_asks_for_the_language_that_the_line_offers(language: Language) -> None:
    assert "9" in sentence(keys.LANGUAGE_LINE, language)
    assert understood("9", language, Expecting.OFFER) == ChangeLanguage(None)


INFLECTING = {
    "pl": ("około", "zamiast", "do", "od", "przed", "po"),
    "uk": ("замість", "до", "після", "приблизно", "з"),
    "lt": ("apie", "vietoj", "iki", "nuo"),
}
"""Words that take another case than the one in which a date is written."""


@pytest.mark.parametrize("language", INFLECTING)
def test_no_preposition_stands_right_before_a_date_where_a_language_inflects_it(language: str) -> None:
    before = re.compile(rf"\b(?:{'|'.join(INFLECTING[language])}) \{{(?:day|start|first|second|opens)\}}")
    for text in TEXTS.values():
        for sentence in RENDERER.forms(text, Language(language)):
            assert before.search(sentence) is None, text.key
