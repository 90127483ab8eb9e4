"""The language a parent reads."""

from bot.messages import keys
from bot.messages.text import Occasion, Text, _

LANGUAGES = (
    # Translators: name your own language here: "Reply 9 for English". It stands under a Danish message.
    Text(keys.LANGUAGE_LINE, _("Svar 9 for dansk"), occasion=Occasion.LANGUAGE),
    Text(keys.LANGUAGE_CHANGED, _("Vi skriver nu på dansk."), occasion=Occasion.LANGUAGE),
    Text(
        keys.LANGUAGE_WHICH,
        _("Hvilket sprog vil du have? Skriv for eksempel: English."),
        occasion=Occasion.LANGUAGE,
    ),
    Text(
        keys.LANGUAGE_NOT_YET,
        _("Det sprog kan vi ikke skrive på endnu. En af os hjælper dig videre."),
        occasion=Occasion.LANGUAGE,
    ),
)
