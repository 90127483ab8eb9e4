"""``texts preview``: an offer's conversations as a phone shows them, played by the real service on a town of its own.

Each scene is one family; what it writes are the printed numbers, so that a scene plays alike in every language.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.demo.phones import Bubble, Side
from app.scenery import ENDED, FORMED, HELD, MISSED, STAFF
from app.settings import Settings
from app.stage import Stage, a_stage
from bot.messages.showing import cost_of, on_screen
from domain.offers import Shape
from domain.texts import TextKey
from storage import tables as t

WAIT = "wait"
"""The family is silent until the next message comes."""


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


COURSE_SCENES = (
    Scene(
        "Interest, the list, a place, the sessions",
        ("1", "3", "2", "1", WAIT, "1", FORMED, WAIT, "1", WAIT, MISSED, WAIT, ENDED, WAIT, "4", "3", "4"),
    ),
    Scene("The group is the reason for a no", ("0", "3", "1")),
    Scene("Another group, then no longer", ("1", "1", "1", "1", FORMED, WAIT, "2", WAIT, "0")),
)

SCENES: Mapping[Shape, tuple[Scene, ...]] = {Shape.SLOT: VISIT_SCENES, Shape.COURSE: COURSE_SCENES}
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
        if step == WAIT:
            bubbles += await stage.wait()
        elif step in STAFF:
            await STAFF[step](stage.town)
            bubbles += stage.new()
        else:
            bubbles += await stage.hear(step)
    return bubbles


def _written(bubbles: Sequence[Bubble], stage: Stage) -> Iterator[str]:
    settings = stage.town.settings
    for bubble in bubbles:
        if bubble.side is Side.FAMILY:
            yield f"{'> ' + bubble.text:>60}"
        else:
            yield f"{bubble.at.astimezone(settings.zone):%a %d %b %H:%M}: {cost_of(bubble.text, settings)}"
            yield from on_screen(bubble.text)
        yield ""
