"""Feasts whose date is told with them: "the 4th of June is Corpus Christi, so the day before"."""

from collections.abc import Sequence

from bot.understanding.timing.atoms import Atom
from bot.understanding.timing.feasts import OF_ONE_DAY

_DATES = frozenset({"month", "slashed", "dotted", "full_date"})
_LINKS = frozenset({"and", "or", "to", "until", "except", "than", "after", "before", "from"})


def without_named_feasts(pieces: list[Atom], words: Sequence[str], clause_of: Sequence[int]) -> list[Atom]:
    """The pieces without a feast that a sentence gives the date of: only the date is a time then."""
    ordered = sorted(pieces, key=lambda p: p.start)
    named = [p for p in ordered if p.kind == "holiday" and p.value in OF_ONE_DAY]
    dropped = {p.start for p in named if _is_told(p, ordered, words, clause_of)}
    return [p for p in pieces if p.start not in dropped] if dropped else pieces


def _is_told(feast: Atom, pieces: Sequence[Atom], words: Sequence[str], clause_of: Sequence[int]) -> bool:
    """Whether a verb, or some other word that is no time, stands between it and a date of its clause."""
    for date in pieces:
        if date.kind not in _DATES or clause_of[date.start] != clause_of[feast.start]:
            continue
        start, end = min(date.end, feast.end), max(date.start, feast.start)
        between = [p for p in pieces if start <= p.start and p.end <= end]
        read = {at for p in between for at in range(p.start, p.end)}
        said = any(words[at][0].isalpha() and at not in read for at in range(start, end))
        if said and not any(p.kind in _LINKS for p in between):
            return True
    return False
