"""Times counted from a day told before: "Granny leaves on the 25th, two days later", "the week after that".

Such words point back where that day was told as a story. Where it was not they may as well be another wish, or count from
today: then they are asked back.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.understanding.phrases import Found, longest
from bot.understanding.timing.atoms import Atom, with_piece

NAMES_A_DAY = frozenset({"weekday", "weekdays", "day", "full_date", "slashed", "dotted", "month", "holiday"})
_DATES = frozenset({"full_date", "slashed", "dotted", "month", "holiday"})
_SIDES = {"after_told": 1, "before_told": -1}
_SIDE_OF = {"after": 1, "before": -1}
NEXT_TO = {"day_after": 1, "day_before": -1}
"""On which side of the day told before it the day lies that each list of words names."""

_POINTERS = frozenset({"week_after", "one_after", "same_day", *_SIDES})
_COUNTED = frozenset({"day", "week", "fortnight"})
_SMALL = frozenset({"in", "on", "of", "around", "within", "clock", "at"})
_HOUR_FOLLOWS = frozenset({"clock", "at", "around", "part"})
_OF_AN_EVENT = frozenset({"occupied", "dated", "on", "of", "in", "from", "free", "doubt", "asks_for"})
"""Pieces that may stand between an "after" and the date of what it is after."""
_MAKES_AN_HOUR = frozenset({"clock_after", "am", "pm", "part", "to", "until", "number", "and", "or", "unit"})
_AN_EVENT = 6
"""Tokens of an event between "the day after" and its date, at most."""
_MONTHS = 12
_WISHING = frozenset({"yes", "fine", "want", "request", "only", "choose", "either"})
_SAYS_NOTHING = frozenset({"filler", "thanks", "greet", "but"})


def counted_from_told(
    pieces: list[Atom],
    found: Sequence[Found],
    why: Sequence[Found],
    words: Sequence[str],
    clause_of: Sequence[int],
    *,
    monday_is_two: bool,
) -> list[Atom]:
    """ "Two days later", "the Monday after", "the week after that" behind a day told before: pieces beside that day."""
    pieces = sorted(pieces, key=lambda p: p.start)
    definite = {f.start for f in why if f.meaning == "that_weekday"}
    pointers = [f for f in why if f.meaning in _POINTERS]
    pointers = [f for f in pointers if f.meaning != "one_after" or _of_a_week(f.start, pieces)]
    for phrase in longest(pointers, {"one_after": 1}):
        if any(p.start < phrase.end < p.end for p in pieces):
            continue  # Romanian "după" in "după masa"
        if phrase.meaning in ("week_after", "one_after"):
            what, start, end = "1 that_week", phrase.start, phrase.end
        elif phrase.meaning == "same_day":
            what, start, end = "0 day", phrase.start, phrase.end
        elif (counted := _counted(phrase, pieces, definite, monday_is_two=monday_is_two)) is not None:
            what, start, end = counted
        else:
            continue
        before = [p for p in pieces if p.end <= start and _may_be_told(p)]
        if not before:
            continue
        told, here = before[-1], clause_of[start]
        if (told.kind, told.end) == ("holiday", start):
            continue  # "paskalyadan sonraki hafta" is counted from the feast alone
        if clause_of[told.start] == here:
            if what != "1 that_week" or not (told.kind in _DATES or told.digits):
                continue
            what = ""  # "from the 22nd of May the week after"
        elif (
            not what
            or _linked(start, pieces)
            or not is_story(clause_of[told.start], Read(pieces, found, why, words, clause_of))
        ):
            what = ""
        pieces = with_piece(pieces, Atom("day_beside", what, start, end))
        pieces.sort(key=lambda p: p.start)
    return pieces


def after_an_event(
    pieces: list[Atom], why: tuple[Found, ...], clause_of: Sequence[int]
) -> tuple[list[Atom], tuple[Found, ...]]:
    """ "The day after the vaccination on the 12th": what is on that date counts for nothing, the day is the 13th."""
    for side in [p for p in pieces if p.kind in _SIDE_OF]:
        ordered = sorted(pieces, key=lambda p: p.start)
        if side not in ordered:
            continue
        at = ordered.index(side)
        heads = [f for f in why if f.meaning in NEXT_TO and f.start < side.start <= f.end]
        dotted = ordered[at + 1] if at + 1 < len(ordered) else side
        if dotted.kind == "dotted" and dotted.start == side.end and dotted.pair[1] > _MONTHS:
            continue  # "any day after 3.30"
        if heads and heads[0].meaning != f"day_{side.kind}":
            continue
        before = ordered[at - 1] if at else None
        definite = {f.start for f in why if f.meaning == "that_weekday"}
        named = before is not None and before.end == side.start and _counts_from(ordered, at - 1, definite)
        target = _date_behind(ordered, at, clause_of)
        if target is None or not (heads or named):
            continue
        date = ordered[target]
        between = ordered[at + 1 : target]
        if date.start - side.end > _AN_EVENT or (date.start == side.end and (not heads or named)):
            continue
        if before and before.kind == "weekday" and named and any(p.kind == "occupied" for p in between):
            continue  # "Tuesday after nursery, on the 12th": that day or the Tuesday after it
        if heads:
            head = heads[0]
            pieces = with_piece(pieces, Atom("unit", "day", head.start, side.start))
        pieces = [p for p in pieces if not (side.start <= p.start and p.end <= date.start and p is not date)]
        pieces.append(replace(side, end=date.start))
        if date.kind == "number":
            pieces.append(Atom("dated", "", date.start, date.start))
        why = tuple(f for f in why if f.meaning not in (*NEXT_TO, *_SIDES) or f.start >= date.start)
        pieces.sort(key=lambda p: (p.start, p.end > p.start))
    return pieces, why


def _counts_from(pieces: Sequence[Atom], at: int, definite: Collection[int]) -> bool:
    """Whether the piece before an "after" is a day or a week, and one of it ("the day", no "any day")."""
    piece, before = pieces[at], pieces[at - 1] if at else None
    if piece.kind == "weekday":
        return piece.start in definite
    if piece.kind != "unit" or piece.value not in ("day", "week"):
        return False
    touching = before is not None and before.end == piece.start
    return not (touching and before is not None and before.kind not in ("dated", "on", "in", "of"))


def _date_behind(pieces: Sequence[Atom], at: int, clause_of: Sequence[int]) -> int | None:
    """The date of the event behind an "after", in the same clause and with no other time between."""
    side = pieces[at]
    for index in range(at + 1, len(pieces)):
        piece = pieces[index]
        if clause_of[piece.start] != clause_of[side.start]:
            return None
        if piece.kind in _OF_AN_EVENT:
            continue
        following = pieces[index + 1] if index + 1 < len(pieces) else None
        touching = following is not None and following.start == piece.end
        dated = piece.kind in ("full_date", "slashed", "dotted", "weekday", "holiday")
        dated = dated or (
            piece.kind == "number"
            and piece.digits
            and 1 <= piece.number <= 31
            and (not touching or (following is not None and following.kind not in _MAKES_AN_HOUR))
        )
        a_date = following is not None and touching and following.kind in ("month", "nth_mark")
        close = piece.start == side.end and piece.kind == "number" and not a_date  # "the next day after 14"
        return index if dated and not close else None
    return None


def beside_a_weekday(pieces: list[Atom], why: Sequence[Found]) -> list[Atom]:
    """ "The day after Tuesday" is a Wednesday."""
    beside = {f.end: (NEXT_TO[f.meaning], f.start) for f in why if f.meaning in NEXT_TO}
    ordered = sorted(pieces, key=lambda p: p.start)
    for number, unit, side in zip([None, *ordered], ordered, ordered[1:], strict=False):
        follows = (unit.kind, unit.value) == ("unit", "day") and side.start == unit.end
        counts = number is not None and number.kind == "number" and number.end == unit.start
        if follows and not counts and side.kind in _SIDE_OF:
            beside[side.end] = _SIDE_OF[side.kind], unit.start
    for day in ordered:
        if day.kind == "weekday" and day.start in beside:
            step, start = beside[day.start]
            weekday = (int(day.value) - 1 + step) % 7 + 1
            pieces = with_piece(pieces, Atom("weekday", str(weekday), start, day.end))
    return pieces


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a message so far: its time words, its phrases, what begins a reason, its words and clauses."""

    pieces: Sequence[Atom]
    found: Sequence[Found]
    why: Sequence[Found]
    words: Sequence[str]
    clause_of: Sequence[int]


def is_story(clause: int, read: Read) -> bool:
    """Whether something is told in this clause beside its time, and nothing says that the time is wished."""
    pieces, found, clause_of = read.pieces, read.found, read.clause_of
    here = [p for p in pieces if clause_of[p.start] == clause]
    articles = {p.start for p in here if p.kind in ("dated", "on")}  # German "der" also chooses
    wishing = [f for f in found if f.meaning in _WISHING and clause_of[f.start] == clause]
    if any(f.meaning != "choose" or f.start not in articles for f in wishing):
        return False
    ends = any(p.kind in ("until", "to", "week") or (p.kind, p.value) == ("unit", "week") for p in here)
    if not ends and any(f.meaning in ("away", "sick") and clause_of[f.start] == clause for f in found):
        return False  # that may last longer than the day
    loud = {"occupied", "free", "unfit", "doubt"}
    if any(p.kind in _DATES - {"holiday"} for p in here):
        loud.add("holiday")  # "Trinity Sunday, the 31st": the feast is told, not wished
    quiet: set[int] = {at for p in pieces if p.kind not in loud for at in range(p.start, p.end)}
    quiet |= {at for f in found if f.meaning in _SAYS_NOTHING for at in range(f.start, f.end)}
    said = [
        at
        for at, its in enumerate(clause_of)
        if its == clause and read.words[at][0].isalpha() and at not in quiet
    ]
    comes = [f.start for f in read.why if f.meaning == "wish" and clause_of[f.start] == clause]
    return bool(said) and not any(at <= said[0] for at in comes)  # "my husband comes", not "come"


def _counted(
    phrase: Found, pieces: Sequence[Atom], definite: Collection[int], *, monday_is_two: bool
) -> tuple[str, int, int] | None:
    """What is counted ("2 day", "1 weekday") before or behind the words that point back, and from where to where."""
    inside = [p for p in pieces if phrase.start <= p.start and p.end <= phrase.end]
    behind = [p for p in pieces if p.start == phrase.end]
    side = _SIDES[phrase.meaning]
    prefixed = not inside or phrase.end - phrase.start > 1
    if prefixed and behind and behind[0].kind == "weekday":  # Turkish "ondan sonraki pazartesi"
        return f"{side * int(behind[0].value)} weekday", phrase.start, behind[0].end
    preposition = any(p.kind in ("after", "before", "from") for p in inside)
    before = [p for p in pieces if p.end <= phrase.start]
    last = before[-1] if before and before[-1].end == phrase.start else None
    if behind and behind[0].kind == "clock" and last and last.kind == "weekday" and last.start in definite:
        return (
            "",
            _with_small(last, before[:-1]),
            phrase.end,
        )  # that Tuesday from ten on, or a week later at ten
    at_an_hour = bool(behind) and behind[0].kind == "at"  # "the Tuesday after at 10"
    if behind and ((preposition and not at_an_hour) or behind[0].kind not in _HOUR_FOLLOWS):
        return None
    if last is None:
        return None
    if last.kind in ("weekday", "weekdays"):
        return f"{side * int(last.value)} weekday", _with_small(last, before[:-1]), phrase.end
    if monday_is_two and last.kind == "number" and not last.digits and last.number in (2, 3):
        return f"{side * (last.number - 1)} weekday", _with_small(last, before[:-1]), phrase.end
    if last.kind in ("counted", "minutes_to") and last.value.partition(" ")[2] in _COUNTED:
        count, _, unit = last.value.partition(" ")
        return f"{side * int(count)} {unit}", _with_small(last, before[:-1]), phrase.end
    if last.kind != "unit" or last.value not in _COUNTED:
        return None
    number = before[-2] if len(before) > 1 and before[-2].end == last.start else None
    if number is None or number.kind in _SMALL:
        return f"{side} {last.value}", _with_small(last, before[:-1]), phrase.end  # Polish "tydzień później"
    if number.kind not in ("number", "minutes_to"):
        return None
    count = str(number.number) if number.kind == "number" else number.value
    return f"{side * int(count)} {last.value}", _with_small(number, before[:-2]), phrase.end


def _of_a_week(at: int, pieces: Sequence[Atom]) -> bool:
    """Whether what was told last before it is a week, so that "the one after" is a week, too."""
    before = [p for p in pieces if p.end <= at and p.kind not in ("on", "of", "in", "at", "and", "dated")]
    named = [p for p in before if _may_be_told(p) or (p.kind, p.value) == ("unit", "week")]
    last = named[-1] if named else None
    numbered = [p for p in before if (p.kind, p.value) == ("unit", "week")]
    touching = last is not None and any(
        last.start in (w.end, w.start) or last.end == w.start for w in numbered
    )
    return last is not None and (last.kind in ("week", "weekno") or touching)


def _with_small(piece: Atom, before: Sequence[Atom]) -> int:
    """Where it begins with the small words before it."""
    start = piece.start
    for small in reversed(before):
        if small.kind not in _SMALL or small.end != start:
            break
        start = small.start
    return start


def _may_be_told(piece: Atom) -> bool:
    return piece.kind in NAMES_A_DAY or piece.kind in ("week", "weekno") or piece.digits


def _linked(start: int, pieces: Collection[Atom]) -> bool:
    """Whether an "or" or an "and" stands right before it, so that it goes on with a list."""
    return any(p.kind in ("and", "or", "also") and p.end == start for p in pieces)
