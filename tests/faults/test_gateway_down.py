"""A gateway that is down: what waits leaves later, in order and at decent hours; what became pointless never does."""

from datetime import datetime, timedelta
from itertools import pairwise

from storage import tables as t
from tests.faults.outage import events, gateway_goes_down, logged
from tests.story import COPENHAGEN, Town

MOTHER, FATHER = "+4500000011", "+4500000012"
DAYS = ("12T10:00", "13T15:00", "19T09:00", "20T17:00", "21T10:00", "22T11:00", "26T10:00", "27T10:00")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in May 2026."""
    return datetime(2026, 5, day, hour, minute, tzinfo=COPENHAGEN)


def family_of(town: Town, *phones: str) -> int:
    """A family of Anna's, who has eight times."""
    anna = town.nurse("Anna")
    town.times(anna, *(f"2026-05-{day}" for day in DAYS))
    return town.family(*phones, nurse=anna)


async def booked(town: Town) -> int:
    """A family with a visit on Wednesday 13 May at 15."""
    family = family_of(town, MOTHER)
    await town.invite()
    await town.says(MOTHER, "2")
    assert town.bookings(family) == [("booked", "2026-05-13 15:00")]
    return family


async def test_for_an_hour_messages_wait_with_growing_waits_and_then_leave_once(town: Town) -> None:
    family_of(town, MOTHER)
    await town.invite()
    outage = gateway_goes_down(town)
    start = town.clock.at
    await town.says(MOTHER, "2")
    await town.pass_until(start + timedelta(hours=1))
    waits = [(later - earlier).total_seconds() for earlier, later in pairwise(outage.tried)]
    assert waits == [30, 60, 120, 240, 480, 960, 1800][: len(waits)]
    assert len(waits) == 6
    outage.mend()
    await town.pass_until(start + timedelta(hours=2))
    _, answer = town.reads(MOTHER)
    assert "13. maj kl. 15.00" in answer


async def test_two_answers_that_waited_are_read_in_the_order_of_the_replies(town: Town) -> None:
    """Else the family would answer a menu that is not the last."""
    family = family_of(town, MOTHER)
    await town.invite()
    outage = gateway_goes_down(town)
    await town.says(MOTHER, "3")
    town.clock.at += timedelta(seconds=20)
    await town.says(MOTHER, "onsdag den 27. kl. 10")
    town.clock.at += timedelta(seconds=15)
    outage.mend()
    await town.service.settle()
    await town.pass_until(town.clock.at + timedelta(minutes=5))
    _, menu, last = town.reads(MOTHER)
    assert "1: " in menu
    assert "27. maj" in last
    assert len(town.bookings(family)) <= 1


async def test_a_reminder_of_a_visit_that_is_past_is_dropped_and_logged(town: Town) -> None:
    await booked(town)
    await town.pass_until(at(12, 12))
    outage = gateway_goes_down(town)
    before = len(town.reads(MOTHER))
    with logged() as lines:
        await town.pass_until(at(13, 15, 30))
        outage.mend()
        await town.pass_until(at(13, 18))
    assert len(town.reads(MOTHER)) == before
    [row] = town.rows(t.outbox, state="dropped")
    assert (row.occasion, row.error) == ("reminder", "too_late")
    [line] = events(lines, "message_dropped")
    assert (line["outbox"], line["why"]) == (row.id, "too_late")
    assert {line["code"] for line in events(lines, "send_failed")} == {"gateway_down"}


async def test_a_reminder_of_a_time_that_was_given_back_meanwhile_is_dropped(town: Town) -> None:
    await booked(town)
    outage = gateway_goes_down(town)
    await town.pass_until(at(8, 12))
    assert town.rows(t.outbox, "state", occasion="reminder") == ["queued"]
    await town.writes(MOTHER, "kan ikke")
    await town.service.settle()
    outage.mend()
    await town.pass_until(at(8, 14))
    assert "Det er helt i orden" in town.last(MOTHER)
    assert len(town.reads(MOTHER)) == 3
    [row] = town.rows(t.outbox, occasion="reminder")
    assert (row.state, row.error) == ("dropped", "pointless")


async def test_at_night_the_mended_gateway_gets_answers_alone(town: Town) -> None:
    family = family_of(town, MOTHER)
    other = town.family(FATHER, nurse=town.rows(t.nurse, "id")[0])
    await town.service.planner.plan(town.settings.key)
    outage = gateway_goes_down(town)
    await town.pass_until(at(6, 23))
    await town.writes(FATHER, "hvem er I?")
    await town.service.settle()
    outage.mend()
    await town.pass_until(at(7, 3))
    assert [moment.astimezone(COPENHAGEN).date() for moment, to, _ in town.phones.read if to == FATHER] == [
        at(6, 23).date()
    ]
    assert town.reads(MOTHER) == []
    await town.pass_until(at(7, 12))
    [(moment, _, _)] = [one for one in town.phones.read if one[1] == MOTHER]
    assert moment.astimezone(COPENHAGEN) == at(7, 8)
    assert town.invitation_state(family) == town.invitation_state(other) == "sent"


async def test_a_first_message_whose_times_have_lapsed_was_never_offered_and_is_planned_again(
    town: Town,
) -> None:
    family = family_of(town, MOTHER, FATHER)
    await town.service.planner.plan(town.settings.key)
    outage = gateway_goes_down(town)
    await town.pass_until(at(6, 12))
    assert town.invitation_state(family) == "sent"
    with logged() as lines:
        await town.pass_until(at(9, 13))
    [row] = town.rows(t.invitation)
    assert (row.state, row.sent_at, row.sent_on, row.messages) == ("planned", None, None, 0)
    assert set(town.rows(t.outbox, "state")) == {"dropped"}
    assert [line["invitation"] for line in events(lines, "invitation_not_written")] == [row.id]
    assert town.rows(t.audit, "event")[-1] == "invitation.not_written"
    assert all(slot.held_by is None for slot in town.rows(t.slot))
    outage.mend()
    await town.pass_until(at(11, 12))
    [mothers] = town.reads(MOTHER)
    assert town.reads(FATHER) == [mothers]
    [(moment, _, _), _] = town.phones.read
    assert (moment.astimezone(COPENHAGEN).date(), moment.astimezone(COPENHAGEN).hour in (10, 11)) == (
        at(11, 10).date(),
        True,
    )
    [row] = town.rows(t.invitation)
    assert (row.state, row.sent_on, row.messages) == ("sent", at(11, 10).date(), 1)
    assert len(await town.says(MOTHER, "1")) > 0
    assert town.invitation_state(family) == "accepted"


async def test_the_rhythm_of_a_message_that_never_left_does_not_go_on(town: Town) -> None:
    family_of(town, MOTHER)
    await town.service.planner.plan(town.settings.key)
    gateway_goes_down(town)
    await town.pass_days(40)
    assert town.phones.read == []
    assert "call" not in town.rows(t.task, "kind")
    assert town.rows(t.invitation, "state") in (["planned"], ["sent"])
    [count] = town.rows(t.invitation, "messages")
    assert count <= 1


async def test_a_first_message_that_reached_one_parent_was_offered(town: Town) -> None:
    family = family_of(town, MOTHER, FATHER)
    await town.service.planner.plan(town.settings.key)
    outage = gateway_goes_down(town)
    await town.pass_until(at(6, 12))
    fathers = town.rows(t.outbox, "id", address=FATHER)[0]
    town.change(t.outbox, fathers, due_at=at(10, 12))
    outage.mend()
    await town.pass_until(at(11, 12))
    assert len(town.reads(MOTHER)) == 1
    assert town.reads(FATHER) == []
    assert town.rows(t.outbox, "state", address=FATHER) == ["dropped"]
    assert town.invitation_state(family) == "sent"
    assert town.rows(t.invitation, "messages") == [1]


async def test_stop_meanwhile_drops_what_waits_and_what_never_left_was_not_offered(town: Town) -> None:
    family_of(town, MOTHER)
    await town.service.planner.plan(town.settings.key)
    outage = gateway_goes_down(town)
    await town.pass_until(at(6, 12))
    await town.writes(MOTHER, "STOP")
    await town.service.settle()
    outage.mend()
    await town.pass_days(40)
    [answer] = town.reads(MOTHER)
    assert "1: " not in answer
    [row] = town.rows(t.invitation)
    assert (row.state, row.sent_on, row.messages) == ("declined", None, 0)
    [first, _] = town.rows(t.outbox)
    assert (first.occasion, first.state, first.error) == ("invitation", "dropped", "no_longer_wanted")


async def test_an_answered_invitation_is_not_asked_again_by_a_message_that_waited(town: Town) -> None:
    family = family_of(town, MOTHER, FATHER)
    await town.service.planner.plan(town.settings.key)
    await town.pass_until(at(6, 9))
    outage = gateway_goes_down(town)
    await town.pass_until(at(6, 12))
    mothers = town.rows(t.outbox, "id", address=MOTHER)[0]
    town.change(t.outbox, town.rows(t.outbox, "id", address=FATHER)[0], due_at=at(6, 18))
    outage.mend()
    town.change(t.outbox, mothers, due_at=at(6, 12))
    await town.pass_until(at(6, 13))
    await town.says(MOTHER, "1")
    await town.pass_until(at(6, 19))
    [told] = town.reads(FATHER)
    assert "Der er nu aftalt besøg" in told
    assert town.invitation_state(family) == "accepted"
    assert town.rows(t.outbox, "error", state="dropped") == ["pointless"]
