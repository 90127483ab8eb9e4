"""Write families as a file says they are now; what a family decided itself (language, stop) outlives the file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from domain.channels import Medium
from domain.ids import Municipality, Number, NurseId
from domain.imports import ImportedFamily, ImportedGuardian, StoredPeople, Written
from storage.ids import Ids
from storage.importing.rows import (
    Progress,
    Stored,
    delete_ids,
    insert_rows,
    no_progress,
    stored_rows,
    update_rows,
)
from storage.tables import child, contact, family, guardian

FAMILY = ("district", "daycare", "nurse_id", "address", "postcode", "city")
CHILD = (
    "name",
    "birthdate",
    "due_on",
    "daycare",
    "topi",
    "visits_first_year",
    "need_visits_first_year",
    "flags",
)
GUARDIAN = ("name", "language", "file_language", "interpreter", "lives_apart", "language_asked")


def stored_people(connection: Connection, municipality: Municipality) -> StoredPeople:
    """Who is known in a municipality, by the references of its files."""

    def belongs(people: Any) -> dict[str, str]:
        query = select(people.c.ref, family.c.ref).join(family, family.c.id == people.c.family_id)
        return {
            row[0]: row[1] for row in connection.execute(query.where(people.c.municipality == municipality))
        }

    phones = (
        select(contact.c.address, guardian.c.ref)
        .join(guardian, guardian.c.id == contact.c.guardian_id)
        .where(contact.c.municipality == municipality, contact.c.medium == Medium.SMS)
    )
    numbers = {Number(row.address): row.ref for row in connection.execute(phones)}
    return StoredPeople(belongs(child), belongs(guardian), numbers)


def numbers_needed(families: Sequence[ImportedFamily]) -> int:
    """The most new rows that writing these families can take."""
    return sum(1 + len(each.children) + 2 * len(each.guardians) for each in families)


def write_families(
    connection: Connection,
    ids: Ids,
    municipality: Municipality,
    families: Sequence[ImportedFamily],
    nurses: Mapping[str, NurseId],
    now: datetime,
    progress: Progress = no_progress,
) -> Written:
    """Bring one municipality's families to what the file says; the same file twice writes nothing.

    Families, children and guardians that the file leaves out stay. Needs ``numbers_needed`` in ``ids``; the caller
    commits.
    """
    family_ids, written = _write_families(connection, ids, municipality, families, nurses, now, progress)
    written += _write_children(connection, ids, municipality, families, family_ids, progress)
    guardian_ids, guardians = _write_guardians(connection, ids, municipality, families, family_ids, progress)
    contacts = _write_contacts(connection, ids, municipality, families, family_ids, guardian_ids, progress)
    return written + guardians + contacts


def _write_families(
    connection: Connection,
    ids: Ids,
    municipality: Municipality,
    families: Sequence[ImportedFamily],
    nurses: Mapping[str, NurseId],
    now: datetime,
    progress: Progress,
) -> tuple[dict[str, int], Written]:
    there = stored_rows(connection, family, municipality, FAMILY)
    numbers = {ref: row.id for ref, row in there.items()}
    new, changed = [], []
    for each in families:
        nurse_id = nurses[each.nurse_ref] if each.nurse_ref else None
        values = (each.district, each.daycare, nurse_id, each.address, each.postcode, each.city)
        row = dict(zip(FAMILY, values, strict=True))
        if each.ref not in there:
            numbers[each.ref] = ids.new()
            own = {"id": numbers[each.ref], "municipality": municipality, "ref": each.ref, "created_at": now}
            new.append(own | row)
        elif there[each.ref].values != values:
            changed.append({"id": numbers[each.ref], **row})
    written = insert_rows(connection, family, new, progress) + update_rows(
        connection, family, changed, progress
    )
    return numbers, written


def _write_children(
    connection: Connection,
    ids: Ids,
    municipality: Municipality,
    families: Sequence[ImportedFamily],
    family_ids: Mapping[str, int],
    progress: Progress,
) -> Written:
    there = stored_rows(connection, child, municipality, CHILD)
    new, changed = [], []
    for each in families:
        for one in each.children:
            values = tuple(getattr(one, name) for name in CHILD)
            row = dict(zip(CHILD, values, strict=True))
            if one.ref not in there:
                own = {"id": ids.new(), "municipality": municipality, "ref": one.ref}
                new.append(own | {"family_id": family_ids[each.ref]} | row)
            elif there[one.ref].values != values:
                changed.append({"id": there[one.ref].id, **row})
    return insert_rows(connection, child, new, progress) + update_rows(connection, child, changed, progress)


def _write_guardians(
    connection: Connection,
    ids: Ids,
    municipality: Municipality,
    families: Sequence[ImportedFamily],
    family_ids: Mapping[str, int],
    progress: Progress,
) -> tuple[dict[str, int], Written]:
    there = stored_rows(connection, guardian, municipality, GUARDIAN)
    numbers = {ref: row.id for ref, row in there.items()}
    new, changed = [], []
    for each in families:
        for one in each.guardians:
            values = _guardian_values(one, there.get(one.ref))
            row = dict(zip(GUARDIAN, values, strict=True))
            if one.ref not in there:
                numbers[one.ref] = ids.new()
                own = {"id": numbers[one.ref], "municipality": municipality, "ref": one.ref, "state": ""}
                new.append(own | {"family_id": family_ids[each.ref]} | row)
            elif there[one.ref].values != values:
                changed.append({"id": numbers[one.ref], **row})
    written = insert_rows(connection, guardian, new, progress) + update_rows(
        connection, guardian, changed, progress
    )
    return numbers, written


def _guardian_values(one: ImportedGuardian, there: Stored | None) -> tuple[Any, ...]:
    """What the file says, but the language she chose herself since the file last said another."""
    language: str = one.language
    asked = False
    if there is not None:
        _, chosen, file_said, *_, asked_before = there.values
        if file_said == one.language:
            language, asked = chosen, asked_before
    return (one.name, language, one.language, one.interpreter, one.lives_apart, asked)


def _write_contacts(
    connection: Connection,
    ids: Ids,
    municipality: Municipality,
    families: Sequence[ImportedFamily],
    family_ids: Mapping[str, int],
    guardian_ids: Mapping[str, int],
    progress: Progress,
) -> Written:
    """Old numbers go before new ones come, so that two people can exchange theirs. A kept number keeps its state."""
    there, preferring_chat = _contacts(connection, municipality)
    gone, new = [], []
    for each in families:
        for one in each.guardians:
            number = guardian_ids[one.ref]
            old = there.get(number)
            if old is not None and old[1] != one.phone:
                gone.append(old[0])
            if one.phone is None or (old is not None and old[1] == one.phone):
                continue
            row = {"id": ids.new(), "municipality": municipality, "guardian_id": number}
            row |= {"family_id": family_ids[each.ref], "medium": str(Medium.SMS), "address": one.phone}
            new.append(row | {"state": "open", "preferred": number not in preferring_chat})
    delete_ids(connection, contact, gone)
    inserted = insert_rows(connection, contact, new, progress)
    return Written(new=max(inserted.new - len(gone), 0), changed=len(gone))


def _contacts(
    connection: Connection, municipality: Municipality
) -> tuple[dict[int, tuple[int, str]], set[int]]:
    """Each guardian's phone (row, number), and the guardians who prefer a chat."""
    query = select(
        contact.c.id, contact.c.guardian_id, contact.c.medium, contact.c.address, contact.c.preferred
    ).where(contact.c.municipality == municipality)
    rows = connection.execute(query).all()
    phones = {row.guardian_id: (row.id, row.address) for row in rows if row.medium == Medium.SMS}
    return phones, {row.guardian_id for row in rows if row.medium != Medium.SMS and row.preferred}
