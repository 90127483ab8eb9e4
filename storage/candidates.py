"""Who could be invited, and how many times there are to give."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select, text

from domain.eligibility import Candidate
from domain.ids import DANISH, ChildId, FamilyId, Municipality, NurseId, OfferKey
from domain.outcomes import LIVE, InvitationState
from domain.records import FamilyToInvite, NewInvitation
from storage import tables as t
from storage.rows import Shape


def lock_planning(connection: Connection, municipality: Municipality) -> None:
    """Held until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtext(:name))"), {"name": f"planning {municipality}"}
        )


def live_invitations(
    connection: Connection, municipality: Municipality, planned: bool
) -> Mapping[tuple[NurseId | None, str], int]:
    """By nurse and district; index: ``ix_invitation_live``."""
    states = list(LIVE) if planned else [InvitationState.SENT]
    statement = (
        select(t.invitation.c.nurse_id, t.invitation.c.district, func.count())
        .where(
            t.invitation.c.municipality == municipality,
            t.invitation.c.state.in_(states),
            t.invitation.c.history.is_(False),
        )
        .group_by(t.invitation.c.nurse_id, t.invitation.c.district)
    )
    return {(nurse, district): count for nurse, district, count in connection.execute(statement).all()}


def unheld_times(
    connection: Connection, municipality: Municipality, first: datetime, last: datetime, now: datetime
) -> Mapping[NurseId, int]:
    """Index: ``uq_slot_municipality_nurse_id_start``."""
    statement = (
        select(t.slot.c.nurse_id, func.count())
        .where(
            t.slot.c.municipality == municipality,
            t.slot.c.start >= first,
            t.slot.c.start <= last,
            t.slot.c.closed.is_(False),
            t.slot.c.taken < t.slot.c.capacity,
            or_(t.slot.c.held_until.is_(None), t.slot.c.held_until <= now),
        )
        .group_by(t.slot.c.nurse_id)
    )
    return dict(connection.execute(statement).all())


def families_to_invite(
    connection: Connection,
    municipality: Municipality,
    offer: OfferKey,
    first: date,
    last: date,
    after: ChildId | None,
    limit: int,
) -> list[FamilyToInvite]:
    """The next ``limit`` children, oldest first, by family; indexes: ``ix_child_age``, ``ix_invitation_child_child_id``,
    ``ix_invitation_family_id``, ``ix_guardian_family_id``, ``ix_contact_family_id``."""
    had_it = exists().where(
        t.invitation_child.c.child_id == t.child.c.id,
        t.invitation.c.id == t.invitation_child.c.invitation_id,
        t.invitation.c.offer == offer,
    )
    under_way = exists().where(
        t.invitation.c.family_id == t.child.c.family_id,
        or_(t.invitation.c.state.in_(list(LIVE)), t.invitation.c.state == InvitationState.MOVED_AWAY),
    )
    visit_coming = exists().where(t.booking.c.family_id == t.child.c.family_id, t.booking.c.state == "booked")
    language = (
        select(t.guardian.c.language)
        .where(t.guardian.c.family_id == t.family.c.id)
        .order_by(t.guardian.c.id)
        .limit(1)
        .scalar_subquery()
    )
    reachable = exists().where(
        and_(
            t.contact.c.family_id == t.family.c.id,
            t.contact.c.state == "open",
            t.guardian.c.id == t.contact.c.guardian_id,
            t.guardian.c.stopped_at.is_(None),
        )
    )
    statement = (
        select(
            t.child.c.id,
            t.child.c.family_id,
            t.child.c.birthdate,
            t.child.c.topi,
            t.child.c.visits_first_year,
            t.child.c.need_visits_first_year,
            t.child.c.flags,
            t.family.c.district,
            t.family.c.daycare,
            t.family.c.nurse_id,
            language.label("language"),
            reachable.label("reachable"),
        )
        .join(t.family, t.family.c.id == t.child.c.family_id)
        .where(
            t.child.c.municipality == municipality,
            t.child.c.birthdate >= first,
            t.child.c.birthdate <= last,
            t.family.c.frozen_at.is_(None),
            ~had_it,
            ~under_way,
            ~visit_coming,
        )
        .order_by(t.child.c.birthdate, t.child.c.id)
        .limit(limit)
    )
    if after is not None:
        last_seen = select(t.child.c.birthdate).where(t.child.c.id == after).scalar_subquery()
        statement = statement.where(
            or_(t.child.c.birthdate > last_seen, and_(t.child.c.birthdate == last_seen, t.child.c.id > after))
        )
    found = connection.execute(statement).all()
    if len(found) == limit:
        # Twins share a day of birth: a day that may go on behind the page is left for the next one.
        last_day = found[-1].birthdate
        found = [row for row in found if row.birthdate != last_day] or found
    return _by_family(found)


def _by_family(found: Sequence[Sequence[Any]]) -> list[FamilyToInvite]:
    """Siblings due together share one invitation."""
    families: dict[FamilyId, FamilyToInvite] = {}
    for child, family, birthdate, topi, visits, need_visits, flags, *about in found:
        due = Candidate(
            child, family, birthdate, topi, visits, need_visits, frozenset(flags.split("|") if flags else ())
        )
        known = families.get(family)
        if known is not None:
            families[family] = replace(known, children=(*known.children, due))
            continue
        district, daycare, nurse, language, reachable = about
        families[family] = FamilyToInvite(
            family, district, daycare, nurse, language or DANISH, bool(reachable), (due,)
        )
    return list(families.values())


NEW_INVITATION = Shape(
    NewInvitation,
    *("id", "municipality", "family", "child", "offer", "criterion"),
    *("planned_at", "district", "daycare", "language", "nurse"),
)
