"""What a leader does with a course that runs: who came, who left, a new date or room, its end.

Each is one unit of work. An expected refusal is a value. Everybody who has a place hears of a change at once.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.board import Board
from bot.conversing import House, carry_out_decision
from bot.course_effects import ask_next, falls_due, remind_of
from bot.keeping import thaw
from bot.knowing import household, writable
from bot.messages import keys
from domain.cadence import feedback_at
from domain.contact_hours import Occasion, next_allowed
from domain.course_records import CourseState, PlannedCourse, Seat, SeatState
from domain.courses import Refusal, change_refused
from domain.decisions import Audience, Decision, Say, TaskKind
from domain.due import DueKind
from domain.ids import CourseId, FamilyId, Municipality, SeatId, TaskId
from domain.outcomes import BookingState
from domain.ports import UnitOfWork
from domain.records import AuditEntry, Task
from domain.settings import MunicipalitySettings
from domain.texts import TextValue, Wording

COMING = (CourseState.FORMING, CourseState.UNDECIDED)
OPEN = (*COMING, CourseState.HELD)
"""A course that is offered or held; not ended, not cancelled."""
SOON = timedelta(hours=24)
"""A change to a session this near may be told early and late (contact cadence)."""


class Why(StrEnum):
    """Why something cannot be done with a course now."""

    GONE = "gone"
    """There is no such course here."""
    OVER = "over"
    """It has ended, was cancelled, or is past the point where that could be chosen."""
    NO_SUCH_SESSION = "no_such_session"
    NOT_YET = "not_yet"
    """The session has not begun."""
    NOT_ON_IT = "not_on_it"
    """The family has no place there."""
    SAME_COURSE = "same_course"
    NO_SUCH_DEADLINE = "no_such_deadline"
    """The new deadline is past, or after the first session."""


@dataclass(frozen=True, slots=True)
class NotNow:
    """Something that cannot be done with a course now, and why."""

    why: Why


@dataclass(frozen=True, slots=True)
class Change:
    """Another start for one session, counted from 1, another room for those to come, or both."""

    session: int | None = None
    start: datetime | None = None
    room: str | None = None


@dataclass(frozen=True, slots=True)
class RunningDesk:
    """A leader's actions in one unit of work at one moment. ``municipality`` None: the clock's, for all courses."""

    unit: UnitOfWork
    house: House
    now: datetime
    actor: str
    municipality: Municipality | None = None

    def attended(self, course: CourseId, session: int, present: Collection[SeatId]) -> NotNow | None:
        """Which parents came to a session, from 1; a family of which nobody came reads "see you next time"."""
        planned, courses = self._course(course, (*OPEN, CourseState.ENDED)), self.unit.courses
        if isinstance(planned, NotNow):
            return planned
        sessions = planned.course.sessions
        if not 1 <= session <= len(sessions):
            return NotNow(Why.NO_SUCH_SESSION)
        if sessions[session - 1] > self.now:
            return NotNow(Why.NOT_YET)
        noted = courses.attendance(course)
        seats = [one for one in courses.seats(course) if one.state in (SeatState.TAKEN, SeatState.COMPLETED)]
        came = {one.id: one.id in present for one in seats}
        courses.note_attendance(planned.municipality, course, session, came, self.now)
        if session < len(sessions) and sessions[session] > self.now:
            known = {one.family for one in seats if noted.get((session, one.id)) is False}
            there = {one.family for one in seats if came[one.id]}
            for family in dict.fromkeys(one.family for one in seats):
                if family not in there | known:
                    self._soon(planned, family, DueKind.COURSE_MISSED, Occasion.REMINDER)
        self._note("course.attendance_noted", planned)
        return None

    def left(self, course: CourseId, family: FamilyId) -> NotNow | None:
        """A family leaves: midway the booking is aborted; before the first session the next on the list is asked."""
        planned = self._course(course, OPEN)
        if isinstance(planned, NotNow):
            return planned
        begun = planned.course.start <= self.now
        mine = [one for one in self._taken(course) if one.family == family]
        if not mine:
            return NotNow(Why.NOT_ON_IT)
        self._end(mine, SeatState.LEFT, BookingState.ABORTED if begun else BookingState.CANCELLED_BY_FAMILY)
        self.unit.courses.drop_due([family], DueKind.COURSE_REMINDER, self.now)
        if not begun:
            settings = self.house.municipalities[planned.municipality]
            ask_next(self.unit, planned, settings, self.house.holidays, self.now)
        self._note("course.left", planned, family)
        return None

    def end(self, course: CourseId) -> NotNow | None:
        """After the last session: who came has completed the course and is asked three questions (seed 000).

        A family of which nobody came to any session that was noted did not show up.
        """
        planned = self._course(course, OPEN)
        if isinstance(planned, NotNow):
            return planned
        if planned.course.sessions[-1] > self.now:
            return NotNow(Why.NOT_YET)
        noted, seats = self.unit.courses.attendance(course), self._taken(course)
        seen = {seat for (_, seat), came in noted.items() if came}
        came = {one.family for one in seats if one.id in seen}
        absent = {one.family for one in seats if any(seat == one.id for _, seat in noted)} - came
        self._end([one for one in seats if one.family in absent], SeatState.LEFT, BookingState.NO_SHOW)
        completed = [one for one in seats if one.family not in absent]
        self._end(completed, SeatState.COMPLETED, BookingState.COMPLETED)
        self._ask_about_it(planned, completed)
        self.unit.courses.save_course(replace(planned, state=CourseState.ENDED))
        self._note("course.ended", planned)
        return None

    def _ask_about_it(self, planned: PlannedCourse, completed: Sequence[Seat]) -> None:
        settings = self.house.municipalities[planned.municipality]
        last = planned.course.sessions[-1]
        at = feedback_at(last, self.now, settings.cadence, settings.zone, self.house.holidays)
        invitations = {one.family: one.invitation for one in completed}
        for family, invitation in invitations.items():
            falls_due(self.unit, planned.municipality, family, invitation, DueKind.COURSE_RATING, at)

    def change(self, course: CourseId, wanted: Change) -> tuple[Refusal | NotNow, ...]:
        """Another date or room: everybody with a place hears of it at once, and is reminded anew.

        Whoever may not be written to is put on the call list.
        """
        planned = self._course(course, OPEN)
        if isinstance(planned, NotNow):
            return (planned,)
        old, settings = planned.course, self.house.municipalities[planned.municipality]
        sessions = list(old.sessions)
        if wanted.session is not None and wanted.start is not None:
            if not 1 <= wanted.session <= len(sessions):
                return (NotNow(Why.NO_SUCH_SESSION),)
            sessions[wanted.session - 1] = wanted.start
        new = replace(old, sessions=tuple(sessions), room=wanted.room or old.room)
        others = [one.course for one in self.unit.courses.courses(planned.municipality, OPEN)]
        wrong = change_refused(old, new, others, settings.zone, self.house.holidays, self.now)
        if wrong or new == old:
            return wrong
        changed = replace(planned, course=new)
        self.unit.courses.save_course(changed)
        self._tell(changed, old.sessions, moved=new.sessions != old.sessions)
        self._note("course.changed", planned)
        return ()

    def _tell(self, planned: PlannedCourse, before: Sequence[datetime], *, moved: bool) -> None:
        """One message to every family with a place, and its reminders and booking at the new times."""
        courses, settings = self.unit.courses, self.house.municipalities[planned.municipality]
        course = planned.course
        seats = [one for one in courses.seats(course.id) if one.state in (SeatState.TAKEN, SeatState.OFFERED)]
        wording, first, expires = _change(planned, before, settings, moved, self.now)
        occasion = Occasion.URGENT_CHANGE if first - self.now < SOON else Occasion.CHANGE
        for family, seat in {one.family: one for one in seats}.items():
            said = Say(wording, Audience.EVERYONE, occasion, expires=expires, invitation=seat.invitation)
            if not self._say(family, said):
                self._task(planned, TaskKind.CALL, family)
            if seat.state is SeatState.TAKEN and moved:
                remind_of(
                    self.unit, planned, family, seat.invitation, settings, self.house.holidays, self.now
                )
        end = course.sessions[-1] + timedelta(minutes=course.minutes)
        for booking in {one.booking for one in seats if one.booking is not None}:
            courses.move_booking(booking, course.start, end)

    def _say(self, family: FamilyId, said: Say) -> bool:
        """Whether somebody of the family may be written to; then it is."""
        situation = self.unit.situations([family]).get(family)
        if situation is None or situation.family.frozen_at is not None:
            return False
        whom = next((one for one in household(situation, None) if writable(situation, one)), None)
        if whom is None:
            return False
        board = Board(self.unit, self.house.municipalities, self.now)
        decision = Decision(thaw(whom.state), (said,))
        carry_out_decision(
            decision, situation, whom, board, self.unit, self.house, self.now, actor=self.actor
        )
        return True

    def _taken(self, course: CourseId) -> list[Seat]:
        return [one for one in self.unit.courses.seats(course) if one.state is SeatState.TAKEN]

    def _end(self, seats: Sequence[Seat], state: SeatState, booking: BookingState) -> None:
        self.unit.courses.save_seats([replace(one, state=state) for one in seats], self.now)
        for number in {one.booking for one in seats if one.booking is not None}:
            self.unit.courses.end_booking(number, booking, self.now)

    def _course(self, number: CourseId, states: Collection[CourseState]) -> PlannedCourse | NotNow:
        """A course of this municipality, locked, in one of these states."""
        planned = self.unit.courses.course(number, lock=True)
        if planned is None or self.municipality not in (None, planned.municipality):
            return NotNow(Why.GONE)
        return planned if planned.state in states else NotNow(Why.OVER)

    def _known(self, number: CourseId) -> PlannedCourse:
        """A course that this unit has locked before."""
        planned = self.unit.courses.course(number)
        assert planned is not None
        return planned

    def _soon(self, planned: PlannedCourse, family: FamilyId, kind: DueKind, occasion: Occasion) -> None:
        """Something about a family falls due at the next hour at which it may be written to."""
        settings = self.house.municipalities[planned.municipality]
        entry = self.unit.courses.waiting_of([family])[family]
        at = next_allowed(self.now, occasion, settings.hours, settings.zone, self.house.holidays)
        falls_due(self.unit, planned.municipality, family, entry.invitation, kind, at)

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

    def _note(self, event: str, planned: PlannedCourse, family: FamilyId | None = None) -> None:
        detail = f"course {planned.course.id}"
        self.unit.add_audit(
            AuditEntry(planned.municipality, self.now, self.actor, event, family, detail=detail)
        )


def _change(
    planned: PlannedCourse,
    before: Sequence[datetime],
    settings: MunicipalitySettings,
    moved: bool,
    now: datetime,
) -> tuple[Wording, datetime, datetime]:
    """What has changed: the session that moved, or the room of the next one.

    With it the first moment at which somebody would come in vain, and when the message has become pointless.
    """
    course = planned.course
    values: dict[str, TextValue] = {"service": settings.service_name, "place": course.room}
    if moved:
        was, start = next(pair for pair in zip(before, course.sessions, strict=True) if pair[0] != pair[1])
        day = was.astimezone(settings.zone).date()
        return Wording(keys.COURSE_MOVED, values | {"day": day, "start": start}), min(was, start), start
    coming = next((start for start in course.sessions if start > now), course.sessions[-1])
    return Wording(keys.COURSE_NEW_ROOM, values | {"start": coming}), coming, coming
