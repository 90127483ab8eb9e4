""" "10 is hard, 12 please": another hour than the one that was offered, and on which day it is meant.

A number alone is no hour where times were offered, for it may be a line of the menu, a child's age, a house. Beside
the printed hour it is one: whoever writes both means the one instead of the other. Which of them is refused is read from
the words around each; where they do not say it, nothing is read.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.understanding.lexicon import lexicon
from bot.understanding.menu import fits, on_the_printed_day, settle, timed
from bot.understanding.message import Message
from bot.understanding.timing.moments import Day, Hours, Moment
from bot.understanding.timing.monthparts import NoSuchDayError
from bot.understanding.tokens import is_break
from domain.replies import Expecting, Option, Wishes
from domain.values import value

_ELSE = ("if", "sick", "away", "cancel", "person", "wrong_number", "moved_away", "no_alone", "info")
_AGREES = frozenset({"yes", "fine"})
_REFUSES = frozenset({"cannot", "no", "neg", "neg_used"})
_ASKS = frozenset({"request", "write_in", "thanks", "want", "other", "move"})
_EARLIEST, _LATEST, _TWO_DIGITS = 7, 20, 10
_LANGUAGE_KEY = 9
_LONG = 14
_SHORT = 8
_FEW = 3
_EARLY = frozenset({"early", "morning"})
"""Parts of the day that "too early" and "a little earlier" are read as."""


@value
class _Said:
    """An hour that was said: its tokens, its minutes after midnight, whether it is a bare number."""

    start: int
    end: int
    minutes: int
    bare: bool = False


def another_hour(m: Message) -> Wishes | None:
    """The wish for another hour than the printed one; empty where none is read, None where it may be one."""
    asked = timed(m.options)
    if m.expecting not in (Expecting.CONFIRM, Expecting.OFFER) or not asked or m.signs.size > _LONG:
        return ()
    if m.has(*_ELSE) or not all(_of_that_day(x, asked, m) for x in m.signs.timing.moments):
        return ()
    printed = {_minutes(option, m) for option in asked}
    said = [*_read(m), *_bare(m)]
    offered = sorted((h for h in said if h.minutes in printed), key=lambda h: h.start)
    others = [h for h in said if h.minutes not in printed]
    if len({h.minutes for h in others}) != 1 or len({h.minutes for h in offered}) > 1:
        return ()
    meant = _instead(m, offered[0], others[0]) if offered else _alone(m, others[0])
    if meant and not offered and others[0].minutes // 60 in {_local(option, m).day for option in asked}:
        return None  # "12 would be better", the visit being on the 12th
    return _wish(m, others[0], asked) if meant else ()


def _local(option: Option, m: Message) -> datetime:
    return option.start.astimezone(m.now.tzinfo) if option.start is not None else m.now


def _minutes(option: Option, m: Message) -> int:
    local = _local(option, m)
    return local.hour * 60 + local.minute


def _of_that_day(moment: Moment, asked: Sequence[Option], m: Message) -> bool:
    """Whether the moment is about no other day than a printed one, and about no stretch of hours."""
    hours = moment.hours
    plain = hours is None or hours.exact or hours.part in _EARLY or hours.end <= _EARLIEST * 60
    if moment.day is None or moment.past:
        return plain and not moment.past
    return plain and any(_names(moment.day, o, m) for o in asked)


def _names(day: Day, option: Option, m: Message) -> bool:
    """Whether the day is the one this time is printed for."""
    return option.start is not None and fits(Moment(day, None, False, 0, 0), option.start, m.now)


def _read(m: Message) -> Iterator[_Said]:
    for moment in m.signs.timing.moments:
        if moment.hours is not None and moment.hours.exact and not moment.hours.impossible:
            yield _Said(moment.start, moment.end, moment.hours.start)


def _bare(m: Message) -> Iterator[_Said]:
    """Numbers that no wish used and that count nothing."""
    words, used, unknown = m.signs.tokens.words, m.signs.timing.used, set(m.signs.unknown)
    printed = {_minutes(option, m) // 60 for option in timed(m.options)}
    for at, word in enumerate(words):
        if not word.isdigit() or at in used or not _EARLIEST <= int(word) <= _LATEST:
            continue
        beside = {words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""}
        counts = at + 1 < len(words) and words[at + 1][0].isalpha()
        counts = counts and (_is_unit(words[at + 1], m) or (at + 1 in unknown and int(word) not in printed))
        if int(word) != _LANGUAGE_KEY and not counts and beside.isdisjoint({"/", "-", "+"}):
            yield _Said(at, at + 1, int(word) * 60, bare=True)


def _is_unit(word: str, m: Message) -> bool:
    return any(f.meaning.startswith("unit") for f in lexicon(m.signs.language).times.find_written([word]))


def _instead(m: Message, offered: _Said, other: _Said) -> bool:
    """Whether the printed hour is refused, or only the other one wished."""
    of_offered, of_other = _scopes(m, offered, other)
    refused = _holds(m, of_offered, _REFUSES) or _unfit(m, of_offered)
    if _holds(m, of_other, _REFUSES) or _unfit(m, of_other):
        return False
    if _holds(m, of_offered, _AGREES) and not refused:
        return False
    wished = _holds(m, of_other, _AGREES | _ASKS)
    words = [at for at in of_other if m.signs.tokens.words[at][0].isalnum()]
    return wished or (refused and (not other.bare or len(words) <= _FEW))


def _scopes(m: Message, first: _Said, second: _Said) -> tuple[range, range]:
    """The words that are about each of two hours: their clauses, or in one clause what stands nearer to them."""
    clause_of, early, late = m.signs.clause_of, *sorted((first, second), key=lambda h: h.start)
    begin = _begin(clause_of, early.start)
    end = _end(clause_of, late.end - 1)
    if clause_of[early.start] == clause_of[late.start]:
        turn = late.start
        follows = lexicon(m.signs.language).habits.get("after_follows")
        if not follows:
            denials = [f.start for f in m.signs.found if f.meaning in ("neg", "neg_used", "no")]
            turn = next((at for at in denials if late.start - 2 <= at < late.start and at >= early.end), turn)
    else:
        turn = _begin(clause_of, late.start)
    scopes = range(begin, turn), range(turn, end)
    return scopes if early is first else scopes[::-1]


def _begin(clause_of: Sequence[int], at: int) -> int:
    while at and clause_of[at - 1] == clause_of[at]:
        at -= 1
    return at


def _end(clause_of: Sequence[int], at: int) -> int:
    clause = clause_of[at]
    while at < len(clause_of) and clause_of[at] == clause:
        at += 1
    return at


def _holds(m: Message, scope: range, meanings: frozenset[str]) -> bool:
    return any(f.start in scope and f.meaning in meanings for f in m.signs.found)


def _unfit(m: Message, scope: range) -> bool:
    """Whether "hard", "too early" or the like stands there."""
    words = m.signs.tokens.words[scope.start : scope.stop]
    return bool(lexicon(m.signs.language).unfit.find([() if is_break(w) else (w,) for w in words]))


def _alone(m: Message, other: _Said) -> bool:
    """ "Can we do 11 instead?": a number without the printed hour beside it, where another time is asked for."""
    if not other.bare or m.signs.size > _SHORT or len(m.signs.unknown) > 1:
        return False
    if m.expecting is Expecting.OFFER and other.minutes < _TWO_DIGITS * 60:
        return False
    whole = range(len(m.signs.clause_of))
    beside = {other.start - 1, other.end} & set(m.signs.unknown)
    if m.signs.tokens.question:
        meant = m.has("but", "other", "move") or (m.has("request", "write_in") and not beside)
    else:
        better = m.has("fine") and not m.has("yes", "but") and m.expecting is Expecting.CONFIRM
        meant = not beside and (better or m.has("other", "move"))
    return meant and not _holds(m, whole, _REFUSES) and not m.has("later")


def _wish(m: Message, other: _Said, asked: Sequence[Option]) -> Wishes:
    length = 60 if other.minutes % 60 == 0 else 30
    hours = Hours(other.minutes, other.minutes + length, exact=True)
    named = [x.day for x in m.signs.timing.moments if x.day is not None]
    about = [o for o in asked if all(_names(day, o, m) for day in named)]
    moment = Moment(None, hours, False, other.start, other.end)
    try:
        return settle([on_the_printed_day(moment, about, m.now)], asked, m.now) if about else ()
    except NoSuchDayError:
        return ()
