"""Which topics a message touches: work, an illness, the other parent, going away, being afraid.

A topic says nothing by itself; it is evidence for the learned judgement, and the same in every language, so that what
Danish replies teach about "work" beside "cannot" serves Tigrinya ones. The words stand in ``topics/xx.toml``.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from bot.understanding.lexicon import Lexicon
from bot.understanding.phrases import Phrases
from domain.ids import Language

_FOLDER = Path(__file__).with_name("topics")
_SHORTEST_STEM = 3


@cache
def words_of(code: Language) -> Phrases:
    """One language's words by topic; none where it has no file."""
    phrases, path = Phrases(), _FOLDER / f"{code}.toml"
    if path.exists():
        for topic, words in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for word in words.split():
                phrases.add(word.replace("_", " "), topic)
    phrases.seal()
    return phrases


def touched(words: Sequence[str], lexicons: Sequence[Lexicon]) -> frozenset[str]:
    """The topics that the words touch, by the first of the languages that knows each word."""
    topics: set[str] = set()
    unread: list[tuple[str, ...]] = []
    for rank, known in enumerate(lexicons):
        forms = [_forms(word, known) for word in words] if not rank else unread
        found = words_of(known.code).find(forms)
        topics |= {phrase.meaning for phrase in found}
        read = {at for phrase in found for at in range(phrase.start, phrase.end)}
        unread = [() if at in read else form for at, form in enumerate(forms)]
    return frozenset(topics)


def _forms(word: str, known: Lexicon) -> tuple[str, ...]:
    """The word, and what is left of it without each article or preposition that is written together with it."""
    bare = (word[len(c) :] for c in known.clitics if word.startswith(c) and len(word) - len(c) >= _SHORTEST_STEM)
    return (word, *bare) if word[0].isalnum() or ord(word[0]) > 0x2190 else ()
