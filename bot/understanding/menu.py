"""Which of the printed options a family means: by its number, its place in the list, its day or its hour."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter

from bot.understanding.linenumbers import IN_WORDS
from bot.understanding.phrases import Found
from bot.understanding.signs import Signs
from bot.understanding.timing.clocktimes import by_day
from bot.understanding.timing.moments import Day, Hours, Moment
from bot.understanding.timing.monthparts import NoSuchDayError
from bot.understanding.timing.stretches import stretches, wishes
from domain.replies import ChangeLanguage, No, Option, Other, Picked, Reply, Unclear, Wishes

LANGUAGE_KEY = 9
_NEAR = timedelta(days=14)
_HALF_AN_HOUR = 30
_BEGIN_EARLY = frozenset({"morning", "forenoon"})
"""Parts of the day that a printed time before eight is in, too."""


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


def with_lines_for_dates(signs: Signs, options: Sequence[Option], now: datetime) -> Signs:
    """The same message where "1st" or "prima dată" is the menu's first line, and no first of a month.

    Not where a printed time falls on such a day, nor where the words say that it is a date ("on the 1st", "1 June"),
    nor where "the 1st" is soon.
    """
    printed = {option.start.astimezone(now.tzinfo).day for option in options if option.start}
    numbers = {option.number for option in options} - printed
    lines = [m for m in signs.timing.moments if _bare_number(m, signs, now) in numbers]
    if may_be_two(signs, options, now):
        doubted = tuple(
            replace(m, doubtful=True) if _may_be_two(m, signs, options, now) else m
            for m in signs.timing.moments
        )
        return replace(signs, timing=replace(signs.timing, moments=doubted))
    if not lines or not printed:
        return signs
    named = tuple(Found(m.start, m.end, f"ordinal:{_bare_number(m, signs, now)}") for m in lines)
    spent = {at for m in lines for at in range(m.start, m.end)}
    timing = replace(
        signs.timing,
        moments=tuple(m for m in signs.timing.moments if m not in lines),
        used=signs.timing.used - spent,
    )
    left = tuple(f for f in signs.found if f.start not in spent)
    found = tuple(sorted((*left, *named), key=attrgetter("start")))
    return replace(signs, timing=timing, found=found, meanings=frozenset(f.meaning for f in found))


def with_hours_for_dates(signs: Signs, options: Sequence[Option], now: datetime) -> Signs:
    """The same message where "8.30", which may be a date, is the hour that is printed for one of the times."""
    starts = [option.start.astimezone(now.tzinfo) for option in options if option.start]
    printed = [(start.hour, start.minute) for start in starts]
    dotted = {piece.start: piece.pair for piece in signs.pieces if piece.kind == "dotted"}

    def as_hour(moment: Moment) -> Moment:
        hour, minute = dotted.get(moment.start, (-1, -1))
        alone = moment.end - moment.start == 1 and moment.hours is None
        if not alone or printed.count((hour, minute)) != 1:
            return moment
        begin = hour * 60 + minute
        return replace(
            moment, day=None, hours=Hours(begin, begin + _HALF_AN_HOUR, exact=True), doubtful=False
        )

    if not dotted:
        return signs
    return replace(
        signs, timing=replace(signs.timing, moments=tuple(as_hour(m) for m in signs.timing.moments))
    )


def with_the_second_for_the_other(signs: Signs) -> Signs:
    """The same message where "den anden" or "ten drugi", which also is "the other one", can only be the second.

    That is where no time is named of which it would be the other.
    """
    if (
        "the_other" not in signs.meanings
        or signs.timing.moments
        or any(w.isdigit() for w in signs.tokens.words)
    ):
        return signs
    places = {(f.start, f.end): f.meaning for f in signs.all_found if f.meaning.startswith("ordinal:")}
    found = tuple(
        replace(f, meaning=places.get((f.start, f.end), f.meaning)) if f.meaning == "the_other" else f
        for f in signs.found
    )
    return replace(signs, found=found, meanings=frozenset(f.meaning for f in found))


def _bare_number(moment: Moment, signs: Signs, now: datetime) -> int:
    """The day of a date of which nothing but a first or second was said; 0 where it is none."""
    day, words = moment.day, signs.tokens.words[moment.start : moment.end]
    if day is None or day.kind != "date" or moment.hours is not None or moment.excluded or moment.doubtful:
        return 0
    plain = not (day.mod or day.portion or day.until or day.edge or day.within)
    dated = not words[0][0].isdigit() and any(word[0].isdigit() for word in words)
    if dated and _is_a_place(moment, signs):
        dated = _soon(moment, now)
    match day.value:
        case (int(number), 0, 0) if plain and not dated:
            return number
        case _:
            return 0


def may_be_two(signs: Signs, options: Sequence[Option], now: datetime) -> bool:
    """Whether a time is named that may be either of two lines: only the family knows which.

    "The 2nd" may be the second line, and another line is on the 2nd; "next Tuesday" may be either of two Tuesdays.
    """
    return any(_may_be_two(moment, signs, options, now) for moment in signs.timing.moments)


def _may_be_two(moment: Moment, signs: Signs, options: Sequence[Option], now: datetime) -> bool:
    day = moment.day
    starts = [option.start.astimezone(now.tzinfo) if option.start else None for option in options]
    if day is not None and day.kind == "weekday" and (day.mod or day.within):
        on_it = [start for start in starts if start and start.isoweekday() == day.value]
        told = [start for start in on_it if moment.hours is None or _within(moment, start)]
        return len(told) > 1
    if day is None or day.kind != "date" or not _is_a_place(moment, signs):
        return False
    number = day.value[0] if isinstance(day.value, tuple) and not any(day.value[1:]) else 0
    lines = {option.number for option in options}
    others = [s for s, option in zip(starts, options, strict=True) if s and option.number != number]
    return number in lines and any(start.day == number for start in others)


def _is_a_place(moment: Moment, signs: Signs) -> bool:
    """Whether just these words are an ordinal, too ("the 2nd", "den 2.", but not "on the 2nd")."""
    span = moment.start, moment.end
    return any((f.start, f.end) == span and f.meaning.startswith("ordinal:") for f in signs.all_found)


def _soon(moment: Moment, now: datetime) -> bool:
    """Whether the day is so near that it may be wished instead of those printed."""
    try:
        return any(start - now < _NEAR for start, _ in stretches(moment, now))
    except NoSuchDayError:
        return True


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
    start = 0 if hours.part in _BEGIN_EARLY else hours.start
    return start <= minutes < hours.end


def _either_number(day: Day, moment: Moment, local: datetime) -> bool:
    hour = day.maybe_date + 12 if day.maybe_date < 7 else day.maybe_date
    return local.day == day.maybe_date or (local.hour == hour and local.minute == 0)


_SOON = 35
"""Days within which "torsdag 14" may be Thursday the 14th."""


def settle(moments: Sequence[Moment], options: Sequence[Option], now: datetime) -> Wishes:
    """The wishes as times; raises NoSuchDayError where a day does not exist or can be read in two ways."""
    return wishes([_hour_or_date(moment, now) for moment in moments], now)


def _hour_or_date(moment: Moment, now: datetime) -> Moment:
    """ "torsdag 14" is the hour, unless a Thursday the 14th is near: then only the family knows."""
    day = moment.day
    if day is None or not day.maybe_date:
        return moment
    ahead = (now.date() + timedelta(days=n) for n in range(_SOON))
    if any(d.day == day.maybe_date and d.isoweekday() == day.value for d in ahead):
        raise NoSuchDayError
    start = by_day(day.maybe_date * 60, clear=False)
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
