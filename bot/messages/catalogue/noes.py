"""After a no: thanks first, one question at most, one fitting alternative."""

from bot.messages import keys
from bot.messages.text import Occasion, Text, _
from domain.offers import VISIT_REASONS

NOES = (
    Text(
        keys.DECLINED_WHY,
        _(
            "Helt i orden, tak for svaret. Vil du fortælle hvorfor? Det er frivilligt.\n"
            "1: Har travlt lige nu\n"
            "2: Tid eller sted passer ikke\n"
            "3: Det går fint lige nu\n"
            "4: Har nok kontakt i forvejen\n"
            "5: Vil vide mere om formålet\n"
            "6: Kender ikke sundhedsplejersken"
        ),
        parts=2,
        menu=VISIT_REASONS,
        occasion=Occasion.DECLINE,
    ),
    Text(
        keys.DECLINED_THANKS,
        _("Tak, det hjælper os. Skriv bare, hvis I senere får lyst til et besøg."),
        occasion=Occasion.DECLINE,
    ),
    Text(
        keys.DECLINED_CLOSED,
        _("Helt i orden, tak for svaret. Skriv bare, hvis I senere får lyst til et besøg."),
        occasion=Occasion.DECLINE,
    ),
    Text(
        keys.ALTERNATIVE_EVENING,
        _(
            "Tak, det hjælper os. Vi har også tider sidst på dagen. Vil du se dem? Svar 1 for ja eller 0 for nej."
        ),
        occasion=Occasion.DECLINE,
    ),
    Text(
        keys.ALTERNATIVE_SIBLINGS,
        _(
            "Tak, det hjælper os. Alle børn må gerne være hjemme imens. Vil du se tider? Svar 1 for ja eller 0 for nej."
        ),
        occasion=Occasion.DECLINE,
    ),
    Text(
        keys.ALTERNATIVE_LATER,
        _(
            "Tak, det hjælper os. Vil du have, at vi skriver igen omkring {day}? Svar 1 for ja eller 0 for nej."
        ),
        occasion=Occasion.DECLINE,
    ),
    Text(
        keys.ALTERNATIVE_INTERPRETER,
        _(
            "Tak, det hjælper os. Vi kan have en tolk med, gratis. Vil du se tider? Svar 1 for ja eller 0 for nej."
        ),
        occasion=Occasion.DECLINE,
    ),
    Text(
        keys.ALTERNATIVE_OWN_NURSE,
        _(
            "Tak, det hjælper os. {nurse}, som I kender, har tider. Vil du se dem? Svar 1 for ja eller 0 for nej."
        ),
        occasion=Occasion.DECLINE,
    ),
    Text(
        keys.ALTERNATIVE_CALL,
        _(
            "Tak, det hjælper os. En sundhedsplejerske ringer gerne og fortæller mere. "
            "Vil du have det? Svar 1 for ja eller 0 for nej."
        ),
        occasion=Occasion.DECLINE,
    ),
    Text(
        keys.ALTERNATIVE_PHONE,
        _(
            "Tak, det hjælper os. Snakken kan også tages i telefonen. Vil du se tider? Svar 1 for ja eller 0 for nej."
        ),
        occasion=Occasion.DECLINE,
    ),
    Text(
        keys.ALTERNATIVE_CALL_COMING,
        _("Tak. En sundhedsplejerske ringer til dig på en hverdag."),
        occasion=Occasion.DECLINE,
    ),
    Text(
        keys.ALTERNATIVE_UNCLEAR,
        _("Det forstod jeg ikke helt. Svar 1 for ja eller 0 for nej tak."),
        occasion=Occasion.DECLINE,
    ),
    Text(
        keys.DEFERRED_NOTED,
        _("Det er fint. Vi skriver igen omkring {day}. Skriv bare før, hvis det passer bedre."),
        occasion=Occasion.DECLINE,
    ),
)
