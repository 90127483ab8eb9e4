"""What fell due, stepped like a reply: the messages of an invitation, the reminders of a visit, and their ends."""

from datetime import datetime

from bot.flows import course_due, inviting, reminding
from bot.flows.states import State
from domain.decisions import Decision
from domain.due import Due, DueKind
from domain.facts import Facts

_WRITES = frozenset({DueKind.FIRST_MESSAGE, DueKind.SECOND_MESSAGE, DueKind.THIRD_MESSAGE, DueKind.ASK_AGAIN})
"""What waits while another offer to the family is under way: a family hears of one at a time."""


def fell_due(state: State, due: Due, facts: Facts, now: datetime) -> Decision:
    """Something fell due; a family that needs a human hears nothing automatic."""
    if facts.frozen:
        return Decision(state)
    if due.booking is not None:
        return _booking_due(state, due, facts, now)
    invitation = facts.invitation
    if invitation is None or invitation.id != due.invitation:
        return Decision(state)
    if facts.waits and due.kind in _WRITES:
        return inviting.wait_a_day(due.kind, state, invitation, facts, now)
    if facts.course is not None:
        return course_due.fell_due(state, due, invitation, facts.course, facts, now)
    match due.kind:
        case DueKind.FIRST_MESSAGE:
            return inviting.first_message(state, invitation, facts, now)
        case DueKind.SECOND_MESSAGE:
            return inviting.second_message(state, invitation, facts, now)
        case DueKind.CALL_LIST:
            return inviting.call_list(state, invitation, facts, now)
        case DueKind.THIRD_MESSAGE:
            return inviting.third_message(invitation, facts)
        case DueKind.NO_CONTACT:
            return inviting.no_contact(state, invitation)
        case DueKind.ASK_AGAIN:
            return inviting.ask_again(state, invitation, facts, now)
        case _:
            return Decision(state)


def _booking_due(state: State, due: Due, facts: Facts, now: datetime) -> Decision:
    booking = next(
        (b for b in (facts.booking, facts.past_booking) if b is not None and b.id == due.booking), None
    )
    if booking is None:
        return Decision(state)
    match due.kind:
        case DueKind.REMINDER if not booking.freed and booking.start > now:
            return reminding.remind(booking, facts)
        case DueKind.EVE_REMINDER if not booking.freed and booking.start > now:
            return reminding.remind_on_the_eve(booking, facts)
        case DueKind.FEEDBACK:
            return reminding.ask_rating(booking, facts, now)
        case (DueKind.FREED_EXPIRES | DueKind.MOVED_EXPIRES) as kind if booking.freed:
            return reminding.let_go(state, booking, by_service=kind is DueKind.MOVED_EXPIRES)
        case _:
            return Decision(state)
