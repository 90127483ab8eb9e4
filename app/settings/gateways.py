"""What a municipality's file says about its gateways, and the secrets the environment holds for them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.settings.environment import Environment, channel_secrets, secret_variable
from app.settings.reading import Reader
from app.settings.values import CHANNEL_SECRETS, OPTIONAL_SECRETS, ChannelSettings, InstallationSettings
from domain.channels import ChannelName
from domain.ids import Municipality


@dataclass(frozen=True, slots=True)
class ChannelTable:
    """What a municipality's file says about any gateway."""

    sender: str = ""
    per_second: float = 10.0


@dataclass(frozen=True, slots=True)
class TwilioTable(ChannelTable):
    """A messaging service may stand in for the sender."""

    messaging_service_sid: str = ""


@dataclass(frozen=True, slots=True)
class KannelTable(ChannelTable):
    """Where Kannel reaches us, where its status page is, and what its operator's errors mean."""

    callback_url: str = ""
    status_url: str = ""
    unreachable_errors: tuple[str, ...] = ()


TABLES: Mapping[ChannelName, type[ChannelTable]] = {
    ChannelName.TWILIO: TwilioTable,
    ChannelName.KANNEL: KannelTable,
}
"""The gateways that can be told more than a sender and a pace."""


def read_channels(
    tables: Any,
    key: Municipality,
    environment: Environment,
    installation: InstallationSettings,
    reader: Reader,
) -> tuple[ChannelSettings, ...]:
    """The gateways that the file switches on, each with the secrets the environment holds for it."""
    if not isinstance(tables, dict):
        reader.complain("channels", "write tables, as in [channels.kannel]")
        return ()
    found = []
    for name, table in tables.items():
        at = f"channels.{name}"
        if name not in CHANNEL_SECRETS:
            reader.complain(at, f"is no gateway; it can be: {', '.join(CHANNEL_SECRETS)}")
            continue
        channel = ChannelName(name)
        secrets = (*CHANNEL_SECRETS[channel], *OPTIONAL_SECRETS.get(channel, ()))
        if isinstance(table, dict) and (secret := next((s for s in secrets if s in table), None)):
            reader.complain(f"{at}.{secret}", "is a secret; put it into the environment, not into a file")
            continue
        said = reader.read(TABLES.get(channel, ChannelTable), table, at)
        if said is None:
            continue
        if said.per_second <= 0:
            reader.complain(f"{at}.per_second", "write a number above 0")
        made = _made(channel, said, key, environment, installation)
        if made.ready:
            _check(made, key, at, reader)
        found.append(made)
    return tuple(found)


def _made(
    channel: ChannelName,
    said: ChannelTable,
    key: Municipality,
    environment: Environment,
    installation: InstallationSettings,
) -> ChannelSettings:
    secrets, missing = channel_secrets(environment, key, channel)
    made = ChannelSettings(
        name=channel,
        base_url=installation.gateway_url(channel),
        sender=said.sender,
        per_second=said.per_second,
        secrets=secrets,
        missing=missing,
    )
    match said:
        case TwilioTable(messaging_service_sid=sid):
            return made.with_more(messaging_service_sid=sid)
        case KannelTable(callback_url=callback, status_url=status, unreachable_errors=errors):
            # Its callbacks carry numbers and texts: unless told otherwise they never leave the machine.
            here = f"http://127.0.0.1:{installation.port}/webhooks/{key}/kannel"
            return made.with_more(callback_url=callback or here, status_url=status, unreachable_errors=errors)
        case _:
            return made


def _check(made: ChannelSettings, key: Municipality, at: str, reader: Reader) -> None:
    """What the gateway itself would refuse, said before anything is sent."""
    if made.name is ChannelName.TWILIO and bool(made.sender) == bool(made.messaging_service_sid):
        reader.complain(f"{at}.sender", "write a sender or a messaging_service_sid, one of the two")
    if made.name is ChannelName.KANNEL:
        if "%" in made.callback_url:
            reader.complain(
                f"{at}.callback_url", "must not hold a %: Kannel would read it as one of its codes"
            )
        if not re.fullmatch(r"[A-Za-z0-9._~-]+", made.secrets["webhook_secret"]):
            variable = secret_variable(key, made.name, "webhook_secret")
            reader.complain(at, f"{variable} stands in addresses: choose letters, digits and . _ ~ - only")
