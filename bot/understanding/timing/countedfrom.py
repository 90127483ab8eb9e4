"""Days counted from a day that is named with them: "two weeks after Wednesday", "12'sinden 3 gün sonra"."""

from collections.abc import Mapping

from bot.understanding.timing.atoms import NUMBERS, Atom, kind_at, skip
from bot.understanding.timing.moments import Day
from bot.understanding.timing.namedays import named
from bot.understanding.timing.writtendays import Step, written_date

_LEADS = frozenset({"in", "on", "clock", "at", "of"})
_SMALL = frozenset({"on", "of"})
_SIDES = {"after": "after", "before": "before", "until": "before"}
_UNITS = frozenset({"day", "week", "fortnight"})
_MOST = 60
_ONE_DAY = frozenset({"weekday", "weekdays", "date", "holiday", "solar"})
_NO_DATE_BEFORE = frozenset(
    {"unit", "counted", "clock_after", "am", "pm", "to", "until", "half_past", "part", "minutes_past"}
)


def counted_from(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """The day so many days or weeks after or before the one named in the same breath."""
    if habits.get("after_follows"):
        return _day_first(atoms, at, habits)
    step = _count_first(atoms, at, habits)
    if step is None and habits.get("and_is_glued"):
        step = _from_there(atoms, at, habits) or _count_last(atoms, at, habits)
    return step


def _count_first(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "Three days after the 12th", "через тиждень після вівторка": without a number only behind an "in"."""
    lead = skip(atoms, at, _LEADS)
    inside = any(piece.kind == "in" for piece in atoms[at:lead])
    counted = _count(atoms, lead, alone=inside)
    if counted is not None and kind_at(atoms, counted[2]) == "from":
        day = _a_day(atoms, counted[2] + 1, habits)  # so long after that day, or for so long from then on
        return (Day("two_ways", 0), day[1]) if day and day[0].kind == "date" else None
    if counted is None or (side := _SIDES.get(kind_at(atoms, counted[2]))) is None:
        return None
    count, unit, after = counted
    if kind_at(atoms, after) == "until" and not (habits.get("hours_are_ordinals") and unit == "day"):
        return None  # Ukrainian "за два дні до 15-го"
    day = _a_day(atoms, after + 1, habits)
    if inside and day is not None and day[1] == after + 2 and kind_at(atoms, after + 1) == "number":
        return None  # "in 14 days after 17": that is an hour
    return _beside(count, unit, side, day)


def _from_there(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """Arabic "بعد يومين من 12 مايو": the "after", how many, and from which day."""
    counted = _count(atoms, at + 1, alone=False) if kind_at(atoms, at) == "after" else None
    if counted is None or kind_at(atoms, counted[2]) != "from":
        return None
    return _beside(counted[0], counted[1], "after", _a_day(atoms, counted[2] + 1, habits))


def _day_first(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """Turkish "ayın 12'sinden 3 gün sonra": the day, the count, and the "after" behind them."""
    day = _a_day(atoms, at, habits)
    counted = _count(atoms, day[1], alone=False) if day else None
    if day is None or counted is None or day[0].kind not in ("date", "holiday"):
        return None
    count, unit, after = counted
    side = _SIDES.get(kind_at(atoms, after), "")
    if side and kind_at(atoms, after) != "until":
        return _beside(count, unit, side, (day[0], after + 1))
    return None


def _count_last(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """Arabic "بعد الأربعاء بأسبوع": the "after", the day, and how many behind it."""
    lead = skip(atoms, at, _SMALL)
    side = _SIDES.get(kind_at(atoms, lead), "")
    day = _a_day(atoms, lead + 1, habits) if side and kind_at(atoms, lead) != "until" else None
    counted = _count(atoms, day[1], alone=True) if day else None
    return _beside(counted[0], counted[1], side, (day[0], counted[2])) if day and counted else None


def _count(atoms: list[Atom], at: int, *, alone: bool) -> tuple[int, str, int] | None:
    """How many of what, and the piece behind; ``alone``: a unit without a number is one of it."""
    kind = kind_at(atoms, at)
    if kind == "counted":
        count, _, unit = atoms[at].value.partition(" ")
        return (int(count), unit, at + 1) if unit in _UNITS else None
    if kind == "number" and kind_at(atoms, at + 1) == "unit" and atoms[at + 1].value in _UNITS:
        return (atoms[at].number, atoms[at + 1].value, at + 2) if atoms[at].number <= _MOST else None
    if alone and kind == "unit" and atoms[at].value in _UNITS:
        return 1, atoms[at].value, at + 1
    return None


def _a_day(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    at = skip(atoms, at, _SMALL)
    step = written_date(atoms, at, habits) or named(atoms, at, habits)
    if step is None and kind_at(atoms, at) == "holiday":
        step = Day("holiday", atoms[at].value), at + 1
    if step is None and kind_at(atoms, at) in NUMBERS and atoms[at].digits and 1 <= atoms[at].number <= 31:
        a_date = kind_at(atoms, at + 1) not in _NO_DATE_BEFORE
        step = (Day("date", (atoms[at].number, 0, 0)), at + 1) if a_date else None
    plain = step is not None and step[0].kind in _ONE_DAY and not (step[0].within or step[0].maybe_date)
    return step if plain else None


def _beside(count: int, unit: str, side: str, day: Step | None) -> Step | None:
    if day is None:
        return None
    within = Day("weekday", day[0].value) if day[0].kind == "weekdays" else day[0]
    return Day("beside", (count, unit), mod=side, within=within), day[1]
