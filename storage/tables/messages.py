"""What came in, what goes out, what is due, and what was done: the message log and its neighbours."""

from sqlalchemy import BigInteger, Column, Date, Index, Integer, String, Table, Text, UniqueConstraint, text

from storage.tables.base import key, metadata, tenant
from storage.types import Instant

inbox = Table(
    "inbox",
    metadata,
    key(),
    tenant(),
    Column("channel", String(12), nullable=False),
    Column("medium", String(12), nullable=False),
    Column("provider_id", String(120), nullable=False),
    Column("sender", String(40), nullable=False),
    Column("text", Text),
    Column("state", String(12), nullable=False, default="new"),
    Column("received_at", Instant, nullable=False),
    Column("guardian_id", BigInteger),
    Column("family_id", BigInteger),
    Column("intent", String(20)),
    Column("because", String(200)),
    Column("done_at", Instant),
    UniqueConstraint("municipality", "channel", "provider_id"),
    Index(
        "ix_inbox_new",
        "received_at",
        "id",
        sqlite_where=text("state = 'new'"),
        postgresql_where=text("state = 'new'"),
    ),
    Index(
        "ix_inbox_family",
        "family_id",
        "id",
        sqlite_where=text("family_id IS NOT NULL"),
        postgresql_where=text("family_id IS NOT NULL"),
    ),
    Index(
        "ix_inbox_stranger",
        "municipality",
        "sender",
        sqlite_where=text("state = 'quarantined'"),
        postgresql_where=text("state = 'quarantined'"),
    ),
)
"""``text`` is None for a picture or voice message; a CPR number is masked before it is stored.
``state``: ``new``, ``done``, ``quarantined`` (unknown sender), ``failed`` (a human must look)."""

outbox = Table(
    "outbox",
    metadata,
    key(),
    tenant(),
    Column("family_id", BigInteger),
    Column("guardian_id", BigInteger),
    Column("invitation_id", BigInteger),
    Column("booking_id", BigInteger),
    Column("medium", String(12), nullable=False),
    Column("address", String(40), nullable=False),
    Column("key", String(60), nullable=False),
    Column("language", String(2), nullable=False),
    Column("text", Text, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("occasion", String(16), nullable=False),
    Column("state", String(12), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("attempts", Integer, nullable=False, default=0),
    Column("leased_until", Instant),
    Column("channel", String(12)),
    Column("provider_id", String(120)),
    Column("error", String(40)),
    Column("sent_at", Instant),
    Column("delivered_at", Instant),
    Index(
        "ix_outbox_waiting",
        "due_at",
        "id",
        sqlite_where=text("state IN ('queued', 'sending')"),
        postgresql_where=text("state IN ('queued', 'sending')"),
    ),
    Index("ix_outbox_family", "family_id", "id"),
    Index(
        "ix_outbox_provider",
        "municipality",
        "channel",
        "provider_id",
        sqlite_where=text("provider_id IS NOT NULL"),
        postgresql_where=text("provider_id IS NOT NULL"),
    ),
)
"""``occasion``: ``answer``, ``invitation``, ``reminder``, ``change``, ``urgent_change``, ``alarm``, ``staff``."""

due = Table(
    "due",
    metadata,
    key(),
    tenant(),
    Column("family_id", BigInteger, nullable=False, index=True),
    Column("invitation_id", BigInteger),
    Column("booking_id", BigInteger),
    Column("kind", String(24), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("done_at", Instant),
    Index(
        "ix_due_waiting",
        "at",
        "id",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
)
"""One thing that falls due, with the revision of the invitation or booking it was planned for."""

audit = Table(
    "audit",
    metadata,
    key(),
    tenant(),
    Column("at", Instant, nullable=False),
    Column("actor", String(40), nullable=False),
    Column("event", String(40), nullable=False),
    Column("family_id", BigInteger, index=True),
    Column("invitation_id", BigInteger),
    Column("booking_id", BigInteger),
    Column("detail", String(200)),
)
"""What was done, in the past tense (``visit.booked``), by whom (``family``, ``clock``, ``account:12``)."""

link_code = Table(
    "link_code",
    metadata,
    key(),
    tenant(),
    Column("guardian_id", BigInteger, nullable=False, index=True),
    Column("family_id", BigInteger, nullable=False),
    Column("code_hash", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
    UniqueConstraint("municipality", "code_hash"),
)
"""One-time codes that link a Telegram account; only the hash is kept."""

webhook_count = Table(
    "webhook_count",
    metadata,
    Column("municipality", String(40), primary_key=True),
    Column("channel", String(12), primary_key=True),
    Column("sender", String(64), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("count", Integer, nullable=False),
)
"""How often something happened for a sender we do not know (``neutral`` answers, ``link`` tries); sender hashed."""
