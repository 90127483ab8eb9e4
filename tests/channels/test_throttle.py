"""The pace of a channel, on a clock that the test moves."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.throttle import Paced, Pacer
from domain.channels import (
    ChannelHealth,
    ChannelName,
    Forged,
    Medium,
    Outgoing,
    Sent,
    TooFast,
    WebhookOutcome,
    WebhookRequest,
)
from tests.channels.gateway import message


class Clock:
    """Seconds that pass only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)


class Counting:
    """A gateway that notes when it was asked, and refuses the first few."""

    name = ChannelName.KANNEL
    medium = Medium.SMS
    per_second = 2.0

    def __init__(self, clock: Clock, refusals: list[TooFast]) -> None:
        self._clock = clock
        self._refusals = refusals
        self.asked_at: list[float] = []
        self.health_checks = 0
        self.closed = False

    def receive(self, request: WebhookRequest, path: str, now: datetime) -> WebhookOutcome:
        return Forged()

    async def send(self, message: Outgoing) -> Sent:
        self.asked_at.append(self._clock() - 1000.0)
        if self._refusals:
            raise self._refusals.pop(0)
        return Sent("id")

    async def health(self) -> ChannelHealth:
        self.health_checks += 1
        return ChannelHealth(True)

    async def close(self) -> None:
        self.closed = True


async def turns(pacer: Pacer, clock: Clock, count: int) -> list[float]:
    taken = []
    for _ in range(count):
        await pacer.turn()
        taken.append(clock() - 1000.0)
    return taken


async def test_a_burst_and_then_an_even_pace() -> None:
    clock = Clock()
    pacer = Pacer(4, burst=2, clock=clock, sleep=clock.sleep)
    assert await turns(pacer, clock, 5) == [0, 0, 0.25, 0.5, 0.75]


async def test_quiet_time_saves_up_one_burst_and_no_more() -> None:
    clock = Clock()
    pacer = Pacer(4, burst=2, clock=clock, sleep=clock.sleep)
    await turns(pacer, clock, 2)
    clock.now += 3600
    assert await turns(pacer, clock, 4) == [3600, 3600, 3600.25, 3600.5]


async def test_those_who_wait_together_leave_one_by_one() -> None:
    clock = Clock()
    pacer = Pacer(10, clock=clock, sleep=clock.sleep)
    taken: list[float] = []

    async def one() -> None:
        await pacer.turn()
        taken.append(round(clock() - 1000.0, 6))

    await asyncio.gather(*(one() for _ in range(20)))
    assert len(taken) == 20
    assert clock() - 1000.0 >= 1.9


async def test_a_pause_holds_everybody() -> None:
    clock = Clock()
    pacer = Pacer(10, clock=clock, sleep=clock.sleep)
    pacer.pause(5)
    assert await turns(pacer, clock, 3) == pytest.approx([5, 5.1, 5.2])


async def test_a_pause_holds_those_who_wait_already() -> None:
    clock = Clock()
    pacer = Pacer(1, clock=clock, sleep=clock.sleep)
    await pacer.turn()
    waiting = asyncio.create_task(pacer.turn())
    await asyncio.sleep(0)
    pacer.pause(30)
    await waiting
    assert clock() - 1000.0 == 30


def test_a_pace_of_nothing_is_no_pace() -> None:
    with pytest.raises(ValueError, match="more than 0"):
        Pacer(0)


async def test_too_fast_slows_the_whole_channel_down() -> None:
    clock = Clock()
    counting = Counting(clock, [TooFast("HTTP 429", timedelta(seconds=7)), TooFast("HTTP 429")])
    channel = Paced(counting, Pacer(2, clock=clock, sleep=clock.sleep), clock)
    for _ in range(2):
        with pytest.raises(TooFast):
            await channel.send(message())
    assert await channel.send(message()) == Sent("id")
    assert await channel.send(message()) == Sent("id")
    assert counting.asked_at == [0, 7, 8, 8.5]


async def test_health_is_asked_for_at_most_every_half_minute() -> None:
    clock = Clock()
    counting = Counting(clock, [])
    channel = Paced(counting, clock=clock)
    for seconds in (0, 10, 19, 1, 29, 1):
        clock.now += seconds
        assert (await channel.health()).ready
    assert counting.health_checks == 3


async def test_it_is_the_channel_it_paces() -> None:
    clock = Clock()
    counting = Counting(clock, [])
    channel = Paced(counting)
    assert (channel.name, channel.medium, channel.per_second) == (ChannelName.KANNEL, Medium.SMS, 2.0)
    request = WebhookRequest("GET", "http://127.0.0.1/", {}, (), b"")
    assert channel.receive(request, "", datetime(2026, 5, 11, tzinfo=UTC)) == Forged()
    await channel.close()
    assert counting.closed
