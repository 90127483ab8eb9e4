"""Gateways call here: proved, stored, answered; everything else happens afterwards."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.inbox import Accepted, NoSuchChannel
from domain.channels import ChannelName, Forged, Malformed, WebhookRequest
from domain.ids import Municipality
from web.metrics import METRICS
from web.routes import GATEWAY, Route
from web.services import services

_EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""What Twilio expects when nothing is to be sent back at once; our answers leave through the outbox."""


def _called(name: ChannelName, path: str = "") -> Callable[[web.Request], Awaitable[web.Response]]:
    """The handler of one gateway's address; ``path`` is what follows its name."""

    async def handle(request: web.Request) -> web.Response:
        house = services(request)
        municipality = Municipality(request.match_info["municipality"])
        outcome = await house.inbox.accept(municipality, name, path, await _plain(request, house.public_url))
        request.app[METRICS].webhook(name, _WORD[type(outcome)])
        match outcome:
            case Accepted():
                house.wake()
                return _thanks(name)
            case Forged():
                return web.Response(status=403, text="not proved to come from the gateway\n")
            case Malformed(why=why):
                return web.Response(status=400, text=f"{why}\n")
            case NoSuchChannel():
                return web.Response(status=404, text="no such municipality, or the channel is off there\n")

    return handle


_WORD: dict[type[object], str] = {
    Accepted: "accepted",
    Forged: "forged",
    Malformed: "malformed",
    NoSuchChannel: "unknown",
}


async def _plain(request: web.Request, public_url: str) -> WebhookRequest:
    """The request as plain data, under the public address that the gateway called."""
    return WebhookRequest(
        method=request.method,
        url=f"{public_url.rstrip('/')}{request.raw_path}",
        headers={name.lower(): value for name, value in request.headers.items()},
        query=tuple(request.query.items()),
        body=await request.read(),
    )


def _thanks(name: ChannelName) -> web.Response:
    if name is ChannelName.TWILIO:
        return web.Response(text=_EMPTY_TWIML, content_type="text/xml")
    return web.Response(text="")


_BASE = "/webhooks/{municipality}"

ROUTES = (
    Route("POST", f"{_BASE}/gatewayapi", _called(ChannelName.GATEWAYAPI), GATEWAY),
    Route("POST", f"{_BASE}/twilio", _called(ChannelName.TWILIO), GATEWAY),
    Route("POST", f"{_BASE}/telegram", _called(ChannelName.TELEGRAM), GATEWAY),
    Route("GET", f"{_BASE}/kannel/inbound", _called(ChannelName.KANNEL, "inbound"), GATEWAY),
    Route("GET", f"{_BASE}/kannel/dlr", _called(ChannelName.KANNEL, "dlr"), GATEWAY),
)
