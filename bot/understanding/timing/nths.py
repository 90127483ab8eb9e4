"""The second Tuesday of a month, the last week of it."""

from collections.abc import Mapping
from dataclasses import replace

from bot.understanding.timing.atoms import NUMBERS, Atom, kind_at, skip
from bot.understanding.timing.moments import Day
from bot.understanding.timing.namedays import modified, named
from bot.understanding.timing.writtendays import Step, plain_month

_NTHS = frozenset({"ordinal", "last", "end"})
_BEGIN_AN_NTH = _NTHS | {"dated", "month"}
_OF = frozenset({"on", "of", "in", "from"})
_MARKS = frozenset({"nth_mark", "dated"})
_MOST = 5
"""Weekdays of one name in a month, at most."""


def nth(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "den første mandag i juni", "last Friday of May", "mayısın son cuması", "paskutinį gegužės penktadienį" """
    if (week := _nth_week(atoms, at, habits)) is not None:
        return week
    if (marks := _numbered(atoms, at)) >= 0:
        atoms = [*atoms[:at], replace(atoms[at], kind="ordinal"), *atoms[at + 1 + marks :]]
        step = nth(atoms, at, habits)
        return (step[0], step[1] + marks) if step else None
    if kind_at(atoms, at) not in _BEGIN_AN_NTH:
        return None
    kinds = [kind_at(atoms, at + n) for n in range(3)]
    if kinds[0] in _NTHS and kinds[1] == "weekday":
        which, weekday, after = atoms[at], atoms[at + 1], skip(atoms, at + 2, _OF)
        after += _names_it(atoms, after)
        month = (
            modified(atoms, after, habits)
            or plain_month(atoms, after)
            or _this_month(atoms, after)
            or (named(atoms, after, habits) if kind_at(atoms, after) == "months" else None)
        )
    elif habits.get("portion_follows") and kinds == ["dated", "last", "weekday"]:  # "ayın son cuması"
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


def _numbered(atoms: list[Atom], at: int) -> int:
    """The marks behind the number of "2nd Friday", "1. Montag im Juni"; -1 where it is none before a weekday."""
    if not (kind_at(atoms, at) == "number" and atoms[at].digits and 1 <= atoms[at].number <= _MOST):
        return -1
    marks = kind_at(atoms, at + 1) in _MARKS and atoms[at + 1].start == atoms[at].end
    if kind_at(atoms, at + 1 + marks) != "weekday":
        return -1
    named = kind_at(atoms, skip(atoms, at + 2 + marks, _OF)) == "month"
    return int(marks) if marks or named else -1


def _names_it(atoms: list[Atom], at: int) -> bool:
    """ "من شهر حزيران", "a lunii mai": the word for a month before its name."""
    a_month = _a_month(atoms, at) or kind_at(atoms, at) == "months"
    return a_month and kind_at(atoms, at + 1) == "month"


def _a_month(atoms: list[Atom], at: int) -> bool:
    return kind_at(atoms, at) == "unit" and atoms[at].value == "month"


def _nth_week(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "The second week of June", "mayısın son haftası", "الأسبوع الأول من حزيران", "letzte Maiwoche" """
    if (step := _month_first(atoms, at, habits)) is not None:
        return step
    which = _which(atoms, at)
    if habits.get("and_is_glued") and kind_at(atoms, at) == "begin" and is_week(atoms, at + 1):
        which = 1, at + 1  # Arabic "أول" is the first and the beginning
    if which is not None:
        number, after = which
        if kind_at(atoms, after) == "month_week":
            return Day("nth_week", number, within=Day("month", int(atoms[after].value))), after + 1
        if kind_at(atoms, after) == "month" and is_week(atoms, after + 1):  # "erste Juni Woche"
            return Day("nth_week", number, within=Day("month", int(atoms[after].value))), after + 2
        if not is_week(atoms, after):
            return None
        after += 1
    elif is_week(atoms, at) and (which := _which(atoms, at + 1)) is not None and not atoms[at + 1].digits:
        number, after = which
    else:
        return None
    after = skip(atoms, after, _OF | {"dated"})
    after += _names_it(atoms, after)
    month = modified(atoms, after, habits) or named(atoms, after, habits) or _this_month(atoms, after)
    if month is None or month[0].kind not in ("month", "months"):
        return None
    return Day("nth_week", number, within=month[0]), month[1]


def _month_first(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "Mayısın son haftası", "gelecek ayın ilk haftası", "ayın son haftası" """
    kind = kind_at(atoms, at)
    if kind not in ("month", "months", "dated"):
        return None
    which = _which(atoms, skip(atoms, at + 1, _OF))
    if which is None or not is_week(atoms, which[1]):
        return None
    month = Day("months", 0) if kind == "dated" else Day(kind, int(atoms[at].value))
    if kind == "dated" and not (habits.get("portion_follows") and kind_at(atoms, at + 1) == "last"):
        return None
    return Day("nth_week", which[0], within=month), which[1] + 1


def _which(atoms: list[Atom], at: int) -> tuple[int, int] | None:
    """Which of the weeks ("first", "1.", "2nd", "last"), and the piece after it."""
    kind = kind_at(atoms, at)
    if kind in ("last", "end"):
        return -1, at + 1
    if kind not in {*NUMBERS, "dated_number"} or not 1 <= atoms[at].number <= _MOST:
        return None
    if kind == "number" and not atoms[at].digits:
        return None
    return atoms[at].number, skip(atoms, at + 1, _MARKS)


def is_week(atoms: list[Atom], at: int) -> bool:
    """Whether the piece is the word for a week."""
    return kind_at(atoms, at) == "unit" and atoms[at].value == "week"


def _nth_weekday(atoms: list[Atom], at: int) -> tuple[Atom, Atom, int] | None:
    found = kind_at(atoms, at) in _NTHS and kind_at(atoms, at + 1) == "weekday"
    return (atoms[at], atoms[at + 1], at + 2) if found else None


def _this_month(atoms: list[Atom], at: int) -> Step | None:
    """ "The last Friday of the month" """
    return (Day("months", 0), at + 1) if _a_month(atoms, at) else None
