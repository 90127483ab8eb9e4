"""The workers drain the inbox and the outbox at once when something comes, and when the ticker wakes them."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import structlog

from bot.service import Service
from domain.ports import StoreUnavailable

log = structlog.get_logger("workers")

PAUSE_AFTER_FAILURE = 2.0
"""Seconds before a worker that failed tries again (a full disk, a database that is away)."""

PATIENCE = 20.0
"""Seconds for which ``stop`` lets the workers finish: what a gateway has taken is still written down."""


@dataclass(slots=True)
class _Line:
    """One worker's name, what it does, and the bell that wakes it."""

    name: str
    work: Callable[[], Awaitable[int]]
    bell: asyncio.Event = field(default_factory=asyncio.Event)


class Workers:
    """Two endless tasks: one answers, one sends. ``wake`` is cheap and may be called from anywhere in the loop."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._inbox = _Line("inbox", self._answer)
        self._outbox = _Line("outbox", self._send)
        self._tasks: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()

    def wake(self) -> None:
        """Something may be waiting."""
        self._inbox.bell.set()
        self._outbox.bell.set()

    def start(self) -> None:
        """Begin; whatever was left waiting is done first."""
        self._stopping.clear()
        self._tasks = [
            asyncio.create_task(self._run(line), name=line.name) for line in (self._inbox, self._outbox)
        ]
        self.wake()

    async def stop(self, patience: float = PATIENCE) -> None:
        """End both after what they have in hand, so that no message is left in doubt; all else is in the database."""
        self._stopping.set()
        self.wake()
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=patience)
        for task in late:
            log.warning("worker_cut_off", worker=task.get_name())
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _answer(self) -> int:
        answered = await self._service.converser.answer_waiting()
        if answered:
            self._outbox.bell.set()
        return answered

    async def _send(self) -> int:
        return await self._service.outbox.send_waiting()

    async def _run(self, line: _Line) -> None:
        while not self._stopping.is_set():
            await line.bell.wait()
            line.bell.clear()
            try:
                while not self._stopping.is_set() and await line.work():
                    pass
            except StoreUnavailable as trouble:
                log.error("worker_waits", worker=line.name, why=trouble.why)
                await self._pause(line)
            except Exception as error:  # noqa: BLE001 - a worker outlives whatever is broken
                log.error("worker_failed", worker=line.name, error=type(error).__name__)
                await self._pause(line)

    async def _pause(self, line: _Line) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), PAUSE_AFTER_FAILURE)
        except TimeoutError:
            line.bell.set()
