"""The stories of ``product.md`` that a home visit lives through, as plays in Danish and English."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Any

import pytest

from bot.desk import Desk, Done, Outcome, Result, record_outcome
from domain.ids import LANGUAGES, AccountId, FamilyId
from domain.ports import UnitOfWork
from domain.settings import RestrictionPeriod
from storage import tables as t
from tests.stories.transcript import Play, name_of
from tests.story import COPENHAGEN, Town, hedensted

CAST = {
    "mother": "+4500000011",
    "father": "+4500000012",
    "neighbour": "+4500000013",
    "mother's Telegram": "4500000081",
}
MAY = ("2026-05-12T10:00", "2026-05-13T15:00", "2026-05-19T09:00", "2026-05-20T17:00", "2026-05-21T10:00")
MakeTown = Callable[..., Town]
Story = Callable[[Play], Awaitable[Any]]


async def held(play: Play, family: int) -> None:
    """The nurse says that the visit was held."""
    [visit] = play.town.rows(t.booking, "id", family_id=family)

    def say(unit: UnitOfWork) -> Result:
        desk = Desk(unit, play.town.house, AccountId(1), play.town.clock.now())
        return record_outcome(desk, FamilyId(family), visit, Outcome.HELD)

    assert await play.town.database.work(say) == Done()


async def the_short_way(play: Play) -> None:
    """An invitation, a digit, both reminders, the visit, the question after it."""
    family = await play.invited(play.nurse_with_times(*MAY), "mother")
    await play.says("mother", "2")
    await play.until("2026-05-08T12:00")
    await play.says("mother", da="ja det passer", en="yes that is fine")
    await play.until("2026-05-13T16:30")
    await held(play, family)
    await play.days(4)
    await play.says("mother", "4")
    assert play.town.rows(t.booking, "rating") == [4]


async def story_01_a_typo_and_an_hour_without_am_or_pm(play: Play) -> None:
    await play.invited(play.nurse_with_times(*MAY, "2026-05-12T14:00"), "mother")
    await play.says("mother", da="jaa tak tirdag kl 2", en="yess please tuseday at 2")
    await play.says("mother", da="ja", en="yes")


async def story_02_a_mixed_reply_with_a_wish(play: Play) -> None:
    await play.invited(play.nurse_with_times(*MAY, "2026-05-22T16:30"), "mother")
    await play.says("mother", da="Ja tak men kun efter 16", en="Yes tak but only efter 16")
    await play.says("mother", "2")


async def story_03_somebody_else_has_the_number(play: Play) -> None:
    await play.invited(play.nurse_with_times(*MAY), "mother")
    await play.says("mother", da="hvem er du? jeg har ingen børn", en="who is this? I have no children")
    await play.says("mother", da="hallo?", en="hello?")
    await play.days(40)


async def story_04_mother_picks_one_father_another(play: Play) -> None:
    await play.invited(play.nurse_with_times(*MAY), "mother", "father")
    await play.says("mother", "1")
    await play.says("father", "3")


async def story_04_one_says_no_and_the_other_still_wants_a_time(play: Play) -> None:
    await play.invited(play.nurse_with_times(*MAY), "mother", "father")
    await play.says("mother", da="nej tak", en="no thanks")
    await play.says("father", da="ja", en="yes")
    await play.says("father", "1")
    await play.until("2026-05-11T18:00")


async def parents_who_live_apart(play: Play) -> None:
    """He asks, picks, declines and cancels; nothing of hers is told or changed."""
    nurse = play.nurse_with_times(*MAY)
    family = play.town.family(
        *(CAST[who] for who in ("mother", "father")), nurse=nurse, languages=(play.language,)
    )
    play.town.change(t.guardian, play.town.rows(t.guardian, "id", family_id=family)[1], lives_apart=True)
    await play.town.invite()
    await play.days(0)
    await play.says("mother", "1")
    await play.says("father", da="hvad har vi aftalt?", en="what did we agree?")
    await play.says("father", "1")
    await play.says("father", da="aflys", en="cancel")
    await play.until("2026-05-11T18:00")


async def story_05_stop_then_start(play: Play) -> None:
    await play.invited(play.nurse_with_times(*MAY), "mother")
    await play.says("mother", "1")
    await play.says("mother", "STOP")
    await play.until("2026-05-12T09:00")
    await play.says("mother", "START")
    await play.days(40)


async def story_06_words_of_distress(play: Play) -> None:
    await play.invited(play.nurse_with_times(*MAY), "mother")
    await play.until("2026-05-07T22:30")
    await play.says("mother", da="jeg orker ikke livet mere", en="I do not want to live any more")
    await play.says("mother", da="er der nogen?", en="is anybody there?")
    await play.days(40)


async def story_10_moved_to_another_municipality(play: Play) -> None:
    await play.invited(play.nurse_with_times(*MAY), "mother")
    await play.says("mother", "2")
    await play.says("mother", da="vi bor i Vejle nu", en="we live in Vejle now")
    await play.days(20)


async def story_14_a_digit_five_weeks_later(play: Play) -> None:
    nurse = play.nurse_with_times(*MAY)
    await play.invited(nurse, "mother")
    play.town.times(nurse, *(f"2026-06-{day}T10:00" for day in range(15, 27)))
    await play.until("2026-06-10T12:00")
    await play.says("mother", "1")
    await play.says("mother", "1")


async def story_15_thumbs_up(play: Play) -> None:
    await play.invited(play.nurse_with_times(*MAY[:3]), "mother")
    await play.says("mother", "👍")
    await play.says("mother", "3")
    await play.says("mother", "👍")


async def story_16_a_picture(play: Play) -> None:
    await play.invited(play.nurse_with_times(*MAY), "mother")
    await play.sends_a_picture("mother")
    await play.says("mother", "1")


async def story_17_cannot_come_and_finds_another_day(play: Play) -> None:
    await play.invited(play.nurse_with_times(*MAY), "mother")
    await play.says("mother", "2")
    await play.until("2026-05-08T12:00")
    await play.says("mother", da="kan ikke", en="can't make it")
    await play.says("mother", "1")


async def story_17_cannot_come_and_stays_silent(play: Play) -> None:
    await play.invited(play.nurse_with_times(*MAY), "mother")
    await play.says("mother", "2")
    await play.until("2026-05-08T12:00")
    await play.says("mother", da="kan ikke", en="can't make it")
    await play.days(8)


async def story_19_twins(play: Play) -> None:
    family = await play.invited(play.nurse_with_times(*MAY), "mother", children=2)
    await play.says("mother", "1")
    await play.until("2026-05-12T13:00")
    await held(play, family)
    assert play.town.rows(t.invitation_child, "visit") == ["completed", "completed"]


async def a_no_with_a_reason_and_one_alternative(play: Play) -> None:
    await play.invited(play.nurse_with_times(*MAY), "mother")
    await play.says("mother", da="nej tak", en="no thanks")
    await play.says("mother", "2")
    await play.says("mother", "0")
    await play.days(40)


async def not_now(play: Play) -> None:
    nurse = play.nurse_with_times(*MAY)
    await play.invited(nurse, "mother")
    await play.says("mother", da="ikke lige nu, måske i august", en="not now, maybe in August")
    play.town.times(nurse, *(f"2026-08-{day:02}T10:00" for day in range(5, 22)))
    await play.until("2026-08-04T12:00")
    await play.says("mother", "1")


async def silence(play: Play) -> None:
    nurse = play.nurse_with_times(*MAY)
    await play.invited(nurse, "mother")
    play.town.times(nurse, *(f"2026-06-{day}T10:00" for day in range(15, 27)))
    await play.days(60)


STORIES: tuple[Story, ...] = (
    the_short_way,
    story_01_a_typo_and_an_hour_without_am_or_pm,
    story_02_a_mixed_reply_with_a_wish,
    story_03_somebody_else_has_the_number,
    story_04_mother_picks_one_father_another,
    story_04_one_says_no_and_the_other_still_wants_a_time,
    parents_who_live_apart,
    story_05_stop_then_start,
    story_06_words_of_distress,
    story_10_moved_to_another_municipality,
    story_14_a_digit_five_weeks_later,
    story_15_thumbs_up,
    story_16_a_picture,
    story_17_cannot_come_and_finds_another_day,
    story_17_cannot_come_and_stays_silent,
    story_19_twins,
    a_no_with_a_reason_and_one_alternative,
    not_now,
    silence,
)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("story", STORIES, ids=name_of)
async def test_a_story_is_as_agreed(town: Town, story: Story, language: str) -> None:
    play = Play(town, language, CAST)
    await story(play)
    play.is_as_agreed(name_of(story))


@pytest.mark.parametrize("language", ["da", "en"])
async def test_story_11_in_a_restriction_period_the_visit_is_by_phone(
    town_with: MakeTown, language: str
) -> None:
    winter = RestrictionPeriod("winter", date(2026, 10, 1), date(2027, 4, 30))
    start = datetime(2026, 10, 5, 8, tzinfo=COPENHAGEN)
    play = Play(town_with(start=start, settings=hedensted(restrictions=(winter,))), language, CAST)
    nurse = play.nurse_with_times(*(f"2026-10-{day}T10:00" for day in (13, 14, 15, 16, 19, 20)))
    await play.invited(nurse, "mother", born="2025-04-20")
    await play.says("mother", "1")
    await play.until("2026-10-12T18:00")
    play.town.clock.at = datetime(2026, 10, 12, 20, tzinfo=COPENHAGEN)
    await play.invited(nurse, "neighbour", born="2025-04-20")
    await play.says("neighbour", da="nej tak", en="no thanks")
    await play.says("neighbour", "1")
    play.is_as_agreed("story_11_restriction_period")


@pytest.mark.parametrize("language", ["da", "en"])
async def test_story_13_ten_oclock_stays_ten_oclock_when_the_clocks_change(
    town_with: MakeTown, language: str
) -> None:
    play = Play(town_with(start=datetime(2026, 9, 7, 8, tzinfo=COPENHAGEN)), language, CAST)
    nurse = play.nurse_with_times(*(f"2026-10-{day}T10:00" for day in (27, 28, 29, 30)))
    await play.invited(nurse, "mother", born="2025-03-20")
    await play.says("mother", "1")
    await play.until("2026-10-27T09:00")
    play.is_as_agreed("story_13_clock_change")


@pytest.mark.parametrize("language", ["da", "en"])
async def test_story_18_a_code_links_a_chat(town: Town, language: str) -> None:
    from tests.stories.test_telegram import code_for

    play = Play(town, language, CAST)
    nurse = play.nurse_with_times(*MAY)
    family = town.family(CAST["mother"], nurse=nurse, languages=(language,))
    code = await code_for(town, family, choose="K7PWM3QA")
    await play.says("mother's Telegram", "/start")
    await play.says("mother's Telegram", "K7PW M3QX")
    await play.says("mother's Telegram", f"/start {code.lower()}")
    await town.invite()
    await play.days(0)
    await play.says("mother's Telegram", "2")
    await play.says("mother's Telegram", "STOP")
    play.is_as_agreed("story_18_telegram")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_digits_alone_carry_a_family_through_in_every_language(
    town_with: MakeTown, language: str
) -> None:
    """Two times, another time, booked; kept, moved; each in the family's own language, drafts allowed."""
    play = Play(town_with(settings=hedensted(languages=LANGUAGES, send_drafts=True)), language, CAST)
    await play.invited(play.nurse_with_times(*MAY, "2026-05-22T11:00", "2026-05-28T12:00"), "mother")
    for digit in ("3", "1"):
        await play.says("mother", digit)
    await play.until("2026-05-18T12:00")
    for digit in ("2", "1"):
        await play.says("mother", digit)
    await play.days(10)
    play.is_as_agreed("digits")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_no_by_digits_in_every_language(town_with: MakeTown, language: str) -> None:
    """No, a reason by its printed number, and the one alternative."""
    play = Play(town_with(settings=hedensted(languages=LANGUAGES, send_drafts=True)), language, CAST)
    await play.invited(play.nurse_with_times(*MAY), "mother")
    for digit in ("0", "2", "1", "1"):
        await play.says("mother", digit)
    play.is_as_agreed("no_by_digits")
