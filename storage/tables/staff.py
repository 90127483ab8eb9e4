"""Who may log in, what they looked at, and when each clock last ticked."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, UniqueConstraint

from storage.tables.base import key, metadata, tenant
from storage.types import Instant

account = Table(
    "account",
    metadata,
    key(),
    tenant(),
    Column("login", String(80), nullable=False),
    Column("name", String(80), nullable=False),
    Column("role", String(16), nullable=False),
    Column("nurse_id", BigInteger),
    Column("districts", String(800), nullable=False, default=""),
    Column("password_hash", String(200), nullable=False),
    Column("must_change", Boolean, nullable=False, default=True),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("failures", Integer, nullable=False, default=0),
    Column("locked_until", Instant),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("municipality", "login"),
)
"""``role``: ``nurse``, ``course_leader``, ``leader``, ``administrator``. ``districts``: separated by ``|``; a nurse
sees the families of hers."""

session = Table(
    "session",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    tenant(),
    Column("account_id", BigInteger, nullable=False, index=True),
    Column("csrf", String(64), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)

access_log = Table(
    "access_log",
    metadata,
    key(),
    tenant(),
    Column("at", Instant, nullable=False),
    Column("account_id", BigInteger, nullable=False),
    Column("what", String(60), nullable=False),
    Column("family_id", BigInteger, index=True),
    Index("ix_access_log_account", "account_id", "at"),
)
"""Which member of staff saw which family, and on which page."""

tick = Table(
    "tick",
    metadata,
    # Not of a municipality: one clock serves the installation.
    Column("name", String(20), primary_key=True),
    Column("at", Instant, nullable=False),
)
"""When each ticker last ran; ``readyz`` says when one has stopped."""
