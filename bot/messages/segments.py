"""How many SMS parts a text takes and what they cost, counted as the phone network counts (3GPP TS 23.038, 23.040)."""

import re
from decimal import Decimal
from enum import StrEnum

from domain.values import value

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = "\f^{}\\[~]|€"
_ALL_BASIC = re.compile(f"[{re.escape(_BASIC)}]*")
_ALL_GSM7 = re.compile(f"[{re.escape(_BASIC + _EXTENSION)}]*")
_NOT_GSM7 = re.compile(f"[^{re.escape(_BASIC + _EXTENSION)}]")
_EXTENSIONS = re.compile(f"[{re.escape(_EXTENSION)}]")


class Encoding(StrEnum):
    """The two alphabets of an SMS; one letter outside the first moves the whole message to the second."""

    GSM7 = "gsm-7"
    UCS2 = "ucs-2"


_ALONE = {Encoding.GSM7: 160, Encoding.UCS2: 70}
"""Units of a message that fits in one part."""
_EACH = {Encoding.GSM7: 153, Encoding.UCS2: 67}
"""Units of each part of a longer one; the header that joins the parts takes the rest."""


@value
class Segments:
    """How a text travels: ``units`` are septets (GSM-7) or 16-bit units (UCS-2), ``parts`` is what is paid for."""

    encoding: Encoding
    units: int
    parts: int


def is_gsm7(text: str) -> bool:
    """Whether every character is in the default alphabet or its extension table; æøå are, ½ and ş are not."""
    return _ALL_GSM7.fullmatch(text) is not None


def outside_gsm7(text: str) -> tuple[str, ...]:
    """The characters that move a text to 70-character parts, each once, in the order they occur."""
    return tuple(dict.fromkeys(_NOT_GSM7.findall(text)))


def measure(text: str) -> Segments:
    """The encoding, units and parts of a text; an empty text is one (empty) part."""
    if _ALL_BASIC.fullmatch(text):
        return _counted(Encoding.GSM7, len(text), ())
    if is_gsm7(text):
        at = _positions(text, [match.start() for match in _EXTENSIONS.finditer(text)])
        return _counted(Encoding.GSM7, len(text) + len(at), at)
    if max(text) <= "\uffff":
        return _counted(Encoding.UCS2, len(text), ())
    at = _positions(text, [index for index, char in enumerate(text) if char > "\uffff"])
    return _counted(Encoding.UCS2, len(text) + len(at), at)


def price(parts: int, per_part: str | Decimal) -> Decimal:
    """What ``parts`` SMS parts cost at the municipality's price for one (``price_per_part``), in its currency."""
    return parts * Decimal(per_part)


def _positions(text: str, indexes: list[int]) -> tuple[int, ...]:
    """Where, in units from the start, each two-unit character begins; every earlier one shifts it by one."""
    return tuple(index + earlier for earlier, index in enumerate(indexes))


def _counted(encoding: Encoding, units: int, doubles: tuple[int, ...]) -> Segments:
    """Fill parts from the start; a two-unit character that would straddle two parts begins the next one."""
    if units <= _ALONE[encoding]:
        return Segments(encoding, units, 1)
    room = _EACH[encoding]
    unsplittable = frozenset(doubles)
    parts, start = 0, 0
    while start < units:
        end = start + room
        start = end - 1 if end - 1 in unsplittable and end - 1 < units else end
        parts += 1
    return Segments(encoding, units, parts)
