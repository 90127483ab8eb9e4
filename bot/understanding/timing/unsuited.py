"""Which times a family rules out where it was asked for them: in words that are no refusal anywhere else.

"On Friday I do not work" frees the Friday, "10 is too early" denies the ten, "neither Tuesday nor Wednesday" both, and
"the day after" is beside the day that was denied.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.understanding.phrases import Found, Phrases, longest
from bot.understanding.scope import ends_clause
from bot.understanding.timing.atoms import NUMBERS, Atom, with_piece
from bot.understanding.timing.tolddays import NAMES_A_DAY, NEXT_TO, Read, is_story
from bot.understanding.tokens import is_break, is_sign

_OF_A_DAY = NAMES_A_DAY | {"dated", "on", "of", "number", "ordinal"}
_TAKEN = frozenset({"cannot", "neg", "no", "occupied", "unfit"})
"""What says of a day in the same clause that it does not suit; to be away or ill may last longer."""

_AGREED = frozenset({"yes", "fine", "want", "request", "no", "neg", "if", "unsure", "ask"})
_LITTLE = 2
"""Words between a time and what says that it does not suit ("9 ist uns zu früh")."""


def off_work(
    pieces: list[Atom], every: list[Found], words: Sequence[str], *, denied_behind: bool
) -> tuple[list[Atom], list[Found]]:
    """ "On Friday I do not work": a "not" beside an occupation, or at the end of its clause, makes that time free.

    ``denied_behind``: the language puts its "not" behind what it denies ("salı olmaz kurs var").
    """
    denials = [f for f in every if f.meaning == "neg"]
    found: list[Atom] = []
    for piece in pieces:
        if piece.kind == "occupied":
            beside = [
                f
                for f in denials
                if (f.end == piece.start and not denied_behind) or _closes_on(piece, f, words)
            ]
            if beside:  # the "not" is spent on it
                every = [f for f in every if not any(f.start < d.end and d.start < f.end for d in beside)]
                found += [replace(piece, kind="free", start=d.start, end=d.end) for d in beside]
                piece = replace(piece, kind="free")
        found.append(piece)
    spans = [(p.start, p.end) for p in found if p.kind == "free"]
    denied = [f for f in every if f.meaning in ("neg", "cannot")]
    over = [f for f in denied if not any(a <= f.start and f.end <= b for a, b in spans)]
    every = [f for f in every if f not in denied or f in over]
    return [
        p for p in found if p.kind != "free" or not any(f.start < p.end and p.start < f.end for f in over)
    ], every


def _closes_on(piece: Atom, denial: Found, words: Sequence[str]) -> bool:
    """Whether the "not" behind the occupation ends its clause ("Freitag arbeite ich nicht")."""
    if denial.start < piece.end or any(is_break(word) for word in words[piece.end : denial.start]):
        return False
    return denial.end == len(words) or is_break(words[denial.end])


def refused_days(
    pieces: Sequence[Atom], found: Sequence[Found], words: Sequence[str], habits: Mapping[str, bool]
) -> list[Atom]:
    """ "The 11th no, the 12th no, the 13th yes": a "not" for each day that a "no" is said of right behind it."""
    behind = habits.get("after_follows") or habits.get("not_follows")
    denials = []
    for phrase in found:
        if phrase.meaning != "no" or not _closes_before(phrase.end, pieces, words):
            continue
        end = phrase.start - (words[phrase.start - 1] == "-")
        day = _day_that_ends(end, pieces)
        if day is not None:
            at = phrase.start if behind else _with_article(day, pieces)
            denials.append(Atom("neg", "", at, at))
    return denials


def _day_that_ends(end: int, pieces: Sequence[Atom]) -> Atom | None:
    """The day of which the last piece ends there ("tirsdag", "11", "11th")."""
    last = next((p for p in pieces if p.end == end), None)
    if last is not None and last.kind == "nth_mark":
        last = next((p for p in pieces if p.end == last.start), None)
    return last if last is not None and (last.kind in NAMES_A_DAY or last.digits) else None


def _with_article(day: Atom, pieces: Sequence[Atom]) -> int:
    """Where the day begins with the "den" before its number."""
    return next((p.start for p in pieces if p.kind == "dated" and p.end == day.start), day.start)


def _closes_before(end: int, pieces: Sequence[Atom], words: Sequence[str]) -> bool:
    """Whether a clause ends there, or another day follows at once ("tirsdag nej onsdag ja")."""
    return (
        end == len(words)
        or is_break(words[end])
        or any(p.start == end and p.kind in (*NAMES_A_DAY, "dated") for p in pieces)
    )


def days_beside(
    pieces: list[Atom],
    found: Sequence[Found],
    why: Sequence[Found],
    words: Sequence[str],
    clause_of: Sequence[int],
) -> list[Atom]:
    """ "Tomorrow I cannot, the day after is good": behind a day that does not suit it is the one beside that day.

    So it is behind a day that something is told of. "Friday or the day after" is asked back, and so is a day that does
    not suit either.
    """
    for phrase in longest([f for f in why if f.meaning in NEXT_TO], {}):
        before = [p for p in pieces if p.end <= phrase.start and (p.kind in NAMES_A_DAY or p.digits)]
        follows = any(p.start == phrase.end and (p.kind in _OF_A_DAY or p.digits) for p in pieces)
        counted = any(
            p.kind == "day_beside" and " " in p.value and p.start < phrase.end and phrase.start < p.end
            for p in pieces
        )
        if not before or follows or counted:
            continue
        told, here = clause_of[before[-1].start], clause_of[phrase.start]
        read = Read(pieces, found, why, words, clause_of)
        if told < here and _tells_beside(told, here, read):
            pieces = with_piece(pieces, Atom("on", "", phrase.start, phrase.end))
            continue
        taken = any(f.meaning in _TAKEN and clause_of[f.start] == told for f in found)
        taken = taken or any(p.kind in _TAKEN and clause_of[p.start] == told for p in pieces)
        taken = taken or (told != here and is_story(told, read))
        if not (taken or told == here):
            continue
        likewise = any(p.kind == "also" and clause_of[p.start] == here for p in pieces)
        likewise = likewise or any(p.kind in ("and", "or") and p.end == phrase.start for p in pieces)
        side = str(NEXT_TO[phrase.meaning]) if taken and not likewise else ""
        pieces = with_piece(pieces, Atom("day_beside", side, phrase.start, phrase.end))
        if side and told != here:  # "the 14th is a holiday, rather a day earlier"
            pieces = [p for p in pieces if p.kind != "doubt" or clause_of[p.start] != told]
    return pieces


def _tells_beside(wished: int, here: int, read: Read) -> bool:
    """ "Come on the 29th, we move the day before": something is told of the day beside the one that was asked for."""
    pieces, found, why, clause_of = read.pieces, read.found, read.why, read.clause_of
    asked = any(f.meaning in ("wish", "please") and clause_of[f.start] == wished for f in why)
    asked = asked or any(f.meaning in ("want", "request") and clause_of[f.start] == wished for f in found)
    taken = any(f.meaning in _TAKEN and clause_of[f.start] == wished for f in found)
    taken = taken or any(p.kind in _TAKEN and clause_of[p.start] == wished for p in pieces)
    wishing = any(f.meaning in ("wish", "please") and clause_of[f.start] == here for f in why)
    busy = any(p.kind == "occupied" and clause_of[p.start] == here for p in pieces)
    settled = any(f.meaning in (*_AGREED, "cannot") and clause_of[f.start] == here for f in found)
    return asked and busy and not (taken or wishing or settled)


def with_unfit(
    found: list[Found],
    every: Sequence[Found],
    pieces: list[Atom],
    words: Sequence[str],
    unfit: Phrases,
    clause_of: Sequence[int],
) -> tuple[list[Found], list[Atom]]:
    """ "10 is too early, Tuesday is hard": what says that the time beside it does not suit becomes a piece of its own.

    Behind or before a "not" it denies nothing: "Thursday, not too early", "Tuesday is not hard".
    """
    for phrase in longest(unfit.find([() if is_sign(word) else (word,) for word in words]), {}):
        start, end, kind = phrase.start, phrase.end, "unfit"
        over = [p for p in pieces if p.start < end and start < p.end]
        inside = [p for p in over if start <= p.start and p.end <= end]
        denied = [
            (f.start, f.end) for f in every if f.meaning == "neg" and (f.end == start or f.start == end)
        ]
        if not denied and phrase.meaning == "too_early":  # Danish "ikke for" is also "not before"
            denied = [(p.start, p.end) for p in over if p.kind == "not_before" and p.start < start]
            inside += [p for p in over if (p.start, p.end) in denied]
        if len(inside) != len(over):
            continue
        if denied and phrase.meaning != "unfit_hour":
            start, end, kind = min(start, denied[0][0]), max(end, denied[0][1]), "on"
        elif phrase.meaning != "too_early" and not _rules_out(
            phrase, inside, found, pieces, words, clause_of
        ):
            continue
        found = [f for f in found if f.end <= start or end <= f.start]
        pieces = [p for p in pieces if p not in inside]
        if kind == "on" and phrase.meaning == "unfit":
            found = sorted([*found, Found(start, end, "fine")], key=lambda f: f.start)
        else:
            pieces.append(Atom(kind, phrase.meaning, start, end))
    return found, pieces


def _rules_out(
    phrase: Found,
    inside: Sequence[Atom],
    found: Sequence[Found],
    pieces: Sequence[Atom],
    words: Sequence[str],
    clause_of: Sequence[int],
) -> bool:
    """Whether it closes its clause right behind a time; what is also a part of the day, behind a clock time."""
    here = clause_of[phrase.start]
    before = [p for p in pieces if p.end <= phrase.start and clause_of[p.start] == here]
    said = {f.meaning for f in found if clause_of[f.start] == here}
    if not before or not ends_clause(phrase, words, found) or said & _AGREED:
        return False
    first, last = before[0], before[-1]
    told = {at for p in before for at in range(p.start, p.end)}
    gap = sum(word[0].isalnum() for word in words[last.end : phrase.start])
    whole = not any(words[at][0].isalnum() and at not in told for at in range(first.start, last.end))
    clocked = any(p.kind == "clock" and p.end == last.start for p in before)
    an_hour = last.kind == "clock_time" or (last.kind in NUMBERS and clocked)
    early_or_late = phrase.meaning == "unfit_hour" or any(p.kind == "part" for p in inside)
    return whole and gap <= _LITTLE and (an_hour or not early_or_late)


def neither_nor(pieces: list[Atom], found: Sequence[Found], clause_of: Sequence[int]) -> list[Atom]:
    """ "Neither Tuesday nor Wednesday", "ne salı ne çarşamba": each of them rules out the day behind it.

    A "nor" alone does so where its clause denies something before it ("لا الاثنين ولا الثلاثاء").
    """
    words = [p for p in pieces if p.kind in ("neither", "nor")]
    if not words:
        return pieces
    times = [p for p in pieces if p not in words and p.kind not in ("occupied", "free", "doubt")]
    leading = [w for w in words if any(p.start == w.end for p in times)]
    both = len(leading) > 1 and leading[0].kind == "neither"
    denied = [f for f in found if f.meaning in ("neg", "neg_used", "cannot", "no")]
    kept = [p for p in pieces if p not in words]
    for word in leading:
        after_a_not = word.kind == "nor" and any(
            f.end <= word.start and clause_of[f.start] == clause_of[word.start] for f in denied
        )
        if both or after_a_not:
            kept.append(replace(word, kind="neg", value="nor"))
    return kept
