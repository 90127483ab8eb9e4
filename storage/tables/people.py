"""Families, their phones, and who visits them."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, String, Table, UniqueConstraint

from storage.tables.base import key, metadata, tenant
from storage.types import Instant

district = Table(
    "district",
    metadata,
    Column("municipality", String(40), primary_key=True),
    Column("key", String(80), primary_key=True),
)

daycare = Table(
    "daycare",
    metadata,
    Column("municipality", String(40), primary_key=True),
    Column("name", String(120), primary_key=True),
    Column("district", String(80), nullable=False),
)

nurse = Table(
    "nurse",
    metadata,
    key(),
    tenant(),
    Column("ref", String(80), nullable=False),
    Column("first_name", String(80), nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("calendar_token", String(64)),
    UniqueConstraint("municipality", "ref"),
    UniqueConstraint("calendar_token"),
)

nurse_district = Table(
    "nurse_district",
    metadata,
    tenant(),
    Column("nurse_id", BigInteger, primary_key=True),
    Column("district", String(80), primary_key=True),
    Index("ix_nurse_district_place", "municipality", "district"),
)

family = Table(
    "family",
    metadata,
    key(),
    tenant(),
    Column("ref", String(80), nullable=False),
    Column("district", String(80), nullable=False),
    Column("daycare", String(120)),
    Column("nurse_id", BigInteger),
    Column("asked_nurse_id", BigInteger),
    Column("declined_nurse_id", BigInteger),
    Column("address", String(200)),
    Column("postcode", String(10)),
    Column("city", String(80)),
    Column("frozen_at", Instant),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("municipality", "ref"),
    Index("ix_family_daycare", "municipality", "daycare"),
)
"""``nurse_id`` is the file's; ``asked_nurse_id`` is the nurse the family asked for and ``declined_nurse_id`` the one
it does not want: both outlive the next file. ``frozen_at``: words of distress came; nothing is sent of our own accord
until a human hands back."""

child = Table(
    "child",
    metadata,
    key(),
    tenant(),
    Column("family_id", BigInteger, nullable=False, index=True),
    Column("ref", String(80), nullable=False),
    Column("name", String(120)),
    Column("birthdate", Date),
    Column("due_on", Date),
    Column("daycare", String(120)),
    Column("topi", String(10)),
    Column("visits_first_year", Integer),
    Column("need_visits_first_year", Integer),
    Column("flags", String(300), nullable=False, default=""),
    UniqueConstraint("municipality", "ref"),
    Index("ix_child_age", "municipality", "birthdate"),
    Index("ix_child_unborn", "municipality", "due_on"),
    Index("ix_child_daycare", "municipality", "daycare"),
)
"""``birthdate`` is None for a child known from imported history alone, which is never due for anything, and for one
that is not born yet: then ``due_on`` is the day it is expected.
``topi``, the visit counts and ``flags`` are nurse-side data: no conversation code reads this table."""

guardian = Table(
    "guardian",
    metadata,
    key(),
    tenant(),
    Column("family_id", BigInteger, nullable=False, index=True),
    Column("ref", String(80), nullable=False),
    Column("name", String(120)),
    Column("language", String(2), nullable=False),
    Column("file_language", String(2)),
    Column("language_asked", Boolean, nullable=False, default=False),
    Column("interpreter", Boolean, nullable=False, default=False),
    Column("lives_apart", Boolean, nullable=False, default=False),
    Column("stopped_at", Instant),
    Column("state", String(2000), nullable=False, default=""),
    Column("state_at", Instant),
    Column("handed_over_at", Instant),
    UniqueConstraint("municipality", "ref"),
)
"""``state`` is the guardian's place in the conversation, versioned JSON, written by ``bot.conversing`` alone.
``language_asked``: she asked for this language herself, so that a translation nobody has reviewed may be sent to her.
``file_language`` is what the last imported file said: a language the guardian chose herself outlives the next import."""

contact = Table(
    "contact",
    metadata,
    key(),
    tenant(),
    Column("guardian_id", BigInteger, nullable=False, index=True),
    Column("family_id", BigInteger, nullable=False, index=True),
    Column("medium", String(12), nullable=False),
    Column("address", String(40), nullable=False),
    Column("state", String(12), nullable=False, default="open"),
    Column("preferred", Boolean, nullable=False, default=True),
    UniqueConstraint("municipality", "medium", "address"),
)
"""A phone or chat of one guardian. ``state``: ``open``, ``quarantined`` (belongs to somebody else),
``dead`` (does not exist), ``blocked`` (the person has shut us out there), ``replaced`` (the guardian linked another
chat)."""
