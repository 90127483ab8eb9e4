"""Write invitations from before this program, so that one report counts old and new alike."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from domain.ids import DANISH, Municipality
from domain.imports import ImportedInvitation, StoredHistory, Written
from domain.offers import Offer
from domain.outcomes import BookingState, InvitationState
from domain.settings import MunicipalitySettings
from storage.ids import Ids
from storage.importing.rows import Progress, Stored, delete_ids, insert_rows, no_progress, update_rows
from storage.tables import booking, child, family, invitation, invitation_child

NOON = time(12)
"""History knows days, not hours."""

INVITATION = (
    "state",
    "planned_at",
    "sent_at",
    "sent_on",
    "messages",
    "outcome_at",
    "outcome_on",
    "reason",
    "restricted",
    "district",
    "language",
    "level",
    "social_measure",
)
BOOKING = (
    "state",
    "start",
    "end",
    "booked_at",
    "ended_at",
    "both_parents",
    "referred_inside",
    "referred_outside",
    "place",
)


def stored_invitations(connection: Connection, municipality: Municipality) -> StoredHistory:
    """The children of a municipality, and the invitations that this program itself made."""
    children = (
        select(child.c.ref, family.c.ref)
        .join(family, family.c.id == child.c.family_id)
        .where(child.c.municipality == municipality)
    )
    own = (
        select(invitation.c.offer, child.c.ref, invitation.c.round)
        .join(child, child.c.id == invitation.c.child_id)
        .where(invitation.c.municipality == municipality, invitation.c.history.is_(False))
    )
    return StoredHistory(
        {row[0]: row[1] for row in connection.execute(children)},
        frozenset((row[0], row[1], row[2]) for row in connection.execute(own)),
    )


def numbers_needed(invitations: Sequence[ImportedInvitation]) -> int:
    """The most new rows that writing this history can take: family, child, invitation, booking."""
    return 4 * len(invitations)


def write_history(
    connection: Connection,
    ids: Ids,
    settings: MunicipalitySettings,
    invitations: Sequence[ImportedInvitation],
    now: datetime,
    progress: Progress = no_progress,
) -> Written:
    """Bring one municipality's history to what the file says; the same file twice writes nothing.

    A family or child that nobody knew is made with its reference alone: no phone, no birth date, never due for
    anything. Needs ``numbers_needed`` in ``ids``; the caller commits.
    """
    families, made_families = _families(connection, ids, settings.key, invitations, now, progress)
    children, made_children = _children(connection, ids, settings.key, invitations, families, progress)
    there = _stored_history(connection, settings.key)
    new, shared, changed = [], [], []
    numbers: dict[tuple[int, str, str], int] = {key: row.id for key, row in there.items()}
    for each in invitations:
        key = (children[each.child_ref], each.offer, each.round)
        row = _invitation_row(each, settings)
        if key not in there:
            numbers[key] = ids.new()
            own = {"id": numbers[key], "municipality": settings.key, "family_id": families[each.family_ref]}
            own |= {"child_id": key[0], "offer": each.offer, "round": each.round, "history": True}
            new.append(own | row)
            shared.append({"municipality": settings.key, "invitation_id": numbers[key], "child_id": key[0]})
        elif there[key].values != tuple(row[name] for name in INVITATION):
            changed.append({"id": numbers[key], **row})
    written = insert_rows(connection, invitation, new, progress) + update_rows(
        connection, invitation, changed, progress
    )
    insert_rows(connection, invitation_child, shared)
    visits = [(numbers[children[each.child_ref], each.offer, each.round], each) for each in invitations]
    booked = _write_bookings(connection, ids, settings, visits, families, progress)
    return made_families + made_children + written + booked


def _families(
    connection: Connection,
    ids: Ids,
    municipality: Municipality,
    invitations: Sequence[ImportedInvitation],
    now: datetime,
    progress: Progress,
) -> tuple[dict[str, int], Written]:
    query = select(family.c.ref, family.c.id).where(family.c.municipality == municipality)
    numbers: dict[str, int] = {row.ref: row.id for row in connection.execute(query)}
    new = []
    for each in invitations:
        if each.family_ref not in numbers:
            numbers[each.family_ref] = ids.new()
            own = {"id": numbers[each.family_ref], "municipality": municipality, "ref": each.family_ref}
            new.append(own | {"district": each.district, "created_at": now})
    return numbers, insert_rows(connection, family, new, progress)


def _children(
    connection: Connection,
    ids: Ids,
    municipality: Municipality,
    invitations: Sequence[ImportedInvitation],
    families: dict[str, int],
    progress: Progress,
) -> tuple[dict[str, int], Written]:
    query = select(child.c.ref, child.c.id).where(child.c.municipality == municipality)
    numbers: dict[str, int] = {row.ref: row.id for row in connection.execute(query)}
    new = []
    for each in invitations:
        if each.child_ref not in numbers:
            numbers[each.child_ref] = ids.new()
            own = {"id": numbers[each.child_ref], "municipality": municipality, "ref": each.child_ref}
            new.append(own | {"family_id": families[each.family_ref], "flags": ""})
    return numbers, insert_rows(connection, child, new, progress)


def _stored_history(connection: Connection, municipality: Municipality) -> dict[tuple[int, str, str], Stored]:
    columns = [invitation.c[name] for name in INVITATION]
    query = select(
        invitation.c.child_id, invitation.c.offer, invitation.c.round, invitation.c.id, *columns
    ).where(invitation.c.municipality == municipality, invitation.c.history)
    return {(row[0], row[1], row[2]): Stored(row[3], tuple(row[4:])) for row in connection.execute(query)}


def _noon(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, NOON, tzinfo=zone)


def _invitation_row(each: ImportedInvitation, settings: MunicipalitySettings) -> dict[str, Any]:
    sent_at = _noon(each.offered_on, settings.zone)
    decided = each.outcome is not InvitationState.SENT
    judged_on = each.outcome_on or each.offered_on
    values = (
        str(each.outcome),
        sent_at,
        sent_at,
        each.offered_on,
        1,
        _noon(each.outcome_on, settings.zone) if each.outcome_on else None,
        each.outcome_on,
        str(each.reason) if each.reason else None,
        decided and settings.restriction_on(judged_on) is not None,
        each.district,
        each.language or DANISH,
        each.level,
        each.social_measure,
    )
    return dict(zip(INVITATION, values, strict=True))


def _booking_row(each: ImportedInvitation, settings: MunicipalitySettings) -> dict[str, Any] | None:
    """The visit or course that came of an invitation; None when none did."""
    day = each.completed_on or each.aborted_on
    if day is None:
        return None
    minutes = settings.offers.get(each.offer, Offer(each.offer)).minutes
    start = _noon(day, settings.zone)
    values = (
        str(BookingState.COMPLETED if each.completed_on else BookingState.ABORTED),
        start,
        start + timedelta(minutes=minutes),
        _noon(each.outcome_on or each.offered_on, settings.zone),
        start,
        each.both_parents,
        each.referred_inside,
        each.referred_outside,
        each.place,
    )
    return dict(zip(BOOKING, values, strict=True))


def _write_bookings(
    connection: Connection,
    ids: Ids,
    settings: MunicipalitySettings,
    visits: Sequence[tuple[int, ImportedInvitation]],
    families: dict[str, int],
    progress: Progress,
) -> Written:
    there = _stored_bookings(connection, settings.key)
    new, changed, gone = [], [], []
    for number, each in visits:
        row, old = _booking_row(each, settings), there.get(number)
        if row is None:
            gone += [old.id] if old else []
        elif old is None:
            own = {
                "id": ids.new(),
                "municipality": settings.key,
                "invitation_id": number,
                "offer": each.offer,
            }
            new.append(own | {"family_id": families[each.family_ref]} | row)
        elif old.values != tuple(row.values()):
            changed.append({"id": old.id, **row})
    delete_ids(connection, booking, gone)
    written = insert_rows(connection, booking, new, progress) + update_rows(
        connection, booking, changed, progress
    )
    return written + Written(changed=len(gone))


def _stored_bookings(connection: Connection, municipality: Municipality) -> dict[int, Stored]:
    """The bookings of imported invitations, by invitation."""
    columns = [booking.c[name] for name in BOOKING]
    query = (
        select(booking.c.invitation_id, booking.c.id, *columns)
        .join(invitation, invitation.c.id == booking.c.invitation_id)
        .where(booking.c.municipality == municipality, invitation.c.history)
    )
    return {row[0]: Stored(row[1], tuple(row[2:])) for row in connection.execute(query)}
