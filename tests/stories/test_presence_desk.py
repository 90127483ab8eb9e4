"""What nurses do with presence: a window taken off, planned once, drop-ins and meetings counted apart."""

from datetime import date, time
from typing import Any

from bot.presence_desk import PresenceDesk, PresenceRefused
from domain.ids import AccountId, WindowId
from storage import tables as t
from tests.stories.daycare_town import DAYCARE, MOTHER, OTHER, MakeTown, at, cancel, opened, plan, settings
from tests.story import Town


async def test_a_cancelled_window_offers_its_talks_anew_and_is_nobodys_no(town_with: MakeTown) -> None:
    town = town_with(settings=settings(plan(), plan(first=date(2026, 5, 19))))
    family, other = await opened(town), await opened(town, OTHER)
    await town.pass_until(at("2026-05-06T09:00"))
    await town.says(MOTHER, "1")
    await town.pass_until(at("2026-05-11T07:10"))
    [window, _] = town.rows(t.presence_window, "id")
    assert await town.database.work(cancel(town, window)) == 1
    await town.pass_until(at("2026-05-11T09:00"))
    assert town.last(MOTHER) == (
        "Vi må desværre aflyse snakken tirsdag 12. maj kl. 15.00. Det er os, der ikke kan. Her er to andre tider:\n"
        "1: tirsdag 19. maj kl. 15.00\n2: tirsdag 19. maj kl. 15.15\n3: Anden tid\n0: Nej tak"
    )
    assert town.last(OTHER).startswith("Hej fra Sundhedsplejen i Hedensted. Anna er desværre ikke i Tørring")
    assert town.bookings(family) == [("cancelled_by_service", "2026-05-12 15:00")]
    assert await town.says(MOTHER, "0") == "Helt i orden. Kig gerne forbi en anden gang."
    assert town.rows(t.invitation, "state") == ["accepted"], "never the family's no"
    assert other != family
    assert await town.database.work(cancel(town, window)) is PresenceRefused.OFF


async def test_who_cannot_be_written_to_is_called(town_with: MakeTown) -> None:
    town = town_with(settings=settings(plan(), plan(first=date(2026, 5, 19))))
    await opened(town)
    await town.pass_until(at("2026-05-06T09:00"))
    await town.says(MOTHER, "1")
    await town.says(MOTHER, "STOP")
    said = len(town.reads(MOTHER))
    window = town.rows(t.presence_window, "id")[0]
    await town.database.work(cancel(town, window))
    await town.pass_until(at("2026-05-11T09:00"))
    assert len(town.reads(MOTHER)) == said
    assert sorted(town.rows(t.task, "kind")) == ["call", "stopped_with_booking"]


async def test_a_family_in_need_is_left_to_a_human_when_its_talk_is_cancelled(place: Town) -> None:
    family = await opened(place)
    await place.pass_until(at("2026-05-06T09:00"))
    await place.says(MOTHER, "1")
    place.change(t.family, family, frozen_at=place.clock.now())
    said = len(place.reads(MOTHER))
    await place.database.work(cancel(place, place.rows(t.presence_window, "id")[0]))
    await place.pass_until(at("2026-05-07T09:00"))
    assert len(place.reads(MOTHER)) == said
    assert place.rows(t.task, "kind") == ["call"]
    assert place.bookings(family) == [("cancelled_by_service", "2026-05-12 15:00")]


async def test_a_talk_within_a_day_is_cancelled_at_once_also_early(town_with: MakeTown) -> None:
    """Story 12's hours: a change within 24 hours may be sent from half past six, on any day."""
    town = town_with(settings=settings(plan(), plan(first=date(2026, 5, 19))))
    await opened(town)
    await town.pass_until(at("2026-05-06T09:00"))
    await town.says(MOTHER, "1")
    await town.pass_until(at("2026-05-12T06:40"))
    await town.database.work(cancel(town, town.rows(t.presence_window, "id")[0]))
    await town.pass_until(at("2026-05-12T06:41"))
    assert town.last(MOTHER).startswith("Vi må desværre aflyse snakken")


async def test_planning_twice_changes_nothing_and_what_was_cancelled_stays_off(place: Town) -> None:
    await opened(place)
    [window] = place.rows(t.presence_window, "id")
    await place.database.work(cancel(place, window))
    assert await place.service.plan_presence() == 0
    assert len(place.rows(t.slot)) == 4
    assert all(place.rows(t.slot, "closed"))


async def test_a_nurse_is_not_planned_in_two_places(town_with: MakeTown) -> None:
    town = town_with(
        settings=settings(plan(), plan(daycare="Dagplejen", opens=time(15, 30), closes=time(17)))
    )
    anna = town.nurse("Anna")
    town.nurse("Birgit")
    town.times(anna, "2026-05-19T14:30")
    assert await town.service.plan_presence() == 1
    late = town_with(settings=settings(plan(first=date(2026, 5, 19))))
    assert await late.service.plan_presence() == 0, "she has a visit's time then"


# Counting
async def test_drop_ins_and_meetings_are_counted_apart(place: Town) -> None:
    from domain.ids import ChildId, FamilyId, NurseId
    from domain.presence_records import Meeting

    family = await opened(place)
    [window] = place.rows(t.presence_window, "id")
    [child] = place.rows(t.child, "id")
    nurse = place.rows(t.nurse, "id")[0]
    key = place.settings.key

    def count(came: int) -> Any:
        return lambda unit: PresenceDesk(unit, place.house, place.clock.now(), "account:1").count_drop_ins(
            key, WindowId(window), None, came
        )

    assert await place.database.work(count(3)) is PresenceRefused.NOT_YET
    await place.pass_until(at("2026-05-12T16:30"))
    assert await place.database.work(count(-1)) is PresenceRefused.NOT_A_NUMBER
    assert await place.database.work(count(3)) is None
    assert place.rows(t.presence_window, "drop_ins") == [3]

    def meet(daycare: str, about: Any = None) -> Any:
        return lambda unit: PresenceDesk(unit, place.house, place.clock.now(), "account:1").register_meeting(
            key, NurseId(nurse), daycare, date(2026, 5, 12), AccountId(1), about
        )

    assert await place.database.work(meet("Nowhere")) is PresenceRefused.GONE
    assert isinstance(await place.database.work(meet(DAYCARE)), Meeting)
    about = (FamilyId(family), ChildId(child))
    assert isinstance(await place.database.work(meet(DAYCARE, about)), Meeting)
    assert sorted(place.rows(t.presence_meeting, "kind")) == ["child", "general"]
