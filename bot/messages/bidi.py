"""Right-to-left writing: digits and Latin words inside Arabic, Urdu and Farsi keep their own order."""

import re
from unicodedata import normalize

from domain.ids import Language

RIGHT_TO_LEFT = frozenset({Language("ar"), Language("ur"), Language("fa")})

LEFT_ISOLATE, NAME_ISOLATE, END_ISOLATE, RIGHT_MARK = "\u2066", "\u2068", "\u2069", "\u200f"
"""Unicode's isolates: a left-to-right run, a run of unknown direction, their end; and an invisible Arabic letter."""

_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_WRITTEN_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_WORD = "[0-9A-Za-z\u00c0-\u024f]"
_RUN = re.compile(rf"\+?{_WORD}(?:[ .:/'’+\-]?{_WORD})*")
_BARE_NUMBER = re.compile("[0-9]+")


def isolate_runs(text: str, language: Language) -> str:
    """The text with each Latin word, hour and phone number isolated, where the language is right-to-left.

    A bare number needs no marks: Unicode never turns the digits of one number around.
    """
    if language not in RIGHT_TO_LEFT:
        return text
    return _RUN.sub(_isolated, text)


def isolate_name(name: str, language: Language) -> str:
    """A name or a phone number as one unit that turns nothing around it; marks only where scripts may meet.

    Direction marks inside the name itself are dropped and its letters composed, which changes nothing visible.
    """
    if name.isascii():
        plain = name
    else:
        plain = normalize("NFC", _CONTROLS.sub("", name))
    if language in RIGHT_TO_LEFT or _WRITTEN_RIGHT_TO_LEFT.search(plain):
        return f"{NAME_ISOLATE}{plain}{END_ISOLATE}"
    return plain


def start_lines(text: str, language: Language) -> str:
    """The text with every line marked as right-to-left, also a line that begins with a digit or a Latin name."""
    if language not in RIGHT_TO_LEFT:
        return text
    return "\n".join(f"{RIGHT_MARK}{line}" if line else line for line in text.split("\n"))


def without_marks(text: str) -> str:
    """The text as it reads, without direction marks."""
    return _CONTROLS.sub("", text)


def _isolated(found: re.Match[str]) -> str:
    run = found.group()
    return run if _BARE_NUMBER.fullmatch(run) else f"{LEFT_ISOLATE}{run}{END_ISOLATE}"
