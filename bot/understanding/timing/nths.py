"""The second Tuesday of a month, the last week of it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.understanding.timing.atoms import Atom, kind_at, skip
from bot.understanding.timing.moments import Day
from bot.understanding.timing.namedays import modified
from bot.understanding.timing.writtendays import Step, plain_month

_NTHS = frozenset({"ordinal", "last", "end"})
_OF = frozenset({"on", "of", "in", "from"})
_MOST = 5
"""Weekdays of one name in a month, at most."""


def nth(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "den første mandag i juni", "last Friday of May", "mayısın son cuması", "paskutinį gegužės penktadienį" """
    if (week := _nth_week(atoms, at, habits)) is not None:
        return week
    if _is_numbered(atoms, at):
        atoms = [*atoms[:at], replace(atoms[at], kind="ordinal", end=atoms[at + 1].end), *atoms[at + 2 :]]
        step = nth(atoms, at, habits)
        return (step[0], step[1] + 1) if step else None
    kinds = [kind_at(atoms, at + n) for n in range(3)]
    if kinds[0] in _NTHS and kinds[1] == "weekday":
        which, weekday, after = atoms[at], atoms[at + 1], skip(atoms, at + 2, _OF)
        after += _a_month(atoms, after) and kind_at(atoms, after + 1) == "month"  # "في شهر حزيران"
        month = modified(atoms, after, habits) or plain_month(atoms, after) or _this_month(atoms, after)
    elif kinds == ["dated", "last", "weekday"]:  # "ayın son cuması"
        return Day("nth", (-1, int(atoms[at + 2].value)), within=Day("months", 0)), at + 3
    elif kinds[0] in _NTHS and kinds[1:] == ["month", "weekday"]:
        which, weekday = atoms[at], atoms[at + 2]
        month = (Day("month", int(atoms[at + 1].value)), at + 3)
    elif kinds[0] == "month" and (following := _nth_weekday(atoms, skip(atoms, at + 1, _OF))) is not None:
        which, weekday, after = following
        month = (Day("month", int(atoms[at].value)), after)
    else:
        return None
    if month is None or month[0].kind not in ("month", "months"):
        return None
    number = which.number if which.kind == "ordinal" else -1
    return Day("nth", (number, int(weekday.value)), within=month[0]), month[1]


def _is_numbered(atoms: list[Atom], at: int) -> bool:
    """ "2nd Friday", "1. Montag": the number in digits with what makes it an ordinal, before a weekday."""
    digits = kind_at(atoms, at) == "number" and atoms[at].digits and 1 <= atoms[at].number <= _MOST
    marked = kind_at(atoms, at + 1) in ("nth_mark", "dated") and atoms[at + 1].start == atoms[at].end
    return digits and marked and kind_at(atoms, at + 2) == "weekday"


def _a_month(atoms: list[Atom], at: int) -> bool:
    return kind_at(atoms, at) == "unit" and atoms[at].value == "month"


def _nth_week(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "The second week of June", "mayısın son haftası" """
    month: Step | None = None
    which = at
    if kind_at(atoms, at) == "month":
        month, which = plain_month(atoms, at), skip(atoms, at + 1, _OF)
    a_week = kind_at(atoms, which + 1) == "unit" and atoms[which + 1].value == "week"
    if not a_week or kind_at(atoms, which) not in _NTHS:
        return None
    number = atoms[which].number if atoms[which].kind == "ordinal" else -1
    after = which + 2
    if month is None:
        after = skip(atoms, after, _OF)
        month = modified(atoms, after, habits) or plain_month(atoms, after) or _this_month(atoms, after)
        after = month[1] if month else after
    if month is None or month[0].kind not in ("month", "months"):
        return None
    return Day("nth_week", number, within=month[0]), after


def _nth_weekday(atoms: list[Atom], at: int) -> tuple[Atom, Atom, int] | None:
    found = kind_at(atoms, at) in _NTHS and kind_at(atoms, at + 1) == "weekday"
    return (atoms[at], atoms[at + 1], at + 2) if found else None


def _this_month(atoms: list[Atom], at: int) -> Step | None:
    """ "The last Friday of the month" """
    return (Day("months", 0), at + 1) if _a_month(atoms, at) else None
