"""Which of several wishes a family would rather have: "Friday, Wednesday at a push", "Friday, otherwise Wednesday"."""

from collections.abc import Sequence

from bot.understanding.message import Message
from bot.understanding.moments import Moment
from bot.understanding.monthparts import NoSuchDayError
from bot.understanding.phrases import Found
from bot.understanding.signs import Signs
from bot.understanding.menu import settle
from domain.replies import Wishes

_GOES_TOO = ("fine", "yes", "can")
"""What says of a day beside the preferred one that it would do as well."""


def preferred_first(message: Message) -> Wishes:
    """The preferred times alone where the second choice would come first in the calendar; nothing elsewhere."""
    wanted = message.wanted
    second = _second_choice(wanted, message.signs)
    first = [moment for moment in wanted if moment not in second]
    if not second or not first:
        return ()
    try:
        alone = settle([*first, *(m for m in message.ruled_out if not m.past)], message.options, message.now)
    except NoSuchDayError:
        return ()
    return alone if alone and alone[0].start > message.wishes[0].start else ()


def _second_choice(wanted: Sequence[Moment], signs: Signs) -> list[Moment]:
    """The moments that are only wished for where the others are not to be had."""
    clause_of = signs.clause_of
    second: list[Moment] = []
    for mark in (f for f in signs.why if f.meaning == "at_need"):
        here = clause_of[mark.start]
        behind = [m for m in wanted if m.start >= mark.end and clause_of[m.start] == here]
        if not behind and mark.end < len(clause_of):  # "if that is taken, Wednesday"
            behind = [m for m in wanted if m.start >= mark.end]
        if not behind:
            behind = [m for m in wanted if clause_of[m.start] == here]
        second += behind
    return second or _goes_too(wanted, signs)


def _goes_too(wanted: Sequence[Moment], signs: Signs) -> list[Moment]:
    """ "Preferably Friday, Wednesday is fine too": what is said to do as well behind the best of all."""
    best = [f for f in signs.why if f.meaning == "best" and _leads(f, wanted, signs)]
    if not best or sum(f.meaning == "best" for f in signs.why) != len(best):
        return []
    clause_of = signs.clause_of
    favoured = {clause_of[f.start] for f in best}
    suiting = {clause_of[f.start] for f in signs.found if f.meaning in _GOES_TOO}
    return [m for m in wanted if clause_of[m.start] in suiting - favoured and m.start > best[0].end]


def _leads(mark: Found, wanted: Sequence[Moment], signs: Signs) -> bool:
    """Whether it stands right before the first of the wishes."""
    behind = [m for m in wanted if m.start >= mark.end]
    return bool(behind) and behind[0] is wanted[0] and behind[0].start - mark.end <= 1
