"""One language's words, read from its two data files when they are first needed."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from bot.understanding.letters import clean, fold
from bot.understanding.phrases import Phrases
from domain.ids import LANGUAGES, Language

_HERE = Path(__file__).parent

DANGEROUS = frozenset(
    {"yes", "no", "neg", "cannot", "cancel", "wrong_number", "moved_away"}
    | {"but", "if", "only", "unsure", "filler", "not_time"}
)
"""Meanings that a misspelt word is never guessed into: each can turn a reply around."""

TOO_SHORT = 3
"""Letters of a word that says nothing of a language alone: Turkish "paz" is Sunday, Polish "paź" October."""

_SHORTEST_BONES = 3
_SHORTEST_GUESS = 6


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What one language's words mean: its phrases, its time words, and what is special about it."""

    code: Language
    meanings: Phrases
    times: Phrases
    guessable: Mapping[tuple[str, int], tuple[str, ...]]
    """Words that a misspelt one may be guessed to be, by first letter and length."""

    skeletons: Mapping[str, tuple[str, ...]]
    """Time words by what is left of them without their vowels."""

    never_guess: frozenset[str]
    clitics: tuple[str, ...]
    wish_clitics: tuple[str, ...]
    """Those that are only taken off where a time was asked for ("عالعشرة", at ten)."""

    habits: Mapping[str, bool] = field(default_factory=dict)
    date_endings: tuple[str, ...] = ()
    """How ordinals end that only dates have."""

    unfit: Phrases = field(default_factory=Phrases)
    """What says of a time that it does not suit, and is no refusal elsewhere ("hard").

    ``too_early`` says so wherever it stands in its clause ("too early"), ``unfit_hour`` only right behind a clock
    time ("early", "late"): "Tuesday early" is a wish.
    """

    why: Phrases = field(default_factory=Phrases)
    """What begins the reason of a wish, or the wish that follows from one: "because", "so", "when we", "until then"."""

    own_only: frozenset[str] = frozenset()
    """Short time words that other languages use otherwise: not heard where the message is in one of them."""

    def has_none_of(self, words: Sequence[str]) -> bool:
        """Whether none of the words stands in this language's files as it is."""
        listed = self.meanings.exact_words.keys(), self.times.exact_words.keys()
        return all(known.isdisjoint(words) for known in listed)

    def knows(self, word: str) -> bool:
        """Whether the word occurs in this language's files."""
        return self.meanings.knows(word) or self.times.knows(word)


def _load(folder: str, name: str) -> dict[str, Any]:
    with (_HERE / folder / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _add_meanings(phrases: Phrases, data: Mapping[str, Any]) -> None:
    for meaning, patterns in data.get("meanings", {}).items():
        for pattern in patterns:
            phrases.add(pattern, meaning)
    for prefix, table in (("reason", "reasons"), ("rating", "ratings"), ("ordinal", "ordinals")):
        for key, patterns in data.get(table, {}).items():
            for pattern in patterns:
                phrases.add(pattern, f"{prefix}:{key}")
    for key, patterns in data.get("languages", {}).items():
        for pattern in patterns:
            phrases.add(pattern, f"lang:{key}")
    for word in data.get("filler", "").split():
        phrases.add(word, "filler")


def _add_times(phrases: Phrases, data: Mapping[str, Any]) -> None:
    for kind, table in data.items():
        if kind in ("habits", "why", "own_only"):
            continue
        if isinstance(table, Mapping):
            for value, patterns in table.items():
                for pattern in patterns:
                    phrases.add(pattern, f"{kind}:{value}")
        else:
            for pattern in table:
                phrases.add(pattern, f"{kind}:")


@cache
def available() -> tuple[Language, ...]:
    """The languages that have data files, in the order of ``LANGUAGES``."""
    return tuple(code for code in LANGUAGES if (_HERE / "lexicon" / f"{code}.toml").exists())


@cache
def lexicon(code: Language) -> Lexicon:
    """The words of one language; ``code`` must be one of ``available()``."""
    words, times = _load("lexicon", code), _load("times", code)
    shared_words, shared_times = _load("lexicon", "shared"), _load("times", "shared")
    meanings, moments = Phrases(), Phrases()
    _add_meanings(meanings, shared_words)
    _add_meanings(meanings, words)
    _add_times(moments, shared_times)
    _add_times(moments, times)
    unfit = Phrases()
    for meaning in ("unfit", "too_early", "unfit_hour"):
        for pattern in words.get(meaning, ()):
            unfit.add(pattern, meaning)
    why = Phrases()
    for meaning, patterns in times.get("why", {}).items():
        for pattern in patterns:
            why.add(pattern, meaning)
    for phrases in (meanings, moments, unfit, why):
        phrases.seal()
    guessable = {
        word
        for phrases in (meanings, moments)
        for word, uses in phrases.exact_words.items()
        if len(word) >= _SHORTEST_GUESS and word.isalpha() and not uses & DANGEROUS
    }
    never = {word for word, uses in meanings.exact_words.items() if uses & DANGEROUS}
    habits = dict(times.get("habits", {}))
    endings = tuple(fold(clean(ending)) for ending in habits.pop("date_endings", ()))
    return Lexicon(
        code=code,
        meanings=meanings,
        times=moments,
        guessable=_by_shape(guessable),
        skeletons=_by_skeleton(w for w, uses in moments.exact_words.items() if not uses & DANGEROUS),
        never_guess=frozenset(never) | frozenset(words.get("never_guess", ())),
        clitics=tuple(words.get("clitics", ())),
        wish_clitics=tuple(words.get("wish_clitics", ())),
        habits=habits,
        date_endings=endings,
        unfit=unfit,
        why=why,
        own_only=frozenset(fold(clean(word)) for word in times.get("own_only", ())),
    )


_VOWELS = str.maketrans("", "", "aeiouyàıаеиоуіюяєїыэё")


def skeleton(word: str) -> str:
    """A folded word without its vowels."""
    return word.translate(_VOWELS)


def _by_skeleton(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(words):
        bones = skeleton(word)
        if word.isalpha() and len(bones) >= _SHORTEST_BONES and bones != word:
            found[bones] = (*found.get(bones, ()), word)
    return found


def _by_shape(words: Iterable[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    shapes: dict[tuple[str, int], tuple[str, ...]] = {}
    for word in sorted(words):
        shape = word[0], len(word)
        shapes[shape] = (*shapes.get(shape, ()), word)
    return shapes


@lru_cache(maxsize=1)
def safety() -> Phrases:
    """STOP and cries for help of all languages together: they are heard whatever language a family has."""
    phrases = Phrases()
    for name in ("shared", *available()):
        data = _load("lexicon", name)
        for meaning, patterns in data.get("safety", {}).items():
            for pattern in patterns:
                phrases.add(pattern, meaning)
        for idea, patterns in data.get("cries", {}).items():
            for pattern in patterns:
                phrases.add(pattern, f"{name}:{idea}")
    phrases.seal()
    return phrases


@lru_cache(maxsize=1)
def said_by_sign() -> dict[tuple[Language, str], str]:
    """Messages of one sign that are a word in a language's chats: a Ukrainian "+" is a yes."""
    signs = {code: _load("lexicon", code).get("said_by_sign", {}) for code in available()}
    return {(code, sign): word for code, words in signs.items() for sign, word in words.items()}


@lru_cache(maxsize=1)
def polite() -> frozenset[str]:
    """Words that may stand beside a STOP without making it anything else."""
    return frozenset(fold(clean(word)) for word in _load("lexicon", "shared")["polite"].split())


@lru_cache(maxsize=1)
def kin() -> frozenset[str]:
    """Words by which somebody signs for a child ("Anna, Emmas mor")."""
    return frozenset(fold(clean(word)) for word in _load("lexicon", "shared")["kin"].split())


@lru_cache(maxsize=1)
def speakers() -> dict[str, tuple[int, ...]]:
    """For every exact word the languages that have it, as places in ``available()``."""
    owners: dict[str, tuple[int, ...]] = {}
    shared: dict[tuple[int, ...], tuple[int, ...]] = {}
    for bit, code in enumerate(available()):
        known = lexicon(code)
        for word in known.meanings.exact_words.keys() | known.times.exact_words.keys():
            more = (*owners.get(word, ()), bit)
            owners[word] = shared.setdefault(more, more)
    return owners


@lru_cache(maxsize=1)
def signatures() -> Phrases:
    """How people sign a message, in all languages together."""
    phrases = Phrases()
    for name in ("shared", *available()):
        for pattern in _load("lexicon", name).get("signatures", ()):
            phrases.add(pattern, "signature")
    phrases.seal()
    return phrases
