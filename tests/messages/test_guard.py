"""The guard finds each thing a family must not meet, and lets the rest through."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import keys
from bot.messages.bidi import RIGHT_TO_LEFT, runs_right
from bot.messages.catalogue import TEXTS
from bot.messages.corpus import findings
from bot.messages.findings import Rule
from bot.messages.guard import (
    check_answers,
    check_labels,
    check_message,
    check_sentence,
    placeholders,
    printed_numbers,
    warn,
)
from bot.messages.rendering import Renderer
from bot.messages.samples import MOMENTS, SAMPLES, ZONE
from bot.messages.text import Occasion, Text
from domain.ids import DANISH, ENGLISH, LANGUAGES, Language
from domain.reasons import DeclineReason
from domain.texts import TextKey, Wording
from tests.messages.examples import EXAMPLES, INVITE, WHY

POLISH = Language("pl")
MENU_NUMBER = re.compile(r"^\d(?=:)", re.MULTILINE)
PLAIN = Text(TextKey("plain"), "Hej")
MENU = EXAMPLES[WHY]


def rules(
    text: str, language: Language = DANISH, of: Text = PLAIN, forbidden: tuple[str, ...] = ()
) -> set[Rule]:
    return {finding.rule for finding in check_message(of, language, text, forbidden)}


@pytest.mark.parametrize(
    ("message", "found"),
    [
        ("Hej fra Sundhedsplejen. Vi ses tirsdag 12. maj kl. 10.00.", set()),
        ("Se https://kommune.example", {Rule.LINK}),
        ("Se www.hedensted.dk", {Rule.LINK}),
        ("Se hedensted.dk/sundhed", {Rule.LINK}),
        ("Når et barn er 1½ år", {Rule.CHARACTER}),
        ("kl.\u202f10", {Rule.CHARACTER}),
        ("kl.\u00a010", {Rule.CHARACTER}),
        ("Vi kommer – måske", {Rule.CHARACTER}),
        ("Vi kommer \u2026", {Rule.CHARACTER}),
        ("010190-1234", {Rule.CPR}),
        ("Vi ser frem til at møde Emil", {Rule.PERSONAL}),
        ("Vi kommer til SKOLEGADE 3.", {Rule.PERSONAL}),
        ("Vi kommer til Skolegade 31.", set()),
        ("Emilie kommer", set()),
        ("a" * 161, {Rule.PARTS}),
        ("Et særligt tilbud", {Rule.NEVER_WORD}),
    ],
)
def test_a_danish_message(message: str, found: set[Rule]) -> None:
    assert rules(message, forbidden=("Emil", "Skolegade 3", "")) == found


def test_other_languages_have_three_parts_and_their_own_letters() -> None:
    assert rules("ż" * 201, POLISH) == set()
    assert rules("ż" * 202, POLISH) == {Rule.PARTS}
    assert rules("żółw", POLISH) == set()
    assert rules("żółw", ENGLISH) == {Rule.CHARACTER}


def test_only_the_crisis_reply_is_read_without_the_word_list() -> None:
    crisis = replace(PLAIN, occasion=Occasion.CRISIS)
    assert rules("Ring 112 ved vold") == {Rule.NEVER_WORD}
    assert rules("Ring 112 ved vold", of=crisis) == set()
    assert rules("Ring 112 ved vold på www.vold.dk", of=crisis) == {Rule.LINK}


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Hello from {service}. {nurse} will come.\n1: {first}\n0: No thanks", set()),
        ("Hello from {service}.\n1: {first}\n0: No thanks", {Rule.PLACEHOLDERS}),
        ("Hello from {service}. {nurse} {nurse}\n1: {first}\n0: No", {Rule.PLACEHOLDERS}),
        ("Hello from {service}. {nurse!r}\n1: {first}\n0: No", {Rule.PLACEHOLDERS}),
        ("Hello from {service. {nurse}\n1: {first}\n0: No", {Rule.PLACEHOLDERS}),
        ("Hello from {service}. {nurse} and {child}\n1: {first}\n0: No", {Rule.PLACEHOLDERS, Rule.PERSONAL}),
        ("Hello from {service}. {nurse}\n2: {first}\n0: No", {Rule.NUMBERS}),
        ("Hello from {service}. {nurse}\n0: No\n1: {first}", {Rule.NUMBERS}),
        ("Hello from {service}. {nurse}\n1: {first}\n0: No\u200f", {Rule.CHARACTER}),
        ("Hello from {service}. {nurse}\n1: {first}\n0: No a\u030a", {Rule.CHARACTER}),
    ],
)
def test_a_translated_sentence(sentence: str, found: set[Rule]) -> None:
    assert {finding.rule for finding in check_sentence(EXAMPLES[INVITE], ENGLISH, sentence)} == found


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Why?\n1: Busy\n2: All is well", set()),
        ("Why?\n1: All is well\n2: Busy", {Rule.NUMBERS}),
        ("Why?\n2: All is well\n1: Busy", {Rule.NUMBERS}),
        ("Why?\n1: Busy\n2: Something else", {Rule.NUMBERS}),
        ("Why?\n1: Busy\n2: All is well, busy", {Rule.NUMBERS}),
        ("Why? 1: Busy, 2: All is well", {Rule.NUMBERS}),
    ],
)
def test_a_printed_number_stores_the_reason_it_names(sentence: str, found: set[Rule]) -> None:
    assert {finding.rule for finding in check_sentence(MENU, ENGLISH, sentence)} == found


def test_swapping_two_stored_reasons_is_found_in_every_language() -> None:
    renderer = Renderer(TEXTS)
    menus = [text for text in TEXTS.values() if text.menu]
    assert menus
    for text in menus:
        first, second, *rest = text.menu
        swapped = replace(text, menu=(second, first, *rest))
        for language in LANGUAGES:
            sentence = renderer.sentence(text, language)
            assert sentence is not None
            assert check_sentence(text, language, sentence) == []
            assert {f.rule for f in check_sentence(swapped, language, sentence)} == {Rule.NUMBERS}


def test_a_number_stands_before_the_time_that_it_books() -> None:
    times = TEXTS[keys.TIMES_TWO]
    for language in LANGUAGES:
        sentence = Renderer(TEXTS).sentence(times, language)
        assert sentence is not None
        assert check_sentence(times, language, sentence) == []
        swapped = sentence.replace("{first}", "{}").replace("{second}", "{first}").replace("{}", "{second}")
        assert {f.rule for f in check_sentence(times, language, swapped)} == {Rule.NUMBERS}


@pytest.mark.parametrize("key", [keys.REMINDER_HOME, keys.RATING_ASK, keys.FREED_TWO])
def test_a_label_of_another_line_is_found(key: TextKey) -> None:
    renderer = Renderer(TEXTS)
    for language in LANGUAGES:
        said = [(text, form) for text in TEXTS.values() for form in renderer.forms(text, language)]
        assert list(check_labels(language, said)) == []
        sentence = next(form for text, form in said if text.key == key)
        *_, (one, first), (two, last) = re.findall(r"^(\d): (.+)$", sentence, re.MULTILINE)
        swapped = sentence.replace(f"{one}: {first}", f"{one}: {last}").replace(
            f"{two}: {last}", f"{two}: {first}"
        )
        planted = [(text, swapped if text.key == key else form) for text, form in said]
        assert {finding.rule for finding in check_labels(language, planted)} == {Rule.NUMBERS}


SWAPPED = [
    ("times.confirm", "da", "Skal vi sige {start}? Svar 1 for en anden tid eller 2 for ja."),
    ("times.confirm", "pl", "Czy pasuje {start}? Proszę odpisać 1: inny termin, 2: tak."),
    ("times.confirm", "tr", "{start} uygun mu? Başka zaman için 1, evet için 2 yazın."),
    ("times.confirm", "fa", "{start} خوب است؟ برای وقت دیگر 1 و برای بله 2 بنویسید."),
    ("times.confirm", "ti", "{start} ይጥዕመኩም ዶ? ንካልእ ግዜ 1፡ ንእወ 2 ጽሓፉ።"),
    ("alternative.evening", "de", "Möchten Sie sie sehen? Antworten Sie 1 für nein oder 0 für ja."),
    ("alternative.later", "ar", "هل تودون أن نكتب مجددا حوالي {day}؟ أجيبوا 1: لا، 0: نعم."),
    ("course.info", "en", "Reply 1 for no thanks or 0 for yes please. Questions: {phone}."),
    ("info.offer", "lt", "Atsakykite 1: ne, ačiū, 0: laikai. Klausimai: {phone}."),
]


@pytest.mark.parametrize(("key", "language", "swapped"), SWAPPED)
def test_a_running_text_whose_numbers_stand_before_each_others_words_is_found(
    key: str, language: str, swapped: str
) -> None:
    """ "1 for another time, 2 for yes" would book what the family refuses; the other texts of the language say 1: yes."""
    renderer, code = Renderer(TEXTS), Language(language)
    said = [(text, form) for text in TEXTS.values() for form in renderer.forms(text, code)]
    assert list(check_answers(code, said)) == []
    planted = [(text, swapped if text.key == key else form) for text, form in said]
    found = list(check_answers(code, planted))
    assert found
    assert {finding.rule for finding in found} == {Rule.NUMBERS}


def test_menus_store_reasons_of_the_national_list() -> None:
    assert all(isinstance(reason, DeclineReason) for text in TEXTS.values() for reason in text.menu)
    assert all(len(text.menu) <= 6 for text in TEXTS.values())


@pytest.mark.parametrize(
    ("sentence", "numbers"),
    [
        ("1: a\n2: b\n0: c", (1, 2, 0)),
        ("Svar 1 for ja eller 0 for nej.", (1, 0)),
        ("omkring 1,5 år, 12 maj, {first}, ring 112", ()),
        ("أجب ١ أو ٠", (1, 0)),
    ],
)
def test_printed_numbers(sentence: str, numbers: tuple[int, ...]) -> None:
    assert printed_numbers(sentence) == numbers


def test_staff_are_warned_about_what_they_type_and_in_any_language() -> None:
    assert {f.rule for f in warn("Kære sårbare familie, se www.x.dk", DANISH)} == {Rule.NEVER_WORD, Rule.LINK}
    assert {f.rule for f in warn("Vi kommer til Emil", DANISH, ["Emil"])} == {Rule.PERSONAL}
    assert {f.rule for f in warn("Hvordan er Emils søvn?", DANISH, ["Emil"])} == {Rule.PERSONAL}
    assert {f.rule for f in warn("a" * 500, DANISH)} == {Rule.PARTS}
    assert warn("Hej, jeg ringer i morgen kl. 10.", DANISH) == []


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_can_be_checked(text: str, language: Language) -> None:
    assert all(str(finding) for finding in warn(text, language, [text[:5]]))


def test_a_finding_never_repeats_a_personal_value() -> None:
    assert all("Emil" not in str(finding) for finding in warn("Emil", DANISH, ["Emil"]))


def test_every_text_in_every_language_with_every_plausible_value() -> None:
    found = findings(Renderer(TEXTS), forbidden=("Emil", "Skolegade"))
    assert [str(finding) for finding in found] == []


def test_the_corpus_check_sees_what_is_planted(renderer: Renderer) -> None:
    found = {(f.rule, f.language, f.key) for f in findings(renderer, (DANISH, POLISH))}
    assert (Rule.UNTRANSLATED, POLISH, INVITE) in found
    assert (Rule.SAMPLE, DANISH, TextKey("example.seats")) not in found
    assert not {rule for rule, language, _ in found if language == DANISH}


def test_samples_show_every_weekday_and_month() -> None:
    assert {moment.weekday() for moment in MOMENTS} == set(range(7))
    assert {moment.month for moment in MOMENTS} == set(range(1, 13))


def test_the_shorter_danish_above_a_language_line_keeps_the_menu() -> None:
    shorter = [text for text in TEXTS.values() if text.with_line]
    assert shorter
    for text in shorter:
        assert MENU_NUMBER.findall(text.with_line) == MENU_NUMBER.findall(text.danish)
        assert set(placeholders(text.with_line)) <= set(placeholders(text.danish))
        assert ("STOP" in text.with_line) == ("STOP" in text.danish)


def test_every_line_of_arabic_urdu_and_farsi_runs_from_right_to_left() -> None:
    renderer = Renderer(TEXTS)
    for language in sorted(RIGHT_TO_LEFT):
        for text in TEXTS.values():
            names = dict.fromkeys(placeholders(text.danish))
            said = renderer.render(
                Wording(text.key, {name: SAMPLES[name][0] for name in names}), language, ZONE
            )
            if said.language == language:
                assert all(runs_right(line) for line in said.text.split("\n")), said.text
