"""Which of the free times a family is shown: few, different, its own nurse first, near what it wished for."""

from collections.abc import Sequence
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


_Look = tuple[int, int, bool]
"""What a family sees of a time: the day, the weekday, whether it is in the morning."""


def _look(moment: datetime, zone: ZoneInfo) -> _Look:
    local = moment.astimezone(zone)
    day = local.toordinal()
    return day, day % 7, local.hour < 12


def _likeness(one: _Look, others: Sequence[_Look]) -> int:
    """How alike a time is to others: the same day weighs most, then the weekday, then the part of the day."""
    day, weekday, morning = one
    alike = 0
    for other in others:
        if day == other[0]:
            alike += 4
        if weekday == other[1]:
            alike += 2
        if morning == other[2]:
            alike += 1
    return alike


def two_times(
    times: Sequence[FreeTime], zone: ZoneInfo, unlike: Sequence[datetime] = (), never: Sequence[SlotId] = ()
) -> tuple[FreeTime, ...]:
    """At most two times to show, in order of time: as different as can be from each other and from ``unlike``.

    ``times`` is in order of preference; ``never`` are times not to show again while there are others. Another
    nurse's time is shown only when the family's own has too few.
    """
    fresh = [time for time in times if time.slot not in never] or list(times)
    own = [time for time in fresh if time.own_nurse]
    pool = own if len(own) >= 2 else fresh
    if not pool:
        return ()
    seen = [_look(moment, zone) for moment in unlike]
    looks = {time.slot: _look(time.start, zone) for time in pool}
    first = min(pool, key=lambda time: _likeness(looks[time.slot], seen)) if seen else pool[0]
    seen.append(looks[first.slot])
    rest = [time for time in pool if time.slot != first.slot and time.start != first.start]
    if not rest:
        return (first,)
    second = min(rest, key=lambda time: _likeness(looks[time.slot], seen))
    return (first, second) if first.start <= second.start else (second, first)


def nearest(times: Sequence[FreeTime], wishes: Wishes) -> tuple[FreeTime, ...]:
    """The times in order of distance to the nearest wish, for when none fits."""
    nothing = timedelta(0)

    def distance(time: FreeTime) -> timedelta:
        return min(
            (max(wish.start - time.start, time.start - wish.end, nothing) for wish in wishes), default=nothing
        )

    return tuple(sorted(times, key=lambda time: (distance(time), time.start, time.slot)))
