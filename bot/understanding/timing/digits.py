"""Dates, clock times and numbers written in digits, as pieces: "18.5.", "14:30", "13. mam wolne"."""

from collections.abc import Sequence

from bot.understanding.timing.atoms import Atom

_LINKS = frozenset({"and", "or", "to", "until"})
_LAST_DAY = 31


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
