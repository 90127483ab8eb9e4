"""Families as staff know them, with names, address and numbers, and whose families somebody may see."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from domain.ids import FamilyId, GuardianId, Language, Municipality, Number, NurseId
from domain.outcomes import BookingState
from storage.tables import booking, child, contact, family, guardian


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose families a member of staff may see: her own, those of her districts, and those she is to visit."""

    municipality: Municipality
    nurse: NurseId | None = None
    districts: frozenset[str] = frozenset()

    def of_family(self) -> ColumnElement[bool]:
        """The condition on ``family`` that every question about families carries."""
        mine: list[ColumnElement[bool]] = [family.c.district.in_(sorted(self.districts))]
        if self.nurse is not None:
            mine.append(family.c.nurse_id == self.nurse)
            to_visit = (
                select(booking.c.id)
                .where(booking.c.family_id == family.c.id, booking.c.nurse_id == self.nurse)
                .where(booking.c.state == BookingState.BOOKED, booking.c.freed_at.is_(None))
                # The question around it may hold bookings of its own.
                .correlate(family)
            )
            mine.append(to_visit.exists())
        return and_(family.c.municipality == self.municipality, or_(*mine))


@dataclass(frozen=True, slots=True)
class Person:
    """A parent with the number staff may ring, and what to know before ringing."""

    id: GuardianId
    name: str = field(repr=False)
    language: Language
    interpreter: bool
    lives_apart: bool
    stopped: bool
    phones: tuple[Number, ...] = field(repr=False)
    has_chat: bool = False

    @property
    def writable(self) -> bool:
        """Whether messages may be sent: has a phone or chat that works, and has not said stop."""
        return not self.stopped and (self.has_chat or bool(self.phones))


@dataclass(frozen=True, slots=True)
class Household:
    """A family as staff know it: names, address and numbers."""

    id: FamilyId
    ref: str
    district: str
    daycare: str
    address: str = field(repr=False)
    frozen_at: datetime | None
    children: tuple[tuple[str, date | None], ...] = field(repr=False)
    people: tuple[Person, ...] = field(repr=False)

    @property
    def name(self) -> str:
        """How staff call the family: its children by name, else its reference."""
        return " og ".join(name for name, _ in self.children if name) or self.ref


def household(connection: Connection, scope: Scope, number: FamilyId) -> Household | None:
    """One family, if the scope has it. Index: primary key."""
    statement = select(family.c.id).where(family.c.id == number, scope.of_family())
    if connection.execute(statement).first() is None:
        return None
    return households(connection, [number]).get(number)


def households(connection: Connection, numbers: Collection[FamilyId]) -> dict[FamilyId, Household]:
    """These families with children, parents and numbers; whoever asks has checked the scope.

    Index: primary key of ``family``, ``family_id`` of the others: four statements, however many families.
    """
    if not numbers:
        return {}
    children: dict[int, list[tuple[str, date | None]]] = defaultdict(list)
    wanted = select(child.c.family_id, child.c.name, child.c.birthdate).where(child.c.family_id.in_(numbers))
    for row in connection.execute(wanted.order_by(child.c.birthdate, child.c.id)):
        children[row.family_id].append((row.name or "", row.birthdate))
    people = _people(connection, numbers)
    statement = select(family).where(family.c.id.in_(numbers))
    return {
        row.id: Household(
            id=row.id,
            ref=row.ref,
            district=row.district,
            daycare=row.daycare or "",
            address=_address(row),
            frozen_at=row.frozen_at,
            children=tuple(children[row.id]),
            people=tuple(people[row.id]),
        )
        for row in connection.execute(statement)
    }


def _people(connection: Connection, numbers: Collection[FamilyId]) -> dict[int, list[Person]]:
    phones: dict[int, list[Number]] = defaultdict(list)
    chats: set[int] = set()
    wanted = select(contact.c.guardian_id, contact.c.medium, contact.c.address).where(
        contact.c.family_id.in_(numbers), contact.c.state == "open"
    )
    for number, medium, address in connection.execute(wanted.order_by(contact.c.id)):
        if medium == "sms":
            phones[number].append(address)
        else:
            chats.add(number)
    people: dict[int, list[Person]] = defaultdict(list)
    statement = select(guardian).where(guardian.c.family_id.in_(numbers)).order_by(guardian.c.id)
    for row in connection.execute(statement):
        person = Person(
            id=row.id,
            name=row.name or "",
            language=row.language,
            interpreter=row.interpreter,
            lives_apart=row.lives_apart,
            stopped=row.stopped_at is not None,
            phones=tuple(phones[row.id]),
            has_chat=row.id in chats,
        )
        people[row.family_id].append(person)
    return people


def _address(row: Any) -> str:
    place = " ".join(part for part in (row.postcode, row.city) if part)
    return ", ".join(part for part in (row.address, place) if part)
