"""Telegram: the Bot API through python-telegram-bot's ``Bot`` alone, and its webhook.

Only private chats are read. Whom a chat belongs to is not known here: the one-time code of ``/start CODE`` links it.
"""

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telegram import Bot, LinkPreviewOptions
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import HTTPXRequest

from bot.channels.http import unwell
from bot.channels.webhooks import json_object, moment, readable, same_secret
from domain.channels import (
    ChannelHealth,
    ChannelMisconfigured,
    ChannelName,
    Forged,
    GatewayDown,
    Inbound,
    Interrupted,
    Malformed,
    Medium,
    MessageRefused,
    NumberBlocked,
    NumberInvalid,
    Outgoing,
    Received,
    SendFailure,
    Sent,
    TooFast,
    WebhookOutcome,
    WebhookRequest,
)
from domain.ids import Number

# What a person can send that is no text. Anything else without a text (a pinned message, a new timer) is
# Telegram's own doing and gets no answer.
_NO_TEXT = frozenset(
    {"animation", "audio", "checklist", "contact", "dice", "document", "game", "location", "paid_media"}
    | {"photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice"}
)
# httpx's names for "nothing left us"; python-telegram-bot keeps them as the cause of its own errors.
_NOT_SENT = frozenset({"ConnectError", "ConnectTimeout", "PoolTimeout", "UnsupportedProtocol", "ProxyError"})
# At their usual levels these write the bot's token (it is part of every address), numbers and texts.
_TALKATIVE = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.WARNING,
    "telegram.request.BaseRequest": logging.CRITICAL,
}


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """A bot: ``token`` from BotFather, ``webhook_secret`` as it was given to Telegram with the webhook's address.

    Telegram takes about 30 messages a second from a bot.
    """

    token: str = field(repr=False)
    webhook_secret: str = field(repr=False)
    base_url: str = "https://api.telegram.org"
    per_second: float = 25.0

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", self.webhook_secret):
            raise ValueError(
                "Telegram's webhook secret must be 1-256 letters, digits, _ or -: choose another"
            )


class TelegramChannel:
    """Sends as one bot and reads its webhook; an address is the number of a private chat."""

    name = ChannelName.TELEGRAM
    medium = Medium.TELEGRAM

    def __init__(self, settings: TelegramSettings, answer_seconds: float = 20.0) -> None:
        for logger, level in _TALKATIVE.items():
            logging.getLogger(logger).setLevel(level)
        self._settings = settings
        self._request = HTTPXRequest(
            connection_pool_size=32,
            connect_timeout=5.0,
            read_timeout=answer_seconds,
            write_timeout=answer_seconds,
            pool_timeout=5.0,
        )
        base_url = settings.base_url.rstrip("/") + "/bot"
        self._bot = Bot(
            settings.token, base_url=base_url, request=self._request, get_updates_request=self._request
        )

    @property
    def per_second(self) -> float:
        """As set."""
        return self._settings.per_second

    async def send(self, message: Outgoing) -> Sent:
        """Hand one text over, as it is: no markup is read into it, no link is looked up."""
        if not re.fullmatch(r"[1-9][0-9]{0,18}", message.to):
            raise NumberInvalid("not a private chat")
        try:
            sent = await self._bot.send_message(
                int(message.to), message.text, link_preview_options=LinkPreviewOptions(is_disabled=True)
            )
            return Sent(str(sent.message_id))
        except TelegramError as error:
            raise _failure(error) from None
        except (AttributeError, KeyError, TypeError, ValueError):
            raise ChannelMisconfigured("base_url is not Telegram's") from None

    def receive(self, request: WebhookRequest, path: str, now: datetime) -> WebhookOutcome:
        """Read one update."""
        given = request.headers.get("x-telegram-bot-api-secret-token")
        if not same_secret(given, self._settings.webhook_secret):
            return Forged()
        update = json_object(request.body)
        match update:
            case {"update_id": int() as update_id, "message": dict() as message}:
                return _inbound(update_id, message)
            case {"update_id": int()}:  # an edit, a post in a channel, a button: nothing of ours
                return Received()
        return Malformed("not an update")

    async def health(self) -> ChannelHealth:
        """Whether Telegram knows the bot."""
        try:
            return ChannelHealth((await self._bot.get_me()).is_bot)
        except TelegramError as error:
            return unwell("Telegram", _failure(error))
        except (AttributeError, KeyError, TypeError, ValueError):
            return unwell("Telegram", ChannelMisconfigured("base_url is not Telegram's"))

    async def register(self, webhook_url: str) -> None:
        """Tell Telegram where our webhook is and with which secret; raises a ``SendFailure`` when it refuses."""
        try:
            await self._bot.set_webhook(
                webhook_url, secret_token=self._settings.webhook_secret, allowed_updates=["message"]
            )
        except TelegramError as error:
            raise _failure(error) from None

    async def close(self) -> None:
        """Hang up."""
        await self._request.shutdown()


def start_code(text: str) -> str | None:
    """The one-time code of ``/start CODE``, which a family sends by following its link; empty for a bare ``/start``.

    None when the text is something else.
    """
    found = re.fullmatch(r"/start(?:@\w+)?(?:\s+([A-Za-z0-9_-]{1,64}))?\s*", text)
    return None if found is None else found[1] or ""


def _inbound(update_id: int, message: Mapping[str, object]) -> WebhookOutcome:
    match message:
        case {"chat": {"type": "private", "id": int() as chat}}:
            text = message.get("text", message.get("caption"))
            if not isinstance(text, str) and _NO_TEXT.isdisjoint(message):
                return Received()
            read = readable(text) if isinstance(text, str) else None
            return Received(
                inbound=(Inbound(str(update_id), Number(str(chat)), read, moment(message.get("date"))),)
            )
        case {"chat": {"type": str() as kind}} if kind != "private":
            return Received()
    return Malformed("a message without a chat")


def _failure(error: TelegramError) -> SendFailure:
    """What happens now with a message; Telegram's own words are read, never kept."""
    words = error.message.lower()
    match error:
        case RetryAfter(retry_after=wait):
            return TooFast("flood control", wait if isinstance(wait, timedelta) else timedelta(seconds=wait))
        case Forbidden():
            return _forbidden(words)
        case InvalidToken():
            return ChannelMisconfigured("the bot's token")
        case ChatMigrated():
            return NumberInvalid("a group")
        case BadRequest():
            unknown = ("chat not found", "user not found", "peer_id_invalid")
            return (
                NumberInvalid("no such chat") if any(name in words for name in unknown) else MessageRefused()
            )
        case TimedOut() | NetworkError():
            cause = error.__cause__
            answered = cause is None or isinstance(cause, TelegramError)
            return _broken("" if answered else type(cause).__name__, words)
    return ChannelMisconfigured(type(error).__name__)


def _forbidden(words: str) -> SendFailure:
    if "blocked" in words:
        return NumberBlocked("blocked")
    if "deactivated" in words or "initiate" in words:
        return NumberInvalid("no such chat any more")
    return MessageRefused("forbidden")


def _broken(cause: str, words: str) -> SendFailure:
    """A line that failed: without a cause it was an answer of Telegram's (5xx), which took nothing."""
    if cause in _NOT_SENT:
        return GatewayDown(f"no connection ({cause})")
    if cause or "gateway time" in words:
        return Interrupted(f"connection lost ({cause})" if cause else "no answer in time")
    return GatewayDown("refused by Telegram")
