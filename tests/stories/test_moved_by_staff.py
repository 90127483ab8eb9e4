"""A colleague moves a visit: neutral words, both parents, allowed hours; what the service gave up is no family's no."""

from datetime import datetime, timedelta

import pytest

from bot.desk import Desk, Done, Outcome, Result, record_outcome
from domain.ids import AccountId, BookingId, FamilyId
from storage import tables as t
from tests.story import COPENHAGEN, Town

MOTHER, FATHER = "+4500000071", "+4500000072"


async def agreed(town: Town, *times: str) -> int:
    """A family of two parents with a visit on Tuesday 12 May at ten."""
    anna = town.nurse("Anna")
    town.times(anna, "2026-05-12T10:00", "2026-05-13T15:00", *times)
    family = town.family(MOTHER, FATHER, nurse=anna)
    await town.invite()
    await town.says(MOTHER, "1")
    assert town.bookings(family) == [("booked", "2026-05-12 10:00")]
    return family


async def moved(town: Town, family: int, outcome: Outcome) -> Result:
    """Anna taps the button."""
    [booking] = town.rows(t.booking, "id", family_id=family)
    done = await town.database.work(
        lambda unit: record_outcome(
            Desk(unit, town.house, AccountId(1), town.clock.now()),
            FamilyId(family),
            BookingId(booking),
            outcome,
        )
    )
    await town.service.settle()
    return done


@pytest.mark.parametrize("outcome", [Outcome.MOVED, Outcome.MOVED_BY_US])
async def test_both_parents_read_neutral_words_and_either_may_choose(town: Town, outcome: Outcome) -> None:
    family = await agreed(town, "2026-05-20T09:00")
    assert await moved(town, family, outcome) == Done(told=True)
    for phone in (MOTHER, FATHER):
        said = town.last(phone)
        assert said.startswith("Nye tider i stedet for tirsdag 12. maj kl. 10.00:\n1: ")
        assert "helt i orden" not in said, "the family has asked for nothing"
    await town.says(FATHER, "2")
    assert [state for state, _ in town.bookings(family)] == ["moved", "booked"]


async def test_with_one_time_left_one_is_shown_and_with_none_a_colleague_calls(town: Town) -> None:
    family = await agreed(town)
    await moved(town, family, Outcome.MOVED_BY_US)
    assert town.last(MOTHER).startswith("Ny tid i stedet for tirsdag 12. maj kl. 10.00:\n1: onsdag 13. maj")


async def test_without_any_time_a_human_is_asked_to_find_one(town: Town) -> None:
    family = await agreed(town)
    for slot in town.rows(t.slot, "id", taken=0):
        town.change(t.slot, slot, closed=True)
    town.change(t.slot, town.rows(t.booking, "slot_id", family_id=family)[0], closed=True)
    await moved(town, family, Outcome.MOVED_BY_US)
    assert town.last(FATHER) == (
        "Vi finder en ny tid i stedet for tirsdag 12. maj kl. 10.00. En af os skriver eller ringer til jer."
    )
    assert "no_times" in town.rows(t.task, "kind", family_id=family)


@pytest.mark.parametrize(
    ("outcome", "ended"),
    [(Outcome.MOVED, "cancelled_by_family"), (Outcome.MOVED_BY_US, "cancelled_by_service")],
)
async def test_seven_silent_days_later_it_was_cancelled_by_whoever_gave_it_up(
    town: Town, outcome: Outcome, ended: str
) -> None:
    family = await agreed(town, "2026-05-20T09:00")
    await moved(town, family, outcome)
    await town.pass_days(8)
    assert [state for state, _ in town.bookings(family)] == [ended]
    assert town.invitation_state(family) == "accepted", "what the service cancels is never a family's no"


async def test_late_on_saturday_it_waits_for_monday_unless_the_visit_is_close(town: Town) -> None:
    family = await agreed(town, "2026-05-20T09:00", "2026-05-21T09:00")
    await town.pass_until(datetime(2026, 5, 9, 22, tzinfo=COPENHAGEN))
    before = len(town.reads(MOTHER))
    await moved(town, family, Outcome.MOVED_BY_US)
    assert len(town.reads(MOTHER)) == before
    await town.pass_until(datetime(2026, 5, 11, 8, tzinfo=COPENHAGEN))
    assert len(town.reads(MOTHER)) == before + 1


async def test_a_visit_within_the_day_may_be_moved_at_half_past_six(town: Town) -> None:
    family = await agreed(town, "2026-05-20T09:00", "2026-05-21T09:00")
    await town.pass_until(datetime(2026, 5, 12, 5, tzinfo=COPENHAGEN))
    before = len(town.reads(MOTHER))
    await moved(town, family, Outcome.MOVED_BY_US)
    assert len(town.reads(MOTHER)) == before
    await town.pass_until(datetime(2026, 5, 12, 6, 30, tzinfo=COPENHAGEN))
    assert len(town.reads(MOTHER)) == before + 1
    assert town.clock.now() - datetime(2026, 5, 12, 5, tzinfo=COPENHAGEN) == timedelta(minutes=90)
