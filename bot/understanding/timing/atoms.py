"""The time words and numbers of a message as typed pieces, the same for every language."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.understanding.lexicon import Lexicon
from bot.understanding.phrases import Forms, Found, longest
from domain.values import value

NUMBERS = frozenset({"number", "ordinal"})
_NAMED = frozenset({"weekday", "weekdays", "part", "holiday", "season"})
_HOURS = frozenset({"number", "clock", "clock_time", "dotted", "half_to"})
_DAYS = frozenset({"weekday", "weekdays", "day", "week", "parity", "holiday"})
_SAY_AN_HOUR = frozenset({"clock", "at", "dated"})
_ENDS_A_DAY = _DAYS | {"nth_mark", "month", "slashed", "full_date", "unit", "any_day", "every"}
_NAMES_A_DAY = frozenset({"weekday", "weekdays", "holiday", "dated", "ordinal"})
_COUNTS = frozenset({"number", "ordinal", "dated_number"})
_AFTER_THIS = frozenset({"unit", "weekday", "weekdays", "season", "holiday"})
_WITH_ARTICLE = {
    "from_the": "from",
    "until_the": "until",
    "before_the": "before",
    "after_the": "after",
    "of_the": "of",
}
INSTEAD = "instead"
_WISHED = frozenset(
    {"rest", "lasting", "free", "whenever", "condition", "numbered", "always", "than", INSTEAD}
)
"""Lists that are only read where a time was asked for."""

_BEFORE_HOURS = frozenset(
    {"clock", "at", "part", "after", "from", "before", "until", "between", "not_before"}
)
_LINKS = frozenset({"and", "or", "to", "until"})
_LAST_DAY = 31
_BEFORE_ONE = frozenset({"clock", "at", "around", "half_to", "half_past", "quarter_to", "quarter_past"})
"""Pieces behind which "one" is an hour, though a day follows ("pe la unu joi")."""

_TH = "th"
"""The English ending of a date that is also short for Thursday."""

_ONE_OR_TWO = 2
SHORT_NAME = "weekday_short"
TWO_WAYS = "weekday_or_number"
OF_A_DATE = "date"
"""The ending of a number in a language that tells no hour by an ordinal ("am 7ten")."""

_IN_THE = "in_the"
"""An "in" that makes a date of a number alone (Romanian "în 12"), and a length of time of one with its unit."""

INSTEAD = "instead"
"""An "except" behind which the wish may stand ("instead of Tuesday Wednesday")."""

_PORTION = "portion"
"""A part of a stretch in one word: German "Monatsende"."""

_UNIT_NEARBY = 4
_OFFERED = "offered"
_OF_AN_OFFER = frozenset({_OFFERED})
"""How an offered time is called by its part of the day ("the afternoon one"); elsewhere that may be an hour."""
_LISTED = frozenset({"number", "or", "and", "to", "until", "nth_mark", "dated"})

_KIND_RANK = {
    "dated": 3,
    "rest": 5,
    "clock": 10,
    "after": 12,
    "from": 15,
    "number_ending": 19,
    "this": 20,
    "months": 29,
    "unit": 30,
    "weekday": 44,
    "weekday_or_number": 45,
    "instead": 47,
    "begin": 55,
    "of": 60,
    "on": 90,
    "nth_mark": 85,
    "and": 80,
}
"""Which of two kinds a word that has both is taken for: the lower number."""


@value
class Atom:
    """One piece: ``kind`` such as weekday, number, after; its value; the tokens ``start`` to ``end``."""

    kind: str
    value: str
    start: int
    end: int
    number: int = -1
    pair: tuple[int, ...] = ()
    digits: bool = False
    dawn: bool = False
    """Whether the language also counts hours from dawn (Tigrinya, Somali)."""

    hour: bool = True
    """False for an ordinal of a language that never tells the hour by one ("den tyvende" is a date)."""


def atoms(forms: Forms, known: Lexicon, *, sure: bool) -> list[Atom]:
    """The time pieces that one language sees in the message; ``sure``: a time was asked for."""
    found = known.times.find(forms)
    if sure:
        back = [f for f in known.why.find(forms) if f.meaning in ("after_told", "before_told")]
        found = [f for f in found if not _counts_from_a_day(f, found, forms, back)]
    aside = _OF_AN_OFFER if sure else _WISHED
    found = longest([f for f in found if f.meaning.partition(":")[0] not in aside], _KIND_RANK)
    pieces: list[Atom] = []
    dawn = bool(known.habits.get("hours_from_dawn"))
    ordinal_hours = bool(known.habits.get("hours_are_ordinals"))
    for phrase in found:
        kind, _, value = phrase.meaning.partition(":")
        value = INSTEAD if kind == INSTEAD else value
        kind = {"condition": "doubt", "always": "on", INSTEAD: "except", _OFFERED: "part"}.get(kind, kind)
        number = int(value) if kind in ("number", "ordinal") else -1
        if kind == "ordinal" and _names_a_date(forms[phrase.end - 1][0], known):
            kind = "dated_number"
        if kind == TWO_WAYS and not sure:
            kind, value, number = "number", "", int(value.partition("_")[2])
        if kind in _WITH_ARTICLE:  # German "vom 16.", "bis zum 16.": the article makes a date of the number
            pieces.append(Atom(_WITH_ARTICLE[kind], "", phrase.start, phrase.end))
            if kind == "from_the" or _digits_at(forms, phrase.end):  # "bis zum Mittag" is an hour
                pieces.append(Atom("dated", "", phrase.end, phrase.end))
            continue
        if kind == _PORTION:  # "Monatsende", "Wochenmitte"
            portion, _, unit = value.partition(" ")
            pieces.append(Atom(portion, "", phrase.start, phrase.start))
            pieces.append(Atom("unit", unit, phrase.start, phrase.end))
            continue
        if kind == _IN_THE:
            kind = "in" if _counts_time(found, forms, phrase.end) else "dated"
        hour = ordinal_hours or kind != "ordinal"
        if kind == "nth_mark" and not (ordinal_hours or dawn):
            value = OF_A_DATE
        pieces.append(Atom(kind, value, phrase.start, phrase.end, number, dawn=dawn, hour=hour))
    if pieces and known.habits.get("one_is_an_article"):
        pieces = _without_articles(pieces)
    return _compounds(pieces, linked=bool(known.habits.get("tens_and_ones")))


def _counts_from_a_day(phrase: Found, found: Sequence[Found], forms: Forms, back: Sequence[Found]) -> bool:
    """ "Two days before Pentecost": with its day behind it, it is counted from that one; so is "two days after that"."""
    if phrase.meaning != "day_beside:":
        return False
    if any(f.start < phrase.end < f.end for f in back):
        return True
    named = {f.start for f in found if f.meaning.partition(":")[0] in _NAMES_A_DAY}
    return phrase.end in named or _digits_at(forms, phrase.end)


def _counts_time(found: Sequence[Found], forms: Forms, at: int) -> bool:
    """Whether no bare number stands here: "în cinci zile", "în 5-6 zile", "în iunie"."""
    units = {f.start for f in found if f.meaning.partition(":")[0] in ("unit", "counted", "clock_after")}
    return not _digits_at(forms, at) or any(at < unit < at + _UNIT_NEARBY for unit in units)


def with_piece(pieces: Sequence[Atom], piece: Atom) -> list[Atom]:
    """The pieces with this one instead of all that it covers."""
    return [*(p for p in pieces if p.end <= piece.start or p.start >= piece.end), piece]


def _digits_at(forms: Forms, at: int) -> bool:
    return at < len(forms) and any(form[0].isdigit() for form in forms[at])


def _without_articles(pieces: list[Atom]) -> list[Atom]:
    """ "En formiddag", "one Wednesday", "bir sabah": before a day or a part of one it says no hour."""
    return [
        piece
        for before, piece, following in zip([None, *pieces[:-1]], pieces, [*pieces[1:], None], strict=True)
        if not (
            piece.kind == "number"
            and piece.number == 1
            and (before is None or before.kind not in _BEFORE_ONE)
            and following is not None
            and following.kind in _NAMED
            and following.start == piece.end
        )
    ]


def _names_a_date(word: str, known: Lexicon) -> bool:
    """Whether an ordinal is one that only dates have (Polish "dwunastego", not "o dwunastej")."""
    return bool(known.date_endings) and word.endswith(known.date_endings)


def _compounds(pieces: list[Atom], *, linked: bool) -> list[Atom]:
    """ "Dvidešimt pirmą" is the 21st: tens and ones that touch are one number.

    ``linked``: the language says "twenty and one".
    """
    joined: list[Atom] = []
    for piece in pieces:
        if (
            linked
            and len(joined) > 1
            and joined[-1].kind == "and"
            and _make_one(joined[-2], joined[-1], piece)
        ):
            joined.pop()
            joined[-1] = _sum(joined[-1], piece)
        elif joined and _make_one(joined[-1], joined[-1], piece):
            joined[-1] = _sum(joined[-1], piece)
        else:
            joined.append(piece)
    return joined


def _make_one(tens: Atom, before: Atom, ones: Atom) -> bool:
    numbers = tens.kind in _COUNTS and ones.kind in _COUNTS
    return (
        numbers
        and tens.number in (20, 30, 40, 50)
        and 1 <= ones.number <= 9
        and before.start <= tens.end
        and before.end == ones.start
    )


def _sum(tens: Atom, ones: Atom) -> Atom:
    kind = "dated_number" if "dated_number" in (tens.kind, ones.kind) else ones.kind
    hour = tens.hour and ones.hour
    return replace(tens, kind=kind, number=tens.number + ones.number, end=ones.end, hour=hour)


def numeric_atoms(words: Sequence[str], taken: set[int]) -> list[Atom]:
    """The numbers, dates and clock times written in digits, which need no language."""
    found = []
    for at, word in enumerate(words):
        if word[0].isdigit() and at not in taken and (piece := _numeric(word, at)) is not None:
            found.append(piece)
        elif word == "-" and _between(words, at):
            if _dashed_date(words, at):
                day = found.pop()
                taken.add(at + 1)
                month = int(words[at + 1])
                found.append(Atom("slashed", "", day.start, at + 2, pair=(day.number, month)))
            else:
                found.append(Atom("to", "", at, at + 1))
    return found


def dotted_ordinals(pieces: Sequence[Atom], words: Sequence[str], raw: Sequence[str]) -> list[Atom]:
    """Polish "13. mam wolne": a bare number with a dot is a date, at the end of a message only where no day is named."""
    day = any(p.kind in ("weekday", "weekdays", "day") for p in pieces)
    hours = {p.end for p in pieces if p.kind in ("clock", "at", "asks_for", "number", "to", "and", "or")}
    ends = {p.start for p in pieces if p.kind in ("clock_after", "unit", "month", "part", "nth_mark")}
    found = []
    for piece in pieces:
        if piece.kind != "number" or not piece.digits or not 1 <= piece.number <= 31:
            continue
        closes = piece.end == len(words)
        dotted = raw[piece.start].endswith(".") and not (closes and day)
        if dotted and piece.start not in hours and piece.end not in ends:
            found.append(Atom("nth_mark", "", piece.end, piece.end))
    return found


def dotted_pairs(pieces: Sequence[Atom], words: Sequence[str], raw: Sequence[str]) -> list[Atom]:
    """ "12. og 14.", "18. bis 20.": a dot before an "and" ends no sentence, both numbers are dates."""
    ordered = sorted(pieces, key=lambda p: p.start)
    found: list[Atom] = []
    for at, piece in enumerate(ordered[:-2]):
        link, last = ordered[at + 1], ordered[at + 2]
        numbers = piece.kind == last.kind == "number" and 1 <= piece.number < last.number <= _LAST_DAY
        dotted = numbers and raw[piece.start].endswith(".") and raw[last.start].endswith(".")
        touching = link.kind in _LINKS and piece.end == link.start and link.end == last.start
        before = ordered[at - 1] if at and ordered[at - 1].end == piece.start else None
        an_hour = before is not None and before.kind in ("clock", "at")
        behind = ordered[at + 3] if at + 3 < len(ordered) and ordered[at + 3].start == last.end else None
        named = behind is not None and behind.kind in ("month", "unit", "clock_after", "nth_mark", "number")
        if dotted and touching and not (an_hour or named):
            found += [Atom("nth_mark", "", piece.end, piece.end), Atom("nth_mark", "", last.end, last.end)]
    return found


def _dashed_date(words: Sequence[str], at: int) -> bool:
    """ "19-05": a day and a month, where it can be no stretch of hours."""
    first, second = words[at - 1], words[at + 1]
    alone = (at < 2 or words[at - 2] != "-") and (at + 2 >= len(words) or words[at + 2] != "-")
    if not (alone and first.isdigit() and second.isdigit() and len(first) <= 2 and len(second) <= 2):
        return False
    day, month = int(first), int(second)
    return 12 < day <= 31 and 1 <= month <= 12 and (day > 24 or month + 12 <= day or second[0] == "0")


def _between(words: Sequence[str], at: int) -> bool:
    if not 0 < at < len(words) - 1:
        return False
    before, after = words[at - 1], words[at + 1]
    return before[-1].isalnum() and after[0].isalnum()


def _numeric(word: str, at: int) -> Atom | None:
    if word.isdigit():
        return Atom("number", word, at, at + 1, int(word), digits=True) if len(word) <= 4 else None
    if "/" in word:
        word = word.replace("-", "/")  # 13/5-26
    for sign in (":", "/", "-", "."):
        parts = word.split(sign)
        if len(parts) == 3:
            return _full_date(parts, at)
        if len(parts) == 2 and sign == ":":
            return Atom("clock_time", word, at, at + 1, pair=(int(parts[0]), int(parts[1])))
        if len(parts) == 2 and sign in "./":
            kind = "slashed" if sign == "/" else "dotted"
            return Atom(kind, word, at, at + 1, pair=(int(parts[0]), int(parts[1])))
    return None


def _full_date(parts: list[str], at: int) -> Atom:
    numbers = [int(part) for part in parts]
    if len(parts[0]) == 4:
        numbers.reverse()
    day, month, year = numbers
    if month > 12 >= day:
        day, month = month, day
    return Atom("full_date", "", at, at + 1, pair=(day, month, year + 2000 if year < 100 else year))


def number_endings(pieces: Sequence[Atom], words: Sequence[str], *, sure: bool) -> list[Atom]:
    """Polish "o 11tej", "15tego": behind digits such a word ends a number, and elsewhere it is what it is."""
    found: list[Atom] = []
    for at, piece in enumerate(pieces):
        if sure and piece.kind == "past_after" and not _behind_a_number(piece, found, words):
            piece = replace(piece, kind="part", value="night")  # Turkish "geçe" is also "gece"
        if (
            sure
            and piece.kind == "nth_mark"
            and words[piece.start] == _TH
            and _opens_a_time(piece, pieces, words)
        ):
            piece = replace(piece, kind="weekday", value="4")  # "Th 10-12"
        if sure and piece.kind == "onward" and _goes_on_with_an_hour(piece, pieces[at + 1 :], words):
            found.append(Atom("or", "", piece.start, piece.start + 1))  # "at 8 or after 3"
            piece = replace(piece, kind="after", start=piece.start + 1)
        if piece.kind == "number_ending":
            what, _, elsewhere = piece.value.partition("_")
            ends = piece.start > 0 and words[piece.start - 1].isdigit()
            leads_on = any(p.start == piece.end and p.kind in _AFTER_THIS for p in pieces[at + 1 : at + 2])
            kind = ("clock_after" if what == "hour" else "nth_mark") if ends and not leads_on else elsewhere
            piece = replace(piece, kind=kind, value="")
        if piece.kind:
            found.append(piece)
    return found


def _goes_on_with_an_hour(piece: Atom, behind: Sequence[Atom], words: Sequence[str]) -> bool:
    """Whether another hour follows an "or after" at once."""
    digits = piece.end < len(words) and words[piece.end][0].isdigit()
    spoken = bool(behind) and behind[0].start == piece.end and behind[0].kind in ("number", "clock")
    return piece.end - piece.start == 2 and (digits or spoken)


def _opens_a_time(piece: Atom, pieces: Sequence[Atom], words: Sequence[str]) -> bool:
    """Whether no number stands before it, and one right behind it."""
    bare = piece.start == 0 or not words[piece.start - 1][0].isdigit()
    behind = piece.end < len(words) and words[piece.end][0].isdigit()
    follows = _BEFORE_HOURS | {"or", "and"} if piece.start == 0 else _BEFORE_HOURS
    return bare and (behind or any(p.start == piece.end and p.kind in follows for p in pieces))


def _is_short_day(piece: Atom, following: Atom, words: Sequence[str]) -> bool:
    """Whether a number word is Monday or Tuesday without its article ("اتنين", "تلات"): before a date, or "and" a day."""
    dated = following.digits and 12 < following.number <= 31
    listed = following.kind == "weekday" and following.start < len(words)
    dated = dated or (listed and words[following.start].startswith("و"))
    return dated and piece.kind == "number" and not piece.digits and piece.number in (2, 3)


def _opens(at: int, pieces: Sequence[Atom]) -> bool:
    """Whether no hour stands right before this piece."""
    before = pieces[at - 1] if at else None
    return (
        before is None
        or before.end < pieces[at].start
        or before.kind not in (_HOURS | {"ordinal", "nth_mark"})
    )


def _behind_a_number(piece: Atom, before: Sequence[Atom], words: Sequence[str]) -> bool:
    if piece.start and words[piece.start - 1].isdigit():
        return True
    return bool(before) and before[-1].end == piece.start and before[-1].kind in {*NUMBERS, "unit"}


def _early_in(pieces: Sequence[Atom], at: int) -> bool:
    """ "Early June", "early next week": there it is no hour of the day."""
    kinds = [piece.kind for piece in pieces[at + 1 : at + 3]]
    touching = pieces[at].end == pieces[at + 1].start
    return touching and (kinds[0] in ("month", "months", "week") or kinds == ["next", "unit"])


def among_neighbours(pieces: list[Atom], habits: Mapping[str, bool], words: Sequence[str] = ()) -> list[Atom]:
    """Pieces that mean something else beside their neighbours.

    Polish "15-tego lutego" (the ending of a number, not "this" February), Arabic "شهر ٦" (June) and
    "أول اثنين" (the first Monday, though the word is also two).
    """
    for at, piece in enumerate(pieces[:-1]):
        before, following = pieces[at - 1] if at else piece, pieces[at + 1]
        touching = piece.end == following.start
        all_days = before.kind == "any_day" and not habits.get("places")
        if (
            piece.kind == "to"
            and (all_days or before.kind == "occupied")
            and following.kind in _HOURS
            and touching
        ):
            pieces[at] = replace(piece, kind="until")  # "I work to 3", "every day to 3"
        elif piece.kind == "asks_for":  # Polish "o" is "at" and "for": "proszę o 11 czerwca" is a date
            last = skip(pieces, at + 1, _LISTED)
            a_date = following.digits and following.kind == "number" and kind_at(pieces, last) == "month"
            pieces[at] = replace(piece, kind="on" if a_date else "clock")
        elif (piece.kind, piece.value) == ("part", "early") and _early_in(pieces, at):
            pieces[at] = replace(piece, kind="begin", value="")
        elif habits.get("hours_are_ordinals") and piece.kind == "in" and _minutes_to_an_hour(pieces, at):
            pieces[at] = replace(piece, kind="on")  # "za 10 jedenasta" is ten to eleven
            pieces[at + 1] = replace(following, kind="minutes_to", value=str(following.number))
        elif piece.kind == "clock_after" and following.kind == "number" and touching and _opens(at, pieces):
            pieces[at] = replace(piece, kind="clock")  # "19 mai h 15"
        elif piece.kind == "minus" and following.kind in _DAYS and touching:
            pieces[at] = replace(piece, kind="except")  # Arabic "إلا" is also "a quarter less"
        elif piece.kind in ("this", "ordinal") and following.kind == "month" and touching:
            if before.kind == "number" and before.digits and before.end == piece.start:
                pieces[at] = replace(piece, kind="nth_mark")
        elif habits.get("month_is_numbered") and (piece.kind, piece.value) == ("unit", "month") and touching:
            if _names_a_month(pieces, at + 1):
                pieces[at] = replace(piece, kind="of")
                pieces[at + 1] = replace(following, kind="month", value=str(following.number))
        elif habits.get("monday_is_two") and touching and _is_short_day(piece, following, words):
            if before.kind == "clock" and before.end == piece.start:
                continue  # "الساعة تلات"
            pieces[at] = replace(piece, kind="weekday", value=str(piece.number - 1))  # "تلات 26"
        elif habits.get("monday_is_two") and piece.kind in ("begin", "ordinal", "end", "last") and touching:
            if following.kind == "number" and following.number == 2 and not following.digits:
                pieces[at + 1] = replace(following, kind="weekday", value="1")
            if piece.kind == "begin" and pieces[at + 1].kind == "weekday":
                pieces[at] = replace(piece, kind="ordinal", number=1)
    return pieces


def _names_a_month(pieces: Sequence[Atom], at: int) -> bool:
    """Arabic "شهر ٦", "شهر خمسة"; "شهر واحد" is one month, "شهر وثلاثة أيام" a month and three days."""
    number, counts = pieces[at], at + 1 < len(pieces) and pieces[at + 1].kind == "unit"
    told = number.digits or (number.number > _ONE_OR_TWO and not counts)
    return number.kind == "number" and told and 1 <= number.number <= 12


def halves_of_day(pieces: Sequence[Atom], habits: Mapping[str, bool]) -> list[Atom]:
    """ "Tues pm", "13th am", "any pm": no hour stands before it, so it is the afternoon or the morning.

    "Am" is so only beside a day ("am home on Tuesday"). With the ending of a date before a part of the day ("12th in the
    afternoon") the number is no hour, but in a language that ends its hours so.
    """
    found: list[Atom] = []
    dates_only = not (habits.get("hours_are_ordinals") or habits.get("hours_from_dawn"))
    for at, piece in enumerate(pieces):
        before = found[-1] if found and found[-1].end == piece.start else None
        if _is_half_of_a_day(pieces, at, before):
            piece = replace(piece, kind="part", value="morning" if piece.kind == "am" else "afternoon")
        if piece.kind == "part" and before and dates_only and _ends_a_bare_date(found):
            found.insert(-2, Atom("dated", "", found[-2].start, found[-2].start))
        found.append(piece)
    return found


def _is_half_of_a_day(pieces: Sequence[Atom], at: int, before: Atom | None) -> bool:
    """Whether an "am" or "pm" belongs to no hour."""
    piece, kind = pieces[at], before.kind if before else ""
    if piece.kind not in ("am", "pm") or kind in _HOURS:
        return False
    opens = at == 0 and kind_at(pieces, 1) in _DAYS and pieces[1].start == piece.end
    return piece.kind == "pm" or kind in _ENDS_A_DAY or opens


def _ends_a_bare_date(found: Sequence[Atom]) -> bool:
    """Whether the last pieces are a number and its ending ("12th"), with nothing before them that says which it is."""
    last = len(found) - 1
    numbered = kind_at(found, last) == "nth_mark" and kind_at(found, last - 1) == "number"
    return numbered and kind_at(found, last - 2) not in _SAY_AN_HOUR


def _minutes_to_an_hour(pieces: Sequence[Atom], at: int) -> bool:
    """Whether a number of minutes and an hour told by an ordinal follow."""
    minutes, hour = pieces[at + 1], pieces[at + 2] if at + 2 < len(pieces) else pieces[at]
    touching = pieces[at].end == minutes.start and minutes.end == hour.start
    return (
        touching
        and minutes.kind == "number"
        and minutes.number in (5, 10, 15, 20, 25)
        and hour.kind == "ordinal"
    )


def kind_at(atoms: Sequence[Atom], at: int) -> str:
    """The kind of the piece at ``at``; "" beyond either end."""
    return atoms[at].kind if 0 <= at < len(atoms) else ""


def skip(atoms: Sequence[Atom], at: int, kinds: frozenset[str]) -> int:
    """The first piece from ``at`` on that is of none of these kinds."""
    while kind_at(atoms, at) in kinds:
        at += 1
    return at
