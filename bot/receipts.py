"""What a gateway says became of a message: counted once, and a number that does not exist is not written to again."""

from collections.abc import Sequence
from datetime import datetime

from bot.knowing import writable
from domain.channels import ChannelName, Receipt, ReceiptStatus
from domain.decisions import TaskKind
from domain.ids import FamilyId, GuardianId, TaskId
from domain.outcomes import InvitationState, MessageState
from domain.ports import UnitOfWork
from domain.reasons import DeclineReason
from domain.records import AuditEntry, SentMessage, Situation, Task
from domain.settings import MunicipalitySettings

_BECOMES = {
    ReceiptStatus.BUFFERED: MessageState.SENT,
    ReceiptStatus.DELIVERED: MessageState.DELIVERED,
    ReceiptStatus.FAILED: MessageState.FAILED,
    ReceiptStatus.UNREACHABLE: MessageState.FAILED,
}
_FINAL = frozenset({MessageState.DELIVERED, MessageState.FAILED})


def apply_receipts(
    unit: UnitOfWork,
    settings: MunicipalitySettings,
    channel: ChannelName,
    receipts: Sequence[Receipt],
    now: datetime,
) -> None:
    """Note each receipt on its message; (message, status) counts once, and a final state is never taken back."""
    known: dict[FamilyId, Situation] = {}
    for receipt in receipts:
        message = unit.sent_message(settings.key, channel, receipt.outbox_id, receipt.provider_id)
        if message is None or message.state in _FINAL:
            continue
        state = _BECOMES[receipt.status]
        if state is message.state:
            continue
        delivered = now if state is MessageState.DELIVERED else None
        unit.save_message_state(message.id, state, receipt.error[:40], delivered)
        if receipt.status is ReceiptStatus.UNREACHABLE and message.family is not None:
            if message.family not in known:
                known |= unit.situations([message.family])
            if message.family in known:
                undeliverable(unit, known[message.family], message, settings, now)


def undeliverable(
    unit: UnitOfWork,
    situation: Situation,
    message: SentMessage,
    settings: MunicipalitySettings,
    now: datetime,
) -> None:
    """The number does not exist: it is dead, a nurse looks for the right one (told once), and an invitation that
    nobody can receive has its outcome."""
    if not _shut(unit, situation, message, "dead"):
        return
    tell_nurse(unit, situation, message, now)
    _close_unreachable(unit, situation, InvitationState.UNDELIVERABLE, None, settings, now)


def blocked(
    unit: UnitOfWork,
    situation: Situation,
    message: SentMessage,
    settings: MunicipalitySettings,
    now: datetime,
) -> None:
    """The person has shut us out of this chat or phone: a stop there. Another phone of hers is still written to;
    with none it is a STOP like any other (``docs/decisions/telegram.md``)."""
    whose = _shut(unit, situation, message, "blocked")
    if not whose:
        return
    family = situation.family
    for number in whose:
        guardian = situation.guardians[number]
        if guardian.stopped_at is None and not writable(situation, guardian):
            situation.guardians[number] = guardian._replace(stopped_at=now)
            unit.save_guardian(situation.guardians[number])
            unit.drop_messages(family.id, [number])
    unit.add_audit(AuditEntry(family.municipality, now, "gateway", "contact.blocked", family.id))
    tell_nurse(unit, situation, message, now)
    _close_unreachable(unit, situation, InvitationState.DECLINED, DeclineReason.NOT_STATED, settings, now)


def _shut(unit: UnitOfWork, situation: Situation, message: SentMessage, state: str) -> list[GuardianId]:
    """The address is not written to any more; returns whose it was."""
    shut = [contact for contact in situation.contacts if contact.address == message.address]
    for contact in shut:
        unit.save_contact(contact._replace(state=state))
        situation.contacts.remove(contact)
    return [contact.guardian for contact in shut]


def tell_nurse(unit: UnitOfWork, situation: Situation, message: SentMessage, now: datetime) -> None:
    """A message does not reach the family: a nurse calls instead."""
    family = situation.family
    unit.add_task(
        Task(
            TaskId(unit.new_id()),
            family.municipality,
            family.id,
            message.guardian,
            message.invitation,
            message.booking,
            family.nurse,
            family.district,
            TaskKind.UNDELIVERED,
            False,
            now,
            None,
        )
    )


def _close_unreachable(
    unit: UnitOfWork,
    situation: Situation,
    outcome: InvitationState,
    reason: DeclineReason | None,
    settings: MunicipalitySettings,
    now: datetime,
) -> None:
    """An invitation that nobody can receive any more has its outcome."""
    if any(writable(situation, guardian) for guardian in situation.guardians.values()):
        return
    today = now.astimezone(settings.zone).date()
    for invitation in list(situation.invitations.values()):
        if invitation.state is InvitationState.SENT:
            closed = invitation._replace(
                state=outcome,
                reason=reason,
                revision=invitation.revision + 1,
                outcome_at=now,
                outcome_on=today,
                restricted=settings.restriction_on(today) is not None,
            )
            situation.invitations[closed.id] = closed
            unit.save_invitation(closed)
