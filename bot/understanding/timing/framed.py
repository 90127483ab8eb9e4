"""A stretch told first and a weekday that lies in it: "after Easter, Wednesday at 11", "in June, best a Tuesday"."""

from collections.abc import Container, Sequence
from dataclasses import replace

from bot.understanding.timing.moments import Day, Moment, Timing

_FRAMES = frozenset({"holiday", "date", "month", "months", "week", "weekno"})


def with_frames(timing: Timing, words: Sequence[str], small: Container[int]) -> Timing:
    """The same times, a weekday behind an "after …" being the first such day after it, behind a month one of it.

    ``small``: the tokens that say nothing; any other word between the two may tell of something else ("after Easter we
    travel, Wednesday is good").
    """
    found: list[Moment] = []
    for moment in timing.moments:
        before = found[-1] if found else None
        if (
            before
            and (framed := _framed(before, moment))
            and _nothing_between(before.end, moment.start, words, small)
        ):
            found[-1] = replace(moment, day=framed, start=before.start)
        else:
            found.append(moment)
    return replace(timing, moments=tuple(found)) if len(found) < len(timing.moments) else timing


def _framed(frame: Moment, moment: Moment) -> Day | None:
    after, day = frame.day, moment.day
    if after is None or day is None or frame.hours or frame.excluded or moment.excluded:
        return None
    month = after.kind in ("month", "months") and not after.edge and after.until is None
    if after.edge == "after" and _is_told_in_full(day):
        return day  # "after the winter holiday, that is week 8"
    is_frame = after.edge == "after" and after.kind in _FRAMES and after.until is None
    plain = day.kind == "weekday" and not (day.mod or day.within or day.until or day.edge)
    plain = plain and (moment.hours is not None or not day.maybe_date)
    weekday = day.value
    if month and plain and isinstance(weekday, int):
        return Day("weekday", weekday, within=after)  # "next month, preferably a Tuesday"
    if not (is_frame and plain and isinstance(weekday, int)):
        return None
    return Day("beside", weekday, mod="after", within=replace(after, edge=""))


def _is_told_in_full(day: Day) -> bool:
    """ "Week 8", "Thursday the 9th of April" """
    with_month = isinstance(day.value, tuple) and day.kind == "date" and bool(day.value[1])
    return (with_month or day.kind == "weekno") and not (day.edge or day.until)


def _nothing_between(start: int, end: int, words: Sequence[str], small: Container[int]) -> bool:
    return all(at in small or not words[at][0].isalnum() for at in range(start, end))
