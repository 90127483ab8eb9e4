"""A printed line written back is its number: "På hold, med pasning og mad" is 2, whatever else a group may mean.

So are words of it that stand in no other line ("med pasning, tak"), and words of several lines where one of those says
no more than the others do, too ("hold": the line "På hold").
"""

import re
from collections.abc import Iterator, Mapping

from bot.flows.course_sessions import RATING_QUESTIONS
from bot.flows.course_states import (
    CourseAsked,
    CourseChange,
    CourseDay,
    CourseHow,
    CourseRating,
    CourseWhen,
    CourseWho,
    SeatOffered,
)
from bot.flows.states import State
from bot.messages import keys
from bot.messages.folding import fold
from bot.messages.rendering import Renderer
from bot.understanding.lexicon import polite
from domain.ids import DANISH, Language
from domain.texts import TextKey

_QUESTIONS: Mapping[type[object], TextKey] = {
    CourseAsked: keys.COURSE_INTEREST,
    CourseWhen: keys.COURSE_ASK_WHEN,
    CourseDay: keys.COURSE_ASK_DAY,
    CourseWho: keys.COURSE_ASK_WHO,
    CourseHow: keys.COURSE_ASK_HOW,
    CourseChange: keys.COURSE_CHANGE,
    SeatOffered: keys.COURSE_SEAT,
}
_LINE = re.compile(r"^(\d): ([^{}\n]+)$", re.MULTILINE)
_WORD = re.compile(r"\w+")
_TELLING = 3
"""Letters that words of a line must have together: an "in" alone says nothing."""


def as_number(text: str, state: State, language: Language, renderer: Renderer) -> str:
    """The digit of the course question's line that a reply repeats, if only in part; else the reply as it is."""
    said = _words(text, language)
    number = said[0] if len(said) > 1 and said[0].isdigit() else ""
    words = frozenset(said[1:] if number else said)
    lines = dict(_lines(state, language, renderer))
    meant = _repeated(words, lines) or _partly(words - polite(), lines)
    return meant if meant and number in ("", meant) else text


def _repeated(words: frozenset[str], lines: Mapping[str, frozenset[str]]) -> str | None:
    return next((number for number, label in lines.items() if label == words), None)


def _partly(words: frozenset[str], lines: Mapping[str, frozenset[str]]) -> str | None:
    """The only line that has all these words, or of several the one that says no more than the others."""
    holding = {number: label for number, label in lines.items() if words <= label}
    plain = [number for number, label in holding.items() if all(label <= other for other in holding.values())]
    return plain[0] if len(plain) == 1 and sum(map(len, words)) >= _TELLING else None


def _lines(state: State, language: Language, renderer: Renderer) -> Iterator[tuple[str, frozenset[str]]]:
    """The numbers and the words of the question in front of a family, in its language, else in Danish."""
    question = RATING_QUESTIONS[state.question - 1] if isinstance(state, CourseRating) else None
    key = question or _QUESTIONS.get(type(state))
    if key is None:
        return
    text = renderer.texts[key]
    sentence = renderer.sentence(text, language) or renderer.sentence(text, DANISH) or ""
    yield from ((number, frozenset(_words(label, language))) for number, label in _LINE.findall(sentence))


def _words(text: str, language: Language) -> list[str]:
    """The words alone: nobody writes back a comma."""
    return _WORD.findall(fold(text, language))
