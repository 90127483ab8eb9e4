"""Each parent is written to in its own language: stored, asked for, or plainly written."""

from collections.abc import Callable

import pytest

from domain.ids import LANGUAGES
from storage import tables as t
from tests.story import Town, hedensted

MOTHER, FATHER = "+4500000011", "+4500000012"
MakeTown = Callable[..., Town]


async def invited(town: Town, *languages: str) -> int:
    """A family of Anna's with a phone for each language; the first message has just arrived."""
    anna = town.nurse("Anna")
    town.times(anna, *(f"2026-05-{day}T10:00" for day in (12, 13, 19, 20, 21, 22)))
    family = town.family(MOTHER, *[FATHER][: len(languages) - 1], nurse=anna, languages=languages)
    await town.invite()
    return family


def language(town: Town, phone: str = MOTHER) -> str:
    [guardian] = town.rows(t.contact, "guardian_id", address=phone)
    stored: str = town.rows(t.guardian, "language", id=guardian)[0]
    return stored


async def test_who_writes_three_clear_words_of_another_language_is_kept_in_it(town: Town) -> None:
    await invited(town, "da")
    said = await town.says(MOTHER, "Could we please have another day instead?")
    assert said.startswith("Here are two times:")
    assert language(town) == "en"
    assert "Anna will visit you at home" in await town.says(MOTHER, "1")
    await town.pass_days(30)
    assert all("Hej" not in text for text in town.reads(MOTHER)[1:])


@pytest.mark.parametrize("reply", ["yes", "ok thanks", "no thanks", "1", "other", "stop", "👍", "tak"])
async def test_a_short_reply_never_switches_the_language(town: Town, reply: str) -> None:
    await invited(town, "da")
    await town.says(MOTHER, reply)
    assert language(town) == "da"


@pytest.mark.parametrize("reply", ["ja", "nej tak", "tak", "STOP"])
async def test_a_short_danish_reply_leaves_english_alone(town: Town, reply: str) -> None:
    await invited(town, "en")
    said = await town.says(MOTHER, reply)
    assert language(town) == "en"
    assert "Tak" not in said
    assert "Du får" not in said


async def test_a_language_that_is_not_switched_on_is_not_kept(town: Town) -> None:
    await invited(town, "da")
    await town.says(MOTHER, "Wir hätten gerne einen anderen Termin am Donnerstag")
    assert language(town) == "da"


async def test_on_request_at_once_and_what_was_asked_is_asked_again(town: Town) -> None:
    await invited(town, "da")
    said = await town.says(MOTHER, "English please")
    assert said.startswith("We will now write in English")
    assert "1: Tuesday 12 May" in said
    assert language(town) == "en"
    assert (await town.says(MOTHER, "dansk")).startswith("Vi skriver nu på dansk")


async def test_the_two_parents_of_one_family_differ(town: Town) -> None:
    family = await invited(town, "da", "en")
    danish, english = (MOTHER, FATHER) if language(town) == "da" else (FATHER, MOTHER)
    assert town.last(danish).startswith("Hej fra")
    assert town.last(english).startswith("Hello from")
    await town.says(english, "1")
    assert "Der er nu aftalt besøg af Anna tirsdag 12. maj" in town.last(danish)
    assert "Anna will visit you at home" in town.last(english)
    assert len(town.bookings(family)) == 1


async def test_one_parents_change_is_not_the_others(town: Town) -> None:
    await invited(town, "da", "da")
    await town.says(MOTHER, "English please")
    assert (language(town, MOTHER), language(town, FATHER)) == ("en", "da")
    await town.pass_days(10)
    assert town.last(MOTHER).startswith("Hello from")
    assert town.last(FATHER).startswith("Hej fra")


async def test_without_drafts_the_family_gets_danish_with_one_line_in_its_own(town_with: MakeTown) -> None:
    town = town_with(settings=hedensted(languages=LANGUAGES))
    await invited(town, "pl")
    *danish, line = town.last(MOTHER).split("\n")
    assert danish[0].startswith("Sundhedsplejen i Hedensted: Et gratis, frivilligt besøg")
    assert line == "Odpowiedz 9: polski"
    assert "Odpowiedz" not in await town.says(MOTHER, "3"), "answers carry no line"


async def test_nine_is_the_parents_own_wish_and_opens_its_language(town_with: MakeTown) -> None:
    town = town_with(settings=hedensted(languages=LANGUAGES))
    family = await invited(town, "pl", "da")
    polish = MOTHER if language(town) == "pl" else FATHER
    said = await town.says(polish, "9")
    assert "1: wtorek 12.05, 10:00" in said
    assert "dansk" not in said
    assert "Dziękujemy. Anna" in await town.says(polish, "1")
    assert len(town.bookings(family)) == 1
    await town.pass_days(5)
    assert "Dzień dobry" in town.last(polish)


async def test_words_of_a_draft_language_are_kept_but_do_not_open_it(town_with: MakeTown) -> None:
    town = town_with(settings=hedensted(languages=LANGUAGES))
    await invited(town, "pl")
    await town.says(MOTHER, "9")
    await town.says(MOTHER, "Could we please have another day instead?")
    assert language(town) == "en"
    assert town.rows(t.guardian, "language_asked") == [False]


async def test_with_drafts_allowed_the_first_message_is_in_the_familys_language(town_with: MakeTown) -> None:
    town = town_with(settings=hedensted(languages=LANGUAGES, send_drafts=True))
    await invited(town, "pl")
    assert "1: wtorek 12.05, 10:00" in town.last(MOTHER)
    assert "9" not in town.last(MOTHER).replace("19", "")


async def test_a_language_we_have_no_texts_in_goes_to_a_human(town: Town) -> None:
    await invited(town, "da")
    said = await town.says(MOTHER, "kan I skrive på polsk?")
    assert "Det sprog kan vi ikke skrive på endnu" in said
    assert "hand_over" in town.rows(t.task, "kind")
