"""Laws over lives of families: never two live invitations, and parents who live apart never learn of each other.

The second is checked as it is meant: the same life is lived twice, once with everything the mother writes and once
without, and the father who lives apart must read the very same.
"""

import asyncio
import shutil
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from bot.desk import Desk
from bot.desk_offers import ask_for_offer
from domain.ids import AccountId, FamilyId, OfferKey
from domain.offers import Offer, StartedBy
from domain.outcomes import LIVE
from storage import tables as t
from tests.story import HEDENSTED, VISIT_3Y, VISIT_18M, Town, hedensted, sqlite_url, town_on

MOTHER, FATHER = "+4500000011", "+4500000012"
NEED = Offer(OfferKey("need"), started_by=StartedBy.NURSE, consult_from=3)
OFFERS = {offer.key: offer for offer in (VISIT_18M, VISIT_3Y, NEED)}

WORDS = (
    *("1", "2", "3", "0", "ja tak", "nej tak", "ikke nu, om 10 dage", "kan ikke", "flyt", "aflys", "👍"),
    *("hvad har vi aftalt?", "onsdag passer fint", "har I noget efter kl. 16?", "asdf qwer", "tak"),
    *("vi bor i Vejle nu", "forkert nummer", "jeg vil gerne tale med et menneske", "STOP", "START"),
)
NURSE_ASKS = "the nurse asks for a need visit"
waits = st.sampled_from((0.02, 1, 2, 3, 5, 8, 13, 30))
CALM = {
    "deadline": None,
    "derandomize": True,
    "suppress_health_check": list(HealthCheck),
    "phases": (Phase.explicit, Phase.generate, Phase.shrink),
}


def furnished(town: Town, *phones: str) -> int:
    """A nurse with times for a quarter of a year, and a family with a child of 1½ and one of 3."""
    anna = town.nurse("Anna")
    start = town.clock.at.replace(tzinfo=None)
    town.times(
        anna,
        *(
            (start + timedelta(days=day, hours=hour)).isoformat()
            for day in range(8, 100, 3)
            for hour in (2, 9)
        ),
    )
    family = town.family(*phones, nurse=anna, children=2)
    older = town.rows(t.child, "id", family_id=family)[0]
    town.change(t.child, older, birthdate=date(2023, 5, 20))
    return family


async def turn(town: Town, family: int, one: Any) -> None:
    match one:
        case (phone, text):
            await town.says(phone, text)
        case str():
            await town.database.work(
                lambda unit: ask_for_offer(
                    Desk(unit, town.house, AccountId(1), town.clock.now()), FamilyId(family), NEED.key
                )
            )
        case days:
            await town.pass_days(days)
            await town.service.planner.plan(HEDENSTED)


# One invitation at a time

lives = st.lists(
    st.one_of(
        st.tuples(st.sampled_from((MOTHER, FATHER)), st.sampled_from(WORDS)), waits, st.just(NURSE_ASKS)
    ),
    min_size=8,
    max_size=14,
)


async def _one_at_a_time(town: Town, life: list[Any]) -> None:
    family = furnished(town, MOTHER, FATHER)
    await town.invite()
    for one in (*life, 30, 30):
        await turn(town, family, one)
        live = Counter(row.family_id for row in town.rows(t.invitation) if row.state in LIVE)
        assert all(count == 1 for count in live.values()), f"two live invitations after {one!r}"
        booked = [row for row in town.rows(t.booking) if row.state == "booked" and row.freed_at is None]
        assert len({row.invitation_id for row in booked}) == len(booked)


@settings(max_examples=12, **CALM)  # type: ignore[arg-type]
@given(lives)
@example([(MOTHER, "ikke nu, om 10 dage"), 5, 8, (MOTHER, "nej tak"), 13])
@example([NURSE_ASKS, (MOTHER, "0"), NURSE_ASKS, 1, (FATHER, "1"), 30, NURSE_ASKS])
@example([30, 30, (MOTHER, "ja tak"), (MOTHER, "1"), 5, 13])
def test_a_family_never_has_two_live_invitations(life: list[Any]) -> None:
    _lived(life, _one_at_a_time)


# Living apart


async def _what_he_reads(town: Town, life: list[Any], without_her: bool) -> list[str]:
    family = furnished(town, MOTHER, FATHER)
    town.change(t.guardian, town.rows(t.guardian, "id", family_id=family)[1], lives_apart=True)
    await town.invite()
    for one in life:
        if not (without_her and isinstance(one, tuple) and one[0] == MOTHER):
            await turn(town, family, one)
    return town.reads(FATHER)


apart_lives = st.lists(
    st.one_of(st.tuples(st.sampled_from((MOTHER, MOTHER, FATHER)), st.sampled_from(WORDS)), waits),
    min_size=8,
    max_size=14,
)


@settings(max_examples=12, **CALM)  # type: ignore[arg-type]
@given(apart_lives)
@example([(MOTHER, "1"), (FATHER, "hvad har vi aftalt?"), (FATHER, "1"), 13])
@example([(MOTHER, "nej tak"), (FATHER, "ja tak"), (MOTHER, "2"), 30, (FATHER, "aflys")])
@example([(MOTHER, "1"), (MOTHER, "STOP"), (FATHER, "flyt"), 8, (FATHER, "STOP"), (FATHER, "START")])
@example([(MOTHER, "vi bor i Vejle nu"), (FATHER, "vi bor i Vejle nu"), (FATHER, "1")])
@example([(MOTHER, "forkert nummer"), 5, (FATHER, "hvad har vi aftalt?"), 30])
def test_he_reads_the_same_whatever_she_writes(life: list[Any]) -> None:
    read: list[list[str]] = []

    async def live(town: Town, turns: list[Any], without_her: bool) -> None:
        read.append(await _what_he_reads(town, turns, without_her))

    for without_her in (False, True):
        _lived(life, lambda town, turns, one=without_her: live(town, turns, one))  # type: ignore[misc]
    assert read[0] == read[1]


def _lived(life: list[Any], live: Any) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        with town_on(sqlite_url(folder), settings=replace(hedensted(), offers=OFFERS)) as town:
            asyncio.run(live(town, life))
    finally:
        shutil.rmtree(folder)
