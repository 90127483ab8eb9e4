"""How the installation is: what waits, for how long, and what was done. Counts alone, of all municipalities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select, text

from storage.tables import booking, due, inbox, outbox, task, tick

Counts = dict[tuple[str, ...], int]
LAST = 1_000
"""How many replies the time of a step is taken from."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """What waits, and how long answers took. Ages and steps are seconds; 0 where nothing waits or was answered."""

    tasks: Counts
    inbox_age: float
    outbox_age: float
    due_age: float
    step_median: float
    step_slow: float


@dataclass(frozen=True, slots=True)
class Totals:
    """Everything that ever came, left and was booked, by what became of it."""

    inbound: Counts
    outbound: Counts
    bookings: Counts


def pulse(connection: Connection, now: datetime) -> Pulse:
    """What waits now.

    Index: ``ix_inbox_new``, ``ix_outbox_waiting``, ``ix_due_waiting``, ``ix_task_open``; the last replies by primary key.
    """
    waiting_inbox = select(func.min(inbox.c.received_at)).where(inbox.c.state == "new")
    # In words of the index: SQLite does not see that bound values are those of a partial index's list.
    waiting_outbox = select(func.min(outbox.c.due_at)).where(text("outbox.state IN ('queued', 'sending')"))
    waiting_due = select(func.min(due.c.at)).where(due.c.done_at.is_(None))
    open_tasks = select(task.c.kind, func.count()).where(task.c.done_at.is_(None)).group_by(task.c.kind)
    median, slow = _steps(connection)
    return Pulse(
        tasks=_counts(connection, open_tasks),
        inbox_age=_age(connection.scalar(waiting_inbox), now),
        outbox_age=_age(connection.scalar(waiting_outbox), now),
        due_age=_age(connection.scalar(waiting_due), now),
        step_median=median,
        step_slow=slow,
    )


def totals(connection: Connection) -> Totals:
    """Index: none; the three tables are read once. Whoever asks often remembers the answer."""
    inbound = select(inbox.c.channel, inbox.c.state, func.count()).group_by(inbox.c.channel, inbox.c.state)
    outbound = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    bookings = select(booking.c.state, func.count()).group_by(booking.c.state)
    return Totals(_counts(connection, inbound), _counts(connection, outbound), _counts(connection, bookings))


def ticks(connection: Connection) -> dict[str, datetime]:
    """When each ticker last ran. Index: primary key; a handful of rows."""
    return {row.name: row.at for row in connection.execute(select(tick))}


def _counts(connection: Connection, statement: Select[Any]) -> Counts:
    return {tuple(str(part) for part in row[:-1]): row[-1] for row in connection.execute(statement)}


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())


def _steps(connection: Connection) -> tuple[float, float]:
    """The median and the 95th percentile of the last replies."""
    statement = select(inbox.c.received_at, inbox.c.done_at).order_by(inbox.c.id.desc()).limit(LAST)
    found = connection.execute(statement)
    seconds = sorted((row.done_at - row.received_at).total_seconds() for row in found if row.done_at)
    return _at(seconds, 0.5), _at(seconds, 0.95)


def _at(ordered: Sequence[float], part: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0
