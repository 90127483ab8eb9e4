"""The same replies as people type them: in capitals, without accents, greeted, from an English keyboard."""

import unicodedata
from collections.abc import Callable

import pytest

from tests.understanding.judging import UNSAFE_AT_MOST, Row, sampled, sets, understood, unsafe

ENOUGH = 0.94  # of all sets together, those among them that are understood less (``HARDER`` in test_sets)
LATIN = {"da", "en", "tr", "pl", "de", "ro", "lt", "so"}
GREETING = {
    "da": "Hej, ",
    "en": "Hi, ",
    "de": "Hallo, ",
    "pl": "Dzień dobry, ",
    "uk": "Добрий день, ",
    "ro": "Bună ziua, ",
    "lt": "Laba diena, ",
    "tr": "Merhaba, ",
    "ar": "السلام عليكم، ",
    "fa": "سلام، ",
    "ur": "السلام علیکم، ",
    "so": "Asc, ",
    "ti": "ሰላም፡ ",
}


def capitals(row: Row) -> str:
    return row.text.upper()


def without_accents(row: Row) -> str:
    if row.language not in LATIN:
        return row.text
    plain = unicodedata.normalize("NFD", row.text.replace("ø", "o").replace("æ", "ae").replace("ł", "l"))
    return "".join(c for c in plain if not unicodedata.combining(c)).replace("ı", "i")


def english_keyboard(row: Row) -> str:
    if row.language not in ("da", "de"):
        return row.text
    spelt = {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
    return "".join(spelt.get(c, c) for c in row.text)


def greeted(row: Row) -> str:
    return GREETING[row.language] + row.text


def spaced_out(row: Row) -> str:
    return "  " + row.text.replace(" ", "   ") + " \n"


def exclaimed(row: Row) -> str:
    return row.text if row.text.endswith(("?", "؟")) or not row.text else row.text + "!!"


@pytest.mark.parametrize(
    "change",
    [capitals, without_accents, english_keyboard, greeted, spaced_out, exclaimed],
    ids=lambda c: c.__name__,
)
def test_the_way_of_typing_changes_no_meaning(change: Callable[[Row], str]) -> None:
    judged = []
    for name in sets():
        for row in sampled(name):
            if row.text.strip() and not row.text.startswith(">"):
                typed = Row(row.language, row.expecting, change(row), row.gold)
                judged.append((typed, typed.answer()))
    dangerous = [(row.text, row.gold, answer) for row, answer in judged if unsafe(answer, row)]
    assert len(dangerous) <= UNSAFE_AT_MOST * len(judged), dangerous
    missed = [(row.text, row.gold, answer["intent"]) for row, answer in judged if not understood(answer, row)]
    assert len(missed) <= (1 - ENOUGH) * len(judged), missed
