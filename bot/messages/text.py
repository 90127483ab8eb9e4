"""What one text is before it has a language: the shape every entry of the catalogue follows.

The catalogue is written like this, so that Babel finds every sentence by its marker::

    from bot.messages.text import Occasion, Text, _, _n, counted

    _ALL = (
        Text(
            keys.VISIT_FIRST,
            _("{service}: Vi har et besøg til jer. Svar 1 for {first}, 2 for {second}, 3 for en anden tid, "
              "0 for nej tak."),
            parts=2,
            occasion=Occasion.INVITATION,
            language_line=True,
        ),
        counted(
            keys.COURSE_SEATS,
            _n("Der er {seats} plads.", "Der er {seats} pladser."),
            count="seats",
            occasion=Occasion.ANSWER,
        ),
    )
    TEXTS = {text.key: text for text in _ALL}

Rules for the sentences: plain literals inside ``_( )`` (adjacent literals are joined; no f-string, no ``+``, no
``.format``); placeholders are bare names in braces; a line break is ``\\n``; a comment that starts with
``# Translators:`` on the line before the ``_(`` reaches the people who translate.
"""

from dataclasses import dataclass
from enum import StrEnum

from domain.ids import OfferKey
from domain.reasons import DeclineReason
from domain.texts import TextKey


class Occasion(StrEnum):
    """When a family meets a text; the preview shows a conversation in this order."""

    INVITATION = "invitation"
    ANSWER = "answer"
    BOOKING = "booking"
    REMINDER = "reminder"
    CHANGE = "change"
    DECLINE = "decline"
    FEEDBACK = "feedback"
    LANGUAGE = "language"
    STOPPING = "stopping"
    HANDOVER = "handover"
    CRISIS = "crisis"
    """The fixed crisis reply: the only text that the word list does not read."""
    LETTER = "letter"
    """On paper: the wording rules hold, the price of an SMS does not."""
    STAFF = "staff"
    """An alarm to a colleague's phone, never to a family; Danish only."""


@dataclass(frozen=True, slots=True)
class Text:
    """One whole message to a family, in Danish, with what a translation of it must keep.

    ``parts`` is the most SMS parts it may take in Danish and English; other languages have three.
    ``menu`` says for a question about reasons which code each printed number stores: the first code is number 1.
    ``offers`` names the offers it belongs to; empty means every offer.
    """

    key: TextKey
    danish: str
    parts: int = 1
    menu: tuple[DeclineReason, ...] = ()
    occasion: Occasion = Occasion.ANSWER
    offers: tuple[OfferKey, ...] = ()
    language_line: bool = False
    """Whether the Danish text ends with "Svar 9 for …" when the family reads another language."""
    with_line: str = ""
    """A shorter Danish sentence for above that line, where the full one would take four parts with it."""
    plural: str = ""
    """The Danish for any number but one, where the text counts something."""
    count: str = ""
    """The placeholder that is counted."""


def _(danish: str) -> str:
    """Mark a sentence for translation; it stays as it is."""
    return danish


def _n(one: str, more: str) -> tuple[str, str]:
    """Mark a sentence that counts something: for one, and for any other number."""
    return one, more


def counted(
    key: TextKey,
    forms: tuple[str, str],
    count: str,
    parts: int = 1,
    occasion: Occasion = Occasion.ANSWER,
    offers: tuple[OfferKey, ...] = (),
) -> Text:
    """A text that counts something: each language brings as many forms as its grammar has."""
    one, more = forms
    return Text(key, one, parts=parts, occasion=occasion, offers=offers, plural=more, count=count)
