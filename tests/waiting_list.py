"""A made-up waiting list and possible courses, the same for the same seed: for tests, the demo and benchmarks."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from domain.courses import Coming, Course, PartOfDay, Preference, WaitingFamily, weekly_sessions
from domain.ids import CourseId, FamilyId, Language, NurseId

ZONE = ZoneInfo("Europe/Copenhagen")
TODAY = date(2026, 5, 4)
PARTS = tuple(PartOfDay)


def waiting_families(count: int, random: Random) -> list[WaitingFamily]:
    """Families with wishes as the seeds tell of them: evenings above all, one in three as a couple."""
    families = []
    for number in range(1, count + 1):
        parts = {PartOfDay.EVENING} if random.random() < 0.5 else {random.choice(PARTS)}
        if random.random() < 0.4:
            parts.add(random.choice(PARTS))
        preference = Preference(
            parts=frozenset(parts),
            weekdays=frozenset(random.sample(range(5), random.choice((1, 2, 3, 5)))),
            coming=random.choices((Coming.MOTHER, Coming.ONE, Coming.BOTH), (45, 20, 35))[0],
            childcare=random.random() < 0.25,
            meal=random.random() < 0.15,
            language=Language("ar") if random.random() < 0.08 else Language("da"),
            individual=random.random() < 0.05,
        )
        knows = {random.randrange(1, count + 1)} - {number} if random.random() < 0.1 else set()
        families.append(
            WaitingFamily(
                FamilyId(number),
                TODAY - timedelta(days=random.randrange(5, 300)),
                preference,
                daycares=frozenset({f"Dagtilbud {random.randrange(max(count // 8, 2))}"}),
                knows=frozenset(map(FamilyId, knows)),
                agreed_to_share=random.random() < 0.15,
                cancelled_first=random.random() < 0.08,
                birthdates=(TODAY - timedelta(days=random.randrange(200, 2000)),),
            )
        )
    return families


def possible_courses(count: int, random: Random) -> list[Course]:
    """Possible courses over the week and the day, led by few and held in few rooms."""
    leaders = [NurseId(number) for number in range(1, max(count // 4, 2) + 1)]
    courses = []
    for number in range(1, count + 1):
        day = datetime(2026, 9, 7, tzinfo=ZONE) + timedelta(days=random.randrange(5))
        first = day.replace(hour=random.choices((9, 14, 17, 19), (2, 2, 3, 3))[0])
        courses.append(
            Course(
                CourseId(number),
                frozenset(random.sample(leaders, 2)),
                f"rum {random.randrange(4)}",
                weekly_sessions(first, random.choice((6, 7, 8)), ZONE, lambda _: False),
                largest=random.choice((8, 10, 10)),
                language=Language("ar") if random.random() < 0.1 else Language("da"),
                childcare=random.random() < 0.6,
                meal=random.random() < 0.5,
            )
        )
    return courses


def seats(families: Sequence[WaitingFamily]) -> int:
    """How many parents these families are."""
    return sum(family.preference.places for family in families)
