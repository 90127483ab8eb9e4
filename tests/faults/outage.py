"""A gateway that can be switched off, and log lines as an administrator would read them."""

import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import structlog
from structlog._config import BoundLoggerLazyProxy
from structlog.testing import capture_logs

from domain.channels import GatewayDown
from tests.story import Town

Line = MutableMapping[str, Any]


class Outage(list[Exception]):
    """Every message is refused until the gateway is mended; when each was tried is kept."""

    def __init__(self, town: Town) -> None:
        super().__init__()
        self._town = town
        self.lasts = True
        self.tried: list[datetime] = []

    def __bool__(self) -> bool:
        return self.lasts

    def pop(self, _: Any = -1) -> Exception:
        self.tried.append(self._town.clock.at)
        return GatewayDown()

    def mend(self) -> None:
        """The gateway works again."""
        self.lasts = False


def gateway_goes_down(town: Town) -> Outage:
    """From now on nothing can be handed over."""
    outage = Outage(town)
    town.phones.failing = outage
    return outage


@contextmanager
def logged() -> Iterator[list[Line]]:
    """Every line that is logged meanwhile."""
    forget_log_settings()
    with capture_logs() as lines:
        yield lines


def forget_log_settings() -> None:
    """Loggers keep the processors they first logged with for good, once the real logs were set up."""
    structlog.reset_defaults()
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] in {"app", "bot", "scheduler", "storage", "web"}:
            log = getattr(module, "log", None)
            if isinstance(log, BoundLoggerLazyProxy):
                vars(log).pop("bind", None)


def events(lines: list[Line], name: str) -> list[Line]:
    """The lines of one kind."""
    return [line for line in lines if line["event"] == name]
