"""The same replies before other offers than the one they were written for.

All rows were written to one offer, so that a judgement that hears words may come to know its hours by heart: "ten" would
be a line of every menu. Before an offer of other days and hours whoever takes "Tuesday at ten" takes nothing that is
printed, but wishes; and whoever wishes for Thursday at two takes that line where it is printed.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.understanding.interpreting import COPENHAGEN, interpret_line
from bot.understanding.mentions import in_question, mentions_of
from bot.understanding.message import Message
from bot.understanding.reading import proposed
from domain.ids import Language
from domain.replies import Expecting, Option
from tests.understanding.judging import NOWISH, Row, menu

Offer = tuple[Option, Option]

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


def _offer(first: datetime, second: datetime) -> Offer:
    return Option(1, first), Option(2, second)


STRANGE: tuple[Offer, ...] = (
    _offer(_at("2026-05-07", 9), _at("2026-05-08", 12, 30)),
    _offer(_at("2026-05-18", 8, 30), _at("2026-05-21", 14)),
    _offer(_at("2026-05-08", 11), _at("2026-05-11", 9, 15)),
    _offer(_at("2026-05-15", 13), _at("2026-05-15", 16)),
    _offer(_at("2026-05-21", 11, 30), _at("2026-05-25", 8)),
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
    line, other = (
        dice.randrange(2),
        start + timedelta(days=dice.choice((1, 2, 3)), hours=dice.choice((-2, 1, 3))),
    )
    offer = _offer(start, other) if line == 0 else _offer(other, start)
    message = _before(row, offer)
    named = {one.line for one in mentions_of(message)}
    return (offer, line) if named == {line} and in_question(message) else None


def _before(row: Row, offer: tuple[Option, ...]) -> Message:
    """The reply as it is read by the rules before this offer."""
    return proposed(row.text.strip(), Language(row.language), Expecting.OFFER, offer, NOWISH)[0]


OFFERS = Path(__file__).parent / "offers"

_PRINTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "A": ("2026-05-04T10:00", ("2026-05-07T09:00",)),
    "B": ("2026-09-16T17:30", ("2026-09-21T08:30", "2026-09-21T13:00")),
    "C": ("2026-11-27T12:00", ("2026-12-02T14:30", "2026-12-03T14:30", "2026-12-04T09:15")),
    "D": ("2027-01-10T20:00", ("2027-01-12T11:00", "2027-01-19T11:00")),
    "E": ("2026-06-30T08:15", ("2026-07-02T16:00", "2026-07-10T10:00", "2026-07-13T12:45")),
    "F": ("2026-03-23T09:00", ("2026-03-30T15:00", "2026-04-01T08:00")),
    "G": ("2026-11-27T12:00", ("2026-12-03T14:30",)),
}
"""The offers of the rows in ``offers``: when the family writes, and which times it sees; G is to be confirmed."""

_REASONS = ("childcare", "not_a_group", "too_many_sessions", "time_or_place", "other_help", "not_stated")
"""The reasons that R prints."""


@dataclass(frozen=True)
class Offered:
    """One reply before one of those offers."""

    row: Row
    offer: str

    def answer(self) -> dict[str, Any]:
        """What the bot makes of it; who takes the only time says yes."""
        now, times = _PRINTED.get(self.offer, ("2026-05-04T10:00", ()))
        options = [{"number": at, "start": start} for at, start in enumerate(times, 1)]
        options += [
            {"number": at, "reason": reason} for at, reason in enumerate(_REASONS, 1) if self.offer == "R"
        ]
        return interpret_line(
            {
                "text": self.row.text,
                "language": self.row.language,
                "expecting": self.row.expecting,
                "now": now,
                "options": options,
            }
        )


def offered() -> Iterator[Offered]:
    """The replies in ``offers``."""
    asked = {"G": "confirm", "R": "reason"}
    for path in sorted(OFFERS.glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line and not line.startswith("#"):
                language, offer, text, gold = line.split("\t")
                gold = f"{gold}|pick:1" if offer == "G" and "yes" in gold.split("|") else gold
                yield Offered(
                    Row(language, asked.get(offer, "offer"), text.replace("\\n", "\n"), gold), offer
                )
