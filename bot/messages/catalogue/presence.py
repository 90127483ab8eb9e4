"""A nurse at the daycare: told to every parent there, a talk booked with a digit, cancelled by us, ended by a parent."""

from bot.messages import keys
from bot.messages.text import Occasion, Text, _
from domain.presence import ADVICE

PRESENCE = (
    Text(
        keys.PRESENCE_TOLD,
        _(
            "Hej fra {service}. {nurse} er i {place} {start}-{until}. Kig forbi, eller få en snak på {minutes} "
            "minutter om det, I vil. Gratis og frivilligt.\n1: Snak kl. {hour}\n2: Anden tid\n0: Ikke flere af "
            "disse\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=(
            "{service}: {nurse}, {place}, {start}-{until}. Gratis, frivilligt.\n1: Snak kl. {hour}\n2: Anden tid\n"
            "0: Nej tak\nSTOP"
        ),
        offers=(ADVICE,),
    ),
    Text(
        keys.PRESENCE_TOLD_TALK,
        _(
            "Hej fra {service}. {nurse} er i {place} {start}-{until} og har tid til en snak på {minutes} minutter "
            "om det, I vil. Gratis og frivilligt.\n1: Snak kl. {hour}\n2: Anden tid\n0: Ikke flere af "
            "disse\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        language_line=True,
        with_line=(
            "{service}: {nurse}, {place}, {start}-{until}. Gratis, frivilligt.\n1: Snak kl. {hour}\n2: Anden tid\n"
            "0: Nej tak\nSTOP"
        ),
        offers=(ADVICE,),
    ),
    Text(
        keys.PRESENCE_TOLD_OPEN,
        _(
            "Hej fra {service}. {nurse} er i {place} {start}-{until}. Kig forbi og tal om det, I vil. Gratis og "
            "frivilligt. I behøver ikke svare.\nSTOP: ingen beskeder"
        ),
        parts=2,
        occasion=Occasion.INVITATION,
        offers=(ADVICE,),
    ),
    Text(
        keys.TALK_BOOKED,
        _("Tak. {nurse} er klar {start}, {place}. Skal barnets pædagog være med?\n1: Ja\n2: Nej"),
        occasion=Occasion.BOOKING,
        offers=(ADVICE,),
    ),
    Text(
        keys.TALK_WITH,
        _("Godt, vi beder pædagogen komme med. Skriv FLYT eller AFLYS, hvis tiden ikke passer alligevel."),
        occasion=Occasion.BOOKING,
        offers=(ADVICE,),
    ),
    Text(
        keys.TALK_WITHOUT,
        _("Godt, så er det bare jer. Skriv FLYT eller AFLYS, hvis tiden ikke passer alligevel."),
        occasion=Occasion.BOOKING,
        offers=(ADVICE,),
    ),
    Text(
        keys.TALK_BY_OTHER,
        _(
            "Der er nu aftalt en snak med {nurse} {start}, {place}. Skriv FLYT eller AFLYS, hvis det ikke passer."
        ),
        parts=2,
        occasion=Occasion.BOOKING,
        offers=(ADVICE,),
    ),
    Text(
        keys.TALK_MOVED,
        _(
            "Aftalen er flyttet. {nurse} er klar {start}, {place}. Skriv FLYT eller AFLYS, hvis det ikke passer."
        ),
        parts=2,
        occasion=Occasion.CHANGE,
        offers=(ADVICE,),
    ),
    Text(
        keys.TALK_REMINDER,
        _(
            "Hej fra {service}. I har en snak med {nurse} {start}, {place}. Passer det?\n1: Ja\n2: Flyt\n3: Aflys"
        ),
        parts=2,
        occasion=Occasion.REMINDER,
        offers=(ADVICE,),
    ),
    Text(
        keys.TALK_NONE,
        _("Lige nu er der ikke flere tider til en snak. Kig gerne forbi, eller ring til os på {phone}."),
        offers=(ADVICE,),
    ),
    Text(
        keys.TALK_OFF_TWO,
        _(
            "Vi må desværre aflyse snakken {start}. Det er os, der ikke kan. Her er to andre tider:\n"
            "1: {first}\n2: {second}\n3: Anden tid\n0: Nej tak"
        ),
        parts=2,
        occasion=Occasion.CHANGE,
        offers=(ADVICE,),
    ),
    Text(
        keys.TALK_OFF_ONE,
        _(
            "Vi må desværre aflyse snakken {start}. Det er os, der ikke kan. Vi har denne tid:\n"
            "1: {first}\n2: Anden tid\n0: Nej tak"
        ),
        parts=2,
        occasion=Occasion.CHANGE,
        offers=(ADVICE,),
    ),
    Text(
        keys.TALK_OFF_NONE,
        _(
            "Vi må desværre aflyse snakken {start}. Det er os, der ikke kan. En af os skriver eller ringer til jer "
            "om en ny tid."
        ),
        parts=2,
        occasion=Occasion.CHANGE,
        offers=(ADVICE,),
    ),
    Text(
        keys.PRESENCE_OFF,
        _(
            "Hej fra {service}. {nurse} er desværre ikke i {place} {start} alligevel. Vi skriver om den næste gang."
        ),
        parts=2,
        occasion=Occasion.CHANGE,
        offers=(ADVICE,),
    ),
    Text(
        keys.PRESENCE_CLOSED,
        _(
            "Helt i orden. Du får ikke flere beskeder om disse besøg i dagtilbuddet. Kig gerne forbi alligevel. "
            "Skriv START, hvis du vil have dem igen."
        ),
        parts=2,
        occasion=Occasion.DECLINE,
        offers=(ADVICE,),
    ),
    Text(
        keys.PRESENCE_FINE,
        _("Helt i orden. Kig gerne forbi en anden gang."),
        occasion=Occasion.DECLINE,
        offers=(ADVICE,),
    ),
)
