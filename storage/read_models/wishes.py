"""What a family wishes and what waits for it: the nurse it asked for, the nurses there are, offers a nurse asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from domain.ids import FamilyId, NurseId, OfferKey
from storage.tables import family, nurse, wanted_offer


@dataclass(frozen=True, slots=True)
class Wishes:
    """One family's wishes, and the active nurses (and colleagues) of its municipality by number: ref, first name."""

    asked: NurseId | None
    declined: NurseId | None
    waiting: tuple[OfferKey, ...]
    nurses: Mapping[NurseId, tuple[str, str]] = field(repr=False)


def family_wishes(connection: Connection, number: FamilyId) -> Wishes:
    """Indexes: primary key of ``family``, ``uq_nurse_municipality_ref``, ``ix_wanted_offer_family_id``."""
    columns = (family.c.municipality, family.c.asked_nurse_id, family.c.declined_nurse_id)
    one = connection.execute(select(*columns).where(family.c.id == number)).one()
    active = select(nurse.c.id, nurse.c.ref, nurse.c.first_name).where(
        nurse.c.municipality == one.municipality, nurse.c.active
    )
    waiting = select(wanted_offer.c.offer).where(wanted_offer.c.family_id == number)
    return Wishes(
        one.asked_nurse_id,
        one.declined_nurse_id,
        tuple(connection.scalars(waiting.order_by(wanted_offer.c.asked_at))),
        {
            row.id: (row.ref, row.first_name)
            for row in connection.execute(active.order_by(nurse.c.first_name, nurse.c.id))
        },
    )
