"""STOP and START, a wrong number, a family that has moved."""

from bot.messages import keys
from bot.messages.text import Occasion, Text, _

STOPPING = (
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
