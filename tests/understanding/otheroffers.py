"""The same replies before other offers than the one they were written for.

All rows were written to one offer, so that a judgement that hears words may come to know its hours by heart: "ten" would
be a line of every menu. Before an offer of other days and hours whoever takes "Tuesday at ten" takes nothing that is
printed, but wishes; and whoever wishes for Thursday at two takes that line where it is printed.
"""

import random
import re
from datetime import date, datetime, timedelta

from bot.understanding.interpreting import COPENHAGEN
from bot.understanding.mentions import mentions_of
from bot.understanding.message import Message
from bot.understanding.reading import proposed
from domain.ids import Language
from domain.replies import Expecting, Option
from tests.understanding.judging import NOWISH, Row, menu, offer_of

Offer = tuple[Option, ...]

_WISHED = re.compile(r"when:([\d,-]+)@(\d\d?)(?::(\d\d))?")
_MOST_WORDS = 8
"""Words up to which a wish for an hour is taken for nothing but that."""

_BY_TIME = frozenset({"pointed", "ruled out"})
_ASKING = frozenset("?؟;？")
_NO_PICK = frozenset({"pick", "when", "other", "unclear"})


def _at(day: str, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), COPENHAGEN).replace(
        hour=hour, minute=minute
    )


STRANGE: tuple[Offer, ...] = (
    offer_of("2026-05-07T09:00", "2026-05-08T12:30"),
    offer_of("2026-05-18T08:30", "2026-05-21T14:00"),
    offer_of("2026-05-08T11:00", "2026-05-11T09:15"),
    offer_of("2026-05-15T13:00", "2026-05-15T16:00"),
    offer_of("2026-05-21T11:30", "2026-05-25T08:00"),
)
"""Offers of no Tuesday or Wednesday, no ten or three o'clock, no twelfth or thirteenth."""


def strange_offer(row: Row) -> Offer | None:
    """An offer that prints nothing of what this reply chooses; None where it chooses by number, by place or nothing.

    Only where a day or an exact hour is read in it: "the morning one" may be printed anywhere.
    """
    senses = {meaning.partition(":")[0] for meaning in row.meanings}
    if row.expecting != "offer" or "pick" not in senses or not senses <= _NO_PICK:
        return None
    message = _before(row, menu("offer"))
    named = mentions_of(message)
    by_time = named and all(one.how in _BY_TIME for one in named)
    digits = any(word.isdigit() and int(word) < 3 for word in message.signs.tokens.words)
    if not by_time or digits or message.signs.has("the_other", "either"):
        return None
    return random.Random(row.text).choice(STRANGE)


def printed_offer(row: Row) -> tuple[Offer, int] | None:
    """An offer that prints the one hour that is wished for in few words, and at which place; None for other replies."""
    wished = _WISHED.fullmatch(row.gold)
    if wished is None or not _ASKING.isdisjoint(row.text) or len(row.text.split()) > _MOST_WORDS:
        return None
    dice = random.Random(row.text)
    start = _at(dice.choice(wished[1].split(",")), int(wished[2]) % 24, int(wished[3] or 0))
    line = dice.randrange(2)
    other = start + timedelta(days=dice.choice((1, 2, 3)), hours=dice.choice((-2, 1, 3)))
    starts = (start, other) if line == 0 else (other, start)
    offer = tuple(Option(number, at) for number, at in enumerate(starts, 1))
    message = _before(row, offer)
    named = {one.line for one in mentions_of(message)}
    return (offer, line) if named == {line} else None


def _before(row: Row, offer: tuple[Option, ...]) -> Message:
    """The reply as it is read by the rules before this offer."""
    return proposed(row.text.strip(), Language(row.language), Expecting.OFFER, offer, NOWISH)[0]
