"""What the national evaluation asks of each offered invitation, counted in groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Subquery,
    case,
    cast,
    extract,
    func,
    literal,
    select,
)

from domain.ids import Municipality, OfferKey
from domain.outcomes import LIVE, BookingState, InvitationState
from storage.read_models.counts import VISIT_RANK, was_offered
from storage.tables import booking, invitation
from storage.types import year_and_month


@dataclass(frozen=True, slots=True)
class Fact:
    """So many offered invitations are alike in all that the evaluation asks.

    ``answered`` is the year and month of the answer, ``(2020, 10)``. ``visit`` is what became of the visit;
    ``place``, ``both_parents`` and the referrals are those of a held visit, None or False where it is not known.
    """

    municipality: Municipality
    offer: OfferKey
    round: str
    level: int | None
    outcome: InvitationState | None
    answered: tuple[int, int] | None
    restricted: bool
    social_measure: bool
    visit: BookingState | None
    held: tuple[int, int] | None
    place: str
    both_parents: bool | None
    referred_inside: bool
    referred_outside: bool
    count: int


def evaluation_facts(connection: Connection, first: date, last: date) -> list[Fact]:
    """Every municipality's invitations first sent from ``first`` to ``last`` (inclusive), in groups.

    Index: ``ix_booking_invitation_id`` for the visits; the invitations of all municipalities are read once.
    """
    visits = _visits()
    rows = (
        select(
            invitation.c.municipality,
            invitation.c.offer,
            invitation.c.round,
            invitation.c.level,
            invitation.c.state,
            _month(invitation.c.outcome_on).label("answered"),
            invitation.c.restricted,
            func.coalesce(invitation.c.social_measure, False).label("social_measure"),
            *(column for column in visits.c if column.name != "invitation_id"),
        )
        .select_from(invitation.outerjoin(visits, visits.c.invitation_id == invitation.c.id))
        .where(was_offered(first, last))
        .subquery("facts")
    )
    rank = {rank: state for state, rank in VISIT_RANK.items()}
    return [
        Fact(
            municipality=Municipality(row.municipality),
            offer=OfferKey(row.offer),
            round=row.round,
            level=row.level,
            outcome=None if row.state in LIVE else InvitationState(row.state),
            answered=_year_and_month(row.answered),
            restricted=bool(row.restricted),
            social_measure=bool(row.social_measure),
            visit=rank.get(row.visit),
            held=_year_and_month(row.held),
            place=row.place or "",
            both_parents=None if row.both_parents is None else bool(row.both_parents),
            referred_inside=bool(row.referred_inside),
            referred_outside=bool(row.referred_outside),
            count=row.count_,
        )
        for row in connection.execute(select(*rows.c, func.count().label("count_")).group_by(*rows.c))
    ]


def visits_per_family(
    connection: Connection, first: date, last: date, offer: OfferKey, municipalities: Sequence[Municipality]
) -> dict[int, int]:
    """How many families had one held visit of an offer, how many two, and so on.

    Index: ``ix_invitation_reported`` with municipalities, ``ix_booking_invitation_id``.
    """
    held = (
        select(booking.c.invitation_id)
        .distinct()
        .where(booking.c.state == BookingState.COMPLETED)
        .subquery("held")
    )
    families = (
        select(func.count().label("visits"))
        .select_from(invitation.join(held, held.c.invitation_id == invitation.c.id))
        .where(was_offered(first, last, municipalities), invitation.c.offer == offer)
        .group_by(invitation.c.family_id)
        .subquery("families")
    )
    counted = select(families.c.visits, func.count()).group_by(families.c.visits)
    return {row[0]: row[1] for row in connection.execute(counted)}


def _visits() -> Subquery:
    """For each invitation: what became of its visit, and what is known of the held one."""
    completed = booking.c.state == BookingState.COMPLETED
    return (
        select(
            booking.c.invitation_id,
            func.min(case(VISIT_RANK, value=booking.c.state)).label("visit"),
            func.min(case((completed, year_and_month(booking.c.start)))).label("held"),
            func.max(case((completed, booking.c.place))).label("place"),
            func.max(case((completed, _flag(booking.c.both_parents)))).label("both_parents"),
            func.max(case((completed, _flag(booking.c.referred_inside)))).label("referred_inside"),
            func.max(case((completed, _flag(booking.c.referred_outside)))).label("referred_outside"),
        )
        .where(booking.c.state.in_(VISIT_RANK))
        .group_by(booking.c.invitation_id)
        .subquery("visits")
    )


def _flag(column: ColumnElement[bool | None]) -> ColumnElement[int | None]:
    return case((column.is_(True), literal(1)), (column.is_(False), literal(0)))


def _month(column: ColumnElement[date]) -> ColumnElement[int]:
    return cast(extract("year", column), Integer) * 100 + cast(extract("month", column), Integer)


def _year_and_month(number: int | None) -> tuple[int, int] | None:
    return None if number is None else divmod(number, 100)
