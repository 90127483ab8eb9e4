"""What a reader of the translations found once and must not come back: who a nurse is, when she writes, one greeting."""

import pytest

from bot.messages import keys
from bot.messages.catalogue import TEXTS
from bot.messages.rendering import Renderer
from domain.ids import LANGUAGES, Language
from domain.texts import TextKey

RENDERER = Renderer(TEXTS)
A_WOMAN = {
    "de": ("die Sie",),
    "pl": ("którą",),
    "uk": (" яку ",),
    "ro": ("pe care o",),
    "lt": ("kurią",),
    "ar": ("التي", "لديها"),
    "ti": ("ትፈልጥዋ", "ኣለዋ"),
}
"""Words by language that make the nurse of a sentence a woman."""
FROM = {
    "da": "fra {opens}",
    "en": "from {opens}",
    "de": "ab {opens}",
    "pl": "od: {opens}",
    "uk": "починаючи з: {opens}",
    "ro": "începând de {opens}",
    "lt": "nuo: {opens}",
    "tr": "{opens} itibarıyla",
    "ar": "ابتداء من {opens}",
    "fa": "از این وقت",
    "ur": "اس وقت سے",
    "ti": "ካብዚ ግዜ",
    "so": "laga bilaabo {opens}",
}
"""How a language says that something is so from an hour on, not at it."""


def sentence(key: TextKey, language: str) -> str:
    [form] = RENDERER.forms(RENDERER.texts[key], Language(language))
    return form


@pytest.mark.parametrize("language", A_WOMAN)
def test_the_nurse_a_family_knows_may_be_a_man(language: str) -> None:
    said = sentence(keys.ALTERNATIVE_OWN_NURSE, language)
    assert not [word for word in A_WOMAN[language] if word in said]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [keys.CRISIS_CLOSED, keys.CRISIS_CLOSED_EMERGENCY])
def test_in_a_crisis_nobody_is_promised_for_a_minute_only_from_an_hour_on(
    key: TextKey, language: Language
) -> None:
    assert FROM[language] in sentence(key, language)


def test_polish_says_what_to_do_with_the_emergency_number() -> None:
    assert "proszę dzwonić: {emergency}" in sentence(keys.CRISIS_CLOSED, "pl")


def test_german_greets_in_one_way() -> None:
    said = [form for text in RENDERER.texts.values() for form in RENDERER.forms(text, Language("de"))]
    assert not [form for form in said if "Hallo" in form]


def test_romanian_calls_what_nobody_has_to_accept_optional_not_voluntary_work() -> None:
    said = [form for text in RENDERER.texts.values() for form in RENDERER.forms(text, Language("ro"))]
    assert not [form for form in said if "voluntar" in form]


def test_lithuanian_years_are_no_metres() -> None:
    assert "1,5 metų vaiką" in sentence(keys.VISIT_18M_FIRST_NURSE, "lt")
