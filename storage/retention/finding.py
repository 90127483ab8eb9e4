"""Everything that is held on one family, wherever it stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Connection, or_, select

from domain.ids import FamilyId, Municipality
from storage.tables import (
    access_log,
    acquaintance,
    audit,
    booking,
    child,
    contact,
    course_rating,
    course_seat,
    due,
    family,
    guardian,
    inbox,
    invitation,
    invitation_child,
    link_code,
    outbox,
    presence_meeting,
    presence_stop,
    presence_told,
    slot,
    talk_wish,
    task,
    waiting,
    wanted_offer,
)


@dataclass(frozen=True, slots=True)
class FamilyTraces:
    """The numbers and addresses by which a family's rows are found, taken down before anything is erased."""

    municipality: Municipality
    family: FamilyId
    guardians: tuple[int, ...]
    addresses: tuple[str, ...] = field(repr=False)

    def rows(self) -> Mapping[str, ColumnElement[bool]]:
        """Table → which of its rows are about this family, what refers to others first."""
        number = self.family
        invitations = select(invitation.c.id).where(invitation.c.family_id == number)
        return {
            "inbox": or_(
                inbox.c.family_id == number,
                inbox.c.guardian_id.in_(self.guardians),
                (inbox.c.municipality == self.municipality) & inbox.c.sender.in_(self.addresses),
            ),
            "outbox": or_(
                outbox.c.family_id == number,
                outbox.c.guardian_id.in_(self.guardians),
                (outbox.c.municipality == self.municipality) & outbox.c.address.in_(self.addresses),
            ),
            "due": due.c.family_id == number,
            "task": task.c.family_id == number,
            "link_code": link_code.c.family_id == number,
            "audit": audit.c.family_id == number,
            "access_log": access_log.c.family_id == number,
            "slot": slot.c.held_by == number,
            "booking": booking.c.family_id == number,
            "invitation_child": invitation_child.c.invitation_id.in_(invitations),
            "invitation": invitation.c.family_id == number,
            "course_seat": course_seat.c.family_id == number,
            "wanted_offer": wanted_offer.c.family_id == number,
            "course_rating": course_rating.c.family_id == number,
            "waiting": waiting.c.family_id == number,
            "presence_told": presence_told.c.family_id == number,
            "presence_stop": presence_stop.c.family_id == number,
            "talk_wish": talk_wish.c.family_id == number,
            "presence_meeting": presence_meeting.c.family_id == number,
            "acquaintance": or_(acquaintance.c.family_id == number, acquaintance.c.other_id == number),
            "contact": contact.c.family_id == number,
            "guardian": guardian.c.family_id == number,
            "child": child.c.family_id == number,
            "family": family.c.id == number,
        }


def find_family(connection: Connection, municipality: Municipality, ref: str) -> FamilyTraces | None:
    """The family with this reference, or None."""
    query = select(family.c.id).where(family.c.municipality == municipality, family.c.ref == ref)
    number = connection.scalar(query)
    return None if number is None else traces_of(connection, municipality, FamilyId(number))


def traces_of(connection: Connection, municipality: Municipality, number: FamilyId) -> FamilyTraces:
    """How a family's rows are found."""
    guardians = connection.scalars(select(guardian.c.id).where(guardian.c.family_id == number))
    addresses = connection.scalars(select(contact.c.address).where(contact.c.family_id == number))
    return FamilyTraces(municipality, number, tuple(guardians), tuple(addresses))
