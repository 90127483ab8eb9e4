"""When a nurse is at a daycare: the rhythm keeps its weekday and its hour, exceptions fall out, refusals say why."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.contact_hours import ContactHours, Occasion, may_write_at
from domain.courses import InThePast, OnHoliday
from domain.presence import (
    ClosesFirst,
    Every,
    InRestriction,
    NoSuchHour,
    NothingOffered,
    PresencePlan,
    PresenceRhythm,
    Round,
    TalksDoNotFit,
    UnknownDaycare,
    UnknownNurse,
    days_of,
    first_telling,
    hours_of,
    last_telling,
    morning_of,
    refused,
    talk_times,
)
from tests.story import danish_holiday

ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 4, 1, 12, tzinfo=ZONE)
RHYTHM = PresenceRhythm()
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
HOURS = st.times().map(lambda one: one.replace(second=0, microsecond=0))
EVERY = st.sampled_from(Every)


def never(_: date) -> bool:
    return False


def plan(first: date = date(2026, 9, 1), **changes: object) -> PresencePlan:
    values: dict[str, object] = {"opens": time(15), "closes": time(16, 30)}
    return PresencePlan("Tippen i Løsning", "anna", first, **(values | changes))  # type: ignore[arg-type]


@given(DAYS, EVERY, st.integers(0, 400), st.sets(DAYS, max_size=20))
def test_every_day_keeps_the_weekday_and_none_is_an_exception_or_a_holiday(
    first: date, every: Every, length: int, left_out: set[date]
) -> None:
    last = first + timedelta(days=length)
    one = plan(first, every=every, not_on=tuple(left_out))
    days = days_of(one, first, last, danish_holiday, never)
    assert days == sorted(set(days))
    for day in days:
        assert first <= day <= last
        assert day.weekday() == first.weekday() < 5
        assert day not in left_out
        assert not danish_holiday(day)


@given(DAYS, st.sampled_from([Every.WEEK, Every.TWO_WEEKS]), st.integers(0, 200), DAYS)
def test_what_falls_out_moves_nothing_that_follows(
    first: date, every: Every, length: int, gone: date
) -> None:
    last = first + timedelta(days=length)
    full = days_of(plan(first, every=every), first, last, never, never)
    some = days_of(plan(first, every=every, not_on=(gone,)), first, last, never, never)
    assert some == [day for day in full if day != gone]
    step = 7 if every is Every.WEEK else 14
    assert {(day - first).days % step for day in full} <= {0}


@given(DAYS.filter(lambda day: day.weekday() < 5), st.integers(30, 800))
def test_once_a_month_it_is_the_same_weekday_of_the_month(first: date, length: int) -> None:
    days = days_of(plan(first, every=Every.MONTH), first, first + timedelta(days=length), never, never)
    assert len({(day.year, day.month) for day in days}) == len(days), "once a month"
    for one, following in pairwise(days):
        assert 0 < (following.year * 12 + following.month) - (one.year * 12 + one.month) == 1, (
            "no month without"
        )
    place = (first.day - 1) // 7
    for day in days:
        is_last = (day + timedelta(days=7)).month != day.month
        assert (day.day - 1) // 7 == place or (place == 4 and is_last)


@given(DAYS, EVERY, st.integers(0, 300), st.integers(0, 300), st.integers(0, 300))
def test_a_part_of_the_calendar_is_a_part_of_the_whole(
    first: date, every: Every, length: int, a: int, b: int
) -> None:
    """Planning some weeks at a time plans the same windows as planning everything at once."""
    last = first + timedelta(days=length)
    whole = days_of(plan(first, every=every), first, last, danish_holiday, never)
    begin, end = first + timedelta(days=min(a, b)), first + timedelta(days=max(a, b))
    part = days_of(plan(first, every=every), begin, min(end, last), danish_holiday, never)
    assert part == [day for day in whole if begin <= day <= end]


@given(DAYS, HOURS, HOURS)
def test_the_hour_on_the_wall_is_the_same_on_both_sides_of_the_clock_change(
    day: date, opens: time, closes: time
) -> None:
    hours = hours_of(plan(day, opens=opens, closes=closes), day, ZONE)
    if isinstance(hours, tuple):
        start, end = (moment.astimezone(UTC).astimezone(ZONE) for moment in hours)
        assert (start.time(), end.time(), start.date()) == (opens, closes, day)
        assert start < end
    elif isinstance(hours, ClosesFirst):
        assert closes <= opens
    else:
        assert hours == NoSuchHour(day)


def test_a_window_across_the_clock_change_keeps_its_hour() -> None:
    weekly = plan(date(2026, 10, 20), every=Every.WEEK)
    days = days_of(weekly, date(2026, 10, 20), date(2026, 10, 27), danish_holiday, never)
    starts = [hours[0] for day in days if isinstance(hours := hours_of(weekly, day, ZONE), tuple)]
    assert [start.astimezone(UTC).hour for start in starts] == [13, 14]
    assert [start.hour for start in starts] == [15, 15]


def test_an_hour_that_the_clock_change_leaves_out_is_refused() -> None:
    spring = date(2026, 3, 29)
    assert hours_of(plan(spring, opens=time(2, 30), closes=time(4)), spring, ZONE) == NoSuchHour(spring)
    autumn = date(2026, 10, 25)
    assert hours_of(plan(autumn, opens=time(2, 30), closes=time(4)), autumn, ZONE) == NoSuchHour(autumn)


@given(DAYS, HOURS, st.integers(0, 300), st.sampled_from([0, 15, 16, 20]))
def test_talks_fill_the_window_one_after_the_other(day: date, opens: time, length: int, minutes: int) -> None:
    start = datetime.combine(day, opens, tzinfo=ZONE)
    end = (start.astimezone(UTC) + timedelta(minutes=length)).astimezone(ZONE)
    talks = talk_times(start, end, minutes)
    assert len(talks) == (length // minutes if minutes else 0)
    for begins, ends in talks:
        assert ends - begins == timedelta(minutes=minutes)
        assert start <= begins
        assert ends <= end
    for one, following in pairwise(talks):
        assert one[1] == following[0]


@given(
    DAYS.filter(lambda day: day.weekday() < 5 and not danish_holiday(day)),
    HOURS,
    st.integers(0, 60 * 24 * 30),
)
def test_parents_hear_in_the_hours_of_product_md_and_before_the_window(
    day: date, opens: time, minutes_ago: int
) -> None:
    start = datetime.combine(day, opens, tzinfo=ZONE)
    now = (start.astimezone(UTC) - timedelta(minutes=minutes_ago)).astimezone(ZONE)
    morning = morning_of(start, RHYTHM, ZONE, danish_holiday)
    assert morning < start
    assert may_write_at(morning, Occasion.INVITATION, ContactHours(), ZONE, danish_holiday)
    first = first_telling(start, RHYTHM, ZONE, danish_holiday, now)
    if first is None:
        assert morning <= now
        return
    assert first.at >= now
    assert first.at <= morning
    if first.round is Round.WEEK:
        assert first.at + timedelta(days=1) <= morning, "twice the same day is once too often"
        following = last_telling(start, RHYTHM, ZONE, danish_holiday, first.at)
        assert following is not None
        assert (following.round, following.at) == (Round.MORNING, morning)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({}, ()),
        ({"first": date(2026, 3, 31)}, (InThePast,)),
        ({"first": date(2026, 5, 14)}, (OnHoliday,)),
        ({"first": date(2026, 9, 5)}, (OnHoliday,)),
        ({"first": date(2026, 11, 3)}, (InRestriction,)),
        ({"daycare": "Nowhere"}, (UnknownDaycare,)),
        ({"nurse": "nobody"}, (UnknownNurse,)),
        ({"talk_minutes": 10}, (TalksDoNotFit,)),
        ({"talk_minutes": 25}, (TalksDoNotFit,)),
        ({"closes": time(15, 10)}, (TalksDoNotFit,)),
        ({"talk_minutes": 0}, ()),
        ({"talk_minutes": 0, "drop_in": False}, (NothingOffered,)),
    ],
)
def test_what_cannot_be_planned_and_why(changes: dict[str, object], why: tuple[type, ...]) -> None:
    values: dict[str, object] = {
        "daycare": "Tippen i Løsning",
        "nurse": "anna",
        "first": date(2026, 9, 1),
        "opens": time(15),
        "closes": time(16, 30),
    }
    one = PresencePlan(**(values | changes))  # type: ignore[arg-type]
    hours = hours_of(one, one.first, ZONE)
    assert isinstance(hours, tuple)

    def paused(day: date) -> bool:
        return date(2026, 11, 1) <= day <= date(2026, 11, 30)

    found = refused(one, *hours, ZONE, danish_holiday, paused, ["Tippen i Løsning"], ["anna"], NOW)
    assert tuple(map(type, found)) == why
