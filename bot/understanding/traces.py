"""What of a message the learned judgement looks at: pieces of its words, what they speak of, and marks of the rules.

Pieces are of one language (letters, words, neighbours). Notions ("come", "cannot", in their order) and marks (a refusal
was found, one printed time fits, two words are unknown) are of none, so that what one language teaches about them
serves all thirteen.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.understanding.linenumbers import numbers_said
from bot.understanding.message import Message, matching
from bot.understanding.shape import STEP
from bot.understanding.signs import Signs
from domain.replies import Expecting, Reply

BUCKETS = 1 << 17
"""Places for weights; pieces and marks share them by their checksum."""

Buckets: TypeAlias = "array[int]"
"""Places in the table of weights."""

_LENGTH = 4
_PREFIX = 4
"""Letters of a word that stay when its ending changes."""

_SPREAD, _SHIFT, _LOW = 0x9E3779B1, 7, BUCKETS - 1
"""A large odd number, so that two codes together land far from either."""

_SPREAD_32, _SHIFT_32, _LOW_32 = np.uint32(_SPREAD), np.uint32(_SHIFT), np.uint32(_LOW)
"""The same for many at once: of a sum no more than the lowest bits counts."""

BREAK = "|"
"""What stands between the parts of a message."""

_BEGIN, _END = "^", "$"
_BEFORE_BEGIN, _EVERY_OTHER, _DENIED = crc32(b"before begin"), crc32(b"every other"), crc32(b"denied")
_BEFORE_IT, _BEHIND_IT = crc32(b"before it"), crc32(b"behind it")
_DENYING = frozenset(
    ("not", "cannot", "not_want", "is_not", "have_not", "never", "nobody", "none", "neither", "no_answer")
)
_TIMES = frozenset(("A", "B", "not A", "not B", "line", "not line", "then", "not then"))
"""Notions that change what stands beside them in the same part of a message."""

_OF_TWO = frozenset(("A", "B", "not A", "not B"))
"""How two times are called of which one is meant."""

_COURTESY = ("thanks", "greet")
_COURTEOUS = frozenset({"thanking", "greeting"})
_SHORTEST_PART = 3
_MANY_WORDS = 6
_MANY_UNKNOWN = 4


def hearable(words: Iterable[str]) -> tuple[str, ...]:
    """The words of a message that are heard; every number counts as the same word, signs but emoji are left out."""
    return tuple(
        "0" if word[0].isdigit() else word for word in words if word[0].isalnum() or ord(word[0]) > 0x2190
    )


def clauses_of(signs: Signs) -> list[tuple[str, ...]]:
    """The words of each part of a message, but parts of a word or two."""
    parts: list[list[str]] = []
    clause = -1
    for at, word in enumerate(signs.tokens.words):
        if signs.clause_of[at] != clause:
            clause = signs.clause_of[at]
            parts.append([])
        parts[-1].append(word)
    return [heard for part in parts if len(heard := hearable(part)) >= _SHORTEST_PART]


def courteous(signs: Signs) -> set[int]:
    """Where thanks and greetings stand."""
    return {at for f in signs.found if f.meaning in _COURTESY for at in range(f.start, f.end)}


def without_courtesy(signs: Signs) -> tuple[str, ...]:
    """The words that are heard: thanks and greetings change no meaning, so they count only where nothing else is said."""
    polite, words = courteous(signs), signs.tokens.words
    if not polite:
        return hearable(words)
    kept = [word for at, word in enumerate(words) if at not in polite]
    return hearable(kept if any(word[0].isalnum() for word in kept) else words)


def bucket(piece: str) -> int:
    return crc32(piece.encode()) & _LOW


@lru_cache(maxsize=2048)
def code(part: str) -> int:
    """A mark, a notion or the beginning of a word as a number."""
    return crc32(part.encode())


@lru_cache(maxsize=4096)
def pieces(word: str) -> Buckets:
    """The buckets of a word: itself, and its pieces of four letters with its borders."""
    bordered = f"<{word}>"
    cut = [bordered[at : at + _LENGTH] for at in range(len(bordered) - _LENGTH + 1)]
    return array("i", [crc32(piece.encode()) & _LOW for piece in (f"={word}", *cut)])


@lru_cache(maxsize=64)
def places(
    words: tuple[str, ...],
    expecting: Expecting,
    marks: tuple[str, ...],
    notions: tuple[str, ...],
    language: str = "",
) -> tuple[NDArray[np.intc], tuple[int, ...]]:
    """The buckets of all traces of a message, and how many there are of each kind.

    ``language`` is given where it matters what stands before and behind a time. Remembered for a moment, because a
    message is asked more than one question (what, and then why).
    """
    kinds = [np.frombuffer(places_of(words, expecting), np.intc)]
    if marks:
        kinds.append(of_marks(marks, expecting))
    if notions:
        kinds.append(np.frombuffer(of_notions(notions, expecting), np.intc))
        if parts := of_parts(notions, expecting):
            kinds.append(np.frombuffer(parts, np.intc))
        if language and (beside := of_sides(notions, language)):
            kinds.append(np.frombuffer(beside, np.intc))
    whole = kinds[0] if len(kinds) == 1 else np.concatenate(kinds)
    return whole, tuple([len(kind) for kind in kinds])


def places_of(words: Sequence[str], expecting: Expecting) -> Buckets:
    """The buckets of a message's words: each word's, the beginnings of each two neighbours, and what was asked.

    A word said twice counts once: a long message is no louder than a short one.
    """
    places = array("i", _asked(expecting, min(len(words), _MANY_WORDS)))
    row = [_both_ways(part) for part in (_BEGIN, *[word[:_PREFIX] for word in words], _END)]
    places.extend([turned + second & _LOW for (_, turned), (second, _) in pairwise(row)])
    for word in dict.fromkeys(words):
        places += pieces(word)
    return places


@cache
def _asked(expecting: Expecting, size: int) -> tuple[int, int]:
    """The buckets of what was asked, alone and with how long the answer is."""
    return bucket(f"@{expecting}"), bucket(f"@{expecting} {size}")


def of_notions(notions: Sequence[str], expecting: Expecting) -> Buckets:
    """The buckets of what a message speaks of: each notion, alone and as an answer, each two neighbours, every other."""
    row = [_notion_both_ways(notion) for notion in (_BEGIN, *notions, _END)]
    once, asked = dict.fromkeys([one for one, _, _ in row[1:-1]]), _turned(code(expecting))
    places = array("i", [one & _LOW for one in once])
    places.extend([asked + one & _LOW for one in once])
    places.extend([turned + one & _LOW for (_, turned, _), (one, _, _) in pairwise(row)])
    places.append(_turned(_BEFORE_BEGIN ^ _EVERY_OTHER) + row[1][0] & _LOW)
    places.extend([far + one & _LOW for (_, _, far), (one, _, _) in zip(row, row[2:], strict=False)])
    return places


def of_parts(notions: Sequence[str], expecting: Expecting) -> Buckets:
    """The buckets of what stands in the same part of a message: what is denied, and what is said of a time."""
    places = array("i")
    for part in _parts(notions):
        told = list(dict.fromkeys([notion for notion in part if notion in _TIMES]))
        beside = [_turned(_of_notion(time) ^ _DENIED) for time in told]
        if not _DENYING.isdisjoint(part):
            beside += [_turned(_DENIED), _turned(code(expecting) ^ _DENIED)]
        if beside:
            around = [_of_notion(notion) for notion in part]
            places.extend([turned + one & _LOW for turned in beside for one in around])
    return places


def of_sides(notions: Sequence[str], language: str) -> Buckets:
    """The buckets of what stands on either side of each of two times, up to the next one or the end of its part.

    Each alone, and once more as this language orders its words: "12 not 13" means the one, "12 değil 13" the other.
    """
    places, own = array("i"), code(language)
    for part in _parts(notions):
        times = [at for at, notion in enumerate(part) if notion in _OF_TWO]
        for begin, at, end in zip([-1, *times], times, [*times[1:], len(part)], strict=False):
            time = _of_notion(part[at])
            for side, beside in ((_BEFORE_IT, part[begin + 1 : at]), (_BEHIND_IT, part[at + 1 : end])):
                for notion in dict.fromkeys(beside):
                    said = _of_notion(notion)
                    places.append(_turned(time ^ side) + said & _LOW)
                    places.append(_turned(time ^ side ^ own) + said & _LOW)
    return places


def _parts(notions: Sequence[str]) -> Iterator[Sequence[str]]:
    """The notions of each part of a message."""
    begin = 0
    for at, notion in enumerate(notions):
        if notion == BREAK:
            yield notions[begin:at]
            begin = at + 1
    yield notions[begin:]


@lru_cache(maxsize=1024)
def _of_notion(notion: str) -> int:
    return crc32(f"notion {notion}".encode())


@lru_cache(maxsize=2048)
def _both_ways(part: str) -> tuple[int, int]:
    """The beginning of a word as the second of two, and as the first."""
    return code(part), _turned(code(part))


@lru_cache(maxsize=1024)
def _notion_both_ways(notion: str) -> tuple[int, int, int]:
    """A notion as the second of two, as the first, and as the first where another stands between."""
    one = _of_notion(notion)
    return one, _turned(one), _turned(one ^ _EVERY_OTHER)


@lru_cache(maxsize=1024)
def _turned(first: int) -> int:
    """A code as the first of two: added to the second's it gives the bucket of both in this order."""
    return first * _SPREAD >> _SHIFT


def marks(message: Message, proposal: Reply) -> tuple[str, ...]:
    """What the rules found in a message and would answer, as words of no language.

    Each mark counts alone, as the answer to what was asked, and beside each other mark (never the rules' answer).
    """
    signs = message.signs
    found = {
        meaning.partition(":")[0] if meaning.startswith("ordinal") else meaning for meaning in signs.meanings
    }
    found -= {"filler", *_COURTESY}
    found |= {name for name, so in _circumstances(message) if so}
    found |= {f"about {topic}" for topic in signs.topics - _COURTEOUS}
    rule = f"rule {type(proposal).__name__}{'+' if getattr(proposal, 'wishes', ()) else ''}"
    return (
        rule,
        *sorted(found),
        *_counts(message),
    )


def of_marks(marks: Sequence[str], expecting: Expecting) -> NDArray[np.intc]:
    """The buckets of marks: each alone, each as the answer to what was asked, each beside each other.

    The first mark, the rules' answer, stands beside no other; nor do the steps of the message's shape, which come last.
    """
    codes = np.array([code(mark) for mark in marks], np.uint32)
    firsts, seconds = _pairs(_standing(marks))
    both = (codes * _SPREAD_32 >> _SHIFT_32).take(firsts) + codes.take(seconds)
    answering = codes + np.uint32(code(expecting) * _SPREAD % BUCKETS)
    return (np.concatenate((codes, answering, both)) & _LOW_32).view(np.intc)


def _standing(marks: Sequence[str]) -> int:
    """How many marks there are before the steps of a shape (only "which of two times?" has those)."""
    return next((at for at, mark in enumerate(marks) if mark[0] == STEP), len(marks))


@cache
def _pairs(count: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The places of every two marks but the first."""
    firsts, seconds = np.triu_indices(max(count - 1, 0), 1)
    return firsts + 1, seconds + 1


def _circumstances(m: Message) -> tuple[tuple[str, bool], ...]:
    return (
        ("asks", m.signs.tokens.question),
        ("wishes a time", bool(m.wanted)),
        ("rules a time out", bool(m.ruled_out)),
        ("time in doubt", m.impossible),
        ("names a line", bool(numbers_said(m.signs))),
    )


def _counts(m: Message) -> tuple[str, ...]:
    unknown = len(m.signs.unknown)
    fitting = (f"{min(len(matching(m)), 2)} fit",) if m.wanted else ()
    share = (f"{4 * unknown // m.signs.size}/4 unknown",) if m.signs.size else ()
    return (*fitting, f"{min(unknown, _MANY_UNKNOWN)} unknown", *share)
