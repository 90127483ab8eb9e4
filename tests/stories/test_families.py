"""Families as they are: two parents, parents who live apart, twins and siblings, one offer at a time, a chosen nurse."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar

import pytest

from bot.desk import Desk, Done, Outcome, Refused, record_outcome
from bot.desk_offers import register_child, wish_for_nurse
from domain.ids import AccountId, BookingId, ChildId, FamilyId, NurseId
from domain.ports import UnitOfWork
from storage import tables as t
from tests.story import COPENHAGEN, HEDENSTED, VISIT_18M, Town, hedensted

T = TypeVar("T")

MOTHER, FATHER, OTHER = "+4500000011", "+4500000012", "+4500000013"
TIMES = (
    *("2026-05-12T10:00", "2026-05-13T15:00", "2026-05-19T09:00", "2026-05-20T17:00"),
    *("2026-05-21T10:00", "2026-05-22T11:00"),
)
LATER = tuple(f"2026-06-{day:02}T10:00" for day in range(1, 27) if day not in (5, 6, 7, 13, 14, 20, 21))
MakeTown = Callable[..., Town]


async def at_the_desk(town: Town, work: Callable[[Desk], T]) -> T:
    """A colleague does something."""

    def do(unit: UnitOfWork) -> T:
        return work(Desk(unit, town.house, AccountId(1), town.clock.now()))

    return await town.database.work(do)


def set_apart(town: Town, family: int, *who: int) -> None:
    """These parents (0 the first) live apart from the other."""
    guardians = town.rows(t.guardian, "id", family_id=family)
    for number in who:
        town.change(t.guardian, guardians[number], lives_apart=True)


async def invited(town: Town, *phones: str, **about: object) -> int:
    anna = town.nurse("Anna")
    town.times(anna, *TIMES)
    family = town.family(*phones, nurse=anna, **about)  # type: ignore[arg-type]
    await town.invite()
    return family


# Two parents, each with a phone and a language


async def test_each_reads_its_own_language_and_the_first_answer_stands(town: Town) -> None:
    family = await invited(town, MOTHER, FATHER, languages=("da", "en"))
    assert "Gratis og frivilligt" in town.last(MOTHER)
    assert "Free and voluntary" in town.last(FATHER)
    assert "Thank you" in await town.says(FATHER, "1")
    assert "Der er nu aftalt besøg af Anna tirsdag 12. maj kl. 10.00" in town.last(MOTHER)
    assert "tirsdag 12. maj kl. 10.00" in await town.says(MOTHER, "2")
    assert town.bookings(family) == [("booked", "2026-05-12 10:00")]


async def test_a_no_of_one_parent_is_told_to_the_other_neutrally(town: Town) -> None:
    family = await invited(town, MOTHER, FATHER)
    await town.says(MOTHER, "nej tak")
    told = town.last(FATHER)
    assert "Vi har fået svar fra jer" in told
    assert "nej" not in told.lower()
    await town.says(MOTHER, "2")
    await town.pass_days(60)
    assert town.last(FATHER) == told, "no second message, and no reason"
    assert town.invitation_state(family) == "declined"


async def test_the_other_parent_may_still_want_a_time_after_a_no(town: Town) -> None:
    family = await invited(town, MOTHER, FATHER)
    await town.says(MOTHER, "nej tak")
    await town.says(FATHER, "ja")
    await town.says(FATHER, "1")
    assert town.invitation_state(family) == "accepted"
    assert len(town.bookings(family)) == 1


async def test_two_noes_are_one_no_and_one_question(town: Town) -> None:
    family = await invited(town, MOTHER, FATHER)
    assert "Vil du fortælle hvorfor?" in await town.says(MOTHER, "nej tak")
    assert "hvorfor" not in await town.says(FATHER, "nej tak")
    assert town.invitation_state(family) == "declined"


async def test_both_parents_pick_in_the_same_moment_and_one_time_stands(town: Town) -> None:
    family = await invited(town, MOTHER, FATHER)
    await town.writes(MOTHER, "1")
    await town.writes(FATHER, "2")
    await town.service.settle()
    assert len(town.bookings(family)) == 1
    assert town.invitation_state(family) == "accepted"


async def test_a_parent_who_stopped_is_left_in_peace_and_the_other_goes_on(town: Town) -> None:
    family = await invited(town, MOTHER, FATHER)
    await town.says(FATHER, "STOP")
    before = len(town.reads(FATHER))
    await town.says(MOTHER, "1")
    await town.pass_days(10)
    assert len(town.reads(FATHER)) == before
    assert town.bookings(family)[0][1] == "2026-05-12 10:00"


# Parents who live apart


SECRETS = ("12. maj", "13. maj", "19. maj", "20. maj", "Anna", "aflyst", "flyttet")
"""What only the mother's answers brought into the world."""
MOTHERS_DOING = (
    (("1",), 0.0),
    (("1", "flyt", "1"), 0.0),
    (("1", "aflys"), 0.0),
    (("nej tak", "2"), 0.0),
    (("ikke lige nu, måske i august",), 0.0),
    (("1",), 12.0),
    (("STOP",), 0.0),
    (("1", "STOP"), 0.0),
    (("vi bor i Vejle nu",), 0.0),
    (("forkert nummer",), 0.0),
)


@pytest.mark.parametrize(("said", "days"), MOTHERS_DOING, ids=lambda one: str(one))
async def test_the_other_who_lives_apart_hears_nothing_of_it(
    town: Town, said: tuple[str, ...], days: float
) -> None:
    family = town.family(MOTHER, FATHER, nurse=town.nurse())
    set_apart(town, family, 1)
    town.times(town.rows(t.nurse, "id")[0], *TIMES)
    await town.invite()
    for text in said:
        await town.says(MOTHER, text)
    await town.pass_days(days)
    assert town.reads(FATHER) == []


FATHER_ASKS = (
    *("hvad har vi aftalt?", "ja tak", "1", "2", "nej tak", "flyt", "aflys", "kan ikke", "tak"),
    *("vi bor i Vejle nu", "STOP", "START", "tirsdag kl. 10", "ikke nu"),
)


@pytest.mark.parametrize("text", FATHER_ASKS)
@pytest.mark.parametrize("apart", [(1,), (0, 1)], ids=["father", "both"])
async def test_what_he_writes_neither_tells_him_anything_nor_changes_her_visit(
    town: Town, text: str, apart: tuple[int, ...]
) -> None:
    family = town.family(MOTHER, FATHER, nurse=town.nurse())
    set_apart(town, family, *apart)
    town.times(town.rows(t.nurse, "id")[0], *TIMES)
    await town.invite()
    await town.says(MOTHER, "1")
    hers = len(town.reads(MOTHER))
    said = await town.says(FATHER, text)
    assert [secret for secret in SECRETS if secret in said] == []
    assert town.bookings(family) == [("booked", "2026-05-12 10:00")]
    assert town.invitation_state(family) == "accepted"
    assert len(town.reads(MOTHER)) == hers, "nor does she hear of him"


async def test_parents_who_part_after_they_were_invited_together(town: Town) -> None:
    """The times he has in front of him are not his any more."""
    family = await invited(town, MOTHER, FATHER)
    set_apart(town, family, 1)
    await town.says(MOTHER, "1")
    read = len(town.reads(FATHER))
    said = await town.says(FATHER, "2")
    assert [secret for secret in SECRETS if secret in said] == []
    assert town.bookings(family) == [("booked", "2026-05-12 10:00")]
    await town.pass_days(20)
    assert len(town.reads(FATHER)) == read + 1


async def test_one_who_parted_after_booking_keeps_the_visit_to_herself(town: Town) -> None:
    """He had booked when they lived together: the visit is his, and she hears no more of it."""
    family = await invited(town, MOTHER, FATHER)
    await town.says(FATHER, "1")
    set_apart(town, family, 0, 1)
    read = len(town.reads(MOTHER))
    await town.says(FATHER, "flyt")
    await town.says(FATHER, "1")
    await town.pass_days(20)
    assert len(town.reads(MOTHER)) == read
    said = await town.says(MOTHER, "hvad har vi aftalt?")
    assert [secret for secret in ("maj", "Anna") if secret in said] == []


async def test_when_the_one_who_was_invited_stops_the_invitation_is_answered(town: Town) -> None:
    family = town.family(MOTHER, FATHER, nurse=town.nurse(), lives_apart=True)
    town.times(town.rows(t.nurse, "id")[0], *TIMES)
    await town.invite()
    await town.says(MOTHER, "STOP")
    assert town.invitation_state(family) == "declined"
    await town.pass_days(60)
    assert town.reads(FATHER) == []


async def test_the_parent_with_a_phone_is_the_one_who_is_invited(town: Town) -> None:
    """Both live apart, and the first has no phone that works."""
    family = town.family(MOTHER, FATHER, nurse=town.nurse(), lives_apart=True)
    town.change(t.contact, town.rows(t.contact, "id", family_id=family)[0], state="dead")
    town.times(town.rows(t.nurse, "id")[0], *TIMES)
    await town.invite()
    assert town.reads(MOTHER) == []
    assert len(town.reads(FATHER)) == 1
    await town.says(FATHER, "1")
    assert town.bookings(family) == [("booked", "2026-05-12 10:00")]


# Twins and siblings


async def test_twins_are_one_conversation_one_visit_and_two_registrations(town: Town) -> None:
    """Story 19."""
    family = await invited(town, MOTHER, children=2)
    assert len(town.reads(MOTHER)) == 1
    await town.says(MOTHER, "1")
    assert len(town.rows(t.invitation)) == len(town.rows(t.booking)) == 1
    [visit] = town.rows(t.booking, "id")
    await town.pass_until(datetime(2026, 5, 12, 13, tzinfo=COPENHAGEN))
    held = await at_the_desk(
        town, lambda desk: record_outcome(desk, FamilyId(family), BookingId(visit), Outcome.HELD)
    )
    assert held == Done()
    assert [row.visit for row in town.rows(t.invitation_child)] == ["completed", "completed"]


async def test_one_twin_who_was_not_seen_is_registered_so(town: Town) -> None:
    family = await invited(town, MOTHER, children=2)
    await town.says(MOTHER, "1")
    [visit] = town.rows(t.booking, "id")
    one, two = town.rows(t.child, "id")
    here = FamilyId(family), BookingId(visit)
    await town.pass_until(datetime(2026, 5, 12, 13, tzinfo=COPENHAGEN))
    too_soon = await at_the_desk(town, lambda desk: register_child(desk, *here, ChildId(two), seen=False))
    assert too_soon == Refused.NOT_YET
    await at_the_desk(town, lambda desk: record_outcome(desk, *here, Outcome.HELD))
    assert (
        await at_the_desk(town, lambda desk: register_child(desk, *here, ChildId(two), seen=False)) == Done()
    )
    assert {row.child_id: row.visit for row in town.rows(t.invitation_child)} == {
        one: "completed",
        two: "no_show",
    }
    assert town.rows(t.booking, "state") == ["completed"], "the visit was held"
    stranger = await at_the_desk(town, lambda desk: register_child(desk, *here, ChildId(999), seen=True))
    assert stranger == Refused.GONE


async def test_siblings_of_other_ages_who_are_due_together_share_the_visit(town: Town) -> None:
    anna = town.nurse()
    town.times(anna, *TIMES)
    family = town.family(MOTHER, nurse=anna, born="2024-11-20", children=2)
    town.change(t.child, town.rows(t.child, "id", family_id=family)[0], birthdate=date(2024, 10, 1))
    await town.invite()
    assert len(town.rows(t.invitation)) == 1
    assert len(town.rows(t.invitation_child)) == 2


async def test_siblings_due_for_two_offers_are_invited_one_after_the_other(town: Town) -> None:
    anna = town.nurse()
    town.times(anna, *TIMES, *LATER)
    family = town.family(MOTHER, nurse=anna, born="2024-11-20", children=2)
    town.change(t.child, town.rows(t.child, "id", family_id=family)[0], birthdate=date(2023, 5, 20))
    await town.invite()
    assert len(town.rows(t.invitation)) == 1
    await town.service.planner.plan(HEDENSTED)
    assert len(town.rows(t.invitation)) == 1, "the next waits"
    await town.says(MOTHER, "nej tak")
    await town.pass_until(datetime(2026, 5, 11, 8, tzinfo=COPENHAGEN))
    await town.invite()
    first, second = town.rows(t.invitation, family_id=family)
    assert {first.offer, second.offer} == {"visit-18m", "visit-3y"}
    assert (first.state, second.state) == ("declined", "sent"), "and then it comes"


async def test_a_later_invitation_waits_for_the_one_that_has_begun_meanwhile(town: Town) -> None:
    """ "Not now" to one; the other has begun when that day comes: never two at once."""
    anna = town.nurse()
    town.times(anna, *TIMES, *LATER)
    family = town.family(MOTHER, nurse=anna, born="2024-11-20", children=2)
    town.change(t.child, town.rows(t.child, "id", family_id=family)[0], birthdate=date(2023, 5, 20))
    await town.invite()
    await town.says(MOTHER, "ikke nu, men 20. maj")
    assert town.invitation_state(family) == "deferred"
    await town.pass_until(datetime(2026, 5, 11, 8, tzinfo=COPENHAGEN))
    await town.service.planner.plan(HEDENSTED)
    for day in range(12, 31):
        await town.pass_until(datetime(2026, 5, day, 20, tzinfo=COPENHAGEN))
        live = [row.offer for row in town.rows(t.invitation) if row.state in ("planned", "sent")]
        assert len(live) == 1, f"on 2026-05-{day}: {live}"
    await town.says(MOTHER, "nej tak")
    await town.pass_days(10)
    assert sorted(town.rows(t.invitation, "state")) == ["declined", "sent"], "then the first comes back"


async def test_nothing_is_written_about_an_offer_while_a_visit_of_another_is_agreed(
    town_with: MakeTown,
) -> None:
    """A late yes to an old invitation: the new one waits until the visit has been."""
    crawling = replace(VISIT_18M, key="crawling", from_months=5, to_months=7)  # type: ignore[arg-type]
    offers = {offer.key: offer for offer in (VISIT_18M, crawling)}
    town = town_with(settings=hedensted(offers=offers))
    anna = town.nurse()
    town.times(anna, *TIMES, *LATER, *(f"2026-07-{day:02}T10:00" for day in range(1, 31)))
    family = town.family(MOTHER, nurse=anna, born="2024-11-20", children=2)
    young = town.rows(t.child, "id", family_id=family)[0]
    town.change(t.child, young, birthdate=date(2026, 1, 20))
    await town.invite()
    await town.pass_until(datetime(2026, 6, 29, 8, tzinfo=COPENHAGEN))
    assert town.invitation_state(family) == "no_contact"
    await town.says(MOTHER, "ja tak, vi vil gerne have besøg")
    town.change(t.child, young, birthdate=date(2026, 1, 29))
    await town.service.planner.plan(HEDENSTED)
    await town.says(MOTHER, "1")
    visit = town.rows(t.booking)[-1].start
    before = len(town.reads(MOTHER))
    await town.pass_until(visit)
    texts = town.reads(MOTHER)[before:]
    assert [text for text in texts if "3: Anden tid" in text] == []


# The nurse a family wants


async def wishes(town: Town, family: int, wanted: int | None, not_wanted: int | None = None) -> object:
    def wish(desk: Desk) -> object:
        one = NurseId(wanted) if wanted is not None else None
        other = NurseId(not_wanted) if not_wanted is not None else None
        return wish_for_nurse(desk, FamilyId(family), one, other)

    return await at_the_desk(town, wish)


async def test_a_family_gets_the_nurse_it_asked_for(town: Town) -> None:
    anna, birgit = town.nurse("Anna"), town.nurse("Birgit")
    town.times(anna, *TIMES)
    town.times(birgit, *TIMES[2:])
    family = town.family(MOTHER, nurse=anna)
    assert await wishes(town, family, birgit) == Done()
    await town.invite()
    assert "Birgit" in town.last(MOTHER)
    await town.says(MOTHER, "1")
    assert town.rows(t.booking, "nurse_id") == [birgit]


async def test_a_nurse_the_family_does_not_want_never_comes(town: Town) -> None:
    anna, birgit = town.nurse("Anna"), town.nurse("Birgit")
    town.times(anna, *TIMES)
    town.times(birgit, *TIMES[2:])
    family = town.family(MOTHER, nurse=anna)
    assert await wishes(town, family, None, anna) == Done()
    await town.invite()
    assert "Anna" not in town.last(MOTHER)
    for text in ("3", "3", "1"):
        await town.says(MOTHER, text)
    await town.says(MOTHER, "1")
    assert set(town.rows(t.booking, "nurse_id")) <= {birgit}
    assert all("Anna" not in text for text in town.reads(MOTHER))


async def test_a_nurse_nobody_knows_is_refused_and_nothing_changes(town: Town) -> None:
    anna = town.nurse("Anna")
    family = town.family(MOTHER, nurse=anna)
    assert await wishes(town, family, 987654) == Refused.GONE
    assert await wishes(town, family, anna, anna) == Refused.GONE
    assert town.rows(t.family, "asked_nurse_id", "declined_nurse_id") == [(None, None)]


async def test_when_the_nurse_it_asked_for_has_left_the_district_comes(town: Town) -> None:
    anna, birgit = town.nurse("Anna"), town.nurse("Birgit")
    town.times(anna, *TIMES)
    family = town.family(MOTHER, nurse=anna)
    await wishes(town, family, birgit)
    town.change(t.nurse, birgit, active=False)
    await town.invite()
    assert len(town.reads(MOTHER)) == 1
    await town.says(MOTHER, "1")
    assert town.rows(t.booking, "nurse_id") == [anna]
