"""Plays about presence at a daycare: compared with what was agreed on."""

from datetime import date

import pytest

from domain.ids import LANGUAGES
from storage import tables as t
from tests.stories.daycare_town import CAST, DAYCARE, FATHER, MOTHER, MakeTown, cancel, plan, settings
from tests.stories.transcript import Play


async def _told_and_books(play: Play, *replies: str) -> None:
    """The week before, the same morning, one digit, one more."""
    play.town.nurse("Anna")
    play.town.nurse("Birgit")
    play.town.family(MOTHER, FATHER, languages=(play.language,), daycare=DAYCARE)
    await play.town.service.plan_presence()
    await play.until("2026-05-12T08:30")
    for reply in replies:
        await play.says("mother", reply)
    await play.until("2026-05-13T12:00")


@pytest.mark.parametrize("language", ["da", "en"])
async def test_the_story_of_a_talk_at_the_daycare(town_with: MakeTown, language: str) -> None:
    two = settings(plan(), plan(first=date(2026, 5, 28)))
    play = Play(town_with(settings=two), language, CAST)
    play.town.nurse("Anna")
    play.town.nurse("Birgit")
    play.town.family(MOTHER, FATHER, languages=(language,), daycare=DAYCARE)
    await play.town.service.plan_presence()
    await play.until("2026-05-05T18:00")
    await play.says("father", da="kl 15.30", en="at 15:30")
    await play.says("father", "1")
    await play.says("father", da="ja tak", en="yes please")
    await play.until("2026-05-08T12:00")
    await play.says("mother", "1")
    window = play.town.rows(t.presence_window, "id")[0]
    await play.until("2026-05-12T07:10")
    await play.town.database.work(cancel(play.town, window))
    await play.until("2026-05-12T07:30")
    await play.says("father", "2")
    await play.says("father", "2")
    await play.until("2026-05-28T16:00")
    play.is_as_agreed("a_talk_at_the_daycare")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_talk_by_digits_alone_in_every_language(town_with: MakeTown, language: str) -> None:
    """Told twice, another time, booked, the pædagog wished; each in the parents' own language, drafts allowed."""
    town = town_with(settings=settings(languages=LANGUAGES, send_drafts=True))
    play = Play(town, language, CAST)
    await _told_and_books(play, "2", "1", "1")
    play.is_as_agreed("talk_by_digits")


@pytest.mark.parametrize("language", ["da", "en"])
async def test_the_end_of_these_messages(town_with: MakeTown, language: str) -> None:
    play = Play(town_with(settings=settings()), language, CAST)
    await _told_and_books(play, "0")
    play.is_as_agreed("no_more_of_these")
