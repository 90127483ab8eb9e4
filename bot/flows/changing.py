"""A visit that is agreed is kept, moved or cancelled; "we are ill" is a move, not a no."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.flows.presence_states import TalksOffered
from bot.flows.states import Idle, State
from bot.flows.visit import FREED, NEW_TIME, PLAIN, answer, other_times, wished
from bot.messages import keys
from domain.contact_hours import Occasion
from domain.decisions import Audience, CancelBooking, Decision, Effect, FreeBooking, HandOver, Say, TaskKind
from domain.facts import BookingFacts, Facts
from domain.replies import Wishes
from domain.texts import Wording


def keep(booking: BookingFacts) -> Decision:
    """The visit stands."""
    return Decision(Idle(), (answer(keys.REMINDER_KEPT, start=booking.start),))


def move(state: State, booking: BookingFacts, wishes: Wishes, facts: Facts, now: datetime) -> Decision:
    """The family cannot come: the time is free for others at once, and new times are offered in the same breath."""
    freed: tuple[Effect, ...] = () if booking.freed else (FreeBooking(booking.id),)
    if wishes:
        found = wished(wishes, booking.invitation, booking.id, facts, now)
    else:
        # At a daycare nobody says no to a visit: the plain menu.
        pair = PLAIN if booking.place else FREED
        found = other_times(state, pair, booking.invitation, booking.id, facts, now)
    if any(isinstance(effect, HandOver) for effect in found.effects):
        effects: tuple[Effect, ...] = (answer(keys.FREED_NONE), HandOver(TaskKind.NO_TIMES))
        return Decision(Idle(), (*freed, *effects))
    return Decision(found.state, (*freed, *found.effects))


def offer_new_time(booking: BookingFacts, facts: Facts, now: datetime, *, by_service: bool) -> Decision:
    """A colleague moves the visit: the time is free for others, and the parents are offered new ones, neutrally.

    ``by_service``: we had to. A family that then finds no new time has not said no.
    """
    freed: tuple[Effect, ...] = () if booking.freed else (FreeBooking(booking.id, by_service),)
    found = other_times(Idle(), NEW_TIME, booking.invitation, booking.id, facts, now)
    soon = now < booking.start <= now + timedelta(hours=24)
    occasion = Occasion.URGENT_CHANGE if soon else Occasion.CHANGE
    if any(isinstance(effect, HandOver) for effect in found.effects):
        said = Wording(keys.NEW_TIME_NONE, {"start": booking.start})
        told = Say(said, to=Audience.EVERYONE, occasion=occasion)
        return Decision(Idle(), (*freed, told, HandOver(TaskKind.NO_TIMES)), Audience.EVERYONE)
    until = now + timedelta(hours=facts.settings.cadence.hold_hours)
    effects = tuple(
        replace(
            effect,
            wording=Wording(effect.wording.key, {**effect.wording.values, "start": booking.start}),
            to=Audience.EVERYONE,
            occasion=occasion,
            expires=until,
        )
        if isinstance(effect, Say)
        else effect
        for effect in found.effects
    )
    return Decision(found.state, (*freed, *effects), Audience.EVERYONE)


def cancel(booking: BookingFacts, facts: Facts) -> Decision:
    """The family cancels; the other parent is told, neutrally."""
    said = Wording(keys.CANCELLED, {"start": booking.start})
    effects: tuple[Effect, ...] = (CancelBooking(booking.id), Say(said))
    if facts.others:
        effects += (Say(said, to=Audience.OTHERS, occasion=Occasion.CHANGE, expires=booking.start),)
    # Who cancels a talk is told "write if you want a new time": a yes then finds one.
    return Decision(TalksOffered() if booking.place else Idle(), effects)
