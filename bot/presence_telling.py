"""The parents of a daycare are told that the nurse comes: the week before, the same morning, or that she does not.

A page of families at a time shares one commit; the rows that say who was looked at go with the messages, so that a
process that dies in between neither forgets a family nor writes to it twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.board import Board
from bot.conversing import House
from bot.flows.course_states import CourseState
from bot.flows.presence import told
from bot.flows.presence_states import PresenceState, PresenceTold, Talk
from bot.flows.states import Idle, Reminded
from bot.households import known_to
from bot.keeping import freeze, thaw
from bot.knowing import still_stands, the_booking, writable
from bot.messages import keys
from bot.presence_knowing import window_facts
from domain.contact_hours import Occasion, may_write_at, next_allowed
from domain.decisions import Audience, Say
from domain.ids import FamilyId, GuardianId
from domain.outcomes import InvitationState
from domain.ports import Clock, Overtaken, Store, UnitOfWork
from domain.presence import Round, last_telling
from domain.presence_effects import WindowFacts
from domain.presence_records import Window, WindowState
from domain.records import AuditEntry, Guardian, Situation
from domain.settings import MunicipalitySettings
from domain.texts import Wording

log = structlog.get_logger("presence")

PAGE = 500
"""How many families share one commit."""

ANSWERED_LATE = timedelta(days=14)
"""A question that nobody has answered for so long is not open any more."""

STILL_WORTH_IT = timedelta(minutes=30)
"""Nobody is told of a window, or of a talk, that begins sooner."""

SAME_HOUR = timedelta(hours=12)
"""A clock that ticks a little later two weeks ago spares nobody today."""

_OCCASION = {
    Round.WEEK: Occasion.INVITATION,
    Round.MORNING: Occasion.INVITATION,
    Round.OFF: Occasion.CHANGE,
}


class PresenceTeller:
    """Writes the messages about windows that are due."""

    def __init__(self, store: Store, house: House, clock: Clock) -> None:
        self._store = store
        self._house = house
        self._clock = clock

    async def tell(self) -> int:
        """One page of one window; returns how many families and windows were dealt with, 0 when nothing is due.

        Safe to call from many hosts: a window is in the hands of one.
        """
        try:
            return await self._store.work(self.tell_page)
        except Overtaken:
            log.info("page_overtaken")
            return 1

    def tell_page(self, unit: UnitOfWork) -> int:
        """One page in one unit of work."""
        now = self._clock.now()
        window = unit.presence.due_window(now)
        if window is None:
            return 0
        settings = self._house.municipalities.get(window.municipality)
        if settings is None or window.telling is None:
            unit.presence.save_window(replace(window, telling=None, tell_at=None))
            return 1
        if not self._is_time(unit, window, window.telling, settings, now):
            return 1
        spared_since = now - timedelta(days=settings.presence_rhythm.min_days_between) + SAME_HOUR
        families = unit.presence.families_to_tell(window, window.telling, spared_since, PAGE)
        if not families:
            unit.presence.save_window(self._told(window, settings, now))
            return 1
        _Page(unit, self._house, settings, window, window.telling, now).tell(families)
        return len(families)

    def _is_time(
        self, unit: UnitOfWork, window: Window, round_: Round, settings: MunicipalitySettings, now: datetime
    ) -> bool:
        """Whether it may be written now; else the window gets the next moment, or none when it is too late."""
        occasion = self._occasion(round_, window, now)
        if round_ is not Round.OFF and _too_late(window, settings, now):
            unit.presence.save_window(replace(window, telling=None, tell_at=None))
            return False
        if round_ is Round.OFF and window.start <= now:
            unit.presence.save_window(replace(window, telling=None, tell_at=None))
            return False
        if may_write_at(now, occasion, settings.hours, settings.zone, self._house.holidays):
            return True
        at = next_allowed(now, occasion, settings.hours, settings.zone, self._house.holidays)
        unit.presence.save_window(replace(window, tell_at=at))
        return False

    @staticmethod
    def _occasion(round_: Round, window: Window, now: datetime) -> Occasion:
        urgent = round_ is Round.OFF and window.start - now <= timedelta(hours=24)
        return Occasion.URGENT_CHANGE if urgent else _OCCASION[round_]

    def _told(self, window: Window, settings: MunicipalitySettings, now: datetime) -> Window:
        """Everybody has been looked at: what follows is the same morning, then nothing."""
        following = None
        if window.telling is Round.WEEK:
            rhythm = settings.presence_rhythm
            following = last_telling(window.start, rhythm, settings.zone, self._house.holidays, now)
        if following is None:
            return replace(window, telling=None, tell_at=None)
        return replace(window, telling=following.round, tell_at=following.at)


def _too_late(window: Window, settings: MunicipalitySettings, now: datetime) -> bool:
    paused = settings.restriction_on(window.start.astimezone(settings.zone).date()) is not None
    return window.state is not WindowState.OPEN or window.start <= now + STILL_WORTH_IT or paused


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of families that hear of one window."""

    unit: UnitOfWork
    house: House
    settings: MunicipalitySettings
    window: Window
    round: Round
    now: datetime

    def tell(self, families: Sequence[FamilyId]) -> None:
        """Write to every parent who may be written to and wants to hear of it."""
        situations = self.unit.situations(families)
        everybody = [number for one in situations.values() for number in one.guardians]
        stopped = self.unit.presence.opted_out(everybody)
        board = Board(self.unit, self.house.municipalities, self.now)
        about = window_facts(board, self.window.id, self.settings)
        assert about is not None
        talks = self._talks(board)
        if self.round is not Round.OFF and not self.window.drop_in and not talks:
            # Every talk is taken and nobody can come by: there is nothing to tell.
            self._note(dict.fromkeys(families, 0))
            return
        heard = {}
        for turn, number in enumerate(families):
            named = talks[turn % len(talks)] if talks else None
            situation = situations.get(number)
            heard[number] = 0 if situation is None else self._family(situation, about, named, stopped)
        self._note(heard)

    def _talks(self, board: Board) -> list[Talk]:
        """The free talks; each family is named another, so that not all want the same."""
        if not self.window.talk_minutes or self.round is Round.OFF:
            return []
        free = self.unit.presence.free_talks_in(self.window.id, self.now + STILL_WORTH_IT, self.now)
        board.load((), free)
        slots = [slot for number in free if (slot := board.get(number)) is not None]
        return [Talk(1, slot.id, slot.start.astimezone(self.settings.zone)) for slot in slots]

    def _family(
        self,
        situation: Situation,
        about: WindowFacts,
        named: Talk | None,
        stopped: frozenset[GuardianId],
    ) -> int:
        """Each parent by itself, in its own language; returns how many were written to."""
        if situation.family.frozen_at is not None:
            return 0
        told_ = 0
        for guardian in list(situation.guardians.values()):
            if guardian.id in stopped or guardian.handed_over_at is not None:
                continue
            if not writable(situation, guardian):
                continue
            if self.round is Round.OFF:
                self._say(situation, guardian, self._off(about))
            elif not self._offer(situation, guardian, about, named):
                continue
            told_ += 1
        return told_

    def _offer(
        self, situation: Situation, guardian: Guardian, about: WindowFacts, named: Talk | None
    ) -> bool:
        """The message with a talk to choose, or without a digit where another question is open."""
        asks = not has_open_question(situation, guardian, self.now)
        if not self.window.drop_in and (named is None or not asks):
            return False
        wording = told(about, named, asks=asks, facts_service=self.settings.service_name)
        self._say(situation, guardian, wording)
        if asks:
            state = PresenceTold(self.window.id, (named,) if named is not None else ())
            kept = guardian._replace(state=freeze(state), state_at=self.now)
            situation.guardians[guardian.id] = kept
            self.unit.save_guardian(kept)
        return True

    def _off(self, about: WindowFacts) -> Wording:
        return Wording(
            keys.PRESENCE_OFF,
            {
                "service": self.settings.service_name,
                "nurse": about.nurse_name,
                "place": about.place,
                "start": about.start,
            },
        )

    def _say(self, situation: Situation, guardian: Guardian, wording: Wording) -> None:
        occasion = PresenceTeller._occasion(self.round, self.window, self.now)
        said = Say(wording, Audience.SENDER, occasion, expires=self.window.start)
        self.house.telling.say(said, self.unit, situation, guardian, None, self.settings, self.now)

    def _note(self, heard: dict[FamilyId, int]) -> None:
        self.unit.presence.note_told(self.window, self.round, heard, self.now)
        written = sum(heard.values())
        detail = f"{self.window.id} {self.round} {written}"
        self.unit.add_audit(
            AuditEntry(self.window.municipality, self.now, "clock", "presence.told", detail=detail)
        )


def has_open_question(situation: Situation, guardian: Guardian, now: datetime) -> bool:
    """Whether a word from this parent would be about something else: an invitation, what is agreed, a course's list."""
    if any(one.state is InvitationState.SENT for one in situation.invitations.values()):
        return True
    if the_booking(situation, now) is not None:
        return True
    state = still_stands(thaw(guardian.state), known_to(situation, guardian), now)
    if isinstance(state, Idle | PresenceState | Reminded):
        return False
    if isinstance(state, CourseState):
        return True
    return guardian.state_at is not None and now - guardian.state_at < ANSWERED_LATE
