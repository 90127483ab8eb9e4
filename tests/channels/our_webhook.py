"""Our side of a webhook, as the product answers it: a real server on loopback that asks the channel what came."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from aiohttp import web
from aiohttp.test_utils import TestServer

from domain.channels import (
    Channel,
    ChannelName,
    Forged,
    Inbound,
    Malformed,
    Receipt,
    Received,
    WebhookOutcome,
    WebhookRequest,
)


class OurWebhook:
    """Collects what a gateway brings; ``down_for`` answers 503 to so many calls first."""

    def __init__(self) -> None:
        self.channel: Channel | None = None
        self.outcomes: list[WebhookOutcome] = []
        self.requests: list[WebhookRequest] = []
        self.down_for = 0
        self.inbound: asyncio.Queue[Inbound] = asyncio.Queue()
        self.receipts: asyncio.Queue[Receipt] = asyncio.Queue()
        self.base_url = ""

    def url(self, name: ChannelName) -> str:
        """Our public address for one gateway."""
        return f"{self.base_url}/webhooks/hedensted/{name}"

    async def next_inbound(self, patience: float = 15.0) -> Inbound:
        """The next reply from a phone."""
        async with asyncio.timeout(patience):
            return await self.inbound.get()

    async def next_receipt(self, patience: float = 15.0) -> Receipt:
        """The next delivery report."""
        async with asyncio.timeout(patience):
            return await self.receipts.get()

    async def handle(self, request: web.Request) -> web.Response:
        """One call of a gateway."""
        if self.down_for > 0:
            self.down_for -= 1
            return web.Response(status=503)
        asked = WebhookRequest(
            method=request.method,
            url=self.base_url + request.raw_path,
            headers={name.lower(): value for name, value in request.headers.items()},
            query=tuple(request.query.items()),
            body=await request.read(),
        )
        assert self.channel is not None
        outcome = self.channel.receive(asked, request.match_info.get("path", ""), datetime.now(UTC))
        self.requests.append(asked)
        self.outcomes.append(outcome)
        match outcome:
            case Forged():
                return web.Response(status=403)
            case Malformed():
                return web.Response(status=400)
            case Received(inbound, receipts):
                for reply in inbound:
                    self.inbound.put_nowait(reply)
                for receipt in receipts:
                    self.receipts.put_nowait(receipt)
                return web.Response()


@asynccontextmanager
async def our_webhook() -> AsyncIterator[OurWebhook]:
    """A webhook server; give it its ``channel`` before the first call."""
    ours = OurWebhook()
    app = web.Application()
    for route in ("/webhooks/hedensted/{channel}", "/webhooks/hedensted/{channel}/{path}"):
        app.router.add_route("*", route, ours.handle)
    server = TestServer(app)
    await server.start_server()
    ours.base_url = str(server.make_url("/")).rstrip("/")
    try:
        yield ours
    finally:
        await server.close()
