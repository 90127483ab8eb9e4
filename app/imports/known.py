"""What an import may name: the municipalities of the settings with their places, nurses and offers."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from app.imports.cells import CellReader, by_name, known
from domain.ids import Municipality
from domain.settings import MunicipalitySettings


@dataclass(frozen=True, slots=True)
class Known:
    """One municipality's names, to be found whatever their capitals."""

    key: Municipality
    zone: ZoneInfo
    districts: Mapping[str, str]
    daycares: Mapping[str, str]
    nurses: Mapping[str, str]
    partners: Mapping[str, str]
    partner_offers: Mapping[str, frozenset[str]]
    """Colleague → the offers in which somebody of her profession takes part."""
    offers: Mapping[str, str]


def known_municipalities(settings: Mapping[Municipality, MunicipalitySettings]) -> dict[str, Known]:
    """Each municipality by its key and by its name."""
    found = {}
    for key, municipality in settings.items():
        one = Known(
            key,
            municipality.zone,
            by_name(municipality.districts),
            by_name([daycare.name for daycare in municipality.daycares]),
            by_name([nurse.ref for nurse in municipality.nurses]),
            by_name([partner.ref for partner in municipality.partners]),
            {
                partner.ref: frozenset(
                    offer.key for offer in municipality.offers.values() if offer.partner == partner.profession
                )
                for partner in municipality.partners
            },
            by_name(municipality.offers),
        )
        for name in by_name([key, municipality.name]):
            found[name] = one
    return found


def municipality_of(cells: CellReader, municipalities: Mapping[str, Known]) -> Known | None:
    """The municipality a row belongs to."""
    return cells.needed("municipality", known("municipality", municipalities))
