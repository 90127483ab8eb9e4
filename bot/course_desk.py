"""What a leader does with courses that form: plan one, choose for a group that is too small, cancel it.

Each is one unit of work. An expected refusal is a value. What the service cancels is never a family's no.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import combinations

from bot.course_effects import ask_next, give_places
from bot.course_knowing import fits
from bot.course_running import COMING, OPEN, NotNow, RunningDesk, Why
from domain.contact_hours import Occasion
from domain.course_records import LIVE_SEATS, CourseState, PlannedCourse, SeatState, Waiting, WaitingState
from domain.courses import Refusal, kept_apart, refused, seats_refused
from domain.decisions import TaskKind
from domain.due import DueKind
from domain.ids import CourseId, FamilyId, Municipality
from domain.outcomes import BookingState
from domain.records import AuditEntry

ENDS_AFTER = timedelta(days=1)
"""How long after its last session a course ends by itself, when its leader has not ended it."""


@dataclass(frozen=True, slots=True)
class NotOnTheList:
    """A family that does not wait for this offer, or already has a place."""

    family: FamilyId


@dataclass(frozen=True, slots=True)
class KeptApart:
    """Two families that must not share a group."""

    one: FamilyId
    other: FamilyId


PlanRefusal = Refusal | NotOnTheList | KeptApart


@dataclass(frozen=True, slots=True)
class CourseDesk(RunningDesk):
    """A leader's actions in one unit of work at one moment."""

    def plan(self, planned: PlannedCourse, families: Sequence[FamilyId]) -> tuple[PlanRefusal, ...]:
        """A course with its first families, who are asked in their waking hours; or why it cannot be."""
        courses, settings = self.unit.courses, self.house.municipalities[planned.municipality]
        others = [one.course for one in courses.courses(planned.municipality, OPEN)]
        wrong: list[PlanRefusal] = [
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

        Places whose time has run out without anybody noticing are let go too, and a course whose last session is a
        day ago ends. Returns how many courses changed.
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
        for planned in courses.courses(municipality, [CourseState.HELD]):
            if planned.course.sessions[-1] + ENDS_AFTER <= self.now:
                changed += self.end(planned.course.id) is None
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

    def hold(self, course: CourseId) -> NotNow | None:
        """The leader holds the course with those it has, however few."""
        planned = self._course(course, COMING)
        if isinstance(planned, NotNow):
            return planned
        self.unit.courses.save_course(replace(planned, state=CourseState.HELD))
        self.unit.courses.close_too_small(planned, self.now)
        self._note("course.held", planned)
        return None

    def wait(self, course: CourseId, until: datetime) -> NotNow | None:
        """The leader waits for more families, until another deadline before the first session."""
        planned = self._course(course, COMING)
        if isinstance(planned, NotNow):
            return planned
        if not self.now < until < planned.course.start:
            return NotNow(Why.NO_SUCH_DEADLINE)
        self.unit.courses.save_course(replace(planned, state=CourseState.FORMING, decide_at=until))
        self.unit.courses.close_too_small(planned, self.now)
        settings = self.house.municipalities[planned.municipality]
        ask_next(self.unit, planned, settings, self.house.holidays, self.now)
        self._note("course.waits", planned)
        return None

    def cancel(self, course: CourseId) -> tuple[FamilyId, ...] | NotNow:
        """The service cancels: the families hear so, stay on the list, and come first next time (story 8)."""
        planned, courses = self._course(course, OPEN), self.unit.courses
        if isinstance(planned, NotNow):
            return planned
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
        courses.drop_due(families, DueKind.COURSE_REMINDER, self.now)
        courses.save_course(replace(planned, state=CourseState.CANCELLED))
        courses.close_too_small(planned, self.now)
        self._note("course.cancelled_by_service", planned)
        return families

    def merge(self, course: CourseId, into: CourseId) -> tuple[FamilyId, ...] | NotNow:
        """Cancel a small group and offer its families a place in another; returns those who fit there."""
        # Both are locked in the order of their numbers, so that two leaders never wait for each other.
        for number in sorted({course, into}):
            planned = self._course(number, OPEN if number == course else COMING)
            if isinstance(planned, NotNow):
                return planned
        if course == into:
            return NotNow(Why.SAME_COURSE)
        target, courses = self._known(into), self.unit.courses
        families = self.cancel(course)
        if isinstance(families, NotNow):
            return families
        moved = []
        for family in families:
            if fits(courses, target, family, courses.seats(into)):
                [person] = courses.people([family])
                entry = courses.waiting_of([family])[family]
                give_places(self.unit, target, person, entry.invitation, self.now)
                self._soon(target, family, DueKind.COURSE_SEAT, Occasion.REMINDER)
                moved.append(family)
        return tuple(moved)

    def individual(self, course: CourseId) -> tuple[FamilyId, ...] | NotNow:
        """Cancel a small group; its families are called about the form at home."""
        families = self.cancel(course)
        if isinstance(families, NotNow):
            return families
        planned, courses = self._known(course), self.unit.courses
        for family, entry in courses.waiting_of(families).items():
            courses.save_waiting(replace(entry, state=WaitingState.INDIVIDUAL))
            self._task(planned, TaskKind.CALL, family)
        return families

    def agree_to_share(self, family: FamilyId, agreed: bool) -> bool:
        """A family does not mind somebody it knows in its group (both must agree). False: it is not on a list here."""
        entry = self._entry(family)
        if entry is None:
            return False
        self.unit.courses.save_waiting(replace(entry, agreed_to_share=agreed))
        self._note_family("course.agreed_to_share" if agreed else "course.wants_apart", entry)
        return True

    def know_each_other(self, family: FamilyId, ref: str) -> bool:
        """Two families know each other and are kept apart. False: one of them is not known here."""
        entry = self._entry(family)
        other = self.unit.courses.family_by_ref(entry.municipality, ref) if entry is not None else None
        if entry is None or other is None or other == family:
            return False
        self.unit.courses.acquaint(entry.municipality, family, other)
        self._note_family("course.acquaintance_noted", entry)
        return True

    def _entry(self, family: FamilyId) -> Waiting | None:
        entry = self.unit.courses.waiting_of([family]).get(family)
        return entry if entry is not None and self.municipality in (None, entry.municipality) else None

    def _note_family(self, event: str, entry: Waiting) -> None:
        self.unit.add_audit(AuditEntry(entry.municipality, self.now, self.actor, event, entry.family))
