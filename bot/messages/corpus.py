"""The guard over everything: each text in each language with each plausible value (``texts check``, and a test)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from bot.messages.bidi import isolate_name
from bot.messages.dates import written_day, written_moment
from bot.messages.findings import Finding, Rule
from bot.messages.guard import MOST_PARTS, check_message, check_sentence, placeholders
from bot.messages.rendering import Renderer
from bot.messages.samples import SAMPLES, ZONE, combinations
from bot.messages.text import Occasion, Text
from domain.ids import DANISH, ENGLISH, LANGUAGES, Language
from domain.texts import TextValue, Wording

_COUNTS = (0, 1, 2, 3, 5, 11, 12, 21, 22, 100)
"""Numbers that between them take every plural form of every language."""


def findings(
    renderer: Renderer, languages: Sequence[Language] = LANGUAGES, forbidden: Iterable[str] = ()
) -> list[Finding]:
    """Everything that is wrong with any text in these languages; each finding once, a text
    that is too long with its longest values."""
    banned = tuple(forbidden)
    every = (
        finding
        for language in languages
        for text in renderer.texts.values()
        if language == DANISH or text.occasion is not Occasion.STAFF
        for finding in _of_text(renderer, text, language, banned)
    )
    seen: dict[tuple[object, ...], Finding] = {}
    for finding in every:
        detail = None if finding.rule is Rule.PARTS else finding.detail
        seen.setdefault((finding.rule, finding.language, finding.key, detail), finding)
    return list(seen.values())


def _of_text(
    renderer: Renderer, text: Text, language: Language, banned: tuple[str, ...]
) -> Iterator[Finding]:
    forms = renderer.forms(text, language)
    if not forms:
        yield Finding(Rule.UNTRANSLATED, language, "has no sentence in this language", text.key)
        return
    names = tuple(dict.fromkeys(placeholders(text.danish)))
    unknown = [name for name in names if name not in SAMPLES and name != text.count]
    if unknown:
        yield Finding(Rule.SAMPLE, language, f"add samples of {', '.join(unknown)} to samples.py", text.key)
        return
    wrong = [finding for sentence in forms for finding in check_sentence(text, language, sentence)]
    yield from wrong
    if any(finding.rule is Rule.PLACEHOLDERS for finding in wrong):
        return
    line = LANGUAGES if language == DANISH and text.language_line else ()
    for values in _values(text, names, language):
        message = renderer.render(Wording(text.key, values), language, ZONE).text
        yield from check_message(text, language, message, banned)
    for other in line:
        if other not in (DANISH, ENGLISH):
            yield from _with_line(renderer, text, names, other)


def _with_line(renderer: Renderer, text: Text, names: tuple[str, ...], other: Language) -> Iterator[Finding]:
    """The Danish text with the one line of another language: three parts at most."""
    for values in _values(text, names, DANISH):
        message = renderer.render(Wording(text.key, values), DANISH, ZONE, line=other).text
        for finding in check_message(text, DANISH, message, most_parts=MOST_PARTS):
            if finding.rule is not Rule.CHARACTER:
                yield Finding(
                    finding.rule, other, f"Danish with this language's line {finding.detail}", text.key
                )


def _values(text: Text, names: tuple[str, ...], language: Language) -> Iterator[dict[str, TextValue]]:
    plain = tuple(name for name in names if name != text.count)
    written = {name: tuple(_say(value, language) for value in SAMPLES[name]) for name in plain}
    for values in combinations(plain, written):
        if text.count:
            yield from ({**values, text.count: number} for number in _COUNTS)
        else:
            yield values


def _say(value: TextValue, language: Language) -> str:
    match value:
        case str():
            return isolate_name(value, language)
        case datetime():
            return written_moment(value, language, ZONE)
        case date():
            return written_day(value, language)
        case _:
            return str(value)
