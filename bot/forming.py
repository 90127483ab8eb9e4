"""The courses that seat the most families, found by OR-Tools' CP-SAT; the same question gives the same answer.

The library is heavy, so it is loaded when somebody asks for a proposal and not before.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from domain.courses import Course, WaitingFamily, collide, kept_apart
from domain.forming import Group, Proposal, Wanted, unsuited, why_left
from domain.ids import CourseId, FamilyId

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar

Pair = tuple[FamilyId, CourseId]


@dataclass(slots=True)
class _Plan:
    """The question as the solver sees it: a yes or no for each course, and for each family in each that suits it."""

    model: "CpModel"
    held: dict[CourseId, "IntVar"]
    sits: dict[Pair, "IntVar"]


def form_groups(wanted: Wanted) -> Proposal:
    """Seat the most families; then most of those cancelled before; then the longest waiters.

    One goal after the other, each kept while the next is sought. ``wanted.seconds`` is the limit of all together.
    """
    plan = _plan(wanted)
    families = {family.family: family for family in wanted.families}
    size = {
        number: family.preference.places if wanted.count_parents else 1 for number, family in families.items()
    }
    goals = [{pair: size[pair[0]] for pair in plan.sits}]
    if any(family.cancelled_first for family in families.values()):
        goals.append({pair: size[pair[0]] * families[pair[0]].cancelled_first for pair in plan.sits})
    goals.append({pair: size[pair[0]] * (wanted.today - families[pair[0]].since).days for pair in plan.sits})
    chosen, proven = _reach(plan, goals, wanted.seconds) if plan.sits else (frozenset(), True)
    groups = _groups(chosen, wanted)
    seated = {family for group in groups for family in group.families}
    left = {
        family.family: why_left(family, wanted.courses, groups, families, wanted.zone)
        for family in wanted.families
        if family.family not in seated
    }
    return Proposal(groups, left, proven)


def _plan(wanted: Wanted) -> _Plan:
    from ortools.sat.python.cp_model import CpModel

    model = CpModel()
    held = {course.id: model.new_bool_var(f"c{course.id}") for course in wanted.courses}
    sits: dict[Pair, IntVar] = {}
    for family in wanted.families:
        for course in wanted.courses:
            if unsuited(family, course, wanted.zone) is None:
                sits[family.family, course.id] = model.new_bool_var(f"f{family.family}c{course.id}")
    plan = _Plan(model, held, sits)
    model.add(sum(held.values()) <= wanted.most)
    for family in wanted.families:
        places = [sits[pair] for course in wanted.courses if (pair := (family.family, course.id)) in sits]
        if len(places) > 1:
            model.add_at_most_one(places)
    for one, other in combinations(wanted.courses, 2):
        if collide(one, other):
            model.add_at_most_one([held[one.id], held[other.id]])
    apart = _never_together(wanted.families)
    for course in wanted.courses:
        _seats(plan, course, wanted.families)
        for circle in apart:
            present = [sits[pair] for family in circle if (pair := (family, course.id)) in sits]
            if len(present) > 1:
                model.add_at_most_one(present)
    return plan


def _seats(plan: _Plan, course: Course, families: Sequence[WaitingFamily]) -> None:
    """Either the course is held and has neither too few nor too many parents, or nobody sits there."""
    places = [
        (plan.sits[pair], family.preference.places)
        for family in families
        if (pair := (family.family, course.id)) in plan.sits
    ]
    parents = sum(variable * size for variable, size in places)
    plan.model.add(parents <= course.largest * plan.held[course.id])
    plan.model.add(parents >= course.smallest * plan.held[course.id])
    for variable, _ in places:
        plan.model.add_implication(variable, plan.held[course.id])


def _never_together(families: Sequence[WaitingFamily]) -> list[tuple[FamilyId, ...]]:
    """Circles of families of which at most one may sit in a group: a whole daycare at once, else pair by pair."""
    daycares: dict[str, list[WaitingFamily]] = defaultdict(list)
    for family in families:
        for daycare in family.daycares:
            daycares[daycare].append(family)
    circles: set[tuple[FamilyId, ...]] = set()
    for members in daycares.values():
        strict = [family.family for family in members if not family.agreed_to_share]
        relaxed = [family.family for family in members if family.agreed_to_share]
        circles.add(tuple(sorted(strict)))
        if strict:
            circles.update(tuple(sorted([*strict, one])) for one in relaxed)
    known = {family.family: family for family in families}
    for family in families:
        for other in family.knows & known.keys():
            if kept_apart(family, known[other]):
                circles.add(tuple(sorted((family.family, other))))
    return sorted(circle for circle in circles if len(circle) > 1)


def _solver(seconds: float) -> "CpSolver":
    from ortools.sat.python.cp_model import CpSolver

    solver = CpSolver()
    solver.parameters.random_seed = 1
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    return solver


def _reach(plan: _Plan, goals: Sequence[Mapping[Pair, int]], seconds: float) -> tuple[frozenset[Pair], bool]:
    """Reach one goal after the other; returns who sits where, and whether the first goal is proved."""
    from ortools.sat.python.cp_model import FEASIBLE, OPTIMAL

    solver = _solver(seconds)
    chosen: frozenset[Pair] = frozenset()
    proven, left = True, seconds
    for number, goal in enumerate(goals):
        worth = sum(variable * goal[pair] for pair, variable in plan.sits.items())
        plan.model.maximize(worth)
        plan.model.clear_hints()  # type: ignore[no-untyped-call]
        for pair, variable in plan.sits.items():
            plan.model.add_hint(variable, pair in chosen)
        solver.parameters.max_time_in_seconds = max(left, 0.05)
        status = solver.solve(plan.model)
        left -= solver.wall_time
        if status not in (OPTIMAL, FEASIBLE):
            return chosen, False
        if number == 0:
            proven = status == OPTIMAL
        chosen = frozenset(pair for pair, variable in plan.sits.items() if solver.boolean_value(variable))
        plan.model.add(worth >= round(solver.objective_value))
    return chosen, proven


def _groups(chosen: frozenset[Pair], wanted: Wanted) -> tuple[Group, ...]:
    places = {family.family: family.preference.places for family in wanted.families}
    groups = []
    for course in sorted(wanted.courses, key=lambda course: (course.start, course.id)):
        inside = tuple(sorted(family for family, where in chosen if where == course.id))
        if inside:
            groups.append(Group(course, inside, sum(places[family] for family in inside)))
    return tuple(groups)
