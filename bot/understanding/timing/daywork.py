"""One day or a stretch of them: "slutningen af maj", "dagen efter pinse", "mandag til onsdag", "fra uge 21"."""

from collections.abc import Mapping
from dataclasses import replace

from bot.understanding.timing.atoms import NUMBERS, Atom, kind_at, skip
from bot.understanding.timing.laters import later
from bot.understanding.timing.moments import Day, with_month_of
from bot.understanding.timing.namedays import modified, named, this_unit
from bot.understanding.timing.nths import is_week, nth
from bot.understanding.timing.writtendays import EDGES, FILLERS, Step, week_number, written_date

_HAVE_PARTS = frozenset(
    {"week", "weekno", "weekend", "month", "months", "solar_month", "season", "year", "holiday"}
)
_CLOCKS = frozenset({"clock", "clock_time", "number", "part", "dotted", "clock_after", "am", "pm"})
_MORNINGS = frozenset({"early", "morning", "forenoon"})
_NO_MORNING = 13
"""From here on a number is no hour of a morning."""

_GLUED = frozenset({"weekday", "holiday"})
_BEFORE_A_DATE = FILLERS | {"dated", "from"}
_DATED = NUMBERS | _BEFORE_A_DATE | {"slashed", "dotted", "full_date", "dated_number"}
_LAST_DAY = 31
PORTIONS = frozenset({"begin", "middle", "end", "last_days"})

_OF = frozenset({"of", "on"})
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
    doubled = kind == "not_before" and kind_at(atoms, lead + 1) == "from"  # "tidligst fra 1. juni"
    if (step := _ranged(atoms, lead + 1 + doubled, habits)) is None:
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
    twice = kind == "not_before" and kind_at(atoms, after) == "from" and bool(habits.get("after_follows"))
    return replace(day, edge=edge), after + (twice or kind_at(atoms, after) == again)


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
        if habits.get("clock_is_to") and kind_at(atoms, at - 1) == "from":
            links = (*links, "clock")  # "de la 18 la 20 mai"
        step = _bare_range(atoms, at, habits, links)
        return (step[0], step[1] + (kind_at(atoms, step[1]) == "between_end")) if step else None
    link = kind_at(atoms, first[1])
    opened = kind_at(atoms, at - 1) == "from"
    if habits.get("to_is_after") and opened and link == "after":
        ending = _single(atoms, first[1] + 1, habits)  # "з понеділка по четвер"
        return _until(first[0], ending) if ending is not None and ending[0].kind == first[0].kind else first
    if (enclosed := _enclosed_numbers(atoms, first)) is not None:
        return enclosed
    named_again = link == first[0].kind == "weekday" or (link in NUMBERS and first[0].kind == "date")
    if named_again and habits.get("after_follows"):
        ending = _single(atoms, first[1], habits)  # "salıdan perşembeye kadar", "12'sinden 14'üne kadar"
        closed = ending is not None and kind_at(atoms, ending[1]) in ("until", "between_end")
        closed = closed and ending is not None and ending[0].kind == first[0].kind
        return _until(first[0], ending, 1) if ending is not None and closed else first
    if opened and link == first[0].kind == "weekday" and habits.get("and_is_glued"):
        ending = _single(atoms, first[1], habits)  # "من الثلاثاء للخميس"
        return _until(first[0], ending) if ending is not None and ending[0].kind == "weekday" else first
    if link == "from":
        ending = _single(atoms, first[1] + 1, habits)
        closed = ending is not None and kind_at(atoms, ending[1]) == "until"
        return _until(first[0], ending, 1) if ending is not None and closed else first
    if link == "clock" and habits.get("clock_is_to"):
        ending = _single(atoms, first[1] + 1, habits)  # Romanian "de luni la vineri"
        return _until(first[0], ending) if ending is not None and ending[0].kind == first[0].kind else first
    if link not in ("to", "until", "and"):
        return first
    ending = _single(atoms, first[1] + 1, habits)
    closed = ending is not None and kind_at(atoms, ending[1]) == "between_end"
    if ending is not None and (link != "and" or closed):
        return _until(first[0], ending, int(closed))
    return _until_number(atoms, first) if link != "and" else first


def _until(first: Day, ending: Step, more: int = 0) -> Step:
    return replace(with_month_of(first, ending[0]), until=ending[0]), ending[1] + more


def _enclosed_numbers(atoms: list[Atom], first: Step) -> Step | None:
    """ "Ayın on ikisiyle on beşi arası": the second number is a day of that month, too."""
    at = skip(atoms, first[1], frozenset({"and"}))
    after = skip(atoms, at + 1, frozenset({"nth_mark"}))
    if kind_at(atoms, at) not in NUMBERS or kind_at(atoms, after) != "between_end":
        return None
    match first[0].kind, first[0].value:
        case "date", (int(start), int(month), int(year)) if start < atoms[at].number <= _LAST_DAY:
            return replace(first[0], until=Day("date", (atoms[at].number, month, year))), after + 1
    return None


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
    else:
        linked = kind_at(atoms, first[1]) in ("and", "to", "until")
        glued = habits.get("and_is_glued") and kind_at(atoms, first[1]) == first[0].kind in _GLUED
        if not (linked or glued):
            return None
        ending = _single(atoms, first[1] + linked, habits)
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
    of_dates = kind_at(atoms, second[1] - 1) in ("dated", "nth_mark")  # "12-15 числа", "12-15-go"
    if second[0].value[1] == 0 and not (dated or of_dates) and habits.get("hours_are_ordinals"):
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
    if entered and (step := nth(atoms, at, habits)) is not None:
        return step  # "ayın son haftası"
    if entered and (kind_at(atoms, at + 1) not in NUMBERS or nth(atoms, at + 1, habits) is not None):
        at = skip(atoms, at + 1, FILLERS)
    for read in (_beside, nth, _week_of, written_date, _portion, week_number, modified, named):
        if (step := read(atoms, at, habits)) is not None:
            return step
    return None


def _week_of(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "The week commencing 18 May", "Woche vom 18. bis 22.", "ugen 18.-22. maj", "18 Mayıs haftası" """
    what = atoms[at].value if kind_at(atoms, at) == "week_of" else ""
    if not what:
        return _date_and_week(atoms, at, habits) or (
            _week_and_date(atoms, at, habits) if is_week(atoms, at) or _this_week_from(atoms, at) else None
        )
    after = skip(atoms, at + 1, _BEFORE_A_DATE)
    weekday = kind_at(atoms, after) == "weekday" and (kind_at(atoms, after + 1) in _DATED)
    after = skip(atoms, after + weekday, _BEFORE_A_DATE)
    step = _bare_range(atoms, after, habits) or _ranged(atoms, after, habits)
    if step is None and kind_at(atoms, after) in NUMBERS and 1 <= atoms[after].number <= _LAST_DAY:
        step = Day("date", (atoms[after].number, 0, 0)), after + 1
    if step is None or step[0].kind not in ("date", "holiday"):
        return None
    return step if step[0].until else (Day("week_of", what, within=step[0]), step[1])


def _week_and_date(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "Ugen 18.-22. maj", "أسبوع 18 أيار": behind the word a date with its month."""
    after = skip(atoms, at + 1, _BEFORE_A_DATE)
    opened = any(piece.kind == "from" for piece in atoms[at + 1 : after])
    links = ("to", "until", "after") if habits.get("to_is_after") else ("to", "until")
    ranged = _bare_range(atoms, after, habits, links)
    weekday = kind_at(atoms, after) == "weekday" and kind_at(atoms, after + 1) in _DATED
    after = skip(atoms, after + weekday, _BEFORE_A_DATE)
    step = ranged or written_date(atoms, after, habits)
    if (
        step is None and kind_at(atoms, after - 1) == "dated"
    ):  # the article is what makes a date of the number
        step = written_date(atoms, after - 1, habits)
    led = after > at + 1 or habits.get("month_is_numbered")
    if step is None or step[0].kind != "date" or not (step[0].until or led):
        return None
    return step if step[0].until else (Day("week_of", "from" if opened else "on", within=step[0]), step[1])


def _this_week_from(atoms: list[Atom], at: int) -> bool:
    """ "I ugen fra 18/5": the phrase for this week, and from which day on it is another."""
    return kind_at(atoms, at) == "week" and atoms[at].value == "0" and kind_at(atoms, at + 1) == "from"


def _date_and_week(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "18 Mayıs haftası" """
    step = written_date(atoms, at, habits) if habits.get("portion_follows") else None
    if step is None or not step[0].has_month or not is_week(atoms, step[1]):
        return None
    return Day("week_of", "on", within=step[0]), step[1] + 1


def _beside(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "The day after Ascension Day", "ugen efter pinse", "(am ersten) Dienstag nach Ostern" """
    if habits.get("after_follows"):
        return _beside_behind(atoms, at)
    at = _past_first(atoms, at)
    kind, value = kind_at(atoms, at), atoms[at].value if at < len(atoms) else ""
    after = skip(atoms, at + 1, _OF) if (kind, value) == ("unit", "week") else at + 1
    side, after = kind_at(atoms, after), after + 1
    if (kind, value, side) == ("week", "0", "after"):
        what: int | str = kind  # "i ugen efter påske"
    elif (kind, value) in (("day", "1"), ("week", "1")):
        what = kind
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


def _beside_behind(atoms: list[Atom], at: int) -> Step | None:
    """Turkish "yılbaşından sonraki ilk pazartesi", "paskalyadan sonraki hafta": the feast comes first."""
    if kind_at(atoms, at) != "holiday" or kind_at(atoms, at + 1) != "from_now":
        return None
    after = _past_first(atoms, at + 2)
    kind, value = kind_at(atoms, after), atoms[after].value if after < len(atoms) else ""
    if kind == "weekday":
        what: int | str = int(value)
    elif kind == "unit" and value in ("day", "week"):
        what = value
    else:
        return None
    return Day("beside", what, mod="after", within=Day("holiday", atoms[at].value)), after + 1


def _past_first(atoms: list[Atom], at: int) -> int:
    """Past the "first" of "the first Monday after New Year", which any Monday after it would be."""
    first = skip(atoms, at, frozenset({"dated"}))
    spelt = kind_at(atoms, first) == "ordinal" and atoms[first].number == 1 and not atoms[first].digits
    return first + 1 if spelt and kind_at(atoms, first + 1) == "weekday" else at


def _portion(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "slutningen af maj", "Anfang nächster Woche", "hafta sonu" is a weekend and comes as such"""
    kind = kind_at(atoms, at)
    if kind == "part_of":
        return _part_of(atoms, at, habits)
    if (step := _part_behind(atoms, at, habits)) is not None:
        return step
    if kind not in PORTIONS:
        if habits.get("portion_follows"):
            step = (
                week_number(atoms, at, habits)
                or modified(atoms, at, habits)
                or named(atoms, at, habits)
                or this_unit(atoms, at)
            )
            has_parts = step is not None and step[0].kind in _HAVE_PARTS
            if step and has_parts and (portion := kind_at(atoms, step[1])) in PORTIONS:
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


def _part_of(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "Wochenanfang nächste Woche", "month end May": the part, and the week or month it is of."""
    portion, unit = atoms[at].value.split(" ")[:2]
    inner = skip(atoms, at + 1, FILLERS)
    step = week_number(atoms, inner, habits) or modified(atoms, inner, habits) or named(atoms, inner, habits)
    kinds = {"week": ("week", "weekno"), "month": ("month", "months")}[unit]
    if step is None or step[0].kind not in kinds or step[0].portion:
        return None
    return replace(step[0], portion=portion), step[1]


def _part_behind(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "Nächste Woche Anfang", "next week midweek": the part is said behind, and nothing follows it."""
    step = week_number(atoms, at, habits) or modified(atoms, at, habits) or named(atoms, at, habits)
    if step is None or step[0].kind not in ("week", "weekno"):
        return None
    part = skip(atoms, step[1], FILLERS)
    if part + 1 != len(atoms):
        return None
    portion = {"part_of": atoms[part].value.partition(" ")[0]}.get(atoms[part].kind, atoms[part].kind)
    a_week = atoms[part].kind != "part_of" or atoms[part].value.endswith("week")
    return (replace(step[0], portion=portion), part + 1) if a_week and portion in PORTIONS else None
