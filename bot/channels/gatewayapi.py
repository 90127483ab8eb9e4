"""GatewayAPI, a Danish SMS gateway: its REST API (``/rest/mtsms``) and its signed webhooks.

A webhook's token holds the whole notification, so only the token is read: what stands in the body beside it is
not signed and could be anybody's.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from bot.channels.http import Answer, HttpLine, basic_auth, failure, phone_number, unwell
from bot.channels.webhooks import e164, error_code, moment, our_id, readable
from domain.channels import (
    ChannelHealth,
    ChannelMisconfigured,
    ChannelName,
    Forged,
    Inbound,
    Malformed,
    Medium,
    NumberBlocked,
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

_STATUSES = {
    "UNKNOWN": ReceiptStatus.BUFFERED,
    "SCHEDULED": ReceiptStatus.BUFFERED,
    "BUFFERED": ReceiptStatus.BUFFERED,
    "ENROUTE": ReceiptStatus.BUFFERED,
    "DELIVERED": ReceiptStatus.DELIVERED,
    "ACCEPTED": ReceiptStatus.DELIVERED,
    "EXPIRED": ReceiptStatus.FAILED,
    "DELETED": ReceiptStatus.FAILED,
    "REJECTED": ReceiptStatus.FAILED,
    "SKIPPED": ReceiptStatus.FAILED,
    "UNDELIVERABLE": ReceiptStatus.UNREACHABLE,
}
# The documentation's SMS errors that mean the number itself: unknown, barred, illegal, invalid.
_THE_NUMBER = frozenset(
    {0x1010, 0x1011, 0x1012, 0x1020, 0x1025, 0x1034, 0x103C, 0x1040, 0x1049, 0x1060, 0x1084, 0x1093}
)
# Those that pass: the phone is off, away, busy or full, or the network has a bad day.
_THE_MOMENT = frozenset(
    {
        0x1013,
        0x1015,
        0x1018,
        0x1019,
        0x101A,
        0x101B,
        0x1021,
        0x1022,
        0x1023,
        0x1027,
        0x102A,
        0x102E,
        0x1042,
        0x1047,
    }
    | {0x104A, 0x1050, 0x106A, 0x1080, 0x1090, 0x1091}
)
_TEMPORARILY_BLACKLISTED, _BLACKLISTED = 0x0214, 0x0215
_LEEWAY_SECONDS = 300


@dataclass(frozen=True, slots=True)
class GatewayApiSettings:
    """An account: ``token`` is the API token, ``webhook_secret`` the webhook's authentication token.

    ``sender`` is the number that families answer to (or a name of at most 11 letters, which they cannot answer).
    An account of the European platform has the address https://gatewayapi.eu.
    """

    token: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    sender: str
    base_url: str = "https://gatewayapi.com"
    per_second: float = 10.0


class GatewayApiChannel:
    """Sends through one GatewayAPI account and reads its webhook.

    ``is_gsm7`` says whether a text fits the GSM alphabet; GatewayAPI would replace other letters unless told.
    """

    name = ChannelName.GATEWAYAPI
    medium = Medium.SMS

    def __init__(
        self, settings: GatewayApiSettings, is_gsm7: Callable[[str], bool], line: HttpLine | None = None
    ) -> None:
        if not settings.webhook_secret:
            raise ValueError("GatewayAPI's webhook secret must not be empty: anybody could sign with it")
        self._settings = settings
        self._is_gsm7 = is_gsm7
        self._key = OctKey.import_key(settings.webhook_secret)
        self._line = line or HttpLine()

    @property
    def per_second(self) -> float:
        """As set."""
        return self._settings.per_second

    async def send(self, message: Outgoing) -> Sent:
        """Hand one text over; ``userref`` is our own id, which the delivery reports carry back."""
        ask = {
            "message": message.text,
            "encoding": "UTF8" if self._is_gsm7(message.text) else "UCS2",
            "sender": self._settings.sender,
            "userref": str(message.id),
            "recipients": [{"msisdn": int(phone_number(message.to))}],
        }
        answer = await self._ask("POST", "/rest/mtsms", json.dumps(ask).encode())
        if not answer.ok:
            raise _refusal(answer)
        match answer.json().get("ids"):
            case [int() | str() as provider_id, *_]:
                return Sent(str(provider_id))
        raise ChannelMisconfigured("base_url is not GatewayAPI's")

    def receive(self, request: WebhookRequest, path: str, now: datetime) -> WebhookOutcome:
        """Read a reply or a delivery report; both come to the same address."""
        claims = self._signed(request.headers.get("x-gwapi-signature", ""), now)
        if claims is None:
            return Forged()
        return _report(claims) if "status" in claims else _inbound(claims)

    async def health(self) -> ChannelHealth:
        """Whether the account answers to our token."""
        try:
            answer = await self._ask("GET", "/rest/me")
        except SendFailure as why:
            return unwell("GatewayAPI", why)
        if answer.ok and "credit" in answer.json():
            return ChannelHealth(True)
        return unwell(
            "GatewayAPI", ChannelMisconfigured("not GatewayAPI's") if answer.ok else _refusal(answer)
        )

    async def close(self) -> None:
        """Hang up."""
        await self._line.close()

    async def _ask(self, method: str, path: str, body: bytes | None = None) -> Answer:
        headers = {
            "Authorization": basic_auth(self._settings.token, ""),
            "Accept": "application/json",
            "Content-Type": "application/json",
        }
        url = self._settings.base_url.rstrip("/") + path
        return await self._line.request(method, url, headers=headers, body=body)

    def _signed(self, token: str, now: datetime) -> Mapping[str, object] | None:
        """What a token says, if it was made with our secret and is not past its own date (where it has one)."""
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"]).claims
            jwt.JWTClaimsRegistry(now=int(now.timestamp()), leeway=_LEEWAY_SECONDS).validate(claims)
        except (JoseError, ValueError, TypeError):
            return None
        return claims


def _refusal(answer: Answer) -> SendFailure:
    """The documented API errors that say more than the status; every other answer says it by its status.

    A ban for a while guards against the same text again and again: wait. A lasting one is the person's own wish.
    """
    code = error_code(answer.json().get("code"))
    if _number(code) == _BLACKLISTED:
        return NumberBlocked(f"code {code}")
    if _number(code) == _TEMPORARILY_BLACKLISTED:
        return TooFast(f"code {code}", answer.retry_after)
    return failure(answer, code)


def _inbound(claims: Mapping[str, object]) -> WebhookOutcome:
    match claims:
        case {"id": int() | str() as provider_id, "msisdn": int() | str() as sender}:
            text = claims.get("message")
            return Received(
                inbound=(
                    Inbound(
                        provider_id=str(provider_id),
                        sender=e164(str(sender)),
                        text=readable(text) if isinstance(text, str) else None,
                        sent_at=moment(claims.get("senttime")),
                    ),
                )
            )
    return Malformed("no id or msisdn")


def _report(claims: Mapping[str, object]) -> WebhookOutcome:
    match claims:
        case {"id": int() | str() as provider_id, "status": str() as said} if said in _STATUSES:
            code = error_code(claims.get("code"))
            status = _blamed(_STATUSES[said], _number(code))
            failed = status in (ReceiptStatus.FAILED, ReceiptStatus.UNREACHABLE)
            return Received(
                receipts=(
                    Receipt(
                        status,
                        outbox_id=our_id(claims.get("userref")),
                        provider_id=str(provider_id),
                        error=f"{said} {code}".strip() if failed else "",
                    ),
                )
            )
    return Malformed("no id, or a status unknown to us")


def _blamed(status: ReceiptStatus, code: int | None) -> ReceiptStatus:
    """Of a failure, whether the number is to blame: its code knows better than its status."""
    if status is ReceiptStatus.FAILED and code in _THE_NUMBER:
        return ReceiptStatus.UNREACHABLE
    if status is ReceiptStatus.UNREACHABLE and code in _THE_MOMENT:
        return ReceiptStatus.FAILED
    return status


def _number(code: str) -> int | None:
    """An error code written in hex, "0x1010"."""
    try:
        return int(code, 16)
    except ValueError:
        return None
