"""What waits for the bot: replies and due rows, oldest first, each family locked for the unit that takes it.

On PostgreSQL the families are locked before their rows are read again, so that a family's second reply is never
answered before its first, whichever host takes which.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, and_, bindparam, select, text

from domain.ids import FamilyId, Number
from domain.records import DueRow, Family, WaitingReply
from storage import rows
from storage import tables as t
from storage.sets import one_of

_REPLIES = (
    select(
        t.inbox.c.id,
        t.inbox.c.municipality,
        t.inbox.c.channel,
        t.inbox.c.medium,
        t.inbox.c.sender,
        t.inbox.c.text,
        t.inbox.c.received_at,
        t.contact.c.guardian_id,
        t.contact.c.family_id,
        t.contact.c.state,
    )
    .select_from(
        t.inbox.outerjoin(
            t.contact,
            and_(
                t.contact.c.municipality == t.inbox.c.municipality,
                t.contact.c.medium == t.inbox.c.medium,
                t.contact.c.address == t.inbox.c.sender,
            ),
        )
    )
    .where(t.inbox.c.state == "new")
    # Not by id alone: each writer of each host has numbers of its own, so a later reply may have a lower one.
    .order_by(t.inbox.c.received_at, t.inbox.c.id)
)
_OLDEST_REPLIES = _REPLIES.limit(bindparam("most"))
_THESE_REPLIES = _REPLIES.where(one_of(t.inbox.c.id, "only"))
_FAMILIES = select(*rows.FAMILY).where(one_of(t.family.c.id, "families")).order_by(t.family.c.id)
_LOCK_STRANGERS = text(
    "SELECT sender FROM unnest(CAST(:senders AS text[])) AS sender "
    "WHERE pg_try_advisory_xact_lock(hashtextextended(sender, 0))"
)
_DUE = select(*rows.DUE).where(t.due.c.done_at.is_(None)).order_by(t.due.c.at, t.due.c.id)
_THESE_DUE = _DUE.where(one_of(t.due.c.id, "only"))


def locked_families(connection: Connection, families: Collection[FamilyId], *, wait: bool) -> list[Family]:
    """The families, locked until the transaction ends; without ``wait`` those in other hands are left out."""
    if not families:
        return []
    statement = _FAMILIES
    if connection.dialect.name == "postgresql":
        statement = statement.with_for_update(skip_locked=not wait)
    wanted = {"families": sorted(families)}
    return [rows.family(row) for row in connection.execute(statement, wanted).all()]


def waiting_replies(
    connection: Connection, limit: int, only: Collection[int] | None = None
) -> list[WaitingReply]:
    """The oldest new replies, at most one per family (or unknown sender), in order."""
    found = (
        connection.execute(_OLDEST_REPLIES, {"most": limit})
        if only is None
        else connection.execute(_THESE_REPLIES, {"only": [*only]})
    )
    waiting = [rows.waiting_reply(row) for row in found.all()]
    if connection.dialect.name == "postgresql" and waiting:
        families = {reply.family for reply in waiting if reply.family is not None}
        mine = {family.id for family in locked_families(connection, families, wait=False)}
        strangers = _locked_strangers(connection, {r.sender for r in waiting if r.family is None})

        def is_mine(reply: WaitingReply) -> bool:
            return reply.family in mine if reply.family is not None else reply.sender in strangers

        # Only rows that are surely ours are locked: another host must not find its own in our hands.
        again = _THESE_REPLIES.with_for_update(of=t.inbox, skip_locked=True)
        mine_only = {"only": [reply.id for reply in waiting if is_mine(reply)]}
        waiting = [rows.waiting_reply(row) for row in connection.execute(again, mine_only).all()]
        waiting = [reply for reply in waiting if is_mine(reply)]
    return _first_of_each(waiting)


def _locked_strangers(connection: Connection, senders: Collection[Number]) -> frozenset[Number]:
    """Of these unknown senders, those nobody else is answering; they have no row that could be locked."""
    if not senders:
        return frozenset()
    return frozenset(connection.execute(_LOCK_STRANGERS, {"senders": sorted(senders)}).scalars())


def _first_of_each(waiting: list[WaitingReply]) -> list[WaitingReply]:
    taken: set[object] = set()
    first = []
    for reply in waiting:
        who = reply.family if reply.family is not None else reply.sender
        if who not in taken:
            taken.add(who)
            first.append(reply)
    return first


def waiting_due(
    connection: Connection, now: datetime, limit: int, only: Collection[int] | None = None
) -> list[DueRow]:
    """What has fallen due, oldest first, at most one per family."""
    found = (
        connection.execute(_DUE.where(t.due.c.at <= now).limit(limit))
        if only is None
        else connection.execute(_THESE_DUE, {"only": [*only]})
    )
    waiting = [rows.due(row) for row in found.all()]
    if connection.dialect.name == "postgresql" and waiting:
        mine = {f.id for f in locked_families(connection, {row.family for row in waiting}, wait=False)}
        again = _THESE_DUE.with_for_update(skip_locked=True)
        mine_only = {"only": [row.id for row in waiting if row.family in mine]}
        waiting = [rows.due(row) for row in connection.execute(again, mine_only).all()]
    first: dict[FamilyId, DueRow] = {}
    for row in waiting:
        first.setdefault(row.family, row)
    return list(first.values())


def open_due(connection: Connection, family: FamilyId) -> list[DueRow]:
    """What is still to fall due for a family, by when."""
    return [rows.due(row) for row in connection.execute(_DUE.where(t.due.c.family_id == family)).all()]
