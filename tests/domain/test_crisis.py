"""The crisis numbers are called once a year; without a regional one the reply has no hole in it."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.flows import handover
from bot.messages import keys
from bot.messages.catalogue import TEXTS
from bot.messages.rendering import Renderer
from domain.crisis import crisis_warning
from domain.decisions import Say
from domain.facts import Facts
from domain.ids import DANISH, LANGUAGES, GuardianId, Language
from domain.settings import CrisisNumbers
from tests.story import danish_holiday, hedensted

TODAY = date(2026, 5, 12)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize(
    ("checked_on", "old"),
    [
        (TODAY, False),
        (TODAY - timedelta(days=365), False),
        (TODAY - timedelta(days=366), True),
        (None, True),
    ],
)
def test_a_number_is_old_after_365_days(checked_on: date | None, old: bool) -> None:
    warning = crisis_warning(CrisisNumbers("112", "Prøvevagten 00 00 02 00", checked_on), TODAY)
    assert (warning is not None) == old
    assert warning is None or "call it and set checked_on" in warning


def test_a_municipality_without_a_regional_number_is_told_so() -> None:
    assert "names 112 alone" in str(crisis_warning(CrisisNumbers(), TODAY))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hour", [10, 23])
@pytest.mark.parametrize("regional", ["", "Prøvevagten 00 00 02 00"])
def test_the_reply_is_whole_sentences_with_and_without_a_regional_number(
    language: Language, hour: int, regional: str
) -> None:
    settings = hedensted(crisis=CrisisNumbers("112", regional, TODAY))
    facts = Facts(GuardianId(1), DANISH, settings, danish_holiday)
    said = next(
        effect
        for effect in handover.distress(facts, datetime(2026, 5, 12, hour, tzinfo=COPENHAGEN)).effects
        if isinstance(effect, Say)
    )
    alone = {keys.CRISIS_OPEN_EMERGENCY, keys.CRISIS_CLOSED_EMERGENCY}
    assert (said.wording.key in alone) == (regional == "")
    text = Renderer(TEXTS).render(said.wording, language, settings.zone).text
    assert "112" in text
    assert (regional in text) or not regional
    assert not any(stray in text for stray in (". .", " . ", "..", "։ .", "،،", "۔۔", "  "))
