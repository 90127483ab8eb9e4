"""Which language a family is written to in: its own once a reviewer approved it, the municipality sends drafts, or
the parent asked for it."""

from bot.messages.catalogues import Catalogues, CatalogueState
from domain.ids import DANISH, Language
from domain.settings import MunicipalitySettings


def language_to_send(
    preferred: Language, settings: MunicipalitySettings, catalogues: Catalogues, asked: bool = False
) -> Language:
    """The family's own language where the municipality has it and may send it, otherwise Danish.

    ``asked``: the parent asked for it ("9"), so a draft is better than a language it does not read.
    """
    if preferred not in settings.languages:
        return DANISH
    match catalogues[preferred].state:
        case CatalogueState.HOUSE | CatalogueState.APPROVED:
            return preferred
        case CatalogueState.DRAFT if settings.send_drafts or asked:
            return preferred
        case _:
            return DANISH


def line_language(
    preferred: Language, settings: MunicipalitySettings, catalogues: Catalogues, asked: bool = False
) -> Language | None:
    """The language of the one line ("Svar 9 for …") under a Danish text, or None when none is offered.

    A line is for families whose language the municipality has, but whose texts wait for a reviewer.
    """
    if preferred not in settings.languages:
        return None
    if language_to_send(preferred, settings, catalogues, asked) == preferred:
        return None
    return None if catalogues[preferred].state is CatalogueState.MISSING else preferred
