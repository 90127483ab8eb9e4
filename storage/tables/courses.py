"""Courses, their sessions and places, the waiting list, and who knows whom."""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, UniqueConstraint, text

from storage.tables.base import key, metadata, tenant
from storage.types import Instant

_LIVE = text("state IN ('proposed', 'offered', 'taken')")

course = Table(
    "course",
    metadata,
    key(),
    tenant(),
    Column("offer", String(40), nullable=False),
    Column("room", String(120), nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("smallest", Integer, nullable=False),
    Column("largest", Integer, nullable=False),
    Column("language", String(2), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("childcare", Boolean, nullable=False),
    Column("meal", Boolean, nullable=False),
    Column("from_months", Integer, nullable=False),
    Column("to_months", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("decide_at", Instant, nullable=False),
    Column("revision", Integer, nullable=False, default=0),
    Column("created_at", Instant, nullable=False),
    Index("ix_course_state", "municipality", "state"),
)
"""``decide_at``: the deadline at which a group that is too small waits for its leader's choice."""

course_leader = Table(
    "course_leader",
    metadata,
    tenant(),
    Column("course_id", BigInteger, primary_key=True),
    Column("nurse_id", BigInteger, primary_key=True),
)

course_session = Table(
    "course_session",
    metadata,
    key(),
    tenant(),
    Column("course_id", BigInteger, nullable=False),
    Column("number", Integer, nullable=False),
    Column("start", Instant, nullable=False),
    UniqueConstraint("course_id", "number"),
)

course_seat = Table(
    "course_seat",
    metadata,
    key(),
    tenant(),
    Column("course_id", BigInteger, nullable=False, index=True),
    Column("family_id", BigInteger, nullable=False, index=True),
    Column("invitation_id", BigInteger, nullable=False),
    Column("booking_id", BigInteger),
    Column("place", Integer, nullable=False),
    Column("part", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("held_until", Instant),
    Column("given_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    # One place is one parent's, and a family sits in one course at a time, whatever the code above believes.
    Index(
        "uq_course_seat_place", "course_id", "place", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE
    ),
    Index(
        "uq_course_seat_family", "family_id", "part", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE
    ),
)
"""One row for each parent who takes part; a couple has parts 1 and 2."""

waiting = Table(
    "waiting",
    metadata,
    tenant(),
    Column("family_id", BigInteger, primary_key=True),
    Column("offer", String(40), primary_key=True),
    Column("invitation_id", BigInteger, nullable=False),
    Column("since", Instant, nullable=False),
    Column("parts", String(40), nullable=False),
    Column("weekdays", String(20), nullable=False),
    Column("coming", String(12), nullable=False),
    Column("childcare", Boolean, nullable=False),
    Column("meal", Boolean, nullable=False),
    Column("language", String(2), nullable=False),
    Column("individual", Boolean, nullable=False),
    Column("agreed_to_share", Boolean, nullable=False),
    Column("cancelled_first", Boolean, nullable=False),
    Column("state", String(12), nullable=False),
    Index("ix_waiting_list", "municipality", "offer", "state"),
)
"""What would suit a family that said yes; ``parts`` and ``weekdays`` are lists with commas, empty: any."""

acquaintance = Table(
    "acquaintance",
    metadata,
    tenant(),
    Column("family_id", BigInteger, primary_key=True),
    Column("other_id", BigInteger, primary_key=True, index=True),
)
"""Two families that know each other; staff-side, never told."""

attendance = Table(
    "attendance",
    metadata,
    tenant(),
    Column("session_id", BigInteger, primary_key=True),
    Column("seat_id", BigInteger, primary_key=True),
    Column("present", Boolean, nullable=False),
    Column("noted_at", Instant, nullable=False),
)

course_rating = Table(
    "course_rating",
    metadata,
    key(),
    tenant(),
    Column("course_id", BigInteger, nullable=False),
    Column("guardian_id", BigInteger),
    Column("family_id", BigInteger, index=True),
    Column("question", Integer, nullable=False),
    Column("rating", Integer, nullable=False),
    Column("answered_at", Instant, nullable=False),
    UniqueConstraint("course_id", "guardian_id", "question"),
)
"""What each parent said after the last session: question 1 to 3, rating 1 to 4 where 4 is "i høj grad" (seed 000)."""
