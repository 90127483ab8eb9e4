"""In which language a message is written, and in which ones it is read: what its words are, and how they sound."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from bot.understanding.lexicon import TOO_SHORT, available, speakers
from bot.understanding.listening import judgement
from domain.ids import DANISH, ENGLISH, Language
from domain.replies import Expecting

ENOUGH_WORDS = 3
"""A reply shorter than this never switches the language."""

_MOST_OF = 5
"""A message of which all but one word in five is of the family's own language is in that language."""

_CERTAIN = 0.8
"""Share of the learned judgement from which on a language is clear."""


@lru_cache(maxsize=256)
def votes(words: tuple[str, ...]) -> dict[Language, int]:
    """How many of the words each language has; a number is of none, though a phrase may hold one ("2 gün")."""
    known = speakers()
    codes = available()
    counts = [0] * len(codes)
    for word in words:
        if word[0].isalpha():
            for bit in known.get(word, ()):
                counts[bit] += 1
    return dict(zip(codes, counts, strict=True))


def reading_order(words: tuple[str, ...], stored: Language) -> list[Language]:
    """The languages to read a message in, the likeliest first; the family's own wins a tie."""
    counts = votes(words)
    stored = stored if stored in counts else DANISH
    most = max(counts.values())
    best = next(code for code in (stored, DANISH, ENGLISH, *counts) if counts[code] == most)
    if counts[best] <= counts[stored] + (1 if counts[stored] else 0) and counts[stored] * 2 >= counts[best]:
        best = stored
    if best not in (stored, DANISH, ENGLISH) and all(len(word) <= TOO_SHORT for word in words):
        best = stored
    order = list(dict.fromkeys((best, stored, *(code for code in (DANISH, ENGLISH) if counts[code]))))
    left = _left_by(order, words)
    script = _script(words)
    others = [c for c in counts if counts[c] and c not in order and script == _SCRIPTS.get(c, "latin")]
    if others:
        order.append(max(others, key=lambda code: (left.get(code, 0), counts[code])))
    return [code for code in order if code in counts]


def _left_by(order: Sequence[Language], words: Sequence[str]) -> dict[Language, int]:
    """How many of the words that these languages do not have each other one has ("hej evet 2 tak" is Turkish, too)."""
    known, codes = speakers(), available()
    read = {codes.index(code) for code in order if code in codes}
    owners = [known.get(word, ()) for word in words if word[0].isalpha()]
    left = Counter(bit for bits in owners if read.isdisjoint(bits) for bit in bits)
    return {codes[bit]: count for bit, count in left.items()}


_SCRIPTS = {"ar": "arabic", "fa": "arabic", "ur": "arabic", "uk": "cyrillic", "ti": "ethiopic"}


def _script(words: Sequence[str]) -> str:
    for word in words:
        point = ord(word[0])
        if 0x600 <= point < 0x780:
            return "arabic"
        if 0x400 <= point < 0x530:
            return "cyrillic"
        if 0x1200 <= point < 0x1400:
            return "ethiopic"
    return "latin"


def written_in(words: tuple[str, ...], languages: tuple[Language, ...], stored: Language) -> Language | None:
    """The enabled language a message of three or more words is clearly written in, else None.

    A message that mixes the family's own language with another ("Yes tak but only efter 16") is not clear, nor is one
    in a language that is none of ours: no share is large then.
    """
    letters = sum(word[0].isalpha() for word in words)
    if letters < ENOUGH_WORDS:
        return None
    if stored in languages and _owned(words, stored) * _MOST_OF >= letters * (_MOST_OF - 1):
        return stored
    code, share = judgement("language").hear(words, Expecting.IDLE, ()).best
    clear = share >= _CERTAIN and code in languages and not _mixes(words, Language(code), stored)
    return Language(code) if clear else None


def _owned(words: tuple[str, ...], code: Language) -> int:
    """How many of the words a language has."""
    known, place = speakers(), available().index(code) if code in available() else -1
    return sum(place in known.get(word, ()) for word in words)


def _mixes(words: tuple[str, ...], code: Language, stored: Language) -> bool:
    """Whether at least one word in four is one that the stored language has and the other has not."""
    if code == stored:
        return False
    own = sum(1 for word in words if votes((word,)).get(stored, 0) and not votes((word,)).get(code, 0))
    return own >= max(1, len(words) // 4)
