"""A day of which a part is taken: "Wednesday 10-11 is taken, the rest is free", "the dentist at 9, home from 11"."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.understanding.timing.atoms import Atom
from bot.understanding.timing.grouping import Group
from bot.understanding.timing.moments import MIDNIGHT

_DAYS = frozenset({"weekday", "weekdays", "day", "slashed", "full_date", "dated", "month", "dated_number"})
_HOURS = frozenset({"number", "ordinal", "clock_time", "dotted", "part", "point"})


def rests(
    pieces: Sequence[Atom], denied: Callable[[int], bool], settled: Callable[[int, int], bool]
) -> list[Atom]:
    """The pieces, where "the rest" is what is left of a day only behind a day and its hours that do not suit.

    Elsewhere it is what the language says it is: any day, or a word that adds nothing.
    """
    found: list[Atom] = []
    for piece in pieces:
        if piece.kind == "rest":
            told = [p for p in found if p.end <= piece.start]
            kinds = {p.kind for p in told}
            taken = bool(kinds & _DAYS and kinds & _HOURS) and not denied(piece.start)
            taken = taken and not any(p.kind == "occupied" and p.start >= piece.end for p in pieces)
            if not taken or (settled(told[0].start, piece.start) and not denied(told[-1].start)):
                piece = replace(piece, kind=piece.value, value="")
        found.append(piece)
    return found


def rest_of(told: Group, piece: Atom) -> Group | None:
    """What is left of the day of ``told`` without those hours; None where nobody can tell which day."""
    if len(told.days) != 1 or len(told.hours) != 1 or told.days[0].until or told.days[0].edge:
        return None
    told.excluded, told.doubtful, told.bare = True, False, False
    day = replace(told.days[0], maybe_date=0)
    return Group(days=[day], start=piece.start, end=piece.end, last_was_day=True, free=True)


def after_what_is_on(
    groups: Sequence[Group], clause_of: Sequence[int], occupied: set[int], free: set[int]
) -> tuple[list[Group], set[int]]:
    """ "The doctor at 9 on the 12th, home from 11": that day from then on; and the clauses that only told why.

    ``occupied`` and ``free`` are the clauses in which something else is done, or the family is at home.
    """
    found: list[Group] = []
    over: set[int] = set()
    for group in groups:
        told = found[-1] if found else None
        if told is not None and _only_from(group) and _on(told):
            here, there = clause_of[told.start], clause_of[group.start]
            later = group.hours[0].start > told.hours[-1].start
            if here != there and later and (here in occupied or there in free) and there not in occupied:
                group.days = [replace(day, maybe_date=0) for day in told.days]
                group.free = True
                found.pop()
                over.add(here)
        found.append(group)
    return found, over


def _only_from(group: Group) -> bool:
    one = len(group.hours) == 1 and not group.days and not group.excluded
    return one and group.hours[0].end == MIDNIGHT and not (group.hours[0].exact or group.hours[0].part)


def _on(group: Group) -> bool:
    """Whether it is one day with its hours, not an open stretch of them."""
    one = len(group.days) == len(group.hours) == 1 and not group.excluded
    if not one or group.days[0].until or group.days[0].edge:
        return False
    hours = group.hours[0]
    return not hours.part and hours.start > 0 and hours.end < MIDNIGHT
