"""A nurse at the daycare: come by, or a talk with one digit, with or without the child's contact pædagog."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.flows.handover import not_understood
from bot.flows.presence_states import PedagogAsked, PresenceTold, Talk, TalksOffered
from bot.flows.states import Idle, State
from bot.flows.visit import GONE, NEAREST, PAST, PLAIN, Pair, answer, phone, service, told_again
from bot.messages import keys
from domain.contact_hours import Occasion
from domain.decisions import Audience, Decision, Effect, Hold, Say
from domain.facts import BookingFacts, Facts, FreeTime
from domain.presence import ADVICE
from domain.presence_effects import BookTalk, DeclinePresence, WindowFacts, WishPedagog
from domain.replies import (
    Ack,
    Cancel,
    GaveReason,
    Later,
    Move,
    No,
    Other,
    Picked,
    Reply,
    When,
    Wishes,
    Yes,
)
from domain.texts import TextValue, Wording
from domain.times import CHOICE, fitting, nearest, two_times

HELD_HOURS = 2
"""How long talks that a parent looks at are held: most are for today, and others look, too."""


def answered(state: State, reply: Reply, facts: Facts, now: datetime) -> Decision | None:
    """The story's answer to a reply; None when the conversation is not about presence."""
    match state:
        case PresenceTold() | TalksOffered():
            return _talks(state, reply, facts, now)
        case PedagogAsked():
            return _pedagog(state, reply, facts, now)
        case _:
            return None


def _talks(state: PresenceTold | TalksOffered, reply: Reply, facts: Facts, now: datetime) -> Decision | None:
    talks, agreed = state.talks, _agreed(facts)
    match reply:
        case Picked() | Yes() | Other() | When() if agreed is not None:
            return told_again(agreed)
        case Picked(number=number):
            chosen = next((talk for talk in talks if talk.number == number), None)
            if chosen is not None:
                return _take(chosen, state, facts, now)
            return others(state, PLAIN, facts, now)
        case Yes(wishes=()) if isinstance(state, PresenceTold):
            # "Yes, we will come by", or yes to the talk? A question back is cheap, a wrong booking is not.
            return show(two_times(facts.talks.soonest(CHOICE), facts.zone), PLAIN, facts, now)
        case Yes(wishes=()) if len(talks) == 1:
            return _take(talks[0], state, facts, now)
        case Yes(wishes=()) | Other() | When(wishes=()):
            return others(state, PLAIN, facts, now)
        case Yes(wishes=wishes) | When(wishes=wishes) | No(wishes=wishes) if wishes:
            return _wished(wishes, facts, now)
        case Move() | Cancel() if facts.booking is not None:
            return None
        case No(reason=None) if isinstance(state, PresenceTold):
            return Decision(Idle(), (DeclinePresence(), answer(keys.PRESENCE_CLOSED, service=service(facts))))
        case No() | Move() | Cancel() | Later() | GaveReason():
            return Decision(Idle(), (Hold((), now), answer(keys.PRESENCE_FINE)))
        case Ack():
            return Decision(state)
        case _:
            # From here on a 0 is "none of these", as the question back prints it.
            asked = TalksOffered(talks, state.misses)
            return not_understood(asked, _ask_back(talks, facts), facts, now)


def _ask_back(talks: Sequence[Talk], facts: Facts) -> Wording:
    """What is in front of the parent, asked again."""
    values: dict[str, TextValue] = {"phone": phone(facts)}
    match talks:
        case (first, second, *_):
            two = {"first": first.start, "second": second.start}
            return Wording(keys.TIMES_MENU_UNCLEAR_TWO, values | two)
        case (first,):
            return Wording(keys.TIMES_MENU_UNCLEAR_ONE, values | {"first": first.start})
        case _:
            return Wording(keys.UNCLEAR, values)


def numbered(times: Sequence[FreeTime]) -> tuple[Talk, ...]:
    """Talks with the numbers they are printed with, from 1."""
    return tuple(Talk(number, time.slot, time.start) for number, time in enumerate(times, start=1))


def others(state: PresenceTold | TalksOffered, pair: Pair, facts: Facts, now: datetime) -> Decision:
    """Two talks unlike those just shown, held for a while; with none left, drop-in is still open."""
    seen = state.talks
    times = two_times(
        facts.talks.soonest(CHOICE),
        facts.zone,
        [talk.start for talk in seen],
        [talk.slot for talk in seen],
    )
    return show(times, pair, facts, now)


def show(times: Sequence[FreeTime], pair: Pair, facts: Facts, now: datetime) -> Decision:
    """Put one or two talks in front of the parent."""
    if not times:
        return Decision(TalksOffered(), (answer(keys.TALK_NONE, phone=phone(facts)),))
    talks = numbered(times)
    values: dict[str, TextValue] = {
        name: talk.start for name, talk in zip(("first", "second"), talks, strict=False)
    }
    key = pair[0] if len(talks) == 2 else pair[1]
    until = min(now + timedelta(hours=HELD_HOURS), *(talk.start for talk in talks))
    held = Hold(tuple(talk.slot for talk in talks), until)
    return Decision(TalksOffered(talks), (held, answer(key, **values)))


def _agreed(facts: Facts) -> BookingFacts | None:
    """The talk the family has already, also when the other parent booked it."""
    talk = facts.booking
    return talk if talk is not None and talk.offer == ADVICE and not talk.freed else None


def _wished(wishes: Wishes, facts: Facts, now: datetime) -> Decision:
    """A wish for an hour: the talks that fit, else the nearest there are."""
    every = facts.talks.all()
    fit = fitting(every, wishes)
    if fit:
        return show(two_times(fit, facts.zone), PLAIN, facts, now)
    near = sorted(nearest(every, wishes)[:2], key=lambda time: time.start)
    return show(near, NEAREST, facts, now)


def _take(talk: Talk, state: PresenceTold | TalksOffered, facts: Facts, now: datetime) -> Decision:
    """Book it, unless it has begun or somebody was faster; then two others, kindly."""
    if talk.start <= now:
        return others(state, PAST, facts, now)
    free = facts.talks.find(talk.slot)
    if free is None:
        return others(state, GONE, facts, now)
    values: dict[str, TextValue] = {"nurse": free.nurse_name, "start": free.start, "place": free.place}
    effects: tuple[Effect, ...] = (BookTalk(talk.slot), answer(keys.TALK_BOOKED, **values))
    if facts.others:
        told = Wording(keys.TALK_BY_OTHER, values)
        effects += (Say(told, to=Audience.OTHERS, occasion=Occasion.CHANGE, expires=free.start),)
    return Decision(PedagogAsked(talk.slot), effects)


def _pedagog(state: PedagogAsked, reply: Reply, facts: Facts, now: datetime) -> Decision | None:
    """One more digit; whatever else the parent writes is about the talk that is booked."""
    match reply:
        case Yes(wishes=()) | Picked(number=1):
            return Decision(Idle(), (WishPedagog(state.slot, True), answer(keys.TALK_WITH)))
        case No(wishes=()) | Picked(number=2):
            return Decision(Idle(), (WishPedagog(state.slot, False), answer(keys.TALK_WITHOUT)))
        case Ack():
            return Decision(Idle())
        case _:
            return None


# What is written first
def told(window: WindowFacts, named: Talk | None, *, asks: bool, facts_service: str) -> Wording:
    """The message about a window. ``asks`` False: the parent has another question open, so that no digit is printed."""
    values: dict[str, TextValue] = {
        "service": facts_service,
        "nurse": window.nurse_name,
        "place": window.place,
        "start": window.start,
        "until": window.end.astimezone(window.start.tzinfo).time(),
    }
    if named is None or not asks:
        return Wording(keys.PRESENCE_TOLD_OPEN, values)
    hour = named.start.astimezone(window.start.tzinfo).time()
    values |= {"minutes": window.talk_minutes, "hour": hour}
    return Wording(keys.PRESENCE_TOLD if window.drop_in else keys.PRESENCE_TOLD_TALK, values)


def told_once_more(state: State, facts: Facts) -> Wording | None:
    """The message again, for a parent who asks what it was or wants another language."""
    match state:
        case PresenceTold(talks=talks) if facts.window is not None:
            return told(facts.window, talks[0] if talks else None, asks=True, facts_service=service(facts))
        case TalksOffered(talks=(first, second, *_)):
            return Wording(keys.TIMES_TWO, {"first": first.start, "second": second.start})
        case TalksOffered(talks=(first,)):
            return Wording(keys.TIMES_ONE, {"first": first.start})
        case PedagogAsked() if facts.booking is not None:
            booking = facts.booking
            values: dict[str, TextValue] = {
                "nurse": booking.nurse_name,
                "start": booking.start,
                "place": booking.place,
            }
            return Wording(keys.TALK_BOOKED, values)
        case _:
            return None
