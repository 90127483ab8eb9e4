"""Makes the weights of the learned judgements: ``python -m tests.understanding.learning`` (fifty minutes of one core).

It learns from ``tests.understanding.lessons``, so it is run after rows or lexicons change much; the same lessons give the
same file. Multinomial logistic regression by plain stochastic gradient descent with steps that shrink per weight
(AdaGrad). What is meant is learned by three pupils, each in another order and with two fifths of the traces hidden, to
whom a commitment that is wrong sounds twice as likely as it is; their weights are averaged into one table.
"""

import argparse
import json
import math
import random
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.understanding.listening import FILE, JUDGEMENTS
from bot.understanding.traces import BUCKETS, of_marks, of_notions, of_parts, of_sides, places_of
from tests.understanding.judging import COMMITMENTS, FOLDER
from tests.understanding.lessons import Lesson, fingerprint, lessons

_ROUNDS = 8
_STEP = 0.3
_DECAY = 1e-4

_PUPILS = {"sense": 3, "reason": 2, "rating": 2, "line": 2, "wish": 2, "language": 1}
_HIDDEN = 0.4
"""How many pupils learn each judgement, whose weights are averaged, and the share of traces that one of several does not
get to see."""

_LOUDER = 2.0
"""How much likelier a wrong commitment sounds while learning: a booking nobody made costs more than a question back."""

_HIDINGS = 1 << 20
"""Coin tosses made in advance; each lesson begins somewhere among them."""

_RANDOM = 20261129

Floats = NDArray[np.float32]
Places = NDArray[np.int64]


def learn(taught: Sequence[Lesson], senses: Sequence[str], pupils: int = 3) -> Floats:
    """The weights of one judgement: a row per bucket, a column per sense; what its pupils learned, on average.

    A single pupil sees every trace and hears every sense as loud as it is.
    """
    prepared = [_Prepared.of(lesson, senses, several=pupils > 1) for lesson in taught]
    learned = _learned(prepared, len(senses), 0, hidden=_HIDDEN if pupils > 1 else 0.0)
    for pupil in range(1, pupils):
        learned += _learned(prepared, len(senses), pupil, hidden=_HIDDEN)
    return learned / np.float32(pupils)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A lesson in numbers: its buckets, which senses are right, how much louder each sounds, how much it counts."""

    traces: tuple[Places, ...]
    goal: NDArray[np.bool_]
    louder: Floats
    weight: float

    @classmethod
    def of(cls, lesson: Lesson, senses: Sequence[str], *, several: bool) -> "_Prepared":
        goal = np.isin(senses, lesson.right)
        wrong = np.isin(senses, list(COMMITMENTS)) & ~goal & several
        return cls(_traces(lesson), goal, wrong.astype(np.float32) * math.log(_LOUDER), lesson.weight)


def _learned(taught: Sequence[_Prepared], senses: int, pupil: int, hidden: float) -> Floats:
    """What one pupil learns, to whom a share of the traces is hidden, each time another."""
    weights = np.zeros((BUCKETS, senses), np.float32)
    slopes = np.full((BUCKETS, senses), 1e-6, np.float32)
    order, dice = list(range(len(taught))), random.Random(_RANDOM + pupil)
    shown = np.random.RandomState(_RANDOM + pupil).random_sample(_HIDINGS) >= hidden
    for _ in range(_ROUNDS):
        dice.shuffle(order)
        for at in order:
            lesson, traces = taught[at], taught[at].traces
            if hidden:
                traces = tuple(_shown(places, shown, dice) for places in traces)
            error = _error(weights, traces, lesson) * np.float32(lesson.weight)
            if np.abs(error).max() < 1e-3:
                continue
            for places in traces:
                if not len(places):
                    continue
                seen = weights.take(places, 0)
                slope = error / math.sqrt(len(places)) + _DECAY * seen
                steep = slopes.take(places, 0) + slope * slope
                slopes[places] = steep
                weights[places] = seen - _STEP * slope / np.sqrt(steep)
    return weights


def _shown(places: Places, shown: NDArray[np.bool_], dice: random.Random) -> Places:
    """The buckets that are not hidden this time."""
    begin = int(dice.random() * (_HIDINGS - len(places)))
    return places[shown[begin : begin + len(places)]]


def _error(weights: Floats, traces: Sequence[Places], lesson: _Prepared) -> Floats:
    """How far the shares are from the right ones, for every sense."""
    odds = lesson.louder.copy()
    for places in traces:
        if len(places):
            odds += weights.take(places, 0).sum(0) / np.float32(math.sqrt(len(places)))
    shares = np.exp(odds - odds.max())
    shares /= shares.sum()
    wanted = shares * lesson.goal
    return np.asarray(shares - wanted / (wanted.sum() + 1e-12), np.float32)


def _traces(lesson: Lesson) -> tuple[Places, ...]:
    by_words = places_of(lesson.words, lesson.expecting)
    by_marks = of_marks(lesson.marks, lesson.expecting) if lesson.marks else ()
    by_notions = of_notions(lesson.notions, lesson.expecting) if lesson.notions else ()
    by_parts = of_parts(lesson.notions, lesson.expecting)
    by_sides = of_sides(lesson.notions, lesson.language) if lesson.language else ()
    traces = (by_words, by_marks, by_notions, by_parts, by_sides)
    return tuple(np.array(places, np.int64) for places in traces if len(places))


def packed(without: Sequence[str] = (), folder: Path = FOLDER) -> bytes:
    """The file of weights: a line of JSON, then, compressed, one signed byte per bucket and sense."""
    units, body = {}, b""
    for name, senses in JUDGEMENTS.items():
        taught = lessons(name, without, folder)
        learned = learn(taught, senses, pupils=_PUPILS[name])
        units[name] = float(f"{float(np.abs(learned).max()) / 127:.6g}") or 1.0
        body += np.clip(np.rint(learned / units[name]), -127, 127).astype(np.int8).tobytes()
        print(f"{name}: {len(taught):,} lessons")
    about = {"judgements": list(JUDGEMENTS), "lessons": fingerprint(folder), "units": units}
    return json.dumps(about, sort_keys=True).encode() + b"\n" + zlib.compress(body, 9)


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn and write the file."""
    parser = argparse.ArgumentParser(prog="python -m tests.understanding.learning", description=main.__doc__)
    parser.add_argument("--without", action="append", default=[], help="leave out sets whose names begin so")
    parser.add_argument("--into", type=Path, default=FILE, help="where to write")
    parser.add_argument("--rows", type=Path, default=FOLDER, help="another folder of rows")
    chosen = parser.parse_args(arguments)
    chosen.into.write_bytes(packed(chosen.without, chosen.rows))
    print(f"{chosen.into.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
