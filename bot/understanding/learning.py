"""Makes the weights of the second listener: ``python -m bot.understanding.learning`` (a minute).

It learns from the labelled replies under ``tests/understanding`` and from the phrases of the lexicons, so it is run
after either changes; the same rows always give the same file. Logistic regression, one sound against the rest, by
plain stochastic gradient descent with steps that shrink per weight (AdaGrad). No family's reply is ever used.
"""

import argparse
import hashlib
import json
import math
import random
import tomllib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from pathlib import Path
from typing import Any

from bot.understanding.listening import BUCKETS, FILE, SOUNDS, hearable, pairs, pieces
from bot.understanding.tokens import tokenize, without_quotes

ROWS = Path(__file__).parents[2] / "tests" / "understanding"
LEXICONS = Path(__file__).with_name("lexicon")

Lesson = tuple[tuple[str, ...], frozenset[str], frozenset[str], float]
"""Words; what they mean; for which sounds they teach; how much they count."""

_ROUNDS = 24
_STEP = 0.2
_DECAY = 1e-4
_RARE = 3.0
"""How many times a cry or a STOP counts against an ordinary reply."""

_START = -3.0
_REPLY = 3.0
"""How many times a whole reply counts against a phrase of a lexicon."""

_SPELLINGS = 8
"""Wordings taken from one pattern of the lexicon."""

_KEPT = 64
"""Checksums kept in the file."""

_RANDOM = 20261122


def lessons(rows: Path = ROWS, lexicons: Path = LEXICONS, without: Sequence[str] = ()) -> list[Lesson]:
    """All that is learned from, in a fixed order; sets whose names begin with one of ``without`` are left out."""
    taught = [
        *(
            lesson
            for path in sorted(rows.glob("*.tsv"))
            if not path.stem.startswith(tuple(without))
            for lesson in _rows(path)
        ),
        *(lesson for path in sorted(lexicons.glob("*.toml")) for lesson in _phrases(path)),
    ]
    return sorted(set(taught), key=lambda lesson: (lesson[0], sorted(lesson[1]), sorted(lesson[2])))


def fingerprint(taught: Iterable[Lesson]) -> list[str]:
    """The smallest checksums among the lessons: two files' shares of the same ones are how alike their lessons are."""
    sums = {
        hashlib.sha256(repr((words, sorted(meanings), sorted(sounds), weight)).encode()).hexdigest()[:12]
        for words, meanings, sounds, weight in taught
    }
    return sorted(sums)[:_KEPT]


def _rows(path: Path) -> Iterator[Lesson]:
    for line in path.read_text(encoding="utf-8").split("\n"):
        if not line or line.startswith("#"):
            continue
        _, _, text, gold = line.split("\t")
        meanings = frozenset(meaning.partition(":")[0] for meaning in gold.split("|"))
        sounds = frozenset(s for s in SOUNDS if s == "yes" or s not in meanings or meanings <= {s, "person"})
        if words := _words(text.replace("\\n", "\n")):
            yield words, meanings, sounds, _REPLY


def _phrases(path: Path) -> Iterator[Lesson]:
    """The lexicon's phrases teach what a cry and a STOP sound like, and all the others what they do not."""
    for meaning, pattern in _patterns(tomllib.loads(path.read_text(encoding="utf-8")), ()):
        alarming = meaning in ("distress", "stop")
        for text in _wordings(pattern)[: _SPELLINGS if alarming else 1]:
            words = _words(text)
            if len(words) > alarming:
                yield words, frozenset({meaning}) if alarming else frozenset(), frozenset(SOUNDS[:2]), 1.0


def _patterns(table: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(table, dict):
        for key, value in table.items():
            yield from _patterns(value, (*path, key))
    elif isinstance(table, list) and path[0] not in ("cries", "signatures"):
        last = path[-1]
        if last not in ("stop_alone", "stop_only"):
            safety = path[0] == "safety" and last in ("distress", "stop")
            yield from ((last if safety else "", pattern) for pattern in table if isinstance(pattern, str))


def _wordings(pattern: str) -> list[str]:
    """Some of the wordings a pattern stands for, spread over all of them."""
    choices = []
    for element in pattern.split():
        if element != "..":
            maybe = element.startswith("(") and element.endswith(")")
            words = [word.rstrip("*") for word in element.strip("()").split("|")][:6]
            choices.append([*words, ""] if maybe else words)
    some = [" ".join(word for word in wording if word) for wording in islice(product(*choices), 40)]
    return some[:: max(1, len(some) // _SPELLINGS)]


def _words(text: str) -> tuple[str, ...]:
    return hearable(tokenize(without_quotes(text)))


def learn(taught: Sequence[Lesson], sound: str) -> tuple[list[float], float]:
    """The weights of one sound, and where it starts, from its lessons."""
    mine = [
        (_places(words), sound in meanings, weight * (_RARE if sound in meanings else 1.0))
        for words, meanings, sounds, weight in taught
        if sound in sounds
    ]
    weights, slopes = [0.0] * BUCKETS, [1e-8] * BUCKETS
    start, start_slope = _START, 1e-8
    order = random.Random(_RANDOM)
    for _ in range(_ROUNDS):
        order.shuffle(mine)
        for places, so, weight in mine:
            norm = 1 / math.sqrt(len(places))
            odds = sum([weights[place] for place in places]) * norm + start
            error = (1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))) - so) * weight
            if abs(error) < 1e-3:
                continue
            for place in places:
                slope = error * norm + _DECAY * weights[place]
                slopes[place] += slope * slope
                weights[place] -= _STEP * slope / math.sqrt(slopes[place])
            start_slope += error * error
            start -= _STEP * error / math.sqrt(start_slope)
    return weights, start


def _places(words: Sequence[str]) -> list[int]:
    places = [place for word in words for place in pieces(word)]
    for before, after in zip(("^", *words), (*words, "$"), strict=True):
        places += pairs(before, after)
    return places


def packed(taught: Sequence[Lesson]) -> bytes:
    """The file of weights: a line of JSON, then one signed byte per bucket for each sound."""
    units, starts, body = [], [], array("b")
    for sound in SOUNDS:
        weights, start = learn(taught, sound)
        unit = float(f"{max(abs(weight) for weight in weights) / 127:.6g}") or 1.0
        body.extend(max(-127, min(127, round(weight / unit))) for weight in weights)
        units.append(unit)
        starts.append(round(start, 4))
    about = {"lessons": fingerprint(taught), "sounds": SOUNDS, "starts": starts, "units": units}
    return json.dumps(about, sort_keys=True).encode() + b"\n" + body.tobytes()


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn and write the file."""
    parser = argparse.ArgumentParser(prog="python -m bot.understanding.learning", description=main.__doc__)
    parser.add_argument("--without", action="append", default=[], help="leave out sets whose names begin so")
    parser.add_argument("--lexicons", type=Path, default=LEXICONS, help="another folder of lexicons")
    parser.add_argument("--into", type=Path, default=FILE, help="where to write")
    chosen = parser.parse_args(arguments)
    taught = lessons(lexicons=chosen.lexicons, without=chosen.without)
    chosen.into.write_bytes(packed(taught))
    print(f"{len(taught):,} lessons, {chosen.into.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
