"""Story 18: a one-time code links a guardian's Telegram; three tries; nothing about the family before that."""

from datetime import timedelta
from itertools import count
from random import Random

import pytest

from bot.linking import DIGITS, LETTERS, as_printed, make_code, written_code
from domain.channels import NumberBlocked
from domain.ports import UnitOfWork
from storage import tables as t
from tests.story import Town

MOTHER, FATHER = "+4500000011", "+4500000012"
CHAT, OTHER_CHAT = "4500000081", "4500000082"

_SEEDS = count(1)


async def family_of(town: Town, *phones: str, languages: tuple[str, ...] = ("da",)) -> int:
    """A family of Anna's, not yet invited, with times to offer it."""
    anna = town.nurse("Anna")
    town.times(
        anna,
        *("2026-05-12T10:00", "2026-05-13T15:00", "2026-05-19T09:00", "2026-05-20T17:00", "2026-05-21T10:00"),
    )
    return town.family(*(phones or (MOTHER,)), nurse=anna, languages=languages)


async def code_for(town: Town, family: int, position: int = 0, choose: str = "") -> str:
    """The code that a nurse reads out to one of the guardians; ``choose``: this very code."""
    random = Random(next(_SEEDS))
    letters = iter(choose)

    def make(unit: UnitOfWork) -> str:
        guardians = list(unit.situations([family])[family].guardians.values())  # type: ignore[list-item,index]
        return make_code(
            unit,
            guardians[position],
            town.clock.now(),
            lambda among: next(letters, "") or random.choice(among),
        )

    return await town.database.work(make)


async def linked(town: Town, family: int, chat: str = CHAT) -> None:
    said = await town.says(chat, await code_for(town, family))
    assert said.startswith("Tak. Du får nu beskeder fra Sundhedsplejen i Hedensted her.")


def contacts(town: Town) -> set[tuple[str, str, str, bool]]:
    return {(c.medium, c.address, c.state, c.preferred) for c in town.rows(t.contact)}


async def test_a_code_links_the_chat_and_the_invitation_comes_there(town: Town) -> None:
    family = await family_of(town)
    await linked(town, family)
    assert contacts(town) == {("sms", MOTHER, "open", False), ("telegram", CHAT, "open", True)}
    await town.invite()
    assert town.reads(MOTHER) == []
    assert "1: tirsdag 12. maj kl. 10.00" in town.last(CHAT)
    said = await town.says(CHAT, "2")
    assert "Anna kommer hjem til jer onsdag 13. maj kl. 15.00" in said
    assert town.bookings(family) == [("booked", "2026-05-13 15:00")]
    assert town.reads(MOTHER) == []


async def test_an_answer_goes_back_to_where_it_came_from(town: Town) -> None:
    family = await family_of(town)
    await linked(town, family)
    await town.invite()
    said = await town.says(MOTHER, "3")
    assert "Her er to tider" in said
    assert "Anna kommer hjem" in await town.says(CHAT, "1")


@pytest.mark.parametrize("written", ["/start {}", "/start@test_bot {}", " {} ", "/start {0}\n"])
async def test_start_and_spaces_and_small_letters_are_taken(town: Town, written: str) -> None:
    family = await family_of(town)
    code = as_printed(await code_for(town, family)).lower()
    assert "Du får nu beskeder" in await town.says(CHAT, written.format(code))


async def test_the_welcome_is_in_the_guardians_own_language(town: Town) -> None:
    family = await family_of(town, MOTHER, FATHER, languages=("da", "en"))
    guardians = town.rows(t.guardian, "language", family_id=family)
    code = await code_for(town, family, guardians.index("en"))
    assert (await town.says(CHAT, code)).startswith("Thank you. You will now get messages")


async def test_before_the_code_a_chat_learns_nothing_and_is_told_how_once(town: Town) -> None:
    await family_of(town)
    said = await town.says(CHAT, "/start")
    assert said.startswith("Hej. Skriv koden fra brevet")
    for hidden in ("Anna", "Alma", "besøg", "maj"):
        assert hidden not in said
    assert await town.says(CHAT, "hej igen") == ""


async def test_a_code_works_once(town: Town) -> None:
    family = await family_of(town)
    code = await code_for(town, family)
    await town.says(CHAT, code)
    assert "Den kode kender vi ikke" in await town.says(OTHER_CHAT, code)
    assert len(contacts(town)) == 2


async def test_two_chats_with_one_code_in_the_same_second_link_one(town: Town) -> None:
    family = await family_of(town)
    code = await code_for(town, family)
    await town.writes(CHAT, code)
    await town.writes(OTHER_CHAT, code)
    await town.service.settle()
    assert sorted(len(said) for said in (town.reads(CHAT), town.reads(OTHER_CHAT))) == [1, 1]
    assert [c for c in contacts(town) if c[0] == "telegram" and c[2] == "open"] == [
        c for c in contacts(town) if c[0] == "telegram"
    ]
    assert len(contacts(town)) == 2


async def test_a_code_is_good_for_fourteen_days(town: Town) -> None:
    family = await family_of(town)
    early, late = await code_for(town, family), await code_for(town, family)
    town.clock.at += timedelta(days=14, seconds=-1)
    assert "Du får nu beskeder" in await town.says(CHAT, early)
    town.change(t.link_code, town.rows(t.link_code, "id")[0], used_at=None)
    town.change(t.link_code, town.rows(t.link_code, "id")[1], used_at=None)
    town.clock.at += timedelta(seconds=1)
    assert "Den kode kender vi ikke" in await town.says(OTHER_CHAT, late)


async def test_three_tries_a_day_then_silence_even_for_the_right_code(town: Town) -> None:
    family = await family_of(town)
    code = await code_for(town, family)
    for wrong in ("AAAA 2222", "BBBB 3333", "CCCC 4444"):
        assert "Den kode kender vi ikke" in await town.says(CHAT, wrong)
    assert await town.says(CHAT, code) == ""
    assert contacts(town) == {("sms", MOTHER, "open", True)}
    [counted] = town.database.read_now(lambda c: c.execute(t.webhook_count.select()).all())
    assert (counted.kind, counted.count, CHAT in counted.sender) == ("link", 4, False)
    town.clock.at += timedelta(days=1)
    assert "Du får nu beskeder" in await town.says(CHAT, code)


async def test_a_second_chat_takes_the_place_of_the_first(town: Town) -> None:
    family = await family_of(town)
    await linked(town, family)
    await linked(town, family, OTHER_CHAT)
    assert contacts(town) == {
        ("sms", MOTHER, "open", False),
        ("telegram", CHAT, "replaced", False),
        ("telegram", OTHER_CHAT, "open", True),
    }
    await town.invite()
    assert len(town.reads(OTHER_CHAT)) == 2
    assert len(town.reads(CHAT)) == 1
    await linked(town, family)
    assert ("telegram", CHAT, "open", True) in contacts(town)


async def test_a_linked_chat_may_send_its_new_code_and_does_not_become_somebody_elses(town: Town) -> None:
    family = await family_of(town, MOTHER, FATHER)
    mine, theirs = await code_for(town, family, 0), await code_for(town, family, 1)
    again = await code_for(town, family, 0)
    await town.says(CHAT, mine)
    assert "Den kode kender vi ikke" in await town.says(CHAT, f"/start {theirs}")
    assert "Den kode kender vi ikke" in await town.says(CHAT, f"/start {again}"), (
        "old letters' codes are spent"
    )
    town.clock.at += timedelta(days=1)
    fresh = await code_for(town, family, 0)
    assert "Du får nu beskeder" in await town.says(CHAT, f"/start {fresh}")


async def test_stop_in_the_chat_stops_the_guardian_everywhere(town: Town) -> None:
    family = await family_of(town)
    await linked(town, family)
    await town.invite()
    await town.says(CHAT, "STOP")
    assert town.invitation_state(family) == "declined"
    read = len(town.phones.read) + len(town.chats.read)
    await town.pass_days(40)
    assert len(town.phones.read) + len(town.chats.read) == read


async def test_linking_after_stop_is_a_wish_for_messages(town: Town) -> None:
    family = await family_of(town)
    await town.says(MOTHER, "STOP")
    await linked(town, family)
    assert town.rows(t.guardian, "stopped_at") == [None]


async def test_a_bot_that_is_blocked_is_a_stop_there_and_the_phone_remains(town: Town) -> None:
    family = await family_of(town)
    await linked(town, family)
    await town.invite()
    await town.says(CHAT, "2")
    town.chats.failing.append(NumberBlocked("blocked"))
    await town.pass_days(3)
    assert ("telegram", CHAT, "blocked", True) in contacts(town)
    assert "undelivered" in town.rows(t.task, "kind")
    assert town.rows(t.guardian, "stopped_at") == [None]
    read = len(town.chats.read)
    await town.pass_days(5)
    assert "Vi ses snart" in town.last(MOTHER)
    assert len(town.chats.read) == read
    assert town.bookings(family) == [("booked", "2026-05-13 15:00")]


async def test_a_blocked_bot_without_a_phone_is_a_stop(town: Town) -> None:
    family = await family_of(town)
    await linked(town, family)
    [sms] = [c for c in town.rows(t.contact) if c.medium == "sms"]
    town.change(t.contact, sms.id, state="dead")
    town.chats.failing.append(NumberBlocked("blocked"))
    await town.invite()
    assert town.invitation_state(family) == "declined"
    assert town.rows(t.invitation, "reason") == ["not_stated"]
    assert town.rows(t.guardian, "stopped_at") != [None]
    assert "Skriv koden" in await town.says(CHAT, "hej"), "a chat that shut us out needs a new code"


def test_a_code_is_drawn_without_look_alikes_and_is_never_a_word() -> None:
    assert not set("01ILO") & set(LETTERS + DIGITS)
    for word in (
        "hejsa Anna",
        "2",
        "ja tak",
        "kl 14",
        "",
        "  ",
        "/start",
        "/start   ",
        "goddag du",
        "12345678",
    ):
        assert written_code(word) is None
    assert written_code("k7pw-m3qa") == "K7PWM3QA"
    assert written_code("/START k7") is None
    assert written_code("/start k7") == "K7"
    assert written_code(None) is None
