"""The catalogue of offers: kinds of service as settings, so that a new one needs no code."""

from dataclasses import dataclass
from enum import StrEnum

from domain.ids import OfferKey
from domain.reasons import DeclineReason


class Shape(StrEnum):
    """How an offer is taken: a time of one's own, a group that meets, or a daycare window."""

    SLOT = "slot"
    COURSE = "course"
    PRESENCE = "presence"


class Criterion(StrEnum):
    """A fixed reason for inviting a family (seed 002); nurse-side data that no conversation code sees."""

    UNIVERSAL = "universal"
    TOPI = "topi"
    MANY_VISITS = "many_visits"
    NEED_VISIT = "need_visit"
    COSP_PARENT = "cosp_parent"
    BIRTH_DEPRESSION_GROUP = "birth_depression_group"
    MOTHER_CHILD_GROUP = "mother_child_group"
    NEED_VISIT_8_10 = "need_visit_8_10"
    PREMATURE = "premature"
    DAYCARE_OBSERVATION = "daycare_observation"
    SELF_REFERRAL = "self_referral"


ALL_CRITERIA = frozenset(Criterion) - {Criterion.UNIVERSAL}

VISIT_REASONS = (
    DeclineReason.BUSY_NOW,
    DeclineReason.TIME_OR_PLACE,
    DeclineReason.FINE_NOW,
    DeclineReason.ENOUGH_CONTACT,
    DeclineReason.PURPOSE_UNCLEAR,
    DeclineReason.UNKNOWN_NURSE,
)
"""The reasons printed for a home visit; the other ten are understood in words."""


COURSE_REASONS = (
    DeclineReason.BUSY_NOW,
    DeclineReason.TIME_OR_PLACE,
    DeclineReason.NOT_A_GROUP,
    DeclineReason.FINE_NOW,
)
"""The reasons printed for a course."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One kind of service in a municipality's catalogue.

    ``from_months``/``to_months`` is the child's age on the planning day, both inclusive, in completed months.
    ``target_pct`` is the municipality's goal for completed of offered, in per cent (seed 000: 90 for the visits).
    """

    key: OfferKey
    shape: Shape = Shape.SLOT
    enabled: bool = True
    minutes: int = 60
    from_months: int = 0
    to_months: int = 0
    target_pct: int | None = None
    criteria: frozenset[Criterion] = frozenset({Criterion.UNIVERSAL})
    reasons: tuple[DeclineReason, ...] = VISIT_REASONS
