"""Telegram's Bot API as its documentation describes it, for the real `telegram.Bot` to talk to."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from itertools import count

from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.channels.callbacks import Callbacks

TOKEN = "4500:bot-token-of-the-tests"
SENT_AT = 1778486400


class TelegramStandIn:
    """One bot, which people write to in private chats."""

    def __init__(self) -> None:
        self.base_url = ""
        self.shown: dict[int, list[str]] = {}
        self.refuses: dict[int, tuple[int, dict[str, object]]] = {}
        self.answers: tuple[int, str] | None = None
        self.hangs = False
        self.webhook: Mapping[str, str] = {}
        self.callbacks = Callbacks()
        self._ids = count(870000001)

    def person_sends(self, chat: int, content: Mapping[str, object]) -> None:
        """A person sends this to the bot: `{"text": "ja"}`, `{"voice": {…}}`."""
        person = {"id": chat, "is_bot": False, "first_name": "Prøve", "language_code": "da"}
        message = {
            "message_id": next(self._ids),
            "from": person,
            "chat": {"id": chat, "first_name": "Prøve", "type": "private"},
            "date": SENT_AT,
            **content,
        }
        headers = {
            "Content-Type": "application/json",
            "X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"],
        }
        body = json.dumps({"update_id": next(self._ids), "message": message}).encode()
        self.callbacks.call(self.webhook["url"], body, lambda: headers)

    async def handle(self, request: web.Request) -> web.Response:
        """POST /bot<token>/<method>."""
        if self.hangs:
            await asyncio.sleep(5)
        if self.answers is not None:
            return web.Response(status=self.answers[0], text=self.answers[1])
        if request.match_info["token"] != TOKEN:
            return _refused(401, "Unauthorized")
        asked = {name: str(value) for name, value in (await request.post()).items()}
        match request.match_info["method"]:
            case "getMe":
                return _result({"id": 4500, "is_bot": True, "first_name": "Test", "username": "test_bot"})
            case "setWebhook":
                self.webhook = asked
                return _result(True)
            case "sendMessage":
                return self._send(int(asked["chat_id"]), asked["text"], asked)
        return _refused(404, "Not Found")

    def _send(self, chat: int, text: str, asked: Mapping[str, str]) -> web.Response:
        if chat in self.refuses:
            status, more = self.refuses[chat]
            return web.json_response({"ok": False, "error_code": status, **more}, status=status)
        if "parse_mode" in asked or not text.strip():
            return _refused(400, "Bad Request: message text is empty")
        self.shown.setdefault(chat, []).append(text.strip())
        sent = {"message_id": next(self._ids), "date": SENT_AT, "chat": {"id": chat, "type": "private"}}
        return _result({**sent, "text": text.strip()})


def _result(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _refused(status: int, words: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": status, "description": words}, status=status)


@asynccontextmanager
async def telegram_api() -> AsyncIterator[TelegramStandIn]:
    """The stand-in on loopback."""
    stand_in = TelegramStandIn()
    app = web.Application()
    app.router.add_post("/bot{token}/{method}", stand_in.handle)
    server = TestServer(app)
    await server.start_server()
    stand_in.base_url = str(server.make_url("/"))
    try:
        yield stand_in
    finally:
        await stand_in.callbacks.settled()
        await server.close()
