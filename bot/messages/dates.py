"""How each language writes a day and an hour: one table, readable without knowing Python.

Weekdays and months come from CLDR through Babel; the patterns are ours. CLDR's long forms are unfit for an SMS:
they carry the year and seconds, American half days, and invisible spaces that triple the price of a message.
Digits are 0–9 in every language, as on the phone's keys, the Danish letter and the clock on the wall.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale

from bot.messages.bidi import isolate_runs
from domain.ids import Language


@dataclass(frozen=True, slots=True)
class DateStyle:
    """One language's way: ``moment`` a day with its hour (00–23), ``day`` a day alone; ``months`` replaces CLDR's.

    ``number`` is the month as a number: where letters cost more than twice as much, day and month are digits in the
    order that the language writes them, so that two times and a whole sentence fit in three parts.
    """

    locale: str
    moment: str
    day: str
    months: tuple[str, ...] = field(default=())
    clock: str = "{hour}:{minute}"
    """An hour alone, as in "10.00-11.30" after a moment."""


_FARSI = "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر"
"""CLDR's names carry the ending that ties them to a year, and no year follows here."""

_LITHUANIAN = "saus.|vas.|kovo|bal.|geg.|birž.|liep.|rugp.|rugs.|spal.|lapkr.|gruod."
"""Shortened: weekday and month in full would leave no room for the sentence."""

_TIGRINYA = "ጥሪ|ለካቲት|መጋቢት|ሚያዝያ|ግንቦት|ሰነ|ሓምለ|ነሓሰ|መስከረም|ጥቅምቲ|ሕዳር|ታሕሳስ"
"""May as it is commonly spelled; the months are the international ones, as in Eritrea."""

STYLES: dict[Language, DateStyle] = {
    Language("da"): DateStyle(
        "da",
        "{weekday} {day}. {month} kl. {hour}.{minute}",
        "{weekday} {day}. {month}",
        clock="{hour}.{minute}",
    ),
    Language("en"): DateStyle(
        "en_GB", "{weekday} {day} {month} at {hour}:{minute}", "{weekday} {day} {month}"
    ),
    # The months have one set of names in Syria and Iraq and another in Egypt; day/month is read alike by all.
    Language("ar"): DateStyle(
        "ar", "{weekday} {day}/{number} الساعة {hour}:{minute}", "{weekday} {day}/{number}"
    ),
    Language("tr"): DateStyle("tr", "{day} {month} {weekday} {hour}:{minute}", "{day} {month} {weekday}"),
    Language("pl"): DateStyle(
        "pl", "{weekday} {day}.{number:02}, {hour}:{minute}", "{weekday} {day}.{number:02}"
    ),
    Language("uk"): DateStyle(
        "uk", "{weekday} {day}.{number:02}, {hour}:{minute}", "{weekday} {day}.{number:02}"
    ),
    # Somali and Tigrinya speakers may count hours from sunrise; a bare 24-hour time says whose clock it is.
    Language("so"): DateStyle("so", "{weekday} {day} {month}, {hour}:{minute}", "{weekday} {day} {month}"),
    Language("ur"): DateStyle(
        "ur", "{weekday} {day} {month}، {hour}:{minute} بجے", "{weekday} {day} {month}"
    ),
    Language("fa"): DateStyle(
        "fa",
        "{weekday} {day} {month} ساعت {hour}:{minute}",
        "{weekday} {day} {month}",
        tuple(_FARSI.split("|")),
    ),
    Language("ti"): DateStyle(
        "ti",
        "{weekday} {day} {month} {hour}:{minute}",
        "{weekday} {day} {month}",
        tuple(_TIGRINYA.split("|")),
    ),
    Language("de"): DateStyle(
        "de", "{weekday}, {day}. {month} um {hour}:{minute} Uhr", "{weekday}, {day}. {month}"
    ),
    Language("ro"): DateStyle(
        "ro", "{weekday} {day}.{number:02}, ora {hour}:{minute}", "{weekday} {day}.{number:02}"
    ),
    Language("lt"): DateStyle(
        "lt",
        "{weekday}, {month} {day} d. {hour}:{minute}",
        "{weekday}, {month} {day} d.",
        tuple(_LITHUANIAN.split("|")),
    ),
}


@lru_cache(maxsize=8192)
def written_moment(moment: datetime, language: Language, zone: ZoneInfo) -> str:
    """An aware moment as a family reads it, in the municipality's zone: "tirsdag 12. maj kl. 10.00"."""
    local = moment.astimezone(zone)
    clock = {"hour": f"{local:%H}", "minute": f"{local:%M}"}
    return isolate_runs(STYLES[language].moment.format(**_day_words(local, language), **clock), language)


@lru_cache(maxsize=8192)
def written_day(day: date, language: Language) -> str:
    """A date as a family reads it: "tirsdag 12. maj"."""
    return isolate_runs(STYLES[language].day.format(**_day_words(day, language)), language)


def written_hour(at: time, language: Language) -> str:
    """An hour on the wall as a family reads it after a moment: "11.30"."""
    return isolate_runs(STYLES[language].clock.format(hour=f"{at:%H}", minute=f"{at:%M}"), language)


def _day_words(day: date, language: Language) -> dict[str, str | int]:
    names = _names(language)
    return {
        "weekday": names.weekdays[day.weekday()],
        "day": day.day,
        "month": names.months[day.month - 1],
        "number": day.month,
    }


@dataclass(frozen=True, slots=True)
class _Names:
    """Monday first, January first."""

    weekdays: tuple[str, ...]
    months: tuple[str, ...]


@cache
def _names(language: Language) -> _Names:
    style = STYLES[language]
    locale = Locale.parse(style.locale)
    weekdays = locale.days["format"]["wide"]
    months = locale.months["format"]["wide"]
    return _Names(
        tuple(weekdays[index] for index in range(7)),
        style.months or tuple(months[number] for number in range(1, 13)),
    )
