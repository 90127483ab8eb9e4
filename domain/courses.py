"""Courses that form: what suits a family that waits, what could be held, and what a leader may not plan.

The rules are those of seeds 000 and 002: at most ten parents, two leaders, no two families of one daycare, and
whatever the service cancels is never a family's no.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

from domain.contact_hours import Holidays
from domain.ids import DANISH, CourseId, FamilyId, Language, NurseId

SMALLEST_GROUP, LARGEST_GROUP = 4, 10
"""Parents in a group, our default; a parent in seed 002 said ten at most, "it is very personal"."""
SESSION_COUNTS = (6, 7, 8)
"""Hedensted holds six sessions, plans seven; the programme has eight (seed 000)."""
AFTERNOON_FROM_HOUR, EVENING_FROM_HOUR = 12, 17


class PartOfDay(StrEnum):
    """When on a day a session begins: before noon, before 17, or later."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class Coming(StrEnum):
    """Who of a family takes part; two parents take two places, a mother alone may join a mothers' group."""

    MOTHER = "mother"
    ONE = "one"
    BOTH = "both"


class GroupKind(StrEnum):
    """For whom a group is (seed 002: "hold kun for mødre eller kun for par")."""

    OPEN = "open"
    MOTHERS = "mothers"
    COUPLES = "couples"


@dataclass(frozen=True, slots=True)
class Preference:
    """What would suit a family. No part of the day and no weekday (0 is Monday) named: any suits."""

    parts: frozenset[PartOfDay] = frozenset()
    weekdays: frozenset[int] = frozenset()
    coming: Coming = Coming.ONE
    childcare: bool = False
    meal: bool = False
    language: Language = DANISH
    individual: bool = False

    @property
    def places(self) -> int:
        """How many places the family takes in a group."""
        return 2 if self.coming is Coming.BOTH else 1


@dataclass(frozen=True, slots=True)
class WaitingFamily:
    """A family that said yes and has no course yet.

    ``daycares`` and ``knows`` are staff-side: they part groups and are never told. ``agreed_to_share``: the family
    does not mind somebody it knows. ``cancelled_first``: the service cancelled its course, so it comes first.
    """

    family: FamilyId
    since: date
    preference: Preference = Preference()
    daycares: frozenset[str] = frozenset()
    knows: frozenset[FamilyId] = frozenset()
    agreed_to_share: bool = False
    cancelled_first: bool = False
    birthdates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """A course that is held or could be: who leads it where, and each session's own start, aware, in order.

    ``from_months``/``to_months``: ages of the child at the first session, both inclusive, in completed months.
    """

    id: CourseId
    leaders: frozenset[NurseId]
    room: str
    sessions: tuple[datetime, ...]
    minutes: int = 120
    smallest: int = SMALLEST_GROUP
    largest: int = LARGEST_GROUP
    language: Language = DANISH
    kind: GroupKind = GroupKind.OPEN
    childcare: bool = False
    meal: bool = False
    from_months: int = 0
    to_months: int = 83

    @property
    def start(self) -> datetime:
        """When the first session begins."""
        return self.sessions[0]


@dataclass(frozen=True, slots=True)
class OverCapacity:
    """More parents than the group has places."""

    parents: int
    largest: int


@dataclass(frozen=True, slots=True)
class InThePast:
    """A session that would have begun already."""

    start: datetime


@dataclass(frozen=True, slots=True)
class OnHoliday:
    """A session on a Danish holiday."""

    day: date


@dataclass(frozen=True, slots=True)
class LeaderTwice:
    """A leader would be in two places at once."""

    leader: NurseId
    start: datetime


@dataclass(frozen=True, slots=True)
class RoomTwice:
    """Two groups would meet in one room at once."""

    room: str
    start: datetime


@dataclass(frozen=True, slots=True)
class WrongShape:
    """Not a course: the number of sessions, their order or the size of the group is impossible."""

    sessions: int
    smallest: int
    largest: int


Refusal = OverCapacity | InThePast | OnHoliday | LeaderTwice | RoomTwice | WrongShape


def part_of_day(start: datetime, zone: ZoneInfo) -> PartOfDay:
    """The part of the day in which a session begins, on the municipality's clocks."""
    hour = start.astimezone(zone).hour
    if hour < AFTERNOON_FROM_HOUR:
        return PartOfDay.MORNING
    return PartOfDay.AFTERNOON if hour < EVENING_FROM_HOUR else PartOfDay.EVENING


def weekly_sessions(
    first: datetime, count: int, zone: ZoneInfo, holidays: Holidays, skipped: Iterable[date] = ()
) -> tuple[datetime, ...]:
    """``count`` sessions, one a week at the same hour on the wall; holidays and ``skipped`` days fall out."""
    local = first.astimezone(zone)
    left_out = frozenset(skipped)
    found: list[datetime] = []
    day = local.date()
    while len(found) < count:
        if not holidays(day) and day not in left_out:
            found.append(datetime.combine(day, local.time(), tzinfo=zone))
        day += timedelta(days=7)
    return tuple(found)


def refused(
    course: Course, others: Sequence[Course], zone: ZoneInfo, holidays: Holidays, now: datetime
) -> tuple[Refusal, ...]:
    """Why this course cannot be planned beside the others; empty: it can."""
    wrong: list[Refusal] = []
    in_order = all(one < following for one, following in pairwise(course.sessions))
    sized = 1 <= course.smallest <= course.largest
    if len(course.sessions) not in SESSION_COUNTS or not in_order or not sized:
        wrong.append(WrongShape(len(course.sessions), course.smallest, course.largest))
    for start in course.sessions:
        if start <= now:
            wrong.append(InThePast(start))
        if holidays(day := start.astimezone(zone).date()):
            wrong.append(OnHoliday(day))
    for other in others:
        if other.id != course.id:
            wrong.extend(_collisions(course, other))
    return tuple(wrong)


def change_refused(
    old: Course, new: Course, others: Sequence[Course], zone: ZoneInfo, holidays: Holidays, now: datetime
) -> tuple[Refusal, ...]:
    """Why a running course cannot have these dates or this room; sessions that stay as they were may be past."""
    stay = frozenset(old.sessions) & frozenset(new.sessions)
    stays = frozenset(start.astimezone(zone).date() for start in stay)
    begun = tuple(InThePast(start) for start in old.sessions if start not in stay and start <= now)
    coming = [
        one
        for one in refused(new, others, zone, holidays, now)
        if not (isinstance(one, InThePast) and one.start in stay)
        and not (isinstance(one, OnHoliday) and one.day in stays)
        and not (isinstance(one, LeaderTwice | RoomTwice) and one.start <= now)
    ]
    return begun + tuple(coming)


def collide(one: Course, other: Course) -> bool:
    """Whether two courses want one leader or one room at the same time."""
    return bool(_collisions(one, other))


def _collisions(course: Course, other: Course) -> list[Refusal]:
    shared = sorted(course.leaders & other.leaders)
    same_room = course.room == other.room
    if not shared and not same_room:
        return []
    found: list[Refusal] = []
    for start in course.sessions:
        if any(_overlap(start, course.minutes, begun, other.minutes) for begun in other.sessions):
            found.extend(LeaderTwice(leader, start) for leader in shared)
            if same_room:
                found.append(RoomTwice(course.room, start))
    return found


def _overlap(one: datetime, minutes: int, other: datetime, other_minutes: int) -> bool:
    return one < other + timedelta(minutes=other_minutes) and other < one + timedelta(minutes=minutes)


def seats_refused(course: Course, families: Iterable[WaitingFamily]) -> OverCapacity | None:
    """Whether these families are more parents than the group may have."""
    parents = sum(family.preference.places for family in families)
    return OverCapacity(parents, course.largest) if parents > course.largest else None


def kept_apart(one: WaitingFamily, other: WaitingFamily) -> bool:
    """Whether two families may not share a group: one daycare or known to each other, unless both agreed.

    A parent in seed 002 met a couple from the daycare and "it turned in my stomach". Never told to a family.
    """
    if one.agreed_to_share and other.agreed_to_share:
        return False
    return bool(one.daycares & other.daycares) or other.family in one.knows or one.family in other.knows
