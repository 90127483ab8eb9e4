"""The time words and numbers of a message as typed pieces, the same for every language."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.understanding.lexicon import Lexicon
from bot.understanding.phrases import Forms, longest

NUMBERS = frozenset({"number", "ordinal"})
_NAMED = frozenset({"weekday", "weekdays", "part", "holiday", "season"})
_COUNTS = frozenset({"number", "ordinal", "dated_number"})

_KIND_RANK = {
    "dated": 3,
    "clock": 10,
    "after": 12,
    "from": 15,
    "this": 20,
    "unit": 30,
    "begin": 55,
    "of": 60,
    "on": 90,
    "nth_mark": 85,
    "and": 80,
}
"""Which of two kinds a word that has both is taken for: the lower number."""


@dataclass(frozen=True, slots=True)
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


def atoms(forms: Forms, known: Lexicon) -> list[Atom]:
    """The time pieces that one language sees in the message."""
    found = longest(known.times.find(forms), _KIND_RANK)
    pieces: list[Atom] = []
    dawn = bool(known.habits.get("hours_from_dawn"))
    for phrase in found:
        kind, _, value = phrase.meaning.partition(":")
        number = int(value) if kind in ("number", "ordinal") else -1
        if kind == "ordinal" and _names_a_date(forms[phrase.end - 1][0], known):
            kind = "dated_number"
        pieces.append(Atom(kind, value, phrase.start, phrase.end, number, dawn=dawn))
    return _compounds(
        _without_articles(pieces) if pieces and known.habits.get("one_is_an_article") else pieces
    )


def _without_articles(pieces: list[Atom]) -> list[Atom]:
    """ "En formiddag", "one Wednesday", "bir sabah": before a day or a part of one it says no hour."""
    return [
        piece
        for before, piece, following in zip([None, *pieces[:-1]], pieces, [*pieces[1:], None], strict=True)
        if not (
            piece.kind == "number"
            and piece.number == 1
            and (before is None or before.kind not in ("clock", "at"))
            and following is not None
            and following.kind in _NAMED
            and following.start == piece.end
        )
    ]


def _names_a_date(word: str, known: Lexicon) -> bool:
    """Whether an ordinal is one that only dates have (Polish "dwunastego", not "o dwunastej")."""
    return bool(known.date_endings) and word.endswith(known.date_endings)


def _compounds(pieces: list[Atom]) -> list[Atom]:
    """ "Dvidešimt pirmą" is the 21st: tens and ones that touch are one number."""
    joined: list[Atom] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        ones = piece.kind in _COUNTS and 1 <= piece.number <= 9
        if (
            before
            and ones
            and before.kind in _COUNTS
            and before.number in (20, 30)
            and before.end == piece.start
        ):
            kind = "dated_number" if "dated_number" in (before.kind, piece.kind) else piece.kind
            joined[-1] = replace(before, kind=kind, number=before.number + piece.number, end=piece.end)
        else:
            joined.append(piece)
    return joined


def numeric_atoms(words: Sequence[str], taken: set[int]) -> list[Atom]:
    """The numbers, dates and clock times written in digits, which need no language."""
    return [
        piece
        for at, word in enumerate(words)
        if word[0].isdigit() and at not in taken and (piece := _numeric(word, at)) is not None
    ] + [Atom("to", "", at, at + 1) for at, word in enumerate(words) if word == "-" and _between(words, at)]


def _between(words: Sequence[str], at: int) -> bool:
    if not 0 < at < len(words) - 1:
        return False
    before, after = words[at - 1], words[at + 1]
    return (before[-1].isdigit() and after[0].isdigit()) or (before.isalpha() and after.isalpha())


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


def kind_at(atoms: Sequence[Atom], at: int) -> str:
    """The kind of the piece at ``at``; "" beyond either end."""
    return atoms[at].kind if 0 <= at < len(atoms) else ""


def skip(atoms: Sequence[Atom], at: int, kinds: frozenset[str]) -> int:
    """The first piece from ``at`` on that is of none of these kinds."""
    while kind_at(atoms, at) in kinds:
        at += 1
    return at
