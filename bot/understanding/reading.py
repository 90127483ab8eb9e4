"""The one door of this room: a family's words in, one reply value out."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from bot.understanding.askedtimes import weigh_answer
from bot.understanding.asprinted import as_printed
from bot.understanding.deciding import decide
from bot.understanding.dictionaries import PICTURES, Notions, dictionary, largest_first, of_words
from bot.understanding.explained import without_its_reason
from bot.understanding.languages import ENOUGH_WORDS, reading_order, votes, written_in
from bot.understanding.lexicon import lexicon, safety, said_by_sign, signatures
from bot.understanding.lines import line_marks
from bot.understanding.listening import weights
from bot.understanding.menu import by_key
from bot.understanding.message import Message
from bot.understanding.notions import spoken_of, told_of
from bot.understanding.otherhours import another_hour
from bot.understanding.phrases import forget_patterns
from bot.understanding.safety import Alarm, alarm
from bot.understanding.signed import unsigned, without_parents_name
from bot.understanding.signs import Signs, gather
from bot.understanding.timing.tornwords import mended
from bot.understanding.tokens import Tokens, tokenize, without_quotes
from bot.understanding.topics import words_of
from bot.understanding.traces import clauses_of, hearable, marks, without_courtesy
from bot.understanding.weighing import loudest, sense_of, weigh
from bot.understanding.wished import weigh_wish, wished_elsewhere
from domain.ids import LANGUAGES, Language
from domain.replies import Expecting, Later, Option, Other, Picked, Rated, Reading, Reply, Unclear, When

_SHORT = 24
"""Characters up to which a message is common enough to remember how it reads ("1", "ja tak", "onsdag")."""

_LONG_EXCUSE = 6
"""Words before a "but" from which on they are an explanation rather than a condition."""

_ANSWERS = frozenset({"yes", "no", "cancel", "move", "person", "wrong_number", "moved_away", "unsure", "if"})


def understand(
    text: str,
    *,
    language: Language,
    expecting: Expecting,
    options: Sequence[Option] = (),
    now: datetime,
    languages: tuple[Language, ...] = LANGUAGES,
) -> Reply:
    """What the family means by ``text``; see ``read``."""
    return read(
        text,
        language=language,
        expecting=expecting,
        options=options,
        now=now,
        languages=languages,
        detect=False,
    ).reply


def read(
    text: str,
    *,
    language: Language,
    expecting: Expecting,
    options: Sequence[Option] = (),
    now: datetime,
    languages: tuple[Language, ...] = LANGUAGES,
    detect: bool = True,
) -> Reading:
    """What the family means, the language it wrote in, and the words that decided.

    ``language`` is the family's stored one, ``expecting`` what it was last asked, ``options`` the menu it
    sees, ``now`` an aware time in the municipality's zone, ``languages`` those that are switched on.
    Never raises, whatever the text. The language is None for fewer than three words, or when it is not clear.
    """
    stripped = said_by_sign().get((language, text.strip()), text.strip())
    if len(stripped) == 1 and stripped.isdecimal():
        digit = _key(int(stripped), expecting, options)
        if digit is not None:
            return Reading(digit, None, (stripped,))
    tokens, warning = _look(stripped)
    if warning is not None and warning.plain:
        return warning.reading
    if not tokens.words:
        return Reading(Unclear())
    message, proposal = proposed(stripped, language, expecting, options, now)
    spoken = (
        written_in(hearable(tokens.words), languages, language)
        if detect and message.signs.size >= ENOUGH_WORDS
        else None
    )
    if expecting is Expecting.TIME:
        reply, by_ear = weigh_answer(
            message, proposal, *proposed(stripped, language, Expecting.OFFER, (), now)
        )
    else:
        reply, by_ear = weigh(message, proposal)
        if reply == Other() and expecting is Expecting.OFFER and (wishes := wished_elsewhere(message)):
            reply = When(wishes)
    if reply == When(()) and not _menu_numbers(message):
        reply = _read_as_asked(stripped, language, options, now) or reply
    if by_ear and (words := loudest(message, sense_of(message, reply))):
        return Reading(reply, spoken, words, by_ear=True)
    because = warning.reading.because if warning is not None else _because(message.signs)
    return Reading(reply, spoken, because, by_ear=by_ear)


@dataclass(frozen=True, slots=True)
class Traces:
    """What the learned judgements get of a message; ``weighed`` is False where they are not asked."""

    words: tuple[str, ...]
    marks: tuple[str, ...]
    notions: Notions
    line_marks: tuple[str, ...]
    line_notions: Notions
    weighed: bool
    language: str = ""
    """The one it is read in, which says in which order its words stand."""

    parts: tuple[tuple[tuple[str, ...], Notions], ...] = ()
    """The words and the notions of each part of a longer message."""


def traced(
    text: str,
    *,
    language: Language,
    expecting: Expecting,
    options: Sequence[Option],
    now: datetime,
    forgotten: Container[str] = (),
) -> Traces:
    """The traces of a message, as the learned judgements get them; what they learn from.

    ``forgotten``: words whose sound and notions are left out, as if nobody knew them.
    """
    tokens, warning = _look(text.strip())
    if not tokens.words or (warning is not None and warning.plain):
        return Traces(hearable(tokens.words), (), (), (), (), weighed=False)
    message, proposal = proposed(text.strip(), language, expecting, options, now)
    words = tuple(word for word in without_courtesy(message.signs) if word not in forgotten)
    notions = spoken_of(message, forgotten)
    return Traces(
        words,
        marks(message, proposal),
        notions,
        line_marks(message, proposal),
        told_of(message, forgotten),
        weighed=True,
        language=message.signs.language,
        parts=tuple((part, of_words(part, message.signs.order)) for part in clauses_of(message.signs)),
    )


def proposed(
    text: str, language: Language, expecting: Expecting, options: Sequence[Option], now: datetime
) -> tuple[Message, Reply]:
    """The message with its signs, and what the rules alone would read."""
    tokens, warning = _look(text)
    sure = expecting is Expecting.TIME
    read_signs = _short_signs if len(text) <= _SHORT else _signs
    signs = read_signs(tokens, language, sure)
    if expecting is Expecting.OFFER:
        signs = as_printed(signs, options, now)
    message = Message(signs, expecting, options, now)
    if warning is not None:
        return message, warning.reading.reply
    message.another_hour = another_hour(message)
    reply = decide(message)
    if sure and isinstance(reply, Unclear):
        reply = without_its_reason(message, lambda part: _signs(part, language, sure)) or reply
    if isinstance(reply, Unclear | Later) and (rest := _conclusion(message.signs)) is not None:
        concluded = decide(Message(_signs(rest, language, sure), expecting, options, now))
        reply = concluded if isinstance(concluded, Picked) else reply
    return message, reply


def _read_as_asked(text: str, language: Language, options: Sequence[Option], now: datetime) -> When | None:
    """The times wished for, read as if the family had been asked for them ("Monday at 10, 12 or 2").

    What would be a guess in an answer to an offer is not one where it is clear already that a time is wished.
    """
    reply, _ = weigh_wish(*proposed(text, language, Expecting.TIME, options, now))
    return reply if isinstance(reply, When) else None


def _menu_numbers(message: Message) -> bool:
    """Whether a printed number stands in the message that the rules took for no part of a time: it is no hour."""
    printed, used = {str(option.number) for option in message.options}, message.signs.timing.used
    return any(at not in used and word in printed for at, word in enumerate(message.signs.tokens.words))


def _key(number: int, expecting: Expecting, options: Sequence[Option]) -> Reply | None:
    """A single digit, answered without looking at any word; None where digits have no fixed meaning."""
    match expecting:
        case Expecting.OFFER:
            return by_key(number, options)
        case Expecting.RATING:
            return Rated(number) if 1 <= number <= 4 else Unclear()
        case Expecting.REASON:
            printed = {option.number for option in options}
            return Picked(number) if number in printed or not printed else Unclear()
        case _:
            return None


@lru_cache(maxsize=512)
def _look(text: str) -> tuple[Tokens, Alarm | None]:
    """The message as tokens without its signature, and what safety says to the whole of it."""
    whole = tokenize(without_quotes(text))
    said = without_parents_name(text)
    bare = unsigned(whole if said == text else tokenize(without_quotes(said)))
    return bare, alarm(whole, bare)


def _signs(tokens: Tokens, language: Language, sure: bool) -> Signs:
    order = reading_order(tokens.words, language)
    tokens = mended(tokens, order[0], sure=sure)
    return gather(tokens, [lexicon(code) for code in order], sure=sure)


_short_signs = lru_cache(maxsize=512)(_signs)


def _conclusion(signs: Signs) -> Tokens | None:
    """What follows the last "but" of a long message, if nothing before it was about a time or an answer.

    "Sorry for the late reply, he had chickenpox, then I was ill, but Tuesday suits us best."
    """
    turns = [f for f in signs.found if f.meaning == "but" and f.start >= _LONG_EXCUSE]
    if not turns or signs.tokens.question:
        return None
    turn = turns[-1]
    answered = any(f.meaning in _ANSWERS and f.start < turn.start for f in signs.found)
    timed = any(m.start < turn.start and not m.past for m in signs.timing.moments)
    if answered or timed:
        return None
    return replace(signs.tokens, words=signs.tokens.words[turn.end :], raw=signs.tokens.raw[turn.end :])


def _because(signs: Signs) -> tuple[str, ...]:
    raw = signs.tokens.raw
    said = [(f.start, " ".join(raw[f.start : f.end])) for f in signs.found if f.meaning != "filler"]
    said += [(m.start, " ".join(raw[m.start : m.end])) for m in signs.timing.moments]
    return tuple(dict.fromkeys(words for _, words in sorted(said)))


def warm_up() -> None:
    """Load every language and the detector now, so that the first reply does not wait for it.

    What reads all languages at once comes first, then the largest files: the room that reading them took is free again
    for what stays.
    """
    weights()
    safety()
    signatures()
    for load in (lexicon, dictionary, words_of):
        for code in largest_first():
            load(code)
    dictionary(PICTURES)
    votes(("ja",))
    forget_patterns()
