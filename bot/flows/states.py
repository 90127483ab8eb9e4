"""Where a guardian can be in the conversation: situations, and what of a situation is kept between two messages."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.flows.course_states import COURSE_KINDS, CourseState, course_expecting, course_options
from bot.flows.presence_states import (
    PRESENCE_KINDS,
    PresenceState,
    Talk,
    presence_expecting,
    presence_options,
    unpack_talks,
)
from domain.facts import Facts
from domain.ids import BookingId, InvitationId, SlotId
from domain.replies import Expecting, Option
from domain.values import value

VERSION = 1


@value
class Shown:
    """One time in front of the family, by its printed number."""

    number: int
    slot: SlotId
    start: datetime


class Alternative(StrEnum):
    """The one alternative that answers a reason for a no."""

    EVENING = "evening"
    SIBLINGS = "siblings"
    LATER = "later"
    INTERPRETER = "interpreter"
    OWN_NURSE = "own_nurse"
    CALL = "call"
    PHONE = "phone"
    INDIVIDUAL = "individual"


@value
class Idle:
    """Nothing is asked. ``misses`` counts replies in a row that were not understood."""

    misses: int = 0


@value
class TimesOffered:
    """Numbered times are in front of the family; ``moving`` is the booking that gets the new time, if any."""

    invitation: InvitationId
    times: tuple[Shown, ...]
    moving: BookingId | None = None
    misses: int = 0


@value
class DoorOpen:
    """The last invitation message: 1 shows times, 0 is no."""

    invitation: InvitationId
    misses: int = 0


@value
class TimeEchoed:
    """A time the family wrote in words is echoed back and waits for its yes."""

    invitation: InvitationId
    time: Shown
    moving: BookingId | None = None
    misses: int = 0


@value
class WishAsked:
    """We asked which day and hour would suit."""

    invitation: InvitationId
    moving: BookingId | None = None
    misses: int = 0


@value
class ReasonAsked:
    """The no stands; the optional question why is open. ``by_own_nurse``: all the times refused were its own nurse's."""

    invitation: InvitationId
    by_own_nurse: bool = False


@value
class AlternativeAsked:
    """The one alternative is offered."""

    invitation: InvitationId
    alternative: Alternative
    misses: int = 0


@value
class Reminded:
    """A reminder of a visit: keep, move or cancel."""

    booking: BookingId
    misses: int = 0


@value
class RatingAsked:
    """The feedback question after a visit."""

    booking: BookingId


@value
class WithHuman:
    """The conversation waits for a human; ``told`` once that it does."""

    told: bool = True


State = (
    Idle
    | TimesOffered
    | DoorOpen
    | TimeEchoed
    | WishAsked
    | ReasonAsked
    | AlternativeAsked
    | Reminded
    | RatingAsked
    | WithHuman
    | CourseState
    | PresenceState
)

_KINDS: Mapping[str, type[Any]] = {
    "idle": Idle,
    "times_offered": TimesOffered,
    "door_open": DoorOpen,
    "time_echoed": TimeEchoed,
    "wish_asked": WishAsked,
    "reason_asked": ReasonAsked,
    "alternative_asked": AlternativeAsked,
    "reminded": Reminded,
    "rating_asked": RatingAsked,
    "with_human": WithHuman,
    **COURSE_KINDS,
    **PRESENCE_KINDS,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}
_USUAL = {kind: [(field.name, field.default) for field in fields(kind)] for kind in _NAMES}


def packed(time: Shown | Talk) -> list[Any]:
    """A time that was shown or a talk: JSON has no word for these, for everything else in a situation it has."""
    return [time.number, time.slot, time.start.isoformat()]


def missed(state: State) -> State | None:
    """The same situation after one reply that was not understood; None when it was the second in a row."""
    match state:
        case ReasonAsked() | RatingAsked() | WithHuman():
            return None
        case _ if state.misses >= 1:
            return None
        case _:
            return replace(state, misses=1)


def _unpack(name: str, value: Any) -> Any:
    match name:
        case "times":
            return tuple([_shown(item) for item in value])
        case "time":
            return _shown(value)
        case "talks":
            return unpack_talks(value)
        case "alternative":
            return Alternative(value)
        case _:
            return value


def _shown(packed: Any) -> Shown:
    number, slot, start = packed
    return Shown(number, SlotId(slot), datetime.fromisoformat(start))


def kept(state: State) -> dict[str, Any]:
    """A state as it is kept: its name, a version and only what differs from the situation's usual values."""
    stored: dict[str, Any] = {"v": VERSION, "in": _NAMES[type(state)]}
    for name, usual in _USUAL[type(state)]:
        value = getattr(state, name)
        if value != usual:
            stored[name] = value
    return stored


def brought_back(stored: dict[str, Any]) -> State:
    """A kept state; an unknown one is ``Idle``, so that an old conversation never blocks a family."""
    kind = _KINDS.get(stored.pop("in", ""))
    if stored.pop("v", None) != VERSION or kind is None:
        return Idle()
    state: State = kind(**{name: _unpack(name, value) for name, value in stored.items()})
    return state


def expecting(state: State, facts: Facts) -> Expecting:
    """What the family was last asked, for reading its reply. With a visit agreed, "kan ikke" is about that visit."""
    match state:
        case TimesOffered() | DoorOpen():
            return Expecting.OFFER
        case TimeEchoed() | AlternativeAsked():
            return Expecting.CONFIRM
        case WishAsked():
            return Expecting.TIME
        case ReasonAsked():
            return Expecting.REASON
        case Reminded():
            return Expecting.REMINDER
        case RatingAsked():
            return Expecting.RATING
        case _ if isinstance(state, CourseState):
            return course_expecting(state)
        case _ if isinstance(state, PresenceState):
            return presence_expecting(state)
        case _:
            return Expecting.REMINDER if facts.booking is not None else Expecting.IDLE


def options(state: State, facts: Facts) -> tuple[Option, ...]:
    """The numbered lines in front of the family."""
    match state:
        case TimesOffered(times=times):
            return tuple(Option(time.number, start=time.start) for time in times)
        case TimeEchoed(time=time):
            return (Option(1, start=time.start), Option(2))
        case DoorOpen():
            return (Option(1),)
        case Reminded():
            return (Option(1), Option(2), Option(3))
        case ReasonAsked() if facts.invitation is not None:
            return tuple(
                Option(number, reason=reason)
                for number, reason in enumerate(facts.invitation.reasons, start=1)
            )
        case _ if isinstance(state, CourseState):
            return course_options(state)
        case _ if isinstance(state, PresenceState):
            return presence_options(state)
        case _:
            return ()
