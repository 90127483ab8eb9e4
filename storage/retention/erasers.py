"""Every column that says something about a person, and how it is erased; every other column, and why it may stay.

A column is in exactly one of the two lists; a test holds them against the tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, Table, cast, literal

from storage.tables import metadata


@dataclass(frozen=True, slots=True)
class RowGoes:
    """The whole row is deleted."""


@dataclass(frozen=True, slots=True)
class Emptied:
    """The row stays for the count; the column gets this value."""

    value: Any = None


@dataclass(frozen=True, slots=True)
class Renamed:
    """The row stays and the column must stay unique: it becomes ``gone-`` and the row's number."""


Eraser = RowGoes | Emptied | Renamed

_ROW_GOES = RowGoes()


def _rows_go(*columns: str) -> dict[str, Eraser]:
    return dict.fromkeys(columns, _ROW_GOES)


ERASERS: Mapping[str, Mapping[str, Eraser]] = {
    "family": _rows_go(
        "ref",
        "daycare",
        "nurse_id",
        "asked_nurse_id",
        "declined_nurse_id",
        "address",
        "postcode",
        "city",
        "frozen_at",
    ),
    "child": _rows_go(
        "ref",
        "name",
        "birthdate",
        "due_on",
        "daycare",
        "topi",
        "visits_first_year",
        "need_visits_first_year",
        "flags",
    ),
    "guardian": _rows_go(
        "ref",
        "name",
        "language",
        "language_asked",
        "file_language",
        "interpreter",
        "lives_apart",
        "stopped_at",
        "state",
        "state_at",
        "handed_over_at",
    ),
    "contact": _rows_go("medium", "address", "state", "preferred"),
    "link_code": _rows_go("code_hash"),
    "task": _rows_go("kind", "urgent", "result"),
    "due": _rows_go("kind"),
    "invitation": {"criterion": Emptied(), "ask_again_on": Emptied(), "alternative": Emptied()},
    "booking": {"guardian_id": Emptied()},
    "waiting": _rows_go(
        "since",
        "parts",
        "weekdays",
        "coming",
        "childcare",
        "meal",
        "language",
        "individual",
        "agreed_to_share",
        "cancelled_first",
        "state",
    ),
    "acquaintance": _rows_go("other_id"),
    "wanted_offer": _rows_go("offer", "asked_at"),
    "presence_stop": _rows_go("at"),
    "talk_wish": _rows_go("invitation_id"),
    # That a meeting was held is the count; whom it was about is not.
    "presence_meeting": {"family_id": Emptied(), "child_id": Emptied()},
    "course_rating": {"guardian_id": Emptied(), "family_id": Emptied()},
    "slot": {"held_by": Emptied(), "held_until": Emptied()},
    "inbox": {
        "provider_id": Renamed(),
        "sender": Emptied(""),
        "text": Emptied(),
        "because": Emptied(),
        "guardian_id": Emptied(),
        "family_id": Emptied(),
    },
    "outbox": {
        "address": Emptied(""),
        "text": Emptied(""),
        "provider_id": Emptied(),
        "guardian_id": Emptied(),
        "family_id": Emptied(),
    },
    "audit": {"detail": Emptied()},
    # Staff
    "account": {"login": Renamed(), "name": Emptied(""), "password_hash": Emptied("")},
    "nurse": {"ref": Renamed(), "first_name": Emptied(""), "calendar_token": Emptied()},
    "session": _rows_go("token_hash", "csrf"),
    # A number we do not know, as its hash.
    "webhook_count": _rows_go("sender"),
}

NOT_PERSONAL: Mapping[str, frozenset[str]] = {
    # Numbers mean nothing once the row they name is gone; districts and dates are what reports count by.
    "family": frozenset({"id", "municipality", "district", "created_at"}),
    "child": frozenset({"id", "municipality", "family_id"}),
    "guardian": frozenset({"id", "municipality", "family_id"}),
    "contact": frozenset({"id", "municipality", "guardian_id", "family_id"}),
    "link_code": frozenset(
        {"id", "municipality", "guardian_id", "family_id", "created_at", "expires_at", "used_at"}
    ),
    "task": frozenset(
        {
            "id",
            "municipality",
            "family_id",
            "guardian_id",
            "invitation_id",
            "booking_id",
            "nurse_id",
            "district",
            "created_at",
            "due_on",
            "calls",
            "done_at",
            "done_by",
        }
    ),
    "due": frozenset(
        {"id", "municipality", "family_id", "invitation_id", "booking_id", "revision", "at", "done_at"}
    ),
    # What became of an invitation is the count; whose it was is gone with the family and the child.
    "invitation": frozenset(
        {
            "id",
            "municipality",
            "family_id",
            "child_id",
            "offer",
            "round",
            "state",
            "revision",
            "planned_at",
            "sent_at",
            "sent_on",
            "messages",
            "outcome_at",
            "outcome_on",
            "reason",
            "restricted",
            "district",
            "daycare",
            "language",
            "nurse_id",
            "level",
            "social_measure",
            "history",
        }
    ),
    "invitation_child": frozenset({"municipality", "invitation_id", "child_id", "visit"}),
    "booking": frozenset(
        {
            "id",
            "municipality",
            "invitation_id",
            "family_id",
            "slot_id",
            "seat",
            "nurse_id",
            "partner_id",
            "partner_slot_id",
            "offer",
            "start",
            "end",
            "by_phone",
            "state",
            "revision",
            "booked_at",
            "freed_at",
            "ended_at",
            "moved_from",
            "rating",
            "both_parents",
            "referred_inside",
            "referred_outside",
            "place",
        }
    ),
    "slot": frozenset(
        {
            "id",
            "municipality",
            "nurse_id",
            "offer",
            "start",
            "end",
            "place",
            "capacity",
            "taken",
            "closed",
            "revision",
            "window_id",
        }
    ),
    "inbox": frozenset(
        {"id", "municipality", "channel", "medium", "state", "received_at", "intent", "done_at"}
    ),
    "outbox": frozenset(
        {
            "id",
            "municipality",
            "invitation_id",
            "booking_id",
            "medium",
            "key",
            "language",
            "parts",
            "occasion",
            "state",
            "created_at",
            "due_at",
            "expires_at",
            "attempts",
            "leased_until",
            "channel",
            "error",
            "sent_at",
            "delivered_at",
        }
    ),
    "audit": frozenset(
        {"id", "municipality", "at", "actor", "event", "family_id", "invitation_id", "booking_id"}
    ),
    "waiting": frozenset({"municipality", "family_id", "offer", "invitation_id"}),
    "acquaintance": frozenset({"municipality", "family_id"}),
    "wanted_offer": frozenset({"id", "municipality", "family_id", "asked_by"}),
    # That a family was told is the count.
    "presence_told": frozenset({"municipality", "window_id", "family_id", "round", "guardians", "at"}),
    "presence_stop": frozenset({"municipality", "guardian_id", "family_id"}),
    "talk_wish": frozenset({"municipality", "family_id"}),
    "presence_meeting": frozenset(
        {"id", "municipality", "nurse_id", "daycare", "on", "kind", "noted_at", "noted_by"}
    ),
    "presence_window": frozenset(
        {
            "id",
            "municipality",
            "daycare",
            "kind",
            "room",
            "nurse_id",
            "start",
            "end",
            "drop_in",
            "talk_minutes",
            "state",
            "telling",
            "tell_at",
            "drop_ins",
            "revision",
            "created_at",
        }
    ),
    "course": frozenset(
        {
            "id",
            "municipality",
            "offer",
            "room",
            "minutes",
            "smallest",
            "largest",
            "language",
            "kind",
            "childcare",
            "meal",
            "from_months",
            "to_months",
            "state",
            "decide_at",
            "revision",
            "created_at",
        }
    ),
    "course_leader": frozenset({"municipality", "course_id", "nurse_id"}),
    "course_session": frozenset({"id", "municipality", "course_id", "number", "start"}),
    # A place and who came are the count; whose they were is gone with the family.
    "course_seat": frozenset(
        {
            "id",
            "municipality",
            "course_id",
            "family_id",
            "invitation_id",
            "booking_id",
            "place",
            "part",
            "state",
            "held_until",
            "given_at",
            "changed_at",
        }
    ),
    # What was answered is the count; whose answer it was is gone.
    "course_rating": frozenset({"id", "municipality", "course_id", "question", "rating", "answered_at"}),
    "attendance": frozenset({"municipality", "session_id", "seat_id", "present", "noted_at"}),
    "account": frozenset(
        {
            "id",
            "municipality",
            "role",
            "nurse_id",
            "districts",
            "must_change",
            "disabled",
            "failures",
            "locked_until",
            "created_at",
        }
    ),
    "nurse": frozenset({"id", "municipality", "active"}),
    "session": frozenset({"municipality", "account_id", "created_at", "seen_at", "expires_at"}),
    "access_log": frozenset({"id", "municipality", "at", "account_id", "what", "family_id"}),
    "webhook_count": frozenset({"municipality", "channel", "day", "kind", "count"}),
    "district": frozenset({"municipality", "key"}),
    "daycare": frozenset({"municipality", "name", "district"}),
    "nurse_district": frozenset({"municipality", "nurse_id", "district"}),
    "tick": frozenset({"name", "at"}),
    "id_block": frozenset({"name", "next"}),
}


def rows_go(table: str) -> bool:
    """Whether erasing a row of this table deletes it."""
    return any(isinstance(eraser, RowGoes) for eraser in ERASERS[table].values())


def emptied_values(table: Table) -> dict[str, Any]:
    """What the personal columns of a row that stays become."""
    return {name: _erased(table, eraser) for name, eraser in ERASERS[table.name].items()}


def _erased(table: Table, eraser: Eraser) -> Any:
    return (
        _gone(table) if isinstance(eraser, Renamed) else eraser.value if isinstance(eraser, Emptied) else None
    )


def _gone(table: Table) -> ColumnElement[str]:
    return literal("gone-").concat(cast(table.c.id, String))


def still_personal(table: Table) -> ColumnElement[bool]:
    """Whether a row still says anything that its erasers should have removed."""
    if rows_go(table.name):
        return literal(1) == literal(1)
    conditions: list[ColumnElement[bool]] = [
        table.c[name].is_distinct_from(_erased(table, eraser)) for name, eraser in ERASERS[table.name].items()
    ]
    found = conditions[0]
    for condition in conditions[1:]:
        found = found | condition
    return found


def table_named(name: str) -> Table:
    """The table of that name."""
    return metadata.tables[name]
