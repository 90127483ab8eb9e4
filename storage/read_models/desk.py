"""What a member of staff has before her: her visits, what waits for a human, her own times. Rows with names.

Every question takes a ``Scope``: nobody sees a family outside it. All are set-based; the index is named.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, func, or_, select

from domain.decisions import TaskKind
from domain.ids import BookingId, ChildId, FamilyId, GuardianId, InvitationId, OfferKey, SlotId, TaskId
from domain.outcomes import BookingState
from domain.records import STAFF
from storage.read_models.households import Household, Scope, households
from storage.tables import (
    booking,
    child,
    family,
    inbox,
    invitation,
    invitation_child,
    nurse,
    outbox,
    slot,
    task,
)


@dataclass(frozen=True, slots=True)
class Visit:
    """A booking with the family it is at."""

    id: BookingId
    family: Household
    offer: OfferKey
    start: datetime
    end: datetime
    by_phone: bool
    state: BookingState
    freed: bool
    partner: str = ""
    """The first name of the colleague who takes part."""
    children: tuple["Registration", ...] = ()
    """What it came to for each child, where it was for more than one."""


@dataclass(frozen=True, slots=True)
class Registration:
    """One child of a visit for several; ``visit`` is None before a nurse has said what it came to."""

    child: ChildId
    name: str = field(repr=False)
    visit: BookingState | None


@dataclass(frozen=True, slots=True)
class WaitingTask:
    """Something that waits for a human. ``said`` is the family's last message and ``unread`` whether it came
    after ours; both only where there is one."""

    id: TaskId
    kind: TaskKind
    family: Household | None
    guardian: GuardianId | None
    invitation: InvitationId | None
    offer: OfferKey | None
    urgent: bool
    created_at: datetime
    due_on: date | None
    calls: int
    said: str = field(default="", repr=False)
    said_at: datetime | None = None
    unread: bool = False


@dataclass(frozen=True, slots=True)
class OwnTime:
    """One of a nurse's times."""

    id: SlotId
    start: datetime
    end: datetime
    offer: OfferKey | None
    taken: bool
    held: bool


def visits(connection: Connection, scope: Scope, first: datetime, last: datetime) -> list[Visit]:
    """The nurse's visits that begin from ``first`` and before ``last``, moved and cancelled ones left out.

    Index: ``ix_booking_day``.
    """
    shown = (BookingState.BOOKED, BookingState.COMPLETED, BookingState.NO_SHOW)
    statement = _visits(scope).where(
        booking.c.start >= first, booking.c.start < last, booking.c.state.in_(shown)
    )
    return _with_households(connection, statement)


def without_outcome(connection: Connection, scope: Scope, since: datetime, before: datetime) -> list[Visit]:
    """Visits from ``since`` that began before ``before`` and nobody has said what came of. Index: ``ix_booking_day``."""
    statement = _visits(scope).where(
        booking.c.start >= since,
        booking.c.start < before,
        booking.c.state == BookingState.BOOKED,
        booking.c.freed_at.is_(None),
    )
    return _with_households(connection, statement)


def visits_of_family(connection: Connection, number: FamilyId) -> list[Visit]:
    """Every visit of one family, newest first. Index: ``ix_booking_family_id``."""
    statement = select(*_VISIT).where(booking.c.family_id == number, booking.c.slot_id.is_not(None))
    return _with_households(connection, statement.order_by(booking.c.start.desc()))


def may_say_outcome(connection: Connection, scope: Scope, number: FamilyId, visit: BookingId) -> bool:
    """Whether a visit is the nurse's own, or its family in her scope. Index: primary keys."""
    mine = scope.of_family()
    if scope.nurse is not None:
        mine = or_(mine, booking.c.nurse_id == scope.nurse)
    statement = (
        select(booking.c.id)
        .join(family, family.c.id == booking.c.family_id)
        .where(booking.c.id == visit, booking.c.family_id == number)
        .where(booking.c.municipality == scope.municipality, mine)
    )
    return connection.execute(statement).first() is not None


_VISIT = (
    booking.c.id,
    booking.c.family_id,
    booking.c.offer,
    booking.c.start,
    booking.c.end,
    booking.c.by_phone,
    booking.c.state,
    booking.c.freed_at,
    booking.c.invitation_id,
    select(nurse.c.first_name).where(nurse.c.id == booking.c.partner_id).scalar_subquery().label("partner"),
)


def _visits(scope: Scope) -> Select[Any]:
    return (
        select(*_VISIT)
        .where(booking.c.municipality == scope.municipality, booking.c.nurse_id == scope.nurse)
        .where(booking.c.slot_id.is_not(None))
        .order_by(booking.c.start, booking.c.id)
    )


def _with_households(connection: Connection, statement: Select[Any]) -> list[Visit]:
    found = connection.execute(statement).all()
    homes = households(connection, {row.family_id for row in found})
    several = {number for number, home in homes.items() if len(home.children) > 1}
    children = _registrations(connection, {row.invitation_id for row in found if row.family_id in several})
    return [
        Visit(
            row.id,
            homes[row.family_id],
            row.offer,
            row.start,
            row.end,
            row.by_phone,
            BookingState(row.state),
            row.freed_at is not None,
            row.partner or "",
            tuple(children.get(row.invitation_id, ())),
        )
        for row in found
        if row.family_id in homes
    ]


def _registrations(
    connection: Connection, invitations: Collection[InvitationId]
) -> dict[InvitationId, list[Registration]]:
    """The children of invitations for more than one. Index: primary key of ``invitation_child``."""
    if not invitations:
        return {}
    statement = (
        select(invitation_child.c.invitation_id, child.c.id, child.c.name, invitation_child.c.visit)
        .join(child, child.c.id == invitation_child.c.child_id)
        .where(invitation_child.c.invitation_id.in_(invitations))
        .order_by(child.c.birthdate, child.c.id)
    )
    found: dict[InvitationId, list[Registration]] = {}
    for number, one, name, visit in connection.execute(statement):
        state = BookingState(visit) if visit is not None else None
        found.setdefault(number, []).append(Registration(ChildId(one), name or "", state))
    return {number: children for number, children in found.items() if len(children) > 1}


def waiting(connection: Connection, scope: Scope, kinds: Collection[TaskKind]) -> list[WaitingTask]:
    """Open tasks of these kinds about the scope's families, urgent ones first, then those that waited longest.

    Index: ``ix_task_open``, ``family`` by its key; the last messages by ``ix_inbox_family``, ``ix_outbox_family``.
    """
    statement = (
        select(task, booking.c.offer.label("booked_offer"), _invited_offer())
        .join(family, family.c.id == task.c.family_id)
        .outerjoin(booking, booking.c.id == task.c.booking_id)
        .where(task.c.municipality == scope.municipality, task.c.done_at.is_(None), task.c.kind.in_(kinds))
        .where(scope.of_family())
        .order_by(task.c.urgent.desc(), task.c.created_at, task.c.id)
    )
    found = connection.execute(statement).all()
    families = {row.family_id for row in found}
    homes = households(connection, families)
    said = _last_said(connection, families)
    ours = _last_written(connection, families)
    tasks = []
    for row in found:
        text, at = said.get(row.family_id, ("", None))
        answered_at = ours.get(row.family_id)
        tasks.append(
            WaitingTask(
                id=row.id,
                kind=TaskKind(row.kind),
                family=homes.get(row.family_id),
                guardian=row.guardian_id,
                invitation=row.invitation_id,
                offer=row.booked_offer or row.invited_offer,
                urgent=row.urgent,
                created_at=row.created_at,
                due_on=row.due_on,
                calls=row.calls,
                said=text,
                said_at=at,
                unread=at is not None and (answered_at is None or answered_at < at),
            )
        )
    return tasks


def _invited_offer() -> Any:
    return (
        select(invitation.c.offer)
        .where(invitation.c.id == task.c.invitation_id)
        .correlate(task)
        .scalar_subquery()
        .label("invited_offer")
    )


def count_waiting(connection: Connection, scope: Scope, kinds: Collection[TaskKind]) -> int:
    """How many such tasks there are. Index: ``ix_task_open``."""
    statement = (
        select(func.count())
        .select_from(task.join(family, family.c.id == task.c.family_id))
        .where(task.c.municipality == scope.municipality, task.c.done_at.is_(None), task.c.kind.in_(kinds))
        .where(scope.of_family())
    )
    return connection.execute(statement).scalar_one()


def _last_said(
    connection: Connection, families: Collection[FamilyId]
) -> dict[FamilyId, tuple[str, datetime]]:
    """What each family wrote last, by its arrival: a row's number says nothing of time."""
    newest = (
        select(inbox.c.family_id, func.max(inbox.c.received_at).label("at"))
        .where(inbox.c.family_id.in_(families))
        .group_by(inbox.c.family_id)
        .subquery()
    )
    statement = (
        select(inbox.c.family_id, inbox.c.text, inbox.c.received_at)
        .join(newest, and_(newest.c.family_id == inbox.c.family_id, newest.c.at == inbox.c.received_at))
        .order_by(inbox.c.id)
    )
    return {row.family_id: (row.text or "", row.received_at) for row in connection.execute(statement)}


def _last_written(connection: Connection, families: Collection[FamilyId]) -> dict[FamilyId, datetime]:
    """When a colleague last wrote to each family herself."""
    statement = (
        select(outbox.c.family_id, func.max(outbox.c.created_at))
        .where(outbox.c.family_id.in_(families), outbox.c.occasion == STAFF)
        .group_by(outbox.c.family_id)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}


def task_in_scope(connection: Connection, scope: Scope, number: TaskId) -> FamilyId | None:
    """The family of an open task, if the scope has it. Index: primary keys."""
    statement = (
        select(task.c.family_id)
        .join(family, family.c.id == task.c.family_id)
        .where(task.c.id == number, task.c.done_at.is_(None), scope.of_family())
    )
    return connection.execute(statement).scalar()


def own_times(
    connection: Connection, scope: Scope, first: datetime, last: datetime, now: datetime
) -> Sequence[OwnTime]:
    """A nurse's open times from ``first`` to ``last``, in order. Index: ``uq_slot_municipality_nurse_id_start``."""
    statement = (
        select(slot)
        .where(slot.c.municipality == scope.municipality, slot.c.nurse_id == scope.nurse)
        .where(slot.c.start >= first, slot.c.start < last, slot.c.closed.is_(False))
        .order_by(slot.c.start)
    )
    return [
        OwnTime(
            row.id,
            row.start,
            row.end,
            row.offer,
            row.taken >= row.capacity,
            row.held_by is not None and row.held_until is not None and row.held_until > now,
        )
        for row in connection.execute(statement)
    ]
