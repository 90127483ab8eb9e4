"""A no is accepted first; then one optional question, and at most one alternative that answers the reason."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.flows.states import Alternative, AlternativeAsked, Idle, ReasonAsked, State
from bot.flows.visit import PLAIN, answer, bookable, other_times, seen_before, show
from bot.messages import keys
from domain.cadence import ask_again_at
from domain.contact_hours import Occasion
from domain.decisions import (
    Audience,
    Conclude,
    Decision,
    Effect,
    HandOver,
    NoteAlternative,
    NoteReason,
    Say,
    Schedule,
    TaskKind,
)
from domain.due import DueKind
from domain.facts import Facts
from domain.ids import InvitationId
from domain.outcomes import InvitationState, invitation_may_become
from domain.reasons import DeclineReason
from domain.replies import Wishes
from domain.texts import TextKey, TextValue, Wording
from domain.times import in_the_evening, two_times

ALTERNATIVES: dict[DeclineReason, Alternative] = {
    DeclineReason.TIME_OR_PLACE: Alternative.EVENING,
    DeclineReason.OTHER_PARENT: Alternative.EVENING,
    DeclineReason.CHILDCARE: Alternative.SIBLINGS,
    DeclineReason.BUSY_NOW: Alternative.LATER,
    DeclineReason.LANGUAGE: Alternative.INTERPRETER,
    DeclineReason.UNKNOWN_NURSE: Alternative.OWN_NURSE,
    DeclineReason.PURPOSE_UNCLEAR: Alternative.CALL,
    DeclineReason.INFECTION: Alternative.PHONE,
}
"""The alternative that answers a reason; a reason that is not here is simply accepted (``product.md``).

A family that does not know the nurse whose times it refused is offered a call, not that nurse once more.
"""

_LOOKS_AT_TIMES = frozenset(Alternative) - {Alternative.LATER, Alternative.CALL}

_WORDING: dict[Alternative, TextKey] = {
    Alternative.EVENING: keys.ALTERNATIVE_EVENING,
    Alternative.SIBLINGS: keys.ALTERNATIVE_SIBLINGS,
    Alternative.LATER: keys.ALTERNATIVE_LATER,
    Alternative.INTERPRETER: keys.ALTERNATIVE_INTERPRETER,
    Alternative.OWN_NURSE: keys.ALTERNATIVE_OWN_NURSE,
    Alternative.CALL: keys.ALTERNATIVE_CALL,
    Alternative.PHONE: keys.ALTERNATIVE_PHONE,
}


def waits_for_an_answer(facts: Facts) -> bool:
    """Whether a no that nobody asked for can still be the answer to something."""
    return facts.invitation is not None and facts.invitation.state is not InvitationState.ACCEPTED


def closed() -> Decision:
    """The no is heard, and changes nothing: all is settled."""
    return Decision(Idle(), (answer(keys.DECLINED_CLOSED),))


def decline(state: State, reason: DeclineReason | None, facts: Facts, now: datetime) -> Decision:
    """The family says no: it stands at once; without a reason one optional question follows."""
    if facts.invitation is None or not invitation_may_become(
        facts.invitation.state, InvitationState.DECLINED
    ):
        return closed()
    invitation = facts.invitation.id
    declined = facts.invitation.state is InvitationState.DECLINED
    if declined and (facts.invitation.reason is not None or reason is None):
        # The family has said no and was asked why: the other parent is not asked again.
        return closed()
    concluded = Conclude(invitation, InvitationState.DECLINED, reason)
    asked = ReasonAsked(invitation, offered_by_own_nurse(state, facts))
    if reason is None:
        decision = Decision(asked, (concluded, answer(keys.DECLINED_WHY)))
    else:
        decision = _with(concluded, answer_reason(asked, reason, facts, now, thanks=keys.DECLINED_CLOSED))
    return decision if declined else _told_to_others(decision, facts)


def _told_to_others(decision: Decision, facts: Facts) -> Decision:
    """The other parent of the household hears that there is an answer, not whose and not which."""
    if not facts.others or facts.course is not None:
        return decision
    said = Say(Wording(keys.ANSWERED_BY_OTHER), to=Audience.OTHERS, occasion=Occasion.CHANGE)
    return replace(decision, effects=(*decision.effects, said))


def offered_by_own_nurse(state: State, facts: Facts) -> bool:
    """Whether the times in front of the family are its own nurse's; where none are, those that it would be shown."""
    if facts.own_nurse is None:
        return False
    _, slots = seen_before(state)
    found = (facts.free_times.find(slot) for slot in slots)
    times = [time for time in found if time is not None] or two_times(bookable(facts), facts.zone)
    return bool(times) and all(time.own_nurse for time in times)


def give_reason(state: ReasonAsked, reason: DeclineReason, facts: Facts, now: datetime) -> Decision:
    """The reason for a no that already stands."""
    if facts.invitation is None:
        return Decision(Idle(), (answer(keys.DECLINED_THANKS),))
    noted = NoteReason(facts.invitation.id, reason)
    return _with(noted, answer_reason(state, reason, facts, now, thanks=keys.DECLINED_THANKS))


def no_reason(facts: Facts) -> Decision:
    """The family does not say why, which is its right."""
    effects: tuple[Effect, ...] = (answer(keys.DECLINED_CLOSED),)
    if facts.invitation is not None:
        effects = (NoteReason(facts.invitation.id, DeclineReason.NOT_STATED), *effects)
    return Decision(Idle(), effects)


def answer_reason(
    state: ReasonAsked, reason: DeclineReason, facts: Facts, now: datetime, thanks: TextKey
) -> Decision:
    """Offer the one alternative that answers the reason, if there truly is one; else thank."""
    alternative = ALTERNATIVES.get(reason)
    if alternative is Alternative.OWN_NURSE and state.by_own_nurse:
        alternative = Alternative.CALL
    if alternative is None or facts.invitation is None or facts.invitation.alternative is not None:
        return Decision(Idle(), (answer(thanks),))
    values = _values(alternative, facts, now)
    if values is None:
        return Decision(Idle(), (answer(thanks),))
    return Decision(
        AlternativeAsked(facts.invitation.id, alternative),
        (NoteAlternative(facts.invitation.id, alternative.value), answer(_WORDING[alternative], **values)),
    )


def _values(alternative: Alternative, facts: Facts, now: datetime) -> dict[str, TextValue] | None:
    """The named values of the alternative's sentence, or None when we cannot keep what it would promise."""
    times = facts.free_times.all() if alternative in _LOOKS_AT_TIMES else ()
    match alternative:
        case Alternative.EVENING:
            return {} if in_the_evening(times, facts.zone) else None
        case Alternative.OWN_NURSE:
            own = [time for time in times if time.own_nurse]
            return {"nurse": facts.own_nurse} if facts.own_nurse and own else None
        case Alternative.LATER:
            return {"day": facts.local_day(_asked_again_at((), facts, now)[1])}
        case Alternative.CALL:
            return {}
        case Alternative.PHONE:
            return {} if any(time.by_phone for time in times) else None
        case _:
            return {} if times else None


def take_alternative(state: AlternativeAsked, facts: Facts, now: datetime) -> Decision:
    """Yes to the alternative."""
    match state.alternative:
        case Alternative.LATER:
            return postpone((), facts, now)
        case Alternative.CALL:
            return Decision(
                Idle(),
                (HandOver(TaskKind.CALL, due_on=facts.local_day(now)), answer(keys.ALTERNATIVE_CALL_COMING)),
            )
        case Alternative.EVENING:
            evening = in_the_evening(facts.free_times.all(), facts.zone)
            return show(two_times(evening, facts.zone), PLAIN, state.invitation, None, facts, now)
        case Alternative.OWN_NURSE:
            own = [time for time in facts.free_times.all() if time.own_nurse]
            return show(two_times(own, facts.zone), PLAIN, state.invitation, None, facts, now)
        case Alternative.PHONE:
            by_phone = [time for time in facts.free_times.all() if time.by_phone]
            return show(two_times(by_phone, facts.zone), PLAIN, state.invitation, None, facts, now)
        case Alternative.INTERPRETER:
            shown = other_times(Idle(), PLAIN, state.invitation, None, facts, now)
            return _with(HandOver(TaskKind.HAND_OVER), shown)
        case Alternative.SIBLINGS | Alternative.INDIVIDUAL:
            return other_times(Idle(), PLAIN, state.invitation, None, facts, now)


def postpone(wishes: Wishes, facts: Facts, now: datetime) -> Decision:
    """ "Not now" is its own outcome, with the day on which we write again."""
    if facts.invitation is None or not invitation_may_become(
        facts.invitation.state, InvitationState.DEFERRED
    ):
        return closed()
    day, at = _asked_again_at(wishes, facts, now)
    invitation: InvitationId = facts.invitation.id
    return Decision(
        Idle(),
        (
            Conclude(invitation, InvitationState.DEFERRED, ask_again_on=day),
            Schedule(DueKind.ASK_AGAIN, at, invitation=invitation),
            answer(keys.DEFERRED_NOTED, day=facts.local_day(at)),
        ),
    )


def _asked_again_at(wishes: Wishes, facts: Facts, now: datetime) -> tuple[date, datetime]:
    """The day the family named (or the municipality's default), and when we write: on a weekday."""
    day = later_day(wishes, facts, now)
    return day, ask_again_at(day, facts.settings.cadence, facts.zone, facts.holidays)


def later_day(wishes: Wishes, facts: Facts, now: datetime) -> date:
    """The day on which the family wants to be asked again; without a word from it, the municipality's default."""
    wished = wishes[0].start if wishes else None
    if wished is None or wished < now + timedelta(days=7):
        return facts.local_day(now + timedelta(days=facts.settings.cadence.later_days))
    return facts.local_day(wished)


def _with(effect: Effect, decision: Decision) -> Decision:
    """The decision with one effect before its own."""
    return replace(decision, effects=(effect, *decision.effects))


def declined_state(state: State) -> bool:
    """Whether the conversation is past a no."""
    return isinstance(state, ReasonAsked | AlternativeAsked)
