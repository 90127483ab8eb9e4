"""Which of the times that a message names is wished for, where the rules would ask back.

"The lift is broken until Friday, Saturday is easier": every time is read, but nobody listed what is told around it. Each
named time is asked about in turn, as the one of two, all others being the other: where both may be wished, neither is
likely enough.
"""

from collections.abc import Sequence

from bot.understanding.certainty import WISHED, WISHED_TOO
from bot.understanding.lines import NAMES, wish_marks, wishes_named
from bot.understanding.listening import judgement
from bot.understanding.menu import settle
from bot.understanding.message import Message
from bot.understanding.moments import Moment
from bot.understanding.monthparts import NoSuchDayError
from bot.understanding.notions import told_of
from domain.replies import Reply, Unclear, When, Wishes

_COUNTED = frozenset({"offset", "later", "beside"})
"""Days that may be counted from another one ("Monday no, the day after yes")."""


def wish_by_ear(message: Message) -> Reply:
    """The one wish among the times of a message; Unclear where there is none, or more than one may be."""
    named = [moment for moment in message.signs.timing.moments if not moment.past]
    if not named or any(moment.doubtful for moment in named):
        return Unclear()
    shares = [_share(message, moment) for moment in named]
    *others, highest = sorted(shares)
    surest = named[shares.index(highest)]
    sure = highest >= WISHED and max(others, default=0.0) <= WISHED_TOO
    if not sure or not _stands_alone(surest, named, message):
        return Unclear()
    return When(alone) if (alone := wish_alone(message, surest)) else Unclear()


def _stands_alone(wish: Moment, named: Sequence[Moment], message: Message) -> bool:
    """Whether it is no denied time, none glued together from two clauses, and none counted from another one."""
    counted = len(named) > 1 and wish.day is not None and wish.day.kind in _COUNTED
    clause_of = message.signs.clause_of
    return not wish.excluded and not counted and clause_of[wish.start] == clause_of[wish.end - 1]


def wish_alone(message: Message, moment: Moment) -> Wishes:
    """The times of this one wish; none where there is no such day, or it is over."""
    try:
        return settle([moment], message.options, message.now)
    except NoSuchDayError:
        return ()


def _share(message: Message, moment: Moment) -> float:
    """How likely this time is wished."""
    mentions = wishes_named(message, moment)
    told = told_of(message, mentions=mentions)
    return judgement("wish").hear((), message.expecting, wish_marks(message, mentions), told).shares[NAMES[0]]
