"""What the municipality's own files say, checked and taken together: families, free times and what was before us."""

from dataclasses import dataclass, field
from datetime import date, datetime

from domain.ids import Language, Municipality, Number, OfferKey
from domain.outcomes import InvitationState
from domain.reasons import DeclineReason


@dataclass(frozen=True, slots=True)
class ImportedChild:
    """A child as ``families.csv`` has it; one that is not born yet has ``due_on`` alone.

    ``topi``, the visit counts and ``flags`` are nurse-side data.
    """

    ref: str
    birthdate: date | None
    name: str | None = field(default=None, repr=False)
    due_on: date | None = None
    daycare: str | None = None
    topi: str | None = None
    visits_first_year: int | None = None
    need_visits_first_year: int | None = None
    flags: str = ""


@dataclass(frozen=True, slots=True)
class ImportedGuardian:
    """A guardian; without a phone she gets letters and calls only."""

    ref: str
    language: Language
    name: str | None = field(default=None, repr=False)
    phone: Number | None = field(default=None, repr=False)
    interpreter: bool = False
    lives_apart: bool = False


@dataclass(frozen=True, slots=True)
class ImportedFamily:
    """A family with what all its rows say together; ``daycare`` is its youngest child's."""

    municipality: Municipality
    ref: str
    district: str
    daycare: str | None
    nurse_ref: str | None
    address: str | None = field(repr=False)
    postcode: str | None
    city: str | None
    children: tuple[ImportedChild, ...]
    guardians: tuple[ImportedGuardian, ...]


@dataclass(frozen=True, slots=True)
class ImportedSlot:
    """A bookable time of one nurse; ``start`` and ``end`` are aware."""

    municipality: Municipality
    nurse_ref: str
    offer: OfferKey | None
    start: datetime
    end: datetime
    place: str | None
    capacity: int


@dataclass(frozen=True, slots=True)
class ImportedInvitation:
    """One row of ``history.csv``: an invitation from before this program, and what came of it."""

    municipality: Municipality
    round: str
    offer: OfferKey
    family_ref: str
    child_ref: str
    offered_on: date
    outcome: InvitationState
    outcome_on: date | None
    reason: DeclineReason | None
    completed_on: date | None
    aborted_on: date | None
    level: int | None
    social_measure: bool | None
    referred_inside: bool | None
    referred_outside: bool | None
    both_parents: bool | None
    place: str | None
    language: Language | None
    district: str


@dataclass(frozen=True, slots=True)
class StoredPeople:
    """Who is already known in one municipality, by the references its files use."""

    children: dict[str, str]
    """Child → family."""
    guardians: dict[str, str]
    """Guardian → family."""
    phones: dict[Number, str] = field(repr=False)
    """Number → guardian."""


@dataclass(frozen=True, slots=True)
class StoredTime:
    """A nurse's time that is already known; ``taken`` seats are booked."""

    nurse_ref: str
    start: datetime
    end: datetime
    offer: str | None
    taken: int
    closed: bool


@dataclass(frozen=True, slots=True)
class StoredHistory:
    """What one municipality already knows of children and their invitations."""

    children: dict[str, str]
    """Child → family."""
    own: frozenset[tuple[str, str, str]]
    """(offer, child, round) of the invitations that this program itself made."""


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows an import made and how many it changed; the rest was as the file says already."""

    new: int = 0
    changed: int = 0

    def __add__(self, other: "Written") -> "Written":
        return Written(self.new + other.new, self.changed + other.changed)
