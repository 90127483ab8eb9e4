"""What passes between us and a gateway: messages out, replies and receipts in, and errors that say "what now?"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar, Protocol

from domain.ids import Municipality, Number, OutboxId


class ChannelName(StrEnum):
    """The gateways a municipality can switch on; an address belongs to a medium, a medium to one gateway."""

    GATEWAYAPI = "gatewayapi"
    TWILIO = "twilio"
    KANNEL = "kannel"
    TELEGRAM = "telegram"
    SIMULATED = "simulated"


class Medium(StrEnum):
    """How a family is written to: SMS on any phone, or a chat it linked itself."""

    SMS = "sms"
    TELEGRAM = "telegram"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message on its way to one address; ``id`` is our own id, which receipts carry back."""

    id: OutboxId
    municipality: Municipality
    to: Number = field(repr=False)
    text: str = field(repr=False)
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Sent:
    """The gateway took the message; ``provider_id`` is its name for it, empty if it gave none."""

    provider_id: str


class SendFailure(Exception):
    """A message was not handed over. Each kind says what happens now; none carries text or number."""

    code: ClassVar[str] = "failed"
    retry: ClassVar[bool] = True
    stops_contact: ClassVar[bool] = False
    in_doubt: ClassVar[bool] = False

    def __init__(self, detail: str = "", retry_after: timedelta | None = None) -> None:
        super().__init__(f"{self.code}: {detail}" if detail else self.code)
        self.detail = detail
        self.retry_after = retry_after


class GatewayDown(SendFailure):
    """Nothing was handed over (connection refused, 5xx before acceptance): try again with growing waits."""

    code = "gateway_down"


class TooFast(SendFailure):
    """The gateway asks us to slow down; ``retry_after`` says for how long, when it told us."""

    code = "too_fast"


class Interrupted(SendFailure):
    """The connection broke after the request had left: the message may have been sent."""

    code = "interrupted"
    in_doubt = True


class NumberInvalid(SendFailure):
    """No such number or chat: nothing more is sent there and a nurse is told."""

    code = "number_invalid"
    retry = False
    stops_contact = True


class NumberBlocked(SendFailure):
    """The person has blocked us at the gateway: a stop there; another phone of hers may still be written to."""

    code = "number_blocked"
    retry = False
    stops_contact = True


class MessageRefused(SendFailure):
    """The gateway will never take this message (content, length, routing): a human must look."""

    code = "message_refused"
    retry = False


class ChannelMisconfigured(SendFailure):
    """Our credentials or account are wrong: messages wait, ``readyz`` names the channel, an administrator mends it."""

    code = "channel_misconfigured"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from a phone; ``text`` is None for a picture, a voice message or a sticker.

    ``provider_id`` is unique within (municipality, channel): the same id twice changes nothing.
    """

    provider_id: str
    sender: Number = field(repr=False)
    text: str | None = field(repr=False)
    sent_at: datetime | None = None


class ReceiptStatus(StrEnum):
    """What a gateway says became of a message."""

    BUFFERED = "buffered"
    DELIVERED = "delivered"
    FAILED = "failed"
    """Not delivered, perhaps the phone was off for days: not the number's fault."""
    UNREACHABLE = "unreachable"
    """The number does not exist or is barred: counts as undeliverable."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A delivery report about one of our messages, named by our own id or by the gateway's."""

    status: ReceiptStatus
    outbox_id: OutboxId | None = None
    provider_id: str | None = None
    error: str = ""


@dataclass(frozen=True, slots=True)
class WebhookRequest:
    """An HTTP request from a gateway, as plain data: what a channel needs to prove its origin and parse it.

    ``url`` is the public address the gateway called (Twilio signs it); ``headers`` have lower-case names;
    ``query`` and ``form`` are in order, with repeats.
    """

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    query: tuple[tuple[str, str], ...] = field(repr=False)
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Received:
    """A genuine webhook: replies to store and receipts to count; both may be empty."""

    inbound: tuple[Inbound, ...] = ()
    receipts: tuple[Receipt, ...] = ()


@dataclass(frozen=True, slots=True)
class Forged:
    """Not proved to come from the gateway: 403, counted, nothing stored."""


@dataclass(frozen=True, slots=True)
class Malformed:
    """Proved, but not readable: 400, counted, nothing stored. ``why`` holds no personal data."""

    why: str


WebhookOutcome = Received | Forged | Malformed


@dataclass(frozen=True, slots=True)
class ChannelHealth:
    """Whether messages can leave through a channel now; ``why_not`` is a sentence for an administrator."""

    ready: bool
    why_not: str = ""


class Channel(Protocol):
    """A gateway. ``send`` raises a ``SendFailure`` when the message was not (surely) handed over."""

    @property
    def name(self) -> ChannelName: ...

    @property
    def medium(self) -> Medium: ...

    @property
    def per_second(self) -> float:
        """The most messages a second this gateway takes from us."""
        ...

    def receive(self, request: WebhookRequest, path: str, now: datetime) -> WebhookOutcome:
        """Prove and parse one webhook; ``path`` is what follows the channel's name ("", "inbound", "dlr")."""
        ...

    async def send(self, message: Outgoing) -> Sent: ...

    async def health(self) -> ChannelHealth: ...

    async def close(self) -> None: ...
