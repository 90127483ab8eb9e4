"""What a step of the daycare story orders, and what it may know: where the nurse is, and until when."""

from datetime import datetime

from domain.ids import SlotId, WindowId
from domain.values import value


@value
class WindowFacts:
    """The window a family was told of; no other family, no criterion, no child."""

    id: WindowId
    nurse_name: str
    place: str
    start: datetime
    end: datetime
    drop_in: bool
    talk_minutes: int


@value
class BookTalk:
    """Claim a talk for the family; if it has just been taken, the step runs again without it."""

    slot: SlotId


@value
class WishPedagog:
    """Whether the child's contact pædagog is wished at the talk just booked."""

    slot: SlotId
    wished: bool


@value
class DeclinePresence:
    """This parent wants no more messages about presence; everything else goes on."""


PresenceEffect = BookTalk | WishPedagog | DeclinePresence
