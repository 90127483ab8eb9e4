"""How the stand-in gateways call us back: again after a wait when we do not answer 2xx, as real ones do."""

import asyncio
from collections.abc import Callable, Mapping

import aiohttp

# GatewayAPI waits 60, 120, 360 seconds, 24 minutes, 2 and 12 hours; here a minute is a hundredth of a second.
WAITS = (0.01, 0.02, 0.06, 0.24, 1.2, 7.2)


class Callbacks:
    """Calls on their way to us, each retried by itself."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self.attempts = 0

    def call(self, url: str, body: bytes, headers: Callable[[], Mapping[str, str]]) -> None:
        """POST until we answer 2xx; ``headers`` are made anew (signed anew) for each attempt."""
        task = asyncio.create_task(self._call(url, body, headers))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._running:
            await asyncio.gather(*self._running)

    async def _call(self, url: str, body: bytes, headers: Callable[[], Mapping[str, str]]) -> None:
        async with aiohttp.ClientSession() as session:
            for wait in (*WAITS, None):
                self.attempts += 1
                async with session.post(url, data=body, headers=dict(headers())) as answer:
                    if answer.status < 300 or wait is None:
                        return
                await asyncio.sleep(wait)
