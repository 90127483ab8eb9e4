"""Courses in one unit of work: written at once, so that the next family of the same unit sees what is left.

A place is given under the lock of its course (PostgreSQL; SQLite has one writer) and a unique index besides.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select, update

from domain.course_records import (
    LIVE_SEATS,
    CourseBooking,
    CourseState,
    PlannedCourse,
    Seat,
    SeatState,
    Waiting,
    WaitingState,
)
from domain.courses import WaitingFamily
from domain.decisions import TaskKind
from domain.due import DueKind
from domain.forming import in_turn
from domain.ids import (
    BookingId,
    CourseId,
    FamilyId,
    GuardianId,
    InvitationId,
    Municipality,
    NurseId,
    OfferKey,
    SeatId,
)
from domain.outcomes import BookingState
from domain.ports import SlotChangedMeanwhile
from storage import course_rows as rows
from storage import tables as t
from storage.ids import Ids


class Courses:
    """The ``CourseStore`` on one connection."""

    def __init__(self, connection: Connection, ids: Ids) -> None:
        self._connection = connection
        self._ids = ids

    # The waiting list
    def waiting_of(self, families: Collection[FamilyId]) -> Mapping[FamilyId, Waiting]:
        """Index: primary key."""
        found = self._connection.execute(select(t.waiting).where(t.waiting.c.family_id.in_(families)))
        return {row.family_id: rows.waiting(row) for row in found}

    def list_of(self, municipality: Municipality, offer: OfferKey) -> Sequence[WaitingFamily]:
        """Indexes: ``ix_waiting_list``, ``uq_course_seat_family``."""
        seated = select(t.course_seat.c.id).where(
            t.course_seat.c.family_id == t.waiting.c.family_id,
            t.course_seat.c.state.in_([*map(str, LIVE_SEATS)]),
        )
        return self._people(
            ~seated.exists(),
            t.waiting.c.municipality == municipality,
            t.waiting.c.offer == offer,
            t.waiting.c.state.in_([WaitingState.ASKED, WaitingState.WAITING]),
        )

    def people(self, families: Collection[FamilyId]) -> Sequence[WaitingFamily]:
        """Index: primary key."""
        return self._people(t.waiting.c.family_id.in_(families))

    def _people(self, *which: Any) -> Sequence[WaitingFamily]:
        entries = [rows.waiting(row) for row in self._connection.execute(select(t.waiting).where(*which))]
        families = [entry.family for entry in entries]
        born, daycares = self._children(families)
        knows = self._known(families)
        people = (
            WaitingFamily(
                entry.family,
                entry.since.date(),
                entry.preference,
                frozenset(daycares.get(entry.family, ())),
                frozenset(knows.get(entry.family, ())),
                entry.agreed_to_share,
                entry.cancelled_first,
                tuple(sorted(born.get(entry.family, ()))),
            )
            for entry in entries
        )
        return sorted(people, key=in_turn)

    def _children(
        self, families: Sequence[FamilyId]
    ) -> tuple[dict[FamilyId, list[Any]], dict[FamilyId, set[str]]]:
        """Birthdays, and every daycare that the family or one of its children is known with."""
        born: dict[FamilyId, list[Any]] = {}
        daycares: dict[FamilyId, set[str]] = {}
        children = select(t.child.c.family_id, t.child.c.birthdate, t.child.c.daycare)
        for family, birthdate, daycare in self._connection.execute(
            children.where(t.child.c.family_id.in_(families))
        ):
            if birthdate is not None:
                born.setdefault(family, []).append(birthdate)
            if daycare:
                daycares.setdefault(family, set()).add(daycare)
        homes = select(t.family.c.id, t.family.c.daycare).where(
            t.family.c.id.in_(families), t.family.c.daycare.is_not(None)
        )
        for family, daycare in self._connection.execute(homes):
            daycares.setdefault(family, set()).add(daycare)
        return born, daycares

    def _known(self, families: Sequence[FamilyId]) -> dict[FamilyId, set[FamilyId]]:
        pairs = select(t.acquaintance.c.family_id, t.acquaintance.c.other_id).where(
            or_(t.acquaintance.c.family_id.in_(families), t.acquaintance.c.other_id.in_(families))
        )
        knows: dict[FamilyId, set[FamilyId]] = {}
        for one, other in self._connection.execute(pairs):
            knows.setdefault(one, set()).add(other)
            knows.setdefault(other, set()).add(one)
        return knows

    def revision_of(self, invitation: InvitationId) -> int:
        """Index: primary key."""
        statement = select(t.invitation.c.revision).where(t.invitation.c.id == invitation)
        found: int = self._connection.execute(statement).scalar_one()
        return found

    def save_waiting(self, waiting: Waiting) -> None:
        """Index: primary key."""
        mine = (t.waiting.c.family_id == waiting.family) & (t.waiting.c.offer == waiting.offer)
        values = rows.waiting_values(waiting)
        if self._connection.execute(update(t.waiting).where(mine).values(**values)).rowcount == 0:
            self._connection.execute(insert(t.waiting), values)

    def acquaint(self, municipality: Municipality, one: FamilyId, other: FamilyId) -> None:
        """Index: primary key."""
        first, second = sorted((one, other))
        pair = {"municipality": municipality, "family_id": first, "other_id": second}
        same = (t.acquaintance.c.family_id == first) & (t.acquaintance.c.other_id == second)
        self._connection.execute(delete(t.acquaintance).where(same))
        self._connection.execute(insert(t.acquaintance), pair)

    def family_by_ref(self, municipality: Municipality, ref: str) -> FamilyId | None:
        """Index: ``uq_family_municipality_ref``."""
        statement = select(t.family.c.id).where(
            t.family.c.municipality == municipality, t.family.c.ref == ref
        )
        found: FamilyId | None = self._connection.scalar(statement)
        return found

    # Courses
    def course(self, number: CourseId, *, lock: bool = False) -> PlannedCourse | None:
        """Index: primary key."""
        statement = select(t.course).where(t.course.c.id == number)
        if lock and self._connection.dialect.name == "postgresql":
            statement = statement.with_for_update()
        return next(iter(self._planned(self._connection.execute(statement).all())), None)

    def courses(self, municipality: Municipality, states: Collection[CourseState]) -> Sequence[PlannedCourse]:
        """Index: ``ix_course_state``."""
        statement = select(t.course).where(
            t.course.c.municipality == municipality, t.course.c.state.in_([*map(str, states)])
        )
        planned = self._planned(self._connection.execute(statement).all())
        return sorted(planned, key=lambda one: (one.course.start, one.course.id))

    def _planned(self, found: Sequence[Row[Any]]) -> list[PlannedCourse]:
        numbers = [row.id for row in found]
        sessions: dict[int, list[datetime]] = {}
        leaders: dict[int, set[NurseId]] = {}
        of_courses = t.course_session.c.course_id.in_(numbers)
        by_number = select(t.course_session).where(of_courses).order_by(t.course_session.c.number)
        for session in self._connection.execute(by_number):
            sessions.setdefault(session.course_id, []).append(session.start)
        for leader in self._connection.execute(
            select(t.course_leader).where(t.course_leader.c.course_id.in_(numbers))
        ):
            leaders.setdefault(leader.course_id, set()).add(leader.nurse_id)
        return [rows.planned(row, sessions[row.id], leaders.get(row.id, set())) for row in found]

    def add_course(self, course: PlannedCourse, now: datetime) -> None:
        """The course, its leaders and its sessions."""
        about = course.course
        common = {"municipality": course.municipality, "course_id": about.id}
        self._connection.execute(insert(t.course), rows.course_values(course) | {"created_at": now})
        leaders = [common | {"nurse_id": leader} for leader in sorted(about.leaders)]
        if leaders:
            self._connection.execute(insert(t.course_leader), leaders)
        sessions = [
            common | {"id": self._ids.new(), "number": number, "start": start}
            for number, start in enumerate(about.sessions, start=1)
        ]
        self._connection.execute(insert(t.course_session), sessions)

    def save_course(self, course: PlannedCourse) -> None:
        """Index: primary key."""
        seen = (t.course.c.id == course.course.id) & (t.course.c.revision == course.revision)
        values = {
            "state": str(course.state),
            "decide_at": course.decide_at,
            "room": course.course.room,
            "revision": course.revision + 1,
        }
        if self._connection.execute(update(t.course).where(seen).values(**values)).rowcount != 1:
            raise SlotChangedMeanwhile
        for number, start in enumerate(course.course.sessions, start=1):
            moved = (
                (t.course_session.c.course_id == course.course.id)
                & (t.course_session.c.number == number)
                & (t.course_session.c.start != start)
            )
            self._connection.execute(update(t.course_session).where(moved).values(start=start))

    # Places
    def seats(self, course: CourseId) -> Sequence[Seat]:
        """Index: ``ix_course_seat_course_id``."""
        statement = select(t.course_seat).where(t.course_seat.c.course_id == course)
        return [rows.seat(row) for row in self._connection.execute(statement.order_by(*_SEAT_ORDER))]

    def seats_of(self, families: Collection[FamilyId]) -> Mapping[FamilyId, Sequence[Seat]]:
        """Index: ``ix_course_seat_family_id``."""
        shown = [*map(str, LIVE_SEATS), str(SeatState.LAPSED), str(SeatState.COMPLETED)]
        statement = select(t.course_seat).where(
            t.course_seat.c.family_id.in_(families), t.course_seat.c.state.in_(shown)
        )
        mine: dict[FamilyId, list[Seat]] = {}
        for row in self._connection.execute(statement.order_by(*_SEAT_ORDER)):
            mine.setdefault(row.family_id, []).append(rows.seat(row))
        return mine

    def add_seats(self, seats: Collection[Seat], now: datetime) -> None:
        """Unique indexes: ``uq_course_seat_place``, ``uq_course_seat_family``."""
        self._connection.execute(
            insert(t.course_seat),
            [rows.seat_values(seat) | {"given_at": now, "changed_at": now} for seat in seats],
        )

    def save_seats(self, seats: Collection[Seat], now: datetime) -> None:
        """Index: primary key."""
        for seat in seats:
            values = {
                "state": str(seat.state),
                "held_until": seat.held_until,
                "booking_id": seat.booking,
                "place": seat.place,
                "changed_at": now,
            }
            mine = t.course_seat.c.id == seat.id
            self._connection.execute(update(t.course_seat).where(mine).values(**values))

    def add_booking(self, booking: CourseBooking) -> None:
        """A booking without a time of a nurse's own."""
        self._connection.execute(
            insert(t.booking),
            {
                "id": booking.id,
                "municipality": booking.municipality,
                "invitation_id": booking.invitation,
                "family_id": booking.family,
                "guardian_id": booking.guardian,
                "offer": booking.offer,
                "start": booking.start,
                "end": booking.end,
                "state": str(BookingState.BOOKED),
                "booked_at": booking.booked_at,
            },
        )

    def end_booking(self, booking: BookingId, state: BookingState, now: datetime) -> None:
        """Index: primary key."""
        open_one = (t.booking.c.id == booking) & (t.booking.c.state == str(BookingState.BOOKED))
        values = {"state": str(state), "ended_at": now, "revision": t.booking.c.revision + 1}
        self._connection.execute(update(t.booking).where(open_one).values(**values))

    def move_booking(self, booking: BookingId, start: datetime, end: datetime) -> None:
        """Index: primary key."""
        open_one = (t.booking.c.id == booking) & (t.booking.c.state == str(BookingState.BOOKED))
        self._connection.execute(update(t.booking).where(open_one).values(start=start, end=end))

    def drop_due(self, families: Collection[FamilyId], kind: DueKind, now: datetime) -> None:
        """Index: ``ix_due_family_id``."""
        waiting = t.due.c.family_id.in_(families) & (t.due.c.kind == str(kind)) & t.due.c.done_at.is_(None)
        self._connection.execute(update(t.due).where(waiting).values(done_at=now))

    def close_too_small(self, planned: PlannedCourse, now: datetime) -> None:
        """By leader and first day, because a task knows no course. Index: ``ix_task_open``."""
        mine = (
            (t.task.c.municipality == planned.municipality)
            & (t.task.c.kind == str(TaskKind.COURSE_TOO_SMALL))
            & t.task.c.nurse_id.in_(planned.course.leaders)
            & (t.task.c.due_on == planned.course.start.date())
            & t.task.c.done_at.is_(None)
        )
        self._connection.execute(update(t.task).where(mine).values(done_at=now))

    # Attendance
    def note_attendance(
        self,
        municipality: Municipality,
        course: CourseId,
        session: int,
        present: Mapping[SeatId, bool],
        now: datetime,
    ) -> None:
        """Index: primary key of ``attendance``."""
        number = self._connection.execute(
            select(t.course_session.c.id).where(
                t.course_session.c.course_id == course, t.course_session.c.number == session
            )
        ).scalar_one()
        noted = t.attendance.c.seat_id.in_(present) & (t.attendance.c.session_id == number)
        self._connection.execute(delete(t.attendance).where(noted))
        common = {"municipality": municipality, "session_id": number, "noted_at": now}
        self._connection.execute(
            insert(t.attendance),
            [common | {"seat_id": seat, "present": came} for seat, came in present.items()],
        )

    def attendance(self, course: CourseId) -> Mapping[tuple[int, SeatId], bool]:
        """Index: ``uq_course_session_course_id_number``, then the primary key."""
        statement = (
            select(t.course_session.c.number, t.attendance.c.seat_id, t.attendance.c.present)
            .join(t.attendance, t.attendance.c.session_id == t.course_session.c.id)
            .where(t.course_session.c.course_id == course)
        )
        return {(number, seat): came for number, seat, came in self._connection.execute(statement)}

    def rate(
        self,
        municipality: Municipality,
        course: CourseId,
        guardian: GuardianId,
        family: FamilyId,
        question: int,
        rating: int,
        now: datetime,
    ) -> None:
        """Index: ``uq_course_rating_course_id_guardian_id_question``."""
        about = {"course_id": course, "guardian_id": guardian, "question": question}
        mine = and_(*(t.course_rating.c[name] == value for name, value in about.items()))
        said = {"rating": rating, "answered_at": now}
        if self._connection.execute(update(t.course_rating).where(mine).values(**said)).rowcount == 0:
            who = {"id": self._ids.new(), "municipality": municipality, "family_id": family}
            self._connection.execute(insert(t.course_rating), about | said | who)


_SEAT_ORDER = (t.course_seat.c.changed_at, t.course_seat.c.part, t.course_seat.c.id)
