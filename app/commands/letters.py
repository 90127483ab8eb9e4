"""``export letters``: the letters that wait, each with a fresh code; ``--mark-done`` once the file is written."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.conversing import House
from bot.letters import Letter, mark_printed, write_letters
from domain.ids import FamilyId, GuardianId, Municipality, TaskId
from domain.ports import UnitOfWork
from reports.letters import PrintedLetter, letters_table
from reports.tables import Table
from storage.database import Database
from storage.read_models.letters import OpenLetter, open_letters

TOGETHER = 500
"""How many families' codes are stored in one commit."""


@dataclass(frozen=True, slots=True)
class LetterFile:
    """The table of letters, and the tasks that are done when it has been printed."""

    table: Table
    tasks: tuple[TaskId, ...]


def write_letter_file(
    database: Database,
    house: House,
    first: date,
    last: date,
    municipalities: Sequence[Municipality],
    now: datetime,
) -> LetterFile:
    """Every letter that fell due from ``first`` to ``last``; its code is stored before the file can leave the house."""
    waiting = database.read_now(lambda connection: open_letters(connection, first, last, municipalities))
    written = asyncio.run(_written(database, house, sorted({one.family for one in waiting}), now))
    printed = [
        PrintedLetter(one, letter.language, letter.text, letter.code, _phone(house, one))
        for one in waiting
        if (letter := written.get(one.guardian)) is not None
    ]
    return LetterFile(letters_table(printed), tuple(dict.fromkeys(one.to.task for one in printed)))


def mark_letters_printed(database: Database, file: LetterFile, now: datetime) -> int:
    """Take the letters of a file off the nurses' lists; returns how many."""
    return asyncio.run(database.work(lambda unit: mark_printed(unit, file.tasks, now, "command")))


def _phone(house: House, letter: OpenLetter) -> str:
    return house.municipalities[letter.municipality].office_phone


async def _written(
    database: Database, house: House, families: Sequence[FamilyId], now: datetime
) -> dict[GuardianId, Letter]:
    letters: dict[GuardianId, Letter] = {}
    for some in _parts(families):

        def unit(one: UnitOfWork, some: Sequence[FamilyId] = some) -> dict[GuardianId, Letter]:
            return write_letters(one, house, some, now)

        letters |= await database.work(unit)
    return letters


def _parts(families: Sequence[FamilyId]) -> Iterator[Sequence[FamilyId]]:
    return (families[at : at + TOGETHER] for at in range(0, len(families), TOGETHER))
