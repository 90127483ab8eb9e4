""" "Tuesday only from one o'clock": the day of a printed time is named, but other hours of it than the printed one.

Whoever says so does not take that time, however much the message sounds like it: the other day is told of, this one is
what is left, and it is left only from then on.
"""

from dataclasses import replace
from datetime import datetime

from bot.understanding.menu import fits, settle
from bot.understanding.message import Message
from bot.understanding.timing.moments import MIDNIGHT, Hours, Moment
from bot.understanding.timing.monthparts import NoSuchDayError
from domain.replies import Option, Wishes

_COUNTED = frozenset({"offset", "beside", "later"})
"""Days that are counted from another one: "the day after I can at five at the earliest"."""


def at_other_hours(message: Message, option: Option) -> Wishes | None:
    """The wish for other hours of this printed time's day; None where none is named, or the printed hour is, too.

    An "until" is left out: it mostly tells how long something else takes ("Wednesday I study until two").
    """
    start, now = option.start, message.now
    if start is None:
        return None
    told = [m for m in message.wanted if m.hours is not None and _may_be_of_its_day(m, start, now)]
    if any(fits(replace(m, day=None), start, now) for m in told):
        return None
    others = [m for m in told if m.day is not None and _is_open_from(m.hours)]
    if not others:
        return None
    try:
        return settle(others[:1], message.options, now)
    except NoSuchDayError:
        return ()


def _may_be_of_its_day(moment: Moment, start: datetime, now: datetime) -> bool:
    """Whether these hours are, or may be, about the day of the printed time; hours alone may."""
    if moment.day is None or moment.day.kind in _COUNTED:
        return True
    return fits(replace(moment, hours=None), start, now)


def _is_open_from(hours: Hours | None) -> bool:
    """Whether it is all the time from an hour on: no part of the day, no "until", no hour at which something else is."""
    return (
        hours is not None and not hours.exact and not hours.part and 0 < hours.start < hours.end == MIDNIGHT
    )
