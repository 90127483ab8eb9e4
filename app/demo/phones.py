"""Phones that exist only here: a gateway that loses nothing, and what each phone has on its screen.

The screen is read from the message log, so that a phone remembers what it read before the demo was started.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from domain.channels import (
    ChannelHealth,
    ChannelName,
    Malformed,
    Medium,
    Outgoing,
    Sent,
    WebhookOutcome,
    WebhookRequest,
)
from domain.ids import Number
from domain.outcomes import MessageState
from storage import tables as t

DEMO_NUMBER = re.compile(r"\+4500\d{6}")
"""The block that no one can have."""

PICTURE = "📷"
"""How a picture, which is not stored, stands on the screen of the phone that sent it."""

_ARRIVED = (MessageState.SENT, MessageState.DELIVERED, MessageState.IN_DOUBT)


def is_demo_number(text: str) -> bool:
    """Whether this is a number of the block that no one can have."""
    return DEMO_NUMBER.fullmatch(text) is not None


class SimulatedPhones:
    """The ``Channel`` of the demo: every message arrives at once."""

    name = ChannelName.SIMULATED
    medium = Medium.SMS
    per_second = 1000.0

    def __init__(self) -> None:
        self.on_sent: Callable[[Outgoing], None] | None = None
        """Hears of each message as it arrives, before that is recorded."""

    def receive(self, request: WebhookRequest, path: str, now: datetime) -> WebhookOutcome:
        """Simulated phones have no gateway, so nothing that arrives as a webhook is theirs."""
        return Malformed("simulated phones need no webhook: use POST /demo/phones/{number}")

    async def send(self, message: Outgoing) -> Sent:
        """The message is on the phone."""
        if self.on_sent is not None:
            self.on_sent(message)
        return Sent(f"phone-{message.id}")

    async def health(self) -> ChannelHealth:
        """Simulated phones are never out of reach."""
        return ChannelHealth(True)

    async def close(self) -> None:
        """Nothing is open."""


class Side(StrEnum):
    """Who wrote a bubble."""

    SERVICE = "service"
    FAMILY = "family"


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message on a phone's screen; ``id`` rises with time within a demo."""

    id: int
    at: datetime
    side: Side
    text: str


def screens(connection: Connection, numbers: Sequence[Number]) -> dict[Number, list[Bubble]]:
    """What stands on each of these phones, oldest first; a phone that nobody knows has an empty screen."""
    found: dict[Number, list[Bubble]] = {number: [] for number in numbers}
    sent = select(t.outbox.c.address, t.outbox.c.id, t.outbox.c.sent_at, t.outbox.c.text).where(
        t.outbox.c.address.in_(numbers), t.outbox.c.state.in_(_ARRIVED), t.outbox.c.sent_at.is_not(None)
    )
    for number, key, at, text in connection.execute(sent):
        found[number].append(Bubble(key, at, Side.SERVICE, text))
    written = select(t.inbox.c.sender, t.inbox.c.id, t.inbox.c.received_at, t.inbox.c.text).where(
        t.inbox.c.sender.in_(numbers)
    )
    for number, key, at, text in connection.execute(written):
        found[number].append(Bubble(key, at, Side.FAMILY, PICTURE if text is None else text))
    for bubbles in found.values():
        bubbles.sort(key=lambda bubble: (bubble.at, bubble.id))
    return found
