"""The days on which no family is written to, from the ``holidays`` library."""

from datetime import date
from functools import lru_cache

from domain.contact_hours import Holidays


def danish_holidays(*, first_of_may: bool = True) -> Holidays:
    """Danish public holidays, with 5 June, 24 and 31 December, which the library calls optional.

    1 May is a contact day or not by the municipality's setting.
    """
    import holidays

    calendar = holidays.country_holidays("DK", categories=("public", "optional"))

    @lru_cache(maxsize=4096)
    def is_holiday(day: date) -> bool:
        if day.month == 5 and day.day == 1:
            return first_of_may
        return (day.month, day.day) in ((6, 5), (12, 24), (12, 31)) or day in calendar

    return is_holiday
