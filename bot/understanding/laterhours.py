""" "Tuesday only from one o'clock": the day of a printed time is named, but other hours of it than the printed one.

Whoever says so does not take that time, however much the message sounds like it: the other day is told of, this one is
what is left, and it is left only from then on.
"""

from bot.understanding.menu import fits, settle
from bot.understanding.message import Message
from bot.understanding.timing.moments import MIDNIGHT, Day, Hours, Moment
from bot.understanding.timing.monthparts import NoSuchDayError
from domain.replies import Option, Wishes

_COUNTED = frozenset({"offset", "beside", "later"})
"""Days that are counted from another one: "the day after I can at five at the earliest"."""


def at_other_hours(message: Message, option: Option) -> Wishes | None:
    """The wish for other hours of this printed time's day; None where none is named, or the printed hour is, too.

    An "until" is left out: it mostly tells how long something else takes ("Wednesday I study until two").
    """
    told = [m for m in message.wanted if m.hours is not None]
    if any(m.day is None and _holds(m.hours, option, message) for m in told):
        return None
    named = [m for m in told if m.day is not None and _may_be_of(m.day, option, message)]
    if any(_holds(m.hours, option, message) for m in named):
        return None
    others = [m for m in named if _is_bound(m.hours)]
    if not others:
        return None
    try:
        return settle(others[:1], message.options, message.now)
    except NoSuchDayError:
        return ()


def _may_be_of(day: Day, option: Option, message: Message) -> bool:
    """Whether this is, or may be, the day of the printed time."""
    whole = Moment(day, None, False, 0, 0)
    return day.kind in _COUNTED or (option.start is not None and fits(whole, option.start, message.now))


def _is_bound(hours: Hours | None) -> bool:
    """Whether it is all the time from an hour on: no part of the day, no "until", no hour at which something else is."""
    return (
        hours is not None and not hours.exact and not hours.part and 0 < hours.start < hours.end == MIDNIGHT
    )


def _holds(hours: Hours | None, option: Option, message: Message) -> bool:
    if hours is None or option.start is None:
        return False
    local = option.start.astimezone(message.now.tzinfo)
    minutes = local.hour * 60 + local.minute
    return minutes == hours.start if hours.exact else hours.start <= minutes < min(hours.end, MIDNIGHT)
