"""Catalogues on disk for the examples, written by the product's own extraction."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from bot.messages.catalogues import Catalogues
from bot.messages.extracting import update, write_catalogue
from bot.messages.rendering import Renderer
from domain.ids import Language
from tests.messages.examples import ARABIC, EXAMPLES, POLISH, SOURCES

Translate = Callable[[str, Mapping[str, str | tuple[str, ...]], str, str], None]


@pytest.fixture
def locales(tmp_path: Path) -> Path:
    update(tmp_path, SOURCES, EXAMPLES)
    return tmp_path


@pytest.fixture
def translate(locales: Path) -> Translate:
    """Fill in translations of one language, with the state and the reviewer its header then names."""

    def fill(
        language: str,
        sentences: Mapping[str, str | tuple[str, ...]],
        state: str = "draft",
        reviewer: str = "",
    ) -> None:
        path = locales / language / "LC_MESSAGES" / "messages.po"
        catalog = read_po(BytesIO(path.read_bytes()), locale=language)
        for danish, sentence in sentences.items():
            message = catalog.get(danish)
            assert message is not None
            message.string = sentence
        path.write_bytes(write_catalogue(catalog, Language(language), state, reviewer))

    return fill


@pytest.fixture
def renderer(locales: Path, translate: Translate) -> Renderer:
    translate("ar", ARABIC, "draft", "")
    translate("pl", POLISH, "draft", "")
    return Renderer(EXAMPLES, Catalogues(locales))
