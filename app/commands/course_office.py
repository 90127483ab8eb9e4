"""One municipality's courses as the commands reach them: a unit of work, a family by its reference, a refusal said."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.commands.common import Refusal, municipality_of, open_database, settings_from

if TYPE_CHECKING:
    from bot.course_desk import CourseDesk
    from domain.ids import FamilyId, Municipality
    from domain.ports import UnitOfWork
    from domain.settings import MunicipalitySettings
    from storage.database import Database

T = TypeVar("T")
TRIES = 3


@dataclass(frozen=True, slots=True)
class Office:
    """One municipality's courses at one moment."""

    database: "Database"
    house: Any
    place: "Municipality"
    now: datetime

    @property
    def settings(self) -> "MunicipalitySettings":
        found: MunicipalitySettings = self.house.municipalities[self.place]
        return found

    def act(self, action: "Callable[[CourseDesk, UnitOfWork], T]") -> T:
        """One unit of work of a leader; a refusal when others were faster with the same rows every time."""
        from bot.course_desk import CourseDesk
        from domain.ports import Overtaken

        def work(unit: "UnitOfWork") -> T:
            return action(CourseDesk(unit, self.house, self.now, "command", self.place), unit)

        for _ in range(TRIES):
            with suppress(Overtaken):
                return asyncio.run(self.database.work(work))
        raise Refusal("Others are changing the same course at this moment; try again.")

    def family(self, ref: str) -> "FamilyId":
        """The family with this reference, or a refusal."""
        found = self.act(lambda _, unit: unit.courses.family_by_ref(self.place, ref))
        if found is None:
            raise Refusal(f"There is no family {ref!r} in {self.settings.name}.")
        return found


@contextmanager
def course_office(folder: Path | None, key: str | None) -> Iterator[Office]:
    from app.wiring import put_together

    settings = settings_from(folder)
    place = municipality_of(settings, key)
    with open_database(settings) as database:
        house = put_together(settings, database=database, channels={}).service.house
        yield Office(database, house, place, datetime.now(UTC))


def refuse(wrong: Any) -> None:
    """A refusal in one sentence, with every reason; nothing was changed."""
    from bot.course_running import NotNow

    found = [wrong] if isinstance(wrong, NotNow) else list(wrong or ())
    told = dict.fromkeys(_said(one) for one in found)
    if told:
        raise Refusal(f"Not done: {'; '.join(told)}.")


def _said(one: Any) -> str:
    from app.imports.coursetimes import said
    from bot.course_desk import KeptApart, NotOnTheList
    from bot.course_running import NotNow

    match one:
        case NotNow(why=why):
            return _WHY[why]
        case NotOnTheList():
            return "a family is not on the list, or has a place already"
        case KeptApart():
            return "two of the families must not share a group"
        case _:
            return said(one)


_WHY = {
    "gone": "there is no such course; 'courses list' shows them",
    "over": "the course has ended, was cancelled, or is past that choice",
    "no_such_session": "the course has no such session",
    "not_yet": "that session has not begun",
    "not_on_it": "the family has no place there",
    "same_course": "a course cannot be merged with itself",
    "no_such_deadline": "the new deadline must lie after now and before the first session",
}
