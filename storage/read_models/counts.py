"""Counted groups of invitations and of declines: the rows behind every percentage a leader shows.

An invitation is *offered* when a message about it was sent; letters and calls alone do not count. It belongs to
the local day on which the first message was sent, whatever happened later.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Integer, Select, Subquery, case, cast, extract, func, select
from sqlalchemy.sql.elements import ColumnElement

from domain.ids import Municipality, OfferKey
from domain.outcomes import LIVE, BookingState, InvitationState
from domain.reasons import DeclineReason
from storage.tables import booking, invitation, nurse

Group = tuple[str, ...]
"""What a group has in common, in the order of the ``By`` columns asked for; "" where it is not known."""


class By(StrEnum):
    """What a report can be divided by."""

    MONTH = "month"
    QUARTER = "quarter"
    DISTRICT = "district"
    DAYCARE = "daycare"
    LANGUAGE = "language"
    NURSE = "nurse"
    ROUND = "round"
    LEVEL = "level"
    RESTRICTION = "restriction"


@dataclass(frozen=True, slots=True)
class InvitationCount:
    """So many invitations of a group stand at the same outcome, and had the same become of their visit.

    ``outcome`` is None while the family has not answered. ``visit`` is ``completed``, ``aborted`` or ``no_show``,
    or None while nothing of the kind has happened.
    """

    municipality: Municipality
    offer: OfferKey
    group: Group
    outcome: InvitationState | None
    visit: BookingState | None
    count: int


@dataclass(frozen=True, slots=True)
class DeclineCount:
    """So many families of a group said no for the same reason."""

    municipality: Municipality
    offer: OfferKey
    group: Group
    reason: DeclineReason
    count: int


def count_invitations(
    connection: Connection,
    first: date,
    last: date,
    by: Sequence[By] = (),
    municipality: Municipality | None = None,
) -> list[InvitationCount]:
    """How many invitations first sent from ``first`` to ``last`` (inclusive) stand where, group by group.

    A visit that was moved counts once: an invitation with a completed visit is completed, whatever came before
    or after; else aborted, if it has an aborted course; else not at home, if that is how its visit stands.

    Index: ``ix_invitation_reported`` with a municipality, ``ix_booking_invitation_id`` for the visits. Without
    a municipality the comparison needs every municipality's invitations, and reads the table once.
    """
    visits = _visits(municipality)
    inner = (
        _offered(first, last, by, municipality)
        .add_columns(invitation.c.state.label("state"), visits.c.visit.label("visit"))
        .outerjoin(visits, visits.c.invitation_id == invitation.c.id)
    )
    return [
        InvitationCount(
            Municipality(row[0]),
            OfferKey(row[1]),
            _group(by, row[2:-3]),
            None if row[-3] in LIVE else InvitationState(row[-3]),
            _VISIT_OF_RANK[row[-2]],
            row[-1],
        )
        for row in connection.execute(_counted(inner.subquery("offered")))
    ]


def count_declines(
    connection: Connection,
    first: date,
    last: date,
    by: Sequence[By] = (),
    municipality: Municipality | None = None,
) -> list[DeclineCount]:
    """How many families first written to from ``first`` to ``last`` (inclusive) said no, by reason, per group.

    A family that gave no reason is counted as ``not_stated``: the reasons add up to all declines.

    Index: ``ix_invitation_reported`` with a municipality; without one the table is read once.
    """
    reason = func.coalesce(invitation.c.reason, DeclineReason.NOT_STATED.value)
    inner = (
        _offered(first, last, by, municipality)
        .add_columns(reason.label("reason"))
        .where(invitation.c.state == InvitationState.DECLINED)
    )
    return [
        DeclineCount(
            Municipality(row[0]), OfferKey(row[1]), _group(by, row[2:-2]), DeclineReason(row[-2]), row[-1]
        )
        for row in connection.execute(_counted(inner.subquery("declined")))
    ]


def was_offered(first: date, last: date, municipalities: Iterable[Municipality] = ()) -> ColumnElement[bool]:
    """The one definition of what a report is about: first sent from ``first`` to ``last``, both inclusive."""
    condition = invitation.c.sent_at.is_not(None) & invitation.c.sent_on.between(first, last)
    chosen = tuple(municipalities)
    return invitation.c.municipality.in_(chosen) & condition if chosen else condition


VISIT_RANK: dict[BookingState, int] = {
    BookingState.COMPLETED: 1,
    BookingState.ABORTED: 2,
    BookingState.NO_SHOW: 3,
}
"""What counts for an invitation that has several bookings: the lowest rank."""

_VISIT_OF_RANK: dict[int | None, BookingState | None] = {
    None: None,
    **{rank: state for state, rank in VISIT_RANK.items()},
}


def _visits(municipality: Municipality | None) -> Subquery:
    """For each invitation whose visit came to something: the rank of what it came to."""
    rank = case(VISIT_RANK, value=booking.c.state)
    visits = select(booking.c.invitation_id, func.min(rank).label("visit")).where(
        booking.c.state.in_(VISIT_RANK)
    )
    if municipality is not None:
        visits = visits.where(booking.c.municipality == municipality)
    return visits.group_by(booking.c.invitation_id).subquery("visits")


def _offered(first: date, last: date, by: Sequence[By], municipality: Municipality | None) -> Select[Any]:
    """One row per offered invitation: municipality, offer, and what it is grouped by."""
    columns = [_COLUMNS[one].label(one.value + "_") for one in by]
    rows = select(invitation.c.municipality, invitation.c.offer, *columns)
    rows = rows.where(was_offered(first, last, () if municipality is None else (municipality,)))
    if By.NURSE in by:
        return rows.select_from(invitation.outerjoin(nurse, nurse.c.id == invitation.c.nurse_id))
    return rows.select_from(invitation)


def _counted(rows: Subquery) -> Select[Any]:
    """How many rows are alike in every column."""
    return select(*rows.c, func.count().label("count")).group_by(*rows.c)


_YEAR = cast(extract("year", invitation.c.sent_on), Integer)
_MONTH = cast(extract("month", invitation.c.sent_on), Integer)

_COLUMNS: dict[By, ColumnElement[Any]] = {
    By.MONTH: _YEAR * 100 + _MONTH,
    By.QUARTER: _YEAR * 100 + (_MONTH + 2) // 3,
    By.DISTRICT: invitation.c.district,
    By.DAYCARE: func.coalesce(invitation.c.daycare, ""),
    By.LANGUAGE: invitation.c.language,
    By.NURSE: func.coalesce(nurse.c.ref, ""),
    By.ROUND: invitation.c.round,
    By.LEVEL: invitation.c.level,
    By.RESTRICTION: invitation.c.restricted,
}


def _group(by: Sequence[By], values: Iterable[Any]) -> Group:
    return tuple(_words(one, value) for one, value in zip(by, values, strict=True))


def _words(by: By, value: Any) -> str:
    """A group's value as a report prints it: ``2026-05``, ``2026-Q2``, ``yes``."""
    match by:
        case By.MONTH:
            return f"{value // 100}-{value % 100:02}"
        case By.QUARTER:
            return f"{value // 100}-Q{value % 100}"
        case By.RESTRICTION:
            return "yes" if value else "no"
        case _:
            return "" if value is None else str(value)
