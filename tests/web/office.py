"""The pages of a municipality in a test: the town of the stories, its staff, and a browser without JavaScript.

office.staff("anna", Role.NURSE, nurse="anna")
anna = await office.logged_in("anna")
page = await anna.opens("/today")
page = await anna.presses(page, "Holdt")       a button of the page, with the form it stands in
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select

from domain.accounts import Account, NewStaff, Role, SessionLifetimes
from domain.settings import MunicipalitySettings
from storage import tables as t
from storage.accounts import DatabaseAccounts, Passwords, add_staff
from tests.story import HEDENSTED, MONDAY, Town, hedensted, sqlite_url, town_on
from web.application import make_app
from web.assets import asset_folder
from web.routes import Route
from web.services import Services

PASSWORD = "fire tilfældige ord her"
PASSWORDS = Passwords()
HASHED = PASSWORDS.hash(PASSWORD)
HTML = {"Accept": "text/html"}


@dataclass
class Form:
    """A form of a page: where it goes, its hidden fields, its buttons and what they say."""

    action: str
    hidden: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str, str]] = field(default_factory=list)
    """Name, value and words of each button."""
    fields: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._in_button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.tags.append((tag, given))
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        elif tag == "button" and self.forms:
            self.forms[-1].buttons.append((given.get("name", ""), given.get("value", ""), ""))
            self._in_button = True
        elif tag in ("input", "select", "textarea") and self.forms:
            self.forms[-1].fields.add(given.get("name", ""))
            if given.get("type") == "hidden":
                self.forms[-1].hidden[given["name"]] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "button":
            self._in_button = False

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._in_button and self.forms:
            name, value, said = self.forms[-1].buttons[-1]
            self.forms[-1].buttons[-1] = (name, value, said + data)


@dataclass
class Page:
    """What a browser got."""

    status: int
    path: str
    headers: Any
    html: str

    @property
    def read(self) -> _Reader:
        """The page's tags, forms and words."""
        reader = _Reader()
        reader.feed(self.html)
        return reader

    @property
    def words(self) -> str:
        """Everything that can be read on the page, blanks evened out."""
        return re.sub(r"\s+", " ", " ".join(self.read.words))

    def form(self, button: str) -> tuple[Form, dict[str, str]]:
        """The form with a button of these words, and what pressing it sends beside the fields one fills in."""
        for form in self.read.forms:
            for name, value, said in form.buttons:
                if re.sub(r"\s+", " ", said).strip().startswith(button):
                    return form, form.hidden | ({name: value} if name else {})
        raise AssertionError(f"no button {button!r} on {self.path}")


@dataclass
class Visitor:
    """One browser, with its own cookies; follows where it is sent."""

    client: TestClient[web.Request, web.Application]

    async def opens(self, path: str, **headers: str) -> Page:
        async with self.client.get(path, headers=HTML | headers) as answer:
            return Page(answer.status, answer.url.path, answer.headers, await answer.text())

    async def posts(self, path: str, data: dict[str, str], **headers: str) -> Page:
        async with self.client.post(path, data=data, headers=HTML | headers) as answer:
            return Page(answer.status, answer.url.path, answer.headers, await answer.text())

    async def presses(self, page: Page, button: str, **fields: str) -> Page:
        """Fill in the form with that button and press it."""
        form, sent = page.form(button)
        assert set(fields) <= form.fields, f"the form has {form.fields}"
        return await self.posts(form.action, sent | fields)

    async def logs_in(self, login: str, password: str = PASSWORD) -> Page:
        return await self.presses(await self.opens("/login"), "Log ind", login=login, password=password)


class Office:
    """The town with its pages. ``anna`` and ``birgit`` are its nurses."""

    anna: int
    birgit: int
    family: int

    def __init__(self, town: Town, services: Services, more: tuple[Route, ...]) -> None:
        self.town = town
        self.services = services
        self.reopen(make_app(services, more))
        self._visitors: list[Visitor] = []

    def reopen(self, app: web.Application) -> None:
        """The pages on another application; the server is not started."""
        self.app = app
        self.server = TestServer(app)

    def staff(
        self,
        login: str,
        role: Role,
        nurse_number: int | None = None,
        *,
        one_time: bool = False,
        **changes: Any,
    ) -> int:
        """A member of staff, past her first log-in unless ``one_time``; returns the account's number."""
        refs = dict(self.town.rows(t.nurse, "id", "ref")) if nurse_number else {}
        ref = refs.get(nurse_number) if nurse_number else None
        new = NewStaff(HEDENSTED, login, login.title(), role, ref)

        def write(connection: Any) -> int:
            added = add_staff(connection, self.town.database.new_id, new, HASHED, self.town.clock.now())
            assert isinstance(added, Account), added
            number: int = added.id
            values = {"must_change": one_time} | changes
            connection.execute(t.account.update().where(t.account.c.id == number).values(**values))
            return number

        return self.town.database.write_now(write)

    def visitor(self) -> Visitor:
        """A browser that has been nowhere yet."""
        visitor = Visitor(TestClient(self.server))
        self._visitors.append(visitor)
        return visitor

    async def logged_in(self, login: str) -> Visitor:
        """A browser of somebody who has logged in."""
        visitor = self.visitor()
        page = await visitor.logs_in(login)
        assert page.status == 200, page.words
        assert page.path != "/login", page.words
        return visitor

    async def close(self) -> None:
        """Everybody goes home."""
        for visitor in self._visitors:
            await visitor.client.session.close()
        await self.server.close()

    def booked(self, family: int, nurse_number: int, start: str, **changes: Any) -> int:
        """A visit that was agreed, with its invitation and its time; returns the booking's number."""
        slot = self.town.times(nurse_number, start)[0]
        at = datetime.fromisoformat(start).replace(tzinfo=self.town.settings.zone)
        offer = changes.pop("offer", "visit-18m")
        common = {"municipality": HEDENSTED, "family_id": family, "offer": offer}
        guardians = self.town.rows(t.guardian, "id", family_id=family)

        def write(connection: Any) -> int:
            invitation, booking = self.town.database.new_id(), self.town.database.new_id()
            sent = self.town.clock.now()
            connection.execute(
                t.invitation.insert(),
                {
                    **common,
                    "id": invitation,
                    "child_id": connection.scalar(select(t.child.c.id).where(t.child.c.family_id == family)),
                    "state": "accepted",
                    "planned_at": sent,
                    "sent_at": sent,
                    "sent_on": sent.date(),
                    "outcome_on": sent.date(),
                    "district": "Tørring",
                    "language": "da",
                    "nurse_id": nurse_number,
                },
            )
            connection.execute(
                t.booking.insert(),
                {
                    **common,
                    "id": booking,
                    "invitation_id": invitation,
                    "guardian_id": guardians[0] if guardians else None,
                    "slot_id": slot,
                    "nurse_id": nurse_number,
                    "start": at,
                    "end": at + timedelta(minutes=60),
                    "state": "booked",
                    "booked_at": sent,
                    **changes,
                },
            )
            connection.execute(t.slot.update().where(t.slot.c.id == slot).values(taken=1))
            return booking

        return self.town.database.write_now(write)

    def task(self, kind: str, family: int, nurse_number: int | None = None, **changes: Any) -> int:
        """Something that waits for a human; returns its number."""

        def write(connection: Any) -> int:
            number = self.town.database.new_id()
            row = {
                "id": number,
                "municipality": HEDENSTED,
                "family_id": family,
                "nurse_id": nurse_number,
                "kind": kind,
                "created_at": self.town.clock.now(),
                **changes,
            }
            connection.execute(t.task.insert(), row)
            return number

        return self.town.database.write_now(write)

    async def cookie(self, login: str) -> str:
        """The cookie of somebody who has logged in, for a real browser."""
        visitor = await self.logged_in(login)
        return visitor.client.session.cookie_jar.filter_cookies(self.server.make_url("/"))[
            "thousand_days"
        ].value


@asynccontextmanager
async def office_on(
    place: Path | str,
    start: datetime = MONDAY,
    more: tuple[Route, ...] = (),
    settings: MunicipalitySettings | None = None,
    **changes: Any,
) -> AsyncIterator[Office]:
    """An office on a database of its own, in a folder or at an address; ``changes`` are other services than usual."""
    url = place if isinstance(place, str) else sqlite_url(place)
    with town_on(url, start, settings or hedensted()) as town:
        accounts = DatabaseAccounts(town.database, PASSWORDS, SessionLifetimes())
        services = Services(
            **{
                "database": town.database,
                "house": town.service.house,
                "clock": town.clock,
                "accounts": accounts,
                "inbox": town.service.inbox,
                "assets": asset_folder(),
                **changes,
            }
        )
        office = Office(town, services, more)
        await office.server.start_server()
        try:
            yield office
        finally:
            await office.close()
