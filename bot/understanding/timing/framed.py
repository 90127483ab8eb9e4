"""A stretch told first and a weekday that lies in it: "after Easter, Wednesday at 11", "in June, best a Tuesday"."""

from collections.abc import Container, Sequence
from dataclasses import replace

from bot.understanding.timing.moments import Day, Moment, Timing

_MONTHS = frozenset({"month", "months"})
_FRAMES = _MONTHS | {"holiday", "date", "week", "weekno"}


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
    stretch, day = frame.day, moment.day
    if stretch is None or day is None or frame.hours or stretch.until or frame.excluded or moment.excluded:
        return None
    after = stretch.edge == "after"
    if after and (day.has_month or day.kind == "weekno") and not (day.edge or day.until):
        return day  # "after the winter holiday, that is week 8"
    plain = day.kind == "weekday" and not (day.mod or day.within or day.until or day.edge)
    if not plain or (day.maybe_date and moment.hours is None):
        return None
    if stretch.kind in _MONTHS and not stretch.edge:
        return Day("weekday", day.value, within=stretch)  # "next month, preferably a Tuesday"
    if after and stretch.kind in _FRAMES:
        return Day("beside", day.value, mod="after", within=replace(stretch, edge=""))
    return None


def _nothing_between(start: int, end: int, words: Sequence[str], small: Container[int]) -> bool:
    return all(at in small or not words[at][0].isalnum() for at in range(start, end))
