"""The clock of the installation: APScheduler ticks, rows say what is due (``docs/decisions/storage.md``)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.service import Service
from domain.due import DUE_TICK
from domain.ports import StoreUnavailable
from scheduler.clock_watch import ClockWatch

log = structlog.get_logger("ticks")

DUE_EVERY = 15
"""Seconds between two looks at what has fallen due."""

WAKE_EVERY = 10
"""Seconds after which the workers look for themselves, in case a wake-up was lost."""

Ticked = Callable[[str, datetime], Awaitable[None]]
"""Remembers that a ticker ran, for ``readyz``."""


class Ticks:
    """Plans by day, does what is due, erases at night what is no longer kept; wakes the workers as a safety net."""

    def __init__(
        self, service: Service, wake: Callable[[], None], ticked: Ticked, purge: Callable[[], Awaitable[None]]
    ) -> None:
        self._service = service
        self._wake = wake
        self._ticked = ticked
        self._purge = purge
        # A tick that comes late is still a tick: nothing is lost, it only finds more that is due.
        self._scheduler = AsyncIOScheduler(
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )
        self._watching: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin ticking in the running event loop."""
        self._schedule()
        self._scheduler.start()
        watch = ClockWatch(self._service.clock, asyncio.get_running_loop().time)
        self._watching = asyncio.create_task(watch.watch(self._begin_anew), name="clock")

    def _begin_anew(self) -> None:
        """The clock was set: the next ticks are counted from now, else none came before the old time is reached."""
        self._scheduler.remove_all_jobs()
        self._schedule()
        self._wake()

    def _schedule(self) -> None:
        zone = next(iter(self._service.house.municipalities.values())).zone
        at_once = datetime.now(zone)
        self._scheduler.add_job(
            self._due, IntervalTrigger(seconds=DUE_EVERY), id="due", next_run_time=at_once
        )
        # Every hour of the working day: what a stopped process missed at seven, it plans when it is back.
        self._scheduler.add_job(self._plan, CronTrigger(hour="7-15", timezone=zone), id="plan")
        self._scheduler.add_job(self._retention, CronTrigger(hour=3, timezone=zone), id="retention")
        self._scheduler.add_job(self._wake, IntervalTrigger(seconds=WAKE_EVERY), id="wake")

    def stop(self) -> None:
        """No more ticks; one that is running ends by itself."""
        if self._watching is not None:
            self._watching.cancel()
        self._scheduler.shutdown(wait=False)

    async def _due(self) -> None:
        try:
            while await self._service.due.keep() or await self._service.presence.tell():
                self._wake()
            await self._ticked(DUE_TICK, self._service.clock.now())
        except StoreUnavailable as trouble:
            log.error("tick_waits", tick="due", why=trouble.why)
        except Exception as error:  # noqa: BLE001 - the next tick tries again; readyz tells when none succeeds
            log.error("tick_failed", tick="due", error=type(error).__name__)

    async def _retention(self) -> None:
        try:
            await self._purge()
            await self._ticked("retention", self._service.clock.now())
        except StoreUnavailable as trouble:
            log.error("tick_waits", tick="retention", why=trouble.why)
        except Exception as error:  # noqa: BLE001 - what was not erased tonight is erased tomorrow
            log.error("tick_failed", tick="retention", error=type(error).__name__)

    async def _plan(self) -> None:
        try:
            started = await self._service.planner.plan_all()
            decided = await self._service.decide_courses()
            windows = await self._service.plan_presence()
            log.info("planned", invitations=started, courses_decided=decided, windows=windows)
            await self._ticked("plan", self._service.clock.now())
        except StoreUnavailable as trouble:
            log.error("tick_waits", tick="plan", why=trouble.why)
        except Exception as error:  # noqa: BLE001 - tomorrow plans what today did not
            log.error("tick_failed", tick="plan", error=type(error).__name__)
