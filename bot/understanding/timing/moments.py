"""What a family says about time before anybody has looked at a calendar."""

from dataclasses import replace

from domain.values import value

MIDNIGHT = 24 * 60

PARTS: dict[str, tuple[int, int]] = {
    "early": (6 * 60, 9 * 60),
    "morning": (8 * 60, 12 * 60),
    "forenoon": (8 * 60, 12 * 60),
    "noon": (12 * 60, 13 * 60),
    "midday": (11 * 60, 14 * 60),
    "afternoon": (12 * 60, 17 * 60),
    "late_afternoon": (15 * 60, 18 * 60),
    "after_work": (16 * 60, MIDNIGHT),
    "later_in_day": (12 * 60, MIDNIGHT),
    "earlier_in_day": (8 * 60, 12 * 60),
    "evening": (17 * 60, 21 * 60),
    "night": (22 * 60, MIDNIGHT),
    "midnight": (0, 60),
}
"""Parts of the day as minutes after midnight, from (inclusive) to (exclusive), in the hours at which people are visited.

A morning begins at eight and an evening ends at nine, as those took it who wrote expected answers without being told.
"""

MORNINGS = frozenset({"morning", "forenoon"})


@value
class Hours:
    """A stretch of the day in minutes after midnight; ``exact`` when a clock time was named."""

    start: int
    end: int
    exact: bool = False
    part: str = ""
    clear: bool = True
    """False while "3" may still turn out to be 3 in the night (it never does) or in the afternoon."""

    impossible: bool = False
    """An hour at which nobody visits: it was meant otherwise, and is asked back."""

    @property
    def earliest(self) -> int:
        """From when on an hour is in it: a visit before eight is in the morning, too ("tomorrow morning at 7")."""
        return 0 if self.part in MORNINGS else self.start

    def shifted(self, minutes: int) -> "Hours":
        """The same stretch later in the day, at most until midnight."""
        return replace(self, start=self.start + minutes, end=min(self.end + minutes, MIDNIGHT), clear=True)


@value
class Day:
    """A day or a stretch of days as it was said, to be resolved against today.

    ``kind`` and ``value``: weekday 1–7 · weekdays 1–7 (every one) · date (day, month or 0, year or 0) ·
    solar (an Iranian date) · solar_month 1–12 · moon_date n (an Islamic one, asked back) ·
    offset n days · week offset · weekno n · weekend offset · month 1–12 · months offset · year offset ·
    later (n, unit) · within (n, unit), the time until then · beside "day", "week", a weekday
    or (n, unit), after or before (``mod``) what it is ``within`` · holiday name · season name ·
    nth (n, weekday) · nth_week n · week_of "on" or "from", the week of the date it is ``within`` · workdays ·
    day_part.
    """

    kind: str
    value: int | str | tuple[int, ...] | tuple[int, str]
    mod: str = ""
    portion: str = ""
    within: "Day | None" = None
    until: "Day | None" = None
    edge: str = ""
    framed: bool = False
    """Whether its week was said before it, so that it holds for the days that follow too."""

    maybe_date: int = 0
    """A bare number beside a weekday ("torsdag 14"), which may be the hour or the day of the month."""

    @property
    def has_month(self) -> bool:
        """Whether it is a date with its month ("the 9th of April")."""
        return self.kind == "date" and isinstance(self.value, tuple) and bool(self.value[1])


@value
class Moment:
    """One wish or one exclusion: a day, hours, or both, and the tokens it was read from."""

    day: Day | None
    hours: Hours | None
    excluded: bool
    start: int
    end: int
    doubtful: bool = False

    @property
    def past(self) -> bool:
        """Whether it tells of a day gone by ("yesterday", "last week")."""
        day = self.day
        if day is None or day.kind == "nth_week":  # the last week of a month is counted from its end
            return False
        return day.mod == "last" or (isinstance(day.value, int) and day.value < 0)

    @property
    def pointed(self) -> bool:
        """Whether a family could mean one printed time by it: a day or an hour was named, no open stretch."""
        if self.day is not None:
            named = self.day.kind in ("weekday", "date", "solar", "offset", "nth") and not self.day.edge
            return (
                named
                and not self.day.until
                and (self.hours is None or self.hours.exact or bool(self.hours.part))
            )
        return self.hours is not None and self.hours.exact


@value
class Timing:
    """All wishes of a message, the tokens they used, and whether a time word was left without a meaning."""

    moments: tuple[Moment, ...] = ()
    used: frozenset[int] = frozenset()
    loose: bool = False
    dangling: frozenset[int] = frozenset()
    """Tokens behind an "at" or "after" that found no time: an unknown word there may be one."""

    quiet: frozenset[int] = frozenset()
    """Small words that no wish used: "and", "or", "on"."""

    occupied: frozenset[int] = frozenset()
    """Words for what else a family does: at work, at the doctor's, asleep. A time beside them is no wish."""

    afterwards: bool = False
    """Whether the wish is what comes after a time when they cannot ("on holiday in week 23, after that")."""


def with_month_of(earlier: Day, later: Day) -> Day:
    """ "13. og 15. maj": the first date borrows the month of the second."""
    if earlier.kind != "date" or later.kind != "date":
        return earlier
    match earlier.value, later.value:
        case (int(number), 0, _), (_, int(month), int(year)) if month:
            return replace(earlier, value=(number, month, year))
        case (int(number), int(month), 0), (_, _, int(year)) if year:
            return replace(earlier, value=(number, month, year))
    return earlier
