"""An appointment: booked, reminded of, moved, freed and cancelled."""

from bot.messages import keys
from bot.messages.text import Occasion, Text, _

BOOKINGS = (
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
        keys.NEW_TIME_TWO,
        # Translators: a colleague has moved the visit, for the family's sake or ours: neutral, nobody is to blame.
        _("Nye tider i stedet for {start}:\n1: {first}\n2: {second}\n3: Anden tid\n0: Intet besøg"),
        occasion=Occasion.CHANGE,
    ),
    Text(
        keys.NEW_TIME_ONE,
        _("Ny tid i stedet for {start}:\n1: {first}\n2: Anden tid\n0: Intet besøg"),
        occasion=Occasion.CHANGE,
    ),
    Text(
        keys.NEW_TIME_NONE,
        _("Vi finder en ny tid i stedet for {start}. En af os skriver eller ringer til jer."),
        occasion=Occasion.CHANGE,
    ),
    Text(
        keys.CANCELLED,
        _("Aftalen {start} er aflyst. Tak, fordi du gav besked. Skriv bare, hvis I vil have en ny tid."),
        occasion=Occasion.CHANGE,
    ),
)
