"""What fell due is stepped like a reply; a row whose invitation or booking has changed since drops itself."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import structlog

from bot.board import Board
from bot.conversing import House, due_step
from bot.keeping import thaw
from bot.knowing import has_no_phone, mentioned_slots, writable
from bot.resuming import waits_for_a_human
from domain.cadence import look_again_at, try_again_at
from domain.capacity import TIMES_PER_INVITATION, may_invite
from domain.contact_hours import Holidays
from domain.due import Due, DueKind
from domain.ids import DueId, FamilyId, Municipality, NurseId
from domain.offers import Shape
from domain.ports import Clock, Overtaken, Store, StoreUnavailable, UnitOfWork
from domain.records import DueRow, Situation

log = structlog.get_logger("due")

BATCH = 500

Later = Callable[[datetime, ZoneInfo, Holidays], datetime]
"""When something that cannot be done now falls due again."""

_NEEDS_CAPACITY = frozenset({DueKind.FIRST_MESSAGE, DueKind.ASK_AGAIN})
_OFFERS_TIMES = frozenset({DueKind.FIRST_MESSAGE, DueKind.SECOND_MESSAGE, DueKind.ASK_AGAIN})
_WRITES = frozenset(DueKind) - {
    DueKind.CALL_LIST,
    DueKind.NO_CONTACT,
    DueKind.FREED_EXPIRES,
    DueKind.MOVED_EXPIRES,
    DueKind.COURSE_LAPSE,
}


class DueKeeper:
    """Keeps the appointments the clock has with families."""

    def __init__(self, store: Store, house: House, clock: Clock) -> None:
        self._store = store
        self._house = house
        self._clock = clock

    async def keep(self, limit: int = BATCH) -> int:
        """Deal with what has fallen due; returns how many rows. Safe to call from many hosts.

        Raises ``StoreUnavailable`` when nothing can be stored now: then every row still waits.
        """
        try:
            return await self._store.work(lambda unit: self.keep_batch(unit, limit))
        except StoreUnavailable:
            raise
        except Overtaken:
            log.info("batch_overtaken")
        except Exception as error:  # noqa: BLE001 - one broken row must not stop the others
            log.warning("batch_failed", error=type(error).__name__)
        now = self._clock.now()
        numbers = await self._store.work(lambda unit: [row.id for row in unit.due_rows(now, limit)])
        for number in numbers:
            try:
                await self._store.work(lambda unit, only=number: self.keep_batch(unit, 1, only))  # type: ignore[misc]
            except StoreUnavailable:
                raise
            except Overtaken:
                log.info("due_waits", due=number)
            except Exception as error:  # noqa: BLE001 - it is tried again at the next tick, loudly
                log.error("due_failed", error=type(error).__name__, due=number)
        return 0

    def keep_batch(self, unit: UnitOfWork, limit: int, only: DueId | None = None) -> int:
        """Step a batch of due rows of different families in one unit of work."""
        now = self._clock.now()
        rows = unit.due_rows(now, limit, None if only is None else [only])
        if not rows:
            return 0
        unit.due_done(rows, now)
        situations = unit.situations({row.family for row in rows})
        current = [
            row for row in rows if row.family in situations and still_meant(row, situations[row.family])
        ]
        board = self._board(unit, situations, current, now)
        brake = _Brake(unit, board, self._house, now)
        for row in current:
            self._step(row, situations[row.family], board, brake, unit, now)
        return len(rows)

    def _board(
        self,
        unit: UnitOfWork,
        situations: Mapping[FamilyId, Situation],
        writing: Iterable[DueRow],
        now: datetime,
    ) -> Board:
        board = Board(unit, self._house.municipalities, now)
        states = (
            thaw(guardian.state)
            for situation in situations.values()
            for guardian in situation.guardians.values()
        )
        board.load(list(situations.values()), mentioned_slots(states))
        board.fetch(situations[row.family].family for row in writing if row.kind in _OFFERS_TIMES)
        return board

    def _step(
        self,
        row: DueRow,
        situation: Situation,
        board: Board,
        brake: "_Brake",
        unit: UnitOfWork,
        now: datetime,
    ) -> None:
        due = Due(row.kind, row.invitation, row.booking)
        if waits_for_a_human(row.kind, situation):
            self._put_off(row, look_again_at, unit, now)
            return
        if row.kind in _WRITES and not any(writable(situation, g) for g in situation.guardians.values()):
            if row.kind is DueKind.ASK_AGAIN and has_no_phone(situation):
                due = replace(due, kind=DueKind.CALL_LIST)
                due_step(due, situation, board, unit, self._house, now)
            return
        if (
            row.kind in _NEEDS_CAPACITY
            and not self._meets_in_a_group(row, situation)
            and not brake.lets(situation)
        ):
            # The invitation waits for free times: the same hour on the next weekday.
            self._put_off(row, try_again_at, unit, now)
            return
        due_step(due, situation, board, unit, self._house, now)

    def _meets_in_a_group(self, row: DueRow, situation: Situation) -> bool:
        """Interest in a course is asked without a time of any nurse."""
        if row.invitation is None:
            return False
        offers = self._house.municipalities[row.municipality].offers
        offer = offers.get(situation.invitations[row.invitation].offer)
        return offer is not None and offer.shape is Shape.COURSE

    def _put_off(self, row: DueRow, until: Later, unit: UnitOfWork, now: datetime) -> None:
        """It cannot be done now, and falls due again."""
        zone = self._house.municipalities[row.municipality].zone
        at = until(now, zone, self._house.holidays)
        unit.add_due(row._replace(id=DueId(unit.new_id()), at=at))


def still_meant(row: DueRow, situation: Situation) -> bool:
    """Whether the invitation or booking is as it was when the row was planned."""
    if row.invitation is not None:
        invitation = situation.invitations.get(row.invitation)
        return invitation is not None and invitation.revision == row.revision
    booking = situation.bookings.get(row.booking) if row.booking is not None else None
    return booking is not None and booking.revision == row.revision


class _Brake:
    """The capacity brake for one batch: counts free times and live invitations once, then each new one on top."""

    def __init__(self, unit: UnitOfWork, board: Board, house: House, now: datetime) -> None:
        self._unit = unit
        self._board = board
        self._house = house
        self._now = now
        self._live: dict[Municipality, dict[tuple[NurseId | None, str], int]] = {}
        self._unheld: dict[Municipality, dict[NurseId, int]] = {}

    def lets(self, situation: Situation) -> bool:
        """Whether this family may be invited now; if so it counts as live, and two times as held, from now on."""
        family = situation.family
        self._count(family.municipality)
        live, unheld = self._live[family.municipality], self._unheld[family.municipality]
        nurses = self._board.nurses_for(family)
        if family.nurse in nurses:
            count = sum(n for (nurse, _), n in live.items() if nurse == family.nurse)
        else:
            count = sum(n for (_, district), n in live.items() if district == family.district)
        if not may_invite(sum(unheld.get(nurse, 0) for nurse in nurses), count):
            return False
        place = (family.nurse, family.district)
        live[place] = live.get(place, 0) + 1
        if nurses:
            unheld[nurses[0]] = unheld.get(nurses[0], 0) - TIMES_PER_INVITATION
        return True

    def _count(self, municipality: Municipality) -> None:
        if municipality in self._live:
            return
        # Two hosts that write first messages at once would each count without the other's.
        self._unit.lock_planning(municipality)
        cadence = self._house.municipalities[municipality].cadence
        first = self._now + timedelta(hours=cadence.lead_hours)
        last = self._now + timedelta(days=cadence.horizon_days)
        self._live[municipality] = dict(self._unit.live_invitations(municipality))
        self._unheld[municipality] = dict(self._unit.unheld_times(municipality, first, last, self._now))
