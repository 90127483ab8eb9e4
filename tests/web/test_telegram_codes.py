"""A nurse makes a one-time Telegram code for a parent, reads it out, and the parent's chat is linked."""

import re
from collections.abc import AsyncIterator

import pytest

from domain.accounts import Role
from storage import tables as t
from tests.story import hedensted
from tests.web.office import Office, office_on

PHONE, CHAT = "+4500000012", "4500000084"
CODE = re.compile(r"[A-Z2-9]{4} [A-Z2-9]{4}")


@pytest.fixture
async def with_bot(database_url: str) -> AsyncIterator[Office]:
    """An office whose municipality has a Telegram bot; Anna in Tørring, Birgit in Rask Mølle, Lone leads."""
    async with office_on(database_url, settings=hedensted(telegram_bot="@HedenstedSundhedBot")) as office:
        office.anna = office.town.nurse("Anna", "Tørring")
        office.birgit = office.town.nurse("Birgit", "Rask Mølle")
        office.staff("anna", Role.NURSE, office.anna)
        office.staff("birgit", Role.NURSE, office.birgit)
        office.staff("lone", Role.LEADER)
        yield office


def of_family(office: Office, family: int) -> int:
    """The number of the family's only guardian."""
    number: int = office.town.rows(t.guardian, "id", family_id=family)[0]
    return number


async def test_the_code_she_reads_out_links_the_chat(with_bot: Office) -> None:
    family = with_bot.town.family(PHONE, nurse=with_bot.anna, name="Alma")
    with_bot.town.change(t.guardian, of_family(with_bot, family), name="Mette")
    anna = await with_bot.logged_in("anna")
    page = await anna.presses(await anna.opens(f"/families/{family}"), "Ny kode til Mette")
    assert page.status == 200
    assert "@HedenstedSundhedBot" in page.words
    assert "mandag 18. maj" in page.words, "the last day on which it is good"
    found = CODE.search(page.words)
    assert found is not None
    assert found[0] not in (await anna.opens(f"/families/{family}")).words, "it is shown once"
    assert "Du får nu beskeder" in await with_bot.town.says(CHAT, found[0])
    events = [row.event for row in with_bot.town.rows(t.audit, family_id=family)]
    assert "chat.code_made" in events


async def test_the_code_stands_in_no_address_and_no_table(with_bot: Office) -> None:
    family = with_bot.town.family(PHONE, nurse=with_bot.anna)
    anna = await with_bot.logged_in("anna")
    page = await anna.presses(await anna.opens(f"/families/{family}"), "Ny kode til")
    found = CODE.search(page.words)
    assert found is not None
    assert found[0].replace(" ", "") not in page.path
    assert found[0].replace(" ", "") not in "".join(with_bot.town.rows(t.link_code, "code_hash"))


async def test_only_who_may_see_the_family_makes_a_code_and_only_for_its_own_parents(
    with_bot: Office,
) -> None:
    hers = with_bot.town.family(PHONE, nurse=with_bot.anna)
    theirs = with_bot.town.family("+4500000099", nurse=with_bot.birgit, district="Rask Mølle")
    anna = await with_bot.logged_in("anna")
    word = (await anna.opens(f"/families/{hers}")).form("Ny kode til")[1]
    for path in (
        f"/families/{theirs}/people/{of_family(with_bot, theirs)}/telegram-code",
        f"/families/{hers}/people/{of_family(with_bot, theirs)}/telegram-code",
        f"/families/{hers}/people/999/telegram-code",
    ):
        assert (await anna.posts(path, word)).status == 404, path
    mine = f"/families/{hers}/people/{of_family(with_bot, hers)}/telegram-code"
    lone = await with_bot.logged_in("lone")
    assert (await lone.posts(mine, word)).status == 403, "a leader makes none"
    assert (await anna.posts(mine, {})).status == 403, "nor a form that is not ours"
    assert with_bot.town.rows(t.link_code) == []


async def test_without_a_bot_there_is_no_button_and_no_code(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna)
    anna = await office.logged_in("anna")
    page = await anna.opens(f"/families/{family}")
    assert "Telegram" not in page.words
    word = page.form("Send")[1]
    refused = await anna.posts(f"/families/{family}/people/{of_family(office, family)}/telegram-code", word)
    assert "Det findes ikke længere" in refused.words
    assert office.town.rows(t.link_code) == []
