"""Groups that form: nobody is lost, nobody meets whom it must not, and no other plan seats more."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import combinations, product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.forming import form_groups
from domain.courses import (
    Coming,
    Course,
    PartOfDay,
    Preference,
    WaitingFamily,
    collide,
    kept_apart,
    seats_refused,
)
from domain.forming import Proposal, Wanted, WhyLeft, unsuited
from domain.ids import FamilyId, NurseId
from tests.waiting_list import TODAY, ZONE, possible_courses, seats, waiting_families


def asked(families: Sequence[WaitingFamily], courses: Sequence[Course], most: int = 6) -> Wanted:
    return Wanted(families, courses, most, ZONE, TODAY, seconds=20.0)


def people(number: int, seed: int, easy: bool) -> list[WaitingFamily]:
    families = waiting_families(number, Random(seed))
    # With every wish fulfilled the rules about daycares and room are what is left to go wrong.
    return (
        [replace(family, preference=Preference(coming=family.preference.coming)) for family in families]
        if easy
        else families
    )


def must_hold(proposal: Proposal, wanted: Wanted) -> None:
    """Every rule of a proposal, whatever was asked."""
    known = {family.family: family for family in wanted.families}
    seated = [family for group in proposal.groups for family in group.families]
    assert len(seated) == len(set(seated)), "a family has two places"
    assert set(seated) | set(proposal.left) == set(known), "somebody was lost"
    assert not set(seated) & set(proposal.left)
    assert len(proposal.groups) <= wanted.most
    for group in proposal.groups:
        inside = [known[family] for family in group.families]
        assert group.parents == seats(inside)
        assert group.course.smallest <= group.parents
        assert seats_refused(group.course, inside) is None
        assert [unsuited(family, group.course, ZONE) for family in inside] == [None] * len(inside)
        assert not any(kept_apart(one, other) for one, other in combinations(inside, 2))
    assert not any(collide(one.course, other.course) for one, other in combinations(proposal.groups, 2))


@given(st.integers(0, 40), st.integers(0, 8), st.integers(1, 4), st.integers(0, 9999), st.booleans())
@settings(max_examples=40, deadline=None)
def test_every_rule_holds_for_any_list(number: int, times: int, most: int, seed: int, easy: bool) -> None:
    wanted = asked(people(number, seed, easy), possible_courses(times, Random(seed)), most)
    must_hold(form_groups(wanted), wanted)


def worth(families: Sequence[WaitingFamily]) -> tuple[int, int, int]:
    """What is sought, in order: families, those whose course was cancelled, days waited."""
    waited = sum((TODAY - family.since).days for family in families)
    return len(families), sum(family.cancelled_first for family in families), waited


def every_plan(wanted: Wanted) -> Iterator[list[WaitingFamily]]:
    """The families of every plan that keeps the rules, by trying all."""
    for where in product([None, *wanted.courses], repeat=len(wanted.families)):
        groups = {
            course.id: [f for f, place in zip(wanted.families, where, strict=True) if place is course]
            for course in wanted.courses
        }
        held = [course for course in wanted.courses if groups[course.id]]
        if len(held) > wanted.most or any(collide(one, other) for one, other in combinations(held, 2)):
            continue
        if all(_allowed(course, groups[course.id]) for course in held):
            yield [family for course in held for family in groups[course.id]]


def _allowed(course: Course, inside: Sequence[WaitingFamily]) -> bool:
    return (
        course.smallest <= seats(inside) <= course.largest
        and all(unsuited(family, course, ZONE) is None for family in inside)
        and not any(kept_apart(one, other) for one, other in combinations(inside, 2))
    )


@given(st.integers(1, 6), st.integers(0, 9999), st.booleans(), st.integers(1, 2))
@settings(max_examples=30, deadline=None)
def test_no_other_plan_is_better(number: int, seed: int, easy: bool, most: int) -> None:
    random = Random(seed)
    families = people(number, seed, easy)
    courses = [replace(course, smallest=2, largest=4) for course in possible_courses(2, random)]
    wanted = asked(families, courses, most)
    known = {family.family: family for family in families}
    must_hold(form_groups(replace(wanted, count_parents=True)), wanted)
    proposal = form_groups(wanted)
    found = [known[family] for group in proposal.groups for family in group.families]
    assert proposal.proven
    assert worth(found) == max(map(worth, every_plan(wanted)))


def test_the_same_question_has_the_same_answer() -> None:
    wanted = asked(waiting_families(60, Random(4)), possible_courses(10, Random(4)), 3)
    assert form_groups(wanted) == form_groups(wanted)


def family(number: int, **about: object) -> WaitingFamily:
    return WaitingFamily(FamilyId(number), TODAY - timedelta(days=50 - number), **about)  # type: ignore[arg-type]


def test_of_more_families_than_places_the_cancelled_come_first_then_the_longest_waiters() -> None:
    [course] = possible_courses(1, Random(1))
    course = replace(course, smallest=2, largest=3)
    families = [family(1), family(2), family(3), family(4, cancelled_first=True)]
    families = [replace(one, preference=Preference(language=course.language)) for one in families]
    proposal = form_groups(asked(families, [course]))
    assert [group.families for group in proposal.groups] == [(1, 2, 4)]
    assert proposal.left == {3: WhyLeft.FULL}


def test_counting_parents_does_not_leave_couples_over() -> None:
    [course] = possible_courses(1, Random(1))
    course = replace(course, smallest=2, largest=4)
    wishes = [Coming.BOTH, Coming.BOTH, Coming.ONE, Coming.ONE]
    families = [
        family(number, preference=Preference(coming=coming, language=course.language))
        for number, coming in enumerate(wishes, start=1)
    ]
    wanted = asked(families, [course])
    assert [group.families for group in form_groups(wanted).groups] == [(1, 3, 4)]
    by_parents = form_groups(replace(wanted, count_parents=True))
    assert [group.families for group in by_parents.groups] == [(1, 2)]


def test_each_family_left_over_has_its_reason() -> None:
    first, second = (replace(one, language="da", childcare=False) for one in possible_courses(2, Random(1)))
    second = replace(second, leaders=frozenset({NurseId(99)}), room="Hallen", language="ar")
    suits = Preference()
    families = [
        *(family(number, preference=suits) for number in range(1, 5)),
        family(5, daycares=frozenset({"Elmehøj"}), preference=suits),
        family(6, daycares=frozenset({"Elmehøj"}), preference=suits),
        family(7, preference=replace(suits, language="ar")),  # type: ignore[arg-type]
        family(8, preference=replace(suits, childcare=True)),
        family(9, preference=replace(suits, parts=frozenset(PartOfDay), weekdays=frozenset({6}))),
        family(10, preference=replace(suits, individual=True)),
        family(11, preference=replace(suits, language="tr")),  # type: ignore[arg-type]
    ]
    proposal = form_groups(asked(families, [first, second]))
    assert [group.families for group in proposal.groups] == [(1, 2, 3, 4, 5)]
    assert proposal.left == {
        6: WhyLeft.KEPT_APART,
        7: WhyLeft.TOO_FEW,
        8: WhyLeft.NEEDS_CHILDCARE,
        9: WhyLeft.TIME,
        10: WhyLeft.WANTS_INDIVIDUAL,
        11: WhyLeft.LANGUAGE,
    }
