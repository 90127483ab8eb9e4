"""Stories 7, 8 and 9 of ``product.md`` and a course from its first question to its last, as plays."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.course_running import Change, NotNow
from domain.courses import weekly_sessions
from domain.ids import LANGUAGES, CourseId, FamilyId, NurseId
from storage import tables as t
from tests.stories.course_town import desk, planned, with_courses
from tests.stories.transcript import Play, name_of
from tests.story import COPENHAGEN, Town, danish_holiday

CAST = {
    f"{name}": f"+450000002{number}"
    for number, name in enumerate(("mother", "father", "second", "third", "fourth"), 1)
}
MAY = ("2026-05-19T09:00", "2026-05-20T17:00", "2026-05-21T10:00", "2026-05-26T10:00", "2026-05-27T15:00")
ONE, TWO = CourseId(1), CourseId(2)
MakeTown = Callable[..., Town]
Story = Callable[[Play], Awaitable[Any]]


async def wait_together(play: Play, *who: str, comes: str = "1", **about: Any) -> list[FamilyId]:
    """Families of the play, invited on one day, who say yes and answer the three questions with digits."""
    families = [FamilyId(play.town.family(CAST[name], languages=(play.language,), **about)) for name in who]
    await play.town.invite()
    await play.days(0)
    for name in who:
        await play.says(name, da="ja tak", en="yes please") if play.language in (
            "da",
            "en",
        ) else await play.says(name, "1")
        for digit in ("3", comes, "1"):
            await play.says(name, digit)
    return families


async def course_for(
    play: Play, number: int, families: Sequence[FamilyId], first: datetime, room: str, **about: Any
) -> None:
    """A leader plans a course of six evenings."""
    sessions = weekly_sessions(first, 6, COPENHAGEN, danish_holiday)
    leaders = frozenset({NurseId(number)})
    course = planned(play.town, number, sessions=sessions, room=room, leaders=leaders, **about)
    assert await desk(play.town, lambda leader: leader.plan(course, families)) == ()


async def story_08_three_of_six_at_the_deadline(play: Play) -> None:
    families = await wait_together(play, "mother", "second", "third")
    await course_for(
        play, 1, families, datetime(2026, 8, 11, 17, tzinfo=COPENHAGEN), "Familiehuset", smallest=4, largest=6
    )
    await play.days(1)
    for name in ("mother", "second", "third"):
        await play.says(name, da="1", en="1")
    await play.days(22)
    await play.town.service.decide_courses()
    assert play.town.rows(t.course, "state") == ["undecided"]
    await desk(play.town, lambda leader: leader.cancel(ONE))
    await play.days(1)
    [fourth] = await wait_together(play, "fourth")
    # The list is asked for the next group: those who were let down come before who came later.
    waiting = await desk(
        play.town,
        lambda leader: leader.unit.courses.list_of(play.town.settings.key, planned(play.town).offer),
    )
    assert [one.family for one in waiting] == [*families, fourth]
    await course_for(
        play, 2, families, datetime(2026, 9, 1, 17, tzinfo=COPENHAGEN), "Biblioteket", smallest=3, largest=6
    )
    await play.days(4)
    await play.says("mother", "1")


async def story_08_the_leader_merges_two_small_groups(play: Play) -> None:
    one, other = await wait_together(play, "mother", "second")
    await course_for(play, 1, [one], datetime(2026, 8, 11, 17, tzinfo=COPENHAGEN), "Familiehuset")
    await course_for(play, 2, [other], datetime(2026, 8, 12, 17, tzinfo=COPENHAGEN), "Biblioteket")
    await play.days(1)
    await play.says("mother", "1")
    await play.says("second", "1")
    await play.days(22)
    await play.town.service.decide_courses()
    assert await desk(play.town, lambda leader: leader.merge(ONE, TWO)) == (one,)
    await play.days(1)
    await play.says("mother", "1")


async def story_08_the_leader_goes_to_the_families(play: Play) -> None:
    families = await wait_together(play, "mother")
    await course_for(play, 1, families, datetime(2026, 8, 11, 17, tzinfo=COPENHAGEN), "Familiehuset")
    await play.days(1)
    await play.says("mother", "1")
    await play.days(22)
    await play.town.service.decide_courses()
    assert await desk(play.town, lambda leader: leader.individual(ONE)) == tuple(families)
    await play.days(1)


async def story_09_two_couples_from_one_daycare(play: Play) -> None:
    first, second = await wait_together(play, "mother", "second", comes="3", daycare="Solgården")
    together = planned(play.town)
    assert await desk(play.town, lambda leader: leader.plan(together, [first, second])) != ()
    await course_for(play, 1, [first], datetime(2026, 8, 11, 17, tzinfo=COPENHAGEN), "Familiehuset")
    await play.days(1)
    await play.says("mother", "1")
    await course_for(play, 2, [second], datetime(2026, 8, 12, 17, tzinfo=COPENHAGEN), "Biblioteket")
    await play.days(1)
    await play.says("second", "1")
    assert "Solgården" not in play.text()


async def a_course_from_interest_to_the_last_question(play: Play) -> None:
    families = await wait_together(play, "mother")
    await play.says("mother", "2")
    await play.says("mother", "2")
    await play.says("mother", "2")
    await play.says("mother", da="onsdag aften er også fint", en="Wednesday evening is fine too")
    await play.days(29)
    await play.says("mother", "1")
    await course_for(
        play, 1, families, datetime(2026, 8, 11, 17, tzinfo=COPENHAGEN), "Familiehuset", smallest=1
    )
    await play.days(3)
    await play.says("mother", da="hvad er det her?", en="what is this?")
    await play.says("mother", da="ja tak", en="yes please")
    moved = Change(2, datetime(2026, 8, 19, 17, tzinfo=COPENHAGEN))
    assert await desk(play.town, lambda leader: leader.change(ONE, moved)) == ()
    assert await desk(play.town, lambda leader: leader.change(ONE, Change(room="Biblioteket"))) == ()
    await play.until("2026-08-10T18:00")
    await play.says("mother", da="kan desværre ikke i morgen", en="sorry, can't make it tomorrow")
    await play.until("2026-08-12T09:00")
    assert not isinstance(await desk(play.town, lambda leader: leader.attended(ONE, 1, set())), NotNow)
    await play.until("2026-08-25T20:00")
    seats = set(play.town.rows(t.course_seat, "id"))
    assert not isinstance(await desk(play.town, lambda leader: leader.attended(ONE, 3, seats)), NotNow)
    await play.until("2026-09-15T20:00")
    assert await desk(play.town, lambda leader: leader.end(ONE)) is None
    await play.days(4)
    for digit in ("4", "3", "4"):
        await play.says("mother", digit)


async def the_group_is_the_reason_for_the_no(play: Play) -> None:
    await play.invited(None, "mother", "father")
    await play.says("mother", da="nej tak", en="no thanks")
    await play.says("mother", "3")
    await play.says("mother", "1")


async def a_place_goes_to_the_next_on_the_list(play: Play) -> None:
    families = await wait_together(play, "mother", "second")
    await course_for(
        play,
        1,
        families[:1],
        datetime(2026, 8, 11, 17, tzinfo=COPENHAGEN),
        "Familiehuset",
        smallest=1,
        largest=1,
    )
    await play.days(6)
    await play.says("second", "1")
    await play.says("mother", da="ja", en="yes")
    await play.says("mother", da="vi vil ikke længere", en="we are no longer interested")


STORIES: tuple[Story, ...] = (
    story_08_three_of_six_at_the_deadline,
    story_08_the_leader_merges_two_small_groups,
    story_08_the_leader_goes_to_the_families,
    story_09_two_couples_from_one_daycare,
    a_course_from_interest_to_the_last_question,
    the_group_is_the_reason_for_the_no,
    a_place_goes_to_the_next_on_the_list,
)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("story", STORIES, ids=name_of)
async def test_a_course_story_is_as_agreed(course_town: Town, story: Story, language: str) -> None:
    play = Play(course_town, language, CAST)
    await story(play)
    play.is_as_agreed(name_of(story))


@pytest.mark.parametrize("language", ["da", "en"])
async def test_story_07_two_families_send_2_in_the_same_second(town: Town, language: str) -> None:
    play = Play(town, language, CAST)
    nurse = play.nurse_with_times(*MAY)
    await play.invited(nurse, "mother")
    # The times that nobody took are free again after 72 hours, and are shown to the next family.
    await play.days(4)
    await play.invited(nurse, "second")
    await play.at_once(mother="2", second="2")
    assert len({(row.start, row.state) for row in town.rows(t.booking)}) == 1
    assert len(town.rows(t.booking)) == 1
    play.is_as_agreed("story_07_the_same_second")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_digits_alone_carry_a_family_through_a_course_in_every_language(
    town_with: MakeTown, language: str
) -> None:
    """Interest, three questions, a wish changed, a place, a session missed, three questions after; in digits."""
    play = Play(town_with(settings=with_courses(languages=LANGUAGES, send_drafts=True)), language, CAST)
    family = await play.invited(None, "mother")
    for digit in ("1", "3", "1", "1", "2", "2", "3"):
        await play.says("mother", digit)
    assert play.town.rows(t.waiting, "weekdays") == ["2"]
    await play.days(29)
    await play.says("mother", "1")
    start = datetime(2026, 8, 12, 17, tzinfo=COPENHAGEN)
    await course_for(play, 1, [FamilyId(family)], start, "Familiehuset", smallest=1)
    await play.days(3)
    await play.says("mother", "1")
    await desk(play.town, lambda leader: leader.change(ONE, Change(1, start + timedelta(days=1))))
    await desk(play.town, lambda leader: leader.change(ONE, Change(room="Biblioteket")))
    await play.until("2026-08-12T18:00")
    await play.says("mother", "0")
    seats = set(play.town.rows(t.course_seat, "id"))
    await play.until("2026-08-19T20:00")
    await desk(play.town, lambda leader: leader.attended(ONE, 2, seats))
    await play.until("2026-09-16T20:00")
    await desk(play.town, lambda leader: leader.end(ONE))
    await play.days(4)
    for digit in ("4", "3", "2"):
        await play.says("mother", digit)
    assert play.town.rows(t.course_rating, "rating") == [4, 3, 2]
    play.is_as_agreed("course_by_digits")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_no_to_the_group_by_digits_in_every_language(town_with: MakeTown, language: str) -> None:
    """No, "not in a group", the form at home."""
    play = Play(town_with(settings=with_courses(languages=LANGUAGES, send_drafts=True)), language, CAST)
    await play.invited(None, "mother")
    for digit in ("0", "3", "1"):
        await play.says("mother", digit)
    assert play.town.rows(t.waiting, "state") == ["individual"]
    play.is_as_agreed("course_no_by_digits")
