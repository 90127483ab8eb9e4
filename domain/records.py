"""Rows as the bot sees them: frozen values that are replaced, never changed in place.

Those that every message makes anew are tuples, which are made in a third of the time.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from domain.channels import ChannelName, Medium
from domain.decisions import TaskKind
from domain.due import DueKind
from domain.eligibility import Candidate
from domain.ids import (
    AccountId,
    BookingId,
    ChildId,
    DueId,
    FamilyId,
    GuardianId,
    InboxId,
    InvitationId,
    Language,
    Municipality,
    Number,
    NurseId,
    OfferKey,
    OutboxId,
    SlotId,
    TaskId,
)
from domain.offers import Criterion
from domain.outcomes import BookingState, InvitationState, MessageState
from domain.reasons import DeclineReason


class Family(NamedTuple):
    """A family as the conversation knows it: where it belongs and who its nurse is.

    ``nurse`` is the one it asked for, else its own; ``not_nurse`` is the one it does not want, and never its nurse.
    """

    id: FamilyId
    municipality: Municipality
    district: str
    daycare: str | None
    nurse: NurseId | None
    frozen_at: datetime | None
    asked_nurse: NurseId | None = None
    not_nurse: NurseId | None = None


class Contact(NamedTuple):
    """A phone or chat; ``state`` is ``open``, ``quarantined``, ``dead``, ``blocked`` or ``replaced``."""

    id: int
    guardian: GuardianId
    family: FamilyId
    medium: Medium
    address: Number
    state: str = "open"
    preferred: bool = True

    def __repr__(self) -> str:
        """By its number alone: a phone is not for a log."""
        return f"Contact(id={self.id})"


@dataclass(frozen=True, slots=True)
class LinkCode:
    """A one-time code that links a guardian's chat; only the code's hash is known. Valid until ``expires_at``, once."""

    id: int
    municipality: Municipality
    guardian: GuardianId
    family: FamilyId
    code_hash: str = field(repr=False)
    created_at: datetime
    expires_at: datetime


class Guardian(NamedTuple):
    """A parent in the conversation; ``state`` is the stored situation."""

    id: GuardianId
    municipality: Municipality
    family: FamilyId
    language: Language
    lives_apart: bool
    stopped_at: datetime | None
    state: str
    state_at: datetime | None
    handed_over_at: datetime | None
    language_asked: bool = False
    """Whether the parent asked for this language: then a draft translation may be sent to it."""

    def __repr__(self) -> str:
        """By its number alone: where its conversation stands is not for a log."""
        return f"Guardian(id={self.id})"


class Invitation(NamedTuple):
    """One offer to one family about one child, and what has become of it."""

    id: InvitationId
    municipality: Municipality
    family: FamilyId
    child: ChildId
    offer: OfferKey
    state: InvitationState
    revision: int
    planned_at: datetime
    sent_at: datetime | None
    sent_on: date | None
    messages: int
    outcome_at: datetime | None
    outcome_on: date | None
    reason: DeclineReason | None
    ask_again_on: date | None
    alternative: str | None
    restricted: bool
    nurse: NurseId | None


@dataclass(frozen=True, slots=True)
class FamilyToInvite:
    """A family with the children who are due together for one offer; ``reachable``: has a phone or chat."""

    id: FamilyId
    district: str
    daycare: str | None
    nurse: NurseId | None
    language: Language
    reachable: bool
    children: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """An invitation that has just been planned, with the criterion that matched (nurse-side).

    No criterion: a nurse asked for it.
    """

    id: InvitationId
    municipality: Municipality
    family: FamilyId
    child: ChildId
    children: tuple[ChildId, ...]
    offer: OfferKey
    criterion: Criterion | None
    planned_at: datetime
    district: str
    daycare: str | None
    language: Language
    nurse: NurseId | None
    round: str = ""
    """Which time the child has this offer, where it may come again: "" the first."""


class Slot(NamedTuple):
    """A bookable time; ``revision`` tells whether somebody changed it since it was read."""

    id: SlotId
    municipality: Municipality
    nurse: NurseId
    offer: OfferKey | None
    start: datetime
    end: datetime
    capacity: int
    taken: int
    closed: bool
    held_by: FamilyId | None
    held_until: datetime | None
    revision: int

    def free_for(self, family: FamilyId, now: datetime) -> bool:
        """Whether this family could have it now: room left, and not held for somebody else."""
        if self.closed or self.taken >= self.capacity:
            return False
        return self.held_by in (None, family) or self.held_until is None or self.held_until <= now


class Booking(NamedTuple):
    """A family's claim on a time."""

    id: BookingId
    municipality: Municipality
    invitation: InvitationId
    family: FamilyId
    guardian: GuardianId | None
    slot: SlotId
    seat: int
    nurse: NurseId
    offer: OfferKey
    start: datetime
    end: datetime
    by_phone: bool
    state: BookingState
    revision: int
    booked_at: datetime
    freed_at: datetime | None
    ended_at: datetime | None
    moved_from: BookingId | None
    rating: int | None
    partner: NurseId | None = None
    """The colleague who takes part, with a time of her own."""
    partner_slot: SlotId | None = None
    place: str | None = None
    """Where it is held and who takes part, in a municipality's words, for the evaluation; None for a plain visit."""

    @property
    def holds_its_time(self) -> bool:
        """Whether the time is still this family's."""
        return self.state is BookingState.BOOKED and self.freed_at is None


class WaitingReply(NamedTuple):
    """A stored reply that nobody has answered; the family is None for an unknown sender."""

    id: InboxId
    municipality: Municipality
    channel: ChannelName
    medium: Medium
    sender: Number
    text: str | None
    received_at: datetime
    guardian: GuardianId | None
    family: FamilyId | None
    contact_open: bool = True

    def __repr__(self) -> str:
        """By its number alone: what families write, and from where, is not for a log."""
        return f"WaitingReply(id={self.id})"


@dataclass(frozen=True, slots=True)
class NewReply:
    """A reply as it came, to be stored once; ``text`` is masked, None when it was not text."""

    municipality: Municipality
    channel: ChannelName
    medium: Medium
    provider_id: str
    sender: Number = field(repr=False)
    text: str | None = field(repr=False)
    received_at: datetime


class AnsweredReply(NamedTuple):
    """What became of a stored reply; the intent and the deciding words are kept for the hand-over page."""

    id: InboxId
    state: str
    guardian: GuardianId | None
    family: FamilyId | None
    intent: str
    because: str
    done_at: datetime

    def __repr__(self) -> str:
        """By its number alone: what families write, and from where, is not for a log."""
        return f"AnsweredReply(id={self.id})"


class DueRow(NamedTuple):
    """Something that falls due, with the revision of what it was planned for."""

    id: DueId
    municipality: Municipality
    family: FamilyId
    invitation: InvitationId | None
    booking: BookingId | None
    kind: DueKind
    revision: int
    at: datetime


ANSWER = "answer"
"""The occasion of an answer to a reply, which leaves at any hour; the others are those of ``Occasion``."""
STAFF = "staff"
"""The occasion of what a colleague writes herself: it leaves at once, as an answer does."""
ALARM = "alarm"
"""The occasion of a message to a colleague that a conversation needs a human."""


class Message(NamedTuple):
    """One message to be sent, rendered."""

    id: OutboxId
    municipality: Municipality
    family: FamilyId | None
    guardian: GuardianId | None
    invitation: InvitationId | None
    booking: BookingId | None
    medium: Medium
    address: Number
    key: str
    language: Language
    text: str
    parts: int
    occasion: str
    created_at: datetime
    due_at: datetime
    expires_at: datetime | None
    state: MessageState = MessageState.QUEUED
    attempts: int = 0

    def __repr__(self) -> str:
        """By its number alone: what families write, and from where, is not for a log."""
        return f"Message(id={self.id})"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that this process has claimed and will send.

    ``was_interrupted``: another try never said what became of it; ``may_have_left``: so did one before that.
    ``not_wanted``: the guardian has stopped or the family waits for a human. ``pointless``: the invitation has been
    answered, or the visit's time is no longer the family's. ``not_before``: an older message must reach this phone
    first, and is tried then.
    """

    id: OutboxId
    municipality: Municipality
    family: FamilyId | None
    guardian: GuardianId | None
    invitation: InvitationId | None
    booking: BookingId | None
    medium: Medium
    address: Number = field(repr=False)
    text: str = field(repr=False)
    occasion: str
    expires_at: datetime | None
    attempts: int
    was_interrupted: bool
    may_have_left: bool
    not_wanted: bool
    pointless: bool
    not_before: datetime | None


@dataclass(frozen=True, slots=True)
class SentMessage:
    """A message that left, as a receipt finds it."""

    id: OutboxId
    state: MessageState
    family: FamilyId | None
    guardian: GuardianId | None
    invitation: InvitationId | None
    booking: BookingId | None
    address: Number = field(repr=False)


@dataclass(frozen=True, slots=True)
class Task:
    """Something that waits for a human."""

    id: TaskId
    municipality: Municipality
    family: FamilyId | None
    guardian: GuardianId | None
    invitation: InvitationId | None
    booking: BookingId | None
    nurse: NurseId | None
    district: str | None
    kind: TaskKind
    urgent: bool
    created_at: datetime
    due_on: date | None
    calls: int = 0
    done_at: datetime | None = None
    result: str | None = None
    done_by: AccountId | None = None


class AuditEntry(NamedTuple):
    """What was done, in the past tense."""

    municipality: Municipality
    at: datetime
    actor: str
    event: str
    family: FamilyId | None = None
    invitation: InvitationId | None = None
    booking: BookingId | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Nurse:
    """A nurse by the first name families know, and the districts she serves."""

    id: NurseId
    first_name: str
    districts: frozenset[str]
    ref: str = ""


@dataclass(slots=True)
class Situation:
    """One family as one unit of work has it in hand; its records are replaced as effects are carried out."""

    family: Family
    guardians: dict[GuardianId, Guardian] = field(default_factory=dict)
    contacts: list[Contact] = field(default_factory=list)
    invitations: dict[InvitationId, Invitation] = field(default_factory=dict)
    bookings: dict[BookingId, Booking] = field(default_factory=dict)
