"""Messages in and out: stored once, and what became of each recorded once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, case, func, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from domain.channels import ChannelName
from domain.contact_hours import Occasion
from domain.ids import FamilyId, InvitationId, Municipality, OutboxId
from domain.outcomes import MessageState
from domain.ports import SendRecord
from domain.records import STAFF, NewReply, SentMessage
from storage import tables as t
from storage.ids import Ids
from storage.notifications import CHANNEL

INTERRUPTED = "interrupted"
"""The error of a message that may have left although nobody recorded it."""

LONGEST_NAME = 120
"""How much of a gateway's name for a message is kept."""

_MINE = and_(
    # A receipt may overtake our own record, and after the lease another host may have claimed the message.
    t.outbox.c.id == bindparam("b_id"),
    t.outbox.c.state == "sending",
    t.outbox.c.attempts == bindparam("b_claim"),
)
_ENDED = (
    update(t.outbox)
    .where(_MINE)
    .values(
        state=bindparam("b_state"),
        error=bindparam("b_error"),
        channel=bindparam("b_channel"),
        sent_at=bindparam("b_sent_at"),
        leased_until=None,
    )
)
_SENT = (
    # The gateway has it, whatever anybody else believes meanwhile; only a receipt knows more.
    update(t.outbox)
    .where(t.outbox.c.id == bindparam("b_id"))
    .values(
        state=case(
            (t.outbox.c.state == "delivered", "delivered"),
            (t.outbox.c.state == "failed", "failed"),
            else_="sent",
        ),
        error=case((t.outbox.c.state == "failed", t.outbox.c.error), else_=None),
        provider_id=bindparam("b_provider_id"),
        channel=bindparam("b_channel"),
        sent_at=bindparam("b_sent_at"),
        leased_until=None,
    )
)
_AGAIN = (
    update(t.outbox)
    .where(_MINE)
    .values(
        state="queued",
        # That it may have left once is not forgotten over a later failure.
        error=case(
            (t.outbox.c.error == INTERRUPTED, INTERRUPTED),
            else_=func.coalesce(bindparam("b_error"), t.outbox.c.error),
        ),
        due_at=bindparam("b_due_at"),
        leased_until=None,
    )
)


_STORE_ONCE = {
    "postgresql": insert_postgresql(t.inbox).on_conflict_do_nothing().returning(t.inbox.c.id),
    "sqlite": insert_sqlite(t.inbox).on_conflict_do_nothing().returning(t.inbox.c.id),
}


def store_replies(connection: Connection, ids: Ids, replies: Sequence[NewReply]) -> list[bool]:
    """Store each reply once; returns which were new. Index: ``uq_inbox_municipality_channel_provider_id``."""
    if not replies:
        return []
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
    stored = set(connection.execute(_STORE_ONCE[connection.dialect.name], values).scalars())
    if stored and connection.dialect.name == "postgresql":
        connection.execute(text(f"NOTIFY {CHANNEL}"))
    return [value["id"] in stored for value in values]


def unsent_invitations(connection: Connection, family: FamilyId) -> frozenset[InvitationId]:
    """Index: ``ix_outbox_family``."""
    gone = or_(
        t.outbox.c.sent_at.is_not(None),
        t.outbox.c.state.in_(["queued", "sending", "sent", "delivered", "in_doubt"]),
    )
    statement = (
        select(t.outbox.c.invitation_id)
        .where(
            t.outbox.c.family_id == family,
            t.outbox.c.occasion == Occasion.INVITATION,
            t.outbox.c.invitation_id.is_not(None),
        )
        .group_by(t.outbox.c.invitation_id)
        .having(
            func.sum(case((gone, 1), else_=0)) == 0,
            func.sum(case((t.outbox.c.state == "dropped", 1), else_=0)) > 0,
        )
    )
    return frozenset(connection.execute(statement).scalars())


def record_sends(connection: Connection, sends: Sequence[SendRecord], now: datetime) -> None:
    """Write what became of claimed messages, in at most three statements."""
    again: list[dict[str, Any]] = []
    sent: list[dict[str, Any]] = []
    ended: list[dict[str, Any]] = []
    for number, state, provider_id, error, at, channel, claim in sends:
        mine: dict[str, Any] = {"b_id": number, "b_claim": claim, "b_error": error or None}
        if state is MessageState.QUEUED:
            again.append(mine | {"b_due_at": at})
        elif state is MessageState.SENT:
            sent.append(
                {
                    "b_id": number,
                    "b_provider_id": provider_id[:LONGEST_NAME] or None,
                    "b_channel": channel or None,
                    "b_sent_at": now,
                }
            )
        else:
            moment = now if state is MessageState.IN_DOUBT else None
            ended.append(mine | {"b_state": state, "b_channel": channel or None, "b_sent_at": moment})
    for statement, values in ((_AGAIN, again), (_SENT, sent), (_ENDED, ended)):
        if values:
            connection.execute(statement, values)


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


def count_staff_messages(connection: Connection, family: FamilyId) -> int:
    """How many messages colleagues have written to a family themselves. Index: ``ix_outbox_family``."""
    statement = select(func.count()).where(t.outbox.c.family_id == family, t.outbox.c.occasion == STAFF)
    return connection.execute(statement).scalar_one()
