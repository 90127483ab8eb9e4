"""What the bot needs from the world: a clock, and units of work over the store."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from domain.channels import ChannelName, Medium
from domain.course_records import CourseStore
from domain.ids import (
    AccountId,
    ChildId,
    FamilyId,
    GuardianId,
    InvitationId,
    Municipality,
    Number,
    NurseId,
    OfferKey,
    OutboxId,
    SlotId,
    TaskId,
)
from domain.outcomes import BookingState, MessageState
from domain.presence_records import PresenceStore
from domain.records import (
    AnsweredReply,
    AuditEntry,
    Booking,
    Contact,
    DueRow,
    Family,
    FamilyToInvite,
    Guardian,
    Invitation,
    LinkCode,
    Message,
    NewInvitation,
    NewReply,
    Nurse,
    SentMessage,
    Situation,
    Slot,
    Task,
    Waiting,
    WaitingReply,
)

T = TypeVar("T")

SendRecord = tuple[OutboxId, MessageState, str, str, datetime | None, str, int]
"""Message, its new state, the gateway's name for it, an error code, when to try again, the channel, which claim
(``Waiting.attempts``) it comes from."""


class Clock(Protocol):
    """Where the time comes from: the wall, or a demo that can be moved."""

    def now(self) -> datetime:
        """The present moment, aware."""
        ...


class Overtaken(Exception):
    """Another host was faster with the same rows: the whole unit is undone, and tried again with what is there now."""


class SlotChangedMeanwhile(Overtaken):
    """Somebody else took or held one of the times: the whole unit is undone and tried again, one family at a time."""


class StoreTrouble(StrEnum):
    """Why nothing can be stored now; each passes without anybody touching the program."""

    LOCKED = "locked"
    """Another program holds the database for longer than we wait."""
    FULL = "full"
    """The disk is full."""
    AWAY = "away"
    """The database does not answer, or its file cannot be read or written."""


class StoreUnavailable(Exception):
    """Nothing can be stored now: what was under way is undone and the same work is done again later.

    Holds no value of any row, so that it may be logged.
    """

    def __init__(self, why: StoreTrouble) -> None:
        super().__init__(f"the database cannot be used now: {why}")
        self.why = why


class UnitOfWork(Protocol):
    """One transaction. What is put or saved is written at its end, all or nothing."""

    @property
    def courses(self) -> CourseStore:
        """The courses, their places and the waiting list."""
        ...

    @property
    def presence(self) -> PresenceStore:
        """The windows at daycares, their talks, and who was told."""
        ...

    def new_id(self) -> int:
        """A number for a new row."""
        ...

    # What is waiting
    def waiting_replies(self, limit: int, only: Collection[int] | None = None) -> list[WaitingReply]:
        """The oldest unanswered replies, at most one per sender's family, whose families are locked for this unit."""
        ...

    def due_rows(self, now: datetime, limit: int, only: Collection[int] | None = None) -> list[DueRow]:
        """What has fallen due, oldest first, at most one per family, whose families are locked for this unit."""
        ...

    def open_due(self, family: FamilyId) -> list[DueRow]:
        """Everything that is still to fall due for a family, also what has become stale."""
        ...

    def claim_messages(self, now: datetime, until: datetime, limit: int) -> list[Waiting]:
        """Messages that are due, answers first, then the oldest; leased to this process until then."""
        ...

    # What comes and goes
    def store_replies(self, replies: Sequence[NewReply]) -> list[bool]:
        """Store replies that were not stored before; returns which were new."""
        ...

    def sent_message(
        self,
        municipality: Municipality,
        channel: ChannelName,
        ours: OutboxId | None,
        theirs: str | None,
    ) -> SentMessage | None:
        """The message a receipt is about, by our own number or the gateway's name for it."""
        ...

    def save_message_state(
        self, message: OutboxId, state: MessageState, error: str, delivered_at: datetime | None
    ) -> None: ...

    def record_sends(self, sends: Sequence[SendRecord], now: datetime) -> None:
        """What became of claimed messages; one that is to be tried again is queued for then.

        A receipt that came first is not taken back, nor is anything done by a host that has claimed it since.
        """
        ...

    def unsent_invitations(self, family: FamilyId) -> frozenset[InvitationId]:
        """The family's invitations whose messages were dropped before any of them left; one that may have left, or
        still waits, counts as one that left."""
        ...

    # Chats
    def add_link_code(self, code: LinkCode) -> None:
        """A guardian has a new one-time code."""
        ...

    def count_link_try(
        self, municipality: Municipality, channel: ChannelName, sender_hash: str, day: date
    ) -> int:
        """Count one more try of a sender to link itself; returns how many it has made that day."""
        ...

    def open_link_code(self, municipality: Municipality, code_hash: str, now: datetime) -> LinkCode | None:
        """The code, if it is still good."""
        ...

    def use_link_codes(self, code: LinkCode, now: datetime) -> bool:
        """Spend the code and whatever other codes its guardian has; False when somebody was faster."""
        ...

    def link_contact(self, contact: Contact, municipality: Municipality) -> None:
        """The guardian reads this chat from now on, before its phone; another chat of the same medium is closed."""
        ...

    # What is known
    def situations(self, families: Collection[FamilyId]) -> dict[FamilyId, Situation]:
        """The families with their guardians, open contacts, invitations and bookings; locked for this unit."""
        ...

    def nurses(self, municipality: Municipality) -> Mapping[NurseId, Nurse]:
        """The active nurses."""
        ...

    def free_slots(
        self,
        municipality: Municipality,
        nurses: Collection[NurseId],
        first: datetime,
        last: datetime,
        now: datetime,
        most: int | None = None,
    ) -> Sequence[Slot]:
        """Times with room left that nobody holds, from ``first`` to ``last``, of each nurse in order, the soonest."""
        ...

    def slots(self, ids: Collection[SlotId]) -> Sequence[Slot]:
        """These times, whatever their state."""
        ...

    def slots_held_by(self, families: Collection[FamilyId]) -> Sequence[Slot]:
        """The times held for these families, lapsed or not."""
        ...

    def times_of(self, nurse: NurseId, first: datetime, last: datetime) -> Sequence[Slot]:
        """A nurse's times that begin from ``first`` and before ``last``, taken and closed ones too."""
        ...

    def tasks(self, ids: Collection[TaskId]) -> Sequence[Task]:
        """These tasks, open or done."""
        ...

    def open_tasks(self, family: FamilyId) -> Sequence[Task]:
        """What waits for a human about a family."""
        ...

    def staff_messages(self, family: FamilyId) -> int:
        """How many messages colleagues have written to a family themselves."""
        ...

    def occupied_seats(self, slot: SlotId) -> frozenset[int]:
        """The seats of a time with room for several that are taken."""
        ...

    def live_invitations(
        self, municipality: Municipality, *, planned: bool = False
    ) -> Mapping[tuple[NurseId | None, str], int]:
        """How many sent (and ``planned``) invitations wait for an answer, by the family's nurse and district."""
        ...

    def unheld_times(
        self, municipality: Municipality, first: datetime, last: datetime, now: datetime
    ) -> Mapping[NurseId, int]:
        """How many free times each nurse has that are held for nobody."""
        ...

    # Who could be invited
    def lock_planning(self, municipality: Municipality) -> None:
        """Nobody else plans, or writes first messages, for this municipality until this unit ends."""
        ...

    def families_to_invite(
        self,
        municipality: Municipality,
        offer: OfferKey,
        first: date,
        last: date,
        after: ChildId | None,
        limit: int,
        *,
        unborn: bool = False,
    ) -> list[FamilyToInvite]:
        """Families with a child born (``unborn``: expected) from ``first`` to ``last`` that has not had this offer, and
        with no invitation under way: at most the next ``limit`` children, oldest first, that come ``after`` one; none:
        there are no more. Twins are never parted."""
        ...

    def families_wanting(
        self, municipality: Municipality, offer: OfferKey, family: FamilyId | None = None
    ) -> list[FamilyToInvite]:
        """Families for whom a nurse asked for this offer and nothing else is under way, the longest waiting first."""
        ...

    def want_offer(
        self, municipality: Municipality, family: FamilyId, offer: OfferKey, now: datetime, by: AccountId
    ) -> bool:
        """A nurse asks for an offer on a family's behalf; False when that waits already."""
        ...

    def offer_not_wanted(self, family: FamilyId, offer: OfferKey) -> None:
        """What a nurse asked for has begun."""
        ...

    def visits_so_far(self, family: FamilyId, offer: OfferKey) -> tuple[int, int]:
        """How many visits of a kind a family has had or has agreed, and how many invitations to it there were."""
        ...

    def add_invitations(self, invitations: Sequence[NewInvitation]) -> None:
        """Planned invitations, registered for each of their children."""
        ...

    def add_letters(self, invitations: Sequence[NewInvitation], now: datetime, due_on: date) -> None:
        """The mail room has a letter to send about each of these invitations."""
        ...

    def wrote_before(self, municipality: Municipality, medium: Medium, sender: Number) -> bool:
        """Whether this unknown sender has been answered once already."""
        ...

    # What changes
    def save_family(self, family: Family) -> None: ...
    def save_nurse_wish(self, family: Family) -> None:
        """The nurse a family asked for, and the one it does not want."""
        ...

    def register_children(
        self, invitation: InvitationId, visit: BookingState | None, child: ChildId | None = None
    ) -> int:
        """What a visit came to for each child it was for, or for one of them; returns for how many."""
        ...

    def save_guardian(self, guardian: Guardian) -> None: ...
    def save_state(self, guardian: Guardian) -> None: ...
    def save_contact(self, contact: Contact) -> None: ...
    def save_invitation(self, invitation: Invitation) -> None: ...
    def save_outcome(self, invitation: Invitation) -> None: ...
    def save_booking(self, booking: Booking) -> None: ...
    def save_slot(self, slot: Slot) -> None: ...
    def save_task(self, task: Task) -> None: ...
    def add_slot(self, slot: Slot) -> None: ...
    def add_booking(self, booking: Booking) -> None: ...
    def add_due(self, row: DueRow) -> None: ...
    def add_message(self, message: Message) -> None: ...
    def add_task(self, task: Task) -> None: ...
    def add_audit(self, entry: AuditEntry) -> None: ...
    def answered(self, reply: AnsweredReply) -> None: ...
    def due_done(self, rows: Iterable[DueRow], now: datetime) -> None: ...
    def drop_messages(self, family: FamilyId, guardians: Collection[GuardianId]) -> None:
        """What we wanted to write to these guardians of our own accord and has not left is dropped."""
        ...

    def close_tasks(self, invitation: InvitationId, kinds: Collection[str], now: datetime) -> None:
        """Open tasks of these kinds about an invitation need nobody any more."""
        ...


class Store(Protocol):
    """The database as the bot sees it."""

    async def work(self, unit: Callable[[UnitOfWork], T]) -> T:
        """Run one unit of work and commit it; whatever it raises undoes all of it."""
        ...
