"""``texts preview``: an offer's conversations as a phone shows them, played by the real service on a town of its own.

Each scene is one family; what it writes are the printed numbers, so that a scene plays alike in every language.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select

from app.demo.phones import Bubble, Side
from app.demo.town import Town
from app.settings import Settings
from app.stage import Stage, a_stage
from bot.desk import Desk, Outcome, record_outcome
from bot.messages.showing import cost_of, on_screen
from domain.ids import AccountId, BookingId, FamilyId
from domain.offers import Shape
from domain.outcomes import BookingState
from domain.ports import UnitOfWork
from domain.texts import TextKey
from storage import tables as t

WAIT = "wait"
"""The family is silent until the next message comes."""
HELD = "held"
"""The visit takes place, and the nurse records it."""
NOBODY = AccountId(0)


@dataclass(frozen=True, slots=True)
class Scene:
    """One family's story: its title, and what happens after the invitation has come."""

    title: str
    steps: tuple[str, ...]


VISIT_SCENES = (
    Scene("A time is chosen, moved and kept", ("3", "1", WAIT, "2", "1", WAIT, "1", HELD, WAIT, "4")),
    Scene("A no, its reason, and one alternative", ("0", "1", "1", WAIT, "0")),
    Scene("No answer", (WAIT, WAIT)),
    Scene("STOP, and START again", ("STOP", "START")),
)


@dataclass(frozen=True, slots=True)
class Played:
    """A scene as it went: its lines, and the texts that occurred in it."""

    lines: tuple[str, ...]
    keys: frozenset[TextKey]


SCENES: Mapping[Shape, tuple[Scene, ...]] = {Shape.SLOT: VISIT_SCENES}
"""What is played for an offer of each shape."""


def played(
    scene: Scene, language: str, offer: str, at: datetime | None = None, real: Settings | None = None
) -> Played:
    """Play one scene; ``at`` and ``real`` as ``a_stage`` has them. Raises ``CannotPlay``."""
    with a_stage(language, offer, at, real) as stage:
        bubbles = asyncio.run(_play(stage, scene))
        keys = frozenset(row.key for row in stage.town.rows(select(t.outbox.c.key).distinct()))
        return Played((f"== {scene.title} ==", *_written(bubbles, stage)), keys)


async def _play(stage: Stage, scene: Scene) -> list[Bubble]:
    bubbles = await stage.wait()
    for step in scene.steps:
        match step:
            case _ if step == WAIT:
                bubbles += await stage.wait()
            case _ if step == HELD:
                await _hold(stage)
            case _:
                bubbles += await stage.hear(step)
    return bubbles


async def _hold(stage: Stage) -> None:
    """Move the clock past the visit and record that it was held."""
    town = stage.town
    for visit in town.rows(select(t.booking).where(t.booking.c.state == BookingState.BOOKED)):
        await town.move_to(visit.end)
        at_the_desk = partial(_record_held, town, visit.family_id, visit.id)
        await town.database.work(at_the_desk)


def _record_held(town: Town, family: FamilyId, booking: BookingId, unit: UnitOfWork) -> None:
    desk = Desk(unit, town.service.house, NOBODY, town.clock.now())
    record_outcome(desk, family, booking, Outcome.HELD)


def _written(bubbles: Sequence[Bubble], stage: Stage) -> Iterator[str]:
    settings = stage.town.settings
    for bubble in bubbles:
        if bubble.side is Side.FAMILY:
            yield f"{'> ' + bubble.text:>60}"
        else:
            yield f"{bubble.at.astimezone(settings.zone):%a %d %b %H:%M}: {cost_of(bubble.text, settings)}"
            yield from on_screen(bubble.text)
        yield ""
