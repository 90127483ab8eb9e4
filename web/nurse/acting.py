"""What every nurse page does: look within one's scope, leave a trace of having looked, act and go back."""

import asyncio
from collections.abc import Callable, Iterable
from typing import TypeVar

from aiohttp import web
from sqlalchemy import Connection

from bot.desk import Desk, Done, Refused, Result
from domain.accounts import Role
from domain.decisions import TaskKind
from domain.ids import FamilyId
from domain.ports import Overtaken
from storage.read_models.desk import count_waiting
from storage.read_models.households import Scope
from web.access import see_other
from web.services import services, session

T = TypeVar("T")
TRIES = 3

CONVERSATIONS = (
    TaskKind.DISTRESS,
    TaskKind.HAND_OVER,
    TaskKind.WRONG_NUMBER,
    TaskKind.NO_TIMES,
    TaskKind.UNDELIVERED,
    TaskKind.STOPPED_WITH_BOOKING,
    TaskKind.MOVED_AWAY,
    TaskKind.CONSULT,
)
"""What stands under "Venter på svar"; letters and calls have a page of their own."""


def scope(request: web.Request) -> Scope:
    """Whose families the one who is logged in may see: as ``domain.accounts.may_see_family``, for many at once."""
    who = session(request).account
    return Scope(who.municipality, who.nurse, who.districts if who.role is Role.NURSE else frozenset())


async def look(request: web.Request, work: Callable[[Connection, Scope], T]) -> tuple[T, int]:
    """Read within one's scope; with it, how many conversations wait (it stands in the menu)."""

    def read(connection: Connection) -> tuple[T, int]:
        return work(connection, mine), count_waiting(connection, mine, CONVERSATIONS)

    mine = scope(request)
    return await services(request).database.read(read)


async def leave_a_trace(request: web.Request, what: str, families: Iterable[FamilyId]) -> None:
    """Keep who saw which family on which page, before the page is shown."""
    house, account = services(request), session(request).account
    now = house.clock.now()
    # Beside each other, so that they share one commit.
    await asyncio.gather(
        *(house.accounts.saw(account, what, family, now) for family in sorted(set(families)))
    )


async def act(request: web.Request, action: Callable[[Desk], T]) -> T:
    """Carry out a staff action; when somebody was faster with the same rows, once more from the start."""
    house = services(request)
    account = session(request).account.id
    for attempt in range(TRIES):
        try:
            result = await house.database.work(
                lambda unit: action(Desk(unit, house.house, account, house.clock.now()))
            )
        except Overtaken:
            if attempt == TRIES - 1:
                raise
        else:
            break
    if isinstance(result, Done):
        house.wake()
    return result


def back(path: str, result: Result, did: str) -> web.Response:
    """To the page one came from, which says what was done, or why not."""
    path, _, place = path.partition("#")
    told = f"refused={result}" if isinstance(result, Refused) else f"did={did}"
    return see_other(f"{path}?{told}" + (f"#{place}" if place else ""))
