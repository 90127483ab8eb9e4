"""The catalogue of offers: kinds of service as settings, so that a new one needs no code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.ids import Language, OfferKey
from domain.reasons import DeclineReason


class Shape(StrEnum):
    """How an offer is taken: a time of one's own, a group that meets, or a daycare window."""

    SLOT = "slot"
    COURSE = "course"
    PRESENCE = "presence"


class StartedBy(StrEnum):
    """What makes a family due for an offer."""

    AGE = "age"
    """A child's age in months."""
    PREGNANCY = "pregnancy"
    """The week of a pregnancy, by its due date."""
    NURSE = "nurse"
    """A nurse asks for it from the family's page; she may ask again for another visit."""


class Place(StrEnum):
    """Where it is held, as families read it: never an address."""

    HOME = "home"
    DAYCARE = "daycare"
    SCHOOL = "school"
    OFFICE = "office"


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
    ``from_weeks``/``to_weeks`` is the completed week of pregnancy, both inclusive (seed 003: visits lie between the
    16th and the 30th). ``target_pct`` is the municipality's goal for completed of offered, in per cent (seed 000: 90
    for the visits).
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
    name: str = ""
    """What staff call it, in Danish; families never read it."""
    started_by: StartedBy = StartedBy.AGE
    from_weeks: int = 16
    to_weeks: int = 30
    place: Place = Place.HOME
    partner: str = ""
    """The profession of the colleague who takes part, as ``partners`` names it; nobody without one."""
    consult_from: int | None = None
    """From this visit of the kind on, a family's nurse is asked to consult a colleague (seed 003: the third)."""
    announced_at: OfferKey | None = None
    """After a held visit of that offer the family hears that this one will come."""
    discreet: bool = False
    """Whether a course's name stays out of every message: then it is "kurset"."""
    about: Mapping[Language, str] = field(default_factory=dict)
    """What the first message says of it: one whole sentence for each language, the municipality's own."""
