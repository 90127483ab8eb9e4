"""What hours make of the wish they are added to: one more, the other end of a stretch, minutes, or a date after all."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.timing.afterwards import Beside
from bot.understanding.timing.atoms import Atom
from bot.understanding.timing.bounds import both_bounds, denied_bounds, same_side
from bot.understanding.timing.grouping import Group, narrow
from bot.understanding.timing.moments import MIDNIGHT, Day, Hours
from bot.understanding.tokens import is_break

_MINUTES = (5, 10, 15, 20, 25)
"""Numbers that are minutes past an hour as well as hours."""

_A_VISIT = 30
"""Minutes that a told minute is taken to last."""


def add_hours(group: Group, hours: Hours, around: Beside, first: int, *, minutes_too: bool) -> None:
    """Add hours, read from the piece ``first`` on, to the wish so far.

    ``minutes_too``: behind an "and" a number may be the minutes of the hour before (Romanian "opt și zece").
    """
    atoms, words = around.atoms, around.words
    _number_was_a_date(group, hours, atoms, first)
    _number_may_be_a_date(group, atoms[first], words)
    bounded = not hours.exact and hours.start > 0 and hours.end < MIDNIGHT and not hours.impossible
    if group.excluded and group.end < 0 and (hours.part or bounded):
        group.doubtful = False  # "Friday but not the morning"
    if group.hours and group.linked and minutes_too and _minutes_or_hour(group, atoms, first):
        if _minutes_of_that_hour(group, atoms, first):
            return
        group.doubtful = True
    _among_the_told(group, hours, around, first)
    if _or_until_that_day(group, hours, atoms, first):
        group.doubtful = True
    open_ended = not hours.part and (hours.start == 0 or hours.end == MIDNIGHT)
    if group.excepted and open_ended:  # "any day except Wednesday after 3": which of them is after 3?
        group.doubtful = True


def _among_the_told(group: Group, hours: Hours, around: Beside, first: int) -> None:
    """The hours beside those told before: the other end, one more of a list, narrower, or which of them is unclear."""
    if not group.hours:
        group.hours.append(hours)
    elif group.linked and (both := _bounds(group, hours, around.atoms, first)):
        group.hours[-1] = both
    elif group.linked:
        group.doubtful = group.doubtful or same_side(group.hours[-1], hours)
        group.hours.append(hours)
    elif _one_more_hour(group, hours, around, first):
        group.hours.append(hours)
        group.doubtful = group.doubtful or group.excluded  # "not at 9, 11 instead"
    elif group.end < 0:
        group.hours.append(hours)
    elif same_side(group.hours[-1], hours) or (narrowed := narrow(group.hours[-1], hours)) is None:
        group.doubtful = True  # "before 10, until 3": which of them
    else:
        group.hours[-1] = narrowed


def _minutes_or_hour(group: Group, atoms: Sequence[Atom], first: int) -> bool:
    """Romanian "opt și zece" is ten past eight, or at eight and at ten; so is "la 10 si 15"."""
    piece, before = atoms[first], atoms[first - 1]
    minutes = piece.kind == "number" and (not piece.digits or piece.number in _MINUTES)
    touching = before.start == group.end and before.end == piece.start
    return minutes and before.kind == "and" and touching and not group.hours[-1].part


def _minutes_of_that_hour(group: Group, atoms: Sequence[Atom], first: int) -> bool:
    """Whether it is ten past the hour before, which then is the wish ("la nouă și zece")."""
    told, minutes = group.hours[-1], atoms[first].number
    spoken = not atoms[first].digits and first > 2 and atoms[first - 3].kind in ("clock", "at")
    if not (spoken and told.exact and told.start % 60 == 0 and minutes in (5, 10)):
        return False
    start = told.start + minutes
    group.hours[-1] = replace(told, start=start, end=start + _A_VISIT)
    return True


def _or_until_that_day(group: Group, hours: Hours, atoms: Sequence[Atom], first: int) -> bool:
    """ "12 May until 14": until two o'clock, or until the 14th."""
    behind = atoms[first : first + 3]
    plain = [a.kind for a in behind[:2]] == ["until", "number"] and behind[1].digits
    followed = len(behind) > 2 and behind[2].start == behind[1].end and behind[2].kind not in ("or", "and")
    touches = group.last_was_day and group.days[-1].kind == "date" and group.end == atoms[first].start
    if not (plain and touches) or followed or len(behind[1].value) > 2:
        return False
    told = group.days[-1].value
    return hours.start == 0 and isinstance(told, tuple) and int(told[0]) < behind[1].number


def _bounds(group: Group, hours: Hours, atoms: Sequence[Atom], first: int) -> Hours | None:
    """ "Not before 10 and not after 3" is one stretch; so is "not before 10 or after 3", which denies both."""
    told = [a for a in atoms if group.start <= a.start < atoms[first].start]
    denies = any(a.kind in ("not_before", "not_after") and a.end - a.start > 1 for a in told)
    link = next((a.kind for a in reversed(told) if a.kind in ("and", "or")), "")
    if link == "and":
        return both_bounds(group.hours[-1], hours)
    again = atoms[first].kind in ("after", "before")
    return denied_bounds(group.hours[-1], hours) if link == "or" and denies and again else None


def _one_more_hour(group: Group, hours: Hours, around: Beside, first: int) -> bool:
    """ "Monday 10, 12 or 2", "9 / 9:30 / 11": with a comma or a slash between they are a list."""
    piece = around.atoms[first]
    gap = around.words[group.end : piece.start]
    listed = len(gap) == 1 and gap[0] in (",", "/", "+", "&", "،")
    if gap == (",",) and len(group.hours) == 1 and piece.value == "15":
        return False  # "13,15" may be a quarter past
    exact = hours.exact and all(span.exact and not span.impossible for span in group.hours)
    return listed and exact and hours.start not in {span.start for span in group.hours}


def _number_was_a_date(group: Group, hours: Hours, atoms: Sequence[Atom], first: int) -> None:
    """ "Tuesday 12, after 10": with its hours told behind it the number is the day."""
    if first < 2:
        return
    number, named = atoms[first - 1], atoms[first - 2]
    told = number.kind == "number" and number.digits and number.end == group.end
    touches = told and named.kind == "weekday" and named.end == number.start
    opens = not (hours.exact or hours.part) and (hours.start == 0 or hours.end == MIDNIGHT)
    if not (touches and opens and len(group.days) == len(group.hours) == 1) or group.linked:
        return
    if group.days[0].kind == "weekday" and group.hours[0].exact:
        within = replace(group.days[0], maybe_date=0)
        group.days = [Day("date", (number.number, 0, 0), within=within)]
        group.hours = []


def _number_may_be_a_date(group: Group, number: Atom, words: Sequence[str]) -> None:
    """ "Tuesday, 12": behind the comma it is as much the 12th as without one, where that is a Tuesday."""
    bare = number.kind == "number" and number.digits and len(number.value) <= 2
    day = group.days[-1] if group.last_was_day and len(group.days) == 1 else None
    if day is None or not bare or group.hours or group.linked or day.kind != "weekday":
        return
    closes = number.end == len(words) or is_break(words[number.end])
    if closes and words[group.end : number.start] == (",",):
        group.days = [replace(day, maybe_date=number.number)]
