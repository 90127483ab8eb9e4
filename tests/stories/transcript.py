"""A conversation written down as a play, and compared with the one that was agreed on.

Everything is real: the phones are lists, but the planner, the clock, the flows, the database and the texts are the
product's. Between two turns the conversation exists in the database alone. ``UPDATE_GOLDEN=1`` writes the files anew;
look at the difference before you commit it.
"""

import os
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from storage import tables as t
from tests.story import Town

GOLDEN = Path(__file__).with_name("golden")
UPDATE = "UPDATE_GOLDEN"


class Play:
    """One story in one language, written down as it is lived; ``cast`` names the phones."""

    def __init__(self, town: Town, language: str, cast: Mapping[str, str]) -> None:
        self.town = town
        self.language = language
        self._cast = dict(cast)
        self._lines: list[str] = []
        self._day = ""
        self._seen = {id(town.phones): 0, id(town.chats): 0}

    def nurse_with_times(self, *starts: str, first_name: str = "Anna") -> int:
        """A nurse of the district, with these free times."""
        nurse = self.town.nurse(first_name)
        self.town.times(nurse, *starts)
        return nurse

    async def invited(self, nurse: int | None, *who: str, **about: object) -> int:
        """A family with these phones is invited; returns its number when the first message has come."""
        about.setdefault("languages", (self.language,))
        phones = [self._cast[name] for name in who]
        family = self.town.family(*phones, nurse=nurse, **about)  # type: ignore[arg-type]
        await self.town.invite()
        self._write_down()
        return family

    async def says(self, who: str, text: str | None = None, **words: str) -> None:
        """Somebody writes: ``text`` in any language, else the word of the play's language (``da=…, en=…``)."""
        said = text if text is not None else words[self.language]
        await self._writes(who, said, said)

    async def at_once(self, **said: str) -> None:
        """Several phones write in the same second; nobody has been answered yet."""
        self._date(self.town.clock.at)
        for who, text in said.items():
            self._lines.append(_spoken(f"{who}:", text))
            await self.town.writes(self._cast[who], text)
        await self.town.service.settle()
        self._write_down()

    async def sends_a_picture(self, who: str) -> None:
        """Something that is not text arrives."""
        await self._writes(who, None, "(a picture)")

    async def _writes(self, who: str, text: str | None, shown: str) -> None:
        self._date(self.town.clock.at)
        self._lines.append(_spoken(f"{who}:", shown))
        await self.town.writes(self._cast[who], text)
        await self.town.service.settle()
        self._write_down()

    async def until(self, moment: str) -> None:
        """Time goes by until this local moment."""
        await self.town.pass_until(datetime.fromisoformat(moment).replace(tzinfo=self.town.settings.zone))
        self._write_down()

    async def days(self, days: float) -> None:
        """Some days go by."""
        await self.town.pass_until(self.town.clock.at + timedelta(days=days))
        self._write_down()

    def _write_down(self) -> None:
        names = {address: name for name, address in self._cast.items()}
        fresh = []
        for line in (self.town.phones, self.town.chats):
            fresh += line.read[self._seen[id(line)] :]
            self._seen[id(line)] = len(line.read)
        for at, to, text in sorted(fresh, key=lambda one: one[0]):
            self._date(at)
            self._lines.append(_spoken(f"-> {names[to]}:", text))

    def _date(self, at: datetime) -> None:
        # The minute differs from family to family on purpose (a spread of two hours), so only the day is shown.
        day = at.astimezone(self.town.settings.zone).strftime("%a %Y-%m-%d")
        if day != self._day:
            self._day = day
            self._lines += ["", f"[{day}]"]

    def _ending(self) -> list[str]:
        """What stands in the books at the end."""
        town = self.town
        invitations = [
            " ".join(filter(None, (row.offer, row.state, row.reason, "(restriction)" * row.restricted)))
            for row in sorted(town.rows(t.invitation), key=lambda row: (row.planned_at, row.family_id))
        ]
        bookings = [
            f"{row.state} {row.start.astimezone(town.settings.zone):%Y-%m-%d %H:%M}{' by phone' * row.by_phone}"
            for row in sorted(town.rows(t.booking), key=lambda row: (row.booked_at, row.start))
        ]
        tasks = sorted(row.kind for row in town.rows(t.task) if row.done_at is None)
        listed = {"invitations": invitations, "bookings": bookings, "waits for a human": tasks}
        children = [row.visit for row in town.rows(t.invitation_child) if row.visit]
        if len(children) > 1:
            listed["registered for each child"] = sorted(children)
        return ["", "[the books]", *(f"{name}: {', '.join(all_) or '-'}" for name, all_ in listed.items())]

    def text(self) -> str:
        """The whole play."""
        return "\n".join([*self._lines, *self._ending(), ""]).lstrip("\n")

    def is_as_agreed(self, story: str) -> None:
        """Compare with ``golden/<story>.<language>.txt``, or write that file when told to."""
        file = GOLDEN / f"{story}.{self.language}.txt"
        if os.environ.get(UPDATE) == "1":
            GOLDEN.mkdir(exist_ok=True)
            file.write_text(self.text(), encoding="utf-8")
        assert file.exists(), f"{file.name} is missing: run with {UPDATE}=1 and read what it writes"
        assert self.text() == file.read_text(encoding="utf-8")


def _spoken(who: str, text: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([f"  {who} {first}", *(f"      {line}" for line in rest)])


def name_of(story: Callable[[Play], object]) -> str:
    """What a story is called, and its transcript."""
    return story.__name__
