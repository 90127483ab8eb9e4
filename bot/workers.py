"""The workers drain the inbox and the outbox at once when something comes, and when the ticker wakes them."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.service import Service

log = structlog.get_logger("workers")

PAUSE_AFTER_FAILURE = 2.0
"""Seconds before a worker that failed tries again (a full disk, a database that is away)."""


class Workers:
    """Two endless tasks: one answers, one sends. ``wake`` is cheap and may be called from anywhere in the loop."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._inbox = asyncio.Event()
        self._outbox = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    def wake(self) -> None:
        """Something may be waiting."""
        self._inbox.set()
        self._outbox.set()

    def start(self) -> None:
        """Begin; whatever was left waiting is done first."""
        self._tasks = [
            asyncio.create_task(self._run(self._inbox, self._answer), name="answering"),
            asyncio.create_task(self._run(self._outbox, self._send), name="sending"),
        ]
        self.wake()

    async def stop(self) -> None:
        """End both after what they have in hand; nothing is lost, it is all in the database."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _answer(self) -> int:
        answered = await self._service.converser.answer_waiting()
        if answered:
            self._outbox.set()
        return answered

    async def _send(self) -> int:
        return await self._service.outbox.send_waiting()

    def _name(self, event: asyncio.Event) -> str:
        return "inbox" if event is self._inbox else "outbox"

    async def _run(self, event: asyncio.Event, work: Callable[[], Awaitable[int]]) -> None:
        while True:
            await event.wait()
            event.clear()
            try:
                while await work():
                    pass
            except Exception as error:  # noqa: BLE001 - a worker outlives a database that is away
                log.error(
                    "worker_failed",
                    worker=(event is self._inbox and "inbox") or "outbox",
                    error=type(error).__name__,
                )
                await asyncio.sleep(PAUSE_AFTER_FAILURE)
                event.set()
