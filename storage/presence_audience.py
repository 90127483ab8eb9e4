"""Who is told about a window at a daycare: its families, but for those that were told, have ended or hold a talk."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from domain.ids import FamilyId, WindowId
from domain.outcomes import BookingState, InvitationState
from domain.presence import Round
from domain.presence_records import Window
from storage import tables as t

_S, _B = t.slot.c, t.booking.c


def to_tell(about: Window, round_: Round, spared_since: datetime, limit: int) -> Select[tuple[FamilyId]]:
    """The families of one telling, in the order of their numbers; whoever heard of another window since
    ``spared_since`` is spared. Indexes: ``ix_child_daycare``, ``ix_family_daycare``, then those that begin with the
    family.
    """
    statement = (
        select(t.family.c.id)
        .where(t.family.c.municipality == about.municipality, t.family.c.frozen_at.is_(None))
        .where(~_told(about.id, round_))
        .order_by(t.family.c.id)
        .limit(limit)
    )
    if round_ is Round.OFF:
        heard = _heard_of(about.id)
        return statement.where(heard)
    there = or_(
        t.family.c.daycare == about.daycare,
        t.family.c.id.in_(
            select(t.child.c.family_id).where(
                t.child.c.municipality == about.municipality, t.child.c.daycare == about.daycare
            )
        ),
    )
    statement = statement.where(there, ~_ended(), ~_talk_in(about.id))
    other = exists().where(
        t.presence_told.c.family_id == t.family.c.id,
        t.presence_told.c.window_id != about.id,
        t.presence_told.c.guardians > 0,
        t.presence_told.c.at > spared_since,
    )
    if round_ is Round.WEEK:
        # Counted from when the family first heard of the other window.
        other = other.where(t.presence_told.c.round == str(Round.WEEK))
    fresh = ~other if round_ is Round.WEEK else or_(_heard_of(about.id), ~other)
    return statement.where(fresh)


def _told(number: WindowId, round_: Round) -> ColumnElement[bool]:
    return exists().where(
        t.presence_told.c.window_id == number,
        t.presence_told.c.family_id == t.family.c.id,
        t.presence_told.c.round == str(round_),
    )


def _heard_of(number: WindowId) -> ColumnElement[bool]:
    """Whether the family has been written to about this window."""
    return exists().where(
        t.presence_told.c.window_id == number,
        t.presence_told.c.family_id == t.family.c.id,
        t.presence_told.c.guardians > 0,
    )


def _ended() -> ColumnElement[bool]:
    """Whether the family has moved away, or was silent to the end and has not written since."""
    wrote = exists().where(
        t.inbox.c.family_id == t.invitation.c.family_id, t.inbox.c.received_at > t.invitation.c.outcome_at
    )
    return exists().where(
        t.invitation.c.family_id == t.family.c.id,
        t.invitation.c.history.is_(False),
        or_(
            t.invitation.c.state == InvitationState.MOVED_AWAY,
            and_(t.invitation.c.state == InvitationState.NO_CONTACT, ~wrote),
        ),
    )


def _talk_in(number: WindowId) -> ColumnElement[bool]:
    """Whether the family already holds a talk of this window."""
    return exists().where(
        _B.family_id == t.family.c.id,
        _B.state == BookingState.BOOKED,
        _S.id == _B.slot_id,
        _S.window_id == number,
    )
