"""Rows to trace a number by, and messages counted: the ``outcomes``, ``bookings`` and ``messages`` exports."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection

from domain.outcomes import MessageState
from reports.query import ExportQuery
from reports.suppression import Layout, Row, Suppression, suppress
from reports.tables import HIDDEN, Cell, Column, Kind, Table, number_columns, text_columns
from reports.uptake import PENDING
from storage.read_models.lists import (
    ListedBooking,
    MessageCount,
    TracedInvitation,
    count_messages,
    list_bookings,
    trace_invitations,
)


def outcomes(connection: Connection, query: ExportQuery) -> Table:
    """One row per offered invitation: counting the rows with an ``outcome`` gives the column of ``uptake``."""
    found = trace_invitations(connection, query.first, query.last, query.municipalities, query.zone)
    columns = (
        *text_columns("municipality"),
        *number_columns("invitation"),
        *text_columns("offer", "round", "family_ref", "child_ref"),
        *number_columns("children", "children_seen"),
        Column("offered_on", Kind.DATE),
        *text_columns("outcome"),
        Column("outcome_on", Kind.DATE),
        *text_columns("reason", "visit"),
        Column("visit_on", Kind.DATE),
        *text_columns("restriction", "district", "daycare", "language", "nurse"),
        *number_columns("level"),
        *text_columns("history"),
    )
    return Table("outcomes", columns, tuple(_outcome_row(one) for one in found))


def _outcome_row(one: TracedInvitation) -> tuple[Cell, ...]:
    return (
        one.municipality,
        one.invitation,
        one.offer,
        one.round,
        one.family,
        one.child,
        one.children,
        one.children_seen,
        one.offered_on,
        one.outcome or PENDING,
        one.outcome_on,
        one.reason,
        one.visit,
        one.visit_on,
        _yes_or_no(one.restricted),
        one.district,
        one.daycare,
        one.language,
        one.nurse,
        one.level,
        _yes_or_no(one.history),
    )


def bookings(connection: Connection, query: ExportQuery) -> Table:
    """One row per booking that begins in the period, moved and cancelled ones too, so that a chain is seen."""
    found = list_bookings(connection, query.first, query.last, query.municipalities, query.zone)
    columns = (
        *text_columns("municipality"),
        *number_columns("booking", "invitation"),
        *text_columns("offer", "family_ref", "nurse", "partner"),
        Column("start", Kind.MOMENT),
        Column("end", Kind.MOMENT),
        *text_columns("by_phone", "state"),
        Column("booked_at", Kind.MOMENT),
        *number_columns("moved_from"),
        *text_columns("both_parents"),
        *number_columns("rating"),
    )
    return Table("bookings", columns, tuple(_booking_row(one) for one in found))


def _booking_row(one: ListedBooking) -> tuple[Cell, ...]:
    return (
        one.municipality,
        one.booking,
        one.invitation,
        one.offer,
        one.family,
        one.nurse,
        one.partner,
        one.start,
        one.end,
        _yes_or_no(one.by_phone),
        one.state,
        one.booked_at,
        one.moved_from,
        None if one.both_parents is None else _yes_or_no(one.both_parents),
        one.rating,
    )


MESSAGE_LAYOUT = Layout("all", tuple(MessageState))
MessageKind = tuple[str, str, str, str, str]
"""Municipality, month, message key, medium, language."""


def messages(connection: Connection, query: ExportQuery) -> Table:
    """How many messages of each kind left or did not, month by month, and how many parts they were."""
    # All municipalities are counted together only where they publish together.
    found = count_messages(connection, query.first, query.last, query.municipalities, query.zone)
    hidden = _hidden_messages(found) if query.public else set()
    columns = (
        *text_columns("municipality", "month", "key", "medium", "language", "state"),
        *number_columns("count", "parts"),
    )
    rows = tuple(
        (*_kind(one), one.state, HIDDEN, HIDDEN)
        if (_kind(one), one.state) in hidden
        else (*_kind(one), one.state, one.count, one.parts)
        for one in found
    )
    return Table("messages", columns, rows)


def _kind(one: MessageCount) -> MessageKind:
    return one.municipality, one.month, one.key, one.medium, one.language


def _hidden_messages(found: Iterable[MessageCount]) -> set[tuple[MessageKind, str]]:
    kinds: dict[MessageKind, Counter[str]] = defaultdict(Counter)
    for one in found:
        kinds[_kind(one)].update({one.state: one.count, "all": one.count})
    rows = [Row(kind[0], kind, counts) for kind, counts in kinds.items()]
    hidden: Suppression = suppress(rows, MESSAGE_LAYOUT)
    order = list(kinds)
    return {(order[at], column) for at, column in hidden.counts}


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"
