"""A family is written to, answers, is booked and reminded."""

import json
from datetime import datetime
from itertools import pairwise

from storage import tables as t
from tests.story import COPENHAGEN, Town

MOTHER, FATHER, OTHER = "+4500000011", "+4500000012", "+4500000013"


async def invited(town: Town, *phones: str) -> int:
    """A family of Anna's whose first message has just arrived, with Tue 12 and Wed 13 May on it."""
    anna = town.nurse("Anna")
    town.times(
        anna,
        "2026-05-12T10:00",
        "2026-05-13T15:00",
        "2026-05-19T09:00",
        "2026-05-20T17:00",
        "2026-05-21T10:00",
        "2026-05-22T11:00",
    )
    family = town.family(*(phones or (MOTHER,)), nurse=anna)
    await town.invite()
    return family


async def test_the_first_message_names_two_times_and_how_to_say_no_and_stop(town: Town) -> None:
    family = await invited(town)
    assert len(town.reads(MOTHER)) == 1
    said = town.last(MOTHER)
    assert "1: tirsdag 12. maj kl. 10.00" in said
    assert "2: onsdag 13. maj kl. 15.00" in said
    assert "0: Nej tak" in said
    assert "STOP" in said
    assert "Alma" not in said
    assert town.invitation_state(family) == "sent"


async def test_the_first_message_comes_two_days_after_the_letter_between_ten_and_twelve(town: Town) -> None:
    await invited(town)
    [(at, _, _)] = town.phones.read
    local = at.astimezone(COPENHAGEN)
    assert (local.month, local.day) == (5, 6)
    assert 10 <= local.hour < 12
    assert town.rows(t.task, "kind") == ["letter"]


async def test_a_digit_books_and_the_answer_names_the_time(town: Town) -> None:
    family = await invited(town)
    said = await town.says(MOTHER, "2 tak!")
    assert "Anna kommer hjem til jer onsdag 13. maj kl. 15.00" in said
    assert town.bookings(family) == [("booked", "2026-05-13 15:00")]
    assert town.invitation_state(family) == "accepted"


async def test_a_weekday_in_words_books_the_time_that_was_shown(town: Town) -> None:
    family = await invited(town)
    await town.says(MOTHER, "onsdag passer fint")
    assert town.bookings(family) == [("booked", "2026-05-13 15:00")]


async def test_a_yes_to_two_times_asks_which(town: Town) -> None:
    family = await invited(town)
    said = await town.says(MOTHER, "ja tak")
    assert "Hvilken tid" in said
    assert town.bookings(family) == []


async def test_one_of_them_is_a_yes_that_is_asked_which(town: Town) -> None:
    family = await invited(town)
    said = await town.says(MOTHER, "en af dem er fint, bestem selv")
    assert "Hvilken tid" in said
    assert town.bookings(family) == []


async def test_a_wish_that_cannot_be_read_asks_when_it_suits(town: Town) -> None:
    """ "Other times than those" is clearly a wish; which day and hour is asked, and nothing is booked."""
    family = await invited(town)
    said = await town.says(MOTHER, "vi kan kun når min mand har fri fra arbejde")
    assert "Hvornår passer det jer?" in said
    assert town.bookings(family) == []
    await town.says(MOTHER, "onsdag den 20. kl. 17")
    assert town.bookings(family) == []
    await town.says(MOTHER, "1")
    assert town.bookings(family) == [("booked", "2026-05-20 17:00")]


async def test_a_wish_beside_a_refused_hour_brings_the_nearest_times(town: Town) -> None:
    """ "Wednesday, but 4 instead of 3": no 4 o'clock that day, so the nearest times; nothing is booked."""
    family = await invited(town)
    said = await town.says(MOTHER, "onsdag ja, men 4 i stedet for 3?")
    assert "Det nærmeste er" in said
    assert town.bookings(family) == []


async def test_a_number_set_against_the_other_books(town: Town) -> None:
    family = await invited(town)
    await town.says(MOTHER, "ikke 1 men 2")
    assert town.bookings(family) == [("booked", "2026-05-13 15:00")]


async def test_another_time_shows_two_others(town: Town) -> None:
    family = await invited(town)
    said = await town.says(MOTHER, "3")
    assert "12. maj" not in said
    assert "13. maj" not in said
    await town.says(MOTHER, "1")
    assert len(town.bookings(family)) == 1


async def test_a_time_in_words_that_was_not_shown_is_echoed_before_it_is_booked(town: Town) -> None:
    family = await invited(town)
    said = await town.says(MOTHER, "kan vi sige onsdag den 20. kl. 17?")
    assert "Skal vi sige onsdag 20. maj kl. 17.00?" in said
    assert town.bookings(family) == []
    await town.says(MOTHER, "ja")
    assert town.bookings(family) == [("booked", "2026-05-20 17:00")]


async def test_both_reminders_come_at_their_hours(town: Town) -> None:
    await invited(town)
    await town.says(MOTHER, "2")
    before = len(town.phones.read)
    await town.pass_until(datetime(2026, 5, 13, 14, tzinfo=COPENHAGEN))
    reminders = [at.astimezone(COPENHAGEN) for at, _, _ in town.phones.read[before:]]
    # Three days before Wednesday is Sunday: the same hour on the Friday before.
    assert (reminders[0].month, reminders[0].day, reminders[0].hour) == (5, 8, 10)
    assert (reminders[1].month, reminders[1].day) == (5, 12)
    assert 16 <= reminders[1].hour < 18
    assert len(reminders) == 2


async def test_cannot_come_frees_the_time_at_once_and_moves_when_a_new_one_is_chosen(town: Town) -> None:
    """Story 17."""
    family = await invited(town)
    await town.says(MOTHER, "2")
    await town.pass_until(datetime(2026, 5, 8, 12, tzinfo=COPENHAGEN))
    said = await town.says(MOTHER, "kan ikke")
    assert "Det er helt i orden" in said
    [slot] = [row for row in town.rows(t.slot) if row.start.astimezone(COPENHAGEN).day == 13]
    assert slot.taken == 0
    await town.says(MOTHER, "1")
    states = [state for state, _ in town.bookings(family)]
    assert states == ["moved", "booked"]
    [old, new] = sorted(town.rows(t.booking, family_id=family), key=lambda row: row.booked_at)
    assert new.moved_from == old.id


async def test_a_freed_visit_without_a_new_time_is_cancelled_by_the_family_after_seven_days(
    town: Town,
) -> None:
    family = await invited(town)
    await town.says(MOTHER, "2")
    await town.says(MOTHER, "vi er desværre blevet syge")
    await town.pass_days(6)
    assert town.bookings(family) == [("booked", "2026-05-13 15:00")]
    messages = len(town.phones.read)
    await town.pass_days(2)
    assert town.bookings(family) == [("cancelled_by_family", "2026-05-13 15:00")]
    assert len(town.phones.read) == messages, "nobody is reminded of a time that was given back"


async def test_not_now_is_its_own_outcome_with_a_day(town: Town) -> None:
    family = await invited(town)
    anna = town.rows(t.nurse, "id")[0]
    said = await town.says(MOTHER, "ikke lige nu, måske i august")
    assert "Vi skriver igen omkring" in said
    assert town.invitation_state(family) == "deferred"
    town.times(anna, *(f"2026-08-{day:02}T10:00" for day in range(5, 22)))
    before = len(town.phones.read)
    await town.pass_until(datetime(2026, 8, 10, 12, tzinfo=COPENHAGEN))
    assert len(town.phones.read) == before + 1
    assert "I bad os skrive igen" in town.last(MOTHER)
    assert town.invitation_state(family) == "sent"


async def test_silence_gets_three_messages_a_call_list_and_then_no_contact(town: Town) -> None:
    family = await invited(town)
    anna = town.rows(t.nurse, "id")[0]
    town.times(anna, *(f"2026-06-{day:02}T10:00" for day in range(15, 27)))
    await town.pass_days(60)
    assert len(town.reads(MOTHER)) == 3
    days = [at.astimezone(COPENHAGEN) for at, _, _ in town.phones.read]
    assert all((later - earlier).days >= 5 for earlier, later in pairwise(days))
    assert 16 <= days[1].hour < 19
    assert town.invitation_state(family) == "no_contact"
    assert "call" in town.rows(t.task, "kind")


async def test_one_weeks_later_never_books_the_past(town: Town) -> None:
    """Story 14."""
    family = await invited(town)
    anna = town.rows(t.nurse, "id")[0]
    town.times(anna, *(f"2026-06-{day:02}T10:00" for day in range(15, 27)))
    await town.pass_days(35)
    said = await town.says(MOTHER, "1")
    assert "15. juni" in said or "juni" in said
    assert all(start >= "2026-06" for _, start in town.bookings(family))


async def test_a_late_answer_opens_a_closed_invitation_again(town: Town) -> None:
    family = await invited(town)
    anna = town.rows(t.nurse, "id")[0]
    await town.pass_days(60)
    assert town.invitation_state(family) == "no_contact"
    town.times(anna, "2026-07-20T10:00", "2026-07-21T13:00")
    await town.says(MOTHER, "ja tak, vi vil gerne have besøg")
    await town.says(MOTHER, "1")
    assert town.invitation_state(family) == "accepted"
    assert len(town.bookings(family)) == 1


async def test_mother_picks_one_father_another_the_first_stands(town: Town) -> None:
    """Story 4."""
    family = await invited(town, MOTHER, FATHER)
    assert town.last(FATHER) == town.last(MOTHER)
    await town.says(MOTHER, "1")
    assert "Der er nu aftalt besøg" in town.last(FATHER)
    said = await town.says(FATHER, "2")
    assert "12. maj kl. 10.00" in said
    assert town.bookings(family) == [("booked", "2026-05-12 10:00")]


async def test_parents_who_live_apart_never_learn_of_each_others_answers(town: Town) -> None:
    anna = town.nurse()
    town.times(anna, "2026-05-12T10:00", "2026-05-13T15:00", "2026-05-19T09:00", "2026-05-20T17:00")
    town.family(MOTHER, FATHER, nurse=anna, lives_apart=True)
    await town.invite()
    await town.says(MOTHER, "1")
    assert town.reads(FATHER) == []


async def test_stop_keeps_the_booking_tells_the_nurse_and_start_revives_nothing(town: Town) -> None:
    """Story 5."""
    family = await invited(town)
    await town.says(MOTHER, "1")
    said = await town.says(MOTHER, "STOP")
    assert "Aftalen tirsdag 12. maj kl. 10.00 står stadig" in said
    assert town.bookings(family) == [("booked", "2026-05-12 10:00")]
    assert "stopped_with_booking" in town.rows(t.task, "kind")
    messages = len(town.phones.read)
    await town.pass_until(datetime(2026, 5, 12, 9, tzinfo=COPENHAGEN))
    assert len(town.phones.read) == messages, "no reminder after STOP"
    await town.says(MOTHER, "START")
    messages = len(town.phones.read)
    await town.pass_days(40)
    assert len(town.phones.read) == messages


async def test_stop_to_an_invitation_ends_it(town: Town) -> None:
    family = await invited(town)
    await town.says(MOTHER, "stop")
    assert town.invitation_state(family) == "declined"
    assert town.rows(t.invitation, "reason") == ["not_stated"]


async def test_a_wrong_number_is_never_written_to_again_and_told_nothing(town: Town) -> None:
    """Story 3."""
    family = await invited(town)
    said = await town.says(MOTHER, "hvem er du? jeg har ingen børn")
    assert "Undskyld" in said
    assert "Alma" not in said
    assert "Anna" not in said
    assert town.invitation_state(family) == "wrong_number"
    assert "wrong_number" in town.rows(t.task, "kind")
    messages = len(town.phones.read)
    assert await town.says(MOTHER, "hallo?") == ""
    await town.pass_days(60)
    assert len(town.phones.read) == messages


async def test_words_of_distress_freeze_everything_and_alarm_a_human(town: Town) -> None:
    """Story 6."""
    family = await invited(town)
    said = await town.says(MOTHER, "jeg orker ikke livet mere")
    assert "112" in said
    assert "Psykiatrisk vagt" in said
    [task] = [row for row in town.rows(t.task) if row.kind == "distress"]
    assert task.urgent
    assert town.rows(t.family, "frozen_at", id=family)[0] is not None
    messages = len(town.phones.read)
    await town.pass_days(40)
    assert len(town.phones.read) == messages, "nothing automatic reaches a family in need"


async def test_at_night_the_crisis_answer_says_honestly_that_nobody_reads(town: Town) -> None:
    await invited(town)
    await town.pass_until(datetime(2026, 5, 9, 2, tzinfo=COPENHAGEN))
    said = await town.says(MOTHER, "jeg vil ikke leve mere")
    assert "Lige nu læser ingen" in said
    assert "mandag 11. maj kl. 08.00" in said


async def test_a_family_that_moved_is_closed_and_not_reminded(town: Town) -> None:
    """Story 10."""
    family = await invited(town)
    await town.says(MOTHER, "1")
    await town.says(MOTHER, "vi bor i Vejle nu")
    assert town.invitation_state(family) == "moved_away"
    messages = len(town.phones.read)
    await town.pass_days(10)
    assert len(town.phones.read) == messages


async def test_a_picture_is_answered_and_nothing_changes(town: Town) -> None:
    """Story 16."""
    family = await invited(town)
    said = await town.says(MOTHER, None)
    assert "kun læse tekst" in said
    assert town.invitation_state(family) == "sent"
    await town.says(MOTHER, "1")
    assert len(town.bookings(family)) == 1


async def test_thumbs_up_to_two_times_asks_which(town: Town) -> None:
    """Story 15."""
    family = await invited(town)
    said = await town.says(MOTHER, "👍")
    assert "Hvilken tid" in said or "Svar med et tal" in said
    assert town.bookings(family) == []


async def test_two_families_pick_the_same_time_and_the_other_gets_new_ones_kindly(town: Town) -> None:
    """Story 7, as far as holds let it happen: the second family's hold has lapsed."""
    anna = town.nurse()
    [first, *_] = town.times(
        anna,
        "2026-05-19T10:00",
        "2026-05-20T15:00",
        "2026-05-21T09:00",
        "2026-05-22T09:00",
        "2026-05-26T09:00",
        "2026-05-27T09:00",
        "2026-05-28T09:00",
        "2026-05-29T09:00",
    )
    one = town.family(MOTHER, nurse=anna)
    two = town.family(OTHER, nurse=anna)
    await town.invite()
    await town.pass_days(4)
    for phone in (MOTHER, OTHER):
        assert town.reads(phone)
    # Both have the same time in front of them once the holds have lapsed.
    state = json.loads(town.rows(t.guardian, "state", family_id=one)[0])
    [guardian_two] = town.rows(t.guardian, "id", family_id=two)
    state["invitation"] = town.rows(t.invitation, "id", family_id=two)[0]
    town.change(t.guardian, guardian_two, state=json.dumps(state))
    town.change(t.slot, first, held_by=None, held_until=None)
    await town.writes(MOTHER, "1")
    await town.writes(OTHER, "1")
    await town.service.settle()
    booked = [town.bookings(one), town.bookings(two)]
    assert sorted(len(bookings) for bookings in booked) == [0, 1]
    loser = OTHER if town.bookings(one) else MOTHER
    assert "lige blevet taget" in town.last(loser)


async def test_the_same_webhook_twice_changes_nothing(town: Town) -> None:
    family = await invited(town)
    assert await town.writes(MOTHER, "1", provider_id="same") == 1
    assert await town.writes(MOTHER, "1", provider_id="same") == 0
    await town.service.settle()
    assert len(town.bookings(family)) == 1
    assert len(town.reads(MOTHER)) == 2


async def test_an_unknown_sender_is_answered_neutrally_once(town: Town) -> None:
    await invited(town)
    said = await town.says(OTHER, "hej")
    assert "Sundhedsplejen i Hedensted" in said
    assert await town.says(OTHER, "hej igen") == ""
    assert set(town.rows(t.inbox, "state")) == {"quarantined"}


async def test_a_visit_after_the_clocks_change_stays_at_ten(town: Town) -> None:
    """Story 13: booked in September for the week after 25 October."""
    town.clock.at = datetime(2026, 9, 7, 8, tzinfo=COPENHAGEN)
    anna = town.nurse()
    town.times(anna, "2026-10-27T10:00", "2026-10-28T10:00", "2026-10-29T10:00", "2026-10-30T10:00")
    family = town.family(MOTHER, nurse=anna, born="2025-03-20")
    await town.invite()
    said = await town.says(MOTHER, "1")
    assert "tirsdag 27. oktober kl. 10.00" in said
    assert town.bookings(family) == [("booked", "2026-10-27 10:00")]


async def test_no_more_invitations_than_times_to_give(town: Town) -> None:
    anna = town.nurse()
    town.times(anna, *(f"2026-05-{day}T10:00" for day in ("19", "20", "21", "22")))
    for number in range(6):
        town.family(f"+450000002{number}", nurse=anna)
    await town.invite()
    states = town.rows(t.invitation, "state")
    assert len(states) == 2
    assert "sent" in states
    assert len(town.phones.read) == states.count("sent")


async def test_twins_get_one_invitation_and_two_registrations(town: Town) -> None:
    """Story 19."""
    anna = town.nurse()
    town.times(anna, "2026-05-12T10:00", "2026-05-13T15:00", "2026-05-19T10:00")
    town.family(MOTHER, nurse=anna, children=2)
    await town.invite()
    assert len(town.rows(t.invitation, "id")) == 1
    registered = town.database.read_now(lambda c: len(c.execute(t.invitation_child.select()).all()))
    assert registered == 2
    assert len(town.reads(MOTHER)) == 1


async def test_a_menu_from_before_the_visit_books_no_second_one(town: Town) -> None:
    family = await invited(town, MOTHER, FATHER)
    await town.says(MOTHER, "1")
    await town.pass_until(datetime(2026, 5, 14, 12, tzinfo=COPENHAGEN))
    await town.says(FATHER, "ja tak")
    await town.says(FATHER, "2")
    assert town.bookings(family) == [("booked", "2026-05-12 10:00")]


async def test_what_the_other_parent_picks_replaces_the_time_that_was_given_back(town: Town) -> None:
    family = await invited(town, MOTHER, FATHER)
    await town.says(MOTHER, "1")
    await town.says(MOTHER, "vi er blevet syge")
    assert "Aftalen er flyttet" in await town.says(FATHER, "2")
    assert sorted(state for state, _ in town.bookings(family)) == ["booked", "moved"]


async def test_a_time_picked_after_the_seven_days_is_a_new_visit_not_a_move_of_the_cancelled(
    town: Town,
) -> None:
    family = await invited(town)
    await town.says(MOTHER, "1")
    await town.says(MOTHER, "vi er blevet syge")
    await town.pass_days(8)
    assert "Den tid er gået" in await town.says(MOTHER, "1")
    assert "kommer hjem til jer" in await town.says(MOTHER, "1")
    assert sorted(state for state, _ in town.bookings(family)) == ["booked", "cancelled_by_family"]


async def test_an_answer_leaves_before_the_invitations_of_the_morning(town: Town) -> None:
    anna = town.nurse()
    town.times(anna, *(f"2026-05-{day}T{hour}:00" for day in range(18, 23) for hour in ("09", "10", "13")))
    town.family(MOTHER, nurse=anna)
    await town.invite()
    for number in range(3):
        town.family(f"+450000003{number}", nurse=anna)
    await town.service.planner.plan(town.settings.key)
    town.clock.at = datetime(2026, 5, 8, 12, tzinfo=COPENHAGEN)
    while await town.service.due.keep():
        pass
    before = len(town.phones.read)
    await town.writes(MOTHER, "1")
    await town.service.converser.answer_waiting()
    await town.service.outbox.send_waiting(1)
    assert town.phones.read[before][1] == MOTHER
    assert len(town.phones.read) == before + 1
