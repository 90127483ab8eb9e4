"""The guard over everything: each text in each language with each plausible value (``texts check``, and a test)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from bot.messages.bidi import isolate_name
from bot.messages.catalogues import HOUSE_LANGUAGES
from bot.messages.dates import written_day, written_hour, written_moment
from bot.messages.findings import Finding, Rule
from bot.messages.guard import (
    MOST_PARTS,
    check_answers,
    check_labels,
    check_message,
    check_sentence,
    placeholders,
    printed_numbers,
)
from bot.messages.rendering import Renderer
from bot.messages.samples import SAMPLES, ZONE, Samples, combinations, samples_of
from bot.messages.text import Occasion, Text
from domain.ids import DANISH, LANGUAGES, Language
from domain.offers import Offer
from domain.settings import MunicipalitySettings
from domain.texts import Phrase, TextValue, Wording

_COUNTS = (0, 1, 2, 3, 5, 11, 12, 21, 22, 100)
"""Numbers that between them take every plural form of every language."""


def findings(
    renderer: Renderer,
    languages: Sequence[Language] = LANGUAGES,
    forbidden: Iterable[str] = (),
    samples: Samples | None = None,
) -> list[Finding]:
    """Everything that is wrong with any text in these languages; each finding once, a text
    that is too long with its longest values."""
    corpus = _Corpus(renderer, samples or SAMPLES, tuple(forbidden))
    seen: dict[tuple[object, ...], Finding] = {}
    for language in languages:
        for text in renderer.texts.values():
            if language == DANISH or text.occasion is not Occasion.STAFF:
                for finding in corpus.of_text(text, language):
                    detail = None if finding.rule is Rule.PARTS else finding.detail
                    seen.setdefault((finding.rule, finding.language, finding.key, detail), finding)
        said = [(text, form) for text in renderer.texts.values() for form in renderer.forms(text, language)]
        for finding in (*check_labels(language, said), *check_answers(language, said)):
            seen.setdefault((finding.rule, finding.language, finding.key, finding.detail), finding)
    return list(seen.values())


def sample_values(text: Text, language: Language, samples: Samples) -> dict[str, TextValue]:
    """The first example of every value of a text, as a preview shows it."""
    counted: dict[str, TextValue] = {text.count: _COUNTS[2]} if text.count else {}
    return {name: samples[name][0] for name in placeholders(text.danish) if name != text.count} | counted


def offer_findings(
    renderer: Renderer, text: Text, offer: Offer, settings: MunicipalitySettings
) -> Iterator[Finding]:
    """What is wrong with the sentence that an offer of the settings says of itself, language by language.

    It is read inside the message it stands in, with the municipality's own names and the longest times.
    """
    samples = samples_of(settings)
    names = tuple(name for name in dict.fromkeys(placeholders(text.danish)) if name != "about")
    for language, sentence in offer.about.items():
        said = _sentence_flaw(sentence)
        if said is not None:
            yield Finding(said[0], language, said[1], text.key)
            continue
        phrase = Phrase({str(language): sentence})
        written = {name: tuple(_say(value, language) for value in samples[name]) for name in names}
        longest = next(combinations(names, written, samples))
        message = renderer.render(Wording(text.key, {**longest, "about": phrase}), language, ZONE).text
        yield from check_message(text, language, message)


def _sentence_flaw(sentence: str) -> tuple[Rule, str] | None:
    """What makes a text no plain sentence: nothing in it, braces, a digit that looks like an answer, no full stop."""
    if "{" in sentence or "}" in sentence:
        return Rule.PLACEHOLDERS, "has braces; a sentence of the settings has no values"
    if printed_numbers(sentence):
        return (
            Rule.NUMBERS,
            "has a single digit, which reads like an answer to choose; write the number as a word",
        )
    if not sentence or sentence[-1] not in ".?!\u3002\u06d4\u061f\u1362":
        return Rule.PLACEHOLDERS, "is not a whole sentence; end it with a full stop"
    return None


@dataclass(frozen=True, slots=True)
class _Corpus:
    """One reading of the whole catalogue."""

    renderer: Renderer
    samples: Samples
    forbidden: tuple[str, ...]

    def of_text(self, text: Text, language: Language) -> Iterator[Finding]:
        """What is wrong with one text in one language: its sentences first, then the messages made from them."""
        forms = self.renderer.forms(text, language)
        if not forms:
            yield Finding(Rule.UNTRANSLATED, language, "has no sentence in this language", text.key)
            return
        names = tuple(dict.fromkeys(placeholders(text.danish)))
        unknown = [name for name in names if name not in self.samples and name != text.count]
        if unknown:
            yield Finding(
                Rule.SAMPLE, language, f"add samples of {', '.join(unknown)} to samples.py", text.key
            )
            return
        wrong = [finding for sentence in forms for finding in check_sentence(text, language, sentence)]
        yield from wrong
        if any(finding.rule is Rule.PLACEHOLDERS for finding in wrong):
            return
        for values in self._values(text, names, language):
            message = self.renderer.render(Wording(text.key, values), language, ZONE).text
            yield from check_message(text, language, message, self.forbidden)
        if language == DANISH and text.language_line:
            yield from self._with_lines(text, names)

    def _with_lines(self, text: Text, names: tuple[str, ...]) -> Iterator[Finding]:
        """The Danish text above the one line of each other language: three parts at most."""
        for values in self._values(text, names, DANISH):
            for other in LANGUAGES:
                if other in HOUSE_LANGUAGES:
                    continue
                message = self.renderer.render(Wording(text.key, values), DANISH, ZONE, line=other).text
                for finding in check_message(text, DANISH, message, self.forbidden, MOST_PARTS):
                    if finding.rule is not Rule.CHARACTER:
                        detail = f"Danish with this language's line {finding.detail}"
                        yield Finding(finding.rule, other, detail, text.key)

    def _values(
        self, text: Text, names: tuple[str, ...], language: Language
    ) -> Iterator[dict[str, TextValue]]:
        plain = tuple(name for name in names if name != text.count)
        written = {name: tuple(_say(value, language) for value in self.samples[name]) for name in plain}
        for values in combinations(plain, written, self.samples):
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
        case time():
            return written_hour(value, language)
        case _:
            return str(value)
