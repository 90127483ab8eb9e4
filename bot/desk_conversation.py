"""A colleague in a conversation: she answers in her own words, hands back, and ticks off what is done."""

from dataclasses import replace
from datetime import datetime

from bot.desk import Desk, Done, Refused, Result, with_a_human
from bot.flows.states import DoorOpen, Idle, State
from bot.keeping import freeze
from bot.knowing import the_booking, the_invitation, writable
from bot.messages.segments import measure
from domain.decisions import TaskKind
from domain.ids import FamilyId, GuardianId, Language, OutboxId, TaskId
from domain.outcomes import InvitationState
from domain.records import STAFF, AuditEntry, Guardian, Message, Situation, Task
from domain.texts import TextKey

STAFF_WRITES = TextKey("staff.writes")
MOST_LETTERS = 1_000
"""More than six SMS parts is a letter."""

CONVERSATION = frozenset({TaskKind.HAND_OVER, TaskKind.DISTRESS})
"""What ends when the conversation is handed back; the other tasks are ticked off one by one."""


def answer_family(
    desk: Desk,
    family: FamilyId,
    number: GuardianId,
    text: str,
    language: Language,
    seen: int | None = None,
) -> Result:
    """Send a colleague's own words; from then on the conversation is hers until she hands it back.

    ``seen``: how many messages of colleagues she had in front of her. When there are more by now, somebody was faster,
    or she pressed twice, and nothing is sent. None: it does not matter.
    """
    situation = desk.situation(family)
    guardian = situation.guardians.get(number) if situation is not None else None
    if situation is None or guardian is None:
        return Refused.GONE
    written = tidy(text)
    if not written:
        return Refused.EMPTY
    if len(written) > MOST_LETTERS:
        return Refused.TOO_LONG
    if not writable(situation, guardian):
        return Refused.STOPPED
    if seen is not None and desk.unit.staff_messages(family) != seen:
        return Refused.ANSWERED
    _queue(desk, situation, guardian, written, language)
    if guardian.handed_over_at is None:
        _take_over(desk, situation, guardian)
    desk.note(situation, "family.answered")
    return Done(told=True)


def tidy(text: str) -> str:
    """What she typed without blanks around it, and with the line breaks of an SMS (a browser sends two signs)."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _queue(desk: Desk, situation: Situation, guardian: Guardian, text: str, language: Language) -> None:
    mine = [contact for contact in situation.contacts if contact.guardian == guardian.id]
    contact = max(mine, key=lambda one: (one.preferred, one.id))
    desk.unit.add_message(
        Message(
            id=OutboxId(desk.unit.new_id()),
            municipality=situation.family.municipality,
            family=situation.family.id,
            guardian=guardian.id,
            invitation=None,
            booking=None,
            medium=contact.medium,
            address=contact.address,
            key=STAFF_WRITES,
            language=language,
            text=text,
            parts=measure(text).parts,
            occasion=STAFF,
            created_at=desk.now,
            due_at=desk.now,
            expires_at=None,
        )
    )


def _take_over(desk: Desk, situation: Situation, guardian: Guardian) -> None:
    """She wrote first: what the family answers is for her, and it stands on her list until she hands back."""
    family = situation.family
    desk.carrying(situation, guardian.id).keep(with_a_human(guardian, desk.now))
    if any(task.kind in CONVERSATION for task in desk.unit.open_tasks(family.id)):
        return
    desk.unit.add_task(
        Task(
            TaskId(desk.unit.new_id()),
            family.municipality,
            family.id,
            guardian.id,
            None,
            None,
            family.nurse,
            family.district,
            TaskKind.HAND_OVER,
            False,
            desk.now,
            None,
        )
    )


def hand_back(desk: Desk, family: FamilyId) -> Result:
    """The automation has the family again: nothing is frozen, the hand-over is done.

    A family that has not answered its invitation finds the door open, so that a "ja" is understood; else nothing is
    asked.
    """
    situation = desk.situation(family)
    if situation is None:
        return Refused.GONE
    state = freeze(_where_it_was_left(situation, desk.now))
    for guardian in list(situation.guardians.values()):
        if guardian.handed_over_at is not None:
            free = guardian._replace(handed_over_at=None, state=state, state_at=desk.now)
            situation.guardians[guardian.id] = free
            desk.unit.save_guardian(free)
    if situation.family.frozen_at is not None:
        situation.family = situation.family._replace(frozen_at=None)
        desk.unit.save_family(situation.family)
    for task in desk.unit.open_tasks(family):
        if task.kind in CONVERSATION:
            finish(desk, task, "handed_back")
    desk.go_on(situation)
    desk.note(situation, "conversation.handed_back")
    return Done()


def _where_it_was_left(situation: Situation, now: datetime) -> State:
    invitation = the_invitation(situation, None, now)
    waits = invitation is not None and invitation.state is InvitationState.SENT
    if invitation is None or not waits or the_booking(situation, now) is not None:
        return Idle()
    return DoorOpen(invitation.id)


def finish_task(desk: Desk, number: TaskId, result: str = "done") -> Result:
    """A colleague has seen to it: a letter is posted, a number mended, a family called."""
    task = open_task(desk, number)
    if task is None:
        return Refused.GONE
    if task.kind in CONVERSATION and task.family is not None:
        return hand_back(desk, task.family)
    finish(desk, task, result)
    return Done()


def open_task(desk: Desk, number: TaskId) -> Task | None:
    """A task that nobody has seen to yet."""
    return next((task for task in desk.unit.tasks([number]) if task.done_at is None), None)


def finish(desk: Desk, task: Task, result: str) -> None:
    """The task is seen to, by this colleague."""
    finished = replace(task, done_at=desk.now, result=result, done_by=desk.account)
    desk.unit.save_task(finished)
    entry = AuditEntry(
        task.municipality, desk.now, desk.actor, f"task.{task.kind}", task.family, detail=result
    )
    desk.unit.add_audit(entry)
