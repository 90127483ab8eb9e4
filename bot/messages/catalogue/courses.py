"""The parent course: interest, the waiting list, a seat, the sessions."""

from bot.messages import keys
from bot.messages.text import Occasion, Text, _
from domain.ids import OfferKey
from domain.offers import COURSE_REASONS

COSP = OfferKey("cosp")

COURSES = (
    Text(
        keys.COURSE_INTEREST,
        _(
            "Hej fra {service}. Har I lyst til TryghedsCirklen - flere glade øjeblikke med "
            "dit barn? I mødes nogle gange med andre forældre. Gratis og frivilligt.\n1: Ja, "
            "det lyder godt\n0: Nej tak\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=(
            "{service}: TryghedsCirklen, et gratis, frivilligt kursus for forældre?\n"
            "1: Ja\n0: Nej tak\nSTOP: ingen sms"
        ),
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_INTEREST_DISCREET,
        _(
            "Hej fra {service}. Har I lyst til et kursus for forældre? I mødes nogle gange med andre forældre. "
            "Gratis og frivilligt.\n1: Ja, det lyder godt\n0: Nej tak\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=(
            "{service}: Et gratis, frivilligt kursus for forældre?\n1: Ja\n0: Nej tak\nSTOP: ingen sms"
        ),
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_ASK_WHEN,
        _(
            "Dejligt. I lover ikke noget endnu. Hvad passer bedst?\n1: Formiddag\n2: "
            "Eftermiddag\n3: Aften\n4: Det hele passer"
        ),
        occasion=Occasion.ANSWER,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_ASK_WHO,
        _("Hvem kommer?\n1: Mor\n2: Far eller en anden\n3: Vi er to"),
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_ASK_HOW,
        _(
            "Hvordan vil I helst være med?\n1: På hold\n2: På hold, med pasning og mad\n3: På "
            "hold på vores sprog\n4: Hjemme hos os"
        ),
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_LISTED,
        _(
            "Tak. Vi skriver, så snart et hold passer. Svar 2 for at ændre jeres ønsker, eller 0, "
            "hvis I ikke længere vil være med."
        ),
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_AT_HOME,
        _("Tak. En af os ringer og aftaler et forløb hjemme hos jer."),
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_RHYTHM,
        _(
            "Hej fra {service}. Vi samler stadig et hold, der passer jer. Svar 1, hvis I er "
            "med, 2 for at ændre jeres ønsker, eller 0, hvis I ikke længere vil."
        ),
        parts=2,
        occasion=Occasion.REMINDER,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_CLOSED,
        _("Helt i orden, og tak for svaret. Skriv bare, hvis I får lyst en anden gang."),
        occasion=Occasion.DECLINE,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_SEAT,
        _(
            "Hej fra {service}. Der er plads til jer på kurset. Første gang: {start}, "
            "{place}.\n1: Ja tak\n2: Gerne et andet hold\n0: Nej tak\nPladsen er jeres til {day}."
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_SEATED,
        _(
            "I har plads på kurset. Næste gang: {start}, {place}. Vi skriver dagen før. Svar "
            "0, hvis I ikke kan en gang."
        ),
        parts=2,
        occasion=Occasion.BOOKING,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_SEAT_GONE,
        _(
            "Pladsen er desværre lige blevet taget. I bliver på listen, og vi skriver, når "
            "der er et nyt hold."
        ),
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_STILL_LISTED,
        _("Helt i orden. I bliver på listen, og vi skriver, når der er et andet hold."),
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_REMINDER,
        _("Hej fra {service}. Kurset er {start}, {place}. Svar 0, hvis I ikke kan komme."),
        occasion=Occasion.REMINDER,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_SEE_YOU,
        _("Hej fra {service}. Vi ses næste gang på kurset: {start}, {place}."),
        occasion=Occasion.REMINDER,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_ABSENCE,
        _("Tak for beskeden. Vi ses næste gang."),
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_CANCELLED,
        _(
            "Hej fra {service}. Vi må desværre aflyse kurset. I er blandt de første, vi "
            "skriver til om det næste."
        ),
        occasion=Occasion.CHANGE,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_WHY,
        _(
            "Helt i orden, tak for svaret. Vil du fortælle hvorfor? Det er frivilligt.\n1: Har "
            "travlt lige nu\n2: Tid eller sted passer ikke\n3: Vil ikke i gruppe\n4: Det går "
            "fint lige nu"
        ),
        parts=2,
        menu=COURSE_REASONS,
        occasion=Occasion.DECLINE,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_OR_AT_HOME,
        _(
            "Det er helt i orden. Kurset kan også være hjemme hos jer, uden andre forældre. "
            "Svar 1 for ja tak eller 0 for nej tak."
        ),
        occasion=Occasion.DECLINE,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_UNCLEAR,
        _("Det forstod jeg ikke helt. Svar med et af tallene, eller ring til os på {phone}."),
        offers=(COSP,),
    ),
)
