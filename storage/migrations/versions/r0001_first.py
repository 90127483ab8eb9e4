"""Every table, as the program first had it."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "access_log",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log")),
    )
    op.create_index("ix_access_log_account", "access_log", ["account_id", "at"], unique=False)
    op.create_index(op.f("ix_access_log_family_id"), "access_log", ["family_id"], unique=False)
    op.create_table(
        "account",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("login", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("nurse_id", sa.BigInteger(), nullable=True),
        sa.Column("districts", sa.String(length=800), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column(
            "locked_until", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column(
            "created_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("municipality", "login", name=op.f("uq_account_municipality_login")),
    )
    op.create_table(
        "acquaintance",
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("other_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("family_id", "other_id", name=op.f("pk_acquaintance")),
    )
    op.create_index(op.f("ix_acquaintance_other_id"), "acquaintance", ["other_id"], unique=False)
    op.create_table(
        "attendance",
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("session_id", sa.BigInteger(), nullable=False),
        sa.Column("seat_id", sa.BigInteger(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column(
            "noted_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("session_id", "seat_id", name=op.f("pk_attendance")),
    )
    op.create_table(
        "audit",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False),
        sa.Column("actor", sa.String(length=40), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=True),
        sa.Column("invitation_id", sa.BigInteger(), nullable=True),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("detail", sa.String(length=200), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_family_id"), "audit", ["family_id"], unique=False)
    op.create_table(
        "booking",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("invitation_id", sa.BigInteger(), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("guardian_id", sa.BigInteger(), nullable=True),
        sa.Column("slot_id", sa.BigInteger(), nullable=True),
        sa.Column("seat", sa.Integer(), nullable=False),
        sa.Column("nurse_id", sa.BigInteger(), nullable=True),
        sa.Column("partner_id", sa.BigInteger(), nullable=True),
        sa.Column("partner_slot_id", sa.BigInteger(), nullable=True),
        sa.Column("offer", sa.String(length=40), nullable=False),
        sa.Column(
            "start", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column("end", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False),
        sa.Column("by_phone", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "booked_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column(
            "freed_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column(
            "ended_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column("moved_from", sa.BigInteger(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("both_parents", sa.Boolean(), nullable=True),
        sa.Column("referred_inside", sa.Boolean(), nullable=True),
        sa.Column("referred_outside", sa.Boolean(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking")),
    )
    op.create_index("ix_booking_day", "booking", ["municipality", "nurse_id", "start"], unique=False)
    op.create_index(op.f("ix_booking_family_id"), "booking", ["family_id"], unique=False)
    op.create_index(op.f("ix_booking_invitation_id"), "booking", ["invitation_id"], unique=False)
    op.create_index(
        "uq_booking_partner",
        "booking",
        ["partner_slot_id"],
        unique=True,
        sqlite_where=sa.text("state = 'booked' AND freed_at IS NULL AND partner_slot_id IS NOT NULL"),
        postgresql_where=sa.text("state = 'booked' AND freed_at IS NULL AND partner_slot_id IS NOT NULL"),
    )
    op.create_index(
        "uq_booking_seat",
        "booking",
        ["slot_id", "seat"],
        unique=True,
        sqlite_where=sa.text("state = 'booked' AND freed_at IS NULL"),
        postgresql_where=sa.text("state = 'booked' AND freed_at IS NULL"),
    )
    op.create_table(
        "child",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("birthdate", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("daycare", sa.String(length=120), nullable=True),
        sa.Column("topi", sa.String(length=10), nullable=True),
        sa.Column("visits_first_year", sa.Integer(), nullable=True),
        sa.Column("need_visits_first_year", sa.Integer(), nullable=True),
        sa.Column("flags", sa.String(length=300), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child")),
        sa.UniqueConstraint("municipality", "ref", name=op.f("uq_child_municipality_ref")),
    )
    op.create_index("ix_child_age", "child", ["municipality", "birthdate"], unique=False)
    op.create_index("ix_child_daycare", "child", ["municipality", "daycare"], unique=False)
    op.create_index(op.f("ix_child_family_id"), "child", ["family_id"], unique=False)
    op.create_index("ix_child_unborn", "child", ["municipality", "due_on"], unique=False)
    op.create_table(
        "contact",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("guardian_id", sa.BigInteger(), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("medium", sa.String(length=12), nullable=False),
        sa.Column("address", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("preferred", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint(
            "municipality", "medium", "address", name=op.f("uq_contact_municipality_medium_address")
        ),
    )
    op.create_index(op.f("ix_contact_family_id"), "contact", ["family_id"], unique=False)
    op.create_index(op.f("ix_contact_guardian_id"), "contact", ["guardian_id"], unique=False)
    op.create_table(
        "course",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("offer", sa.String(length=40), nullable=False),
        sa.Column("room", sa.String(length=120), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("smallest", sa.Integer(), nullable=False),
        sa.Column("largest", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("childcare", sa.Boolean(), nullable=False),
        sa.Column("meal", sa.Boolean(), nullable=False),
        sa.Column("from_months", sa.Integer(), nullable=False),
        sa.Column("to_months", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column(
            "decide_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
    )
    op.create_index("ix_course_state", "course", ["municipality", "state"], unique=False)
    op.create_table(
        "course_leader",
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("nurse_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("course_id", "nurse_id", name=op.f("pk_course_leader")),
    )
    op.create_table(
        "course_rating",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("guardian_id", sa.BigInteger(), nullable=True),
        sa.Column("family_id", sa.BigInteger(), nullable=True),
        sa.Column("question", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column(
            "answered_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_rating")),
        sa.UniqueConstraint(
            "course_id",
            "guardian_id",
            "question",
            name=op.f("uq_course_rating_course_id_guardian_id_question"),
        ),
    )
    op.create_index(op.f("ix_course_rating_family_id"), "course_rating", ["family_id"], unique=False)
    op.create_table(
        "course_seat",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("invitation_id", sa.BigInteger(), nullable=False),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column(
            "held_until", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column(
            "given_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column(
            "changed_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_seat")),
    )
    op.create_index(op.f("ix_course_seat_course_id"), "course_seat", ["course_id"], unique=False)
    op.create_index(op.f("ix_course_seat_family_id"), "course_seat", ["family_id"], unique=False)
    op.create_index(
        "uq_course_seat_family",
        "course_seat",
        ["family_id", "part"],
        unique=True,
        sqlite_where=sa.text("state IN ('proposed', 'offered', 'taken')"),
        postgresql_where=sa.text("state IN ('proposed', 'offered', 'taken')"),
    )
    op.create_index(
        "uq_course_seat_place",
        "course_seat",
        ["course_id", "place"],
        unique=True,
        sqlite_where=sa.text("state IN ('proposed', 'offered', 'taken')"),
        postgresql_where=sa.text("state IN ('proposed', 'offered', 'taken')"),
    )
    op.create_table(
        "course_session",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("course_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "start", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course_session")),
        sa.UniqueConstraint("course_id", "number", name=op.f("uq_course_session_course_id_number")),
    )
    op.create_table(
        "daycare",
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("district", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("municipality", "name", name=op.f("pk_daycare")),
    )
    op.create_table(
        "district",
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("municipality", "key", name=op.f("pk_district")),
    )
    op.create_table(
        "due",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("invitation_id", sa.BigInteger(), nullable=True),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False),
        sa.Column(
            "done_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_due")),
    )
    op.create_index(op.f("ix_due_family_id"), "due", ["family_id"], unique=False)
    op.create_index(
        "ix_due_waiting",
        "due",
        ["at", "id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "family",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("district", sa.String(length=80), nullable=False),
        sa.Column("daycare", sa.String(length=120), nullable=True),
        sa.Column("nurse_id", sa.BigInteger(), nullable=True),
        sa.Column("asked_nurse_id", sa.BigInteger(), nullable=True),
        sa.Column("declined_nurse_id", sa.BigInteger(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=True),
        sa.Column("postcode", sa.String(length=10), nullable=True),
        sa.Column("city", sa.String(length=80), nullable=True),
        sa.Column(
            "frozen_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column(
            "created_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_family")),
        sa.UniqueConstraint("municipality", "ref", name=op.f("uq_family_municipality_ref")),
    )
    op.create_index("ix_family_daycare", "family", ["municipality", "daycare"], unique=False)
    op.create_table(
        "guardian",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("file_language", sa.String(length=2), nullable=True),
        sa.Column("language_asked", sa.Boolean(), nullable=False),
        sa.Column("interpreter", sa.Boolean(), nullable=False),
        sa.Column("lives_apart", sa.Boolean(), nullable=False),
        sa.Column(
            "stopped_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column("state", sa.String(length=2000), nullable=False),
        sa.Column(
            "state_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column(
            "handed_over_at",
            sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian")),
        sa.UniqueConstraint("municipality", "ref", name=op.f("uq_guardian_municipality_ref")),
    )
    op.create_index(op.f("ix_guardian_family_id"), "guardian", ["family_id"], unique=False)
    op.create_table(
        "id_block",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("next", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_id_block")),
    )
    op.create_table(
        "inbox",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("medium", sa.String(length=12), nullable=False),
        sa.Column("provider_id", sa.String(length=120), nullable=False),
        sa.Column("sender", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column(
            "received_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column("guardian_id", sa.BigInteger(), nullable=True),
        sa.Column("family_id", sa.BigInteger(), nullable=True),
        sa.Column("intent", sa.String(length=20), nullable=True),
        sa.Column("because", sa.String(length=200), nullable=True),
        sa.Column(
            "done_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbox")),
        sa.UniqueConstraint(
            "municipality", "channel", "provider_id", name=op.f("uq_inbox_municipality_channel_provider_id")
        ),
    )
    op.create_index(
        "ix_inbox_family",
        "inbox",
        ["family_id", "id"],
        unique=False,
        sqlite_where=sa.text("family_id IS NOT NULL"),
        postgresql_where=sa.text("family_id IS NOT NULL"),
    )
    op.create_index(
        "ix_inbox_new",
        "inbox",
        ["received_at", "id"],
        unique=False,
        sqlite_where=sa.text("state = 'new'"),
        postgresql_where=sa.text("state = 'new'"),
    )
    op.create_index(
        "ix_inbox_stranger",
        "inbox",
        ["municipality", "sender"],
        unique=False,
        sqlite_where=sa.text("state = 'quarantined'"),
        postgresql_where=sa.text("state = 'quarantined'"),
    )
    op.create_table(
        "invitation",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("child_id", sa.BigInteger(), nullable=False),
        sa.Column("offer", sa.String(length=40), nullable=False),
        sa.Column("round", sa.String(length=40), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "planned_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column(
            "sent_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column(
            "outcome_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=24), nullable=True),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column("alternative", sa.String(length=24), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("district", sa.String(length=80), nullable=False),
        sa.Column("daycare", sa.String(length=120), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("nurse_id", sa.BigInteger(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("social_measure", sa.Boolean(), nullable=True),
        sa.Column("history", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint(
            "municipality",
            "offer",
            "child_id",
            "round",
            name=op.f("uq_invitation_municipality_offer_child_id_round"),
        ),
    )
    op.create_index(op.f("ix_invitation_family_id"), "invitation", ["family_id"], unique=False)
    op.create_index("ix_invitation_live", "invitation", ["municipality", "state", "nurse_id"], unique=False)
    op.create_index(
        "ix_invitation_reported", "invitation", ["municipality", "offer", "sent_on"], unique=False
    )
    op.create_table(
        "invitation_child",
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("invitation_id", sa.BigInteger(), nullable=False),
        sa.Column("child_id", sa.BigInteger(), nullable=False),
        sa.Column("visit", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("invitation_id", "child_id", name=op.f("pk_invitation_child")),
    )
    op.create_index(op.f("ix_invitation_child_child_id"), "invitation_child", ["child_id"], unique=False)
    op.create_table(
        "link_code",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("guardian_id", sa.BigInteger(), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column(
            "expires_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column(
            "used_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_code")),
        sa.UniqueConstraint("municipality", "code_hash", name=op.f("uq_link_code_municipality_code_hash")),
    )
    op.create_index(op.f("ix_link_code_guardian_id"), "link_code", ["guardian_id"], unique=False)
    op.create_table(
        "nurse",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("ref", sa.String(length=80), nullable=False),
        sa.Column("first_name", sa.String(length=80), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("calendar_token", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nurse")),
        sa.UniqueConstraint("calendar_token", name=op.f("uq_nurse_calendar_token")),
        sa.UniqueConstraint("municipality", "ref", name=op.f("uq_nurse_municipality_ref")),
    )
    op.create_table(
        "nurse_district",
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("nurse_id", sa.BigInteger(), nullable=False),
        sa.Column("district", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("nurse_id", "district", name=op.f("pk_nurse_district")),
    )
    op.create_index("ix_nurse_district_place", "nurse_district", ["municipality", "district"], unique=False)
    op.create_table(
        "outbox",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=True),
        sa.Column("guardian_id", sa.BigInteger(), nullable=True),
        sa.Column("invitation_id", sa.BigInteger(), nullable=True),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("medium", sa.String(length=12), nullable=False),
        sa.Column("address", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column(
            "due_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column(
            "expires_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column(
            "leased_until", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column("channel", sa.String(length=12), nullable=True),
        sa.Column("provider_id", sa.String(length=120), nullable=True),
        sa.Column("error", sa.String(length=40), nullable=True),
        sa.Column(
            "sent_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column(
            "delivered_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_family", "outbox", ["family_id", "id"], unique=False)
    op.create_index(
        "ix_outbox_provider",
        "outbox",
        ["municipality", "channel", "provider_id"],
        unique=False,
        sqlite_where=sa.text("provider_id IS NOT NULL"),
        postgresql_where=sa.text("provider_id IS NOT NULL"),
    )
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["due_at", "id"],
        unique=False,
        sqlite_where=sa.text("state IN ('queued', 'sending')"),
        postgresql_where=sa.text("state IN ('queued', 'sending')"),
    )
    op.create_table(
        "presence_meeting",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("nurse_id", sa.BigInteger(), nullable=False),
        sa.Column("daycare", sa.String(length=120), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=True),
        sa.Column("child_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "noted_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column("noted_by", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence_meeting")),
    )
    op.create_index(op.f("ix_presence_meeting_family_id"), "presence_meeting", ["family_id"], unique=False)
    op.create_index("ix_presence_meeting_on", "presence_meeting", ["municipality", "on"], unique=False)
    op.create_table(
        "presence_stop",
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("guardian_id", sa.BigInteger(), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("guardian_id", name=op.f("pk_presence_stop")),
    )
    op.create_index(op.f("ix_presence_stop_family_id"), "presence_stop", ["family_id"], unique=False)
    op.create_table(
        "presence_told",
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("window_id", sa.BigInteger(), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.String(length=12), nullable=False),
        sa.Column("guardians", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("window_id", "family_id", "round", name=op.f("pk_presence_told")),
    )
    op.create_index("ix_presence_told_family", "presence_told", ["family_id", "at"], unique=False)
    op.create_table(
        "presence_window",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("daycare", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("room", sa.String(length=120), nullable=False),
        sa.Column("nurse_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "start", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column("end", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False),
        sa.Column("drop_in", sa.Boolean(), nullable=False),
        sa.Column("talk_minutes", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("telling", sa.String(length=12), nullable=True),
        sa.Column(
            "tell_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column("drop_ins", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence_window")),
        sa.UniqueConstraint(
            "municipality",
            "nurse_id",
            "start",
            "daycare",
            name=op.f("uq_presence_window_municipality_nurse_id_start_daycare"),
        ),
    )
    op.create_index("ix_presence_window_start", "presence_window", ["municipality", "start"], unique=False)
    op.create_index(
        "ix_presence_window_telling",
        "presence_window",
        ["tell_at"],
        unique=False,
        sqlite_where=sa.text("tell_at IS NOT NULL"),
        postgresql_where=sa.text("tell_at IS NOT NULL"),
    )
    op.create_table(
        "session",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column(
            "seen_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column(
            "expires_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_account_id"), "session", ["account_id"], unique=False)
    op.create_index(op.f("ix_session_expires_at"), "session", ["expires_at"], unique=False)
    op.create_table(
        "slot",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("nurse_id", sa.BigInteger(), nullable=False),
        sa.Column("offer", sa.String(length=40), nullable=True),
        sa.Column(
            "start", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column("end", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=True),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("held_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "held_until", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("window_id", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("taken >= 0 AND taken <= capacity", name=op.f("ck_slot_not_overfilled")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slot")),
        sa.UniqueConstraint(
            "municipality", "nurse_id", "start", name=op.f("uq_slot_municipality_nurse_id_start")
        ),
    )
    op.create_index(
        "ix_slot_held",
        "slot",
        ["held_by"],
        unique=False,
        sqlite_where=sa.text("held_by IS NOT NULL"),
        postgresql_where=sa.text("held_by IS NOT NULL"),
    )
    op.create_index(
        "ix_slot_lapsing",
        "slot",
        ["nurse_id", "held_until"],
        unique=False,
        sqlite_where=sa.text("held_by IS NOT NULL"),
        postgresql_where=sa.text("held_by IS NOT NULL"),
    )
    op.create_index(
        "ix_slot_open",
        "slot",
        ["nurse_id", "start"],
        unique=False,
        sqlite_where=sa.text("held_by IS NULL AND closed = 0 AND taken < capacity AND window_id IS NULL"),
        postgresql_where=sa.text("held_by IS NULL AND NOT closed AND taken < capacity AND window_id IS NULL"),
    )
    op.create_index(
        "ix_slot_window",
        "slot",
        ["window_id", "start"],
        unique=False,
        sqlite_where=sa.text("window_id IS NOT NULL"),
        postgresql_where=sa.text("window_id IS NOT NULL"),
    )
    op.create_table(
        "talk_wish",
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("invitation_id", sa.BigInteger(), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("invitation_id", name=op.f("pk_talk_wish")),
    )
    op.create_index(op.f("ix_talk_wish_family_id"), "talk_wish", ["family_id"], unique=False)
    op.create_table(
        "task",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=True),
        sa.Column("guardian_id", sa.BigInteger(), nullable=True),
        sa.Column("invitation_id", sa.BigInteger(), nullable=True),
        sa.Column("booking_id", sa.BigInteger(), nullable=True),
        sa.Column("nurse_id", sa.BigInteger(), nullable=True),
        sa.Column("district", sa.String(length=80), nullable=True),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column(
            "created_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column(
            "done_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column("result", sa.String(length=24), nullable=True),
        sa.Column("done_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_family", "task", ["family_id"], unique=False)
    op.create_index("ix_task_invitation", "task", ["invitation_id"], unique=False)
    op.create_index(
        "ix_task_open",
        "task",
        ["municipality", "kind", "nurse_id"],
        unique=False,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
    op.create_table(
        "tick",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_tick")),
    )
    op.create_table(
        "waiting",
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("offer", sa.String(length=40), nullable=False),
        sa.Column("invitation_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "since", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column("parts", sa.String(length=40), nullable=False),
        sa.Column("weekdays", sa.String(length=20), nullable=False),
        sa.Column("coming", sa.String(length=12), nullable=False),
        sa.Column("childcare", sa.Boolean(), nullable=False),
        sa.Column("meal", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("individual", sa.Boolean(), nullable=False),
        sa.Column("agreed_to_share", sa.Boolean(), nullable=False),
        sa.Column("cancelled_first", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.PrimaryKeyConstraint("family_id", "offer", name=op.f("pk_waiting")),
    )
    op.create_index("ix_waiting_list", "waiting", ["municipality", "offer", "state"], unique=False)
    op.create_table(
        "wanted_offer",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("family_id", sa.BigInteger(), nullable=False),
        sa.Column("offer", sa.String(length=40), nullable=False),
        sa.Column(
            "asked_at", sa.DateTime(timezone=True).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wanted_offer")),
        sa.UniqueConstraint(
            "municipality", "family_id", "offer", name=op.f("uq_wanted_offer_municipality_family_id_offer")
        ),
    )
    op.create_index(op.f("ix_wanted_offer_family_id"), "wanted_offer", ["family_id"], unique=False)
    op.create_table(
        "webhook_count",
        sa.Column("municipality", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("sender", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "municipality", "channel", "sender", "day", "kind", name=op.f("pk_webhook_count")
        ),
    )
