"""Other calendars that families count in: the Iranian sun year and the Islamic moon year, as our dates."""

from datetime import date, timedelta

from hijridate import Hijri

_NOWRUZ_1400 = date(2021, 3, 21)
_LEAP_YEARS_OF_33 = frozenset({1, 5, 9, 13, 17, 22, 26, 30})
"""Which years of each 33 have 366 days; agrees with the astronomical rule for 1244 to 1472 (1865 to 2093)."""

SOLAR_YEARS = range(1390, 1470)
"""Iranian years that are read; a year of four digits just beyond is an Islamic one."""


def _leap(year: int) -> bool:
    return year % 33 in _LEAP_YEARS_OF_33


def nowruz(year: int) -> date:
    """The first day of an Iranian year, raises ValueError beyond ``SOLAR_YEARS``."""
    if year not in SOLAR_YEARS:
        raise ValueError(year)
    years = range(1400, year) if year >= 1400 else range(year, 1400)
    days = sum(366 if _leap(one) else 365 for one in years)
    return _NOWRUZ_1400 + timedelta(days=days if year >= 1400 else -days)


def solar_date(year: int, month: int, day: int) -> date:
    """An Iranian date (1405, 2, 23) as ours; raises ValueError when there is no such day."""
    length = 31 if month <= 6 else 30 if month < 12 or _leap(year) else 29
    if not 1 <= month <= 12 or not 1 <= day <= length:
        raise ValueError((month, day))
    return nowruz(year) + timedelta(days=(month - 1) * 31 - max(0, month - 7) + day - 1)


def solar_year(today: date) -> int:
    """The Iranian year of a day."""
    year = today.year - 621
    return year if today >= nowruz(year) else year - 1


def moon_day(year: int, month: int, day: int) -> date:
    """An Islamic date after the Umm al-Qura table; raises ValueError or OverflowError beyond it (2077).

    Where the moon is looked for, a month may begin a day earlier or later: such a date is a wish, never a booking.
    """
    found = Hijri(year, month, day).to_gregorian()
    return date(found.year, found.month, found.day)


def moon_years(today: date) -> range:
    """The Islamic years that touch last year to the next."""
    near = round((today.year - 622) * 33 / 32)
    return range(near - 2, near + 3)
