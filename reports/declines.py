"""Why families said no: the ``declines`` export, one row per group and reason."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from domain.reasons import DeclineReason
from reports.query import ExportQuery
from reports.reasons import DANISH_REASON
from reports.suppression import Layout, Row, Suppression, suppress
from reports.tables import HIDDEN, Cell, Table, number_columns, text_columns
from reports.uptake import Key, share, shared_group
from storage.read_models.counts import DeclineCount, count_declines

LAYOUT = Layout("of", tuple(DeclineReason))


def decline_counts(counts: Iterable[DeclineCount]) -> dict[Key, Counter[str]]:
    """For each group, in reading order: how many gave which reason, and under ``of`` all its declines."""
    groups: dict[Key, Counter[str]] = defaultdict(Counter)
    for one in counts:
        groups[Key(one.municipality, one.offer, one.group)].update({one.reason: one.count, "of": one.count})
    return dict(sorted(groups.items(), key=lambda item: (item[0].municipality, item[0].offer, item[0].group)))


def declines(connection: Connection, query: ExportQuery) -> Table:
    """One row per group and reason that was given, the commonest first; ``of`` is all declines of the group."""
    only = query.municipalities[0] if len(query.municipalities) == 1 and not query.public else None
    groups = decline_counts(count_declines(connection, query.first, query.last, query.by, only))
    hidden = _hidden(groups, query) if query.public else Suppression()
    rows = tuple(
        row
        for at, (key, counts) in enumerate(groups.items())
        if query.wants(key.municipality)
        for row in _rows(at, key, counts, hidden)
    )
    columns = (
        *text_columns("municipality", "offer", *query.by, "reason", "reason_da"),
        *number_columns("count", "of", "pct"),
    )
    return Table("declines", columns, rows)


def _rows(at: int, key: Key, counts: Counter[str], hidden: Suppression) -> Iterable[tuple[Cell, ...]]:
    start = (key.municipality, key.offer, *key.group)
    if (at, "of") in hidden.counts:
        yield (*start, HIDDEN, HIDDEN, HIDDEN, HIDDEN, HIDDEN)
        return
    # A hidden count must not tell by its place how large it is.
    shown = [reason for reason in DeclineReason if counts[reason] and (at, reason) not in hidden.counts]
    unread = [reason for reason in DeclineReason if (at, reason) in hidden.counts]
    for reason in [*sorted(shown, key=lambda reason: -counts[reason]), *unread]:
        count: Cell = HIDDEN if reason in unread else counts[reason]
        yield (*start, reason, DANISH_REASON[reason], count, counts["of"], share(count, counts["of"]))


def _hidden(groups: Mapping[Key, Counter[str]], query: ExportQuery) -> Suppression:
    rows = [
        Row((key.municipality, key.offer), (key.offer, shared_group(query.by, key.group)), counts)
        for key, counts in groups.items()
    ]
    return suppress(rows, LAYOUT)
