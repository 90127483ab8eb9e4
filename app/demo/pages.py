"""The page of the demo: phones beside each other, a clock, what just happened; works without JavaScript, too."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from babel.dates import format_date, format_datetime
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from sqlalchemy import select

from app.demo.api import LONGEST, Refused, move_clock
from app.demo.cast import CAST, STRANGER, Role
from app.demo.happenings import coming, happenings, newest
from app.demo.loopback import on_loopback
from app.demo.phones import Bubble, is_demo_number
from app.demo.staff import PASSWORD, demo_accounts
from app.demo.town import Town
from bot.flows.states import TimesOffered, thaw
from domain.accounts import LoggedIn
from domain.contact_hours import local_moment
from domain.ids import DANISH, ENGLISH, Language, Number
from storage import tables as t
from web.access import let_in, see_other
from web.rendering import asset_version
from web.rendering import phone as in_pairs
from web.routes import PUBLIC, Handler, Route
from web.services import services

FOLDER = Path(__file__).parent
ASSETS = FOLDER / "static"
QUICK = ("1", "2", "3", "0", "STOP")
MORE_PHONES = 60
"""How many other phones can be picked up from the list."""

STRANGER_HINTS = ("Hej, hvem er I?", "1")


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone of the page. ``days`` are its bubbles day by day."""

    number: Number
    name: str
    family: str
    about: str
    language: Language
    hints: tuple[str, ...]
    days: tuple[tuple[str, tuple[Bubble, ...]], ...]

    @property
    def key(self) -> str:
        """The number as an element's id."""
        return self.number.removeprefix("+")


def page_routes(town: Town) -> tuple[Route, ...]:
    """The page and what its forms do."""
    shown = Shown(town)
    routes: tuple[tuple[str, str, Handler], ...] = (
        ("GET", "/", shown.page),
        ("GET", "/demo/changes", shown.changes),
        ("POST", "/demo/page/phones/{number}", shown.write),
        ("POST", "/demo/page/clock", shown.move),
        ("POST", "/demo/log-in/{who}", shown.log_in),
    )
    return tuple(Route(method, path, on_loopback(handler), PUBLIC) for method, path, handler in routes)


class Shown:
    """What is shown of a town."""

    def __init__(self, town: Town) -> None:
        self._town = town
        self._zone = town.settings.zone

    async def page(self, request: web.Request) -> web.Response:
        """The whole page; ``?phone=+45…`` puts one more phone on it."""
        return self._answer(request, "demo.html")

    async def changes(self, request: web.Request) -> web.Response:
        """The parts that may have changed since ``?seen=``; 204 when nothing did."""
        if request.query.get("seen") == self._mark():
            return web.Response(status=204)
        return self._answer(request, "parts.html")

    async def write(self, request: web.Request) -> web.Response:
        """A phone writes."""
        number = request.match_info["number"]
        if not is_demo_number(number):
            raise web.HTTPNotFound
        form = await request.post()
        text = form.get("text", "")
        picture = "picture" in form
        if picture or (isinstance(text, str) and text.strip()):
            said = None if picture else str(text)[:LONGEST]
            await self._town.hears(Number(number), said)
        return self._then(request, f"phone-{number.removeprefix('+')}")

    async def move(self, request: web.Request) -> web.Response:
        """The clock goes to the next event, a day on, or to a day that was picked."""
        form = await request.post()
        now = self._town.clock.now()
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
                    return self._then(request, "clock", str(refused))
        return self._then(request, "clock")

    def _picked(self, day: object) -> object:
        """A day that was picked means its morning; today means now."""
        if not isinstance(day, str) or len(day) != 10:
            return day
        now = self._town.clock.now().astimezone(self._zone)
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
            return self._then(request, "clock", "This log-in has been changed: restart the demo.")
        response = see_other(account.first_page)
        let_in(response, found.token, secure=house.secure)
        return response

    def _then(self, request: web.Request, part: str, said: str = "") -> web.Response:
        """The changed parts for a browser that asked for them; else the page again."""
        if "HX-Request" in request.headers:
            return self._answer(request, "parts.html", said=said)
        query = dict(request.query) | ({"said": said} if said else {})
        return see_other(f"/{'?' + urlencode(query) if query else ''}#{part}")

    def _mark(self) -> str:
        seen = self._town.database.read_now(newest)
        return f"{seen}-{self._town.clock.now().timestamp():.0f}"

    def _answer(self, request: web.Request, template: str, said: str = "") -> web.Response:
        now = self._town.clock.now()
        following = self._town.moving.next_event()
        what = (
            self._town.database.read_now(lambda connection: coming(connection, following))
            if following is not None
            else ""
        )
        another = request.query.get("phone", "")
        values: dict[str, Any] = {
            "place": self._town.settings,
            "now": now,
            "today": now.astimezone(self._zone).date(),
            "following": following,
            "coming": what,
            "phones": self._phones(another),
            "others": self._others() if template == "demo.html" else (),
            "another": another if is_demo_number(another) else "",
            "happenings": self._town.database.read_now(happenings),
            "accounts": demo_accounts(self._town),
            "password": PASSWORD,
            "quick": QUICK,
            "said": said or request.query.get("said", ""),
            "mark": self._mark(),
            "version": asset_version(services(request).assets),
            "own_version": own_version(),
            "local": lambda moment: moment.astimezone(self._zone),
        }
        body = environment().get_template(template).render(values)
        return web.Response(body=body.encode(), content_type="text/html", charset="utf-8")

    def _phones(self, another: str) -> list[Phone]:
        """The cast's phones, one that was picked up besides, and a stranger's."""
        roles = [(role, name, number) for role in CAST for name, number in role.phones]
        numbers = [number for _, _, number in roles]
        known = self._known([*numbers, *([Number(another)] if is_demo_number(another) else [])])
        screens = self._town.screens([*known, STRANGER])
        found = [
            self._phone(number, name, role.ref, role.situation, role.language, self._hints(role, known[number]),
                        screens[number])  # fmt: skip
            for role, name, number in roles
            if number in known
        ]
        if is_demo_number(another) and another not in numbers and another != STRANGER:
            one = known.get(Number(another))
            about = "Another family of the history" if one is not None else "A number that nobody has"
            found.insert(
                0,
                self._phone(
                    Number(another),
                    one.name if one is not None else "Unknown",
                    one.ref if one is not None else "",
                    about,
                    Language(one.language) if one is not None else DANISH,
                    (),
                    screens.get(Number(another)) or self._town.screens([Number(another)])[Number(another)],
                ),
            )
        found.append(
            self._phone(
                STRANGER, "Unknown", "", "A phone nobody knows", DANISH, STRANGER_HINTS, screens[STRANGER]
            )
        )
        return found

    def _known(self, numbers: list[Number]) -> dict[Number, Any]:
        statement = (
            select(
                t.contact.c.address,
                t.guardian.c.name,
                t.guardian.c.language,
                t.guardian.c.state,
                t.family.c.ref,
            )
            .join(t.guardian, t.guardian.c.id == t.contact.c.guardian_id)
            .join(t.family, t.family.c.id == t.contact.c.family_id)
            .where(t.contact.c.address.in_(numbers))
        )
        return {Number(row.address): row for row in self._town.rows(statement)}

    def _phone(
        self,
        number: Number,
        name: str,
        ref: str,
        about: str,
        language: Language,
        hints: tuple[str, ...],
        bubbles: list[Bubble],
    ) -> Phone:
        days: dict[str, list[Bubble]] = {}
        for bubble in bubbles:
            day = bubble.at.astimezone(self._zone).date()
            days.setdefault(format_date(day, "EEEE d MMMM", locale="en_GB"), []).append(bubble)
        grouped = tuple((day, tuple(said)) for day, said in days.items())
        return Phone(number, name, ref, about, language, hints, grouped)

    def _hints(self, role: Role, known: Any) -> tuple[str, ...]:
        """What is worth writing, with the weekday that this phone has really been offered."""
        state = thaw(known.state)
        if not isinstance(state, TimesOffered):
            return tuple(hint for hint in role.hints if "{weekday}" not in hint)
        start = state.times[0].start.astimezone(self._zone)
        locale = "en_GB" if role.language == ENGLISH else "da"
        return tuple(hint.format(weekday=format_date(start, "EEEE", locale=locale)) for hint in role.hints)

    def _others(self) -> list[tuple[str, str]]:
        """Other families' phones that have something open, as choices: number and label."""
        statement = (
            select(t.contact.c.address, t.guardian.c.name, t.family.c.ref, t.invitation.c.state)
            .join(t.guardian, t.guardian.c.id == t.contact.c.guardian_id)
            .join(t.family, t.family.c.id == t.contact.c.family_id)
            .join(t.invitation, t.invitation.c.family_id == t.family.c.id)
            .where(t.family.c.ref.not_in([role.ref for role in CAST]))
            .order_by(t.invitation.c.sent_at.desc(), t.contact.c.id)
            .limit(MORE_PHONES)
        )
        found = {
            row.address: f"{row.name or 'A parent'} · {row.ref} · {row.state}"
            for row in self._town.rows(statement)
        }
        return list(found.items())


@cache
def own_version() -> str:
    """What makes a browser fetch the demo's own files anew after a change."""
    return format(max(int(file.stat().st_mtime) for file in ASSETS.iterdir()), "x")


@cache
def environment() -> Environment:
    """The templates, read once."""
    made = Environment(
        loader=FileSystemLoader(FOLDER / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"day": _day, "clock": _clock, "short": _short, "pairs": in_pairs}
    return made


def _day(moment: datetime) -> str:
    return format_date(moment, "EEEE d MMMM y", locale="en_GB")


def _clock(moment: datetime) -> str:
    return moment.strftime("%H:%M")


def _short(moment: datetime) -> str:
    return format_datetime(moment, "EEE d MMM HH:mm", locale="en_GB")
