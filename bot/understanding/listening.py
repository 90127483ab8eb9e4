"""How a message sounds: for every sense a reply can have, how likely this one has it.

Sums of small learned weights over the traces of a message (``bot.understanding.traces``), one sum per sense, turned
into shares that add up to one. Six such judgements share the file: what is meant, for which reason, which mark a visit
gets, which of two times, which of the named times is wished, in which language. ``tests.understanding.learning`` makes
the weights; nothing here learns, and no message is kept.
"""

import json
import zlib
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import exp, sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.traces import BUCKETS, pieces, places
from domain.ids import LANGUAGES
from domain.reasons import DeclineReason
from domain.replies import Expecting
from domain.values import value

FILE = Path(__file__).with_name("listener.weights")

SENSES = (
    *("yes", "no", "pick", "other", "when", "later", "move", "cancel", "reason", "option", "rating"),
    *(
        "stop",
        "start",
        "language",
        "person",
        "info",
        "wrong_number",
        "moved_away",
        "distress",
        "ack",
        "unclear",
    ),
)
"""The intents of the outward contract."""

NO_REASON = "none"
REASONS = (*(reason.value for reason in DeclineReason), NO_REASON)
RATINGS = ("1", "2", "3", "4")
NEITHER = "none"
LINES = ("A", "B")
WISHES = (*LINES, NEITHER)
Table = NDArray[np.int8]

JUDGEMENTS: dict[str, tuple[str, ...]] = {
    "sense": SENSES,
    "reason": REASONS,
    "rating": RATINGS,
    "line": LINES,
    "wish": WISHES,
    "language": LANGUAGES,
}


@value
class Heard:
    """How likely each sense is; shares add up to one."""

    shares: Mapping[str, float]

    @property
    def best(self) -> tuple[str, float]:
        """The likeliest sense and its share."""
        sense = max(self.shares, key=self.shares.__getitem__)
        return sense, self.shares[sense]


class Judgement:
    """The weights of one question (what is meant? why not?): a row of signed bytes per bucket, one per sense."""

    def __init__(self, senses: tuple[str, ...], unit: float, table: Table) -> None:
        self.senses, self.unit, self.table = senses, unit, table
        self.hear = lru_cache(maxsize=128)(self._hear)

    def says(self, words: Sequence[str], sense: str) -> list[int]:
        """What each of these words adds to a sense, in units."""
        traces, begins = array("i"), []
        for word in words:
            begins.append(len(traces))
            traces += pieces(word)
        if not begins:
            return []
        column = self.table[np.frombuffer(traces, np.intc), self.senses.index(sense)]
        sums: list[int] = np.add.reduceat(column, begins, dtype=np.int32).tolist()
        return sums

    def _hear(
        self,
        words: tuple[str, ...],
        expecting: Expecting,
        marks: tuple[str, ...],
        notions: tuple[str, ...] = (),
        language: str = "",
    ) -> Heard:
        """How a message of these words sounds that speaks of these notions, with these marks, to what was asked.

        ``language``: for the judgements between two times, to which the order of the words says which is meant.
        """
        traces, sizes = places(words, expecting, marks, notions, language)
        odds = _loudness(sizes, self.unit) @ self.table.take(traces, 0).astype(np.float32)
        return self._shared(odds.tolist())

    def _shared(self, odds: list[float]) -> Heard:
        top = max(odds)
        raised = [exp(odd - top) for odd in odds]
        total = sum(raised)
        return Heard({sense: value / total for sense, value in zip(self.senses, raised, strict=True)})


def _loudness(sizes: tuple[int, ...], unit: float) -> NDArray[np.float32]:
    """What each trace of a message counts: those of one kind, however many they are, speak together as one voice."""
    return np.array([unit / sqrt(size) for size in sizes], np.float32).repeat(sizes)


@dataclass(frozen=True, slots=True)
class Weights:
    """All that was learned, and checksums of the lessons it was learned from."""

    judgements: dict[str, Judgement]
    lessons: frozenset[str]


def load(path: Path = FILE) -> Weights:
    """The learned weights from their file: one line of JSON, then the compressed bytes of each judgement."""
    head, _, body = path.read_bytes().partition(b"\n")
    about = json.loads(head)
    whole = zlib.decompress(body)
    judgements, begin = {}, 0
    for name, senses in JUDGEMENTS.items():
        end = begin + BUCKETS * len(senses)
        judgements[name] = Judgement(
            senses,
            about["units"][name],
            np.frombuffer(whole, np.int8, end - begin, begin).reshape(BUCKETS, len(senses)),
        )
        begin = end
    return Weights(judgements, frozenset(about["lessons"]))


weights = cache(load)


def judgement(name: str) -> Judgement:
    """One of the learned judgements, from the file that is shipped."""
    return weights().judgements[name]
