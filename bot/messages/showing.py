"""What ``texts check``, ``texts preview`` and ``texts coverage`` print, line by line."""

from collections.abc import Collection, Iterator, Sequence

from bot.messages.bidi import without_marks
from bot.messages.catalogue import OF_A_TIME, TEXTS
from bot.messages.catalogues import CatalogueState
from bot.messages.corpus import findings, offer_findings, sample_values
from bot.messages.keys import FIRST_MESSAGES, OFFER_FIRST, VISIT_FIRST, VISIT_FIRST_NURSE
from bot.messages.rendering import Renderer
from bot.messages.samples import samples_of
from bot.messages.segments import measure, price
from bot.messages.text import Occasion, Text
from domain.ids import DANISH, LANGUAGES, Language, OfferKey
from domain.offers import Place, Shape
from domain.settings import MunicipalitySettings
from domain.texts import TextKey, TextValue, Wording

_STATES = {
    CatalogueState.HOUSE: "the house's own",
    CatalogueState.APPROVED: "approved",
    CatalogueState.DRAFT: "draft",
    CatalogueState.MISSING: "no catalogue",
}

_GENERAL_FIRST = (VISIT_FIRST, VISIT_FIRST_NURSE)
_FIRST = frozenset(_GENERAL_FIRST).union(*FIRST_MESSAGES.values())
_OF_MEETINGS = frozenset(key for key in TEXTS if key.startswith("meeting."))


def check_lines(
    renderer: Renderer,
    settings: MunicipalitySettings | None = None,
    languages: Sequence[Language] = LANGUAGES,
) -> list[str]:
    """One line for each finding of the wording guard; none when every text may be sent.

    With a municipality's settings its own names and numbers are tried, without them plausible ones.
    """
    samples = None if settings is None else samples_of(settings)
    found = findings(renderer, languages, samples=samples)
    if settings is not None:
        for offer in settings.offers.values():
            found += offer_findings(renderer, renderer.texts[OFFER_FIRST], offer, settings)
    return [str(finding) for finding in found]


def counted(renderer: Renderer) -> str:
    """What a check has read, as ``coverage_lines`` counts it: staff's own texts stand apart, in Danish alone."""
    families = len(_for_families(renderer))
    staff = len(renderer.texts) - families
    return f"{families} texts for families, in every language that has them, and {staff} for staff, in Danish"


def _for_families(renderer: Renderer) -> list[Text]:
    return [text for text in renderer.texts.values() if text.occasion is not Occasion.STAFF]


def coverage_lines(renderer: Renderer, settings: MunicipalitySettings | None = None) -> Iterator[str]:
    """One line for each language: how much of what families read it has, its state and reviewer, whether it is sent."""
    texts = _for_families(renderer)
    for language in LANGUAGES:
        missing = [text.key for text in texts if not renderer.forms(text, language)]
        catalogue = renderer.catalogues[language]
        reviewer = f" by {catalogue.reviewer}" if catalogue.reviewer else ""
        translated = f"{len(texts) - len(missing)} of {len(texts)} texts for families"
        line = f"{language}  {translated}  {_STATES[catalogue.state]}{reviewer}"
        if settings is not None:
            line += f"; {_sent(renderer, language, settings)}"
        yield line
        for key in missing:
            yield f"    not translated: {key}"


def preview_lines(
    renderer: Renderer,
    language: Language,
    settings: MunicipalitySettings,
    offer: OfferKey | None = None,
    seen: Collection[TextKey] = (),
) -> Iterator[str]:
    """Every text as a phone would show it, in the order a family meets them, with its parts and its price.

    ``offer`` leaves out what belongs to other offers, ``seen`` what has been shown already. Values are examples;
    direction marks are left out, as a terminal shows them.
    """
    samples = samples_of(settings)
    order = {occasion: place for place, occasion in enumerate(Occasion)}
    a_course = offer is not None and offer in settings.offers and settings.offers[offer].shape is Shape.COURSE
    shown = [
        text
        for text in renderer.texts.values()
        if _belongs(text, offer, settings)
        and text.key not in seen
        and not (a_course and text.key in OF_A_TIME)
    ]
    for text in sorted(shown, key=lambda text: order[text.occasion]):
        values = sample_values(text, language, samples) | _own_words(settings, offer, language)
        said = renderer.render(Wording(text.key, values), language, settings.zone)
        note = "" if said.language == language else f", in {said.language}"
        yield f"{text.key} ({text.occasion}{note}): {cost_of(said.text, settings)}"
        yield from on_screen(said.text)
        yield ""


def _own_words(
    settings: MunicipalitySettings, offer: OfferKey | None, language: Language
) -> dict[str, TextValue]:
    """What the offer says of itself in this language, instead of the example."""
    about = settings.offers[offer].about if offer is not None and offer in settings.offers else {}
    return {"about": about[language]} if language in about else {}


def cost_of(text: str, settings: MunicipalitySettings) -> str:
    """What a message takes: its SMS parts, its letters in which encoding, and its price."""
    size = measure(text)
    parts = "1 part" if size.parts == 1 else f"{size.parts} parts"
    cost = price(size.parts, settings.price_per_part)
    return f"{parts}, {size.units} {size.encoding}, {cost} {settings.currency}"


def on_screen(text: str) -> Iterator[str]:
    """A message's lines as a terminal shows them, without direction marks."""
    return (f"  | {line}" for line in without_marks(text).split("\n"))


def _belongs(text: Text, offer: OfferKey | None, settings: MunicipalitySettings) -> bool:
    """Whether a family meets this text when it is offered ``offer``; an offer without its own first message has the
    general one."""
    if text.occasion is Occasion.STAFF:
        return False
    if offer is None:
        return True
    about = settings.offers.get(offer)
    if text.key in _OF_MEETINGS:
        return about is not None and about.place is not Place.HOME
    if text.key == OFFER_FIRST:
        return about is not None and bool(about.about)
    if text.key in _FIRST:
        return text.key in FIRST_MESSAGES.get(offer, _GENERAL_FIRST)
    return not text.offers or offer in text.offers


def _sent(renderer: Renderer, language: Language, settings: MunicipalitySettings) -> str:
    if language not in settings.languages:
        return "not a language of this municipality"
    if renderer.language_for(language, settings) == language:
        return "sent"
    return "not sent: families get Danish with one line in this language" if language != DANISH else "sent"
