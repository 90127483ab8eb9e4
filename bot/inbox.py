"""A gateway's webhook is accepted once: proved, parsed, stored; nothing else happens before it is answered."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from bot.receipts import apply_receipts
from domain.channels import (
    Channel,
    ChannelName,
    Forged,
    Malformed,
    Medium,
    Received,
    WebhookRequest,
)
from domain.cpr import mask_cpr
from domain.ids import Municipality, Number
from domain.ports import Clock, Store, UnitOfWork
from domain.records import NewReply
from domain.settings import MunicipalitySettings

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

        def unit(one: UnitOfWork) -> int:
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
            stored = one.store_replies(replies)
            if received.receipts:
                apply_receipts(one, self._municipalities[municipality], name, received.receipts, now)
            return stored

        return await self._store.work(unit)


def _short(provider_id: str) -> str:
    """A gateway's id as it is kept: an overlong one by its fingerprint, which is as good for telling two apart."""
    if len(provider_id) <= LONGEST_ID:
        return provider_id
    return hashlib.sha256(provider_id.encode("utf-8", "surrogatepass")).hexdigest()
