"""Who was offered what, and what came of it: the ``uptake`` export, group by group."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from domain.ids import Municipality, OfferKey
from domain.outcomes import BookingState, InvitationState
from reports.query import ExportQuery
from reports.rates import percent
from reports.suppression import Layout, Row, Suppression, suppress
from reports.tables import HIDDEN, Cell, Table, number_columns, text_columns
from storage.read_models.counts import By, Group, InvitationCount, count_invitations

PENDING = "pending"
OUTCOMES: tuple[str, ...] = (
    InvitationState.ACCEPTED,
    InvitationState.DECLINED,
    InvitationState.DEFERRED,
    InvitationState.NO_CONTACT,
    InvitationState.UNDELIVERABLE,
    InvitationState.WRONG_NUMBER,
    InvitationState.MOVED_AWAY,
    InvitationState.WITHDRAWN,
    PENDING,
)
"""What becomes of an offered invitation: exactly one of these, so that they add up to ``offered``."""

VISITS: tuple[str, ...] = (BookingState.COMPLETED, BookingState.ABORTED, BookingState.NO_SHOW)
"""What became of the visit or course, at most one per invitation."""

COMPARED = ("offered", "accepted", "completed")
LAYOUT = Layout("offered", OUTCOMES, {"accepted": VISITS}, COMPARED)

LOCAL = frozenset({By.DISTRICT, By.DAYCARE, By.NURSE})
"""Names that only one municipality knows; the comparison leaves them out."""

Counts = Counter[str]


@dataclass(frozen=True, slots=True)
class Key:
    """One group of one municipality's offer."""

    municipality: Municipality
    offer: OfferKey
    group: Group


Shared = tuple[OfferKey, Group]
"""A group that every municipality can have: the offer, and what is not local."""


def uptake_counts(counts: Iterable[InvitationCount]) -> dict[Key, Counts]:
    """Counts by column name for each group, in reading order. Every group has something offered."""
    groups: dict[Key, Counts] = defaultdict(Counter)
    for one in counts:
        columns = groups[Key(one.municipality, one.offer, one.group)]
        columns["offered"] += one.count
        columns[one.outcome or PENDING] += one.count
        if one.visit is not None:
            columns[one.visit] += one.count
    return dict(sorted(groups.items(), key=lambda item: (item[0].municipality, item[0].offer, item[0].group)))


def uptake(connection: Connection, query: ExportQuery) -> Table:
    """One row per municipality, offer and group, with the same of all municipalities beside it.

    Each count of an outcome is of invitations; ``completed``, ``aborted`` and ``no_show`` tell what became of
    the visit. ``across_…`` is all municipalities of the installation together, this one too: for the same month,
    quarter, language, round, level and restriction; a district, daycare or nurse is compared with all of them.
    """
    groups = uptake_counts(count_invitations(connection, query.first, query.last, query.by))
    across: dict[Shared, Counts] = defaultdict(Counter)
    for key, counts in groups.items():
        across[_shared(key, query)].update(counts)
    hidden = _hidden(groups, query) if query.public else Suppression()
    rows = tuple(
        _row(key, _Reader(at, counts, _shared(key, query), across, hidden), query)
        for at, (key, counts) in enumerate(groups.items())
        if query.wants(key.municipality)
    )
    columns = (
        *text_columns("municipality", "offer", *query.by),
        *number_columns("offered", *OUTCOMES, *VISITS, "accepted_pct", "completed_pct", "target_pct"),
        *number_columns(*(f"across_{column}" for column in COMPARED)),
        *number_columns("across_accepted_pct", "across_completed_pct"),
    )
    return Table("uptake", columns, rows)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What may be read of one row's counts and of its comparison."""

    at: int
    counts: Counts
    shared: Shared
    across: Mapping[Shared, Counts]
    hidden: Suppression

    def own(self, column: str) -> Cell:
        return HIDDEN if (self.at, column) in self.hidden.counts else self.counts[column]

    def all(self, column: str) -> Cell:
        return HIDDEN if (self.shared, column) in self.hidden.across else self.across[self.shared][column]


def _row(key: Key, read: _Reader, query: ExportQuery) -> tuple[Cell, ...]:
    return (
        key.municipality,
        key.offer,
        *key.group,
        *(read.own(column) for column in ("offered", *OUTCOMES, *VISITS)),
        share(read.own("accepted"), read.own("offered")),
        share(read.own("completed"), read.own("offered")),
        query.targets.get((key.municipality, key.offer)),
        *(read.all(column) for column in COMPARED),
        share(read.all("accepted"), read.all("offered")),
        share(read.all("completed"), read.all("offered")),
    )


def share(numerator: Cell, denominator: Cell) -> Cell:
    """The percentage of two printed counts; hidden when either is, for it would give the count away."""
    if isinstance(numerator, int) and isinstance(denominator, int):
        return percent(numerator, denominator)
    return HIDDEN


def shared_group(by: tuple[By, ...], group: Group) -> Group:
    """What of a group every municipality can have too."""
    return tuple(value for one, value in zip(by, group, strict=True) if one not in LOCAL)


def _shared(key: Key, query: ExportQuery) -> Shared:
    return key.offer, shared_group(query.by, key.group)


def _hidden(groups: Mapping[Key, Counts], query: ExportQuery) -> Suppression:
    rows = [Row((key.municipality, key.offer), _shared(key, query), counts) for key, counts in groups.items()]
    return suppress(rows, LAYOUT)
