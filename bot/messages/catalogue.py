"""Every sentence a family can read, whole and in Danish; the other languages stand in ``locales/``.

The rules are those of ``docs/wording.md``; the guard checks the rendered texts. Only letters of GSM-7, so that a
Danish SMS has room for 160.
"""

from collections.abc import Mapping

from bot.messages import keys
from bot.messages.text import Occasion, Text, _
from domain.ids import OfferKey
from domain.offers import COURSE_REASONS, VISIT_REASONS
from domain.texts import TextKey

COSP = OfferKey("cosp")

# With a line in another script there is room for 201 letters: what, free, voluntary, and the times.
_VISIT_WITH_LINE = (
    "{service}: Et gratis, frivilligt besøg hos jer?\n"
    "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen sms"
)
_PHONE_WITH_LINE = (
    "{service}: En gratis, frivillig snak i telefonen?\n"
    "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen sms"
)
_AGAIN_WITH_LINE = (
    "{service}: Her er to tider til et besøg:\n"
    "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen sms"
)

_INVITATIONS = (
    Text(
        keys.VISIT_18M_FIRST,
        _(
            "Hej fra {service}. Når et barn er omkring 1,5 år, kommer vi gerne på besøg til en snak om det, "
            "der fylder hos jer: søvn, mad eller leg. Gratis og frivilligt.\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=_VISIT_WITH_LINE,
    ),
    Text(
        keys.VISIT_18M_FIRST_NURSE,
        _(
            "Hej fra {service}. Når et barn er omkring 1,5 år, kommer {nurse} gerne på besøg til en snak om "
            "det, der fylder hos jer: søvn, mad eller leg. Gratis og frivilligt.\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=_VISIT_WITH_LINE,
    ),
    Text(
        keys.VISIT_3Y_FIRST,
        _(
            "Hej fra {service}. Når et barn bliver 3 år, kommer vi gerne på besøg til en snak om det, der "
            "fylder hos jer: børnehave, søvn eller leg. Gratis og frivilligt.\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=_VISIT_WITH_LINE,
    ),
    Text(
        keys.VISIT_3Y_FIRST_NURSE,
        _(
            "Hej fra {service}. Når et barn bliver 3 år, kommer {nurse} gerne på besøg til en snak om det, "
            "der fylder hos jer: børnehave, søvn eller leg. Gratis og frivilligt.\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=_VISIT_WITH_LINE,
    ),
    Text(
        keys.VISIT_FIRST,
        _(
            "Hej fra {service}. Vi tilbyder jer et besøg og en snak om det, der fylder hos jer lige nu. "
            "Gratis og frivilligt.\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=_VISIT_WITH_LINE,
    ),
    Text(
        keys.VISIT_FIRST_NURSE,
        _(
            "Hej fra {service}. {nurse} kommer gerne på besøg til en snak om det, der fylder hos jer lige nu. "
            "Gratis og frivilligt.\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=_VISIT_WITH_LINE,
    ),
    Text(
        keys.VISIT_FIRST_PHONE,
        _(
            "Hej fra {service}. I denne tid ringer vi i stedet for at komme på besøg. Vil I have en snak om "
            "det, der fylder hos jer? Gratis og frivilligt.\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=_PHONE_WITH_LINE,
    ),
    Text(
        keys.VISIT_SECOND,
        _(
            "Hej fra {service}. Her er to andre tider til en snak hos jer:\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
    ),
    Text(
        keys.VISIT_THIRD,
        _(
            "Hej fra {service}. Døren står åben, hvis I får lyst til et besøg. "
            "Svar 1 for at se tider eller 0 for nej tak. Så skriver vi ikke mere om det."
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
    ),
    Text(
        keys.VISIT_ASKED_AGAIN,
        _(
            "Hej fra {service}. I bad os skrive igen om et besøg. Her er to tider:\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=_AGAIN_WITH_LINE,
    ),
    Text(
        keys.DOOR_OPEN_UNCLEAR,
        _("Det forstod jeg ikke helt. Svar 1 for at se tider, 0 for nej tak, eller ring til os på {phone}."),
    ),
)

_TIMES = (
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

_BOOKINGS = (
    Text(
        keys.BOOKED_HOME,
        _("Tak. {nurse} kommer hjem til jer {start}. Passer det ikke alligevel, så skriv FLYT eller AFLYS."),
        occasion=Occasion.BOOKING,
    ),
    Text(
        keys.BOOKED_PHONE,
        _("Tak. {nurse} ringer til jer {start}. Passer det ikke alligevel, så skriv FLYT eller AFLYS."),
        occasion=Occasion.BOOKING,
    ),
    Text(
        keys.BOOKED_ALREADY,
        _(
            "I har en aftale med {nurse} {start}. Den står ved magt. Skriv FLYT eller AFLYS, hvis den ikke passer."
        ),
        occasion=Occasion.BOOKING,
    ),
    Text(
        keys.BOOKED_BY_OTHER,
        _("Der er nu aftalt besøg af {nurse} {start}. Skriv FLYT eller AFLYS, hvis det ikke passer."),
        occasion=Occasion.BOOKING,
    ),
    Text(
        keys.MOVED_HOME,
        _("Aftalen er flyttet. {nurse} kommer nu {start}. Skriv FLYT eller AFLYS, hvis det ikke passer."),
        occasion=Occasion.CHANGE,
    ),
    Text(
        keys.MOVED_PHONE,
        _("Aftalen er flyttet. {nurse} ringer nu {start}. Skriv FLYT eller AFLYS, hvis det ikke passer."),
        occasion=Occasion.CHANGE,
    ),
    Text(
        keys.REMINDER_HOME,
        _("Hej fra {service}. {nurse} kommer {start}. Passer det?\n1: Ja\n2: Flyt\n3: Aflys"),
        occasion=Occasion.REMINDER,
    ),
    Text(
        keys.REMINDER_PHONE,
        _("Hej fra {service}. {nurse} ringer {start}. Passer det?\n1: Ja\n2: Flyt\n3: Aflys"),
        occasion=Occasion.REMINDER,
    ),
    Text(
        keys.EVE_HOME,
        _("Vi ses snart: {nurse} kommer {start}. Passer det ikke, så skriv FLYT eller AFLYS."),
        occasion=Occasion.REMINDER,
    ),
    Text(
        keys.EVE_PHONE,
        _("Vi tales snart ved: {nurse} ringer {start}. Passer det ikke, så skriv FLYT eller AFLYS."),
        occasion=Occasion.REMINDER,
    ),
    Text(keys.REMINDER_KEPT, _("Tak. Det står fast: {start}."), occasion=Occasion.REMINDER),
    Text(
        keys.REMINDER_UNCLEAR,
        _("Det forstod jeg ikke helt. Aftalen er {start}. Svar 1: Det passer, 2: Flyt, 3: Aflys."),
        occasion=Occasion.REMINDER,
    ),
    Text(
        keys.FREED_TWO,
        _("Det er helt i orden. Vi finder en ny tid:\n1: {first}\n2: {second}\n3: Anden tid\n0: Intet besøg"),
        occasion=Occasion.CHANGE,
    ),
    Text(
        keys.FREED_ONE,
        _("Det er helt i orden. Vi finder en ny tid:\n1: {first}\n2: Anden tid\n0: Intet besøg"),
        occasion=Occasion.CHANGE,
    ),
    Text(
        keys.FREED_NONE,
        _(
            "Det er helt i orden. Lige nu er der ingen andre tider, men en af os skriver eller ringer til jer."
        ),
        occasion=Occasion.CHANGE,
    ),
    Text(
        keys.CANCELLED,
        _("Aftalen {start} er aflyst. Tak, fordi du gav besked. Skriv bare, hvis I vil have en ny tid."),
        occasion=Occasion.CHANGE,
    ),
)

_NOES = (
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

_STOPPING = (
    Text(
        keys.STOPPED,
        _("Du får ikke flere beskeder fra {service}. Skriv START, hvis du vil have dem igen."),
        occasion=Occasion.STOPPING,
    ),
    Text(
        keys.STOPPED_BOOKING,
        _(
            "Du får ikke flere beskeder fra {service}. Aftalen {start} står stadig; ring på {phone}, "
            "hvis den skal ændres. Skriv START, hvis du vil have beskeder igen."
        ),
        parts=2,
        occasion=Occasion.STOPPING,
    ),
    Text(keys.STARTED, _("Tak. Du får igen beskeder fra {service}."), occasion=Occasion.STOPPING),
    Text(
        keys.WRONG_NUMBER_SORRY,
        _("Undskyld forstyrrelsen. Vi skriver ikke til dette nummer igen."),
        occasion=Occasion.STOPPING,
    ),
    Text(
        keys.MOVED_AWAY_NOTED,
        _("Tak for beskeden. Så stopper vi her. Vi ønsker jer alt godt det nye sted."),
        occasion=Occasion.STOPPING,
    ),
)

_PEOPLE = (
    Text(
        keys.PERSON_OPEN,
        _(
            "Tak. En sundhedsplejerske læser din besked og svarer her eller ringer. Du kan også ringe på {phone}."
        ),
        occasion=Occasion.HANDOVER,
    ),
    Text(
        keys.PERSON_CLOSED,
        _("Tak. Lige nu læser ingen med. En sundhedsplejerske svarer fra {opens}. Telefon: {phone}."),
        occasion=Occasion.HANDOVER,
    ),
    Text(
        keys.WAITING_FOR_HUMAN,
        _("Tak, din besked er gemt. En sundhedsplejerske svarer fra {opens}. Telefon: {phone}."),
        occasion=Occasion.HANDOVER,
    ),
    Text(
        keys.CRISIS_OPEN,
        _(
            "Tak, fordi du skriver det. Er der fare lige nu, så ring {emergency}. {regional}. "
            "En sundhedsplejerske får besked med det samme og kontakter dig."
        ),
        parts=2,
        occasion=Occasion.CRISIS,
    ),
    Text(
        keys.CRISIS_CLOSED,
        _(
            "Tak, fordi du skriver det. Er der fare lige nu, så ring {emergency}. {regional}. "
            "Lige nu læser ingen beskeder her. En sundhedsplejerske kontakter dig fra {opens}."
        ),
        parts=2,
        occasion=Occasion.CRISIS,
    ),
    Text(
        keys.CRISIS_OPEN_EMERGENCY,
        _(
            "Tak, fordi du skriver det. Er der fare lige nu, så ring {emergency}. "
            "En sundhedsplejerske får besked med det samme og kontakter dig."
        ),
        parts=2,
        occasion=Occasion.CRISIS,
    ),
    Text(
        keys.CRISIS_CLOSED_EMERGENCY,
        _(
            "Tak, fordi du skriver det. Er der fare lige nu, så ring {emergency}. "
            "Lige nu læser ingen beskeder her. En sundhedsplejerske kontakter dig fra {opens}."
        ),
        parts=2,
        occasion=Occasion.CRISIS,
    ),
    Text(
        keys.INFO_NOTHING,
        _("Dette er {service}. Vi har ingen aftale med dig lige nu. Ring på {phone}, hvis du har spørgsmål."),
    ),
    Text(
        keys.INFO_OFFER,
        _(
            "Dette er {service}. Vi tilbyder jer en snak om hverdagen med barn. Det er gratis, frivilligt, og I "
            "vælger, hvad vi taler om. Svar 1 for at se tider eller 0 for nej tak. Spørgsmål: {phone}."
        ),
        parts=2,
    ),
    Text(
        keys.INFO_BOOKED,
        _(
            "Aftalen er {start} med {nurse}. Skriv FLYT eller AFLYS, hvis den ikke passer. Spørgsmål: {phone}."
        ),
    ),
    Text(keys.NOT_TEXT, _("Jeg kan desværre kun læse tekst. Skriv gerne et tal eller et par ord.")),
    Text(
        keys.UNCLEAR,
        _(
            "Det forstod jeg ikke helt. Skriv HJÆLP for at få svar fra en sundhedsplejerske, eller ring på {phone}."
        ),
    ),
    Text(keys.ACK, _("Selv tak.")),
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
    Text(
        keys.RATING_ASK,
        _(
            "Tak for sidst. I hvor høj grad fik I noget ud af besøget?\n"
            "4: I høj grad\n3: I nogen grad\n2: I mindre grad\n1: Slet ikke"
        ),
        occasion=Occasion.FEEDBACK,
    ),
    Text(keys.RATING_THANKS, _("Tak for svaret. Det hjælper os."), occasion=Occasion.FEEDBACK),
    Text(
        keys.UNKNOWN_SENDER,
        _("Hej. Dette nummer sender beskeder fra {service}. Ring på {phone}, hvis du har et spørgsmål."),
    ),
    Text(
        keys.LINK_ASK,
        _("Hej. Skriv koden fra brevet fra {service}, så får du beskeder her. Ingen kode? Ring på {phone}."),
    ),
    Text(keys.LINKED, _("Tak. Du får nu beskeder fra {service} her. Skriv STOP, hvis du ikke vil have dem.")),
    Text(keys.LINK_FAILED, _("Den kode kender vi ikke. Prøv igen, eller ring på {phone}.")),
    Text(
        keys.STAFF_ALARM,
        "Thousand Days: En samtale har brug for et menneske nu. Se siden 'Venter på svar'.",
        occasion=Occasion.STAFF,
    ),
)

# Counted as an SMS a letter would take so many parts; on paper it does not matter.
_PAGE = 12

_LETTERS = (
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

_COURSES = (
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
            "Tak. Vi skriver, så snart et hold passer. Skriv bare, hvis noget ændrer sig. "
            "Svar 0, hvis I ikke længere vil være med."
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
            "med, eller 0, hvis I ikke længere vil."
        ),
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

TEXTS: Mapping[TextKey, Text] = {
    text.key: text
    for text in (*_INVITATIONS, *_TIMES, *_BOOKINGS, *_NOES, *_STOPPING, *_PEOPLE, *_LETTERS, *_COURSES)
}
"""Every text by its key."""
