"""What a family can mean by a reply: the one vocabulary between understanding and the flows.

Words become one of these values in exactly one place (``bot.understanding``); no flow ever sees text.
"""

from datetime import datetime
from enum import StrEnum

from domain.ids import Language
from domain.reasons import DeclineReason
from domain.values import value


class Expecting(StrEnum):
    """What the family was last asked, which decides how a bare digit or a yes is read."""

    OFFER = "offer"
    CONFIRM = "confirm"
    REMINDER = "reminder"
    REASON = "reason"
    RATING = "rating"
    TIME = "time"
    IDLE = "idle"


@value
class Option:
    """One numbered line of the menu the family has in front of it: a time, or a reason.

    ``start`` is timezone-aware; ``number`` is the printed digit.
    """

    number: int
    start: datetime | None = None
    reason: DeclineReason | None = None


@value
class Interval:
    """A wish for a time: from ``start`` (inclusive) to ``end`` (exclusive), both timezone-aware."""

    start: datetime
    end: datetime

    def __contains__(self, moment: object) -> bool:
        return isinstance(moment, datetime) and self.start <= moment < self.end


Wishes = tuple[Interval, ...]


@value
class Yes:
    """Yes to what was asked; ``wishes`` when a condition came along ("ja, men kun efter 16")."""

    wishes: Wishes = ()


@value
class No:
    """No to what was asked, with its reason when the family gave one and a wish when it named one."""

    reason: DeclineReason | None = None
    wishes: Wishes = ()


@value
class Picked:
    """One of the numbered options, by number, ordinal, weekday, date or hour."""

    number: int


@value
class Other:
    """None of these; other times please."""


@value
class When:
    """Wishes for a time; none where another time is clearly wished for, but not which: the family is asked."""

    wishes: Wishes


@value
class Later:
    """Not now, ask again; ``wishes`` says when, if the family did."""

    wishes: Wishes = ()


@value
class Move:
    """A booked time must move ("vi er blevet syge")."""

    wishes: Wishes = ()


@value
class Cancel:
    """A booked time is off."""


@value
class GaveReason:
    """The reason question answered in words."""

    reason: DeclineReason


@value
class Rated:
    """The feedback question answered; 1–4, where 4 is "i høj grad" (seed 000's scale)."""

    rating: int


@value
class Stop:
    """No more messages at all."""


@value
class Start:
    """Messages are welcome again."""


@value
class ChangeLanguage:
    """Another language please; None when the family did not say which (it pressed 9)."""

    language: Language | None


@value
class WantsPerson:
    """Wants to talk to a human."""


@value
class WantsInfo:
    """Asks what was agreed, or what this is."""


@value
class WrongNumber:
    """This number belongs to somebody else."""


@value
class MovedAway:
    """The family lives in another municipality now."""


@value
class Distress:
    """Words of self-harm, violence or a child in danger; a human must read this now."""


@value
class Ack:
    """A thank-you or a greeting that asks for nothing."""


@value
class Unclear:
    """Not understood, or two likely readings: ask back, kindly."""


@value
class NotText:
    """A picture, a voice message, a sticker: "I can only read text"."""


Reply = (
    Yes
    | No
    | Picked
    | Other
    | When
    | Later
    | Move
    | Cancel
    | GaveReason
    | Rated
    | Stop
    | Start
    | ChangeLanguage
    | WantsPerson
    | WantsInfo
    | WrongNumber
    | MovedAway
    | Distress
    | Ack
    | Unclear
    | NotText
)


@value
class Reading:
    """A reply with what led to it: the language it was written in (None: too short to tell) and the deciding words.

    ``by_ear``: no listed phrase decided but how the whole sentence sounds.
    """

    reply: Reply
    language: Language | None = None
    because: tuple[str, ...] = ()
    by_ear: bool = False
