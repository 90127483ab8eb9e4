"""Where a parent can be in the story of a nurse at the daycare."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from domain.ids import SlotId, WindowId
from domain.replies import Expecting, Option
from domain.values import value


@value
class Talk:
    """One talk in front of a parent, by its printed number."""

    number: int
    slot: SlotId
    start: datetime


@value
class PresenceTold:
    """The parent was told that the nurse comes; ``talks`` holds the one that was named, none for drop-in alone.

    Nothing has to be answered. A plain no ends the messages about presence.
    """

    window: WindowId
    talks: tuple[Talk, ...] = ()
    misses: int = 0


@value
class TalksOffered:
    """Talks are in front of the parent: others than the one named, or new ones for one that we cancelled.

    A no here is only that: none of these.
    """

    talks: tuple[Talk, ...] = ()
    misses: int = 0


@value
class PedagogAsked:
    """The talk is booked; the one question left is whether the child's contact pædagog is wished."""

    slot: SlotId
    misses: int = 0


PresenceState = PresenceTold | TalksOffered | PedagogAsked

PRESENCE_KINDS: Mapping[str, type[Any]] = {
    "presence_told": PresenceTold,
    "talks_offered": TalksOffered,
    "pedagog_asked": PedagogAsked,
}


def unpack_talks(stored: list[list[Any]]) -> tuple[Talk, ...]:
    """Stored talks."""
    return tuple(Talk(number, SlotId(slot), datetime.fromisoformat(start)) for number, slot, start in stored)


def presence_expecting(state: PresenceState) -> Expecting:
    """What the parent was last asked."""
    return Expecting.CONFIRM if isinstance(state, PedagogAsked) else Expecting.OFFER


def presence_options(state: PresenceState) -> tuple[Option, ...]:
    """The numbered lines in front of the parent."""
    match state:
        case PresenceTold(talks=talks) | TalksOffered(talks=talks):
            return tuple(Option(talk.number, start=talk.start) for talk in talks)
        case PedagogAsked():
            return (Option(1), Option(2))
