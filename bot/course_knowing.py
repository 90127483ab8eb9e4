"""From a family's rows to what the story of a course may know; who else sits there is left out."""

from collections.abc import Sequence
from datetime import datetime

from domain.course_effects import CourseFacts, SeatFacts
from domain.course_records import LIVE_SEATS, CourseStore, PlannedCourse, Seat, SeatState
from domain.courses import kept_apart, seats_refused
from domain.ids import FamilyId
from domain.offers import Shape
from domain.records import Invitation, Situation
from domain.settings import MunicipalitySettings


def course_facts(
    courses: CourseStore,
    situation: Situation,
    invitation: Invitation | None,
    settings: MunicipalitySettings,
    now: datetime,
) -> CourseFacts | None:
    """Where the family stands; None when its invitation is not about a course."""
    offer = settings.offers.get(invitation.offer) if invitation is not None else None
    if invitation is None or offer is None or offer.shape is not Shape.COURSE:
        return None
    family = situation.family.id
    entry = courses.waiting_of([family]).get(family)
    seat = _seat(courses, family, now)
    if entry is None or entry.offer != invitation.offer:
        return CourseFacts(seat=seat)
    return CourseFacts(entry.state, entry.preference, seat)


def _seat(courses: CourseStore, family: FamilyId, now: datetime) -> SeatFacts | None:
    """The place the family has or was offered last."""
    mine = courses.seats_of([family]).get(family, ())
    if not mine:
        return None
    seat = next((one for one in mine if one.state in LIVE_SEATS), mine[-1])
    planned = courses.course(seat.course)
    assert planned is not None
    sessions = planned.course.sessions
    coming = tuple(start for start in sessions if start > now) or sessions[-1:]
    return SeatFacts(
        seat.course,
        seat.state,
        coming,
        planned.course.room,
        seat.held_until,
        lambda: could_have(courses, family, seat),
    )


def could_have(courses: CourseStore, family: FamilyId, seat: Seat) -> bool:
    """Whether the family can have its places now; asked under the course's lock, so that it stays true."""
    planned = courses.course(seat.course, lock=True)
    if planned is None:
        return False
    inside = courses.seats(seat.course)
    if any(one.family == family and one.state is SeatState.OFFERED for one in inside):
        return True
    return fits(courses, planned, family, inside)


def fits(courses: CourseStore, planned: PlannedCourse, family: FamilyId, seats: Sequence[Seat]) -> bool:
    """Whether there is room beside those who have a place, and nobody whom the family must not meet."""
    live = {one.family for one in seats if one.state in LIVE_SEATS}
    people = {one.family: one for one in courses.people([family, *live])}
    me = people.pop(family, None)
    if me is None:
        return False
    others = list(people.values())
    full = seats_refused(planned.course, [me, *others]) is not None
    return not full and not any(kept_apart(me, other) for other in others)
