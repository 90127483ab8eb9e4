"""Words of the list are found inflected, attached, accented and mistyped; words that merely look alike are not."""

import csv

import pytest

from bot.messages.word_list import NEVER, all_terms, word_list
from domain.ids import LANGUAGES, Language


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("da", "De sårbare børn", {"sårbar"}),
        ("da", "SAARBARE familier", {"sårbar"}),
        ("da", "sa\u030arbar", {"sårbar"}),
        ("da", "Din sag er vigtig", {"sag"}),
        ("da", "Det er sagt, og sagen er god", set()),
        ("da", "volden", set()),
        ("da", "Du skal komme. I skal komme", {"du skal", "i skal"}),
        ("da", "Hvis du er kommet til kort", {"kommer til kort"}),
        ("da", "cut off-værdi, cutoff", {"cut-off"}),
        ("da", "efter § 11 og §50", {"§"}),
        ("da", "cos-p og COS P", {"COS-P"}),
        ("da", "Den bliver flyttet, ikke udsat", {"udsat"}),
        ("da", "Det går fint: søvn, mad, leg", set()),
        ("en", "target groups and problem families", {"target group", "problem family"}),
        ("en", "in that case", {"case"}),
        ("en", "cases", set()),
        ("en", "Your last change", set()),
        ("ar", "والعائلات الهشة", {"هش"}),
        ("ar", "بالبلاغات", {"بلاغ"}),
        ("ar", "للوالدين السيئين", {"والد سيئ"}),
        ("ar", "ضَعيفة", {"ضعيف"}),
        ("ar", "مرحبا، زيارة مجانية", set()),
        ("tr", "KIRILGAN AİLELER ve riskli ailelere", {"kırılgan", "riskli aile"}),
        ("pl", "złego rodzica", {"zły rodzic"}),
        ("pl", "wrażliwość", {"wrażliw"}),
        ("uk", "групи ризику", {"група ризику"}),
        ("uk", "поганих батьків", {"погані батьки"}),
        ("so", "qoysaska dhib leh", {"qoys dhib leh"}),
        ("ur", "بچے لے جانا", {"بچہ لے جانا"}),
        ("fa", "آسیب پذیر", {"آسیب\u200cپذیر"}),
        ("fa", "آسیب\u200cپذیری", {"آسیب\u200cپذیر"}),
        ("fa", "گزارش\u200cها", {"گزارش"}),
        ("ti", "ተቃላዕቲ", {"ተቃላዒ"}),
        ("ti", "TOPI", {"TOPI"}),
        ("de", "gefaehrdete Kinder, Meldungen", {"gefährdet", "Meldung"}),
        ("ro", "o sesizări, părinți răi, familiile cu risc", {"sesizare", "familie cu risc", "părinte rău"}),
        ("lt", "blogų tėvų", {"blogi tėvai"}),
        ("pl", "EPDS", {"EPDS"}),
        ("pl", "topi się śnieg", set()),
        ("da", "I kom til kort", {"kommer til kort"}),
        ("ar", "كورس COSP", {"COS-P"}),
        ("ar", "والد سيء", {"والد سيئ"}),
        ("uk", "уразливі діти", {"уразлив"}),
        ("ti", "ንተቃላዒ ብጸብጻብ", {"ተቃላዒ", "ጸብጻብ"}),
        ("ti", "ሕማቓት ወለዲ", {"ሕማቕ ወለዲ"}),
    ],
)
def test_found(language: str, text: str, terms: set[str]) -> None:
    assert set(word_list(Language(language)).found(text, Language(language))) == terms


@pytest.mark.parametrize("term", all_terms(), ids=lambda term: f"{term.language}-{term.term}")
def test_each_term_is_found_in_a_sentence_of_its_own(term) -> None:  # type: ignore[no-untyped-def]
    for text in (f"Aa {term.term}, bb.", term.term, f"({term.term})", f"aa\n{term.term.upper()}"):
        assert term.term in word_list(term.language).found(text, term.language)


def test_every_line_of_the_list_ends_alike() -> None:
    lines = NEVER.read_bytes().splitlines(keepends=True)
    assert [line for line in lines if not line.endswith(b"\r\n")] == []


def test_the_list_holds_every_language_and_known_ways_of_matching() -> None:
    with NEVER.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["language"] for row in rows} == set(LANGUAGES)
    assert {row["match"] for row in rows} == {"stem", "word", "phrase"}
