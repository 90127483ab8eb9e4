"""What a message says before the offer it answers: what may be a date, an hour or a line, as that offer prints it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from operator import attrgetter

from bot.understanding.menu import fits
from bot.understanding.phrases import Found
from bot.understanding.signs import Signs
from bot.understanding.timing.moments import Day, Hours, Moment
from bot.understanding.timing.monthparts import NoSuchDayError
from bot.understanding.timing.stretches import stretches
from domain.replies import Option

_NEAR = timedelta(days=14)
_HALF_AN_HOUR = 30
_FEW_WORDS = 3
_COMING = frozenset({"this", "coming"})
_NO_VISITS = 18
"""From this number on it is no hour at which anybody is visited."""

_REFUSING = ("no", "neg", "neg_used", "cannot", "cancel")


def as_printed(signs: Signs, options: Sequence[Option], now: datetime) -> Signs:
    """The same message, its dates, hours and places taken for those of this offer where they can be."""
    signs = _with_the_second_for_the_other(signs)
    if may_be_two(signs, options, now):
        signs = _with_two_in_doubt(signs, options, now)
    else:
        signs = _with_lines_for_dates(signs, options, now)
    return _with_the_printed_day(_with_hours_for_dates(signs, options, now), options, now)


def may_be_two(signs: Signs, options: Sequence[Option], now: datetime) -> bool:
    """Whether a time is named that may be either of two lines: only the family knows which.

    "The 2nd" may be the second line, and another line is on the 2nd; "next Tuesday" may be either of two Tuesdays.
    """
    return any(_may_be_two(moment, signs, options, now) for moment in signs.timing.moments)


def _may_be_two(moment: Moment, signs: Signs, options: Sequence[Option], now: datetime) -> bool:
    return _is_either_weekday(moment, options, now) or _is_day_and_line(moment, signs, options, now)


def _is_either_weekday(moment: Moment, options: Sequence[Option], now: datetime) -> bool:
    """Whether it is the next, this or that week's weekday, and two printed times are on that weekday at its hour."""
    day = moment.day
    if day is None or day.kind != "weekday" or not (day.mod or day.within):
        return False
    starts = [option.start for option in options if option.start]
    on_it = [start for start in starts if start.astimezone(now.tzinfo).isoweekday() == day.value]
    at_its_hour = replace(moment, day=None)
    if day.mod in _COMING and sum(fits(moment, start, now) for start in on_it) == 1:
        return False  # "this Monday" is the coming one
    return sum(moment.hours is None or fits(at_its_hour, start, now) for start in on_it) > 1


def _is_day_and_line(moment: Moment, signs: Signs, options: Sequence[Option], now: datetime) -> bool:
    """Whether "the 2nd" may be the second line, and another line is on the 2nd."""
    day = moment.day
    if day is None or day.kind != "date" or not _is_a_place(moment, signs):
        return False
    number = day.value[0] if isinstance(day.value, tuple) and not any(day.value[1:]) else 0
    others = [o.start.astimezone(now.tzinfo) for o in options if o.start and o.number != number]
    return number in {option.number for option in options} and any(one.day == number for one in others)


def _with_two_in_doubt(signs: Signs, options: Sequence[Option], now: datetime) -> Signs:
    """The same message, the times in doubt that may be either of two lines."""
    moments = signs.timing.moments
    return _with_moments(
        signs, (replace(m, doubtful=True) if _may_be_two(m, signs, options, now) else m for m in moments)
    )


def _with_moments(signs: Signs, moments: Iterable[Moment]) -> Signs:
    return replace(signs, timing=replace(signs.timing, moments=tuple(moments)))


def _with_lines_for_dates(signs: Signs, options: Sequence[Option], now: datetime) -> Signs:
    """The same message where "1st" or "prima dată" is the menu's first line, and no first of a month.

    Not where a printed time falls on such a day, nor where the words say that it is a date ("on the 1st", "1 June"),
    nor where "the 1st" is soon.
    """
    printed = {option.start.astimezone(now.tzinfo).day for option in options if option.start}
    numbers = {option.number for option in options} - printed
    lines = [m for m in signs.timing.moments if _bare_number(m, signs, now) in numbers]
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


def _with_hours_for_dates(signs: Signs, options: Sequence[Option], now: datetime) -> Signs:
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

    return _with_moments(signs, map(as_hour, signs.timing.moments)) if dotted else signs


def _with_the_printed_day(signs: Signs, options: Sequence[Option], now: datetime) -> Signs:
    """The same message where "29 tak" is the 29th, printed for just one of the times, and little else is said."""
    short = signs.size <= _FEW_WORDS and not signs.unknown and len(signs.pieces) == 1
    if not short or signs.timing.moments or signs.has(*_REFUSING):
        return signs
    [piece] = signs.pieces
    days = [option.start.astimezone(now.tzinfo).day for option in options if option.start]
    if piece.kind != "number" or piece.number < _NO_VISITS or days.count(piece.number) != 1:
        return signs
    day = Moment(Day("date", (piece.number, 0, 0)), None, False, piece.start, piece.end)
    used = signs.timing.used | set(range(piece.start, piece.end))
    return replace(signs, timing=replace(signs.timing, moments=(day,), used=used, loose=False))


def _with_the_second_for_the_other(signs: Signs) -> Signs:
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
