"""Courses, seats and the waiting list as rows: frozen values that are replaced, and the store that keeps them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from domain.courses import Course, Preference, WaitingFamily
from domain.due import DueKind
from domain.ids import (
    BookingId,
    CourseId,
    FamilyId,
    GuardianId,
    InvitationId,
    Municipality,
    OfferKey,
    SeatId,
)
from domain.outcomes import BookingState


class CourseState(StrEnum):
    """Where a course stands. ``undecided``: too few at the deadline, its leader chooses what becomes of it."""

    FORMING = "forming"
    UNDECIDED = "undecided"
    HELD = "held"
    ENDED = "ended"
    CANCELLED = "cancelled"


class SeatState(StrEnum):
    """Where one parent's place stands, from the proposal to the last session."""

    PROPOSED = "proposed"
    """Meant for the family; the message has not left yet."""
    OFFERED = "offered"
    TAKEN = "taken"
    COMPLETED = "completed"
    LAPSED = "lapsed"
    """Not answered in time; the family keeps its place on the list."""
    REFUSED = "refused"
    LEFT = "left"
    """Left midway: the booking is aborted."""
    CANCELLED = "cancelled"
    """By the service: never a family's no."""


LIVE_SEATS = frozenset({SeatState.PROPOSED, SeatState.OFFERED, SeatState.TAKEN})
"""A place that nobody else can have."""


class WaitingState(StrEnum):
    """Where a family that said yes stands: asked what suits, waiting, on a course, in the home form, or off."""

    ASKED = "asked"
    WAITING = "waiting"
    SEATED = "seated"
    INDIVIDUAL = "individual"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class PlannedCourse:
    """A course that is offered: what it is, of which offer, and until when it must have filled."""

    course: Course
    municipality: Municipality
    offer: OfferKey
    state: CourseState
    decide_at: datetime
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Seat:
    """One parent's place, from 1; a couple has two rows with ``part`` 1 and 2."""

    id: SeatId
    municipality: Municipality
    course: CourseId
    family: FamilyId
    invitation: InvitationId
    booking: BookingId | None
    place: int
    part: int
    state: SeatState
    held_until: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A family's entry on the waiting list of one offer."""

    family: FamilyId
    municipality: Municipality
    offer: OfferKey
    invitation: InvitationId
    since: datetime
    preference: Preference
    state: WaitingState
    agreed_to_share: bool = False
    cancelled_first: bool = False


@dataclass(frozen=True, slots=True)
class CourseBooking:
    """A family's booking of a course: from its first session to the end of its last."""

    id: BookingId
    municipality: Municipality
    invitation: InvitationId
    family: FamilyId
    guardian: GuardianId | None
    offer: OfferKey
    start: datetime
    end: datetime
    booked_at: datetime


class CourseStore(Protocol):
    """Courses in one unit of work: what is written is seen by the next read of the same unit."""

    def waiting_of(self, families: Collection[FamilyId]) -> Mapping[FamilyId, Waiting]:
        """These families' entries on the list, off or not."""
        ...

    def list_of(self, municipality: Municipality, offer: OfferKey) -> Sequence[WaitingFamily]:
        """Everybody who said yes and has no place meant for them, with what parts them from others, in turn.

        A family that left a question open is among them, with what it has said so far.
        """
        ...

    def people(self, families: Collection[FamilyId]) -> Sequence[WaitingFamily]:
        """These families as a group sees them."""
        ...

    def course(self, number: CourseId, *, lock: bool = False) -> PlannedCourse | None:
        """One course; with ``lock`` nobody else gives away its places until the unit ends."""
        ...

    def courses(self, municipality: Municipality, states: Collection[CourseState]) -> Sequence[PlannedCourse]:
        """The courses in these states, the earliest first."""
        ...

    def seats(self, course: CourseId) -> Sequence[Seat]:
        """Every place that was ever given, in order."""
        ...

    def seats_of(self, families: Collection[FamilyId]) -> Mapping[FamilyId, Sequence[Seat]]:
        """The places of these families that they hold now, those they let lapse, and courses they completed."""
        ...

    def revision_of(self, invitation: InvitationId) -> int:
        """The invitation's revision, for something that falls due about it."""
        ...

    def save_waiting(self, waiting: Waiting) -> None:
        """Put a family on the list, or change its entry."""
        ...

    def add_course(self, course: PlannedCourse, now: datetime) -> None:
        """A new course with its sessions and leaders."""
        ...

    def save_course(self, course: PlannedCourse) -> None:
        """A new state, deadline, room or session; raises ``SlotChangedMeanwhile`` when somebody else changed it."""
        ...

    def move_booking(self, booking: BookingId, start: datetime, end: datetime) -> None:
        """The course behind a booking begins or ends at another time."""
        ...

    def drop_due(self, families: Collection[FamilyId], kind: DueKind, now: datetime) -> None:
        """What was to fall due for these families is pointless now."""
        ...

    def close_too_small(self, planned: PlannedCourse, now: datetime) -> None:
        """The leader has chosen what becomes of a group that was too small: nobody needs to be reminded of it."""
        ...

    def rate(
        self,
        municipality: Municipality,
        course: CourseId,
        guardian: GuardianId,
        family: FamilyId,
        question: int,
        rating: int,
        now: datetime,
    ) -> None:
        """A parent's answer to a question after the last session; the last answer counts."""
        ...

    def add_seats(self, seats: Collection[Seat], now: datetime) -> None:
        """New places; the database refuses a place that is given already."""
        ...

    def save_seats(self, seats: Collection[Seat], now: datetime) -> None:
        """The places' new states."""
        ...

    def add_booking(self, booking: CourseBooking) -> None:
        """The family's booking of the course, for the count."""
        ...

    def end_booking(self, booking: BookingId, state: BookingState, now: datetime) -> None:
        """What became of the booking."""
        ...

    def note_attendance(
        self,
        municipality: Municipality,
        course: CourseId,
        session: int,
        present: Mapping[SeatId, bool],
        now: datetime,
    ) -> None:
        """Who came to a session, from 1; a second note replaces the first."""
        ...

    def attendance(self, course: CourseId) -> Mapping[tuple[int, SeatId], bool]:
        """By session, from 1, and place."""
        ...

    def acquaint(self, municipality: Municipality, one: FamilyId, other: FamilyId) -> None:
        """Two families know each other: they are kept apart unless both agree."""
        ...

    def family_by_ref(self, municipality: Municipality, ref: str) -> FamilyId | None:
        """The family with the municipality's own reference; None: no such family."""
        ...
