"""Twilio as its public documentation describes it: Messages.json, signed callbacks, letters replaced if asked."""

from base64 import b64decode
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count
from urllib.parse import urlencode

from aiohttp import web
from aiohttp.test_utils import TestServer
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from tests.channels.callbacks import Callbacks

ACCOUNT = "AC" + "0" * 32
AUTH_TOKEN = "auth-token-of-the-tests"
SENDER = "+4500009999"
SMART = str.maketrans({"–": "-", "“": '"', "”": '"', "…": "..."})


class TwilioStandIn:
    """One account with one number; its callbacks are signed by Twilio's own library."""

    def __init__(self, webhook_url: str) -> None:
        self.webhook_url = webhook_url
        self.base_url = ""
        self.shown: dict[str, list[str]] = {}
        self.refuses: dict[str, tuple[int, int]] = {}
        self.final: Mapping[str, str] = {"MessageStatus": "delivered"}
        self.account_status = "active"
        self.callbacks = Callbacks()
        self._ids = count(1)
        self._validator = RequestValidator(AUTH_TOKEN)

    def phone_says(self, number: str, text: str, pictures: int = 0) -> None:
        """A family's phone answers."""
        sid = self._sid()
        form = {
            "ToCountry": "DK",
            "SmsMessageSid": sid,
            "NumMedia": str(pictures),
            "SmsSid": sid,
            "SmsStatus": "received",
            "FromCountry": "DK",
            "Body": text,
            "To": SENDER,
            "NumSegments": "1",
            "MessageSid": sid,
            "AccountSid": ACCOUNT,
            "From": number,
            "ApiVersion": "2010-04-01",
        }
        self._call(self.webhook_url, form)

    def _sid(self) -> str:
        return f"SM{next(self._ids):032x}"

    def _call(self, url: str, form: Mapping[str, str]) -> None:
        # What follows # is for Twilio itself: it neither reaches us nor is it signed here.
        address = url.partition("#")[0]
        headers = {
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
            "X-Twilio-Signature": self._validator.compute_signature(address, form),
        }
        self.callbacks.call(address, urlencode(form).encode(), lambda: headers)

    async def send(self, request: web.Request) -> web.Response:
        """POST Messages.json."""
        if not _knows_the_token(request):
            return _refused(401, 20003, "Authenticate")
        ask = await request.post()
        to, text, callback = str(ask["To"]), str(ask["Body"]), str(ask["StatusCallback"])
        if to in self.refuses:
            status, code = self.refuses[to]
            return _refused(status, code, f"The 'To' number {to} is not a valid phone number.")
        if ask.get("SmartEncoded", "true") == "true":
            text = text.translate(SMART)
        self.shown.setdefault(to, []).append(text)
        sid = self._sid()
        for what in ({"MessageStatus": "queued"}, {"MessageStatus": "sent"}, self.final):
            fixed = {"MessageSid": sid, "SmsSid": sid, "To": to, "From": SENDER, "AccountSid": ACCOUNT}
            self._call(callback, {**fixed, "SmsStatus": what["MessageStatus"], **what})
        return web.json_response({"sid": sid, "status": "queued", "error_code": None}, status=201)

    async def account(self, request: web.Request) -> web.Response:
        """GET the account."""
        if not _knows_the_token(request):
            return _refused(401, 20003, "Authenticate")
        return web.json_response({"sid": ACCOUNT, "status": self.account_status})


def _knows_the_token(request: web.Request) -> bool:
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    return scheme == "Basic" and b64decode(given).decode() == f"{ACCOUNT}:{AUTH_TOKEN}"


def _refused(status: int, code: int, words: str) -> web.Response:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return web.json_response(
        {"code": code, "message": words, "more_info": more, "status": status}, status=status
    )


@asynccontextmanager
async def twilio(webhook_url: str) -> AsyncIterator[TwilioStandIn]:
    """The stand-in on loopback, calling this webhook."""
    stand_in = TwilioStandIn(webhook_url)
    app = web.Application()
    app.router.add_post(f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json", stand_in.send)
    app.router.add_get(f"/2010-04-01/Accounts/{ACCOUNT}.json", stand_in.account)
    server = TestServer(app)
    await server.start_server()
    stand_in.base_url = str(server.make_url("/"))
    try:
        yield stand_in
    finally:
        await stand_in.callbacks.settled()
        await server.close()
