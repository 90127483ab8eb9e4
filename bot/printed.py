"""A printed line written back is its number: "På hold, med pasning og mad" is 2, whatever else a group may mean."""

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


def as_number(text: str, state: State, language: Language, renderer: Renderer) -> str:
    """The digit of the course question's line that a reply repeats, with or without its number; else the reply."""
    said = _plain(text, language)
    for number, label in _lines(state, language, renderer):
        if said in (label, f"{number} {label}"):
            return number
    return text


def _lines(state: State, language: Language, renderer: Renderer) -> Iterator[tuple[str, str]]:
    """The numbers and the words of the question in front of a family, in its language, else in Danish."""
    question = RATING_QUESTIONS[state.question - 1] if isinstance(state, CourseRating) else None
    key = question or _QUESTIONS.get(type(state))
    if key is None:
        return
    text = renderer.texts[key]
    sentence = renderer.sentence(text, language) or renderer.sentence(text, DANISH) or ""
    yield from ((number, _plain(label, language)) for number, label in _LINE.findall(sentence))


def _plain(text: str, language: Language) -> str:
    """The words alone: nobody writes back a comma."""
    return " ".join(_WORD.findall(fold(text, language)))
