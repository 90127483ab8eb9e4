"""A municipality in a test: families with phones, a nurse with times, a clock that is moved by hand.

Stories read like talk: ``await talk.family_says("2")``, ``talk.reads("…")``.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays as holidays_library
from sqlalchemy import Connection, func, insert, select, update

from bot.conversing import House
from bot.messages.catalogue import TEXTS
from bot.messages.rendering import Renderer
from bot.service import Service
from bot.telling import Telling
from domain.channels import (
    Channel,
    ChannelHealth,
    ChannelName,
    Inbound,
    Medium,
    Outgoing,
    Received,
    Sent,
    WebhookOutcome,
    WebhookRequest,
)
from domain.ids import Municipality, Number, OfferKey
from domain.offers import Offer
from domain.settings import CrisisNumbers, MunicipalitySettings
from storage import tables as t
from storage.database import Database
from storage.tables import metadata

HEDENSTED = Municipality("hedensted")
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MONDAY = datetime(2026, 5, 4, 8, tzinfo=COPENHAGEN)
"""An ordinary Monday morning; Ascension Day is Thursday 14 May, Whit Monday the 25th."""

_DANISH = holidays_library.country_holidays("DK", categories=("public", "optional"))


def danish_holiday(day: date) -> bool:
    """Public and optional holidays, 24 and 31 December and 5 June among them."""
    return day in _DANISH


VISIT_18M = Offer(OfferKey("visit-18m"), from_months=17, to_months=20, target_pct=90)
VISIT_3Y = Offer(OfferKey("visit-3y"), from_months=35, to_months=38, target_pct=90)


def hedensted(**changes: Any) -> MunicipalitySettings:
    """The municipality of the stories."""
    values: dict[str, Any] = {
        "key": HEDENSTED,
        "name": "Hedensted",
        "service_name": "Sundhedsplejen i Hedensted",
        "office_phone": "00 00 01 00",
        "offers": {offer.key: offer for offer in (VISIT_18M, VISIT_3Y)},
        "sms_channel": ChannelName.SIMULATED,
        "crisis": CrisisNumbers("112", "Psykiatrisk vagt 00 00 02 00", date(2026, 5, 1)),
    }
    return MunicipalitySettings(**(values | changes))


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass
class Phones:
    """A gateway whose phones are lists; nothing is lost and nothing is altered."""

    clock: Clock
    name: ChannelName = ChannelName.SIMULATED
    medium: Medium = Medium.SMS
    per_second: float = 1000.0
    read: list[tuple[datetime, Number, str]] = field(default_factory=list)
    failing: list[Exception] = field(default_factory=list)

    def receive(self, request: WebhookRequest, path: str, now: datetime) -> WebhookOutcome:
        raise AssertionError("a test's phones need no webhook")

    async def send(self, message: Outgoing) -> Sent:
        if self.failing:
            raise self.failing.pop(0)
        self.read.append((self.clock.now(), message.to, message.text))
        return Sent(f"phone-{message.id}")

    async def health(self) -> ChannelHealth:
        return ChannelHealth(True)

    async def close(self) -> None:
        return None


class Town:
    """Everything of one story: the database, the service, the clock, the phones."""

    def __init__(
        self,
        database: Database,
        start: datetime,
        settings: MunicipalitySettings,
        *gateways: Channel,
    ) -> None:
        self.database = database
        self.clock = Clock(start)
        self.settings = settings
        self.phones = Phones(self.clock)
        renderer = Renderer(TEXTS)
        house = House({settings.key: settings}, Telling(renderer, danish_holiday), danish_holiday)
        self.chats = Phones(self.clock, ChannelName.TELEGRAM, Medium.TELEGRAM)
        """Telegram, unless a test brings its own."""
        channels: dict[ChannelName, Channel] = {one.name: one for one in (self.phones, self.chats, *gateways)}
        self.house = house
        self.service = Service(
            database, house, {(settings.key, name): one for name, one in channels.items()}, self.clock
        )
        self._provider_ids = count(1)

    # Setting the scene
    def nurse(self, first_name: str = "Anna", district: str = "Tørring") -> int:
        """A nurse of a district; returns her number."""

        def write(connection: Connection) -> int:
            number = self.database.new_id()
            connection.execute(
                insert(t.nurse),
                {
                    "id": number,
                    "municipality": self.settings.key,
                    "ref": first_name.lower(),
                    "first_name": first_name,
                },
            )
            connection.execute(
                insert(t.nurse_district),
                {"municipality": self.settings.key, "nurse_id": number, "district": district},
            )
            return number

        return self.database.write_now(write)

    def times(self, nurse: int, *starts: str, minutes: int = 60) -> list[int]:
        """Free times of a nurse, local ISO times."""

        def write(connection: Connection) -> list[int]:
            numbers = []
            for start in starts:
                begin = datetime.fromisoformat(start).replace(tzinfo=self.settings.zone)
                number = self.database.new_id()
                numbers.append(number)
                connection.execute(
                    insert(t.slot),
                    {
                        "id": number,
                        "municipality": self.settings.key,
                        "nurse_id": nurse,
                        "start": begin,
                        "end": begin + timedelta(minutes=minutes),
                    },
                )
            return numbers

        return self.database.write_now(write)

    def family(
        self,
        *phones: str,
        nurse: int | None = None,
        born: str = "2024-11-20",
        district: str = "Tørring",
        languages: Sequence[str] = ("da",),
        lives_apart: bool = False,
        children: int = 1,
        **child: Any,
    ) -> int:
        """A family with one guardian for each phone; returns its number."""

        def write(connection: Connection) -> int:
            number = self.database.new_id()
            common = {"municipality": self.settings.key}
            connection.execute(
                insert(t.family),
                {
                    **common,
                    "id": number,
                    "ref": f"F{number}",
                    "district": district,
                    "nurse_id": nurse,
                    "created_at": self.clock.now(),
                },
            )
            for _ in range(children):
                child_id = self.database.new_id()
                row = {
                    **common,
                    "id": child_id,
                    "family_id": number,
                    "ref": f"C{child_id}",
                    "name": "Alma",
                    "birthdate": date.fromisoformat(born),
                    **child,
                }
                connection.execute(insert(t.child), row)
            for position, phone in enumerate(phones):
                guardian = self.database.new_id()
                connection.execute(
                    insert(t.guardian),
                    {
                        **common,
                        "id": guardian,
                        "family_id": number,
                        "ref": f"G{guardian}",
                        "language": languages[position % len(languages)],
                        "lives_apart": lives_apart,
                    },
                )
                connection.execute(
                    insert(t.contact),
                    {
                        **common,
                        "id": self.database.new_id(),
                        "guardian_id": guardian,
                        "family_id": number,
                        "medium": "sms",
                        "address": phone,
                    },
                )
            return number

        return self.database.write_now(write)

    # Living through it
    async def invite(self) -> None:
        """Plan today, then move to the hour of the first messages."""
        await self.service.planner.plan(self.settings.key)
        await self.pass_until(self.clock.at.replace(hour=12) + timedelta(days=2))

    async def pass_until(self, moment: datetime) -> None:
        """Move the clock; whatever falls due on the way happens at its own time."""
        while True:
            following = self.database.read_now(lambda connection: _next_moment(connection, self.clock.at))
            if following is None or following > moment:
                break
            self.clock.at = max(following, self.clock.at)
            await self.service.catch_up()
        self.clock.at = moment
        await self.service.catch_up()

    async def pass_days(self, days: float) -> None:
        """Some days go by."""
        await self.pass_until(self.clock.at + timedelta(days=days))

    async def says(self, phone: str, text: str | None) -> str:
        """A phone writes; returns what it reads in answer ("" when nothing comes)."""
        line = self._line(phone)
        before = len(line.read)
        await self.writes(phone, text)
        await self.service.settle()
        return "\n\n".join(said for _, to, said in line.read[before:] if to == phone)

    async def writes(self, phone: str, text: str | None, provider_id: str | None = None) -> int:
        """A phone's message arrives and is stored; nobody answers yet."""
        inbound = Inbound(provider_id or f"in-{next(self._provider_ids)}", Number(phone), text)
        line = self._line(phone)
        return await self.service.inbox.store(self.settings.key, line.name, line.medium, Received((inbound,)))

    def _line(self, phone: str) -> Phones:
        """A number begins with +, a chat does not."""
        return self.phones if phone.startswith("+") else self.chats

    # Looking
    def reads(self, phone: str) -> list[str]:
        """Everything a phone has been sent, oldest first."""
        return [text for _, to, text in self._line(phone).read if to == phone]

    def last(self, phone: str) -> str:
        """What a phone was sent last."""
        return self.reads(phone)[-1]

    def rows(self, table: Any, *columns: str, **where: Any) -> list[Any]:
        """Rows of a table, by id."""
        chosen = [table.c[name] for name in columns] or [table]
        by_time = [table.c[name] for name in ("booked_at", "planned_at", "created_at") if name in table.c]
        statement = select(*chosen).order_by(*by_time, *table.primary_key)
        for name, value in where.items():
            statement = statement.where(table.c[name] == value)
        found: list[Any] = self.database.read_now(lambda connection: list(connection.execute(statement)))
        return [row[0] for row in found] if len(columns) == 1 else found

    def change(self, table: Any, number: int, **values: Any) -> None:
        """Change one row behind everybody's back."""
        self.database.write_now(
            lambda connection: connection.execute(update(table).where(table.c.id == number).values(**values))
        )

    def invitation_state(self, family: int) -> str:
        """Where the family's newest invitation stands."""
        state: str = self.rows(t.invitation, "state", family_id=family)[-1]
        return state

    def bookings(self, family: int) -> list[tuple[str, str]]:
        """The family's bookings: state and local start."""
        return [
            (row.state, row.start.astimezone(self.settings.zone).strftime("%Y-%m-%d %H:%M"))
            for row in sorted(self.rows(t.booking, family_id=family), key=lambda row: (row.booked_at, row.id))
        ]


def _next_moment(connection: Connection, now: datetime) -> datetime | None:
    due = select(t.due.c.at).where(t.due.c.done_at.is_(None)).order_by(t.due.c.at).limit(1)
    out = select(t.outbox.c.due_at).where(t.outbox.c.state == "queued").order_by(t.outbox.c.due_at).limit(1)
    tell = select(func.min(t.presence_window.c.tell_at))
    moments = [
        moment for moment in (connection.scalar(one) for one in (due, out, tell)) if moment is not None
    ]
    return min(moments, default=None)


@contextmanager
def town_on(
    url: str, start: datetime = MONDAY, settings: MunicipalitySettings | None = None, *gateways: Channel
) -> Iterator[Town]:
    """A town on a database address; the tables are made."""
    database = Database(url)
    metadata.create_all(database.engine)
    try:
        yield Town(database, start, settings or hedensted(), *gateways)
    finally:
        database.close()


def sqlite_url(folder: Path) -> str:
    """A fresh SQLite file."""
    return f"sqlite:///{folder / 'town.sqlite'}"
