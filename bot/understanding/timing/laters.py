"""How long from now: "om to uger", "in a month", "بعد أسبوعين", "iki hafta sonra", "a week on Thursday"."""

from collections.abc import Mapping

from bot.understanding.timing.atoms import NUMBERS, Atom, kind_at, skip
from bot.understanding.timing.moments import Day
from bot.understanding.timing.writtendays import EDGES, FILLERS, Step

_FROM_A_DAY = frozenset({"on", "from", "dated"})
_TWO = 2
_MOST = 60
"""Days, weeks or months ahead that are still a wish."""


def later(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
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
    led = prefixed or kind_at(atoms, lead - 1) in EDGES
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
    elif prefixed == "in" and kind_at(atoms, lead) == "number" and _is_the_hours(atoms, lead + 1):
        number, unit, after = atoms[lead].number, "hour", lead + 2  # Polish "za 2 godziny"
    elif prefixed == "in" and kind_at(atoms, lead) == "clock_after" and not _number_at(atoms, lead + 1):
        number, unit, after = 1, "hour", lead + 1  # "через годину"
    elif prefixed == "after" and habits.get("and_is_glued") and _counts_days(atoms, lead):
        number, unit, after = atoms[lead].number, "day", lead + 2
    elif _counts_months(atoms, lead, habits):
        number, unit, after = atoms[lead].number, "month", lead + 2
    elif kind_at(atoms, lead) == "number" and _next_one(atoms, lead + 1) and habits.get("later_follows"):
        return Day("later", (atoms[lead].number, _next_one(atoms, lead + 1))), lead + 2
    elif prefixed and kind_at(atoms, lead) == "unit" and kind_at(atoms, lead + 1) != "number":
        if atoms[lead].value == "workdays":
            return None  # "on weekdays"
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
    if not (prefixed or suffixed) or unit in ("weekend", "minute") or number > _MOST:
        return None
    return Day("within" if prefixed == "within" else "later", (number, unit)), after


def _is_the_hours(atoms: list[Atom], at: int) -> bool:
    """Whether a word for "hours" stands here that leads to no hour of the clock."""
    return kind_at(atoms, at) == "clock" and not _number_at(atoms, at + 1)


def _number_at(atoms: list[Atom], at: int) -> bool:
    return kind_at(atoms, at) in {*NUMBERS, "clock_time", "dotted"}


def _weeks_on(atoms: list[Atom], at: int, number: int, unit: str) -> Step | None:
    """ "A week tomorrow", "a fortnight on Thursday", "two weeks from Friday" """
    weeks = number * (2 if unit == "fortnight" else 1)
    day = skip(atoms, at, _FROM_A_DAY)
    if kind_at(atoms, day) == "day":
        return Day("offset", int(atoms[day].value) + 7 * weeks), day + 1
    if kind_at(atoms, day) == "weekday":
        return Day("weekday", int(atoms[day].value), within=Day("later", (weeks, "week"))), day + 1
    return None


def _counts_days(atoms: list[Atom], at: int) -> bool:
    """Arabic "بعد 14 يوم": behind its number the word that else leads a date counts days."""
    counted = kind_at(atoms, at) == "number" and kind_at(atoms, at + 1) in ("dated", "on")
    return counted and atoms[at].number > _TWO and at + 2 == len(atoms)


def _counts_months(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> bool:
    """Romanian "două luni" is two months, "luni" alone is Monday."""
    monday = kind_at(atoms, at + 1) == "weekday" and atoms[at + 1].value == "1"
    return bool(habits.get("monday_is_months")) and monday and kind_at(atoms, at) == "number"


def _next_one(atoms: list[Atom], at: int) -> str:
    """Persian "هفته دیگر" is next week alone, and after a number the unit that is counted."""
    units = {"week": "week", "months": "month"}
    return units.get(kind_at(atoms, at), "") if at < len(atoms) and atoms[at].value == "1" else ""
