"""STOP and cries for help: looked for first, in every language at once, and never traded for a menu.

Whole phrases are listed per language; besides, two ideas of one language that stand near each other say it in words
nobody listed: fear and "of myself", a blow and "me", everything dark and no way out.
"""

from collections.abc import Sequence

from bot.understanding.lexicon import polite, safety
from bot.understanding.phrases import Found
from bot.understanding.tokens import Tokens, is_break
from domain.replies import Distress, Reading, Stop
from domain.values import value

_CRIES = (
    *(("fear", "self"), ("fear", "him"), ("fear", "harm"), ("harm", "me"), ("harm", "child")),
    *(("gone", "better"), ("dark", "exit")),
    *(("weary", "live"), ("weep", "lonely")),
    *(("took", "poison"), ("blood", "flows"), ("fell", "vomits")),
)
_CRY_REACH = 10
"""Words between two ideas of one cry for help, at most."""

_STOPS = (("enough", "messages"), ("delete", "number"), ("nowant", "contact"))
_STOP_REACH = 5
_LITTLE = 2

_DENIALS = frozenset(
    [
        "ikke",
        "dont",
        "not",
        "never",
        "nicht",
        "nie",
        "ne",
        "не",
        "لا",
        "ما",
        "nu",
        "ma",
        "ha",
        "نه",
        "مت",
        "نہ",
    ]
)


@value
class Alarm:
    """A STOP or a cry for help that the rules heard; ``plain``: the word itself stands there alone, no more to weigh."""

    reading: Reading
    plain: bool


def alarm(tokens: Tokens, unsigned: Tokens) -> Alarm | None:
    """Stop or Distress if the message says so in any language; None when it is an ordinary reply.

    ``tokens`` is all of it, ``unsigned`` the same without its signature.
    """
    found = safety().find_written(tokens.words)
    if not found:
        return None
    cries = [f for f in found if f.meaning == "distress"] or _together(found, _CRIES, _CRY_REACH)
    if cries:
        longest = max(cries, key=lambda f: f.end - f.start)
        return Alarm(
            Reading(Distress(), None, (" ".join(tokens.raw[longest.start : longest.end]),)), plain=False
        )
    blocked = [f for f in found if f.meaning == "not_stop"]
    whole = [f for f in found if f.meaning == "stop_only" and _is_all(tokens, f)]
    stops = whole + [f for f in found if f.meaning in ("stop", "stop_alone")]
    stops += [f for f in _together(found, _STOPS, _STOP_REACH) if not _denied(f, tokens)]
    for phrase in stops:
        if any(b.start < phrase.end and phrase.start < b.end for b in blocked):
            continue
        alone = phrase.meaning == "stop_alone"
        if not alone or _stands_alone(tokens, phrase.start, phrase.end):
            said = (" ".join(tokens.raw[phrase.start : phrase.end]),)
            return Alarm(
                Reading(Stop(), None, said),
                plain=phrase in whole or (alone and _little_else(unsigned, phrase)),
            )
    return None


def _together(found: Sequence[Found], pairs: Sequence[tuple[str, str]], reach: int) -> list[Found]:
    """Two ideas of one language near each other, as one phrase from the first to the last word."""
    ideas: dict[str, dict[str, list[Found]]] = {}
    for phrase in found:
        language, _, idea = phrase.meaning.partition(":")
        if idea:
            ideas.setdefault(language, {}).setdefault(idea, []).append(phrase)
    return [
        Found(min(a.start, b.start), max(a.end, b.end), "together")
        for said in ideas.values()
        if len(said) > 1
        for one, other in pairs
        if one in said and other in said
        for a in said[one]
        for b in said[other]
        if (a.end <= b.start and b.start - a.end <= reach) or (b.end <= a.start and a.start - b.end <= reach)
    ]


def _is_all(tokens: Tokens, phrase: Found) -> bool:
    """Whether a word that also means "wait" is the whole message, politeness aside."""
    end = tokens.words.index("\n", phrase.end) if "\n" in tokens.words[phrase.end :] else len(tokens.words)
    beside = (*tokens.words[: phrase.start], *tokens.words[phrase.end : end])
    return all(word in polite() or not word[0].isalnum() for word in beside)


def _little_else(tokens: Tokens, phrase: Found) -> bool:
    """Whether hardly anything else is said ("nej tak. STOP"); "stop, wait, which day was it?" has to be weighed."""
    beside = (*tokens.words[: phrase.start], *tokens.words[phrase.end :])
    return sum(word[0].isalnum() and word not in polite() for word in beside) <= _LITTLE


def _denied(phrase: Found, tokens: Tokens) -> bool:
    return phrase.start > 0 and tokens.words[phrase.start - 1] in _DENIALS


def _stands_alone(tokens: Tokens, start: int, end: int) -> bool:
    """Whether the words are a message or a clause of their own, politeness aside."""
    first, last = start, end
    while first and not is_break(tokens.words[first - 1]):
        first -= 1
    while last < len(tokens.words) and not is_break(tokens.words[last]):
        last += 1
    beside = [*tokens.words[first:start], *tokens.words[end:last]]
    return all(word in polite() or not word[0].isalnum() for word in beside)
