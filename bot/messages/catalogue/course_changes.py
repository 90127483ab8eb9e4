"""The parent course, continued: a wish that changes, a session that moves, three questions after the last one."""

from bot.messages import keys
from bot.messages.catalogue.courses import COSP
from bot.messages.text import Occasion, Text, _

COURSE_CHANGES = (
    Text(
        keys.COURSE_CHANGE,
        _(
            "Hvad vil I ændre?\n1: Tid på dagen\n2: Ugedag\n3: Hvem der kommer\n4: Hold, "
            "pasning, mad eller sprog\n0: Vi vil ikke længere være med"
        ),
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_ASK_DAY,
        _(
            "Hvilken ugedag passer bedst?\n1: Mandag\n2: Tirsdag\n3: Onsdag\n4: Torsdag\n5: "
            "Fredag\n6: Alle dage passer"
        ),
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_INFO,
        _(
            "Dette er {service}. I kan være med på TryghedsCirklen, et kursus for forældre. Det "
            "er gratis og frivilligt. Svar 1 for ja tak eller 0 for nej tak. Spørgsmål: {phone}."
        ),
        parts=2,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_INFO_DISCREET,
        _(
            "Dette er {service}. I kan være med på et kursus for forældre. Det er gratis og frivilligt. "
            "Svar 1 for ja tak eller 0 for nej tak. Spørgsmål: {phone}."
        ),
        parts=2,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_MOVED,
        # Translators: {day} is the day the session was planned for, {start} its new day and hour.
        _("Hej fra {service}. Kurset {day} er flyttet. Nu er det {start}, {place}."),
        occasion=Occasion.CHANGE,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_NEW_ROOM,
        _("Hej fra {service}. Kurset er et nyt sted: {place}. Næste gang er {start}."),
        occasion=Occasion.CHANGE,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_RATE_EXPECTED,
        _(
            "Hej fra {service}. Tak, fordi I var med. Tre korte spørgsmål, hvis du har lyst. I "
            "hvor høj grad levede kurset op til dine forventninger?\n4: I høj grad\n3: I nogen "
            "grad\n2: I mindre grad\n1: Slet ikke"
        ),
        parts=2,
        occasion=Occasion.FEEDBACK,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_RATE_LEARNED,
        _(
            "Tak. I hvor høj grad gav kurset dig ny viden om dit barns behov og signaler?\n4: I "
            "høj grad\n3: I nogen grad\n2: I mindre grad\n1: Slet ikke"
        ),
        occasion=Occasion.FEEDBACK,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_RATE_THEMES,
        _(
            "Tak. I hvor høj grad var kursets temaer relevante for dig?\n4: I høj grad\n3: I "
            "nogen grad\n2: I mindre grad\n1: Slet ikke"
        ),
        occasion=Occasion.FEEDBACK,
        offers=(COSP,),
    ),
    Text(
        keys.COURSE_RATE_THANKS,
        _("Tak for svarene, og tak, fordi I var med."),
        occasion=Occasion.FEEDBACK,
        offers=(COSP,),
    ),
)
