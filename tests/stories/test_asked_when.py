"""A family was asked "when would it suit you?" and answers something else: it is heard as anywhere else."""

import pytest

from storage import tables as t
from tests.stories.test_visit import MOTHER, invited
from tests.story import Town

ASKED = "Hvornår passer det jer?"


async def asked_when(town: Town) -> int:
    """A family that none of the printed times suits and that is asked for its own."""
    family = await invited(town)
    said = await town.says(MOTHER, "vi kan kun når min mand har fri fra arbejde")
    assert ASKED in said
    return family


@pytest.mark.parametrize(
    "cry",
    [
        "Alt er sort. Jeg har lyst til at tage alle pillerne i skabet, så det hele bare holder op",
        "torsdag kl 10. men jeg ved ikke om jeg er her, jeg har lyst til at tage alle pillerne i skabet",
    ],
)
async def test_a_cry_for_help_freezes_everything_also_beside_a_time(town: Town, cry: str) -> None:
    """Neither of them stands in a list of words; nothing is booked, and a human is alarmed."""
    family = await asked_when(town)
    assert "112" in await town.says(MOTHER, cry)
    assert [row.urgent for row in town.rows(t.task) if row.kind == "distress"] == [True]
    assert town.rows(t.family, "frozen_at", id=family)[0] is not None
    assert town.bookings(family) == []


async def test_a_stop_in_words_of_its_own_stops(town: Town) -> None:
    family = await asked_when(town)
    await town.says(MOTHER, "I må gerne slette mit nummer, jeg vil ikke have flere af de her beskeder")
    assert town.invitation_state(family) == "declined"
    messages = len(town.phones.read)
    await town.pass_days(40)
    assert len(town.phones.read) == messages, "no message after STOP"


async def test_a_no_is_a_no(town: Town) -> None:
    family = await asked_when(town)
    await town.says(MOTHER, "vi dropper det alligevel, tak for tilbuddet")
    assert town.invitation_state(family) == "declined"


async def test_a_mere_ok_books_nothing_and_is_asked_again(town: Town) -> None:
    family = await asked_when(town)
    said = await town.says(MOTHER, "ok")
    assert "hvornår" in said.casefold()
    assert town.bookings(family) == []
    assert town.invitation_state(family) not in ("accepted", "declined")


async def test_who_wants_a_human_gets_one(town: Town) -> None:
    await asked_when(town)
    await town.says(MOTHER, "kan jeg ikke bare snakke med en af jer om det i telefonen")
    assert "hand_over" in town.rows(t.task, "kind")
