"""Days told in a list: "12, 13 og 15. maj", "19 ir 20 savaitę"."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.understanding.timing.atoms import NUMBERS, Atom, kind_at, skip
from bot.understanding.timing.daywork import day_at
from bot.understanding.timing.moments import Day, with_month_of
from bot.understanding.timing.windows import window
from bot.understanding.timing.writtendays import FEW_WEEKS, written_date

_IN_A_LIST = NUMBERS | {"and", "or", "nth_mark", "dated"}
_BEGIN_A_LIST = _IN_A_LIST | {"on", "of", "between", "month", "slashed"}
"""With what a list may begin; most pieces are something else."""

_LENGTH_FOLLOWS = frozenset({"after", "from_now", "ago", "within"})
_LAST_WEEK, _LAST_DAY = 53, 31
_NOON = 12
"""A number above it is hardly an hour beside a date."""

_SIGNS = ((",",), ("/",), ("&",), ("+",), ("،",))
_BEFORE = frozenset({"on", "dated", "of"})
_BETWEEN = frozenset({"nth_mark", "of", "dated"})
_OF_AN_HOUR = frozenset({"clock_after", "am", "pm", "to", "until", "part", "unit"})
_BEFORE_A_MONTH = frozenset({"nth_mark", "of", "dated"})
_MONTHS = frozenset({"month", "months", "solar_month"})
_MAKES_AN_HOUR = frozenset(
    {
        *("clock_after", "am", "pm", "part", "half_after", "quarter_after", "quarter_less", "minutes_after"),
        *("after", "before", "from", "until", "between_end", "past_after", "till_after", "unit", "to"),
    }
)
"""What stands right behind the number of an hour."""

_NO_LIST_ENDS = frozenset(
    {
        "clock_after",
        "clock",
        "clock_time",
        "am",
        "pm",
        "unit",
        "month",
        "months",
        "solar_month",
        "dated_solar",
    }
    | {"of", "dated", "this", "to", "until", "half_after", "quarter_after", "number"}
)
"""What behind the last number says that it is an hour, a length, or a date of another kind."""


def list_at(
    atoms: list[Atom], at: int, words: Sequence[str], habits: Mapping[str, bool]
) -> tuple[list[Day], int] | None:
    """The days of the list that begins at piece ``at``, and the piece after them."""
    if kind_at(atoms, at) not in _BEGIN_A_LIST:
        return None
    weeks = _weeks(atoms, at) if habits.get("week_number_first") else None
    return (
        weeks
        or _slashed(atoms, at)
        or _behind_the_month(atoms, at, words, habits)
        or _dates(atoms, at, words, habits)
        or _bare_dates(atoms, at, words)
        or _and_the_next(atoms, at, words, habits)
    )


def _and_the_next(
    atoms: list[Atom], at: int, words: Sequence[str], habits: Mapping[str, bool]
) -> tuple[list[Day], int] | None:
    """ "The 12th or 13", "12 Mayıs ya da 13": a later number that follows a date at once is a date as well."""
    begin = skip(atoms, at, frozenset({"on"}))
    if kind_at(atoms, begin) not in ("dated", "number", "month"):
        return None
    found = day_at(window(atoms, begin, words), 0, habits)
    if found is None or found[0].until or found[0].edge or not isinstance(found[0].value, tuple):
        return None
    link, second = begin + found[1], begin + found[1] + 1
    listed = found[0].kind == "date" and kind_at(atoms, link) in ("and", "or")
    if not listed or kind_at(atoms, second) != "number" or kind_at(atoms, second + 1) in _MAKES_AN_HOUR:
        return None
    if kind_at(atoms, skip(atoms, second + 1, _BEFORE_A_MONTH)) in _MONTHS:
        return None  # "6th or 7th June"
    day, number = found[0].value[0], atoms[second].number
    touching = atoms[link - 1].end == atoms[link].start and atoms[link].end == atoms[second].start
    if not touching or not isinstance(day, int) or not day < number <= _LAST_DAY:
        return None
    return [found[0], with_month_of(Day("date", (number, 0, 0)), found[0])], second + 1


def compared_at(atoms: list[Atom], at: int, words: Sequence[str], habits: Mapping[str, bool]) -> Day | None:
    """ "The 21st rather than the 22nd of May": the number before the "than" is a day of that month, too."""
    first = atoms[at]
    than = skip(atoms, at + 1, frozenset({"nth_mark"}))
    if not (first.kind in NUMBERS and 1 <= first.number <= 31 and kind_at(atoms, than) == "than"):
        return None
    gap = words[atoms[than - 1].end : atoms[than].start]
    if any(word[0].isalnum() for word in gap) or than + 1 >= len(atoms):
        return None
    other = day_at(window(atoms, than + 1, words), 0, habits)
    dated = other is not None and other[0].kind == "date" and isinstance(other[0].value, tuple)
    told = dated and not (other[0].until or other[0].edge) if other else False
    return with_month_of(Day("date", (first.number, 0, 0)), other[0]) if other and told else None


def _weeks(atoms: list[Atom], at: int) -> tuple[list[Day], int] | None:
    """Both numbers of "19 ir 20 savaitę" are weeks."""
    after = at + (kind_at(atoms, at) == "on")
    numbers = []
    while kind_at(atoms, after) in _IN_A_LIST:
        if atoms[after].kind in NUMBERS:
            numbers.append(atoms[after].number)
        after += 1
    week = kind_at(atoms, after) == "unit" and atoms[after].value == "week"
    if not week or len(numbers) < 2 or not all(1 <= number <= 53 for number in numbers):
        return _range_of_weeks(atoms, at)
    return [Day("weekno", number) for number in numbers], after + 1


def _range_of_weeks(atoms: list[Atom], at: int) -> tuple[list[Day], int] | None:
    """ "21-23 tydzień", "21 ile 23. haftalar arası"; "in 2-3 weeks" are a length of time."""
    first = at + (kind_at(atoms, at) in ("on", "between"))
    last = first + 2
    ranged = kind_at(atoms, first) == kind_at(atoms, last) == "number" and kind_at(atoms, first + 1) == "to"
    after = skip(atoms, last + 1, frozenset({"nth_mark", "dated"}))
    week = kind_at(atoms, after) == "unit" and atoms[after].value == "week"
    if not (ranged and week) or kind_at(atoms, after + 1) in _LENGTH_FOLLOWS:
        return None
    start, end = atoms[first].number, atoms[last].number
    if not FEW_WEEKS < start < end <= _LAST_WEEK:
        return None
    after += 1 + (kind_at(atoms, after + 1) == "between_end")
    return [Day("weekno", start, until=Day("weekno", end))], after


def _dates(
    atoms: list[Atom], at: int, words: Sequence[str], habits: Mapping[str, bool]
) -> tuple[list[Day], int] | None:
    """All of "12, 13 og 15. maj" are days of that month, of "on 12 or 13 May" and "18. oder 20.5." too."""
    while kind_at(atoms, at) == "on" and at + 1 < len(atoms) and atoms[at].end == atoms[at + 1].start:
        at += 1
    if kind_at(atoms, at) not in NUMBERS or not _goes_on(atoms, at + 1, words):
        return None
    numbers, last, slashed = [atoms[at].number], at, False
    while _goes_on(atoms, last + 1, words):
        slashed = slashed or words[atoms[last].end : atoms[last + 1].start] == ("/",)
        last += 1 + (atoms[last + 1].kind in ("and", "or"))
        numbers.append(atoms[last].number)
        if atoms[last].kind not in NUMBERS:
            break
    found = day_at(window(atoms, last, words), 0, habits)
    if found is None or found[0].kind != "date" or found[0].until:
        return None
    if kind_at(atoms, last + found[1]) == "between_end":
        return None  # "18 ile 22 Mayıs arasında"
    a_pair = atoms[last].kind not in NUMBERS
    if (slashed or a_pair) and not _in_order(numbers, found[0], sure=a_pair):
        return None  # "12 / 5" is one date
    days = [with_month_of(Day("date", (number, 0, 0)), found[0]) for number in numbers[:-1]]
    return [*days, found[0]], last + found[1]


def _in_order(numbers: Sequence[int], last: Day, *, sure: bool) -> bool:
    """Whether the numbers rise to the date that ends the list, which has its month; ``sure``: it is no hour."""
    day, month = (last.value[0], last.value[1]) if isinstance(last.value, tuple) else (0, 0)
    rising = [*numbers[:-1], int(day)]
    return bool(month) and rising == sorted(set(rising)) and (not sure or rising[0] > _NOON)


def _slashed(atoms: list[Atom], at: int) -> tuple[list[Day], int] | None:
    """ "20/21 May", "d. 12/13 maj", "May 20/21": with a month beside it, the two numbers are two days."""
    month_at, pair_at = at, at
    if kind_at(atoms, at) == "month":
        pair_at = skip(atoms, at + 1, _BEFORE)
        after = pair_at + 1
    else:
        pair_at = skip(atoms, at, _BEFORE)
        month_at = skip(atoms, pair_at + 1, _BETWEEN)
        after = month_at + 1
    if kind_at(atoms, pair_at) != "slashed" or kind_at(atoms, month_at) != "month":
        return None
    first, second = atoms[pair_at].pair
    if not 1 <= first < second <= _LAST_DAY:
        return None
    month = int(atoms[month_at].value)
    return [Day("date", (first, month, 0)), Day("date", (second, month, 0))], after


def _behind_the_month(
    atoms: list[Atom], at: int, words: Sequence[str], habits: Mapping[str, bool]
) -> tuple[list[Day], int] | None:
    """ "May 20 or 21" """
    first = written_date(atoms, at, habits) if kind_at(atoms, at) == "month" else None
    if first is None or kind_at(atoms, first[1] - 1) not in {*NUMBERS, "nth_mark", "dated_number"}:
        return None
    days, after = [first[0]], first[1]
    while _goes_on(atoms, after, words):
        number = after + (atoms[after].kind in ("and", "or"))
        if atoms[number].kind not in NUMBERS or kind_at(atoms, number + 1) in _OF_AN_HOUR:
            break
        if atoms[number].number <= atoms[after - 1].number or atoms[number].number <= _NOON:
            break
        days.append(with_month_of(Day("date", (atoms[number].number, 0, 0)), first[0]))
        after = skip(atoms, number + 1, frozenset({"nth_mark"}))
    return (days, after) if len(days) > 1 else None


def _bare_dates(atoms: list[Atom], at: int, words: Sequence[str]) -> tuple[list[Day], int] | None:
    """ "Den 12 eller 13", "am 12. und 13.", "12th or 13": what makes a date of the first makes one of all."""
    lead = skip(atoms, at, frozenset({"on"}))
    last = lead + (kind_at(atoms, lead) == "dated")
    if kind_at(atoms, last) not in NUMBERS or (last == lead and kind_at(atoms, last + 1) != "nth_mark"):
        return None
    numbers, linked = [atoms[last].number], False
    while _goes_on(atoms, behind := last + 1 + (kind_at(atoms, last + 1) == "nth_mark"), words):
        link = atoms[behind].kind in ("and", "or")
        last, linked = behind + link, linked or link
        numbers.append(atoms[last].number)
    told = all(piece.digits for piece in atoms[lead : last + 1] if piece.kind == "number")
    rising = all(first < second for first, second in pairwise(numbers))
    after = last + 1 + (kind_at(atoms, last + 1) == "nth_mark")
    if not (linked and told and rising) or kind_at(atoms, after) in _NO_LIST_ENDS:
        return None
    return [Day("date", (number, 0, 0)) for number in numbers], after


def _goes_on(atoms: Sequence[Atom], at: int, words: Sequence[str]) -> bool:
    """Whether another number of a list follows ("12, 13 …", "12 und 13", "18./20.", "18 oder 20.5.")."""
    if at >= len(atoms):
        return False
    before, piece = atoms[at - 1], atoms[at]
    linked = piece.kind in ("and", "or") and at + 1 < len(atoms)
    if linked:
        before, piece = piece, atoms[at + 1]
    between = words[before.end : piece.start]
    a_pair = piece.kind in ("slashed", "dotted")
    joined = between == () if linked else between in _SIGNS
    return joined and (a_pair or (piece.kind in NUMBERS and 1 <= piece.number <= _LAST_DAY))
