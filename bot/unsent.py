"""An invitation whose first message never left has not been offered: it is planned again, and counts nowhere.

``offered`` means that a message was sent (``product.md``, outcomes). The first message is counted when it is written,
so that its rhythm starts with it; when it is dropped before it could leave, because the gateway was down for longer
than the times were held or the parent said STOP meanwhile, the counting is undone.
"""

from datetime import datetime

from bot.board import Board
from bot.flows.inviting import forgotten
from bot.keeping import freeze, thaw
from domain.cadence import first_message_again_at
from domain.contact_hours import Holidays
from domain.due import DueKind
from domain.ids import DueId, InvitationId
from domain.outcomes import InvitationState
from domain.ports import UnitOfWork
from domain.records import AuditEntry, DueRow, Invitation, Situation
from domain.settings import MunicipalitySettings


def take_back_unsent(
    unit: UnitOfWork,
    situation: Situation,
    board: Board,
    settings: MunicipalitySettings,
    holidays: Holidays,
    now: datetime,
) -> list[InvitationId]:
    """Undo the offer of each invitation of which nothing has left; returns them.

    One that still waits for its answer is planned again, with a new first message on the next weekday. One that the
    family has answered meanwhile (on the letter alone, or with STOP) keeps its outcome, but was never offered.
    """
    unsent = unit.unsent_invitations(situation.family.id)
    # With a second message written, the first had left, even if its row has been purged since.
    found = [one for one in situation.invitations.values() if one.id in unsent and one.messages == 1]
    for invitation in found:
        _take_back(unit, situation, invitation, settings, holidays, now)
        for slot in board.held_by(situation.family.id):
            board.release(slot)
    return [invitation.id for invitation in found]


def _take_back(
    unit: UnitOfWork,
    situation: Situation,
    invitation: Invitation,
    settings: MunicipalitySettings,
    holidays: Holidays,
    now: datetime,
) -> None:
    waits = invitation.state is InvitationState.SENT
    unsent = invitation._replace(
        state=InvitationState.PLANNED if waits else invitation.state,
        # What was planned after the first message drops itself.
        revision=invitation.revision + 1,
        sent_at=None,
        sent_on=None,
        messages=0,
    )
    situation.invitations[unsent.id] = unsent
    unit.save_invitation(unsent)
    _forget(unit, situation, unsent.id)
    family = situation.family
    unit.add_audit(
        AuditEntry(family.municipality, now, "program", "invitation.not_written", family.id, unsent.id)
    )
    if waits:
        at = first_message_again_at(now, int(family.id), settings.cadence, settings.zone, holidays)
        unit.add_due(
            DueRow(
                DueId(unit.new_id()),
                family.municipality,
                family.id,
                unsent.id,
                None,
                DueKind.FIRST_MESSAGE,
                unsent.revision,
                at,
            )
        )


def _forget(unit: UnitOfWork, situation: Situation, invitation: InvitationId) -> None:
    """No parent is asked anything by a message it never got."""
    for guardian in list(situation.guardians.values()):
        state = thaw(guardian.state)
        if getattr(state, "invitation", None) != invitation:
            continue
        stored = freeze(forgotten(state))
        if stored != guardian.state:
            situation.guardians[guardian.id] = guardian._replace(state=stored)
            unit.save_guardian(situation.guardians[guardian.id])
