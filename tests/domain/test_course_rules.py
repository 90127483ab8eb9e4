"""What a leader may not plan, and whom a family never meets."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.courses import (
    Coming,
    Course,
    GroupKind,
    InThePast,
    LeaderTwice,
    OnHoliday,
    OverCapacity,
    PartOfDay,
    Preference,
    RoomTwice,
    WaitingFamily,
    WrongShape,
    kept_apart,
    part_of_day,
    refused,
    seats_refused,
    weekly_sessions,
)
from domain.forming import WhyLeft, months_old, next_for, unsuited
from domain.ids import CourseId, FamilyId, Language, NurseId
from tests.story import danish_holiday

ZONE = ZoneInfo("Europe/Copenhagen")
IDA, BO, EVA = NurseId(1), NurseId(2), NurseId(3)
NOW = datetime(2026, 4, 1, 12, tzinfo=ZONE)


def course(number: int = 1, first: str = "2026-08-11T16:15", count: int = 6, **about: object) -> Course:
    start = datetime.fromisoformat(first).replace(tzinfo=ZONE)
    values: dict[str, object] = {"leaders": frozenset({IDA, BO}), "room": "Biblioteket"}
    sessions = weekly_sessions(start, count, ZONE, danish_holiday)
    return Course(CourseId(number), sessions=sessions, **(values | about))  # type: ignore[arg-type]


def family(number: int = 1, **about: object) -> WaitingFamily:
    return WaitingFamily(FamilyId(number), date(2026, 1, number), **about)  # type: ignore[arg-type]


def test_sessions_keep_their_hour_across_the_clock_change_and_skip_holidays() -> None:
    start = datetime(2026, 3, 19, 16, 15, tzinfo=ZONE)
    sessions = weekly_sessions(start, 7, ZONE, danish_holiday, skipped=[date(2026, 4, 23)])
    days = [one.strftime("%d.%m. %H:%M") for one in sessions]
    # Maundy Thursday is 2 April, the clocks change on 29 March, 23 April the leader is away, Ascension is 14 May.
    assert days == [
        "19.03. 16:15",
        "26.03. 16:15",
        "09.04. 16:15",
        "16.04. 16:15",
        "30.04. 16:15",
        "07.05. 16:15",
        "21.05. 16:15",
    ]


def test_a_course_that_can_be_held_is_not_refused() -> None:
    assert refused(course(), [course(2, "2026-08-12T16:15")], ZONE, danish_holiday, NOW) == ()


def test_a_session_in_the_past_or_on_a_holiday_is_refused_with_its_day() -> None:
    past = course(first="2026-03-31T10:00")
    assert refused(past, [], ZONE, danish_holiday, NOW) == (InThePast(past.sessions[0]),)
    on_maundy_thursday = datetime(2027, 3, 25, 10, tzinfo=ZONE)
    weeks = [on_maundy_thursday + timedelta(days=7 * number) for number in range(6)]
    held = Course(CourseId(1), frozenset({IDA}), "Biblioteket", tuple(weeks))
    assert refused(held, [], ZONE, danish_holiday, NOW) == (OnHoliday(date(2027, 3, 25)),)


def test_a_leader_and_a_room_are_in_one_place_at_a_time() -> None:
    one = course(count=6)
    other = course(2, "2026-09-15T17:30", leaders=frozenset({BO, EVA}))
    assert refused(one, [other], ZONE, danish_holiday, NOW) == (
        LeaderTwice(BO, one.sessions[5]),
        RoomTwice("Biblioteket", one.sessions[5]),
    )
    after = course(2, "2026-08-11T18:15")
    assert refused(one, [after], ZONE, danish_holiday, NOW) == ()


@pytest.mark.parametrize("about", [{"count": 5}, {"smallest": 11}, {"smallest": 0}])
def test_an_impossible_course_is_refused(about: dict[str, int]) -> None:
    [wrong] = refused(course(**about), [], ZONE, danish_holiday, NOW)  # type: ignore[arg-type]
    assert isinstance(wrong, WrongShape)


def test_couples_count_double_against_the_size_of_the_group() -> None:
    couples = [family(n, preference=Preference(coming=Coming.BOTH)) for n in range(1, 6)]
    assert seats_refused(course(), couples) is None
    assert seats_refused(course(), [*couples, family(6)]) == OverCapacity(11, 10)


def test_one_daycare_or_a_known_family_is_kept_apart_unless_both_agreed() -> None:
    daycare = frozenset({"Solstrålen"})
    one, other = family(1, daycares=daycare), family(2, daycares=daycare)
    assert kept_apart(one, other)
    assert kept_apart(family(1, daycares=daycare, agreed_to_share=True), other)
    assert not kept_apart(
        family(1, daycares=daycare, agreed_to_share=True), family(2, daycares=daycare, agreed_to_share=True)
    )
    knows = family(3, knows=frozenset({FamilyId(4)}))
    assert kept_apart(knows, family(4))
    assert kept_apart(family(4), knows)
    assert not kept_apart(family(5), family(6))


@pytest.mark.parametrize(
    ("preference", "about", "why"),
    [
        (Preference(), {}, None),
        (Preference(parts=frozenset({PartOfDay.MORNING})), {}, WhyLeft.TIME),
        (Preference(parts=frozenset({PartOfDay.AFTERNOON})), {}, None),
        (Preference(weekdays=frozenset({0, 2})), {}, WhyLeft.TIME),
        (Preference(weekdays=frozenset({1})), {}, None),
        (Preference(childcare=True), {}, WhyLeft.NEEDS_CHILDCARE),
        (Preference(childcare=True, meal=True), {"childcare": True}, WhyLeft.NEEDS_MEAL),
        (Preference(language=Language("ar")), {}, WhyLeft.LANGUAGE),
        (Preference(individual=True), {}, WhyLeft.WANTS_INDIVIDUAL),
        (Preference(coming=Coming.BOTH), {"kind": GroupKind.MOTHERS}, WhyLeft.GROUP_KIND),
        (Preference(coming=Coming.MOTHER), {"kind": GroupKind.MOTHERS}, None),
        (Preference(coming=Coming.MOTHER), {"kind": GroupKind.COUPLES}, WhyLeft.GROUP_KIND),
        (Preference(), {"to_months": 12}, WhyLeft.CHILD_AGE),
    ],
)
def test_what_suits(preference: Preference, about: dict[str, object], why: WhyLeft | None) -> None:
    born = (date(2024, 11, 20),)
    assert unsuited(family(preference=preference, birthdates=born), course(**about), ZONE) is why  # type: ignore[arg-type]


def test_the_part_of_the_day_is_read_on_the_wall() -> None:
    assert part_of_day(datetime.fromisoformat("2026-08-11T09:30Z"), ZONE) is PartOfDay.MORNING
    assert part_of_day(datetime.fromisoformat("2026-08-11T14:15Z"), ZONE) is PartOfDay.AFTERNOON
    assert part_of_day(datetime.fromisoformat("2026-08-11T15:00Z"), ZONE) is PartOfDay.EVENING


def test_months_are_completed_months() -> None:
    assert months_old(date(2025, 1, 31), date(2026, 1, 30)) == 11
    assert months_old(date(2025, 1, 31), date(2026, 1, 31)) == 12


def test_a_place_that_came_free_goes_to_a_cancelled_family_first_and_never_beside_its_own_daycare() -> None:
    daycare = frozenset({"Solstrålen"})
    inside = [family(1, daycares=daycare, preference=Preference(coming=Coming.BOTH))]
    longest, same_daycare, cancelled = family(2), family(3, daycares=daycare), family(9, cancelled_first=True)
    waiting = [same_daycare, longest, cancelled]
    assert next_for(course(), waiting, inside, ZONE) is cancelled
    assert next_for(course(), [same_daycare, longest], inside, ZONE) is longest
    assert next_for(course(), [same_daycare], inside, ZONE) is None
    assert next_for(course(largest=2), waiting, inside, ZONE) is None
