"""Forming groups: which family could sit in which course, and what a proposal says about everybody on the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol
from zoneinfo import ZoneInfo

from domain.courses import Coming, Course, GroupKind, WaitingFamily, kept_apart, part_of_day
from domain.ids import CourseId, FamilyId


class WhyLeft(StrEnum):
    """Why a family has no place in a proposal: for the leader's eyes, never told to a family."""

    WANTS_INDIVIDUAL = "wants_individual"
    CHILD_AGE = "child_age"
    LANGUAGE = "language"
    GROUP_KIND = "group_kind"
    TIME = "time"
    NEEDS_CHILDCARE = "needs_childcare"
    NEEDS_MEAL = "needs_meal"
    TOO_FEW = "too_few"
    """Times would suit, but none of the courses that seat the most families is among them."""
    FULL = "full"
    KEPT_APART = "kept_apart"
    """Every group with room has a family that it must not meet."""


@dataclass(frozen=True, slots=True)
class Group:
    """A course that should be held, with the families that get a place."""

    course: Course
    families: tuple[FamilyId, ...]
    parents: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """What should be held and for whom, and why each other family is left over.

    ``proven``: no other plan seats more families; else it is the best that was found in the time given.
    """

    groups: tuple[Group, ...]
    left: Mapping[FamilyId, WhyLeft]
    proven: bool

    @property
    def seated(self) -> int:
        """How many families get a place."""
        return sum(len(group.families) for group in self.groups)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The question to the solver: at most ``most`` of the possible courses, on ``today``, in at most ``seconds``.

    ``count_parents``: seat the most parents instead of the most families. Where places are scarce a couple costs two,
    so that counting families leaves couples over, whom the seeds would rather have come together (seed 002).
    """

    families: Sequence[WaitingFamily]
    courses: Sequence[Course]
    most: int
    zone: ZoneInfo
    today: date
    seconds: float = 4.0
    count_parents: bool = False


class CourseSolver(Protocol):
    """Finds the courses that seat the most families; then those cancelled before; then the longest waiters."""

    def __call__(self, wanted: Wanted) -> Proposal:
        """The best proposal; the same for the same question."""
        ...


def months_old(born: date, on: date) -> int:
    """Completed months of life."""
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def unsuited(family: WaitingFamily, course: Course, zone: ZoneInfo) -> WhyLeft | None:
    """The first reason why this course is not for this family; None: it could sit there."""
    wish = family.preference
    day = course.start.astimezone(zone).date()
    ages = [months_old(born, day) for born in family.birthdates]
    if wish.individual:
        return WhyLeft.WANTS_INDIVIDUAL
    if ages and not any(course.from_months <= age <= course.to_months for age in ages):
        return WhyLeft.CHILD_AGE
    if wish.language != course.language:
        return WhyLeft.LANGUAGE
    if not _of_the_kind(wish.coming, course.kind):
        return WhyLeft.GROUP_KIND
    if wish.parts and part_of_day(course.start, zone) not in wish.parts:
        return WhyLeft.TIME
    if wish.weekdays and day.weekday() not in wish.weekdays:
        return WhyLeft.TIME
    if wish.childcare and not course.childcare:
        return WhyLeft.NEEDS_CHILDCARE
    if wish.meal and not course.meal:
        return WhyLeft.NEEDS_MEAL
    return None


def _of_the_kind(coming: Coming, kind: GroupKind) -> bool:
    match kind:
        case GroupKind.MOTHERS:
            return coming is Coming.MOTHER
        case GroupKind.COUPLES:
            return coming is Coming.BOTH
        case _:
            return True


def next_for(
    course: Course, waiting: Sequence[WaitingFamily], inside: Sequence[WaitingFamily], zone: ZoneInfo
) -> WaitingFamily | None:
    """Who is offered a place that came free: fits the course and the group, cancelled before, longest waiting."""
    room = course.largest - sum(family.preference.places for family in inside)
    fitting = [
        family
        for family in waiting
        if family.preference.places <= room
        and unsuited(family, course, zone) is None
        and not any(kept_apart(family, other) for other in inside)
    ]
    return min(fitting, key=in_turn, default=None)


def in_turn(family: WaitingFamily) -> tuple[bool, date, int]:
    """The order of the list: families whose course was cancelled first, then by how long they have waited."""
    return not family.cancelled_first, family.since, family.family


def why_left(
    family: WaitingFamily,
    courses: Sequence[Course],
    groups: Sequence[Group],
    people: Mapping[FamilyId, WaitingFamily],
    zone: ZoneInfo,
) -> WhyLeft:
    """Why a family has no place; the reason nearest to a place wins, so that the leader sees what would help."""
    if family.preference.individual:
        return WhyLeft.WANTS_INDIVIDUAL
    reasons = [unsuited(family, course, zone) for course in courses]
    if None not in reasons:
        nearness = list(WhyLeft)
        return max((r for r in reasons if r is not None), key=nearness.index, default=WhyLeft.TIME)
    suiting = [group for group in groups if unsuited(family, group.course, zone) is None]
    if not suiting:
        return WhyLeft.TOO_FEW
    with_room = [g for g in suiting if g.parents + family.preference.places <= g.course.largest]
    if with_room and all(any(kept_apart(family, people[one]) for one in g.families) for g in with_room):
        return WhyLeft.KEPT_APART
    return WhyLeft.FULL


def by_id(courses: Sequence[Course]) -> Mapping[CourseId, Course]:
    """The courses by their number."""
    return {course.id: course for course in courses}
