"""Where a message names a printed time, and how: by its day, its hour, its number, its place, from the other.

"Pointed" is a day or an hour that fits one of them, "placed" a first or a last, "counted" the day after the other one.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from operator import attrgetter
from typing import TypeAlias

from bot.understanding.lexicon import lexicon
from bot.understanding.linenumbers import numbers_named, numbers_said
from bot.understanding.menu import fits, place_of, timed
from bot.understanding.message import NOT_THIS, Mention, Message
from bot.understanding.phrases import Found
from bot.understanding.printedhours import hours_apart
from bot.understanding.scope import ends_clause
from bot.understanding.signs import Signs
from bot.understanding.timing.atoms import Atom
from bot.understanding.timing.moments import Hours, Moment
from bot.understanding.timing.tolddays import NEXT_TO
from domain.replies import Expecting, Option

Times: TypeAlias = tuple[Option, ...]
"""Printed times, in their order."""

SPOKEN = "spoken of"
"""How a time is mentioned that only the dictionaries heard."""

SPELT = "spelt"
"""How a time is mentioned by its number in words, which may count something else."""

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

NOON = 12

_REFUSING = frozenset({"neg", "neg_used", "no", "cannot"})

NOT = frozenset({"neg", "neg_used"})

_NUMERO = ("no",)
"""English "not any", and "number" ("no. 1")."""

_SIDES = {"after": 1, "from_now": 1, "before": -1, "until": 0}

_FOR = ("for",)
"""Danish "før" without its letter, but also just "for" ("ok for onsdag")."""

_RULING_OUT = frozenset({"neg", "except"})

UNWANTED = frozenset({"ruled out", NOT_THIS})
"""How a time is named that is not wanted."""

_TWO = 2


def in_question(message: Message) -> Times:
    """The printed times of which one may be meant: the only one, both of two, of more the one or two that are named.

    Of more one that is named stands beside a neighbour, so that it can be told what speaks for it and what against.
    None where no time is printed, or where of many none or several are named.
    """
    options = _printed(message)
    if len(options) <= _TWO:
        return options
    return tuple(options[line] for line in _lines_in_question(named_lines(message), len(options)))


def _printed(message: Message) -> Times:
    """The times that are offered; the one that is only to be confirmed is no choice."""
    options = tuple(timed(message.options))
    return options if len(options) > 1 or message.expecting is Expecting.OFFER else ()


def _lines_in_question(named: Collection[int], count: int) -> list[int]:
    if len(named) == 1:
        [line] = named
        return sorted((line, line + 1 if line + 1 < count else line - 1))
    return sorted(named) if len(named) == _TWO else []


def of_numbers(named: Sequence[tuple[int, int]], message: Message) -> list[Mention]:
    """Two printed numbers and where they stand as the two times of an offer: "not 1 but 3"."""
    order = list(dict.fromkeys(number for number, _ in named))
    return [Mention(order.index(number), at, _how_numbered(at, message)) for number, at in named]


def mentions_of(message: Message) -> list[Mention]:
    """Where the message names one of the times in question, in its order; ``line`` is its place among those."""
    named, count = _named(message), len(_printed(message))
    if count <= _TWO:
        return named
    lines = _lines_in_question(named_lines(message), count)
    return [replace(one, line=lines.index(one.line)) for one in named if one.line in lines]


def named_lines(message: Message) -> frozenset[int]:
    """Which of all the printed times the message names, by their places in the menu.

    Of more than two only those that it does not rule out ("not Monday, not Tuesday, so Friday").
    """
    named = _named(message)
    lines = frozenset(one.line for one in named)
    wanted = frozenset(one.line for one in named if one.how not in UNWANTED)
    return wanted if len(lines) > _TWO and wanted else lines


def _named(message: Message) -> list[Mention]:
    """Where the message names one of all the printed times; worked out once."""
    if message.mentions is None:
        options = _printed(message)
        named = [*_mentions(message, options), *_spoken(message, options)] if options else []
        if options:
            known = {(one.line, one.at) for one in named}
            apart = hours_apart(message, options, named)
            named += [one for one in apart if (one.line, one.at) not in known]
        if len({one.line for one in named}) == 1:
            named += _beside_the_named(message, named, options)
        message.mentions = sorted(named, key=attrgetter("at"))
    return message.mentions


def _mentions(message: Message, options: Times) -> Iterator[Mention]:
    signs = message.signs
    for moment in signs.timing.moments:
        named = [
            at
            for at, option in enumerate(options)
            if option.start and fits(moment, option.start, message.now)
        ]
        if not named and moment.day is not None and moment.day.kind == "weekday":
            named = [
                at
                for at, option in enumerate(options)
                if _weekday(option, message) == moment.day.value
                and _at_that_hour(moment.hours, option, message)
            ]
        how = how_named(moment)
        if (side := _counted_from(moment, signs)) is not None:
            named, how = _days_beside(named, side, options, message), "in a stretch"
        if not named and (day := _until_then(moment, signs)):
            named = [at for at, option in enumerate(options) if _weekday(option, message) == day]
        if len(named) == 1 and not moment.past:
            yield Mention(named[0], moment.start, how)
    yield from _days_of_month(message, options)
    numbers = [option.number for option in options]
    for number, at in numbers_named(signs):
        if number in numbers:
            yield Mention(numbers.index(number), at, _how_numbered(at, message))
    for phrase in signs.found:
        kind, _, value = phrase.meaning.partition(":")
        place = _place(value, len(options)) if kind == "ordinal" else None
        if place is not None and phrase.start not in signs.timing.used:
            yield Mention(place, phrase.start, NOT_THIS if _denied(signs, phrase) else "placed")


def _place(value: str, count: int) -> int | None:
    """The place in the menu of an ordinal; None for one that the menu has not, and for a number in words."""
    place = place_of(value, count)
    return None if place is None else place - 1


def _how_numbered(at: int, message: Message) -> str:
    """A number in words is as good as a digit where nothing else is said ("to tak"); a "not" before it refuses it."""
    if _refused_before(message.signs, at):
        return NOT_THIS
    return "numbered" if message.signs.tokens.words[at].isdigit() or numbers_said(message.signs) else SPELT


def _refused_before(signs: Signs, at: int) -> bool:
    """Whether a "not" stands right before it, in a language that says it there ("not 2", but not "1 değil 2")."""
    habits = lexicon(signs.language).habits
    if habits.get("not_follows") or habits.get("after_follows"):
        return False
    if any(piece.kind == "except" and piece.end == at for piece in signs.pieces):
        return True
    refusing = [f for f in signs.found if f.meaning in NOT and f.end == at]
    return any(signs.tokens.words[f.start : at] != _NUMERO for f in refusing)


def _denied(signs: Signs, place: Found) -> bool:
    """Whether a "not" or "but" stands right before it, or a "no" closes the clause behind it ("the first no")."""
    before = any(p.kind in _RULING_OUT and p.end in (place.start, place.start - 1) for p in signs.pieces)
    behind = [f for f in signs.found if f.start == place.end and f.meaning in _REFUSING]
    return before or any(ends_clause(f, signs.tokens.words, signs.found) for f in behind)


def _spoken(message: Message, options: Times) -> Iterator[Mention]:
    """What a word speaks of that the rules read as no time: a weekday in a spelling of its own, "former", "2nd"."""
    days = [_DAYS[_weekday(option, message) - 1] for option in options]
    lines = dict(zip(("first", "second", "third")[: len(days)], range(len(days)), strict=False))
    lines.update({day: line for line, day in enumerate(days) if days.count(day) == 1})
    signs = message.signs
    read = {at for f in signs.found if f.meaning.startswith("ordinal") for at in range(f.start, f.end)}
    for at, notions in enumerate(message.notions):
        if notions and at not in read and at not in signs.timing.used:
            for notion in notions:
                if notion in lines and signs.tokens.words[at][0].isalpha():
                    yield Mention(lines[notion], at, SPOKEN)


def _until_then(moment: Moment, signs: Signs) -> int:
    """The weekday of a message that names nothing but "until Tuesday then", as people part; 0 for any other."""
    day, alone = moment.day, len(signs.timing.moments) == 1 and moment.hours is None
    parting = alone and day is not None and day.kind == "weekday" and day.edge == "until"
    return day.value if parting and day is not None and isinstance(day.value, int) else 0


def _counted_from(moment: Moment, signs: Signs) -> int | None:
    """The side of its weekday that is meant, where another day is counted from that ("the day after Tuesday").

    1 behind it, -1 before it, 0 where a stretch ends with it; None where the day itself is meant.
    """
    days = [p for p in signs.pieces if p.kind == "weekday" and moment.start <= p.start < moment.end]
    if len(days) != 1:
        return None
    [day] = days
    habits = lexicon(signs.language).habits
    before, behind = not habits.get("after_follows"), habits.get("after_follows") or habits.get("after_both")
    beside = [
        p.kind for p in signs.pieces if (before and p.end == day.start) or (behind and p.start == day.end)
    ]
    for_it = any(p.end == day.start and signs.tokens.raw[p.start : p.end] == _FOR for p in signs.pieces)
    side = None if for_it else next((_SIDES[kind] for kind in beside if kind in _SIDES), None)
    return _by_days(day, signs) if side is None else side


def _by_days(day: Atom, signs: Signs) -> int | None:
    """The side of a weekday that a phrase right beside it says ("the day before Wednesday")."""
    known, words = lexicon(signs.language), signs.tokens.words
    small = {piece.start for piece in signs.pieces if piece.kind in ("on", "of")}
    for phrase in known.why.find_written(words):
        between = [at for at in range(phrase.end, day.start) if at not in small]
        before = phrase.end <= day.start <= phrase.end + 1 and not between
        behind = known.habits.get("after_follows") and phrase.start == day.end
        if phrase.meaning in NEXT_TO and (before or behind):
            return NEXT_TO[phrase.meaning]
    return None


def _beside_the_named(message: Message, named: Sequence[Mention], options: Times) -> Iterator[Mention]:
    """ "Not the 12th, but the day after": the other printed time, where it lies on that day."""
    line, first = named[0].line, min(one.at for one in named)
    words, taken = message.signs.tokens.words, {one.at for one in named}
    for phrase in lexicon(message.signs.language).why.find_written(words):
        side = NEXT_TO.get(phrase.meaning)
        if side and phrase.start > first and phrase.start not in taken:
            for at in _days_beside([line], side, options, message):
                yield Mention(at, phrase.start, "counted")
                return


def _days_beside(named: Sequence[int], side: int, options: Times, message: Message) -> list[int]:
    """The printed time on the day before or after the named one's, if that is where the other lies."""
    days = [option.start.astimezone(message.now.tzinfo).date() for option in options if option.start]
    if len(named) != 1 or len(days) != len(options) or not side:
        return []
    return [at for at, day in enumerate(days) if (day - days[named[0]]).days == side]


def how_named(moment: Moment) -> str:
    return "ruled out" if moment.excluded else "pointed" if moment.pointed else "in a stretch"


def _days_of_month(message: Message, options: Times) -> Iterator[Mention]:
    """A number in words that is the day of one printed time and no hour or number of either ("the twelfth").

    Or its hour, told by an ordinal ("na dziesiątą"), if it is no day or number.
    """
    starts = [option.start.astimezone(message.now.tzinfo) for option in options if option.start]
    hours = [start.hour for start in starts]
    printed = {option.number for option in options}
    days = [start.day for start in starts]
    taken = {*hours, *(hour % NOON for hour in hours), *printed}
    for piece in message.signs.pieces:
        if piece.kind not in ("number", "ordinal") or piece.start in message.signs.timing.used:
            continue
        number = int(piece.value) if piece.value.isdigit() else 0
        if days.count(number) == 1 and number not in taken:
            yield Mention(days.index(number), piece.start, "pointed")
        elif piece.kind == "ordinal" and piece.hour and number > max(printed) + 1 and number not in days:
            told = [at for at, hour in enumerate(hours) if number in (hour, hour - NOON)]
            if len(told) == 1:
                yield Mention(told[0], piece.start, "pointed")


def _weekday(option: Option, message: Message) -> int:
    """The option's weekday, 1 to 7: "this Tuesday" may be meant of the printed one of next week."""
    return option.start.astimezone(message.now.tzinfo).isoweekday() if option.start else 0


def _at_that_hour(hours: Hours | None, option: Option, message: Message) -> bool:
    """Whether no clock time was named, or the printed one: "Tuesday at 2" is not the Tuesday at 10."""
    if hours is None or not hours.exact or option.start is None:
        return True
    printed = option.start.astimezone(message.now.tzinfo)
    return hours.start == printed.hour * 60 + printed.minute
