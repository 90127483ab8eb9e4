"""What the leader's page shows of a period: uptake against its goal, and why families said no."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from domain.ids import Municipality, OfferKey
from domain.reasons import DeclineReason
from reports.declines import decline_counts
from reports.rates import percent
from reports.reasons import DANISH_REASON
from reports.uptake import PENDING, Counts, uptake_counts
from storage.read_models.counts import By, count_declines, count_invitations


@dataclass(frozen=True, slots=True)
class Share:
    """A count, what it is a share of, and the percentage; ``pct`` is None of nothing."""

    count: int
    of: int

    @property
    def pct(self) -> int | None:
        """Whole per cent, rounded half up."""
        return percent(self.count, self.of)


@dataclass(frozen=True, slots=True)
class OfferUptake:
    """How one offer went: each share is of the offered. ``month`` is "" for the whole period."""

    offer: OfferKey
    month: str
    offered: int
    accepted: Share
    completed: Share
    declined: Share
    pending: Share
    target_pct: int | None

    @property
    def other(self) -> Share:
        """All other outcomes together: deferred, not reached, moved away, withdrawn, …"""
        known = self.accepted.count + self.declined.count + self.pending.count
        return Share(self.offered - known, self.offered)


@dataclass(frozen=True, slots=True)
class DeclineShare:
    """One reason for a no to one offer; the share is of all its declines."""

    offer: OfferKey
    reason: DeclineReason
    reason_da: str
    share: Share


def uptake_summary(
    connection: Connection,
    municipality: Municipality,
    first: date,
    last: date,
    targets: Mapping[OfferKey, int],
) -> list[OfferUptake]:
    """One municipality's offers, those first sent from ``first`` to ``last`` (inclusive), by the offer's key."""
    counts = uptake_counts(count_invitations(connection, first, last, (), municipality))
    return [_uptake(key.offer, "", one, targets.get(key.offer)) for key, one in counts.items()]


def uptake_by_month(
    connection: Connection,
    municipality: Municipality,
    first: date,
    last: date,
    targets: Mapping[OfferKey, int],
) -> list[OfferUptake]:
    """As ``uptake_summary``, a row for each offer and month; a month in which nothing was offered is absent."""
    counts = uptake_counts(count_invitations(connection, first, last, (By.MONTH,), municipality))
    return [_uptake(key.offer, key.group[0], one, targets.get(key.offer)) for key, one in counts.items()]


def decline_summary(
    connection: Connection, municipality: Municipality, first: date, last: date
) -> list[DeclineShare]:
    """One municipality's reasons, offer by offer, the commonest first; a family without a reason is counted."""
    counts = decline_counts(count_declines(connection, first, last, (), municipality))
    return [
        DeclineShare(key.offer, reason, DANISH_REASON[reason], Share(one[reason], one["of"]))
        for key, one in counts.items()
        for reason in sorted(DeclineReason, key=lambda reason: -one[reason])
        if one[reason]
    ]


def _uptake(offer: OfferKey, month: str, counts: Counts, target: int | None) -> OfferUptake:
    offered = counts["offered"]
    return OfferUptake(
        offer=offer,
        month=month,
        offered=offered,
        accepted=Share(counts["accepted"], offered),
        completed=Share(counts["completed"], offered),
        declined=Share(counts["declined"], offered),
        pending=Share(counts[PENDING], offered),
        target_pct=target,
    )
