"""Forget one family: close what is open, erase every personal column, look again, and keep a proof."""

import hashlib
from collections.abc import Callable
from datetime import date, datetime

from sqlalchemy import Connection, func, select, update

from domain.course_records import LIVE_SEATS, SeatState
from domain.ids import Municipality
from domain.outcomes import LIVE, BookingState, InvitationState, MessageState
from domain.retention import ForgetRefused, Proof
from storage.retention.erasers import ERASERS, emptied_values, rows_go, still_personal, table_named
from storage.retention.finding import FamilyTraces, find_family
from storage.tables import audit, booking, course_seat, family, invitation, outbox


class NotErased(RuntimeError):
    """Something personal was still there after erasing: the transaction must not be committed."""


def forget(
    connection: Connection,
    new_id: Callable[[], int],
    municipality: Municipality,
    family_ref: str,
    now: datetime,
    today: date,
    actor: str = "administrator",
) -> Proof | ForgetRefused:
    """Erase a family and prove it; invitations and bookings stay as counts that name nobody. The caller commits.

    Refused while a visit is booked, so that no nurse drives to a family that nobody knows any more.
    """
    traces = find_family(connection, municipality, family_ref)
    if traces is None:
        return ForgetRefused(f'there is no family "{family_ref}" in this municipality')
    coming = _coming_visit(connection, traces, now)
    if coming is not None:
        return ForgetRefused(
            "the family has a visit booked; hold, move or cancel it first, then forget the family"
        )
    return erase(connection, new_id, traces, family_ref, now, today, actor)


def _coming_visit(connection: Connection, traces: FamilyTraces, now: datetime) -> int | None:
    holds_its_time = (booking.c.state == BookingState.BOOKED) & booking.c.freed_at.is_(None)
    query = select(booking.c.id).where(
        booking.c.family_id == traces.family, holds_its_time, booking.c.end > now
    )
    return connection.scalar(query.limit(1))


def erase(
    connection: Connection,
    new_id: Callable[[], int],
    traces: FamilyTraces,
    family_ref: str,
    now: datetime,
    today: date,
    actor: str,
) -> Proof:
    """Close and erase everything of a family; raises ``NotErased`` when a second look finds something."""
    _close(connection, traces, now, today)
    erased = {name: _erase_rows(connection, name, traces) for name in traces.rows() if name in ERASERS}
    remaining = {name: _remaining(connection, name, traces) for name in erased}
    if any(remaining.values()):
        raise NotErased(f"still there: {', '.join(name for name, rows in remaining.items() if rows)}")
    number = new_id()
    hashed = hashlib.sha256(f"{traces.municipality}:{family_ref}".encode()).hexdigest()
    connection.execute(
        audit.insert(),
        {
            "id": number,
            "municipality": traces.municipality,
            "at": now,
            "actor": actor,
            "event": "family.forgotten",
            "detail": f"sha256:{hashed} rows:{sum(erased.values())}",
        },
    )
    return Proof(traces.municipality, family_ref, now, erased, remaining, number)


def _close(connection: Connection, traces: FamilyTraces, now: datetime, today: date) -> None:
    """What is open ends as the service's own doing, never as the family's no; what waits to be sent is dropped."""
    connection.execute(
        update(invitation)
        .where(invitation.c.family_id == traces.family, invitation.c.state.in_([*map(str, LIVE)]))
        .values(
            state=str(InvitationState.WITHDRAWN),
            outcome_at=now,
            outcome_on=today,
            revision=invitation.c.revision + 1,
        )
    )
    connection.execute(
        update(booking)
        .where(
            booking.c.family_id == traces.family,
            booking.c.state == BookingState.BOOKED,
            booking.c.freed_at.is_not(None),
        )
        .values(state=str(BookingState.CANCELLED_BY_SERVICE), ended_at=now, revision=booking.c.revision + 1)
    )
    connection.execute(
        update(course_seat)
        .where(traces.rows()["course_seat"], course_seat.c.state.in_([*map(str, LIVE_SEATS)]))
        .values(state=str(SeatState.LAPSED), changed_at=now)
    )
    connection.execute(
        update(outbox)
        .where(traces.rows()["outbox"], outbox.c.state == MessageState.QUEUED)
        .values(state=str(MessageState.DROPPED))
    )


def _erase_rows(connection: Connection, name: str, traces: FamilyTraces) -> int:
    table = table_named(name)
    about = traces.rows()[name]
    if rows_go(name):
        return connection.execute(table.delete().where(about)).rowcount
    return connection.execute(table.update().where(about).values(**emptied_values(table))).rowcount


def _remaining(connection: Connection, name: str, traces: FamilyTraces) -> int:
    table = table_named(name)
    query = select(func.count()).select_from(table).where(traces.rows()[name], still_personal(table))
    return connection.scalar(query) or 0


def ref_of(connection: Connection, traces: FamilyTraces) -> str:
    """The reference of a family that is still there."""
    ref: str = connection.execute(select(family.c.ref).where(family.c.id == traces.family)).scalar_one()
    return ref
