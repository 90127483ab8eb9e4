"""The clock goes on from event to event: nothing is skipped, nothing early, and it never goes back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.demo.clock import ClockMovedBack, MovableClock
from app.demo.moving import ClockStuck
from app.demo.town import Town
from domain.ids import Number
from storage import tables as t
from tests.demo.conftest import OPENING
from tests.demo.dumping import everything

WEEKS = timedelta(weeks=5)
JONAS = Number("+4500000002")


def test_the_clock_stands_until_it_is_moved() -> None:
    clock = MovableClock(datetime(2026, 5, 4, 8, tzinfo=UTC))
    clock.move_to(datetime(2026, 5, 4, 8, tzinfo=UTC))
    clock.move_to(datetime(2026, 5, 5, tzinfo=UTC))
    assert clock.now() == datetime(2026, 5, 5, tzinfo=UTC)
    with pytest.raises(ClockMovedBack):
        clock.move_to(datetime(2026, 5, 4, 23, 59, tzinfo=UTC))


async def test_a_town_does_not_go_back(town: Town) -> None:
    with pytest.raises(ClockMovedBack):
        await town.move_to(OPENING - timedelta(minutes=1))
    assert town.clock.now() == OPENING


@given(stops=st.lists(st.integers(1, int(WEEKS.total_seconds()) - 1), min_size=1, max_size=12))
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_many_small_steps_are_one_jump(new_town: Callable[[], Town], stops: list[int]) -> None:
    """Whatever the steps, the same rows: a visitor cannot miss anything by being in a hurry."""
    jumping, walking = new_town(), new_town()
    await jumping.move_to(OPENING + WEEKS)
    for seconds in sorted(stops):
        await walking.move_to(OPENING + timedelta(seconds=seconds))
    await walking.move_to(OPENING + WEEKS)
    assert everything(jumping) == everything(walking)


async def test_every_message_leaves_at_its_own_time(town: Town) -> None:
    planned = dict(
        town.rows(
            select(t.due.c.id, t.due.c.at).where(t.due.c.done_at.is_(None), t.due.c.at < OPENING + WEEKS)
        )
    )
    await town.move_to(OPENING + WEEKS)
    done = dict(town.rows(select(t.due.c.id, t.due.c.done_at).where(t.due.c.id.in_(planned))))
    assert planned
    assert done == planned
    late = select(t.outbox.c.id).where(t.outbox.c.sent_at > OPENING, t.outbox.c.sent_at != t.outbox.c.due_at)
    assert town.rows(late) == []


async def test_next_event_is_never_past_and_never_skipped(town: Town) -> None:
    """Stepping from event to event meets the reminder exactly at its hour."""
    following = town.moving.next_event()
    assert following == OPENING.replace(hour=10)
    await town.move_to(following)
    assert town.screens([JONAS])[JONAS][-1].at == following
    for _ in range(20):
        before, following = town.clock.now(), town.moving.next_event()
        assert following is not None
        assert following > before
        await town.move_to(following)


async def test_planning_mornings_invite_new_families(town: Town) -> None:
    before = len(town.rows(select(t.invitation.c.id)))
    await town.move_to(OPENING + timedelta(weeks=8))
    assert len(town.rows(select(t.invitation.c.id))) > before


async def test_nurses_keep_putting_up_times(town: Town) -> None:
    await town.move_to(OPENING + timedelta(weeks=15))
    ahead = select(t.slot.c.id).where(t.slot.c.start > town.clock.now() + timedelta(weeks=9))
    assert len(town.rows(ahead)) > 10


async def test_something_that_cannot_be_done_is_said_and_does_not_hang(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(limit: int = 0) -> int:
        return 0

    monkeypatch.setattr(town.service.due, "keep", nothing)
    with pytest.raises(ClockStuck):
        await town.move_to(OPENING + timedelta(days=1))
