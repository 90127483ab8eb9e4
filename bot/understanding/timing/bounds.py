"""The two ends of a stretch of hours that were said one after the other: "not before 10 and not after 3"."""

from dataclasses import replace

from bot.understanding.timing.moments import MIDNIGHT, Hours


def _lower(hours: Hours) -> bool:
    """Whether it is open to the end of the day ("after 10")."""
    return not (hours.exact or hours.part) and hours.end == MIDNIGHT and hours.start > 0


def _upper(hours: Hours) -> bool:
    """Whether it is open from the beginning of the day on ("until 3")."""
    return not (hours.exact or hours.part) and hours.start == 0 and hours.end < MIDNIGHT


def same_side(first: Hours, second: Hours) -> bool:
    """Whether both are bounds on the same side, and not the same one ("before 10, until 3")."""
    both = (_lower(first) and _lower(second)) or (_upper(first) and _upper(second))
    return both and (first.start, first.end) != (second.start, second.end)


def both_bounds(first: Hours, second: Hours) -> Hours | None:
    """ "After 10 and before 3" is the time between; None for "before 10 and after 3", which are two times."""
    for lower, upper in ((first, second), (second, first)):
        if _lower(lower) and _upper(upper) and lower.start < upper.end:
            return replace(lower, end=upper.end, impossible=first.impossible or second.impossible)
    return None


def denied_bounds(first: Hours, second: Hours) -> Hours | None:
    """ "Not before 10 or after 3": the "not" holds for both, so that the second bound is the other end."""
    if _lower(first) and _lower(second) and first.start < second.start:
        return replace(first, end=second.start)
    if _upper(first) and _upper(second) and second.end < first.end:
        return replace(first, start=second.end)
    return None
