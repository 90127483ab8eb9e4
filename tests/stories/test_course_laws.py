"""Whatever families answer and leaders choose, in any order: no place sold twice, no forbidden pair, nobody lost."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.course_records import WaitingState
from domain.courses import kept_apart, weekly_sessions
from domain.ids import CourseId, FamilyId, NurseId
from storage import tables as t
from storage.courses import Courses
from storage.ids import Ids
from tests.stories.course_town import COSP, desk, planned, with_courses
from tests.story import COPENHAGEN, HEDENSTED, Town, danish_holiday, sqlite_url, town_on

PHONES = tuple(f"+450000003{number}" for number in range(6))
DAYCARES = ("Solgården", "Solgården", "Elmehøj", "Elmehøj", None, None)
LIVE = ("proposed", "offered", "taken")
WORDS = ("1", "1", "1", "2", "0", "ja", "ikke i en gruppe", "tirsdag aften", "vi vil ikke længere")

Deed = tuple[Any, ...]
DEEDS = st.one_of(
    st.tuples(st.just("plan"), st.integers(1, 3), st.sets(st.integers(0, 5), max_size=4)),
    st.tuples(st.just("says"), st.integers(0, 5), st.sampled_from(WORDS)),
    st.tuples(st.just("says"), st.integers(0, 5), st.just("1")),
    st.tuples(st.just("days"), st.sampled_from((1, 3, 5, 25))),
    st.tuples(st.sampled_from(("cancel", "individual", "wait", "hold", "end")), st.integers(1, 3)),
    st.tuples(st.just("merge"), st.integers(1, 3), st.integers(1, 3)),
    st.tuples(st.just("left"), st.integers(1, 3), st.integers(0, 5)),
    st.tuples(st.just("decide")),
)


@dataclass
class Walk:
    """A town in which deeds are done."""

    town: Town
    families: list[FamilyId]

    async def do(self, deed: Deed) -> None:
        match deed:
            case ("plan", number, members) if CourseId(number) not in self.town.rows(t.course, "id"):
                first = datetime(2026, 9, number, 17, tzinfo=COPENHAGEN)
                sessions = weekly_sessions(first, 6, COPENHAGEN, danish_holiday)
                about = {
                    "sessions": sessions,
                    "leaders": frozenset({NurseId(number)}),
                    "room": f"rum {number}",
                }
                course = planned(self.town, number, smallest=2, largest=3, **about)
                await desk(
                    self.town, lambda one: one.plan(course, [self.families[m] for m in sorted(members)])
                )
            case ("says", who, words):
                await self.town.says(PHONES[who], words)
            case ("days", days):
                await self.town.pass_days(days)
            case ("decide",):
                await self.town.service.decide_courses()
            case ("merge", number, other):
                await desk(self.town, lambda one: one.merge(CourseId(number), CourseId(other)))
            case ("left", number, who):
                await desk(self.town, lambda one: one.left(CourseId(number), self.families[who]))
            case ("wait", number):
                until = datetime(2026, 8, 20, 12, tzinfo=COPENHAGEN)
                await desk(self.town, lambda one: one.wait(CourseId(number), until))
            case (choice, number):
                await desk(self.town, lambda one: getattr(one, choice)(CourseId(number)))
            case _:
                pass

    def must_hold(self) -> None:
        """The laws, whatever was done."""
        seats = [row for row in self.town.rows(t.course_seat) if row.state in LIVE]
        places = Counter((row.course_id, row.place) for row in seats)
        assert set(places.values()) <= {1}, "a place was sold twice"
        assert set(Counter((row.family_id, row.part) for row in seats).values()) <= {1}, "a family sits twice"
        sizes = {row.id: row.largest for row in self.town.rows(t.course)}
        for course, count in Counter(row.course_id for row in seats).items():
            assert count <= sizes[course], "more parents than places"
        self._nobody_meets_whom_it_must_not(seats)
        self._nobody_is_lost({row.family_id: row.course_id for row in seats})

    def _nobody_meets_whom_it_must_not(self, seats: list[Any]) -> None:
        people = {one.family: one for one in _read(self.town, lambda courses: courses.people(self.families))}
        for course in {row.course_id for row in seats}:
            inside = sorted({row.family_id for row in seats if row.course_id == course})
            assert not any(kept_apart(people[a], people[b]) for a, b in combinations(inside, 2))

    def _nobody_is_lost(self, seated: dict[int, int]) -> None:
        listed = {one.family for one in _read(self.town, lambda courses: courses.list_of(HEDENSTED, COSP))}
        rhythm = set(self.town.rows(t.due, "family_id", kind="course_rhythm", done_at=None))
        states = {row.id: row.state for row in self.town.rows(t.course)}
        for row in self.town.rows(t.waiting):
            family = row.family_id
            if row.state in (WaitingState.ASKED, WaitingState.WAITING):
                assert (family in listed) != (family in seated), "between list and course"
                assert family in rhythm, "left in silence"
            assert (family in seated) <= (row.state != WaitingState.OFF), "off the list, but on a course"
            if family in seated:
                assert states[seated[family]] in ("forming", "undecided", "held"), (
                    "on a course that is no more"
                )


def _read(town: Town, look: Any) -> Any:
    return town.database.read_now(lambda connection: look(Courses(connection, Ids())))


async def walk(folder: Path, deeds: list[Deed]) -> None:
    """Six families say yes; then whatever happens happens."""
    with town_on(sqlite_url(folder), settings=with_courses()) as town:
        families = [
            FamilyId(town.family(phone, daycare=one)) for phone, one in zip(PHONES, DAYCARES, strict=True)
        ]
        await town.invite()
        for number, phone in enumerate(PHONES):
            for said in ("ja tak", "3", "3" if number % 3 == 0 else "1", "1"):
                await town.says(phone, said)
        steps = Walk(town, families)
        steps.must_hold()
        for deed in deeds:
            await steps.do(deed)
            steps.must_hold()


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example([("plan", 2, {0}), ("says", 0, "0")])  # planned by the office, and off the list before it was asked
@example([("plan", 2, {0}), ("says", 0, "hellere hjemme hos os")])
@given(st.lists(DEEDS, min_size=4, max_size=16))
def test_no_place_is_sold_twice_no_pair_is_forbidden_and_nobody_is_lost(deeds: list[Deed]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(walk(Path(folder), deeds))
