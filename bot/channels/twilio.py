"""Twilio: its REST API for messages and its signed webhooks, by our own few lines."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.channels.http import Answer, HttpLine, basic_auth, failure, phone_number, unwell
from bot.channels.webhooks import e164, error_code, our_id, raw_query, readable, same_secret
from domain.channels import (
    ChannelHealth,
    ChannelMisconfigured,
    ChannelName,
    Forged,
    Inbound,
    Malformed,
    Medium,
    NumberBlocked,
    NumberInvalid,
    Outgoing,
    Receipt,
    ReceiptStatus,
    Received,
    SendFailure,
    Sent,
    TooFast,
    WebhookOutcome,
    WebhookRequest,
)

# Twilio calls once unless an address ends in its "connection overrides": here, up to five times within its
# 15 seconds. They are no part of the request that reaches us; a signature over them is as good as one without.
_OVERRIDES = "rc=5&rp=all"
_STATUSES = {
    "accepted": ReceiptStatus.BUFFERED,
    "scheduled": ReceiptStatus.BUFFERED,
    "queued": ReceiptStatus.BUFFERED,
    "sending": ReceiptStatus.BUFFERED,
    "sent": ReceiptStatus.BUFFERED,
    "delivered": ReceiptStatus.DELIVERED,
    "read": ReceiptStatus.DELIVERED,
    "partially_delivered": ReceiptStatus.FAILED,
    "undelivered": ReceiptStatus.FAILED,
    "failed": ReceiptStatus.FAILED,
    "canceled": ReceiptStatus.FAILED,
}
# Twilio's error dictionary. Of a failed message: barred, unknown, a landline, unsubscribed, no mobile number.
_THE_NUMBER = frozenset({"30004", "30005", "30006", "21211", "21610", "21614", "21635"})
_NO_SUCH_NUMBER = frozenset({"21211", "21217", "21265", "21266", "21614", "21635"})
_UNSUBSCRIBED = frozenset({"21610"})
_QUEUE_FULL = frozenset({"14107", "20429", "21611", "63038"})
_OUR_ACCOUNT = frozenset(
    {
        "20003",
        "20005",
        "21212",
        "21408",
        "21603",
        "21606",
        "21608",
        "21659",
        "21660",
        "21701",
        "21703",
        "21705",
    }
)


@dataclass(frozen=True, slots=True)
class TwilioSettings:
    """An account, and who a message is from: ``sender`` (a number of ours), or a messaging service.

    ``webhook_url`` is the public address of our webhook, to which delivery reports are asked for. The auth token
    is also what Twilio signs its webhooks with.
    """

    account_sid: str
    auth_token: str = field(repr=False)
    webhook_url: str
    sender: str = ""
    messaging_service_sid: str = ""
    base_url: str = "https://api.twilio.com"
    per_second: float = 10.0

    def __post_init__(self) -> None:
        if bool(self.sender) == bool(self.messaging_service_sid):
            raise ValueError("Twilio needs a sender or a messaging_service_sid, and not both")


class TwilioChannel:
    """Sends through one Twilio account and reads its webhook, replies and delivery reports alike."""

    name = ChannelName.TWILIO
    medium = Medium.SMS

    def __init__(self, settings: TwilioSettings, line: HttpLine | None = None) -> None:
        self._settings = settings
        self._line = line or HttpLine()

    @property
    def per_second(self) -> float:
        """As set; Twilio itself queues what a number may not send at once."""
        return self._settings.per_second

    async def send(self, message: Outgoing) -> Sent:
        """Hand one text over. Twilio finds the encoding; its habit of replacing rare letters is turned off."""
        ours = self._settings
        sender = ("From", ours.sender) if ours.sender else ("MessagingServiceSid", ours.messaging_service_sid)
        form = [
            ("To", phone_number(message.to)),
            sender,
            ("Body", message.text),
            ("SmartEncoded", "false"),
            ("StatusCallback", f"{ours.webhook_url}?message={message.id}#{_OVERRIDES}"),
        ]
        answer = await self._ask("POST", "/Messages.json", urlencode(form).encode())
        if not answer.ok:
            raise _refusal(answer)
        match answer.json().get("sid"):
            case str() as provider_id:
                return Sent(provider_id)
        raise ChannelMisconfigured("base_url is not Twilio's")

    def receive(self, request: WebhookRequest, path: str, now: datetime) -> WebhookOutcome:
        """Read a reply or a delivery report; ``request.url`` is the very address that Twilio called."""
        try:
            form = parse_qsl(request.body.decode("utf-8"), keep_blank_values=True, max_num_fields=500)
        except ValueError:
            return Forged()
        given = request.headers.get("x-twilio-signature")
        genuine = [
            same_secret(given, signature(self._settings.auth_token, url, form))
            for url in _spellings(request.url)
        ]
        if not self._settings.auth_token or not any(genuine):
            return Forged()
        fields = dict(reversed(form))
        return _report(fields, request.url) if "MessageStatus" in fields else _inbound(fields)

    async def health(self) -> ChannelHealth:
        """Whether the account answers to our token and is active."""
        try:
            answer = await self._ask("GET", ".json")
        except SendFailure as why:
            return unwell("Twilio", why)
        if not answer.ok:
            return unwell("Twilio", _refusal(answer))
        if answer.json().get("status") == "active":
            return ChannelHealth(True)
        return ChannelHealth(False, "the Twilio account is not active: see its console")

    async def close(self) -> None:
        """Hang up."""
        await self._line.close()

    async def _ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        ours = self._settings
        headers = {
            "Authorization": basic_auth(ours.account_sid, ours.auth_token),
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        url = f"{ours.base_url.rstrip('/')}/2010-04-01/Accounts/{ours.account_sid}{path}"
        return await self._line.request(method, url, headers=headers, body=body)


def signature(auth_token: str, url: str, form: Iterable[tuple[str, str]]) -> str:
    """What Twilio writes in ``X-Twilio-Signature``: the address and the sorted form, each pair once, keyed-hashed."""
    signed = url + "".join(name + value for name, value in sorted(set(form)))
    digest = hmac.new(auth_token.encode(), signed.encode("utf-8", "surrogatepass"), hashlib.sha1).digest()
    return b64encode(digest).decode("ascii")


def _spellings(url: str) -> Iterator[str]:
    """An address as Twilio may have signed it: with or without the port, with or without our overrides."""
    bare = url.partition("#")[0]
    for spelling in (bare, _other_port(bare)):
        yield spelling
        yield f"{spelling}#{_OVERRIDES}"


def _other_port(url: str) -> str:
    """The same address without its port, or with its scheme's port where it had none."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    host, _, port = parts.netloc.rpartition(":")
    if host and port.isdecimal():
        return urlunsplit(parts._replace(netloc=host))
    return urlunsplit(parts._replace(netloc=f"{parts.netloc}:{443 if parts.scheme == 'https' else 80}"))


def _refusal(answer: Answer) -> SendFailure:
    """Twilio's error code says more than its status; the words beside it name the number, so they are not kept."""
    code = error_code(answer.json().get("code"))
    if code in _UNSUBSCRIBED:
        return NumberBlocked(f"code {code}")
    if code in _NO_SUCH_NUMBER:
        return NumberInvalid(f"code {code}")
    if code in _QUEUE_FULL:
        return TooFast(f"code {code}", answer.retry_after)
    if code in _OUR_ACCOUNT:
        return ChannelMisconfigured(f"code {code}")
    return failure(answer, code)


def _inbound(fields: dict[str, str]) -> WebhookOutcome:
    provider_id, sender = fields.get("MessageSid", ""), fields.get("From", "")
    if not provider_id or not sender or "Body" not in fields:
        return Malformed("no MessageSid, From or Body")
    text = fields["Body"]
    only_media = not text and fields.get("NumMedia", "0") != "0"
    return Received(
        inbound=(Inbound(provider_id, e164(sender), None if only_media else readable(text), sent_at=None),)
    )


def _report(fields: dict[str, str], url: str) -> WebhookOutcome:
    provider_id, said = fields.get("MessageSid", ""), fields["MessageStatus"]
    status = _STATUSES.get(said)
    if not provider_id or status is None:
        return Malformed("no MessageSid, or a status unknown to us")
    code = error_code(fields.get("ErrorCode"))
    if status is ReceiptStatus.FAILED and code in _THE_NUMBER:
        status = ReceiptStatus.UNREACHABLE
    failed = status in (ReceiptStatus.FAILED, ReceiptStatus.UNREACHABLE)
    return Received(
        receipts=(
            Receipt(
                status,
                outbox_id=our_id(raw_query(url).get("message", b"").decode("latin-1")),
                provider_id=provider_id,
                error=f"{said} {code}".strip() if failed else "",
            ),
        )
    )
