"""What a gateway says became of a message: counted once, and a number that does not exist is not written to again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.knowing import writable
from domain.channels import ChannelName, Receipt, ReceiptStatus
from domain.decisions import TaskKind
from domain.ids import Municipality, TaskId
from domain.outcomes import InvitationState, MessageState, invitation_may_become
from domain.ports import UnitOfWork
from domain.records import SentMessage, Situation, Task

_BECOMES = {
    ReceiptStatus.BUFFERED: MessageState.SENT,
    ReceiptStatus.DELIVERED: MessageState.DELIVERED,
    ReceiptStatus.FAILED: MessageState.FAILED,
    ReceiptStatus.UNREACHABLE: MessageState.FAILED,
}
_FINAL = frozenset({MessageState.DELIVERED, MessageState.FAILED})


def apply_receipts(
    unit: UnitOfWork,
    municipality: Municipality,
    channel: ChannelName,
    receipts: Sequence[Receipt],
    now: datetime,
) -> None:
    """Note each receipt on its message; (message, status) counts once, and a final state is never taken back."""
    for receipt in receipts:
        message = unit.sent_message(municipality, channel, receipt.outbox_id, receipt.provider_id)
        if message is None or message.state in _FINAL:
            continue
        state = _BECOMES[receipt.status]
        if state is message.state:
            continue
        delivered = now if state is MessageState.DELIVERED else None
        unit.save_message_state(message.id, state, receipt.error[:40], delivered)
        if receipt.status is ReceiptStatus.UNREACHABLE:
            undeliverable(unit, message, now)


def undeliverable(unit: UnitOfWork, message: SentMessage, now: datetime) -> None:
    """The number does not exist: it is dead, a nurse looks for the right one, and an invitation that nobody can
    receive has its outcome."""
    if message.family is None:
        return
    situation = unit.situations([message.family]).get(message.family)
    if situation is None:
        return
    for contact in list(situation.contacts):
        if contact.address == message.address:
            unit.save_contact(replace(contact, state="dead"))
            situation.contacts.remove(contact)
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
    _close_unreachable(unit, situation, now)


def _close_unreachable(unit: UnitOfWork, situation: Situation, now: datetime) -> None:
    if any(writable(situation, guardian) for guardian in situation.guardians.values()):
        return
    for invitation in situation.invitations.values():
        if invitation.state is InvitationState.SENT and invitation_may_become(
            invitation.state, InvitationState.UNDELIVERABLE
        ):
            closed = replace(
                invitation,
                state=InvitationState.UNDELIVERABLE,
                revision=invitation.revision + 1,
                outcome_at=now,
                outcome_on=now.date(),
            )
            unit.save_invitation(closed)
