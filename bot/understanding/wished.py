"""Which of the times that a message names is wished for, where the rules would ask back.

"The lift is broken until Friday, Saturday is easier": every time is read, but nobody listed what is told around it. Each
named time is asked about in turn, as the one of two, all others being the other: where both may be wished, neither is
likely enough.
"""

from collections.abc import Sequence

from bot.understanding.certainty import WISH_DOUBTED, WISHED, WISHED_TOO
from bot.understanding.invited import invited
from bot.understanding.lines import NAMES, marks_of, wishes_named
from bot.understanding.listening import judgement
from bot.understanding.menu import fits, settle
from bot.understanding.message import Message
from bot.understanding.misgivings import after_an_unknown_day, points_at_the_wish, wavers
from bot.understanding.notions import told_of
from bot.understanding.preferred import best_told, preferred_first
from bot.understanding.signs import Signs
from bot.understanding.timing.moments import Moment
from bot.understanding.timing.monthparts import NoSuchDayError
from domain.replies import Reply, Unclear, When, Wishes

_SUITS = ("fine", "yes", "want", "request")
"""Meanings that say of a time that it is wished."""

_AGAINST = frozenset({"cannot", "no", "neg", "neg_used", "away", "sick", "cancel", "if"})
"""Meanings beside which a day is rather in the way than wished."""

_FRAMES = frozenset({"holiday", "season", "month", "months"})
"""Stretches in or before which a day is wished."""

_COUNTED = frozenset({"offset", "later", "beside"})
"""Days that may be counted from another one ("Monday no, the day after yes")."""


_WHOLE, _FEW_BEHIND = frozenset({"weekday", "date", "offset"}), 2
"""Days that, with an hour, are a time in full; and words that may follow it ("suits us")."""


def weigh_wish(message: Message, proposal: Reply) -> tuple[Reply, bool]:
    """The reply that stands where times were asked for, and whether it is another than ``proposal``.

    A wish that the rules read is asked back where it may only be mentioned; one is heard where they read none.
    """
    if message.wishes and not message.impossible and invited(message.signs):
        return When(message.wishes), not isinstance(proposal, When)
    if best := best_told(message):
        return When(best), not isinstance(proposal, When)
    if isinstance(proposal, Unclear):
        wish = _wholly_dated(message) or _heard(message)
        return wish, wish != proposal
    if isinstance(proposal, When) and _only_mentioned(message):
        return Unclear(), True
    if isinstance(proposal, When) and (alone := _wished_of_several(message)):
        return When(alone), alone != proposal.wishes
    if isinstance(proposal, When) and (first := preferred_first(message)):
        return When(first), False
    return proposal, False


def _only_mentioned(message: Message) -> bool:
    """Whether the one time beside words nobody knows is rather what is in the way ("Tuesday the plumber comes")."""
    named = message.named
    if len(named) != 1 or named[0].excluded or not message.signs.unknown or _concluded(named[0], message):
        return False
    clause_of = message.signs.clause_of
    beside = any(clause_of[at] == clause_of[named[0].start] for at in message.signs.unknown)
    return beside and _share(message, named[0]) < WISH_DOUBTED


def _wished_of_several(message: Message) -> Wishes:
    """The one wish where another clause only tells of a day ("mother-in-law stays till Thursday, Friday fine")."""
    named = [moment for moment in message.named if not moment.excluded]
    clause_of = message.signs.clause_of
    either = any(piece.kind == "or" for piece in message.signs.pieces)
    if either or len({clause_of[moment.start] for moment in named}) < 2:
        return ()
    surest, sure = _surest(named, message)
    return wish_alone(message, surest) if sure else ()


def _surest(named: Sequence[Moment], message: Message) -> tuple[Moment, bool]:
    """The time that is likeliest wished, and whether it is sure that it and no other is."""
    shares = [_share(message, moment) for moment in named]
    *others, highest = sorted(shares)
    return named[shares.index(highest)], highest >= WISHED and max(others, default=0.0) <= WISHED_TOO


def _concluded(moment: Moment, message: Message) -> bool:
    """ "I drop him off at 8, so Thursday 8:45": the words nobody knows tell of the hour before the "so"."""
    turns = [f.start for f in message.signs.why if f.meaning in ("so", "wish")]
    apart = not _of_one_clause(moment, message.signs)
    return apart and any(moment.start < at <= moment.end for at in turns)


def _heard(message: Message) -> Reply:
    """The one wish among the times of a message; Unclear where there is none, or more than one may be."""
    named = message.named
    if not named or _asks_for_care(message) or (len(named) == 1 and not message.signs.unknown):
        return Unclear()
    surest, sure = _surest(named, message)
    any_day = surest.day is not None and surest.day.kind == "any"
    any_day = any_day and len(named) > len(message.ruled_out) + 1  # "off in week 21, so any day then"
    if not sure or any_day or not _stands_alone(surest, named, message):
        return Unclear()
    if _leaves_its_hour(surest, named) or _narrowed(surest, message):
        return Unclear()
    if surest.doubtful or any(_listed(surest, moment, message.signs) for moment in named):
        return Unclear()
    alone = wish_alone(message, surest)
    if not _left_of(message, surest):
        return Unclear()  # "Sunday we are never home, so come on Sunday"
    if not alone or _before_a_told_date(surest, alone, message):
        return Unclear()
    return When(alone)


def _narrowed(wish: Moment, message: Message) -> bool:
    """Whether taken hours are the reason for a day without its own: "Friday because I work until 3"."""
    because = [f.start for f in message.signs.why if f.meaning == "because" and f.start >= wish.end]
    taken = [m for m in message.ruled_out if m.day is None and m.hours is not None]
    return wish.hours is None and any(at <= m.start for at in because for m in taken)


def _wholly_dated(message: Message) -> Reply | None:
    """ "We fly on the 27th of June, so before the holidays, Tuesday 16/6": the one day told with weekday and date.

    All else that was named tells when it may be, or what happens then.
    """
    named, signs = message.named, message.signs
    dated = [m for m in named if m.day and m.day.kind == "date" and m.day.within and not m.day.edge]
    if len(dated) != 1 or dated[0] is not named[-1] or dated[0].excluded or dated[0].doubtful:
        return None
    if wavers(signs) or signs.has("if", "unsure", "neg", "cannot", "no"):
        return None
    concluded = any(f.meaning in ("so", "conclude", "best", "that_is") for f in signs.why)
    busy = {signs.clause_of[at] for at in signs.timing.occupied}
    others = [m for m in named if m is not dated[0]]
    frames = [m.day is not None and (m.day.kind in _FRAMES or m.day.edge == "before") for m in others]
    told = [frame or signs.clause_of[m.start] in busy for frame, m in zip(frames, others, strict=True)]
    alone = wish_alone(message, dated[0])
    stands = all(told) and (concluded or all(frames))
    return When(alone) if others and stands and alone else None


def _before_a_told_date(wish: Moment, wishes: Wishes, message: Message) -> bool:
    """ "The scaffolding goes on the 14th, so Monday": the next Monday, or the one after that date?"""
    told = [m for m in message.named if m is not wish and m.day is not None and m.day.kind == "date"]
    dates = [w.start for m in told for w in wish_alone(message, m)]
    counted = wish.day is not None and wish.day.kind in ("weekday", "week")
    return counted and any(date > wishes[0].start for date in dates)


def _asks_for_care(message: Message) -> bool:
    """Whether the rules had more against it than what is told: an "at" without its hour, a condition, a doubt."""
    signs = message.signs
    if bool(signs.timing.dangling) or signs.has("if") or after_an_unknown_day(message.wanted, signs):
        return True
    return points_at_the_wish(signs) or wavers(signs)


def _stands_alone(wish: Moment, named: Sequence[Moment], message: Message) -> bool:
    """Whether the time is a wish by itself: not denied, not an hour of another's day, nothing glued or counted.

    The only time of a message may be what is in the way ("the plumber comes on Friday"): a word has to say it suits.
    """
    if len(named) == 1:
        return not wish.excluded and message.signs.has(*_SUITS) and _of_one_clause(wish, message.signs)
    others = [moment for moment in named if moment is not wish]
    counted = wish.day is not None and wish.day.kind in _COUNTED
    an_hour_of_theirs = wish.day is None and any(moment.day is not None for moment in others)
    clause_of, here = message.signs.clause_of, message.signs.clause_of[wish.start]
    elsewhere = [f for f in message.signs.found if clause_of[f.start] != here]
    limited = any(f.meaning == "only" for f in elsewhere)
    suiting = {clause_of[f.start] for f in elsewhere if f.meaning in _SUITS}
    rivals = any(clause_of[moment.start] in suiting and not moment.excluded for moment in others)
    alone = not (wish.excluded or counted or an_hour_of_theirs or limited or rivals)
    return alone and _of_one_clause(wish, message.signs)


def _leaves_its_hour(wish: Moment, named: Sequence[Moment]) -> bool:
    """Whether the hour right before the day may be its own ("he wakes at 2. half 2 on Thursday")."""
    return wish.hours is None and any(m.hours is not None and m.end == wish.start for m in named)


def _listed(wish: Moment, other: Moment, signs: Signs) -> bool:
    """Whether the two stand in one list ("on the 12th and 13th and 15th of May", "Monday, Tuesday I work")."""
    first, last = (wish, other) if wish.start < other.start else (other, wish)
    between = set(range(first.end, last.start))
    links = {at for p in signs.pieces if p.kind in ("and", "or") for at in range(p.start, p.end)}
    words = {at for at in between if signs.tokens.words[at][0].isalnum()}
    together = (wish.start, wish.end) == (other.start, other.end) and wish.day != other.day
    in_a_row = not (words or signs.unknown or wish.hours or other.hours)
    return wish is not other and (together or in_a_row or (bool(words) and words <= links))


def _of_one_clause(wish: Moment, signs: Signs) -> bool:
    return signs.clause_of[wish.start] == signs.clause_of[wish.end - 1]


def time_at_the_end(message: Message) -> Wishes:
    """The one time that closes a message, whatever was told before it: "teething is killing us. Tuesday at 3".

    It has to be a day and an hour in full, with nothing unknown in or behind it.
    """
    named = message.named
    if len(named) != 1 or message.impossible or message.signs.has("if", "unsure", "neg", "cannot", "no"):
        return ()
    [moment] = named
    if after_an_unknown_day(named, message.signs):
        return ()
    return wish_alone(message, moment) if _in_full(moment) and _closes(moment, message.signs) else ()


def wished_elsewhere(message: Message) -> Wishes:
    """The day that is asked for where none of the printed times suits: "neither works. Wednesday at ten?"

    It has to stand in clauses of its own, where nothing is refused, told or unknown.
    """
    signs = message.signs
    wanted = [moment for moment in message.wanted if moment.day is not None]
    if len(wanted) != 1 or message.impossible or len(message.wanted) > 1:
        return ()
    [moment] = wanted
    here = {signs.clause_of[at] for at in range(moment.start, moment.end)}
    against = [f.start for f in signs.found if f.meaning in _AGAINST]
    against += [*signs.unknown, *signs.timing.occupied]
    if any(signs.clause_of[at] in here for at in against):
        return ()
    printed = any(o.start is not None and fits(moment, o.start, message.now) for o in message.options)
    return () if printed else wish_alone(message, moment)


def _in_full(moment: Moment) -> bool:
    """Whether it is one day and its hour, neither ruled out nor in doubt."""
    day, hours = moment.day, moment.hours
    if day is None or hours is None or moment.excluded or moment.doubtful:
        return False
    return day.kind in _WHOLE and not day.edge and day.until is None and hours.exact and not hours.impossible


def _closes(moment: Moment, signs: Signs) -> bool:
    """Whether it begins a part of its own, with few words behind it and none that nobody knows."""
    words = signs.tokens.words
    opens = moment.start > 0 and not words[moment.start - 1][0].isalnum()
    behind = [word for word in words[moment.end :] if word[0].isalnum()]
    return opens and len(behind) <= _FEW_BEHIND and not any(at >= moment.start for at in signs.unknown)


def wish_alone(message: Message, moment: Moment) -> Wishes:
    """The times of this one wish; none where there is no such day, or it is over."""
    try:
        return settle([moment], message.options, message.now)
    except NoSuchDayError:
        return ()


def _left_of(message: Message, moment: Moment) -> Wishes:
    """The times of this one wish without what the message rules out."""
    try:
        return settle([moment, *(m for m in message.ruled_out if not m.past)], message.options, message.now)
    except NoSuchDayError:
        return ()


def _share(message: Message, moment: Moment) -> float:
    """How likely this time is wished."""
    mentions = wishes_named(message, moment)
    seen, told = marks_of(message, mentions), told_of(message, mentions=mentions)
    return judgement("wish").hear((), message.expecting, seen, told, message.signs.language).shares[NAMES[0]]
