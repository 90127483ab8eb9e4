"""What the installation decides, and each municipality's gateways: frozen, secrets never shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from domain.channels import ChannelName
from domain.ids import Municipality
from domain.settings import MunicipalitySettings


class LogLevel(StrEnum):
    """How much is logged; personal data never is, at any level."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    """JSON for machines, text for a terminal."""

    JSON = "json"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class InstallationSettings:
    """What is the same for all municipalities of one installation; each value can come from the environment."""

    database_url: str = field(default="sqlite:///thousand-days.sqlite", repr=False)
    """``sqlite:///PATH`` or ``postgresql://…``; the program picks the driver."""
    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = "http://127.0.0.1:8080"
    """The address under which gateways and staff reach the installation; Twilio signs it."""
    gatewayapi_url: str = "https://gatewayapi.com"
    twilio_url: str = "https://api.twilio.com"
    kannel_url: str = "http://127.0.0.1:13013"
    telegram_url: str = "https://api.telegram.org"
    session_idle_minutes: int = 30
    """A member of staff who does nothing for so long logs in again."""
    session_hours: int = 12
    """A session ends after so long, whatever happens in it."""
    session_secret: str | None = field(default=None, repr=False)
    """Needed when several hosts share one PostgreSQL; otherwise made once beside the database."""
    log_level: LogLevel = LogLevel.INFO
    log_format: LogFormat = LogFormat.JSON

    def gateway_url(self, channel: ChannelName) -> str:
        """The base address of a gateway, so that one on loopback can stand in; empty for simulated phones."""
        return {
            ChannelName.GATEWAYAPI: self.gatewayapi_url,
            ChannelName.TWILIO: self.twilio_url,
            ChannelName.KANNEL: self.kannel_url,
            ChannelName.TELEGRAM: self.telegram_url,
        }.get(channel, "")


CHANNEL_SECRETS: Mapping[ChannelName, tuple[str, ...]] = {
    ChannelName.GATEWAYAPI: ("token", "webhook_secret"),
    ChannelName.TWILIO: ("account_sid", "auth_token"),
    ChannelName.KANNEL: ("username", "password", "webhook_secret"),
    ChannelName.TELEGRAM: ("token", "webhook_secret"),
}
"""The secrets each gateway needs; each is an environment variable, never a line in a file."""


OPTIONAL_SECRETS: Mapping[ChannelName, tuple[str, ...]] = {ChannelName.KANNEL: ("status_password",)}
"""Secrets that a gateway works without: Kannel's status page is asked only where it is set up."""


@dataclass(frozen=True, slots=True)
class ChannelSettings:
    """One gateway of one municipality. Without all its secrets it is off, and ``missing`` names what is not set."""

    name: ChannelName
    base_url: str
    sender: str = ""
    """What the family sees as the sender: a number it can answer to."""
    per_second: float = 10.0
    """The most messages a second that the gateway takes from us."""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    missing: tuple[str, ...] = ()
    messaging_service_sid: str = ""
    """Twilio: the messaging service that chooses the sender, instead of one."""
    callback_url: str = ""
    """Kannel: our webhook as Kannel reaches it."""
    status_url: str = ""
    """Kannel: where ``bearerbox`` tells whether an operator is connected; empty: nobody asks."""
    unreachable_errors: tuple[str, ...] = ()
    """Kannel: the operator's ``err:`` codes that mean "no such number"."""

    def with_more(self, **more: Any) -> "ChannelSettings":
        """With what only this kind of gateway knows."""
        return replace(self, **more)

    @property
    def ready(self) -> bool:
        """Whether every secret is there."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that was read at start. ``notices`` are sentences for the log: odd, but no reason to refuse."""

    installation: InstallationSettings
    municipalities: Mapping[Municipality, MunicipalitySettings]
    channels: Mapping[Municipality, tuple[ChannelSettings, ...]]
    notices: tuple[str, ...] = ()
