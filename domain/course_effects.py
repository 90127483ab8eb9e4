"""What a step of the course's story orders, and what it may know: wishes, a place that is held, a session missed."""

from datetime import datetime
from typing import Protocol

from domain.course_records import SeatState, WaitingState
from domain.courses import Preference
from domain.ids import CourseId, InvitationId
from domain.values import value


class PlacesLeft(Protocol):
    """Looks, at the moment it is asked, whether the family could still have its places on a course."""

    def __call__(self) -> bool:
        """Whether there is room, and nobody inside whom the family must not meet."""
        ...


@value
class SeatFacts:
    """The course the family was offered, with its coming sessions in order (never empty)."""

    course: CourseId
    state: SeatState
    sessions: tuple[datetime, ...]
    room: str
    held_until: datetime | None
    could_have: PlacesLeft


@value
class CourseFacts:
    """Where the family stands with the course its invitation is about."""

    listed: WaitingState | None = None
    preference: Preference = Preference()
    seat: SeatFacts | None = None


@value
class NoteWish:
    """What would suit the family, and where it stands on the list from now on."""

    invitation: InvitationId
    preference: Preference
    state: WaitingState


@value
class HoldSeat:
    """The message with the place leaves now: it is held until then."""

    course: CourseId
    until: datetime


@value
class TakeSeat:
    """The family takes its places, with a reminder the day before each session."""

    invitation: InvitationId
    course: CourseId


@value
class LetSeatGo:
    """The family's places are free; the next on the list whom they suit is asked."""

    course: CourseId
    became: SeatState


@value
class NoteAbsence:
    """The family said that it cannot come to the next session."""

    course: CourseId


@value
class RateCourse:
    """A parent's answer to one of the three questions after the last session: 1–4, where 4 is "i høj grad"."""

    course: CourseId
    question: int
    rating: int


CourseEffect = NoteWish | HoldSeat | TakeSeat | LetSeatGo | NoteAbsence | RateCourse
