"""One unit of work over a connection: reads in sets, remembers what changes, writes it in sets at the end.

The same statements serve SQLite and PostgreSQL. On PostgreSQL the families of a unit are locked (``FOR UPDATE
SKIP LOCKED``), so that two hosts never answer one family at once; on SQLite there is one writer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Table, bindparam, literal_column, select, update

from domain.channels import ChannelName, Medium
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
from domain.ports import SendRecord
from domain.records import (
    ANSWER,
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
from storage import candidates, linking, post, rows
from storage import tables as t
from storage.changes import write_changes
from storage.claiming import claim_messages
from storage.courses import Courses
from storage.free_times import free_slots
from storage.ids import Ids
from storage.many import ManyUpdates, insert_many
from storage.presence import Presence
from storage.sets import one_of
from storage.waiting import locked_families, open_due, waiting_due, waiting_replies

_ANSWERED = ManyUpdates(t.inbox, "state", "guardian_id", "family_id", "intent", "because", "done_at")

_CLOSE_TASKS = (
    # Index: ix_task_invitation.
    update(t.task)
    .where(
        one_of(t.task.c.invitation_id, "b_invitations"),
        t.task.c.kind == bindparam("b_kind"),
        t.task.c.done_at.is_(None),
    )
    .values(done_at=bindparam("b_done_at"), result="answered")
)
_DUE_DONE = update(t.due).where(one_of(t.due.c.id, "b_ids")).values(done_at=bindparam("b_done_at"))

# In the order of the indexes on family_id: SQLite copies every row once more to sort it otherwise.
_GUARDIANS_OF = (
    select(*rows.GUARDIAN)
    .where(one_of(t.guardian.c.family_id, "families"))
    .order_by(t.guardian.c.family_id, t.guardian.c.id)
)
_CONTACTS_OF = (
    select(*rows.CONTACT)
    .where(one_of(t.contact.c.family_id, "families"), t.contact.c.state == "open")
    .order_by(t.contact.c.family_id, t.contact.c.id)
)
# In no order: ``situations`` puts the few of a family in order.
_INVITATIONS_OF = select(*rows.INVITATION).where(
    one_of(t.invitation.c.family_id, "families"), t.invitation.c.history.is_(False)
)
_BOOKINGS_OF = select(*rows.BOOKING).where(
    one_of(t.booking.c.family_id, "families"), t.booking.c.slot_id.is_not(None)
)
_OLDEST_INVITATION_FIRST = attrgetter("planned_at", "id")
_OLDEST_BOOKING_FIRST = attrgetter("booked_at", "id")
_DISTRICTS_OF_NURSES = select(t.nurse_district.c.nurse_id, t.nurse_district.c.district).where(
    t.nurse_district.c.municipality == bindparam("municipality")
)
_ACTIVE_NURSES = select(t.nurse.c.id, t.nurse.c.first_name, t.nurse.c.ref).where(
    t.nurse.c.municipality == bindparam("municipality"), t.nurse.c.active.is_(True)
)
_SLOTS = select(*rows.SLOT).where(one_of(t.slot.c.id, "ids")).order_by(t.slot.c.id)
_SLOTS_HELD = select(*rows.SLOT).where(one_of(t.slot.c.held_by, "families"))


class Unit:
    """The ``UnitOfWork`` of the bot on one connection; ``write`` sends everything put and saved to the database."""

    def __init__(self, connection: Connection, ids: Ids) -> None:
        self._connection = connection
        self._ids = ids
        self.courses = Courses(connection, ids)
        self.presence = Presence(connection, ids)
        self._saved: defaultdict[str, dict[int, Any]] = defaultdict(dict)
        self._added: dict[str, list[tuple[Any, ...]]] = {table: [] for table in _ADDED}
        self._added_bookings: dict[int, Booking] = {}
        self._answered: list[tuple[Any, ...]] = []
        self._closed_tasks: dict[tuple[str, datetime], list[InvitationId]] = {}

    def new_id(self) -> int:
        return self._ids.new()

    def waiting_replies(self, limit: int, only: Collection[int] | None = None) -> list[WaitingReply]:
        """Index: ``ix_inbox_new``, then ``uq_contact`` for each sender."""
        return waiting_replies(self._connection, limit, only)

    def due_rows(self, now: datetime, limit: int, only: Collection[int] | None = None) -> list[DueRow]:
        """Index: ``ix_due_waiting``."""
        return waiting_due(self._connection, now, limit, only)

    def open_due(self, family: FamilyId) -> list[DueRow]:
        """Index: ``ix_due_family_id``."""
        return open_due(self._connection, family)

    def claim_messages(self, now: datetime, until: datetime, limit: int) -> list[Waiting]:
        """Index: ``ix_outbox_waiting``."""
        return claim_messages(self._connection, now, until, limit)

    def store_replies(self, replies: Sequence[NewReply]) -> list[bool]:
        """Index: ``uq_inbox_municipality_channel_provider_id``."""
        return post.store_replies(self._connection, self._ids, replies)

    def sent_message(
        self,
        municipality: Municipality,
        channel: ChannelName,
        ours: OutboxId | None,
        theirs: str | None,
    ) -> SentMessage | None:
        """Index: primary key of ``outbox``, or ``ix_outbox_provider``."""
        return post.sent_message(self._connection, municipality, channel, ours, theirs)

    def save_message_state(
        self, message: OutboxId, state: MessageState, error: str, delivered_at: datetime | None
    ) -> None:
        """Index: primary key of ``outbox``."""
        post.save_message_state(self._connection, message, state, error, delivered_at)

    def record_sends(self, sends: Sequence[SendRecord], now: datetime) -> None:
        """Index: primary key of ``outbox``."""
        post.record_sends(self._connection, sends, now)

    def add_link_code(self, code: LinkCode) -> None:
        self._add("link_code", linking.NEW_CODE.values(code))

    def count_link_try(
        self, municipality: Municipality, channel: ChannelName, sender_hash: str, day: date
    ) -> int:
        """Index: primary key of ``webhook_count``."""
        return linking.count_try(self._connection, municipality, channel, sender_hash, day)

    def open_link_code(self, municipality: Municipality, code_hash: str, now: datetime) -> LinkCode | None:
        """Index: ``uq_link_code_municipality_code_hash``."""
        return linking.open_code(self._connection, municipality, code_hash, now)

    def use_link_codes(self, code: LinkCode, now: datetime) -> bool:
        """Index: primary key, then ``ix_link_code_guardian_id``."""
        return linking.use_codes(self._connection, code, now)

    def link_contact(self, contact: Contact, municipality: Municipality) -> None:
        """Index: ``ix_contact_guardian_id``, ``uq_contact_municipality_medium_address``."""
        linking.link_contact(self._connection, contact, municipality)

    def unsent_invitations(self, family: FamilyId) -> frozenset[InvitationId]:
        """Index: ``ix_outbox_family``."""
        return post.unsent_invitations(self._connection, family)

    def situations(self, families: Collection[FamilyId]) -> dict[FamilyId, Situation]:
        """Index: primary key of ``family``, ``family_id`` of the others."""
        if not families:
            return {}
        situations = {
            family.id: Situation(family) for family in locked_families(self._connection, families, wait=True)
        }
        wanted = {"families": list(situations)}
        for guardian in map(rows.guardian, self._connection.execute(_GUARDIANS_OF, wanted).all()):
            situations[guardian.family].guardians[guardian.id] = guardian
        for contact in map(rows.contact, self._connection.execute(_CONTACTS_OF, wanted).all()):
            situations[contact.family].contacts.append(contact)
        invitations = map(rows.invitation, self._connection.execute(_INVITATIONS_OF, wanted).all())
        for invitation in sorted(invitations, key=_OLDEST_INVITATION_FIRST):
            situations[invitation.family].invitations[invitation.id] = invitation
        bookings = map(rows.booking, self._connection.execute(_BOOKINGS_OF, wanted).all())
        for booking in sorted(bookings, key=_OLDEST_BOOKING_FIRST):
            situations[booking.family].bookings[booking.id] = booking
        return situations

    def nurses(self, municipality: Municipality) -> Mapping[NurseId, Nurse]:
        """Index: ``ix_nurse_district_place``; a municipality has tens of nurses."""
        here = {"municipality": municipality}
        districts: dict[NurseId, set[str]] = {}
        for nurse_id, district in self._connection.execute(_DISTRICTS_OF_NURSES, here).all():
            districts.setdefault(nurse_id, set()).add(district)
        return {
            nurse_id: Nurse(nurse_id, first_name, frozenset(districts.get(nurse_id, ())), ref)
            for nurse_id, first_name, ref in self._connection.execute(_ACTIVE_NURSES, here).all()
        }

    def free_slots(
        self,
        municipality: Municipality,
        nurses: Collection[NurseId],
        first: datetime,
        last: datetime,
        now: datetime,
        most: int | None = None,
    ) -> Sequence[Slot]:
        """Index: ``ix_slot_open``, and ``ix_slot_lapsing`` for those that nobody holds any longer."""
        return free_slots(self._connection, municipality, nurses, (first, last), now, most)

    def slots(self, ids: Collection[SlotId]) -> Sequence[Slot]:
        """Index: primary key."""
        return [rows.slot(row) for row in self._connection.execute(_SLOTS, {"ids": list(ids)}).all()]

    def slots_held_by(self, families: Collection[FamilyId]) -> Sequence[Slot]:
        """Index: ``ix_slot_held``."""
        held = self._connection.execute(_SLOTS_HELD, {"families": list(families)})
        return [rows.slot(row) for row in held.all()]

    def times_of(self, nurse: NurseId, first: datetime, last: datetime) -> Sequence[Slot]:
        """Index: ``uq_slot_municipality_nurse_id_start``, by way of the nurse's municipality."""
        place = select(t.nurse.c.municipality).where(t.nurse.c.id == nurse).scalar_subquery()
        statement = (
            select(*rows.SLOT)
            .where(t.slot.c.municipality == place, t.slot.c.nurse_id == nurse)
            .where(t.slot.c.start >= first, t.slot.c.start < last)
            .order_by(t.slot.c.start)
        )
        return [rows.slot(row) for row in self._connection.execute(statement)]

    def tasks(self, ids: Collection[TaskId]) -> Sequence[Task]:
        """Index: primary key."""
        statement = select(*rows.TASK).where(t.task.c.id.in_(ids)).order_by(t.task.c.id)
        return [rows.task(row) for row in self._connection.execute(statement)]

    def open_tasks(self, family: FamilyId) -> Sequence[Task]:
        """Index: ``ix_task_family``."""
        statement = (
            select(*rows.TASK)
            .where(t.task.c.family_id == family, t.task.c.done_at.is_(None))
            .order_by(t.task.c.id)
        )
        return [rows.task(row) for row in self._connection.execute(statement)]

    def staff_messages(self, family: FamilyId) -> int:
        """Index: ``ix_outbox_family``."""
        return post.count_staff_messages(self._connection, family)

    def occupied_seats(self, slot: SlotId) -> frozenset[int]:
        """Index: ``uq_booking_seat``."""
        statement = select(t.booking.c.seat).where(
            t.booking.c.slot_id == slot, t.booking.c.state == "booked", t.booking.c.freed_at.is_(None)
        )
        return frozenset(self._connection.execute(statement).scalars())

    def live_invitations(
        self, municipality: Municipality, *, planned: bool = False
    ) -> Mapping[tuple[NurseId | None, str], int]:
        """Index: ``ix_invitation_live``."""
        return candidates.live_invitations(self._connection, municipality, planned)

    def unheld_times(
        self, municipality: Municipality, first: datetime, last: datetime, now: datetime
    ) -> Mapping[NurseId, int]:
        """Index: ``uq_slot_municipality_nurse_id_start``."""
        return candidates.unheld_times(self._connection, municipality, first, last, now)

    def lock_planning(self, municipality: Municipality) -> None:
        """An advisory lock on PostgreSQL; on SQLite there is one writer."""
        candidates.lock_planning(self._connection, municipality)

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
        """Index: ``ix_child_age``, of the unborn ``ix_child_unborn``."""
        return candidates.families_to_invite(
            self._connection, municipality, offer, first, last, after, limit, unborn
        )

    def families_wanting(
        self, municipality: Municipality, offer: OfferKey, family: FamilyId | None = None
    ) -> list[FamilyToInvite]:
        """Index: ``ix_wanted_offer_family_id``."""
        return candidates.families_wanting(self._connection, municipality, offer, family)

    def want_offer(
        self, municipality: Municipality, family: FamilyId, offer: OfferKey, now: datetime, by: AccountId
    ) -> bool:
        """Index: ``ix_wanted_offer_family_id``."""
        return candidates.want_offer(self._connection, self.new_id(), municipality, family, offer, now, by)

    def offer_not_wanted(self, family: FamilyId, offer: OfferKey) -> None:
        """Index: ``ix_wanted_offer_family_id``."""
        candidates.offer_not_wanted(self._connection, family, offer)

    def visits_so_far(self, family: FamilyId, offer: OfferKey) -> tuple[int, int]:
        """Index: ``ix_booking_family_id``, ``ix_invitation_family_id``."""
        return candidates.visits_so_far(self._connection, family, offer)

    def add_invitations(self, invitations: Sequence[NewInvitation]) -> None:
        self._added["invitation"] += candidates.new_invitations(invitations)
        self._added["invitation_child"] += candidates.new_registrations(invitations)

    def add_letters(self, invitations: Sequence[NewInvitation], now: datetime, due_on: date) -> None:
        numbers = self._ids.new_many(len(invitations))
        self._added["letter"] += candidates.new_letters(numbers, invitations, now, due_on)

    def save_family(self, family: Family) -> None:
        self._save("family", family)

    def save_nurse_wish(self, family: Family) -> None:
        """Index: primary key."""
        self._connection.execute(
            update(t.family)
            .where(t.family.c.id == family.id)
            .values(asked_nurse_id=family.asked_nurse, declined_nurse_id=family.not_nurse)
        )

    def register_children(
        self, invitation: InvitationId, visit: BookingState | None, child: ChildId | None = None
    ) -> int:
        """Index: primary key of ``invitation_child``."""
        statement = update(t.invitation_child).where(t.invitation_child.c.invitation_id == invitation)
        if child is not None:
            statement = statement.where(t.invitation_child.c.child_id == child)
        return self._connection.execute(statement.values(visit=visit)).rowcount

    def save_guardian(self, guardian: Guardian) -> None:
        self._saved["guardian_state"].pop(guardian.id, None)
        self._save("guardian", guardian)

    def save_state(self, guardian: Guardian) -> None:
        """Where the guardian is in the conversation, and nothing else of it."""
        self._save("guardian" if guardian.id in self._saved["guardian"] else "guardian_state", guardian)

    def save_contact(self, contact: Contact) -> None:
        self._save("contact", contact)

    def save_invitation(self, invitation: Invitation) -> None:
        self._saved["outcome"].pop(invitation.id, None)
        self._save("invitation", invitation)

    def save_outcome(self, invitation: Invitation) -> None:
        """What has become of the invitation, and nothing else of it."""
        self._save("invitation" if invitation.id in self._saved["invitation"] else "outcome", invitation)

    def save_booking(self, booking: Booking) -> None:
        if booking.id in self._added_bookings:
            self._added_bookings[booking.id] = booking
        else:
            self._save("booking", booking)

    def save_slot(self, slot: Slot) -> None:
        """The record's ``revision`` is the one that was read; the row gets the next."""
        self._save("slot", slot)

    def save_task(self, task: Task) -> None:
        self._save("task", task)

    def add_slot(self, slot: Slot) -> None:
        self._add("slot", rows.NEW_SLOT.values(slot))

    def add_booking(self, booking: Booking) -> None:
        self._added_bookings[booking.id] = booking

    def add_due(self, row: DueRow) -> None:
        self._add("due", rows.NEW_DUE.values(row))

    def add_message(self, message: Message) -> None:
        self._add("outbox", rows.NEW_MESSAGE.values(message))

    def add_task(self, task: Task) -> None:
        self._add("task", rows.NEW_TASK.values(task))

    def add_audit(self, entry: AuditEntry) -> None:
        self._add("audit", (self.new_id(), *rows.NEW_AUDIT.values(entry)))

    def answered(self, reply: AnsweredReply) -> None:
        because = reply.because[:200]
        self._answered.append(
            (reply.id, reply.state, reply.guardian, reply.family, reply.intent, because, reply.done_at)
        )

    def due_done(self, done: Iterable[DueRow], now: datetime) -> None:
        numbers = [row.id for row in done]
        if numbers:
            self._connection.execute(_DUE_DONE, {"b_ids": numbers, "b_done_at": now})

    def drop_messages(self, family: FamilyId, guardians: Collection[GuardianId]) -> None:
        """Index: ``ix_outbox_family``."""
        self._connection.execute(
            update(t.outbox)
            .where(
                t.outbox.c.family_id == family,
                t.outbox.c.guardian_id.in_(guardians),
                t.outbox.c.state == "queued",
                t.outbox.c.occasion != ANSWER,
            )
            .values(state="dropped", error="no_longer_wanted")
        )

    def wrote_before(self, municipality: Municipality, medium: Medium, sender: Number) -> bool:
        """Index: ``ix_inbox_stranger``."""
        statement = select(t.inbox.c.id).where(
            t.inbox.c.municipality == municipality,
            t.inbox.c.sender == sender,
            t.inbox.c.medium == medium,
            # In the words of the partial index.
            literal_column("inbox.state = 'quarantined'"),
        )
        return self._connection.execute(statement.limit(1)).first() is not None

    def close_tasks(self, invitation: InvitationId, kinds: Collection[str], now: datetime) -> None:
        for kind in kinds:
            self._closed_tasks.setdefault((kind, now), []).append(invitation)

    def _add(self, table: str, row: tuple[Any, ...]) -> None:
        self._added[table].append(row)

    def _save(self, table: str, record: Any) -> None:
        self._saved[table][record.id] = record

    def write(self) -> None:
        """Everything put and saved, one statement per table; raises ``SlotChangedMeanwhile`` when a time was lost."""
        write_changes(self._connection, self._saved)
        self._added["booking"] = [*map(rows.NEW_BOOKING.values, self._added_bookings.values())]
        for name, (table, columns) in _ADDED.items():
            if self._added[name]:
                insert_many(self._connection, table, columns, self._added[name])
        for (kind, now), invitations in self._closed_tasks.items():
            closed = {"b_invitations": invitations, "b_kind": kind, "b_done_at": now}
            self._connection.execute(_CLOSE_TASKS, closed)
        if self._answered:
            _ANSWERED.run(self._connection, self._answered)
        self._saved.clear()
        self._added = {table: [] for table in _ADDED}
        self._added_bookings.clear()
        self._answered.clear()
        self._closed_tasks.clear()


_ADDED: dict[str, tuple[Table, tuple[str, ...]]] = {
    "slot": (t.slot, rows.NEW_SLOT.columns),
    "invitation": (t.invitation, candidates.NEW_INVITATION),
    "invitation_child": (t.invitation_child, candidates.NEW_REGISTRATION),
    "letter": (t.task, candidates.NEW_LETTER),
    "booking": (t.booking, rows.NEW_BOOKING.columns),
    "due": (t.due, rows.NEW_DUE.columns),
    "outbox": (t.outbox, rows.NEW_MESSAGE.columns),
    "task": (t.task, rows.NEW_TASK.columns),
    "audit": (t.audit, ("id", *rows.NEW_AUDIT.columns)),
    "link_code": (t.link_code, linking.NEW_CODE.columns),
}
