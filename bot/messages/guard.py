"""The wording guard: reads what a family would read and says what must not be there.

Rules and their reasons stand in ``docs/wording.md``. It judges a sentence as the catalogue holds it, and every
message rendered from it with plausible values; and it warns, without forbidding, about what staff type.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from string import Formatter
from unicodedata import category, is_normalized
from unicodedata import name as character_name

from bot.messages.bidi import without_marks
from bot.messages.findings import Finding, Rule
from bot.messages.folding import fold
from bot.messages.segments import measure, outside_gsm7
from bot.messages.text import Occasion, Text
from bot.messages.word_list import word_list
from domain.cpr import has_cpr
from domain.ids import DANISH, ENGLISH, Language
from domain.reasons import DeclineReason

MOST_PARTS = 3
"""The parts that a message outside Danish and English, or with a second language's line, may take."""
_GSM7_ONLY = frozenset({DANISH, ENGLISH})
_PERSONAL_NAMES = frozenset(
    {"child", "child_name", "address", "parent", "guardian", "daycare", "criterion", "level"}
)
_LINK = re.compile(
    r"https?:|\bwww\.|\b[\w-]+\.(?:dk|com|org|net|eu|info|io|me|nu|app|link|ly)\b", re.IGNORECASE
)
_UNFIT = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u2000-\u200b\u2028-\u202f\u205f\u2060\u3000\ufeff\ufffd\xbc-\xbe\u2150-\u215f]"
)
_PRINTED_NUMBER = re.compile(r"(?<![\w.,/{])\d(?![\w}]|[.,]\d)")
_MENU_LINE = re.compile(r"^(\d):\s*(.+)$", re.MULTILINE)
_SENTENCE_END = re.compile(r"(?<=[.?!؟۔።])\s+")
_WORD = re.compile(r"\d|[^\W\d]+")
_YES_OR_NO = ("Ja", "Nej")
REASON_WORDS = Path(__file__).with_name("reason_words.csv")


def check_sentence(text: Text, language: Language, sentence: str) -> list[Finding]:
    """What is wrong with one sentence of a catalogue, beside the Danish it translates."""
    return [Finding(rule, language, detail, text.key) for rule, detail in _sentence(text, language, sentence)]


def check_message(
    text: Text, language: Language, message: str, forbidden: Iterable[str] = (), most_parts: int | None = None
) -> list[Finding]:
    """What is wrong with one rendered message; ``forbidden`` are values it must not hold (a child's name, a street).

    ``most_parts`` overrides the text's own budget (Danish and English: its ``parts``; other languages: three).
    """
    budget = most_parts if most_parts is not None else parts_allowed(text, language)
    details = list(_plain_rules(message, language, forbidden))
    if text.occasion is not Occasion.CRISIS:
        details += _never_words(message, language)
    parts = measure(message).parts
    if parts > budget:
        details.append((Rule.PARTS, f"takes {parts} parts of {budget}: {message!r}"))
    return [Finding(rule, language, detail, text.key) for rule, detail in details]


def warn(text: str, language: Language, forbidden: Iterable[str] = ()) -> list[Finding]:
    """What a colleague should look at again before a text she typed is sent; nothing of it forbids sending."""
    details = [*_plain_rules(text, language, forbidden), *_never_words(text, language)]
    parts = measure(text).parts
    if parts > MOST_PARTS:
        details.append((Rule.PARTS, f"takes {parts} parts of {MOST_PARTS}"))
    return [Finding(rule, language, detail) for rule, detail in details]


def parts_allowed(text: Text, language: Language) -> int:
    """The most SMS parts a text may take in a language."""
    return text.parts if language in _GSM7_ONLY else max(MOST_PARTS, text.parts)


def printed_numbers(sentence: str) -> tuple[int, ...]:
    """The single digits a family is asked to answer with, in the order printed, as 0–9 in any script."""
    return tuple(int(digit) for digit in _PRINTED_NUMBER.findall(sentence))


def placeholders(sentence: str) -> tuple[str, ...]:
    """The names of the values in a sentence, sorted, with repeats."""
    return tuple(sorted(name for _, name, _, _ in Formatter().parse(sentence) if name is not None))


_Details = Iterator[tuple[Rule, str]]


def _sentence(text: Text, language: Language, sentence: str) -> _Details:
    try:
        names = placeholders(sentence)
    except ValueError as broken:
        yield Rule.PLACEHOLDERS, f"braces do not match ({broken})"
        return
    if names != placeholders(text.danish):
        yield Rule.PLACEHOLDERS, f"has {', '.join(names)}; Danish has {', '.join(placeholders(text.danish))}"
    for personal in sorted(_PERSONAL_NAMES.intersection(names)):
        yield Rule.PERSONAL, f"the value {personal!r} never stands in a message"
    if any(spec or conversion for _, _, spec, conversion in Formatter().parse(sentence)):
        yield Rule.PLACEHOLDERS, "a placeholder is a bare name in braces"
    if printed_numbers(sentence) != printed_numbers(text.danish):
        yield (
            Rule.NUMBERS,
            f"prints {printed_numbers(sentence)}; Danish prints {printed_numbers(text.danish)}",
        )
    printed = _values_by_number(sentence)
    for number, values in _values_by_number(text.danish).items():
        if missing := values - printed.get(number, values):
            yield Rule.NUMBERS, f"{number} does not stand before {', '.join(sorted(missing))} as in Danish"
    if text.menu:
        yield from _menu(text.menu, language, sentence)
    if without_marks(sentence) != sentence:
        yield Rule.CHARACTER, "holds a direction mark; the renderer adds them"
    if not is_normalized("NFC", sentence):
        yield Rule.CHARACTER, "letters and accents are apart; write them composed (NFC)"


def _values_by_number(sentence: str) -> dict[str, frozenset[str]]:
    """The values on each numbered line; a number that changes places with another books another time."""
    return {number: frozenset(placeholders(line)) for number, line in _MENU_LINE.findall(sentence)}


def check_labels(language: Language, texts: Iterable[tuple[Text, str]]) -> Iterator[Finding]:
    """A line that means one thing in one text and another in the next: "1: Move" where the Danish prints "1: Ja"."""
    meant: dict[str, tuple[str, Text]] = {}
    for text, sentence in texts:
        danish = dict(_MENU_LINE.findall(text.danish))
        for number, label in _MENU_LINE.findall(sentence):
            meaning = _meaning(danish.get(number, ""))
            before, where = meant.setdefault(fold(label, language), (meaning, text))
            if before != meaning and "{" not in label:
                detail = (
                    f"{number} prints {label!r} for {meaning!r}, and {where.key} prints it for {before!r}"
                )
                yield Finding(Rule.NUMBERS, language, detail, text.key)


def check_answers(language: Language, texts: Iterable[tuple[Text, str]]) -> Iterator[Finding]:
    """A number that stands before another word than in a text whose Danish begins alike: "1 for no or 0 for yes".

    What two such sentences have in common stands in the same order in both, the numbers counted as they come.
    """
    before: dict[str, tuple[list[str], Text]] = {}
    for text, sentence in texts:
        danish, said = _says_what_to_answer(text.danish), _says_what_to_answer(sentence)
        if danish is None or said is None:
            continue
        words = _numbers_as_they_come(fold(said, language))
        known, where = before.setdefault(_first_number(danish), (words, text))
        common = {word for word in words if words.count(word) == known.count(word) == 1}
        if [word for word in words if word in common] != [word for word in known if word in common]:
            detail = f"{said!r} orders numbers and words otherwise than {where.key}"
            yield Finding(Rule.NUMBERS, language, detail, text.key)


def _says_what_to_answer(sentence: str) -> str | None:
    """The one sentence of a running text that prints two numbers or more: "Svar 1 for ja eller 0 for nej"."""
    if _MENU_LINE.search(sentence):
        return None
    printing = [one for one in _SENTENCE_END.split(sentence) if printed_numbers(one)]
    return printing[0] if len(printing) == 1 and len(printed_numbers(printing[0])) > 1 else None


def _first_number(danish: str) -> str:
    """The sentence up to its second number: what the first one stands for."""
    return danish[: list(_PRINTED_NUMBER.finditer(danish))[1].start()]


def _numbers_as_they_come(sentence: str) -> list[str]:
    """The words of a sentence, its first number as 1 and its second as 2, so that "2" and "0" compare."""
    words = _WORD.findall(sentence)
    places = iter(range(1, len(words) + 1))
    return [str(next(places)) if word.isdigit() else word for word in words]


def _meaning(danish: str) -> str:
    """A yes is a yes and a no a no, however politely."""
    first = danish.partition(" ")[0].strip(",")
    return first if first in _YES_OR_NO else danish


def _menu(menu: Sequence[DeclineReason], language: Language, sentence: str) -> _Details:
    """Each printed number stands before the reason that it stores, in words of its language."""
    lines = [(int(number), label) for number, label in _MENU_LINE.findall(sentence)]
    if [number for number, _ in lines] != list(range(1, len(menu) + 1)):
        yield Rule.NUMBERS, f"prints {[number for number, _ in lines]} for {len(menu)} reasons"
        return
    for (number, label), reason in zip(lines, menu, strict=True):
        named = reasons_named(label, language)
        if named & set(menu) != {reason}:
            found = ", ".join(sorted(named)) or "none that reason_words.csv knows"
            yield Rule.NUMBERS, f"{number} stores {reason}, but {label!r} names {found}"


def reasons_named(label: str, language: Language) -> frozenset[DeclineReason]:
    """The reasons whose words (``reason_words.csv``) stand in a printed line."""
    folded = fold(label, language)
    return frozenset(reason for reason, pattern in _reason_words(language).items() if pattern.search(folded))


@cache
def _reason_words(language: Language) -> Mapping[DeclineReason, re.Pattern[str]]:
    with REASON_WORDS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["language"] == language]
    return {
        DeclineReason(row["reason"]): re.compile(
            "|".join(re.escape(fold(w, language)) for w in row["words"].split("|"))
        )
        for row in rows
    }


def _plain_rules(message: str, language: Language, forbidden: Iterable[str]) -> _Details:
    """What no message holds, whatever the occasion."""
    if link := _LINK.search(message):
        yield Rule.LINK, f"holds a link: {link.group()}"
    if has_cpr(message):
        yield Rule.CPR, "holds a number that looks like a CPR number"
    personal = [re.escape(fold(value, language)) for value in forbidden if value.strip()]
    if personal and re.search(rf"(?<!\w)(?:{'|'.join(personal)})s?(?!\w)", fold(message, language)):
        yield Rule.PERSONAL, "holds a name or an address that never stands in a message"
    for unfit in dict.fromkeys(_UNFIT.findall(message)):
        yield Rule.CHARACTER, f"holds {_named(unfit)}"
    if language in _GSM7_ONLY:
        for outside in outside_gsm7(message):
            if not _UNFIT.match(outside):
                yield Rule.CHARACTER, f"{_named(outside)} turns the message into 70-character parts"


def _never_words(message: str, language: Language) -> _Details:
    for term in word_list(language).found(message, language):
        yield Rule.NEVER_WORD, f"holds {term!r} of the word list"


def _named(char: str) -> str:
    name = character_name(char, "no name")
    return f"U+{ord(char):04X} ({name})" if category(char)[0] in "CZ" else f"{char!r} ({name})"
