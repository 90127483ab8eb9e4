"""Under which spellings a word is looked up: as written, without glued-on articles, as a likely typo."""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.understanding.lexicon import Lexicon, lexicon, skeleton
from domain.ids import Language

_SHORTEST = 5
_TWO_SLIPS = 10
_SHORTEST_STEM = 3
_NO_USE: frozenset[str] = frozenset()


def spellings(
    words: Sequence[str], known: Lexicon, free: Sequence[bool], *, sure: bool
) -> list[tuple[str, ...]]:
    """For every free word the forms to look up in this language's lexicon, the written one first.

    ``sure``: a time was asked for.
    """
    code = known.code
    return [
        () if not free[at] else _forms(word, code, sure) if word[0].isalpha() else (word,)
        for at, word in enumerate(words)
    ]


def likely_forms(word: str, code: Language) -> tuple[str, ...]:
    """The spellings under which one word is looked up where a time was asked for."""
    return _forms(word, code, True)


@lru_cache(maxsize=4096)
def _forms(word: str, code: Language, sure: bool) -> tuple[str, ...]:
    known = lexicon(code)
    if known.knows(word):
        stripped = (
            _stripped(word, known, known.clitics)
            if known.clitics and word not in known.meanings.exact_words
            else None
        )
        return (word, stripped) if stripped else (word,)
    clitics = (*known.wish_clitics, *known.clitics) if sure else known.clitics
    if (stripped := _stripped(word, known, clitics)) is not None:
        return word, stripped
    guess = _guess(word, known) or (_without_vowels(word, known) if sure else None)
    return (word, guess) if guess else (word,)


def _stripped(word: str, known: Lexicon, clitics: Sequence[str]) -> str | None:
    for clitic in clitics:
        rest = word[len(clitic) :]
        if word.startswith(clitic) and len(rest) >= _SHORTEST_STEM and known.knows(rest):
            return rest
    return None


def _guess(word: str, known: Lexicon) -> str | None:
    """The one word this is probably a slip of; None when there is none, or more than one.

    A slip leaves the first letter, and adds or drops one letter at most: only words of that shape are compared.
    """
    size = len(word)
    if size < _SHORTEST or word in known.never_guess:
        return None
    alike = [name for near in (size - 1, size, size + 1) for name in known.guessable.get((word[0], near), ())]
    slips = 2 if size >= _TWO_SLIPS else 1
    close = extract(word, alike, scorer=OSA.distance, score_cutoff=slips, limit=3)
    nearest = [name for name, distance, _ in close if distance == close[0][1]]
    return _agreed(nearest, known)


def _without_vowels(word: str, known: Lexicon) -> str | None:
    """The time word that this is without its vowels, as people thumb it ("prsmb", "wkend", "чрз")."""
    if len(word) < _SHORTEST_STEM or skeleton(word) != word:
        return None
    return _agreed(known.skeletons.get(word, ()), known)


def _agreed(names: Sequence[str], known: Lexicon) -> str | None:
    """Of several words the one that all others may stand for, too: "weekenden" of "weekend" and "weekenden"."""
    uses = [
        known.meanings.exact_words.get(name, _NO_USE) | known.times.exact_words.get(name, _NO_USE)
        for name in names
    ]
    common = _NO_USE.union(*uses[:1]).intersection(*uses) if uses else _NO_USE
    return next((name for name, its in zip(names, uses, strict=True) if its and its == common), None)
