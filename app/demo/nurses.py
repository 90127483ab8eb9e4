"""The invented nurses at their desks: every working afternoon they post letters, ring, answer, record their visits.

They act through the same desk as the pages. What comes of it is drawn from a seed: invented, not evidence.
"""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from app.demo.cast import CAST
from app.demo.town import Town
from bot.desk import Desk, Outcome, Refused, Result, record_outcome, staff_reply, whom_to_write
from bot.desk_calls import CallResult, record_call
from bot.desk_conversation import answer_family, finish_task, hand_back
from domain.contact_hours import contact_day_on_or_after, local_moment
from domain.decisions import TaskKind
from domain.ids import DANISH, ENGLISH, AccountId, FamilyId, GuardianId, InvitationId
from domain.offers import VISIT_REASONS
from domain.outcomes import LIVE, BookingState
from domain.replies import Yes
from storage import tables as t

AT_THE_DESK = time(15, 30)
NOT_AT_HOME = 0.04
ALWAYS_HOME = frozenset(role.ref for role in CAST)
"""The families whose phones a visitor sees: their story does not hang on chance."""
SAYS_YES_WHEN_CALLED = 0.5
"""Of those who asked for a human, the share that then wants a visit."""

_CALLS = {
    CallResult.NOT_REACHED: 45,
    CallResult.WANTS_TIME: 18,
    CallResult.SAYS_NO: 17,
    CallResult.REACHED: 20,
}
_ANSWER = {
    DANISH: "Tak for din besked. Jeg ringer til dig i eftermiddag. Venlig hilsen sundhedsplejersken",
    ENGLISH: "Thank you for your message. I will call you this afternoon. Kind regards, your health visitor",
}


class NursesAtWork:
    """A calendar of working afternoons."""

    what = ""

    def __init__(self, town: Town, seed: int, account: AccountId) -> None:
        self._town = town
        self._seed = seed
        self._account = account
        self._holidays = town.service.house.holidays

    def following(self, after: datetime) -> datetime | None:
        """The next working afternoon."""
        zone = self._town.settings.zone
        day = contact_day_on_or_after(after.astimezone(zone).date(), self._holidays)
        moment = local_moment(day, AT_THE_DESK, zone)
        if moment > after:
            return moment
        day = contact_day_on_or_after(day + timedelta(days=1), self._holidays)
        return local_moment(day, AT_THE_DESK, zone)

    async def happen(self, now: datetime) -> None:
        """Record the visits that are over, then see to everything that waits for a human."""
        visits = (
            select(t.booking.c.id, t.booking.c.family_id, t.booking.c.start, t.family.c.ref)
            .join(t.family, t.family.c.id == t.booking.c.family_id)
            .where(t.booking.c.municipality == self._town.municipality, t.booking.c.start < now)
            .where(t.booking.c.state == BookingState.BOOKED, t.booking.c.freed_at.is_(None))
            .order_by(t.booking.c.id)
        )
        tasks = select(t.task).where(t.task.c.done_at.is_(None)).order_by(t.task.c.id)
        for visit in self._town.rows(visits):
            away = self._random("visit", visit.ref, visit.start).random() < NOT_AT_HOME
            outcome = Outcome.NOT_HOME if away and visit.ref not in ALWAYS_HOME else Outcome.HELD
            await self._do(record_outcome, now, visit.family_id, visit.id, outcome)
        for task in self._town.rows(tasks):
            await self._see_to(task, now)

    async def _do(self, deed: Callable[..., Result], now: datetime, *about: Any) -> Result:
        """One deed at the desk, in a unit of work of its own."""
        return await self._town.database.work(
            lambda unit: deed(Desk(unit, self._town.service.house, self._account, now), *about)
        )

    def _random(self, *about: object) -> Random:
        return Random(f"{self._seed}:nurse:{':'.join(map(str, about))}")

    async def _see_to(self, task: Any, now: datetime) -> None:
        random = self._random(task.family_id, task.kind, now)
        match TaskKind(task.kind):
            case TaskKind.CALL:
                result = random.choices(list(_CALLS), list(_CALLS.values()))[0]
                reason = random.choice(VISIT_REASONS) if result is CallResult.SAYS_NO else None
                if isinstance(await self._do(record_call, now, task.id, result, reason), Refused):
                    await self._do(record_call, now, task.id, CallResult.REACHED)
            case TaskKind.HAND_OVER if task.guardian_id is not None:
                await self._answer(task, random, now)
            case _:
                await self._do(finish_task, now, task.id)

    async def _answer(self, task: Any, random: Random, now: datetime) -> None:
        """Answer in a colleague's words and hand back; some then want a visit after all."""
        about = select(t.guardian.c.language).where(t.guardian.c.id == task.guardian_id)
        language = ENGLISH if self._town.rows(about)[0].language == ENGLISH else DANISH
        await self._do(answer_family, now, task.family_id, task.guardian_id, _ANSWER[language], language)
        await self._do(hand_back, now, task.family_id)
        if task.invitation_id is not None and random.random() < SAYS_YES_WHEN_CALLED:
            await self._do(_wants_a_visit, now, task.family_id, task.guardian_id, task.invitation_id)


def _wants_a_visit(desk: Desk, family: FamilyId, guardian: GuardianId, invitation: InvitationId) -> Result:
    situation = desk.situation(family)
    if situation is None or situation.family.frozen_at is not None:
        return Refused.GONE
    if situation.invitations[invitation].state not in LIVE:
        return Refused.ENDED
    return staff_reply(desk, situation, whom_to_write(situation, guardian), Yes(), invitation)
