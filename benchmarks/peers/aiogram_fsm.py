"""The five-step booking dialogue as an aiogram 3 state machine with Redis storage: what a bot would be without us.

Run by ``benchmarks.inbound`` with the Python of an environment that has ``aiogram[redis]``; nothing of ours is
imported here. Reads one JSON line a turn (``{"text": …, "users": [from, to]}``), feeds that many updates through
the dispatcher and answers with the seconds it took. State and data are in Redis before the bot answers; there is
no inbox, no outbox, no booking table and no understanding beyond aiogram's own filters.
"""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from itertools import count
from time import perf_counter
from typing import Any

from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.base import BaseSession
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.redis import RedisStorage
from aiogram.methods import TelegramMethod
from aiogram.types import Chat, Message, Update

WEDNESDAY = "onsdag"
TIMES = tuple(
    f"{day} {date}. maj kl. {hour}.00"
    for date, day in ((12, "tirsdag"), (13, WEDNESDAY), (15, "fredag"))
    for hour in ("08", "12")
)
CONCURRENCY = (1, 8, 32, 128)
"""How many updates are in hand at once; the quickest of these on this machine is used."""
WARM_UP = 300

router = Router()


class Visit(StatesGroup):
    """Where a family is."""

    times_offered = State()
    booked = State()


def menu(first: str, times: list[str]) -> str:
    """Two numbered times."""
    lines = [f"{number}: {time}" for number, time in enumerate(times, start=1)]
    return "\n".join([first, *lines, "3: Anden tid", "0: Nej tak"])


@router.message(CommandStart())
async def offer(message: Message, state: FSMContext) -> None:
    """Two times are in front of the family."""
    shown = [TIMES[0], TIMES[1]]
    await state.set_data({"shown": shown, "seen": shown})
    await state.set_state(Visit.times_offered)
    await message.answer(menu("Vi kommer gerne på besøg:", shown))


@router.message(Visit.times_offered, F.text == "3")
async def others(message: Message, state: FSMContext) -> None:
    """None of these: two others."""
    data = await state.get_data()
    shown = [time for time in TIMES if time not in data["seen"]][:2]
    await state.update_data(shown=shown, seen=data["seen"] + shown)
    await message.answer(menu("Her er to tider:", shown))


@router.message(Visit.times_offered, F.text.lower().contains(WEDNESDAY))
async def wednesdays(message: Message, state: FSMContext) -> None:
    """A day is wished for."""
    data = await state.get_data()
    shown = [time for time in TIMES if time.startswith(WEDNESDAY)]
    await state.update_data(shown=shown, seen=data["seen"] + shown)
    await message.answer(menu("Her er to tider:", shown))


@router.message(Visit.times_offered, F.text.in_({"1", "2"}))
async def book(message: Message, state: FSMContext) -> None:
    """A time is chosen, for the first time or in the place of another."""
    data = await state.get_data()
    chosen = data["shown"][int(message.text or "1") - 1]
    before = data.get("booked")
    await state.update_data(booked=chosen, before=before)
    await state.set_state(Visit.booked)
    said = "Aftalen er flyttet. Anna kommer nu" if before else "Tak. Anna kommer hjem til jer"
    await message.answer(f"{said} {chosen}. Passer det ikke alligevel, så skriv FLYT eller AFLYS.")


@router.message(Visit.booked, F.text.lower() == "flyt")
async def move(message: Message, state: FSMContext) -> None:
    """The visit gets a new time."""
    data = await state.get_data()
    shown = [time for time in TIMES if time != data["booked"]][:2]
    await state.update_data(shown=shown)
    await state.set_state(Visit.times_offered)
    await message.answer(menu("Det er helt i orden. Vi finder en ny tid:", shown))


class Local(BaseSession):
    """A Bot API that answers at once, in the process."""

    answered = 0

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109
        """The message as Telegram would return it."""
        self.answered += 1
        chat = Chat(id=method.chat_id, type="private")  # type: ignore[attr-defined]
        return Message(message_id=self.answered, date=datetime.now(UTC), chat=chat, text=method.text)  # type: ignore[attr-defined]

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        """No files here."""
        yield b""

    async def close(self) -> None:
        """Nothing to close."""


class Peer:
    """The bot and its updates."""

    def __init__(self, redis: str) -> None:
        self.bot = Bot("1:benchmark", session=Local())
        self.storage = RedisStorage.from_url(redis)
        self.dispatcher = Dispatcher(storage=self.storage)
        self.dispatcher.include_router(router)
        self.numbers = count(1)
        self.at_once = 32

    def update(self, user: int, text: str) -> Update:
        """One text message, as Telegram would deliver it."""
        number = next(self.numbers)
        entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text == "/start" else None
        return Update.model_validate(
            {
                "update_id": number,
                "message": {
                    "message_id": number,
                    "date": 1_777_000_000,
                    "chat": {"id": user, "type": "private"},
                    "from": {"id": user, "is_bot": False, "first_name": "Test"},
                    "text": text,
                    "entities": entities,
                },
            },
            context={"bot": self.bot},
        )

    async def turn(self, text: str, users: range) -> float:
        """Seconds for one message of each user; every one must have been answered."""
        updates = [self.update(user, text) for user in users]
        session = self.bot.session
        assert isinstance(session, Local)
        before = session.answered
        start = perf_counter()
        await self._feed(updates)
        took = perf_counter() - start
        if session.answered - before != len(updates):
            raise SystemExit(f"only {session.answered - before} of {len(updates)} were answered")
        return took

    async def _feed(self, updates: list[Update]) -> None:
        waiting = iter(updates)

        async def worker() -> None:
            for update in waiting:
                await self.dispatcher.feed_update(self.bot, update)

        await asyncio.gather(*(worker() for _ in range(self.at_once)))

    async def warm_up(self) -> None:
        """Find out how many updates in hand at once suit this machine best."""
        took = {}
        for turn, at_once in enumerate(CONCURRENCY):
            self.at_once = at_once
            users = range(-WARM_UP * (turn + 1), -WARM_UP * turn)
            await self.turn("/start", users)
            took[at_once] = await self.turn("3", users)
        self.at_once = min(took, key=lambda at_once: took[at_once])


async def main(redis: str) -> None:
    """Turns, until there are no more."""
    peer = Peer(redis)
    await peer.warm_up()
    print(json.dumps({"at_once": peer.at_once}), flush=True)
    for line in sys.stdin:
        turn = json.loads(line)
        print(json.dumps({"seconds": await peer.turn(turn["text"], range(*turn["users"]))}), flush=True)
    await peer.storage.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
