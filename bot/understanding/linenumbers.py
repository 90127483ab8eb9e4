"""The menu's numbers in a message, in digits and in words: "2 tak", "nr. to", "not 1 but 3"."""

from collections.abc import Iterator

from bot.understanding.lexicon import polite
from bot.understanding.phrases import Found
from bot.understanding.signs import Signs
from bot.understanding.tokens import is_break

_NUMBER_ENDINGS = frozenset(
    {"eren", "er", "en", "ern", "ka", "da", "aad", "nci", "ci", "inci", "gi", "ga", "i"}
)
IN_WORDS = ("1n", "2n", "3n", "4n", "5n", "6n", "0n", "9n")
"""How the lexicons call numbers written as words, which may be an article or a child's age, too."""


def numbers_said(signs: Signs, *, loosely: bool = False) -> list[int]:
    """The menu numbers in a message: digits that stand for themselves, or a number word when nothing else is said.

    "2 tak" and "vi tager nr. 2" name a line, "vi har 2 børn" does not; ``loosely`` takes any lone digit.
    """
    words, used = signs.tokens.words, signs.timing.used
    digits = [i for i, w in enumerate(words) if w.isdigit() and len(w) == 1 and i not in used]
    if len(digits) > 1 or loosely:
        return [int(words[i]) for i in digits] or _number_words(signs)
    if digits:
        return [int(words[digits[0]])] if _stands_for_itself(signs, digits[0]) else []
    return _number_words(signs)


_BESIDE_A_NUMBER = frozenset(
    {"yes", "thanks", "greet", "fine", "choose", "write_in", "no", "only", "but", "unsure", "neg"}
)


def number_before_a_time(signs: Signs) -> int | None:
    """The one menu number that a message begins with, where it counts nothing: "1, Wednesday", "no. 2 Tuesday at 10"."""
    digits = [at for at, w in enumerate(signs.tokens.words) if w.isdigit() and len(w) == 1]
    lone = [at for at in digits if at not in signs.timing.used]
    if len(lone) != 1:
        return None
    [at] = lone
    times = {moment.start for moment in signs.timing.moments}
    clean_start, clean_end = _edges(signs, at)
    return int(signs.tokens.words[at]) if clean_start and (clean_end or at + 1 in times) else None


def _stands_for_itself(signs: Signs, at: int) -> bool:
    return all(_edges(signs, at))


def _edges(signs: Signs, at: int) -> tuple[bool, bool]:
    """Whether nothing that a number may belong to stands before it, and nothing that it may count behind it."""
    words = signs.tokens.words
    quiet = {i for f in signs.found if f.meaning in _BESIDE_A_NUMBER for i in range(f.start, f.end)}
    quiet |= {i for i, word in enumerate(words) if word in polite() or not word[0].isalnum()}
    chosen = {f.end for f in signs.found if f.meaning == "choose"}
    before = at - 1
    while before >= 0 and before in quiet and not is_break(words[before]):
        before -= 1
    clean_start = before < 0 or is_break(words[before]) or at in chosen
    clean_end = at + 1 >= len(words) or at + 1 in quiet or words[at + 1] in _NUMBER_ENDINGS
    return clean_start, clean_end


def _number_words(signs: Signs) -> list[int]:
    if signs.timing.moments:
        return []
    quiet = {"filler", "thanks", "yes", "greet", "fine", "only", "choose", "write_in"}  # "iki lütfen"
    if signs.unknown or any(m not in quiet and not m.startswith("ordinal") for m in signs.meanings):
        return []
    said = [f.meaning.partition(":")[2] for f in signs.found if f.meaning.startswith("ordinal:")]
    return [int(value[:-1]) for value in dict.fromkeys(said) if value in IN_WORDS]


def numbers_named(signs: Signs) -> list[tuple[int, int]]:
    """Every menu number in a message and where it stands, number words only where they can hardly mean anything else.

    Those that follow a "number" or an "option", or stand beside a second number, where no time is named ("not one but
    two"), or where nothing else is said ("to tak"): "en", "bir" and "one" are articles, too.
    """
    words, used = signs.tokens.words, signs.timing.used
    digits = [(int(w), at) for at, w in enumerate(words) if w.isdigit() and len(w) == 1 and at not in used]
    spelt = [(int(f.meaning.partition(":")[2][:-1]), f.start) for f in _spelt(signs) if f.start not in used]
    led = {f.end for f in signs.found if f.meaning == "choose"}
    several = len({number for number, _ in digits + spelt}) > 1 and not any(
        moment.pointed for moment in signs.timing.moments
    )
    if not several and (digits or not _number_words(signs)):
        spelt = [one for one in spelt if one[1] in led]
    return sorted(digits + spelt, key=lambda one: one[1])


def _spelt(signs: Signs) -> Iterator[Found]:
    for phrase in signs.found:
        kind, _, value = phrase.meaning.partition(":")
        if kind == "ordinal" and value in IN_WORDS:
            yield phrase
