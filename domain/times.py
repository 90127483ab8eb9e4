"""Which of the free times a family is shown: few, different, its own nurse first, near what it wished for."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.facts import FreeTime
from domain.ids import SlotId
from domain.replies import Wishes

EVENING_FROM_HOUR = 16
"""Where "after work" begins; the seeds' parents ask for late afternoon (seed 002)."""

CHOICE = 20
"""Among how many of the soonest times the two that are shown are chosen."""


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


class _Seen:
    """What a family sees of some times: how many on each day and weekday, how many after noon and before."""

    def __init__(self, moments: Sequence[datetime], zone: ZoneInfo) -> None:
        self._zone = zone
        self._days: dict[int, int] = {}
        self._weekdays: dict[int, int] = {}
        self._mornings = [0, 0]
        for moment in moments:
            self.add(moment)

    def add(self, moment: datetime) -> None:
        """This time is seen as well."""
        local = moment.astimezone(self._zone)
        day = local.toordinal()
        self._days[day] = self._days.get(day, 0) + 1
        self._weekdays[day % 7] = self._weekdays.get(day % 7, 0) + 1
        self._mornings[local.hour < 12] += 1

    def most_unlike(self, times: Iterable[FreeTime]) -> FreeTime | None:
        """The first of those least like them: the same day weighs most, then the weekday, then the part of the day."""
        days, weekdays, mornings, zone = self._days, self._weekdays, self._mornings, self._zone
        # Nothing is less alike than another weekday in the rarer part of the day: no need to look any further then.
        least = min(mornings)
        best: FreeTime | None = None
        alike = 0
        for time in times:
            local = time.start.astimezone(zone)
            day = local.toordinal()
            likeness = mornings[local.hour < 12] + 4 * days.get(day, 0) + 2 * weekdays.get(day % 7, 0)
            if best is None or likeness < alike:
                best, alike = time, likeness
                if alike == least:
                    break
        return best


def two_times(
    times: Sequence[FreeTime], zone: ZoneInfo, unlike: Sequence[datetime] = (), never: Sequence[SlotId] = ()
) -> tuple[FreeTime, ...]:
    """At most two times to show, in order of time: as different as can be from each other and from ``unlike``.

    ``times`` is in order of preference; ``never`` are times not to show again while there are others. Another
    nurse's time is shown only when the family's own has too few.
    """
    fresh = ([time for time in times if time.slot not in never] if never else times) or times
    own = [time for time in fresh if time.own_nurse]
    pool = own if len(own) >= 2 else fresh
    seen = _Seen(unlike, zone)
    first = seen.most_unlike(pool) if unlike else next(iter(pool), None)
    if first is None:
        return ()
    seen.add(first.start)
    second = seen.most_unlike(time for time in pool if time.slot != first.slot and time.start != first.start)
    if second is None:
        return (first,)
    return (first, second) if first.start <= second.start else (second, first)


def nearest(times: Sequence[FreeTime], wishes: Wishes) -> tuple[FreeTime, ...]:
    """The times in order of distance to the nearest wish, for when none fits."""
    nothing = timedelta(0)

    def distance(time: FreeTime) -> timedelta:
        return min(
            (max(wish.start - time.start, time.start - wish.end, nothing) for wish in wishes), default=nothing
        )

    return tuple(sorted(times, key=lambda time: (distance(time), time.start, time.slot)))
