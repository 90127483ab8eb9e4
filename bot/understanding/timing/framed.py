"""A stretch that was told first, and the weekday behind it that lies in it: "after Easter, Wednesday at 11"."""

from collections.abc import Container, Sequence
from dataclasses import replace

from bot.understanding.timing.moments import Day, Moment, Timing

_FRAMES = frozenset({"holiday", "date", "month", "months", "week", "weekno"})


def with_frames(timing: Timing, words: Sequence[str], read: Container[int]) -> Timing:
    """The same times, a weekday behind an "after …" being the first such day after it.

    ``read``: the tokens that were understood; where a word between the two was not, it may tell of something else
    ("after Easter we travel, Wednesday is good").
    """
    found: list[Moment] = []
    for moment in timing.moments:
        before = found[-1] if found else None
        if (
            before
            and (framed := _framed(before, moment))
            and _only_read(before.end, moment.start, words, read)
        ):
            found[-1] = replace(moment, day=framed, start=before.start)
        else:
            found.append(moment)
    return replace(timing, moments=tuple(found)) if len(found) < len(timing.moments) else timing


def _framed(frame: Moment, moment: Moment) -> Day | None:
    after, day = frame.day, moment.day
    if after is None or day is None or frame.hours or frame.excluded or moment.excluded:
        return None
    is_frame = after.edge == "after" and after.kind in _FRAMES and after.until is None
    plain = day.kind == "weekday" and not (day.mod or day.within or day.until or day.edge or day.maybe_date)
    weekday = day.value
    if not (is_frame and plain and isinstance(weekday, int)):
        return None
    return Day("beside", weekday, mod="after", within=replace(after, edge=""))


def _only_read(start: int, end: int, words: Sequence[str], read: Container[int]) -> bool:
    return all(at in read or not words[at][0].isalnum() for at in range(start, end))
