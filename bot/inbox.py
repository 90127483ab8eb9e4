"""A gateway's webhook is accepted once: proved, parsed, stored; nothing else happens before it is answered.

What arrives while something is being stored is stored together next: many webhooks share one commit.
"""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.receipts import apply_receipts
from domain.channels import (
    Channel,
    ChannelName,
    Forged,
    Malformed,
    Medium,
    Receipt,
    Received,
    WebhookRequest,
)
from domain.cpr import mask_cpr
from domain.ids import Municipality, Number
from domain.ports import Clock, Store, StoreUnavailable, UnitOfWork
from domain.records import NewReply
from domain.settings import MunicipalitySettings

TOGETHER = 200
"""How many webhooks share one commit at most."""

LONGEST_ID = 120
LONGEST_SENDER = 40
"""Letters of a gateway's id and of a sender that are kept; no telephone number and no chat has more."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """Stored; ``new`` replies had not been seen before."""

    new: int


@dataclass(frozen=True, slots=True)
class NoSuchChannel:
    """No such municipality, or the channel is off there."""


@dataclass(frozen=True, slots=True)
class _Parcel:
    """What one webhook brought; ``stored`` is how many of its replies were new, once they are committed."""

    municipality: Municipality
    channel: ChannelName
    replies: Sequence[NewReply]
    receipts: Sequence[Receipt]
    came_at: datetime
    stored: "asyncio.Future[int]"


class Inbox:
    """Where replies and receipts arrive."""

    def __init__(
        self,
        store: Store,
        municipalities: Mapping[Municipality, MunicipalitySettings],
        channels: Mapping[tuple[Municipality, ChannelName], Channel],
        clock: Clock,
    ) -> None:
        self._store = store
        self._municipalities = municipalities
        self._channels = channels
        self._clock = clock
        self._waiting: list[_Parcel] = []
        self._storing: asyncio.Task[None] | None = None

    async def accept(
        self, municipality: Municipality, name: ChannelName, path: str, request: WebhookRequest
    ) -> Accepted | Forged | Malformed | NoSuchChannel:
        """Prove, parse and store one webhook; the same provider id twice changes nothing.

        Raises ``StoreUnavailable`` when it could not be stored: then the gateway must not be told that it was.
        """
        channel = self._channels.get((municipality, name))
        if channel is None:
            return NoSuchChannel()
        outcome = channel.receive(request, path, self._clock.now())
        if not isinstance(outcome, Received):
            return outcome
        new = await self.store(municipality, name, channel.medium, outcome)
        return Accepted(new)

    async def store(
        self, municipality: Municipality, name: ChannelName, medium: Medium, received: Received
    ) -> int:
        """Commit what came; returns how many replies were new."""
        now = self._clock.now()
        replies = [
            NewReply(
                municipality,
                name,
                medium,
                _short(inbound.provider_id),
                Number(inbound.sender[:LONGEST_SENDER]),
                mask_cpr(inbound.text) if inbound.text is not None else None,
                now,
            )
            for inbound in received.inbound
        ]
        stored: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Parcel(municipality, name, replies, received.receipts, now, stored))
        if self._storing is None or self._storing.done():
            self._storing = asyncio.create_task(self._store_waiting(), name="storing")
        return await stored

    async def _store_waiting(self) -> None:
        """Store until nothing waits; when one webhook of several cannot be stored, each is stored alone."""
        while self._waiting:
            parcels, self._waiting = self._waiting[:TOGETHER], self._waiting[TOGETHER:]
            failure = await self._store_together(parcels)
            if failure is None:
                continue
            for parcel in parcels:
                alone: Exception | None = failure
                if len(parcels) > 1 and not isinstance(failure, StoreUnavailable):
                    alone = await self._store_together([parcel])
                if alone is not None and not parcel.stored.done():
                    parcel.stored.set_exception(alone)

    async def _store_together(self, parcels: Sequence[_Parcel]) -> Exception | None:
        """Commit parcels in one unit of work; returns why not, and then nobody has been told anything."""

        def unit(one: UnitOfWork) -> list[bool]:
            new = one.store_replies([reply for parcel in parcels for reply in parcel.replies])
            for parcel in parcels:
                if parcel.receipts:
                    settings = self._municipalities[parcel.municipality]
                    apply_receipts(one, settings, parcel.channel, parcel.receipts, parcel.came_at)
            return new

        try:
            new = iter(await self._store.work(unit))
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for it
            return error
        for parcel in parcels:
            count = sum(next(new) for _ in parcel.replies)
            if not parcel.stored.done():
                parcel.stored.set_result(count)
        return None


def _short(provider_id: str) -> str:
    """A gateway's id as it is kept: an overlong one by its fingerprint, which is as good for telling two apart."""
    if len(provider_id) <= LONGEST_ID:
        return provider_id
    return hashlib.sha256(provider_id.encode("utf-8", "surrogatepass")).hexdigest()
