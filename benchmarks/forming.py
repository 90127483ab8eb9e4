"""Courses that form: how many families get a place, against filling first come, first served, and how long it takes.

``python -m benchmarks.forming``: ten made-up waiting lists of 200 families, 30 possible courses, at most 6 held.
By hand the nurse takes the longest waiter first and gives each the first course that suits and may be joined;
"as listed" opens courses in the order of the list, "popular first" holds the six (without a clash of leader or room)
that suit most families. A group that stays under its smallest size is not held. Nothing is asserted.
"""

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from time import perf_counter, process_time

from benchmarks.machine import machine, spread
from bot.forming import form_groups
from domain.courses import Course, WaitingFamily, collide, kept_apart
from domain.forming import Wanted, in_turn, unsuited
from tests.waiting_list import TODAY, ZONE, possible_courses, seats, waiting_families

FAMILIES, TIMES, MOST, LISTS = 200, 30, 6, 10


def by_hand(wanted: Wanted, courses: Sequence[Course]) -> list[WaitingFamily]:
    """First come, first served into these courses, opened one by one; returns the families seated."""
    groups: dict[Course, list[WaitingFamily]] = {}
    for family in sorted(wanted.families, key=in_turn):
        for course in courses:
            if _may_join(family, course, groups, wanted):
                groups.setdefault(course, []).append(family)
                break
    held = [inside for course, inside in groups.items() if seats(inside) >= course.smallest]
    return [family for inside in held for family in inside]


def _may_join(
    family: WaitingFamily, course: Course, groups: dict[Course, list[WaitingFamily]], wanted: Wanted
) -> bool:
    if unsuited(family, course, wanted.zone) is not None:
        return False
    if course not in groups and (
        len(groups) == wanted.most or any(collide(course, other) for other in groups)
    ):
        return False
    inside = groups.get(course, [])
    room = seats(inside) + family.preference.places <= course.largest
    return room and not any(kept_apart(family, other) for other in inside)


def popular_first(wanted: Wanted) -> list[Course]:
    """The courses that suit most families, without a clash, at most as many as may be held."""
    suits = {
        course: sum(unsuited(family, course, wanted.zone) is None for family in wanted.families)
        for course in wanted.courses
    }
    chosen: list[Course] = []
    for course in sorted(wanted.courses, key=lambda course: (-suits[course], course.id)):
        if len(chosen) < wanted.most and not any(collide(course, other) for other in chosen):
            chosen.append(course)
    return chosen


def main() -> None:
    """Print families seated, their share of the list, the ratio and the time."""
    print(machine())
    print(f"{LISTS} lists of {FAMILIES} families, {TIMES} possible courses, at most {MOST} held\n")
    seated: dict[str, list[list[WaitingFamily]]] = {
        "by hand, as listed": [],
        "by hand, popular first": [],
        "proposed": [],
        "proposed, by parents": [],
    }
    wall, cpu, proven = [], [], 0
    for seed in range(LISTS):
        random = Random(seed)
        wanted = Wanted(
            waiting_families(FAMILIES, random), possible_courses(TIMES, random), MOST, ZONE, TODAY
        )
        seated["by hand, as listed"].append(by_hand(wanted, wanted.courses))
        seated["by hand, popular first"].append(by_hand(wanted, popular_first(wanted)))
        by_parents = form_groups(replace(wanted, count_parents=True))
        known = {family.family: family for family in wanted.families}
        seated["proposed, by parents"].append([known[f] for g in by_parents.groups for f in g.families])
        began, worked = perf_counter(), process_time()
        proposal = form_groups(wanted)
        wall.append(perf_counter() - began)
        cpu.append(process_time() - worked)
        seated["proposed"].append([known[f] for group in proposal.groups for f in group.families])
        proven += proposal.proven
    proposed = sum(len(found) for found in seated["proposed"])
    for name, found in seated.items():
        families = [len(one) for one in found]
        share = 100 * sum(families) / (LISTS * FAMILIES)
        ratio = proposed / sum(families)
        couples = sum(family.preference.places == 2 for one in found for family in one) / LISTS
        print(
            f"{name:24} {spread(families)} families, {share:.1f} % of the list, "
            f"{couples:.1f} of them couples; proposed seats {ratio:.2f} x"
        )
    print(f"seconds on the clock     {spread(wall, '.2f')}")
    print(f"seconds of one core      {spread(cpu, '.2f')}")
    print(f"proved to be the most    {proven} of {LISTS}")


if __name__ == "__main__":
    main()
