"""From wishes and exclusions to stretches of local time, seen from now."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.understanding.timing.calendar import HORIZON, spans
from bot.understanding.timing.moments import MIDNIGHT, Day, Hours, Moment
from bot.understanding.timing.monthparts import NoSuchDayError
from domain.replies import Interval, Wishes

_DAY = timedelta(days=1)


def _at(day: date, minutes: int, now: datetime) -> datetime:
    if minutes >= MIDNIGHT:
        return datetime.combine(day + _DAY, time(0), now.tzinfo)
    return datetime.combine(day, time(minutes // 60, minutes % 60), now.tzinfo)


Stretch = tuple[datetime, datetime]


def stretches(moment: Moment, now: datetime) -> list[Stretch]:
    """The stretches of local time one moment covers; raises NoSuchDayError."""
    today = now.date()
    day = moment.day
    if day is not None and day.kind == "later" and isinstance(day.value, tuple) and day.value[1] == "hour":
        start = now.replace(second=0, microsecond=0) + timedelta(hours=int(day.value[0]))
        return [(start, start + timedelta(hours=1))]
    if moment.hours is None:
        whole = spans(day, today) if day is not None else [(today, today + timedelta(days=HORIZON))]
        return [(_at(a, 0, now), _at(b, 0, now)) for a, b in whole]
    start, end = _at(today, moment.hours.start, now), _at(today, moment.hours.end, now)
    ahead = [timedelta(days=(d - today).days) for d in _days(day, moment.hours, now)]
    return [
        (start + days, end + days) for days in ahead
    ]  # by the clock on the wall, across a change of it too


def _days(day: Day | None, hours: Hours, now: datetime) -> Iterable[date]:
    today = now.date()
    if day is None:
        late = hours.end if not hours.exact else hours.start + 1
        first = 1 if now.hour * 60 + now.minute >= late else 0
        return [today + timedelta(days=n) for n in range(first, HORIZON)]
    return [a + timedelta(days=n) for a, b in spans(day, today) for n in range(min((b - a).days, HORIZON))]


def wishes(moments: Sequence[Moment], now: datetime) -> Wishes:
    """All times that suit: what was wished, without what was ruled out; raises NoSuchDayError."""
    coming = [m for m in moments if not _over_today(m, moments, now)]
    wanted = [stretch for m in coming if not m.excluded for stretch in _ahead(m, now)]
    if wanted and all(m.day is None and m.hours and m.hours.exact for m in moments):
        wanted = _from_one_day_on(moments, wanted, now)
    ruled_out = [_from_dawn(one) for m in moments if m.excluded for one in _every_such_day(m)]
    if not wanted:
        wanted = _everything(ruled_out, now)
    if any(m.day and not m.hours for m in ruled_out) and all(m.excluded or _open(m) for m in moments):
        tomorrow = _at(now.date() + _DAY, 0, now)
        wanted = [(max(a, tomorrow), b) for a, b in wanted if b > tomorrow]
    for moment in ruled_out:
        for cut in stretches(moment, now):
            wanted = [piece for stretch in wanted for piece in _without(stretch, cut)]
    return tuple(Interval(a, b) for a, b in _narrowest(sorted(set(wanted))))


def _narrowest(wanted: Sequence[Stretch]) -> list[Stretch]:
    """Without a whole day of which an hour is wished, too ("Saturday morning, the 9th")."""

    def holds_another(whole: Stretch) -> bool:
        one_day = whole[1] - whole[0] == _DAY and whole[0].time() == time(0)
        return one_day and any(whole[0] <= a and b <= whole[1] and (a, b) != whole for a, b in wanted)

    return [stretch for stretch in wanted if not holds_another(stretch)]


def _from_one_day_on(moments: Sequence[Moment], wanted: list[Stretch], now: datetime) -> list[Stretch]:
    """ "At 9 or at 14", written at ten: both of the same day, the next one."""
    first = max(_ahead(m, now)[0][0].date() for m in moments if not m.excluded)
    return [stretch for stretch in wanted if stretch[0].date() >= first]


def _over_today(moment: Moment, moments: Sequence[Moment], now: datetime) -> bool:
    """Whether it is today's and over, where another day is wished, too ("this afternoon or tomorrow", said at night)."""
    today = moment.day is not None and (moment.day.kind, moment.day.value) == ("offset", 0)
    others = any(m is not moment and not m.excluded and m.day != moment.day for m in moments)
    return today and others and not moment.excluded and all(end <= now for _, end in stretches(moment, now))


def _ahead(moment: Moment, now: datetime) -> list[Stretch]:
    """The stretches that are not over yet; raises NoSuchDayError where all are ("Monday this week", on Tuesday).

    Whoever wishes for Mondays on a Monday means the next ones, as with "Monday".
    """
    found = stretches(moment, now)
    weekly = moment.day is not None and moment.day.kind == "weekdays"
    coming = [s for s in found if s[1] > now and not (weekly and s[0].date() == now.date())]
    if found and not coming:
        raise NoSuchDayError
    return coming


def _open(moment: Moment) -> bool:
    """Whether every day suits; with some ruled out ("any day but Friday") the first is tomorrow, never today."""
    return moment.day is not None and moment.day.kind in ("any", "workdays") and not moment.day.edge


def _every_such_day(moment: Moment) -> list[Moment]:
    """ "Not Monday", "not Monday to Wednesday" rules out every such day: to offer one less costs little."""
    day = moment.day
    if day is None or not isinstance(day.value, int) or not _plain_weekday(day) or day.edge:
        return [moment]
    last = day.until
    if last is None:
        return [replace(moment, day=Day("weekdays", day.value))]
    if not isinstance(last.value, int) or not _plain_weekday(last) or last.value < day.value:
        return [moment]
    each = range(day.value, last.value + 1)
    return [replace(moment, day=Day("weekdays", weekday)) for weekday in each]


def _from_dawn(moment: Moment) -> Moment:
    """Whoever cannot in the morning does not mean the hour before it instead."""
    hours = moment.hours
    return moment if hours is None else replace(moment, hours=replace(hours, start=hours.earliest))


def _plain_weekday(day: Day) -> bool:
    return day.kind == "weekday" and not (day.mod or day.within)


def _everything(ruled_out: Sequence[Moment], now: datetime) -> list[Stretch]:
    today = now.date()
    if any(m.hours is not None for m in ruled_out):
        days = [today + timedelta(days=n) for n in range(HORIZON)]
        open_hours = [(max(_at(d, 8 * 60, now), now), _at(d, 20 * 60, now)) for d in days]
        return [(start, end) for start, end in open_hours if start < end]
    return [(_at(today, 0, now), _at(today + timedelta(days=HORIZON), 0, now))]


def _without(stretch: Stretch, cut: Stretch) -> list[Stretch]:
    start, end = stretch
    if cut[1] <= start or end <= cut[0]:
        return [stretch]
    pieces = []
    if start < cut[0]:
        pieces.append((start, cut[0]))
    if cut[1] < end:
        pieces.append((cut[1], end))
    return pieces
