"""A gateway that can be switched off, and log lines as an administrator would read them."""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import structlog
from structlog.testing import capture_logs

from bot import conversing, due, outbox, workers
from domain.channels import GatewayDown
from scheduler import ticks
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
    # A test before this one may have set up the real logs, whose loggers keep their processors for good.
    structlog.reset_defaults()
    for module in (conversing, due, outbox, workers, ticks):
        vars(module.log).pop("bind", None)
    with capture_logs() as lines:
        yield lines


def events(lines: list[Line], name: str) -> list[Line]:
    """The lines of one kind."""
    return [line for line in lines if line["event"] == name]
