"""The seeds' other offers: switched on in the settings, each begins, is booked and counted as it should be."""

from datetime import date, datetime

from bot.desk import Desk, Done, Outcome, Refused, Result, record_outcome
from bot.desk_offers import ask_for_offer
from domain.ids import AccountId, BookingId, FamilyId, OfferKey
from domain.ports import UnitOfWork
from reports.exports import build
from reports.query import ExportQuery
from reports.tables import Table
from storage import tables as t
from tests.offers.conftest import OpenTown, nurse
from tests.story import COPENHAGEN, HEDENSTED, Town

MOTHER, FATHER, OTHER = "+4500000011", "+4500000012", "+4500000013"
TIMES = ("2026-05-12T10:00", "2026-05-13T15:00", "2026-05-19T09:00", "2026-05-20T17:00", "2026-05-21T10:00")
MORE = tuple(f"2026-05-{day}T13:00" for day in range(18, 23))

PREGNANCY = '[offers.pregnancy]\nstarted_by = "pregnancy"\n'
NEED = '[offers.need]\nstarted_by = "nurse"\nconsult_from = 3\n'
PARTNER = """
[[partners]]
ref = "pia"
first_name = "Pia"
profession = "pædagog"
daycares = ["Tippen"]

[[partners]]
ref = "ole"
first_name = "Ole"
profession = "lærer"
districts = ["Løsning"]
"""
TRANSITION_1 = '[offers.transition-1]\nfrom_months = 9\nto_months = 12\npartner = "pædagog"\n' + PARTNER
TRANSITION_3 = (
    '[offers.transition-3]\nfrom_months = 66\nto_months = 72\npartner = "lærer"\nplace = "school"\n' + PARTNER
)
PANEL = '[offers.parent-panel]\nfrom_months = 6\nto_months = 12\nplace = "office"\nminutes = 90\n'


async def begin(town: Town, family: int, offer: str) -> Result:
    def ask(unit: UnitOfWork) -> Result:
        desk = Desk(unit, town.house, AccountId(1), town.clock.now())
        return ask_for_offer(desk, FamilyId(family), OfferKey(offer))

    return await town.database.work(ask)


async def say_outcome(town: Town, family: int, outcome: Outcome) -> Result:
    booking = town.rows(t.booking, "id", family_id=family, state="booked")[-1]

    def say(unit: UnitOfWork) -> Result:
        desk = Desk(unit, town.house, AccountId(1), town.clock.now())
        return record_outcome(desk, FamilyId(family), BookingId(booking), outcome)

    return await town.database.work(say)


# Pregnancy


async def test_a_family_that_expects_a_child_is_invited_in_its_weeks(town_of: OpenTown) -> None:
    town = town_of(PREGNANCY)
    town.times(nurse(town, "anna"), *TIMES, *MORE)
    expecting = town.family(MOTHER, nurse=nurse(town, "anna"), born="2026-09-01")
    too_early = town.family(OTHER, nurse=nurse(town, "anna"), born="2026-12-01")
    for family, due in ((expecting, date(2026, 9, 1)), (too_early, date(2026, 12, 1))):
        [child] = town.rows(t.child, "id", family_id=family)
        town.change(t.child, child, birthdate=None, due_on=due)
    await town.invite()
    assert len(town.reads(MOTHER)) == 1
    assert town.reads(OTHER) == []
    await town.says(MOTHER, "1")
    assert town.invitation_state(expecting) == "accepted"


async def test_a_child_that_is_born_is_not_due_for_the_pregnancy_visit(town_of: OpenTown) -> None:
    town = town_of(PREGNANCY)
    town.times(nurse(town, "anna"), *TIMES)
    family = town.family(MOTHER, nurse=nurse(town, "anna"), born="2026-05-01")
    [child] = town.rows(t.child, "id", family_id=family)
    town.change(t.child, child, due_on=date(2026, 9, 1))
    await town.invite()
    assert town.reads(MOTHER) == []


# Need visits, by a nurse's hand


async def test_nobody_gets_a_need_visit_unless_a_nurse_asks_for_it(town_of: OpenTown) -> None:
    town = town_of(NEED)
    town.times(nurse(town, "anna"), *TIMES)
    family = town.family(MOTHER, nurse=nurse(town, "anna"), born="2026-02-01")
    await town.invite()
    assert town.reads(MOTHER) == []
    assert await begin(town, family, "need") == Done(told=True)
    await town.service.catch_up()
    assert "1: " in town.last(MOTHER)
    assert town.rows(t.task, "kind") == [], "she has spoken with the family: no letter, no call"


async def test_an_offer_that_is_not_the_nurses_to_begin_is_refused(town_of: OpenTown) -> None:
    town = town_of(NEED + "[offers.visit-15m]\nfrom_months = 15\nto_months = 18\n")
    family = town.family(MOTHER, nurse=nurse(town, "anna"), born="2026-02-01")
    assert await begin(town, family, "visit-15m") == Refused.GONE
    assert await begin(town, family, "nonsense") == Refused.GONE


async def test_the_third_need_visit_asks_the_nurse_to_consult_a_colleague(town_of: OpenTown) -> None:
    town = town_of(NEED)
    anna = nurse(town, "anna")
    town.times(anna, *(f"2026-{month:02}-{day:02}T10:00" for month in (5, 6, 7) for day in range(8, 29)))
    family = town.family(MOTHER, nurse=anna, born="2026-02-01")
    for number in (1, 2, 3):
        assert await begin(town, family, "need") == Done(told=True)
        consult = town.rows(t.task, "kind").count("consult")
        assert consult == (1 if number == 3 else 0)
        await town.service.catch_up()
        await town.says(MOTHER, "1")
        visit = town.rows(t.booking, "start", family_id=family, state="booked")[-1]
        await town.pass_until(visit.astimezone(COPENHAGEN).replace(hour=18))
        assert await say_outcome(town, family, Outcome.HELD) == Done()
        await town.pass_days(5)
    assert town.rows(t.invitation, "round") == ["", "visit 2", "visit 3"]
    assert [text for text in town.reads(MOTHER) if "kollega" in text] == [], "the family hears nothing of it"


async def test_what_a_nurse_asks_for_waits_for_what_is_under_way_and_then_comes(town_of: OpenTown) -> None:
    town = town_of(NEED + "[offers.visit-15m]\nfrom_months = 15\nto_months = 18\n")
    anna = nurse(town, "anna")
    town.times(anna, *TIMES, *MORE, *(f"2026-06-{day:02}T10:00" for day in range(1, 20)))
    family = town.family(MOTHER, nurse=anna, born="2025-01-20")
    await town.invite()
    assert await begin(town, family, "need") == Done(told=False)
    assert await begin(town, family, "need") == Done(told=False), "asking twice is asking once"
    await town.says(MOTHER, "nej tak")
    await town.pass_until(datetime(2026, 5, 11, 8, tzinfo=COPENHAGEN))
    await town.service.planner.plan(HEDENSTED)
    assert town.rows(t.invitation, "offer") == ["visit-15m", "need"]
    assert town.rows(t.wanted_offer) == []


# A colleague takes part


def joint_town(town_of: OpenTown, offers: str, born: str, **about: object) -> tuple[Town, int]:
    town = town_of(offers)
    family = town.family(MOTHER, nurse=nurse(town, "birgit"), born=born, district="Løsning")
    town.change(t.family, family, daycare="Tippen")
    return town, family


async def test_only_times_at_which_the_colleague_is_free_too_are_shown(town_of: OpenTown) -> None:
    town, family = joint_town(town_of, TRANSITION_1, "2025-07-20")
    town.times(nurse(town, "birgit"), *TIMES)
    town.times(nurse(town, "pia"), "2026-05-13T14:30", "2026-05-20T17:00", minutes=90)
    await town.invite()
    said = town.last(MOTHER)
    assert "1: onsdag 13. maj kl. 15.00" in said
    assert "2: onsdag 20. maj kl. 17.00" in said
    assert "Der er også en kollega med." in said
    booked = await town.says(MOTHER, "1")
    assert "Birgit kommer hjem til jer onsdag 13. maj kl. 15.00" in booked
    assert "Der er også en kollega med." in booked
    [booking] = town.rows(t.booking, family_id=family)
    assert booking.partner_id == nurse(town, "pia")
    assert booking.place == "hjemme med pædagog"
    taken = {row.nurse_id for row in town.rows(t.slot) if row.taken}
    assert taken == {nurse(town, "birgit"), nurse(town, "pia")}


async def test_a_visit_that_is_moved_or_cancelled_gives_both_times_back(town_of: OpenTown) -> None:
    town, family = joint_town(town_of, TRANSITION_1, "2025-07-20")
    town.times(nurse(town, "birgit"), *TIMES)
    town.times(nurse(town, "pia"), *TIMES)
    await town.invite()
    await town.says(MOTHER, "1")
    await town.says(MOTHER, "kan ikke")
    assert [row.id for row in town.rows(t.slot) if row.taken] == []
    await town.says(MOTHER, "1")
    assert len([row for row in town.rows(t.slot) if row.taken]) == 2
    await town.says(MOTHER, "aflys")
    assert [row.id for row in town.rows(t.slot) if row.taken] == []
    assert [state for state, _ in town.bookings(family)] == ["moved", "cancelled_by_family"]


async def test_a_colleague_who_is_taken_meanwhile_means_new_times_kindly(town_of: OpenTown) -> None:
    town, _ = joint_town(town_of, TRANSITION_1, "2025-07-20")
    town.times(nurse(town, "birgit"), *TIMES, *MORE)
    [first, *_] = town.times(nurse(town, "pia"), *TIMES, *MORE)
    await town.invite()
    town.change(t.slot, first, closed=True)
    said = await town.says(MOTHER, "1")
    assert "lige blevet taget" in said
    assert town.rows(t.booking) == []


async def test_without_any_colleague_who_is_free_nobody_is_invited_yet(town_of: OpenTown) -> None:
    town, family = joint_town(town_of, TRANSITION_1, "2025-07-20")
    town.times(nurse(town, "birgit"), *TIMES)
    await town.invite()
    assert town.reads(MOTHER) == []
    assert town.invitation_state(family) == "planned"


async def test_a_meeting_at_the_school_says_where_and_never_comes_home(town_of: OpenTown) -> None:
    town, family = joint_town(town_of, TRANSITION_3, "2020-08-20")
    town.times(nurse(town, "birgit"), *TIMES)
    town.times(nurse(town, "ole"), *TIMES)
    await town.invite()
    booked = await town.says(MOTHER, "1")
    assert "I har en aftale med Birgit" in booked
    assert "Vi mødes på skolen." in booked
    await town.pass_until(datetime(2026, 5, 12, 9, tzinfo=COPENHAGEN))
    assert all("hjem til jer" not in text for text in town.reads(MOTHER))
    assert town.rows(t.booking, "place", family_id=family) == ["skole med lærer"]


async def test_a_panel_has_room_for_several_families(town_of: OpenTown) -> None:
    town = town_of(PANEL)
    birgit = nurse(town, "birgit")
    for slot in town.times(birgit, "2026-05-12T17:00", "2026-05-19T17:00", minutes=90):
        town.change(t.slot, slot, capacity=5)
    families = [
        town.family(phone, nurse=birgit, born="2025-09-20", district="Løsning")
        for phone in (MOTHER, FATHER, OTHER)
    ]
    await town.invite()
    for phone in (MOTHER, FATHER, OTHER):
        assert "1: tirsdag 12. maj kl. 17.00" in town.last(phone)
        assert "Vi mødes hos sundhedsplejen." in await town.says(phone, "1")
    assert [town.bookings(family) for family in families] == [[("booked", "2026-05-12 17:00")]] * 3


# The announcement


async def test_a_held_visit_announces_the_offer_that_names_it(town_of: OpenTown) -> None:
    town = town_of(
        "[offers.transition-2]\nfrom_months = 32\nto_months = 34\n"
        '[offers.visit-3y]\nfrom_months = 35\nto_months = 38\nannounced_at = "transition-2"\n'
    )
    anna = nurse(town, "anna")
    town.times(anna, *TIMES)
    family = town.family(MOTHER, nurse=anna, born="2023-08-20")
    await town.invite()
    await town.says(MOTHER, "1")
    await town.pass_until(datetime(2026, 5, 12, 13, tzinfo=COPENHAGEN))
    before = len(town.reads(MOTHER))
    assert await say_outcome(town, family, Outcome.HELD) == Done()
    await town.service.catch_up()
    assert len(town.reads(MOTHER)) == before + 1
    assert "Snart hører I fra os igen" in town.last(MOTHER)


# Counted


def evaluated(town: Town) -> dict[tuple[str, str], tuple[object, object]]:
    """Numerator and denominator of each indicator of the evaluation, by its name and group."""
    query = ExportQuery(date(2026, 5, 1), date(2026, 12, 31), (HEDENSTED,))
    table = town.database.read_now(lambda connection: build("evaluation", connection, query))
    assert isinstance(table, Table)
    return {(str(row[1]), str(row[2])): (row[3], row[4]) for row in table.rows}


async def test_a_transition_visit_is_in_the_evaluation_with_its_place(town_of: OpenTown) -> None:
    town, family = joint_town(town_of, TRANSITION_1, "2025-07-20")
    town.times(nurse(town, "birgit"), *TIMES)
    town.times(nurse(town, "pia"), *TIMES)
    await town.invite()
    await town.says(MOTHER, "1")
    await town.pass_until(datetime(2026, 5, 12, 13, tzinfo=COPENHAGEN))
    assert await say_outcome(town, family, Outcome.HELD) == Done()
    told = evaluated(town)
    assert told["overgangsbesøg 1 tilbudt", ""] == (1, None)
    assert told["overgangsbesøg 1 afviklet", ""] == (1, None)
    assert told["overgang 1 sted", "hjemme med pædagog"] == (1, 1)


async def test_need_visits_are_counted_by_family_and_pregnancy_visits_as_offered(town_of: OpenTown) -> None:
    town = town_of(NEED + PREGNANCY)
    anna = nurse(town, "anna")
    town.times(anna, *(f"2026-{month:02}-{day:02}T10:00" for month in (5, 6) for day in range(8, 29)))
    family = town.family(MOTHER, nurse=anna, born="2026-02-01")
    expecting = town.family(OTHER, nurse=anna, born="2026-09-01")
    [child] = town.rows(t.child, "id", family_id=expecting)
    town.change(t.child, child, birthdate=None, due_on=date(2026, 9, 1))
    for _ in range(2):
        await begin(town, family, "need")
        await town.service.catch_up()
        await town.says(MOTHER, "1")
        visit = town.rows(t.booking, "start", family_id=family, state="booked")[-1]
        await town.pass_until(visit.astimezone(COPENHAGEN).replace(hour=18))
        await say_outcome(town, family, Outcome.HELD)
        await town.pass_days(3)
    await town.service.planner.plan(HEDENSTED)
    await town.pass_days(4)
    told = evaluated(town)
    assert told["behovsbesøg", "total n"] == (2, None)
    assert told["antal behovsbesøg pr familie", "2"] == (1, 1)
    assert told["graviditetsbesøg tilbudt", ""] == (1, None)
