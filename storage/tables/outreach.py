"""Invitations, times, bookings and what waits for a human."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
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

invitation = Table(
    "invitation",
    metadata,
    key(),
    tenant(),
    Column("family_id", BigInteger, nullable=False, index=True),
    Column("child_id", BigInteger, nullable=False),
    Column("offer", String(40), nullable=False),
    Column("round", String(40), nullable=False, default=""),
    Column("criterion", String(40)),
    Column("state", String(16), nullable=False),
    Column("revision", Integer, nullable=False, default=0),
    Column("planned_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("sent_on", Date),
    Column("messages", Integer, nullable=False, default=0),
    Column("outcome_at", Instant),
    Column("outcome_on", Date),
    Column("reason", String(24)),
    Column("ask_again_on", Date),
    Column("alternative", String(24)),
    Column("restricted", Boolean, nullable=False, default=False),
    Column("district", String(80), nullable=False),
    Column("daycare", String(120)),
    Column("language", String(2), nullable=False),
    Column("nurse_id", BigInteger),
    Column("level", Integer),
    Column("social_measure", Boolean),
    Column("history", Boolean, nullable=False, default=False),
    Index("ix_invitation_reported", "municipality", "offer", "sent_on"),
    Index("ix_invitation_live", "municipality", "state", "nurse_id"),
    UniqueConstraint("municipality", "offer", "child_id", "round"),
)
"""``sent_on``/``outcome_on`` are local dates: reports select by the day first sent. ``restricted``: the outcome
fell in a restriction period. ``criterion`` is nurse-side data. ``district`` … ``nurse_id`` are as they were when
the invitation was planned, so that a family that moves does not change an old report."""

invitation_child = Table(
    "invitation_child",
    metadata,
    tenant(),
    Column("invitation_id", BigInteger, primary_key=True),
    Column("child_id", BigInteger, primary_key=True, index=True),
    Column("visit", String(24)),
)
"""Siblings due together share one invitation; registrations are per child: ``visit`` is what the visit came to for
this child, ``completed`` or ``no_show``, once a nurse has said so."""

wanted_offer = Table(
    "wanted_offer",
    metadata,
    key(),
    tenant(),
    Column("family_id", BigInteger, nullable=False, index=True),
    Column("offer", String(40), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("asked_by", BigInteger, nullable=False),
    UniqueConstraint("municipality", "family_id", "offer"),
)
"""What a nurse has asked for on a family's behalf and that waits until nothing else is under way."""

_HELD = text("held_by IS NOT NULL")

slot = Table(
    "slot",
    metadata,
    key(),
    tenant(),
    Column("nurse_id", BigInteger, nullable=False),
    Column("offer", String(40)),
    Column("start", Instant, nullable=False),
    Column("end", Instant, nullable=False),
    Column("place", String(120)),
    Column("capacity", Integer, nullable=False, default=1),
    Column("taken", Integer, nullable=False, default=0),
    Column("closed", Boolean, nullable=False, default=False),
    Column("held_by", BigInteger),
    Column("held_until", Instant),
    Column("revision", Integer, nullable=False, default=0),
    Column("window_id", BigInteger),
    CheckConstraint("taken >= 0 AND taken <= capacity", name="not_overfilled"),
    UniqueConstraint("municipality", "nurse_id", "start"),
    # The soonest times are held by somebody: whoever looks for free ones need not step over those.
    Index(
        "ix_slot_open",
        "nurse_id",
        "start",
        sqlite_where=text("held_by IS NULL AND closed = 0 AND taken < capacity AND window_id IS NULL"),
        postgresql_where=text("held_by IS NULL AND NOT closed AND taken < capacity AND window_id IS NULL"),
    ),
    Index("ix_slot_lapsing", "nurse_id", "held_until", sqlite_where=_HELD, postgresql_where=_HELD),
    Index("ix_slot_held", "held_by", sqlite_where=_HELD, postgresql_where=_HELD),
    Index(
        "ix_slot_window",
        "window_id",
        "start",
        sqlite_where=text("window_id IS NOT NULL"),
        postgresql_where=text("window_id IS NOT NULL"),
    ),
)
"""``window_id``: the presence window a talk lies in; None for a visit's time. ``held_by`` is the family to which the
time was shown; ``revision`` proves that nobody changed it meanwhile."""

booking = Table(
    "booking",
    metadata,
    key(),
    tenant(),
    Column("invitation_id", BigInteger, nullable=False, index=True),
    Column("family_id", BigInteger, nullable=False, index=True),
    Column("guardian_id", BigInteger),
    Column("slot_id", BigInteger),
    Column("seat", Integer, nullable=False, default=1),
    Column("nurse_id", BigInteger),
    Column("partner_id", BigInteger),
    Column("partner_slot_id", BigInteger),
    Column("offer", String(40), nullable=False),
    Column("start", Instant, nullable=False),
    Column("end", Instant, nullable=False),
    Column("by_phone", Boolean, nullable=False, default=False),
    Column("state", String(24), nullable=False),
    Column("revision", Integer, nullable=False, default=0),
    Column("booked_at", Instant, nullable=False),
    Column("freed_at", Instant),
    Column("ended_at", Instant),
    Column("moved_from", BigInteger),
    Column("rating", Integer),
    Column("both_parents", Boolean),
    Column("referred_inside", Boolean),
    Column("referred_outside", Boolean),
    Column("place", String(120)),
    Index("ix_booking_day", "municipality", "nurse_id", "start"),
    # Two families can never hold the same seat of the same time, whatever the code above believes.
    Index(
        "uq_booking_seat",
        "slot_id",
        "seat",
        unique=True,
        sqlite_where=text("state = 'booked' AND freed_at IS NULL"),
        postgresql_where=text("state = 'booked' AND freed_at IS NULL"),
    ),
    # Nor can a colleague be at two visits in one of her times.
    Index(
        "uq_booking_partner",
        "partner_slot_id",
        unique=True,
        sqlite_where=text("state = 'booked' AND freed_at IS NULL AND partner_slot_id IS NOT NULL"),
        postgresql_where=text("state = 'booked' AND freed_at IS NULL AND partner_slot_id IS NOT NULL"),
    ),
)
"""``slot_id`` and ``nurse_id`` are None in imported history alone. ``partner_id`` is the colleague who takes part, with a
time of her own. ``referred_…``: further help inside or outside the health-visiting service came of it (seed 000).
``freed_at``: the family cannot come; its time is free for others, and it has seven days to choose a new one."""

task = Table(
    "task",
    metadata,
    key(),
    tenant(),
    Column("family_id", BigInteger),
    Column("guardian_id", BigInteger),
    Column("invitation_id", BigInteger),
    Column("booking_id", BigInteger),
    Column("nurse_id", BigInteger),
    Column("district", String(80)),
    Column("kind", String(24), nullable=False),
    Column("urgent", Boolean, nullable=False, default=False),
    Column("created_at", Instant, nullable=False),
    Column("due_on", Date),
    Column("calls", Integer, nullable=False, default=0),
    Column("done_at", Instant),
    Column("result", String(24)),
    Column("done_by", BigInteger),
    Index(
        "ix_task_open",
        "municipality",
        "kind",
        "nurse_id",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
    Index("ix_task_family", "family_id"),
    Index("ix_task_invitation", "invitation_id"),
)
"""What waits for a human: ``hand_over``, ``distress``, ``wrong_number``, ``letter``, ``call``, ``undelivered``,
``stopped_with_booking``, ``cancelled_visit``."""
