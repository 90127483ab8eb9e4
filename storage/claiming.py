"""Messages that are due are claimed with a lease, each with what the bot must know before it lets it go."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, case, func, literal, literal_column, or_, select, update

from domain.channels import Medium
from domain.contact_hours import Occasion
from domain.outcomes import GIVEN_BACK, LIVE
from domain.records import ANSWER, Waiting
from storage import tables as t
from storage.post import INTERRUPTED
from storage.types import Instant

ON_ITS_WAY = timedelta(seconds=30)
"""How long the next message to a phone waits for one that another host is sending."""

_DUE = (
    select(
        t.outbox.c.id,
        t.outbox.c.municipality,
        t.outbox.c.family_id,
        t.outbox.c.guardian_id,
        t.outbox.c.invitation_id,
        t.outbox.c.booking_id,
        t.outbox.c.medium,
        t.outbox.c.address,
        t.outbox.c.text,
        t.outbox.c.occasion,
        t.outbox.c.expires_at,
        t.outbox.c.attempts,
        t.outbox.c.state,
        t.outbox.c.error,
        t.outbox.c.created_at,
    )
    .where(
        # In the words of the partial index: with bound values SQLite does not see that it fits.
        literal_column("outbox.state IN ('queued', 'sending')"),
        or_(
            and_(t.outbox.c.state == "queued", t.outbox.c.due_at <= bindparam("now")),
            and_(t.outbox.c.state == "sending", t.outbox.c.leased_until <= bindparam("now")),
        )
    )
    # An answer to a family that has just written never waits behind a morning's invitations.
    .order_by(t.outbox.c.occasion != ANSWER, t.outbox.c.due_at, t.outbox.c.id)
)
_CLAIM = update(t.outbox).values(
    state="sending",
    attempts=t.outbox.c.attempts + 1,
    # What was claimed before and never recorded may have left.
    error=case((t.outbox.c.state == "sending", INTERRUPTED), else_=t.outbox.c.error),
)


def claim_messages(connection: Connection, now: datetime, until: datetime, limit: int) -> list[Waiting]:
    """Lease what is due; index: ``ix_outbox_waiting``, then the primary keys of ``guardian`` and ``family``."""
    statement = _DUE.limit(limit)
    if connection.dialect.name == "postgresql":
        statement = statement.with_for_update(skip_locked=True)
    due = connection.execute(statement, {"now": now}).all()
    if not due:
        return []
    connection.execute(_CLAIM.where(t.outbox.c.id.in_([row.id for row in due])).values(leased_until=until))
    unwanted = _stopped(connection, [row.guardian_id for row in due if row.guardian_id is not None])
    held_up = _held_up(connection, [row.id for row in due], now, until)
    answered = _answered(
        connection, [row.invitation_id for row in due if row.occasion == Occasion.INVITATION]
    )
    given_back = _given_back(connection, [row.booking_id for row in due if row.occasion == Occasion.REMINDER])
    return [
        Waiting(
            id=row.id,
            municipality=row.municipality,
            family=row.family_id,
            guardian=row.guardian_id,
            invitation=row.invitation_id,
            booking=row.booking_id,
            medium=Medium(row.medium),
            address=row.address,
            text=row.text,
            occasion=row.occasion,
            expires_at=row.expires_at,
            attempts=row.attempts + 1,
            was_interrupted=row.state == "sending",
            may_have_left=row.error == INTERRUPTED,
            not_wanted=row.guardian_id in unwanted,
            not_before=held_up.get(row.id),
            pointless=(row.occasion == Occasion.INVITATION and row.invitation_id in answered)
            or (row.occasion == Occasion.REMINDER and row.booking_id in given_back),
        )
        for row in sorted(due, key=lambda row: (row.occasion != ANSWER, row.created_at, row.id))
    ]


def _stopped(connection: Connection, guardians: Sequence[int]) -> frozenset[int]:
    """Of these guardians, those who have stopped us or whose family waits for a human."""
    if not guardians:
        return frozenset()
    statement = (
        select(t.guardian.c.id)
        .join(t.family, t.family.c.id == t.guardian.c.family_id)
        .where(
            t.guardian.c.id.in_(guardians),
            or_(t.guardian.c.stopped_at.is_not(None), t.family.c.frozen_at.is_not(None)),
        )
    )
    return frozenset(connection.execute(statement).scalars())


def _answered(connection: Connection, invitations: Sequence[int | None]) -> frozenset[int]:
    """Of these invitations, those that wait for no answer any more."""
    if not invitations:
        return frozenset()
    statement = select(t.invitation.c.id).where(
        t.invitation.c.id.in_(invitations), t.invitation.c.state.not_in(list(LIVE))
    )
    return frozenset(connection.execute(statement).scalars())


def _given_back(connection: Connection, bookings: Sequence[int | None]) -> frozenset[int]:
    """Of these bookings, those whose time is no longer the family's, so that nobody is reminded of it."""
    if not bookings:
        return frozenset()
    statement = select(t.booking.c.id).where(
        t.booking.c.id.in_(bookings),
        or_(t.booking.c.freed_at.is_not(None), t.booking.c.state.in_(list(GIVEN_BACK))),
    )
    return frozenset(connection.execute(statement).scalars())


def _held_up(
    connection: Connection, messages: Sequence[int], now: datetime, until: datetime
) -> dict[int, datetime]:
    """Of these messages, those before which an older one must reach the same phone, and when that is tried again.

    A family answers the last menu it reads. Index: primary key, then ``ix_outbox_family``.
    """
    older = t.outbox.alias("older")
    # One that has been on its way for longer was interrupted: nobody waits for it until its lease is over.
    on_its_way = and_(older.c.state == "sending", older.c.leased_until > until - ON_ITS_WAY)
    tried_again = and_(older.c.state == "queued", older.c.error.is_not(None), older.c.due_at > now)
    # In another host's hands it is usually there within a second.
    soon = literal(now + timedelta(seconds=1), Instant)
    at = case((older.c.state == "queued", older.c.due_at), else_=soon)
    statement = (
        select(t.outbox.c.id, func.max(at))
        .join(
            older,
            and_(
                older.c.family_id == t.outbox.c.family_id,
                older.c.address == t.outbox.c.address,
                # An answer is instant at any hour: it never waits for a reminder that waits for the morning.
                or_(older.c.occasion == ANSWER, t.outbox.c.occasion != ANSWER),
                or_(
                    older.c.created_at < t.outbox.c.created_at,
                    and_(older.c.created_at == t.outbox.c.created_at, older.c.id < t.outbox.c.id),
                ),
            ),
        )
        .where(t.outbox.c.id.in_(messages), older.c.id.not_in(messages), or_(on_its_way, tried_again))
        .group_by(t.outbox.c.id)
    )
    return dict(connection.execute(statement).all())
