"""A human takes over: because the family asks, because we did not understand, or because somebody is in need."""

from datetime import datetime

from bot.flows.states import State, WithHuman, missed
from bot.flows.visit import answer, phone
from bot.messages import keys
from domain.decisions import Decision, HandOver, Say, TaskKind
from domain.facts import Facts
from domain.office import is_open, next_opening
from domain.texts import TextKey, TextValue, Wording


def distress(facts: Facts, now: datetime) -> Decision:
    """Words of distress: all automation stops, one fixed answer, a human is alarmed; honest about when she reads."""
    crisis = facts.settings.crisis
    values: dict[str, TextValue] = {"emergency": crisis.emergency}
    if crisis.regional:
        values["regional"] = crisis.regional
    if is_open(now, facts.settings, facts.holidays):
        said = answer(keys.CRISIS_OPEN if crisis.regional else keys.CRISIS_OPEN_EMERGENCY, **values)
    else:
        key = keys.CRISIS_CLOSED if crisis.regional else keys.CRISIS_CLOSED_EMERGENCY
        said = answer(key, **values, opens=next_opening(now, facts.settings, facts.holidays))
    alarm = HandOver(TaskKind.DISTRESS, urgent=True, pause=True, freeze=True)
    return Decision(WithHuman(told=False), (said, alarm))


def person(facts: Facts, now: datetime) -> Decision:
    """The family wants a human, or needs one: the conversation waits for her."""
    said = _who_reads(keys.PERSON_CLOSED, facts, now)
    return Decision(WithHuman(), (said, HandOver(TaskKind.HAND_OVER, pause=True)))


def wait(state: State, facts: Facts, now: datetime) -> Decision:
    """A message while a human has the conversation: kept for her; the family is told so once."""
    if isinstance(state, WithHuman) and state.told:
        return Decision(state)
    return Decision(WithHuman(), (_who_reads(keys.WAITING_FOR_HUMAN, facts, now),))


def _who_reads(when_closed: TextKey, facts: Facts, now: datetime) -> Say:
    """Who reads the message, and when."""
    if is_open(now, facts.settings, facts.holidays):
        return answer(keys.PERSON_OPEN, phone=phone(facts))
    opens = next_opening(now, facts.settings, facts.holidays)
    return answer(when_closed, opens=opens, phone=phone(facts))


def not_understood(state: State, again: Wording, facts: Facts, now: datetime) -> Decision:
    """Ask back kindly once; the second time in a row a human reads it."""
    asked_again = missed(state)
    if asked_again is None:
        return person(facts, now)
    return Decision(asked_again, (Say(again),))
