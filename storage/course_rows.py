"""Between the rows of courses and the records the bot knows."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from domain.course_records import CourseState, PlannedCourse, Seat, SeatState, Waiting, WaitingState
from domain.courses import Coming, Course, GroupKind, PartOfDay, Preference
from domain.ids import Language, NurseId


def seat(row: Row[Any]) -> Seat:
    """A row of ``course_seat``."""
    return Seat(
        row.id,
        row.municipality,
        row.course_id,
        row.family_id,
        row.invitation_id,
        row.booking_id,
        row.place,
        row.part,
        SeatState(row.state),
        row.held_until,
    )


def seat_values(one: Seat) -> dict[str, Any]:
    """The row of a place."""
    return {
        "id": one.id,
        "municipality": one.municipality,
        "course_id": one.course,
        "family_id": one.family,
        "invitation_id": one.invitation,
        "booking_id": one.booking,
        "place": one.place,
        "part": one.part,
        "state": str(one.state),
        "held_until": one.held_until,
    }


def waiting(row: Row[Any]) -> Waiting:
    """A row of the waiting list."""
    preference = Preference(
        frozenset(PartOfDay(part) for part in row.parts.split(",") if part),
        frozenset(int(day) for day in row.weekdays.split(",") if day),
        Coming(row.coming),
        row.childcare,
        row.meal,
        Language(row.language),
        row.individual,
    )
    return Waiting(
        row.family_id,
        row.municipality,
        row.offer,
        row.invitation_id,
        row.since,
        preference,
        WaitingState(row.state),
        row.agreed_to_share,
        row.cancelled_first,
    )


def waiting_values(entry: Waiting) -> dict[str, Any]:
    """The row of an entry on the waiting list."""
    wish = entry.preference
    return {
        "municipality": entry.municipality,
        "family_id": entry.family,
        "offer": entry.offer,
        "invitation_id": entry.invitation,
        "since": entry.since,
        "parts": ",".join(sorted(wish.parts)),
        "weekdays": ",".join(str(day) for day in sorted(wish.weekdays)),
        "coming": str(wish.coming),
        "childcare": wish.childcare,
        "meal": wish.meal,
        "language": wish.language,
        "individual": wish.individual,
        "agreed_to_share": entry.agreed_to_share,
        "cancelled_first": entry.cancelled_first,
        "state": str(entry.state),
    }


def planned(row: Row[Any], sessions: list[datetime], leaders: set[NurseId]) -> PlannedCourse:
    """A row of ``course`` with its sessions and leaders."""
    course = Course(
        id=row.id,
        leaders=frozenset(leaders),
        room=row.room,
        sessions=tuple(sessions),
        minutes=row.minutes,
        smallest=row.smallest,
        largest=row.largest,
        language=row.language,
        kind=GroupKind(row.kind),
        childcare=row.childcare,
        meal=row.meal,
        from_months=row.from_months,
        to_months=row.to_months,
    )
    return PlannedCourse(
        course, row.municipality, row.offer, CourseState(row.state), row.decide_at, row.revision
    )


def course_values(one: PlannedCourse) -> dict[str, Any]:
    """The row of a course."""
    course = one.course
    same = ("id", "room", "minutes", "smallest", "largest", "language", "childcare", "meal")
    ages = ("from_months", "to_months")
    return {
        **{name: getattr(course, name) for name in (*same, *ages)},
        "kind": str(course.kind),
        "municipality": one.municipality,
        "offer": one.offer,
        "state": str(one.state),
        "decide_at": one.decide_at,
        "revision": one.revision,
    }
