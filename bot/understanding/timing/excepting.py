"""Lists of what does not suit: "any day but Monday, Wednesday and Friday", "pazartesi, çarşamba ve cuma hariç"."""

from collections.abc import Sequence

from bot.understanding.timing.atoms import INSTEAD, Atom, kind_at
from bot.understanding.timing.grouping import Group
from bot.understanding.timing.moments import Day

_NAMED = frozenset({"weekday", "weekdays"})
_LINKS = frozenset({"and", "or"})
_SMALL = frozenset({"on", "dated", "in"})


def excepting_goes_on(group: Group, atoms: Sequence[Atom], at: int, words: Sequence[str]) -> bool:
    """Whether the day here is one more of those excepted: an "and" or the end of all comes behind the last."""
    if not (group.excepted and group.days and group.last_was_day) or group.hours:
        return False
    if group.days[-1].kind not in _NAMED or kind_at(atoms, at) not in _NAMED:
        return False
    gap = words[group.end : atoms[at].start]
    if gap == ():
        if _instead(atoms, at):
            return False  # Polish "zamiast środy czwartek"
        return not _goes_on(atoms, at, words)  # "except Mon Tue"
    return gap == (",",) and _ends_as_a_list(atoms, at, words)


def _instead(atoms: Sequence[Atom], at: int) -> bool:
    """Whether the day before this one is what another is wished instead of."""
    kinds = [(a.kind, a.value) for a in atoms[max(at - 3, 0) : at] if a.kind not in _SMALL]
    return kinds[:-1][-1:] == [("except", INSTEAD)]


def _ends_as_a_list(atoms: Sequence[Atom], at: int, words: Sequence[str]) -> bool:
    """ "…, Wednesday and Friday", with nothing said of them behind."""
    while kind_at(atoms, at) in _NAMED and kind_at(atoms, at + 1) in _NAMED:
        if words[atoms[at].end : atoms[at + 1].start] != (",",):
            return False
        at += 1
    if kind_at(atoms, at) not in _NAMED or kind_at(atoms, at + 1) not in _LINKS:
        return False
    at += 2
    while kind_at(atoms, at) in _SMALL:
        at += 1
    named = kind_at(atoms, at) in _NAMED or (kind_at(atoms, at) == "unit" and atoms[at].value == "weekend")
    return named and not _goes_on(atoms, at, words)


def _goes_on(atoms: Sequence[Atom], at: int, words: Sequence[str]) -> bool:
    """Whether more follows in the clause, which may say that this day suits."""
    end = atoms[at].end
    return end < len(words) and words[end][0].isalnum() and kind_at(atoms, at + 1) not in (*_LINKS, *_NAMED)


def listed_before(earlier: Group, group: Group, days: Sequence[Day], words: Sequence[str]) -> bool:
    """Turkish "pazartesi, çarşamba ve cuma hariç": the days before the comma are of the same list."""
    plain = earlier.days and not (earlier.hours or earlier.excluded or group.hours or group.days)
    if not plain or any(day.kind not in _NAMED for day in (*earlier.days, *days)):
        return False
    gap = words[earlier.end : group.start]
    return gap == () or (gap == (",",) and len(days) > 1)
