"""From what a message holds to what the family means, given what it was asked.

The rule above all others: a booking, a no or a stop is only read where nothing speaks against it. Where two
readings are likely the answer is Unclear, because a question back is cheap and a wrong booking is not.
"""

from collections.abc import Callable

from bot.understanding.appointments import to_a_confirmation, to_a_reminder, unasked
from bot.understanding.message import Message
from bot.understanding.offers import to_a_time, to_an_offer
from bot.understanding.questions import to_the_rating, to_the_reason
from domain.ids import Language
from domain.reasons import DeclineReason
from domain.replies import (
    ChangeLanguage,
    Expecting,
    MovedAway,
    Reply,
    Start,
    WantsPerson,
    WrongNumber,
)


def decide(message: Message) -> Reply:
    """What the family means by the rules; safety has been looked at before."""
    if (plain := _whoever_asks(message)) is not None:
        return plain
    return _BY_QUESTION[message.expecting](message)


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


_BY_QUESTION: dict[Expecting, Callable[[Message], Reply]] = {
    Expecting.OFFER: to_an_offer,
    Expecting.CONFIRM: to_a_confirmation,
    Expecting.REMINDER: to_a_reminder,
    Expecting.REASON: to_the_reason,
    Expecting.RATING: to_the_rating,
    Expecting.TIME: to_a_time,
    Expecting.IDLE: unasked,
}
