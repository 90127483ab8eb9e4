"""Alarms to a colleague; never to a family."""

from bot.messages import keys
from bot.messages.text import Occasion, Text

STAFF = (
    Text(
        keys.STAFF_ALARM,
        "Thousand Days: En samtale har brug for et menneske nu. Se siden 'Venter på svar'.",
        occasion=Occasion.STAFF,
    ),
)
