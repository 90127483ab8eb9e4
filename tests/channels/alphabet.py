"""The GSM alphabet once more, as GSM 03.38 lists its letters: a gateway does not ask us what it can carry."""

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = "^{}\\[~]|€\f"
_LETTERS = frozenset(_BASIC + _EXTENSION)


def fits_gsm7(text: str) -> bool:
    """Whether every letter has a place in the GSM alphabet or its extension."""
    return _LETTERS.issuperset(text)
