"""Days that are run together with the words beside them, or torn: "torsdagkl10", "okonsdag", "tirs dag", "wto rekpo 15".

Words are joined again only where a time was asked for: elsewhere two words beside each other are two words.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.understanding.lexicon import Lexicon, lexicon
from bot.understanding.timing.telegraph import in_sentences
from bot.understanding.tokens import Tokens
from bot.understanding.typos import likely_forms
from domain.ids import Language

_JOINS = frozenset(
    {"clock", "at", "on", "of", "from", "after", "before", "not_before", "part", "nth_mark", "asks_for"}
)
"""Kinds of words that people run together with a day."""

_AGREEING = frozenset({"yes", "fine", "choose", "thanks", "want", "greet", "filler"})
"""What else they run together with it."""

_NAMES = frozenset({"weekday", "weekdays", "weekday_short"})
_SHORT_TOO = frozenset({"weekday", "weekday_short", "weekday_or_number"})
_A_DAY = frozenset({"weekday", "day"})
_JOINS_OR_DAY = _JOINS | _A_DAY
_OF_NONE: frozenset[str] = frozenset()
_SHORTEST_NAME = 4
_LONG_NAME = 5
_SHORTEST = 4
_SHORTEST_PART = 3
"""Letters of each part where both are words: "tirs dag", but not "ons d 13"."""

_LONG_RUN = 7
"""Letters from which on a word that nobody knows is cut where no time was asked for."""

_MOST = 4


def mended(tokens: Tokens, code: Language, *, sure: bool) -> Tokens:
    """The message with its days as separate whole words; ``sure``: a time was asked for."""
    tokens = in_sentences(
        tokens, lambda word, marked: bool(_kinds(word, code) & (_SHORT_TOO if marked else {"weekday"}))
    )
    known = lexicon(code)
    words: list[str] = []
    raw: list[str] = []
    at = 0
    while at < len(tokens.words):
        short = not sure and len(tokens.words[at]) < _LONG_RUN
        size, parts = (1, ()) if short else _from_here(tokens.words, at, known, sure=sure)
        if parts:
            words += parts
            raw += parts
        else:
            words.append(tokens.words[at])
            raw.append(tokens.raw[at])
        at += size
    return tokens if len(words) == len(tokens.words) else replace(tokens, words=tuple(words), raw=tuple(raw))


def _from_here(words: Sequence[str], at: int, known: Lexicon, *, sure: bool) -> tuple[int, tuple[str, ...]]:
    """How many words are mended from here on, and the words they become; none where they stand as they are."""
    for size in (3, 2) if sure else ():
        parts = words[at : at + size]
        if len(parts) == size and all(part.isalpha() for part in parts):
            whole = "".join(parts)
            strange = [part for part in parts if not _listed(part, known)]
            names = [part for part in parts if _is_a_name(part, known.code)]
            torn = strange or (names and min(map(len, parts)) >= _SHORTEST_PART)
            torn = torn and max(map(len, names), default=0) < _LONG_NAME
            if torn and _one_day(whole, known.code, guess=bool(strange)):
                return size, (whole,)
            if len(strange) == size == 2 and (
                cut := _cut(whole, known.code, _before_digits(words, at + size))
            ):
                return size, cut
    word = words[at]
    if len(word) < _SHORTEST or not word.isalpha() or known.knows(word):
        return 1, ()
    behind = sure and at > 0 and words[at - 1].isdigit()
    return 1, _cut(word, known.code, sure and _before_digits(words, at + 1), behind)


def _listed(word: str, known: Lexicon) -> bool:
    return word in known.meanings.exact_words or word in known.times.exact_words


def _is_a_name(word: str, code: Language) -> bool:
    """Whether it is the name of a day by itself, misspelt or not."""
    return any(_kinds(form, code) & _NAMES for form in likely_forms(word, code))


def _before_digits(words: Sequence[str], end: int) -> bool:
    return end < len(words) and words[end][0].isdigit()


@lru_cache(maxsize=512)
def _one_day(whole: str, code: Language, *, guess: bool) -> bool:
    """Whether torn words are the name of a day."""
    if len(whole) < _SHORTEST_NAME:
        return False
    forms = likely_forms(whole, code) if guess else (whole,)
    return any("weekday" in _kinds(form, code) for form in forms)


@lru_cache(maxsize=512)
def _cut(word: str, code: Language, before: bool, behind: bool = False) -> tuple[str, ...]:
    """The words that were run together; () where they are not a day and the small words of one, or of its hour."""
    if before and _kinds(word, code) & _JOINS:
        return (word,)
    for parts in _ways(word, code, _MOST):
        kinds = [_kinds(part, code) for part in parts]
        names = [len(part) for part, kind in zip(parts, kinds, strict=True) if kind & _A_DAY]
        if (names and (before or max(names) >= _LONG_NAME)) or (behind and "after" in kinds[-1]):
            return parts
    return ()


def _ways(word: str, code: Language, most: int) -> list[tuple[str, ...]]:
    """Every way to cut a word into at most so many words of a time or an agreement, the longest first word first."""
    found: list[tuple[str, ...]] = [(word,)] if _may_be_joined(word, code) else []
    if most > 1:
        for size in range(len(word) - 1, 0, -1):
            if _may_be_joined(word[:size], code):
                found += [(word[:size], *rest) for rest in _ways(word[size:], code, most - 1)]
    return found


def _may_be_joined(word: str, code: Language) -> bool:
    """Whether it is a word that people run together with a day, or a day."""
    known = lexicon(code)
    if word in known.times.exact_words and not _JOINS_OR_DAY.isdisjoint(_kinds_listed(word, code)):
        return True
    if len(word) < 2 or word not in known.meanings.exact_words:
        return False
    return any(f.meaning in _AGREEING for f in known.meanings.find_written([word]))


def _kinds(word: str, code: Language) -> frozenset[str]:
    """What kinds of time word it is by itself."""
    return _kinds_listed(word, code) if word in lexicon(code).times.exact_words else _OF_NONE


@lru_cache(maxsize=1024)
def _kinds_listed(word: str, code: Language) -> frozenset[str]:
    found = lexicon(code).times.find_written([word])
    return frozenset(f.meaning.partition(":")[0] for f in found)
