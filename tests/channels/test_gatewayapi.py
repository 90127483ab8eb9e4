"""GatewayAPI: payloads as its documentation shows them, good, odd, old and forged, and whole exchanges."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from bot.channels.gatewayapi import GatewayApiChannel, GatewayApiSettings
from bot.channels.http import HttpLine
from bot.messages.segments import is_gsm7
from domain.channels import (
    Channel,
    ChannelMisconfigured,
    ChannelName,
    Forged,
    GatewayDown,
    Inbound,
    Interrupted,
    Malformed,
    MessageRefused,
    NumberBlocked,
    NumberInvalid,
    Receipt,
    ReceiptStatus,
    Received,
    SendFailure,
    TooFast,
    WebhookRequest,
)
from domain.ids import Number, OutboxId
from tests.channels.gateway import (
    FAMILY,
    NOBODY_LISTENS,
    gateway,
    impatient,
    message,
    refusal,
    refusal_at,
)
from tests.channels.gatewayapi_standin import SECRET, TOKEN, GatewayApiStandIn, gatewayapi, signed
from tests.channels.our_webhook import OurWebhook, our_webhook

NOW = datetime(2026, 5, 11, 10, 0, tzinfo=UTC)
SETTINGS = GatewayApiSettings(token=TOKEN, webhook_secret=SECRET, sender="4500009999")
CHANNEL = GatewayApiChannel(SETTINGS, is_gsm7)
MSISDN = 4500000012

REPLY = {
    "id": 1000001,
    "msisdn": MSISDN,
    "receiver": 4500009999,
    "message": "2",
    "senttime": 1778486400,
    "webhook_label": "test",
    "country_code": "DK",
    "country_prefix": 45,
}
REPORT = {
    "id": 421332671,
    "msisdn": MSISDN,
    "time": 1778486400,
    "status": "DELIVERED",
    "error": None,
    "code": None,
    "userref": "7",
    "callback_url": "https://booking.example.dk/webhooks/hedensted/gatewayapi",
    "api": 4,
}


def posted(token: str | None, body: object = None) -> WebhookRequest:
    headers = {"content-type": "application/json"} | ({} if token is None else {"x-gwapi-signature": token})
    return WebhookRequest(
        "POST",
        "https://booking.example.dk/webhooks/hedensted/gatewayapi",
        headers,
        (),
        json.dumps(body).encode(),
    )


def inbound(text: str | None, sent_at: datetime | None = datetime(2026, 5, 11, 8, 0, tzinfo=UTC)) -> Received:
    return Received((Inbound("1000001", FAMILY, text, sent_at),))


@pytest.mark.parametrize(
    ("claims", "outcome"),
    [
        (REPLY, inbound("2")),
        (REPLY | {"message": "Ja tak, æøå ÆØÅ é"}, inbound("Ja tak, æøå ÆØÅ é")),
        (REPLY | {"message": "نعم 👍", "encoding": "UCS2"}, inbound("نعم 👍")),
        (REPLY | {"message": "ja\x00"}, inbound("ja")),
        (REPLY | {"message": "\ud83d"}, inbound("\ufffd")),
        (REPLY | {"message": ""}, inbound("")),
        (REPLY | {"message": None, "payload": "cGF5bG9hZA==", "udh": "BQQLhCPw"}, inbound(None)),
        (REPLY | {"msisdn": str(MSISDN)}, inbound("2")),
        (REPLY | {"senttime": 1778486400.0}, inbound("2")),
        (REPLY | {"senttime": "yesterday"}, inbound("2", None)),
        (REPLY | {"senttime": 1e300}, inbound("2", None)),
        (REPLY | {"id": None}, Malformed("no id or msisdn")),
        ({"message": "2"}, Malformed("no id or msisdn")),
        ({}, Malformed("no id or msisdn")),
    ],
)
def test_a_reply_arrives_as_it_was_written(claims: dict[str, object], outcome: object) -> None:
    assert CHANNEL.receive(posted(signed(claims), claims), "", NOW) == outcome


def report(status: ReceiptStatus, error: str = "") -> Received:
    return Received(receipts=(Receipt(status, OutboxId(7), "421332671", error),))


BUFFERED, DELIVERED = ReceiptStatus.BUFFERED, ReceiptStatus.DELIVERED
FAILED, UNREACHABLE = ReceiptStatus.FAILED, ReceiptStatus.UNREACHABLE


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        ("UNKNOWN", None, report(BUFFERED)),
        ("SCHEDULED", None, report(BUFFERED)),
        ("BUFFERED", None, report(BUFFERED)),
        ("ENROUTE", None, report(BUFFERED)),
        ("DELIVERED", None, report(DELIVERED)),
        ("ACCEPTED", None, report(DELIVERED)),
        ("EXPIRED", None, report(FAILED, "EXPIRED")),
        ("EXPIRED", "0x1013", report(FAILED, "EXPIRED 0x1013")),
        ("DELETED", None, report(FAILED, "DELETED")),
        ("SKIPPED", None, report(FAILED, "SKIPPED")),
        ("REJECTED", "0x1030", report(FAILED, "REJECTED 0x1030")),
        ("REJECTED", "0x1010", report(UNREACHABLE, "REJECTED 0x1010")),
        ("REJECTED", "0x1011", report(UNREACHABLE, "REJECTED 0x1011")),
        ("UNDELIVERABLE", None, report(UNREACHABLE, "UNDELIVERABLE")),
        ("UNDELIVERABLE", "0x1060", report(UNREACHABLE, "UNDELIVERABLE 0x1060")),
        ("UNDELIVERABLE", "0x1018", report(FAILED, "UNDELIVERABLE 0x1018")),
        ("UNDELIVERABLE", "+4500000012 barred", report(UNREACHABLE, "UNDELIVERABLE")),
        ("PONDERED", None, Malformed("no id, or a status unknown to us")),
    ],
)
def test_every_status_is_told(status: str, code: str | None, outcome: object) -> None:
    claims = REPORT | {"status": status, "code": code, "error": "words for a human"}
    assert CHANNEL.receive(posted(signed(claims), claims), "", NOW) == outcome


@pytest.mark.parametrize("userref", [None, "", "foobar", "-7", 7])
def test_a_report_without_our_id_is_told_by_theirs(userref: object) -> None:
    outcome = CHANNEL.receive(posted(signed(REPORT | {"userref": userref})), "", NOW)
    assert outcome == Received(receipts=(Receipt(DELIVERED, None, "421332671"),))


EPOCH = int(NOW.timestamp())


@pytest.mark.parametrize(
    "token",
    [
        None,
        "",
        "not.a.token",
        "a.b",
        signed(REPLY)[:-2],
        signed(REPLY, secret="another-authentication-token-altogether"),
        signed(REPLY, algorithm="HS512"),
        "eyJhbGciOiJub25lIn0.eyJpZCI6MSwibXNpc2RuIjo0NTAwMDAwMDEyLCJtZXNzYWdlIjoiMiJ9.",
        signed(REPLY | {"exp": EPOCH - 3600}),
        signed(REPLY | {"nbf": EPOCH + 3600}),
        signed(REPLY | {"iat": EPOCH + 3600}),
        signed(REPLY | {"exp": "never"}),
        "æ" * 10,
    ],
)
def test_forged_and_stale_tokens_are_refused(token: str | None) -> None:
    assert CHANNEL.receive(posted(token, REPLY), "", NOW) == Forged()


def test_only_what_is_signed_is_believed() -> None:
    forged_body = REPLY | {"message": "STOP", "msisdn": 4500000099}
    assert CHANNEL.receive(posted(signed(REPLY), forged_body), "", NOW) == inbound("2")


def test_a_token_in_its_time_is_good() -> None:
    claims = REPLY | {"iat": EPOCH, "exp": EPOCH + 60}
    assert CHANNEL.receive(posted(signed(claims)), "", NOW) == inbound("2")


def test_without_a_secret_there_is_no_channel() -> None:
    with pytest.raises(ValueError, match="must not be empty"):
        GatewayApiChannel(replace(SETTINGS, webhook_secret=""), is_gsm7)


def test_secrets_are_not_shown() -> None:
    assert TOKEN not in repr(SETTINGS)
    assert SECRET not in repr(SETTINGS)


def at(base_url: str, line: HttpLine | None = None) -> Channel:
    return GatewayApiChannel(replace(SETTINGS, base_url=base_url), is_gsm7, line)


def error(code: str | None) -> str:
    return json.dumps(
        {"code": code, "incident_uuid": "d8127429", "message": f"MSISDN {MSISDN} Passer onsdag"}
    )


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, error("0x0222"), MessageRefused),
        (422, "", MessageRefused),
        (401, error("0x0210"), ChannelMisconfigured),
        (403, error("0x0213"), ChannelMisconfigured),
        (403, error("0x0216"), ChannelMisconfigured),
        (403, error("0x0215"), NumberBlocked),
        (403, error("0x0214"), TooFast),
        (404, "<html>", ChannelMisconfigured),
        (429, "", TooFast),
        (500, error("0x0201"), GatewayDown),
        (502, "<html>", GatewayDown),
        (503, "", GatewayDown),
        (504, "", Interrupted),
        (200, "<html>Velkommen</html>", ChannelMisconfigured),
        (200, '{"ids": []}', ChannelMisconfigured),
        (200, "[]", ChannelMisconfigured),
        (301, "", ChannelMisconfigured),
    ],
)
async def test_every_refusal_says_what_happens_now(status: int, body: str, kind: type[SendFailure]) -> None:
    assert type(await refusal(at, status=status, body=body)) is kind


async def test_it_waits_as_long_as_it_is_told() -> None:
    why = await refusal(at, status=429, headers={"Retry-After": "17"})
    assert why.retry_after is not None
    assert why.retry_after.total_seconds() == 17
    assert (
        await refusal(at, status=429, headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"})
    ).retry_after is None


async def test_a_broken_line_tells_sent_from_perhaps_sent() -> None:
    assert type(await refusal_at(at(NOBODY_LISTENS))) is GatewayDown
    assert type(await refusal(lambda url: at(url, impatient()), hangs=True)) is Interrupted
    assert type(await refusal(at, hangs_up=True)) is Interrupted


async def test_a_broken_request_is_not_repeated_by_itself() -> None:
    async with gateway(hangs_up=True) as stand_in:
        channel = at(stand_in.base_url)
        with pytest.raises(Interrupted):
            await channel.send(message())
        await channel.close()
    assert len(stand_in.asked) == 1


async def test_only_a_phone_number_leaves_us() -> None:
    with pytest.raises(NumberInvalid):
        await CHANNEL.send(message(to=Number("Ida")))


@dataclass
class Exchange:
    """Our channel, the stand-in and our webhook, wired to each other."""

    channel: GatewayApiChannel
    gatewayapi: GatewayApiStandIn
    webhook: OurWebhook


@pytest.fixture
async def exchange() -> AsyncIterator[Exchange]:
    async with (
        our_webhook() as webhook,
        gatewayapi(webhook.url(ChannelName.GATEWAYAPI)) as stand_in,
    ):
        channel = GatewayApiChannel(replace(SETTINGS, base_url=stand_in.base_url), is_gsm7)
        webhook.channel = channel
        yield Exchange(channel, stand_in, webhook)
        await channel.close()


@pytest.mark.parametrize(
    "text", ["Vi ses på onsdag – æøå [€]", "Vi ses på onsdag", "نعم، الأربعاء", "Так 👍"]
)
async def test_not_one_letter_is_altered(exchange: Exchange, text: str) -> None:
    sent = await exchange.channel.send(message(text))
    assert exchange.gatewayapi.shown[MSISDN] == [text]
    receipts = [await exchange.webhook.next_receipt() for _ in range(3)]
    assert {receipt.status for receipt in receipts} == {BUFFERED, DELIVERED}
    assert {(receipt.outbox_id, receipt.provider_id) for receipt in receipts} == {(7, sent.provider_id)}
    exchange.gatewayapi.phone_says(MSISDN, text)
    reply = await exchange.webhook.next_inbound()
    assert (reply.sender, reply.text) == (FAMILY, text)


async def test_a_reply_survives_our_restart(exchange: Exchange) -> None:
    exchange.webhook.down_for = 3
    exchange.gatewayapi.phone_says(MSISDN, "1")
    assert (await exchange.webhook.next_inbound()).text == "1"
    await exchange.gatewayapi.callbacks.settled()
    assert exchange.gatewayapi.callbacks.attempts == 4


async def test_who_has_blocked_us_is_left_alone(exchange: Exchange) -> None:
    exchange.gatewayapi.blacklisted.add(MSISDN)
    assert type(await refusal_at(exchange.channel)) is NumberBlocked


async def test_an_unknown_subscriber_is_told_as_such(exchange: Exchange) -> None:
    exchange.gatewayapi.final = {"status": "UNDELIVERABLE", "error": "Unknown subscriber", "code": "0x1010"}
    await exchange.channel.send(message())
    receipts = [await exchange.webhook.next_receipt() for _ in range(3)]
    assert (UNREACHABLE, "UNDELIVERABLE 0x1010") in {(receipt.status, receipt.error) for receipt in receipts}


async def test_health_is_the_accounts(exchange: Exchange) -> None:
    assert (await exchange.channel.health()).ready
    stranger = GatewayApiChannel(
        replace(SETTINGS, base_url=exchange.gatewayapi.base_url, token="not-it"), is_gsm7
    )
    assert "credentials" in (await stranger.health()).why_not
    assert type(await refusal_at(stranger)) is ChannelMisconfigured
    absent = at(NOBODY_LISTENS)
    assert "does not answer" in (await absent.health()).why_not
    await absent.close()
