"""The translations under ``locales/``, read straight from their ``.po`` files: no build step, three ms a language.

``python -m bot.messages.catalogues update`` takes new Danish sentences into every catalogue.
"""

import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from gettext import c2py
from io import BytesIO
from pathlib import Path

from domain.ids import DANISH, ENGLISH, Language

LOCALES = Path(__file__).resolve().parents[2] / "locales"
HOUSE_LANGUAGES = frozenset({DANISH, ENGLISH})
"""The languages the product's own texts are written in; no other catalogue may call itself the house's."""


class CatalogueState(StrEnum):
    """How far a translation is: only a named reviewer makes a draft approved."""

    HOUSE = "house"
    """Written together with the catalogue, not translated: Danish and English."""
    APPROVED = "approved"
    DRAFT = "draft"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language's sentences by their Danish; ``reviewer`` is who approved them ("" while nobody has)."""

    language: Language
    state: CatalogueState
    reviewer: str = ""
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The translated sentence, or its plural forms in the order of ``plural``; untranslated ones are absent."""
    plural: Callable[[int], int] = field(default=lambda number: int(number != 1))

    def form(self, danish: str, number: int | None = None) -> str | None:
        """The sentence for a Danish one, in the form for ``number`` where it counts; None if it is not translated."""
        forms = self.forms.get(danish)
        if forms is None:
            return None
        return forms[0] if number is None else forms[self.plural(number)]


class Catalogues:
    """All catalogues of a folder, each read when first asked for."""

    def __init__(self, folder: Path = LOCALES) -> None:
        self.folder = folder
        self._read: dict[Language, Catalogue] = {}

    def __getitem__(self, language: Language) -> Catalogue:
        found = self._read.get(language)
        if found is None:
            found = self._read[language] = read_catalogue(self.path(language), language)
        return found

    def path(self, language: Language) -> Path:
        """Where a language's catalogue lies."""
        return self.folder / language / "LC_MESSAGES" / "messages.po"


def read_catalogue(path: Path, language: Language) -> Catalogue:
    """One ``.po`` file; a file that does not exist is an empty catalogue in the state ``missing``."""
    if language == DANISH:
        return Catalogue(DANISH, CatalogueState.HOUSE)
    if not path.exists():
        return Catalogue(language, CatalogueState.MISSING)
    from babel.messages.pofile import read_po  # a tenth of a second to import, for the first translation only

    source = path.read_bytes()
    messages = read_po(BytesIO(source), locale=str(language), abort_invalid=True)
    state, reviewer = read_state(source.decode())
    forms: dict[str, tuple[str, ...]] = {}
    for message in messages:
        danish = message.id if isinstance(message.id, str) else message.id[0]
        strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        if danish and not message.fuzzy and strings and all(strings):
            forms[danish] = strings
    return Catalogue(
        language, _trusted(state, reviewer, language), reviewer, forms, c2py(messages.plural_expr)
    )


_STATE = re.compile(r'^"X-Thousand-Days-State: *([^"\\]*)', re.MULTILINE)
_REVIEWER = re.compile(r'^"X-Thousand-Days-Reviewer: *([^"\\]*)', re.MULTILINE)


def read_state(source: str) -> tuple[str, str]:
    """The state and the reviewer as the header of a ``.po`` file writes them, "" where it does not."""
    header = source.split("\n\n", 1)[0]
    state, reviewer = _STATE.search(header), _REVIEWER.search(header)
    return (state.group(1).strip() if state else "", reviewer.group(1).strip() if reviewer else "")


def _trusted(state: str, reviewer: str, language: Language) -> CatalogueState:
    """What a header is worth: approved needs a name, the house's own a house language; all else is a draft."""
    if state == CatalogueState.APPROVED and reviewer:
        return CatalogueState.APPROVED
    if state == CatalogueState.HOUSE and language in HOUSE_LANGUAGES:
        return CatalogueState.HOUSE
    return CatalogueState.DRAFT


if __name__ == "__main__":
    from bot.messages.extracting import main

    sys.exit(main(sys.argv[1:]))
