"""From what a message holds to what the family means, given what it was asked.

The rule above all others: a booking, a no or a stop is only read where nothing speaks against it. Where two
readings are likely the answer is Unclear, because a question back is cheap and a wrong booking is not.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from bot.understanding.calendar import NoSuchDayError
from bot.understanding.menu import by_key, fits, numbers_said, places_said, settle, timed
from bot.understanding.moments import Moment
from bot.understanding.signs import Signs
from domain.ids import Language
from domain.reasons import DeclineReason
from domain.replies import (
    Ack,
    Cancel,
    ChangeLanguage,
    Expecting,
    GaveReason,
    Later,
    Move,
    MovedAway,
    No,
    Option,
    Other,
    Picked,
    Rated,
    Reply,
    Start,
    Unclear,
    WantsInfo,
    WantsPerson,
    When,
    Wishes,
    WrongNumber,
    Yes,
)

FAR = timedelta(days=35)
"""A wish that begins later than this is "not now", not a time to book."""

_MEANS_NO = frozenset(
    {"fine_now", "enough_contact", "not_for_us", "other_help", "not_a_group", "too_many_sessions", "privacy"}
)
_DOUBTS = ("unsure", "if")
_FEW_WORDS = 6


class Message:
    """One message with all a decision needs: its signs, what was asked, the printed options, when it came."""

    def __init__(self, signs: Signs, expecting: Expecting, options: Sequence[Option], now: datetime) -> None:
        self.signs, self.expecting, self.options, self.now = signs, expecting, options, now
        self.wanted = [m for m in signs.timing.moments if not m.excluded]
        self.ruled_out = [m for m in signs.timing.moments if m.excluded]
        self.impossible = signs.timing.loose or any(m.doubtful for m in signs.timing.moments)
        try:
            self.wishes: Wishes = settle(signs.timing.moments, options, now) if signs.timing.moments else ()
        except NoSuchDayError:
            self.wishes, self.impossible = (), True

    def has(self, *meanings: str) -> bool:
        if "yes" in meanings and self._wants_it:
            return True
        return self.signs.has(*meanings)

    @property
    def _wants_it(self) -> bool:
        """ "Vil gerne" alone is a yes; with something unknown beside it, it may want anything."""
        return self.signs.has("want") and not self.signs.unknown and self.signs.size <= _FEW_WORDS

    @property
    def sure(self) -> bool:
        """Whether enough is known, and nothing hesitates, to take a commitment from the message."""
        unknown = len(self.signs.unknown)
        return (
            unknown <= max(1, (self.signs.size - unknown) // 2 + 1)
            and unknown <= 4
            and not self.has(*_DOUBTS)
        )

    @property
    def reason(self) -> DeclineReason | None:
        """The decline reason said in words; None when there is none, or two that weigh the same."""
        found = self.signs.values("reason:")
        return DeclineReason(found[0]) if found else None

    def wish(self, otherwise: Reply) -> Reply:
        """The wish for a time, if it can be read without doubt."""
        if self.impossible or not self.wishes:
            return Unclear() if self.impossible else otherwise
        return When(self.wishes)


def decide(signs: Signs, expecting: Expecting, options: Sequence[Option], now: datetime) -> Reply:
    """What the family means; safety has been looked at before."""
    message = Message(signs, expecting, options, now)
    if (plain := _whoever_asks(message)) is not None:
        return plain
    return _BY_QUESTION[expecting](message)


def _whoever_asks(m: Message) -> Reply | None:
    """The meanings that hold whatever was asked."""
    if m.has("wrong_number") and not m.has("yes"):
        return WrongNumber()
    if m.has("moved_away") and not m.wanted and not m.has("if"):
        return MovedAway()
    if (
        m.has("start")
        and m.signs.size - len(m.signs.unknown) <= 6
        and len(m.signs.unknown) <= 1
        and not m.wanted
    ):
        return Start()
    if (language := _language(m)) is not None:
        return language
    answers_itself = m.expecting is Expecting.REASON and m.reason is not None
    if m.has("person") and not answers_itself and not m.has("cancel", "move", "sick"):
        return WantsPerson()
    return None


def _language(m: Message) -> Reply | None:
    named = m.signs.values("lang:")
    answers_itself = m.expecting is Expecting.REASON and m.reason is DeclineReason.LANGUAGE
    if m.has("not_speak") and not answers_itself:
        others = [code for code in named if code != "da"]
        if others:
            return ChangeLanguage(Language(others[0]))
        own = m.signs.language
        return ChangeLanguage(own if own != "da" else None)
    if not named or m.wanted:
        return None
    if m.has("neg", "cannot"):
        named = [code for code in named if code != "da"]
    asked = m.has("write_in") or m.signs.size <= 4
    if named and asked and len(set(named)) == 1 and len(m.signs.unknown) <= 3:
        return ChangeLanguage(Language(named[0]))
    return None


def _offer(m: Message) -> Reply:
    if m.has("either") and len(timed(m.options)) > 1:
        return Other() if m.has("cannot", "no") else Unclear()
    if m.has("sick", "away") and not m.has("no", "yes", "fine"):
        return Later(m.wishes)
    if m.has("other"):
        return m.wish(Other()) if m.wanted else Other()
    chosen = _chosen(m)
    if chosen is not None:
        return chosen
    if m.has("later"):
        return Unclear() if m.has("yes") else Later(() if m.impossible else m.wishes)
    if m.has("no"):
        return _refusal(m)
    if m.signs.timing.moments:
        return _timed_answer(m)
    return _plain_answer(m)


def _chosen(m: Message) -> Reply | None:
    """An option named by its number or place."""
    places = places_said(m.signs, m.options)
    numbers = numbers_said(m.signs) + places
    if not numbers:
        return None
    if places and m.signs.unknown:
        return Unclear()
    against = m.has("neg", "neg_used", "cannot", "no", "unsure", "if", "later", "ask", "cancel")
    named = {by_key(number, m.options) for number in numbers}
    by_time = {o.number for o in _matching(m)}
    if len(named) > 1 or against or not m.sure or (m.signs.tokens.question and not m.has("request")):
        return Unclear()
    reply = named.pop()
    if m.wanted and by_time and isinstance(reply, Picked) and reply.number not in by_time:
        return Unclear()
    if m.wanted and not by_time:
        return Unclear()
    return reply if len(m.signs.unknown) <= 1 else Unclear()


def _matching(m: Message) -> list[Option]:
    return [o for o in timed(m.options) if o.start and any(fits(x, o.start, m.now) for x in m.wanted)]


def _refusal(m: Message) -> Reply:
    if m.wanted:
        picked = _timed_answer(m)
        agreed = m.has("fine", "yes")
        return Unclear() if isinstance(picked, Picked) and not agreed else picked
    if m.has("yes", "unsure", "if") or (m.has("fine") and m.reason is None):
        return Unclear()
    if m.signs.tokens.question and m.has("ask", "info"):
        return Unclear()
    if m.ruled_out and m.reason is None:
        return Other()
    return No(m.reason) if m.sure or m.reason is not None else Unclear()


def _timed_answer(m: Message) -> Reply:
    """A day or an hour was said to an offer: one of the printed times, or a wish."""
    if not m.wanted:
        return m.wish(Unclear())
    matching = _matching(m)
    pointed = [x for x in m.wanted if x.pointed or (x.day and x.day.maybe_date)]
    if len(matching) == 1 and len(pointed) == len(m.wanted) == 1:
        asks = m.signs.tokens.question and not m.has("request")
        doubtful = (
            asks or m.has("unsure", "if", "still", "ask", "later") or m.signs.timing.loose or not m.sure
        )
        if (
            any(x.doubtful for x in m.signs.timing.moments)
            or doubtful
            or (m.has("cannot") and not m.ruled_out)
        ):
            return Unclear()
        return Picked(matching[0].number)
    if len(matching) > 1 and len(pointed) == len(m.wanted):
        return Unclear()
    if m.impossible:
        return Unclear()
    if m.has("yes") and not m.has("but", "only") and not matching and not m.wishes:
        return Unclear()
    if m.wishes and m.wishes[0].start - m.now > FAR and m.expecting is not Expecting.TIME:
        return Later(m.wishes)
    if not m.wishes:
        return Unclear()
    return Yes(m.wishes) if m.has("yes") and m.has("only") else When(m.wishes)


def _plain_answer(m: Message) -> Reply:
    """No day, no hour, no number: a yes, a reason that is a no, a question, a thank-you, or nothing known."""
    if m.has("unsure", "if"):
        return Unclear()
    asks = m.signs.tokens.question or m.has("ask")
    if m.has("yes", "fine") and not m.has("cannot"):
        if m.has("info"):
            return WantsInfo()
        if m.has("but", "only", "neg", "neg_used", "cancel", "move") or m.reason in _MEANS_NO:
            return _reasoned(m) if m.reason is DeclineReason.FINE_NOW and not m.has("yes") else Unclear()
        return Yes() if m.sure and not asks and not _thumb_to_many(m) else Unclear()
    if m.has("cannot"):
        if len(m.signs.unknown) > 1:
            return Unclear()
        return Other() if m.reason is None or m.reason is DeclineReason.TIME_OR_PLACE else _reasoned(m)
    if m.reason is not None:
        return _reasoned(m)
    return _small_talk(m)


def _thumb_to_many(m: Message) -> bool:
    """A thumb up says yes to one time; to two it does not say which."""
    words = m.signs.tokens.words
    worded = any(words[f.start][0].isalnum() for f in m.signs.found if f.meaning in ("yes", "fine", "want"))
    return not worded and len(timed(m.options)) > 1


def _reasoned(m: Message) -> Reply:
    reason = m.reason
    if reason in _MEANS_NO and not m.signs.tokens.question and m.sure:
        return No(reason)
    if reason is DeclineReason.BUSY_NOW:
        return Later()
    if reason is DeclineReason.TIME_OR_PLACE:
        return Other()
    return WantsInfo() if reason is DeclineReason.PURPOSE_UNCLEAR else Unclear()


def _small_talk(m: Message) -> Reply:
    if m.has("info") or (m.has("ask") and m.signs.tokens.question):
        return WantsInfo()
    if m.has("thanks", "greet") and not m.has(
        "but", "neg", "cannot", "ask", "unsure", "if", "move", "cancel"
    ):
        return Ack() if len(m.signs.unknown) <= 1 and not m.signs.tokens.question else Unclear()
    return Unclear()


def _confirm(m: Message) -> Reply:
    if m.has("sick", "away") and not m.has("yes"):
        return Move(m.wishes)
    if m.has("cancel", "move"):
        return _changed(m)
    numbers = numbers_said(m.signs)
    if numbers and not m.wanted:
        return _confirm_key(m, numbers)
    refused = m.has("no", "cannot")
    if m.wanted:
        return _confirm_wish(m, refused)
    if m.has("other") and not m.has("yes"):
        return Other()
    if m.has("later") and not m.has("yes"):
        return Later(m.wishes)
    if refused:
        if m.has("yes", "unsure", "if"):
            return Unclear()
        return No(m.reason) if m.sure or m.reason else Unclear()
    return _agreement(m)


def _confirm_key(m: Message, numbers: list[int]) -> Reply:
    if len(set(numbers)) > 1 or not m.sure or m.has("neg", "no", "cannot", "ask"):
        return Unclear()
    if numbers[0] in {option.number for option in m.options}:
        return Yes() if len(m.options) == 1 else Picked(numbers[0])
    return {0: No(), 1: Yes() if not m.options else Unclear()}.get(numbers[0], Unclear())


def _confirm_wish(m: Message, refused: bool) -> Reply:
    matching = _matching(m)
    asked = timed(m.options)
    if not refused and len(asked) == 1 and matching and len(m.wanted) == 1 and m.wanted[0].pointed:
        doubt = m.has("but", "only", "unsure", "if", "neg") or (
            m.signs.tokens.question and not m.has("request")
        )
        return Yes() if not doubt and m.sure and not m.impossible else Unclear()
    if m.impossible or not m.wishes:
        return Unclear()
    if m.has("no") and not m.has("yes"):
        return No(None, m.wishes)
    return When(m.wishes)


def _agreement(m: Message) -> Reply:
    """A yes to one thing, or what else a message without a no can be."""
    asks = m.signs.tokens.question or m.has("ask")
    if m.has("unsure", "if"):
        return Unclear()
    if m.has("yes", "fine", "keep"):
        if m.has("info"):
            return WantsInfo()
        return Yes() if m.sure and not asks and not m.has("but", "only", "neg", "other") else Unclear()
    if m.reason is not None and m.expecting is not Expecting.REMINDER:
        return _reasoned(m)
    return _small_talk(m)


def _changed(m: Message) -> Reply:
    """Move or cancel was said of a booked time."""
    if m.has("neg", "unsure", "if") and not m.has("cannot", "sick"):
        return Unclear()
    if m.has("move", "other", "later") or (m.wanted and m.has("cancel")):
        return Move(() if m.impossible else _positive(m))
    if m.has("yes") and not m.sure:
        return Unclear()
    question = m.signs.tokens.question and not m.has("request")
    return Cancel() if m.sure and not question else Unclear()


def _positive(m: Message) -> Wishes:
    return m.wishes if m.wanted else ()


def _reminder(m: Message) -> Reply:
    numbers = numbers_said(m.signs)
    if numbers and not m.wanted:
        printed = {option.number for option in m.options}
        return Picked(numbers[0]) if len(numbers) == 1 and numbers[0] in printed and m.sure else Unclear()
    if m.has("sick", "away"):
        return Move(() if m.impossible else _positive(m))
    if m.has("cancel", "move"):
        return _changed(m)
    if m.has("late"):
        return WantsPerson()
    if m.has("cannot") or (m.has("no") and (m.wanted or m.has("other", "later"))):
        return Unclear() if m.has("unsure", "if") else Move(() if m.impossible else _positive(m))
    if m.has("other", "later") and not m.has("yes", "thanks"):
        return Move(() if m.impossible else _positive(m))
    if m.has("no"):
        return No(m.reason) if m.sure and not m.has("yes", "fine", "unsure", "if") else Unclear()
    if m.wanted and not m.has("yes", "fine", "keep"):
        return _reminder_time(m)
    if m.wanted and m.has("but", "only"):
        return Unclear() if m.impossible else Move(m.wishes)
    return _agreement(m)


def _reminder_time(m: Message) -> Reply:
    if m.has("info", "ask"):
        return WantsInfo()
    if m.has("greet", "thanks") and not m.signs.tokens.question:
        return Ack() if len(m.signs.unknown) <= 1 else Unclear()
    if m.impossible or not m.has("request", "fine"):
        return Unclear()
    return Move(m.wishes)


def _idle(m: Message) -> Reply:
    if m.has("sick"):
        return Move(() if m.impossible else _positive(m))
    if m.has("cancel", "move"):
        return _changed(m)
    if m.has("late"):
        return WantsPerson()
    if m.has("other"):
        return Move(_positive(m)) if not m.impossible else Unclear()
    if m.has("info") or (m.has("ask") and m.signs.tokens.question):
        return WantsInfo()
    if m.has("cannot"):
        return Unclear() if m.has("unsure", "if") else Move(() if m.impossible else _positive(m))
    if m.has("later"):
        return Later(() if m.impossible else m.wishes)
    if m.has("no"):
        return No(m.reason) if m.reason is not None and m.sure else Unclear()
    if m.wanted:
        return m.wish(Unclear())
    if m.has("yes", "fine", "keep") and not m.has("thanks", "greet") and m.signs.size == 1:
        return Unclear() if "ok" not in m.signs.tokens.words else Ack()
    if (
        m.has("yes", "fine", "keep", "thanks", "greet")
        and len(m.signs.unknown) <= 1
        and not m.has(*_DOUBTS, "but")
    ):
        return Ack() if not m.signs.tokens.question else Unclear()
    return _small_talk(m)


def _reason(m: Message) -> Reply:
    numbers = numbers_said(m.signs, loosely=True)
    if numbers:
        number = numbers[0]
        printed = {option.number: option.reason for option in m.options}
        agreed = m.reason is None or printed.get(number) in (None, m.reason)
        fits_menu = number in printed or not printed
        return Picked(number) if len(set(numbers)) == 1 and fits_menu and agreed else Unclear()
    places = places_said(m.signs, m.options)
    if len(places) == 1 and m.reason is None:
        return Picked(places[0])
    if m.reason is not None:
        return GaveReason(m.reason)
    if m.wanted and not m.impossible:
        return When(m.wishes)
    if m.has("later"):
        return Later(m.wishes)
    if m.has("cannot", "other"):
        return GaveReason(DeclineReason.TIME_OR_PLACE)
    if m.has("no") and not m.has("yes"):
        return GaveReason(DeclineReason.NOT_STATED) if m.sure else Unclear()
    if m.has("sick"):
        return GaveReason(DeclineReason.INFECTION) if m.has("if") else Unclear()
    if m.has("yes", "fine") and not m.has("neg", "but") and m.sure and m.signs.size >= 2:
        return Unclear()
    return _small_talk(m)


def _rating(m: Message) -> Reply:
    digits = numbers_said(m.signs, loosely=True)
    if digits:
        return Rated(digits[0]) if len(set(digits)) == 1 and 1 <= digits[0] <= 4 and m.sure else Unclear()
    hits = [f for f in m.signs.all_found if f.meaning.startswith("rating:")]
    if hits and not m.has("but"):
        longest = max(f.end - f.start for f in hits)
        best = {f.meaning for f in hits if f.end - f.start == longest}
        negated = m.has("neg") and not any(f.end - f.start > 1 for f in hits)
        if len(best) == 1 and not negated:
            return Rated(int(best.pop()[7:]))
        return Unclear()
    if m.has("no", "unsure"):
        return Unclear()
    return _small_talk(m)


def _time(m: Message) -> Reply:
    if m.signs.timing.moments:
        if m.has("later") and not m.wanted:
            return Later(m.wishes)
        if m.has("no", "unsure", "if") and not m.has("fine") and not m.wanted:
            return m.wish(Unclear())
        return _time_wish(m)
    if (chosen := _chosen(m)) is not None:
        return chosen
    if m.signs.timing.loose:
        return Unclear()
    return _offer(m)


def _time_wish(m: Message) -> Reply:
    beside = _beside_times(m.wanted, m.signs)
    if m.impossible or not m.wishes or beside:
        return Unclear()
    return When(m.wishes)


def _beside_times(moments: Sequence[Moment], signs: Signs) -> bool:
    """Whether an unknown word touches a time, so that it may change it ("every second …")."""
    edges = {edge for m in moments for edge in (m.start - 1, m.end)}
    inner = {at for m in moments for at in range(m.start, m.end)}
    return any(at in edges or at in inner for at in signs.unknown)


_BY_QUESTION: dict[Expecting, Callable[[Message], Reply]] = {
    Expecting.OFFER: _offer,
    Expecting.CONFIRM: _confirm,
    Expecting.REMINDER: _reminder,
    Expecting.REASON: _reason,
    Expecting.RATING: _rating,
    Expecting.TIME: _time,
    Expecting.IDLE: _idle,
}
