"""What staff do with a family, from a page: outcomes, answers, calls; the same effects and outbox as the bot's.

Each function is one unit of work. What cannot be done comes back as a ``Refused``, which the page words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.announcing import announce
from bot.board import Board
from bot.booking import add_booking_due
from bot.conversing import House, carry_out_decision
from bot.effects import Carrying
from bot.flows.changing import offer_new_time
from bot.flows.conversation import step
from bot.flows.states import Idle, State, WithHuman
from bot.keeping import freeze
from bot.knowing import facts_of, household, mentioned_slots, writable
from bot.resuming import go_on
from domain.cadence import feedback_at
from domain.decisions import Decision, FreeBooking, Say
from domain.due import Due, DueKind
from domain.facts import Facts
from domain.ids import AccountId, BookingId, FamilyId, GuardianId, InvitationId
from domain.outcomes import BookingState, booking_may_become
from domain.ports import UnitOfWork
from domain.presence import ADVICE
from domain.records import AuditEntry, Booking, Guardian, Situation
from domain.replies import Reply

IDLE = Idle()


class Refused(StrEnum):
    """Why a staff action cannot be done now."""

    GONE = "gone"
    """No such family, visit, time or task here."""
    ENDED = "ended"
    """The visit has another outcome already, which cannot be corrected into this one."""
    FREED = "freed"
    """The family gave the time back and is choosing a new one."""
    NOT_YET = "not_yet"
    """The day of the visit has not come."""
    FROZEN = "frozen"
    """Words of distress came: nothing automatic is sent before a human hands back."""
    STOPPED = "stopped"
    """The parent said STOP, or has no phone we may write to: call instead."""
    EMPTY = "empty"
    TOO_LONG = "too_long"
    PAST = "past"
    """The time is over."""
    HOLIDAY = "holiday"
    """A day on which no visits are held."""
    NO_SUCH_HOUR = "no_such_hour"
    """The clock change leaves the hour out, or has it twice."""
    OVERLAPS = "overlaps"
    """The nurse has another time then."""
    TAKEN = "taken"
    """A family has booked the time."""
    ANSWERED = "answered"
    """A colleague has written to the family since the page was opened."""
    AGREED = "agreed"
    """The family has a visit already."""


@dataclass(frozen=True, slots=True)
class Done:
    """It is done. ``told``: the family has been written to about it."""

    told: bool = False


Result = Done | Refused


class Outcome(StrEnum):
    """What a nurse taps after (or before) a visit."""

    HELD = "held"
    NOT_HOME = "not_home"
    MOVED = "moved"
    """The family cannot, or wants a new time: it is offered others at once."""
    MOVED_BY_US = "moved_by_us"
    """The service has to move it: the same, but without a new time it is the service that cancelled."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One staff action: the unit of work, the house's rules, who acts, and when."""

    unit: UnitOfWork
    house: House
    account: AccountId
    now: datetime

    @property
    def actor(self) -> str:
        """Who did it, as the audit names staff."""
        return f"account:{self.account}"

    def situation(self, family: FamilyId) -> Situation | None:
        """The family as it is now, locked for this unit."""
        return self.unit.situations([family]).get(family)

    def carrying(self, situation: Situation, guardian: GuardianId) -> Carrying:
        """What the effects' handlers work on."""
        settings = self.house.municipalities[situation.family.municipality]
        return Carrying(
            self.unit,
            situation,
            guardian,
            self.board(situation),
            settings,
            self.house.holidays,
            self.house.telling,
            self.now,
            self.actor,
        )

    def board(self, situation: Situation, state: State = IDLE) -> Board:
        """The times of the family's nurses, and those it was asked about."""
        board = Board(self.unit, self.house.municipalities, self.now)
        board.load([situation], mentioned_slots([state]))
        return board

    def go_on(self, situation: Situation) -> None:
        """The automation has the family again: its invitations go on where they stood still."""
        settings = self.house.municipalities[situation.family.municipality]
        go_on(self.unit, situation, settings, self.house.holidays, self.actor, self.now)

    def note(self, situation: Situation, event: str, detail: str = "") -> None:
        """Say in the audit what was done with a family."""
        family = situation.family
        self.unit.add_audit(
            AuditEntry(family.municipality, self.now, self.actor, event, family.id, detail=detail)
        )


def record_outcome(desk: Desk, family: FamilyId, number: BookingId, outcome: Outcome) -> Result:
    """Held, not at home, or moved. A wrong tap between the first two can be corrected."""
    situation = desk.situation(family)
    booking = situation.bookings.get(number) if situation is not None else None
    if situation is None or booking is None:
        return Refused.GONE
    match outcome:
        case Outcome.HELD:
            return _ended(desk, situation, booking, BookingState.COMPLETED)
        case Outcome.NOT_HOME:
            return _ended(desk, situation, booking, BookingState.NO_SHOW)
        case Outcome.MOVED | Outcome.MOVED_BY_US:
            return _offer_new_time(desk, situation, booking, by_service=outcome is Outcome.MOVED_BY_US)


def _ended(desk: Desk, situation: Situation, booking: Booking, state: BookingState) -> Result:
    if booking.state is state:
        return Done()
    zone = desk.house.municipalities[booking.municipality].zone
    if not booking_may_become(booking.state, state):
        return Refused.ENDED
    if booking.freed_at is not None:
        return Refused.FREED
    if booking.start.astimezone(zone).date() > desk.now.astimezone(zone).date():
        return Refused.NOT_YET
    carrying = desk.carrying(situation, whom_to_write(situation, booking.guardian).id)
    ended = booking._replace(state=state, revision=booking.revision + 1, ended_at=desk.now)
    carrying.keep_booking(ended)
    if state is BookingState.COMPLETED and booking.offer != ADVICE:
        settings = carrying.settings
        at = feedback_at(booking.start, desk.now, settings.cadence, settings.zone, desk.house.holidays)
        add_booking_due(carrying, ended, DueKind.FEEDBACK, at)
        if booking.state is BookingState.BOOKED:
            announce(carrying, ended)
    desk.unit.register_children(booking.invitation, state)
    event = "visit.held" if state is BookingState.COMPLETED else "visit.not_at_home"
    carrying.note(event, invitation=booking.invitation, booking=ended)
    return Done()


def _offer_new_time(desk: Desk, situation: Situation, booking: Booking, *, by_service: bool) -> Result:
    """The time is free for others, and the family is offered new ones."""
    if not booking_may_become(booking.state, BookingState.MOVED):
        return Refused.ENDED
    if booking.freed_at is not None:
        return Refused.FREED
    if situation.family.frozen_at is not None:
        return Refused.FROZEN
    guardian = whom_to_write(situation, booking.guardian)
    if not writable(situation, guardian):
        if booking.state is BookingState.BOOKED:
            freed = Decision(Idle(), (FreeBooking(booking.id, by_service),))
            board = desk.board(situation)
            carry_out_decision(
                freed, situation, guardian, board, desk.unit, desk.house, desk.now, actor=desk.actor
            )
        return Refused.STOPPED

    def decide(facts: Facts) -> Decision:
        about = facts.past_booking
        assert about is not None
        # Not at home: the time is over, there is nothing to give back.
        about = about._replace(freed=booking.state is BookingState.NO_SHOW)
        return offer_new_time(about, facts, desk.now, by_service=by_service)

    return _staff_step(desk, situation, guardian, decide, booking.invitation, booking)


def whom_to_write(situation: Situation, preferred: GuardianId | None) -> Guardian:
    """The guardian a message goes to: the one concerned if it may be written to, else one it lives with."""
    told = household(situation, preferred if preferred in situation.guardians else None)
    mine = [one for one in told if one.id == preferred] + told
    return next((one for one in mine if writable(situation, one)), mine[0])


def staff_reply(
    desk: Desk,
    situation: Situation,
    guardian: Guardian,
    reply: Reply,
    invitation: InvitationId | None,
    state: State = IDLE,
) -> Done:
    """Step what a family told a colleague as if it had written it; the texts are the flow's own.

    The invitation is the one the colleague has in front of her; ``state`` is what she asked.
    """
    return _staff_step(
        desk, situation, guardian, lambda facts: step(state, reply, facts, desk.now), invitation, state=state
    )


def _staff_step(
    desk: Desk,
    situation: Situation,
    guardian: Guardian,
    decide: Callable[[Facts], Decision],
    invitation: InvitationId | None,
    booking: Booking | None = None,
    state: State = IDLE,
) -> Done:
    """Decide and carry out, for a guardian who is not on the phone itself.

    The automation reads the family's answer to what is sent now, also where a colleague had the conversation. A parent
    who may not be written to hears nothing; what was said stands all the same.
    """
    if guardian.handed_over_at is not None:
        guardian = guardian._replace(handed_over_at=None)
        situation.guardians[guardian.id] = guardian
        desk.unit.save_guardian(guardian)
        desk.go_on(situation)
    settings = desk.house.municipalities[situation.family.municipality]
    about = Due(DueKind.REMINDER, invitation, booking.id if booking is not None else None)
    board = desk.board(situation, state)
    language = desk.house.telling.renderer.language_for(guardian.language, settings, guardian.language_asked)
    facts = facts_of(
        situation,
        guardian,
        state,
        board,
        settings,
        desk.house.holidays,
        desk.now,
        language=language,
        due=about,
    )
    decision = decide(facts)
    if not writable(situation, guardian):
        silent = tuple(effect for effect in decision.effects if not isinstance(effect, Say))
        decision = Decision(Idle(), silent)
    carry_out_decision(
        decision, situation, guardian, board, desk.unit, desk.house, desk.now, actor=desk.actor
    )
    return Done(told=any(isinstance(effect, Say) for effect in decision.effects))


def with_a_human(guardian: Guardian, now: datetime) -> Guardian:
    """The guardian's conversation waits for a human, who has already spoken."""
    return guardian._replace(
        handed_over_at=guardian.handed_over_at or now, state=freeze(WithHuman()), state_at=now
    )
