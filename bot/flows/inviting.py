"""The service writes first: two times, two other times, an open door; the letter and the calls lie between."""

from datetime import datetime, timedelta

from bot.flows import wordings
from bot.flows.states import DoorOpen, Idle, State, TimesOffered
from bot.flows.visit import bookable, held, menu_values, seen_before, service, shown
from domain.cadence import after_first_message, try_again_at
from domain.contact_hours import Occasion
from domain.decisions import (
    Audience,
    Conclude,
    Decision,
    HandOver,
    Hold,
    MarkSent,
    Say,
    Schedule,
    TaskKind,
)
from domain.due import DueKind
from domain.facts import Facts, FreeTime, InvitationFacts
from domain.outcomes import InvitationState
from domain.texts import TextValue, Wording
from domain.times import two_times


def first_message(state: State, invitation: InvitationFacts, facts: Facts, now: datetime) -> Decision:
    """The first SMS with two numbered times, and the rhythm that follows it; without two times it waits a day."""
    times = two_times(bookable(facts), facts.zone)
    if len(times) < 2:
        return wait_a_day(DueKind.FIRST_MESSAGE, state, invitation, facts, now)
    day = facts.local_day(now)
    rhythm = after_first_message(day, int(facts.guardian), facts.settings.cadence, facts.zone, facts.holidays)
    values = _values(times, facts)
    written = _write(wordings.first(invitation.offer, times, facts, values), times, invitation, facts, now)
    follow_up = (
        Conclude(invitation.id, InvitationState.SENT),
        Schedule(DueKind.SECOND_MESSAGE, rhythm.second, invitation=invitation.id),
        Schedule(DueKind.CALL_LIST, rhythm.call, invitation=invitation.id),
        Schedule(DueKind.THIRD_MESSAGE, rhythm.third, invitation=invitation.id),
        Schedule(DueKind.NO_CONTACT, rhythm.no_contact, invitation=invitation.id),
    )
    return Decision(written.state, (*written.effects, *follow_up), Audience.EVERYONE)


def second_message(state: State, invitation: InvitationFacts, facts: Facts, now: datetime) -> Decision:
    """The second SMS: other days and other hours than the first."""
    unlike, never = seen_before(state)
    times = two_times(bookable(facts), facts.zone, unlike, never)
    if len(times) < 2:
        return wait_a_day(DueKind.SECOND_MESSAGE, state, invitation, facts, now)
    wording = wordings.second(invitation.offer, facts, _values(times, facts))
    return _write(wording, times, invitation, facts, now)


def third_message(invitation: InvitationFacts, facts: Facts) -> Decision:
    """The last SMS: the door is open."""
    said = Say(
        wordings.third(invitation.offer, facts, {"service": service(facts)}),
        to=Audience.EVERYONE,
        occasion=Occasion.INVITATION,
        invitation=invitation.id,
    )
    return Decision(DoorOpen(invitation.id), (said, MarkSent(invitation.id)), Audience.EVERYONE)


def call_list(state: State, invitation: InvitationFacts, facts: Facts, now: datetime) -> Decision:
    """Silence for twelve days: the nurse has the family on her call list, at most two calls."""
    cadence = facts.settings.cadence
    until = facts.local_day(now) + timedelta(days=cadence.call_list_until_day - cadence.call_list_day)
    return Decision(state, (HandOver(TaskKind.CALL, due_on=until),))


def no_contact(state: State, invitation: InvitationFacts) -> Decision:
    """Never answered: closed as no contact; a later answer opens it again."""
    return Decision(state, (Conclude(invitation.id, InvitationState.NO_CONTACT),))


def ask_again(state: State, invitation: InvitationFacts, facts: Facts, now: datetime) -> Decision:
    """The day a family that said "not now" asked for: two times; silence closes it kindly."""
    times = two_times(bookable(facts), facts.zone)
    if len(times) < 2:
        return wait_a_day(DueKind.ASK_AGAIN, state, invitation, facts, now)
    wording = wordings.asked_again(invitation.offer, facts, _values(times, facts))
    written = _write(wording, times, invitation, facts, now)
    end = now + timedelta(days=2 * facts.settings.cadence.silent_days)
    reopened = (
        Conclude(invitation.id, InvitationState.SENT),
        Schedule(DueKind.NO_CONTACT, end, invitation=invitation.id),
    )
    return Decision(written.state, (*written.effects, *reopened), Audience.EVERYONE)


def _values(times: tuple[FreeTime, ...], facts: Facts) -> dict[str, TextValue]:
    """What the sentences of an invitation may name."""
    values = menu_values(shown(times)) | {"service": service(facts)}
    return values if facts.own_nurse is None else values | {"nurse": facts.own_nurse}


def _write(
    wording: Wording,
    times: tuple[FreeTime, ...],
    invitation: InvitationFacts,
    facts: Facts,
    now: datetime,
) -> Decision:
    """An invitation message with two held times, to every guardian who may be written to."""
    menu = shown(times)
    until = now + timedelta(hours=facts.settings.cadence.hold_hours)
    said = Say(
        wording,
        to=Audience.EVERYONE,
        occasion=Occasion.INVITATION,
        expires=until,
        invitation=invitation.id,
    )
    effects = (Hold(held(times), until), said, MarkSent(invitation.id))
    return Decision(TimesOffered(invitation.id, menu), effects, Audience.EVERYONE)


def wait_a_day(
    kind: DueKind, state: State, invitation: InvitationFacts, facts: Facts, now: datetime
) -> Decision:
    """Not today (no two free times, or another offer is under way): the same hour on the next weekday tries again."""
    at = try_again_at(now, facts.zone, facts.holidays)
    return Decision(state, (Schedule(kind, at, invitation=invitation.id),), Audience.EVERYONE)


def forgotten(state: State) -> State:
    """What remains of a conversation whose invitation was answered elsewhere."""
    return Idle() if isinstance(state, TimesOffered | DoorOpen) else state
