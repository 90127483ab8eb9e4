"""The GSM alphabet, for the channels' tests: whether a text fits it, as GSM 03.38 lists its letters."""

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = "^{}\\[~]|€\f"
_LETTERS = frozenset(_BASIC + _EXTENSION)


def fits_gsm7(text: str) -> bool:
    """Whether every letter has a place in the GSM alphabet or its extension."""
    return _LETTERS.issuperset(text)
