"""Days as people name them: "torsdag", "om to uger", "gelecek salı", "slutningen af maj", ranges of them."""

from collections.abc import Mapping
from dataclasses import replace

from bot.understanding.atoms import NUMBERS, Atom, kind_at, skip
from bot.understanding.moments import Day, with_month_of
from bot.understanding.writtendays import FILLERS, Step, plain_month, week_number, written_date

_MODS = frozenset({"next", "coming", "this", "last", "after_next", "every"})
_EDGES = frozenset({"after", "before", "from", "not_before", "not_after", "until"})
_HAVE_PARTS = frozenset(
    {"week", "weekno", "weekend", "month", "months", "solar_month", "season", "year", "holiday"}
)
_NTHS = frozenset({"ordinal", "last", "end"})
_FROM_A_DAY = frozenset({"on", "from", "dated"})
_OF = frozenset({"on", "of", "in", "from"})
_CLOCKS = frozenset({"clock", "clock_time", "number", "part", "dotted"})
_ENTRANCES = frozenset({"dated", "to"})
_UNITS_WITH_WEEKS = ("week", "weekend", "month", "year", "workdays")
_OFFSETS = {"last": -1, "this": 0, "coming": 1, "next": 1, "after_next": 2, "": 0}
_UNIT_KINDS = {"week": "week", "weekend": "weekend", "month": "months", "year": "year"}


def day_at(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """The day or days that begin at piece ``at``, and the piece after them."""
    lead = kind_at(atoms, at + 1 if kind_at(atoms, at) == "on" else at)
    if lead in _EDGES and (not habits.get("after_follows") or lead in ("not_before", "not_after")):
        return _opened(atoms, at, habits) or _ranged(atoms, at, habits)
    return _closed(atoms, at, habits)


def _opened(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "efter den 15.", "fra uge 21", "until Friday" """
    lead = at + 1 if kind_at(atoms, at) == "on" else at
    kind = atoms[lead].kind
    if (step := _ranged(atoms, lead + 1, habits)) is None:
        return None
    day, after = step
    if kind in ("after", "before") and day.kind == "later":
        return (day, after) if kind == "after" else None
    if day.until is not None:
        return (day, after) if kind == "from" else None
    edge = {"not_before": "from", "not_after": "until"}.get(kind, kind)
    again = {"from": "onward", "until": "not_after"}.get(edge)  # "by Friday at the latest"
    return replace(day, edge=edge), after + (kind_at(atoms, after) == again)


def _closed(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "uge 21 og frem", "uge 21'den sonra", or the day as it is"""
    if (step := _ranged(atoms, at, habits)) is None:
        return None
    day, after = step
    follows = kind_at(atoms, after)
    if follows == "onward":
        return replace(day, edge="from"), after + 1
    follows_here = habits.get("after_follows") or habits.get("after_both")
    an_hour_follows = habits.get("after_both") and kind_at(atoms, after + 1) in _CLOCKS
    if an_hour_follows:
        return step
    if follows == "until" and kind_at(atoms, after + 1) in _CLOCKS:
        return step  # "salı en geç 15'e kadar"
    if follows in ("not_before", "not_after") and day.until is None and after + 1 == len(atoms):
        return replace(day, edge="from" if follows == "not_before" else "until"), after + 1
    if follows_here and follows in ("after", "before", "from", "until") and day.until is None:
        if follows == "after" and day.kind == "later":
            return day, after + 1
        return replace(day, edge=follows), after + 1
    return step


def _ranged(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "12.–14. maj", "mandag til onsdag", "between Tuesday and Thursday" """
    if kind_at(atoms, at) == "between":
        first = _single(atoms, at + 1, habits)
        if first is None and (step := _bare_range(atoms, at + 1, habits, ("and", "to", "until"))):
            return step[0], step[1] + (1 if kind_at(atoms, step[1]) == "between_end" else 0)
        if first is None or kind_at(atoms, first[1]) not in ("and", "to", "until"):
            return None
        second = _single(atoms, first[1] + 1, habits)
        if second is None:
            return None
        after = second[1] + (1 if kind_at(atoms, second[1]) == "between_end" else 0)
        return replace(with_month_of(first[0], second[0]), until=second[0]), after
    first = _single(atoms, at, habits)
    if first is None:
        links = ("to", "until", "after") if habits.get("to_is_after") else ("to", "until")
        enclosed = _bare_range(atoms, at, habits, ("and",))  # "18 ile 22 Mayıs arasında"
        if enclosed is not None and kind_at(atoms, enclosed[1]) == "between_end":
            return enclosed[0], enclosed[1] + 1
        return _bare_range(atoms, at, habits, links)
    if habits.get("to_is_after") and kind_at(atoms, at - 1) == "from" and kind_at(atoms, first[1]) == "after":
        ending = _single(atoms, first[1] + 1, habits)  # "з понеділка по четвер"
        if ending is not None and ending[0].kind == first[0].kind:
            return replace(with_month_of(first[0], ending[0]), until=ending[0]), ending[1]
    if kind_at(atoms, first[1]) == "from":
        ending = _single(atoms, first[1] + 1, habits)
        if ending is not None and kind_at(atoms, ending[1]) == "until":
            return replace(with_month_of(first[0], ending[0]), until=ending[0]), ending[1] + 1
    if kind_at(atoms, first[1]) in ("to", "until", "and"):
        second = _single(atoms, first[1] + 1, habits)
        if second is not None and (
            kind_at(atoms, first[1]) != "and" or kind_at(atoms, second[1]) == "between_end"
        ):
            after = second[1] + (1 if kind_at(atoms, second[1]) == "between_end" else 0)
            return replace(with_month_of(first[0], second[0]), until=second[0]), after
        a_number = kind_at(atoms, first[1]) != "and" and kind_at(atoms, first[1] + 1) in NUMBERS
        if a_number and kind_at(atoms, first[1] + 2) not in _CLOCKS:
            match first[0].kind, first[0].value:
                case "date", (int(), int(month), int(year)):  # "den 16.-17."
                    until = Day("date", (atoms[first[1] + 1].number, month, year))
                    return replace(first[0], until=until), first[1] + 2
        if (
            kind_at(atoms, first[1]) != "and"
            and first[0].kind == "weekno"
            and kind_at(atoms, first[1] + 1) in NUMBERS
        ):
            last = Day("weekno", atoms[first[1] + 1].number)
            return replace(first[0], until=last), first[1] + 2
    return first


def _bare_range(
    atoms: list[Atom], at: int, habits: Mapping[str, bool], links: tuple[str, ...] = ("to", "until")
) -> Step | None:
    """ "12-14 maj", "the 12th to 14th of May" """
    lead = skip(atoms, at, FILLERS)
    dated = kind_at(atoms, lead) == "dated"
    lead += dated
    if not (kind_at(atoms, lead) in NUMBERS and kind_at(atoms, lead + 1) in links):
        return None
    second = _single(atoms, lead + 2, habits)
    if second is None and dated and kind_at(atoms, lead + 2) in NUMBERS:  # "den 16.-17."
        second = Day("date", (atoms[lead + 2].number, 0, 0)), lead + 3
    if second is None or second[0].kind != "date" or not isinstance(second[0].value, tuple):
        return None
    if second[0].value[1] == 0 and not dated and habits.get("hours_are_ordinals"):
        return None  # Polish "10-12-tej" are hours
    first = Day("date", (atoms[lead].number, *second[0].value[1:]))
    return replace(first, until=second[0]), second[1]


def _single(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    if (step := _later(atoms, at, habits)) is not None:
        return step
    at = skip(atoms, at, FILLERS)
    entered = kind_at(atoms, at) in _ENTRANCES
    if entered and (kind_at(atoms, at + 1) not in NUMBERS or _nth(atoms, at + 1, habits) is not None):
        at = skip(atoms, at + 1, FILLERS)
    for read in (_beside, _nth, written_date, _portion, week_number, _modified, _named):
        if (step := read(atoms, at, habits)) is not None:
            return step
    return None


def _beside(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "The day after Ascension Day", "ugen efter pinse", "Dienstag nach Ostern" """
    kind, value = kind_at(atoms, at), atoms[at].value if at < len(atoms) else ""
    side, after = kind_at(atoms, at + 1), at + 2
    if (kind, value) in (("day", "1"), ("week", "1")):
        what: int | str = kind
        side, after = "after", at + (2 if side == "after" else 1)  # "dagen efter" alone is tomorrow
    elif kind == "unit" and value in ("day", "week"):
        what = value
    elif kind == "dated" and side == "after":
        what = "day"  # Polish "dzień" also leads a date
    elif kind == "weekday":
        what = int(value)
    else:
        return None
    if side not in ("after", "before") or (side == "before" and what != "day"):
        return None
    after = skip(atoms, after, FILLERS)
    if kind_at(atoms, after) == "holiday":
        return Day("beside", what, mod=side, within=Day("holiday", atoms[after].value)), after + 1
    if kind in ("day", "week"):
        return None
    step = written_date(atoms, after, habits)
    return (Day("beside", what, mod=side, within=step[0]), step[1]) if step else None


def _portion(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "slutningen af maj", "Anfang nächster Woche", "hafta sonu" is a weekend and comes as such"""
    kind = kind_at(atoms, at)
    if kind not in ("begin", "middle", "end"):
        if habits.get("portion_follows"):
            step = (
                week_number(atoms, at, habits)
                or _modified(atoms, at, habits)
                or _named(atoms, at, habits)
                or _this_unit(atoms, at)
            )
            has_parts = step is not None and step[0].kind in _HAVE_PARTS
            if step and has_parts and (portion := kind_at(atoms, step[1])) in ("begin", "middle", "end"):
                return replace(step[0], portion=portion), step[1] + 1
        return None
    inner = skip(atoms, at + 1, FILLERS)
    if kind_at(atoms, inner) == "unit" and kind_at(atoms, inner + 1) == "month":
        inner += 1
    step = (
        week_number(atoms, inner, habits)
        or _modified(atoms, inner, habits)
        or _named(atoms, inner, habits)
        or _this_unit(atoms, inner)
    )
    return (replace(step[0], portion=kind), step[1]) if step and step[0].kind in _HAVE_PARTS else None


def _this_unit(atoms: list[Atom], at: int) -> Step | None:
    if kind_at(atoms, at) == "unit" and atoms[at].value in _UNIT_KINDS:
        return Day(_UNIT_KINDS[atoms[at].value], 0), at + 1
    return None


def _nth(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "den første mandag i juni", "last Friday of May", "mayısın son cuması", "paskutinį gegužės penktadienį" """
    if (week := _nth_week(atoms, at, habits)) is not None:
        return week
    kinds = [kind_at(atoms, at + n) for n in range(3)]
    if kinds[0] in _NTHS and kinds[1] == "weekday":
        which, weekday, after = atoms[at], atoms[at + 1], skip(atoms, at + 2, _OF)
        month = _modified(atoms, after, habits) or plain_month(atoms, after) or _this_month(atoms, after)
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
        month = _modified(atoms, after, habits) or plain_month(atoms, after) or _this_month(atoms, after)
        after = month[1] if month else after
    if month is None or month[0].kind not in ("month", "months"):
        return None
    return Day("nth_week", number, within=month[0]), after


def _this_month(atoms: list[Atom], at: int) -> Step | None:
    """ "The last Friday of the month" """
    a_month = kind_at(atoms, at) == "unit" and atoms[at].value == "month"
    return (Day("months", 0), at + 1) if a_month else None


def _nth_weekday(atoms: list[Atom], at: int) -> tuple[Atom, Atom, int] | None:
    found = kind_at(atoms, at) in _NTHS and kind_at(atoms, at + 1) == "weekday"
    return (atoms[at], atoms[at + 1], at + 2) if found else None


def _later(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "om to uger", "in a month", "بعد أسبوعين", "iki hafta sonra", "3 days from now" """
    lead = at
    while kind_at(atoms, lead) in ("on", "of") and kind_at(atoms, lead + 1) in (
        "in",
        "after",
        "number",
        "counted",
    ):
        lead += 1
    prefixed = kind_at(atoms, lead) if kind_at(atoms, lead) in ("in", "after", "within") else ""
    if prefixed == "after" and habits.get("after_follows"):
        prefixed = ""
    led = prefixed or kind_at(atoms, lead - 1) in _EDGES
    if prefixed:
        lead += 1
    lead = skip(atoms, lead, FILLERS)
    if kind_at(atoms, lead) == "counted":
        count, unit = atoms[lead].value.split(" ")
        number, after = int(count), lead + 1
    elif kind_at(atoms, lead) == "minutes_to" and kind_at(atoms, lead + 1) == "unit":
        if habits.get("after_follows") or atoms[lead + 1].value == "minute":
            return None
        return Day("later", (int(atoms[lead].value), atoms[lead + 1].value)), lead + 2  # "za pięć dni"
    elif kind_at(atoms, lead) == "number" and kind_at(atoms, lead + 1) == "unit":
        number, unit, after = atoms[lead].number, atoms[lead + 1].value, lead + 2
    elif prefixed == "in" and kind_at(atoms, lead) == "number" and kind_at(atoms, lead + 1) == "clock_after":
        number, unit, after = atoms[lead].number, "hour", lead + 2  # "через дві години"
    elif _counts_months(atoms, lead, habits):
        number, unit, after = atoms[lead].number, "month", lead + 2
    elif kind_at(atoms, lead) == "number" and _next_one(atoms, lead + 1) and habits.get("later_follows"):
        return Day("later", (atoms[lead].number, _next_one(atoms, lead + 1))), lead + 2
    elif prefixed and kind_at(atoms, lead) == "unit" and kind_at(atoms, lead + 1) != "number":
        number, unit, after = 1, atoms[lead].value, lead + 1
    else:
        return None
    if kind_at(atoms, after) == "ago" or (habits.get("later_follows") and kind_at(atoms, after) == "last"):
        return Day("later", (-number, unit)), after + 1
    a_week_number = habits.get("week_number_first") and atoms[lead].digits
    if (
        not led
        and not a_week_number
        and unit in ("week", "fortnight")
        and (step := _weeks_on(atoms, after, number, unit))
    ):
        return step
    if not prefixed and kind_at(atoms, after) == "within":
        return Day("within", (number, unit)), after + 1
    suffixed = kind_at(atoms, after) == "from_now" or (
        kind_at(atoms, after) in ("after", "next")
        and (habits.get("after_follows") or habits.get("later_follows"))
    )
    if suffixed:
        after += 1
    if not (prefixed or suffixed) or unit in ("weekend", "minute") or number > 60:
        return None
    return Day("within" if prefixed == "within" else "later", (number, unit)), after


def _weeks_on(atoms: list[Atom], at: int, number: int, unit: str) -> Step | None:
    """ "A week tomorrow", "a fortnight on Thursday", "two weeks from Friday" """
    weeks = number * (2 if unit == "fortnight" else 1)
    day = skip(atoms, at, _FROM_A_DAY)
    if kind_at(atoms, day) == "day":
        return Day("offset", int(atoms[day].value) + 7 * weeks), day + 1
    if kind_at(atoms, day) == "weekday":
        return Day("weekday", int(atoms[day].value), within=Day("later", (weeks, "week"))), day + 1
    return None


def _counts_months(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> bool:
    """Romanian "două luni" is two months, "luni" alone is Monday."""
    monday = kind_at(atoms, at + 1) == "weekday" and atoms[at + 1].value == "1"
    return bool(habits.get("monday_is_months")) and monday and kind_at(atoms, at) == "number"


def _next_one(atoms: list[Atom], at: int) -> str:
    """Persian "هفته دیگر" is next week alone, and after a number the unit that is counted."""
    units = {"week": "week", "months": "month"}
    return units.get(kind_at(atoms, at), "") if at < len(atoms) and atoms[at].value == "1" else ""


def _modified(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "næste torsdag", "الأسبوع القادم", "in drei Wochen" is not one of them"""
    mod = ""
    if kind_at(atoms, at) in _MODS:
        mod, at = atoms[at].kind, at + 1
        if kind_at(atoms, at) in _MODS:
            mod, at = ("after_next" if mod == atoms[at].kind == "next" else atoms[at].kind), at + 1
    if not mod and habits.get("modifier_follows") and kind_at(atoms, at + 1) in _MODS:
        return _noun(atoms, at, atoms[at + 1].kind, extra=1)
    return _noun(atoms, at, mod) if mod else None


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


def _named(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    kind = kind_at(atoms, at)
    if kind == "day":
        return Day("offset", int(atoms[at].value)), at + 1
    if kind == "week":
        return Day("week", int(atoms[at].value)), at + 1
    if kind == "months":
        return Day("months", int(atoms[at].value)), at + 1
    if kind in ("weekday", "weekdays"):
        day = Day(kind, int(atoms[at].value))
        follows = atoms[at + 1] if at + 1 < len(atoms) else None
        if habits.get("weekday_week") and follows and (follows.kind, follows.value) == ("unit", "week"):
            numbered = kind_at(atoms, at + 2) in NUMBERS
            if kind == "weekday" and not numbered:  # "Tuesday week"
                return replace(day, within=Day("later", (1, "week"))), at + 2
        adjacent = follows is not None and follows.start == atoms[at].end
        if follows and adjacent and follows.digits and len(follows.value) <= 2 and 1 <= follows.number <= 31:
            beyond = kind_at(atoms, at + 2)
            if beyond in ("month", "unit", "nth_mark", "dated"):
                return day, at + 1
            plain = beyond in ("", "and", "or", "part", "weekday")
            if plain or follows.number > 24:
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
