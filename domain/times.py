"""Which of the free times a family is shown: few, different, its own nurse first, near what it wished for."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.facts import FreeTime
from domain.ids import SlotId
from domain.replies import Wishes
from domain.settings import Cadence

EVENING_FROM_HOUR = 16
"""Where "after work" begins; the seeds' parents ask for late afternoon (seed 002)."""


def showable(times: Iterable[FreeTime], now: datetime, cadence: Cadence) -> tuple[FreeTime, ...]:
    """The times far enough ahead to be prepared for and near enough to be remembered, own nurse's first."""
    first = now + timedelta(hours=cadence.lead_hours)
    last = now + timedelta(days=cadence.horizon_days)
    inside = [time for time in times if first <= time.start <= last]
    return tuple(sorted(inside, key=lambda time: (not time.own_nurse, time.start, time.slot)))


def fitting(times: Sequence[FreeTime], wishes: Wishes) -> tuple[FreeTime, ...]:
    """The times that start inside one of the wishes; a wish for an exact hour matches that very start."""
    return tuple(
        time
        for time in times
        if any(wish.start == time.start or wish.start <= time.start < wish.end for wish in wishes)
    )


def in_the_evening(times: Sequence[FreeTime], zone: ZoneInfo) -> tuple[FreeTime, ...]:
    """The times that start late in the day."""
    return tuple(time for time in times if time.start.astimezone(zone).hour >= EVENING_FROM_HOUR)


def _likeness(one: datetime, other: datetime) -> int:
    """How alike two times are to a family: the same day, the same weekday, the same part of the day."""
    return (
        4 * (one.date() == other.date())
        + 2 * (one.weekday() == other.weekday())
        + (one.hour < 12) * (other.hour < 12)
        + (one.hour >= 12) * (other.hour >= 12)
    )


def two_times(
    times: Sequence[FreeTime], zone: ZoneInfo, unlike: Sequence[datetime] = (), never: Sequence[SlotId] = ()
) -> tuple[FreeTime, ...]:
    """At most two times to show, in order of time: as different as can be from each other and from ``unlike``.

    ``times`` is in order of preference (see ``showable``); ``never`` are times not to show again while there
    are others. Another nurse's time is shown only when the family's own has too few.
    """
    fresh = [time for time in times if time.slot not in never] or list(times)
    own = [time for time in fresh if time.own_nurse]
    pool = own if len(own) >= 2 else fresh
    if not pool:
        return ()
    seen = [moment.astimezone(zone) for moment in unlike]
    first = min(pool, key=lambda time: sum(_likeness(time.start.astimezone(zone), other) for other in seen))
    seen.append(first.start.astimezone(zone))
    rest = [time for time in pool if time.slot != first.slot and time.start != first.start]
    if not rest:
        return (first,)
    second = min(rest, key=lambda time: sum(_likeness(time.start.astimezone(zone), other) for other in seen))
    return (first, second) if first.start <= second.start else (second, first)


def nearest(times: Sequence[FreeTime], wishes: Wishes) -> tuple[FreeTime, ...]:
    """The times in order of distance to the nearest wish, for when none fits."""

    def distance(time: FreeTime) -> timedelta:
        return min(
            max(wish.start - time.start, time.start - wish.end, timedelta(0)) if wishes else timedelta(0)
            for wish in wishes
        )

    return tuple(sorted(times, key=lambda time: (distance(time), time.start, time.slot)))
