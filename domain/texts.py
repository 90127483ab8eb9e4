"""What a family may be told, by name: flows say keys with values, ``bot.messages`` holds the sentences."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time
from typing import NewType

from domain.values import value

TextKey = NewType("TextKey", str)
"""The name of one whole sentence or message: ``visit.first``."""


@value
class Phrase:
    """A whole sentence that a municipality wrote into its settings, by language code."""

    said: Mapping[str, str]


TextValue = str | int | date | datetime | time | Phrase
"""A named value inside a text. A ``datetime`` is aware and becomes a weekday, date and hour in the family's
language and the municipality's zone; a ``date`` a weekday and date; a ``time`` an hour on the wall; a ``str`` is a
name or a phone number; a ``Phrase`` the municipality's own sentence in the family's language."""


@value
class Wording:
    """One message before it has a language: the key and its named values.

    ``also``: whole sentences that stand on lines of their own under the first line, above a menu. ``otherwise``: what
    is said in a language for which the municipality wrote no ``Phrase``.
    """

    key: TextKey
    values: Mapping[str, TextValue] = field(default_factory=dict)
    also: tuple["Wording", ...] = ()
    otherwise: "Wording | None" = None


@value
class Rendered:
    """One message as the family will read it, with the number of SMS parts it takes."""

    key: TextKey
    language: str
    text: str = field(repr=False)
    parts: int
