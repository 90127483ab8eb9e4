"""What goes out on paper."""

from bot.messages import keys
from bot.messages.text import Occasion, Text, _

# Counted as an SMS a letter would take so many parts; on paper it does not matter.
_PAGE = 12

LETTERS = (
    Text(
        keys.LETTER_VISIT,
        _(
            "Kære forælder\n"
            "Vi tilbyder jer en snak med en sundhedsplejerske om det, der fylder hos jer lige nu: søvn, mad, leg "
            "eller noget helt andet. I vælger, hvad vi taler om. Det er gratis og frivilligt.\n"
            "Om et par dage får I en besked med to tider. Svar med et tal, så er tiden jeres. I kan også ringe "
            "til os på {phone}.\n"
            "Venlig hilsen {service}"
        ),
        parts=_PAGE,
        occasion=Occasion.LETTER,
    ),
    Text(
        keys.LETTER_VISIT_CALL,
        _(
            "Kære forælder\n"
            "Vi tilbyder jer en snak med en sundhedsplejerske om det, der fylder hos jer lige nu: søvn, mad, leg "
            "eller noget helt andet. I vælger, hvad vi taler om. Det er gratis og frivilligt.\n"
            "Ring til os på {phone}, så finder vi en tid sammen.\n"
            "Venlig hilsen {service}"
        ),
        parts=_PAGE,
        occasion=Occasion.LETTER,
    ),
    Text(
        keys.LETTER_TELEGRAM,
        # Translators: {bot} is the name to look for in Telegram, {code} a code of eight letters and digits.
        _(
            "Vil du have vores beskeder i Telegram? Find {bot} i Telegram, og skriv koden {code}. "
            "Koden er din egen og kan bruges en gang, til og med {day}."
        ),
        parts=_PAGE,
        occasion=Occasion.LETTER,
    ),
)
