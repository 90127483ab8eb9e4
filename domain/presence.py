"""A nurse at a daycare: when she is there, what that time holds, and what a leader may not plan.

The rules are those of seed 000: presence is for every parent of the place, morning and late afternoon reach parents
while midday does not, and a talk about one's own child may have the contact pædagog beside the parents.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.contact_hours import Holidays, due_on, is_contact_day, local_moment
from domain.courses import InThePast, OnHoliday
from domain.ids import OfferKey

ADVICE = OfferKey("advice")
"""The offer a booked talk is counted as: the parents about their own child, at the daycare."""
SHORTEST_TALK, LONGEST_TALK = 15, 20
"""Minutes of a booked talk (``product.md``)."""

Paused = Callable[[date], bool]
"""Whether a restriction period covers a day: then nobody is at a daycare."""


class PlaceKind(StrEnum):
    """Where the nurse is: at a daycare, or at the play group of the childminders (Danish: legestue, seed 000)."""

    DAYCARE = "daycare"
    LEGESTUE = "legestue"


class Every(StrEnum):
    """How often a window comes back."""

    ONCE = "once"
    WEEK = "week"
    TWO_WEEKS = "two_weeks"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class PresencePlan:
    """A window that comes back, as a municipality writes it down; hours are on the wall.

    ``every`` counts from ``first``, whose weekday it keeps; a month keeps its place, too (the second Tuesday; the
    fifth is the last there is). ``talk_minutes`` 0: drop-in alone.
    """

    daycare: str
    nurse: str
    first: date
    opens: time
    closes: time
    every: Every = Every.WEEK
    room: str = ""
    kind: PlaceKind = PlaceKind.DAYCARE
    last: date | None = None
    not_on: tuple[date, ...] = ()
    drop_in: bool = True
    talk_minutes: int = SHORTEST_TALK


@dataclass(frozen=True, slots=True)
class PresenceRhythm:
    """When parents hear of a window; a window that opens early is told of the evening before."""

    week_before_days: int = 7
    week_before_at: time = time(16, 30)
    morning_at: time = time(8)
    early_minutes: int = 60
    """A window that opens sooner than this after ``morning_at`` is told of at ``evening_at`` the day before."""
    evening_at: time = time(18)
    min_days_between: int = 14
    """A family hears of another window at the earliest after so many days."""
    plan_days: int = 35
    """How far ahead windows are planned."""


@dataclass(frozen=True, slots=True)
class ClosesFirst:
    """A window that closes before it opens."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, slots=True)
class NurseTwice:
    """The nurse would be in two places at once."""

    start: datetime


@dataclass(frozen=True, slots=True)
class UnknownDaycare:
    """No daycare of this name in the settings."""

    daycare: str


@dataclass(frozen=True, slots=True)
class UnknownNurse:
    """No active nurse of this reference in the settings."""

    nurse: str


@dataclass(frozen=True, slots=True)
class TalksDoNotFit:
    """Talks that are not 15 to 20 minutes long, or longer than the window."""

    minutes: int


@dataclass(frozen=True, slots=True)
class NothingOffered:
    """Neither drop-in nor talks."""

    start: datetime


@dataclass(frozen=True, slots=True)
class WasCancelled:
    """The same window was cancelled: its families have heard so, and it is not planned again."""

    start: datetime


@dataclass(frozen=True, slots=True)
class NoSuchHour:
    """The clock change leaves the hour out, or has it twice."""

    day: date


@dataclass(frozen=True, slots=True)
class InRestriction:
    """A restriction period covers the day."""

    day: date


WindowRefusal = (
    InThePast
    | OnHoliday
    | InRestriction
    | ClosesFirst
    | NurseTwice
    | UnknownDaycare
    | UnknownNurse
    | TalksDoNotFit
    | NothingOffered
    | NoSuchHour
    | WasCancelled
)


def days_of(plan: PresencePlan, first: date, last: date, holidays: Holidays, paused: Paused) -> list[date]:
    """The days from ``first`` to ``last`` (inclusive) on which the nurse is there.

    Exceptions, weekends, holidays and restriction periods fall out; what comes after them stays where it was.
    """
    end = last if plan.last is None else min(last, plan.last)
    return [
        day
        for day in _rhythm(plan, end)
        if day >= first and day not in plan.not_on and is_contact_day(day, holidays) and not paused(day)
    ]


def _rhythm(plan: PresencePlan, end: date) -> Iterator[date]:
    """Every day of the rhythm until ``end``, before anything falls out."""
    day = plan.first
    match plan.every:
        case Every.ONCE:
            if day <= end:
                yield day
        case Every.MONTH:
            while day <= end:
                yield day
                following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
                day = _same_place(plan.first, following)
        case Every.WEEK | Every.TWO_WEEKS:
            step = timedelta(days=7 if plan.every is Every.WEEK else 14)
            while day <= end:
                yield day
                day += step


def _same_place(first: date, month: date) -> date:
    """The weekday of ``first`` at its place in another month; the fifth is the last there is."""
    earliest = month + timedelta(days=(first.weekday() - month.weekday()) % 7)
    day = earliest + timedelta(days=7 * ((first.day - 1) // 7))
    return day if day.month == month.month else day - timedelta(days=7)


def hours_of(
    plan: PresencePlan, day: date, zone: ZoneInfo
) -> tuple[datetime, datetime] | NoSuchHour | ClosesFirst:
    """From when until when the nurse is there on a day, aware; the wall clock wins."""
    start, end = local_moment(day, plan.opens, zone), local_moment(day, plan.closes, zone)
    if any(_ambiguous(moment) for moment in (start, end)):
        return NoSuchHour(day)
    return (start, end) if start < end else ClosesFirst(start, end)


def _ambiguous(moment: datetime) -> bool:
    return moment.astimezone(UTC) != moment.replace(fold=1).astimezone(UTC)


def talk_times(start: datetime, end: datetime, minutes: int) -> list[tuple[datetime, datetime]]:
    """The talks that fit into a window, one after the other, in UTC; none for 0 minutes."""
    if minutes <= 0:
        return []
    length, last = timedelta(minutes=minutes), end.astimezone(UTC)
    times, at = [], start.astimezone(UTC)
    while at + length <= last:
        times.append((at, at + length))
        at += length
    return times


def refused(
    plan: PresencePlan,
    start: datetime,
    end: datetime,
    zone: ZoneInfo,
    holidays: Holidays,
    paused: Paused,
    daycares: Collection[str],
    nurses: Collection[str],
    now: datetime,
) -> tuple[WindowRefusal, ...]:
    """Why a window cannot be; empty: it can, as far as the nurse is nowhere else."""
    day = start.astimezone(zone).date()
    wrong: list[WindowRefusal] = []
    if plan.daycare not in daycares:
        wrong.append(UnknownDaycare(plan.daycare))
    if plan.nurse not in nurses:
        wrong.append(UnknownNurse(plan.nurse))
    if start <= now:
        wrong.append(InThePast(start))
    if not is_contact_day(day, holidays):
        wrong.append(OnHoliday(day))
    if paused(day):
        wrong.append(InRestriction(day))
    if not plan.drop_in and not plan.talk_minutes:
        wrong.append(NothingOffered(start))
    if plan.talk_minutes and not _talks_fit(plan.talk_minutes, start, end):
        wrong.append(TalksDoNotFit(plan.talk_minutes))
    return tuple(wrong)


def _talks_fit(minutes: int, start: datetime, end: datetime) -> bool:
    return SHORTEST_TALK <= minutes <= LONGEST_TALK and bool(talk_times(start, end, minutes))


class Round(StrEnum):
    """Which of a window's messages: the week before, the same morning, or that it is off."""

    WEEK = "week"
    MORNING = "morning"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Telling:
    """The next message about a window, and when it is due."""

    round: Round
    at: datetime


def morning_of(start: datetime, rhythm: PresenceRhythm, zone: ZoneInfo, holidays: Holidays) -> datetime:
    """When parents hear for the last time: that morning, or the evening before when the window opens early."""
    local = start.astimezone(zone)
    morning = local_moment(local.date(), rhythm.morning_at, zone)
    if start >= morning + timedelta(minutes=rhythm.early_minutes):
        return morning
    return due_on(local.date() - timedelta(days=1), rhythm.evening_at, zone, holidays)


def first_telling(
    start: datetime, rhythm: PresenceRhythm, zone: ZoneInfo, holidays: Holidays, now: datetime
) -> Telling | None:
    """The first message about a new window: the week before, at once when that is past, or only that morning."""
    before = due_on(
        start.astimezone(zone).date() - timedelta(days=rhythm.week_before_days),
        rhythm.week_before_at,
        zone,
        holidays,
    )
    at = max(before, now)
    morning = morning_of(start, rhythm, zone, holidays)
    if at + timedelta(days=1) <= morning:
        return Telling(Round.WEEK, at)
    return last_telling(start, rhythm, zone, holidays, now)


def last_telling(
    start: datetime, rhythm: PresenceRhythm, zone: ZoneInfo, holidays: Holidays, now: datetime
) -> Telling | None:
    """The message of the same morning; None when its hour is past."""
    morning = morning_of(start, rhythm, zone, holidays)
    return Telling(Round.MORNING, morning) if morning > now else None
