"""A course that runs: a date or room that changes, who came, three questions after the last session."""

from datetime import datetime, timedelta

import pytest

from bot.course_desk import NotOnTheList
from bot.course_running import Change, NotNow, Why
from domain.courses import InThePast, LeaderTwice, OnHoliday, RoomTwice, weekly_sessions
from domain.ids import CourseId, FamilyId, NurseId
from storage import tables as t
from tests.stories.course_town import A, B, C, desk, planned, seated, seats, waiting
from tests.story import COPENHAGEN, Town, danish_holiday

ONE = CourseId(1)


def at(month: int, day: int, hour: int = 17) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=COPENHAGEN)


async def test_a_new_date_reaches_everybody_at_once_and_the_reminder_follows_it(course_town: Town) -> None:
    town = course_town
    await seated(town, A, B)
    await town.pass_until(at(8, 3, 10))
    moved = Change(session=1, start=at(8, 12))
    assert await desk(town, lambda one: one.change(ONE, moved)) == ()
    await town.pass_days(0)
    for phone in (A, B):
        assert "Kurset tirsdag 11. august er flyttet. Nu er det onsdag 12. august kl. 17.00" in town.last(
            phone
        )
    await town.pass_until(at(8, 12, 16))
    eves = [
        moment.astimezone(COPENHAGEN).date().day
        for moment, to, text in town.phones.read
        if to == A and "Kurset er" in text
    ]
    assert eves == [11]
    assert {row.start for row in town.rows(t.booking)} == {at(8, 12)}


async def test_a_new_room_is_told_also_to_whom_a_place_is_held_for(course_town: Town) -> None:
    town = course_town
    await seated(town, A, smallest=1)
    [other] = await waiting(town, B)
    later = weekly_sessions(at(9, 1), 6, COPENHAGEN, danish_holiday)
    second = planned(town, 2, sessions=later, leaders=frozenset({NurseId(2)}), room="Hallen")
    assert await desk(town, lambda one: one.plan(second, [FamilyId(other)])) == ()
    await town.pass_days(4)
    assert await desk(town, lambda one: one.change(CourseId(2), Change(room="Biblioteket"))) == ()
    await town.pass_days(1)
    assert "nyt sted: Biblioteket. Næste gang er tirsdag 1. september" in town.last(B)
    assert "Biblioteket" not in town.last(A)
    assert "Biblioteket" in await town.says(B, "1")


async def test_a_change_that_cannot_be_is_refused_with_its_reason_and_nobody_hears_of_it(
    course_town: Town,
) -> None:
    town = course_town
    await seated(town, A, smallest=1)
    later = weekly_sessions(at(8, 13), 6, COPENHAGEN, danish_holiday)
    await desk(
        town, lambda one: one.plan(planned(town, 2, sessions=later, leaders=frozenset({NurseId(1)})), [])
    )
    read = len(town.reads(A))

    async def wrong(**change: object) -> tuple[object, ...]:
        return await desk(town, lambda one: one.change(ONE, Change(**change)))  # type: ignore[arg-type]

    assert await wrong(session=6, start=at(12, 25)) == (OnHoliday(at(12, 25).date()),)
    assert await wrong(session=1, start=at(5, 4)) == (InThePast(at(5, 4)),)
    assert await wrong(session=1, start=at(8, 13)) == (
        LeaderTwice(NurseId(1), at(8, 13)),
        RoomTwice("Familiehuset", at(8, 13)),
    )
    assert await wrong(session=9, start=at(8, 14)) == (NotNow(Why.NO_SUCH_SESSION),)
    assert await desk(town, lambda one: one.change(CourseId(77), Change(room="x"))) == (NotNow(Why.GONE),)
    await town.pass_until(at(8, 12, 9))
    assert await wrong(session=1, start=at(8, 14)) == (InThePast(at(8, 11)),)
    assert await wrong(session=2, start=at(8, 19)) == ()
    changed = [text for text in town.reads(A)[read:] if "flyttet" in text]
    assert changed == []  # the evening's change leaves at once, below
    await town.pass_days(0)
    assert "Nu er det onsdag 19. august" in town.last(A)


async def test_a_family_that_may_not_be_written_to_is_called_about_a_new_date(course_town: Town) -> None:
    town = course_town
    [family] = await seated(town, A, smallest=1)
    await town.says(A, "STOP")
    assert await desk(town, lambda one: one.change(ONE, Change(session=1, start=at(8, 12)))) == ()
    assert "call" in town.rows(t.task, "kind", family_id=family)


async def test_three_questions_after_the_last_session_are_answered_by_each_parent(course_town: Town) -> None:
    town = course_town
    [family] = await seated(town, A, smallest=1)
    second = town.rows(t.guardian, "id", family_id=family)
    await town.pass_until(at(9, 15, 20))
    assert await town.service.decide_courses() == 1  # too few were never decided: held or undecided
    await desk(town, lambda one: one.hold(ONE)) if town.rows(t.course, "state") == ["undecided"] else None
    await town.pass_until(at(9, 16, 20))
    assert await town.service.decide_courses() == 1
    assert town.rows(t.course, "state") == ["ended"]
    assert town.rows(t.booking, "state") == ["completed"]
    await town.pass_until(at(9, 18, 12))
    assert "Tre korte spørgsmål" in town.last(A)
    assert "I hvor høj grad gav kurset dig ny viden om dit barns behov og signaler?" in await town.says(
        A, "4"
    )
    assert "temaer" in await town.says(A, "i nogen grad")
    assert "tak, fordi I var med" in await town.says(A, "2")
    answers = [(row.guardian_id, row.question, row.rating) for row in town.rows(t.course_rating)]
    assert answers == [(second[0], 1, 4), (second[0], 2, 3), (second[0], 3, 2)]
    assert await town.says(A, "tak") == ""


async def test_who_never_came_did_not_complete(course_town: Town) -> None:
    town = course_town
    one, other = await seated(town, A, B)
    here = set(seats(town, "id", family_id=one))
    for week in range(6):
        await town.pass_until(at(8, 11, 20) + timedelta(days=7 * week))
        await desk(town, lambda d, n=week + 1: d.attended(ONE, n, here))  # type: ignore[misc]
    assert await desk(town, lambda d: d.end(ONE)) is None
    assert town.rows(t.booking, "state", family_id=one) == ["completed"]
    assert town.rows(t.booking, "state", family_id=other) == ["no_show"]


@pytest.mark.parametrize("wrong", [0, 7])
async def test_attendance_is_noted_for_sessions_that_have_been(course_town: Town, wrong: int) -> None:
    town = course_town
    await seated(town, A, smallest=1)
    assert await desk(town, lambda d: d.attended(ONE, wrong, set())) == NotNow(Why.NO_SUCH_SESSION)
    assert await desk(town, lambda d: d.attended(ONE, 1, set())) == NotNow(Why.NOT_YET)


async def test_who_told_that_it_cannot_come_is_not_told_twice(course_town: Town) -> None:
    town = course_town
    await seated(town, A, smallest=1)
    await town.pass_until(at(8, 10, 18))
    assert "Vi ses næste gang" in await town.says(A, "0")
    await town.pass_until(at(8, 11, 20))
    read = len(town.reads(A))
    await desk(town, lambda d: d.attended(ONE, 1, set()))
    await town.pass_days(2)
    assert len(town.reads(A)) == read


async def test_a_parent_who_leaves_before_the_first_session_gives_the_place_to_the_next(
    course_town: Town,
) -> None:
    town = course_town
    [family] = await seated(town, A, smallest=1, largest=1)
    await waiting(town, B)
    assert await desk(town, lambda d: d.left(ONE, FamilyId(family))) is None
    assert await desk(town, lambda d: d.left(ONE, FamilyId(family))) == NotNow(Why.NOT_ON_IT)
    assert town.rows(t.booking, "state", family_id=family) == ["cancelled_by_family"]
    await town.pass_days(4)
    assert "Der er plads til jer" in town.last(B)


async def test_another_municipalitys_course_is_nobodys_here(course_town: Town) -> None:
    town = course_town
    await seated(town, A, smallest=1)
    town.change(t.course, 1, municipality="elsewhere")
    assert await desk(town, lambda d: d.cancel(ONE)) == NotNow(Why.GONE)
    assert await desk(town, lambda d: d.left(ONE, FamilyId(1))) == NotNow(Why.GONE)
    assert seats(town) == ["taken"]


async def test_a_course_is_cancelled_once(course_town: Town) -> None:
    town = course_town
    await seated(town, A, smallest=1)
    await desk(town, lambda d: d.cancel(ONE))
    assert await desk(town, lambda d: d.cancel(ONE)) == NotNow(Why.OVER)
    read = len(town.reads(A))
    await town.pass_until(at(8, 12))
    assert not any("Kurset er" in text for text in town.reads(A)[read:])
    assert C not in {to for _, to, _ in town.phones.read}


async def test_a_place_that_lapses_goes_on_in_waking_hours(course_town: Town) -> None:
    town = course_town
    first, following = await waiting(town, A, B)
    small = planned(town, smallest=1, largest=1)
    assert await desk(town, lambda one: one.plan(small, [FamilyId(first)])) == ()
    await town.pass_days(6)
    asked = [moment.astimezone(COPENHAGEN) for moment, to, text in town.phones.read if "Der er plads" in text]
    assert len(asked) == 2
    # Offered on Wednesday, so 72 hours end on Saturday: nobody is asked before Monday at eight.
    assert asked[0].strftime("%a") == "Wed"
    assert asked[1].strftime("%a %H:%M") == "Mon 08:00"
    assert seats(town, family_id=following) == ["offered"]


async def test_a_couple_needs_two_places_and_is_passed_over_where_there_is_one(course_town: Town) -> None:
    town = course_town
    [one] = await waiting(town, A)
    [couple] = await waiting(town, B, who="3")
    [single] = await waiting(town, C)
    two_places = planned(town, smallest=1, largest=2)
    assert await desk(town, lambda d: d.plan(two_places, [FamilyId(one)])) == ()
    other = planned(town, 2, room="Hallen", leaders=frozenset({NurseId(2)}), smallest=1, largest=2)
    assert await desk(town, lambda d: d.plan(other, [])) == ()
    await town.pass_days(4)
    await town.says(A, "1")
    until = at(8, 1, 12)
    assert await desk(town, lambda d: d.wait(ONE, until)) is None
    assert seats(town, "family_id", course_id=1) == [one, single]
    assert await desk(town, lambda d: d.wait(CourseId(2), until)) is None
    assert seats(town, "family_id", "place", course_id=2) == [(couple, 1), (couple, 2)]


@pytest.mark.parametrize("words", ["ikke længere", "vi vil ikke længere", "0", "nej tak"])
async def test_no_longer_takes_the_family_off_whenever_it_says_so(course_town: Town, words: str) -> None:
    town = course_town
    [family] = await waiting(town, A)
    assert "Helt i orden" in await town.says(A, words)
    assert town.rows(t.waiting, "state", family_id=family) == ["off"]
    assert await desk(town, lambda d: d.plan(planned(town), [FamilyId(family)])) == (
        NotOnTheList(FamilyId(family)),
    )


async def test_wishes_change_by_digit_and_in_words_also_the_weekday(course_town: Town) -> None:
    town = course_town
    await waiting(town, A)

    def wish() -> tuple[str, str, str, bool]:
        [row] = town.rows(t.waiting)
        return row.parts, row.weekdays, row.coming, row.childcare

    assert wish() == ("evening", "", "mother", False)
    for digit in ("2", "2", "4"):  # change, weekday, Thursday
        await town.says(A, digit)
    assert wish() == ("evening", "3", "mother", False)
    await town.says(A, "tirsdag formiddag passer bedre")
    assert wish() == ("morning", "1", "mother", False)
    for digit in ("2", "3", "3"):  # change, who comes, two of us
        await town.says(A, digit)
    for digit in ("2", "4", "2"):  # change, how, with childcare and food
        await town.says(A, digit)
    assert wish() == ("morning", "1", "both", True)
    for digit in ("2", "2", "6"):  # any day
        await town.says(A, digit)
    assert wish() == ("morning", "", "both", True)


async def test_who_left_a_question_open_is_on_the_list_and_hears_from_us(course_town: Town) -> None:
    town = course_town
    family = town.family(A)
    await town.invite()
    await town.says(A, "ja tak")
    await town.pass_days(30)
    assert "Vi samler stadig et hold" in town.last(A)
    assert await desk(town, lambda d: d.plan(planned(town), [FamilyId(family)])) == ()


async def test_a_family_whose_place_lapsed_still_hears_from_the_list(course_town: Town) -> None:
    town = course_town
    [family] = await waiting(town, A)
    await desk(town, lambda d: d.plan(planned(town), [FamilyId(family)]))
    await town.pass_days(60)
    assert seats(town) == ["lapsed"]
    assert "Vi samler stadig et hold" in town.last(A)
    assert "Svar 2 for at ændre" in await town.says(A, "1")
