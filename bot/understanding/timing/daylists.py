"""Days told in a list: "12, 13 og 15. maj", "19 ir 20 savaitę"."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.understanding.timing.atoms import NUMBERS, Atom, kind_at, skip
from bot.understanding.timing.daywork import day_at
from bot.understanding.timing.moments import Day, with_month_of
from bot.understanding.timing.windows import window
from bot.understanding.timing.writtendays import FEW_WEEKS

_IN_A_LIST = NUMBERS | {"and", "or", "nth_mark", "dated"}
_LENGTH_FOLLOWS = frozenset({"after", "from_now", "ago", "within"})
_LAST_WEEK = 53
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
    weeks = _weeks(atoms, at) if habits.get("week_number_first") else None
    return weeks or _dates(atoms, at, words, habits) or _bare_dates(atoms, at, words)


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
    """All of "12, 13 og 15. maj" are days of that month, of "on 12 or 13 May" too."""
    while kind_at(atoms, at) == "on" and at + 1 < len(atoms) and atoms[at].end == atoms[at + 1].start:
        at += 1
    if kind_at(atoms, at) not in NUMBERS or not _goes_on(atoms, at + 1, words):
        return None
    numbers, last = [atoms[at].number], at
    while _goes_on(atoms, last + 1, words):
        last += 1 + (atoms[last + 1].kind in ("and", "or"))
        numbers.append(atoms[last].number)
    found = day_at(window(atoms, last, words), 0, habits)
    if found is None or found[0].kind != "date" or found[0].until:
        return None
    if kind_at(atoms, last + found[1]) == "between_end":
        return None  # "18 ile 22 Mayıs arasında"
    days = [with_month_of(Day("date", (number, 0, 0)), found[0]) for number in numbers[:-1]]
    return [*days, found[0]], last + found[1]


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
    """Whether another number of a list follows ("12, 13 …", "12 und 13")."""
    if at >= len(atoms):
        return False
    before, piece = atoms[at - 1], atoms[at]
    linked = piece.kind in ("and", "or") and at + 1 < len(atoms)
    if linked:
        before, piece = piece, atoms[at + 1]
    between = words[before.end : piece.start]
    return (
        (between == () if linked else between == (",",)) and piece.kind in NUMBERS and 1 <= piece.number <= 31
    )
