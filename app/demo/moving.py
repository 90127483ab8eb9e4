"""Moving the clock: from one event to the next, each at its own time, however far the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from sqlalchemy import Connection, exists, func, literal_column, select, text

from app.demo.clock import ClockMovedBack, MovableClock
from bot.course_desk import ENDS_AFTER
from bot.planning import PLANNING_WEEKDAYS
from bot.service import Service
from domain.contact_hours import Holidays, is_contact_day, local_moment
from domain.course_records import CourseState
from domain.due import DUE_TICK
from domain.settings import MunicipalitySettings
from storage import tables as t
from storage.database import Database
from storage.pulse import ticked

PLANNING_AT = time(7)
"""When the day's invitations are planned, local time."""


class Calendar(Protocol):
    """Something besides the bot's own rows that happens at certain moments: a planning morning, a nurse at work."""

    what: str
    """What a visitor is told will happen; "" for what is not worth stopping at."""

    def following(self, after: datetime) -> datetime | None:
        """The next moment, strictly later, at which something is to be done; None: nothing comes."""
        ...

    async def happen(self, now: datetime) -> None:
        """Do what is to be done at a moment that ``following`` named."""
        ...


class PlanningMornings:
    """The planner, each planning morning."""

    what = "the day’s invitations are planned"

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
        """Start the day's invitations, and the windows at daycares that come into sight."""
        await self._service.planner.plan_all()
        await self._service.plan_presence()


class CourseDeadlines:
    """A course that must have filled by now, and one whose last session is a day ago."""

    what = "a course’s deadline"

    def __init__(self, database: Database, service: Service) -> None:
        self._database = database
        self._service = service

    def following(self, after: datetime) -> datetime | None:
        """The next deadline of a course that forms, or the end of one that was held."""
        return self._database.read_now(lambda connection: _course_deadline(connection, after))

    async def happen(self, now: datetime) -> None:
        """Courses are held, wait for their leader's choice, or end."""
        await self._service.decide_courses()


def _course_deadline(connection: Connection, after: datetime) -> datetime | None:
    """Index: ``ix_course_state``, which is short: only courses that are offered or held are looked at."""
    forming = select(func.min(t.course.c.decide_at)).where(
        t.course.c.state == CourseState.FORMING, t.course.c.decide_at > after
    )
    ends = (
        select(func.max(t.course_session.c.start).label("last"))
        .join(t.course, t.course.c.id == t.course_session.c.course_id)
        .where(t.course.c.state == CourseState.HELD)
        .group_by(t.course.c.id)
    )
    moments = [last + ENDS_AFTER for last in connection.scalars(ends)]
    first = connection.scalar(forming)
    return min((one for one in (first, *moments) if one is not None and one > after), default=None)


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
        """When something worth stopping at happens next; what is due already counts as now."""
        telling = [calendar for calendar in self._calendars if calendar.what]
        return self._next(self._database.read_now(waiting), telling)

    def told_at(self, moment: datetime) -> list[str]:
        """What the calendars say of a moment to come."""
        now = self._clock.now()
        return [one.what for one in self._calendars if one.what and one.following(now) == moment]

    def _next(self, rows: Waiting, calendars: Sequence[Calendar]) -> datetime | None:
        now = self._clock.now()
        moments = [calendar.following(now) for calendar in calendars]
        moments += [
            max(moment, now) for moment in (rows.due, rows.message, rows.telling) if moment is not None
        ]
        return min((moment for moment in moments if moment is not None), default=None)

    async def to(self, moment: datetime) -> int:
        """Move to a moment; returns how many stops were made on the way. Raises ``ClockMovedBack``."""
        if moment < self._clock.now():
            raise ClockMovedBack
        stops = 0
        while True:
            following = self._next(await self._settle(), self._calendars)
            if following is None or following > moment:
                break
            await self._stop_at(following)
            stops += 1
        self._clock.move_to(moment)
        # Here nobody else ticks: the clock has looked for what is due, and readyz may say so.
        self._database.write_now(lambda connection: ticked(connection, DUE_TICK, moment))
        return stops

    async def _stop_at(self, moment: datetime) -> None:
        meant = [calendar for calendar in self._calendars if calendar.following(self._clock.now()) == moment]
        self._clock.move_to(moment)
        for calendar in meant:
            await calendar.happen(moment)

    async def _settle(self) -> Waiting:
        """Do what is due now and all that follows from it, asking only the workers that have something to do."""
        now = self._clock.now()
        while True:
            rows = self._database.read_now(waiting)
            if rows.due is not None and rows.due <= now:
                done = await self._service.due.keep()
            elif rows.reply:
                done = await self._service.converser.answer_waiting()
            elif rows.telling is not None and rows.telling <= now:
                done = await self._service.presence.tell()
            elif rows.message is not None and rows.message <= now:
                done = await self._service.outbox.send_waiting()
            else:
                return rows
            if not done:
                raise ClockStuck


class ClockStuck(RuntimeError):
    """Something that is due cannot be done, so that the clock would never move: a fault of ours."""

    def __init__(self) -> None:
        super().__init__("something that is due cannot be done; the log says what: restart the demo")


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the bot has before it: its next appointment, its next message, when parents of a daycare are told, and
    whether a reply is unanswered."""

    due: datetime | None
    message: datetime | None
    telling: datetime | None
    reply: bool


_WAITING = select(
    select(t.due.c.at)
    .where(t.due.c.done_at.is_(None))
    .order_by(t.due.c.at)
    .limit(1)
    .scalar_subquery()
    .label("due"),
    select(t.outbox.c.due_at)
    # Both conditions: the first is the index's own, word for word, the second says which of its rows.
    .where(text("outbox.state IN ('queued', 'sending')"), t.outbox.c.state == literal_column("'queued'"))
    .order_by(t.outbox.c.due_at)
    .limit(1)
    .scalar_subquery()
    .label("message"),
    select(t.presence_window.c.tell_at)
    .where(t.presence_window.c.tell_at.is_not(None))
    .order_by(t.presence_window.c.tell_at)
    .limit(1)
    .scalar_subquery()
    .label("telling"),
    exists().where(t.inbox.c.state == literal_column("'new'")).label("reply"),
)


def waiting(connection: Connection) -> Waiting:
    """Indexes: ``ix_due_waiting``, ``ix_outbox_waiting``, ``ix_presence_window_telling``, ``ix_inbox_new``."""
    due, message, telling, reply = connection.execute(_WAITING).one()
    return Waiting(due, message, telling, bool(reply))
