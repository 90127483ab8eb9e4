"""What a word speaks of, in some 480 notions that are the same in every language.

The words stand in ``notions/xx.toml``, folded as messages are: ``stem*`` is any ending, ``"come+cannot"`` two notions in
one word, ``"not/no_answer"`` a word of two meanings, the likelier first, ``"-"`` words that speak of nothing here.
"""

import tomllib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.understanding.lexicon import available, lexicon
from domain.ids import Language

_FOLDER = Path(__file__).with_name("notions")
PICTURES = "emoji"
_NOTHING = "-"
_SHORTEST = 4
"""Letters that a word nobody listed must share with one that is."""

_SHORTEST_BARE = 3
"""Letters that a word must have behind another that is written together with it."""

_LONGEST_ENDING = 4
"""Letters by which it may go on in its own way."""

_LONG_ENOUGH, _KEPT, _LAST = 6, 2, "\U0010ffff"
"""Letters from which on a slip is looked for, those at the beginning that it leaves alone, and what sorts behind them."""

_TOGETHER_IN_A_TEXT = 32
"""Words that are kept in one text."""

_GRAMMAR = 3
"""Letters up to which a word without a notion is taken for an article or the like."""

UNKNOWN, SOMETHING, NUMBER = "?", "~", "0"
_DENIED = {"can": "cannot", "want": "not_want", "have": "have_not", "be": "is_not"}
_TOGETHER = {pair: denied for verb, denied in _DENIED.items() for pair in (("not", verb), (verb, "not"))}
"""Two notions that one word may hold in another language."""

FIRST_EMOJI = 0x2190

Notions = tuple[str, ...]


class Dictionary:
    """The words of one language, each with the notions it stands for."""

    def __init__(self, listed: dict[str, str], glued: Sequence[str] = ()) -> None:
        """``glued``: words that are written together with the one behind them ("و" is "and")."""
        self._glued = tuple(glued)
        whole: dict[str, Notions] = {}
        self._stems: dict[str, Notions] = {}
        for name, entries in listed.items():
            notions = tuple(one.partition("/")[0] for one in name.split("+"))
            for entry in entries.split():
                if entry.endswith("*"):
                    self._stems[entry[:-1]] = notions
                else:
                    whole[entry] = _of_nothing(entry) if name == _NOTHING else notions
        words = sorted(whole)
        self._words = _Words(words)
        self._several = list(dict.fromkeys(whole.values()))
        places = {notions: place for place, notions in enumerate(self._several)}
        self._meant = array("H", [places[whole[word]] for word in words])
        self._sizes = sorted({len(stem) for stem in self._stems}, reverse=True)
        self.of = lru_cache(maxsize=1024)(self._of)

    def __len__(self) -> int:
        return len(self._words) + len(self._stems)

    def _of(self, word: str) -> Notions | None:
        """The notions of a folded word; of an unlisted one those of words that look alike, if they agree."""
        at, known = self._words.look_up(word)
        if (notions := self._listed(word, at, known=known)) is not None:
            return notions
        for glued in self._glued:
            bare = word.removeprefix(glued)
            if _SHORTEST_BARE <= len(bare) < len(word):
                place, known = self._words.look_up(bare)
                if (notions := self._listed(bare, place, known=known)) is not None:
                    return notions
        return self._alike(word, at) or self._misspelt(word)

    def _listed(self, word: str, at: int, *, known: bool) -> Notions | None:
        """What is listed for just this word, which is ``known`` to stand at ``at`` or not, or for a beginning of it."""
        if known:
            return self._several[self._meant[at]]
        for size in self._sizes:
            if (notions := self._stems.get(word[:size])) is not None:
                return notions
        return None

    def _misspelt(self, word: str) -> Notions | None:
        """The notions of the words that are one slip away and begin with the same two letters, if they agree."""
        if len(word) < _LONG_ENOUGH:
            return None
        begin = word[:_KEPT]
        first, last = self._words.place(begin), self._words.place(begin + _LAST)
        alike = self._words.between(first, last)
        near = extract(word, alike, scorer=OSA.distance, score_cutoff=1, limit=None)
        return self._agreed(first + at for _, _, at in near)

    def _alike(self, word: str, at: int) -> Notions | None:
        """The notions of the words that begin with as many of its letters as any, if they agree."""
        beside = self._words.between(max(at - 1, 0), at + 1)
        shared = word[: max((_shared(word, one) for one in beside), default=0)]
        if len(shared) < _SHORTEST or len(word) - len(shared) > _LONGEST_ENDING:
            return None
        return self._agreed(range(self._words.place(shared), self._words.place(shared + _LAST)))

    def _agreed(self, places: Iterable[int]) -> Notions | None:
        meant = {self._meant[at] for at in places}
        return self._several[meant.pop()] if len(meant) == 1 else None


class _Words:
    """Many sorted words, so many to a text: a list of them would take three times the room."""

    def __init__(self, words: Sequence[str]) -> None:
        self._size = len(words)
        self._first = words[::_TOGETHER_IN_A_TEXT]
        begins = range(0, len(words), _TOGETHER_IN_A_TEXT)
        self._texts = [" ".join(words[begin : begin + _TOGETHER_IN_A_TEXT]) for begin in begins]

    def __len__(self) -> int:
        return self._size

    def look_up(self, word: str) -> tuple[int, bool]:
        """How many of the words sort before this one, and whether it is one of them."""
        text = max(bisect_right(self._first, word) - 1, 0)
        beside = self._in_text(text)
        at = bisect_left(beside, word)
        return text * _TOGETHER_IN_A_TEXT + at, at < len(beside) and beside[at] == word

    def place(self, word: str) -> int:
        """How many of the words sort before this one."""
        return self.look_up(word)[0]

    def between(self, begin: int, end: int) -> list[str]:
        """The words from one place to before another."""
        first = begin // _TOGETHER_IN_A_TEXT
        last = (end - 1) // _TOGETHER_IN_A_TEXT
        words = [word for text in range(first, last + 1) for word in self._in_text(text)]
        before = first * _TOGETHER_IN_A_TEXT
        return words[begin - before : end - before]

    def _in_text(self, text: int) -> list[str]:
        return self._texts[text].split() if text < len(self._texts) else []


def _of_nothing(word: str) -> Notions:
    """A short word without a notion is grammar; a longer one is a thing of some kind ("chimney sweep", a name)."""
    return (SOMETHING,) if len(word) > _GRAMMAR else ()


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    for at, (mine, its) in enumerate(zip(one, other, strict=False)):
        if mine != its:
            return at
    return min(len(one), len(other))


@cache
def dictionary(code: str) -> Dictionary:
    """The dictionary of one language, or of the emoji; an empty one where it has no file."""
    path = _FOLDER / f"{code}.toml"
    glued = lexicon(Language(code)).clitics if code in available() else ()
    return Dictionary(tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}, glued)


def largest_first() -> list[Language]:
    """The languages by the size of their dictionaries: the room that reading one took then serves the next."""
    return sorted(available(), key=lambda code: -(_FOLDER / f"{code}.toml").stat().st_size)


def notions_of(word: str, order: Sequence[Language]) -> Notions | None:
    """What one word speaks of, by the first of the languages that knows it; None where none does."""
    if ord(word[0]) > FIRST_EMOJI and not word[0].isalpha():
        return dictionary(PICTURES).of(word)
    for code in order:
        if (notions := dictionary(code).of(word)) is not None:
            return notions
    return None


def notions_of_each(words: Sequence[str], order: Sequence[Language]) -> tuple[Notions | None, ...]:
    """What each of the words speaks of; None for one that nobody knows, nothing for numbers and signs."""
    return tuple(
        [notions_of(word, order) if word[0].isalpha() or ord(word[0]) > FIRST_EMOJI else () for word in words]
    )


def of_words(words: Sequence[str], order: Sequence[Language]) -> Notions:
    """What the words of a part of a message speak of, in their order."""
    said: list[str] = []
    for word in words:
        say(said, (NUMBER,) if word[0].isdigit() else notions_of(word, order))
    return tuple(said)


def say(said: list[str], notions: Notions | None) -> None:
    """Add what a word speaks of: "kan" and "ikke" become one "cannot", and unknown words in a row one."""
    for notion in (UNKNOWN,) if notions is None else notions:
        if said and (together := _TOGETHER.get((said[-1], notion))) is not None:
            said[-1] = together
        elif not (notion == UNKNOWN and said and said[-1] == UNKNOWN):
            said.append(notion)
