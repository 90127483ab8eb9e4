"""One row of ``families.csv`` as it stands there; None where the row says nothing."""

from dataclasses import dataclass, field
from datetime import date

from domain.ids import Language, Municipality, Number


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """One guardian and one child of one family; right in itself, not yet compared with the other rows."""

    line: int
    municipality: Municipality
    family_ref: str
    child_ref: str
    birthdate: date | None
    due_on: date | None
    child_name: str | None = field(repr=False)
    guardian_ref: str
    guardian_name: str | None = field(repr=False)
    phone: Number | None = field(repr=False)
    language: Language | None
    interpreter: bool | None
    lives_apart: bool | None
    address: str | None = field(repr=False)
    postcode: str | None
    city: str | None
    district: str
    daycare: str | None
    nurse_ref: str | None
    topi: str | None
    visits_first_year: int | None
    need_visits_first_year: int | None
    flags: str | None

    @property
    def gives_address(self) -> bool:
        """Whether the family's address may be taken from here: a guardian who lives apart has one of her own."""
        return not self.lives_apart and self.address is not None
