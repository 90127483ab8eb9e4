"""Throttle per channel: a gateway is never pressed harder than it likes, so that it never has to refuse us."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from domain.channels import (
    Channel,
    ChannelHealth,
    ChannelName,
    Medium,
    Outgoing,
    Sent,
    TooFast,
    WebhookOutcome,
    WebhookRequest,
)

_PAUSE_SECONDS = 1.0
_HEALTH_SECONDS = 30.0


class Pacer:
    """Gives out turns, first come first served, at most ``per_second`` a second after a start of ``burst`` at once.

    ``clock`` is in seconds and only ever grows; ``sleep`` waits that many.
    """

    def __init__(
        self,
        per_second: float,
        burst: int = 1,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        if per_second <= 0 or burst < 1:
            raise ValueError("a pace is more than 0 a second, with at least 1 at once")
        self._gap = 1.0 / per_second
        self._lead = self._gap * (burst - 1)
        self._clock = clock
        self._sleep = sleep
        self._next = clock() - self._lead
        self._paused_until = clock()

    async def turn(self) -> None:
        """Wait for the next turn; a turn that is cancelled while it waits is lost, not handed on."""
        due = max(self._next, self._clock() - self._lead)
        self._next = due + self._gap
        while (wait := max(due, self._paused_until) - self._clock()) > 0:
            await self._sleep(wait)

    def pause(self, seconds: float) -> None:
        """Nobody's turn for so long, those who wait already included."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)
        self._next = max(self._next, self._paused_until)


@dataclass(frozen=True, slots=True)
class _Checked:
    at: float
    health: ChannelHealth


class Paced:
    """A channel whose sends keep its pace, and whose health is asked for at most every half minute.

    When the gateway says "too fast", every message of this channel waits, not only the refused one.
    """

    def __init__(
        self, channel: Channel, pacer: Pacer | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._channel = channel
        self._pacer = pacer or Pacer(channel.per_second, burst=max(1, int(channel.per_second)))
        self._clock = clock
        self._checked: _Checked | None = None

    @property
    def name(self) -> ChannelName:
        """The gateway behind."""
        return self._channel.name

    @property
    def medium(self) -> Medium:
        """The medium of the gateway behind."""
        return self._channel.medium

    @property
    def per_second(self) -> float:
        """The pace that is kept."""
        return self._channel.per_second

    def receive(self, request: WebhookRequest, path: str, now: datetime) -> WebhookOutcome:
        """A webhook is read at once."""
        return self._channel.receive(request, path, now)

    async def send(self, message: Outgoing) -> Sent:
        """Send when it is this message's turn; raises what the gateway's channel raises."""
        await self._pacer.turn()
        try:
            return await self._channel.send(message)
        except TooFast as refused:
            wait = refused.retry_after
            self._pacer.pause(wait.total_seconds() if wait is not None else _PAUSE_SECONDS)
            raise

    async def health(self) -> ChannelHealth:
        """The gateway's health now, or the last answer when it is younger than half a minute."""
        if self._checked is None or self._clock() - self._checked.at >= _HEALTH_SECONDS:
            self._checked = _Checked(self._clock(), await self._channel.health())
        return self._checked.health

    async def close(self) -> None:
        """Hang up."""
        await self._channel.close()
