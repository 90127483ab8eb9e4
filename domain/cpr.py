"""A Danish civil registration number (CPR) is masked before anything is stored, however a family writes it."""

import re
from unicodedata import decimal

MASK = "xxxxxx-xxxx"
"""What stands in the place of a number; the same for all, so that nothing of it is kept."""

_GAP = r"[\s.\-/\u00ad\u2010-\u2015\u2212]{0,3}"
_DAY = "(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
"""A day of the month; replacement numbers have 60 added."""
_MONTH = "(?:0[1-9]|1[0-2])"
_SERIAL = "[0-9]{4}"
_CPR = re.compile(
    rf"(?<![0-9+]){_DAY}{_GAP}{_MONTH}{_GAP}"
    rf"(?:[0-9]{{4}}\s?[\-\u2010-\u2015\u2212]\s?{_SERIAL}|[0-9]{{2}}{_GAP}{_SERIAL})(?![0-9])"
)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_NATIVE_DIGIT = re.compile(r"[^\D0-9]")
_DIGITS = 10


def mask_cpr(text: str) -> str:
    """The text with every number that could be a CPR number replaced; all else is left exactly as it was.

    Ten digits whose first four are a day and a month count, with or without hyphen, points or spaces, also with
    the century and in native digits (١٢٣, ۱۲۳). When in doubt it masks: a masked phone number is asked for again,
    a stored CPR number is a breach. Numbers with more digits or after a ``+`` (phone numbers) stay.
    """
    if not has_cpr(text):
        return text
    plain = _INVISIBLE.sub("", text)
    kept, end = [], 0
    for found in _CPR.finditer(_with_plain_digits(plain)):
        kept += [plain[end : found.start()], MASK]
        end = found.end()
    return "".join([*kept, plain[end:]])


def has_cpr(text: str) -> bool:
    """Whether the text holds a number that could be a CPR number."""
    if sum(map(str.isdecimal, text)) < _DIGITS:
        return False
    return _CPR.search(_with_plain_digits(_INVISIBLE.sub("", text))) is not None


def _with_plain_digits(text: str) -> str:
    """The text, of the same length, with the digits of every script as 0–9."""
    return text if text.isascii() else _NATIVE_DIGIT.sub(lambda found: str(decimal(found.group())), text)
