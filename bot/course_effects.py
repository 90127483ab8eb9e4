"""What the story of a course orders becomes rows: wishes, places, reminders, and who is asked next."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from domain.cadence import eve_reminder_at
from domain.contact_hours import Occasion, next_allowed
from domain.course_effects import HoldSeat, LetSeatGo, NoteAbsence, NoteWish, RateCourse, TakeSeat
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
from domain.due import DueKind
from domain.forming import next_for
from domain.ids import BookingId, CourseId, DueId, FamilyId, InvitationId, Municipality, SeatId
from domain.ports import UnitOfWork
from domain.records import DueRow
from domain.settings import MunicipalitySettings

if TYPE_CHECKING:
    from bot.effects import Carrying
    from domain.contact_hours import Holidays


def _wish(c: Carrying, effect: NoteWish) -> None:
    family, invitation = c.situation.family, c.situation.invitations[effect.invitation]
    entry = c.unit.courses.waiting_of([family.id]).get(family.id)
    if entry is None:
        entry = Waiting(
            family.id,
            family.municipality,
            invitation.offer,
            invitation.id,
            c.now,
            effect.preference,
            effect.state,
        )
    back = entry.state is WaitingState.OFF and effect.state is not WaitingState.OFF
    c.unit.courses.save_waiting(
        replace(
            entry,
            invitation=effect.invitation,
            since=c.now if back else entry.since,
            preference=effect.preference,
            state=effect.state,
        )
    )
    c.note(f"course.{effect.state}", invitation=effect.invitation)
    if effect.state in (WaitingState.OFF, WaitingState.INDIVIDUAL):
        _give_back(c)


def _give_back(c: Carrying) -> None:
    """Who leaves the list leaves the place that was meant for it, which goes to the next: nobody is told to come."""
    seats = c.unit.courses.seats_of([c.situation.family.id]).get(c.situation.family.id, ())
    kept = {one.course for one in seats if one.state in (SeatState.PROPOSED, SeatState.OFFERED)}
    for course in sorted(kept):
        _let_go(c, LetSeatGo(course, SeatState.REFUSED))


def _hold(c: Carrying, effect: HoldSeat) -> None:
    held = [replace(one, state=SeatState.OFFERED, held_until=effect.until) for one in _mine(c, effect.course)]
    c.unit.courses.save_seats(held, c.now)


def _mine(c: Carrying, course: CourseId) -> list[Seat]:
    seats = c.unit.courses.seats_of([c.situation.family.id]).get(c.situation.family.id, ())
    return [one for one in seats if one.course == course and one.state in LIVE_SEATS]


def _take(c: Carrying, effect: TakeSeat) -> None:
    """The places become the family's; those that had lapsed are given anew (``could_have`` has looked, locked)."""
    courses, family = c.unit.courses, c.situation.family
    planned = courses.course(effect.course, lock=True)
    assert planned is not None
    mine = _mine(c, effect.course)
    if not mine:
        [me] = courses.people([family.id])
        mine = give_places(c.unit, planned, me, effect.invitation, c.now)
    sessions = planned.course.sessions
    booking = CourseBooking(
        BookingId(c.unit.new_id()),
        family.municipality,
        effect.invitation,
        family.id,
        c.guardian,
        planned.offer,
        sessions[0],
        sessions[-1] + timedelta(minutes=planned.course.minutes),
        c.now,
    )
    courses.add_booking(booking)
    taken = [replace(one, state=SeatState.TAKEN, held_until=None, booking=booking.id) for one in mine]
    courses.save_seats(taken, c.now)
    entry = courses.waiting_of([family.id])[family.id]
    courses.save_waiting(replace(entry, state=WaitingState.SEATED))
    remind_of(c.unit, planned, family.id, effect.invitation, c.settings, c.holidays, c.now)
    c.note("course.seat_taken", invitation=effect.invitation)


def give_places(
    unit: UnitOfWork, planned: PlannedCourse, family: WaitingFamily, invitation: InvitationId, now: datetime
) -> list[Seat]:
    """The lowest free places for a family, one for each parent who comes."""
    taken = {one.place for one in unit.courses.seats(planned.course.id) if one.state in LIVE_SEATS}
    free = [place for place in range(1, planned.course.largest + 1) if place not in taken]
    seats = [
        Seat(
            SeatId(unit.new_id()),
            planned.municipality,
            planned.course.id,
            family.family,
            invitation,
            None,
            place,
            part,
            SeatState.PROPOSED,
            None,
        )
        for part, place in enumerate(free[: family.preference.places], start=1)
    ]
    unit.courses.add_seats(seats, now)
    return seats


def remind_of(
    unit: UnitOfWork,
    planned: PlannedCourse,
    family: FamilyId,
    invitation: InvitationId,
    settings: MunicipalitySettings,
    holidays: Holidays,
    now: datetime,
) -> None:
    """A reminder the day before each coming session, in place of those there were."""
    unit.courses.drop_due([family], DueKind.COURSE_REMINDER, now)
    for start in planned.course.sessions:
        at = eve_reminder_at(start, now, family, settings.cadence, settings.zone, holidays)
        if at is not None:
            falls_due(unit, planned.municipality, family, invitation, DueKind.COURSE_REMINDER, at)


def falls_due(
    unit: UnitOfWork,
    municipality: Municipality,
    family: FamilyId,
    invitation: InvitationId,
    kind: DueKind,
    at: datetime,
) -> None:
    """Something about a family's course falls due; it drops by itself when the invitation changes before."""
    revision = unit.courses.revision_of(invitation)
    unit.add_due(DueRow(DueId(unit.new_id()), municipality, family, invitation, None, kind, revision, at))


def _let_go(c: Carrying, effect: LetSeatGo) -> None:
    """The places are free, and the next on the list whom they suit is asked in its waking hours."""
    courses = c.unit.courses
    planned = courses.course(effect.course, lock=True)
    assert planned is not None
    left = [replace(one, state=effect.became, held_until=None) for one in _mine(c, effect.course)]
    courses.save_seats(left, c.now)
    c.note(f"course.seat_{effect.became}")
    if planned.state in (CourseState.FORMING, CourseState.HELD) and planned.course.start > c.now:
        ask_next(c.unit, planned, c.settings, c.holidays, c.now, besides=c.situation.family.id)


def ask_next(
    unit: UnitOfWork,
    planned: PlannedCourse,
    settings: MunicipalitySettings,
    holidays: Holidays,
    now: datetime,
    besides: int | None = None,
) -> None:
    """Propose free places to the next on the list whom they suit; nobody is asked twice about one course."""
    courses = unit.courses
    seats = courses.seats(planned.course.id)
    asked = {one.family for one in seats} | {besides}
    waiting = [one for one in courses.list_of(planned.municipality, planned.offer) if one.family not in asked]
    inside = courses.people(sorted({one.family for one in seats if one.state in LIVE_SEATS}))
    following = next_for(planned.course, waiting, inside, settings.zone)
    if following is None:
        return
    entry = courses.waiting_of([following.family])[following.family]
    give_places(unit, planned, following, entry.invitation, now)
    at = next_allowed(now, Occasion.REMINDER, settings.hours, settings.zone, holidays)
    falls_due(unit, planned.municipality, following.family, entry.invitation, DueKind.COURSE_SEAT, at)


def _absent(c: Carrying, effect: NoteAbsence) -> None:
    """The family cannot come next time: its leader sees so, its reminders go on."""
    planned = c.unit.courses.course(effect.course)
    assert planned is not None
    coming = [number for number, start in enumerate(planned.course.sessions, start=1) if start > c.now]
    if coming:
        away = {seat.id: False for seat in _mine(c, effect.course)}
        c.unit.courses.note_attendance(planned.municipality, effect.course, coming[0], away, c.now)
        c.note("course.absence_told")


def _rate(c: Carrying, effect: RateCourse) -> None:
    """One parent's answer after the last session."""
    family = c.situation.family
    c.unit.courses.rate(
        family.municipality, effect.course, c.guardian, family.id, effect.question, effect.rating, c.now
    )


COURSE_HANDLERS: Mapping[type[Any], Callable[[Any, Any], None]] = {
    NoteWish: _wish,
    HoldSeat: _hold,
    TakeSeat: _take,
    LetSeatGo: _let_go,
    NoteAbsence: _absent,
    RateCourse: _rate,
}
