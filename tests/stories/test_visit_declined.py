"""A family says no: it is accepted first, asked why once, and gets at most one alternative."""

from storage import tables as t
from tests.stories.test_visit import MOTHER, invited
from tests.story import Town


async def test_a_no_is_accepted_first_then_asked_why_once(town: Town) -> None:
    family = await invited(town)
    said = await town.says(MOTHER, "nej tak")
    assert said.startswith("Helt i orden, tak for svaret.")
    assert "4: Har nok kontakt i forvejen" in said
    assert town.invitation_state(family) == "declined"
    await town.says(MOTHER, "4")
    assert town.rows(t.invitation, "reason") == ["enough_contact"]
    messages = len(town.phones.read)
    await town.pass_days(60)
    assert len(town.phones.read) == messages, "no ends that offer"


async def test_a_no_with_its_reason_gets_one_alternative_and_never_a_second(town: Town) -> None:
    family = await invited(town)
    await town.says(MOTHER, "nej")
    said = await town.says(MOTHER, "2")
    assert "sidst på dagen" in said
    said = await town.says(MOTHER, "1")
    assert "20. maj kl. 17.00" in said
    said = await town.says(MOTHER, "0")
    assert "sidst på dagen" not in said
    assert town.invitation_state(family) == "declined"
    assert town.bookings(family) == []


async def test_asked_when_to_write_again_a_month_is_when_and_no_visit(town: Town) -> None:
    family = await invited(town)
    await town.says(MOTHER, "nej tak, vi har for travlt")
    assert "vi skriver igen omkring" in town.last(MOTHER)
    said = await town.says(MOTHER, "ja, men først i august")
    assert "Vi skriver igen omkring" in said
    assert "august" in said
    assert town.invitation_state(family) == "deferred"


async def test_asked_when_to_write_again_a_day_reopens_the_visit(town: Town) -> None:
    family = await invited(town)
    await town.says(MOTHER, "nej tak, vi har for travlt")
    said = await town.says(MOTHER, "vent, onsdag den 13. kl. 15 kan vi godt alligevel")
    assert "onsdag 13. maj kl. 15.00" in said
    assert town.invitation_state(family) != "deferred"


async def test_who_does_not_know_the_nurse_of_the_invitation_is_offered_a_call_and_not_her_again(
    town: Town,
) -> None:
    """Anna's times were refused by a family that does not know Anna: "Anna, whom you know" would contradict it."""
    family = await invited(town)
    assert "kommer Anna gerne" in town.last(MOTHER)
    await town.says(MOTHER, "nej")
    said = await town.says(MOTHER, "6")
    assert "Anna" not in said
    assert "En sundhedsplejerske ringer gerne og fortæller mere" in said
    assert "ringer til dig" in await town.says(MOTHER, "1")
    assert town.rows(t.invitation, "reason", "alternative") == [("unknown_nurse", "call")]
    assert "call" in town.rows(t.task, "kind", family_id=family)


async def test_who_says_so_at_once_is_offered_the_call_too_also_at_the_open_door(town: Town) -> None:
    await invited(town)
    anna = town.rows(t.nurse, "id")[0]
    town.times(anna, *(f"2026-06-{day:02}T10:00" for day in range(15, 27)))
    await town.pass_days(30)
    assert len(town.reads(MOTHER)) == 3
    said = await town.says(MOTHER, "nej tak, vi kender ikke sundhedsplejersken")
    assert "En sundhedsplejerske ringer gerne og fortæller mere" in said


async def test_who_was_shown_a_strangers_times_hears_that_her_own_nurse_has_some_too(town: Town) -> None:
    """Invited to the times of the district; only then is it noted that Anna knows the family."""
    birgit, anna = town.nurse("Birgit"), town.nurse("Anna", "Hornsyld")
    town.times(birgit, "2026-05-12T10:00", "2026-05-13T15:00")
    town.times(anna, "2026-05-19T09:00", "2026-05-20T17:00")
    family = town.family(MOTHER)
    await town.invite()
    assert "1: tirsdag 12. maj kl. 10.00" in town.last(MOTHER)
    town.change(t.family, family, nurse_id=anna)
    await town.says(MOTHER, "nej")
    assert "Anna, som I kender, har tider" in await town.says(MOTHER, "6")
    assert "1: tirsdag 19. maj kl. 09.00" in await town.says(MOTHER, "1")
