"""Hours: "halv tre", "kl 14", "between 9 and 11", "16'dan sonra", "wpół do trzeciej"."""

from dataclasses import dataclass, replace

from bot.understanding.atoms import Atom
from bot.understanding.moments import MIDNIGHT, PARTS, Hours

NUMBERS = frozenset({"number", "ordinal"})
_LEADS = frozenset({"clock", "at", "around", "on", "of", "in", "dated"})
_HALF_HOUR_WORDS = {
    "half_to": -30,
    "half_past": 30,
    "quarter_past": 15,
    "quarter_to": -15,
    "quarter_on": -45,
    "three_quarters_on": -15,
}
_AFTER_WORDS = {"half_after": 30, "quarter_after": 15, "quarter_less": -15}
_LATE = frozenset({"afternoon", "evening", "late_afternoon", "after_work", "later_in_day"})


@dataclass(frozen=True, slots=True)
class Point:
    """A clock time: minutes after midnight, whether its half of the day was said, where its words end."""

    minutes: int
    clear: bool
    sure: bool
    at: int


def hours_at(
    atoms: list[Atom], at: int, *, after_follows: bool, sure: bool = False
) -> tuple[Hours, int] | None:
    """The hours at piece ``at`` and the piece after them; ``sure`` lets a bare number be an hour."""
    return (
        _between(atoms, at)
        or _from_to(atoms, at, sure)
        or (None if after_follows else _open(atoms, at))
        or _range_or_point(atoms, at, after_follows=after_follows, sure=sure)
        or _part(atoms, at, after_follows=after_follows)
    )


def _kind(atoms: list[Atom], at: int) -> str:
    return atoms[at].kind if 0 <= at < len(atoms) else ""


def _skip(atoms: list[Atom], at: int, kinds: frozenset[str]) -> int:
    while _kind(atoms, at) in kinds:
        at += 1
    return at


def point_at(atoms: list[Atom], at: int) -> Point | None:
    """A clock time at piece ``at``."""
    begin = at
    at = _skip(atoms, at, _LEADS)
    marked = any(_kind(atoms, i) in ("clock", "at") for i in range(begin, at))
    strongly = any(_kind(atoms, i) == "clock" for i in range(begin, at))
    part_first = _kind(atoms, at) == "part" and _kind(atoms, at + 1) in {*NUMBERS, "clock_time", "clock"}
    part = atoms[at].value if part_first else ""
    if part_first:
        at = _skip(atoms, at + 1, _LEADS)
        marked = True
    raw = _raw_point(atoms, at, dotted_is_clock=strongly or marked)
    if raw is None:
        return None
    minutes, clear, sure, at = raw
    if _kind(atoms, at) == "clock_after":
        at, sure = at + 1, True
        if _kind(atoms, at) in _AFTER_WORDS:
            minutes, at = minutes + _AFTER_WORDS[atoms[at].kind], at + 1
        elif _kind(atoms, at) == "number" and atoms[at].digits and len(atoms[at].value) == 2:
            minutes, at = minutes + min(atoms[at].number, 59), at + 1
    if _kind(atoms, at) in ("am", "pm"):
        minutes, clear, sure = _halved(minutes, atoms[at].kind == "pm"), True, True
        at += 1
    following = at if _kind(atoms, at) != "on" else at + 1
    if not part and _kind(atoms, following) == "part" and _agrees(minutes, clear, atoms[following].value):
        part, at = atoms[following].value, following + 1
    if part and _agrees(minutes, clear, part):
        late = (
            part in _LATE
            or (part == "night" and minutes >= 8 * 60)
            or (part == "midday" and minutes < 6 * 60)
        )
        minutes = _halved(minutes, late) if not clear else minutes
        clear, sure = True, True
    return Point(minutes, clear, sure or marked, at)


def _agrees(minutes: int, clear: bool, part: str) -> bool:
    """Whether a clock time can lie in that part of the day, on one side of noon or the other."""
    start, end = PARTS[part]
    start, end = (0, 12 * 60) if part in ("morning", "early", "forenoon") else (start - 60, end + 120)
    if part == "night":
        start, end = 19 * 60, MIDNIGHT
    return any(start <= m < end for m in ({minutes} if clear else {minutes, minutes + 12 * 60}))


def _halved(minutes: int, late: bool) -> int:
    if late:
        return minutes + 12 * 60 if minutes < 12 * 60 else minutes
    return minutes - 12 * 60 if 12 * 60 <= minutes < 13 * 60 else minutes


def _raw_point(atoms: list[Atom], at: int, *, dotted_is_clock: bool) -> tuple[int, bool, bool, int] | None:
    kind = _kind(atoms, at)
    if kind == "clock_time" or (kind == "dotted" and (dotted_is_clock or _reads_as_clock(atoms[at]))):
        hour, minute = atoms[at].pair
        if hour > 24 or minute > 59:
            return None
        return hour * 60 + minute, hour > 12 or atoms[at].value.startswith("0") or hour == 0, True, at + 1
    if kind == "point":
        return int(atoms[at].value), True, True, at + 1
    if kind in _HALF_HOUR_WORDS:
        after = _skip(atoms, at + 1, _LEADS)
        if _kind(atoms, after) in NUMBERS and 1 <= atoms[after].number <= 24:
            hour = atoms[after].number
            return hour * 60 + _HALF_HOUR_WORDS[kind], hour > 13, True, after + 1
        return None
    if kind in ("minutes_past", "minutes_to"):
        after = _skip(atoms, at + 1, _LEADS)
        if _kind(atoms, after) in NUMBERS and 1 <= atoms[after].number <= 24:
            shift = int(atoms[at].value) * (1 if kind == "minutes_past" else -1)
            return atoms[after].number * 60 + shift, atoms[after].number > 13, True, after + 1
        return None
    if kind in NUMBERS and (past := _minutes_past(atoms, at)) is not None:
        return past
    if kind not in NUMBERS:
        return None
    return _hour_number(atoms, at)


def _minutes_past(atoms: list[Atom], at: int) -> tuple[int, bool, bool, int] | None:
    """ "ti minutter over tre", "10 to 3" """
    link = at + 1
    if _kind(atoms, link) == "unit" and atoms[link].value == "minute":
        link += 1
    if _kind(atoms, link) not in ("past", "till", "after") or _kind(atoms, link + 1) not in NUMBERS:
        return None
    minutes, hour = atoms[at].number, atoms[link + 1].number
    if not (1 <= hour <= 24 and 1 <= minutes <= 59):
        return None
    return hour * 60 + (-minutes if atoms[link].kind == "till" else minutes), hour > 13, True, link + 2


def _hour_number(atoms: list[Atom], at: int) -> tuple[int, bool, bool, int] | None:
    number, piece = atoms[at].number, atoms[at]
    if piece.digits and len(piece.value) == 4 and number // 100 <= 24 and number % 100 < 60:
        return (
            (number // 100) * 60 + number % 100,
            number >= 1300 or piece.value.startswith("0"),
            False,
            at + 1,
        )
    if not 0 <= number <= 24 or (piece.digits and len(piece.value) > 2):
        return None
    minutes, clear, after = number * 60, number > 12 or number == 0, at + 1
    if _kind(atoms, after) in _AFTER_WORDS:
        return minutes + _AFTER_WORDS[atoms[after].kind], clear, True, after + 1
    link = _kind(atoms, after) == "and" and _kind(atoms, after + 1) in _AFTER_WORDS
    if link:
        return minutes + _AFTER_WORDS[atoms[after + 1].kind], clear, True, after + 2
    if (
        _kind(atoms, after) == "number"
        and not atoms[after].digits
        and atoms[after].number in (15, 20, 30, 40, 45)
    ):
        return minutes + atoms[after].number, clear, False, after + 1
    if (
        _kind(atoms, after) == "number"
        and atoms[after].digits
        and piece.digits
        and atoms[after].value
        in (
            "00",
            "15",
            "30",
            "45",
        )
    ):
        return minutes + atoms[after].number, clear, True, after + 1
    return minutes, clear, False, after


def _reads_as_clock(piece: Atom) -> bool:
    hour, minute = piece.pair
    return len(piece.value.split(".")[1]) == 2 and (minute > 12 or minute == 0) and hour <= 24


def by_day(minutes: int, clear: bool) -> int:
    """An hour without its half of the day is an hour at which a nurse visits: 2 is 14:00."""
    return minutes + 12 * 60 if not clear and minutes < 6.5 * 60 else minutes


def _stretch(start: Point, end: Point) -> Hours | None:
    first, last = start.minutes, end.minutes
    if end.clear and not start.clear and first < 7 * 60 and first + 12 * 60 < last:
        first += 12 * 60
    elif not start.clear:
        first = by_day(first, start.clear)
    if not end.clear and (last <= first or last < 7 * 60):
        last += 12 * 60
    if end.clear and start.clear is False and first >= last:
        first = start.minutes
    return Hours(first, last) if 0 <= first < last <= MIDNIGHT else None


def _between(atoms: list[Atom], at: int) -> tuple[Hours, int] | None:
    if _kind(atoms, at) != "between" or (start := point_at(atoms, at + 1)) is None:
        return None
    if _kind(atoms, start.at) not in ("and", "to", "until") or (end := point_at(atoms, start.at + 1)) is None:
        return None
    hours = _stretch(start, end)
    after = end.at + 1 if _kind(atoms, end.at) == "between_end" else end.at
    return (hours, after) if hours else None


def _from_to(atoms: list[Atom], at: int, sure: bool) -> tuple[Hours, int] | None:
    lead = _skip(atoms, at, frozenset({"clock", "at", "on"}))
    said = _kind(atoms, lead) == "from"
    start = point_at(atoms, lead + 1 if said else at)
    links = ("to", "until", "before", "not_after", "clock" if said else "from")
    if start is None or _kind(atoms, start.at) not in links:
        return None
    said = said or _kind(atoms, start.at) == "from"
    if not said and _kind(atoms, start.at) not in ("to", "until"):
        return None
    end = point_at(atoms, start.at + 1)
    if end is None or not (said or sure or start.sure or end.sure):
        return None
    hours = _stretch(start, end)
    after = end.at + 1 if _kind(atoms, end.at) in ("until", "between_end") and said else end.at
    return (hours, after) if hours else None


def _open(atoms: list[Atom], at: int) -> tuple[Hours, int] | None:
    lead = _skip(atoms, at, frozenset({"clock", "on"}))
    kind = _kind(atoms, lead)
    if kind not in ("after", "before", "from", "not_before", "not_after", "until"):
        return None
    later = kind in ("after", "from", "not_before")
    inner = _skip(atoms, lead + 1, frozenset({"clock", "at", "on", "around"}))
    if _kind(atoms, inner) == "part" and _kind(atoms, inner + 1) not in NUMBERS:
        start, end = PARTS[atoms[inner].value]
        if kind == "after" and atoms[inner].value != "noon":
            start = end
        hours = (
            Hours(start, MIDNIGHT) if later else Hours(0, end if kind in ("until", "not_after") else start)
        )
        return (hours, inner + 1) if hours.start < hours.end else None
    point = point_at(atoms, lead + 1)
    if point is None or not (point.sure or point.minutes % 60 == 0):
        return None
    if _kind(atoms, point.at) in ("unit", "month", "week_of"):
        return None
    return _edge(point, later), point.at + (1 if _kind(atoms, point.at) == "onward" else 0)


def _edge(point: Point, later: bool) -> Hours:
    minutes = by_day(point.minutes, point.clear)
    return Hours(minutes, MIDNIGHT) if later else Hours(0, minutes)


def _range_or_point(
    atoms: list[Atom], at: int, *, after_follows: bool, sure: bool
) -> tuple[Hours, int] | None:
    point = point_at(atoms, at)
    if point is None:
        return None
    follows = _kind(atoms, point.at)
    end = point_at(atoms, point.at + 1) if follows in ("and", "to") else None
    if end and _kind(atoms, end.at) == "between_end" and (hours := _stretch(point, end)):
        return hours, end.at + 1
    if follows == "onward":
        return _edge(point, True), point.at + 1
    edged = follows in ("after", "before", "from", "until", "not_before", "not_after")
    ranged = follows in ("from", "until") and point_at(atoms, point.at + 1)
    if after_follows and edged and not ranged:
        return _edge(point, follows in ("after", "from", "not_before")), point.at + 1
    if not (point.sure or (sure and _kind(atoms, at) != "ordinal")):
        return None
    minutes = by_day(point.minutes, point.clear)
    if not 0 <= minutes < MIDNIGHT:
        return None
    length = 60 if minutes % 60 == 0 else 30
    return Hours(minutes, min(minutes + length, MIDNIGHT), exact=True, clear=point.clear), point.at


def _part(atoms: list[Atom], at: int, *, after_follows: bool) -> tuple[Hours, int] | None:
    lead = _skip(atoms, at, frozenset({"on", "at", "around"}))
    if _kind(atoms, lead) != "part":
        return None
    name = atoms[lead].value
    start, end = PARTS[name]
    after = lead + 1
    if after_follows and _kind(atoms, after) in ("after", "before"):
        later = atoms[after].kind == "after"
        return Hours(start if name == "noon" else end, MIDNIGHT) if later else Hours(0, start), after + 1
    hours = Hours(start, end, part=name)
    if _kind(atoms, after) == "part" and PARTS[atoms[after].value][0] >= start:
        second = PARTS[atoms[after].value]
        if name == "early" or second[1] <= end:
            hours, after = replace(hours, start=max(start, second[0]), end=min(end, second[1])), after + 1
    if name == "early" and hours.start >= hours.end:
        hours = Hours(*PARTS["early"], part="early")
    return hours, after
