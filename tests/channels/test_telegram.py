"""Telegram: updates as the Bot API documents them, and the real `telegram.Bot` against a stand-in of it."""

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.telegram import TelegramChannel, TelegramSettings, start_code
from domain.channels import (
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
    Outgoing,
    Received,
    SendFailure,
    TooFast,
    WebhookOutcome,
    WebhookRequest,
)
from domain.ids import Number
from tests.channels.gateway import NOBODY_LISTENS, message
from tests.channels.our_webhook import OurWebhook, our_webhook
from tests.channels.telegram_standin import TOKEN, TelegramStandIn, telegram_api

NOW = datetime(2026, 5, 11, 10, 0, tzinfo=UTC)
SECRET = "webhook-secret-of-the-tests"
SETTINGS = TelegramSettings(token=TOKEN, webhook_secret=SECRET)
CHANNEL = TelegramChannel(SETTINGS)
CHAT = 4500000012
PRIVATE = {"id": CHAT, "first_name": "Prøve", "type": "private"}
PERSON = {"id": CHAT, "is_bot": False, "first_name": "Prøve"}
TEXT = {"message_id": 5, "from": PERSON, "chat": PRIVATE, "date": 1778486400, "text": "2"}
NO_TEXT = {name: value for name, value in TEXT.items() if name != "text"}


def posted(update: object, secret: str | None = SECRET) -> WebhookRequest:
    headers = {} if secret is None else {"x-telegram-bot-api-secret-token": secret}
    body = update if isinstance(update, bytes) else json.dumps(update).encode()
    return WebhookRequest("POST", "https://booking.example.dk/webhooks/hedensted/telegram", headers, (), body)


def written(**content: object) -> dict[str, object]:
    return {"update_id": 870000001, "message": NO_TEXT | content}


def inbound(text: str | None) -> Received:
    return Received((Inbound("870000001", Number(str(CHAT)), text, datetime(2026, 5, 11, 8, 0, tzinfo=UTC)),))


NOT_OURS = Received()


@pytest.mark.parametrize(
    ("update", "outcome"),
    [
        (written(text="2"), inbound("2")),
        (written(text="Ja tak, æøå نعم 👍\n"), inbound("Ja tak, æøå نعم 👍\n")),
        (written(text="/start 7Kx9_-a", entities=[{"type": "bot_command"}]), inbound("/start 7Kx9_-a")),
        (written(text="/start"), inbound("/start")),
        (written(text="ja\x00\ud83d"), inbound("ja\ufffd")),
        (written(text="ja", reply_to_message={"text": "1 onsdag"}), inbound("ja")),
        (written(voice={"duration": 3}), inbound(None)),
        (written(photo=[{"file_id": "x"}]), inbound(None)),
        (written(photo=[{"file_id": "x"}], caption="ja tak"), inbound("ja tak")),
        (written(sticker={"emoji": "👍"}), inbound(None)),
        (written(location={"latitude": 55.7, "longitude": 9.7}), inbound(None)),
        (written(contact={"phone_number": "4500000012"}), inbound(None)),
        (written(video_note={"duration": 3}), inbound(None)),
        (written(pinned_message={"text": "1"}), NOT_OURS),
        (written(message_auto_delete_timer_changed={"message_auto_delete_time": 86400}), NOT_OURS),
        (written(text="2", chat={"id": -100, "type": "group"}), NOT_OURS),
        (written(text="2", chat={"id": -100, "type": "supergroup"}), NOT_OURS),
        ({"update_id": 1, "edited_message": TEXT}, NOT_OURS),
        ({"update_id": 1, "channel_post": TEXT}, NOT_OURS),
        ({"update_id": 1, "edited_channel_post": TEXT}, NOT_OURS),
        ({"update_id": 1, "callback_query": {"id": "1"}}, NOT_OURS),
        ({"update_id": 1, "my_chat_member": {"new_chat_member": {"status": "kicked"}}}, NOT_OURS),
        ({"update_id": 1, "message": {"text": "2"}}, Malformed("a message without a chat")),
        ({"update_id": 1, "message": {"chat": {"type": "private"}}}, Malformed("a message without a chat")),
        ({"message": TEXT}, Malformed("not an update")),
        ([1], Malformed("not an update")),
        (b"", Malformed("not an update")),
        (b"{", Malformed("not an update")),
        (b"\xff\xfe", Malformed("not an update")),
        (b"[" * 100_000, Malformed("not an update")),
    ],
)
def test_an_update_is_read(update: object, outcome: WebhookOutcome) -> None:
    assert CHANNEL.receive(posted(update), "", NOW) == outcome


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + " ", SECRET[:-1], "æ"])
def test_without_the_secret_it_is_forged(secret: str | None) -> None:
    assert CHANNEL.receive(posted(written(text="2"), secret), "", NOW) == Forged()
    assert CHANNEL.receive(posted(b"{", secret), "", NOW) == Forged()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("/start 7Kx9_-a", "7Kx9_-a"),
        ("/start@test_bot 7Kx9", "7Kx9"),
        ("/start", ""),
        ("/start ", ""),
        ("/start to ord", None),
        ("/started 7", None),
        ("start 7Kx9", None),
        ("/start " + "a" * 65, None),
        ("2", None),
    ],
)
def test_a_one_time_code_is_found(text: str, code: str | None) -> None:
    assert start_code(text) == code


@dataclass
class Exchange:
    """Our channel, the stand-in and our webhook, wired to each other."""

    channel: TelegramChannel
    telegram: TelegramStandIn
    webhook: OurWebhook

    async def refusal(self) -> SendFailure:
        """What a message to the person raises, after seeing to it that it tells nothing."""
        with pytest.raises(SendFailure) as raised:
            await self.channel.send(to_chat())
        why = raised.value
        assert not any(secret in f"{why!r} {why}" for secret in (str(CHAT), to_chat().text, TOKEN))
        assert why.__suppress_context__ or why.__context__ is None
        return why


def to_chat(text: str = "Passer onsdag kl. 10? Svar 1 for ja.") -> Outgoing:
    return message(text, to=Number(str(CHAT)))


@pytest.fixture
async def exchange() -> AsyncIterator[Exchange]:
    async with our_webhook() as webhook, telegram_api() as stand_in:
        channel = TelegramChannel(replace(SETTINGS, base_url=stand_in.base_url))
        webhook.channel = channel
        await channel.register(webhook.url(ChannelName.TELEGRAM))
        yield Exchange(channel, stand_in, webhook)
        stand_in.hangs = False
        await channel.close()


@pytest.mark.parametrize(
    "text", ["Vi ses – æøå *1* _2_ <b> [x](y) `z`", "نعم، الأربعاء", "To\nlinjer & 100 %"]
)
async def test_not_one_letter_is_altered(exchange: Exchange, text: str) -> None:
    sent = await exchange.channel.send(to_chat(text))
    assert sent.provider_id.isdecimal()
    assert exchange.telegram.shown[CHAT] == [text]
    exchange.telegram.person_sends(CHAT, {"text": text})
    reply = await exchange.webhook.next_inbound()
    assert (reply.sender, reply.text) == (str(CHAT), text)


async def test_the_webhook_is_registered_for_messages_alone(exchange: Exchange) -> None:
    assert exchange.telegram.webhook["secret_token"] == SECRET
    assert json.loads(exchange.telegram.webhook["allowed_updates"]) == ["message"]


async def test_a_reply_survives_our_restart(exchange: Exchange) -> None:
    exchange.webhook.down_for = 3
    exchange.telegram.person_sends(CHAT, {"voice": {"duration": 3}})
    assert (await exchange.webhook.next_inbound()).text is None
    await exchange.telegram.callbacks.settled()
    assert exchange.telegram.callbacks.attempts == 4


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (403, {"description": "Forbidden: bot was blocked by the user"}, NumberBlocked),
        (403, {"description": "Forbidden: user is deactivated"}, NumberInvalid),
        (403, {"description": "Forbidden: bot can't initiate conversation with a user"}, NumberInvalid),
        (403, {"description": "Forbidden: bot can't send messages to the user"}, MessageRefused),
        (400, {"description": "Bad Request: chat not found"}, NumberInvalid),
        (400, {"description": f"Bad Request: message is too long for {CHAT}"}, MessageRefused),
        (400, {"description": "Bad Request", "parameters": {"migrate_to_chat_id": -1001}}, NumberInvalid),
        (429, {"description": "Too Many Requests", "parameters": {"retry_after": 17}}, TooFast),
        (401, {"description": "Unauthorized"}, ChannelMisconfigured),
        (404, {"description": "Not Found"}, ChannelMisconfigured),
        (409, {"description": "Conflict"}, ChannelMisconfigured),
        (500, {"description": "Internal Server Error"}, GatewayDown),
        (502, {"description": "Bad Gateway"}, GatewayDown),
        (504, {"description": "Gateway Timeout"}, Interrupted),
    ],
)
async def test_every_refusal_says_what_happens_now(
    exchange: Exchange, status: int, answer: dict[str, object], kind: type[SendFailure]
) -> None:
    exchange.telegram.refuses[CHAT] = (status, answer)
    why = await exchange.refusal()
    assert type(why) is kind
    assert why.retry_after == (timedelta(seconds=17) if kind is TooFast else None)


@pytest.mark.parametrize(
    ("answers", "kind"),
    [
        ((502, "<html>"), GatewayDown),
        ((504, "<html>"), Interrupted),
        ((200, "<html>"), ChannelMisconfigured),
        ((200, "{}"), ChannelMisconfigured),
        ((200, '{"ok": true, "result": true}'), ChannelMisconfigured),
        ((200, '{"ok": true, "result": {}}'), ChannelMisconfigured),
    ],
)
async def test_an_answer_that_is_not_telegrams(
    exchange: Exchange,
    answers: tuple[int, str],
    kind: type[SendFailure],
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    exchange.telegram.answers = answers
    assert type(await exchange.refusal()) is kind
    assert not (await exchange.channel.health()).ready
    assert "<html>" not in caplog.text


async def test_a_broken_line_tells_sent_from_perhaps_sent(exchange: Exchange) -> None:
    exchange.telegram.hangs = True
    hasty = replace(SETTINGS, base_url=exchange.telegram.base_url)
    exchange.channel = TelegramChannel(hasty, answer_seconds=0.2)
    assert type(await exchange.refusal()) is Interrupted
    await exchange.channel.close()
    absent = TelegramChannel(replace(SETTINGS, base_url=NOBODY_LISTENS))
    with pytest.raises(GatewayDown):
        await absent.send(to_chat())
    assert "does not answer" in (await absent.health()).why_not
    await absent.close()


async def test_only_a_private_chat_is_written_to() -> None:
    for to in ("-1001", "@channel", "+4500000012", "", "0"):
        with pytest.raises(NumberInvalid):
            await CHANNEL.send(message(to=Number(to)))


async def test_health_is_the_bots(exchange: Exchange) -> None:
    assert (await exchange.channel.health()).ready
    stranger = TelegramChannel(replace(SETTINGS, base_url=exchange.telegram.base_url, token="1:no"))
    assert "credentials" in (await stranger.health()).why_not
    with pytest.raises(ChannelMisconfigured):
        await stranger.register("https://booking.example.dk/webhooks/hedensted/telegram")
    await stranger.close()


async def test_no_log_shows_the_token_a_chat_or_a_text(
    exchange: Exchange, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger().debug("the log is really read")
    await exchange.channel.send(to_chat("Vi ses på onsdag"))
    exchange.telegram.refuses[CHAT] = (403, {"description": "Forbidden: bot was blocked by the user"})
    await exchange.refusal()
    assert "really read" in caplog.text
    # The stand-in's own access log is not ours to keep quiet.
    ours = "\n".join(
        record.getMessage() for record in caplog.records if not record.name.startswith(("aiohttp", "asyncio"))
    )
    assert not any(secret in ours for secret in (TOKEN, str(CHAT), "Vi ses"))


def test_secrets_are_not_shown() -> None:
    assert TOKEN not in repr(SETTINGS)
    assert SECRET not in repr(SETTINGS)


@pytest.mark.parametrize("secret", ["", "two words", "æ", "a" * 257])
def test_a_secret_that_telegram_would_refuse_is_refused(secret: str) -> None:
    with pytest.raises(ValueError, match="choose another"):
        replace(SETTINGS, webhook_secret=secret)
