"""What a family means when times were offered, or when it was asked which times suit."""

from collections.abc import Sequence

from bot.understanding.linenumbers import numbers_said
from bot.understanding.lines import said_twice
from bot.understanding.menu import by_key, fits, places_said, timed
from bot.understanding.message import (
    DOUBTS,
    FAR,
    MEANS_NO,
    Message,
    by_reason,
    matching,
    small_talk,
)
from bot.understanding.misgivings import misgivings, on_the_boundary, wavers
from bot.understanding.signs import Signs
from bot.understanding.timing.moments import Moment
from domain.reasons import DeclineReason
from domain.replies import (
    Expecting,
    Later,
    No,
    Option,
    Other,
    Picked,
    Reply,
    Unclear,
    WantsInfo,
    When,
    Yes,
)

_FEW = 2
"""Words up to which a number beside a no is what the no is about."""


def to_an_offer(m: Message) -> Reply:
    """What a family means that sees two numbered times."""
    explained = m.firm_no and m.reason is not None and not m.signs.timing.moments
    if explained and not m.has("later", "info", "ask", "other"):
        return No(m.reason)
    if m.has("either") and len(timed(m.options)) > 1:
        return _either(m)
    if m.has("sick", "away") and not m.has("no", "yes", "fine"):
        return Later(m.wishes)
    if (remaining := _the_other(m)) is not None:
        return remaining
    if m.has("other"):
        return m.wish(Other()) if m.wanted else Other()
    if m.firm_no and not m.signs.timing.moments and not m.has("later", "info", "ask"):
        return No(m.reason)
    chosen = chosen_line(m)
    if chosen is not None:
        return chosen
    if m.has("later"):
        return Unclear() if m.has("yes") else Later(() if m.impossible else m.wishes)
    if m.has("no"):
        return _refusal(m)
    if m.signs.timing.moments:
        return _timed_answer(m)
    return _plain_answer(m)


def _either(m: Message) -> Reply:
    """ "One of them is fine", "both are no good": a yes that names none, which the family is asked about, or neither."""
    if m.has("cannot", "no"):
        return Other()
    more = m.wanted or m.has("neg", "neg_used", "but") or m.signs.unknown
    return Yes() if m.sure and not more else Unclear()


def _the_other(m: Message) -> Reply | None:
    """ "Wednesday I cannot, so the other one": what is left when all others are ruled out."""
    options = timed(m.options)
    out = [o for o in options if _ruled_out(m, o)]
    if not out or len(options) != len(out) + 1 or m.wanted or m.signs.tokens.question or m.has(*DOUBTS):
        return None
    left = next(o.number for o in options if o not in out)
    places = places_said(m.signs, m.options)
    other = m.has("the_other") or places in ([out[0].number], [left])
    return Picked(left) if other and len(m.signs.unknown) <= 2 and not m.impossible else None


def chosen_line(m: Message) -> Reply | None:
    """An option named by its number or place, or by its number and its day ("1, Tuesday")."""
    places = places_said(m.signs, m.options)
    numbers = numbers_said(m.signs) + places
    if not numbers and (number := said_twice(m)) is not None:
        numbers = [number]
    if not numbers:
        return None
    if places and len(m.signs.unknown) > (2 if m.has("choose") else 0):
        return Unclear()
    hesitates = m.has("neg", "neg_used", "unsure", "if", "later", "ask", "cancel")
    if set(numbers) == {0} and m.has("no") and not m.wanted and not hesitates:
        return No(m.reason)
    against = m.has("neg", "neg_used", "cannot", "no", "unsure", "if", "later", "ask", "cancel")
    against = against or any(piece.kind == "except" for piece in m.signs.pieces)
    named = {by_key(number, m.options) for number in numbers}
    by_time = {o.number for o in matching(m)}
    if len(named) > 1 or against or not m.sure or (m.signs.tokens.question and not m.has("request")):
        return Unclear()
    reply = named.pop()
    if m.wanted and by_time and isinstance(reply, Picked) and reply.number not in by_time:
        return Unclear()
    if m.wanted and not by_time:
        return Unclear()
    return reply if len(m.signs.unknown) <= (2 if places and m.has("choose") else 1) else Unclear()


def _refusal(m: Message) -> Reply:
    if m.wanted:
        picked = _timed_answer(m)
        refusing = {m.signs.clause_of[f.start] for f in m.signs.found if f.meaning == "no"}
        agreed = m.has("fine", "yes") and not any(m.signs.clause_of[x.start] in refusing for x in m.wanted)
        return Unclear() if isinstance(picked, Picked) and not agreed else picked
    if m.has("yes", "unsure", "if") or (m.has("fine") and m.reason is None):
        return Unclear()
    if m.signs.tokens.question and m.has("ask", "info"):
        return Unclear()
    if m.ruled_out and m.reason is None:
        return Other()
    if m.reason is None and m.signs.size <= _FEW and any(piece.kind == "number" for piece in m.signs.pieces):
        return Unclear()  # "13 👎" refuses that day, not the visit
    return No(m.reason) if m.sure or m.firm_no or m.reason is not None else Unclear()


def _timed_answer(m: Message) -> Reply:
    """A day or an hour was said to an offer: one of the printed times, or a wish."""
    if not m.wanted:
        return m.wish(Unclear())
    fitting = matching(m)
    pointed = [x for x in m.wanted if x.pointed or (x.day and x.day.maybe_date)]
    if len(fitting) == 1 and len(pointed) == len(m.wanted) == 1:
        asks = m.signs.tokens.question and not m.has("request")
        doubtful = (
            asks or m.has("unsure", "if", "still", "ask", "later") or m.signs.timing.loose or not m.sure
        )
        if (
            any(x.doubtful for x in m.signs.timing.moments)
            or doubtful
            or (m.has("cannot") and not m.ruled_out)
            or _ruled_out(m, fitting[0])
            or (pointed[0].day is None and len(m.signs.unknown) > (2 if _clear(pointed[0]) else 0))
        ):
            return Unclear()
        return Picked(fitting[0].number)
    if len(fitting) > 1 and len(pointed) == len(m.wanted):
        return Unclear()
    if m.impossible:
        return Unclear()
    if m.has("yes") and not m.has("but", "only") and not fitting and not m.wishes:
        return Unclear()
    if m.wishes and m.wishes[0].start - m.now > FAR and m.expecting is not Expecting.TIME:
        return Later(m.wishes)
    if not m.wishes:
        return Unclear()
    return Yes(m.wishes) if m.has("yes") and m.has("only") else When(m.wishes)


def _clear(moment: Moment) -> bool:
    """Whether the hour was said so that no other half of the day can be meant ("kl 15")."""
    return moment.hours is not None and moment.hours.clear


def _ruled_out(m: Message, option: Option) -> bool:
    """Whether the printed time is one the family has just excluded ("gerne tirsdag, men ikke kl. 10")."""
    return option.start is not None and any(fits(x, option.start, m.now) for x in m.ruled_out)


def _plain_answer(m: Message) -> Reply:
    """No day, no hour, no number: a yes, a reason that is a no, a question, a thank-you, or nothing known."""
    if m.has("unsure", "if"):
        return Unclear()
    asks = m.signs.tokens.question or m.has("ask")
    if m.has("yes", "fine") and not m.has("cannot"):
        if m.has("info"):
            return WantsInfo()
        if m.has("but", "only", "neg", "neg_used", "cancel", "move") or m.reason in MEANS_NO:
            return by_reason(m) if m.reason is DeclineReason.FINE_NOW and not m.has("yes") else Unclear()
        open_ended = asks or m.signs.timing.loose
        return Yes() if m.agrees and not open_ended else Unclear()
    if m.has("cannot"):
        if len(m.signs.unknown) > 1:
            return Unclear()
        return Other() if m.reason is None or m.reason is DeclineReason.TIME_OR_PLACE else by_reason(m)
    if m.reason is not None:
        return by_reason(m)
    return small_talk(m)


def to_a_time(m: Message) -> Reply:
    """What a family means that was asked which times suit."""
    if m.signs.timing.moments:
        if wavers(m.signs):
            return Unclear()
        if m.has("later") and not m.wanted:
            return Later(m.wishes)
        if m.has("no", "unsure", "if") and not m.has("fine") and not m.wanted:
            return m.wish(Unclear())
        return _time_wish(m)
    if (chosen := chosen_line(m)) is not None:
        in_words = isinstance(chosen, No) and "0" not in m.signs.tokens.words
        return Unclear() if in_words else chosen  # "eighteen zero-zero" is an hour
    if m.signs.timing.loose:
        return Unclear()
    return to_an_offer(m)


def _time_wish(m: Message) -> Reply:
    beside = _beside_times(m.wanted, m.signs)
    half_known = bool(m.signs.unknown) or m.has("unsure")
    vague = half_known and any(x.day is not None and x.day.kind == "any" for x in m.wanted)
    guessed = misgivings(m.signs) or on_the_boundary(m)
    away = m.has("away") and m.wanted and not m.signs.timing.afterwards
    if m.impossible or not m.wishes or beside or vague or guessed or away:
        return Unclear()
    return When(m.wishes)


def _beside_times(moments: Sequence[Moment], signs: Signs) -> bool:
    """Whether an unknown word touches a time, so that it may change it ("every second …")."""
    edges = {edge for m in moments for edge in (m.start - 1, m.end)} | signs.timing.dangling
    slashed = {at for at in edges if 0 <= at < len(signs.tokens.words) and signs.tokens.words[at] == "/"}
    edges |= {at + step for at in slashed for step in (-1, 1)}
    inner = {at for m in moments for at in range(m.start, m.end)}
    return any(at in edges or at in inner for at in signs.unknown)
