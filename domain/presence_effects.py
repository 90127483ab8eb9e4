"""What a step of the daycare story orders, and what it may know: where the nurse is, and until when."""

from dataclasses import dataclass
from datetime import datetime

from domain.ids import SlotId, WindowId


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """The window a family was told of; no other family, no criterion, no child."""

    id: WindowId
    nurse_name: str
    place: str
    start: datetime
    end: datetime
    drop_in: bool
    talk_minutes: int


@dataclass(frozen=True, slots=True)
class BookTalk:
    """Claim a talk for the family; if it has just been taken, the step runs again without it."""

    slot: SlotId


@dataclass(frozen=True, slots=True)
class WishPedagog:
    """Whether the child's contact pædagog is wished at the talk just booked."""

    slot: SlotId
    wished: bool


@dataclass(frozen=True, slots=True)
class DeclinePresence:
    """This parent wants no more messages about presence; everything else goes on."""


PresenceEffect = BookTalk | WishPedagog | DeclinePresence
