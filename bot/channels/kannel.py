"""Kannel, a gateway of one's own that speaks SMPP to any operator.

Texts go to its smsbox by POST, so that no number and no text stands in an address. What comes back comes by
GET (Kannel can no other way), with our shared secret in the query: its callbacks stay on a private network.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote
from xml.etree import ElementTree

from bot.channels.http import Answer, HttpLine, failure, phone_number, unwell
from bot.channels.webhooks import e164, moment, our_id, raw_query, readable, same_secret
from domain.channels import (
    ChannelHealth,
    ChannelMisconfigured,
    ChannelName,
    Forged,
    Inbound,
    Malformed,
    Medium,
    MessageRefused,
    Outgoing,
    Receipt,
    ReceiptStatus,
    Received,
    SendFailure,
    Sent,
    WebhookOutcome,
    WebhookRequest,
)

# The user guide's delivery report values, which add up to the mask 31: all of them, please.
_ALL_REPORTS = "31"
_STATUSES = {
    b"1": ReceiptStatus.DELIVERED,
    b"2": ReceiptStatus.FAILED,
    b"4": ReceiptStatus.BUFFERED,
    b"8": ReceiptStatus.BUFFERED,
    b"16": ReceiptStatus.FAILED,
}
_INVALID_DESTINATION = 0x0B  # SMPP 3.4, ESME_RINVDSTADR
_SEVEN_BIT, _EIGHT_BIT, _UCS2 = "0", "1", "2"


@dataclass(frozen=True, slots=True)
class KannelSettings:
    """One ``sendsms-user`` of a Kannel, and where that Kannel finds us.

    ``callback_url`` is our webhook as Kannel reaches it, up to and with ``/kannel``. ``unreachable_errors`` are
    the operator's ``err:`` codes that mean "no such number". ``webhook_secret`` stands in addresses, so it is
    made of letters, digits and ``._~-``.
    """

    username: str
    password: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    sender: str
    callback_url: str
    base_url: str = "http://127.0.0.1:13013"
    status_url: str = ""
    status_password: str = field(default="", repr=False)
    unreachable_errors: tuple[str, ...] = ()
    per_second: float = 20.0

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9._~-]+", self.webhook_secret):
            raise ValueError("Kannel's webhook secret must be letters, digits or . _ ~ -: choose another")
        if "%" in self.callback_url:
            raise ValueError(
                "Kannel's callback_url must not hold a %: Kannel would read it as one of its codes"
            )


class KannelChannel:
    """Sends through one Kannel and reads its callbacks ``inbound`` and ``dlr``.

    ``is_gsm7`` says whether a text fits the GSM alphabet; every other text goes as UCS-2, not one letter altered.
    """

    name = ChannelName.KANNEL
    medium = Medium.SMS

    def __init__(
        self, settings: KannelSettings, is_gsm7: Callable[[str], bool], line: HttpLine | None = None
    ) -> None:
        self._settings = settings
        self._is_gsm7 = is_gsm7
        self._line = line or HttpLine()

    @property
    def per_second(self) -> float:
        """As set; the operator's own limit is the ``throughput`` of Kannel's smsc group."""
        return self._settings.per_second

    async def send(self, message: Outgoing) -> Sent:
        """Hand one text to Kannel, which keeps it until the operator takes it; it gives no id of its own."""
        coding = _SEVEN_BIT if self._is_gsm7(message.text) else _UCS2
        answer = await self._post(
            {
                "X-Kannel-From": self._settings.sender,
                "X-Kannel-To": phone_number(message.to),
                "X-Kannel-Coding": coding,
                "X-Kannel-DLR-Mask": _ALL_REPORTS,
                "X-Kannel-DLR-Url": self._report_url(message),
            },
            message.text.encode(),
        )
        if answer.ok and answer.body.startswith((b"0:", b"3:")):
            return Sent("")
        raise _refusal(answer)

    def receive(self, request: WebhookRequest, path: str, now: datetime) -> WebhookOutcome:
        """Read a reply (``inbound``) or a delivery report (``dlr``)."""
        query = raw_query(request.url)
        if not same_secret(query.get("secret", b"").decode("latin-1"), self._settings.webhook_secret):
            return Forged()
        match path:
            case "inbound":
                return _inbound(query)
            case "dlr":
                return _report(query, self._settings.unreachable_errors)
            case _:
                return Malformed("not a callback of Kannel's")

    async def health(self) -> ChannelHealth:
        """Whether smsbox knows us, and, with a ``status_url``, whether an operator is connected."""
        try:
            # A request without a receiver is refused after the password was checked, and sends nothing.
            answer = await self._post({}, b"-")
            if answer.status != 400:
                return unwell("Kannel's smsbox", _refusal(answer))
            return await self._operators() if self._settings.status_url else ChannelHealth(True)
        except SendFailure as why:
            return unwell("Kannel", why)

    async def close(self) -> None:
        """Hang up."""
        await self._line.close()

    async def _post(self, headers: Mapping[str, str], body: bytes) -> Answer:
        credentials = {
            "X-Kannel-Username": self._settings.username,
            "X-Kannel-Password": self._settings.password,
            "Content-Type": "text/plain; charset=UTF-8",
        }
        url = self._settings.base_url.rstrip("/") + "/cgi-bin/sendsms"
        return await self._line.request("POST", url, headers={**credentials, **headers}, body=body)

    def _report_url(self, message: Outgoing) -> str:
        """Our own id goes out and comes back; %d and %A are Kannel's codes for the status and the operator's words."""
        base, secret = self._settings.callback_url.rstrip("/"), self._settings.webhook_secret
        return f"{base}/dlr?secret={secret}&message={message.id}&status=%d&reply=%A"

    async def _operators(self) -> ChannelHealth:
        url = self._settings.status_url.rstrip("/") + "/status.xml"
        answer = await self._line.request(
            "GET", f"{url}?password={quote(self._settings.status_password, safe='')}"
        )
        try:
            states = [
                found.text or ""
                for found in ElementTree.fromstring(answer.body).iterfind("smscs/smsc/status")
            ]
        except ElementTree.ParseError:
            return ChannelHealth(
                False, "Kannel's status page is not to be had: check status_url and its password"
            )
        if any(state.startswith("online") for state in states):
            return ChannelHealth(True)
        return ChannelHealth(False, "Kannel is not connected to any operator: messages wait inside Kannel")


def _refusal(answer: Answer) -> SendFailure:
    """Kannel answers in words; the two that share 403 mean opposite things."""
    if answer.status == 403 and answer.body.startswith(b"Not routable"):
        return MessageRefused("not routable")
    if answer.ok:
        return ChannelMisconfigured("base_url is not Kannel's smsbox")
    return failure(answer)


def _inbound(query: Mapping[str, bytes]) -> WebhookOutcome:
    sender, message_id = query.get("from", b""), query.get("id", b"")
    if not sender or not message_id or "text" not in query:
        return Malformed("no id, from or text")
    fields = {name: value.decode("latin-1") for name, value in query.items()}
    text = _text(query["text"], fields.get("charset", ""), fields.get("coding", ""))
    return Received(
        inbound=(
            Inbound(
                provider_id=fields["id"],
                sender=e164(fields["from"]),
                text=None if text is None else readable(text),
                sent_at=moment(fields.get("at", "")),
            ),
        )
    )


def _text(raw: bytes, charset: str, coding: str) -> str | None:
    """The letters of a message; None for binary data (a ring tone, a contact card)."""
    if coding == _EIGHT_BIT:
        return None
    try:
        return raw.decode("utf-16-be" if coding == _UCS2 else charset or "utf-8", "replace")
    except (LookupError, UnicodeError):
        return None


def _report(query: Mapping[str, bytes], unreachable_errors: tuple[str, ...]) -> WebhookOutcome:
    outbox_id = our_id(query.get("message", b"").decode("latin-1"))
    status = _STATUSES.get(query.get("status", b""))
    if outbox_id is None or status is None:
        return Malformed("no message or status of ours")
    error, no_such_number = _why(query.get("reply", b"").decode("latin-1"), unreachable_errors)
    if status is ReceiptStatus.FAILED and no_such_number:
        status = ReceiptStatus.UNREACHABLE
    return Received(receipts=(Receipt(status, outbox_id=outbox_id, error=error),))


def _why(reply: str, unreachable_errors: tuple[str, ...]) -> tuple[str, bool]:
    """The operator's reason as a code, and whether it means "no such number".

    An SMPP report repeats the first words of the message (``text:``), so nothing else of it is kept.
    """
    if nack := re.match(r"NACK/(0x[0-9a-fA-F]{1,8}|\d{1,10})\b", reply):
        return f"NACK {nack[1]}", int(nack[1], 0 if nack[1].startswith("0x") else 10) == _INVALID_DESTINATION
    stat, err = re.search(r"\bstat:(\w{1,10})", reply), re.search(r"\berr:(\w{1,10})", reply)
    if stat is None or stat[1] == "DELIVRD":
        return "", False
    code = err[1] if err else ""
    return f"{stat[1]} {code}".strip(), code in unreachable_errors
