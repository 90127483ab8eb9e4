"""A second listener beside the rules: how much a sentence that nobody listed sounds like a cry for help or a STOP.

The rules know phrases; a family finds its own. Three sums of small learned weights (one for ``distress``, ``stop``
and ``yes`` each) over the pieces of the words (two to five letters, with the word's borders) and over neighbouring
words say how a sentence sounds. ``bot.understanding.learning`` makes the weights; nothing here learns.
"""

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import sqrt
from pathlib import Path
from zlib import crc32

from bot.understanding.safety import spared
from bot.understanding.tokens import Tokens
from domain.replies import (
    Ack,
    Distress,
    Other,
    Reply,
    Start,
    Stop,
    Unclear,
    WantsInfo,
    Yes,
)

FILE = Path(__file__).with_name("listener.weights")
SOUNDS = ("distress", "stop", "yes")
BUCKETS = 1 << 16
"""Places for weights; pieces of words share them by their checksum."""

FEWEST_WORDS = 3
"""Digits, and answers of one or two words, are for the rules alone."""

_LENGTHS = (2, 3, 4, 5)
_PREFIX = 4
"""Letters of a word that stay when its ending changes."""

_OPEN = (Unclear, WantsInfo, Ack, Other)
"""Readings that commit nobody to anything: here the listener is believed sooner."""

DISTRESS_WHEN_OPEN, DISTRESS_ALWAYS = -1.0, 0.5
STOP_WHEN_OPEN, STOP_ALWAYS = -0.5, 1.0
YES_AT_LEAST = -2.0
"""Log-odds from which on the listener is believed; measured on sets it had not learned from, see
``docs/decisions/understanding.md``."""

_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: one signed byte per bucket and sound, its unit, where each sound begins, from which rows."""

    by_sound: tuple[Sequence[int], Sequence[int], Sequence[int]]
    units: tuple[float, float, float]
    starts: tuple[float, float, float]
    lessons: frozenset[str]


def hearable(tokens: Tokens) -> tuple[str, ...]:
    """The words of a message; every number counts as the same word, signs are left out."""
    return tuple("0" if word[0].isdigit() else word for word in tokens.words if word[0].isalnum())


def pieces(word: str) -> Iterator[int]:
    """The buckets of a word: itself, and its pieces of two to five letters with its borders."""
    yield _bucket(f"={word}")
    bordered = f"<{word}>"
    for length in _LENGTHS:
        for begin in range(len(bordered) - length + 1):
            yield _bucket(bordered[begin : begin + length])


def pairs(before: str, after: str) -> tuple[int, int]:
    """The buckets of two neighbouring words: exactly these, and these with other endings."""
    return _bucket(f"{before} {after}"), _bucket(f"~{before[:_PREFIX]} {after[:_PREFIX]}")


def _bucket(piece: str) -> int:
    return crc32(piece.encode()) & (BUCKETS - 1)


def load(path: Path = FILE) -> Weights:
    """The learned weights from their file: one line of JSON, then the bytes."""
    head, _, body = path.read_bytes().partition(b"\n")
    about = json.loads(head)
    distress, stop, yes = (array("b", body[n * BUCKETS : (n + 1) * BUCKETS]) for n in range(len(SOUNDS)))
    return Weights(
        (distress, stop, yes), tuple(about["units"]), tuple(about["starts"]), frozenset(about["lessons"])
    )


_weights = cache(load)


@lru_cache(maxsize=16_384)
def _word(word: str) -> tuple[int, int, int, int]:
    """What a word adds to each sound, in units, and how many pieces it has."""
    places = tuple(pieces(word))
    distress, stop, yes = (sum([of[place] for place in places]) for of in _weights().by_sound)
    return distress, stop, yes, len(places)


def hear(words: Sequence[str]) -> tuple[float, float, float]:
    """How words sound: the log-odds (0 is even) of a cry for help, of a STOP, of a yes."""
    weights = _weights()
    of_distress, of_stop, of_yes = weights.by_sound
    distress = stop = yes = count = 0
    before = "^"
    for word in words:
        for place in pairs(before, word):
            distress += of_distress[place]
            stop += of_stop[place]
            yes += of_yes[place]
        one, two, three, size = _word(word)
        distress += one
        stop += two
        yes += three
        count += size + 2
        before = word
    for place in pairs(before, "$"):
        distress += of_distress[place]
        stop += of_stop[place]
        yes += of_yes[place]
    norm = 1 / sqrt(count + 2)
    (unit_d, unit_s, unit_y), (start_d, start_s, start_y) = weights.units, weights.starts
    return (
        distress * unit_d * norm + start_d,
        stop * unit_s * norm + start_s,
        yes * unit_y * norm + start_y,
    )


def second_opinion(
    reply: Reply, tokens: Tokens, *, all_known: bool = False
) -> tuple[Reply, tuple[str, ...]] | None:
    """What the listener makes of a message that the rules read as ``reply``, and the words that it goes by.

    None where it has nothing to add. It never takes back a STOP or a cry for help, and never makes a booking. An answer
    whose every word the rules know (``all_known``) stays what they read, however it is greeted.
    """
    words = hearable(tokens)
    if len(words) < FEWEST_WORDS or isinstance(reply, Distress | Stop):
        return None
    distress, stop, yes = hear(words)
    opened = isinstance(reply, _OPEN)
    if all_known and not opened:
        return None
    if distress > (DISTRESS_WHEN_OPEN if opened else DISTRESS_ALWAYS):
        return Distress(), _loudest(tokens, 0)
    if stop > (STOP_WHEN_OPEN if opened else STOP_ALWAYS) and not _asks_to_go_on(reply, tokens):
        return Stop(), _loudest(tokens, 1)
    if isinstance(reply, Yes) and not reply.wishes and yes < YES_AT_LEAST:
        return Unclear(), _loudest(tokens, 2)
    return None


def _asks_to_go_on(reply: Reply, tokens: Tokens) -> bool:
    """Whether the rules heard START or "don't stop": the same words in another order, which the listener mistakes."""
    return isinstance(reply, Start) or spared(tokens)


def _loudest(tokens: Tokens, sound: int) -> tuple[str, ...]:
    """The words that weigh most for a sound (against it for the yes), as written, in their order."""
    sign = -1 if SOUNDS[sound] == "yes" else 1
    said = [
        (sign * _word("0" if word[0].isdigit() else word)[sound], place)
        for place, word in enumerate(tokens.words)
        if word[0].isalnum()
    ]
    top = sorted(place for _, place in sorted(said, reverse=True)[:_SHOWN])
    return tuple(tokens.raw[place] for place in top)
