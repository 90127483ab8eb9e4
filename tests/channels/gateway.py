"""A gateway that answers as it is told to, however badly: what every channel's errors are tested against."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.http import HttpLine
from domain.channels import Channel, Outgoing, SendFailure
from domain.ids import Municipality, Number, OutboxId

FAMILY = Number("+4500000012")
TEXT = "Passer onsdag kl. 10? Svar 1 for ja."
NOBODY_LISTENS = "http://127.0.0.1:9"


def message(text: str = TEXT, to: Number = FAMILY, outbox_id: int = 7) -> Outgoing:
    """A message to the family of these tests."""
    return Outgoing(OutboxId(outbox_id), Municipality("hedensted"), to, text)


@dataclass
class Asked:
    """One request as the gateway saw it."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Gateway:
    """Answers everything alike; ``hangs`` never answers, ``hangs_up`` breaks the connection instead."""

    status: int = 200
    body: str = "{}"
    headers: dict[str, str] = field(default_factory=dict)
    hangs: bool = False
    hangs_up: bool = False
    asked: list[Asked] = field(default_factory=list)
    base_url: str = ""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One request of ours."""
        self.asked.append(
            Asked(request.method, request.raw_path, dict(request.headers), await request.read())
        )
        if self.hangs:
            await asyncio.sleep(5)
        if self.hangs_up and request.transport is not None:
            request.transport.abort()
        return web.Response(status=self.status, text=self.body, headers=self.headers)


@asynccontextmanager
async def gateway(**behaviour: object) -> AsyncIterator[Gateway]:
    """A gateway on loopback that behaves so."""
    stand_in = Gateway(**behaviour)  # type: ignore[arg-type]
    app = web.Application()
    app.router.add_route("*", "/{everything:.*}", stand_in.handle)
    server = TestServer(app)
    await server.start_server()
    stand_in.base_url = str(server.make_url("/")).rstrip("/")
    try:
        yield stand_in
    finally:
        await server.close()


def impatient() -> HttpLine:
    """A line that waits a moment only, so that a test of a silent gateway is short."""
    return HttpLine(answer_seconds=0.2)


async def refusal(make: Callable[[str], Channel], **behaviour: object) -> SendFailure:
    """What the channel that ``make`` builds for an address raises against such a gateway."""
    async with gateway(**behaviour) as stand_in:
        return await refusal_at(make(stand_in.base_url))


async def refusal_at(channel: Channel) -> SendFailure:
    """What a channel raises, after seeing to it that nobody's number or words stand in it."""
    with pytest.raises(SendFailure) as raised:
        await channel.send(message())
    await channel.close()
    why = raised.value
    told = f"{why!r} {why} {why.detail} {why.__cause__}"
    assert FAMILY.removeprefix("+") not in told, "a number in an error"
    assert TEXT not in told, "a text in an error"
    assert why.__suppress_context__ or why.__context__ is None, "a log would show the error underneath"
    return why
