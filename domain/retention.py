"""What is left when a family is forgotten: a proof, and counts in which nobody can be found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.ids import Municipality

OFFERS_END_AT_YEARS = 7
"""The offers are for children up to six (seed 000); a family is kept until its youngest is older."""


@dataclass(frozen=True, slots=True)
class Proof:
    """That a family was erased: rows by table, and what a second look still found (nothing)."""

    municipality: Municipality
    family_ref: str = field(repr=False)
    at: datetime
    erased: Mapping[str, int]
    """Table → rows deleted or emptied."""
    remaining: Mapping[str, int]
    """Table → rows that still hold anything personal of the family; every one is 0."""
    audit_id: int
    """The audit row that keeps this proof, with the reference as a hash."""


@dataclass(frozen=True, slots=True)
class ForgetRefused:
    """Why a family cannot be forgotten now, as a sentence for the administrator."""

    why: str


@dataclass(frozen=True, slots=True)
class Purged:
    """What retention erased in one municipality, by kind; zero counts are there, too."""

    municipality: Municipality
    counts: Mapping[str, int]


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
