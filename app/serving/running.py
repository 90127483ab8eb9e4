"""A process in production: its roles are started, and stopped in the reverse order."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime
from enum import StrEnum
from functools import partial

import structlog
from aiohttp import web

from app.serving.pages import web_services
from app.wiring import Product
from bot.workers import Workers
from scheduler.ticks import Ticks
from storage.notifications import listen
from storage.pulse import ticked
from storage.retention.purging import purge
from web.application import make_app

log = structlog.get_logger("serve")


class Role(StrEnum):
    """What a process does: answer HTTP, answer and send messages, keep the clock."""

    WEB = "web"
    WORKER = "worker"
    CLOCK = "clock"


async def run(product: Product, roles: frozenset[Role]) -> None:
    """Run the roles until SIGTERM or SIGINT; what is in hand is finished, the rest waits in the database."""
    for sentence in product.settings.notices:
        log.warning("notice", what=sentence)
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    async with AsyncExitStack() as stack:
        workers = Workers(product.service)
        if Role.WORKER in roles:
            await stack.enter_async_context(_working(product, workers))
        if Role.CLOCK in roles:
            await stack.enter_async_context(_ticking(product, workers))
        if Role.WEB in roles:
            await stack.enter_async_context(_pages(product, workers))
        leave_to_live()
        installation = product.settings.installation
        log.info("serving", roles=sorted(roles), address=f"http://{installation.host}:{installation.port}")
        await stopped.wait()
        log.info("stopping")
    for channel in product.service.channels.values():
        await channel.close()


def leave_to_live() -> None:
    """What was made at start lives as long as the process: the collector need not look at it again.

    A batch of replies makes some hundred thousand values and drops them all at its end: looking in between finds nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 50)


@asynccontextmanager
async def _working(product: Product, workers: Workers) -> AsyncIterator[None]:
    workers.start()
    listening = None
    if product.database.is_postgresql:
        url = product.settings.installation.database_url
        listening = asyncio.create_task(listen(url, workers.wake), name="listening")
    try:
        yield
    finally:
        if listening is not None:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening
        await workers.stop()


@asynccontextmanager
async def _ticking(product: Product, workers: Workers) -> AsyncIterator[None]:
    async def remember(name: str, at: datetime) -> None:
        await product.database.write(lambda connection: ticked(connection, name, at))

    async def erase_what_is_too_old() -> None:
        for municipality in product.settings.municipalities.values():
            erase = partial(
                purge, new_id=product.database.new_id, settings=municipality, now=product.clock.now()
            )
            purged = await product.database.write(erase)
            log.info("purged", municipality=municipality.key, rows=sum(purged.counts.values()))

    ticks = Ticks(product.service, workers.wake, remember, erase_what_is_too_old)
    ticks.start()
    try:
        yield
    finally:
        ticks.stop()


@asynccontextmanager
async def _pages(product: Product, workers: Workers) -> AsyncIterator[None]:
    installation = product.settings.installation
    # aiohttp's own access log prints queries, and Kannel's callbacks carry phone numbers in theirs.
    runner = web.AppRunner(make_app(web_services(product, workers.wake)), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, installation.host, installation.port).start()
    try:
        yield
    finally:
        await runner.cleanup()
