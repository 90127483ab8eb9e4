"""When a human takes over, in office hours and outside them, and the fixed crisis reply."""

from bot.messages import keys
from bot.messages.text import Occasion, Text, _

PEOPLE = (
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
)
