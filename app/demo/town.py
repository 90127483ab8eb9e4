"""A whole municipality on one embedded file: the real product with simulated phones and a clock that is moved."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import event, select

from app.demo.clock import MovableClock
from app.demo.moving import CourseDeadlines, Moving, PlanningMornings
from app.demo.phones import Bubble, SimulatedPhones, screens
from app.demo.rota import Rota
from app.settings import Settings, load_settings
from app.wiring import Product, put_together
from domain.channels import ChannelName, Inbound, Medium, Received
from domain.ids import Municipality, Number
from domain.offers import Criterion, Shape
from domain.presence import PresencePlan
from domain.settings import CrisisNumbers, MunicipalitySettings
from storage import tables as t
from storage.database import Database
from storage.ids import Ids
from storage.importing.places import ensure_places
from storage.schema import upgrade

DEMO_MARK = "(demo)"
"""Stands beside the municipality's name; its key, which every export shows, ends in ``-demo`` likewise."""

LASTING_HOURS = 50 * 365 * 24
"""Longer than anybody moves the clock."""

MOST_IDS = 400
"""More row numbers than writing the places of one municipality takes."""


def demo_settings(today: date, real: Settings | None = None) -> Settings:
    """Municipalities marked as a demo, on simulated phones: by default the sample, of which the environment changes
    nothing.
    """
    sample = real or load_settings(None, {}, today)
    marked = {one.key: one for one in (_marked(each, today) for each in sample.municipalities.values())}
    # Sessions live by the demo's clock, and moving that must not log anybody out.
    installation = replace(
        sample.installation, session_idle_minutes=LASTING_HOURS * 60, session_hours=LASTING_HOURS
    )
    return replace(
        sample, installation=installation, municipalities=marked, channels=dict.fromkeys(marked, ())
    )


def demo_municipality(today: date) -> MunicipalitySettings:
    """The one municipality of the demo."""
    return next(iter(demo_settings(today).municipalities.values()))


def _marked(settings: MunicipalitySettings, today: date) -> MunicipalitySettings:
    courses = {
        key: replace(offer, enabled=True, criteria=frozenset({Criterion.SELF_REFERRAL}))
        for key, offer in settings.offers.items()
        if offer.shape is Shape.COURSE
    }
    return replace(
        settings,
        # The course is for families that asked: those of the cast. Everybody else is invited to visits.
        offers={**settings.offers, **courses},
        key=Municipality(f"{settings.key}-demo"),
        name=f"{settings.name} {DEMO_MARK}",
        sms_channel=ChannelName.SIMULATED,
        crisis=CrisisNumbers("112", "Psykiatrisk vagt 00 00 02 00", today),
        presence=_from_this_week(settings, today),
    )


def _from_this_week(settings: MunicipalitySettings, today: date) -> tuple[PresencePlan, ...]:
    """The sample's windows from the demo's first week on, but none at the daycare of the cast's other families: their
    phones tell of visits alone."""
    monday = today - timedelta(days=today.weekday())
    cast_at = settings.nurses[0].districts[-1]
    return tuple(
        replace(plan, first=monday + timedelta(days=plan.first.weekday()))
        for plan in settings.presence
        if plan.daycare != cast_at
    )


class Town:
    """Everything that runs in a demo. ``one_at_a_time`` keeps what people do in the order in which they did it."""

    def __init__(self, path: Path, at: datetime, settings: Settings | None = None) -> None:
        self.clock = MovableClock(at)
        chosen = settings or demo_settings(at.date())
        self._deeds: set[asyncio.Task[None]] = set()
        self.municipality: Municipality = next(iter(chosen.municipalities))
        self.settings: MunicipalitySettings = chosen.municipalities[self.municipality]
        self.database = Database(f"sqlite:///{path}")
        event.listen(self.database.engine, "connect", _without_waiting_for_the_disk)
        self.ids = Ids(block=5_000)
        self.phones = SimulatedPhones()
        channels = {(self.municipality, ChannelName.SIMULATED): self.phones}
        self.product: Product = put_together(chosen, self.clock, channels, self.database)
        self.service = self.product.service
        self.rota = Rota(self.database, self.ids, self.settings, self.service.house.holidays)
        mornings = PlanningMornings(self.service, self.settings)
        deadlines = CourseDeadlines(self.database, self.service)
        self.moving = Moving(self.database, self.service, self.clock, (self.rota, mornings, deadlines))
        self.one_at_a_time = asyncio.Lock()

    def found(self) -> None:
        """Make the tables, the districts, the daycares, the nurses and the nurses' first weeks of times."""
        upgrade(self.database.engine)
        self.ids.reserve(self.database.engine, MOST_IDS)
        self.database.write_now(lambda connection: ensure_places(connection, self.ids, self.settings))
        self.rota.put_up_first_weeks(self.clock.now())

    def close(self) -> None:
        """Finish what is being written."""
        self.database.close()

    async def hears(self, number: Number, text: str | None) -> list[Bubble]:
        """A phone writes (None: a picture); returns what stands on its screen since, when all is settled."""
        async with self.one_at_a_time:
            before = {bubble.id for bubble in self.screens([number])[number]}
            inbound = Inbound(f"demo-{uuid4().hex}", number, text)
            await self.service.inbox.store(
                self.municipality, ChannelName.SIMULATED, Medium.SMS, Received((inbound,))
            )
            await self.service.catch_up()
            return [bubble for bubble in self.screens([number])[number] if bubble.id not in before]

    async def move_to(self, moment: datetime) -> int:
        """Move the clock; returns the stops on the way. Raises ``ClockMovedBack``."""
        async with self.one_at_a_time:
            return await self.moving.to(moment)

    async def settle(self) -> None:
        """Send what a page has put in the outbox: a colleague's own words, new times after a call."""
        async with self.one_at_a_time:
            await self.service.catch_up()

    def wake(self) -> None:
        """A page has written something down: see to it soon. For the event loop's own thread."""
        deed = asyncio.get_running_loop().create_task(self.settle())
        self._deeds.add(deed)
        deed.add_done_callback(self._deeds.discard)

    def screens(self, numbers: Sequence[Number]) -> dict[Number, list[Bubble]]:
        """What stands on each of these phones."""
        return self.database.read_now(lambda connection: screens(connection, numbers))

    def rows(self, statement: Any) -> list[Any]:
        """The rows of a question to the database."""
        found: list[Any] = self.database.read_now(lambda connection: list(connection.execute(statement)))
        return found

    def families(self) -> list[dict[str, Any]]:
        """Every family with its phones, its language and what it has been invited to, in the order they came."""
        families: dict[int, dict[str, Any]] = {
            number: {"family": ref, "numbers": [], "language": "", "invitations": []}
            for number, ref in self.rows(select(t.family.c.id, t.family.c.ref).order_by(t.family.c.id))
        }
        for number, language in self.rows(
            select(t.guardian.c.family_id, t.guardian.c.language).order_by(t.guardian.c.id)
        ):
            families[number]["language"] = families[number]["language"] or language
        contacts = select(t.contact.c.family_id, t.contact.c.address).order_by(t.contact.c.id)
        for number, address in self.rows(contacts.where(t.contact.c.medium == Medium.SMS)):
            families[number]["numbers"].append(address)
        invited = select(t.invitation.c.family_id, t.invitation.c.offer, t.invitation.c.state)
        for number, offer, state in self.rows(invited.order_by(t.invitation.c.id)):
            families[number]["invitations"].append({"offer": offer, "state": state})
        return list(families.values())


def _without_waiting_for_the_disk(connection: Any, _: object) -> None:
    # A demo is made afresh at every start: a power cut costs it nothing.
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.close()
