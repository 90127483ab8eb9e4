"""The page of the demo: phones beside each other, a clock, what just happened; works without JavaScript, too."""

from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from aiohttp import web

from app.demo.api import LONGEST, Refused, move_clock
from app.demo.loopback import on_loopback
from app.demo.phones import is_demo_number
from app.demo.showing import Showing
from app.demo.staff import PASSWORD, demo_accounts
from app.demo.town import Town
from domain.accounts import LoggedIn
from domain.contact_hours import local_moment
from domain.ids import Number
from web.access import let_in, see_other
from web.routes import PUBLIC, Handler, Route
from web.services import services


def page_routes(town: Town) -> tuple[Route, ...]:
    """The page and what its forms do."""
    pages = Pages(town)
    routes: tuple[tuple[str, str, Handler], ...] = (
        ("GET", "/", pages.show),
        ("GET", "/demo/changes", pages.changes),
        ("POST", "/demo/page/phones/{number}", pages.write),
        ("POST", "/demo/page/clock", pages.move),
        ("POST", "/demo/log-in/{who}", pages.log_in),
    )
    return tuple(Route(method, path, on_loopback(handler), PUBLIC) for method, path, handler in routes)


class Pages:
    """The handlers. A browser with JavaScript gets the parts that changed, another the page again."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._zone = town.settings.zone
        self._showing = Showing(town)

    async def show(self, request: web.Request) -> web.Response:
        """The whole page; ``?phone=+45…`` puts one more phone on it."""
        said = request.query.get("said", "")
        return _html(self._showing.page(services(request).assets, request.query.get("phone", ""), said))

    async def changes(self, request: web.Request) -> web.Response:
        """What has changed since ``?seen=``; 204 when nothing did."""
        seen = request.query.get("seen", "")
        if seen == self._showing.mark():
            return web.Response(status=204)
        return _html(self._showing.parts(request.query.get("phone", ""), seen))

    async def write(self, request: web.Request) -> web.Response:
        """A phone writes."""
        number = request.match_info["number"]
        if not is_demo_number(number):
            raise web.HTTPNotFound
        form = await request.post()
        # A button's text comes beside the empty field's.
        texts = [text for text in form.getall("text", []) if isinstance(text, str) and text.strip()]
        if "picture" in form or texts:
            await self._town.hears(Number(number), None if "picture" in form else texts[-1][:LONGEST])
        return await self._then(request, f"phone-{number.removeprefix('+')}")

    async def move(self, request: web.Request) -> web.Response:
        """The clock goes to the next event, a day on, or to a day that was picked."""
        form = await request.post()
        now = self._town.clock.now()
        said = ""
        match form.get("go"):
            case "next":
                await self._town.move_to(self._town.moving.next_event() or now)
            case "day":
                local = now.astimezone(self._zone)
                await self._town.move_to(
                    local_moment(local.date() + timedelta(days=1), local.time(), self._zone)
                )
            case _:
                try:
                    await move_clock(self._town, self._picked(form.get("to")))
                except Refused as refused:
                    said = str(refused)
        return await self._then(request, "clock", said)

    def _picked(self, day: object) -> object:
        """A day that was picked means its morning; today means now."""
        if not isinstance(day, str) or len(day) != len("2026-05-12"):
            return day
        now: datetime = self._town.clock.now().astimezone(self._zone)
        return now.isoformat() if day == now.date().isoformat() else f"{day}T{time(8).isoformat()}"

    async def log_in(self, request: web.Request) -> web.Response:
        """Into the nurse's or the leader's pages, without a password to type."""
        account = demo_accounts(self._town).get(request.match_info["who"])
        if account is None:
            raise web.HTTPNotFound
        house = services(request)
        found = await house.accounts.log_in(
            self._town.municipality, account.login, PASSWORD, house.clock.now()
        )
        if not isinstance(found, LoggedIn):
            return await self._then(request, "clock", "This password has been changed: restart the demo.")
        response = see_other(account.first_page)
        let_in(response, found.token, secure=house.secure)
        return response

    async def _then(self, request: web.Request, part: str, said: str = "") -> web.Response:
        another = request.query.get("phone", "")
        if "HX-Request" in request.headers:
            seen = (await request.post()).get("seen", "")
            return _html(self._showing.parts(another, str(seen), said))
        query = {name: value for name, value in (("phone", another), ("said", said)) if value}
        return see_other(f"/{'?' + urlencode(query) if query else ''}#{part}")


def _html(text: str) -> web.Response:
    return web.Response(body=text.encode(), content_type="text/html", charset="utf-8")
