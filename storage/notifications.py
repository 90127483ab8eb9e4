"""Hosts that share one PostgreSQL wake each other's workers with ``NOTIFY``; on SQLite there is one process."""

import asyncio
from collections.abc import Callable

import psycopg
import structlog
from sqlalchemy.engine import make_url

log = structlog.get_logger("notifications")

CHANNEL = "thousand_days"


async def listen(url: str, wake: Callable[[], None], pause: float = 5.0) -> None:
    """Wake at every notification, for ever; a lost connection is opened again after ``pause`` seconds.

    The ticker wakes the workers too, so that a notification that was lost only costs seconds.
    """
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    while True:
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
                await connection.execute(f"LISTEN {CHANNEL}")
                wake()
                async for _ in connection.notifies():
                    wake()
        except psycopg.Error as error:
            log.warning("listening_failed", error=type(error).__name__)
        await asyncio.sleep(pause)
