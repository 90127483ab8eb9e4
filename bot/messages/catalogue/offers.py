"""What an offer of the settings says for itself, what is held elsewhere than at home, and what a family hears ahead."""

from bot.messages import keys
from bot.messages.text import Occasion, Text, _

# With a line in another script there is room for 201 letters: what, free, voluntary, and the times.
_WITH_LINE = (
    "{service}: En gratis, frivillig snak?\n"
    "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen sms"
)
_AGAIN_WITH_LINE = (
    "{service}: Her er to tider til en snak:\n"
    "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen sms"
)

OFFERS = (
    Text(
        keys.OFFER_FIRST,
        # Translators: {about} is a whole sentence of the municipality's own about its offer.
        _(
            "Hej fra {service}. {about} Gratis og frivilligt.\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=_WITH_LINE,
    ),
    Text(
        keys.MEETING_FIRST,
        _(
            "Hej fra {service}. Vi tilbyder jer en snak om det, der fylder hos jer lige nu. "
            "Gratis og frivilligt.\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=_WITH_LINE,
    ),
    Text(
        keys.MEETING_SECOND,
        _(
            "Hej fra {service}. Her er to andre tider til en snak:\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
    ),
    Text(
        keys.MEETING_THIRD,
        _(
            "Hej fra {service}. Døren står åben, hvis I får lyst til en snak. "
            "Svar 1 for at se tider eller 0 for nej tak. Så skriver vi ikke mere om det."
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
    ),
    Text(
        keys.MEETING_ASKED_AGAIN,
        _(
            "Hej fra {service}. I bad os skrive igen om en snak. Her er to tider:\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=_AGAIN_WITH_LINE,
    ),
    Text(
        keys.MEETING_BOOKED,
        _("Tak. I har en aftale med {nurse} {start}. Passer det ikke alligevel, så skriv FLYT eller AFLYS."),
        occasion=Occasion.BOOKING,
    ),
    Text(
        keys.MEETING_BOOKED_BY_OTHER,
        _("Der er nu aftalt en tid med {nurse} {start}. Skriv FLYT eller AFLYS, hvis det ikke passer."),
        occasion=Occasion.BOOKING,
    ),
    Text(
        keys.MEETING_MOVED,
        _("Aftalen med {nurse} er flyttet til {start}. Skriv FLYT eller AFLYS, hvis det ikke passer."),
        occasion=Occasion.CHANGE,
    ),
    Text(
        keys.MEETING_REMINDER,
        _("Hej fra {service}. I har en aftale med {nurse} {start}. Passer det?\n1: Ja\n2: Flyt\n3: Aflys"),
        occasion=Occasion.REMINDER,
    ),
    Text(
        keys.MEETING_EVE,
        _("Vi ses snart: aftalen med {nurse} er {start}. Passer det ikke, så skriv FLYT eller AFLYS."),
        occasion=Occasion.REMINDER,
    ),
    Text(keys.PLACE_DAYCARE, _("Vi mødes i dagtilbuddet."), occasion=Occasion.BOOKING),
    Text(keys.PLACE_SCHOOL, _("Vi mødes på skolen."), occasion=Occasion.BOOKING),
    Text(keys.PLACE_OFFICE, _("Vi mødes hos sundhedsplejen."), occasion=Occasion.BOOKING),
    Text(
        keys.WITH_COLLEAGUE,
        # Translators: a colleague of another profession takes part in the visit.
        _("Der er også en kollega med."),
        occasion=Occasion.BOOKING,
    ),
    Text(
        keys.OFFER_ANNOUNCED,
        _(
            "Tak for snakken. Snart hører I fra os igen med et nyt tilbud. Det er frivilligt, og I behøver "
            "ikke gøre noget nu."
        ),
        occasion=Occasion.FEEDBACK,
    ),
    Text(
        keys.ANSWERED_BY_OTHER,
        # Translators: to the other parent, after one parent has said no; it must not tell who said it or what.
        _(
            "Vi har fået svar fra jer og skriver ikke mere om det. Vil I alligevel gerne have en tid, så "
            "skriv JA."
        ),
        occasion=Occasion.DECLINE,
    ),
)
