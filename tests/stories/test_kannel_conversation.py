"""A family's whole visit conversation through a real Kannel: its phone, Kannel, our inbox and outbox, and back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.kannel import KannelChannel
from bot.inbox import Accepted, Inbox
from bot.messages.segments import is_gsm7
from bot.service import Service
from domain.channels import ChannelName, WebhookRequest
from storage import tables as t
from tests.fakesmsc import operator
from tests.kannel import Kannel, running_kannel
from tests.story import COPENHAGEN, HEDENSTED, Town, hedensted, sqlite_url, town_on

MOTHER, OTHER = "+4500000011", "+4500000012"
PATIENCE = 20.0


@dataclass
class Webhook:
    """The product's side of Kannel's callbacks: prove, parse, store, and only then answer 200."""

    inbox: Inbox | None = None
    base_url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        asked = WebhookRequest(
            method=request.method,
            url=self.base_url + request.raw_path,
            headers={name.lower(): value for name, value in request.headers.items()},
            query=tuple(request.query.items()),
            body=await request.read(),
        )
        assert self.inbox is not None
        outcome = await self.inbox.accept(HEDENSTED, ChannelName.KANNEL, request.match_info["path"], asked)
        return web.Response(status=200 if isinstance(outcome, Accepted) else 400)


@dataclass
class Talk:
    """A town whose phones hang on a real Kannel."""

    town: Town
    kannel: Kannel
    service: Service

    async def reads(self, phone: str) -> str:
        """What the phone is sent next."""
        return await self.kannel.phone(phone).reads(PATIENCE)

    async def says(self, phone: str, text: str) -> str:
        """The phone writes; what it reads in answer, once Kannel has brought the text and taken ours."""
        answered = len(self.town.rows(t.inbox))
        self.kannel.phone(phone).says(text)
        await self.until(lambda: len(self.town.rows(t.inbox)) > answered)
        await self.service.settle()
        return await self.reads(phone)

    async def pass_until(self, moment: datetime) -> None:
        """Move the clock; what falls due on the way is handed to Kannel at its own time."""
        await self.town.pass_until(moment)

    async def everything_is_delivered(self) -> None:
        """Wait for Kannel's delivery reports."""
        await self.until(lambda: set(self.town.rows(t.outbox, "state")) == {"delivered"})

    async def until(self, done: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not done():  # noqa: ASYNC110 - another program is awaited
                await asyncio.sleep(0.02)


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    """Hedensted on an ordinary Monday morning, its gateway a real Kannel."""
    webhook = Webhook()
    app = web.Application()
    app.router.add_get("/webhooks/hedensted/kannel/{path}", webhook.handle)
    server = TestServer(app)
    await server.start_server()
    webhook.base_url = str(server.make_url("/")).rstrip("/")
    callback = f"{webhook.base_url}/webhooks/hedensted/kannel"
    settings = hedensted(sms_channel=ChannelName.KANNEL)
    try:
        async with running_kannel(callback, tmp_path) as kannel:
            with town_on(sqlite_url(tmp_path), settings=settings) as town:
                channel = KannelChannel(replace(kannel.settings, per_second=1000.0), is_gsm7)
                channels = {(HEDENSTED, ChannelName.KANNEL): channel}
                house = replace(town.service.house, municipalities={HEDENSTED: settings})
                town.service = Service(town.database, house, channels, town.clock)
                webhook.inbox = town.service.inbox
                yield Talk(town, kannel, town.service)
                await channel.close()
    finally:
        await server.close()


async def test_a_family_is_invited_books_is_reminded_and_moves_its_visit(talk: Talk) -> None:
    town = talk.town
    anna = town.nurse("Anna")
    town.times(anna, *(f"2026-05-{day}" for day in ("12T10:00", "13T15:00", "19T09:00", "20T17:00")))
    family = town.family(MOTHER, nurse=anna)
    await town.invite()
    invitation = await talk.reads(MOTHER)
    assert "1: tirsdag 12. maj kl. 10.00" in invitation
    assert "2: onsdag 13. maj kl. 15.00" in invitation
    assert "STOP" in invitation

    booked = await talk.says(MOTHER, "onsdag passer fint")
    assert "onsdag 13. maj kl. 15.00" in booked
    assert town.bookings(family) == [("booked", "2026-05-13 15:00")]

    await talk.pass_until(datetime(2026, 5, 8, 12, tzinfo=COPENHAGEN))
    assert "13. maj" in await talk.reads(MOTHER)

    freed = await talk.says(MOTHER, "kan ikke")
    assert "Det er helt i orden" in freed
    assert "1: " in freed
    [wednesday] = [row for row in town.rows(t.slot) if row.start.astimezone(COPENHAGEN).day == 13]
    assert wednesday.taken == 0

    await talk.says(MOTHER, "1")
    assert [state for state, _ in town.bookings(family)] == ["moved", "booked"]
    await talk.everything_is_delivered()
    assert [row.channel for row in town.rows(t.outbox)] == ["kannel"] * len(town.rows(t.outbox))
    assert all(row.delivered_at is not None for row in town.rows(t.outbox))


async def test_another_family_says_no_and_why(talk: Talk) -> None:
    town = talk.town
    anna = town.nurse("Anna")
    days = ("12T10:00", "13T15:00", "19T09:00", "20T17:00", "21T10:00", "22T10:00")
    town.times(anna, *(f"2026-05-{day}" for day in days))
    town.family(MOTHER, nurse=anna)
    family = town.family(OTHER, nurse=anna)
    await town.invite()
    await talk.reads(MOTHER)
    await talk.reads(OTHER)

    why = await talk.says(OTHER, "nej tak")
    assert why.startswith("Helt i orden, tak for svaret.")
    await talk.says(OTHER, "4")
    assert town.invitation_state(family) == "declined"
    assert town.rows(t.invitation, "reason", family_id=family) == ["enough_contact"]
    await talk.everything_is_delivered()
    await talk.kannel.phone(MOTHER).stays_silent(0.3)


async def test_the_conversation_goes_through_kannels_own_operator_too(talk: Talk) -> None:
    """`fakesmsc`, as Kannel ships it, stands for the operator: a visit is booked, reminded of and freed over it."""
    town, service = talk.town, talk.service
    anna = town.nurse("Anna")
    town.times(anna, *(f"2026-05-{day}" for day in ("12T10:00", "13T15:00", "19T09:00", "20T17:00")))
    family = town.family(MOTHER, nurse=anna)
    await town.invite()
    assert "1: tirsdag 12. maj kl. 10.00" in await talk.reads(MOTHER)

    async with operator(talk.kannel, MOTHER, "onsdag passer fint") as air:
        await talk.until(lambda: len(town.rows(t.inbox)) == 1)
        await service.settle()
        await air.delivers(MOTHER, "onsdag 13. maj kl. 15.00")
    assert town.bookings(family) == [("booked", "2026-05-13 15:00")]

    await talk.pass_until(datetime(2026, 5, 8, 12, tzinfo=COPENHAGEN))
    async with operator(talk.kannel, MOTHER, "kan ikke") as air:
        await air.delivers(MOTHER, "13. maj")
        await talk.until(lambda: len(town.rows(t.inbox)) == 2)
        await service.settle()
        await air.delivers(MOTHER, "Det er helt i orden")
    [wednesday] = [row for row in town.rows(t.slot) if row.start.astimezone(COPENHAGEN).day == 13]
    assert wednesday.taken == 0
