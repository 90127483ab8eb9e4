"""What an export is asked for, and the sentence that says why it cannot be had."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from domain.ids import Municipality, OfferKey
from storage.read_models.counts import By

Targets = Mapping[tuple[Municipality, OfferKey], int]
"""A municipality's goal for an offer, in per cent of the offered (seed 000: 90 for the visits)."""


@dataclass(frozen=True, slots=True)
class ExportQuery:
    """Which numbers are wanted: whose, from which day to which (both inclusive), divided by what.

    Without ``municipalities`` all of the installation are taken. ``public``: small counts are hidden. ``zone``
    tells on which local day a message left or a visit begins.
    """

    first: date
    last: date
    municipalities: tuple[Municipality, ...] = ()
    by: tuple[By, ...] = ()
    public: bool = False
    targets: Targets = field(default_factory=dict)
    zone: ZoneInfo = ZoneInfo("Europe/Copenhagen")

    def wants(self, municipality: Municipality) -> bool:
        """Whether a municipality's own rows are asked for."""
        return not self.municipalities or municipality in self.municipalities


@dataclass(frozen=True, slots=True)
class ExportRefused:
    """Why there is no such export, and what there is instead, in one sentence for the one who asked."""

    sentence: str


def parse_by(text: str) -> tuple[By, ...] | ExportRefused:
    """What ``--by month,district`` asks for; each column once, in the order in which they were named."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    known = {one.value for one in By}
    unknown = [name for name in names if name not in known]
    if unknown:
        return ExportRefused(
            f"Numbers cannot be divided by {', '.join(unknown)}: choose among {', '.join(By)}."
        )
    return tuple(dict.fromkeys(By(name) for name in names))
