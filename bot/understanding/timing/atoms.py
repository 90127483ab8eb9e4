"""The time words and numbers of a message as typed pieces, the same for every language."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.lexicon import Lexicon
from bot.understanding.phrases import Forms, Found, longest
from domain.values import value

NUMBERS = frozenset({"number", "ordinal"})
_NAMED = frozenset({"weekday", "weekdays", "part", "holiday", "season"})
_NAMES_A_DAY = frozenset({"weekday", "weekdays", "holiday", "dated", "ordinal"})
_COUNTS = frozenset({"number", "ordinal", "dated_number"})
_WITH_ARTICLE = {
    "from_the": "from",
    "until_the": "until",
    "before_the": "before",
    "after_the": "after",
    "of_the": "of",
}
INSTEAD = "instead"
"""An "except" behind which the wish may stand ("instead of Tuesday Wednesday")."""

EITHER = "either"
"""A small word of which two right before times are "either" and "or" (Turkish "ya 9 ya 11")."""

FROM_A_NUMBER = "from_a_number"
"""A "from" that makes a date of bare digits (Romanian "din 18")."""

_REMEMBERED = {INSTEAD: "except", EITHER: "on", FROM_A_NUMBER: "from"}
"""Lists of which a piece remembers as its value that it stood in them, and the kind that it is of."""

_WISHED = frozenset(
    {"rest", "lasting", "free", "whenever", "condition", "numbered", "always", "than", INSTEAD}
)
"""Lists that are only read where a time was asked for."""

_BEFORE_ONE = frozenset({"clock", "at", "around", "half_to", "half_past", "quarter_to", "quarter_past"})
"""Pieces behind which "one" is an hour, though a day follows ("pe la unu joi")."""


SHORT_NAME = "weekday_short"
TWO_WAYS = "weekday_or_number"
OF_A_DATE = "date"
"""The ending of a number in a language that tells no hour by an ordinal ("am 7ten")."""

_IN_THE = "in_the"
"""An "in" that makes a date of a number alone (Romanian "în 12"), and a length of time of one with its unit."""

_UNIT_NEARBY = 4
_OFFERED = "offered"
_OF_AN_OFFER = frozenset({_OFFERED})
"""How an offered time is called by its part of the day ("the afternoon one"); elsewhere that may be an hour."""

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
        kind, value = _REMEMBERED.get(kind, kind), kind if kind in _REMEMBERED else value
        kind = {"condition": "doubt", "always": "on", _OFFERED: "part"}.get(kind, kind)
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


def kind_at(atoms: Sequence[Atom], at: int) -> str:
    """The kind of the piece at ``at``; "" beyond either end."""
    return atoms[at].kind if 0 <= at < len(atoms) else ""


def skip(atoms: Sequence[Atom], at: int, kinds: frozenset[str]) -> int:
    """The first piece from ``at`` on that is of none of these kinds."""
    while kind_at(atoms, at) in kinds:
        at += 1
    return at
