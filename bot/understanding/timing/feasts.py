"""Holidays and seasons as stretches of dates: wishes can lean on them ("after Easter"), bookings never."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.understanding.timing.calendars import moon_day, moon_years, nowruz

Span = tuple[date, date]

_SEASONS = {"spring": (3, 6), "summer": (6, 9), "autumn": (9, 12), "winter": (12, 3)}


def easter(year: int) -> date:
    """Easter Sunday of the western churches (the anonymous Gregorian rule)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the eastern churches, in our calendar (valid 1900–2099)."""
    a = (19 * (year % 19) + 15) % 30
    b = (2 * (year % 4) + 4 * (year % 7) - a + 34) % 7
    month, day = divmod(a + b + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def _fixed(month: int, day: int, days: int = 1) -> Callable[[int], Span]:
    return lambda year: (date(year, month, day), date(year, month, day) + timedelta(days=days))


def _around_easter(offset: int, days: int = 1) -> Callable[[int], Span]:
    return lambda year: (
        easter(year) + timedelta(days=offset),
        easter(year) + timedelta(days=offset + days),
    )


def _around_orthodox_easter(offset: int, days: int = 1) -> Callable[[int], Span]:
    return lambda year: (
        orthodox_easter(year) + timedelta(days=offset),
        orthodox_easter(year) + timedelta(days=offset + days),
    )


def _weekday_of(month: int, weekday: int, number: int) -> Callable[[int], Span]:
    """The second Sunday of May, or with ``number`` -1 the last Monday."""

    def span(year: int) -> Span:
        first = date(year, month, 1)
        days = [first + timedelta(days=n) for n in range((weekday - first.isoweekday()) % 7, 31, 7)]
        day = [one for one in days if one.month == month][number - 1 if number > 0 else number]
        return day, day + timedelta(days=1)

    return span


def _week(first: int, weeks: int = 1) -> Callable[[int], Span]:
    def span(year: int) -> Span:
        monday = date.fromisocalendar(year, first, 1)
        return monday, monday + timedelta(weeks=weeks)

    return span


_FEASTS: dict[str, Callable[[int], Span]] = {
    "christmas": lambda year: (date(year, 12, 24), date(year, 12, 27)),
    "christmas_eve": _fixed(12, 24),
    "christmas_day": _fixed(12, 25),
    "boxing_day": _fixed(12, 26),
    "new_year_eve": _fixed(12, 31),
    "new_year": _fixed(1, 1),
    "new_year_begun": _fixed(1, 1, 31),
    "between_the_years": _fixed(12, 27, 5),
    "epiphany": _fixed(1, 6),
    "easter": _around_easter(-3, 5),
    "easter_sunday": _around_easter(0),
    "easter_monday": _around_easter(1),
    "good_friday": _around_easter(-2),
    "maundy_thursday": _around_easter(-3),
    "ascension": _around_easter(39),
    "pentecost": _around_easter(49, 2),
    "whit_saturday": _around_easter(48),
    "whit_monday": _around_easter(50),
    "whit_tuesday": _around_easter(51),
    "corpus_christi": _around_easter(60),
    "prayer_day": _around_easter(26),
    "orthodox_easter": lambda year: (orthodox_easter(year), orthodox_easter(year) + timedelta(days=2)),
    "orthodox_ascension": _around_orthodox_easter(39),
    "orthodox_whit_saturday": _around_orthodox_easter(48),
    "orthodox_pentecost": _around_orthodox_easter(49),
    "orthodox_whit_monday": _around_orthodox_easter(50),
    "labour_day": _fixed(5, 1),
    "may_days": _fixed(5, 1, 3),
    "mothers_day": _weekday_of(5, 7, 2),
    "mothers_day_26_may": _fixed(5, 26),
    "fathers_day": _weekday_of(6, 7, 3),
    "fathers_day_23_june": _fixed(6, 23),
    "childrens_day": _fixed(6, 1),
    "youth_day": _fixed(5, 19),
    "ukrainian_constitution_day": _fixed(6, 28),
    "spring_bank_holiday": _weekday_of(5, 1, -1),
    "constitution_day": _fixed(6, 5),
    "midsummer": _fixed(6, 23),
    "halloween": _fixed(10, 31),
    "all_saints": _fixed(11, 1),
    "valentine": _fixed(2, 14),
    "womens_day": _fixed(3, 8),
    "nowruz": lambda year: (nowruz(year - 621), nowruz(year - 621) + timedelta(days=13)),
    "orthodox_christmas": _fixed(1, 7),
    "timket": _fixed(1, 19),
    "meskel": _fixed(9, 27),
    "geez_new_year": _fixed(9, 11),
    "summer_holiday": _week(27, 5),
    "autumn_holiday": _week(42),
    "winter_holiday": _week(7),
    "christmas_holiday": lambda year: (date(year, 12, 22), date(year + 1, 1, 3)),
    "easter_holiday": _around_easter(-8, 10),
}


EITHER = {"great_feasts": ("christmas", "easter")}
"""What may be either of two: Polish "święta" is Christmas in the autumn and Easter in March."""

OF_ONE_DAY = frozenset(
    {"ascension", "whit_monday", "easter_monday", "good_friday", "constitution_day", "corpus_christi"}
    | {"orthodox_ascension", "orthodox_whit_monday", "mothers_day", "mothers_day_26_may", "childrens_day"}
    | {"orthodox_pentecost", "spring_bank_holiday", "youth_day", "whit_tuesday", "whit_saturday", "arafah"}
    | {"eid_2", "eid_3", "eid_4", "ukrainian_constitution_day", "fathers_day", "fathers_day_23_june"}
)
"""Feasts that last a day, so that "the day after" is the day beside it, and a date told with it is the same day."""

_MOON_FEASTS: dict[str, tuple[tuple[int, int, int], ...]] = {
    "ramadan": ((9, 1, 30),),
    "eid_al_fitr": ((10, 1, 3),),
    "eid_al_adha": ((12, 10, 4),),
    "eid": ((10, 1, 3), (12, 10, 4)),
    "arafah": ((12, 9, 1),),
    "eid_eve": ((10, 0, 1), (12, 9, 1)),
    "eid_2": ((10, 2, 1), (12, 11, 1)),
    "eid_3": ((10, 3, 1), (12, 12, 1)),
    "eid_4": ((12, 13, 1),),
    "moon_new_year": ((1, 1, 1),),
    "ashura": ((1, 10, 1),),
    "mawlid": ((3, 12, 1),),
}
"""Islamic feasts: month, day, and how many days they last. "Eid" alone is the next of the two.

Day 0 is the day before the month begins.
"""


def _occurrences(name: str, today: date) -> list[Span]:
    """Some times a holiday comes round about today, in order."""
    if name in _MOON_FEASTS:
        starts = [
            (moon_day(y, m, max(d, 1)) - timedelta(days=d < 1), n)
            for y in moon_years(today)
            for m, d, n in _MOON_FEASTS[name]
        ]
        return sorted((start, start + timedelta(days=n)) for start, n in starts)
    names = EITHER.get(name, (name,))
    return sorted(_FEASTS[one](year) for year in range(today.year - 1, today.year + 3) for one in names)


def feast(name: str, today: date, mod: str) -> Span:
    """The coming (or, with ``mod`` "last", the latest past) occurrence of a holiday.

    Raises ValueError or OverflowError for years beyond the Islamic table (2077).
    """
    found = _occurrences(name, today)
    if mod == "last":
        return [s for s in found if s[1] <= today][-1]
    coming = [s for s in found if s[1] > today]
    return coming[1] if mod == "after_next" else coming[0]


def season(name: str, today: date, mod: str) -> Span:
    """The season that comes, or what is left of the one it is."""
    first, after = _SEASONS[name]
    found: list[Span] = []
    for year in range(today.year - 2, today.year + 3):
        end_year = year + 1 if after < first else year
        found.append((date(year, first, 1), date(end_year, after, 1)))
    if mod == "last":
        return [s for s in found if s[1] <= today][-1]
    coming = [s for s in found if s[1] > today]
    if mod in ("next", "after_next") and coming[0][0] <= today:
        return coming[1]
    start, end = coming[0]
    return max(start, today), end
