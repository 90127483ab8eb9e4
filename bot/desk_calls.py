"""What came of a call: nobody answered, a yes with a time or a wish for times, not now, a no, a family that moved."""

from dataclasses import replace
from enum import StrEnum

from bot.desk import IDLE, Desk, Done, Refused, Result, staff_reply, whom_to_write
from bot.desk_conversation import finish, open_task
from bot.flows.states import Shown, TimesOffered
from bot.knowing import the_booking, the_invitation, writable
from domain.decisions import TaskKind
from domain.ids import SlotId, TaskId
from domain.reasons import DeclineReason
from domain.records import Situation, Task
from domain.replies import Later, MovedAway, No, Picked, Reply, Yes


class CallResult(StrEnum):
    """What came of a call."""

    REACHED = "reached"
    """Spoken with; nothing more is to be done here."""
    NOT_REACHED = "not_reached"
    WANTS_TIME = "wants_time"
    """A yes: two times are sent."""
    BOOKED = "booked"
    """A yes, and a time was agreed on the phone."""
    LATER = "later"
    """Not now: the family is asked again."""
    SAYS_NO = "says_no"
    MOVED_AWAY = "moved_away"


def record_call(
    desk: Desk,
    number: TaskId,
    result: CallResult,
    reason: DeclineReason | None = None,
    time: SlotId | None = None,
) -> Result:
    """What came of a call; after ``max_calls`` without an answer nobody is rung again.

    ``reason`` belongs to a no, ``time`` to a time that was agreed. A family without a phone that we may write to
    hears nothing; what it said stands all the same.
    """
    task = open_task(desk, number)
    situation = desk.situation(task.family) if task is not None and task.family is not None else None
    if task is None or situation is None or task.kind is not TaskKind.CALL or not situation.guardians:
        return Refused.GONE
    task = replace(task, calls=task.calls + 1)
    done: Result = Done()
    if result not in (CallResult.REACHED, CallResult.NOT_REACHED):
        done = _answered(desk, situation, task, result, reason, time)
    if isinstance(done, Refused):
        return done
    most = desk.house.municipalities[task.municipality].cadence.max_calls
    if result is CallResult.NOT_REACHED and task.calls < most:
        desk.unit.save_task(task)
    else:
        finish(desk, task, result)
    desk.note(situation, f"call.{result}", str(task.calls))
    return done


def _answered(
    desk: Desk,
    situation: Situation,
    task: Task,
    result: CallResult,
    reason: DeclineReason | None,
    time: SlotId | None,
) -> Result:
    """The family's answer, as if it had written it."""
    if situation.family.frozen_at is not None:
        return Refused.FROZEN
    guardian = whom_to_write(situation, task.guardian)
    if result is CallResult.BOOKED:
        asked = _agreed(desk, situation, task, time)
        if isinstance(asked, Refused):
            return asked
        return staff_reply(desk, situation, guardian, Picked(1), asked.invitation, state=asked)
    if result is CallResult.WANTS_TIME and not writable(situation, guardian):
        return Refused.STOPPED
    said: dict[CallResult, Reply] = {
        CallResult.WANTS_TIME: Yes(),
        CallResult.LATER: Later(),
        CallResult.SAYS_NO: No(reason),
        CallResult.MOVED_AWAY: MovedAway(),
    }
    return staff_reply(desk, situation, guardian, said[result], task.invitation, state=IDLE)


def _agreed(desk: Desk, situation: Situation, task: Task, time: SlotId | None) -> TimesOffered | Refused:
    """The time as if it had been offered, so that it is booked by the same flow; or why it cannot be."""
    invitation = the_invitation(situation, task.invitation, desk.now)
    found = [] if time is None else desk.unit.slots([time])
    slot = next((one for one in found if one.municipality == situation.family.municipality), None)
    if invitation is None or slot is None:
        return Refused.GONE
    if (booking := the_booking(situation, desk.now)) is not None and booking.holds_its_time:
        return Refused.AGREED
    if slot.start <= desk.now:
        return Refused.PAST
    if not slot.free_for(situation.family.id, desk.now):
        return Refused.TAKEN
    return TimesOffered(invitation.id, (Shown(1, slot.id, slot.start),))
