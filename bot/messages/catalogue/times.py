"""The times a family chooses between, and what is said when a time is gone."""

from bot.messages import keys
from bot.messages.text import Text, _

TIMES = (
    Text(
        keys.TIMES_TWO,
        _("Her er to tider:\n1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak"),
    ),
    Text(keys.TIMES_ONE, _("Vi har denne tid:\n1: {first}\n2: Anden tid\n0: Nej tak")),
    Text(
        keys.TIMES_NEAREST_TWO,
        _("Lige den tid har vi ikke. Det nærmeste er:\n1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak"),
    ),
    Text(
        keys.TIMES_NEAREST_ONE,
        _("Lige den tid har vi ikke. Det nærmeste er:\n1: {first}\n2: Anden tid\n0: Nej tak"),
    ),
    Text(
        keys.TIMES_GONE_TWO,
        _(
            "Tiden er desværre lige blevet taget. Her er to nye:\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak"
        ),
        parts=2,
    ),
    Text(
        keys.TIMES_GONE_ONE,
        _("Tiden er desværre lige blevet taget. Vi har denne:\n1: {first}\n2: Anden tid\n0: Nej tak"),
    ),
    Text(
        keys.TIMES_PAST_TWO,
        _(
            "Tak for svaret. Den tid er gået, men her er to nye:\n1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak"
        ),
        parts=2,
    ),
    Text(
        keys.TIMES_PAST_ONE,
        _("Tak for svaret. Den tid er gået, men vi har denne:\n1: {first}\n2: Anden tid\n0: Nej tak"),
    ),
    Text(
        keys.TIMES_NONE,
        _("Lige nu har vi ingen ledige tider. En af os skriver eller ringer til jer, så snart der er en."),
    ),
    Text(
        keys.TIMES_ASK_WHEN,
        _("Hvornår passer det jer? Skriv for eksempel: torsdag efter 15."),
    ),
    Text(
        keys.TIMES_WHICH_OF_TWO,
        _("Dejligt. Hvilken tid vælger I?\n1: {first}\n2: {second}\n3: Anden tid"),
    ),
    Text(keys.TIMES_CONFIRM, _("Skal vi sige {start}? Svar 1 for ja eller 2 for en anden tid.")),
    Text(
        keys.TIMES_MENU_UNCLEAR_TWO,
        _(
            "Det forstod jeg ikke helt. Svar med et tal:\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nEller ring på {phone}."
        ),
        parts=2,
    ),
    Text(
        keys.TIMES_MENU_UNCLEAR_ONE,
        _(
            "Det forstod jeg ikke helt. Svar med et tal:\n"
            "1: {first}\n2: Anden tid\n0: Nej tak\nEller ring på {phone}."
        ),
    ),
)
