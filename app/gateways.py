"""The gateways of each municipality, made from their settings; one without its secrets is off."""

from collections.abc import Callable
from typing import Any

from app.settings import ChannelSettings, Settings
from bot.channels.throttle import Paced
from bot.messages.segments import is_gsm7
from domain.channels import Channel, ChannelName
from domain.ids import Municipality


def open_channels(settings: Settings) -> dict[tuple[Municipality, ChannelName], Channel]:
    """Every channel that has all its secrets; each is slowed to what its gateway takes."""
    public = settings.installation.public_url.rstrip("/")
    return {
        (municipality, channel.name): Paced(
            _MAKERS[channel.name](channel, f"{public}/webhooks/{municipality}")
        )
        for municipality, channels in settings.channels.items()
        for channel in channels
        if channel.ready and channel.name in _MAKERS
    }


def _gatewayapi(channel: ChannelSettings, _: str) -> Channel:
    from bot.channels.gatewayapi import GatewayApiChannel, GatewayApiSettings

    return GatewayApiChannel(
        GatewayApiSettings(
            token=channel.secrets["token"],
            webhook_secret=channel.secrets["webhook_secret"],
            sender=channel.sender,
            base_url=channel.base_url,
            per_second=channel.per_second,
        ),
        is_gsm7,
    )


def _twilio(channel: ChannelSettings, webhooks: str) -> Channel:
    from bot.channels.twilio import TwilioChannel, TwilioSettings

    return TwilioChannel(
        TwilioSettings(
            account_sid=channel.secrets["account_sid"],
            auth_token=channel.secrets["auth_token"],
            webhook_url=f"{webhooks}/twilio",
            sender=channel.sender,
            messaging_service_sid=channel.messaging_service_sid,
            base_url=channel.base_url,
            per_second=channel.per_second,
        )
    )


def _kannel(channel: ChannelSettings, _: str) -> Channel:
    from bot.channels.kannel import KannelChannel, KannelSettings

    return KannelChannel(
        KannelSettings(
            username=channel.secrets["username"],
            password=channel.secrets["password"],
            webhook_secret=channel.secrets["webhook_secret"],
            sender=channel.sender,
            callback_url=channel.callback_url,
            base_url=channel.base_url,
            status_url=channel.status_url,
            status_password=channel.secrets.get("status_password", ""),
            unreachable_errors=channel.unreachable_errors,
            per_second=channel.per_second,
        ),
        is_gsm7,
    )


def _telegram(channel: ChannelSettings, _: str) -> Channel:
    # python-telegram-bot takes a third of a second to import: only where Telegram is on.
    from bot.channels.telegram import TelegramChannel, TelegramSettings

    return TelegramChannel(
        TelegramSettings(
            token=channel.secrets["token"],
            webhook_secret=channel.secrets["webhook_secret"],
            base_url=channel.base_url,
            per_second=channel.per_second,
        )
    )


_MAKERS: dict[ChannelName, Callable[[ChannelSettings, str], Any]] = {
    ChannelName.GATEWAYAPI: _gatewayapi,
    ChannelName.TWILIO: _twilio,
    ChannelName.KANNEL: _kannel,
    ChannelName.TELEGRAM: _telegram,
}
