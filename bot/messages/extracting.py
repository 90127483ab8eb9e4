"""Danish sentences out of the catalogue and into every ``.po`` file, with what a translator must know beside each.

The files carry no dates and no line numbers, so that an update without new sentences changes nothing.
"""

import argparse
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from babel.plural import to_gettext

from bot.messages.catalogues import LOCALES, CatalogueState, read_state
from bot.messages.dates import STYLES
from bot.messages.text import Occasion, Text
from domain.ids import DANISH, ENGLISH, LANGUAGES, Language
from domain.texts import TextKey

SOURCES = sorted(Path(__file__).with_name("catalogue").glob("*.py"))
TEMPLATE = "messages.pot"
_KEYWORDS = {"_": None, "_n": (1, 2)}


def template(sources: Iterable[Path], texts: Mapping[TextKey, Text]) -> Catalog:
    """Every marked sentence of the sources, each with its key, budget and menu as a comment.

    They stand as the catalogue has them; a marked sentence that belongs to no text comes last.
    """
    notes = {text.danish: _note(text) for text in texts.values()}
    places = {danish: place for place, danish in enumerate(notes)}
    marked = [sentence for source in sources for sentence in _marked(source)]
    found = Catalog(fuzzy=False)
    for first, message, comments in sorted(marked, key=lambda sentence: places.get(sentence[0], len(places))):
        found.add(message, auto_comments=[*notes.get(first, ()), *comments])
    return found


def updated(old: bytes | None, language: Language, sentences: Catalog) -> bytes:
    """A language's catalogue with exactly these sentences: translations are kept, new ones are empty.

    A new catalogue is a draft; the state and the reviewer of an old one stay as they are.
    """
    state, reviewer = ("", "") if old is None else read_state(old.decode())
    if not state:
        state = CatalogueState.HOUSE if language == ENGLISH else CatalogueState.DRAFT
    source = old or _header(language, state, reviewer).encode()
    catalog = read_po(BytesIO(source), locale=str(language))
    catalog.update(sentences, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    return write_catalogue(catalog, language, state, reviewer)


def write_catalogue(catalog: Catalog, language: Language, state: str, reviewer: str) -> bytes:
    """A catalogue as its ``.po`` file, with the state and the reviewer in its header."""
    return _header(language, state, reviewer).encode() + _body(catalog)


def update(
    folder: Path, sources: Iterable[Path], texts: Mapping[TextKey, Text], check: bool = False
) -> list[Path]:
    """Bring every catalogue up to date and name the files that changed; with ``check`` nothing is written."""
    sentences = template(sources, texts)
    wanted = {folder / TEMPLATE: _header(None, "", "").encode() + _body(sentences)}
    for language in LANGUAGES:
        if language != DANISH:
            path = folder / language / "LC_MESSAGES" / "messages.po"
            wanted[path] = updated(path.read_bytes() if path.exists() else None, language, sentences)
    changed = [path for path, content in wanted.items() if not path.exists() or path.read_bytes() != content]
    if not check:
        for path in changed:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[path])
    return changed


def main(arguments: list[str]) -> int:
    """``update`` writes the catalogues, ``check`` only names those that an update would change (status 1)."""
    parser = argparse.ArgumentParser(prog="python -m bot.messages.catalogues", description=main.__doc__)
    parser.add_argument("what", choices=["update", "check"])
    what = parser.parse_args(arguments).what
    from bot.messages.catalogue import TEXTS

    changed = update(LOCALES, SOURCES, TEXTS, check=what == "check")
    for path in changed:
        print(f"{path.relative_to(LOCALES)}: {'out of date' if what == 'check' else 'updated'}")
    return int(what == "check" and bool(changed))


def _marked(source: Path) -> Iterator[tuple[str, str | tuple[str, ...], list[str]]]:
    """The sentences of one file: the Danish, with its plural where it counts, and the notes to translators."""
    for _, message, comments, _ in extract_from_file(
        "python", str(source), keywords=_KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    ):
        yield (message if isinstance(message, str) else message[0]), message, comments


def _body(catalog: Catalog) -> bytes:
    out = BytesIO()
    write_po(out, catalog, width=100, no_location=True, omit_header=True, ignore_obsolete=True)
    return out.getvalue()


def _header(language: Language | None, state: str, reviewer: str) -> str:
    """The header of a catalogue, or of the template where there is no language."""
    fields = [("Project-Id-Version", "thousand-days"), ("MIME-Version", "1.0")]
    fields += [("Content-Type", "text/plain; charset=utf-8"), ("Content-Transfer-Encoding", "8bit")]
    if language is not None:
        fields += [
            ("Language", str(language)),
            ("Plural-Forms", to_gettext(Locale.parse(STYLES[language].locale).plural_form)),
            ("X-Thousand-Days-State", state),
            ("X-Thousand-Days-Reviewer", reviewer),
        ]
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in fields)
    return f'msgid ""\nmsgstr ""\n{lines}\n'


def _note(text: Text) -> Iterable[str]:
    """What a translation must keep, in words."""
    kind = "an alarm to staff" if text.occasion is Occasion.STAFF else text.occasion
    yield f"{text.key} ({kind}); at most {max(3, text.parts)} SMS parts, {text.parts} in English"
    if text.menu:
        numbered = ", ".join(f"{number} = {reason}" for number, reason in enumerate(text.menu, start=1))
        yield f"The numbers store: {numbered}; keep them in this order"
