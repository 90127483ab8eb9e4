"""Hours: an exact one, "between 9 and 11", "efter kl 16", "16'dan sonra", "om formiddagen"."""

from collections.abc import Mapping
from dataclasses import replace

from bot.understanding.timing.atoms import NUMBERS, Atom, kind_at, skip
from bot.understanding.timing.clocktimes import Point, by_day, is_a_date, point_at
from bot.understanding.timing.moments import MIDNIGHT, MORNINGS, PARTS, Hours

_NOBODY_VISITS = 5 * 60
"""Before five in the morning an hour was meant otherwise than it was read."""

_NIGHT_WORK = 19 * 60
"""A stretch that begins from here on may end the next day ("I work from 22 to 6")."""

_LONG_WISH = 6 * 60

_LONG_DAY = 8 * 60
"""Longer than that nobody is at home for a visit."""

_TOO_LATE = 21 * 60
"""A bare number from here on is no hour but a day of the month."""

_BEFORE_THE_END = frozenset({"and", "to", "clock_time", "dotted", *NUMBERS})

_DAYS = frozenset(
    {"weekday", "weekdays", "day", "month", "week", "dated", "full_date", "slashed", "holiday", "unit"}
)


def hours_at(
    atoms: list[Atom], at: int, habits: Mapping[str, bool], *, sure: bool = False
) -> tuple[Hours, int] | None:
    """The hours at piece ``at`` and the piece after them; ``sure`` lets a bare number be an hour.

    Of the habits ``after_follows``: the language says "4 after"; ``after_both``: it says that and "after 4";
    ``to_is_minutes``: "ten to two" may be ten minutes before it.
    """
    after_follows, after_both = bool(habits.get("after_follows")), bool(habits.get("after_both"))
    return (
        _between(atoms, at)
        or (_two_ways(atoms, at) if habits.get("to_is_minutes") else None)
        or _from_to(
            atoms,
            at,
            sure,
            postposed=after_follows or after_both,
            glued=bool(habits.get("and_is_glued")),
            to_is_after=bool(habits.get("to_is_after")),
        )
        or _open(atoms, at, only_bounds=after_follows)
        or _range_or_point(atoms, at, habits, sure=sure)
        or _part(atoms, at, after_follows=after_follows or after_both)
    )


def _two_ways(atoms: list[Atom], at: int) -> tuple[Hours, int] | None:
    """ "Ten to twelve" is two hours or ten minutes before twelve: asked back; "at ten to nine" is the latter.

    In digits it is two hours unless nobody would wait so long ("10 to 9").
    """
    lead = skip(atoms, at, frozenset({"clock", "at", "on", "around"}))
    kinds = [kind_at(atoms, lead + n) for n in range(3)]
    if kinds != ["number", "to", "number"]:
        return None
    if any(a.digits for a in (atoms[lead], atoms[lead + 2])):
        return _minutes_in_digits(atoms, lead)
    minutes, hour = atoms[lead].number, atoms[lead + 2].number
    if minutes not in (5, 10, 20, 25) or not 1 <= hour <= 12 or kind_at(atoms, lead + 3) in ("am", "pm"):
        return None
    start = by_day(hour * 60 - minutes, clear=False)
    said = any(kind_at(atoms, n) in ("clock", "at") for n in range(at, lead)) or minutes > 12
    first, last = by_day(minutes * 60, clear=False), by_day(hour * 60, clear=False)
    length = (last - first) % (12 * 60)
    if said or length > _LONG_WISH or first + length > 20 * 60:  # no stretch of hours: "five to three"
        return Hours(start, start + 30, exact=True, clear=False), lead + 3
    return Hours(start, start + 30, exact=True, impossible=True), lead + 3


def _minutes_in_digits(atoms: list[Atom], at: int) -> tuple[Hours, int] | None:
    """ "20 to 10", "10 to 9": what can be no stretch of hours; "5 to 9" may be one and is asked back."""
    minutes, hour = atoms[at].number, atoms[at + 2].number
    written = all(piece.digits and len(piece.value) < 3 for piece in (atoms[at], atoms[at + 2]))
    if not written or minutes not in (5, 10, 20, 25) or not 1 <= hour <= 12:
        return None
    first, last = by_day(minutes * 60, clear=False), by_day(hour * 60, clear=False)
    length = (last - first) % (12 * 60)
    if minutes <= 12 and 0 < length <= _LONG_DAY and first + length <= _NIGHT_WORK:
        return None
    start = by_day(hour * 60 - minutes, clear=False)
    evening = minutes <= 12 and first >= 12 * 60
    return Hours(start, start + 30, exact=True, impossible=evening), at + 3


def _stretch(start: Point, end: Point) -> Hours | None:
    first, last = start.minutes, end.minutes
    in_that_half = end.halved and not start.clear and first + 12 * 60 < last
    if in_that_half or (end.clear and not start.clear and first < 7 * 60 and first + 12 * 60 < last):
        first += 12 * 60
    elif not start.clear:
        first = by_day(first, start.clear)
    if not end.clear and last < 12 * 60 and (last <= first or last < 7 * 60):
        last += 12 * 60
    backwards = first >= last
    if end.clear and not start.clear and backwards:
        first = start.minutes
    if first >= last and first < _NIGHT_WORK:  # "from 15 to 12"
        return Hours(first, first + 60, impossible=True)
    if not 0 <= first < last <= MIDNIGHT:
        return None
    at_night = (start.clear or backwards) and first < _NOBODY_VISITS + 60 and last > 12 * 60
    return Hours(first, last, impossible=at_night)


def _end_at(atoms: list[Atom], at: int) -> Point | None:
    """One end of a stretch of hours: a clock time, or noon ("from ten till noon")."""
    if (point := point_at(atoms, at)) is not None:
        return point
    lead = skip(atoms, at, frozenset({"at", "on"}))
    noon = kind_at(atoms, lead) == "part" and atoms[lead].value == "noon"
    return Point(12 * 60, True, True, lead + 1) if noon else None


def _between(atoms: list[Atom], at: int) -> tuple[Hours, int] | None:
    if kind_at(atoms, at) != "between" or (start := _end_at(atoms, at + 1)) is None:
        return None
    linked = kind_at(atoms, start.at) in ("and", "to", "until")  # an Arabic "and" is glued to its number
    end = _end_at(atoms, start.at + linked)
    told = kind_at(atoms, start.at) in ("clock", *NUMBERS) and not atoms[start.at].digits
    if end is None or not (linked or told):
        return None
    hours = _stretch(start, end)
    after = end.at + 1 if kind_at(atoms, end.at) == "between_end" else end.at
    return (hours, after) if hours else None


def _from_to(
    atoms: list[Atom], at: int, sure: bool, *, postposed: bool, glued: bool, to_is_after: bool
) -> tuple[Hours, int] | None:
    """A stretch of hours with both ends; ``glued``: the "to" is a part of its number (Arabic "لعشرة").

    ``to_is_after``: behind a "from" the language says "to" by its "after" (Ukrainian "з 10 по 12").
    """
    lead = skip(atoms, at, frozenset({"clock", "at", "on"}))
    said = kind_at(atoms, lead) == "from"
    start = _end_at(atoms, lead + 1 if said else at)
    links = ("to", "until", "before", "not_after", "clock" if said else "from")
    if start is None:
        return None
    if said and kind_at(atoms, start.at) == "and" and kind_at(atoms, start.at + 1) in ("to", "until"):
        start = replace(start, at=start.at + 1)  # "fra 9 og til 11"
    if glued and said and kind_at(atoms, start.at) == "number" and not atoms[start.at].digits:
        end = _end_at(atoms, start.at)
        hours = _stretch(start, end) if end else None
        return (hours, end.at) if end and hours else None
    behind_from = to_is_after and said and kind_at(atoms, start.at) == "after"
    if kind_at(atoms, start.at) not in links and not behind_from:
        return None
    if not (said or postposed) and kind_at(atoms, start.at) == "from":
        return None  # "Tuesday 12 from 10"
    said = said or kind_at(atoms, start.at) == "from"
    if not said and kind_at(atoms, start.at) not in ("to", "until"):
        return None
    end = _end_at(atoms, start.at + 1)
    if end is None or not (said or sure or start.sure or end.sure):
        return None
    hours = _stretch(start, end)
    closed = kind_at(atoms, end.at) == "between_end" or (said and kind_at(atoms, end.at) == "until")
    after = end.at + closed
    return (hours, after) if hours else None


def _open(atoms: list[Atom], at: int, *, only_bounds: bool) -> tuple[Hours, int] | None:
    """ "After 4"; ``only_bounds``: the language says "4 after", but "at the earliest 4"."""
    lead = skip(atoms, at, frozenset({"clock", "on"}))
    kind = kind_at(atoms, lead)
    if kind not in (
        "not_before",
        "not_after",
        *(() if only_bounds else ("after", "before", "from", "until")),
    ):
        return None
    later = kind in ("after", "from", "not_before")
    inner = skip(atoms, lead + 1, frozenset({"clock", "at", "on", "around"}))
    if kind_at(atoms, inner) == "part" and kind_at(atoms, inner + 1) not in NUMBERS:
        start, end = PARTS[atoms[inner].value]
        if atoms[inner].value == "noon":
            end = start
        elif kind == "after":
            start = end
        hours = (
            Hours(start, MIDNIGHT) if later else Hours(0, end if kind in ("until", "not_after") else start)
        )
        return (hours, inner + 1) if hours.start < hours.end else None
    again = kind == "not_after" and kind_at(atoms, lead + 1) in ("until", "not_after")  # "spätestens bis 12"
    point = point_at(atoms, lead + 1 + again)
    if point is None or not (point.sure or point.minutes % 60 == 0):
        return None
    if kind_at(atoms, point.at) in ("unit", "month", "week_of"):
        return None
    if later and point.at > lead + 2 and atoms[point.at - 1].value == "forenoon":
        edge = _edge(point, later)  # Polish "od dziesiątej do południa"
        return (replace(edge, end=12 * 60), point.at) if edge.start < 12 * 60 else None
    closed = kind_at(atoms, point.at) == ("until" if only_bounds and not later else "onward")
    bound = {"from": "not_before", "until": "not_after", "not_after": "not_after"}.get(
        kind
    )  # "till 1 latest"
    closed = closed or (kind_at(atoms, point.at) == bound and point_at(atoms, point.at + 1) is None)
    return _edge(point, later), point.at + closed


def _edge(point: Point, later: bool) -> Hours:
    minutes = by_day(point.minutes, point.clear)
    clear = point.clear or minutes != point.minutes
    return Hours(minutes, MIDNIGHT, clear=clear) if later else Hours(0, minutes, clear=clear)


def _first_of_two(atoms: list[Atom], at: int) -> Point | None:
    """Turkish "13 15 arası", "between" behind two numbers: the second is the end of the stretch, no minutes."""
    first = skip(atoms, at, frozenset({"clock", "on"}))
    two = all(kind_at(atoms, first + n) == "number" and atoms[first + n].digits for n in range(2))
    if not two or kind_at(atoms, first + 2) != "between_end" or not 0 <= atoms[first].number <= 24:
        return None
    hour = atoms[first].number
    return Point(hour * 60, hour > 12, False, first + 1)


def _range_or_point(
    atoms: list[Atom], at: int, habits: Mapping[str, bool], *, sure: bool
) -> tuple[Hours, int] | None:
    point = _first_of_two(atoms, at) or point_at(atoms, at)
    if point is None:
        return None
    follows = kind_at(atoms, point.at)
    end = point_at(atoms, point.at + (follows in ("and", "to"))) if follows in _BEFORE_THE_END else None
    if end and kind_at(atoms, end.at) == "between_end" and (hours := _stretch(point, end)):
        return hours, end.at + 1
    if follows == "onward":
        return _edge(point, True), point.at + 1
    bounds = (
        ("until", "not_after", "not_before") if habits.get("after_follows") else ("not_after", "not_before")
    )
    told = kind_at(atoms, point.at + 1) in {*NUMBERS, "clock"} and not is_a_date(atoms, point.at + 2)
    if follows in bounds and not told:
        dated = is_a_date(atoms, point.at + 2)
        alone = (dated or point_at(atoms, point.at + 1) is None) and (point.sure or sure)
        edge = _edge(point, follows == "not_before")
        a_day = dated or kind_at(atoms, point.at + 1) in _DAYS
        if alone and a_day and follows != "until":  # "10 at the latest Tuesday": which of them
            return replace(edge, impossible=True), point.at + 1
        if alone and not a_day:  # "11 Uhr spätestens"
            return edge, point.at + 1
    edged = follows in ("after", "before", "from", "until", "not_before", "not_after")
    ranged = follows in ("from", "until") and point_at(atoms, point.at + 1)
    if (habits.get("after_follows") or habits.get("after_both")) and edged and not ranged:
        return _edge(point, follows in ("after", "from", "not_before")), point.at + 1
    if not (point.sure or (sure and kind_at(atoms, at) != "ordinal")):
        return None
    lone_one = point.at - at == 1 and atoms[at].number == 1 and not atoms[at].digits
    lone_one = lone_one and follows not in {"and", "or", "around", *NUMBERS}
    if lone_one and habits.get("one_is_an_article") and not point.sure:
        return None
    minutes = by_day(point.minutes, point.clear)
    if not 0 <= minutes < MIDNIGHT or (not point.sure and minutes >= _TOO_LATE):
        return None
    if minutes < _NOBODY_VISITS and point.clear:
        return Hours(minutes, minutes + 60, exact=True, impossible=True), point.at
    length = 60 if minutes % 60 == 0 else 30
    return Hours(minutes, min(minutes + length, MIDNIGHT), exact=True, clear=point.clear), point.at


def _part(atoms: list[Atom], at: int, *, after_follows: bool) -> tuple[Hours, int] | None:
    lead = skip(atoms, at, frozenset({"on", "at", "around"}))
    if kind_at(atoms, lead) != "part":
        return None
    name = atoms[lead].value
    start, end = PARTS[name]
    after = lead + 1
    if after_follows and kind_at(atoms, after) in ("after", "before"):
        later = atoms[after].kind == "after"
        return Hours(start if name == "noon" else end, MIDNIGHT) if later else Hours(0, start), after + 1
    if after_follows and name == "noon" and kind_at(atoms, after) == "until":
        return Hours(0, start), after + 1
    hours = Hours(start, end, part=name)
    if kind_at(atoms, after) == "part" and PARTS[atoms[after].value][0] >= start:
        second = PARTS[atoms[after].value]
        if name == "early" and atoms[after].value in MORNINGS:
            after += 1  # "early morning" is as early as "early"
        elif name == "early" or second[1] <= end:
            hours, after = replace(hours, start=max(start, second[0]), end=min(end, second[1])), after + 1
    if name == "early" and hours.start >= hours.end:
        told = atoms[after - 1].value
        late = PARTS[told][0] >= PARTS["noon"][0]  # "early evening" is the evening
        hours = Hours(*PARTS[told], part=told) if late else Hours(*PARTS["early"], part="early")
    return hours, after
