"""In which language a message is written: the words themselves vote, lingua is asked about longer ones."""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.understanding.lexicon import available, speakers
from domain.ids import DANISH, ENGLISH, Language

if TYPE_CHECKING:
    from lingua import LanguageDetector

ENOUGH_WORDS = 3
"""A reply shorter than this never switches the language."""

_CERTAIN = 0.55
_LEAD = 2
"""Words by which a language must be ahead to be taken without asking lingua."""
_ISO = {
    "DANISH": "da",
    "ENGLISH": "en",
    "ARABIC": "ar",
    "TURKISH": "tr",
    "POLISH": "pl",
    "UKRAINIAN": "uk",
    "SOMALI": "so",
    "URDU": "ur",
    "PERSIAN": "fa",
    "GERMAN": "de",
    "ROMANIAN": "ro",
    "LITHUANIAN": "lt",
}


@lru_cache(maxsize=256)
def votes(words: tuple[str, ...]) -> dict[Language, int]:
    """How many of the words each language has."""
    known = speakers()
    codes = available()
    counts = dict.fromkeys(codes, 0)
    for word in words:
        for bit in known.get(word, ()):
            counts[codes[bit]] += 1
    return counts


def reading_order(words: tuple[str, ...], stored: Language) -> list[Language]:
    """The languages to read a message in, the likeliest first; the family's own wins a tie."""
    counts = votes(words)
    stored = stored if stored in counts else DANISH
    most = max(counts.values())
    best = next(code for code in (stored, DANISH, ENGLISH, *counts) if counts[code] == most)
    if counts[best] <= counts[stored] + (1 if counts[stored] else 0) and counts[stored] * 2 >= counts[best]:
        best = stored
    order = [best, stored, *(code for code in (DANISH, ENGLISH) if counts[code])]
    script = _script(words)
    others = [c for c in counts if counts[c] and c not in order and script == _SCRIPTS.get(c, "latin")]
    if others:
        order.append(max(others, key=counts.__getitem__))
    return list(dict.fromkeys(code for code in order if code in counts))


_SCRIPTS = {"ar": "arabic", "fa": "arabic", "ur": "arabic", "uk": "cyrillic", "ti": "ethiopic"}


def _script(words: Sequence[str]) -> str:
    for word in words:
        point = ord(word[0])
        if 0x600 <= point < 0x780:
            return "arabic"
        if 0x400 <= point < 0x530:
            return "cyrillic"
        if 0x1200 <= point < 0x1400:
            return "ethiopic"
    return "latin"


@lru_cache(maxsize=4)
def _detector(languages: tuple[Language, ...]) -> "LanguageDetector":
    """Built when the first longer message comes, so that a process that never needs it stays small."""
    from lingua import Language as Known
    from lingua import LanguageDetectorBuilder

    chosen = [getattr(Known, name) for name, code in _ISO.items() if code in languages]
    return LanguageDetectorBuilder.from_languages(*chosen).with_low_accuracy_mode().build()


def prepare(languages: tuple[Language, ...]) -> None:
    """Build the detector now rather than for the first message that needs it."""
    _detector(tuple(code for code in languages if code in _ISO.values()))


def written_in(
    text: str, words: tuple[str, ...], languages: tuple[Language, ...], stored: Language
) -> Language | None:
    """The enabled language a message of three or more words is clearly written in, else None.

    A message that mixes the family's own language with another ("Yes tak but only efter 16") is not clear.
    """
    code = _written_in(text, words, languages)
    return None if code is not None and _mixes(words, code, stored) else code


def _mixes(words: tuple[str, ...], code: Language, stored: Language) -> bool:
    """Whether at least one word in four is one that the stored language has and the other has not."""
    if code == stored:
        return False
    own = sum(1 for word in words if votes((word,)).get(stored, 0) and not votes((word,)).get(code, 0))
    return own >= max(1, len(words) // 4)


def _written_in(text: str, words: tuple[str, ...], languages: tuple[Language, ...]) -> Language | None:
    letters = [word for word in words if word[0].isalpha()]
    if len(letters) < ENOUGH_WORDS:
        return None
    if _script(letters) == "ethiopic":
        return Language("ti") if "ti" in languages else None
    counts = votes(words)
    first, second = sorted(counts, key=lambda code: -counts[code])[:2]
    if counts[first] * 5 >= len(letters) * 4 and counts[first] >= counts[second] + _LEAD:
        return first if first in languages else None
    detectable = tuple(code for code in languages if code in _ISO.values())
    if len(detectable) < 2:
        return None
    ranked = _detector(detectable).compute_language_confidence_values(text[:300])
    top = ranked[0]
    code = Language(_ISO[top.language.name])
    best = max(counts.values())
    clear = (
        top.value >= _CERTAIN and counts.get(code, 0) * 2 >= len(letters) and counts.get(code, 0) >= best - 1
    )
    return code if clear else None
