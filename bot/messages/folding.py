"""Letters made alike before words are compared: "SAARBAR", "sårbar" and "sa\u030arbar" are one word.

Also how a word may be attached or end in a language, as far as the word list needs it.
"""

import re
from unicodedata import category, normalize

from domain.ids import Language

_INVISIBLE = re.compile("[\u00ad\u0640\u200b-\u200f\u061c\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_ACCENTS = re.compile(
    "[" + "".join(chr(code) for code in range(0x10000) if category(chr(code)) == "Mn") + "]"
)
_AS_TYPED_WITHOUT_THE_KEY = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "ue"})
_ONE_LETTER_EACH = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ى": "ي",
        "ی": "ي",
        "ک": "ك",
        "ہ": "ه",
        "ھ": "ه",
        "ة": "ه",
        "ۀ": "ه",
        "ء": "ي",
    }
)
_NORDIC_AND_GERMAN = frozenset({Language("da"), Language("de")})

ATTACHED: dict[Language, str] = {
    Language("ar"): "(?:[وف]?(?:لل|[بكل]?ال|[بكل])?)",
    Language("ti"): "[ንብዝዘከም]{0,2}",
}
"""What a language writes in front of a word without a space: and, so, by, like, for, the; to, with, who, of."""

ENDINGS: dict[Language, tuple[str, ...]] = {
    Language("da"): ("erne", "ene", "er", "en", "et", "e"),
    Language("en"): ("ies", "y", "s"),
    Language("ar"): ("ه", "ين", "ون", "ات"),
    Language("pl"): ("ie", "y", "a", "e", "i"),
    Language("uk"): ("ина", "ини", "и", "і", "а", "у", "я"),
    Language("so"): ("ta", "da", "ka"),
    Language("ur"): ("ے", "ه", "ا"),
    Language("fa"): ("ها",),
    Language("de"): ("en", "e"),
    Language("ro"): ("ului", "ul", "ea", "e", "a", "u"),
    Language("lt"): ("ai", "ys", "is", "as", "us", "o", "i", "e"),
}
"""Endings that fall away when a word of a phrase is inflected, after folding; longest first."""


def fold(text: str, language: Language) -> str:
    """The text with case, accents, direction marks and spelling variants of one letter levelled out."""
    plain = _INVISIBLE.sub("", normalize("NFKC", text)) if not text.isascii() else text
    if language == "tr":
        plain = plain.replace("İ", "i").replace("I", "ı")
    plain = normalize("NFC", plain.casefold())
    if plain.isascii():
        return plain
    if language in _NORDIC_AND_GERMAN:
        plain = plain.translate(_AS_TYPED_WITHOUT_THE_KEY)
    return normalize("NFC", _ACCENTS.sub("", normalize("NFD", plain))).translate(_ONE_LETTER_EACH)


def base(word: str, language: Language) -> str:
    """A folded word without its ending, for comparing inflected forms; short words stay as they are."""
    for ending in ENDINGS.get(language, ()):
        if word.endswith(ending) and len(word) - len(ending) >= 2 and len(word) > 2:
            return word[: -len(ending)]
    return word


def ending_in_any_vowel(word: str) -> str:
    """A pattern for an Ethiopic word whose last letter may take any vowel, as inflection changes it."""
    last = ord(word[-1])
    if not 0x1200 <= last <= 0x135A:
        return re.escape(word)
    row = last - last % 8
    return f"{re.escape(word[:-1])}[{chr(row)}-{chr(row + 7)}]"
