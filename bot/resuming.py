"""An invitation stands still while a human has the conversation, and goes on when she has handed it back."""

from datetime import datetime, timedelta

from bot.knowing import household
from domain.cadence import RHYTHM, first_message_again_at, rhythm_from
from domain.contact_hours import Holidays
from domain.due import DueKind
from domain.ids import DueId
from domain.outcomes import InvitationState
from domain.ports import UnitOfWork
from domain.records import AuditEntry, DueRow, Invitation, Situation
from domain.settings import MunicipalitySettings

_INVITING = frozenset({*RHYTHM, DueKind.FIRST_MESSAGE, DueKind.ASK_AGAIN})
_CHOOSING = frozenset({DueKind.FREED_EXPIRES, DueKind.MOVED_EXPIRES})
_COURSE = frozenset(
    {DueKind.COURSE_LAPSE, DueKind.COURSE_RHYTHM, DueKind.COURSE_SEAT, DueKind.COURSE_CANCELLED}
)


def waits_for_a_human(kind: DueKind, situation: Situation) -> bool:
    """Whether something that fell due has to wait until the conversation is handed back.

    Nobody is invited, reminded of an invitation or given up while a colleague has the conversation. After words of
    distress nothing at all is automatic; a reminder of a visit that could not be sent then is not made up for.
    """
    if situation.family.frozen_at is not None:
        return kind in _INVITING | _CHOOSING | _COURSE
    if kind in _INVITING | _CHOOSING:
        return any(guardian.handed_over_at is not None for guardian in household(situation, None))
    return False


def go_on(
    unit: UnitOfWork,
    situation: Situation,
    settings: MunicipalitySettings,
    holidays: Holidays,
    actor: str,
    now: datetime,
) -> None:
    """The conversation is handed back: each invitation's next step comes when it fits, the rest as far behind as ever.

    What the colleague wrote or said counts as a message: the next one comes at least ``min_days_between`` days later,
    and no invitation is given up before the family has been silent for ``silent_days``.
    """
    waiting = unit.open_due(situation.family.id)
    for invitation in list(situation.invitations.values()):
        rows = {
            row.kind: row
            for row in waiting
            if row.invitation == invitation.id and row.revision == invitation.revision and row.kind in RHYTHM
        }
        if rows:
            _plan_again(rows, invitation, unit, situation, settings, holidays, actor, now)


def _plan_again(
    rows: dict[DueKind, DueRow],
    invitation: Invitation,
    unit: UnitOfWork,
    situation: Situation,
    settings: MunicipalitySettings,
    holidays: Holidays,
    actor: str,
    now: datetime,
) -> None:
    """The rows that waited drop themselves; new ones take their place."""
    step = min(rows, key=RHYTHM.index)
    cadence = settings.cadence
    quiet = cadence.silent_days if step is DueKind.NO_CONTACT else cadence.min_days_between
    earliest = max(rows[step].at, now + timedelta(days=quiet))
    whose = int(household(situation, None)[0].id)
    moments = rhythm_from(step, earliest, whose, cadence, settings.zone, holidays)
    renewed = invitation._replace(revision=invitation.revision + 1)
    situation.invitations[renewed.id] = renewed
    unit.save_invitation(renewed)
    for kind, row in rows.items():
        unit.add_due(row._replace(id=DueId(unit.new_id()), revision=renewed.revision, at=moments[kind]))
    family = situation.family
    unit.add_audit(
        AuditEntry(family.municipality, now, actor, "invitation.goes_on", family.id, invitation.id)
    )


def write_now_that_we_can(
    unit: UnitOfWork,
    situation: Situation,
    settings: MunicipalitySettings,
    holidays: Holidays,
    now: datetime,
) -> None:
    """A family that only letters and calls could reach has a chat now: its invitation is written to it."""
    family = situation.family
    at = first_message_again_at(now, int(family.id), settings.cadence, settings.zone, holidays)
    for invitation in situation.invitations.values():
        if invitation.state is InvitationState.PLANNED and not invitation.messages:
            unit.add_due(
                DueRow(
                    DueId(unit.new_id()),
                    family.municipality,
                    family.id,
                    invitation.id,
                    None,
                    DueKind.FIRST_MESSAGE,
                    invitation.revision,
                    at,
                )
            )
