"""Which of the printed options a family means: by its number, its place in the list, its day or its hour."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.understanding.linenumbers import IN_WORDS
from bot.understanding.signs import Signs
from bot.understanding.timing.clocktimes import by_day
from bot.understanding.timing.moments import Day, Hours, Moment
from bot.understanding.timing.monthparts import NoSuchDayError
from bot.understanding.timing.stretches import stretches, wishes
from domain.replies import ChangeLanguage, No, Option, Other, Picked, Reply, Unclear, Wishes

LANGUAGE_KEY = 9


def by_key(number: int, options: Sequence[Option]) -> Reply:
    """A digit to an offer: a printed option, the line after the last for other times, 0 no, 9 language."""
    printed = {option.number for option in options}
    if number in printed:
        return Picked(number)
    if number == 0:
        return No()
    if printed and number == max(printed) + 1:
        return Other()
    return ChangeLanguage(None) if number == LANGUAGE_KEY else Unclear()


def places_said(signs: Signs, options: Sequence[Option]) -> list[int]:
    """The options named by their place ("den første", "the last one")."""
    printed = sorted(option.number for option in options)
    places = []
    for phrase in signs.found:
        kind, _, value = phrase.meaning.partition(":")
        if kind != "ordinal" or value in IN_WORDS or phrase.start in signs.timing.used:
            continue
        place = place_of(value, len(printed))
        if place is not None:
            places.append(printed[place - 1])
    return list(dict.fromkeys(places))


def place_of(value: str, count: int) -> int | None:
    """The place, from 1 on, of an ordinal ("2", "last", "middle") in a menu; None for one that the menu has not."""
    if value == "middle":
        return (count + 1) // 2 if count % 2 and count > 1 else None
    place = count if value == "last" else int(value) if value.isdigit() else 0
    return place if 0 < place <= count else None


def fits(moment: Moment, start: datetime, now: datetime) -> bool:
    """Whether a printed time is what the moment names; a bare weekday fits in whatever week is printed."""
    day = moment.day
    local = start.astimezone(now.tzinfo)
    if day is not None and day.kind == "weekday" and not day.mod and day.within is None:
        if local.isoweekday() != day.value or (day.maybe_date and not _either_number(day, moment, local)):
            return False
        return moment.hours is None or _within(moment, local)
    if day is not None and day.kind == "weekday" and day.mod in ("next", "coming", "this"):
        near = {local.date() - timedelta(days=7 * n) for n in range(3)}
        if local.isoweekday() != day.value or not any(now.date() <= d <= local.date() for d in near):
            return False
        ahead = (local.date() - now.date()).days
        return ahead <= (7 if day.mod != "next" else 14) and (moment.hours is None or _within(moment, local))
    if day is None:
        return moment.hours is not None and _within(moment, local)
    if day.kind == "date" and _at_its_hour(day, local) and moment.hours is None:
        return True
    try:
        return any(a <= local < b for a, b in stretches(moment, now))
    except NoSuchDayError:
        return False


def _at_its_hour(day: Day, local: datetime) -> bool:
    """Whether what looks like a date beside a weekday is the printed hour of that weekday ("Talaado 10ka")."""
    number, *rest = day.value if isinstance(day.value, tuple) else (0, 0)
    on_it = day.within is not None and day.within == Day("weekday", local.isoweekday())
    return on_it and not any(rest) and local.minute == 0 and number in (local.hour, local.hour - 12)


def _within(moment: Moment, local: datetime) -> bool:
    minutes = local.hour * 60 + local.minute
    hours = moment.hours
    if hours is None:
        return True
    if hours.exact:
        return minutes == hours.start
    return hours.earliest <= minutes < hours.end


def _either_number(day: Day, moment: Moment, local: datetime) -> bool:
    hour = day.maybe_date + 12 if day.maybe_date < 7 else day.maybe_date
    return local.day == day.maybe_date or (local.hour == hour and local.minute == 0)


_SOON = 21
"""Days within which "torsdag 14" may be Thursday the 14th."""


def settle(moments: Sequence[Moment], options: Sequence[Option], now: datetime) -> Wishes:
    """The wishes as times; raises NoSuchDayError where a day does not exist or can be read in two ways."""
    return wishes([_hour_or_date(moment, now) for moment in moments], now)


def _hour_or_date(moment: Moment, now: datetime) -> Moment:
    """ "torsdag 14" is the hour, unless a Thursday the 14th is near: then only the family knows.

    "torsdag 10 til 12" is never a date.
    """
    day = moment.day
    if day is None or not day.maybe_date:
        return moment
    start = by_day(day.maybe_date * 60, clear=False)
    if moment.hours and moment.hours.start == start and not (moment.hours.exact or moment.hours.part):
        return replace(moment, day=replace(day, maybe_date=0))
    ahead = (now.date() + timedelta(days=n) for n in range(_SOON))
    if any(d.day == day.maybe_date and d.isoweekday() == day.value for d in ahead):
        raise NoSuchDayError
    hours = moment.hours or Hours(start, start + 60, exact=True)
    return replace(moment, day=replace(day, maybe_date=0), hours=hours)


def on_the_printed_day(moment: Moment, options: Sequence[Option], now: datetime) -> Moment:
    """An hour with the weekday of just one printed day is meant on that day, an hour alone where only one is printed."""
    days = {o.start.astimezone(now.tzinfo).date() for o in options if o.start is not None}
    if moment.hours is None or not moment.hours.exact:
        return moment
    if moment.day is not None:
        days = {day for day in days if moment.day == Day("weekday", day.isoweekday())}
    if len(days) != 1:
        return moment
    printed = days.pop()
    return replace(moment, day=Day("date", (printed.day, printed.month, printed.year)))


def timed(options: Sequence[Option]) -> list[Option]:
    """The options that are times."""
    return [option for option in options if option.start is not None]
