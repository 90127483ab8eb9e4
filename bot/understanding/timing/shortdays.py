"""Short names of days that are everyday words, too: "sat or sun", "man/ons", Danish "ti" and "to"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.timing.atoms import SHORT_NAME, TWO_WAYS, Atom
from bot.understanding.timing.telegraph import MARKS
from bot.understanding.tokens import is_break

_NAMES_A_DAY = frozenset({"weekday", SHORT_NAME, TWO_WAYS})
_SHORT_LETTERS = 5
_NAME_OF_ITS_OWN = 3
"""Letters from which on it is hardly another word beside an hour ("man", "søn", but German "so")."""

_OF_HOURS = frozenset(
    {"clock", "clock_time", "dotted", "number", "part", "after", "before", "from", "at", "am", "pm"}
    | {"until", "between", "around", "not_before", "not_after"}
)
_BEFORE_AN_HOUR = _OF_HOURS - {"number", "part"}
_SHORT_PARTS = 5
"""Letters up to which a part of the day is written as short as the name before it ("so nachm", "mi dim")."""

_MONDAY = "1"
_SUNDAY = "7"
"""Nobody visits on a Sunday: German "so 10-12" is rather "about"."""

_FIRST, _LAST = 7, 20
"""Hours of a visit."""

_HALVES = frozenset({"morning", "forenoon", "noon", "afternoon", "late_afternoon", "evening"})
_A_DAY = frozenset({"weekday", "weekdays", "day", "todaypart"})
_MAKES_A_NUMBER = frozenset(
    {
        *("half_after", "quarter_after", "quarter_less", "minus", "minutes_after", "am", "pm", "unit", "of"),
        *("month", "months", "number", "ordinal", "to", "until"),
    }
)
"""What stands right behind the number of an hour, of a date, or of a length of time."""

_NOON = 12
_BEFORE_A_DAY = frozenset({"on", "next", "this", "coming", "except"})
_LISTS = frozenset("/-&+")
_LINKS = frozenset({"or", "and"})


def short_names(pieces: list[Atom], words: Sequence[str], *, either_alone: bool = False) -> list[Atom]:
    """ "Sat or sun", "man/ons": what is an everyday word elsewhere names a day beside another short name of one.

    Danish "ti" and "to" are numbers elsewhere. With no day but these ("ti eller to") nobody knows.
    ``either_alone``: nor does anybody where nothing says which (Arabic "الاربعة" is Wednesday and four o'clock).
    """
    found: list[Atom] = []
    for at, piece in enumerate(pieces):
        listed = {
            other.kind
            for other in pieces
            if piece.kind in (SHORT_NAME, TWO_WAYS) and _in_a_list(piece, other, pieces, words)
        }
        named = piece.kind in (SHORT_NAME, TWO_WAYS) and (
            _opens_with_its_hours(piece, words) or _opens_with_a_clock(pieces, at, words)
        )
        named = named or (piece.kind == TWO_WAYS and _in_a_week(pieces, at))
        if named or (piece.kind == SHORT_NAME and _beside_an_hour(pieces, at, words)):
            found.append(replace(piece, kind="weekday", value=piece.value.partition("_")[0]))
        elif piece.kind == TWO_WAYS and (
            (either_alone and _says_neither(pieces, at, words))
            or (not listed and _day_or_number_here(pieces, at))
        ):
            found.append(replace(piece, kind="doubt", value=""))
        elif piece.kind == TWO_WAYS:
            if _behind_a_short_day(pieces, at, words):
                found.append(_day_or_number(piece, {TWO_WAYS}, leans=False))
            else:
                found.append(_day_or_number(piece, listed, leans=_leans(pieces, at)))
        elif piece.kind != SHORT_NAME:
            found.append(piece)
        elif listed or _with_its_half(pieces, at, words):
            found.append(replace(piece, kind="weekday"))
        elif (piece.start == 0 and _half_a_day_follows(pieces, at)) or _sunday_or_about(pieces, at, words):
            found.append(replace(piece, kind="doubt", value=""))
    return _with_slashes(found, words)


def _says_neither(pieces: Sequence[Atom], at: int, words: Sequence[str]) -> bool:
    """Whether no day is named, and nothing beside a number that is also a day makes an hour or a date of it."""
    behind = words[pieces[at].end : pieces[at].end + 1]
    if any(piece.kind in _A_DAY for piece in pieces) or (
        behind and behind[0].isdigit() and int(behind[0]) > _NOON
    ):
        return False  # "تلات 26" is a day and its date
    return _kind_before(pieces, at) in ("", "on", "part") and _kind_behind(pieces, at) not in _MAKES_A_NUMBER


def _with_slashes(pieces: list[Atom], words: Sequence[str]) -> list[Atom]:
    """ "Thurs/fri": a slash between two days is an "or"."""
    found: list[Atom] = []
    for piece in pieces:
        before = found[-1] if found else piece
        days = before is not piece and before.kind == piece.kind == "weekday"
        if days and piece.start == before.end + 1 and words[before.end] == "/":
            found.append(Atom("or", "", before.end, piece.start))
        found.append(piece)
    return found


def _beside_an_hour(pieces: Sequence[Atom], at: int, words: Sequence[str]) -> bool:
    """ "Man kl 12", "efter 16 man", "næste man": first before its hours, last behind them, or behind an "on"."""
    piece = pieces[at]
    if len(words[piece.start]) < _NAME_OF_ITS_OWN:
        return piece.start == 0 and _two_letters_open(pieces, at, words)
    opens = piece.start == 0 and _kind_behind(pieces, at) in _OF_HOURS
    digits = words[piece.start - 1][0].isdigit() if piece.start else False
    closes = piece.end == len(words) and (digits or _kind_before(pieces, at) in _OF_HOURS)
    return opens or closes or _kind_before(pieces, at) in _BEFORE_A_DAY


def _opens_with_a_clock(pieces: Sequence[Atom], at: int, words: Sequence[str]) -> bool:
    """ "To kl 9", "fr kl. 14": the first word, right before what leads an hour, is the day of it."""
    piece = pieces[at]
    if piece.start > 0 or piece.value == _SUNDAY or _kind_behind(pieces, at) != "clock":
        return False
    hour = words[pieces[at + 1].end : pieces[at + 1].end + 1]
    return bool(hour) and hour[0][0].isdigit()


def _day_or_number_here(pieces: Sequence[Atom], at: int) -> bool:
    """ "To em", "på ti": Thursday afternoon or two in the afternoon; not "ti om formiddagen"."""
    if _kind_before(pieces, at) == "on":
        return True
    if at and pieces[at - 1].end == pieces[at].start:
        return False
    behind = pieces[at + 1] if _kind_behind(pieces, at) == "part" else None
    return behind is not None and behind.end - behind.start == 1


def _two_letters_open(pieces: Sequence[Atom], at: int, words: Sequence[str]) -> bool:
    """ "Ma la 2", "mi după 4", "so nachm": right before its hour, or a part of the day as short as itself."""
    behind = _kind_behind(pieces, at)
    if behind == "part":
        part = pieces[at + 1]
        one_word = part.end == part.start + 1 or pieces[at].value != _SUNDAY
        return one_word and len(words[part.start]) <= _SHORT_PARTS and part.value != "early"
    return behind in _BEFORE_AN_HOUR and pieces[at].value != _SUNDAY


def _half_a_day_follows(pieces: Sequence[Atom], at: int) -> bool:
    """Whether the noon or the afternoon follows, not "so früh"."""
    behind = _kind_behind(pieces, at)
    return behind == "point" or (behind == "part" and pieces[at + 1].value in _HALVES)


def _in_a_week(pieces: Sequence[Atom], at: int) -> bool:
    """ "To i uge 21": first, and right before the week it is in, it names the day."""
    inside = _kind_behind(pieces, at) == "on" and at + 2 < len(pieces)
    week = pieces[at + 2] if inside and pieces[at + 1].end == pieces[at + 2].start else None
    numbered = week is not None and (week.kind, week.value) == ("unit", "week")
    return pieces[at].start == 0 and week is not None and (numbered or week.kind == "week")


def _with_its_half(pieces: Sequence[Atom], at: int, words: Sequence[str]) -> bool:
    """ "Sat morn or sun morn": a short name with its part of the day, first in its clause or behind an "or"."""
    piece = pieces[at]
    leads = piece.start == 0 or is_break(words[piece.start - 1]) or _kind_before(pieces, at) in ("or", "and")
    half = _kind_behind(pieces, at) in ("part", "am", "pm")
    return leads and half and len(words[piece.start]) >= _NAME_OF_ITS_OWN


def _sunday_or_about(pieces: Sequence[Atom], at: int, words: Sequence[str]) -> bool:
    """German "so 10 Uhr", "so nachm": on Sunday, or about then; "so um 10" and "so nachmittags" are the latter."""
    piece = pieces[at]
    if piece.start > 0 or piece.value != _SUNDAY or piece.end >= len(words):
        return False
    word = words[piece.end]
    half = _kind_behind(pieces, at) == "part" and len(words[piece.end]) > 1 and not word.endswith("s")
    return word[0].isdigit() or (half and pieces[at + 1].end == piece.end + 1)


def _kind_before(pieces: Sequence[Atom], at: int) -> str:
    touching = at and pieces[at - 1].end == pieces[at].start
    return pieces[at - 1].kind if touching else ""


def _kind_behind(pieces: Sequence[Atom], at: int) -> str:
    touching = at + 1 < len(pieces) and pieces[at + 1].start == pieces[at].end
    return pieces[at + 1].kind if touching else ""


def _opens_with_its_hours(piece: Atom, words: Sequence[str]) -> bool:
    """ "To 10-12", "mi 9:30", "on ✅": the first word, right before its hours, or any right before a mark."""
    behind = words[piece.end : piece.end + 3]
    if behind and behind[0] in MARKS:
        return True
    if piece.start > 0 or piece.value == _SUNDAY or not behind or not behind[0][0].isdigit():
        return False
    if piece.kind == SHORT_NAME and len(behind[0]) <= 2 and _FIRST <= int(behind[0]) <= _LAST:
        return True
    stretch = len(behind) == 3 and behind[1] == "-" and behind[2][0].isdigit()
    return ":" in behind[0] or (stretch and "/" not in behind[0])


def _day_or_number(piece: Atom, listed: set[str], *, leans: bool) -> Atom:
    day, _, number = piece.value.partition("_")
    if leans or not listed:
        return replace(piece, kind="number", value="", number=int(number))
    return (
        replace(piece, kind="doubt", value="")
        if listed == {TWO_WAYS}
        else replace(piece, kind="weekday", value=day)
    )


def _behind_a_short_day(pieces: Sequence[Atom], at: int, words: Sequence[str]) -> bool:
    """ "Man-to": Monday to Thursday, or Monday at two."""
    before = pieces[at - 1] if at else pieces[at]
    short = before.kind in ("weekday", SHORT_NAME) and len(words[before.start]) < _SHORT_LETTERS
    return short and before.end == pieces[at].start


def _leans(pieces: Sequence[Atom], at: int) -> bool:
    """Whether a day or "at" right before it, or a "weeks" right behind it, makes a number of it."""
    before = pieces[at - 1] if at and pieces[at - 1].end == pieces[at].start else None
    behind = pieces[at + 1] if at + 1 < len(pieces) and pieces[at + 1].start == pieces[at].end else None
    return (before is not None and before.kind not in ("on", "and", "or")) or (
        behind is not None and behind.kind == "unit"
    )


def _in_a_list(name: Atom, other: Atom, pieces: Sequence[Atom], words: Sequence[str]) -> bool:
    """Whether only an "or", an "and" or a slash stands between the two, and the other is short as well."""
    first, second = (name, other) if name.start < other.start else (other, name)
    if other.kind not in _NAMES_A_DAY or len(words[other.start]) > _SHORT_LETTERS:
        return False
    if first.end == second.start and other.kind == "weekday" and first is name:
        return _begins_a_list(name, words)
    if first.end + 1 != second.start:
        return False
    link = words[first.end]
    if link == "," and other.kind == "weekday" and first is name and _begins_a_list(name, words):
        return True
    if name.kind == TWO_WAYS and link == ",":
        return first is name
    links = _LINKS | {"to"} if first is name and _is_plain(name, words) else _LINKS
    return link in _LISTS or any(p.kind in links and p.start == first.end for p in pieces)


def _begins_a_list(name: Atom, words: Sequence[str]) -> bool:
    """ "Man ons fre", "man, ons el fre": the first word of the message, and hardly another one."""
    return name.start == 0 and _is_plain(name, words)


def _is_plain(name: Atom, words: Sequence[str]) -> bool:
    """ "Man", "søn", "sun" beside another day; Romanian "vin" and "mie" are "I come" and "me" there, too."""
    long = len(words[name.start]) >= _NAME_OF_ITS_OWN
    return name.kind == SHORT_NAME and long and name.value in (_MONDAY, _SUNDAY)
