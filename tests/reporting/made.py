"""Invitations as a test tells them, the rows they become, and the slow and plain count of them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from domain.outcomes import BookingState, InvitationState
from storage.tables import booking, child, family, invitation, invitation_child, metadata, nurse

ZONE = ZoneInfo("Europe/Copenhagen")
NURSES = ("anna", "bente", "carla")


@dataclass(frozen=True, slots=True)
class Made:
    """One invitation with what became of it. ``sent_on`` None: only a letter or a call, no message."""

    sent_on: date | None = date(2026, 3, 2)
    state: InvitationState = InvitationState.SENT
    visits: tuple[BookingState, ...] = ()
    municipality: str = "hedensted"
    offer: str = "visit-18m"
    district: str = "Juelsminde"
    daycare: str | None = None
    language: str = "da"
    nurse: str | None = None
    round: str = ""
    level: int | None = None
    restricted: bool = False
    reason: str | None = None
    children: int = 1
    answered_on: date | None = None
    social_measure: bool | None = None
    place: str | None = None
    both_parents: bool | None = None
    referred_inside: bool | None = None
    referred_outside: bool | None = None
    family: int | None = None


def store(connection: Connection, made: Iterable[Made]) -> None:
    """Put the invitations in the database, in place of all that was there."""
    for table in reversed(metadata.sorted_tables):
        connection.execute(table.delete())
    _insert(connection, nurse, [_nurse(at, ref) for at, ref in enumerate(NURSES, start=1)])
    rows = list(enumerate(made, start=1))
    _insert(connection, family, [_family(at, one) for at, one in rows])
    _insert(connection, child, [_child(at, one) for at, one in rows])
    _insert(connection, invitation, [_invitation(at, one) for at, one in rows])
    _insert(connection, booking, [row for at, one in rows for row in _bookings(at, one)])
    siblings = [
        {"municipality": one.municipality, "invitation_id": at, "child_id": 100_000 * sibling + at}
        for at, one in rows
        for sibling in range(one.children)
    ]
    _insert(connection, invitation_child, siblings)


def _insert(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), list(rows))


def _nurse(at: int, ref: str) -> dict[str, Any]:
    return {"id": at, "municipality": "hedensted", "ref": ref, "first_name": ref.title()}


def _family(at: int, one: Made) -> dict[str, Any]:
    created = datetime(2025, 1, 1, tzinfo=UTC)
    return {
        "id": at,
        "municipality": one.municipality,
        "ref": f"F{at}",
        "district": one.district,
        "created_at": created,
    }


def _child(at: int, one: Made) -> dict[str, Any]:
    return {
        "id": at,
        "municipality": one.municipality,
        "family_id": at,
        "ref": f"C{at}",
        "name": "Barn Opdigtet",
        "birthdate": date(2024, 9, 1),
        "flags": "",
    }


def _invitation(at: int, one: Made) -> dict[str, Any]:
    sent_at = one.sent_on and datetime.combine(one.sent_on, time(10), ZONE)
    answered = one.state not in {InvitationState.PLANNED, InvitationState.SENT}
    return {
        "id": at,
        "municipality": one.municipality,
        "family_id": one.family or at,
        "child_id": at,
        "offer": one.offer,
        "round": one.round,
        "state": one.state,
        "planned_at": sent_at or datetime(2026, 1, 1, tzinfo=UTC),
        "sent_at": sent_at,
        "sent_on": one.sent_on,
        "outcome_on": (one.answered_on or one.sent_on) if answered else None,
        "reason": one.reason,
        "restricted": one.restricted,
        "district": one.district,
        "daycare": one.daycare,
        "language": one.language,
        "nurse_id": None if one.nurse is None else NURSES.index(one.nurse) + 1,
        "level": one.level,
        "social_measure": one.social_measure,
        "history": False,
    }


def _bookings(at: int, one: Made) -> list[dict[str, Any]]:
    begin = datetime.combine(one.sent_on or date(2026, 1, 5), time(13), ZONE)
    return [
        {
            "id": 1000 * at + nth,
            "municipality": one.municipality,
            "invitation_id": at,
            "family_id": at,
            "slot_id": 1000 * at + nth,
            "nurse_id": 1,
            "offer": one.offer,
            "start": begin + timedelta(days=7 + nth),
            "end": begin + timedelta(days=7 + nth, hours=1),
            "state": state,
            "booked_at": begin,
            "moved_from": 1000 * at + nth - 1 if nth else None,
            "place": one.place,
            "both_parents": one.both_parents,
            "referred_inside": one.referred_inside,
            "referred_outside": one.referred_outside,
        }
        for nth, state in enumerate(one.visits)
    ]


# The slow and plain count.


def value_of(one: Made, by: str) -> str:
    """What an invitation shows under a ``--by`` column."""
    assert one.sent_on is not None
    match by:
        case "month":
            return one.sent_on.isoformat()[:7]
        case "quarter":
            return f"{one.sent_on.year}-Q{'111222333444'[one.sent_on.month - 1]}"
        case "restriction":
            return {True: "yes", False: "no"}[one.restricted]
        case "level":
            return "" if one.level is None else f"{one.level}"
        case _:
            return getattr(one, by) or ""


def in_period(one: Made, first: date, last: date) -> bool:
    """Whether a message was sent on one of the days."""
    return one.sent_on is not None and not one.sent_on < first and not one.sent_on > last


def plain_uptake(
    made: Iterable[Made], first: date, last: date, by: Sequence[str]
) -> dict[tuple[str, ...], Counter[str]]:
    """Counts by column for each (municipality, offer, *by values)."""
    groups: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for one in made:
        if in_period(one, first, last):
            counts = groups[one.municipality, one.offer, *(value_of(one, name) for name in by)]
            counts["offered"] += 1
            counts["pending" if one.state == "sent" else one.state.value] += 1
            for visit in ("completed", "aborted", "no_show"):
                if visit in one.visits:
                    counts[visit] += 1
                    break
    return dict(groups)


def plain_percent(numerator: int, denominator: int) -> int | None:
    """Whole per cent, half up, by trying: the largest p with p − ½ not above the share."""
    if denominator == 0:
        return None
    fitting = [p for p in range(101) if (2 * p - 1) * denominator <= 200 * numerator]
    return max(fitting)
