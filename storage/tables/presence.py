"""Windows in which a nurse is at a daycare, who was told of them, and what was held there."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from storage.tables.base import key, metadata, tenant
from storage.types import Instant

_UNTOLD = text("tell_at IS NOT NULL")

presence_window = Table(
    "presence_window",
    metadata,
    key(),
    tenant(),
    Column("daycare", String(120), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("room", String(120), nullable=False),
    Column("nurse_id", BigInteger, nullable=False),
    Column("start", Instant, nullable=False),
    Column("end", Instant, nullable=False),
    Column("drop_in", Boolean, nullable=False),
    Column("talk_minutes", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("telling", String(12)),
    Column("tell_at", Instant),
    Column("drop_ins", Integer),
    Column("revision", Integer, nullable=False, default=0),
    Column("created_at", Instant, nullable=False),
    # A window is planned once: also one that was cancelled is not planned again by the settings.
    UniqueConstraint("municipality", "nurse_id", "start", "daycare"),
    Index("ix_presence_window_start", "municipality", "start"),
    Index("ix_presence_window_telling", "tell_at", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
)
"""``telling``: the next message to its parents (``week``, ``morning``, ``off``), due at ``tell_at``. ``drop_ins``: how
many came by, as the nurse counted."""

presence_told = Table(
    "presence_told",
    metadata,
    tenant(),
    Column("window_id", BigInteger, primary_key=True),
    Column("family_id", BigInteger, primary_key=True),
    Column("round", String(12), primary_key=True),
    Column("guardians", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_presence_told_family", "family_id", "at"),
)
"""Which family has been looked at for which message, and how many of its parents were written to: the same message
never goes out twice."""

presence_stop = Table(
    "presence_stop",
    metadata,
    tenant(),
    Column("guardian_id", BigInteger, primary_key=True),
    Column("family_id", BigInteger, nullable=False, index=True),
    Column("at", Instant, nullable=False),
)
"""Parents who want no messages about presence, and everything else."""

talk_wish = Table(
    "talk_wish",
    metadata,
    tenant(),
    Column("invitation_id", BigInteger, primary_key=True),
    Column("family_id", BigInteger, nullable=False, index=True),
)
"""A talk at which the child's contact pædagog is wished, also when it is moved."""

presence_meeting = Table(
    "presence_meeting",
    metadata,
    key(),
    tenant(),
    Column("nurse_id", BigInteger, nullable=False),
    Column("daycare", String(120), nullable=False),
    Column("on", Date, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("family_id", BigInteger, index=True),
    Column("child_id", BigInteger),
    Column("noted_at", Instant, nullable=False),
    Column("noted_by", BigInteger, nullable=False),
    Index("ix_presence_meeting_on", "municipality", "on"),
)
"""A meeting that was no booked talk: general advice to staff (``general``), or about a named child (``child``)."""
