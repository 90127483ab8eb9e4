"""Babel finds every sentence of the catalogue, and the files under ``locales/`` hold exactly these."""

from pathlib import Path

import pytest
from babel import Locale

from bot.messages.catalogue import TEXTS
from bot.messages.catalogues import LOCALES, Catalogues, CatalogueState, read_state
from bot.messages.dates import STYLES
from bot.messages.extracting import SOURCES, main, template, update
from bot.messages.text import Occasion
from domain.ids import DANISH, ENGLISH, LANGUAGES, Language
from tests.messages.conftest import Translate
from tests.messages.examples import ARABIC, EXAMPLES
from tests.messages.examples import SOURCES as EXAMPLE_SOURCES

POLISH = Language("pl")


def test_every_sentence_of_the_catalogue_is_marked_for_translation() -> None:
    found = {message.id for message in template(SOURCES, TEXTS) if message.id}
    assert found == {text.danish for text in TEXTS.values() if text.occasion is not Occasion.STAFF}


def test_the_files_under_locales_are_up_to_date() -> None:
    assert update(LOCALES, SOURCES, TEXTS, check=True) == []


def test_updating_twice_changes_nothing(locales: Path) -> None:
    assert update(locales, EXAMPLE_SOURCES, EXAMPLES) == []


def test_an_update_keeps_translations_state_and_reviewer(locales: Path, translate: Translate) -> None:
    translate("ar", ARABIC, "approved", "Dr. Example")
    fewer = {key: text for key, text in EXAMPLES.items() if not text.menu}
    update(locales, EXAMPLE_SOURCES, fewer)
    catalogue = Catalogues(locales)[Language("ar")]
    assert (catalogue.state, catalogue.reviewer) == (CatalogueState.APPROVED, "Dr. Example")
    assert {danish: catalogue.form(danish) for danish in ARABIC} == ARABIC


def test_translators_see_the_key_the_budget_and_the_menu(locales: Path) -> None:
    source = (locales / "pl" / "LC_MESSAGES" / "messages.po").read_text()
    assert "#. example.invite (invitation); at most 3 SMS parts, 2 in English" in source
    assert "#. The numbers store: 1 = busy_now, 2 = fine_now; keep them in this order" in source
    assert "#. the first thing a family reads" in source


def test_new_catalogues_are_drafts_and_only_english_is_the_houses_own(locales: Path) -> None:
    states = {language: Catalogues(locales)[language].state for language in LANGUAGES}
    assert {language for language, state in states.items() if state is CatalogueState.HOUSE} == {
        DANISH,
        ENGLISH,
    }
    assert set(states.values()) == {CatalogueState.HOUSE, CatalogueState.DRAFT}


@pytest.mark.parametrize(
    "language", [language for language in LANGUAGES if language not in (DANISH, ENGLISH)]
)
def test_a_shipped_translation_is_a_draft_until_its_header_names_a_reviewer(language: Language) -> None:
    state, reviewer = read_state(Catalogues().path(language).read_text())
    assert state == CatalogueState.DRAFT or (state == CatalogueState.APPROVED and reviewer)


@pytest.mark.parametrize("language", [language for language in LANGUAGES if language != DANISH])
def test_plural_forms_are_those_of_cldr(locales: Path, language: Language) -> None:
    rule = Locale.parse(STYLES[language].locale).plural_form
    plural = Catalogues(locales)[language].plural
    by_form: dict[int, set[str]] = {}
    for number in range(200):
        by_form.setdefault(plural(number), set()).add(rule(number))
    assert all(len(names) == 1 for names in by_form.values())
    assert len(by_form) == len(set().union(*by_form.values()))


def test_check_names_what_an_update_would_change(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out == ""
