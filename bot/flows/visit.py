"""A visit is offered and booked: two numbered times, another time, an echo of a time in words, a yes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.flows import wordings
from bot.flows.states import DoorOpen, Idle, Shown, State, TimeEchoed, TimesOffered, WishAsked
from bot.messages import keys
from domain.contact_hours import Occasion
from domain.decisions import (
    Audience,
    Book,
    Conclude,
    Decision,
    Effect,
    HandOver,
    Hold,
    MoveBooking,
    Say,
    TaskKind,
)
from domain.facts import BookingFacts, Facts, FreeTime
from domain.ids import BookingId, InvitationId, SlotId
from domain.outcomes import InvitationState
from domain.replies import Interval, Wishes
from domain.texts import TextKey, TextValue, Wording
from domain.times import CHOICE, fitting, nearest, two_times

Pair = tuple[TextKey, TextKey]
"""The wording of a menu with two times, and with one."""

PLAIN: Pair = (keys.TIMES_TWO, keys.TIMES_ONE)
NEAREST: Pair = (keys.TIMES_NEAREST_TWO, keys.TIMES_NEAREST_ONE)
GONE: Pair = (keys.TIMES_GONE_TWO, keys.TIMES_GONE_ONE)
PAST: Pair = (keys.TIMES_PAST_TWO, keys.TIMES_PAST_ONE)
FREED: Pair = (keys.FREED_TWO, keys.FREED_ONE)
NEW_TIME: Pair = (keys.NEW_TIME_TWO, keys.NEW_TIME_ONE)
UNCLEAR: Pair = (keys.TIMES_MENU_UNCLEAR_TWO, keys.TIMES_MENU_UNCLEAR_ONE)


def answer(key: TextKey, **values: TextValue) -> Say:
    """An answer to the guardian who wrote."""
    return Say(Wording(key, values))


def shown(times: Sequence[FreeTime]) -> tuple[Shown, ...]:
    """Times with the numbers they are printed with, from 1."""
    return tuple(Shown(number, time.slot, time.start) for number, time in enumerate(times, start=1))


def held(times: Sequence[FreeTime]) -> tuple[SlotId, ...]:
    """The times to keep for the family: the nurse's, and the colleague's where one takes part."""
    partners = (time.partner_slot for time in times)
    return (*(time.slot for time in times), *(slot for slot in partners if slot is not None))


def menu_values(times: Sequence[Shown]) -> dict[str, TextValue]:
    """The times of a menu by the names the sentences use."""
    return {name: time.start for name, time in zip(("first", "second"), times, strict=False)}


def bookable(facts: Facts) -> tuple[FreeTime, ...]:
    """The soonest times that may be shown to the family, among which two are chosen."""
    return facts.free_times.soonest(CHOICE)


def show(
    times: Sequence[FreeTime],
    pair: Pair,
    invitation: InvitationId,
    moving: BookingId | None,
    facts: Facts,
    now: datetime,
) -> Decision:
    """Put one or two times in front of the family and hold them; with none, a human finds one."""
    if not times:
        effects: tuple[Effect, ...] = (answer(keys.TIMES_NONE), HandOver(TaskKind.NO_TIMES))
        return Decision(Idle(), effects)
    menu = shown(times)
    until = now + timedelta(hours=facts.settings.cadence.hold_hours)
    wording = Wording(pair[0] if len(menu) == 2 else pair[1], menu_values(menu) | {"phone": phone(facts)})
    return Decision(
        TimesOffered(invitation, menu, moving),
        (Hold(held(times), until), Say(wording)),
    )


def phone(facts: Facts) -> str:
    """The number a family can call."""
    return facts.settings.office_phone


def seen_before(state: State) -> tuple[tuple[datetime, ...], tuple[SlotId, ...]]:
    """The times the family has just seen, so that it is not shown the same again."""
    match state:
        case TimesOffered(times=times):
            return tuple(time.start for time in times), tuple(time.slot for time in times)
        case TimeEchoed(time=time):
            return (time.start,), (time.slot,)
        case _:
            return (), ()


def other_times(
    state: State,
    pair: Pair,
    invitation: InvitationId,
    moving: BookingId | None,
    facts: Facts,
    now: datetime,
    among: Sequence[FreeTime] | None = None,
) -> Decision:
    """Two times unlike those just shown; ``among`` the soonest, unless others are given."""
    unlike, never = seen_before(state)
    times = two_times(bookable(facts) if among is None else among, facts.zone, unlike, never)
    return show(times, pair, invitation, moving, facts, now)


def ask_when(invitation: InvitationId, moving: BookingId | None) -> Decision:
    """Ask the family to name a day and an hour."""
    return Decision(WishAsked(invitation, moving), (answer(keys.TIMES_ASK_WHEN),))


def wished(
    wishes: Wishes, invitation: InvitationId, moving: BookingId | None, facts: Facts, now: datetime
) -> Decision:
    """Answer a wish: one time that fits is echoed, several are shown, else the nearest there is; of none it asks."""
    if not wishes:
        return ask_when(invitation, moving)
    near = facts.free_times.near(wishes)
    fit = _one_per_start(fitting(near, wishes))
    if len(fit) == 1:
        time = shown(fit)[0]
        until = now + timedelta(hours=facts.settings.cadence.hold_hours)
        return Decision(
            TimeEchoed(invitation, time, moving),
            (Hold(held(fit), until), answer(keys.TIMES_CONFIRM, start=time.start)),
        )
    if fit:
        return show(two_times(fit, facts.zone), PLAIN, invitation, moving, facts, now)
    two = _one_per_start(nearest(near, wishes))[:2]
    return show(sorted(two, key=lambda time: time.start), NEAREST, invitation, moving, facts, now)


def _one_per_start(times: Sequence[FreeTime]) -> tuple[FreeTime, ...]:
    """Of two nurses free at the same moment, the preferred one (``times`` is in order of preference)."""
    first: dict[datetime, FreeTime] = {}
    for time in times:
        first.setdefault(time.start, time)
    return tuple(first.values())


def take(
    time: Shown, state: State, invitation: InvitationId, moving: BookingId | None, facts: Facts, now: datetime
) -> Decision:
    """The family chose a time: book it, unless it is past or somebody was faster; then new times, kindly."""
    if already := agreed(facts, moving):
        return told_again(already)
    if time.start <= now:
        return other_times(state, PAST, invitation, moving, facts, now)
    free = facts.free_times.find(time.slot)
    if free is None:
        return other_times(state, GONE, invitation, moving, facts, now)
    return book(free, invitation, moving, facts)


def book(time: FreeTime, invitation: InvitationId, moving: BookingId | None, facts: Facts) -> Decision:
    """Claim the time and tell both parents; a move keeps the chain of bookings."""
    about = facts.invitation.offer if facts.invitation is not None else None
    if moving is not None:
        about = facts.booking.offer if facts.booking is not None else about
        others = wordings.moved(about, time, facts)
        effects: tuple[Effect, ...] = (MoveBooking(moving, time.slot), Say(others))
    else:
        others = wordings.booked_by_other(about, time, facts)
        effects = (
            Book(invitation, time.slot),
            Conclude(invitation, InvitationState.ACCEPTED),
            Say(wordings.booked(about, time, facts)),
        )
    if facts.others:
        effects += (Say(others, to=Audience.OTHERS, occasion=Occasion.CHANGE, expires=time.start),)
    return Decision(Idle(), effects)


def agreed(facts: Facts, moving: BookingId | None) -> BookingFacts | None:
    """The visit the family already has, when the conversation is not about moving it."""
    booking = facts.booking
    if booking is None or booking.freed or booking.id == moving:
        return None
    return booking


def told_again(booking: BookingFacts) -> Decision:
    """What is agreed stands, and the family hears it: also when the other parent was first."""
    return Decision(Idle(), (answer(keys.BOOKED_ALREADY, nurse=booking.nurse_name, start=booking.start),))


def yes(state: State, wishes: Wishes, facts: Facts, now: datetime) -> Decision:
    """A yes: to one time it books, to two it asks which, with a wish it looks for that."""
    match state:
        case TimeEchoed(invitation=invitation, time=time, moving=moving):
            if wishes and not any(time.start in wish for wish in wishes):
                return wished(wishes, invitation, moving, facts, now)
            return take(time, state, invitation, moving, facts, now)
        case TimesOffered(invitation=invitation, times=times, moving=moving):
            return _yes_to_menu(state, times, wishes, invitation, moving, facts, now)
        case DoorOpen(invitation=invitation) | WishAsked(invitation=invitation):
            moving = state.moving if isinstance(state, WishAsked) else None
            if wishes:
                return wished(wishes, invitation, moving, facts, now)
            return other_times(state, PLAIN, invitation, moving, facts, now)
        case _:
            return reopen(wishes, facts, now)


def _yes_to_menu(
    state: TimesOffered,
    times: tuple[Shown, ...],
    wishes: Wishes,
    invitation: InvitationId,
    moving: BookingId | None,
    facts: Facts,
    now: datetime,
) -> Decision:
    if already := agreed(facts, moving):
        return told_again(already)
    fit = [time for time in times if any(time.start in wish for wish in wishes)] if wishes else list(times)
    if len(fit) == 1:
        return take(fit[0], state, invitation, moving, facts, now)
    if not fit:
        return wished(wishes, invitation, moving, facts, now)
    if all(time.start <= now for time in times):
        return other_times(state, PAST, invitation, moving, facts, now)
    return Decision(
        replace(state, misses=0), (answer(keys.TIMES_WHICH_OF_TWO, **menu_values(times), phone=phone(facts)),)
    )


def reopen(wishes: Wishes, facts: Facts, now: datetime) -> Decision:
    """A yes or a wish out of the blue: what is agreed is told, an invitation that can still be answered opens."""
    if already := agreed(facts, None):
        return told_again(already)
    moving = facts.booking.id if facts.booking is not None else None
    if facts.invitation is None and facts.booking is None:
        return Decision(Idle(), (answer(keys.INFO_NOTHING, service=service(facts), phone=phone(facts)),))
    invitation = facts.booking.invitation if facts.booking is not None else facts.invitation.id  # type: ignore[union-attr]
    if wishes:
        return wished(wishes, invitation, moving, facts, now)
    return other_times(Idle(), PLAIN, invitation, moving, facts, now)


def service(facts: Facts) -> str:
    """How the service signs."""
    return facts.settings.service_name


def exact(start: datetime) -> Wishes:
    """A wish for this very start."""
    return (Interval(start, start + timedelta(minutes=1)),)
