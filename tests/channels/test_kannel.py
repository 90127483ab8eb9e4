"""Kannel's callbacks and answers as captured from Kannel 1.4.5, good, odd and forged."""

from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import quote_from_bytes

import pytest

from bot.channels.http import HttpLine
from bot.channels.kannel import KannelChannel, KannelSettings
from bot.messages.segments import is_gsm7
from domain.channels import (
    Channel,
    ChannelMisconfigured,
    Forged,
    GatewayDown,
    Inbound,
    Interrupted,
    Malformed,
    MessageRefused,
    NumberInvalid,
    Receipt,
    ReceiptStatus,
    Received,
    SendFailure,
    Sent,
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

NOW = datetime(2026, 5, 11, 10, 0, tzinfo=UTC)
SETTINGS = KannelSettings(
    username="thousand-days",
    password="kannel-password",
    webhook_secret="shared",
    sender="4500009999",
    callback_url="http://127.0.0.1:8080/webhooks/hedensted/kannel",
    unreachable_errors=("001", "00B"),
)
CHANNEL = KannelChannel(SETTINGS, is_gsm7)


def called(path: str, query: str) -> WebhookRequest:
    return WebhookRequest("GET", f"{SETTINGS.callback_url}/{path}?{query}", {}, (), b"")


def inbound(
    text: str | None, sender: str = FAMILY, provider_id: str = "5f5dde30-cc08-42bb-a355-8fe9cfc56913"
) -> Received:
    return Received((Inbound(provider_id, Number(sender), text, datetime(2026, 5, 11, 8, 0, tzinfo=UTC)),))


def reply(
    text: str,
    sender: str = "%2B4500000012",
    charset: str = "UTF-8",
    coding: str = "0",
    secret: str = "shared",
) -> str:
    return (
        f"secret={secret}&id=5f5dde30-cc08-42bb-a355-8fe9cfc56913&from={sender}&to=4500009999"
        f"&charset={charset}&coding={coding}&at=1778486400&text={text}"
    )


UCS2 = {"charset": "UTF-16BE", "coding": "2"}


@pytest.mark.parametrize(
    ("query", "outcome"),
    [
        (reply("2"), inbound("2")),
        (reply("hej+%C3%A6%C3%B8%C3%A5++dobbelt"), inbound("hej æøå  dobbelt")),
        (reply("%06E%061%06-%06(%06'", **UCS2), inbound("مرحبا")),
        (reply("%00j%00a%D8=%DC%4D", **UCS2), inbound("ja👍")),
        (reply("%D8=", **UCS2), inbound("\ufffd")),
        (reply("%00j%00", **UCS2), inbound("j\ufffd")),
        (reply("j%E6", charset="ISO-8859-1"), inbound("jæ")),
        (reply("j%80", charset="WINDOWS-1252"), inbound("j€")),
        (reply("%E6"), inbound("\ufffd")),
        (reply("ja%00"), inbound("ja")),
        (reply(""), inbound("")),
        (reply("%0A%0B", charset="8-BIT", coding="1"), inbound(None)),
        (reply("ja", charset="KLINGON"), inbound(None)),
        (reply("ja", charset="hex"), inbound(None)),
        (reply("1", sender="4500000012"), inbound("1")),
        (reply("1", sender="004500000012"), inbound("1")),
        (reply("1", sender="20000012"), inbound("1", sender="+4520000012")),
        (reply("1", sender="1231"), inbound("1", sender="1231")),
        (reply("tilbud", sender="Butikken%20A%2FS"), inbound("tilbud", sender="Butikken A/S")),
        (reply("1", secret="wrong"), Forged()),
        (reply("1", secret=""), Forged()),
        (reply("1", secret="shared%20"), Forged()),
        (reply("1").partition("&")[2], Forged()),
        ("", Forged()),
        ("secret=wrong&secret=shared", Forged()),
        ("secret=shared&from=%2B4500000012&text=1", Malformed("no id, from or text")),
        ("secret=shared&id=1&text=1", Malformed("no id, from or text")),
        ("secret=shared&id=1&from=%2B4500000012", Malformed("no id, from or text")),
    ],
)
def test_a_reply_arrives_as_it_was_written(query: str, outcome: object) -> None:
    assert CHANNEL.receive(called("inbound", query), "inbound", NOW) == outcome


def test_a_time_that_is_none_costs_no_reply() -> None:
    query = reply("1").replace("at=1778486400", "at=soon")
    received = CHANNEL.receive(called("inbound", query), "inbound", NOW)
    assert isinstance(received, Received)
    assert received.inbound[0].sent_at is None


def receipt(status: ReceiptStatus, error: str = "") -> Received:
    return Received(receipts=(Receipt(status, OutboxId(7), None, error),))


def smpp(stat: str, err: str) -> str:
    words = f"id:42 sub:001 dlvrd:000 submit date:2605110800 done date:2605110801 stat:{stat} err:{err} text:Hej Ida"
    return quote_from_bytes(words.encode())


BUFFERED, DELIVERED = ReceiptStatus.BUFFERED, ReceiptStatus.DELIVERED
FAILED, UNREACHABLE = ReceiptStatus.FAILED, ReceiptStatus.UNREACHABLE


@pytest.mark.parametrize(
    ("query", "outcome"),
    [
        ("message=7&status=8&reply=ACK%2F", receipt(BUFFERED)),
        ("message=7&status=4&reply=", receipt(BUFFERED)),
        ("message=7&status=1&reply=", receipt(DELIVERED)),
        (f"message=7&status=1&reply={smpp('DELIVRD', '000')}", receipt(DELIVERED)),
        ("message=7&status=2&reply=", receipt(FAILED)),
        (f"message=7&status=2&reply={smpp('EXPIRED', '027')}", receipt(FAILED, "EXPIRED 027")),
        (f"message=7&status=2&reply={smpp('UNDELIV', '001')}", receipt(UNREACHABLE, "UNDELIV 001")),
        ("message=7&status=16&reply=NACK%2FREJECTED", receipt(FAILED)),
        (
            "message=7&status=16&reply=NACK%2F0x0000000b%2FInvalid+Destination+Address",
            receipt(UNREACHABLE, "NACK 0x0000000b"),
        ),
        ("message=7&status=16&reply=NACK%2F11%2FInvalid", receipt(UNREACHABLE, "NACK 11")),
        ("message=7&status=16&reply=NACK%2F0x00000058%2FThrottling", receipt(FAILED, "NACK 0x00000058")),
        ("message=7&status=3&reply=", Malformed("no message or status of ours")),
        ("message=7&reply=", Malformed("no message or status of ours")),
        ("message=&status=1", Malformed("no message or status of ours")),
        ("message=-7&status=1", Malformed("no message or status of ours")),
        ("message=7%3Bdrop&status=1", Malformed("no message or status of ours")),
        ("message=99999999999999999999&status=1", Malformed("no message or status of ours")),
    ],
)
def test_every_report_is_told_by_our_own_id(query: str, outcome: object) -> None:
    assert CHANNEL.receive(called("dlr", f"secret=shared&{query}"), "dlr", NOW) == outcome
    assert CHANNEL.receive(called("dlr", query), "dlr", NOW) == Forged()


def test_the_same_callback_twice_is_the_same_twice() -> None:
    request = called("inbound", reply("2"))
    assert CHANNEL.receive(request, "inbound", NOW) == CHANNEL.receive(request, "inbound", NOW)


def test_another_path_is_not_kannels() -> None:
    assert CHANNEL.receive(called("", "secret=shared"), "", NOW) == Malformed("not a callback of Kannel's")


def at(base_url: str, line: HttpLine | None = None) -> Channel:
    return KannelChannel(replace(SETTINGS, base_url=base_url), is_gsm7, line)


@pytest.mark.parametrize("body", ["0: Accepted for delivery", "3: Queued for later delivery"])
async def test_kannel_takes_a_message_without_an_id_of_its_own(body: str) -> None:
    async with gateway(status=202, body=body) as stand_in:
        channel = at(stand_in.base_url)
        assert await channel.send(message("Vi ses på onsdag")) == Sent("")
        assert await channel.send(message("До зустрічі")) == Sent("")
        await channel.close()
    danish, ukrainian = stand_in.asked
    assert danish.path == "/cgi-bin/sendsms", "a number or a text in an address"
    assert (danish.headers["X-Kannel-Coding"], ukrainian.headers["X-Kannel-Coding"]) == ("0", "2")
    assert danish.body.decode() == "Vi ses på onsdag"
    assert ukrainian.body.decode() == "До зустрічі"
    assert danish.headers["X-Kannel-DLR-Url"] == (
        "http://127.0.0.1:8080/webhooks/hedensted/kannel/dlr?secret=shared&message=7&status=%d&reply=%A"
    )


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (403, "Authorization failed for sendsms", ChannelMisconfigured),
        (403, "Not routable. Do not try again.", MessageRefused),
        (400, "Number(s) has/have been denied by white- and/or black-lists.", MessageRefused),
        (404, "Not found", ChannelMisconfigured),
        (503, "Temporal failure, try again later.", GatewayDown),
        (200, "<html>It works!</html>", ChannelMisconfigured),
        (302, "", ChannelMisconfigured),
        (504, "", Interrupted),
    ],
)
async def test_every_refusal_says_what_happens_now(status: int, body: str, kind: type[SendFailure]) -> None:
    assert type(await refusal(at, status=status, body=body)) is kind


async def test_a_broken_line_tells_sent_from_perhaps_sent() -> None:
    assert type(await refusal_at(at(NOBODY_LISTENS))) is GatewayDown
    assert type(await refusal_at(at("http://no-such-host.invalid"))) is GatewayDown
    assert type(await refusal_at(at("not an address"))) is ChannelMisconfigured
    assert type(await refusal(lambda url: at(url, impatient()), hangs=True)) is Interrupted
    assert type(await refusal(at, hangs_up=True)) is Interrupted


@pytest.mark.parametrize(
    "to", ["20000012", "+45 00 00 00 12", "+4500000012\r\nX-Kannel-To: +4500000013", "", "Ida"]
)
async def test_only_a_phone_number_leaves_us(to: str) -> None:
    async with gateway(status=202, body="0: Accepted for delivery") as stand_in:
        channel = at(stand_in.base_url)
        with pytest.raises(NumberInvalid):
            await channel.send(message(to=Number(to)))
        await channel.close()
    assert stand_in.asked == []


def test_secrets_are_not_shown() -> None:
    shown = repr(replace(SETTINGS, status_password="status-password"))
    assert not any(secret in shown for secret in ("kannel-password", "shared", "status-password"))


@pytest.mark.parametrize("secret", ["", "two words", "100%", "æ"])
def test_a_secret_that_kannel_would_garble_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="choose another"):
        replace(SETTINGS, webhook_secret=secret)


def test_an_address_that_kannel_would_garble_is_refused() -> None:
    with pytest.raises(ValueError, match="must not hold a %"):
        replace(SETTINGS, callback_url="http://127.0.0.1/%C3%A6")
