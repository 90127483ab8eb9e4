"""The invitations of the visits: the first word a family hears of an offer."""

from bot.messages import keys
from bot.messages.text import Occasion, Text, _

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

INVITATIONS = (
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
