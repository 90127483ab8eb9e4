"""A tiny catalogue with translations of its own, so that the mechanism is tested apart from the product's texts."""

from pathlib import Path

from bot.messages import keys
from bot.messages.text import Occasion, Text, _, _n, counted
from domain.reasons import DeclineReason
from domain.texts import TextKey

INVITE = TextKey("example.invite")
SEATS = TextKey("example.seats")
WHY = TextKey("example.why")
CRISIS = TextKey("example.crisis")
ALARM = TextKey("example.alarm")

_ALL = (
    Text(
        INVITE,
        # Translators: the first thing a family reads
        _("Hej fra {service}. {nurse} kommer gerne.\n1: {first}\n0: Nej tak"),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line="{service}:\n1: {first}\n0: Nej tak",
    ),
    counted(SEATS, _n("Der er {seats} plads.", "Der er {seats} pladser."), count="seats"),
    Text(
        WHY,
        _("Hvorfor?\n1: Har travlt\n2: Går fint"),
        menu=(DeclineReason.BUSY_NOW, DeclineReason.FINE_NOW),
    ),
    Text(CRISIS, _("Ring {emergency} ved vold."), occasion=Occasion.CRISIS),
    Text(ALARM, "Se siden.", occasion=Occasion.STAFF),
    Text(keys.LANGUAGE_LINE, _("Svar 9 for dansk"), occasion=Occasion.LANGUAGE),
)
EXAMPLES = {text.key: text for text in _ALL}
SOURCES = (Path(__file__),)

ARABIC = {
    "Hej fra {service}. {nurse} kommer gerne.\n1: {first}\n0: Nej tak": (
        "مرحبا من {service}. {nurse} تأتي بكل سرور.\n1: {first}\n0: لا شكرا"
    ),
    "Svar 9 for dansk": "للعربية أجب 9",
    "Ring {emergency} ved vold.": "اتصل بالرقم {emergency} أو +45 00 00 00 12 من 10:00-12:00.",
}
POLISH = {
    "Der er {seats} plads.": ("{seats} miejsce.", "{seats} miejsca.", "{seats} miejsc.", "{seats} miejsca.")
}
