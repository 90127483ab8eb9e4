""" "I work until 3, after that": a stretch that is said to be taken, and the time from its end on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.understanding.timing.atoms import NUMBERS, Atom
from bot.understanding.timing.feasts import OF_ONE_DAY
from bot.understanding.timing.grouping import Group
from bot.understanding.timing.moments import MIDNIGHT, Day, Hours
from bot.understanding.tokens import is_break
from domain.values import value

_GOES_ON = frozenset({"clock", "part", "weekday", "clock_time", "point", *NUMBERS})

_ONLY_AFTER = frozenset({"after", "not_before"})
"""Pieces that point back where a clause ends with them ("працюю до 15, тільки після")."""

_LATER = frozenset({"from_now", "onward"})
_UNTIL = frozenset({"until", "to"})
_ONE_DAY = frozenset({"weekday", "date", "offset"})
_WEEKS = frozenset({"week", "weekno"})


@value
class Beside:
    """What stands around a time: the pieces, the words, their clauses, what is denied or agreed."""

    atoms: list[Atom]
    words: Sequence[str]
    clause_of: Sequence[int]
    denied: Callable[[int], bool]
    settled: Callable[[int, int], bool]


def says_after_that(around: Beside, at: int, habits: Mapping[str, bool]) -> bool:
    """Whether the piece ``at`` points back; an "after" alone does where it would follow its hour ("…, sonra")."""
    piece = around.atoms[at]
    if piece.kind == "after_that":
        return True
    opens = piece.start > 0 and is_break(around.words[piece.start - 1])
    follows = at + 1 < len(around.atoms) and around.atoms[at + 1].start == piece.end
    goes_on = follows and around.atoms[at + 1].kind in _GOES_ON
    alone = bool(habits.get("after_follows") or habits.get("after_both"))
    points_back = piece.kind in _LATER or (piece.kind == "after" and alone)
    closes = piece.end == len(around.words) or is_break(around.words[piece.end])
    return (points_back and opens and not goes_on) or (piece.kind in _ONLY_AFTER and closes)


def from_then_on(group: Group, at: int, around: Beside) -> set[int]:
    """Make the stretch of ``group`` the time after it; the clauses whose occupations are over by then.

    In doubt the group becomes a question: two stretches, a part of the day, a stretch that is said to be free.
    Where the time after it is the one that is taken ("until 12, after that I work"), the stretch stays.
    """
    piece = around.atoms[at]
    clause = around.clause_of[piece.start]
    taken = {around.clause_of[token] for token in range(max(group.start, 0), piece.start)}
    busy = {a.start for a in around.atoms if a.kind == "occupied"}
    busy_before = any(token < piece.start and around.clause_of[token] in taken for token in busy)
    apart = around.clause_of[group.start] != clause
    closes = piece.end == len(around.words) or is_break(around.words[piece.end])
    busy_after = any(
        (token >= piece.end or (apart and closes)) and around.clause_of[token] == clause for token in busy
    )  # "between 9 and 10, because she sleeps after that"
    if any(a.kind == "lasts" and a.start < piece.start for a in around.atoms) and not busy_before:
        return set()  # "I have half an hour from 10, after that we go swimming"
    if busy_after or (around.denied(piece.start) and not around.denied(group.start)):
        group.doubtful = group.doubtful or busy_before or busy_after
        return set()
    away = group.excluded or busy_before or around.denied(group.start) or _suits_then(group, piece, around)
    if not group.hours and len(group.days) == 1 and away:
        group.days = [_days_after(group.days[0])]
        _covers(group, piece, known=busy_before)
        return taken
    hours = group.hours[-1] if len(group.hours) == 1 else None
    off_then = any(
        a.kind == "free" and around.clause_of[a.start] in taken for a in around.atoms
    )  # "off at 3"
    agreed = (
        not (busy_before or off_then) and around.clause_of[group.start] != clause and _agreed(group, around)
    )
    ends = any(
        a.kind in _UNTIL and a.start < piece.start and around.clause_of[a.start] in taken
        for a in around.atoms
    )
    if agreed:
        return set()  # "I can only before 9, then there is work"
    bounded = (
        hours is not None and not (hours.part or hours.exact) and hours.start > 0 and hours.end < MIDNIGHT
    )
    unsaid = bounded and not (busy_before or off_then or group.excluded or around.denied(group.start))
    exact = hours is not None and hours.exact and not ends
    story = (unsaid or exact) and _goes_on(around, piece, apart=unsaid and apart)
    if hours is None or hours.part or hours.impossible or story or (hours.exact and busy_before and not ends):
        group.doubtful = True
        return set()
    group.hours = [_rest(hours)]
    _covers(group, piece, known=busy_before)
    return taken


def _suits_then(group: Group, piece: Atom, around: Beside) -> bool:
    """ "We are away until 10 January, after that is fine": what is agreed to is the time behind it alone."""
    clause = around.clause_of[piece.start]
    end = next((at for at, its in enumerate(around.clause_of) if its > clause), len(around.clause_of))
    edges = [day.edge for day in group.days]
    led = edges == [""] and any(a.kind in _UNTIL and a.end == group.start for a in around.atoms)
    until = (led or edges == ["until"]) and around.clause_of[group.start] != clause
    return until and around.settled(piece.start, end) and not _agreed(group, around)


def day_beside(group: Group, piece: Atom, around: Beside) -> Group:
    """ "Not Wednesday, one day earlier": the day beside the one day told before, which is no wish itself."""
    weeks = bool(group.days) and all(one.kind in _WEEKS for one in group.days)
    timed = bool(group.hours) and " " not in piece.value  # "the vaccination is at 9, the same day at 1"
    dated = bool(group.hours) and any(
        one.maybe_date for one in group.days
    )  # "Friday 15": the date, or at three
    day = group.days[-1] if (len(group.days) == 1 or weeks) and not (timed or dated) else None
    if day is not None and day.until is not None and piece.value and day.until.kind == "date":
        day = day.until  # "the holidays are from 25 to 29 May, the week after"
    told = weeks or not (group.linked and _goes_straight_on(group, piece, around))
    told = told and around.clause_of[group.start] != around.clause_of[piece.start]
    told = told and bool(piece.value) and not around.denied(piece.start)
    if day is None or not told or day.until or day.edge not in ("", "until") or _agreed(group, around):
        return replace(group, doubtful=True)
    count, _, unit = piece.value.partition(" ")
    a_feast = day.kind == "holiday" and day.value in OF_ONE_DAY and unit in ("", "day", "weekday")
    if not a_feast and day.kind not in (_ONE_DAY if unit in ("", "day") else _ONE_DAY | _WEEKS):
        return replace(group, doubtful=True)
    side = "before" if count.startswith("-") else "after"
    what = abs(int(count)) if unit == "weekday" else (abs(int(count)), unit or "day")
    beside = Day("beside", what, mod=side, within=replace(day, maybe_date=0, edge=""))
    return Group(days=[beside], start=piece.start, end=piece.end, last_was_day=True, free=True)


def _goes_straight_on(group: Group, piece: Atom, around: Beside) -> bool:
    """Whether no more than an "and" or an "or" stands between the day and the piece."""
    return sum(word[0].isalnum() for word in around.words[group.end : piece.start]) <= 1


def _goes_on(around: Beside, piece: Atom, *, apart: bool) -> bool:
    """Whether something is told of the time after it, and not that it suits ("at 9, after that we go out").

    ``apart``: it is told in a clause of its own, so that it may stand before the "after that", too.
    """
    clause = around.clause_of[piece.start]
    words = [
        at for at in range(0 if apart else piece.end, len(around.words)) if around.clause_of[at] == clause
    ]
    words = [at for at in words if not piece.start <= at < piece.end]
    if not words:
        return False
    if any(a.kind == "free" and a.start in words for a in around.atoms):
        return False
    told = any(around.words[at][0].isalnum() for at in words)
    return told and not around.settled(words[0], words[-1] + 1)


def _covers(group: Group, piece: Atom, *, known: bool) -> None:
    """The group is now the time after it; what they do until then (``known``) changes nothing about it."""
    if known or not group.days:
        group.start = piece.start
    group.excluded, group.free = False, True
    group.end, group.last_was_day, group.linked, group.bare = piece.end, False, False, False


def _days_after(day: Day) -> Day:
    """ "Not in weeks 19 to 23, but after that" """
    return replace(day.until or day, edge="after")


def _rest(hours: Hours) -> Hours:
    if hours.end == MIDNIGHT or hours.exact:
        return replace(hours, end=MIDNIGHT, exact=False)  # "after 4 I come home, so after that"
    return Hours(hours.end, MIDNIGHT)


def _agreed(group: Group, around: Beside) -> bool:
    """Whether the stretch itself is said to suit ("until 3 is fine")."""
    if around.denied(group.start):
        return False
    here = around.clause_of[group.start]
    tokens = [token for token, clause in enumerate(around.clause_of) if clause == here]
    return around.settled(tokens[0], tokens[-1] + 1)
