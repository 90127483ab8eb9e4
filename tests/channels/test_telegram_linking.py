"""From a letter's code to a booked visit, through the real `telegram.Bot` and Telegram's own webhook format."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.inbox import Accepted
from bot.linking import as_printed, make_code
from domain.channels import ChannelName
from domain.ports import UnitOfWork
from storage import tables as t
from tests.channels.our_webhook import OurWebhook, our_webhook
from tests.channels.telegram_standin import TOKEN, TelegramStandIn, telegram_api
from tests.story import HEDENSTED, MONDAY, Town, sqlite_url, town_on

CHAT = 4500000012
PHONE = "+4500000011"
SECRET = "webhook-secret-of-the-tests"


@dataclass
class Line:
    """A town whose Telegram is the real Bot over HTTP."""

    town: Town
    telegram: TelegramStandIn
    webhook: OurWebhook

    async def person_writes(self, text: str) -> str:
        """A person writes to the bot; returns what the bot answers, "" when it does not."""
        shown = len(self.telegram.shown.get(CHAT, []))
        self.telegram.person_sends(CHAT, {"text": text})
        await self.webhook.next_inbound()
        update = self.webhook.requests[-1]
        inbox = self.town.service.inbox
        assert await inbox.accept(HEDENSTED, ChannelName.TELEGRAM, "", update) == Accepted(1)
        assert await inbox.accept(HEDENSTED, ChannelName.TELEGRAM, "", update) == Accepted(0)
        await self.town.service.settle()
        return "\n".join(self.telegram.shown.get(CHAT, [])[shown:])


@pytest.fixture
async def line(tmp_path: Path) -> AsyncIterator[Line]:
    async with AsyncExitStack() as stack:
        webhook = await stack.enter_async_context(our_webhook())
        telegram = await stack.enter_async_context(telegram_api())
        channel = TelegramChannel(TelegramSettings(TOKEN, SECRET, telegram.base_url))
        webhook.channel = channel
        await channel.register(webhook.url(ChannelName.TELEGRAM))
        town = stack.enter_context(town_on(sqlite_url(tmp_path), MONDAY, None, channel))
        yield Line(town, telegram, webhook)
        await channel.close()


async def test_unlinked_then_a_code_then_the_invitation_arrives_and_the_answer_books(line: Line) -> None:
    town = line.town
    anna = town.nurse("Anna")
    town.times(anna, "2026-05-12T10:00", "2026-05-13T15:00", "2026-05-19T09:00", "2026-05-20T17:00")
    family = town.family(PHONE, nurse=anna)

    assert (await line.person_writes("/start")).startswith("Hej. Skriv koden fra brevet")
    assert "Den kode kender vi ikke" in await line.person_writes("/start AAAA2222")

    def code(unit: UnitOfWork) -> str:
        [guardian] = unit.situations([family])[family].guardians.values()  # type: ignore[list-item,index]
        return make_code(unit, guardian, town.clock.now(), Random(45).choice)

    printed = as_printed(await town.database.work(code))
    assert (await line.person_writes(f"/start {printed}")).startswith("Tak. Du får nu beskeder")

    await town.invite()
    assert town.reads(PHONE) == []
    invitation = line.telegram.shown[CHAT][-1]
    assert "1: tirsdag 12. maj kl. 10.00" in invitation

    assert "Anna kommer hjem til jer onsdag 13. maj" in await line.person_writes("onsdag passer fint")
    assert town.bookings(family) == [("booked", "2026-05-13 15:00")]
    sent = [row for row in town.rows(t.outbox) if row.family_id == family]
    assert {(row.medium, row.channel, row.state) for row in sent} == {("telegram", "telegram", "sent")}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
async def test_a_family_that_blocks_the_bot_is_written_to_by_sms(line: Line) -> None:
    town = line.town
    anna = town.nurse("Anna")
    town.times(anna, "2026-05-12T10:00", "2026-05-13T15:00", "2026-05-19T09:00", "2026-05-20T17:00")
    family = town.family(PHONE, nurse=anna)

    def code(unit: UnitOfWork) -> str:
        [guardian] = unit.situations([family])[family].guardians.values()  # type: ignore[list-item,index]
        return make_code(unit, guardian, town.clock.now(), Random(46).choice)

    await line.person_writes(await town.database.work(code))
    line.telegram.refuses[CHAT] = (403, {"description": "Forbidden: bot was blocked by the user"})
    await town.invite()
    assert {c.state for c in town.rows(t.contact) if c.medium == "telegram"} == {"blocked"}
    await town.pass_days(8)
    assert "Her er to andre tider" in town.last(PHONE)
