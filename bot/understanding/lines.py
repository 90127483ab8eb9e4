"""Which of two printed times a family means: what speaks for the one and for the other, in no language's words.

"Wednesday is swimming, so the first one": Wednesday is named in a clause that explains, the first by its place, and last.
Each mark is about one of the two times; seen in a mirror, with the times exchanged, it says the same of the other.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.understanding.lexicon import lexicon
from bot.understanding.linenumbers import number_before_a_time
from bot.understanding.mentions import (
    NOON,
    NOT,
    SPELT,
    SPOKEN,
    UNWANTED,
    Times,
    how_named,
    in_question,
    mentions_of,
)
from bot.understanding.menu import timed
from bot.understanding.message import NOT_THIS, Mention, Message
from bot.understanding.shape import row, steps
from bot.understanding.signs import Signs
from bot.understanding.timing.moments import Moment
from domain.replies import Picked, Reply

_SETTLING = frozenset({"yes", "fine", "choose", "want", "only", "keep"})
_DENYING = frozenset({"cannot", "neg", "neg_used", "no", "cancel"})
_TURNING = ("but", "correct", "the_other", "unsure", "if", "either", "other", "later", "ask", "request")

NAMES = ("A", "B")
"""What the two printed times are called, whatever their numbers."""


_WEAKLY = frozenset({SPOKEN, SPELT})

_FIRST, _SECOND = "first_one", "second_one"


def line_marks(message: Message, proposal: Reply) -> tuple[str, ...]:
    """What speaks for each of the two printed times (``A`` and ``B``), and what speaks of neither."""
    options = in_question(message)
    if not options:
        return ()
    mentions = mentions_of(message)
    about = {f"{NAMES[at]} by its part of the day" for at in _of_that_part(message, options)}
    if isinstance(proposal, Picked):
        about |= {
            f"{NAMES[at]} proposed" for at, option in enumerate(options) if option.number == proposal.number
        }
    topics = message.signs.topics
    days = any(moment.day is not None for moment in message.signs.timing.moments)
    if not days and len(timed(message.options)) == len(NAMES) and (_FIRST in topics) != (_SECOND in topics):
        about.add("A by topic" if _FIRST in topics else "B by topic")
    return marks_of(message, mentions, about)


def wishes_named(message: Message, wish: Moment) -> list[Mention]:
    """All times that the message names, ``wish`` as the first of two and every other as the second."""
    return [Mention(int(moment is not wish), moment.start, how_named(moment)) for moment in message.named]


def marks_of(message: Message, mentions: Sequence[Mention], also: Iterable[str] = ()) -> tuple[str, ...]:
    """What speaks for the one and for the other of two mentioned times, whichever they are, and for neither."""
    about = {*also, *(mark for one in mentions for mark in _about(message, one, mentions))}
    lines = {one.line for one in mentions if one.how not in UNWANTED}
    about |= {f"{NAMES[line]} alone" for line in lines if len(lines) == 1}
    around = [name for name in _TURNING if message.signs.has(name)]
    around += ["question"] if message.signs.tokens.question else []
    around += ["in doubt"] if message.impossible else []
    count = f"{min(len(mentions), 4)} mentions"
    return (*sorted(about), *around, count, *steps(shape_of(message, mentions)))


def read_in(message: Message) -> bool:
    """Whether the rules read one of the two times in it, and not the dictionaries alone."""
    return any(one.how not in _WEAKLY for one in mentions_of(message))


def contrasted(message: Message) -> bool:
    """Whether both times are named and one of them is denied: "not the 12th but the 13th"."""
    mentions = mentions_of(message)
    return len({one.line for one in mentions}) > 1 and any(_is_denied(message, one) for one in mentions)


def denies_either(message: Message) -> bool:
    """Whether a "not" stands between two numbers in a language in which it may belong to either (Persian "1 نه 2")."""
    if not lexicon(message.signs.language).habits.get("not_either_side"):
        return False
    words = message.signs.tokens.words
    beside = [(f.start - 1, f.end) for f in message.signs.found if f.meaning in (*NOT, "no")]
    return any(a >= 0 and b < len(words) and words[a].isdigit() and words[b].isdigit() for a, b in beside)


def at_odds(message: Message) -> bool:
    """Whether the number it begins with is the one printed time and the day it names the other: "1, Wednesday".

    Not where it takes something back or denies something ("1, no wait, Wednesday"). The family is asked which it means.
    """
    number, named = _number_and_days(message)
    return number is not None and bool(named) and number not in named


def said_twice(message: Message) -> int | None:
    """The number that a message begins with, where the day it names is that printed time's: "1, Tuesday"."""
    number, named = _number_and_days(message)
    return number if named == {number} else None


def _number_and_days(message: Message) -> tuple[int | None, set[int]]:
    """The printed number that a message begins with and those whose days it names; none where it denies something."""
    options = in_question(message)
    if not options or message.signs.has("correct", "neg", "neg_used", "no", "cannot", "but", "either"):
        return None, set()
    number = number_before_a_time(message.signs)
    named = {options[one.line].number for one in mentions_of(message) if one.how == "pointed"}
    return (number if number in {option.number for option in options} else None), named


def merely_refused(message: Message, line: int) -> bool:
    """Whether this one of two times is only named by its place, to say that it is not wanted ("not the first")."""
    return {one.how for one in mentions_of(message) if one.line == line} == {NOT_THIS}


def shape_of(message: Message, mentions: Sequence[Mention] | None = None) -> tuple[str, ...]:
    """What follows what in the message, the mentioned times (the printed ones) as ``A`` and ``B``."""
    named = mentions_of(message) if mentions is None else mentions
    return tuple(row(message.signs, {one.at: NAMES[one.line] for one in named}))


def _of_that_part(message: Message, options: Times) -> list[int]:
    """Which of the times is the one in the morning, or the one after noon, when the message speaks of just that part."""
    topics = message.signs.topics
    before_noon, after_noon = "early" in topics, bool(topics & {"midday", "evening"})
    if before_noon == after_noon:
        return []
    parts = [option.start.astimezone(message.now.tzinfo).hour < NOON for option in options if option.start]
    return [parts.index(before_noon)] if parts.count(before_noon) == 1 else []


def mirrored(marks: Sequence[str]) -> tuple[str, ...]:
    """The same marks with the two times exchanged."""
    return tuple(_NAME.sub(lambda name: _OTHER[name.group()], mark) for mark in marks)


_OTHER = {"A": "B", "B": "A"}
_NAME = re.compile(r"\b[AB]\b")


def names_one(message: Message) -> bool:
    """Whether just one of two printed times is mentioned, if only by its part of the day ("formiddagstiden")."""
    return len({one.line for one in mentions_of(message)}) == 1


def _about(message: Message, one: Mention, mentions: Sequence[Mention]) -> Iterator[str]:
    name, signs = NAMES[one.line], message.signs
    yield f"{name} {one.how}"
    clause = signs.clause_of[one.at]
    beside = {f.meaning for f in signs.found if signs.clause_of[f.start] == clause}
    told = []
    if beside & _SETTLING:
        told.append("settled")
    if _is_denied(message, one):
        told.append("denied")
    if any(signs.clause_of[at] == clause for at in signs.unknown):
        told.append("amid unknown words")
    if one is mentions[-1]:
        told.append("last")
    if one is mentions[0]:
        told.append("first")
    if clause == signs.clause_of[_last_word(signs)]:
        told.append("in the last clause")
    for mark in told:
        yield f"{name} {mark}"
        yield f"{name} {one.how} {mark}"


def _is_denied(message: Message, one: Mention) -> bool:
    """Whether its clause denies something, and that is not the other time ("at 10, not at 15")."""
    if one.how in UNWANTED:
        return True
    signs, clause = message.signs, message.signs.clause_of[one.at]
    beside = [m for m in mentions_of(message) if signs.clause_of[m.at] == clause and m.line != one.line]
    if any(m.how in UNWANTED for m in beside):
        return False
    return any(f.meaning in _DENYING and signs.clause_of[f.start] == clause for f in signs.found)


def _last_word(signs: Signs) -> int:
    """Where the last word stands; a line break before a signature ends no clause."""
    return max(at for at, word in enumerate(signs.tokens.words) if word[0].isalnum())
