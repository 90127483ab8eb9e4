"""Which courses could be held: a leader's weekdays, hours and rooms as courses with dates of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from domain.contact_hours import Holidays
from domain.courses import (
    LARGEST_GROUP,
    SMALLEST_GROUP,
    Course,
    GroupKind,
    Refusal,
    refused,
    weekly_sessions,
)
from domain.ids import DANISH, CourseId, Language, NurseId

MOST_CANDIDATES = 60
"""More would make the search slow without giving a leader a better choice."""


@dataclass(frozen=True, slots=True)
class Possible:
    """What a leader could hold: any of the weekdays (0 is Monday), hours and rooms, from a day on."""

    first_day: date
    weekdays: tuple[int, ...]
    hours: tuple[time, ...]
    rooms: tuple[str, ...]
    leaders: frozenset[NurseId]
    sessions: int = 7
    minutes: int = 120
    smallest: int = SMALLEST_GROUP
    largest: int = LARGEST_GROUP
    language: Language = DANISH
    kind: GroupKind = GroupKind.OPEN
    childcare: bool = False
    meal: bool = False


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A course that could not be held beside those there are, and why."""

    course: Course
    why: tuple[Refusal, ...]


def possible_courses(
    possible: Possible, others: Sequence[Course], zone: ZoneInfo, holidays: Holidays, now: datetime
) -> tuple[list[Course], list[LeftOut]]:
    """Every combination as a course with its sessions, holidays skipped; and those that cannot be, with the reason.

    They are numbered from 1 for the proposal alone; at most ``MOST_CANDIDATES`` are made.
    """
    found: list[Course] = []
    left_out: list[LeftOut] = []
    combined = product(sorted(set(possible.weekdays)), sorted(set(possible.hours)), possible.rooms)
    for number, (weekday, hour, room) in enumerate(combined, start=1):
        if number > MOST_CANDIDATES:
            break
        day = possible.first_day + timedelta(days=(weekday - possible.first_day.weekday()) % 7)
        course = Course(
            id=CourseId(-number),
            leaders=possible.leaders,
            room=room,
            sessions=weekly_sessions(
                datetime.combine(day, hour, tzinfo=zone), possible.sessions, zone, holidays
            ),
            minutes=possible.minutes,
            smallest=possible.smallest,
            largest=possible.largest,
            language=possible.language,
            kind=possible.kind,
            childcare=possible.childcare,
            meal=possible.meal,
        )
        why = refused(course, others, zone, holidays, now)
        if why:
            left_out.append(LeftOut(course, why))
        else:
            found.append(course)
    return found, left_out
