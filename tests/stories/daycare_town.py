"""A town with a daycare at which a nurse is present: its windows, its families, and the nurse who cancels."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from bot.presence_desk import PresenceDesk
from domain.ids import WindowId
from domain.presence import Every, PresencePlan
from domain.settings import Daycare, Nurse
from storage import tables as t
from tests.story import COPENHAGEN, Town, hedensted

MOTHER, FATHER, OTHER = "+4500000011", "+4500000012", "+4500000013"
DAYCARE = "Tørring Børnehus"
MakeTown = Callable[..., Town]
CAST = {"mother": MOTHER, "father": FATHER}


def at(text: str) -> datetime:
    """A local moment."""
    return datetime.fromisoformat(text).replace(tzinfo=COPENHAGEN)


def plan(**changes: Any) -> PresencePlan:
    """Anna on Tuesday 12 May from 15 to 16, drop-in and four talks."""
    values: dict[str, Any] = {
        "daycare": DAYCARE,
        "nurse": "anna",
        "first": date(2026, 5, 12),
        "opens": time(15),
        "closes": time(16),
        "every": Every.ONCE,
        "room": "Biblioteket",
    }
    return PresencePlan(**(values | changes))


def settings(*plans: PresencePlan, **changes: Any) -> Any:
    """A municipality with one daycare and these windows."""
    return hedensted(
        daycares=(Daycare(DAYCARE, "Tørring"), Daycare("Dagplejen", "Tørring")),
        nurses=(Nurse("anna", "Anna", ("Tørring",)), Nurse("birgit", "Birgit", ("Tørring",))),
        presence=plans or (plan(),),
        **changes,
    )


async def opened(town: Town, *phones: str, **family: Any) -> int:
    """Anna, a family of the daycare, and the windows of the settings."""
    if not town.rows(t.nurse):
        town.nurse("Anna")
        town.nurse("Birgit")
    family.setdefault("daycare", DAYCARE)
    number = town.family(*(phones or (MOTHER,)), **family)
    await town.service.plan_presence()
    return number


def cancel(town: Town, window: int) -> Any:
    """The nurse takes a window off, as one unit of work."""

    def work(unit: Any) -> Any:
        desk = PresenceDesk(unit, town.house, town.clock.now(), "account:1")
        return desk.cancel(town.settings.key, WindowId(window))

    return work
