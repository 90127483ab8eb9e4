"""``chat``: one family's conversation in the terminal, with the real service on a town of its own.

Lines are what the family writes; ``/next`` moves the clock to the next message, ``/day`` a day on, ``/quit`` ends.
"""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TextIO

from app.demo.phones import Bubble, Side
from app.stage import CannotPlay, Stage, a_stage
from bot.messages.catalogues import Catalogues, CatalogueState
from domain.ids import DANISH, Language


def run_chat(
    lines: Iterable[str],
    out: TextIO,
    language: str = DANISH,
    offer: str = "visit-18m",
    at: datetime | None = None,
    *,
    echo: bool = False,
) -> None:
    """Play a conversation: each of ``lines`` is written by the family, what it reads goes to ``out``.

    ``echo`` repeats the family's lines, for input that does not come from a keyboard; ``at`` as ``a_stage`` has it.
    Raises ``CannotPlay``.
    """
    with a_stage(language, offer, at) as stage:
        asyncio.run(Chat(stage, out, echo).play(lines, Language(language)))


class Chat:
    """A conversation with one phone."""

    def __init__(self, stage: Stage, out: TextIO, echo: bool) -> None:
        self._stage = stage
        self._out = out
        self._echo = echo
        self._zone = stage.town.settings.zone

    async def play(self, lines: Iterable[str], language: Language) -> None:
        """From the invitation to the last line."""
        if language != DANISH and Catalogues()[language].state is CatalogueState.MISSING:
            self._say("(There are no texts in this language yet: the family is written to in Danish.)")
        if not self._show(await self._stage.wait()):
            raise CannotPlay("The family was not invited: its municipality has no free times.")
        for line in lines:
            if line.strip() == "/quit":
                break
            await self._hear(line.strip())

    async def _hear(self, line: str) -> None:
        match line:
            case "":
                return
            case "/next":
                if not self._show(await self._stage.wait()):
                    self._say("(Nothing more will come.)")
                return
            case "/day":
                bubbles = await self._stage.next_day()
            case _:
                bubbles = await self._stage.hear(line)
        if not self._show(bubbles):
            now = self._stage.town.clock.now().astimezone(self._zone)
            self._say(f"({now:%a %d %b %H:%M}: no message)")

    def _show(self, bubbles: Sequence[Bubble]) -> int:
        """Print what is new on the phone; returns how many messages from the service."""
        for bubble in bubbles:
            if bubble.side is Side.SERVICE or self._echo:
                self._say(self._written(bubble))
        return sum(bubble.side is Side.SERVICE for bubble in bubbles)

    def _written(self, bubble: Bubble) -> str:
        at = bubble.at.astimezone(self._zone)
        if bubble.side is Side.FAMILY:
            return f"> {bubble.text}"
        return f"[{at:%a %d %b %H:%M}]\n{bubble.text}\n"

    def _say(self, text: str) -> None:
        print(text, file=self._out, flush=True)
