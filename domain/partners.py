"""Who takes part beside the nurse: a colleague of the profession that an offer asks for, of the family's own places."""

from domain.offers import Offer
from domain.records import Family
from domain.settings import MunicipalitySettings


def partner_refs(
    settings: MunicipalitySettings, offer: Offer | None, family: Family
) -> frozenset[str] | None:
    """The refs of the colleagues who may take part at a family's; None where the offer asks for nobody."""
    if offer is None or not offer.partner:
        return None
    return frozenset(
        one.ref
        for one in settings.partners
        if one.profession == offer.partner
        and (family.daycare in one.daycares or family.district in one.districts)
    )
