"""Numbers that are written otherwise than in digits: 14³⁰, 🔟, 🕙, 12.V, l0 3O; they become what they stand for."""

import re

_DIGIT = re.compile(r"\d")
"""Most texts hold none, and then nothing that stands behind one."""

_SUPERSCRIPT = re.compile(r"(?<=\d)[ :.]?([⁰¹²³⁴⁵][⁰¹²³⁴⁵⁶⁷⁸⁹])(?![⁰¹²³⁴⁵⁶⁷⁸⁹\w])")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")

_FACES = "🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛"
_HALVES = "🕜🕝🕞🕟🕠🕡🕢🕣🕤🕥🕦🕧"
_FACE = re.compile(f"[{_FACES}{_HALVES}]")
_HOUR_IN_DIGITS = re.compile(r"\d[:.]\d\d(?!\d)|(?<![\d./])\d{1,4}(?![\d/.]| ?\w?[a-zæøåäöü]{2})")
"""A clock time, or a number that may be one: beside it a clock's face is only its picture."""

_TEN = "🔟"
_ROMAN = {
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
_ROMAN_MONTH = re.compile(
    r"(?<![\w.:/])([0-3]?\d)\. ?(V?I{2,3}|IV|VI?|IX|XI{0,2})\b|"
    r"(?<![\w.:/])([0-3]?\d) (V?I{2,3}|IV|VI?|IX|XI{1,2})\b"
)
"""Behind a day, in capitals: "12 V" is the 12th of May, "12. Vi kan" is none."""

_LETTERS_IN_A_NUMBER = re.compile(r"(?<![\w'’])(?:[lI][0-9OoОо]|[0-9][OoОо])(?![\w'’]| ?cl)")
_ZEROS = re.compile(r"(?<=\d[ :.])[oOОо]{2}(?!\w)")
_AS_DIGITS = str.maketrans("lIoOОо", "110000")


_STARRED = re.compile(r"(^\s*|\s)\*(?=[^\W_])")
SAID_INSTEAD = "↺"


def in_digits(text: str) -> str:
    """The text with such numbers in plain digits; called before capitals become small letters."""
    text = _plain_letters(_months(text) if _DIGIT.search(text) else text)
    if text.count("*") == 1:  # "Tuesday *Wednesday" takes the Tuesday back; two are bold, or a list
        text = _STARRED.sub(lambda m: f" {SAID_INSTEAD} " if m.start() else "", text)
    if text.isascii():
        return text
    if _DIGIT.search(text):
        text = _SUPERSCRIPT.sub(lambda m: ":" + m.group(1).translate(_RAISED), text)
    text = text.replace(_TEN, " 10 ") if _TEN in text else text
    if _FACE.search(text):
        told = _HOUR_IN_DIGITS.search(text) is not None or len(_FACE.findall(text)) > 1
        text = _FACE.sub(" " if told else _hour_of, text)
    return text


def _hour_of(match: re.Match[str]) -> str:
    face = match.group()
    hour, minutes = (_FACES.index(face), "00") if face in _FACES else (_HALVES.index(face), "30")
    hour += 1
    return f" {hour + 12 if hour < 7 else hour}:{minutes} "


def _months(text: str) -> str:
    """ "12.V", "12 V": months in capitals, unless the whole message is (Danish "KL 10 VI KAN")."""
    if text.upper() == text and len(text) > _A_SHOUT and _SHOUTED.search(text):
        return text
    return _ROMAN_MONTH.sub(_dated, text)


_A_SHOUT = 8
_SHOUTED = re.compile(r"[^\W\d_IVX]{2}")


def _dated(match: re.Match[str]) -> str:
    day = match.group(1) or match.group(3)
    return f"{day}/{_ROMAN[match.group(2) or match.group(4)]} "


def _plain_letters(text: str) -> str:
    """ "1o uhr", "l0 3O", "13 oo": an o for a zero, an l for a one."""
    text = _LETTERS_IN_A_NUMBER.sub(lambda m: m.group().translate(_AS_DIGITS), text)
    return _ZEROS.sub("00", text) if _DIGIT.search(text) else text
