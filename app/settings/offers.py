"""Whether the offers of a municipality make sense: their ages, who takes part, and what families read of them."""

from collections.abc import Iterator

from app.settings.reading import Reader, join
from bot.messages import keys
from bot.messages.catalogue import TEXTS
from bot.messages.corpus import offer_findings
from bot.messages.rendering import Renderer
from domain.offers import VISIT_REASONS, Offer, Place, Shape, StartedBy
from domain.settings import MunicipalitySettings

LAST_WEEK = 42
LONGEST_NAME = 60
LONGEST_PROFESSION = 40


def check_offers(settings: MunicipalitySettings, reader: Reader) -> None:
    """Every offer in itself, with its colleague, and its sentences read by the wording guard."""
    _check_partners(settings, reader)
    for key, offer in settings.offers.items():
        at = f"offers.{key}"
        _check_shape(offer, at, reader)
        _check_due(offer, at, reader)
        _check_links(offer, at, settings, reader)
        _check_about(offer, at, settings, reader)


def _check_shape(offer: Offer, at: str, reader: Reader) -> None:
    if not 5 <= offer.minutes <= 480:
        reader.complain(f"{at}.minutes", "write a length from 5 to 480 minutes")
    if offer.target_pct is not None and not 0 <= offer.target_pct <= 100:
        reader.complain(f"{at}.target_pct", "write a percentage from 0 to 100")
    if offer.enabled and offer.shape is Shape.SLOT and not offer.criteria:
        reader.complain(
            f"{at}.criteria", 'write ["universal"] to invite everybody, or the criteria that invite'
        )
    if offer.shape is Shape.SLOT and offer.reasons != VISIT_REASONS:
        printed = ", ".join(f'"{reason}"' for reason in VISIT_REASONS)
        reader.complain(
            f"{at}.reasons",
            f"families read a fixed list of reasons; leave the line out, or write [{printed}]",
        )
    if len(offer.reasons) > 6:
        reader.complain(f"{at}.reasons", "name six reasons at most; the others are understood in words")
    if len(offer.name) > LONGEST_NAME:
        reader.complain(f"{at}.name", f"write {LONGEST_NAME} characters at most")


def _check_due(offer: Offer, at: str, reader: Reader) -> None:
    """The ages or weeks in which a family is due run forwards, and belong to how the offer is started."""
    if not 0 <= offer.from_months <= offer.to_months:
        reader.complain(f"{at}.to_months", "write an age in months that is not below from_months")
    if not 0 <= offer.from_weeks <= offer.to_weeks <= LAST_WEEK:
        reader.complain(
            f"{at}.to_weeks",
            f"write a week of pregnancy from from_weeks to {LAST_WEEK}, not below from_weeks",
        )
    if offer.started_by is not StartedBy.AGE and offer.shape is not Shape.SLOT:
        reader.complain(f"{at}.started_by", f'only a slot offer can be "{offer.started_by}"; write "age"')
    if offer.consult_from is not None and offer.consult_from < 2:
        reader.complain(f"{at}.consult_from", "write 2 or more: from which visit on, as in 3")
    if offer.consult_from is not None and offer.started_by is not StartedBy.NURSE:
        reader.complain(f"{at}.consult_from", 'is for offers with started_by = "nurse"; remove it')


def _check_links(offer: Offer, at: str, settings: MunicipalitySettings, reader: Reader) -> None:
    """What an offer names stands in the settings: the colleague's profession, the visit that announces it."""
    professions = {partner.profession for partner in settings.partners}
    if offer.partner and offer.enabled and offer.partner not in professions:
        known = ", ".join(sorted(professions)) or "nobody yet"
        reader.complain(
            f"{at}.partner",
            f'no [[partners]] has the profession "{offer.partner}" (there: {known}); add one, or switch the offer off',
        )
    if offer.shape is not Shape.SLOT and (offer.partner or offer.place is not Place.HOME):
        reader.complain(f"{at}.shape", "only a slot offer has a partner or a place; remove them")
    if offer.announced_at is not None and offer.announced_at not in settings.offers:
        reader.complain(
            f"{at}.announced_at",
            f'"{offer.announced_at}" is no offer; write one of: {", ".join(settings.offers)}',
        )
    if offer.announced_at == offer.key:
        reader.complain(f"{at}.announced_at", "an offer cannot announce itself; name the visit before it")


def _check_about(offer: Offer, at: str, settings: MunicipalitySettings, reader: Reader) -> None:
    """The wording guard reads the offer's sentence in each language as a family would."""
    if not offer.about:
        return
    if offer.shape is not Shape.SLOT:
        reader.complain(f"{at}.about", "only a slot offer says what it is in its own words; remove it")
        return
    for language, advice in _about_findings(offer, settings):
        reader.complain(join(f"{at}.about", language), advice)


def _about_findings(offer: Offer, settings: MunicipalitySettings) -> Iterator[tuple[str, str]]:
    text = TEXTS[keys.OFFER_FIRST]
    for finding in offer_findings(Renderer(TEXTS), text, offer, settings):
        yield (
            str(finding.language),
            f"the wording guard says: {finding.rule}: {finding.detail}; write it otherwise",
        )


def _check_partners(settings: MunicipalitySettings, reader: Reader) -> None:
    """A colleague has a name, a profession and a place where she takes part; a nurse is not her own colleague."""
    daycares = {daycare.name for daycare in settings.daycares}
    nurses = {nurse.ref.casefold() for nurse in settings.nurses}
    for partner in settings.partners:
        who = f'"{partner.ref}"'
        if not partner.first_name or not partner.profession:
            reader.complain("partners", f"{who} needs a first_name and a profession; add them")
        if len(partner.profession) > LONGEST_PROFESSION:
            reader.complain("partners", f"shorten the profession of {who} to {LONGEST_PROFESSION} characters")
        if partner.ref.casefold() in nurses:
            reader.complain("partners", f"{who} is the ref of a nurse, too; give the colleague another ref")
        if not partner.daycares and not partner.districts:
            reader.complain("partners", f"{who} takes part nowhere; add daycares or districts")
        for daycare in partner.daycares:
            if daycare not in daycares:
                reader.complain("partners", f'{who} belongs to "{daycare}", which is not in [[daycares]]')
        for district in partner.districts:
            if district not in settings.districts:
                reader.complain("partners", f'{who} serves "{district}", which is not in districts')
