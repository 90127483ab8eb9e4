"""``chat``: one family's conversation in the terminal, with the real service on a town of its own.

Lines are what the family writes; ``/next`` moves the clock to the next message, ``/day`` a day on, ``/quit`` ends.
"""

import asyncio
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TextIO

from app.demo.history import latest_monday, move_in
from app.demo.people import demo_number, family
from app.demo.phones import Bubble, Side
from app.demo.town import Town, demo_settings
from bot.messages.catalogues import Catalogues, CatalogueState
from domain.contact_hours import local_moment
from domain.eligibility import months_before
from domain.ids import DANISH, LANGUAGES, Language, OfferKey
from domain.imports import ImportedChild, ImportedFamily, ImportedGuardian
from domain.offers import Shape
from domain.settings import MunicipalitySettings

NUMBER = demo_number(1)
LONGEST_WAIT = timedelta(days=70)
"""What has not come after so long never comes: the longest silence is that after "not now"."""


class CannotChat(Exception):
    """Why there is no conversation, in one sentence."""


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

    ``echo`` repeats the family's lines, for input that does not come from a keyboard. ``at``: when it begins; without a
    zone, the municipality's time; by default the latest Monday at eight. Raises ``CannotChat``.
    """
    now = at or datetime.now(UTC)
    settings = demo_settings(now.date())
    place = _place(next(iter(settings.municipalities.values())), language, offer)
    settings = replace(settings, municipalities={place.key: place})
    begins = latest_monday(now, place) if at is None else at
    if begins.tzinfo is None:
        begins = begins.replace(tzinfo=place.zone)
    with (
        tempfile.TemporaryDirectory(prefix="thousand-days-chat-") as folder,
        closing(Town(Path(folder) / "chat.sqlite", begins, settings)) as town,
    ):
        asyncio.run(Chat(town, out, echo).play(lines, Language(language), OfferKey(offer)))


def _place(settings: MunicipalitySettings, language: str, offer: str) -> MunicipalitySettings:
    """The sample municipality with this one offer, sending every language it has, drafts too."""
    slots = [key for key, one in settings.offers.items() if one.shape is Shape.SLOT]
    if offer not in slots:
        raise CannotChat(f"There is no conversation about {offer} yet: choose among {', '.join(slots)}.")
    if language not in LANGUAGES:
        raise CannotChat(f"There is no language {language}: choose among {', '.join(LANGUAGES)}.")
    return replace(
        settings,
        languages=LANGUAGES,
        send_drafts=True,
        offers={OfferKey(offer): settings.offers[OfferKey(offer)]},
    )


class Chat:
    """A conversation with one phone."""

    def __init__(self, town: Town, out: TextIO, echo: bool) -> None:
        self._town = town
        self._out = out
        self._echo = echo
        self._shown: set[int] = set()

    async def play(self, lines: Iterable[str], language: Language, offer: OfferKey) -> None:
        """From the invitation to the last line."""
        self._town.found()
        move_in(self._town, [_family(self._town, language, offer)])
        if language != DANISH and Catalogues()[language].state is CatalogueState.MISSING:
            self._say("(There are no texts in this language yet: the family is written to in Danish.)")
        await self._until_invited()
        for line in lines:
            if line.strip() == "/quit":
                break
            await self._hear(line.strip())

    async def _until_invited(self) -> None:
        if not await self._wait_for_a_message():
            raise CannotChat("The family was not invited: its municipality has no free times.")

    async def _wait_for_a_message(self) -> bool:
        """Move from event to event until something is on the phone; False when nothing comes."""
        last = self._town.clock.now() + LONGEST_WAIT
        while not self._show():
            following = self._town.moving.next_event()
            if following is None or following > last:
                return False
            await self._town.move_to(following)
        return True

    async def _hear(self, line: str) -> None:
        match line:
            case "":
                return
            case "/next":
                if not await self._wait_for_a_message():
                    self._say("(Nothing more will come.)")
                return
            case "/day":
                local = self._town.clock.now().astimezone(self._town.settings.zone)
                day = local.date() + timedelta(days=1)
                await self._town.move_to(local_moment(day, local.time(), self._town.settings.zone))
            case _:
                await self._town.hears(NUMBER, line)
        if not self._show():
            now = self._town.clock.now().astimezone(self._town.settings.zone)
            self._say(f"({now:%a %d %b %H:%M}: no message)")

    def _show(self) -> int:
        """Print what is new on the phone; returns how many messages from the service."""
        new = [one for one in self._town.screens([NUMBER])[NUMBER] if one.id not in self._shown]
        for bubble in new:
            self._shown.add(bubble.id)
            if bubble.side is Side.SERVICE or self._echo:
                self._say(self._written(bubble))
        return sum(bubble.side is Side.SERVICE for bubble in new)

    def _written(self, bubble: Bubble) -> str:
        at = bubble.at.astimezone(self._town.settings.zone)
        if bubble.side is Side.FAMILY:
            return f"> {bubble.text}"
        return f"[{at:%a %d %b %H:%M}]\n{bubble.text}\n"

    def _say(self, text: str) -> None:
        print(text, file=self._out, flush=True)


def _family(town: Town, language: Language, offer: OfferKey) -> ImportedFamily:
    nurse = town.settings.nurses[0]
    today = town.clock.now().astimezone(town.settings.zone).date()
    born = months_before(today, town.settings.offers[offer].from_months)
    return family(
        town.settings.key,
        "CHAT",
        nurse.districts[0],
        nurse.ref,
        "Eksempelvej 1",
        [ImportedChild("CHAT-B", born, "Alma")],
        [ImportedGuardian("CHAT-1", language, "Maja", NUMBER)],
    )
