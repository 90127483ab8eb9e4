"""GatewayAPI as its public documentation describes it: /rest/mtsms, signed webhooks, letters lost to GSM-7."""

import json
from base64 import b64decode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count

from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jws
from joserfc.jwk import OctKey

from tests.channels.alphabet import fits_gsm7
from tests.channels.callbacks import Callbacks

TOKEN = "api-token-of-the-tests"
SECRET = "webhook-authentication-token-of-the-tests"
SENT_AT = 1778486400


def signed(claims: Mapping[str, object], secret: str = SECRET, algorithm: str = "HS256") -> str:
    """The token that comes with a notification: it holds the whole notification."""
    return jws.serialize_compact(
        {"typ": "JWT", "alg": algorithm},
        json.dumps(claims).encode(),
        OctKey.import_key(secret.encode()),
        algorithms=[algorithm],
    )


class GatewayApiStandIn:
    """One account with one webhook."""

    def __init__(self, webhook_url: str) -> None:
        self.webhook_url = webhook_url
        self.base_url = ""
        self.shown: dict[int, list[str]] = {}
        self.blacklisted: set[int] = set()
        self.final = {"status": "DELIVERED", "error": None, "code": None}
        self.callbacks = Callbacks()
        self._ids = count(421332671)

    def phone_says(self, msisdn: int, text: str) -> None:
        """A family's phone answers."""
        self._notify(
            {
                "id": next(self._ids),
                "msisdn": msisdn,
                "receiver": 4500009999,
                "message": text,
                "senttime": SENT_AT,
                "webhook_label": "thousand-days",
                "country_code": "DK",
                "country_prefix": 45,
            }
        )

    def _notify(self, notification: Mapping[str, object]) -> None:
        headers = {"Content-Type": "application/json", "X-Gwapi-Signature": signed(notification)}
        self.callbacks.call(self.webhook_url, json.dumps(notification).encode(), lambda: headers)

    async def send(self, request: web.Request) -> web.Response:
        """POST /rest/mtsms."""
        if not _knows_the_token(request):
            return _refused(401, "0x0210", "Invalid username")
        ask = await request.json()
        msisdn = ask["recipients"][0]["msisdn"]
        if msisdn in self.blacklisted:
            return _refused(403, "0x0215", f"MSISDN {msisdn} blacklisted")
        lossy = ask.get("encoding", "UTF8") == "UTF8"
        text = "".join(letter if fits_gsm7(letter) or not lossy else "?" for letter in ask["message"])
        self.shown.setdefault(msisdn, []).append(text)
        message_id = next(self._ids)
        for status in ("BUFFERED", "ENROUTE"):
            self._report(message_id, msisdn, ask["userref"], {"status": status, "error": None, "code": None})
        self._report(message_id, msisdn, ask["userref"], self.final)
        return web.json_response(
            {"ids": [message_id], "usage": {"countries": {"DK": 1}, "currency": "DKK", "total_cost": 0.12}}
        )

    async def me(self, request: web.Request) -> web.Response:
        """GET /rest/me."""
        if not _knows_the_token(request):
            return _refused(401, "0x0210", "Invalid username")
        return web.json_response({"credit": 1234.56, "currency": "DKK", "id": 1})

    def _report(self, message_id: int, msisdn: int, userref: str, what: Mapping[str, object]) -> None:
        fixed = {"id": message_id, "msisdn": msisdn, "time": SENT_AT, "userref": userref}
        self._notify({**fixed, **what, "country_code": "DK", "country_prefix": 45})


def _knows_the_token(request: web.Request) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return scheme == "Basic" and b64decode(given).decode() == f"{TOKEN}:"


def _refused(status: int, code: str, words: str) -> web.Response:
    return web.json_response({"code": code, "incident_uuid": "d8127429", "message": words}, status=status)


@asynccontextmanager
async def gatewayapi(webhook_url: str) -> AsyncIterator[GatewayApiStandIn]:
    """The stand-in on loopback, calling this webhook."""
    stand_in = GatewayApiStandIn(webhook_url)
    app = web.Application()
    app.router.add_post("/rest/mtsms", stand_in.send)
    app.router.add_get("/rest/me", stand_in.me)
    server = TestServer(app)
    await server.start_server()
    stand_in.base_url = str(server.make_url("/"))
    try:
        yield stand_in
    finally:
        await stand_in.callbacks.settled()
        await server.close()
