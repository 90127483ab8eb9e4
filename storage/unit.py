"""One unit of work over a connection: reads in sets, remembers what changes, writes it in sets at the end.

The same statements serve SQLite and PostgreSQL. On PostgreSQL the families of a unit are locked (``FOR UPDATE
SKIP LOCKED``), so that two hosts never answer one family at once; on SQLite there is one writer.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, or_, select, update

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
from domain.ports import SendRecord, SlotChangedMeanwhile
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
from storage.claiming import claim_messages
from storage.courses import Courses
from storage.ids import Ids
from storage.many import ManyUpdates, insert_many
from storage.presence import Presence
from storage.waiting import locked_families, open_due, waiting_due, waiting_replies


def _saved(table: Table, *columns: str) -> tuple[ManyUpdates, Callable[[Any], dict[str, Any]]]:
    """How a changed record is written: an update by id, and its values."""
    return ManyUpdates(table, *columns), rows.changed(**{name: name for name in columns})


_SLOT_COLUMNS = ["taken", "closed", "held_by", "held_until", "revision"]
_SLOT = ManyUpdates(t.slot, *_SLOT_COLUMNS, seen="revision")
_SLOT_VALUES = rows.changed(**{name: name for name in _SLOT_COLUMNS})
_ANSWERED = ManyUpdates(t.inbox, "state", "guardian_id", "family_id", "intent", "because", "done_at")

_CLOSE_TASKS = (
    # Index: ix_task_invitation.
    update(t.task)
    .where(
        t.task.c.invitation_id.in_(bindparam("b_invitations", expanding=True)),
        t.task.c.kind == bindparam("b_kind"),
        t.task.c.done_at.is_(None),
    )
    .values(done_at=bindparam("b_done_at"), result="answered")
)

_GUARDIANS_OF = (
    select(*rows.GUARDIAN)
    .where(t.guardian.c.family_id.in_(bindparam("families", expanding=True)))
    .order_by(t.guardian.c.id)
)
_CONTACTS_OF = (
    select(*rows.CONTACT)
    .where(t.contact.c.family_id.in_(bindparam("families", expanding=True)), t.contact.c.state == "open")
    .order_by(t.contact.c.id)
)
_INVITATIONS_OF = (
    select(*rows.INVITATION)
    .where(
        t.invitation.c.family_id.in_(bindparam("families", expanding=True)), t.invitation.c.history.is_(False)
    )
    .order_by(t.invitation.c.planned_at, t.invitation.c.id)
)
_BOOKINGS_OF = (
    select(*rows.BOOKING)
    .where(t.booking.c.family_id.in_(bindparam("families", expanding=True)), t.booking.c.slot_id.is_not(None))
    .order_by(t.booking.c.booked_at, t.booking.c.id)
)
_FREE_SLOTS = (
    select(*rows.SLOT)
    .where(
        t.slot.c.municipality == bindparam("municipality"),
        t.slot.c.nurse_id.in_(bindparam("nurses", expanding=True)),
        t.slot.c.start >= bindparam("first"),
        t.slot.c.start <= bindparam("last"),
        t.slot.c.closed.is_(False),
        t.slot.c.taken < t.slot.c.capacity,
        # A talk at a daycare is found by its window, never as a visit's time.
        t.slot.c.window_id.is_(None),
        or_(t.slot.c.held_until.is_(None), t.slot.c.held_until <= bindparam("now")),
    )
    .order_by(t.slot.c.nurse_id, t.slot.c.start)
)
_SLOTS = select(*rows.SLOT).where(t.slot.c.id.in_(bindparam("ids", expanding=True))).order_by(t.slot.c.id)
_SLOTS_HELD = select(*rows.SLOT).where(t.slot.c.held_by.in_(bindparam("families", expanding=True)))


class Unit:
    """The ``UnitOfWork`` of the bot on one connection; ``write`` sends everything put and saved to the database."""

    def __init__(self, connection: Connection, ids: Ids) -> None:
        self._connection = connection
        self._ids = ids
        self.courses = Courses(connection, ids)
        self.presence = Presence(connection, ids)
        self._saved: dict[str, dict[int, Any]] = {}
        self._seen_slots: dict[int, int] = {}
        self._added: dict[str, list[Any]] = {}
        self._answered: list[AnsweredReply] = []
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
        self._added.setdefault("link_code", []).append(linking.new_link_code(code))

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
        for invitation in map(rows.invitation, self._connection.execute(_INVITATIONS_OF, wanted).all()):
            situations[invitation.family].invitations[invitation.id] = invitation
        for booking in map(rows.booking, self._connection.execute(_BOOKINGS_OF, wanted).all()):
            situations[booking.family].bookings[booking.id] = booking
        return situations

    def nurses(self, municipality: Municipality) -> Mapping[NurseId, Nurse]:
        """Index: ``ix_nurse_district_place``; a municipality has tens of nurses."""
        districts: dict[NurseId, set[str]] = {}
        places = select(t.nurse_district.c.nurse_id, t.nurse_district.c.district).where(
            t.nurse_district.c.municipality == municipality
        )
        for nurse_id, district in self._connection.execute(places).all():
            districts.setdefault(nurse_id, set()).add(district)
        names = select(t.nurse.c.id, t.nurse.c.first_name, t.nurse.c.ref).where(
            t.nurse.c.municipality == municipality, t.nurse.c.active.is_(True)
        )
        return {
            nurse_id: Nurse(nurse_id, first_name, frozenset(districts.get(nurse_id, ())), ref)
            for nurse_id, first_name, ref in self._connection.execute(names).all()
        }

    def free_slots(
        self,
        municipality: Municipality,
        nurses: Collection[NurseId],
        first: datetime,
        last: datetime,
        now: datetime,
    ) -> Sequence[Slot]:
        """Index: ``uq_slot_municipality_nurse_id_start``."""
        values = {
            "municipality": municipality,
            "nurses": list(nurses),
            "first": first,
            "last": last,
            "now": now,
        }
        return [rows.slot(row) for row in self._connection.execute(_FREE_SLOTS, values).all()]

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

    def add_invitation(self, invitation: NewInvitation) -> None:
        self._added.setdefault("invitation", []).append(candidates.new_invitation(invitation))
        self._added.setdefault("invitation_child", []).extend(
            {"municipality": invitation.municipality, "invitation_id": invitation.id, "child_id": child}
            for child in invitation.children
        )

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
        self._save("guardian", guardian)

    def save_contact(self, contact: Contact) -> None:
        self._save("contact", contact)

    def save_invitation(self, invitation: Invitation) -> None:
        self._save("invitation", invitation)

    def save_booking(self, booking: Booking) -> None:
        if any(booking.id == added["id"] for added in self._added.get("booking", ())):
            self._added["booking"] = [
                rows.new_booking(booking) if added["id"] == booking.id else added
                for added in self._added["booking"]
            ]
            return
        self._save("booking", booking)

    def save_slot(self, slot: Slot) -> None:
        """The record's ``revision`` is the one that was read; the row gets the next."""
        self._seen_slots.setdefault(slot.id, slot.revision)
        self._save("slot", slot)

    def save_task(self, task: Task) -> None:
        self._save("task", task)

    def add_slot(self, slot: Slot) -> None:
        self._added.setdefault("slot", []).append(rows.new_slot(slot))

    def add_booking(self, booking: Booking) -> None:
        self._added.setdefault("booking", []).append(rows.new_booking(booking))

    def add_due(self, row: DueRow) -> None:
        self._added.setdefault("due", []).append(rows.new_due(row))

    def add_message(self, message: Message) -> None:
        self._added.setdefault("outbox", []).append(rows.new_message(message))

    def add_task(self, task: Task) -> None:
        self._added.setdefault("task", []).append(rows.new_task(task))

    def add_audit(self, entry: AuditEntry) -> None:
        self._added.setdefault("audit", []).append({"id": self.new_id(), **rows.new_audit(entry)})

    def answered(self, reply: AnsweredReply) -> None:
        self._answered.append(reply)

    def due_done(self, done: Iterable[DueRow], now: datetime) -> None:
        numbers = [row.id for row in done]
        if numbers:
            self._connection.execute(update(t.due).where(t.due.c.id.in_(numbers)).values(done_at=now))

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
        """Index: ``ix_inbox_sender``."""
        statement = select(t.inbox.c.id).where(
            t.inbox.c.municipality == municipality,
            t.inbox.c.sender == sender,
            t.inbox.c.medium == medium,
            t.inbox.c.state == "quarantined",
        )
        return self._connection.execute(statement.limit(1)).first() is not None

    def close_tasks(self, invitation: InvitationId, kinds: Collection[str], now: datetime) -> None:
        for kind in kinds:
            self._closed_tasks.setdefault((kind, now), []).append(invitation)

    def _save(self, table: str, record: Any) -> None:
        self._saved.setdefault(table, {})[record.id] = record

    def write(self) -> None:
        """Everything put and saved, one statement per table; raises ``SlotChangedMeanwhile`` when a time was lost."""
        self._write_slots()
        for name, (updates, values) in _SAVED.items():
            saved = self._saved.get(name)
            if saved:
                updates.run(self._connection, [values(record) for record in saved.values()])
        for name, table in _ADDED.items():
            added = self._added.get(name)
            if added:
                insert_many(self._connection, table, added)
        for (kind, now), invitations in self._closed_tasks.items():
            closed = {"b_invitations": invitations, "b_kind": kind, "b_done_at": now}
            self._connection.execute(_CLOSE_TASKS, closed)
        if self._answered:
            _ANSWERED.run(
                self._connection,
                [
                    {
                        "b_id": reply.id,
                        "b_state": reply.state,
                        "b_guardian_id": reply.guardian,
                        "b_family_id": reply.family,
                        "b_intent": reply.intent,
                        "b_because": reply.because[:200],
                        "b_done_at": reply.done_at,
                    }
                    for reply in self._answered
                ],
            )
        self._saved.clear()
        self._added.clear()
        self._answered.clear()
        self._closed_tasks.clear()

    def _write_slots(self) -> None:
        saved = self._saved.pop("slot", None)
        if not saved:
            return
        changed = []
        for slot in saved.values():
            seen = self._seen_slots[slot.id]
            changed.append(_SLOT_VALUES(slot) | {"b_seen": seen, "b_revision": seen + 1})
        if _SLOT.run(self._connection, changed) != len(changed):
            raise SlotChangedMeanwhile


_SAVED: dict[str, tuple[ManyUpdates, Callable[[Any], dict[str, Any]]]] = {
    "family": _saved(t.family, "frozen_at"),
    "guardian": _saved(
        t.guardian, "language", "language_asked", "stopped_at", "state", "state_at", "handed_over_at"
    ),
    "contact": _saved(t.contact, "state", "preferred"),
    "invitation": _saved(
        t.invitation,
        *("state", "revision", "sent_at", "sent_on", "messages", "outcome_at", "outcome_on"),
        *("reason", "ask_again_on", "alternative", "restricted"),
    ),
    "booking": _saved(t.booking, "state", "revision", "freed_at", "ended_at", "rating"),
    "task": _saved(t.task, "calls", "done_at", "result", "done_by"),
}
_ADDED: dict[str, Table] = {
    "slot": t.slot,
    "invitation": t.invitation,
    "invitation_child": t.invitation_child,
    "booking": t.booking,
    "due": t.due,
    "outbox": t.outbox,
    "task": t.task,
    "audit": t.audit,
    "link_code": t.link_code,
}
