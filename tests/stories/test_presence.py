"""A nurse at the daycare: parents are told twice, one digit books a talk, nobody is told who does not want to be."""

from datetime import date, time, timedelta
from typing import Any

import pytest

from domain.contact_hours import may_write_at
from domain.ids import WindowId
from domain.presence import Every, PlaceKind
from domain.settings import RestrictionPeriod
from storage import tables as t
from tests.stories.daycare_town import DAYCARE, FATHER, MOTHER, OTHER, MakeTown, at, opened, plan, settings
from tests.story import COPENHAGEN, MONDAY, Town, danish_holiday


async def test_parents_hear_the_week_before_and_the_same_morning(place: Town) -> None:
    await opened(place)
    await place.pass_until(at("2026-05-12T14:00"))
    moments = [sent.astimezone(COPENHAGEN) for sent, to, _ in place.phones.read if to == MOTHER]
    assert moments == [at("2026-05-05T16:30"), at("2026-05-12T08:00")]
    first, second = place.reads(MOTHER)
    assert first == (
        "Hej fra Sundhedsplejen i Hedensted. Anna er i Tørring Børnehus tirsdag 12. maj kl. 15.00-16.00. Kig forbi, "
        "eller få en snak på 15 minutter om det, I vil. Gratis og frivilligt.\n1: Snak kl. 15.00\n"
        "2: Anden tid\n0: Ikke flere af disse\nSTOP: ingen beskeder"
    )
    assert second == first


async def test_every_message_leaves_in_the_hours_of_product_md(town_with: MakeTown) -> None:
    early = plan(first=date(2026, 5, 18), opens=time(7), closes=time(8, 30))
    town = town_with(settings=settings(early))
    await opened(town)
    await town.pass_until(at("2026-05-18T12:00"))
    moments = [sent.astimezone(COPENHAGEN) for sent, _, _ in town.phones.read]
    # 11 May is a week before; the Monday window opens before eight, so Friday evening tells it.
    assert moments == [at("2026-05-11T16:30"), at("2026-05-15T18:00")]
    for moment in moments:
        from domain.contact_hours import ContactHours, Occasion

        assert may_write_at(moment, Occasion.INVITATION, ContactHours(), COPENHAGEN, danish_holiday)


@pytest.mark.parametrize(
    "who",
    ["elsewhere", "stopped", "frozen", "with a human", "silent to the end", "moved away"],
)
async def test_nobody_is_told_who_may_not_be_written_to(place: Town, who: str) -> None:
    family = await opened(place, daycare="Dagplejen" if who == "elsewhere" else DAYCARE)
    [guardian] = place.rows(t.guardian, "id", family_id=family)
    now = place.clock.now()
    match who:
        case "stopped":
            await place.says(MOTHER, "STOP")
        case "frozen":
            place.change(t.family, family, frozen_at=now)
        case "with a human":
            place.change(t.guardian, guardian, handed_over_at=now)
        case "silent to the end" | "moved away":
            state = "no_contact" if who == "silent to the end" else "moved_away"
            invited = {"state": state, "outcome_at": now, "planned_at": now, "district": "Tørring"}
            _invitation(place, family, **invited)
    place.phones.read.clear()
    await place.pass_until(at("2026-05-12T16:00"))
    assert place.reads(MOTHER) == []


def _invitation(town: Town, family: int, **values: Any) -> int:
    from sqlalchemy import insert

    number = town.database.new_id()
    [child] = town.rows(t.child, "id", family_id=family)
    own = {"id": number, "municipality": "hedensted", "family_id": family, "child_id": child}
    usual = {"offer": "visit-18m", "language": "da", "messages": 0}
    town.database.write_now(lambda c: c.execute(insert(t.invitation), own | usual | values))
    return number


async def test_a_silent_family_that_writes_again_is_told_again(place: Town) -> None:
    family = await opened(place)
    now = place.clock.now()
    _invitation(place, family, state="no_contact", outcome_at=now, planned_at=now, district="Tørring")
    place.clock.at += timedelta(minutes=5)
    await place.says(MOTHER, "tak")
    place.phones.read.clear()
    await place.pass_until(at("2026-05-12T10:00"))
    assert len(place.reads(MOTHER)) == 2


async def test_in_a_restriction_period_nobody_comes_and_nobody_is_told(town_with: MakeTown) -> None:
    closed = RestrictionPeriod("Corona", date(2026, 5, 10), date(2026, 5, 20))
    town = town_with(settings=settings(restrictions=(closed,)))
    await opened(town)
    assert town.rows(t.presence_window) == []
    await town.pass_until(at("2026-05-12T16:00"))
    assert town.reads(MOTHER) == []


async def test_zero_ends_these_messages_alone_and_start_brings_them_back(place: Town) -> None:
    await opened(place, nurse=None)
    await place.pass_until(at("2026-05-06T09:00"))
    said = await place.says(MOTHER, "0")
    assert said.startswith("Helt i orden. Du får ikke flere beskeder om disse besøg i dagtilbuddet.")
    assert place.rows(t.guardian, "stopped_at") == [None], "everything else goes on"
    await place.pass_until(at("2026-05-12T16:00"))
    assert len(place.reads(MOTHER)) == 2
    await place.says(MOTHER, "START")
    assert place.rows(t.presence_stop) == []


async def test_a_family_with_a_question_open_reads_no_digit(place: Town) -> None:
    """An invitation that waits for its answer keeps its digits: one active offer at a time."""
    anna = place.nurse("Anna")
    place.nurse("Birgit")
    place.times(anna, "2026-05-12T10:00", "2026-05-13T15:00", "2026-05-19T09:00", "2026-05-20T17:00")
    place.times(anna, "2026-05-21T10:00", "2026-05-26T10:00")
    family = await opened(place, nurse=anna)
    await place.service.planner.plan(place.settings.key)
    await place.pass_until(at("2026-05-12T09:00"))
    told = place.last(MOTHER)
    assert "Tørring Børnehus" in told, "the family hears of it all the same"
    assert "I behøver ikke svare" in told
    assert "1:" not in told
    await place.says(MOTHER, "2")
    [booked] = place.rows(t.booking, "offer", family_id=family)
    assert booked == "visit-18m", "the digit still answers the invitation"


async def test_a_family_hears_of_another_window_after_two_weeks(town_with: MakeTown) -> None:
    weekly = plan(every=Every.WEEK, first=date(2026, 5, 12), last=date(2026, 6, 9))
    town = town_with(settings=settings(weekly))
    await opened(town)
    for day in range(40):
        await town.pass_until(MONDAY + timedelta(days=day))
        await town.service.plan_presence()
    told = [text.split("15.00-16.00")[0].split("Børnehus ")[1] for text in town.reads(MOTHER)]
    assert told == ["tirsdag 12. maj kl. "] * 2 + ["tirsdag 26. maj kl. "] * 2 + ["tirsdag 9. juni kl. "] * 2


async def test_legestue_is_a_place_of_its_own(town_with: MakeTown) -> None:
    group = plan(daycare="Dagplejen", kind=PlaceKind.LEGESTUE, room="Legestuen i Tørring", talk_minutes=0)
    town = town_with(settings=settings(group))
    await opened(town, daycare="Dagplejen")
    await town.pass_until(at("2026-05-06T09:00"))
    assert "Anna er i Legestuen i Tørring tirsdag 12. maj" in town.last(MOTHER)
    assert "I behøver ikke svare" in town.last(MOTHER)


# A talk
async def test_one_digit_books_and_one_more_wishes_for_the_pedagog(place: Town) -> None:
    family = await opened(place, MOTHER, FATHER)
    await place.pass_until(at("2026-05-12T09:00"))
    said = await place.says(MOTHER, "1")
    assert said == (
        "Tak. Anna er klar tirsdag 12. maj kl. 15.00, Tørring Børnehus, Biblioteket. Skal barnets pædagog være med?\n"
        "1: Ja\n2: Nej"
    )
    assert place.last(FATHER).startswith("Der er nu aftalt en snak med Anna tirsdag 12. maj kl. 15.00")
    assert (await place.says(MOTHER, "1")).startswith("Godt, vi beder pædagogen komme med.")
    assert place.bookings(family) == [("booked", "2026-05-12 15:00")]
    [talk] = place.database.read_now(lambda c: _talks(c, place))
    assert talk.pedagog
    assert place.rows(t.invitation, "offer", "state", "sent_on") == [("advice", "accepted", None)]


def _talks(connection: Any, town: Town) -> Any:
    from storage.presence import booked_talks

    [window] = [row.id for row in connection.execute(t.presence_window.select())]
    return booked_talks(connection, WindowId(window))


@pytest.mark.parametrize("reply", ["ja", "ja tak, det lyder godt", "👍"])
async def test_yes_is_asked_back_before_a_talk_is_booked(place: Town, reply: str) -> None:
    """ "Yes, we will come by" must never become a talk."""
    await opened(place)
    await place.pass_until(at("2026-05-12T09:00"))
    said = await place.says(MOTHER, reply)
    assert said.startswith("Her er to tider:\n1: tirsdag 12. maj kl. 15.00")
    assert place.rows(t.booking) == []


@pytest.mark.parametrize(("reply", "hour"), [("kl 15.30", "15.30"), ("2", "15.15"), ("anden tid", "15.15")])
async def test_another_hour_in_words_or_by_digit(place: Town, reply: str, hour: str) -> None:
    await opened(place)
    await place.pass_until(at("2026-05-12T09:00"))
    assert f"1: tirsdag 12. maj kl. {hour}" in await place.says(MOTHER, reply)
    assert (await place.says(MOTHER, "1")).startswith(f"Tak. Anna er klar tirsdag 12. maj kl. {hour}")


async def test_another_time_none_of_these_is_not_the_end_of_the_messages(place: Town) -> None:
    await opened(place)
    await place.pass_until(at("2026-05-12T09:00"))
    await place.says(MOTHER, "2")
    assert await place.says(MOTHER, "0") == "Helt i orden. Kig gerne forbi en anden gang."
    assert place.rows(t.presence_stop) == []
    assert place.rows(t.slot, "held_by") == [None] * 4


async def test_a_talk_is_reminded_moved_and_cancelled_like_a_visit(town_with: MakeTown) -> None:
    town = town_with(settings=settings(plan(), plan(first=date(2026, 5, 19))))
    family = await opened(town)
    await town.pass_until(at("2026-05-06T09:00"))
    await town.says(MOTHER, "1")
    await town.says(MOTHER, "2")
    await town.pass_until(at("2026-05-08T12:00"))
    assert town.last(MOTHER) == (
        "Hej fra Sundhedsplejen i Hedensted. I har en snak med Anna tirsdag 12. maj kl. 15.00, Tørring Børnehus, "
        "Biblioteket. Passer det?\n1: Ja\n2: Flyt\n3: Aflys"
    )
    said = await town.says(MOTHER, "2")
    assert said.startswith("Her er to tider:\n1: tirsdag 12. maj"), "talks, never a visit's times"
    moved = await town.says(MOTHER, "2")
    assert moved.startswith("Aftalen er flyttet. Anna er klar tirsdag 19. maj")
    assert [state for state, _ in town.bookings(family)] == ["moved", "booked"]
    assert (await town.says(MOTHER, "AFLYS")).startswith("Aftalen tirsdag 19. maj")
    assert [state for state, _ in town.bookings(family)] == ["moved", "cancelled_by_family"]
    assert (await town.says(MOTHER, "ja, gerne en ny tid")).startswith("Her er to tider:")
    await town.says(MOTHER, "1")
    assert len(town.rows(t.invitation)) == 1, "a new time for a talk that was off is no second talk"


async def test_the_pedagog_stays_wished_when_the_talk_moves(place: Town) -> None:
    await opened(place)
    await place.pass_until(at("2026-05-06T09:00"))
    for reply in ("1", "1", "kan ikke", "1"):
        await place.says(MOTHER, reply)
    [talk] = place.database.read_now(lambda c: _talks(c, place))
    assert talk.pedagog


async def test_a_visit_and_a_talk_are_told_apart(place: Town) -> None:
    """The reminder of one is about that one, whichever comes first."""
    anna = place.nurse("Anna")
    place.nurse("Birgit")
    place.times(anna, "2026-05-13T10:00", "2026-05-14T11:00", "2026-05-18T11:00", "2026-05-19T11:00")
    family = await opened(place, nurse=anna)
    await place.invite()
    await place.says(MOTHER, "1")
    await place.pass_until(at("2026-05-12T09:00"))
    # The visit's reminder stands open, so presence asks nothing; the parent books by words the day it is free to.
    guardian = place.rows(t.guardian, "id", family_id=family)[0]
    from bot.flows.presence_states import PresenceTold, Talk
    from bot.keeping import freeze
    from domain.ids import SlotId

    [window] = place.rows(t.presence_window, "id")
    slot = place.rows(t.slot, "id", window_id=window)[0]
    told = PresenceTold(WindowId(window), (Talk(1, SlotId(slot), at("2026-05-12T15:00")),))
    place.change(t.guardian, guardian, state=freeze(told))
    await place.says(MOTHER, "1")
    await place.says(MOTHER, "2")
    assert [one.offer for one in place.rows(t.booking, family_id=family)] == ["visit-18m", "advice"]
    await place.pass_until(at("2026-05-12T17:55"))
    assert "Anna kommer onsdag 13. maj" in place.last(MOTHER)
    said = await place.says(MOTHER, "3")
    assert said.startswith("Aftalen onsdag 13. maj kl. 10.00 er aflyst")


async def test_a_visit_moves_to_a_visits_times_whatever_was_told_meanwhile(place: Town) -> None:
    """The visit is agreed, then the parent hears of presence: FLYT is still about the visit."""
    anna = place.nurse("Anna")
    place.nurse("Birgit")
    place.times(anna, *(f"2026-06-{day:02}T10:00" for day in (1, 2, 3, 4)))
    place.times(anna, "2026-06-08T10:00", "2026-06-09T10:00")
    place.clock.at = at("2026-05-04T08:00")
    family = await opened(place, nurse=anna)
    await place.invite()
    await place.says(MOTHER, "1")
    await place.pass_until(at("2026-05-12T09:00"))
    assert "I behøver ikke svare" in place.last(MOTHER), "with a visit agreed, a word is about that visit"
    said = await place.says(MOTHER, "FLYT")
    assert "juni" in said
    assert "maj" not in said
    await place.says(MOTHER, "1")
    assert [one.offer for one in place.rows(t.booking, family_id=family)] == ["visit-18m", "visit-18m"]


async def test_stop_keeps_the_talk_and_tells_the_nurse(place: Town) -> None:
    family = await opened(place)
    await place.pass_until(at("2026-05-06T09:00"))
    await place.says(MOTHER, "1")
    assert "Aftalen tirsdag 12. maj kl. 15.00 står stadig" in await place.says(MOTHER, "STOP")
    assert place.bookings(family) == [("booked", "2026-05-12 15:00")]
    assert place.rows(t.task, "kind") == ["stopped_with_booking"]


async def test_a_late_digit_never_books_the_past(place: Town) -> None:
    await opened(place)
    await place.pass_until(at("2026-05-12T15:05"))
    said = await place.says(MOTHER, "1")
    assert said.startswith(
        "Tak for svaret. Den tid er gået, men her er to nye:\n1: tirsdag 12. maj kl. 15.15"
    )
    await place.pass_until(at("2026-06-20T10:00"))
    said = await place.says(MOTHER, "1")
    assert said.startswith("Lige nu er der ikke flere tider til en snak.")
    assert place.rows(t.booking) == []


async def test_a_parent_who_asks_what_it_was_reads_it_again(place: Town) -> None:
    await opened(place)
    await place.pass_until(at("2026-05-06T09:00"))
    assert await place.says(MOTHER, "hvad er det for en aftale?") == place.reads(MOTHER)[0]


# Two parents
@pytest.mark.parametrize("late", ["1", "2", "kl 15.30", "ja"])
async def test_both_parents_pick_and_the_first_stands(place: Town, late: str) -> None:
    """Story 4 at the daycare: both are told the same, neutrally."""
    family = await opened(place, MOTHER, FATHER)
    await place.pass_until(at("2026-05-12T09:00"))
    await place.says(MOTHER, "1")
    assert (await place.says(FATHER, late)).startswith("I har en aftale med Anna tirsdag 12. maj kl. 15.00.")
    assert place.bookings(family) == [("booked", "2026-05-12 15:00")]


async def test_parents_who_live_apart_never_hear_of_each_others_answer(place: Town) -> None:
    await opened(place, MOTHER, FATHER, lives_apart=True)
    await place.pass_until(at("2026-05-12T09:00"))
    assert len(place.reads(FATHER)) == len(place.reads(MOTHER)) == 2, "each is told"
    await place.says(MOTHER, "1")
    await place.says(MOTHER, "1")
    assert len(place.reads(FATHER)) == 2
    await place.says(FATHER, "0")
    assert len(place.rows(t.presence_stop)) == 1, "one parent's no is not the other's"


async def test_twins_at_one_daycare_share_the_talk(place: Town) -> None:
    family = await opened(place, children=2)
    await place.pass_until(at("2026-05-12T09:00"))
    assert len(place.reads(MOTHER)) == 2
    await place.says(MOTHER, "1")
    assert len(place.bookings(family)) == 1
    assert len(place.rows(t.invitation_child)) == 2, "registered for each child"


# The last talk
async def test_two_parents_want_the_last_talk_and_one_hears_kindly(town_with: MakeTown) -> None:
    town = town_with(settings=settings(plan(closes=time(15, 15))))
    first, second = await opened(town), await opened(town, OTHER)
    await town.pass_until(at("2026-05-12T09:00"))
    await town.writes(MOTHER, "1")
    await town.writes(OTHER, "1")
    await town.service.settle()
    booked = [family for family in (first, second) if town.bookings(family)]
    assert len(booked) == 1
    loser = OTHER if booked == [first] else MOTHER
    assert town.last(loser).startswith("Lige nu er der ikke flere tider til en snak. Kig gerne forbi")
