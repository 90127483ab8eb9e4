"""Days: "torsdag", "d. 13", "uge 21", "om to uger", "the first Monday in June", "gelecek salı"."""

from collections.abc import Mapping
from dataclasses import replace

from bot.understanding.atoms import Atom
from bot.understanding.clockwork import NUMBERS
from bot.understanding.moments import Day, with_month_of

_MODS = frozenset({"next", "coming", "this", "last", "after_next", "every"})
_FILLERS = frozenset({"on", "of", "at", "in", "around"})
_ENTRANCES = frozenset({"dated", "to"})
_UNITS_WITH_WEEKS = ("week", "weekend", "month", "year", "workdays")
_OFFSETS = {"last": -1, "this": 0, "coming": 1, "next": 1, "after_next": 2, "": 0}
_UNIT_KINDS = {"week": "week", "weekend": "weekend", "month": "months", "year": "year"}

Step = tuple[Day, int]


def day_at(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """The day or days that begin at piece ``at``, and the piece after them."""
    return _edged(atoms, at, habits) or _ranged(atoms, at, habits)


def _kind(atoms: list[Atom], at: int) -> str:
    return atoms[at].kind if 0 <= at < len(atoms) else ""


def _skip(atoms: list[Atom], at: int) -> int:
    while _kind(atoms, at) in _FILLERS:
        at += 1
    return at


def _edged(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "efter den 15.", "fra uge 21", "until Friday", "uge 21'den sonra" """
    lead = at + 1 if _kind(atoms, at) == "on" else at
    kind = _kind(atoms, lead)
    if kind in ("after", "before", "from", "not_before", "not_after", "until") and not habits.get(
        "after_follows"
    ):
        if (step := _ranged(atoms, lead + 1, habits)) is None:
            return None
        day, after = step
        if kind in ("after", "before") and day.kind == "later":
            return (day, after) if kind == "after" else None
        if day.until is not None:
            return (day, after) if kind == "from" else None
        edge = {"not_before": "from", "not_after": "until"}.get(kind, kind)
        return replace(day, edge=edge), after + (1 if _kind(atoms, after) == "onward" else 0)
    if (step := _ranged(atoms, at, habits)) is None:
        return None
    day, after = step
    follows = _kind(atoms, after)
    if follows == "onward":
        return replace(day, edge="from"), after + 1
    if habits.get("after_follows") and follows in ("after", "before", "from", "until") and day.until is None:
        if follows == "after" and day.kind == "later":
            return day, after + 1
        return replace(day, edge=follows), after + 1
    return step


def _ranged(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "12.–14. maj", "mandag til onsdag", "between Tuesday and Thursday" """
    if _kind(atoms, at) == "between":
        first = _single(atoms, at + 1, habits)
        if first is None or _kind(atoms, first[1]) not in ("and", "to", "until"):
            return None
        second = _single(atoms, first[1] + 1, habits)
        if second is None:
            return None
        after = second[1] + (1 if _kind(atoms, second[1]) == "between_end" else 0)
        return replace(with_month_of(first[0], second[0]), until=second[0]), after
    first = _single(atoms, at, habits)
    if first is None:
        return _bare_range(atoms, at, habits)
    if _kind(atoms, first[1]) in ("to", "until", "and"):
        second = _single(atoms, first[1] + 1, habits)
        if second is not None and (
            _kind(atoms, first[1]) != "and" or _kind(atoms, second[1]) == "between_end"
        ):
            after = second[1] + (1 if _kind(atoms, second[1]) == "between_end" else 0)
            return replace(with_month_of(first[0], second[0]), until=second[0]), after
        if (
            _kind(atoms, first[1]) != "and"
            and first[0].kind == "weekno"
            and _kind(atoms, first[1] + 1) in NUMBERS
        ):
            last = Day("weekno", atoms[first[1] + 1].number)
            return replace(first[0], until=last), first[1] + 2
    return first


def _bare_range(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "12-14 maj", "the 12th to 14th of May" """
    lead = _skip(atoms, at)
    if not (_kind(atoms, lead) in NUMBERS and _kind(atoms, lead + 1) in ("to", "until")):
        return None
    second = _single(atoms, lead + 2, habits)
    if (
        second is None
        or second[0].kind != "date"
        or not isinstance(second[0].value, tuple)
        or second[0].value[1] == 0
    ):
        return None
    first = Day("date", (atoms[lead].number, *second[0].value[1:]))
    return replace(first, until=second[0]), second[1]


def _single(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    if (step := _later(atoms, at, habits)) is not None:
        return step
    at = _skip(atoms, at)
    if _kind(atoms, at) in _ENTRANCES and _kind(atoms, at + 1) not in NUMBERS:
        at = _skip(atoms, at + 1)
    for read in (_written_date, _portion, _nth, _week_number, _modified, _named):
        if (step := read(atoms, at, habits)) is not None:
            return step
    return None


def _written_date(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    kind = _kind(atoms, at)
    if kind == "full_date":
        return Day("date", atoms[at].pair), at + 1
    if kind in ("slashed", "dotted"):
        day, month = atoms[at].pair
        if kind == "dotted" and (
            _kind(atoms, at + 1) in ("clock", "clock_after") or _two_ways(atoms, at, habits)
        ):
            return None
        if month > 12 >= day and kind == "slashed":
            day, month = month, day
        return (Day("date", (day, month, 0)), at + 1) if 1 <= month <= 12 and 1 <= day <= 31 else None
    if kind in NUMBERS and 1 <= atoms[at].number <= 31:
        month_at = at + 1
        while _kind(atoms, month_at) in ("of", "on", "nth_mark", "dated"):
            month_at += 1
        if _kind(atoms, month_at) == "month":
            return _with_year(atoms, atoms[at].number, int(atoms[month_at].value), month_at + 1)
    if kind == "month":
        number_at = at + 1
        while _kind(atoms, number_at) in ("on", "of", "dated"):
            number_at += 1
        if _kind(atoms, number_at) in NUMBERS and 1 <= atoms[number_at].number <= 31:
            clock = _kind(atoms, number_at + 1) in ("clock_after", "am", "pm")
            if not clock:
                after = number_at + (2 if _kind(atoms, number_at + 1) == "nth_mark" else 1)
                return _with_year(atoms, atoms[number_at].number, int(atoms[at].value), after)
    if kind == "dated" and _kind(atoms, at + 1) in NUMBERS and 1 <= atoms[at + 1].number <= 31:
        a_place = habits.get("places") and not atoms[at + 1].digits
        if (step := _written_date(atoms, at + 1, habits)) is not None:
            return step
        if a_place:
            return None
        after = at + (3 if _kind(atoms, at + 2) == "nth_mark" else 2)
        return Day("date", (atoms[at + 1].number, 0, 0)), after
    if kind in NUMBERS and 1 <= atoms[at].number <= 31 and _kind(atoms, at + 1) in ("nth_mark", "dated"):
        return Day("date", (atoms[at].number, 0, 0)), at + 2
    return None


def _two_ways(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> bool:
    """ "10.05" is five past ten or the tenth of May, unless the language or a word before it tells."""
    told = habits.get("dotted_is_date") or (at > 0 and atoms[at - 1].kind == "dated")
    return len(atoms[at].value.split(".")[1]) == 2 and atoms[at].pair[0] <= 24 and not told


def _with_year(atoms: list[Atom], day: int, month: int, after: int) -> Step:
    if _kind(atoms, after) == "number" and 2020 <= atoms[after].number <= 2100:
        return Day("date", (day, month, atoms[after].number)), after + 1
    return Day("date", (day, month, 0)), after


def _portion(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "slutningen af maj", "Anfang nächster Woche", "hafta sonu" is a weekend and comes as such"""
    kind = _kind(atoms, at)
    if kind not in ("begin", "middle", "end"):
        if habits.get("portion_follows"):
            step = (
                _week_number(atoms, at, habits) or _modified(atoms, at, habits) or _named(atoms, at, habits)
            )
            if step and (portion := _kind(atoms, step[1])) in ("begin", "middle", "end"):
                return replace(step[0], portion=portion), step[1] + 1
        return None
    inner = _skip(atoms, at + 1)
    step = (
        _week_number(atoms, inner, habits)
        or _modified(atoms, inner, habits)
        or _named(atoms, inner, habits)
        or _this_unit(atoms, inner)
    )
    return (replace(step[0], portion=kind), step[1]) if step else None


def _this_unit(atoms: list[Atom], at: int) -> Step | None:
    if _kind(atoms, at) == "unit" and atoms[at].value in _UNIT_KINDS:
        return Day(_UNIT_KINDS[atoms[at].value], 0), at + 1
    return None


def _nth(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "den første mandag i juni", "last Friday of May" """
    kind = _kind(atoms, at)
    if kind not in ("ordinal", "last") or _kind(atoms, at + 1) != "weekday":
        return None
    month_at = at + 2
    while _kind(atoms, month_at) in ("on", "of", "in"):
        month_at += 1
    if _kind(atoms, month_at) == "month":
        month: Step | None = (Day("month", int(atoms[month_at].value)), month_at + 1)
    else:
        month = _modified(atoms, month_at, habits)
    if month is None or month[0].kind not in ("month", "months"):
        return None
    number = -1 if kind == "last" else atoms[at].number
    return Day("nth", (number, int(atoms[at + 1].value)), within=month[0]), month[1]


def _later(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "om to uger", "in a month", "بعد أسبوعين", "iki hafta sonra", "3 days from now" """
    lead = at
    while _kind(atoms, lead) in ("on", "of") and _kind(atoms, lead + 1) in (
        "in",
        "after",
        "number",
        "counted",
    ):
        lead += 1
    prefixed = _kind(atoms, lead) in ("in", "after") and not (
        habits.get("after_follows") and _kind(atoms, lead) == "after"
    )
    if prefixed:
        lead += 1
    lead = _skip(atoms, lead)
    if _kind(atoms, lead) == "counted":
        count, unit = atoms[lead].value.split(" ")
        number, after = int(count), lead + 1
    elif _kind(atoms, lead) == "number" and _kind(atoms, lead + 1) == "unit":
        number, unit, after = atoms[lead].number, atoms[lead + 1].value, lead + 2
    elif prefixed and _kind(atoms, lead) == "unit":
        number, unit, after = 1, atoms[lead].value, lead + 1
    else:
        return None
    if _kind(atoms, after) == "ago" or (habits.get("later_follows") and _kind(atoms, after) == "last"):
        return Day("later", (-number, unit)), after + 1
    suffixed = _kind(atoms, after) == "from_now" or (
        _kind(atoms, after) in ("after", "next")
        and (habits.get("after_follows") or habits.get("later_follows"))
    )
    if suffixed:
        after += 1
    if not (prefixed or suffixed) or unit in ("weekend", "minute") or number > 60:
        return None
    return Day("later", (number, unit)), after


def _week_number(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    if _kind(atoms, at) == "unit" and atoms[at].value == "week":
        after = at + 1
        while _kind(atoms, after) in ("on", "number_sign"):
            after += 1
        a_week = _kind(atoms, after) == "number" and 1 <= atoms[after].number <= 53
        if a_week and _kind(atoms, after + 1) not in ("unit", "month"):
            return Day("weekno", atoms[after].number), after + 1
    if _kind(atoms, at) in NUMBERS and (atoms[at].digits or atoms[at].kind == "ordinal"):
        after = at + 1
        while _kind(atoms, after) == "nth_mark":
            after += 1
        week = _kind(atoms, after) == "unit" and atoms[after].value == "week"
        if (
            week
            and habits.get("week_number_first")
            and _kind(atoms, after + 1) not in ("after", "from_now", "ago")
        ):
            return Day("weekno", atoms[at].number), after + 1
    return None


def _modified(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "næste torsdag", "الأسبوع القادم", "in drei Wochen" is not one of them"""
    mod = ""
    if _kind(atoms, at) in _MODS:
        mod, at = atoms[at].kind, at + 1
        if _kind(atoms, at) in _MODS:
            mod, at = ("after_next" if mod == atoms[at].kind == "next" else atoms[at].kind), at + 1
    if not mod and habits.get("modifier_follows") and _kind(atoms, at + 1) in _MODS:
        return _noun(atoms, at, atoms[at + 1].kind, extra=1)
    return _noun(atoms, at, mod) if mod else None


def _noun(atoms: list[Atom], at: int, mod: str, extra: int = 0) -> Step | None:
    kind = _kind(atoms, at)
    value = atoms[at].value if at < len(atoms) else ""
    after = at + 1 + extra
    if kind in ("weekday", "weekdays") and (mod or kind == "weekday"):
        day = Day("weekdays" if mod == "every" else "weekday", int(value), mod=mod)
    elif kind == "unit" and value in _UNIT_KINDS:
        day = Day(_UNIT_KINDS[value], _OFFSETS.get(mod, 0))
    elif kind == "unit" and value == "day" and mod in ("next", "coming"):
        day = Day("offset", 1)
    elif kind == "month":
        day = Day("month", int(value), mod=mod)
    elif kind in ("season", "holiday"):
        day = Day(kind, value, mod=mod)
    else:
        return None
    return day, after


def _named(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    kind = _kind(atoms, at)
    if kind == "day":
        return Day("offset", int(atoms[at].value)), at + 1
    if kind == "week":
        return Day("week", int(atoms[at].value)), at + 1
    if kind == "months":
        return Day("months", int(atoms[at].value)), at + 1
    if kind in ("weekday", "weekdays"):
        day = Day(kind, int(atoms[at].value))
        follows = atoms[at + 1] if at + 1 < len(atoms) else None
        adjacent = follows is not None and follows.start == atoms[at].end
        if follows and adjacent and follows.digits and len(follows.value) <= 2 and 1 <= follows.number <= 31:
            beyond = _kind(atoms, at + 2)
            if beyond in ("month", "unit", "nth_mark", "dated"):
                return day, at + 1
            plain = beyond in ("", "and", "or", "part", "weekday")
            if plain or follows.number > 24:
                return replace(day, maybe_date=follows.number), at + 1
        return day, at + 1
    if kind in ("month", "season", "holiday"):
        value: int | str = int(atoms[at].value) if kind == "month" else atoms[at].value
        if kind == "month" and _kind(atoms, at + 1) == "number" and atoms[at + 1].number >= 2020:
            return Day("month", value, within=Day("year_is", atoms[at + 1].number)), at + 2
        return Day(kind, value), at + 1
    if kind == "unit" and atoms[at].value in ("weekend", "workdays"):
        return Day("weekend" if atoms[at].value == "weekend" else "workdays", 0), at + 1
    if kind == "any_day":
        return Day("any", 0), at + 1
    return None
