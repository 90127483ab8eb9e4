"""Every table, by subject. Each carries the municipality; ids come from ``id_block`` and mean nothing."""

from storage.tables.base import id_block, metadata
from storage.tables.messages import audit, due, inbox, link_code, outbox, webhook_count
from storage.tables.outreach import booking, invitation, invitation_child, slot, task
from storage.tables.people import child, contact, daycare, district, family, guardian, nurse, nurse_district
from storage.tables.staff import access_log, account, session, tick

__all__ = [
    "access_log",
    "account",
    "audit",
    "booking",
    "child",
    "contact",
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
    "session",
    "slot",
    "task",
    "tick",
    "webhook_count",
]
