"""Presence at a daycare under races and ``kill -9``: no talk twice, no parent told twice, nobody left out."""

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from domain.presence import Every, PresencePlan
from domain.settings import Daycare, Nurse
from storage import tables as t
from storage.database import Database
from tests.faults.hosts import LONG, SHORT, meet_before, two_hosts, without_locks
from tests.faults.test_kill import Ending, Teller, ending, some_of
from tests.faults.test_races import (
    ONE,
    OTHER,
    answered_at_once,
    both,
    carelessly,
    only_locked,
    standing_bookings,
)
from tests.faults.worker import Step
from tests.postgres import Postgres
from tests.story import COPENHAGEN, MONDAY, Town, hedensted, town_on

DAYCARE = "Tørring Børnehus"
PHONES = tuple(f"+45000000{number}" for number in range(20, 26))


def about(closes: time = time(15, 15)) -> dict[str, Any]:
    """A daycare where Anna is on Tuesday 12 May from 15: one talk, or as many as fit."""
    window = PresencePlan(DAYCARE, "anna", date(2026, 5, 12), time(15), closes, Every.ONCE)
    return {
        "daycares": (Daycare(DAYCARE, "Tørring"),),
        "nurses": (Nurse("anna", "Anna", ("Tørring",)),),
        "presence": (window,),
    }


@pytest.fixture
def place(database_url: str) -> Iterator[Town]:
    """A town with a window of one talk."""
    with town_on(database_url, settings=hedensted(**about())) as town:
        yield town


# The last talk


async def last_talk_wanted_by_two(town: Town) -> list[int]:
    """Two families were told of the same single talk and both answer "1"; nobody has answered them yet."""
    town.nurse("Anna")
    for phone in (ONE, OTHER):
        town.family(phone, daycare=DAYCARE)
    await town.service.plan_presence()
    await town.pass_until(datetime(2026, 5, 12, 9, tzinfo=COPENHAGEN))
    await town.writes(ONE, "1")
    await town.writes(OTHER, "1")
    return town.rows(t.inbox, "id")


async def test_two_hosts_give_the_last_talk_to_one_family_and_the_other_hears_kindly(place: Town) -> None:
    replies = await last_talk_wanted_by_two(place)
    with two_hosts(place) as hosts:
        meet_before("UPDATE slot", hosts, LONG if place.database.is_postgresql else SHORT)
        await answered_at_once(hosts, replies)
    await place.service.settle()
    assert len(standing_bookings(place)) == 1
    assert set(place.rows(t.inbox, "state")) == {"done"}
    kind = [
        place.last(phone) for phone in (ONE, OTHER) if "ikke flere tider til en snak" in place.last(phone)
    ]
    assert len(kind) == 1
    assert len(place.rows(t.invitation)) == 1, "who got no talk was not invited to one"


async def test_without_the_revision_of_a_time_two_families_get_the_last_talk(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    replies = await last_talk_wanted_by_two(place)
    without_locks(monkeypatch)
    carelessly(monkeypatch)
    place.database.write_now(lambda connection: connection.execute(text("DROP INDEX uq_booking_seat")))
    with two_hosts(place) as hosts:
        meet_before("UPDATE slot", hosts, LONG)
        failures = await answered_at_once(hosts, replies)
    if place.database.is_postgresql:
        assert failures == []
        first, second = standing_bookings(place)
        assert first == second
    else:
        only_locked(failures)


# Telling


async def ready_to_tell(town: Town) -> None:
    """Two families, and the hour at which they are told; nobody has been yet."""
    town.nurse("Anna")
    for phone in (ONE, OTHER):
        town.family(phone, daycare=DAYCARE)
    await town.service.plan_presence()
    town.clock.at = datetime(2026, 5, 5, 16, 30, tzinfo=COPENHAGEN)


async def test_two_hosts_tell_every_parent_once(place: Town) -> None:
    await ready_to_tell(place)
    with two_hosts(place) as (one, other):
        meet_before("INSERT INTO presence_told", (one, other), SHORT)
        await both(one.presence.tell(), other.presence.tell())
    await place.service.catch_up()
    assert Counter(to for _, to, _ in place.phones.read) == Counter({ONE: 1, OTHER: 1})


async def test_without_the_lock_of_a_window_parents_are_told_twice(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ready_to_tell(place)
    without_locks(monkeypatch)
    if place.database.is_postgresql:
        place.database.write_now(
            lambda c: c.execute(text("ALTER TABLE presence_told DROP CONSTRAINT pk_presence_told"))
        )
    with two_hosts(place) as (one, other):
        meet_before("INSERT INTO presence_told", (one, other), LONG)
        failures = await both(one.presence.tell(), other.presence.tell())
    if place.database.is_postgresql:
        assert failures == []
        await place.service.settle()
        assert Counter(to for _, to, _ in place.phones.read) == Counter({ONE: 2, OTHER: 2})
    else:
        only_locked(failures)


async def test_the_last_guard_against_telling_twice_is_the_database_itself(
    place: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ready_to_tell(place)
    monkeypatch.setattr("sqlalchemy.Select.with_for_update", lambda self, **_: self)
    with two_hosts(place) as (one, other):
        meet_before(
            "INSERT INTO presence_told", (one, other), LONG if place.database.is_postgresql else SHORT
        )
        await both(one.presence.tell(), other.presence.tell())
    await place.service.catch_up()
    assert Counter(to for _, to, _ in place.phones.read) == Counter({ONE: 1, OTHER: 1})


async def test_the_same_reply_twice_books_once(place: Town) -> None:
    place.nurse("Anna")
    family = place.family(ONE, daycare=DAYCARE)
    await place.service.plan_presence()
    await place.pass_until(datetime(2026, 5, 12, 9, tzinfo=COPENHAGEN))
    for _ in range(3):
        await place.writes(ONE, "1", provider_id="same")
        await place.service.settle()
    assert [state for state, _ in place.bookings(family)] == ["booked"]
    assert sum("Tak. Anna er klar" in text for text in place.reads(ONE)) == 1


# kill -9

WEEK_BEFORE = datetime(2026, 5, 5, 17, tzinfo=COPENHAGEN)
SAME_MORNING = datetime(2026, 5, 12, 8, 5, tzinfo=COPENHAGEN)
STORY: tuple[tuple[Any, ...], ...] = (
    ("at", MONDAY),
    ("plan",),
    ("at", WEEK_BEFORE),
    ("run",),
    ("reply", "a1", PHONES[0], "1"),
    ("reply", "b1", PHONES[1], "0"),
    ("run",),
    ("reply", "a2", PHONES[0], "1"),
    ("reply", "c1", PHONES[2], "2"),
    ("run",),
    ("reply", "c2", PHONES[2], "1"),
    ("run",),
    ("at", SAME_MORNING),
    ("run",),
    ("reply", "d1", PHONES[3], "kl 15.45"),
    ("run",),
    ("at", datetime(2026, 5, 12, 9, tzinfo=COPENHAGEN)),
    ("run",),
)


def set_the_scene(url: str) -> None:
    """Six families of the daycare, each with one phone."""
    with town_on(url, start=MONDAY, settings=hedensted(**about(time(16)))) as town:
        town.nurse("Anna")
        for phone in PHONES:
            town.family(phone, daycare=DAYCARE, born="2022-01-10")


class Stage:
    """Where the story is told again and again, each time on a fresh copy of the scene."""

    def __init__(self, request: pytest.FixtureRequest, folder: Path, engine: str) -> None:
        self._request = request
        self._folder = folder
        self._engine = engine
        self._count = 0

    @contextmanager
    def copy(self) -> Iterator[tuple[str, Path]]:
        """The address of a fresh copy, and a folder for the gateway."""
        self._count += 1
        folder = self._folder / str(self._count)
        folder.mkdir()
        if self._engine == "postgresql":
            postgres: Postgres = self._request.getfixturevalue("postgres")
            with postgres.database(template=postgres.template("presencescene", set_the_scene)) as url:
                yield url, folder
            return
        scene = self._folder / "scene.sqlite"
        if not scene.exists():
            set_the_scene(f"sqlite:///{scene}")
        shutil.copy(scene, folder / "town.sqlite")
        yield f"sqlite:///{folder / 'town.sqlite'}", folder

    def tells(self, *deaths: Step) -> tuple[Ending, Counter[Any], int, dict[str, int]]:
        """The story with these deaths: how it ends, who was told what, how often it died, how far it came."""
        with self.copy() as (url, folder):
            teller = Teller(url, folder, list(deaths), STORY, about(time(16)))
            reached = teller.tell()
            return ending(url, folder), told_in(url), teller.died, reached


def told_in(url: str) -> Counter[Any]:
    """Who was told of which window in which round."""
    database = Database(url)
    rows = select(t.presence_told.c.family_id, t.presence_told.c.round, t.presence_told.c.guardians)
    try:
        return Counter(database.read_now(lambda connection: [tuple(row) for row in connection.execute(rows)]))
    finally:
        database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    return Stage(request, tmp_path, request.param)


def talks(end: Ending) -> tuple[list[tuple[int, str, int]], list[int]]:
    """Whose booking, how it stands and which talk of them all; and whether each talk is taken.

    By their order: a talk's row number depends on how often we died.
    """
    slots = sorted(end.taken)
    booked = [(family, state, slots.index(slot)) for family, state, slot in end.bookings]
    return booked, [end.taken[slot] for slot in slots]


def nothing_is_lost_or_doubled(
    found: tuple[Ending, Counter[Any], int, dict[str, int]],
    undisturbed: tuple[Ending, Counter[Any], int, dict[str, int]],
) -> None:
    """The promises, whatever happened on the way."""
    end, told, _, _ = found
    assert set(end.replies.values()) == {"done"}
    assert talks(end) == talks(undisturbed[0])
    assert end.written == undisturbed[0].written
    assert told == undisturbed[1]
    for number, row in end.outbox.items():
        # A message about presence goes out like an invitation: never a second time.
        most = 1 if row.occasion == "invitation" else 2
        assert end.sent[number] <= most, row.key


def test_killed_at_any_kind_of_moment_nobody_is_told_twice_and_no_talk_is_lost(stage: Stage) -> None:
    undisturbed = stage.tells()
    end, told, died, reached = undisturbed
    assert died == 0
    assert [state for _, state, _ in end.bookings] == ["booked", "booked", "booked"]
    assert sum(guardians for (_, round_, guardians), _ in told.items() if round_ == "week") == len(PHONES)
    assert (
        sum(guardians for (_, round_, guardians), _ in told.items() if round_ == "morning") == len(PHONES) - 3
    )
    for step in some_of(reached, each=1, seed=5):
        found = stage.tells(step)
        assert found[2] == 1, step
        nothing_is_lost_or_doubled(found, undisturbed)


@pytest.mark.slow
def test_killed_at_very_many_moments(stage: Stage) -> None:
    undisturbed = stage.tells()
    for step in some_of(undisturbed[3], each=6, seed=17):
        nothing_is_lost_or_doubled(stage.tells(step), undisturbed)
