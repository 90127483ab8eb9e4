"""What an administrator sees of the texts at the prompt."""

from dataclasses import replace
from pathlib import Path

from bot.messages import keys
from bot.messages.catalogue import TEXTS
from bot.messages.catalogues import Catalogues
from bot.messages.rendering import Renderer
from bot.messages.showing import check_lines, counted, coverage_lines, preview_lines
from bot.messages.text import Occasion
from domain.ids import DANISH, ENGLISH, LANGUAGES, Language, Municipality, OfferKey
from domain.settings import CrisisNumbers, MunicipalitySettings
from tests.messages.examples import EXAMPLES

SETTINGS = MunicipalitySettings(
    Municipality("hedensted"),
    "Hedensted",
    "Sundhedsplejen i Hedensted",
    "00 00 01 00",
    languages=(DANISH, ENGLISH, Language("ar")),
    crisis=CrisisNumbers(regional="Akuttelefon 00 00 00 13"),
)


def test_the_shipped_texts_pass_with_a_municipalitys_own_names() -> None:
    assert check_lines(Renderer(TEXTS), SETTINGS) == []


def test_a_name_that_makes_messages_too_long_is_told() -> None:
    long = replace(SETTINGS, service_name="Sundhedsplejen i Hedensted, Juelsminde, Tørring og Uldum")
    assert any(
        "[da] parts" in line and "visit-18m.first" in line for line in check_lines(Renderer(TEXTS), long)
    )


def test_coverage_tells_state_reviewer_and_what_is_sent(locales: Path) -> None:
    lines = "\n".join(coverage_lines(Renderer(EXAMPLES, Catalogues(locales)), SETTINGS))
    assert "da  5 of 5 texts for families  the house's own; sent" in lines
    assert "en  0 of 5 texts for families  the house's own; sent" in lines
    assert (
        "ar  0 of 5 texts for families  draft; not sent: families get Danish with one line in this language"
        in lines
    )
    assert "pl  0 of 5 texts for families  draft; not a language of this municipality" in lines
    assert "    not translated: example.invite" in lines


def test_every_shipped_language_is_complete() -> None:
    lines = list(coverage_lines(Renderer(TEXTS)))
    assert len(lines) == len(LANGUAGES)


def test_a_check_says_the_same_number_as_the_coverage_and_what_else_it_read() -> None:
    """ "All 151" beside "150 of 150" looked like a text that nobody had translated: it was the alarm of staff."""
    renderer = Renderer(TEXTS)
    staff = [text for text in TEXTS.values() if text.occasion is Occasion.STAFF]
    families = f"{len(TEXTS) - len(staff)} texts for families"
    assert counted(renderer) == f"{families}, in every language that has them, and 1 for staff, in Danish"
    assert all(f" of {families}  " in line for line in coverage_lines(renderer))


def test_a_preview_shows_one_offers_conversation_with_parts_and_price() -> None:
    lines = list(preview_lines(Renderer(TEXTS), DANISH, SETTINGS, OfferKey("visit-18m")))
    assert lines[0] == "visit-18m.first (invitation): 2 parts, 276 gsm-7, 0.70 DKK"
    assert lines[1].startswith("  | Hej fra Sundhedsplejen i Hedensted. Når et barn er omkring 1,5 år")
    assert "  | 1: tirsdag 12. maj kl. 10.00" in lines
    titles = [line.partition(" ")[0] for line in lines if line and not line.startswith(" ")]
    assert keys.VISIT_3Y_FIRST not in titles
    assert keys.VISIT_FIRST not in titles
    assert keys.STAFF_ALARM not in titles
    assert titles.index(keys.VISIT_SECOND) < titles.index(keys.REMINDER_HOME) < titles.index(keys.RATING_ASK)


def test_an_offer_without_its_own_first_message_shows_the_general_one() -> None:
    lines = "\n".join(preview_lines(Renderer(TEXTS), ENGLISH, SETTINGS, OfferKey("need")))
    assert "\nvisit.first_nurse (" in lines
    assert "visit-18m.first" not in lines


def test_a_preview_says_where_a_text_is_still_danish(renderer: Renderer) -> None:
    lines = list(preview_lines(Renderer(TEXTS, renderer.catalogues), Language("ar"), SETTINGS))
    assert any(", in da): " in line for line in lines)
