"""What staff do with windows: cancel one, count who came by, register a meeting.

What the service cancels is never a family's no: its booked talks are offered anew, and the others hear that the nurse
does not come.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.board import Board
from bot.booking import cancel_booking
from bot.conversing import House
from bot.desk import whom_to_write
from bot.effects import Carrying, carry_out
from bot.flows.presence import numbered
from bot.flows.presence_states import TalksOffered
from bot.flows.states import Idle, State
from bot.keeping import freeze
from bot.knowing import household, writable
from bot.messages import keys
from bot.presence_knowing import TalkTimes
from domain.contact_hours import Occasion
from domain.decisions import Audience, Decision, Effect, HandOver, Hold, Say, TaskKind
from domain.ids import AccountId, ChildId, FamilyId, Municipality, NurseId, WindowId
from domain.outcomes import BookingState
from domain.ports import UnitOfWork
from domain.presence import Round
from domain.presence_records import BookedTalk, Meeting, MeetingKind, Window, WindowState
from domain.records import AuditEntry, Situation
from domain.texts import TextValue, Wording
from domain.times import CHOICE, two_times

OFFERED_HOURS = 24
"""How long the two new times for a talk we cancelled are held (``product.md``, story 12)."""
MOST_DROP_INS = 500


class PresenceRefused(StrEnum):
    """Why it cannot be done now."""

    GONE = "gone"
    """No such window, daycare or child here."""
    OFF = "off"
    """The window was cancelled already."""
    OVER = "over"
    """The window has begun: count what was held instead."""
    NOT_YET = "not_yet"
    """Its day has not come."""
    NOT_A_NUMBER = "not_a_number"


class PresenceDesk:
    """Staff actions in one unit of work at one moment."""

    def __init__(self, unit: UnitOfWork, house: House, now: datetime, actor: str) -> None:
        self._unit = unit
        self._house = house
        self._now = now
        self._actor = actor

    def cancel(
        self, municipality: Municipality, number: WindowId, nurse: NurseId | None = None
    ) -> int | PresenceRefused:
        """The nurse cannot come; returns how many booked talks were offered anew. ``nurse``: only her own."""
        window = self._mine(municipality, number, nurse)
        if isinstance(window, PresenceRefused):
            return window
        if window.state is WindowState.CANCELLED:
            return PresenceRefused.OFF
        if window.start <= self._now:
            return PresenceRefused.OVER
        off = replace(window, state=WindowState.CANCELLED, telling=Round.OFF, tell_at=self._now)
        self._unit.presence.save_window(off)
        talks = self._unit.presence.talks(number)
        situations = self._unit.situations({talk.family for talk in talks})
        board = Board(self._unit, self._house.municipalities, self._now)
        board.load([*situations.values()])
        for talk in talks:
            if talk.family in situations:
                self._offer_anew(talk, situations[talk.family], board)
        self._close(number, board)
        # Those who held a talk have just heard: the others are told by the teller.
        self._unit.presence.note_told(off, Round.OFF, {talk.family: 0 for talk in talks}, self._now)
        self._note(municipality, "presence.cancelled", str(number))
        return len(talks)

    def _close(self, number: WindowId, board: Board) -> None:
        """Nobody can book a talk of this window any more."""
        slots = self._unit.presence.slots_in(number)
        board.load((), slots)
        for slot in filter(None, map(board.get, slots)):
            board.save(slot._replace(closed=True, held_by=None, held_until=None))

    def _mine(
        self, municipality: Municipality, number: WindowId, nurse: NurseId | None
    ) -> Window | PresenceRefused:
        window = self._unit.presence.window(number, lock=True)
        if window is None or window.municipality != municipality or nurse not in (None, window.nurse):
            return PresenceRefused.GONE
        return window

    def _offer_anew(self, talk: BookedTalk, situation: Situation, board: Board) -> None:
        booking = situation.bookings[talk.booking]
        if booking.state is not BookingState.BOOKED:
            return
        settings = self._house.municipalities[situation.family.municipality]
        guardian = whom_to_write(situation, talk.guardian)
        c = Carrying(
            self._unit,
            situation,
            guardian.id,
            board,
            settings,
            self._house.holidays,
            self._house.telling,
            self._now,
            self._actor,
        )
        cancelled = cancel_booking(c, booking, BookingState.CANCELLED_BY_SERVICE)
        c.note("talk.cancelled_by_service", invitation=booking.invitation, booking=cancelled)
        if situation.family.frozen_at is not None or not writable(situation, guardian):
            carry_out(Decision(Idle(), (HandOver(TaskKind.CALL, due_on=self._today(c)),)), c)
            return
        decision = self._new_talks(c, talk)
        carry_out(decision, c)
        for one in household(situation, guardian.id):
            c.keep(situation.guardians[one.id]._replace(state=freeze(decision.state), state_at=self._now))

    def _new_talks(self, c: Carrying, talk: BookedTalk) -> Decision:
        """The kind text with two new times, held for a day; with none a colleague finds one."""
        zone = c.settings.zone
        free = TalkTimes(c.board, c.situation.family, c.settings, self._now)
        times = two_times(free.soonest(CHOICE), zone)
        talks = numbered(times)
        values: dict[str, TextValue] = {"start": talk.start.astimezone(zone)}
        values |= {name: one.start for name, one in zip(("first", "second"), talks, strict=False)}
        key = (keys.TALK_OFF_NONE, keys.TALK_OFF_ONE, keys.TALK_OFF_TWO)[len(talks)]
        soon = talk.start - self._now <= timedelta(hours=24)
        occasion = Occasion.URGENT_CHANGE if soon else Occasion.CHANGE
        effects: tuple[Effect, ...] = (Say(Wording(key, values), Audience.EVERYONE, occasion),)
        state: State = TalksOffered(talks)
        if talks:
            until = min(self._now + timedelta(hours=OFFERED_HOURS), *(one.start for one in talks))
            effects = (Hold(tuple(one.slot for one in talks), until), *effects)
        else:
            effects += (HandOver(TaskKind.NO_TIMES),)
        return Decision(state, effects)

    def _today(self, c: Carrying) -> date:
        return self._now.astimezone(c.settings.zone).date()

    # What was held
    def count_drop_ins(
        self, municipality: Municipality, number: WindowId, nurse: NurseId | None, came: int
    ) -> PresenceRefused | None:
        """How many parents came by; a number and nothing else. A second count replaces the first."""
        window = self._mine(municipality, number, nurse)
        if isinstance(window, PresenceRefused):
            return window
        if window.state is WindowState.CANCELLED:
            return PresenceRefused.OFF
        if window.start > self._now:
            return PresenceRefused.NOT_YET
        if not 0 <= came <= MOST_DROP_INS:
            return PresenceRefused.NOT_A_NUMBER
        self._unit.presence.save_window(replace(window, drop_ins=came))
        self._note(municipality, "presence.drop_ins_counted", str(number))
        return None

    def register_meeting(
        self,
        municipality: Municipality,
        nurse: NurseId,
        daycare: str,
        on: date,
        account: AccountId,
        about: tuple[FamilyId, ChildId] | None = None,
    ) -> Meeting | PresenceRefused:
        """General advice to staff, or a meeting about a named child: counted apart (seed 000: 38 and 60)."""
        settings = self._house.municipalities[municipality]
        if daycare not in {one.name for one in settings.daycares}:
            return PresenceRefused.GONE
        if on > self._now.astimezone(settings.zone).date():
            return PresenceRefused.NOT_YET
        family, child = about or (None, None)
        meeting = Meeting(
            self._unit.new_id(),
            municipality,
            nurse,
            daycare,
            on,
            MeetingKind.GENERAL if about is None else MeetingKind.CHILD,
            self._now,
            account,
            family,
            child,
        )
        self._unit.presence.add_meeting(meeting)
        event = "presence.advice_to_staff" if about is None else "presence.meeting_about_child"
        self._unit.add_audit(AuditEntry(municipality, self._now, self._actor, event, family))
        return meeting

    def _note(self, municipality: Municipality, event: str, detail: str) -> None:
        self._unit.add_audit(AuditEntry(municipality, self._now, self._actor, event, detail=detail))
