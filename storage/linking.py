"""A guardian's chat becomes its contact: one-time codes spent once, tries counted, an older chat closed.

These statements run at once, not at the end of the unit: two senders with one code must see each other.
"""

from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.types import Date

from domain.channels import ChannelName
from domain.ids import Municipality
from domain.records import Contact, LinkCode
from storage.rows import Shape
from storage.tables import contact, link_code

_COUNT = text(
    "INSERT INTO webhook_count (municipality, channel, sender, day, kind, count) "
    "VALUES (:municipality, :channel, :sender, :day, 'link', 1) "
    "ON CONFLICT (municipality, channel, sender, day, kind) DO UPDATE SET count = webhook_count.count + 1 "
    "RETURNING count"
).bindparams(bindparam("day", type_=Date))
_CODE = (
    link_code.c.id,
    link_code.c.municipality,
    link_code.c.guardian_id,
    link_code.c.family_id,
    link_code.c.code_hash,
    link_code.c.created_at,
    link_code.c.expires_at,
)
NEW_CODE = Shape(LinkCode)


def count_try(
    connection: Connection, municipality: Municipality, channel: ChannelName, sender_hash: str, day: date
) -> int:
    """One more try; how many this sender has made that day."""
    values = {"municipality": municipality, "channel": channel, "sender": sender_hash, "day": day}
    tries: int = connection.execute(_COUNT, values).scalar_one()
    return tries


def open_code(
    connection: Connection, municipality: Municipality, code_hash: str, now: datetime
) -> LinkCode | None:
    """The code, unless it is spent or too old."""
    statement = select(*_CODE).where(
        link_code.c.municipality == municipality,
        link_code.c.code_hash == code_hash,
        link_code.c.used_at.is_(None),
        link_code.c.expires_at > now,
    )
    row = connection.execute(statement).one_or_none()
    return None if row is None else LinkCode(*row)


def use_codes(connection: Connection, code: LinkCode, now: datetime) -> bool:
    """Spend this code, if nobody has; the guardian's other codes lie in old letters and go with it."""
    spend = update(link_code).where(link_code.c.used_at.is_(None)).values(used_at=now)
    if connection.execute(spend.where(link_code.c.id == code.id)).rowcount != 1:
        return False
    connection.execute(spend.where(link_code.c.guardian_id == code.guardian))
    return True


def link_contact(connection: Connection, chat: Contact, municipality: Municipality) -> None:
    """The chat is written first from now on; the guardian's phone stays, an earlier chat does not."""
    mine = update(contact).where(contact.c.guardian_id == chat.guardian)
    connection.execute(mine.values(preferred=False))
    connection.execute(
        mine.where(contact.c.medium == chat.medium, contact.c.address != chat.address).values(
            state="replaced"
        )
    )
    build = insert_postgresql if connection.dialect.name == "postgresql" else insert_sqlite
    changed = {
        "guardian_id": chat.guardian,
        "family_id": chat.family,
        "state": "open",
        "preferred": True,
    }
    row = {"id": chat.id, "municipality": municipality, "medium": chat.medium, "address": chat.address}
    insert = build(contact).values(**row, **changed)
    connection.execute(
        insert.on_conflict_do_update(index_elements=["municipality", "medium", "address"], set_=changed)
    )
