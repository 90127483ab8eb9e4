"""What staff see of presence: a nurse's windows, the plain list for the pædagog, and what an export counts.

The list for the pædagog has no family, no phone, no language and no reason: an hour, and the child's first name where
its parents wish that the pædagog comes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal, or_, select, union_all

from domain.ids import ChildId, FamilyId, Municipality, NurseId, OfferKey, WindowId
from domain.outcomes import BookingState
from domain.presence import ADVICE
from domain.presence_records import MeetingKind, WindowState
from storage.read_models.households import Scope
from storage.tables import (
    booking,
    child,
    family,
    invitation,
    nurse,
    presence_meeting,
    presence_told,
    presence_window,
    slot,
    talk_wish,
)

_HELD_OR_BOOKED = (BookingState.BOOKED, BookingState.COMPLETED, BookingState.NO_SHOW)


@dataclass(frozen=True, slots=True)
class ListedTalk:
    """One line of the pædagog's list; ``child`` is a first name, only where the pædagog is wished."""

    start: datetime
    end: datetime
    booked: bool
    pedagog: bool = False
    child: str = ""
    family: FamilyId = FamilyId(0)
    """Whose first name is shown, for the trace of who saw it; 0 where none is."""


@dataclass(frozen=True, slots=True)
class PedagogList:
    """The list of one window."""

    id: WindowId
    nurse: NurseId
    nurse_name: str
    place: str
    start: datetime
    end: datetime
    drop_in: bool
    talks: Sequence[ListedTalk]


@dataclass(frozen=True, slots=True)
class OwnWindow:
    """A window as its nurse sees it. ``booked`` talks of ``talks``; ``drop_ins`` None: not counted yet."""

    id: WindowId
    daycare: str
    place: str
    start: datetime
    end: datetime
    drop_in: bool
    talks: int
    booked: int
    wished: int
    drop_ins: int | None
    cancelled: bool


@dataclass(frozen=True, slots=True)
class WindowCount:
    """A window in numbers: the families written to, the talks booked and held, those who came by."""

    municipality: Municipality
    daycare: str
    kind: str
    nurse: str
    start: datetime
    end: datetime
    state: str
    told: int
    talks_booked: int
    talks_held: int
    drop_ins: int | None


def pedagog_list(connection: Connection, municipality: Municipality, number: WindowId) -> PedagogList | None:
    """The plain list of a window. Indexes: primary keys, ``ix_slot_window``, ``uq_booking_seat``."""
    about = connection.execute(
        select(presence_window, nurse.c.first_name)
        .join(nurse, nurse.c.id == presence_window.c.nurse_id)
        .where(presence_window.c.id == number, presence_window.c.municipality == municipality)
    ).first()
    if about is None or about.state == str(WindowState.CANCELLED):
        return None
    talks = [
        ListedTalk(
            row.start,
            row.end,
            row.booking_id is not None,
            row.wish is not None,
            (row.name or "").split(" ")[0] if row.wish is not None else "",
            FamilyId(row.family_id if row.wish is not None else 0),
        )
        for row in connection.execute(
            select(
                slot.c.start,
                slot.c.end,
                booking.c.id.label("booking_id"),
                booking.c.family_id,
                talk_wish.c.invitation_id.label("wish"),
                child.c.name,
            )
            .outerjoin(booking, and_(booking.c.slot_id == slot.c.id, _standing()))
            .outerjoin(talk_wish, talk_wish.c.invitation_id == booking.c.invitation_id)
            .outerjoin(invitation, invitation.c.id == booking.c.invitation_id)
            .outerjoin(child, child.c.id == invitation.c.child_id)
            .where(slot.c.window_id == number)
            .order_by(slot.c.start)
        )
    ]
    legestue = about.kind == "legestue" and about.room
    place = about.room if legestue else about.daycare
    full = f"{place}, {about.room}" if about.room and not legestue else place
    return PedagogList(
        WindowId(about.id),
        about.nurse_id,
        about.first_name,
        full,
        about.start,
        about.end,
        about.drop_in,
        talks,
    )


def own_windows(
    connection: Connection, municipality: Municipality, mine: NurseId, first: datetime, last: datetime
) -> list[OwnWindow]:
    """A nurse's windows that begin from ``first`` and before ``last``, cancelled ones too.

    Indexes: ``ix_presence_window_start``, ``ix_slot_window``, ``uq_booking_seat``.
    """
    w = presence_window.c
    statement = (
        select(
            *presence_window.c,
            func.count(slot.c.id.distinct()).label("talks"),
            func.count(booking.c.id.distinct()).label("booked"),
            func.count(talk_wish.c.invitation_id.distinct()).label("wished"),
        )
        .outerjoin(slot, slot.c.window_id == w.id)
        .outerjoin(booking, and_(booking.c.slot_id == slot.c.id, _standing()))
        .outerjoin(talk_wish, talk_wish.c.invitation_id == booking.c.invitation_id)
        .where(w.municipality == municipality, w.nurse_id == mine, w.start >= first, w.start < last)
        .group_by(*presence_window.c)
        .order_by(w.start, w.id)
    )
    return [
        OwnWindow(
            WindowId(row.id),
            row.daycare,
            row.room if row.kind == "legestue" and row.room else row.daycare,
            row.start,
            row.end,
            row.drop_in,
            row.talks,
            row.booked,
            row.wished,
            row.drop_ins,
            row.state == str(WindowState.CANCELLED),
        )
        for row in connection.execute(statement)
    ]


@dataclass(frozen=True, slots=True)
class ChildThere:
    """A child at a daycare that a nurse may see."""

    id: ChildId
    family: FamilyId
    name: str
    birthdate: date | None


def children_there(connection: Connection, scope: Scope, daycare: str) -> list[ChildThere]:
    """The children of a daycare in a nurse's scope, by name. Indexes: ``ix_child_daycare``, ``ix_family_daycare``."""
    statement = (
        select(child.c.id, child.c.family_id, child.c.name, child.c.birthdate)
        .join(family, family.c.id == child.c.family_id)
        .where(child.c.municipality == scope.municipality, scope.of_family())
        .where(or_(child.c.daycare == daycare, and_(child.c.daycare.is_(None), family.c.daycare == daycare)))
        .order_by(child.c.name, child.c.id)
    )
    return [
        ChildThere(ChildId(row.id), FamilyId(row.family_id), row.name or "", row.birthdate)
        for row in connection.execute(statement)
    ]


def window_counts(
    connection: Connection, municipalities: Sequence[Municipality], first: datetime, last: datetime
) -> list[WindowCount]:
    """Every window that begins from ``first`` and before ``last``. Index: ``ix_presence_window_start``."""
    w = presence_window.c
    told = (
        select(func.count(presence_told.c.family_id.distinct()))
        .where(presence_told.c.window_id == w.id, presence_told.c.guardians > 0)
        .scalar_subquery()
    )
    booked = (
        select(func.count())
        .select_from(booking.join(slot, slot.c.id == booking.c.slot_id))
        .where(slot.c.window_id == w.id, _standing())
    )
    held = booked.where(booking.c.state == str(BookingState.COMPLETED)).scalar_subquery()
    statement = (
        select(
            *presence_window.c,
            nurse.c.ref,
            told.label("told"),
            booked.scalar_subquery().label("booked"),
            held.label("held"),
        )
        .join(nurse, nurse.c.id == w.nurse_id)
        .where(w.start >= first, w.start < last)
        .order_by(w.start, w.id)
    )
    if municipalities:
        statement = statement.where(w.municipality.in_(municipalities))
    return [
        WindowCount(
            Municipality(row.municipality),
            row.daycare,
            row.kind,
            row.ref,
            row.start,
            row.end,
            row.state,
            row.told,
            row.booked,
            row.held,
            row.drop_ins,
        )
        for row in connection.execute(statement)
    ]


@dataclass(frozen=True, slots=True)
class Meetings:
    """Meetings at daycares that were held. ``also``: of those ``about_children``, with families that had a visit or
    a course, too."""

    general: int
    about_children: int
    also: int


def meetings(
    connection: Connection,
    municipalities: Sequence[Municipality],
    days: tuple[date, date],
    moments: tuple[datetime, datetime],
    others: Sequence[OfferKey],
) -> Meetings:
    """What was held in a period; ``days`` inclusive, ``moments`` the same as from and before.

    Seed 000 counts general advice to staff (38) apart from meetings about named children (60). A talk that parents
    booked and came to is one about a named child. Indexes: ``ix_presence_meeting_on``, ``ix_booking_day``.
    """
    m, b = presence_meeting.c, booking.c
    held = select(m.kind, m.family_id).where(m.on >= days[0], m.on <= days[1])
    talks = select(literal(str(MeetingKind.CHILD)).label("kind"), b.family_id).where(
        b.offer == ADVICE,
        b.state == str(BookingState.COMPLETED),
        b.start >= moments[0],
        b.start < moments[1],
    )
    if municipalities:
        held = held.where(m.municipality.in_(municipalities))
        talks = talks.where(b.municipality.in_(municipalities))
    every = union_all(held, talks).subquery("held")
    other = booking.alias("other")
    also = exists().where(
        other.c.family_id == every.c.family_id,
        other.c.offer.in_(others),
        other.c.state == str(BookingState.COMPLETED),
    )
    counted = select(every.c.kind, also.label("also"), func.count()).group_by(every.c.kind, also)
    general = about = twice = 0
    for kind, had_more, count in connection.execute(counted):
        if kind == str(MeetingKind.GENERAL):
            general += count
        else:
            about += count
            twice += count if had_more else 0
    return Meetings(general, about, twice)


def _standing() -> ColumnElement[bool]:
    return and_(
        booking.c.state.in_([*map(str, _HELD_OR_BOOKED)]),
        booking.c.freed_at.is_(None),
    )
