"""Rows to trace a number by, and messages counted: no name, no phone number, no text."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, Select, String, case, func, literal, select

from domain.ids import BookingId, InvitationId, Municipality, OfferKey
from domain.outcomes import LIVE, BookingState, InvitationState, MessageState
from domain.reasons import DeclineReason
from storage.read_models.counts import VISIT_RANK, was_offered
from storage.tables import booking, child, family, invitation, invitation_child, nurse, outbox


@dataclass(frozen=True, slots=True)
class TracedInvitation:
    """One offered invitation as the reports count it; ``outcome`` is None while the family has not answered.

    ``family`` and ``child`` are the municipality's own references. ``children``: how many registrations the
    visit gives (twins: one invitation, two children); ``children_seen`` for how many it was held, None before a nurse has
    said so. ``visit`` is what became of it and ``visit_on`` its day.
    """

    municipality: Municipality
    invitation: InvitationId
    offer: OfferKey
    round: str
    family: str
    child: str
    children: int
    children_seen: int | None
    offered_on: date
    outcome: InvitationState | None
    outcome_on: date | None
    reason: DeclineReason | None
    visit: BookingState | None
    visit_on: date | None
    restricted: bool
    district: str
    daycare: str
    language: str
    nurse: str
    level: int | None
    history: bool


@dataclass(frozen=True, slots=True)
class ListedBooking:
    """One booking, by the family's reference; ``partner`` is the colleague who takes part, and ``moved_from`` the
    booking it took over from."""

    municipality: Municipality
    booking: BookingId
    invitation: InvitationId
    offer: OfferKey
    family: str
    nurse: str
    partner: str
    start: datetime
    end: datetime
    by_phone: bool
    state: BookingState
    booked_at: datetime
    moved_from: BookingId | None
    both_parents: bool | None
    rating: int | None


@dataclass(frozen=True, slots=True)
class MessageCount:
    """So many messages of one kind, in one language, stand at the same state; ``parts`` is what they cost."""

    municipality: Municipality
    month: str
    key: str
    medium: str
    language: str
    state: MessageState
    count: int
    parts: int


def trace_invitations(
    connection: Connection, first: date, last: date, municipalities: Sequence[Municipality], zone: ZoneInfo
) -> list[TracedInvitation]:
    """Every invitation that ``count_invitations`` counts, one by one, in the order in which they were sent.

    Index: ``ix_invitation_reported``; family, child and nurse by their keys, ``ix_booking_invitation_id``.
    """
    visits = _visits(connection, first, last, municipalities, zone)
    children = (
        select(func.count())
        .where(invitation_child.c.invitation_id == invitation.c.id)
        .correlate(invitation)
        .scalar_subquery()
    )
    held = case(
        (invitation_child.c.visit == BookingState.COMPLETED, 1), (invitation_child.c.visit.is_not(None), 0)
    )
    seen = (
        select(func.sum(held))
        .where(invitation_child.c.invitation_id == invitation.c.id)
        .correlate(invitation)
        .scalar_subquery()
    )
    statement = (
        select(
            invitation,
            family.c.ref.label("family_ref"),
            child.c.ref.label("child_ref"),
            nurse.c.ref.label("nurse_ref"),
            children.label("children"),
            seen.label("seen"),
        )
        .select_from(
            invitation.outerjoin(family, family.c.id == invitation.c.family_id)
            .outerjoin(child, child.c.id == invitation.c.child_id)
            .outerjoin(nurse, nurse.c.id == invitation.c.nurse_id)
        )
        .where(was_offered(first, last, municipalities))
        .order_by(invitation.c.municipality, invitation.c.offer, invitation.c.sent_on, invitation.c.id)
    )
    return [
        TracedInvitation(
            municipality=Municipality(row.municipality),
            invitation=InvitationId(row.id),
            offer=OfferKey(row.offer),
            round=row.round,
            family=row.family_ref or "",
            child=row.child_ref or "",
            children=max(1, row.children),
            children_seen=row.seen,
            offered_on=row.sent_on,
            outcome=None if row.state in LIVE else InvitationState(row.state),
            outcome_on=None if row.state in LIVE else row.outcome_on,
            reason=_reason(row.state, row.reason),
            visit=visits.get(row.id, (None, None))[0],
            visit_on=visits.get(row.id, (None, None))[1],
            restricted=row.restricted,
            district=row.district,
            daycare=row.daycare or "",
            language=row.language,
            nurse=row.nurse_ref or "",
            level=row.level,
            history=row.history,
        )
        for row in connection.execute(statement)
    ]


def list_bookings(
    connection: Connection, first: date, last: date, municipalities: Sequence[Municipality], zone: ZoneInfo
) -> list[ListedBooking]:
    """Every booking that begins from ``first`` to ``last`` (inclusive, local days), in order of time.

    Index: ``ix_booking_day`` by its municipality; family and nurse by their keys.
    """
    partner = nurse.alias("partner")
    statement: Select[Any] = (
        select(
            booking,
            family.c.ref.label("family_ref"),
            nurse.c.ref.label("nurse_ref"),
            partner.c.ref.label("partner_ref"),
        )
        .select_from(
            booking.outerjoin(family, family.c.id == booking.c.family_id)
            .outerjoin(nurse, nurse.c.id == booking.c.nurse_id)
            .outerjoin(partner, partner.c.id == booking.c.partner_id)
        )
        .where(
            booking.c.start >= _midnight(first, zone),
            booking.c.start < _midnight(last + timedelta(days=1), zone),
        )
        .order_by(booking.c.municipality, booking.c.start, booking.c.id)
    )
    if municipalities:
        statement = statement.where(booking.c.municipality.in_(municipalities))
    return [
        ListedBooking(
            municipality=Municipality(row.municipality),
            booking=BookingId(row.id),
            invitation=InvitationId(row.invitation_id),
            offer=OfferKey(row.offer),
            family=row.family_ref or "",
            nurse=row.nurse_ref or "",
            partner=row.partner_ref or "",
            start=row.start.astimezone(zone),
            end=row.end.astimezone(zone),
            by_phone=row.by_phone,
            state=BookingState(row.state),
            booked_at=row.booked_at.astimezone(zone),
            moved_from=None if row.moved_from is None else BookingId(row.moved_from),
            both_parents=row.both_parents,
            rating=row.rating,
        )
        for row in connection.execute(statement)
    ]


def count_messages(
    connection: Connection, first: date, last: date, municipalities: Sequence[Municipality], zone: ZoneInfo
) -> list[MessageCount]:
    """How many messages left, or should have left, from ``first`` to ``last`` (inclusive, local days), by month.

    Index: none. Which messages left when is asked so seldom that no send should pay for an index; the table is
    read once.
    """
    at = func.coalesce(outbox.c.sent_at, outbox.c.due_at)
    rows = select(
        outbox.c.municipality,
        _local_month(at, first, last, zone).label("month_"),
        outbox.c.key,
        outbox.c.medium,
        outbox.c.language,
        outbox.c.state,
        outbox.c.parts,
    ).where(at >= _midnight(first, zone), at < _midnight(last + timedelta(days=1), zone))
    if municipalities:
        rows = rows.where(outbox.c.municipality.in_(municipalities))
    inner = rows.subquery("messages")
    alike = [column for column in inner.c if column.name != "parts"]
    statement = select(*alike, func.count(), func.sum(inner.c.parts)).group_by(*alike).order_by(*alike)
    return [
        MessageCount(
            Municipality(row[0]), row[1], row[2], row[3], row[4], MessageState(row[5]), row[6], row[7]
        )
        for row in connection.execute(statement)
    ]


def _reason(state: str, reason: str | None) -> DeclineReason | None:
    if state != InvitationState.DECLINED:
        return None
    return DeclineReason(reason) if reason else DeclineReason.NOT_STATED


def _visits(
    connection: Connection, first: date, last: date, municipalities: Sequence[Municipality], zone: ZoneInfo
) -> dict[int, tuple[BookingState, date]]:
    """What became of each invitation's visit, and on which local day it was to be."""
    statement = (
        select(booking.c.invitation_id, booking.c.state, booking.c.start)
        .join(invitation, invitation.c.id == booking.c.invitation_id)
        .where(was_offered(first, last, municipalities), booking.c.state.in_(VISIT_RANK))
        .order_by(booking.c.start, booking.c.id)
    )
    found: dict[int, list[tuple[int, BookingState, date]]] = defaultdict(list)
    for row in connection.execute(statement):
        state = BookingState(row.state)
        found[row.invitation_id].append((VISIT_RANK[state], state, row.start.astimezone(zone).date()))
    return {key: min(visits, key=lambda visit: visit[0])[1:] for key, visits in found.items()}


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)


def _local_month(at: ColumnElement[Any], first: date, last: date, zone: ZoneInfo) -> ColumnElement[str]:
    """``2026-05`` of a moment, on the municipality's clock; neither database is trusted to know its zone."""
    months = list(_months(first, last))
    ends = [(at < _midnight(_following(month), zone), literal(f"{month:%Y-%m}", String)) for month in months]
    return case(*ends, else_=literal(f"{months[-1]:%Y-%m}", String))


def _months(first: date, last: date) -> Iterable[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = _following(month)


def _following(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)
