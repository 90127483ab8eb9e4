"""Who waits for a course and who may lead one, for those who plan."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Connection, select

from domain.courses import WaitingFamily
from domain.ids import FamilyId, Municipality, NurseId, OfferKey
from storage import tables as t
from storage.courses import Courses
from storage.ids import Ids


def waiting_list(
    connection: Connection, municipality: Municipality, offer: OfferKey
) -> Sequence[WaitingFamily]:
    """Everybody who waits, those whose course was cancelled first; index: ``ix_waiting_list``."""
    return Courses(connection, Ids()).list_of(municipality, offer)


def leaders_by_ref(connection: Connection, municipality: Municipality) -> Mapping[str, NurseId]:
    """The active nurses by the references of the settings file."""
    statement = select(t.nurse.c.ref, t.nurse.c.id).where(
        t.nurse.c.municipality == municipality, t.nurse.c.active.is_(True)
    )
    return {ref: NurseId(number) for ref, number in connection.execute(statement)}


def family_refs(connection: Connection, families: Collection[FamilyId]) -> dict[int, str]:
    """The municipality's own references of these families; index: primary key."""
    statement = select(t.family.c.id, t.family.c.ref).where(t.family.c.id.in_(families))
    return {row.id: row.ref for row in connection.execute(statement)}
