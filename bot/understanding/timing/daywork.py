"""One day or a stretch of them: "slutningen af maj", "dagen efter pinse", "mandag til onsdag", "fra uge 21"."""

from collections.abc import Mapping
from dataclasses import replace

from bot.understanding.timing.atoms import NUMBERS, Atom, kind_at, skip
from bot.understanding.timing.laters import later
from bot.understanding.timing.moments import Day, with_month_of
from bot.understanding.timing.namedays import modified, named, this_unit
from bot.understanding.timing.nths import nth
from bot.understanding.timing.writtendays import EDGES, FILLERS, Step, week_number, written_date

_HAVE_PARTS = frozenset(
    {"week", "weekno", "weekend", "month", "months", "solar_month", "season", "year", "holiday"}
)
_CLOCKS = frozenset({"clock", "clock_time", "number", "part", "dotted", "clock_after", "am", "pm"})
_MORNINGS = frozenset({"early", "morning", "forenoon"})
_NO_MORNING = 13
"""From here on a number is no hour of a morning."""

_ENTRANCES = frozenset({"dated", "to"})


def day_at(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """The day or days that begin at piece ``at``, and the piece after them."""
    lead = kind_at(atoms, at + 1 if kind_at(atoms, at) == "on" else at)
    if lead in EDGES and (not habits.get("after_follows") or lead in ("not_before", "not_after")):
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
    if day.kind == "parity":
        return day, after  # Ukrainian "по" is "after" and "in the"
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
        return _between(atoms, at + 1, habits)
    first = _single(atoms, at, habits)
    if first is None:
        enclosed = _bare_range(atoms, at, habits, ("and",))  # "18 ile 22 Mayıs arasında"
        if enclosed is not None and kind_at(atoms, enclosed[1]) == "between_end":
            return enclosed[0], enclosed[1] + 1
        links = ("to", "until", "after") if habits.get("to_is_after") else ("to", "until")
        step = _bare_range(atoms, at, habits, links)
        return (step[0], step[1] + (kind_at(atoms, step[1]) == "between_end")) if step else None
    link = kind_at(atoms, first[1])
    opened = kind_at(atoms, at - 1) == "from"
    if habits.get("to_is_after") and opened and link == "after":
        ending = _single(atoms, first[1] + 1, habits)  # "з понеділка по четвер"
        return _until(first[0], ending) if ending is not None and ending[0].kind == first[0].kind else first
    named_again = link == first[0].kind == "weekday" or (link in NUMBERS and first[0].kind == "date")
    if named_again and habits.get("after_follows"):
        ending = _single(atoms, first[1], habits)  # "salıdan perşembeye kadar", "12'sinden 14'üne kadar"
        closed = ending is not None and kind_at(atoms, ending[1]) == "until"
        closed = closed and ending is not None and ending[0].kind == first[0].kind
        return _until(first[0], ending, 1) if ending is not None and closed else first
    if link == "from":
        ending = _single(atoms, first[1] + 1, habits)
        closed = ending is not None and kind_at(atoms, ending[1]) == "until"
        return _until(first[0], ending, 1) if ending is not None and closed else first
    if link not in ("to", "until", "and"):
        return first
    ending = _single(atoms, first[1] + 1, habits)
    closed = ending is not None and kind_at(atoms, ending[1]) == "between_end"
    if ending is not None and (link != "and" or closed):
        return _until(first[0], ending, int(closed))
    return _until_number(atoms, first) if link != "and" else first


def _until(first: Day, ending: Step, more: int = 0) -> Step:
    return replace(with_month_of(first, ending[0]), until=ending[0]), ending[1] + more


def _until_number(atoms: list[Atom], first: Step) -> Step:
    """ "Den 16.-17.", "uge 21 til 23": the second number is what the first one is."""
    day, at = first
    if kind_at(atoms, at + 1) not in NUMBERS:
        return first
    number = atoms[at + 1].number
    opened = kind_at(atoms, at - 2) == "from" or kind_at(atoms, at - 3) == "from"
    if kind_at(atoms, at) == "until" and not opened and _hour_behind(day, number):
        return first
    match day.kind, day.value:
        case "date", (int(), int(month), int(year)) if kind_at(atoms, at + 2) not in _CLOCKS:
            return replace(day, until=Day("date", (number, month, year))), at + 2
        case "weekno", _:
            return replace(day, until=Day("weekno", number)), at + 2
    return first


def _hour_behind(day: Day, number: int) -> bool:
    """ "12 May until 2" is an hour of that day, "12 May until 14" may be one."""
    return day.kind == "date" and isinstance(day.value, tuple) and 1 <= number <= max(int(day.value[0]), 18)


def _between(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    first = _single(atoms, at, habits)
    if first is None:
        step = _bare_range(atoms, at, habits, ("and", "to", "until"))
    elif kind_at(atoms, first[1]) not in ("and", "to", "until"):
        return None
    else:
        ending = _single(atoms, first[1] + 1, habits)
        step = _until(first[0], ending) if ending is not None else None
    return (step[0], step[1] + (kind_at(atoms, step[1]) == "between_end")) if step else None


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
    if second is None and _of_mornings(atoms, lead, opened=kind_at(atoms, at - 1) in ("from", "between")):
        of_month = kind_at(atoms, lead + 3) == "unit"
        second = Day("date", (atoms[lead + 2].number, 0, 0)), lead + 3 + of_month
        return Day("date", (atoms[lead].number, 0, 0), until=second[0]), second[1]
    if second is None and dated and kind_at(atoms, lead + 2) in NUMBERS:  # "den 16.-17."
        second = Day("date", (atoms[lead + 2].number, 0, 0)), lead + 3
    if second is None or second[0].kind != "date" or not isinstance(second[0].value, tuple):
        return None
    if second[0].value[1] == 0 and not dated and habits.get("hours_are_ordinals"):
        return None  # Polish "10-12-tej" are hours
    first = Day("date", (atoms[lead].number, *second[0].value[1:]))
    return replace(first, until=second[0]), second[1]


def _of_mornings(atoms: list[Atom], at: int, *, opened: bool) -> bool:
    """ "From 18 to 20 in the mornings", "from 18 to 20 of the month": numbers that can be no hours of that."""
    first, second = atoms[at], atoms[at + 2] if at + 2 < len(atoms) else atoms[at]
    if not (first.digits and second.digits and _NO_MORNING <= first.number < second.number <= 31):
        return False
    behind = atoms[at + 3] if at + 3 < len(atoms) else None
    if behind is None or behind.start != second.end:
        return False
    month = (behind.kind, behind.value) == ("unit", "month")
    return (opened and month) or (behind.kind == "part" and behind.value in _MORNINGS)


def _single(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    if (step := later(atoms, at, habits)) is not None:
        return step
    at = skip(atoms, at, FILLERS)
    portion = kind_at(atoms, at + 1)
    if habits.get("portion_follows") and kind_at(atoms, at) == "dated" and portion in ("middle", "end"):
        return Day("months", 0, portion=portion), at + 2  # "ayın ortası"
    entered = kind_at(atoms, at) in _ENTRANCES
    if entered and (kind_at(atoms, at + 1) not in NUMBERS or nth(atoms, at + 1, habits) is not None):
        at = skip(atoms, at + 1, FILLERS)
    for read in (_beside, nth, written_date, _portion, week_number, modified, named):
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
    if side not in ("after", "before") or (side == "before" and what == "week"):
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
                or modified(atoms, at, habits)
                or named(atoms, at, habits)
                or this_unit(atoms, at)
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
        or modified(atoms, inner, habits)
        or named(atoms, inner, habits)
        or this_unit(atoms, inner)
    )
    return (replace(step[0], portion=kind), step[1]) if step and step[0].kind in _HAVE_PARTS else None
