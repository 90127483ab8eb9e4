"""Replies are answered: a batch is locked, understood, stepped, carried out and committed; a failed batch one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.board import Board
from bot.effects import Carrying, carry_out
from bot.flows.conversation import asks_for_times, step
from bot.flows.states import Idle, State, expecting, options
from bot.households import known_to
from bot.keeping import freeze, thaw
from bot.knowing import facts_of, household, mentioned_slots, still_stands
from bot.linking import answer_chat, sends_code
from bot.messages import keys
from bot.messages.rendering import Renderer
from bot.printed import as_number
from bot.telling import Telling
from bot.understanding import read
from domain.channels import Medium
from domain.contact_hours import Holidays, on_the_wall
from domain.decisions import Audience, Decision, HandOver, TaskKind
from domain.due import Due
from domain.facts import Facts
from domain.ids import FamilyId, GuardianId, InboxId, Municipality
from domain.ports import Clock, Overtaken, Store, StoreUnavailable, UnitOfWork
from domain.records import ANSWER, AnsweredReply, Contact, Guardian, Situation, WaitingReply
from domain.replies import NotText, Reading
from domain.settings import MunicipalitySettings
from domain.texts import Wording
from domain.values import value

log = structlog.get_logger("conversing")

BATCH = 500
"""How many replies share one commit."""

TRIES = 5
"""How often a reply that lost a race is stepped again at once, each time with what is free then."""


@dataclass(frozen=True, slots=True)
class House:
    """What every unit of the bot needs besides the store: who the municipalities are, the texts and the holidays."""

    municipalities: Mapping[Municipality, MunicipalitySettings]
    telling: Telling
    holidays: Holidays


@value
class Heard:
    """A reply that has been understood, with everything its step may know."""

    reply: WaitingReply
    situation: Situation
    guardian: Guardian
    state: State
    facts: Facts
    reading: Reading


class Converser:
    """Answers what families write."""

    def __init__(self, store: Store, house: House, clock: Clock) -> None:
        self._store = store
        self._house = house
        self._clock = clock

    async def answer_waiting(self, limit: int = BATCH) -> int:
        """Answer the oldest waiting replies; returns how many were dealt with. Safe to call from many hosts.

        Raises ``StoreUnavailable`` when nothing can be stored now: then every reply still waits.
        """
        try:
            answered = await self._store.work(lambda unit: self.answer_batch(unit, limit))
        except StoreUnavailable:
            raise
        except Overtaken:
            log.info("batch_overtaken")
        except Exception as error:  # noqa: BLE001 - whatever broke the batch, no reply may be lost
            log.warning("batch_failed", error=type(error).__name__)
        else:
            return len(answered)
        waiting = await self._store.work(lambda unit: [reply.id for reply in unit.waiting_replies(limit)])
        return sum([await self._answer_alone(number) for number in waiting])

    async def _answer_alone(self, number: InboxId) -> int:
        """Answer one reply of a batch that failed; returns 1, or 0 when it has to wait for the next round."""
        for _ in range(TRIES):
            try:
                await self._store.work(lambda unit: self.answer_batch(unit, 1, number))
                return 1
            except Overtaken:
                continue
            except StoreUnavailable:
                raise
            except Exception as error:  # noqa: BLE001 - a reply that cannot be answered goes to a human
                log.error("reply_failed", error=type(error).__name__, inbox=number)
                await self._store.work(lambda unit: self._give_up(unit, number))
                return 1
        log.warning("reply_waits", inbox=number)
        return 0

    def answer_batch(self, unit: UnitOfWork, limit: int, only: InboxId | None = None) -> list[InboxId]:
        """Answer replies of different families in one unit of work."""
        now = self._clock.now()
        replies = unit.waiting_replies(limit, None if only is None else [only])
        known = [reply for reply in replies if _is_known(reply)]
        situations = unit.situations({reply.family for reply in known if reply.family is not None})
        board = Board(unit, self._house.municipalities, now)
        states = {
            guardian.id: still_stands(thaw(guardian.state), known_to(situation, guardian), now)
            for situation in situations.values()
            for guardian in situation.guardians.values()
        }
        board.load(list(situations.values()), mentioned_slots(states.values()))
        heard = []
        for reply in replies:
            if reply.family is None or reply.family not in situations or not _is_known(reply):
                answer_stranger(reply, unit, self._house, now)
            else:
                heard.append(self._hear(reply, situations[reply.family], states, board, now))
        _fetch_times(board, heard)
        for one in heard:
            self._answer(one, board, unit, now)
        return [reply.id for reply in replies]

    def _hear(
        self,
        reply: WaitingReply,
        situation: Situation,
        states: Mapping[GuardianId, State],
        board: Board,
        now: datetime,
    ) -> "Heard":
        """What a reply means, given where its guardian is in the conversation."""
        assert reply.guardian is not None
        settings = self._house.municipalities[reply.municipality]
        guardian = situation.guardians[reply.guardian]
        state = states[guardian.id]
        language = self._house.telling.renderer.language_for(
            guardian.language, settings, guardian.language_asked
        )
        facts = facts_of(
            situation, guardian, state, board, settings, self._house.holidays, now, language=language
        )
        reading = understand_reply(reply, state, facts, self._house.telling.renderer, now)
        return Heard(reply, situation, guardian, state, facts, reading)

    def _answer(self, heard: "Heard", board: Board, unit: UnitOfWork, now: datetime) -> None:
        """Step and carry out."""
        reading, situation = heard.reading, heard.situation
        decision = step(heard.state, reading.reply, heard.facts, now, wrote_in=reading.language)
        via = next((c for c in situation.contacts if c.address == heard.reply.sender), None)
        carry_out_decision(
            decision, situation, heard.guardian, board, unit, self._house, now, actor="family", via=via
        )
        unit.answered(
            AnsweredReply(
                heard.reply.id,
                "done",
                heard.guardian.id,
                situation.family.id,
                type(reading.reply).__name__,
                ", ".join(reading.because),
                now,
            )
        )

    def _give_up(self, unit: UnitOfWork, number: InboxId) -> None:
        """A reply that broke the program waits for a human, who is told; nothing else of the family is touched."""
        now = self._clock.now()
        for reply in unit.waiting_replies(1, [number]):
            unit.answered(AnsweredReply(reply.id, "failed", reply.guardian, reply.family, "failed", "", now))
            if reply.family is None or reply.guardian is None:
                continue
            situation = unit.situations([reply.family])[reply.family]
            decision = Decision(Idle(), (HandOver(TaskKind.HAND_OVER, pause=True),))
            guardian = situation.guardians[reply.guardian]
            carry_out_decision(
                decision,
                situation,
                guardian,
                Board(unit, self._house.municipalities, now),
                unit,
                self._house,
                now,
                actor="program",
            )


def _fetch_times(board: Board, heard: Iterable[Heard]) -> None:
    """The times that the steps are likely to ask for, for all families at once."""
    asking = [one for one in heard if asks_for_times(one.state, one.reading.reply)]
    wishes = [(one.situation.family, getattr(one.reading.reply, "wishes", ())) for one in asking]
    board.fetch(family for family, wished in wishes if not wished)
    board.fetch_near((family, wished) for family, wished in wishes if wished)


def _is_known(reply: WaitingReply) -> bool:
    """Whether a reply belongs to a conversation: from an open phone or chat, and not the code of a letter."""
    return reply.family is not None and reply.contact_open and not sends_code(reply)


def understand_reply(
    reply: WaitingReply, state: State, facts: Facts, renderer: Renderer, now: datetime
) -> Reading:
    """The reply as a value; a picture or a voice message is not text."""
    if reply.text is None:
        return Reading(NotText())
    return read(
        as_number(reply.text, state, facts.language, renderer),
        language=facts.language,
        expecting=expecting(state, facts),
        options=options(state, facts),
        now=on_the_wall(now, facts.zone),
        languages=facts.settings.languages,
    )


def carry_out_decision(
    decision: Decision,
    situation: Situation,
    guardian: Guardian,
    board: Board,
    unit: UnitOfWork,
    house: House,
    now: datetime,
    *,
    actor: str,
    via: Contact | None = None,
) -> None:
    """Carry out a step's effects and keep its state for whom it is."""
    settings = house.municipalities[situation.family.municipality]
    carrying = Carrying(
        unit, situation, guardian.id, board, settings, house.holidays, house.telling, now, actor, via
    )
    carry_out(decision, carrying)
    stored = freeze(decision.state)
    whose = [guardian.id]
    if decision.state_for is Audience.EVERYONE:
        whose = [one.id for one in household(situation, guardian.id)]
    for number in whose:
        one = situation.guardians[number]
        if one.state != stored:
            situation.guardians[number] = moved = one._replace(state=stored, state_at=now)
            unit.save_state(moved)


def answer_stranger(reply: WaitingReply, unit: UnitOfWork, house: House, now: datetime) -> None:
    """A sender we do not know is kept apart and answered once, neutrally; a quarantined number is not answered.

    A chat may become a guardian's by its one-time code.
    """
    if reply.medium is Medium.TELEGRAM:
        answer_chat(reply, unit, house.municipalities[reply.municipality], house.telling, now)
        return
    unit.answered(AnsweredReply(reply.id, "quarantined", None, None, "stranger", "", now))
    if reply.family is not None or unit.wrote_before(reply.municipality, reply.medium, reply.sender):
        return
    settings = house.municipalities[reply.municipality]
    wording = Wording(keys.UNKNOWN_SENDER, {"service": settings.service_name, "phone": settings.office_phone})
    house.telling.write_to(reply.sender, reply.medium, wording, ANSWER, unit, settings, now)


def due_step(
    due: Due, situation: Situation, board: Board, unit: UnitOfWork, house: House, now: datetime
) -> FamilyId:
    """Step something that fell due, like a reply, for the family's household."""
    settings = house.municipalities[situation.family.municipality]
    booker = situation.bookings[due.booking].guardian if due.booking in situation.bookings else None
    told = household(situation, booker if booker in situation.guardians else None)
    if not told:
        return situation.family.id
    guardian = next((one for one in told if one.stopped_at is None), told[0])
    state = still_stands(thaw(guardian.state), known_to(situation, guardian), now)
    language = house.telling.renderer.language_for(guardian.language, settings, guardian.language_asked)
    facts = facts_of(
        situation, guardian, state, board, settings, house.holidays, now, language=language, due=due
    )
    decision = step(state, due, facts, now)
    carry_out_decision(decision, situation, guardian, board, unit, house, now, actor="clock")
    return situation.family.id
