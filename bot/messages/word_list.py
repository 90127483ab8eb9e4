"""The words that never stand in a message to a family: ``never.csv``, made into one pattern for each language.

A person who knows a language adds a line to the file; nothing here changes. ``match`` in the file is ``stem`` (at
the start of a word), ``word`` (the whole word) or ``phrase`` (words in sequence, each inflected).
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.messages.folding import ATTACHED, base, ending_in_any_vowel, fold
from domain.ids import DANISH, Language

NEVER = Path(__file__).with_name("never.csv")
_ETHIOPIC = Language("ti")
_ROMANIAN = Language("ro")
_BEFORE, _AFTER = r"(?<!\w)", r"(?!\w)"
_BETWEEN_WORDS = r"\W+"
_JOINER = "\u200c"
_HYPHENS = re.compile(r"[-\u2010-\u2015]")


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the list."""

    language: Language
    term: str
    match: str


@dataclass(frozen=True, slots=True)
class WordList:
    """One language's words as one pattern on folded text, and names of tests and forms that no language may show."""

    terms: tuple[Term, ...]
    pattern: re.Pattern[str]

    def found(self, text: str, language: Language) -> tuple[str, ...]:
        """The terms, as the list writes them, that occur in a text; each once."""
        hits = dict.fromkeys(
            self.terms[int(name[1:])].term
            for match in self.pattern.finditer(fold(text, language))
            if (name := match.lastgroup) is not None
        )
        names = (term for term, name in _names_in_any_language() if name.search(text))
        return tuple(dict.fromkeys([*hits, *names]))


@cache
def word_list(language: Language) -> WordList:
    """The words of one language."""
    terms = tuple(term for term in all_terms() if term.language == language)
    named = [(term, f"(?P<t{index}>{_pattern(term)})") for index, term in enumerate(terms)]
    words = "|".join(pattern for term, pattern in named if _is_word(term))
    signs = [pattern for term, pattern in named if not _is_word(term)]
    return WordList(
        terms, re.compile("|".join([f"{_BEFORE}{ATTACHED.get(language, '')}(?:{words})", *signs]))
    )


@cache
def all_terms() -> tuple[Term, ...]:
    """Every line of the list, in its order."""
    with NEVER.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(Term(Language(row["language"]), row["term"], row["match"]) for row in rows)


@cache
def _names_in_any_language() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Danish terms without a small letter (TOPI, EPDS, §) are names; they mean the same in every language."""
    names = [term for term in all_terms() if term.language == DANISH and term.term == term.term.upper()]
    return tuple((term.term, re.compile(_as_a_name(term))) for term in names)


def _as_a_name(term: Term) -> str:
    """A name in its capitals, its hyphen written or not; a sign anywhere."""
    return f"{_BEFORE}{_hyphens_optional(term.term)}{_AFTER}" if _is_word(term) else re.escape(term.term)


def _is_word(term: Term) -> bool:
    """Whether a term begins with a letter; § is found anywhere."""
    return term.term[0].isalnum()


def _pattern(term: Term) -> str:
    """What follows the start of a word, or the sign itself."""
    if term.match == "phrase":
        words = term.term.split()
        attached = ATTACHED.get(term.language, "")
        return (_BETWEEN_WORDS + attached).join(_inflected(word, term.language) for word in words)
    if _JOINER in term.term:
        return _inflected(term.term, term.language)
    folded = fold(term.term, term.language)
    if not _is_word(term):
        return re.escape(folded)
    if term.match == "word":
        return _hyphens_optional(folded) + _AFTER
    stem = base(folded, term.language) if term.language == _ROMANIAN else folded
    return f"{_open_ended(stem, term.language)}\\w*"


def _inflected(word: str, language: Language) -> str:
    """One word of a phrase in any of its forms, its parts written joined, apart or with a zero-width joint."""
    pieces = [re.sub("^(?:لل|ال)", "", fold(piece, language)) for piece in word.split(_JOINER)]
    return r"\W*".join(_any_form(base(piece, language), language) for piece in pieces)


def _any_form(stem: str, language: Language) -> str:
    """A stem and whatever follows; Danish doubles a consonant before an ending alone: "kom", "kommer"."""
    bare = f"|{re.escape(stem[:-1])}" if language == DANISH and stem[-2:-1] == stem[-1:] else ""
    return f"(?:{_open_ended(stem, language)}\\w*{bare})"


def _open_ended(stem: str, language: Language) -> str:
    return ending_in_any_vowel(stem) if language == _ETHIOPIC else _hyphens_optional(stem)


def _hyphens_optional(word: str) -> str:
    """ "cut-off" is also written "cut off" and "cutoff"."""
    return r"[\s\-\u2010-\u2015]?".join(re.escape(piece) for piece in _HYPHENS.split(word))
