"""Replies to other offers than the usual one and on other days, as the hands that wrote them saw those offers."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.understanding.interpreting import interpret_line
from tests.understanding.judging import Row

OFFERS = Path(__file__).parent / "offers"

_PRINTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "A": ("2026-05-04T10:00", ("2026-05-07T09:00",)),
    "B": ("2026-09-16T17:30", ("2026-09-21T08:30", "2026-09-21T13:00")),
    "C": ("2026-11-27T12:00", ("2026-12-02T14:30", "2026-12-03T14:30", "2026-12-04T09:15")),
    "D": ("2027-01-10T20:00", ("2027-01-12T11:00", "2027-01-19T11:00")),
    "E": ("2026-06-30T08:15", ("2026-07-02T16:00", "2026-07-10T10:00", "2026-07-13T12:45")),
    "F": ("2026-03-23T09:00", ("2026-03-30T15:00", "2026-04-01T08:00")),
    "G": ("2026-11-27T12:00", ("2026-12-03T14:30",)),
    "H": ("2026-10-22T19:40", ("2026-10-27T09:00", "2026-10-29T13:30")),
    "I": ("2026-12-27T11:05", ("2027-01-05T10:00", "2027-01-08T14:00")),
    "J": ("2027-01-29T07:50", ("2027-02-01T08:30", "2027-02-03T12:00")),
    "K": ("2026-06-17T22:15", ("2026-06-22T11:00", "2026-06-29T14:30")),
    "L": ("2026-03-28T20:00", ("2026-04-07T13:00",)),
    "M": ("2026-08-31T12:00", ("2026-09-08T09:30", "2026-09-10T11:00", "2026-09-11T15:00")),
}
"""The offers of the rows in ``offers``: when the family writes, and which times it sees; G is to be confirmed.

A small letter: the family writes then, but was asked when it suits.
"""

_REASONS = ("childcare", "not_a_group", "too_many_sessions", "time_or_place", "other_help", "not_stated")
"""The reasons that R prints."""


@dataclass(frozen=True)
class Offered:
    """One reply before one of those offers."""

    row: Row
    offer: str

    def answer(self) -> dict[str, Any]:
        """What the bot makes of it; who takes the only time says yes."""
        now, times = _PRINTED.get(self.offer.upper(), ("2026-05-04T10:00", ()))
        times = times if self.offer.isupper() else ()
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


def offered(name: str) -> Iterator[Offered]:
    """The replies of a set in ``offers``."""
    asked = {"G": "confirm", "R": "reason"}
    for line in (OFFERS / f"{name}.tsv").read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            language, offer, text, gold = line.split("\t")
            gold = f"{gold}|pick:1" if offer == "G" and "yes" in gold.split("|") else gold
            expecting = asked.get(offer, "offer" if offer.isupper() else "time")
            yield Offered(Row(language, expecting, text.replace("\\n", "\n"), gold), offer)
