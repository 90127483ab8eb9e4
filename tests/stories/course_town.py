"""A town where a course can form: families on the list, a planned course, a leader's desk."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from bot.course_desk import CourseDesk
from domain.course_records import CourseState, PlannedCourse
from domain.courses import Course, weekly_sessions
from domain.ids import CourseId, FamilyId, NurseId, OfferKey
from domain.offers import Offer, Shape
from domain.settings import MunicipalitySettings
from storage import tables as t
from tests.story import COPENHAGEN, HEDENSTED, Town, danish_holiday, hedensted

T = TypeVar("T")
COSP = OfferKey("cosp")
A, B, C, D, E = (f"+45000000{number}" for number in (21, 22, 23, 24, 25))


ONLY_THE_COURSE = {COSP: Offer(COSP, Shape.COURSE, to_months=83)}


def with_courses(**changes: object) -> MunicipalitySettings:
    """Hedensted, where the parent course is the only offer."""
    return hedensted(offers=ONLY_THE_COURSE, **changes)


def planned(town: Town, number: int = 1, **about: object) -> PlannedCourse:
    """A course of six Tuesdays at 17 from 11 August."""
    return planned_at(town.clock.at, number, **about)


def planned_at(now: datetime, number: int = 1, **about: object) -> PlannedCourse:
    """That course, to be decided three weeks from now."""
    first = datetime(2026, 8, 11, 17, 0, tzinfo=COPENHAGEN)
    values: dict[str, object] = {
        "leaders": frozenset({NurseId(1)}),
        "room": "Familiehuset",
        "sessions": weekly_sessions(first, 6, COPENHAGEN, danish_holiday),
        "smallest": 2,
        "largest": 4,
    }
    course = Course(CourseId(number), **(values | about))  # type: ignore[arg-type]
    return PlannedCourse(course, HEDENSTED, COSP, CourseState.FORMING, now + timedelta(days=21))


async def desk(town: Town, act: Callable[[CourseDesk], T]) -> T:
    """What a leader does, in one unit of work."""
    return await town.database.work(
        lambda unit: act(CourseDesk(unit, town.service.house, town.clock.at, "account:1", HEDENSTED))
    )


async def waiting(town: Town, *phones: str, who: str = "1", **about: object) -> list[int]:
    """Families that were invited, said yes and answered the three questions: evenings, in a group."""
    families = [town.family(phone, **about) for phone in phones]  # type: ignore[arg-type]
    await town.invite()
    for phone in phones:
        for reply in ("ja tak", "3", who, "1"):
            await town.says(phone, reply)
    return families


def seats(town: Town, *columns: str, **where: object) -> list[object]:
    """What stands about places, by default their states."""
    return town.rows(t.course_seat, *(columns or ("state",)), **where)


async def seated(town: Town, *phones: str, **about: object) -> list[int]:
    """Families that have taken their places on course 1, which begins on Tuesday 11 August at 17."""
    families = await waiting(town, *phones)
    wrong = await desk(town, lambda one: one.plan(planned(town, **about), [FamilyId(f) for f in families]))  # type: ignore[arg-type]
    assert wrong == ()
    await town.pass_days(1)
    for phone in phones:
        assert "I har plads" in await town.says(phone, "1")
    return families
