"""Days by their names: "torsdag", "næste uge", "الأسبوع القادم", "jul", "maj"."""

from collections.abc import Mapping
from dataclasses import replace

from bot.understanding.timing.atoms import NUMBERS, Atom, kind_at, skip
from bot.understanding.timing.clocktimes import lies_in
from bot.understanding.timing.moments import Day
from bot.understanding.timing.writtendays import FILLERS, Step, is_before_its_hour, plain_month

_MODS = frozenset({"next", "coming", "this", "last", "after_next", "every"})
_OFFSETS = {"last": -1, "this": 0, "coming": 1, "next": 1, "after_next": 2, "": 0}
_LAST_HOUR, _NO_HOUR = 24, 21
"""Beside a weekday a number above the first is its day of the month; a bare one from the second on, too."""

_AN_HOUR_AT_MOST = 10

_LATE_HOUR, _LAST_WEEK = 20, 53

_CLOCKS = frozenset({"clock", "clock_time"})
_UNIT_KINDS = {"week": "week", "weekend": "weekend", "month": "months", "year": "year"}


def modified(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "næste torsdag", "الأسبوع القادم", "in drei Wochen" is not one of them"""
    mod = ""
    if kind_at(atoms, at) in _MODS:
        mod, at = atoms[at].kind, at + 1
        if kind_at(atoms, at) in _MODS:
            mod, at = ("after_next" if mod == atoms[at].kind == "next" else atoms[at].kind), at + 1
    if not mod and kind_at(atoms, at) == "weekday" and kind_at(atoms, at + 1) == "after_next":
        return _after_next(atoms, at)
    if not mod and habits.get("modifier_follows") and kind_at(atoms, at + 1) in _MODS:
        return _noun(atoms, at, atoms[at + 1].kind, extra=1)
    return _noun(atoms, at, mod) if mod else None


def _after_next(atoms: list[Atom], at: int) -> Step:
    """ "The Friday after next", and "Wednesday after next week"."""
    weekday = int(atoms[at].value)
    if kind_at(atoms, at + 2) == "unit" and atoms[at + 2].value == "week":
        return Day("weekday", weekday, within=Day("week", 2)), at + 3
    return Day("weekday", weekday, mod="after_next"), at + 2


def _noun(atoms: list[Atom], at: int, mod: str, extra: int = 0) -> Step | None:
    kind = kind_at(atoms, at)
    value = atoms[at].value if at < len(atoms) else ""
    after = at + 1 + extra
    if kind in ("weekday", "weekdays") and (mod or kind == "weekday"):
        day = Day("weekdays" if mod == "every" else "weekday", int(value), mod=mod)
    elif kind == "unit" and value == "week" and kind_at(atoms, skip(atoms, after, FILLERS)) == "month":
        return None
    elif kind == "unit" and value in _UNIT_KINDS:
        day = Day(_UNIT_KINDS[value], _OFFSETS.get(mod, 0))
    elif kind == "unit" and value == "workdays" and mod == "every":
        day = Day("workdays", 0)
    elif kind == "unit" and value == "day" and mod in ("next", "coming"):
        day = Day("offset", 1)
    elif kind == "month":
        day = Day("month", int(value), mod=mod)
    elif kind in ("season", "holiday"):
        day = Day(kind, value, mod=mod)
    else:
        return None
    return day, after


def _numbered_week(atoms: list[Atom], at: int) -> Step | None:
    """Polish "cały tydzień 20": the phrase for this whole week, and its number: too late for an hour of it."""
    if atoms[at].value != "0" or kind_at(atoms, at + 1) != "number":
        return None
    number = atoms[at + 1]
    touching = number.start == atoms[at].end and number.digits and len(number.value) == 2
    late = _LATE_HOUR <= number.number <= _LAST_WEEK
    alone = kind_at(atoms, at + 2) not in ("clock_after", "unit", "month", "nth_mark", "to")
    return (Day("weekno", number.number), at + 2) if touching and late and alone else None


def named(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    kind = kind_at(atoms, at)
    if kind == "day":
        return Day("offset", int(atoms[at].value)), at + 1
    if kind == "week":
        return _numbered_week(atoms, at) or (Day("week", int(atoms[at].value)), at + 1)
    if kind == "part_of":
        portion, unit, *offset = atoms[at].value.split(" ")
        return Day({"week": "week", "month": "months"}[unit], int(*offset), portion=portion), at + 1
    if kind == "parity":
        return Day("parity", int(atoms[at].value)), at + 1
    if kind == "months":
        return Day("months", int(atoms[at].value)), at + 1
    if kind in ("weekday", "weekdays"):
        day = Day(kind, int(atoms[at].value))
        follows = atoms[at + 1] if at + 1 < len(atoms) else None
        if habits.get("weekday_week") and follows and (follows.kind, follows.value) == ("unit", "week"):
            numbered = kind_at(atoms, at + 2) in NUMBERS
            if kind == "weekday" and not numbered:  # "Tuesday week"
                return replace(day, within=Day("later", (1, "week"))), at + 2
        if kind_at(atoms, at + 1) == "in" and kind_at(atoms, at + 2) == "number" and at + 3 == len(atoms):
            number = atoms[at + 2]  # Romanian "miercuri în 20" is the date, elsewhere hardly an hour
            if number.digits and number.start == atoms[at + 1].end and _NO_HOUR > number.number > 0:
                return replace(day, maybe_date=number.number), at + 3
        adjacent = follows is not None and follows.start == atoms[at].end
        if follows and adjacent and follows.digits and len(follows.value) <= 2 and 1 <= follows.number <= 31:
            beyond = kind_at(atoms, at + 2)
            if beyond in ("month", "unit", "nth_mark", "dated"):
                return day, at + 1
            plain = beyond in ("", "and", "or", "part", "weekday") or (
                beyond == "until" and at + 3 == len(atoms) and not habits.get("after_follows")
            )
            dated = follows.number > _LAST_HOUR or (follows.number >= _NO_HOUR and plain)
            if beyond in ("to", "until") and kind_at(atoms, at + 3) == "weekday":  # "Wed 20 to Fri 22 May"
                dated = dated or kind_at(atoms, at + 4) in {*NUMBERS, "dotted", "slashed"}
            if beyond == "part":  # "Wednesday 13 in the morning"
                plain = plain and not (
                    follows.number < _AN_HOUR_AT_MOST and lies_in(follows.number, atoms[at + 2].value)
                )  # "Thursday 4 in the afternoon"
                dated = dated or not lies_in(follows.number, atoms[at + 2].value)
            elif beyond in _CLOCKS:  # "Wednesday 13 at 10"
                dated = dated or is_before_its_hour(atoms, at + 1, habits)
            if dated:
                return Day("date", (follows.number, 0, 0), within=day), at + 2
            if plain:
                return replace(day, maybe_date=follows.number), at + 1
        return day, at + 1
    if kind == "solar_month":
        after = at + 2 if kind_at(atoms, at + 1) == "of" else at + 1
        return Day("solar_month", int(atoms[at].value)), after
    if kind == "month":
        return plain_month(atoms, at)
    if kind in ("season", "holiday"):
        return Day(kind, atoms[at].value), at + 1
    if kind == "unit" and atoms[at].value in ("weekend", "workdays"):
        return Day("weekend" if atoms[at].value == "weekend" else "workdays", 0), at + 1
    if kind == "any_day":
        return Day("any", 0), at + 1
    return None


def this_unit(atoms: list[Atom], at: int) -> Step | None:
    if kind_at(atoms, at) == "unit" and atoms[at].value in _UNIT_KINDS:
        return Day(_UNIT_KINDS[atoms[at].value], 0), at + 1
    return None
