""" "Thursday, not at 9 but at 11": an hour that is refused with another one wished beside it.

Then the day is the one that was told, and what was refused says no more than what was wished. Alone ("not at 9") the
refused hour stays what it is.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.timing.grouping import Group
from bot.understanding.timing.moments import Hours


def without_refused_hours(groups: Sequence[Group]) -> list[Group]:
    """The groups without those refused hours that another hour of the same day stands for."""
    found: list[Group] = []
    for at, group in enumerate(groups):
        before = found[-1] if found else None
        after = groups[at + 1] if at + 1 < len(groups) else None
        if not _refused_hour(group):
            found.append(group)
        elif after is not None and _an_hour(after) and _differ(group, after):
            if group.days:
                after.days = [replace(day, maybe_date=0) for day in group.days]
                after.start = min(after.start, group.start)
            elif before is not None and before.days and before.hours:
                found.append(group)  # "Tuesday at 10, not at 9, at 11": which of them
        elif before is None or group.days or not _wished_then(found, group):
            found.append(group)
    return found


def _refused_hour(group: Group) -> bool:
    """Whether it is nothing but one clock time that does not suit, on one day or on none."""
    one = len(group.hours) == 1 and group.hours[0].exact and not group.hours[0].impossible
    return one and group.excluded and not group.free and len(group.days) <= 1


def _an_hour(group: Group) -> bool:
    """Whether it is an hour of no day, and wished."""
    exact = bool(group.hours) and all(span.exact and not span.impossible for span in group.hours)
    return exact and not (group.days or group.excluded or group.doubtful)


def _wished_then(told: Sequence[Group], refused: Group) -> bool:
    """ "Friday at 2 instead of 10", "Friday, but at 2 instead of 10": the wish stood before it."""
    before = told[-1]
    exact = bool(before.hours) and all(span.exact for span in before.hours)
    dated = bool(before.days) or (len(told) > 1 and _a_day(told[-2]))
    return exact and dated and not (before.excluded or before.doubtful) and _differ(refused, before)


def _a_day(group: Group) -> bool:
    return bool(group.days) and not (group.hours or group.excluded or group.doubtful)


def _differ(refused: Group, wished: Group) -> bool:
    hours: list[Hours] = wished.hours
    return all(span.start != refused.hours[0].start for span in hours)
