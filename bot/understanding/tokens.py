"""A message as a row of folded words and signs, without what the phone or letter-writing habits added."""

import re
from pathlib import Path

from bot.understanding.letters import clean, fold
from bot.understanding.oddnumbers import in_digits
from domain.values import value

LONGEST = 10_000
"""Characters of a message that are read; the rest of a longer one is left to a human."""

_ENDS_IN_A_DIGIT = "|".join(
    Path(__file__).with_name("times").joinpath("latin_arabic.txt").read_text("utf-8").split()
)
"""Arabic words in Latin letters whose last letter is written as a digit: "mni7" (good) is no seventh."""

_TOKEN = re.compile(
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)"
    r"|\d{1,2}(?:[./]\d{1,2}[./]|-\d{1,2}-)\d{4}|\d{1,2}([./])\d{1,2}\2\d{2}(?!\d)"
    r"|\d{1,2}/\d{1,2}-\d{2}(?:\d{2})?(?!\d|/)"
    r"|\d{1,2}[:.]\d{2}(?!\d|[:.]\d)|\d{1,2}/\d{1,2}(?!\d)|\d{1,2}\.\d{1,2}(?=[.,;!?)]|\s|$)"
    rf"|\d+|(?:{_ENDS_IN_A_DIGIT})(?![a-z\d:])|[a-z]{{2,}}[2379][a-z]+|(?<![a-z\d])[a-z][37](?!a\.?m|p\.?m|ma[jiy]|ju[nl]|apr|uhr|[hd]\b|st\b|nd\b|rd\b|th\b)[a-z]+"
    r"|[^\W\d_]+|\n|[^\w\s]"
)
""" "Ma3a", "b3d", "a7san": Arabic in Latin letters writes some of its own as digits."""

_WITHOUT_DIGITS = re.compile(r"[^\W\d_]+|\n|[^\w\s]")
"""The same for a text without any digit, which most are: three times as fast."""

_DIGIT = re.compile(r"\d")
_ABBREVIATIONS = """
kl d nr ca h s sa g tlf den feb jan mar apr jun jul aug sep sept okt oct nov dec dez godz ok tel no al ml val men min
pkt str do dr mandag man tirs ons tors fre lor son mon tue wed thu fri sat sun uke st год о г
mo di mi fr sa so pon wt sr czw pt sob nd pirm antr trec ketv penkt lun mar mie joi vin пн вт ср чт пт сб нд
sty lut kwi cze lip sie wrz paz lis gru sierp трав лют бер вер січ квіт черв лип серп жовт лист груд квит сич год хв
pzt sal car per cum cmt paz sav тиж ч kw wk tydz
nast наст слід g kr ugenr zw o od u vorm nachm pocz fm eft ell el evtl mrg tyg zam vas spt sapt
"""
_PERIOD_KEEPS_GOING = frozenset(_ABBREVIATIONS.split())
_SENTENCE_ENDS = frozenset('.,;:!?…\n()؟،؛。!|።፣፤፥፡•·"«»„“”/')
QUESTION = frozenset("?؟፧")
_HYPHENATED = re.compile(
    r"(?<=twenty)-|(?<=thirty)-|(?<=forty)-|(?<=fifty)-"
    r"|(?<=\d)[-‑](?=[^\W\d_])|(?<=[^\W\d_])-(?=[^\W\d_])(?!(?<=[^\W\d_]{5}.)[^\W\d_]{5})"
)
_ENDING_OF_AN_HOUR = re.compile(
    r"(\d)[-‑]?ї(?![^\W\d_])|(\b(?:об?|після|близько|біля) \d{1,2})[-‑]?(?:й|ій|ой)(?![^\W\d_])"
)
""" "З 9ї", "о 10-й": the Ukrainian ending of an hour, though its letter alone is an "and"; "2-й" may be a choice."""

_SHORT_DAYS = "|".join(
    Path(__file__).with_name("times").joinpath("dashed_days.txt").read_text("utf-8").split()
)
_DAYS_WITH_A_DASH = re.compile(rf"(?<![^\W\d_])((?:{_SHORT_DAYS})\.?)[-‑](?=(?:{_SHORT_DAYS})(?![^\W\d_]))")
""" "Man-ons": between short names of days a dash is a "to", elsewhere a hyphen."""

_DAY_AND_PART = re.compile(
    r"((?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:man|tirs|ons|tors|fre|lør|søn)dag)s?"
    r"(?=abend|morgen|vormittag|nachmittag|mittag|früh|formiddag|eftermiddag|aften)"
)
"""German and Danish write "Mittwochabend" as one word."""
_AM_PM = re.compile(r"(?<=[\d ])([ap])\. ?m\b\.?")
_DAY_WITH_A_PERIOD = re.compile(r"(?<![^\W\d_])([pc])\. ?(?=tesi)")
"""Turkish "P.tesi" and "C.tesi" are Monday and Saturday."""

_JOINED_PERSIAN = frozenset({"نمي", "مي"})
_PERIOD = frozenset(".")
_DASHES = frozenset("-–—‑−")

_PRINTED = re.compile(r"(?<!\d)\d(?!\d)")
"""Single digits: a message that lists several of them above the answer is our own menu."""

_QUOTE_STARTS = re.compile(
    r"^(?:>|-{2,}\s*(?:original|forwarded|oprindelig|videresendt|ursprüngliche)|_{5,}"
    r"|(?:on|den|am|dnia|le|el|op|на|в|در|في)\b.{5,120}"
    r"(?:wrote|skrev|schrieb|napisał(?:\(a\)|a)?|написав|написал|yazdı|a scris|rašė|كتب|نوشت)\s*:\s*$"
    r"|(?:fra|from|von|od|від|kimden)\s*:\s.*@)",
    re.MULTILINE,
)


_DECIMAL_HOUR = re.compile(
    r"(?:(?<=\bkl )|(?<=\bkl\. )|(?<=\bkl)|(?<=\bkl\.))(\d{1,2}),(15)(?!\d)"
    r"|(?<![\d.,:])(\d{1,2}),(15)(?= ?uhr\b)|(?<![\d.,:])([01]?\d|2[0-3]),(00|30|45)(?![\d,])(?! ?€| ?kr\b)"
)
""" "9,30": what can be no list of hours."""

_ENTITIES = {"&amp;": "&", "&nbsp;": " ", "&quot;": '"', "&#39;": " ", "&lt;": "<", "&gt;": ">"}
"""What a gateway leaves of a sign that was written for the web."""

_SPACED_DATE = re.compile(r"(?<!\d)(0?[1-9]|[12]\d|3[01])\. (0?[1-9]|1[0-2])\.(?!\d)")
"""A date as German schools teach it: "am 12. 6."."""


@value
class Tokens:
    """``words`` are folded, ``raw`` as written in small letters; ``question``: a question mark stood."""

    words: tuple[str, ...]
    raw: tuple[str, ...]
    question: bool

    def __len__(self) -> int:
        return len(self.words)


def without_quotes(text: str) -> str:
    """The family's own words: what it quotes from us (which may say STOP) is cut off."""
    text = clean(in_digits(_without_entities(text[:LONGEST])))
    if ">" not in text and ":" not in text and "--" not in text and "__" not in text:
        return text
    lines = text.split("\n")
    last = lines[-1].strip()
    if len(last) == 1 and last.isdecimal() and len(_PRINTED.findall(text)) > 2:
        return last
    kept = []
    for line in lines:
        stripped = line.strip()
        if stripped.startswith(">"):
            continue
        if stripped and _QUOTE_STARTS.match(stripped):
            break
        kept.append(line)
    return "\n".join(kept)


def _without_entities(text: str) -> str:
    if "&" not in text or ";" not in text:
        return text
    for entity, sign in _ENTITIES.items():
        text = text.replace(entity, sign)
    return text


def tokenize(text: str) -> Tokens:
    """Split cleaned text into words, numbers, dates, clock times, emoji and sentence signs."""
    if "й" in text or "ї" in text:
        text = _ENDING_OF_AN_HOUR.sub(r"\1\2 тій", text)
    if "-" in text:
        text = _HYPHENATED.sub(" ", _DAYS_WITH_A_DASH.sub(r"\1 - ", text))
    if "," in text:
        text = _DECIMAL_HOUR.sub(r"\1\3\5:\2\4\6", text)
    if ". " in text:
        text = _SPACED_DATE.sub(r"\1.\2.", text)
    if "w/" in text:
        text = text.replace("w/end", "wend").replace("w/c", "wc")
    if ".m" in text or ". m" in text:
        text = _AM_PM.sub(r"\1m ", text)
    if ".tesi" in text or ". tesi" in text:
        text = _DAY_WITH_A_PERIOD.sub(r"\1 ", text)
    if "ag" in text or "mittwoch" in text:
        text = _DAY_AND_PART.sub(r"\1 ", text)
    words: list[str] = []
    raw: list[str] = []
    dots = 0
    for token in _pieces(text):
        before = words[-1] if words else ""
        dots = dots + 1 if token in _PERIOD else 0
        if dots and _goes_on(before, dots):
            if before.isdigit() and raw[-1] == before:
                raw[-1] += token  # what may be the mark of an ordinal ("13. mam wolne")
            continue  # "kl. 10", "am 5."; in "at 10.. no, 11" a clause ends
        if not token[0].isalnum():
            words.append("-" if token in _DASHES else token)
        elif not (folded := fold(token)):
            # A lone Arabic tatweel: a letter that folds to nothing.
            continue
        elif before in _JOINED_PERSIAN and not (len(words) > 1 and words[-2][0].isdigit()):
            words[-1] += folded
            raw[-1] += token
            continue
        else:
            words.append(folded)
        raw.append(token)
    return Tokens(tuple(words), tuple(raw), not QUESTION.isdisjoint(text))


def _goes_on(before: str, dots: int) -> bool:
    """Whether so many periods behind this word end nothing."""
    one_of_a_menu = len(before) == 1 and before.isdigit()  # "1... nej 2"
    return (dots == 1 or one_of_a_menu) and (before[:1].isdigit() or before in _PERIOD_KEEPS_GOING)


def _pieces(text: str) -> list[str]:
    if _DIGIT.search(text):
        return [match.group() for match in _TOKEN.finditer(text)]
    return _WITHOUT_DIGITS.findall(text)


def is_break(word: str) -> bool:
    """Whether a token ends a clause."""
    return word in _SENTENCE_ENDS


def is_sign(word: str) -> bool:
    """Whether a token is punctuation without a meaning of its own (an emoji has one)."""
    return word in _SENTENCE_ENDS or (not word[0].isalnum() and word.isascii())
