"""The invented families at their phones: each message they read may be answered, at its own time."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Select, select

from app.demo.minds import Mind
from app.demo.town import Town
from bot.keeping import thaw
from domain.channels import ChannelName, Inbound, Medium, Outgoing, Received
from domain.ids import Language, Number
from domain.outcomes import MessageState
from domain.texts import TextKey
from storage import tables as t

STILL_ANSWERED = timedelta(days=8)
"""No invented family takes longer to answer a message."""


@dataclass(frozen=True, slots=True, order=True)
class Intention:
    """A phone will answer a message at a moment."""

    at: datetime
    number: Number
    key: TextKey = field(compare=False)
    mind: Mind = field(compare=False)


class Families:
    """A calendar of everything the invented families are about to write. ``mind_of`` gives the mind behind a phone:
    by the family's reference, and whether the phone is the family's first."""

    what = ""

    def __init__(self, town: Town, mind_of: Callable[[str, bool], Mind | None]) -> None:
        self._town = town
        self._mind_of = mind_of
        self._read: list[int] = []
        self._intentions: list[Intention] = []
        self._count = 0

    def read(self, message: Outgoing) -> None:
        """A phone has a new message; what comes of it is decided when the clock goes on."""
        self._read.append(message.id)

    def remember(self) -> None:
        """After a restart: what the phones read in the last days may still be answered."""
        since = self._town.clock.now() - STILL_ANSWERED
        sent = _READ.where(t.outbox.c.sent_at > since, t.outbox.c.state == MessageState.SENT)
        self._decide(sent, later_than=self._town.clock.now())

    def following(self, after: datetime) -> datetime | None:
        """When the next phone writes."""
        if self._read:
            self._decide(_READ.where(t.outbox.c.id.in_(self._read)), later_than=after)
            self._read.clear()
        return max(self._intentions[0].at, after + timedelta(minutes=1)) if self._intentions else None

    async def happen(self, now: datetime) -> None:
        """Every phone that wanted to write by now does, if it is still asked something."""
        written = []
        while self._intentions and self._intentions[0].at <= now:
            intention = heapq.heappop(self._intentions)
            text = self._words(intention, now)
            if text is not None:
                self._count += 1
                name = f"history-{now.isoformat()}-{intention.number}-{self._count}"
                written.append(Inbound(name, intention.number, text))
        if written:
            await self._town.service.inbox.store(
                self._town.municipality, ChannelName.SIMULATED, Medium.SMS, Received(tuple(written))
            )

    def _words(self, intention: Intention, now: datetime) -> str | None:
        about = (
            select(t.guardian.c.state, t.guardian.c.language)
            .join(t.contact, t.contact.c.guardian_id == t.guardian.c.id)
            .where(t.contact.c.municipality == self._town.municipality, t.contact.c.medium == Medium.SMS)
            .where(t.contact.c.address == intention.number)
        )
        for state, language in self._town.rows(about):
            return intention.mind.says(thaw(state), intention.key, Language(language), now)
        return None

    def _decide(self, messages: Select[tuple[str, str, str, datetime, int]], later_than: datetime) -> None:
        for number, key, ref, read_at, position in self._town.rows(messages.order_by(t.outbox.c.id)):
            mind = self._mind_of(ref, position == 0)
            at = mind.when(TextKey(key), read_at) if mind is not None else None
            if mind is not None and at is not None and at > later_than:
                heapq.heappush(self._intentions, Intention(at, Number(number), TextKey(key), mind))


_EARLIER = t.contact.alias("earlier")
_READ = select(
    t.outbox.c.address,
    t.outbox.c.key,
    t.family.c.ref,
    t.outbox.c.sent_at,
    select(_EARLIER.c.id)
    .where(_EARLIER.c.family_id == t.outbox.c.family_id, _EARLIER.c.address < t.outbox.c.address)
    .exists()
    .label("position"),
).join(t.family, t.family.c.id == t.outbox.c.family_id)
