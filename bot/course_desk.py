"""What a leader does with courses: plan one, note who came, choose for a group that is too small, end it.

Each is one unit of work. An expected refusal is a value. What the service cancels is never a family's no.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import combinations

from bot.conversing import House
from bot.course_effects import ask_next, give_places
from bot.course_knowing import fits
from domain.contact_hours import Occasion, next_allowed
from domain.course_records import (
    LIVE_SEATS,
    CourseState,
    PlannedCourse,
    Seat,
    SeatState,
    WaitingState,
)
from domain.courses import Refusal, kept_apart, refused, seats_refused
from domain.decisions import TaskKind
from domain.due import DueKind
from domain.ids import CourseId, DueId, FamilyId, Municipality, TaskId
from domain.outcomes import BookingState
from domain.ports import UnitOfWork
from domain.records import AuditEntry, DueRow, Task

RUNNING = (CourseState.FORMING, CourseState.UNDECIDED, CourseState.HELD)


@dataclass(frozen=True, slots=True)
class NotOnTheList:
    """A family that does not wait for this offer, or already has a place."""

    family: FamilyId


@dataclass(frozen=True, slots=True)
class KeptApart:
    """Two families that must not share a group."""

    one: FamilyId
    other: FamilyId


@dataclass(frozen=True, slots=True)
class CourseDesk:
    """A leader's actions in one unit of work at one moment."""

    unit: UnitOfWork
    house: House
    now: datetime
    actor: str

    def plan(
        self, planned: PlannedCourse, families: Sequence[FamilyId]
    ) -> tuple[Refusal | NotOnTheList | KeptApart, ...]:
        """A course with its first families, who are asked in their waking hours; or why it cannot be."""
        courses, settings = self.unit.courses, self.house.municipalities[planned.municipality]
        others = [one.course for one in courses.courses(planned.municipality, RUNNING)]
        wrong: list[Refusal | NotOnTheList | KeptApart] = [
            *refused(planned.course, others, settings.zone, self.house.holidays, self.now)
        ]
        waiting = {one.family: one for one in courses.list_of(planned.municipality, planned.offer)}
        wrong.extend(NotOnTheList(one) for one in families if one not in waiting)
        people = [waiting[one] for one in families if one in waiting]
        full = seats_refused(planned.course, people)
        wrong.extend([full] if full is not None else [])
        wrong.extend(KeptApart(a.family, b.family) for a, b in combinations(people, 2) if kept_apart(a, b))
        if wrong:
            return tuple(wrong)
        courses.add_course(planned, self.now)
        for family in people:
            entry = courses.waiting_of([family.family])[family.family]
            give_places(self.unit, planned, family, entry.invitation, self.now)
            self._soon(planned, family.family, DueKind.COURSE_SEAT, Occasion.REMINDER)
        self._note("course.planned", planned)
        return ()

    def decide_due(self, municipality: Municipality) -> int:
        """The deadline: a group that is large enough is held, a smaller one waits for its leader's choice.

        Places whose time has run out without anybody noticing are let go too. Returns how many courses changed.
        """
        courses, changed = self.unit.courses, 0
        for planned in courses.courses(municipality, [CourseState.FORMING]):
            self._let_go_of_overdue(planned)
            if planned.decide_at > self.now:
                continue
            parents = sum(one.state is SeatState.TAKEN for one in courses.seats(planned.course.id))
            enough = parents >= planned.course.smallest
            state = CourseState.HELD if enough else CourseState.UNDECIDED
            courses.save_course(replace(planned, state=state))
            if not enough:
                self._task(planned, TaskKind.COURSE_TOO_SMALL, None)
            self._note(f"course.{state}", planned)
            changed += 1
        return changed

    def _let_go_of_overdue(self, planned: PlannedCourse) -> None:
        seats = self.unit.courses.seats(planned.course.id)
        overdue = [
            replace(one, state=SeatState.LAPSED, held_until=None)
            for one in seats
            if one.state is SeatState.OFFERED and one.held_until is not None and one.held_until < self.now
        ]
        if overdue:
            self.unit.courses.save_seats(overdue, self.now)
            settings = self.house.municipalities[planned.municipality]
            ask_next(self.unit, planned, settings, self.house.holidays, self.now)

    def wait(self, course: CourseId, until: datetime) -> None:
        """The leader waits for more families, until another deadline."""
        planned = self._course(course)
        self.unit.courses.save_course(replace(planned, state=CourseState.FORMING, decide_at=until))
        settings = self.house.municipalities[planned.municipality]
        ask_next(self.unit, planned, settings, self.house.holidays, self.now)
        self._note("course.waits", planned)

    def cancel(self, course: CourseId) -> tuple[FamilyId, ...]:
        """The service cancels: the families hear so, stay on the list, and come first next time (story 8)."""
        planned, courses = self._course(course), self.unit.courses
        live = [one for one in courses.seats(course) if one.state in LIVE_SEATS]
        for booking in {one.booking for one in live if one.booking is not None}:
            courses.end_booking(booking, BookingState.CANCELLED_BY_SERVICE, self.now)
        courses.save_seats([replace(o, state=SeatState.CANCELLED, held_until=None) for o in live], self.now)
        families = tuple(dict.fromkeys(one.family for one in live))
        told = {one.family for one in live if one.state is not SeatState.PROPOSED}
        for family, entry in courses.waiting_of(families).items():
            courses.save_waiting(replace(entry, state=WaitingState.WAITING, cancelled_first=True))
            if family in told:
                self._soon(planned, family, DueKind.COURSE_CANCELLED, Occasion.CHANGE)
        courses.save_course(replace(planned, state=CourseState.CANCELLED))
        self._note("course.cancelled_by_service", planned)
        return families

    def merge(self, course: CourseId, into: CourseId) -> tuple[FamilyId, ...]:
        """Cancel a small group and offer its families a place in another; returns those who fit there."""
        families = self.cancel(course)
        target, courses = self._course(into), self.unit.courses
        moved = []
        for family in families:
            if fits(courses, target, family, courses.seats(into)):
                [person] = courses.people([family])
                entry = courses.waiting_of([family])[family]
                give_places(self.unit, target, person, entry.invitation, self.now)
                self._soon(target, family, DueKind.COURSE_SEAT, Occasion.REMINDER)
                moved.append(family)
        return tuple(moved)

    def individual(self, course: CourseId) -> tuple[FamilyId, ...]:
        """Cancel a small group; its families are called about the form at home."""
        families = self.cancel(course)
        planned, courses = self._course(course), self.unit.courses
        for family, entry in courses.waiting_of(families).items():
            courses.save_waiting(replace(entry, state=WaitingState.INDIVIDUAL))
            self._task(planned, TaskKind.CALL, family)
        return families

    def attended(self, course: CourseId, session: int, present: Collection[FamilyId]) -> None:
        """Who came to a session, from 1; the others read "see you next time"."""
        planned, courses = self._course(course), self.unit.courses
        taken = [one for one in courses.seats(course) if one.state is SeatState.TAKEN]
        came: Mapping[Seat, bool] = {one: one.family in present for one in taken}
        courses.note_attendance(
            planned.municipality, course, session, {one.id: was for one, was in came.items()}, self.now
        )
        if session < len(planned.course.sessions):
            for family in dict.fromkeys(one.family for one, was in came.items() if not was):
                self._soon(planned, family, DueKind.COURSE_MISSED, Occasion.REMINDER)

    def left(self, course: CourseId, family: FamilyId) -> None:
        """A family leaves midway: the booking is aborted, the reminders stop."""
        self._end(course, SeatState.LEFT, BookingState.ABORTED, family)

    def end(self, course: CourseId) -> None:
        """After the last session: everybody who has a place has completed the course."""
        planned = self._course(course)
        self._end(course, SeatState.COMPLETED, BookingState.COMPLETED)
        self.unit.courses.save_course(replace(planned, state=CourseState.ENDED))
        self._note("course.ended", planned)

    def _end(
        self, course: CourseId, seat: SeatState, booking: BookingState, only: FamilyId | None = None
    ) -> None:
        seats = [
            one
            for one in self.unit.courses.seats(course)
            if one.state is SeatState.TAKEN and only in (None, one.family)
        ]
        self.unit.courses.save_seats([replace(one, state=seat) for one in seats], self.now)
        for number in {one.booking for one in seats if one.booking is not None}:
            self.unit.courses.end_booking(number, booking, self.now)

    def _course(self, number: CourseId) -> PlannedCourse:
        planned = self.unit.courses.course(number, lock=True)
        if planned is None:
            raise LookupError(f"there is no course {number}")
        return planned

    def _soon(self, planned: PlannedCourse, family: FamilyId, kind: DueKind, occasion: Occasion) -> None:
        """Something about a family falls due at the next hour at which it may be written to."""
        settings = self.house.municipalities[planned.municipality]
        entry = self.unit.courses.waiting_of([family])[family]
        at = next_allowed(self.now, occasion, settings.hours, settings.zone, self.house.holidays)
        revision = self.unit.courses.revision_of(entry.invitation)
        number = DueId(self.unit.new_id())
        self.unit.add_due(
            DueRow(number, planned.municipality, family, entry.invitation, None, kind, revision, at)
        )

    def _task(self, planned: PlannedCourse, kind: TaskKind, family: FamilyId | None) -> None:
        self.unit.add_task(
            Task(
                id=TaskId(self.unit.new_id()),
                municipality=planned.municipality,
                family=family,
                guardian=None,
                invitation=None,
                booking=None,
                nurse=min(planned.course.leaders, default=None),
                district=None,
                kind=kind,
                urgent=False,
                created_at=self.now,
                due_on=planned.course.start.date(),
            )
        )

    def _note(self, event: str, planned: PlannedCourse) -> None:
        detail = f"course {planned.course.id}"
        self.unit.add_audit(AuditEntry(planned.municipality, self.now, self.actor, event, detail=detail))
