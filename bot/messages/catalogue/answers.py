"""Answers to a question, to thanks, to what is not text, and how much a visit was worth."""

from bot.messages import keys
from bot.messages.text import Occasion, Text, _

ANSWERS = (
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
    Text(
        keys.RATING_ASK,
        _(
            "Tak for sidst. I hvor høj grad fik I noget ud af besøget?\n"
            "4: I høj grad\n3: I nogen grad\n2: I mindre grad\n1: Slet ikke"
        ),
        occasion=Occasion.FEEDBACK,
    ),
    Text(keys.RATING_THANKS, _("Tak for svaret. Det hjælper os."), occasion=Occasion.FEEDBACK),
)
