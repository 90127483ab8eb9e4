"""A number nobody knows, and linking a chat account to a guardian."""

from bot.messages import keys
from bot.messages.text import Text, _

LINKING = (
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
)
