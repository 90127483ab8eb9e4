"""One family on one phone, with the real service on a town of its own: what ``chat`` and ``texts preview`` play on."""

import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, select

from app.demo.history import latest_monday, move_in
from app.demo.people import demo_number, family
from app.demo.phones import Bubble
from app.demo.town import Town, demo_settings
from app.settings import Settings
from domain.contact_hours import local_moment
from domain.eligibility import expected_between, months_before
from domain.ids import LANGUAGES, Language, OfferKey
from domain.imports import ImportedChild, ImportedFamily, ImportedGuardian
from domain.offers import Criterion, Shape, StartedBy
from domain.settings import MunicipalitySettings, Partner
from storage.importing.places import nurse_ids
from storage.tables import slot

NUMBER = demo_number(1)
LONGEST_WAIT = timedelta(days=70)
"""What has not come after so long never comes: the longest silence is that after "not now"."""


class CannotPlay(Exception):
    """Why there is no conversation, in one sentence."""


class Stage:
    """A town with one family, and its phone."""

    def __init__(self, town: Town, language: Language, offer: OfferKey) -> None:
        self.town = town
        self._shown: set[int] = set()
        town.found()
        _colleagues_are_free(town)
        move_in(town, [_family(town, language, offer)])

    def new(self) -> list[Bubble]:
        """What has come onto the phone since it was last looked at, both ways."""
        bubbles = [one for one in self.town.screens([NUMBER])[NUMBER] if one.id not in self._shown]
        self._shown.update(bubble.id for bubble in bubbles)
        return bubbles

    async def hear(self, text: str) -> list[Bubble]:
        """The family writes; returns what stands on the phone since."""
        await self.town.hears(NUMBER, text)
        return self.new()

    async def wait(self) -> list[Bubble]:
        """Move from event to event until something is on the phone; empty when nothing comes."""
        last = self.town.clock.now() + LONGEST_WAIT
        while not (bubbles := self.new()):
            following = self.town.moving.next_event()
            if following is None or following > last:
                return []
            await self.town.move_to(following)
        return bubbles

    async def next_day(self) -> list[Bubble]:
        """The same hour a day later; returns what has come until then."""
        local = self.town.clock.now().astimezone(self.town.settings.zone)
        day = local.date() + timedelta(days=1)
        await self.town.move_to(local_moment(day, local.time(), self.town.settings.zone))
        return self.new()


@contextmanager
def a_stage(language: str, offer: str, at: datetime | None, real: Settings | None = None) -> Iterator[Stage]:
    """A family that reads ``language`` in a town that has only ``offer``: the first municipality of the ``real``
    settings, by default the sample.

    ``at`` is when it begins; without a zone, the municipality's time; by default the latest Monday at eight. Raises
    ``CannotPlay``.
    """
    now = at or datetime.now(UTC)
    settings = demo_settings(now.date(), real)
    place = _place(next(iter(settings.municipalities.values())), language, offer)
    settings = replace(settings, municipalities={place.key: place})
    begins = latest_monday(now, place) if at is None else at
    if begins.tzinfo is None:
        begins = begins.replace(tzinfo=place.zone)
    with (
        tempfile.TemporaryDirectory(prefix="thousand-days-stage-") as folder,
        closing(Town(Path(folder) / "stage.sqlite", begins, settings)) as town,
    ):
        yield Stage(town, Language(language), OfferKey(offer))


def _place(settings: MunicipalitySettings, language: str, offer: str) -> MunicipalitySettings:
    """The sample municipality with this one offer, sending every language it has, drafts too."""
    told = [key for key, one in settings.offers.items() if one.shape is not Shape.PRESENCE]
    if offer not in told:
        raise CannotPlay(f"There is no conversation about {offer} yet: choose among {', '.join(told)}.")
    if language not in LANGUAGES:
        raise CannotPlay(f"There is no language {language}: choose among {', '.join(LANGUAGES)}.")
    shown = replace(settings.offers[OfferKey(offer)], enabled=True, announced_at=None, consult_from=None)
    # Whoever asks for the course in the demo is simply due here.
    shown = replace(shown, criteria=frozenset({Criterion.UNIVERSAL}))
    if shown.started_by is StartedBy.NURSE:
        # On the stage nobody has to ask for it: the family is simply due.
        shown = replace(shown, started_by=StartedBy.AGE, to_months=shown.to_months or 1)
    return replace(
        settings,
        languages=LANGUAGES,
        send_drafts=True,
        offers={shown.key: shown},
        partners=(Partner("colleague", "Kim", shown.partner, (), settings.districts),)
        if shown.partner
        else (),
    )


def _colleagues_are_free(town: Town) -> None:
    """Whoever takes part in the offer is free whenever a nurse is."""
    refs = {one.ref for one in town.settings.partners}

    def write(connection: Connection) -> None:
        numbers = nurse_ids(connection, town.settings.key)
        starts = connection.execute(select(slot.c.start, slot.c.end).distinct()).all()
        for who in refs:
            for start, end in starts:
                own = {"id": town.ids.new(), "municipality": town.settings.key, "nurse_id": numbers[who]}
                connection.execute(slot.insert(), {**own, "start": start, "end": end})

    if refs:
        town.database.write_now(write)


def _family(town: Town, language: Language, offer: OfferKey) -> ImportedFamily:
    nurse = town.settings.nurses[0]
    today = town.clock.now().astimezone(town.settings.zone).date()
    about = town.settings.offers[offer]
    expects = about.started_by is StartedBy.PREGNANCY
    child = ImportedChild("CHAT-B", months_before(today, about.from_months), "Alma")
    if expects:
        child = ImportedChild("CHAT-B", None, due_on=expected_between(about, today)[1])
    return family(
        town.settings.key,
        "CHAT",
        nurse.districts[0],
        nurse.ref,
        "Eksempelvej 1",
        [child],
        [ImportedGuardian("CHAT-1", language, "Maja", NUMBER)],
    )
