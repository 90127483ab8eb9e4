"""``kill -9`` while a course forms: no wish lost, no place sold twice, nobody between list and course."""

from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from storage import tables as t
from storage.database import Database
from tests.faults.test_kill import PHONES, Stage, Teller, some_of
from tests.faults.worker import KINDS, Step
from tests.stories.course_town import ONLY_THE_COURSE, with_courses
from tests.story import COPENHAGEN, town_on

MONDAY, WEDNESDAY, FRIDAY = (datetime(2026, 5, day, 12, tzinfo=COPENHAGEN) for day in (4, 6, 8))
NEXT_MONDAY = FRIDAY + timedelta(days=3, hours=-2)
STORY: tuple[tuple[Any, ...], ...] = (
    ("at", MONDAY),
    ("plan",),
    ("at", WEDNESDAY),
    ("run",),
    *(
        ("reply", f"{who}-{turn}", PHONES[who], said)
        for who in (0, 1, 2)
        for turn, said in enumerate(("ja", "3", "1", "1"))
    ),
    ("reply", "3-0", PHONES[3], "nej tak"),
    ("reply", "3-1", PHONES[3], "3"),
    ("reply", "3-2", PHONES[3], "1"),
    ("run",),
    ("form",),
    ("at", FRIDAY),
    ("run",),
    ("reply", "0-seat", PHONES[0], "1"),
    ("reply", "1-other", PHONES[1], "2"),
    ("run",),
    ("at", NEXT_MONDAY),
    ("run",),
    ("reply", "2-seat", PHONES[2], "1"),
    ("run",),
    ("at", MONDAY + timedelta(days=24)),
    ("decide",),
    ("run",),
    ("at", MONDAY + timedelta(days=24, hours=1)),
    ("run",),
)
REPLIES = [command[1] for command in STORY if command[0] == "reply"]


def set_the_course_scene(url: str) -> None:
    """Four families that are to be invited to the course."""
    with town_on(url, start=MONDAY, settings=with_courses()) as town:
        for phone in PHONES:
            town.family(phone)


@pytest.fixture(scope="session")
def course_scene(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the scene, to be copied."""
    file = tmp_path_factory.mktemp("course_scene") / "scene.sqlite"
    set_the_course_scene(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    return Stage(request, tmp_path, request.param == "postgresql", set_the_course_scene, "course_scene")


@dataclass(frozen=True)
class Ending:
    """Where everybody stands once all is quiet."""

    replies: dict[str, str]
    seats: Counter[tuple[int, int, str]]
    waiting: dict[int, str]
    invitations: dict[int, str]
    bookings: Counter[tuple[int, str]]
    tasks: Counter[tuple[int, str]]
    written: Counter[tuple[int, str]]
    reminders: Counter[tuple[int, str]]
    course: tuple[str, ...]


def ending(url: str) -> Ending:
    """Look, from outside."""
    database = Database(url)

    def look(connection: Connection) -> Ending:
        def rows(table: Any, *columns: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in connection.execute(select(*(table.c[name] for name in columns)))]

        return Ending(
            dict(rows(t.inbox, "provider_id", "state")),  # type: ignore[arg-type]
            Counter(rows(t.course_seat, "family_id", "place", "state")),  # type: ignore[arg-type]
            dict(rows(t.waiting, "family_id", "state")),  # type: ignore[arg-type]
            dict(rows(t.invitation, "family_id", "state")),  # type: ignore[arg-type]
            Counter(rows(t.booking, "family_id", "state")),  # type: ignore[arg-type]
            Counter(rows(t.task, "family_id", "kind")),  # type: ignore[arg-type]
            Counter(rows(t.outbox, "family_id", "key")),  # type: ignore[arg-type]
            Counter(
                (family, kind)
                for family, kind, done in rows(t.due, "family_id", "kind", "done_at")
                if done is None
            ),
            tuple(state for (state,) in rows(t.course, "state")),
        )

    try:
        return database.read_now(look)
    finally:
        database.close()


def told(stage: Stage, *deaths: Step) -> tuple[Ending, int, dict[str, int]]:
    """The story with these deaths."""
    with ExitStack() as stack:
        url, folder = stack.enter_context(stage.copy())
        teller = Teller(url, folder, list(deaths), STORY, {"offers": ONLY_THE_COURSE})
        reached = teller.tell()
        return ending(url), teller.died, reached


def undisturbed(stage: Stage) -> tuple[Ending, dict[str, int]]:
    """How it ends when nobody dies: two seated, one back on the list, one at home."""
    found, died, reached = told(stage)
    assert died == 0
    assert found.replies == dict.fromkeys(REPLIES, "done")
    assert sorted(found.waiting.values()) == ["individual", "seated", "seated", "waiting"]
    assert sorted(state for _, _, state in found.seats) == ["refused", "taken", "taken"]
    assert found.course == ("held",)
    return found, reached


def test_killed_while_a_course_forms_nothing_is_lost_or_sold_twice(stage: Stage) -> None:
    quiet, reached = undisturbed(stage)
    for step in some_of(reached, each=1 if stage.on_postgresql else 2, seed=7):
        found, died, _ = told(stage, step)
        assert died == 1, step
        assert found == quiet, step


@pytest.mark.slow
def test_killed_at_very_many_moments_while_a_course_forms(stage: Stage) -> None:
    quiet, reached = undisturbed(stage)
    every = [(kind, number) for kind in KINDS[1:] for number in range(1, reached[kind] + 1)]
    # A fresh PostgreSQL database costs more than the story told in it.
    for step in every[:: 8 if stage.on_postgresql else 2] + some_of(reached, each=6, seed=11):
        found, _, _ = told(stage, step)
        assert found == quiet, step
