"""A wording becomes the message a family reads: its sentence in its language, with dates, names and parts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from string import Formatter
from zoneinfo import ZoneInfo

from bot.messages.bidi import isolate_name, isolate_runs, start_right
from bot.messages.catalogues import Catalogues
from bot.messages.dates import written_day, written_hour, written_moment
from bot.messages.gate import language_to_send, line_language
from bot.messages.keys import LANGUAGE_LINE
from bot.messages.segments import measure
from bot.messages.text import Occasion, Text
from domain.ids import DANISH, Language
from domain.settings import MunicipalitySettings
from domain.texts import Phrase, Rendered, TextKey, TextValue, Wording


class WordingError(ValueError):
    """A message that cannot be written: names the text and the value, never what the value holds."""


class Renderer:
    """Writes every text of a catalogue in every language; sentences are prepared once and kept."""

    def __init__(self, texts: Mapping[TextKey, Text], catalogues: Catalogues | None = None) -> None:
        self.texts = texts
        self.catalogues = catalogues or Catalogues()
        self._prepared: dict[tuple[TextKey, Language, int | None], tuple[Language, str, tuple[str, ...]]] = {}

    def render(
        self, wording: Wording, language: Language, zone: ZoneInfo, line: Language | None = None
    ) -> Rendered:
        """One message in one language; Danish where that language has no such sentence.

        ``line`` adds the one line that offers another language. Raises ``WordingError`` for an unknown text or a
        value that is missing or of no kind that can be written.
        """
        if wording.otherwise is not None and _lacks(wording, language):
            return self.render(wording.otherwise, language, zone, line)
        text = self.texts.get(wording.key)
        if text is None:
            raise WordingError(f"there is no text {wording.key!r}: add it to bot/messages/catalogue/")
        if line is not None and text.with_line:
            text = replace(text, key=TextKey(f"{text.key} (with line)"), danish=text.with_line)
        spoken, pattern, names = self._pattern(text, language, wording.values)
        said = {name: self._say(wording, name, spoken, zone) for name in names}
        message = pattern.format_map(said)
        if wording.also:
            first, *menu = message.split("\n")
            lines = [self.render(one, spoken, zone).text for one in wording.also]
            message = "\n".join([first, *lines, *menu])
        if line is not None:
            message = f"{message}\n{self.render(Wording(LANGUAGE_LINE), line, zone).text}"
        return Rendered(wording.key, spoken, message, measure(message).parts)

    def render_for(
        self, wording: Wording, preferred: Language, settings: MunicipalitySettings, asked: bool = False
    ) -> Rendered:
        """One message to a family that prefers a language: through the send gate, with its line where one belongs."""
        language = language_to_send(preferred, settings, self.catalogues, asked)
        line = None
        if language != preferred and self.offers_language(wording.key, preferred, settings):
            line = preferred
        return self.render(wording, language, settings.zone, line)

    def language_for(
        self, preferred: Language, settings: MunicipalitySettings, asked: bool = False
    ) -> Language:
        """The language a family is written to in, as the send gate decides; ``asked``: the parent asked for it."""
        return language_to_send(preferred, settings, self.catalogues, asked)

    def offers_language(self, key: TextKey, preferred: Language, settings: MunicipalitySettings) -> bool:
        """Whether this text, sent to this family, carries "Svar 9 for …"."""
        text = self.texts.get(key)
        offered = line_language(preferred, settings, self.catalogues)
        return text is not None and text.language_line and offered is not None

    def _pattern(
        self, text: Text, language: Language, values: Mapping[str, TextValue]
    ) -> tuple[Language, str, tuple[str, ...]]:
        number = self._number(text, values)
        place = (text.key, language, number)
        prepared = self._prepared.get(place)
        if prepared is None:
            prepared = self._prepared[place] = self._prepare(text, language, number)
        return prepared

    def _prepare(
        self, text: Text, language: Language, number: int | None
    ) -> tuple[Language, str, tuple[str, ...]]:
        """The sentence as a format string with direction marks in place, and the names of its values."""
        spoken, sentence = language, self.sentence(text, language, number)
        if sentence is None:
            spoken, sentence = DANISH, self.sentence(text, DANISH, number) or text.danish
        pieces, names = [], []
        for literal, name, _, _ in Formatter().parse(sentence):
            pieces.append(isolate_runs(literal, spoken).replace("{", "{{").replace("}", "}}"))
            if name is not None:
                pieces.append(f"{{{name}}}")
                names.append(name)
        return spoken, start_right("".join(pieces), spoken), tuple(dict.fromkeys(names))

    def sentence(self, text: Text, language: Language, number: int | None = None) -> str | None:
        """The sentence of a text before values, None where a language does not have it."""
        if language == DANISH:
            return text.plural if text.plural and number != 1 else text.danish
        if text.occasion is Occasion.STAFF:
            return None
        return self.catalogues[language].form(text.danish, number if text.count else None)

    def forms(self, text: Text, language: Language) -> tuple[str, ...]:
        """Every sentence a language has for a text: one, or one for each plural form; none if it is untranslated."""
        if language == DANISH:
            return (text.danish, text.plural) if text.plural else (text.danish,)
        if text.occasion is Occasion.STAFF:
            return ()
        return self.catalogues[language].forms.get(text.danish, ())

    @staticmethod
    def _number(text: Text, values: Mapping[str, TextValue]) -> int | None:
        if not text.count:
            return None
        number = values.get(text.count)
        if not isinstance(number, int):
            raise WordingError(f"text {text.key!r} counts {text.count!r}: give it as a whole number")
        return number

    @staticmethod
    def _say(wording: Wording, name: str, language: Language, zone: ZoneInfo) -> str:
        """One value as the language writes it."""
        match wording.values.get(name):
            case str() as words:
                return isolate_name(words, language)
            case Phrase(said=said) if language in said:
                return isolate_runs(said[language], language)
            case datetime() as moment if moment.tzinfo is not None:
                return written_moment(moment, language, zone)
            case datetime():
                raise WordingError(
                    f"text {wording.key!r}: the time {name!r} has no time zone; give an aware one"
                )
            case date() as day:
                return written_day(day, language)
            case time() as at:
                return written_hour(at, language)
            case int() as number:
                return str(number)
            case None:
                raise WordingError(
                    f"text {wording.key!r}: the value {name!r} is missing; the flow must give it"
                )
            case other:
                kind = type(other).__name__
                raise WordingError(
                    f"text {wording.key!r}: the value {name!r} is a {kind}, which has no words"
                )


def _lacks(wording: Wording, language: Language) -> bool:
    """Whether a sentence of the municipality's own is not there in this language."""
    return any(isinstance(value, Phrase) and language not in value.said for value in wording.values.values())
