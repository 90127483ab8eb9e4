"""Who could be invited, and how many times there are to give."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, case, exists, func, null, or_, select, text

from domain.decisions import TaskKind
from domain.eligibility import Candidate
from domain.ids import DANISH, AccountId, ChildId, FamilyId, Municipality, NurseId, OfferKey
from domain.outcomes import LIVE, BookingState, InvitationState
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
        select(t.slot.c.nurse_id, func.sum(t.slot.c.capacity - t.slot.c.taken))
        .where(
            t.slot.c.municipality == municipality,
            t.slot.c.start >= first,
            t.slot.c.start <= last,
            t.slot.c.closed.is_(False),
            t.slot.c.taken < t.slot.c.capacity,
            t.slot.c.window_id.is_(None),
            or_(t.slot.c.held_until.is_(None), t.slot.c.held_until <= now),
        )
        .group_by(t.slot.c.nurse_id)
    )
    return {nurse: int(count) for nurse, count in connection.execute(statement).all()}


def families_to_invite(
    connection: Connection,
    municipality: Municipality,
    offer: OfferKey,
    first: date,
    last: date,
    after: ChildId | None,
    limit: int,
    unborn: bool = False,
) -> list[FamilyToInvite]:
    """The next ``limit`` children, oldest first, by family; indexes: ``ix_child_age`` (of the unborn
    ``ix_child_unborn``), ``ix_invitation_child_child_id``,
    ``ix_invitation_family_id``, ``ix_guardian_family_id``, ``ix_contact_family_id``."""
    day = t.child.c.due_on if unborn else t.child.c.birthdate
    had_it = exists().where(
        t.invitation_child.c.child_id == t.child.c.id,
        t.invitation.c.id == t.invitation_child.c.invitation_id,
        t.invitation.c.offer == offer,
    )
    statement = (
        _children(day)
        .where(
            t.child.c.municipality == municipality,
            day <= last,
            t.family.c.frozen_at.is_(None),
            ~had_it,
            ~_under_way(),
            ~_visit_coming(),
        )
        .order_by(day, t.child.c.id)
        .limit(limit)
    )
    if unborn:
        statement = statement.where(t.child.c.birthdate.is_(None))
    if after is None:
        statement = statement.where(day >= first)
    else:
        last_seen = select(day).where(t.child.c.id == after).scalar_subquery()
        statement = statement.where(day >= last_seen, or_(day > last_seen, t.child.c.id > after))
    found = connection.execute(statement).all()
    if len(found) == limit:
        # Twins share a day of birth: a day that may go on behind the page is left for the next one.
        last_day = found[-1].birthdate
        found = [row for row in found if row.birthdate != last_day] or found
    return _by_family(found)


def _under_way() -> Any:
    return exists().where(
        t.invitation.c.family_id == t.child.c.family_id,
        or_(t.invitation.c.state.in_(list(LIVE)), t.invitation.c.state == InvitationState.MOVED_AWAY),
    )


def _visit_coming() -> Any:
    return exists().where(t.booking.c.family_id == t.child.c.family_id, t.booking.c.state == "booked")


def _children(day: Any) -> Any:
    """A child with what the criteria look at, and its family with what an invitation needs to know."""
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
    wanted = case(
        (t.family.c.asked_nurse_id.is_not(None), t.family.c.asked_nurse_id),
        (t.family.c.nurse_id == t.family.c.declined_nurse_id, null()),
        else_=t.family.c.nurse_id,
    )
    return select(
        t.child.c.id,
        t.child.c.family_id,
        day.label("birthdate"),
        t.child.c.topi,
        t.child.c.visits_first_year,
        t.child.c.need_visits_first_year,
        t.child.c.flags,
        t.family.c.district,
        t.family.c.daycare,
        wanted.label("nurse_id"),
        language.label("language"),
        reachable.label("reachable"),
    ).join(t.family, t.family.c.id == t.child.c.family_id)


def families_wanting(
    connection: Connection, municipality: Municipality, offer: OfferKey, family: FamilyId | None
) -> list[FamilyToInvite]:
    """Families for whom a nurse asked for an offer and nothing else is under way, those who waited longest first, each
    with its youngest child (twins together); one ``family`` alone when asked for.

    Indexes: ``ix_wanted_offer_family_id``, ``ix_child_family_id``, those of ``families_to_invite``.
    """
    day = func.coalesce(t.child.c.birthdate, t.child.c.due_on)
    statement = (
        _children(day)
        .join(t.wanted_offer, t.wanted_offer.c.family_id == t.family.c.id)
        .where(
            t.wanted_offer.c.municipality == municipality,
            t.wanted_offer.c.offer == offer,
            t.family.c.frozen_at.is_(None),
            day.is_not(None),
            ~_under_way(),
            ~_visit_coming(),
        )
        .order_by(t.wanted_offer.c.asked_at, t.family.c.id, day.desc(), t.child.c.id)
    )
    if family is not None:
        statement = statement.where(t.family.c.id == family)
    return [_youngest(one) for one in _by_family(connection.execute(statement).all())]


def _youngest(family: FamilyToInvite) -> FamilyToInvite:
    day = max(child.birthdate for child in family.children)
    return replace(family, children=tuple(child for child in family.children if child.birthdate == day))


def want_offer(
    connection: Connection,
    number: int,
    municipality: Municipality,
    family: FamilyId,
    offer: OfferKey,
    now: datetime,
    by: AccountId,
) -> bool:
    """Keep that a nurse asked for an offer; False when it waits already. Index: ``ix_wanted_offer_family_id``."""
    there = select(t.wanted_offer.c.id).where(
        t.wanted_offer.c.family_id == family, t.wanted_offer.c.offer == offer
    )
    if connection.execute(there).first() is not None:
        return False
    row = {"id": number, "municipality": municipality, "family_id": family, "offer": offer}
    connection.execute(t.wanted_offer.insert(), {**row, "asked_at": now, "asked_by": by})
    return True


def offer_not_wanted(connection: Connection, family: FamilyId, offer: OfferKey) -> None:
    """What a nurse asked for has begun, or is not wanted any more. Index: ``ix_wanted_offer_family_id``."""
    connection.execute(
        t.wanted_offer.delete().where(t.wanted_offer.c.family_id == family, t.wanted_offer.c.offer == offer)
    )


def visits_so_far(connection: Connection, family: FamilyId, offer: OfferKey) -> tuple[int, int]:
    """How many visits of a kind a family has had or has agreed, before this program too, and how many invitations.

    Indexes: ``ix_booking_family_id``, ``ix_invitation_family_id``.
    """
    visits = select(func.count()).where(
        t.booking.c.family_id == family,
        t.booking.c.offer == offer,
        t.booking.c.state.in_([BookingState.BOOKED, BookingState.COMPLETED]),
    )
    invited = select(func.count()).where(t.invitation.c.family_id == family, t.invitation.c.offer == offer)
    return connection.execute(visits).scalar_one(), connection.execute(invited).scalar_one()


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


_PLANNED = Shape(
    NewInvitation,
    *("id", "municipality", "family", "child", "offer", "round", "criterion"),
    *("planned_at", "district", "daycare", "language", "nurse"),
)
NEW_INVITATION = (*_PLANNED.columns, "state")
NEW_REGISTRATION = ("municipality", "invitation_id", "child_id")
NEW_LETTER = (
    *("id", "municipality", "family_id", "invitation_id", "nurse_id", "district"),
    *("kind", "created_at", "due_on"),
)


def new_invitations(invitations: Sequence[NewInvitation]) -> list[tuple[Any, ...]]:
    """Rows of ``NEW_INVITATION``."""
    return [(*values, InvitationState.PLANNED) for values in map(_PLANNED.values, invitations)]


def new_registrations(invitations: Sequence[NewInvitation]) -> list[tuple[Any, ...]]:
    """Rows of ``NEW_REGISTRATION``: siblings due together share one invitation."""
    return [
        (invitation.municipality, invitation.id, child)
        for invitation in invitations
        for child in invitation.children
    ]


def new_letters(
    numbers: Sequence[int], invitations: Sequence[NewInvitation], now: datetime, due_on: date
) -> list[tuple[Any, ...]]:
    """Rows of ``NEW_LETTER``."""
    return [
        (number, one.municipality, one.family, one.id, one.nurse, one.district, TaskKind.LETTER, now, due_on)
        for number, one in zip(numbers, invitations, strict=True)
    ]
