"""Every table, by subject. Each carries the municipality; ids come from ``id_block`` and mean nothing."""

from storage.tables.base import id_block, metadata
from storage.tables.courses import (
    acquaintance,
    attendance,
    course,
    course_leader,
    course_rating,
    course_seat,
    course_session,
    waiting,
)
from storage.tables.messages import audit, due, inbox, link_code, outbox, webhook_count
from storage.tables.outreach import booking, invitation, invitation_child, slot, task, wanted_offer
from storage.tables.people import child, contact, daycare, district, family, guardian, nurse, nurse_district
from storage.tables.presence import (
    presence_meeting,
    presence_stop,
    presence_told,
    presence_window,
    talk_wish,
)
from storage.tables.staff import access_log, account, session, tick

__all__ = [
    "access_log",
    "account",
    "acquaintance",
    "attendance",
    "audit",
    "booking",
    "child",
    "contact",
    "course",
    "course_leader",
    "course_rating",
    "course_seat",
    "course_session",
    "daycare",
    "district",
    "due",
    "family",
    "guardian",
    "id_block",
    "inbox",
    "invitation",
    "invitation_child",
    "link_code",
    "metadata",
    "nurse",
    "nurse_district",
    "outbox",
    "presence_meeting",
    "presence_stop",
    "presence_told",
    "presence_window",
    "session",
    "slot",
    "talk_wish",
    "task",
    "tick",
    "waiting",
    "wanted_offer",
    "webhook_count",
]
