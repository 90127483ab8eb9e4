"""Messages in and out: stored once, claimed with a lease, recorded."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from domain.channels import ChannelName, Medium
from domain.ids import Municipality, OutboxId
from domain.outcomes import MessageState
from domain.ports import SendRecord
from domain.records import NewReply, SentMessage, Waiting
from storage import tables as t
from storage.ids import Ids
from storage.notifications import CHANNEL

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
    )
    .where(
        or_(
            and_(t.outbox.c.state == "queued", t.outbox.c.due_at <= bindparam("now")),
            and_(t.outbox.c.state == "sending", t.outbox.c.leased_until <= bindparam("now")),
        )
    )
    .order_by(t.outbox.c.due_at, t.outbox.c.id)
)
_CLAIM = update(t.outbox).values(state="sending", attempts=t.outbox.c.attempts + 1)
_SENT = (
    update(t.outbox)
    .where(t.outbox.c.id == bindparam("b_id"))
    .values(
        state=bindparam("b_state"),
        provider_id=bindparam("b_provider_id"),
        error=bindparam("b_error"),
        channel=bindparam("b_channel"),
        sent_at=bindparam("b_sent_at"),
        leased_until=None,
    )
)
_AGAIN = (
    update(t.outbox)
    .where(t.outbox.c.id == bindparam("b_id"))
    .values(state="queued", error=bindparam("b_error"), due_at=bindparam("b_due_at"), leased_until=None)
)


def store_replies(connection: Connection, ids: Ids, replies: Sequence[NewReply]) -> int:
    """Store each reply once; index: ``uq_inbox_municipality_channel_provider_id``."""
    if not replies:
        return 0
    values = [
        {
            "id": ids.new(),
            "municipality": reply.municipality,
            "channel": reply.channel,
            "medium": reply.medium,
            "provider_id": reply.provider_id,
            "sender": reply.sender,
            "text": reply.text,
            "state": "new",
            "received_at": reply.received_at,
        }
        for reply in replies
    ]
    build = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
    once = build(t.inbox).on_conflict_do_nothing().returning(t.inbox.c.id)
    stored = len(connection.execute(once, values).all())
    if stored and connection.dialect.name == "postgresql":
        connection.execute(text(f"NOTIFY {CHANNEL}"))
    return stored


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
            not_wanted=row.guardian_id in unwanted,
        )
        for row in due
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


def record_sends(connection: Connection, sends: Sequence[SendRecord], now: datetime) -> None:
    """Write what became of claimed messages, in two statements."""
    again = [
        {"b_id": number, "b_error": error or None, "b_due_at": at}
        for number, state, _, error, at, _ in sends
        if state is MessageState.QUEUED
    ]
    done = [
        {
            "b_id": number,
            "b_state": state,
            "b_provider_id": provider_id or None,
            "b_error": error or None,
            "b_channel": channel or None,
            "b_sent_at": now if state in (MessageState.SENT, MessageState.IN_DOUBT) else None,
        }
        for number, state, provider_id, error, _, channel in sends
        if state is not MessageState.QUEUED
    ]
    if again:
        connection.execute(_AGAIN, again)
    if done:
        connection.execute(_SENT, done)


def sent_message(
    connection: Connection,
    municipality: Municipality,
    channel: ChannelName,
    ours: OutboxId | None,
    theirs: str | None,
) -> SentMessage | None:
    """Index: primary key, or ``ix_outbox_provider``."""
    statement = select(
        t.outbox.c.id,
        t.outbox.c.state,
        t.outbox.c.family_id,
        t.outbox.c.guardian_id,
        t.outbox.c.invitation_id,
        t.outbox.c.booking_id,
        t.outbox.c.address,
    ).where(t.outbox.c.municipality == municipality)
    if ours is not None:
        statement = statement.where(t.outbox.c.id == ours)
    else:
        statement = statement.where(t.outbox.c.channel == channel, t.outbox.c.provider_id == theirs)
    row = connection.execute(statement).first()
    if row is None:
        return None
    number, state, *rest = row
    return SentMessage(number, MessageState(state), *rest)


def save_message_state(
    connection: Connection,
    message: OutboxId,
    state: MessageState,
    error: str,
    delivered_at: datetime | None,
) -> None:
    """Index: primary key."""
    connection.execute(
        update(t.outbox)
        .where(t.outbox.c.id == message)
        .values(state=state, error=error or None, delivered_at=delivered_at)
    )
