"""Which numbers a public table must not show, so that no single family can be recognised or worked out.

Small counts (1–4) are hidden, and then as many others as it takes that the small ones cannot be recomputed
from what is still to be read: the row's total, the column's total over all groups (known from the same report
without ``--by``), and the comparison with all municipalities. ``docs/leader/how-we-count.md`` tells the rules
in a leader's words. The proof is a *swap*: for every hidden small count there is another table, with the same
numbers to be read, in which that count is another one.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

SMALL = range(1, 5)
"""Counts that point at families: one to four. Nought points at nobody."""

CANDIDATES = 16
"""How many rows are tried for a swap."""

Place = tuple[int, str]
"""A count: the position of its row, and its column."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How the columns of a row hang together.

    ``parts`` add up to ``total``. The columns ``of`` which others are a share (visits held, of invitations
    accepted) hide those with them. ``across`` columns are also shown for all municipalities together.
    """

    total: str
    parts: tuple[str, ...]
    of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    across: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every counted column."""
        return (self.total, *self.parts, *(one for shares in self.of.values() for one in shares))


@dataclass(frozen=True, slots=True)
class Row:
    """One group's counts. ``block``: the rows whose columns add up to a known total (a municipality's offer).
    ``shared``: the rows of every municipality that are compared with each other."""

    block: Hashable
    shared: Hashable
    counts: Mapping[str, int]


@dataclass(slots=True)
class Suppression:
    """What is hidden: counts by row position and column, and comparisons by shared group and column."""

    counts: set[Place] = field(default_factory=set)
    across: set[tuple[Hashable, str]] = field(default_factory=set)


def suppress(rows: Sequence[Row], layout: Layout) -> Suppression:
    """What a public table of these rows must hide.

    The rows are those of the whole installation, so that two municipalities that both publish hide the same
    comparisons.
    """
    return _Suppressor(rows, layout).run()


@dataclass(frozen=True, slots=True)
class _Swap:
    """A family more here, one fewer there: the counts it changes, and the comparisons it would change."""

    deltas: Mapping[Place, int]
    across: frozenset[tuple[Hashable, str]]


class _Suppressor:
    def __init__(self, rows: Sequence[Row], layout: Layout) -> None:
        self.rows = rows
        self.layout = layout
        self.hidden = Suppression()
        self.blocks: dict[Hashable, list[int]] = defaultdict(list)
        self.peers: dict[Hashable, list[int]] = defaultdict(list)
        for at, row in enumerate(rows):
            self.blocks[row.block].append(at)
            self.peers[row.shared].append(at)
        self.totals = {
            block: {column: sum(rows[at].counts[column] for at in ats) for column in layout.columns}
            for block, ats in self.blocks.items()
        }
        self.primary: list[Place] = []
        self.few: dict[tuple[Hashable, str], list[int]] = {}

    def run(self) -> Suppression:
        self._hide_small_counts()
        self._hide_small_remainders()
        for place in self.primary:
            self._make_doubtful(place)
        # To hide more takes no swap away, but leaves new remainders.
        self._hide_small_remainders()
        return self.hidden

    # What hides what.

    def _hide(self, at: int, column: str) -> None:
        if (at, column) in self.hidden.counts:
            return
        self.hidden.counts.add((at, column))
        taken_along = self.layout.columns if column == self.layout.total else self.layout.of.get(column, ())
        for other in taken_along:
            self._hide(at, other)

    def _hide_across(self, shared: Hashable, column: str) -> None:
        self.hidden.across.add((shared, column))
        for other in self.layout.of.get(column, ()):
            if other in self.layout.across:
                self.hidden.across.add((shared, other))
        if column == self.layout.total:
            self.hidden.across.update((shared, other) for other in self.layout.across)

    def _hide_small_counts(self) -> None:
        for at, row in enumerate(self.rows):
            for column in self.layout.columns:
                if row.counts[column] in SMALL:
                    self.primary.append((at, column))
                    self._hide(at, column)
        for shared, column in self._comparisons():
            if sum(self.rows[at].counts[column] for at in self.peers[shared]) in SMALL:
                self._hide_across(shared, column)

    # A remainder (the total less all that is shown) is itself a count that can be read.

    def _hide_small_remainders(self) -> None:
        before = -1
        while before != len(self.hidden.counts) + len(self.hidden.across):
            before = len(self.hidden.counts) + len(self.hidden.across)
            self._hide_small_remainders_once()

    def _hide_small_remainders_once(self) -> None:
        for at in range(len(self.rows)):
            if (at, self.layout.total) not in self.hidden.counts:
                self._enlarge([(at, part) for part in self.layout.parts])
        for block, ats in self.blocks.items():
            for column in self.layout.columns:
                if not self._free(block, column):
                    self._enlarge([(at, column) for at in ats])
        for shared, column in self._comparisons():
            remainder = sum(self._count(place) for place in self._unread(shared, column))
            if remainder in SMALL:
                self._hide_across(shared, column)

    def _enlarge(self, line: Sequence[Place]) -> None:
        while sum(self._count(place) for place in line if place in self.hidden.counts) in SMALL:
            shown = [place for place in line if place not in self.hidden.counts and self._count(place)]
            self._hide(*min(shown, key=lambda place: (self._cost([place]), place)))

    # A small count must have a swap: a family more or less, and nothing that can be read has changed.

    def _make_doubtful(self, place: Place) -> None:
        best: tuple[int, _Swap] | None = None
        for swap in self._swaps(place):
            cost = self._cost(swap.deltas) + 2 * len(swap.across - self.hidden.across)
            if best is None or cost < best[0]:
                best = (cost, swap)
            if cost == 0:
                return
        if best is not None:
            for at, column in sorted(best[1].deltas):
                self._hide(at, column)
            for shared, column in best[1].across:
                self._hide_across(shared, column)

    def _swaps(self, place: Place) -> Iterator[_Swap]:
        at, column = place
        block = self.rows[at].block
        partners = self._partners(column)
        if self._free(block, column):
            for partner in partners:
                if partner is None or self._free(block, partner):
                    yield from self._both_ways([at], column, partner)
        for other in self._others(at, column):
            for partner in partners:
                yield from self._both_ways([at, other], column, partner)

    def _others(self, at: int, column: str) -> list[int]:
        """The rows to swap with: compared with the same (so no comparison changes), or with a small count there
        (so it is hidden already). Any row would do; the nearest few keep a large table quick."""
        row = self.rows[at]
        if (row.block, column) not in self.few:
            self.few[row.block, column] = sorted(
                self.blocks[row.block],
                key=lambda other: (not self._count((other, column)), self._count((other, column))),
            )[: CANDIDATES + 1]
        alike = [other for other in self.peers[row.shared] if self.rows[other].block == row.block]
        return [
            other
            for other in dict.fromkeys([*alike[: CANDIDATES + 1], *self.few[row.block, column]])
            if other != at
        ]

    def _partners(self, column: str) -> list[str | None]:
        """The columns of which one must change with this one, so that the row still adds up."""
        if column == self.layout.total:
            return list(self.layout.parts)
        if column in self.layout.parts:
            return [self.layout.total, *(part for part in self.layout.parts if part != column)]
        return [None]

    def _both_ways(self, ats: Sequence[int], column: str, partner: str | None) -> Iterator[_Swap]:
        same_way = self.layout.total in (column, partner)
        changed = [column] if partner is None else [column, partner]
        compared = {self.rows[at].shared for at in ats}
        alone = len(ats) == 1 or len(compared) == 2
        across = frozenset(
            (shared, one) for shared in compared for one in changed if alone and one in self.layout.across
        )
        for way in (1, -1):
            deltas: dict[Place, int] = {}
            for at, sign in zip(ats, (way, -way), strict=False):
                deltas[at, column] = sign
                if partner is not None:
                    deltas[at, partner] = sign if same_way else -sign
            if all(self._count(place) + delta >= 0 for place, delta in deltas.items()):
                yield _Swap(deltas, across)

    # What is known.

    def _free(self, block: Hashable, column: str) -> bool:
        """Whether nobody knows the column's total: it is small and hidden, or this row is the total itself."""
        return len(self.blocks[block]) == 1 or self.totals[block][column] in SMALL

    def _comparisons(self) -> Iterator[tuple[Hashable, str]]:
        return ((shared, column) for shared in self.peers for column in self.layout.across)

    def _unread(self, shared: Hashable, column: str) -> list[Place]:
        return [(at, column) for at in self.peers[shared] if (at, column) in self.hidden.counts]

    def _count(self, place: Place) -> int:
        return self.rows[place[0]].counts[place[1]]

    def _cost(self, places: Iterable[Place]) -> int:
        """How much would be lost to the reader: large counts and whole rows are dear."""
        cost = 0
        for at, column in places:
            if (at, column) not in self.hidden.counts:
                whole_row = column == self.layout.total
                lost = self.layout.columns if whole_row else (column, *self.layout.of.get(column, ()))
                cost += sum(1 + self.rows[at].counts[one] for one in lost)
        return cost
