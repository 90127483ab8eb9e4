"""What a gateway says became of a message: counted once, and a number that does not exist is not written to again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.knowing import writable
from domain.channels import ChannelName, Receipt, ReceiptStatus
from domain.decisions import TaskKind
from domain.ids import TaskId
from domain.outcomes import InvitationState, MessageState
from domain.ports import UnitOfWork
from domain.records import SentMessage, Situation, Task
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
            situation = unit.situations([message.family]).get(message.family)
            if situation is not None:
                undeliverable(unit, situation, message, settings, now)


def undeliverable(
    unit: UnitOfWork,
    situation: Situation,
    message: SentMessage,
    settings: MunicipalitySettings,
    now: datetime,
) -> None:
    """The number does not exist: it is dead, a nurse looks for the right one (told once), and an invitation that
    nobody can receive has its outcome."""
    dead = [contact for contact in situation.contacts if contact.address == message.address]
    if not dead:
        return
    for contact in dead:
        unit.save_contact(replace(contact, state="dead"))
        situation.contacts.remove(contact)
    tell_nurse(unit, situation, message, now)
    _close_unreachable(unit, situation, settings, now)


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
    unit: UnitOfWork, situation: Situation, settings: MunicipalitySettings, now: datetime
) -> None:
    if any(writable(situation, guardian) for guardian in situation.guardians.values()):
        return
    today = now.astimezone(settings.zone).date()
    for invitation in list(situation.invitations.values()):
        if invitation.state is InvitationState.SENT:
            closed = replace(
                invitation,
                state=InvitationState.UNDELIVERABLE,
                revision=invitation.revision + 1,
                outcome_at=now,
                outcome_on=today,
                restricted=settings.restriction_on(today) is not None,
            )
            situation.invitations[closed.id] = closed
            unit.save_invitation(closed)
