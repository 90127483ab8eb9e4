"""Letters that wait for the mail room: to whom, and where to. Rows with names; no criterion, no child."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, select

from domain.decisions import TaskKind
from domain.ids import FamilyId, GuardianId, Municipality, TaskId
from domain.outcomes import LIVE
from storage.tables import family, guardian, invitation, task


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """One parent of a family whose letter has not been printed. ``ref`` is the municipality's own reference."""

    task: TaskId
    municipality: Municipality
    family: FamilyId
    guardian: GuardianId
    ref: str
    name: str = field(repr=False)
    address: str = field(repr=False)
    postcode: str = field(repr=False)
    city: str = field(repr=False)


def open_letters(
    connection: Connection, first: date, last: date, municipalities: Sequence[Municipality]
) -> list[OpenLetter]:
    """The open letters of live invitations that fell due from ``first`` to ``last`` (inclusive), by postcode.

    Index: ``ix_task_open``; invitation and family by their keys, ``ix_guardian_family_id``.
    """
    statement = (
        select(
            task.c.id,
            task.c.municipality,
            family.c.id.label("family"),
            guardian.c.id.label("guardian"),
            guardian.c.ref,
            guardian.c.name,
            family.c.address,
            family.c.postcode,
            family.c.city,
        )
        .select_from(
            task.join(invitation, invitation.c.id == task.c.invitation_id)
            .join(family, family.c.id == task.c.family_id)
            .join(guardian, guardian.c.family_id == family.c.id)
        )
        .where(
            task.c.kind == TaskKind.LETTER,
            task.c.done_at.is_(None),
            task.c.due_on >= first,
            task.c.due_on <= last,
            invitation.c.state.in_(LIVE),
            family.c.frozen_at.is_(None),
        )
        .order_by(task.c.municipality, family.c.postcode, family.c.address, guardian.c.ref)
    )
    if municipalities:
        statement = statement.where(task.c.municipality.in_(municipalities))
    return [
        OpenLetter(row[0], row[1], row[2], row[3], row[4], *(value or "" for value in row[5:]))
        for row in connection.execute(statement)
    ]
