"""The shape of a message: what follows what, in words of no language.

"Ikke tirsdag, men onsdag er fint" and "Salı değil ama çarşamba olur" have the same one: a denial beside a time, a turn, a
time, a consent. Which words stand next to which is what scope is made of, and it is learned from all languages at once.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from bot.understanding.signs import Signs
from bot.understanding.timing.moments import Moment

_SILENT = frozenset({"filler", "thanks", "greet"})
_DENYING = ("neg", "neg_used")
_BEGIN, _END, _CLAUSE, _UNKNOWN, _NUMBER = "^", "$", "|", "?", "number"


STEP = ">"
"""What a step begins with, and what stands between its parts."""


def steps(parts: Sequence[str]) -> tuple[str, ...]:
    """Every two and every three neighbours in the shape of a message, its beginning and end among them."""
    whole = [_BEGIN, *parts, _END]
    twos = [f"{STEP}{one}{STEP}{two}" for one, two in pairwise(whole)]
    threes = [f"{one}{STEP}{last}" for one, last in zip(twos, whole[2:], strict=False)]
    return tuple(dict.fromkeys(twos + threes))


def row(signs: Signs, lines: Mapping[int, str]) -> Iterator[str]:
    """The parts of a message in their order; words that say nothing are left out, unknown ones come once in a row.

    ``lines``: what to call the menu's lines where they are named, by their first word.
    """
    named: dict[int, tuple[str, int]] = {piece.start: (piece.kind, piece.end) for piece in signs.pieces}
    named.update((f.start, (_short(f.meaning), f.end)) for f in signs.found if f.meaning not in _SILENT)
    moments = {moment.start: moment for moment in signs.timing.moments}
    unknown = frozenset(signs.unknown)
    used = signs.timing.used.difference(f.start for f in signs.found if f.meaning in _DENYING)
    at, clause, last, words = 0, 0, "", signs.tokens.words
    while at < len(words):
        label, end = "", at + 1
        if at in moments:
            label = _when(moments[at], lines)
        elif at not in used:
            label, end = named.get(at, (_NUMBER if words[at].isdigit() else "", at + 1))
            label = lines.get(at) or label or (_UNKNOWN if at in unknown else "")
        if label and last and signs.clause_of[at] != clause:
            yield (last := _CLAUSE)
        if label and not (label == last == _UNKNOWN):
            clause = signs.clause_of[at]
            yield (last := label)
        at = max(end, at + 1)


def _short(meaning: str) -> str:
    kind, _, value = meaning.partition(":")
    return meaning if kind == "ordinal" else kind if value else meaning


def _when(moment: Moment, lines: Mapping[int, str]) -> str:
    if moment.past:
        return "past"
    name = lines.get(moment.start) or ("then" if moment.pointed else "sometime")
    return f"not {name}" if moment.excluded else name
