"""A family that writes back the words of a printed line has chosen that line, in every language."""

import re

import pytest

from bot.flows.course_states import (
    CourseAsked,
    CourseChange,
    CourseDay,
    CourseHow,
    CourseRating,
    CourseWhen,
    CourseWho,
    SeatOffered,
)
from bot.flows.states import State
from bot.messages import keys
from bot.messages.catalogue import TEXTS
from bot.messages.rendering import Renderer
from bot.printed import as_number
from domain.ids import LANGUAGES, CourseId, FamilyId, InvitationId, Language
from domain.texts import TextKey
from storage import tables as t
from tests.stories.course_town import A, desk, planned, seats, waiting
from tests.story import Town

RENDERER = Renderer(TEXTS)
WHOSE, COURSE = InvitationId(1), CourseId(1)
ASKED: list[tuple[State, TextKey]] = [
    (CourseAsked(WHOSE), keys.COURSE_INTEREST),
    (CourseWhen(WHOSE), keys.COURSE_ASK_WHEN),
    (CourseDay(WHOSE), keys.COURSE_ASK_DAY),
    (CourseWho(WHOSE), keys.COURSE_ASK_WHO),
    (CourseHow(WHOSE), keys.COURSE_ASK_HOW),
    (CourseChange(WHOSE), keys.COURSE_CHANGE),
    (SeatOffered(WHOSE, COURSE), keys.COURSE_SEAT),
    (CourseRating(WHOSE, COURSE, 1), keys.COURSE_RATE_EXPECTED),
    (CourseRating(WHOSE, COURSE, 3), keys.COURSE_RATE_THEMES),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_line_is_its_number(language: Language) -> None:
    for state, key in ASKED:
        sentence = RENDERER.sentence(TEXTS[key], language)
        assert sentence is not None
        lines = re.findall(r"^(\d): (.+)$", sentence, re.MULTILINE)
        assert len(lines) >= 2
        for number, label in lines:
            for said in (label, label.upper() + "!", f"{number}: {label}", f" {number} {label}. "):
                assert as_number(said, state, language, RENDERER) == number


@pytest.mark.parametrize(
    ("language", "said", "number"),
    [
        ("en", "group please", "1"),
        ("en", "with childcare", "2"),
        ("en", "childcare and food, thanks", "2"),
        ("en", "our language", "3"),
        ("en", "home", "4"),
        ("da", "hold", "1"),
        ("da", "med pasning tak", "2"),
        ("da", "2 med pasning", "2"),
        ("da", "hjemme", "4"),
    ],
)
def test_some_words_of_one_line_are_its_number(language: str, said: str, number: str) -> None:
    assert as_number(said, CourseHow(WHOSE), Language(language), RENDERER) == number


def test_anything_else_stays_as_it_was_written() -> None:
    english = Language("en")
    for said in (
        "no",
        "3",
        "In a group with my sister",
        "3: At home",
        "in",
        "not in a group",
        "2 at home",
        "thanks",
    ):
        assert as_number(said, CourseHow(WHOSE), english, RENDERER) == said


async def test_a_group_with_childcare_in_words_is_not_a_course_at_home(course_town: Town) -> None:
    town = course_town
    family = town.family(A)
    await town.invite()
    await town.says(A, "Ja, det lyder godt")
    await town.says(A, "Aften")
    assert "Hvordan" in await town.says(A, "Vi er to")
    assert "så snart et hold passer" in await town.says(A, "På hold med pasning og mad")
    [entry] = town.rows(t.waiting, family_id=family)
    assert (entry.parts, entry.coming, entry.childcare, entry.meal) == ("evening", "both", True, True)


async def test_at_home_in_words_is_at_home(course_town: Town) -> None:
    town = course_town
    town.family(A)
    await town.invite()
    for reply in ("ja tak", "3", "3"):
        await town.says(A, reply)
    assert "forløb hjemme hos jer" in await town.says(A, "Hjemme hos os")


async def test_another_group_in_english_keeps_the_family_on_the_list(course_town: Town) -> None:
    town = course_town
    [family] = await waiting(town, A, languages=("en",))
    await desk(town, lambda one: one.plan(planned(town), [FamilyId(family)]))
    await town.pass_days(1)
    assert "Another group" in town.last(A)
    assert "You stay on the list" in await town.says(A, "Another group")
    assert seats(town) == ["refused"]
    assert town.invitation_state(family) == "accepted"
