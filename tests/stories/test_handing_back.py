"""A human has the conversation: the invitation stands still, and goes on when she hands it back."""

from datetime import datetime, timedelta

from bot.desk import Desk, Done
from bot.desk_conversation import hand_back
from domain.ids import AccountId, FamilyId
from storage import tables as t
from tests.story import COPENHAGEN, MONDAY, Town

MOTHER, FATHER = "+4500000051", "+4500000052"
DISTRESS = "jeg orker ikke livet mere"


async def invited(town: Town, *phones: str) -> int:
    """A family of Anna's with the first message; she has times all summer."""
    anna = town.nurse("Anna")
    days = [MONDAY + timedelta(days=day) for day in range(8, 120)]
    town.times(
        anna, *(f"{day:%Y-%m-%d}T{hour:02}:00" for day in days if day.weekday() < 5 for hour in (9, 15))
    )
    family = town.family(*(phones or (MOTHER,)), nurse=anna)
    await town.invite()
    return family


async def handed_back(town: Town, family: int) -> None:
    """A colleague hands the conversation back."""
    done = await town.database.work(
        lambda unit: hand_back(Desk(unit, town.house, AccountId(1), town.clock.now()), FamilyId(family))
    )
    assert done == Done()


def read_on(town: Town, phone: str) -> list[tuple[str, str]]:
    """On which local days a phone was written to, and the beginning of what it read."""
    return [(f"{at.astimezone(COPENHAGEN):%d-%m}", text) for at, to, text in town.phones.read if to == phone]


def calls(town: Town) -> list[str]:
    return [
        f"{row.created_at.astimezone(COPENHAGEN):%d-%m}" for row in town.rows(t.task) if row.kind == "call"
    ]


async def test_after_a_crisis_the_rhythm_goes_on_with_the_next_step_and_the_usual_distance(
    town: Town,
) -> None:
    family = await invited(town)
    await town.says(MOTHER, DISTRESS)
    await town.pass_until(datetime(2026, 6, 8, 9, tzinfo=COPENHAGEN))
    assert len(town.reads(MOTHER)) == 2, "the invitation and the crisis answer: nothing in five weeks"
    assert calls(town) == []
    assert town.invitation_state(family) == "sent", "nobody gives up a family that a human speaks with"
    await handed_back(town, family)
    await town.pass_days(4)
    assert len(town.reads(MOTHER)) == 2, "what the colleague said counts as a message"
    await town.pass_days(90)
    days = [day for day, _ in read_on(town, MOTHER)]
    # Second message, then a call within five to nine days, the third three weeks later.
    assert days[2:] == ["15-06", "06-07"]
    assert calls(town) == ["19-06"]
    assert "døren" in town.last(MOTHER).casefold() or "stadig" in town.last(MOTHER).casefold()
    assert town.invitation_state(family) == "no_contact"
    [ended] = town.rows(t.invitation, "outcome_at", family_id=family)
    assert f"{ended.astimezone(COPENHAGEN):%d-%m}" == "20-07", "fourteen silent days later"


async def test_a_conversation_that_waits_for_a_human_gets_no_menu_in_between(town: Town) -> None:
    family = await invited(town, MOTHER, FATHER)
    await town.says(MOTHER, "jeg vil gerne tale med et menneske")
    before = len(town.reads(MOTHER)), len(town.reads(FATHER))
    await town.pass_days(20)
    assert (len(town.reads(MOTHER)), len(town.reads(FATHER))) == before
    await handed_back(town, family)
    await town.pass_days(8)
    assert (len(town.reads(MOTHER)), len(town.reads(FATHER))) == (before[0] + 1, before[1] + 1)
    assert town.bookings(family) == []
    await town.says(MOTHER, "1")
    assert [state for state, _ in town.bookings(family)] == ["booked"]


async def test_handed_back_within_the_hour_nothing_is_late(town: Town) -> None:
    family = await invited(town)
    await town.says(MOTHER, "jeg vil gerne tale med et menneske")
    await handed_back(town, family)
    await town.pass_days(60)
    days = [day for day, _ in read_on(town, MOTHER)]
    assert days[0] == "06-05"
    assert days[2:] == ["13-05", "03-06"], "D+9 and D+30, as if nobody had asked"
    assert calls(town) == ["18-05"]


async def test_a_freeze_just_before_the_end_leaves_fourteen_days_of_silence(town: Town) -> None:
    family = await invited(town)
    await town.pass_until(datetime(2026, 6, 10, 9, tzinfo=COPENHAGEN))
    assert len(town.reads(MOTHER)) == 3
    await town.says(MOTHER, DISTRESS)
    await town.pass_days(30)
    assert town.invitation_state(family) == "sent"
    await handed_back(town, family)
    await town.pass_days(13)
    assert town.invitation_state(family) == "sent"
    await town.pass_days(10)
    assert town.invitation_state(family) == "no_contact"
    assert len(town.reads(MOTHER)) == 4, "the crisis answer is the last it heard"


async def test_a_first_message_that_fell_due_in_the_crisis_comes_after_it(town: Town) -> None:
    anna = town.nurse("Anna")
    town.times(anna, *(f"2026-{m:02}-{d:02}T10:00" for m in (5, 6) for d in (19, 20, 22, 26, 29)))
    family = town.family(MOTHER, nurse=anna)
    await town.service.planner.plan(town.settings.key)
    await town.says(MOTHER, DISTRESS)
    await town.pass_days(12)
    assert town.invitation_state(family) == "planned"
    await handed_back(town, family)
    await town.pass_days(8)
    assert town.invitation_state(family) == "sent"
    assert "1: " in town.last(MOTHER)


async def test_a_time_given_back_is_not_lost_while_a_human_has_the_family(town: Town) -> None:
    family = await invited(town)
    await town.says(MOTHER, "1")
    await town.says(MOTHER, "vi er syge og kan ikke")
    await town.says(MOTHER, DISTRESS)
    await town.pass_days(30)
    assert town.bookings(family)[0][0] == "booked"
    await handed_back(town, family)
    await town.pass_days(8)
    assert town.bookings(family)[0][0] == "cancelled_by_family"
