"""A "nej tak" that nobody asked for: never a cancellation by accident, never lost, and never answered with a riddle."""

from datetime import datetime

import pytest

from storage import tables as t
from tests.stories.test_visit import FATHER, MOTHER, invited
from tests.story import COPENHAGEN, Town

RIDDLE = "Det forstod jeg ikke helt"
CLOSED = "Helt i orden, tak for svaret. Skriv bare, hvis I senere får lyst til et besøg."


async def test_after_everything_is_settled_it_is_heard_and_changes_nothing(town: Town) -> None:
    family = await invited(town)
    await town.says(MOTHER, "nej tak")
    await town.says(MOTHER, "4")
    before = town.rows(t.invitation)
    for _ in range(3):
        assert await town.says(MOTHER, "nej tak") == CLOSED
    assert town.rows(t.invitation) == before
    assert town.invitation_state(family) == "declined"
    assert town.rows(t.task, "kind", kind="hand_over") == [], "nobody has to read it"


async def test_after_a_cancelled_visit_it_is_no_second_no(town: Town) -> None:
    family = await invited(town)
    await town.says(MOTHER, "1")
    await town.says(MOTHER, "aflys")
    assert await town.says(MOTHER, "nej tak") == CLOSED
    assert town.invitation_state(family) == "accepted", "a cancelled visit is not a decline"
    assert [state for state, _ in town.bookings(family)] == ["cancelled_by_family"]


async def test_with_a_visit_agreed_a_bare_no_asks_and_keeps_the_visit_until_it_knows(town: Town) -> None:
    family = await invited(town)
    await town.says(MOTHER, "1")
    answer = await town.says(MOTHER, "nej")
    assert "12. maj kl. 10.00" in answer
    assert "1: Det passer, 2: Flyt, 3: Aflys" in answer
    assert town.bookings(family) == [("booked", "2026-05-12 10:00")]
    assert town.rows(t.booking, "freed_at") == [None]
    assert "aflyst" in await town.says(MOTHER, "3")
    assert town.bookings(family) == [("cancelled_by_family", "2026-05-12 10:00")]


@pytest.mark.parametrize("said", ["nej tak", "Nej tak alligevel"])
async def test_with_a_visit_agreed_a_no_to_it_is_asked_back_before_it_cancels(town: Town, said: str) -> None:
    family = await invited(town)
    await town.says(MOTHER, "1")
    assert "3: Aflys" in await town.says(MOTHER, said)
    assert town.bookings(family) == [("booked", "2026-05-12 10:00")]
    assert "Aftalen tirsdag 12. maj kl. 10.00 er aflyst" in await town.says(MOTHER, "Aflys")
    assert town.bookings(family) == [("cancelled_by_family", "2026-05-12 10:00")]
    assert town.invitation_state(family) == "accepted", "a cancelled visit is not a decline"


async def test_with_a_visit_agreed_and_no_further_word_the_visit_stands_and_is_reminded(town: Town) -> None:
    family = await invited(town)
    await town.says(MOTHER, "1")
    await town.says(MOTHER, "nej")
    await town.pass_until(datetime(2026, 5, 12, 9, tzinfo=COPENHAGEN))
    assert town.bookings(family) == [("booked", "2026-05-12 10:00")]
    assert "i morgen" in town.last(MOTHER).casefold() or "12. maj" in town.last(MOTHER)


async def test_after_a_reminder_it_frees_the_time_and_a_second_no_cancels(town: Town) -> None:
    family = await invited(town)
    await town.says(MOTHER, "2")
    await town.pass_until(datetime(2026, 5, 8, 12, tzinfo=COPENHAGEN))
    assert "1: " in await town.says(MOTHER, "nej")
    assert "aflyst" in await town.says(MOTHER, "nej tak")
    assert [state for state, _ in town.bookings(family)] == ["cancelled_by_family"]


async def test_a_time_given_back_and_then_a_no_is_off_at_once(town: Town) -> None:
    """The other parent, who has no menu in front of it, says so."""
    family = await invited(town, MOTHER, FATHER)
    await town.says(MOTHER, "1")
    await town.says(MOTHER, "vi kan ikke alligevel")
    assert "aflyst" in await town.says(FATHER, "nej tak")
    assert [state for state, _ in town.bookings(family)] == ["cancelled_by_family"]
    assert town.invitation_state(family) == "accepted"


async def test_to_the_letter_alone_it_is_a_no(town: Town) -> None:
    anna = town.nurse("Anna")
    town.times(anna, "2026-05-12T10:00", "2026-05-13T15:00")
    family = town.family(MOTHER, nurse=anna)
    await town.service.planner.plan(town.settings.key)
    assert (await town.says(MOTHER, "nej tak")).startswith("Helt i orden, tak for svaret.")
    assert town.invitation_state(family) == "declined"
    await town.pass_days(10)
    assert len(town.reads(MOTHER)) == 1, "never a second push"


async def test_after_a_no_a_wish_for_a_visit_is_never_ignored(town: Town) -> None:
    """ "Skriv bare, hvis I senere får lyst til et besøg": then that must be read."""
    family = await invited(town)
    await town.says(MOTHER, "nej tak")
    await town.says(MOTHER, "4")
    assert "1: " in await town.says(MOTHER, "Jeg vil gerne have et besøg")
    await town.says(MOTHER, "1")
    assert town.invitation_state(family) == "accepted"
    assert [state for state, _ in town.bookings(family)] == ["booked"]


async def test_a_wish_for_something_else_reaches_a_human_and_is_never_answered_with_times(town: Town) -> None:
    await invited(town)
    await town.says(MOTHER, "nej tak")
    await town.says(MOTHER, "4")
    said = await town.says(MOTHER, "jeg vil gerne klage")
    assert "En sundhedsplejerske læser din besked" in said
    assert "1: " not in said


async def test_a_family_that_was_never_invited_is_answered_kindly(town: Town) -> None:
    town.nurse("Anna")
    town.family(MOTHER, born="2020-01-01")
    assert await town.says(MOTHER, "nej tak") == CLOSED


async def test_a_no_that_is_none_is_not_taken_for_one(town: Town) -> None:
    anna = town.nurse("Anna")
    town.times(anna, "2026-05-12T10:00", "2026-05-13T15:00")
    family = town.family(MOTHER, nurse=anna)
    await town.service.planner.plan(town.settings.key)
    assert CLOSED not in await town.says(MOTHER, "nej det var så lidt"), (
        "you are welcome: the offer stays open"
    )
    assert town.invitation_state(family) == "planned"
