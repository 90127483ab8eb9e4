"""Right-to-left writing: digits and Latin words inside Arabic, Urdu and Farsi keep their own order."""

import re
from unicodedata import bidirectional, normalize

from domain.ids import Language

RIGHT_TO_LEFT = frozenset({Language("ar"), Language("ur"), Language("fa")})

LEFT_ISOLATE, NAME_ISOLATE, END_ISOLATE, RIGHT_MARK = "\u2066", "\u2068", "\u2069", "\u200f"
"""Unicode's isolates: a left-to-right run, a run of unknown direction, their end; and an invisible Arabic letter."""

_OPENS = frozenset("\u2066\u2067\u2068")
_CONTROLS = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
_WRITTEN_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_WORD = "[0-9A-Za-z\u00c0-\u024f]"
_RUN = re.compile(rf"\+?{_WORD}(?:[ .:/'’+\-]?{_WORD})*")
_KEEPS_ITS_ORDER = re.compile("[0-9]+(?:[:/.,][0-9]+)*")


def isolate_runs(text: str, language: Language) -> str:
    """The text with each Latin word, range and phone number isolated, where the language is right-to-left.

    A number, an hour and a date (12, 10:00, 12/5) need no marks: digits joined by one such sign keep their order
    among Arabic letters (Unicode annex 9, rule W4), and every mark costs a letter of the message.
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


def start_right(text: str, language: Language) -> str:
    """The text marked as right-to-left from its start, for phones that go by the first letter, a Latin name's too."""
    return f"{RIGHT_MARK}{text}" if language in RIGHT_TO_LEFT else text


def runs_right(line: str) -> bool:
    """Whether a line is laid out from right to left: its first letter outside isolates is Arabic (rules P2, P3)."""
    depth = 0
    for char in line:
        if char in _OPENS:
            depth += 1
        elif char == END_ISOLATE:
            depth -= 1
        elif depth == 0 and (direction := bidirectional(char)) in ("L", "R", "AL"):
            return direction != "L"
    return False


def without_marks(text: str) -> str:
    """The text as it reads, without direction marks."""
    return _CONTROLS.sub("", text)


def _isolated(found: re.Match[str]) -> str:
    run = found.group()
    return run if _KEEPS_ITS_ORDER.fullmatch(run) else f"{LEFT_ISOLATE}{run}{END_ISOLATE}"
