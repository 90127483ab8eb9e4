"""Who waits for a course and who may lead one, for those who plan."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, case, func, select, true

from domain.course_records import CourseState, PlannedCourse, Seat, SeatState, Waiting
from domain.courses import WaitingFamily
from domain.ids import CourseId, FamilyId, Municipality, NurseId, OfferKey, SeatId
from storage import tables as t
from storage.courses import Courses
from storage.ids import Ids
from storage.read_models.households import Household, households


def waiting_list(
    connection: Connection, municipality: Municipality, offer: OfferKey
) -> Sequence[WaitingFamily]:
    """Everybody who waits, those whose course was cancelled first; index: ``ix_waiting_list``."""
    return Courses(connection, Ids()).list_of(municipality, offer)


def leaders_by_ref(connection: Connection, municipality: Municipality) -> Mapping[str, NurseId]:
    """The active nurses by the references of the settings file."""
    statement = select(t.nurse.c.ref, t.nurse.c.id).where(
        t.nurse.c.municipality == municipality, t.nurse.c.active.is_(True)
    )
    return {ref: NurseId(number) for ref, number in connection.execute(statement)}


def family_refs(connection: Connection, families: Collection[FamilyId]) -> dict[int, str]:
    """The municipality's own references of these families; index: primary key."""
    statement = select(t.family.c.id, t.family.c.ref).where(t.family.c.id.in_(families))
    return {row.id: row.ref for row in connection.execute(statement)}


@dataclass(frozen=True, slots=True)
class Waiter:
    """A family on the list as a leader sees it. ``knows``: families it must not meet unless both agree; staff-side."""

    entry: Waiting
    home: Household = field(repr=False)
    knows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course with how many of its places are taken, offered (or about to be), and free."""

    planned: PlannedCourse
    leaders: tuple[str, ...]
    taken: int
    offered: int

    @property
    def free(self) -> int:
        """Places that nobody has or is asked about."""
        return self.planned.course.largest - self.taken - self.offered


@dataclass(frozen=True, slots=True)
class SeatLine:
    """One parent's place; ``name`` is the parent's, "" where none is known. ``present``: by session, where noted."""

    seat: Seat
    home: Household = field(repr=False)
    name: str = field(repr=False)
    present: Mapping[int, bool]


def waiters(connection: Connection, municipality: Municipality, offer: OfferKey) -> list[Waiter]:
    """Everybody on the list in turn, with names. Indexes: ``ix_waiting_list``, primary keys."""
    courses = Courses(connection, Ids())
    people = courses.list_of(municipality, offer)
    families = [one.family for one in people]
    entries = courses.waiting_of(families)
    homes = households(connection, families)
    refs = family_refs(connection, {other for one in people for other in one.knows})
    return [
        Waiter(
            entries[one.family],
            homes[one.family],
            tuple(sorted(refs[other] for other in one.knows if other in refs)),
        )
        for one in people
        if one.family in homes
    ]


def course_lines(
    connection: Connection, municipality: Municipality, states: Collection[CourseState]
) -> list[CourseLine]:
    """The courses in these states, the earliest first. Index: ``ix_course_state``."""
    courses, names = Courses(connection, Ids()), leader_names(connection, municipality)
    return [_line(courses, planned, names) for planned in courses.courses(municipality, states)]


def course_line(connection: Connection, municipality: Municipality, number: CourseId) -> CourseLine | None:
    """One course of this municipality; None: there is none. Index: primary key."""
    courses = Courses(connection, Ids())
    planned = courses.course(number)
    if planned is None or planned.municipality != municipality:
        return None
    return _line(courses, planned, leader_names(connection, municipality))


def _line(courses: Courses, planned: PlannedCourse, names: Mapping[NurseId, str]) -> CourseLine:
    states = [one.state for one in courses.seats(planned.course.id)]
    taken = sum(state in (SeatState.TAKEN, SeatState.COMPLETED) for state in states)
    offered = sum(state in (SeatState.PROPOSED, SeatState.OFFERED) for state in states)
    leaders = tuple(sorted(names.get(one, "") for one in planned.course.leaders))
    return CourseLine(planned, leaders, taken, offered)


def seat_lines(connection: Connection, number: CourseId) -> list[SeatLine]:
    """The places of a course with who has them, and who came. Index: ``ix_course_seat_course_id``."""
    courses = Courses(connection, Ids())
    seats = courses.seats(number)
    homes = households(connection, {one.family for one in seats})
    noted: dict[SeatId, dict[int, bool]] = {}
    for (session, seat), came in courses.attendance(number).items():
        noted.setdefault(seat, {})[session] = came
    return [
        SeatLine(one, homes[one.family], _parent(homes[one.family], one.part), noted.get(one.id, {}))
        for one in sorted(seats, key=lambda one: (one.family, one.part, one.id))
        if one.family in homes
    ]


def _parent(home: Household, part: int) -> str:
    return home.people[part - 1].name if part <= len(home.people) else ""


def leader_names(connection: Connection, municipality: Municipality) -> Mapping[NurseId, str]:
    """Who may lead a course: the active nurses by number. Index: on ``nurse``."""
    statement = select(t.nurse.c.id, t.nurse.c.first_name).where(
        t.nurse.c.municipality == municipality, t.nurse.c.active.is_(True)
    )
    return {NurseId(number): name for number, name in connection.execute(statement.order_by(t.nurse.c.id))}


@dataclass(frozen=True, slots=True)
class Answered:
    """How the parents answered one of the three questions: of ``of``, ``high`` said "i høj grad"."""

    question: int
    high: int
    of: int


def course_answers(connection: Connection, number: CourseId) -> list[Answered]:
    """The answers of one course, by question; names nobody."""
    return _answers(connection, t.course_rating.c.course_id == number)


def answers_between(
    connection: Connection, municipalities: Collection[Municipality], begin: datetime, end: datetime
) -> list[Answered]:
    """The answers given from ``begin`` until before ``end``, by question; no municipality named means all."""
    rating = t.course_rating
    places = rating.c.municipality.in_(municipalities) if municipalities else true()
    return _answers(connection, places & (rating.c.answered_at >= begin) & (rating.c.answered_at < end))


def _answers(connection: Connection, which: ColumnElement[bool]) -> list[Answered]:
    rating = t.course_rating
    high = func.sum(case((rating.c.rating == 4, 1), else_=0))
    statement = select(rating.c.question, high, func.count()).where(which)
    grouped = statement.group_by(rating.c.question).order_by(rating.c.question)
    return [Answered(question, count, of) for question, count, of in connection.execute(grouped)]
