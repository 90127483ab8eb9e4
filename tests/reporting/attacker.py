"""Somebody who reads a public table and tries to work out what it hides, by all the arithmetic there is.

She knows what is printed, that parts add up to their total, each column's total over all groups (from the same
report undivided, where totals of 1–4 are hidden too), and what all municipalities have together.
"""

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction

from reports.suppression import Layout, Row, Suppression

Unknown = tuple[int, str]
Equation = tuple[dict[Unknown, int], int]
"""Hidden counts with their signs, and what they come to."""


def equations(rows: Sequence[Row], layout: Layout, hidden: Suppression) -> list[Equation]:
    """Everything that can be read off the public table, as equations in the hidden counts."""
    found = []
    for at in range(len(rows)):
        found.append(_equation(rows, hidden, {(at, layout.total): -1, **{(at, p): 1 for p in layout.parts}}))
    blocks: dict[Hashable, list[int]] = {}
    peers: dict[Hashable, list[int]] = {}
    for at, row in enumerate(rows):
        blocks.setdefault(row.block, []).append(at)
        peers.setdefault(row.shared, []).append(at)
    for ats in blocks.values():
        for column in layout.columns:
            total = sum(rows[at].counts[column] for at in ats)
            if len(ats) > 1 and (total == 0 or total >= 5):
                found.append(_equation(rows, hidden, {(at, column): 1 for at in ats}, total))
    for shared, ats in peers.items():
        for column in layout.across:
            if (shared, column) not in hidden.across:
                total = sum(rows[at].counts[column] for at in ats)
                found.append(_equation(rows, hidden, {(at, column): 1 for at in ats}, total))
    return [(terms, value) for terms, value in found if terms]


def _equation(
    rows: Sequence[Row], hidden: Suppression, line: Mapping[Unknown, int], total: int = 0
) -> Equation:
    read = sum(sign * rows[at].counts[c] for (at, c), sign in line.items() if (at, c) not in hidden.counts)
    return {place: sign for place, sign in line.items() if place in hidden.counts}, total - read


def worked_out(known: Sequence[Equation]) -> dict[Unknown, int]:
    """The hidden counts that come out as one number: by elimination, then by squeezing bounds."""
    return {**_by_elimination(known), **_by_squeezing(known)}


def _by_elimination(known: Sequence[Equation]) -> dict[Unknown, int]:
    solved: dict[Unknown, tuple[dict[Unknown, Fraction], Fraction]] = {}
    for terms, value in known:
        row, rest = {place: Fraction(sign) for place, sign in terms.items()}, Fraction(value)
        for place in [place for place in row if place in solved]:
            row, rest = _minus(row, rest, row[place], *solved[place])
        if not row:
            continue
        pivot, factor = next(iter(row.items()))
        row, rest = {place: one / factor for place, one in row.items()}, rest / factor
        for place, (other, other_rest) in solved.items():
            if pivot in other:
                solved[place] = _minus(other, other_rest, other[pivot], row, rest)
        solved[pivot] = row, rest
    return {place: int(rest) for place, (row, rest) in solved.items() if len(row) == 1}


def _minus(
    row: dict[Unknown, Fraction],
    rest: Fraction,
    times: Fraction,
    other: dict[Unknown, Fraction],
    that: Fraction,
) -> tuple[dict[Unknown, Fraction], Fraction]:
    places = {*row, *other}
    less = {place: row.get(place, Fraction()) - times * other.get(place, Fraction()) for place in places}
    return {place: one for place, one in less.items() if one}, rest - times * that


def _by_squeezing(known: Sequence[Equation]) -> dict[Unknown, int]:
    high = 10**6
    bounds = {place: (0, high) for terms, _ in known for place in terms}
    for _ in range(60):
        before = dict(bounds)
        for terms, value in known:
            for place, sign in terms.items():
                others = [(s, bounds[p]) for p, s in terms.items() if p != place]
                least = sum(low if s > 0 else -top for s, (low, top) in others)
                most = sum(top if s > 0 else -low for s, (low, top) in others)
                low, top = (value - most, value - least) if sign > 0 else (least - value, most - value)
                bounds[place] = max(bounds[place][0], low), min(bounds[place][1], top)
        if bounds == before:
            break
    return {place: low for place, (low, top) in bounds.items() if low == top}
