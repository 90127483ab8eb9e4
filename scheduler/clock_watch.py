"""Notices when the machine's clock is set: what is due is compared with it, and the ticker sleeps by it."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from domain.ports import Clock

log = structlog.get_logger("clock")

LOOK_EVERY = 5.0
"""Seconds between two looks."""

TOLERANCE = 30.0
"""A clock that is out by so many seconds has been set; a network's corrections are far smaller."""


class ClockWatch:
    """Compares the wall clock with one that only ever grows."""

    def __init__(self, clock: Clock, steady: Callable[[], float]) -> None:
        self._clock = clock
        self._steady = steady
        self._wall, self._since = clock.now(), steady()

    def jumped(self) -> float:
        """By how many seconds the clock has been set since the last look, backwards below zero; 0.0: it was not."""
        wall, since = self._clock.now(), self._steady()
        seconds = _between(self._wall, wall) - (since - self._since)
        self._wall, self._since = wall, since
        return seconds if abs(seconds) >= TOLERANCE else 0.0

    async def watch(self, then: Callable[[], None], every: float = LOOK_EVERY) -> None:
        """Say so in the log whenever the clock was set, and do ``then``; for ever."""
        while True:
            await asyncio.sleep(every)
            seconds = self.jumped()
            if seconds:
                log.warning("clock_jumped", seconds=round(seconds))
                then()


def _between(earlier: datetime, later: datetime) -> float:
    return (later - earlier).total_seconds()
