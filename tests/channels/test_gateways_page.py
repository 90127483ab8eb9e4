"""What operators are told about gateways is what the program reads."""

from dataclasses import fields
from pathlib import Path

import pytest

from app.settings.environment import secret_variable
from app.settings.values import CHANNEL_SECRETS
from bot.channels.gatewayapi import GatewayApiSettings
from bot.channels.kannel import KannelSettings
from bot.channels.telegram import TelegramSettings
from bot.channels.twilio import TwilioSettings
from domain.channels import ChannelName
from domain.ids import Municipality

PAGE = Path(__file__).parents[2] / "docs" / "operator" / "gateways.md"
SETTINGS: dict[ChannelName, type] = {
    ChannelName.GATEWAYAPI: GatewayApiSettings,
    ChannelName.TWILIO: TwilioSettings,
    ChannelName.KANNEL: KannelSettings,
    ChannelName.TELEGRAM: TelegramSettings,
}


@pytest.mark.parametrize("name", SETTINGS)
def test_every_secret_is_explained_and_never_shown(name: ChannelName) -> None:
    page = PAGE.read_text()
    for secret in CHANNEL_SECRETS[name]:
        assert secret_variable(Municipality("hedensted"), name, secret) in page
    hidden = {field.name for field in fields(SETTINGS[name]) if not field.repr}
    # The password of Kannel's status page is no secret that Kannel's channel needs.
    assert hidden - {"status_password"} <= set(CHANNEL_SECRETS[name])
    assert set(CHANNEL_SECRETS[name]) - hidden <= {"username", "account_sid"}


def test_the_webhooks_addresses_are_named() -> None:
    page = PAGE.read_text()
    for name in SETTINGS:
        assert f"/webhooks/hedensted/{name}" in page
