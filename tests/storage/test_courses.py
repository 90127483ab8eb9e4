"""Courses, places and the waiting list as both databases keep them; no place is ever given twice."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Connection, Engine, insert
from sqlalchemy.exc import IntegrityError

from domain.course_records import (
    LIVE_SEATS,
    CourseState,
    PlannedCourse,
    Seat,
    SeatState,
    Waiting,
    WaitingState,
)
from domain.courses import Coming, PartOfDay, Preference, WaitingFamily, weekly_sessions
from domain.ids import CourseId, FamilyId, InvitationId, Language, NurseId, OfferKey, SeatId
from domain.ports import SlotChangedMeanwhile
from storage import tables as t
from storage.courses import Courses
from storage.database import make_engine
from tests.database import create_tables, engine
from tests.domain.test_course_rules import course
from tests.postgres import Postgres
from tests.story import COPENHAGEN, HEDENSTED, danish_holiday

__all__ = ["engine"]

NOW = datetime(2026, 5, 4, 8, tzinfo=COPENHAGEN)
COSP = OfferKey("cosp")


class Numbers:
    """Numbers of one test."""

    def __init__(self) -> None:
        self._last = 1000

    def new(self) -> int:
        self._last += 1
        return self._last


def courses_on(connection: Connection) -> Courses:
    return Courses(connection, Numbers())  # type: ignore[arg-type]


@pytest.fixture
def courses(engine: Engine) -> Iterator[Courses]:
    with engine.begin() as connection:
        yield courses_on(connection)


def planned(largest: int = 10) -> PlannedCourse:
    about = course(leaders=frozenset({NurseId(1), NurseId(2)}), smallest=1, largest=largest)
    return PlannedCourse(about, HEDENSTED, COSP, CourseState.FORMING, NOW + timedelta(days=30))


def seat(number: int, family: int, place: int, **about: object) -> Seat:
    values = {"part": 1, "state": SeatState.TAKEN, "held_until": None} | about
    family_id, invitation = FamilyId(family), InvitationId(family)
    return Seat(SeatId(number), HEDENSTED, CourseId(1), family_id, invitation, None, place, **values)  # type: ignore[arg-type]


def waiting(family: int, **about: object) -> Waiting:
    values = {"preference": Preference(), "state": WaitingState.WAITING, "since": NOW} | about
    return Waiting(FamilyId(family), HEDENSTED, COSP, InvitationId(family), **values)  # type: ignore[arg-type]


def test_a_course_comes_back_as_it_was_planned(courses: Courses) -> None:
    sessions = weekly_sessions(
        datetime(2026, 9, 29, 16, 15, tzinfo=COPENHAGEN), 6, COPENHAGEN, danish_holiday
    )
    one = replace(planned(), course=replace(planned().course, sessions=sessions, childcare=True))
    courses.add_course(one, NOW)
    assert courses.course(CourseId(1)) == one
    assert courses.courses(HEDENSTED, [CourseState.FORMING]) == [one]
    assert courses.courses(HEDENSTED, [CourseState.ENDED]) == []


def test_two_changes_of_one_course_do_not_cover_each_other(courses: Courses) -> None:
    courses.add_course(planned(), NOW)
    courses.save_course(replace(planned(), state=CourseState.HELD))
    with pytest.raises(SlotChangedMeanwhile):
        courses.save_course(replace(planned(), state=CourseState.CANCELLED))


def test_wishes_are_kept_and_changed(courses: Courses) -> None:
    wish = Preference(
        frozenset({PartOfDay.EVENING, PartOfDay.MORNING}),
        frozenset({1, 3}),
        Coming.BOTH,
        True,
        True,
        Language("ar"),
    )
    courses.save_waiting(waiting(1, preference=wish))
    assert courses.waiting_of([FamilyId(1)]) == {1: waiting(1, preference=wish)}
    courses.save_waiting(waiting(1, state=WaitingState.OFF))
    assert courses.waiting_of([FamilyId(1)]) == {1: waiting(1, state=WaitingState.OFF)}
    assert courses.list_of(HEDENSTED, COSP) == []


def test_the_list_knows_daycares_birthdays_and_acquaintances_in_order(engine: Engine) -> None:
    with engine.begin() as connection:
        courses = courses_on(connection)
        for number, daycare in ((1, "Elmehøj"), (2, None), (3, None)):
            common = {"municipality": HEDENSTED, "ref": f"R{number}"}
            family = {"id": number, "district": "Tørring", "daycare": daycare, "created_at": NOW}
            connection.execute(insert(t.family), common | family)
            child = {"id": number + 10, "family_id": number, "birthdate": NOW.date(), "daycare": "Solgården"}
            connection.execute(insert(t.child), common | child)
        courses.acquaint(HEDENSTED, FamilyId(3), FamilyId(2))
        courses.acquaint(HEDENSTED, FamilyId(2), FamilyId(3))
        courses.save_waiting(waiting(1))
        courses.save_waiting(waiting(2, since=NOW - timedelta(days=3)))
        courses.save_waiting(waiting(3, cancelled_first=True))
        third, second, first = courses.list_of(HEDENSTED, COSP)
    today = NOW.date()
    assert first == WaitingFamily(
        FamilyId(1), today, daycares=frozenset({"Elmehøj", "Solgården"}), birthdates=(today,)
    )
    assert (second.family, second.knows, third.family, third.knows) == (2, {3}, 3, {2})


def test_a_place_is_one_parents_and_a_family_sits_once(engine: Engine) -> None:
    with engine.begin() as connection:
        courses_on(connection).add_seats([seat(1, 1, 1), seat(2, 1, 2, part=2)], NOW)
    for twice in (seat(3, 2, 2), seat(3, 1, 3)):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            courses_on(connection).add_seats([twice], NOW)
    with engine.begin() as connection:
        courses = courses_on(connection)
        courses.save_seats(
            [seat(1, 1, 1, state=SeatState.LAPSED), seat(2, 1, 2, part=2, state=SeatState.LEFT)], NOW
        )
        courses.add_seats([seat(3, 2, 2)], NOW)
        assert [(one.family, one.place) for one in courses.seats(CourseId(1)) if one.state in LIVE_SEATS] == [
            (2, 2)
        ]
        assert courses.seats_of([FamilyId(1)]) == {1: [seat(1, 1, 1, state=SeatState.LAPSED)]}


def _take_the_last(engine: Engine, family: int, together: Barrier, *, lock: bool) -> bool:
    """Look whether the last place is free, and take it; with or without the course's lock."""
    with engine.begin() as connection:
        courses = courses_on(connection)
        if not lock:
            together.wait(10)
        found = courses.course(CourseId(1), lock=lock)
        assert found is not None
        taken = [one for one in courses.seats(CourseId(1)) if one.state in LIVE_SEATS]
        if len(taken) >= found.course.largest:
            return False
        if not lock:
            together.wait(10)
        courses.add_seats([seat(family, family, 1)], NOW)
        return True


def _race(engine: Engine, *, lock: bool) -> list[bool | BaseException | None]:
    with engine.begin() as connection:
        courses_on(connection).add_course(planned(largest=1), NOW)
    together = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(_take_the_last, engine, family, together, lock=lock) for family in (1, 2)]
        return [one.exception() or one.result() for one in running]


def test_with_the_lock_the_second_sees_that_the_last_place_is_gone(engine: Engine) -> None:
    assert sorted(map(str, _race(engine, lock=True))) == ["False", "True"]


def test_without_the_lock_both_see_it_free_and_only_the_index_stands_between(
    request: pytest.FixtureRequest,
) -> None:
    # On SQLite there is one writer: nobody can look while another takes.
    server: Postgres = request.getfixturevalue("postgres")
    with server.database(template=server.template("tables", create_tables)) as url:
        made = make_engine(url)
        found = _race(made, lock=False)
        made.dispose()
    assert found.count(True) == 1
    assert [type(one) for one in found if one is not True] == [IntegrityError]
