"""A wording becomes what a family reads: in its language, its dates, its direction, through the send gate."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unicodedata import normalize
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import keys
from bot.messages.bidi import isolate_name, isolate_runs, without_marks
from bot.messages.catalogues import Catalogues, CatalogueState
from bot.messages.dates import STYLES, written_day, written_moment
from bot.messages.gate import language_to_send, line_language
from bot.messages.rendering import Renderer, WordingError
from bot.messages.segments import is_gsm7
from domain.ids import DANISH, ENGLISH, LANGUAGES, Language, Municipality
from domain.settings import MunicipalitySettings
from domain.texts import TextValue, Wording
from tests.messages.conftest import Translate
from tests.messages.examples import ALARM, ARABIC, CRISIS, EXAMPLES, INVITE, SEATS

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
TEN = datetime(2026, 5, 12, 8, tzinfo=UTC)
ARABIC_LANGUAGE, POLISH_LANGUAGE = Language("ar"), Language("pl")
VALUES: dict[str, TextValue] = {"service": "Sundhedsplejen i Hedensted", "nurse": "Ida", "first": TEN}
SETTINGS = MunicipalitySettings(
    Municipality("hedensted"), "Hedensted", "Sundhedsplejen", "00 00 00 12", languages=LANGUAGES
)


@pytest.mark.parametrize(
    ("language", "moment", "day"),
    [
        ("da", "tirsdag 12. maj kl. 10.00", "tirsdag 12. maj"),
        ("en", "Tuesday 12 May at 10:00", "Tuesday 12 May"),
        ("ar", "الثلاثاء 12/5 الساعة 10:00", "الثلاثاء 12/5"),
        ("tr", "12 Mayıs Salı 10:00", "12 Mayıs Salı"),
        ("pl", "wtorek 12.05, 10:00", "wtorek 12.05"),
        ("uk", "вівторок 12.05, 10:00", "вівторок 12.05"),
        ("so", "Talaado 12 Maayo, 10:00", "Talaado 12 Maayo"),
        ("ur", "منگل 12 مئی، 10:00 بجے", "منگل 12 مئی"),
        ("fa", "سه\u200cشنبه 12 مه ساعت 10:00", "سه\u200cشنبه 12 مه"),
        ("ti", "ሰሉስ 12 ግንቦት 10:00", "ሰሉስ 12 ግንቦት"),
        ("de", "Dienstag, 12. Mai um 10:00 Uhr", "Dienstag, 12. Mai"),
        ("ro", "marți 12.05, ora 10:00", "marți 12.05"),
        ("lt", "antradienis, geg. 12 d. 10:00", "antradienis, geg. 12 d."),
    ],
)
def test_each_language_writes_its_own_dates(language: str, moment: str, day: str) -> None:
    assert without_marks(written_moment(TEN, Language(language), COPENHAGEN)) == moment
    assert without_marks(written_day(date(2026, 5, 12), Language(language))) == day


def test_every_language_has_a_way_of_writing_dates() -> None:
    assert set(STYLES) == set(LANGUAGES)


@given(st.integers(0, 20 * 366 * 24 * 60).map(lambda minutes: TEN + timedelta(minutes=minutes)))
def test_no_date_brings_an_invisible_space_and_danish_and_english_stay_in_gsm7(moment: datetime) -> None:
    for language in LANGUAGES:
        written = written_moment(moment, language, COPENHAGEN)
        assert not {"\u202f", "\u00a0", "\u2009"} & set(written)
    for language in (DANISH, ENGLISH, Language("so"), Language("de")):
        assert is_gsm7(written_moment(moment, language, COPENHAGEN))


def test_a_visit_stays_at_ten_when_the_clocks_change() -> None:
    before = datetime(2026, 10, 24, 10, tzinfo=COPENHAGEN).astimezone(UTC)
    after = datetime(2026, 10, 25, 10, tzinfo=COPENHAGEN).astimezone(UTC)
    assert written_moment(before, DANISH, COPENHAGEN) == "lørdag 24. oktober kl. 10.00"
    assert written_moment(after, DANISH, COPENHAGEN) == "søndag 25. oktober kl. 10.00"


def test_danish_is_the_catalogue_with_its_values(renderer: Renderer) -> None:
    said = renderer.render(Wording(INVITE, VALUES), DANISH, COPENHAGEN)
    assert said.text == (
        "Hej fra Sundhedsplejen i Hedensted. Ida kommer gerne.\n1: tirsdag 12. maj kl. 10.00\n0: Nej tak"
    )
    assert (said.language, said.parts) == ("da", 1)


def test_arabic_lines_run_right_to_left_and_isolate_names_and_hours(renderer: Renderer) -> None:
    said = renderer.render(Wording(INVITE, VALUES), ARABIC_LANGUAGE, COPENHAGEN)
    assert said.text == (
        "\u200fمرحبا من \u2068Sundhedsplejen i Hedensted\u2069. \u2068Ida\u2069 تأتي بكل سرور.\n"
        "1: الثلاثاء 12/5 الساعة 10:00\n"
        "0: لا شكرا"
    )
    assert said.language == "ar"


def test_latin_and_phone_numbers_in_an_arabic_sentence_are_isolated(renderer: Renderer) -> None:
    said = renderer.render(Wording(CRISIS, {"emergency": "112"}), ARABIC_LANGUAGE, COPENHAGEN)
    assert "\u2066+45 00 00 00 12\u2069" in said.text
    assert "\u206610:00-12:00\u2069" in said.text
    assert without_marks(said.text) == ARABIC["Ring {emergency} ved vold."].format(emergency="112")


@given(st.text(st.sampled_from("aZ19 .:/+-أبج،\n{}"), max_size=60))
def test_isolating_changes_nothing_visible_and_closes_what_it_opens(text: str) -> None:
    marked = isolate_runs(text, ARABIC_LANGUAGE)
    assert without_marks(marked) == text
    assert marked.count("\u2066") == marked.count("\u2069")


def test_a_name_cannot_turn_the_text_around_it() -> None:
    assert isolate_name("I\u202eda", DANISH) == "Ida"
    assert isolate_name("Ida\u2069", ARABIC_LANGUAGE) == "\u2068Ida\u2069"
    assert isolate_name("فاطمة", DANISH) == "\u2068فاطمة\u2069"
    assert isolate_name("A\u030ase", DANISH) == "Åse"


@pytest.mark.parametrize(
    ("seats", "sentence"), [(1, "1 miejsce."), (2, "2 miejsca."), (5, "5 miejsc."), (22, "22 miejsca.")]
)
def test_a_count_takes_the_form_its_language_has(renderer: Renderer, seats: int, sentence: str) -> None:
    assert renderer.render(Wording(SEATS, {"seats": seats}), POLISH_LANGUAGE, COPENHAGEN).text == sentence


@pytest.mark.parametrize(
    ("seats", "sentence"), [(0, "Der er 0 pladser."), (1, "Der er 1 plads."), (4, "Der er 4 pladser.")]
)
def test_danish_counts_too(renderer: Renderer, seats: int, sentence: str) -> None:
    assert renderer.render(Wording(SEATS, {"seats": seats}), DANISH, COPENHAGEN).text == sentence


def test_what_is_not_translated_is_sent_in_danish_and_says_so(renderer: Renderer) -> None:
    assert (
        renderer.render(Wording(CRISIS, {"emergency": "112"}), POLISH_LANGUAGE, COPENHAGEN).language == "da"
    )
    assert renderer.render(Wording(ALARM), ARABIC_LANGUAGE, COPENHAGEN).language == "da"


@pytest.mark.parametrize(
    ("wording", "names"),
    [
        (Wording(keys.ACK), ("unclear.ack", "catalogue")),
        (
            Wording(INVITE, {**VALUES, "first": datetime.fromisoformat("2026-05-12T10:00")}),
            ("example.invite", "'first'", "zone"),
        ),
        (Wording(INVITE, {"service": "x", "first": TEN}), ("example.invite", "'nurse'", "missing")),
        (Wording(SEATS), ("example.seats", "'seats'")),
        (Wording(INVITE, {**VALUES, "nurse": b"Ida"}), ("example.invite", "'nurse'", "bytes")),  # type: ignore[dict-item]
    ],
)
def test_what_cannot_be_written_names_the_text_and_the_value(
    renderer: Renderer, wording: Wording, names: tuple[str, ...]
) -> None:
    with pytest.raises(WordingError) as refused:
        renderer.render(wording, DANISH, COPENHAGEN)
    assert all(name in str(refused.value) for name in names)
    assert "Ida" not in str(refused.value)


def test_drafts_wait_and_the_family_is_offered_its_language_in_one_line(renderer: Renderer) -> None:
    said = renderer.render_for(Wording(INVITE, VALUES), ARABIC_LANGUAGE, SETTINGS)
    assert said.language == "da"
    assert said.text == (
        "Sundhedsplejen i Hedensted:\n1: tirsdag 12. maj kl. 10.00\n0: Nej tak\n\u200fللعربية أجب 9"
    )
    assert renderer.offers_language(INVITE, ARABIC_LANGUAGE, SETTINGS)
    assert not renderer.offers_language(SEATS, ARABIC_LANGUAGE, SETTINGS)
    assert not renderer.offers_language(INVITE, DANISH, SETTINGS)


def test_a_municipality_that_sends_drafts_writes_arabic_without_the_line(renderer: Renderer) -> None:
    settings = replace(SETTINGS, send_drafts=True)
    assert renderer.render_for(Wording(INVITE, VALUES), ARABIC_LANGUAGE, settings).language == "ar"
    assert not renderer.offers_language(INVITE, ARABIC_LANGUAGE, settings)


@pytest.mark.parametrize(
    ("state", "reviewer", "drafts", "enabled", "sent", "line"),
    [
        ("draft", "", False, True, "da", "ar"),
        ("draft", "", True, True, "ar", None),
        ("approved", "Dr. Example", False, True, "ar", None),
        ("approved", "", False, True, "da", "ar"),
        ("house", "Dr. Example", False, True, "da", "ar"),
        ("", "", False, True, "da", "ar"),
        ("approved", "Dr. Example", True, False, "da", None),
    ],
)
def test_the_send_gate(
    locales: Path,
    translate: Translate,
    state: str,
    reviewer: str,
    drafts: bool,
    enabled: bool,
    sent: str,
    line: str | None,
) -> None:
    translate("ar", ARABIC, state, reviewer)
    languages = LANGUAGES if enabled else (DANISH, ENGLISH)
    settings = replace(SETTINGS, send_drafts=drafts, languages=languages)
    assert language_to_send(ARABIC_LANGUAGE, settings, Catalogues(locales)) == sent
    assert line_language(ARABIC_LANGUAGE, settings, Catalogues(locales)) == line


def test_a_language_without_a_catalogue_is_never_sent(tmp_path: Path) -> None:
    settings = replace(SETTINGS, send_drafts=True)
    catalogues = Catalogues(tmp_path)
    assert catalogues[ARABIC_LANGUAGE].state is CatalogueState.MISSING
    assert language_to_send(ARABIC_LANGUAGE, settings, catalogues) == DANISH
    assert line_language(ARABIC_LANGUAGE, settings, catalogues) is None


def test_english_is_the_houses_own_and_needs_no_permission(locales: Path) -> None:
    assert Catalogues(locales)[ENGLISH].state is CatalogueState.HOUSE
    assert language_to_send(ENGLISH, SETTINGS, Catalogues(locales)) == ENGLISH


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40), st.sampled_from(LANGUAGES))
def test_no_letter_of_a_name_is_altered(name: str, language: Language) -> None:
    said = Renderer(EXAMPLES).render(Wording(CRISIS, {"emergency": name}), language, COPENHAGEN)
    assert normalize("NFC", without_marks(name)) in without_marks(said.text)
