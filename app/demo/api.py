"""The demo's routes for programs: who the families are, what stands on a phone, writing from it, moving the clock."""

from datetime import datetime, timedelta
from typing import Any

from aiohttp import web

from app.demo.clock import ClockMovedBack
from app.demo.loopback import on_loopback
from app.demo.phones import Bubble, is_demo_number
from app.demo.town import Town
from domain.ids import Number
from web.routes import PUBLIC, Route

FARTHEST = timedelta(days=3 * 366)
"""The clock moves at most so far at once."""

LONGEST = 2_000
"""The longest text a phone can write, in signs: a dozen SMS."""


class Refused(Exception):
    """Bad input: 400 with a sentence that says what to do instead."""


def api_routes(town: Town) -> tuple[Route, ...]:
    """The routes of the contract, and ``GET /demo/clock``."""

    async def families(_: web.Request) -> web.Response:
        return web.json_response(town.families())

    async def screen(request: web.Request) -> web.Response:
        number = _number(request)
        return web.json_response([_written(bubble, town) for bubble in town.screens([number])[number]])

    async def write(request: web.Request) -> web.Response:
        number, body = _number(request), await _body(request)
        text = body.get("text", "")
        if text is not None and (not isinstance(text, str) or not text.strip() or len(text) > LONGEST):
            raise Refused(f'Send {{"text": "…"}} with 1 to {LONGEST} signs, or null for a picture.')
        return web.json_response([_written(bubble, town) for bubble in await town.hears(number, text)])

    async def clock(_: web.Request) -> web.Response:
        return web.json_response(_clock(town))

    async def move(request: web.Request) -> web.Response:
        body = await _body(request)
        stops = await move_clock(town, body.get("to"))
        return web.json_response({**_clock(town), "stops": stops})

    return tuple(
        Route(method, path, on_loopback(_saying_what_is_wrong(handler)), PUBLIC)
        for method, path, handler in (
            ("GET", "/demo/families", families),
            ("GET", "/demo/phones/{number}", screen),
            ("POST", "/demo/phones/{number}", write),
            ("GET", "/demo/clock", clock),
            ("POST", "/demo/clock", move),
        )
    )


async def move_clock(town: Town, to: object) -> int:
    """Move to an ISO moment (without a zone: the municipality's own time). Raises ``Refused``."""
    advice = 'Send {"to": "2026-05-12T10:00"}: a day and an hour.'
    if not isinstance(to, str):
        raise Refused(advice)
    try:
        moment = datetime.fromisoformat(to.strip())
    except ValueError:
        raise Refused(advice) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=town.settings.zone)
    if moment - town.clock.now() > FARTHEST:
        raise Refused(f"The clock moves at most {FARTHEST.days} days at once: move it in steps.")
    try:
        return await town.move_to(moment)
    except ClockMovedBack:
        raise Refused("The clock only moves forward: restart the demo to begin afresh.") from None


def _number(request: web.Request) -> Number:
    number = request.match_info["number"].strip()
    if not is_demo_number(number):
        raise Refused("Numbers here look like +4500000001: a block that no one can have.")
    return Number(number)


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise Refused("Send a JSON object.")
    return body


def _written(bubble: Bubble, town: Town) -> dict[str, str]:
    at = bubble.at.astimezone(town.settings.zone)
    return {"at": at.isoformat(), "from": bubble.side, "text": bubble.text}


def _clock(town: Town) -> dict[str, str | None]:
    zone = town.settings.zone
    following = town.moving.next_event()
    return {
        "now": town.clock.now().astimezone(zone).isoformat(),
        "next": following.astimezone(zone).isoformat() if following is not None else None,
    }


def _saying_what_is_wrong(handler: Any) -> Any:
    async def said(request: web.Request) -> web.StreamResponse:
        try:
            response: web.StreamResponse = await handler(request)
        except Refused as refused:
            return web.json_response({"error": str(refused)}, status=400)
        return response

    return said
