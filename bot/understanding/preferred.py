"""Which of several wishes a family would rather have: "Friday, Wednesday at a push", "Friday, otherwise Wednesday"."""

from collections.abc import Sequence

from bot.understanding.menu import settle
from bot.understanding.message import Message
from bot.understanding.phrases import Found
from bot.understanding.signs import Signs
from bot.understanding.timing.moments import Moment
from bot.understanding.timing.monthparts import NoSuchDayError
from domain.replies import Wishes

_GOES_TOO = ("fine", "yes", "can")
"""What says of a day beside the preferred one that it would do as well."""

_TURNS_AROUND = ("neg", "neg_used", "cannot", "no", "if", "unsure", "correct")

_SMALL = frozenset({"day_beside", "unit", "ordinal"})


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


def best_told(message: Message) -> Wishes:
    """ "Ideally Wednesday, but Friday would do": the day that is called best, where the others would only do as well."""
    signs, wanted = message.signs, message.wanted
    marks = [f for f in signs.why if f.meaning == "best"]
    spans = [(f.start, f.end) for f in signs.why if f.meaning == "goes_too"]
    turned = [f for f in signs.found if f.meaning in _TURNS_AROUND]
    turned = [f for f in turned if not any(a <= f.start and f.end <= b for a, b in spans)]
    if len(marks) != 1 or message.impossible or message.ruled_out or turned:
        return ()
    if signs.timing.dangling or signs.timing.occupied or not _leads(marks[0], wanted, signs):
        return ()
    clause_of, favoured = signs.clause_of, signs.clause_of[marks[0].start]
    first = [m for m in wanted if clause_of[_at(m, signs)] == favoured]
    others = [m for m in wanted if m not in first]
    suiting = {clause_of[f.start] for f in signs.found if f.meaning in _GOES_TOO}
    suiting |= {clause_of[f.start] for f in signs.why if f.meaning in ("goes_too", "at_need")}
    suiting |= {clause_of[p.start] for p in signs.pieces if p.kind == "also"}
    told = all(m.day is not None and clause_of[_at(m, signs)] in suiting for m in others)
    if len(first) != 1 or first[0].day is None or not others or not told:
        return ()
    try:
        return settle(first, message.options, message.now)
    except NoSuchDayError:
        return ()


def _second_choice(wanted: Sequence[Moment], signs: Signs) -> list[Moment]:
    """The moments that are only wished for where the others are not to be had."""
    clause_of = signs.clause_of
    second: list[Moment] = []
    for mark in (f for f in signs.why if f.meaning == "at_need"):
        here = clause_of[mark.start]
        behind = [m for m in wanted if _at(m, signs) >= mark.end]
        beside = [m for m in behind if clause_of[_at(m, signs)] == here]
        if not behind:  # "Wednesday at a push"
            beside = [m for m in wanted if clause_of[_at(m, signs)] == here]
        second += beside or behind
    return second or _goes_too(wanted, signs)


def _goes_too(wanted: Sequence[Moment], signs: Signs) -> list[Moment]:
    """ "Preferably Friday, Wednesday is fine too": what is said to do as well behind the best of all."""
    marks = [f for f in signs.why if f.meaning == "best"]
    if len(marks) != 1 or not _leads(marks[0], wanted, signs):
        return []
    clause_of, favoured = signs.clause_of, signs.clause_of[marks[0].start]
    suiting = {clause_of[f.start] for f in signs.found if f.meaning in _GOES_TOO} - {favoured}
    return [m for m in wanted if clause_of[_at(m, signs)] in suiting and m.end > marks[0].end]


def _leads(mark: Found, wanted: Sequence[Moment], signs: Signs) -> bool:
    """Whether it stands right before the first of the wishes."""
    first = min((_at(m, signs) for m in wanted), default=-1)
    return 0 <= first - mark.end <= 1


def _at(moment: Moment, signs: Signs) -> int:
    """Where its day is told: two days of one wish begin together ("Friday or failing that Wednesday")."""
    value = moment.day.value if moment.day else ""
    told = {str(value), str(value[0]) if isinstance(value, tuple) else ""}
    inside = [p for p in signs.pieces if moment.start <= p.start and p.end <= moment.end]
    named = [p.start for p in inside if (p.value or str(p.number)) in told and p.kind not in _SMALL]
    return named[0] if named else moment.start
