"""Every way of typing a letter becomes one letter, so that a lexicon lists a word once.

``æ`` ``ae`` and ``a`` agree, so do ``ı`` and ``i``, ``أ`` and ``ا``, ``ی`` and ``ي``, ``і`` and ``и``, and
the digits of every script. A lexicon goes through the same folding, so it is written in normal spelling.
"""

import re
import unicodedata
from functools import lru_cache

_SAME = {
    **dict(zip("ıłđøæœəħþð", "ildoaoehtd", strict=True)),
    "ß": "ss",
    # Arabic, Persian and Urdu shapes of the same letter
    **dict.fromkeys("یىےېێۍ", "ي"),
    **dict.fromkeys("کڪ", "ك"),
    **dict.fromkeys("ہھەةۃۀۂ", "ه"),
    **dict.fromkeys("أإآٱٲٳ", "ا"),
    "ں": "ن",
    "ؤ": "و",
    "ئ": "ي",
    "ء": "",
    "ـ": "",
    # Ukrainian typed on a Russian keyboard
    **dict(zip("іїєґыэё", "ииегиее", strict=True)),
    "ъ": "",
    "й": "й",
}

# Tigrinya writes the same sound with several rows of letters; seven vowels each.
_ETHIOPIC_ROWS = (("ሐ", "ሀ"), ("ኀ", "ሀ"), ("ሠ", "ሰ"), ("ፀ", "ጸ"), ("ዐ", "አ"))
for _from, _to in _ETHIOPIC_ROWS:
    for _vowel in range(7):
        _SAME[chr(ord(_from) + _vowel)] = chr(ord(_to) + _vowel)
_SAME["ኣ"] = "አ"
_SAME["ዓ"] = "አ"

_DROPPED_CATEGORIES = frozenset({"Mn", "Me", "Cf"})
_SKIN_TONES = range(0x1F3FB, 0x1F400)


class _Letters(dict[int, str]):
    """A translation table that works a character out when it is first met."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        self[point] = folded = _fold_letter(char)
        return folded


def _fold_letter(char: str) -> str:
    if char in _SAME:
        return _SAME[char]
    if (digit := unicodedata.digit(char, None)) is not None:
        return str(digit)
    if unicodedata.category(char) in _DROPPED_CATEGORIES:
        return ""
    base = unicodedata.normalize("NFD", char)[0]
    return _SAME.get(base, base)


class _Marks(dict[int, str]):
    """Drops what is no letter: accents that stand alone, direction marks, emoji tones."""

    def __missing__(self, point: int) -> str:
        char = chr(point)
        dropped = unicodedata.category(char) in _DROPPED_CATEGORIES or point in _SKIN_TONES
        self[point] = kept = "" if dropped else char
        return kept


_letters = _Letters()
_marks = _Marks()
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_AFTER_DIGIT = re.compile(r"(?<=\d)['’ʼ`´]")
_ETHIOPIC = re.compile("[፡፩-፺]")
_ETHIOPIC_NUMBER = re.compile("[፩-፺]+")
_ETHIOPIC_CLOCK = re.compile(r"(?<=\d)፡(?=\d\d)")
_DAY_IS = re.compile(r"((?:mon|tues|wednes|thurs|fri|satur|sun)day)['’]s\b")
_WE_WOULD = re.compile(r"\bwe['’]d\b")
"""Without its apostrophe it would be a Wednesday."""

_APOSTROPHE = re.compile("['’ʼ`´‘ʻ]")
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´‘ʻ")


def clean(text: str) -> str:
    """The text in one normal form and small letters, without accents that stand alone and apostrophes."""
    if text.isascii():
        text = text.lower()
        return text if "'" not in text and "`" not in text else _without_apostrophes(text)
    normal = unicodedata.normalize("NFKC", text.casefold()).translate(_marks)
    if _ETHIOPIC.search(normal):
        normal = _ETHIOPIC_CLOCK.sub(":", _ETHIOPIC_NUMBER.sub(_ethiopic_number, normal))
    return _without_apostrophes(normal.casefold())


def _ethiopic_number(match: re.Match[str]) -> str:
    """Tigrinya numerals are added up: ፲፫ is ten and three."""
    return str(sum(int(unicodedata.numeric(char)) for char in match.group()))


def _without_apostrophes(text: str) -> str:
    if not _APOSTROPHE.search(text):
        return text
    text = _WE_WOULD.sub("we would", _DAY_IS.sub(r"\1 is", text))
    return _AFTER_DIGIT.sub(" ", text).translate(_APOSTROPHES)


_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LOOK_ALIKE = str.maketrans("aceiopxykmhtb", "асеіорхукмнтв")
"""Latin letters inside a Cyrillic word, from a phone with two keyboards."""


@lru_cache(maxsize=4096)
def fold(word: str) -> str:
    """One cleaned word in the spelling that all ways of typing it share ("længe", "laenge" → "lange")."""
    if not word.isascii() and _CYRILLIC.search(word):
        word = word.translate(_LOOK_ALIKE)
    folded = word if word.isascii() else word.translate(_letters)
    if folded.isdigit():
        return folded
    folded = _STRETCHED.sub(r"\1", folded)
    return folded.replace("aa", "a").replace("ae", "a").replace("oe", "o").replace("ue", "u")
