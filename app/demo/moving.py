"""Moving the clock: from one event to the next, each at its own time, however far the way."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol

from sqlalchemy import Connection, select

from app.demo.clock import ClockMovedBack, MovableClock
from bot.planning import PLANNING_WEEKDAYS
from bot.service import Service
from domain.contact_hours import Holidays, is_contact_day, local_moment
from domain.settings import MunicipalitySettings
from storage import tables as t
from storage.database import Database

PLANNING_AT = time(7)
"""When the day's invitations are planned, local time."""


class Calendar(Protocol):
    """Something besides the bot's own rows that happens at certain moments: a planning morning, a nurse at work."""

    def following(self, after: datetime) -> datetime | None:
        """The next moment, strictly later, at which something is to be done; None: nothing comes."""
        ...

    async def happen(self, now: datetime) -> None:
        """Do what is to be done at a moment that ``following`` named."""
        ...


class PlanningMornings:
    """The planner, each planning morning."""

    def __init__(self, service: Service, settings: MunicipalitySettings) -> None:
        self._service = service
        self._zone = settings.zone
        self._holidays = service.house.holidays

    def following(self, after: datetime) -> datetime | None:
        """The next planning morning."""
        day = after.astimezone(self._zone).date()
        while True:
            moment = local_moment(day, PLANNING_AT, self._zone)
            if moment > after and is_planning_day(day, self._holidays):
                return moment
            day += timedelta(days=1)

    async def happen(self, now: datetime) -> None:
        """Start the day's invitations."""
        await self._service.planner.plan_all()


def is_planning_day(day: date, holidays: Holidays) -> bool:
    """Whether invitations are planned on this day."""
    return day.weekday() in PLANNING_WEEKDAYS and is_contact_day(day, holidays)


class Moving:
    """Moves the clock of a town, so that nothing is skipped and nothing happens early.

    Of things that fall due at the same moment, the calendars come first, in their order.
    """

    def __init__(
        self, database: Database, service: Service, clock: MovableClock, calendars: Sequence[Calendar]
    ) -> None:
        self._database = database
        self._service = service
        self._clock = clock
        self._calendars = list(calendars)

    def join(self, calendar: Calendar) -> None:
        """Something more that happens at its own moments."""
        self._calendars.append(calendar)

    def next_event(self) -> datetime | None:
        """When something happens next: what is already due counts as now."""
        now = self._clock.now()
        rows = self._database.read_now(next_row)
        moments = [calendar.following(now) for calendar in self._calendars]
        if rows is not None:
            moments.append(max(rows, now))
        return min((moment for moment in moments if moment is not None), default=None)

    async def to(self, moment: datetime) -> int:
        """Move to a moment; returns how many stops were made on the way. Raises ``ClockMovedBack``."""
        if moment < self._clock.now():
            raise ClockMovedBack
        await self._service.catch_up()
        stops = 0
        while True:
            following = self.next_event()
            if following is None or following > moment:
                break
            if following <= self._clock.now():
                raise AssertionError("something that is due now stays due: the clock would never move")
            await self._stop_at(following)
            stops += 1
        self._clock.move_to(moment)
        return stops

    async def _stop_at(self, moment: datetime) -> None:
        meant = [calendar for calendar in self._calendars if calendar.following(self._clock.now()) == moment]
        self._clock.move_to(moment)
        for calendar in meant:
            await calendar.happen(moment)
        await self._service.catch_up()


def next_row(connection: Connection) -> datetime | None:
    """The first moment at which the bot's own rows, appointments and waiting messages, fall due."""
    due = select(t.due.c.at).where(t.due.c.done_at.is_(None)).order_by(t.due.c.at).limit(1)
    out = select(t.outbox.c.due_at).where(t.outbox.c.state == "queued").order_by(t.outbox.c.due_at).limit(1)
    moments = [moment for moment in (connection.scalar(due), connection.scalar(out)) if moment is not None]
    return min(moments, default=None)
