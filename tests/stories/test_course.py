"""A course forms from families that wait, fills by phone, and what the service cancels is nobody's no."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.course_desk import KeptApart, NotOnTheList
from bot.course_running import NotNow, Why
from domain.courses import LeaderTwice, weekly_sessions
from domain.ids import CourseId, FamilyId, NurseId
from storage import tables as t
from tests.stories.course_town import COSP, ONLY_THE_COURSE, A, B, C, desk, planned, seats, waiting
from tests.story import COPENHAGEN, MONDAY, Town, danish_holiday, hedensted, town_on


async def test_interest_promises_nothing_and_three_digits_are_all(course_town: Town) -> None:
    town = course_town
    family = town.family(A)
    await town.invite()
    assert "TryghedsCirklen - flere glade øjeblikke med dit barn" in town.last(A)
    assert "COS-P" not in town.last(A)
    assert "I lover ikke noget endnu" in await town.says(A, "Ja, hvorfor ikke")
    assert "Hvem kommer?" in await town.says(A, "3")
    assert "Hvordan" in await town.says(A, "3")
    assert "så snart et hold passer" in await town.says(A, "2")
    [entry] = town.rows(t.waiting, family_id=family)
    assert (entry.parts, entry.coming, entry.childcare, entry.meal) == ("evening", "both", True, True)
    assert (entry.state, town.invitation_state(family)) == ("waiting", "accepted")


async def test_a_wish_in_words_changes_what_suits_at_any_time(course_town: Town) -> None:
    town = course_town
    [family] = await waiting(town, A)
    await town.says(A, "onsdag formiddag passer bedre")
    [entry] = town.rows(t.waiting, family_id=family)
    assert (entry.parts, entry.state) == ("morning", "waiting")


async def test_the_list_is_not_silent_and_no_longer_takes_the_family_off(course_town: Town) -> None:
    town = course_town
    [family] = await waiting(town, A)
    read = len(town.reads(A))
    await town.pass_days(60)
    assert [text for text in town.reads(A)[read:] if "Vi samler stadig et hold" in text] != []
    assert len(town.reads(A)) == read + 2
    assert "Helt i orden" in await town.says(A, "0")
    assert town.rows(t.waiting, "state", family_id=family) == ["off"]
    assert town.invitation_state(family) == "declined"
    await town.pass_days(60)
    assert len(town.reads(A)) == read + 3


async def test_a_no_to_the_group_becomes_a_course_at_home(course_town: Town) -> None:
    town = course_town
    family = town.family(A)
    await town.invite()
    assert "Vil ikke i gruppe" in await town.says(A, "nej tak")
    assert town.invitation_state(family) == "declined"
    assert "hjemme hos jer" in await town.says(A, "3")
    assert "hjemme hos jer" in await town.says(A, "1")
    assert town.invitation_state(family) == "accepted"
    [entry] = town.rows(t.waiting, family_id=family)
    assert (entry.state, entry.individual) == ("individual", True)
    assert "call" in town.rows(t.task, "kind", family_id=family)


async def test_a_no_with_another_reason_is_closed_without_a_second_push(course_town: Town) -> None:
    town = course_town
    family = town.family(A)
    await town.invite()
    await town.says(A, "0")
    assert "Helt i orden" in await town.says(A, "1")
    assert town.rows(t.invitation, "reason", family_id=family) == ["busy_now"]


async def test_a_place_is_offered_taken_and_reminded_of(course_town: Town) -> None:
    town = course_town
    couple, other = await waiting(town, A, B, who="3")
    assert await desk(town, lambda one: one.plan(planned(town), [FamilyId(couple), FamilyId(other)])) == ()
    await town.pass_days(1)
    assert "Der er plads til jer" in town.last(A)
    assert "I har plads på kurset" in await town.says(A, "ja tak")
    assert seats(town, family_id=couple) == ["taken", "taken"]
    assert town.rows(t.booking, "state", family_id=couple) == ["booked"]
    await town.pass_until(datetime(2026, 8, 11, 18, tzinfo=COPENHAGEN))
    (eve,) = (at for at, to, text in town.phones.read if to == A and "Kurset er" in text)
    assert eve.astimezone(COPENHAGEN).date().isoformat() == "2026-08-10"
    assert "Vi ses næste gang" in await town.says(A, "0")


async def test_a_place_that_is_not_answered_goes_to_the_next_and_a_late_yes_is_met_kindly(
    course_town: Town,
) -> None:
    town = course_town
    first, following = await waiting(town, A, B)
    small = planned(town, smallest=1, largest=1)
    assert await desk(town, lambda one: one.plan(small, [FamilyId(first)])) == ()
    await town.pass_days(10)
    assert seats(town, family_id=first) == ["lapsed"]
    assert "Der er plads til jer" in town.last(B)
    assert "I har plads" in await town.says(B, "1")
    assert "lige blevet taget" in await town.says(A, "ja")
    assert town.rows(t.waiting, "state", family_id=first) == ["waiting"]
    assert town.rows(t.waiting, "state", family_id=following) == ["seated"]


async def test_two_late_acceptances_of_the_last_place_in_one_batch(course_town: Town) -> None:
    town = course_town
    families = await waiting(town, A, B)
    small = planned(town, smallest=1, largest=1)
    await desk(town, lambda one: one.plan(small, [FamilyId(families[0])]))
    await town.pass_days(20)
    assert sorted(map(str, seats(town))) == ["lapsed", "lapsed"]
    await town.writes(A, "1")
    await town.writes(B, "1")
    await town.service.settle()
    answers = sorted(
        ("I har plads" in town.last(phone), "lige blevet taget" in town.last(phone)) for phone in (A, B)
    )
    assert answers == [(False, True), (True, False)]
    assert seats(town).count("taken") == 1


async def test_three_of_six_at_the_deadline_come_first_next_time(course_town: Town) -> None:
    """Story 8."""
    town = course_town
    families = await waiting(town, A, B, C)
    course = planned(town, smallest=4, largest=6)
    assert await desk(town, lambda one: one.plan(course, [FamilyId(f) for f in families])) == ()
    await town.pass_days(1)
    for phone in (A, B, C):
        await town.says(phone, "1")
    await town.pass_days(22)
    assert await town.service.decide_courses() == 1
    assert await town.service.decide_courses() == 0
    assert town.rows(t.course, "state") == ["undecided"]
    assert "course_too_small" in town.rows(t.task, "kind")
    cancelled = await desk(town, lambda one: one.cancel(CourseId(1)))
    assert sorted(cancelled) == sorted(families)
    await town.pass_days(1)
    for phone, family in zip((A, B, C), families, strict=True):
        assert "aflyse" in town.last(phone)
        assert town.rows(t.booking, "state", family_id=family) == ["cancelled_by_service"]
        assert town.invitation_state(family) == "accepted"
    assert town.rows(t.waiting, "cancelled_first") == [True, True, True]


async def test_a_small_group_is_merged_or_taken_home(course_town: Town) -> None:
    """Story 8, the two other choices."""
    town = course_town
    one, other = await waiting(town, A, B)
    later = weekly_sessions(datetime(2026, 9, 1, 17, tzinfo=COPENHAGEN), 6, COPENHAGEN, danish_holiday)
    target = planned(town, 2, sessions=later, leaders=frozenset({NurseId(2)}), room="Hallen")
    await desk(town, lambda d: d.plan(planned(town), [FamilyId(one)]))
    await desk(town, lambda d: d.plan(target, [FamilyId(other)]))
    await town.pass_days(1)
    await town.says(A, "1")
    assert await desk(town, lambda d: d.merge(CourseId(1), CourseId(2))) == (one,)
    await town.pass_days(1)
    assert "tirsdag 1. september" in town.last(A)
    assert await desk(town, lambda d: d.individual(CourseId(2))) == (other, one)
    assert town.rows(t.waiting, "state") == ["individual", "individual"]


async def test_two_couples_from_one_daycare_never_meet_and_never_hear_why(course_town: Town) -> None:
    """Story 9."""
    town = course_town
    first, second, stranger = await waiting(town, A, B, C)
    for family in (first, second):
        town.change(t.family, family, daycare="Solgården")
    pair = [FamilyId(first), FamilyId(second)]
    assert await desk(town, lambda one: one.plan(planned(town), pair)) == (KeptApart(*sorted(pair)),)
    assert await desk(town, lambda one: one.plan(planned(town), [FamilyId(first)])) == ()
    await town.pass_days(1)
    await town.says(A, "1")
    # The stranger's place comes free: the second couple is on the list, but is not asked for this group.
    later = weekly_sessions(datetime(2026, 9, 1, 17, tzinfo=COPENHAGEN), 6, COPENHAGEN, danish_holiday)
    other = planned(town, 2, sessions=later, leaders=frozenset({NurseId(2)}), room="Hallen")
    assert await desk(town, lambda one: one.plan(other, [FamilyId(second)])) == ()
    await town.pass_days(1)
    assert "tirsdag 1. september" in town.last(B)
    assert not any("Solgården" in text for phone in (A, B) for text in town.reads(phone))
    assert seats(town, family_id=stranger) == []


async def test_a_leader_in_two_places_and_a_family_that_does_not_wait_are_refused(course_town: Town) -> None:
    town = course_town
    [family] = await waiting(town, A)
    assert await desk(town, lambda one: one.plan(planned(town), [FamilyId(family)])) == ()
    wrong = await desk(town, lambda one: one.plan(planned(town, 2, room="Hallen"), [FamilyId(family)]))
    assert NotOnTheList(FamilyId(family)) in wrong
    assert sum(isinstance(one, LeaderTwice) for one in wrong) == 6
    assert town.rows(t.course, "id") == [1]


async def test_who_was_away_reads_see_you_next_time_and_who_leaves_has_aborted(course_town: Town) -> None:
    town = course_town
    families = await waiting(town, A, B)
    await desk(town, lambda one: one.plan(planned(town), [FamilyId(f) for f in families]))
    await town.pass_days(1)
    for phone in (A, B):
        await town.says(phone, "1")
    await town.pass_until(datetime(2026, 8, 12, 9, tzinfo=COPENHAGEN))
    here = set(town.rows(t.course_seat, "id", family_id=families[0]))
    assert await desk(town, lambda one: one.attended(CourseId(1), 1, here)) is None
    await town.pass_days(0.1)
    assert "Vi ses næste gang på kurset: tirsdag 18. august" in town.last(B)
    assert "Vi ses næste gang på kurset" not in town.last(A)
    assert await desk(town, lambda one: one.left(CourseId(1), FamilyId(families[1]))) is None
    assert await desk(town, lambda one: one.end(CourseId(1))) == NotNow(Why.NOT_YET)
    read = len(town.reads(B))
    await town.pass_until(datetime(2026, 9, 16, 9, tzinfo=COPENHAGEN))
    assert await desk(town, lambda one: one.end(CourseId(1))) is None
    assert town.rows(t.booking, "state", family_id=families[0]) == ["completed"]
    assert town.rows(t.booking, "state", family_id=families[1]) == ["aborted"]
    await town.pass_days(30)
    assert len(town.reads(B)) == read


async def test_a_discreet_course_is_never_named(tmp_path: Path) -> None:
    discreet = {COSP: replace(ONLY_THE_COURSE[COSP], discreet=True)}
    with town_on(f"sqlite:///{tmp_path / 'discreet.sqlite'}", MONDAY, hedensted(offers=discreet)) as town:
        town.family(A)
        await town.invite()
        assert "Har I lyst til et kursus for forældre?" in town.last(A)
        await town.says(A, "hvad er det?")
        for reply in ("1", "3", "1", "1"):
            await town.says(A, reply)
        assert "Tak. Vi skriver" in town.last(A)
        assert [text for text in town.reads(A) if "Tryghed" in text] == []
