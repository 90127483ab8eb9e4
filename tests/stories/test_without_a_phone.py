"""A family without any phone: a letter and calls reach it, a nurse records what it says, and silence ends it."""

from datetime import timedelta

import pytest

from bot.desk import Desk, Refused, Result
from bot.desk_calls import CallResult, record_call
from bot.linking import as_printed, make_code
from domain.ids import AccountId, GuardianId, SlotId, TaskId
from domain.ports import UnitOfWork
from domain.reasons import DeclineReason
from storage import tables as t
from tests.story import COPENHAGEN, MONDAY, Town

CHAT = "4500000083"
OTHER = "+4500000061"


async def planned(town: Town) -> tuple[int, list[int]]:
    """A family without a phone that has been planned for a visit today; and Anna's times."""
    anna = town.nurse("Anna")
    days = [MONDAY + timedelta(days=day) for day in range(8, 80)]
    times = town.times(anna, *(f"{day:%Y-%m-%d}T10:00" for day in days if day.weekday() < 5))
    family = town.family("+4500000099", nurse=anna)
    for contact in town.rows(t.contact, "id", family_id=family):
        town.change(t.contact, contact, state="dead")
    await town.service.planner.plan(town.settings.key)
    return family, times


async def called(town: Town, result: CallResult, *about: object) -> Result:
    """Anna records what came of the family's call."""
    [call] = [row.id for row in town.rows(t.task, kind="call") if row.done_at is None]
    return await town.database.work(
        lambda unit: record_call(
            Desk(unit, town.house, AccountId(1), town.clock.now()),
            TaskId(call),
            result,
            *about,  # type: ignore[arg-type]
        )
    )


async def test_it_stands_on_both_lists_and_silence_ends_it_on_the_usual_day(town: Town) -> None:
    family, _ = await planned(town)
    assert sorted(town.rows(t.task, "kind", family_id=family)) == ["call", "letter"]
    await called(town, CallResult.NOT_REACHED)
    await called(town, CallResult.NOT_REACHED)
    with_phone = town.family(OTHER)
    await town.service.planner.plan(town.settings.key)
    await town.pass_days(40)
    assert town.invitation_state(family) == "planned"
    await town.pass_days(15)
    assert town.invitation_state(family) == town.invitation_state(with_phone) == "no_contact"
    [mine] = town.rows(t.invitation, family_id=family)
    [theirs] = town.rows(t.invitation, family_id=with_phone)
    assert mine.outcome_at == theirs.outcome_at
    assert mine.outcome_at.astimezone(COPENHAGEN).date() == MONDAY.date() + timedelta(days=44)
    assert (mine.sent_on, mine.messages) == (None, 0), "letters and calls alone do not count as offered"
    assert [row.family_id for row in town.rows(t.outbox)] == [with_phone] * 3
    assert all(row.done_at for row in town.rows(t.task, family_id=family)), "nobody posts a letter any more"


async def test_it_holds_two_times_back_until_it_has_answered_and_no_longer(town: Town) -> None:
    anna = town.nurse("Anna")
    town.times(anna, "2026-05-12T10:00", "2026-05-13T10:00")
    family = town.family("+4500000099", nurse=anna)
    town.change(t.contact, town.rows(t.contact, "id", family_id=family)[0], state="dead")
    await town.service.planner.plan(town.settings.key)
    waits = town.family(OTHER, nurse=anna)
    assert await town.service.planner.plan(town.settings.key) == 0, "a call may give one of the two away"
    await called(town, CallResult.SAYS_NO)
    assert await town.service.planner.plan(town.settings.key) == 1
    assert town.invitation_state(waits) == "planned"


async def test_a_time_agreed_on_the_phone_is_booked_and_nothing_is_sent(town: Town) -> None:
    family, times = await planned(town)
    await called(town, CallResult.BOOKED, None, SlotId(times[2]))
    assert town.invitation_state(family) == "accepted"
    assert town.bookings(family) == [("booked", "2026-05-14 10:00")]
    assert [row.done_at is None for row in town.rows(t.task, family_id=family)] == [False, False]
    await town.pass_days(60)
    assert town.rows(t.outbox) == []
    assert town.invitation_state(family) == "accepted"


async def test_a_time_that_is_taken_past_or_unknown_is_refused_and_the_call_stays(town: Town) -> None:
    family, times = await planned(town)
    town.change(t.slot, times[0], taken=1)
    town.change(t.slot, times[1], start=town.clock.now() - timedelta(hours=1))
    for slot, why in (
        (SlotId(times[0]), Refused.TAKEN),
        (SlotId(times[1]), Refused.PAST),
        (SlotId(4711_000_000), Refused.GONE),
        (None, Refused.GONE),
    ):
        assert await called(town, CallResult.BOOKED, None, slot) is why
    assert town.invitation_state(family) == "planned"
    assert town.rows(t.task, "calls", kind="call") == [0]


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (CallResult.SAYS_NO, "declined"),
        (CallResult.LATER, "deferred"),
        (CallResult.MOVED_AWAY, "moved_away"),
    ],
)
async def test_every_other_answer_can_be_recorded_too(town: Town, result: CallResult, state: str) -> None:
    family, _ = await planned(town)
    await called(town, result, DeclineReason.ENOUGH_CONTACT if state == "declined" else None)
    assert town.invitation_state(family) == state
    assert town.rows(t.outbox) == []
    await town.pass_days(50)
    assert town.invitation_state(family) == state


async def test_it_is_called_again_on_the_day_it_asked_for(town: Town) -> None:
    await planned(town)
    await called(town, CallResult.LATER)
    [again] = town.rows(t.due, "at", kind="ask_again")
    await town.pass_until(again)
    assert [row.done_at is None for row in town.rows(t.task, kind="call")] == [False, True]


async def test_as_soon_as_it_links_a_chat_it_is_invited_there(town: Town) -> None:
    family, _ = await planned(town)
    await town.pass_days(7)

    def code(unit: UnitOfWork) -> str:
        situation = unit.situations([family])[family]  # type: ignore[index]
        return make_code(unit, next(iter(situation.guardians.values())), town.clock.now())

    assert "Du får nu beskeder" in await town.says(CHAT, as_printed(await town.database.work(code)))
    await town.pass_days(2)
    assert "1: " in town.last(CHAT)
    assert town.invitation_state(family) == "sent"
    await town.says(CHAT, "1")
    assert town.invitation_state(family) == "accepted"
    assert town.rows(t.guardian, "id", family_id=family) == [
        GuardianId(town.rows(t.booking, family_id=family)[0].guardian_id)
    ]
