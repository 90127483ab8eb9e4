"""Everything put together: the only place that knows every room."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from app.gateways import open_channels
from app.holidays import danish_holidays
from app.settings import Settings
from bot.conversing import House
from bot.messages.catalogue import TEXTS
from bot.messages.rendering import Renderer
from bot.service import Service
from bot.telling import Telling
from domain.channels import Channel, ChannelName
from domain.ids import Municipality
from domain.ports import Clock
from storage.database import Database


class WallClock:
    """The time of the world."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Product:
    """A running product: its settings, its database and the bot."""

    settings: Settings
    database: Database
    service: Service
    clock: Clock


def put_together(
    settings: Settings,
    clock: Clock | None = None,
    channels: Mapping[tuple[Municipality, ChannelName], Channel] | None = None,
    database: Database | None = None,
) -> Product:
    """The product on its real database and gateways; a demo gives its own clock, phones and database."""
    ticking = clock or WallClock()
    store = database or Database(settings.installation.database_url)
    first_of_may = all(one.first_of_may_is_holiday for one in settings.municipalities.values())
    holidays = danish_holidays(first_of_may=first_of_may)
    house = House(settings.municipalities, Telling(Renderer(TEXTS), holidays), holidays)
    gateways = open_channels(settings) if channels is None else channels
    return Product(settings, store, Service(store, house, gateways, ticking), ticking)
