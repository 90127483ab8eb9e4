"""Presence windows, talks and meetings as rows: frozen values that are replaced, and the store that keeps them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from domain.ids import (
    AccountId,
    BookingId,
    ChildId,
    FamilyId,
    GuardianId,
    InvitationId,
    Language,
    Municipality,
    NurseId,
    SlotId,
    WindowId,
)
from domain.presence import PlaceKind, Round
from domain.records import Invitation


class WindowState(StrEnum):
    """Whether the nurse will be there."""

    OPEN = "open"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Window:
    """One day's window. ``telling`` and ``tell_at``: the next message to its parents, None when all are written."""

    id: WindowId
    municipality: Municipality
    daycare: str
    kind: PlaceKind
    room: str
    nurse: NurseId
    start: datetime
    end: datetime
    drop_in: bool
    talk_minutes: int
    state: WindowState = WindowState.OPEN
    telling: Round | None = None
    tell_at: datetime | None = None
    drop_ins: int | None = None
    """How many parents came by, as the nurse counted; no more is known of them."""
    revision: int = 0

    @property
    def place(self) -> str:
        """Where, as parents know it: the daycare, or the play group's own room."""
        return self.room if self.kind is PlaceKind.LEGESTUE and self.room else self.daycare

    @property
    def room_too(self) -> str:
        """Where a talk is held, as exactly as it is known."""
        return f"{self.daycare}, {self.room}" if self.room and self.place == self.daycare else self.place


@dataclass(frozen=True, slots=True)
class TalkInvitation:
    """The invitation behind a booked talk: made when a parent books, accepted at once."""

    invitation: Invitation
    children: tuple[ChildId, ...]
    round: str
    district: str
    daycare: str
    language: Language


@dataclass(frozen=True, slots=True)
class BookedTalk:
    """A talk of a window that a family holds. ``pedagog``: whether the contact pædagog is wished beside the parents."""

    booking: BookingId
    family: FamilyId
    guardian: GuardianId | None
    start: datetime
    end: datetime
    pedagog: bool


class MeetingKind(StrEnum):
    """What seed 000 counts apart: general advice to staff, and meetings about a named child."""

    GENERAL = "general"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting at a daycare that was no booked talk; ``family`` and ``child`` only for one about a named child."""

    id: int
    municipality: Municipality
    nurse: NurseId
    daycare: str
    on: date
    kind: MeetingKind
    noted_at: datetime
    noted_by: AccountId
    family: FamilyId | None = None
    child: ChildId | None = None


class PresenceStore(Protocol):
    """Presence in one unit of work: what is written is seen by the next read of the same unit."""

    def window(self, number: WindowId, *, lock: bool = False) -> Window | None:
        """One window; with ``lock`` nobody else changes it until the unit ends."""
        ...

    def window_of(self, slot: SlotId) -> Window | None:
        """The window in which a talk lies."""
        ...

    def windows(
        self,
        municipality: Municipality,
        first: datetime,
        last: datetime,
        states: Collection[WindowState] = (WindowState.OPEN,),
    ) -> Sequence[Window]:
        """The windows that begin from ``first`` and before ``last``, the earliest first."""
        ...

    def clash(
        self, municipality: Municipality, nurse: NurseId, start: datetime, end: datetime
    ) -> datetime | None:
        """When the nurse is somewhere else between these moments: a visit's time, a window, a course; None: free."""
        ...

    def nurse_refs(self, municipality: Municipality) -> Mapping[str, NurseId]:
        """The active nurses by the references of the settings."""
        ...

    def add_window(self, window: Window, talks: Sequence[tuple[datetime, datetime]], now: datetime) -> None:
        """A new window with its talks, bookable at once."""
        ...

    def save_window(self, window: Window) -> None:
        """A changed window; raises ``SlotChangedMeanwhile`` when somebody else changed it."""
        ...

    def slots_in(self, window: WindowId) -> Sequence[SlotId]:
        """Every talk of a window, booked or not."""
        ...

    def due_window(self, now: datetime) -> Window | None:
        """A window whose parents are to be written to now, locked for this unit."""
        ...

    def families_to_tell(
        self, window: Window, round_: Round, spared_since: datetime, limit: int
    ) -> list[FamilyId]:
        """The next families with a child there that this message has not looked at.

        Left out: families that wait for a human, have moved away, were silent to the end, hold a talk of this
        window, or have heard of another window after ``spared_since``.
        """
        ...

    def note_told(self, window: Window, round_: Round, told: Mapping[FamilyId, int], now: datetime) -> None:
        """These families have been looked at, and so many parents of each were written to."""
        ...

    def free_talks(
        self, municipality: Municipality, family: FamilyId, first: datetime, last: datetime, now: datetime
    ) -> Sequence[tuple[SlotId, Window]]:
        """The talks a family could have at the daycares of its children, the soonest first."""
        ...

    def free_talks_in(self, window: WindowId, after: datetime, now: datetime) -> Sequence[SlotId]:
        """The talks of one window that begin later and are held for nobody, the soonest first."""
        ...

    def talks(self, window: WindowId) -> Sequence[BookedTalk]:
        """The talks of a window that are booked, the earliest first."""
        ...

    def children_at(self, family: FamilyId, daycare: str) -> tuple[ChildId, ...]:
        """The family's children at a daycare, the youngest first; all of them when none is known there."""
        ...

    def add_invitation(self, talk: TalkInvitation) -> None:
        """The invitation of a talk that is being booked."""
        ...

    def note_pedagog(self, municipality: Municipality, invitation: InvitationId, family: FamilyId) -> None:
        """The contact pædagog is wished at the talk of this invitation, also when it is moved."""
        ...

    def drop_pedagog(self, invitation: InvitationId) -> None:
        """The parents want to be alone with the nurse."""
        ...

    def opted_out(self, guardians: Collection[GuardianId]) -> frozenset[GuardianId]:
        """Of these parents, those who want no messages about presence."""
        ...

    def opt_out(
        self, municipality: Municipality, guardian: GuardianId, family: FamilyId, now: datetime
    ) -> None:
        """No more messages about presence to this parent."""
        ...

    def opt_in(self, guardian: GuardianId) -> None:
        """Messages about presence are welcome again."""
        ...

    def add_meeting(self, meeting: Meeting) -> None:
        """A meeting that was held."""
        ...
