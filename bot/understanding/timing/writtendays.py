"""Days with a number: "d. 13", "13/5", "14 maja", "uge 21"."""

from collections.abc import Mapping

from bot.understanding.timing.atoms import NUMBERS, Atom, kind_at, skip
from bot.understanding.timing.calendars import SOLAR_YEARS
from bot.understanding.timing.clocktimes import point_at
from bot.understanding.timing.moments import Day

Step = tuple[Day, int]
"""A day, and the piece after it."""

FEW_WEEKS = 8
"""Up to so many weeks may be a length of time."""

_BEGIN_A_WEEK = NUMBERS | {"unit", "weekday", "dated"}
"""With what the number of a week may begin; most pieces are something else."""

_HOURS_OF_A_DAY = 24

_NO_LINE = 10
"""From here on a number alone is no line of a menu ("nr. 2 kl 10")."""

LAST_PLACE = 5
""" "The third" may be a place on the list, "the thirteenth" is a date."""

_BELONG_TO_A_DATE = NUMBERS | {"dated_number", "full_date", "slashed", "dotted", "weekday", "month"}

EDGES = frozenset({"after", "before", "from", "not_before", "not_after", "until"})
"""Words that open a stretch of days at one of its ends."""

FILLERS = frozenset({"on", "of", "at", "in", "around", "within"})
"""Small words before a day that add nothing to it."""


def written_date(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    kind = kind_at(atoms, at)
    if kind == "full_date":
        return Day("solar" if atoms[at].pair[2] < 1500 else "date", atoms[at].pair), at + 1
    if kind in ("slashed", "dotted"):
        day, month = atoms[at].pair
        if kind == "dotted" and (kind_at(atoms, at + 1) == "clock_after" or _two_ways(atoms, at, habits)):
            return None
        if habits.get("month_first") and day <= 12 and month <= 12:
            return None  # 05.12 is a day in May or in December
        if month > 12 >= day and (kind == "slashed" or habits.get("month_first")):
            day, month = month, day
        return _with_year(atoms, day, month, at + 1) if 1 <= month <= 12 and 1 <= day <= 31 else None
    if (kind in NUMBERS or kind == "dated_number") and 1 <= atoms[at].number <= 31:
        if kind_at(atoms, at + 1) == "holiday" and atoms[at + 1].value == "ramadan":
            return Day("moon_date", atoms[at].number), at + 2
        month_at = at + 1
        while kind_at(atoms, month_at) in ("of", "on", "nth_mark", "dated", "from"):
            month_at += 1
        if kind_at(atoms, month_at) == "unit" and atoms[month_at].value == "month":
            month_at += kind_at(atoms, month_at + 1) in ("month", "solar_month")  # "١٢ شهر حزيران"
            counted = kind_at(atoms, at - 1) in ("in", "within", *EDGES)
            alone = month_at == at + 1 and kind_at(atoms, at + 2) not in ("next", "coming", "last", "this")
            if habits.get("month_is_numbered") and alone and atoms[at].number > 12 and not counted:
                return Day("date", (atoms[at].number, 0, 0)), at + 2  # "٢٨ الشهر"
        month_at += kind_at(atoms, month_at) == "months" and kind_at(atoms, month_at + 1) == "month"
        if (this := _month_of_today(atoms, month_at)) is not None:
            return Day("date", (atoms[at].number, 0, 0), within=this[0]), this[1]
        if kind_at(atoms, month_at) in ("solar_month", "dated_solar"):
            return _with_solar_year(atoms, atoms[at].number, int(atoms[month_at].value), month_at + 1)
        if kind_at(atoms, month_at) == "month":
            return _with_year(atoms, atoms[at].number, int(atoms[month_at].value), month_at + 1)
    if kind == "dated_number":
        return (Day("date", (atoms[at].number, 0, 0)), at + 1) if atoms[at].number <= 31 else None
    if kind == "month":
        number_at = at + 1
        while kind_at(atoms, number_at) in ("on", "of", "dated"):
            number_at += 1
        if kind_at(atoms, number_at) in {*NUMBERS, "dated_number"} and 1 <= atoms[number_at].number <= 31:
            clock = kind_at(atoms, number_at + 1) in ("clock_after", "am", "pm")
            if not clock:
                after = number_at + (2 if kind_at(atoms, number_at + 1) == "nth_mark" else 1)
                return _with_year(atoms, atoms[number_at].number, int(atoms[at].value), after)
    if kind == "dated" and kind_at(atoms, at + 1) in NUMBERS and 1 <= atoms[at + 1].number <= 31:
        a_place = habits.get("places") and not atoms[at + 1].digits and atoms[at + 1].number <= LAST_PLACE
        if (step := written_date(atoms, at + 1, habits)) is not None:
            return step
        if a_place or _is_a_week(atoms, at + 1):
            return None
        after = at + (3 if kind_at(atoms, at + 2) == "nth_mark" else 2)
        return Day("date", (atoms[at + 1].number, 0, 0)), after
    if kind not in NUMBERS:
        return None
    marked = kind_at(atoms, at + 1) == "nth_mark"
    marked = marked or (kind_at(atoms, at + 1) == "dated" and kind_at(atoms, at + 2) not in _BELONG_TO_A_DATE)
    if habits.get("and_is_glued") and kind_at(atoms, at - 1) == "after" and kind_at(atoms, at + 1) == "dated":
        marked = False  # Arabic "بعد 14 يوم" counts days
    if 1 <= atoms[at].number <= 31 and marked:
        return Day("date", (atoms[at].number, 0, 0)), at + 2
    if kind == "number" and atoms[at].number >= _NO_LINE and is_before_its_hour(atoms, at, habits):
        return Day("date", (atoms[at].number, 0, 0)), at + 1
    return None


def _is_a_week(atoms: list[Atom], at: int) -> bool:
    """ "Den 21. uge": the number is that of the week."""
    after = skip(atoms, at + 1, frozenset({"nth_mark"}))
    return atoms[at].number > FEW_WEEKS and (
        kind_at(atoms, after),
        atoms[after].value if after < len(atoms) else "",
    ) == ("unit", "week")


def is_before_its_hour(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> bool:
    """ "28 kl 9", "19 saat 13:30": a number right before a clock time is a day; Romanian "9 la 11" is from 9 to 11."""
    piece, lead = atoms[at], kind_at(atoms, at + 1)
    if habits.get("places") or (habits.get("clock_is_to") and piece.number <= _HOURS_OF_A_DAY):
        return False
    if not piece.digits or not 1 <= piece.number <= 31 or kind_at(atoms, at - 1) in EDGES:
        return False
    return lead in ("clock", "clock_time") and point_at(atoms, at + 1) is not None


def _month_of_today(atoms: list[Atom], at: int) -> Step | None:
    """ "the 12th of this month", "dwunastego przyszłego miesiąca" """
    if kind_at(atoms, at) == "months":
        return Day("months", int(atoms[at].value)), at + 1
    for month, which in ((at + 1, at), (at, at + 1)):  # "luna asta" says it behind
        offset = {"this": 0, "next": 1, "coming": 1}.get(kind_at(atoms, which))
        if offset is not None and kind_at(atoms, month) == "unit" and atoms[month].value == "month":
            return Day("months", offset), at + 2
    return None


def _two_ways(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> bool:
    """ "10.05" is five past ten or the tenth of May, unless the language or a word before it tells."""
    told = habits.get("dotted_is_date") or (at > 0 and atoms[at - 1].kind == "dated")
    told = told or kind_at(atoms, at + 1) == "clock"
    return len(atoms[at].value.split(".")[1]) == 2 and atoms[at].pair[0] <= 24 and not told


def _with_solar_year(atoms: list[Atom], day: int, month: int, after: int) -> Step:
    """ "۲۳ اردیبهشت ۱۴۰۵" """
    after = skip(atoms, after, frozenset({"of"}))
    if kind_at(atoms, after) == "number" and atoms[after].number in SOLAR_YEARS:
        return Day("solar", (day, month, atoms[after].number)), after + 1
    return Day("solar", (day, month, 0)), after


def is_year(atoms: list[Atom], at: int) -> bool:
    """Whether the piece is a year in four digits."""
    return kind_at(atoms, at) == "number" and atoms[at].digits and 2000 <= atoms[at].number <= 2100


def plain_month(atoms: list[Atom], at: int) -> Step | None:
    """A month by its name, with its year if that was said."""
    if kind_at(atoms, at) != "month":
        return None
    if is_year(atoms, at + 1):
        return Day("month", int(atoms[at].value), within=Day("year_is", atoms[at + 1].number)), at + 2
    return Day("month", int(atoms[at].value)), at + 1


def _with_year(atoms: list[Atom], day: int, month: int, after: int) -> Step:
    if is_year(atoms, after):
        return Day("date", (day, month, atoms[after].number)), after + 1
    return Day("date", (day, month, 0)), after


def week_number(atoms: list[Atom], at: int, habits: Mapping[str, bool]) -> Step | None:
    """ "Uge 21", "21. hafta", "the 21st week of the year" """
    if kind_at(atoms, at) not in _BEGIN_A_WEEK:
        return None
    led = kind_at(atoms, at) == "dated" and kind_at(atoms, at + 1) in NUMBERS and _is_a_week(atoms, at + 1)
    step = _numbered_week(atoms, at + led, habits, led=led)
    if step is None:
        return None
    of_the_year = skip(atoms, step[1], FILLERS | {"from"})
    a_year = (kind_at(atoms, of_the_year), atoms[of_the_year].value if of_the_year < len(atoms) else "")
    return (step[0], of_the_year + 1) if a_year == ("unit", "year") else step


def _numbered_week(atoms: list[Atom], at: int, habits: Mapping[str, bool], *, led: bool) -> Step | None:
    if kind_at(atoms, at) == "unit" and atoms[at].value == "week":
        after = at + 1
        while kind_at(atoms, after) in ("on", "number_sign"):
            after += 1
        spelled = kind_at(atoms, after) == "ordinal" and atoms[after].number > FEW_WEEKS
        a_week = (kind_at(atoms, after) == "number" or spelled) and 1 <= atoms[after].number <= 53
        if a_week and kind_at(atoms, after + 1) not in ("unit", "month"):
            return Day("weekno", atoms[after].number), after + 1
    if kind_at(atoms, at) == "weekday" and atoms[at].value == "6" and habits.get("saturday_is_week"):
        after = at + (2 if kind_at(atoms, at + 1) == "number_sign" else 1)
        signed = after == at + 2 or kind_at(atoms, after + 1) not in ("clock", "clock_after", "part", "unit")
        if kind_at(atoms, after) == "number" and atoms[after].digits and signed:
            return Day("weekno", atoms[after].number), after + 1
    if kind_at(atoms, at) in NUMBERS and (atoms[at].digits or atoms[at].kind == "ordinal"):
        after = at + 1
        while kind_at(atoms, after) in ("nth_mark", "dated"):
            after += 1
        week = kind_at(atoms, after) == "unit" and atoms[after].value == "week"
        told = atoms[at].number > FEW_WEEKS or after > at + 1 or atoms[at].kind == "ordinal"
        marked = atoms[at].number > FEW_WEEKS and (led or after > at + 1 or atoms[at].kind == "ordinal")
        if (
            week
            and told
            and (habits.get("week_number_first") or marked)
            and kind_at(atoms, after + 1) not in ("after", "from_now", "ago")
        ):
            return Day("weekno", atoms[at].number), after + 1
    return None
