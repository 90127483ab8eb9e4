"""Twilio: webhooks as its documentation shows them, its own validator as the judge of signatures, exchanges."""

import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from multidict import MultiDict
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from bot.channels.http import HttpLine
from bot.channels.twilio import TwilioChannel, TwilioSettings, signature
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
    WebhookOutcome,
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
from tests.channels.our_webhook import OurWebhook, our_webhook
from tests.channels.twilio_standin import ACCOUNT, AUTH_TOKEN, SENDER, TwilioStandIn, twilio

NOW = datetime(2026, 5, 11, 10, 0, tzinfo=UTC)
URL = "https://booking.example.dk/webhooks/hedensted/twilio"
SETTINGS = TwilioSettings(ACCOUNT, AUTH_TOKEN, URL, sender=SENDER)
CHANNEL = TwilioChannel(SETTINGS)
ORACLE = RequestValidator(AUTH_TOKEN)
SID = "SM0123456789abcdef0123456789abcdef"

REPLY = {
    "MessageSid": SID,
    "SmsSid": SID,
    "AccountSid": ACCOUNT,
    "From": FAMILY,
    "To": SENDER,
    "Body": "2",
    "NumMedia": "0",
    "NumSegments": "1",
    "SmsStatus": "received",
    "ApiVersion": "2010-04-01",
}


def posted(
    form: dict[str, str], url: str = URL, signed_url: str | None = None, body: bytes | None = None
) -> WebhookRequest:
    headers = {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
        "x-twilio-signature": ORACLE.compute_signature(signed_url or url, form),
    }
    return WebhookRequest("POST", url, headers, (), urlencode(form).encode() if body is None else body)


def inbound(text: str | None, sender: str = FAMILY) -> Received:
    return Received((Inbound(SID, Number(sender), text),))


@pytest.mark.parametrize(
    ("form", "outcome"),
    [
        (REPLY, inbound("2")),
        (REPLY | {"Body": "Ja tak, æøå + 50 % & ="}, inbound("Ja tak, æøå + 50 % & =")),
        (REPLY | {"Body": "  نعم 👍\nto linjer "}, inbound("  نعم 👍\nto linjer ")),
        (REPLY | {"Body": "ja\x00"}, inbound("ja")),
        (REPLY | {"Body": ""}, inbound("")),
        (REPLY | {"Body": "", "NumMedia": "1", "MediaUrl0": "https://x.example"}, inbound(None)),
        (REPLY | {"Body": "ja", "NumMedia": "1", "MediaUrl0": "https://x.example"}, inbound("ja")),
        (REPLY | {"Body": "STOP", "OptOutType": "STOP"}, inbound("STOP")),
        (REPLY | {"From": "Butikken"}, inbound("2", "Butikken")),
        (REPLY | {"FromCity": "", "MessagingServiceSid": ""}, inbound("2")),
        ({"MessageSid": SID, "From": FAMILY}, Malformed("no MessageSid, From or Body")),
        ({"From": FAMILY, "Body": "2"}, Malformed("no MessageSid, From or Body")),
        ({"MessageSid": SID, "Body": "2"}, Malformed("no MessageSid, From or Body")),
        ({}, Malformed("no MessageSid, From or Body")),
    ],
)
def test_a_reply_arrives_as_it_was_written(form: dict[str, str], outcome: WebhookOutcome) -> None:
    assert CHANNEL.receive(posted(form), "", NOW) == outcome


BUFFERED, DELIVERED = ReceiptStatus.BUFFERED, ReceiptStatus.DELIVERED
FAILED, UNREACHABLE = ReceiptStatus.FAILED, ReceiptStatus.UNREACHABLE


@pytest.mark.parametrize(
    ("said", "code", "status", "error"),
    [
        ("accepted", None, BUFFERED, ""),
        ("scheduled", None, BUFFERED, ""),
        ("queued", None, BUFFERED, ""),
        ("sending", None, BUFFERED, ""),
        ("sent", None, BUFFERED, ""),
        ("delivered", None, DELIVERED, ""),
        ("read", None, DELIVERED, ""),
        ("partially_delivered", None, FAILED, "partially_delivered"),
        ("canceled", None, FAILED, "canceled"),
        ("undelivered", "30003", FAILED, "undelivered 30003"),
        ("undelivered", "30004", UNREACHABLE, "undelivered 30004"),
        ("undelivered", "30005", UNREACHABLE, "undelivered 30005"),
        ("undelivered", "30006", UNREACHABLE, "undelivered 30006"),
        ("undelivered", "30007", FAILED, "undelivered 30007"),
        ("undelivered", "30008", FAILED, "undelivered 30008"),
        ("failed", "21610", UNREACHABLE, "failed 21610"),
        ("failed", "30001", FAILED, "failed 30001"),
        ("failed", "+4500000012 is not", FAILED, "failed"),
    ],
)
def test_every_status_is_told(said: str, code: str | None, status: ReceiptStatus, error: str) -> None:
    form = {"MessageSid": SID, "MessageStatus": said, "To": FAMILY} | (
        {} if code is None else {"ErrorCode": code}
    )
    told = CHANNEL.receive(posted(form, f"{URL}?message=7"), "", NOW)
    assert told == Received(receipts=(Receipt(status, OutboxId(7), SID, error),))
    without_our_id = CHANNEL.receive(posted(form), "", NOW)
    assert without_our_id == Received(receipts=(Receipt(status, None, SID, error),))


@pytest.mark.parametrize(
    "form", [{"MessageSid": SID, "MessageStatus": "pondered"}, {"MessageStatus": "sent"}]
)
def test_a_report_that_says_nothing_is_malformed(form: dict[str, str]) -> None:
    assert CHANNEL.receive(posted(form), "", NOW) == Malformed("no MessageSid, or a status unknown to us")


def test_forged_webhooks_are_refused() -> None:
    good = posted(REPLY)
    forged = [
        replace(good, headers={}),
        replace(good, headers={"x-twilio-signature": ""}),
        replace(good, headers={"x-twilio-signature": "æ"}),
        replace(good, headers={"x-twilio-signature": good.headers["x-twilio-signature"][:-1]}),
        replace(good, url=URL + "?message=8"),
        replace(good, url=URL.replace("https", "http")),
        replace(good, url=URL.replace("hedensted", "vejle")),
        replace(good, body=good.body + b"&Body=STOP"),
        replace(good, body=good.body.replace(b"Body=2", b"Body=1")),
        replace(good, body=b"\xff\xfe"),
        replace(good, body=b"a=1&" * 600),
        replace(good, url="http://[broken"),
    ]
    assert {CHANNEL.receive(request, "", NOW) for request in forged} == {Forged()}
    assert TwilioChannel(replace(SETTINGS, auth_token="another")).receive(good, "", NOW) == Forged()
    no_token = TwilioChannel(replace(SETTINGS, auth_token=""))
    unsigned = replace(good, headers={"x-twilio-signature": signature("", URL, REPLY.items())})
    assert no_token.receive(unsigned, "", NOW) == Forged()


@pytest.mark.parametrize(
    "signed_url",
    [
        URL,
        URL.replace("example.dk", "example.dk:443"),
        URL + "#rc=5&rp=all",
        URL.replace("example.dk", "example.dk:443") + "#rc=5&rp=all",
    ],
)
def test_twilios_own_spellings_of_our_address_are_good(signed_url: str) -> None:
    assert CHANNEL.receive(posted(REPLY, signed_url=signed_url), "", NOW) == inbound("2")


# Twilio's validator loses a lone "?" and takes the host to end at the first colon: neither stands in our addresses.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
forms = st.lists(st.tuples(words, words), max_size=8)
urls = st.builds(
    "{}://{}{}/{}{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["booking.example.dk", "127.0.0.1", "xn--bk-mna.example"]),
    st.sampled_from(["", ":8080", ":443", ":80"]),
    words.map(quote),
    forms.map(lambda form: "?" + urlencode(form) if form else ""),
)


@given(url=urls, form=forms)
def test_our_signature_is_twilios(url: str, form: Sequence[tuple[str, str]]) -> None:
    assert signature(AUTH_TOKEN, url, form) == ORACLE.compute_signature(url, MultiDict(form))


@given(url=urls, signed_url=urls, form=forms, signed_form=forms)
def test_whom_we_believe_twilio_believes(
    url: str, signed_url: str, form: Sequence[tuple[str, str]], signed_form: Sequence[tuple[str, str]]
) -> None:
    for asked, signed, sent, given_form in (
        (url, url, form, form),
        (url, signed_url, form, form),
        (url, url, form, signed_form),
    ):
        proof = ORACLE.compute_signature(signed, MultiDict(given_form))
        request = WebhookRequest("POST", asked, {"x-twilio-signature": proof}, (), urlencode(sent).encode())
        believed = CHANNEL.receive(request, "", NOW) != Forged()
        assert believed == ORACLE.validate(asked, MultiDict(sent), proof)


@given(form=forms, place=st.integers(0, 27), letter=st.characters(exclude_categories=["Cs"]))
def test_one_letter_off_is_forged(form: Sequence[tuple[str, str]], place: int, letter: str) -> None:
    proof = signature(AUTH_TOKEN, URL, form)
    spoiled = proof[:place] + letter + proof[place + 1 :]
    assume(spoiled != proof)
    request = WebhookRequest("POST", URL, {"x-twilio-signature": spoiled}, (), urlencode(form).encode())
    assert CHANNEL.receive(request, "", NOW) == Forged()


def at(base_url: str, line: HttpLine | None = None) -> Channel:
    return TwilioChannel(replace(SETTINGS, base_url=base_url), line)


def error(code: int) -> str:
    return json.dumps(
        {"code": code, "message": f"The 'To' number {FAMILY} is not valid.", "status": 400, "more_info": ""}
    )


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, error(21211), NumberInvalid),
        (400, error(21614), NumberInvalid),
        (400, error(21610), NumberBlocked),
        (400, error(21612), MessageRefused),
        (400, error(21617), MessageRefused),
        (400, error(21408), ChannelMisconfigured),
        (400, error(21606), ChannelMisconfigured),
        (401, error(20003), ChannelMisconfigured),
        (404, error(20404), ChannelMisconfigured),
        (429, error(20429), TooFast),
        (400, error(21611), TooFast),
        (429, "", TooFast),
        (500, error(20500), GatewayDown),
        (503, "", GatewayDown),
        (504, "", Interrupted),
        (200, "<html>", ChannelMisconfigured),
        (302, "", ChannelMisconfigured),
    ],
)
async def test_every_refusal_says_what_happens_now(status: int, body: str, kind: type[SendFailure]) -> None:
    assert type(await refusal(at, status=status, body=body)) is kind


async def test_a_broken_line_tells_sent_from_perhaps_sent() -> None:
    assert type(await refusal_at(at(NOBODY_LISTENS))) is GatewayDown
    assert type(await refusal(lambda url: at(url, impatient()), hangs=True)) is Interrupted
    assert type(await refusal(at, hangs_up=True)) is Interrupted


async def test_only_a_phone_number_leaves_us() -> None:
    with pytest.raises(NumberInvalid):
        await CHANNEL.send(message(to=Number("Ida")))


async def test_a_messaging_service_may_be_the_sender() -> None:
    settings = replace(SETTINGS, sender="", messaging_service_sid="MG1")
    async with gateway(status=201, body='{"sid": "SM1"}') as stand_in:
        channel = TwilioChannel(replace(settings, base_url=stand_in.base_url))
        await channel.send(message())
        await channel.close()
    assert b"MessagingServiceSid=MG1" in stand_in.asked[0].body
    assert b"From=" not in stand_in.asked[0].body
    assert FAMILY.removeprefix("+") not in stand_in.asked[0].path


@pytest.mark.parametrize("service", ["", "MG1"])
def test_a_message_has_one_sender(service: str) -> None:
    with pytest.raises(ValueError, match="not both"):
        replace(SETTINGS, sender=SENDER if service else "", messaging_service_sid=service)


def test_the_token_is_not_shown() -> None:
    assert AUTH_TOKEN not in repr(SETTINGS)


@dataclass
class Exchange:
    """Our channel, the stand-in and our webhook, wired to each other."""

    channel: TwilioChannel
    twilio: TwilioStandIn
    webhook: OurWebhook


@pytest.fixture
async def exchange() -> AsyncIterator[Exchange]:
    async with our_webhook() as webhook, twilio(webhook.url(ChannelName.TWILIO)) as stand_in:
        channel = TwilioChannel(
            replace(SETTINGS, base_url=stand_in.base_url, webhook_url=webhook.url(ChannelName.TWILIO))
        )
        webhook.channel = channel
        yield Exchange(channel, stand_in, webhook)
        await channel.close()


@pytest.mark.parametrize(
    "text", ["Vi ses – “onsdag” … æøå", "Vi ses + 100 % & =", "نعم، الأربعاء", "To\nlinjer"]
)
async def test_not_one_letter_is_altered(exchange: Exchange, text: str) -> None:
    sent = await exchange.channel.send(message(text))
    assert exchange.twilio.shown[FAMILY] == [text]
    receipts = [await exchange.webhook.next_receipt() for _ in range(3)]
    assert {receipt.status for receipt in receipts} == {BUFFERED, DELIVERED}
    assert {(receipt.outbox_id, receipt.provider_id) for receipt in receipts} == {(7, sent.provider_id)}
    exchange.twilio.phone_says(FAMILY, text)
    reply = await exchange.webhook.next_inbound()
    assert (reply.sender, reply.text) == (FAMILY, text)


async def test_a_reply_survives_our_restart(exchange: Exchange) -> None:
    exchange.webhook.down_for = 3
    exchange.twilio.phone_says(FAMILY, "1")
    assert (await exchange.webhook.next_inbound()).text == "1"
    await exchange.twilio.callbacks.settled()
    assert exchange.twilio.callbacks.attempts == 4


async def test_a_picture_is_no_text(exchange: Exchange) -> None:
    exchange.twilio.phone_says(FAMILY, "", pictures=1)
    assert (await exchange.webhook.next_inbound()).text is None


async def test_who_has_stopped_us_is_left_alone(exchange: Exchange) -> None:
    exchange.twilio.refuses[FAMILY] = (400, 21610)
    assert type(await refusal_at(exchange.channel)) is NumberBlocked


async def test_an_unknown_handset_is_told_as_such(exchange: Exchange) -> None:
    exchange.twilio.final = {"MessageStatus": "undelivered", "ErrorCode": "30005"}
    await exchange.channel.send(message())
    receipts = [await exchange.webhook.next_receipt() for _ in range(3)]
    assert UNREACHABLE in {receipt.status for receipt in receipts}


async def test_health_is_the_accounts(exchange: Exchange) -> None:
    assert (await exchange.channel.health()).ready
    exchange.twilio.account_status = "suspended"
    assert "not active" in (await exchange.channel.health()).why_not
    stranger = TwilioChannel(replace(SETTINGS, base_url=exchange.twilio.base_url, auth_token="not-it"))
    assert "credentials" in (await stranger.health()).why_not
    await stranger.close()
    absent = at(NOBODY_LISTENS)
    assert "does not answer" in (await absent.health()).why_not
    await absent.close()
