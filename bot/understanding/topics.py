"""Which topics a message touches: work, an illness, the other parent, going away, being afraid.

A topic says nothing by itself; it is evidence for the learned judgement, and the same in every language, so that what
Danish replies teach about "work" beside "cannot" serves Tigrinya ones. The words stand in ``topics/xx.toml``: ``stem*``
is any ending, ``two_words`` a fixed phrase.
"""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from sys import intern

from bot.understanding.letters import clean
from bot.understanding.lexicon import Lexicon, lexicon
from bot.understanding.tokens import tokenize
from domain.ids import Language

_FOLDER = Path(__file__).with_name("topics")
_SHORTEST_STEM = 3

Mask = int
"""One bit per topic, in the order in which topics were first read."""


Phrase = tuple[tuple[str, ...], bool, Mask]
"""The words after the first, whether the last of them is only a beginning, and the topics."""


@dataclass(slots=True)
class Words:
    """One language's words, beginnings of words and short phrases, each with its topics."""

    whole: dict[str, Mask] = field(default_factory=dict)
    stems: dict[str, Mask] = field(default_factory=dict)
    begins: set[str] = field(default_factory=set)
    """With which letters the stems begin: most words begin with none of them."""

    longest: int = 0
    """Letters of the longest stem."""

    phrases: dict[str, tuple[Phrase, ...]] = field(default_factory=dict)
    """By their first word and the first letter of the second."""

    first: set[str] = field(default_factory=set)
    """The first words of the phrases."""

    def of(self, word: str) -> Mask:
        """The topics of one folded word."""
        mask = self.whole.get(word, 0)
        if word[:_SHORTEST_STEM] not in self.begins:
            return mask
        for size in range(_SHORTEST_STEM, min(len(word), self.longest) + 1):
            mask |= self.stems.get(word[:size], 0)
        return mask

    def of_phrases(self, words: Sequence[str]) -> Mask:
        """The topics of the phrases among the words."""
        mask = 0
        first, end = self.first, len(words)
        for at in [at for at, word in enumerate(words[:-1], 1) if word in first]:
            for rest, open_ended, topics in self.phrases.get(f"{words[at - 1]} {words[at][0]}", ()):
                last = at + len(rest) - 1
                if last < end and words[last].startswith(rest[-1]):
                    whole = open_ended or words[last] == rest[-1]
                    mask |= topics if whole and tuple(words[at:last]) == rest[:-1] else 0
        return mask


@cache
def topics() -> tuple[str, ...]:
    """The topics of all languages' files together, in a fixed order."""
    return tuple(sorted({topic for path in _FOLDER.glob("*.toml") for topic in _read(path)}))


@cache
def words_of(code: Language) -> Words:
    """One language's words by topic; none where it has no file."""
    known, path = Words(), _FOLDER / f"{code}.toml"
    if path.exists():
        for topic, listed in _read(path).items():
            bit = 1 << topics().index(topic)
            for entry in listed.split():
                _add(known, entry, bit)
    return known


def _read(path: Path) -> dict[str, str]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _add(known: Words, entry: str, bit: Mask) -> None:
    words = tokenize(clean(entry.rstrip("*").replace("_", " "))).words
    if len(words) > 1:
        phrase = tuple(map(intern, words[1:])), entry.endswith("*"), bit
        begin = f"{words[0]} {words[1][0]}"
        known.phrases[begin] = (*known.phrases.get(begin, ()), phrase)
        known.first.add(words[0])
    elif not words:
        return
    elif entry.endswith("*") and len(words[0]) >= _SHORTEST_STEM:
        known.stems[words[0]] = known.stems.get(words[0], 0) | bit
        known.begins.add(words[0][:_SHORTEST_STEM])
        known.longest = max(known.longest, len(words[0]))
    else:
        known.whole[words[0]] = known.whole.get(words[0], 0) | bit


def touched(words: Sequence[str], lexicons: Sequence[Lexicon]) -> frozenset[str]:
    """The topics that the words touch, by the first of the languages that knows each word."""
    mask, unread = 0, [word for word in words if word[0].isalnum() or ord(word[0]) > 0x2190]
    for known in lexicons:
        mask |= words_of(known.code).of_phrases(words)
        left = []
        for word in unread:
            if topics := _of_word(word, known.code):
                mask |= topics
            else:
                left.append(word)
        unread = left
    return _named(mask)


@lru_cache(maxsize=4096)
def _of_word(word: str, code: Language) -> Mask:
    """The topics of a word, with and without what is glued to it."""
    listed = words_of(code)
    mask = listed.of(word)
    for bare in _bare(word, lexicon(code)):
        mask |= listed.of(bare)
    return mask


def _named(mask: Mask) -> frozenset[str]:
    names, found = topics(), []
    while mask:
        lowest = mask & -mask
        found.append(names[lowest.bit_length() - 1])
        mask ^= lowest
    return frozenset(found)


def _bare(word: str, known: Lexicon) -> Iterable[str]:
    """What is left of a word without each article or preposition that is written together with it."""
    return (
        word[len(c) :] for c in known.clitics if word.startswith(c) and len(word) - len(c) >= _SHORTEST_STEM
    )
