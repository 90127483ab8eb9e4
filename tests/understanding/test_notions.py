"""What words speak of: the same notions in every language, also of words that nobody listed."""

import re
import tomllib
from pathlib import Path

import pytest

from bot.understanding import dictionaries
from bot.understanding.dictionaries import UNKNOWN, Dictionary, dictionary, notions_of, of_words
from bot.understanding.letters import clean
from bot.understanding.notions import spoken_of, told_of
from bot.understanding.reading import proposed
from bot.understanding.tokens import tokenize
from domain.ids import LANGUAGES, Language
from domain.replies import Expecting
from tests.understanding.judging import NOWISH, menu

FOLDER = Path(dictionaries.__file__).with_name("notions")
FILES = sorted(FOLDER.glob("*.toml"))


def names() -> set[str]:
    """All notions there are; what stands in brackets only explains."""
    lines = re.sub(r"\([^)]*\)", "", (FOLDER / "names.txt").read_text(encoding="utf-8")).splitlines()
    return {name for line in lines for name in line.partition(":")[2].split()}


def said(text: str, language: str) -> tuple[str, ...]:
    return of_words(tokenize(clean(text)).words, (Language(language),))


def test_every_language_has_its_words() -> None:
    assert {path.stem for path in FILES} == {*LANGUAGES, "emoji"}
    for code in LANGUAGES:
        assert len(dictionary(code)) > 3000, code


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_notion_has_a_name_and_every_word_one_place(path: Path) -> None:
    listed = tomllib.loads(path.read_text(encoding="utf-8"))
    used = {name for key in listed for name in re.split(r"[+/]", key)} - {"-"}
    assert used <= names()
    words = [word for entries in listed.values() for word in entries.split()]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("text", "language", "holds"),
    [
        ("kan ikke komme", "da", {"cannot", "come"}),
        ("gelemem", "tr", {"cannot", "come"}),
        ("nie moge przyjsc", "pl", {"cannot", "come"}),
        ("ich kann leider nicht", "de", {"can", "not"}),
        ("take me off the list", "en", {"list"}),
        ("slår mig", "da", {"hit"}),
        ("uderzył mnie", "pl", {"hit"}),
        ("😂", "ti", {"emoji_laugh"}),
    ],
)
def test_what_is_said_in_one_language_is_said_in_all(text: str, language: str, holds: set[str]) -> None:
    assert holds <= {*said(text, language)}


def test_an_unlisted_word_speaks_of_what_the_words_that_begin_alike_do() -> None:
    words = Dictionary({"hospital": "hospitalet hospitaler", "guest": "gæst", "host": "hostede"})
    assert words.of("hospitalerne") == ("hospital",)
    assert words.of("hos") is None


def test_of_words_that_begin_alike_and_disagree_nothing_is_known() -> None:
    words = Dictionary({"daycare": "børnehave", "child": "børnebørn"})
    assert words.of("børnetøj") is None


def test_a_slip_is_forgiven_in_a_long_word_only() -> None:
    words = Dictionary({"suicide": "selvmord", "hit": "slår"})
    assert words.of("sellvmord") == ("suicide",)
    assert words.of("slor") is None


def test_a_word_of_two_meanings_speaks_of_the_likelier_and_grammar_of_nothing() -> None:
    words = Dictionary({"not/no_answer": "nie", "-": "sie kominiarz"})
    assert words.of("nie") == ("not",)
    assert words.of("sie") == ()
    assert words.of("kominiarz") == ("~",)


def test_the_first_language_that_knows_a_word_says_what_it_speaks_of() -> None:
    danish, german = Language("da"), Language("de")
    assert notions_of("gift", (german, danish)) != notions_of("vuggestue", (german, danish)) is not None
    assert notions_of("xqzzwv", (german, danish)) is None
    assert of_words(("xqzzwv", "wvxqz"), (german,)) == (UNKNOWN,)


def test_printed_times_have_names_of_their_own_and_courtesies_none() -> None:
    text = "Ikke tirsdag, men onsdag er fint. Tak"
    message, _ = proposed(text, Language("da"), Expecting.OFFER, menu("offer"), NOWISH)
    assert "not A" in told_of(message)
    assert "B" in told_of(message)
    assert "thanks" not in told_of(message)
    assert {"not line", "line"} <= {*spoken_of(message)}
    assert UNKNOWN in told_of(message, forgotten={"fint"})
