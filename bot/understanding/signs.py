"""What a message holds before anybody decides what it means: phrases, times, clauses, unknown words."""

from collections.abc import Container, Sequence
from dataclasses import field, replace

from bot.understanding.atoms import (
    Atom,
    atoms,
    number_endings,
    numeric_atoms,
    short_names,
    without_places,
)
from bot.understanding.lexicon import Lexicon
from bot.understanding.moments import Timing
from bot.understanding.phrases import Found, longest
from bot.understanding.scope import clauses, reasons, reported, sorted_out, uncalled, with_scope
from bot.understanding.timegrammar import timing
from bot.understanding.tokens import Tokens, is_break, is_sign
from bot.understanding.tolddays import beside_a_weekday, counted_from_told
from bot.understanding.topics import touched
from bot.understanding.typos import spellings
from bot.understanding.unsuited import days_beside, neither_nor, off_work, with_unfit
from domain.ids import Language
from domain.values import value

RANK = {
    "not_time": 0,
    "stop_alone": 1,
    "correct": 3,
    "cannot": 4,
    "yes": 5,
    "no": 6,
    "fine": 40,
    "thanks": 45,
    "the_other": 39,
    "call": 55,
    "greet": 60,
    "ask": 65,
    "neg": 70,
    "rating": 85,
    "filler": 90,
}
"""Which of two equally long phrases over the same words stands: the lower number; 50 when not listed."""
SHORT_WORD = 2
_ONLY_IN_WISHES = frozenset({"occupied", "doubt", "also", "day_beside", "neither", "nor"})
"""Time words that are only heard where a time was asked for."""


@value
class Signs:
    """One message, read: every meaning found in it and where, the wishes for times, the unknown words."""

    tokens: Tokens
    language: Language
    found: tuple[Found, ...]
    all_found: tuple[Found, ...]
    timing: Timing
    unknown: tuple[int, ...]
    clause_of: tuple[int, ...]
    meanings: frozenset[str] = field(default_factory=frozenset)
    size: int = 0
    """How many words and numbers the message has."""
    topics: frozenset[str] = frozenset()
    pieces: tuple[Atom, ...] = ()
    """The time words, whether or not they became part of a moment."""

    order: tuple[Language, ...] = ()
    """The languages it is read in, the likeliest first."""

    why: tuple[Found, ...] = ()
    """Words that begin a reason, or the wish that follows from one; only read where a time was asked for."""

    def has(self, *meanings: str) -> bool:
        """Whether any of these meanings was found."""
        return not self.meanings.isdisjoint(meanings)

    def first(self, prefix: str) -> str | None:
        """The value of the first meaning like ``reason:…`` or ``lang:…``."""
        for phrase in self.found:
            if phrase.meaning.startswith(prefix):
                return phrase.meaning[len(prefix) :]
        return None

    def values(self, prefix: str) -> list[str]:
        """All values of meanings like ``reason:…``, the longest phrase first."""
        hits = [f for f in self.all_found if f.meaning.startswith(prefix)]
        hits.sort(key=lambda f: (f.start - f.end, f.start))
        return list(dict.fromkeys(f.meaning[len(prefix) :] for f in hits))


def gather(tokens: Tokens, lexicons: Sequence[Lexicon], *, sure: bool) -> Signs:
    """Read the message with the first lexicon, and what that leaves unread with the next ones.

    ``sure``: a time was asked for.
    """
    words, own = tokens.words, lexicons[0]
    free = [not is_sign(word) for word in words]
    every, pieces, heard = _looked_up(words, free, lexicons, sure=sure)
    behind = bool(own.habits.get("after_follows"))
    every, pieces = _of_this_question(every, pieces, words, sure=sure, denied_behind=behind)
    chosen = sorted_out(longest(every, RANK), every, pieces, words)
    pieces = [p for p in pieces if not _inside_phrase(p, chosen, sure=sure)]
    pieces += numeric_atoms(words, {at for piece in pieces for at in range(piece.start, piece.end)})
    timely = {at for piece in pieces for at in range(piece.start, piece.end)}
    pieces = without_places(pieces) if sure else pieces
    told_of = timely - {at for piece in pieces for at in range(piece.start, piece.end)}
    why = reasons(words, own.why, chosen) if sure else ()
    clause_of = clauses(words, chosen, why)
    if sure:
        chosen, pieces = with_unfit(chosen, every, pieces, words, own.unfit, clause_of)
        pieces = beside_a_weekday(pieces, why)
    monday_is_two = bool(own.habits.get("monday_is_two"))
    pieces = counted_from_told(pieces, chosen, why, words, clause_of, monday_is_two=monday_is_two)
    pieces = days_beside(pieces, chosen, why, words, clause_of)
    chosen = with_scope(reported(uncalled(chosen, every, clause_of), words, pieces), clause_of, pieces)
    pieces = neither_nor(pieces, chosen, clause_of) if sure else pieces
    timely = {at for piece in pieces for at in range(piece.start, piece.end)}
    pieces, moments = _moments(pieces, chosen, words, clause_of, own, timely, sure=sure)
    told = (*chosen, *(f for f in why if f.meaning in ("so", "wish")))
    covered = timely.union(told_of, moments.used, *(range(f.start, f.end) for f in told))
    moments, chosen = _corrected(moments, chosen, words, clause_of, sure=sure)
    open_still = sure and (
        _taken_back(chosen, moments)
        or _or_not_at_all(chosen, pieces, moments, words, clause_of)
        or _no_to_what_was_said(chosen, every, moments, words, clause_of)
        or _or_to_something_unread(pieces, words, clause_of)
    )
    if open_still:
        moments = replace(moments, loose=True)
    return Signs(
        tokens,
        own.code,
        tuple(chosen),
        tuple(every),
        moments,
        tuple(at for at in range(len(words)) if free[at] and at not in covered),
        clause_of,
        frozenset(f.meaning for f in chosen),
        sum(free),
        touched(_without_thanks(words, chosen), heard),
        tuple(pieces),
        tuple(known.code for known in lexicons),
        why,
    )


def _looked_up(
    words: Sequence[str], free: Sequence[bool], lexicons: Sequence[Lexicon], *, sure: bool
) -> tuple[list[Found], list[Atom], list[Lexicon]]:
    """Every phrase and time word, of each further language only in what is unread; and the languages that were asked."""
    every: list[Found] = []
    pieces: list[Atom] = []
    heard: list[Lexicon] = []
    unread = list(free)
    for rank, known in enumerate(lexicons):
        if True not in unread:
            break
        if rank and known.has_none_of([word for word, left in zip(words, unread, strict=True) if left]):
            continue
        heard.append(known)
        forms = spellings(words, known, unread, sure=sure)
        found = known.meanings.find(forms)
        times = number_endings(short_names(atoms(forms, known, sure=sure), words), words, sure=sure)
        if rank:
            found = [f for f in found if _firm(words, f.start, f.end)]
            times = [
                t
                for t in times
                if _firm(words, t.start, t.end)
                and words[t.start] not in known.own_only
                and t.kind != "numbered"
            ]
        every += found
        pieces += times
        for start, end in [(f.start, f.end) for f in found] + [(t.start, t.end) for t in times]:
            unread[start:end] = [False] * (end - start)
    return every, pieces, heard


def _of_this_question(
    every: list[Found], pieces: list[Atom], words: Sequence[str], *, sure: bool, denied_behind: bool
) -> tuple[list[Found], list[Atom]]:
    """The phrases that no time word holds or denies in their place, and the time words that count here."""
    if swallowing := [(p.start, p.end) for p in pieces if p.end - p.start > 1]:
        every = [f for f in every if not _swallowed(f, swallowing)]
    if sure:
        pieces, every = off_work(pieces, every, words, denied_behind=denied_behind)
    else:
        pieces = [p for p in pieces if p.kind not in _ONLY_IN_WISHES]
    denying = [(p.start, p.end) for p in pieces if p.kind in ("except", "not_before", "not_after")]
    if denying:
        every = [
            f
            for f in every
            if f.meaning not in ("neg", "cannot") or not any(a < f.end and f.start < b for a, b in denying)
        ]
    return every, pieces


def _moments(
    pieces: list[Atom],
    chosen: Sequence[Found],
    words: Sequence[str],
    clause_of: Sequence[int],
    own: Lexicon,
    timely: Container[int],
    *,
    sure: bool,
) -> tuple[list[Atom], Timing]:
    """The time words with each "not" among them, and the times they make."""
    denied_clauses = {clause_of[f.start] for f in chosen if f.meaning in ("cannot", "neg")}
    denied_clauses |= {clause_of[p.start] for p in pieces if p.kind == "unfit"}
    denials = [f for f in chosen if f.meaning in ("neg", "neg_used") and f.start not in timely]
    pieces = pieces + [Atom("neg", "", f.start, f.end) for f in denials]
    agreed = [f for f in chosen if f.meaning in ("fine", "yes", "cannot", "no")]
    moments = timing(
        pieces,
        words,
        clause_of,
        lambda token: clause_of[token] in denied_clauses,
        lambda start, end: any(start <= f.start < end for f in agreed),
        own.habits,
        sure=sure,
    )
    return pieces, moments


def _without_thanks(words: Sequence[str], chosen: Sequence[Found]) -> list[str]:
    """The words but the thanks at the end: "aflys ikke tak" touches no more than "aflys ikke"."""
    polite = {at for f in chosen if f.meaning == "thanks" for at in range(f.start, f.end)}
    kept = [word for at, word in enumerate(words) if at not in polite]
    return kept if any(word[0].isalnum() for word in kept) else list(words)


def _lone_no(phrase: Found, times: Timing, words: Sequence[str], *, sure: bool) -> bool:
    """Whether a "no" stands by itself between two times ("Tuesday at 10, no, Wednesday at 10")."""
    if phrase.meaning not in ("no", "neg") or not phrase.start or phrase.end >= len(words):
        return False
    opens = is_break(words[phrase.start - 1])
    alone = opens and (
        is_break(words[phrase.end]) or (sure and phrase.meaning == "no")
    )  # "Tuesday at 10. Nej onsdag"
    before = any(m.end <= phrase.start and not m.excluded for m in times.moments)
    return alone and before and any(m.start >= phrase.end and not m.excluded for m in times.moments)


def _corrected(
    times: Timing, chosen: list[Found], words: Sequence[str], clause_of: Sequence[int], *, sure: bool
) -> tuple[Timing, list[Found]]:
    """ "Tuesday. No wait, Wednesday": what was said before is taken back; with nothing after it all is open."""
    turns = [f for f in chosen if f.meaning == "correct" or _lone_no(f, times, words, sure=sure)]
    if not turns:
        return times, chosen
    last = turns[-1]
    times = _with_the_last_hour(times, last) if sure else times
    if any(m.start >= last.end for m in times.moments):
        denied = {clause_of[f.start] for f in chosen if f.meaning in _DENIALS_USED and f.start >= last.end}
        kept = [m for m in times.moments if m.start >= last.end]
        here = clause_of[last.start]  # the "no" of "no sorry, I mean Friday" denies what was said before
        freed = [replace(m, excluded=False) if clause_of[m.start] == here else m for m in kept]
        times = replace(times, moments=tuple(kept if here in denied else freed))
        return times, [f for f in chosen if f.start >= last.end or f.meaning in _KEPT]
    lone = [Found(f.start, f.end, "taken_back") for f in turns]
    return times, [Found(f.start, f.end, "unsure") if f.meaning == "correct" else f for f in chosen] + lone


def _with_the_last_hour(times: Timing, turn: Found) -> Timing:
    """ "Wednesday at 9. No wait, at 10": of the hours on both sides of a correction the last one stands."""
    across = [m for m in times.moments if m.start < turn.start and m.end > turn.end]
    if not across:
        return times
    if len({m.hours for m in across}) < 2 or len({m.day for m in across}) != 1:
        return replace(times, loose=True)
    moments = (*(m for m in times.moments if m not in across), replace(across[-1], start=turn.end))
    return replace(times, moments=moments)


def _taken_back(chosen: Sequence[Found], times: Timing) -> bool:
    """ "Whenever suits, or actually no": what was taken back with nothing after it is no wish any more."""
    return any(f.meaning == "taken_back" and any(m.end <= f.start for m in times.moments) for f in chosen)


def _no_to_what_was_said(
    chosen: Sequence[Found],
    every: Sequence[Found],
    times: Timing,
    words: Sequence[str],
    clause_of: Sequence[int],
) -> bool:
    """ "Thursday 10.. no, what was I saying, Friday 10": a "no" that opens a clause may deny the time before it."""
    answers = {(f.start, f.end) for f in every if f.meaning == "no"}
    refusals = {clause_of[f.start] for f in chosen if f.meaning == "cannot"}
    for phrase in chosen:
        opens = phrase.start > 0 and is_break(words[phrase.start - 1])
        clause = clause_of[phrase.start]
        if not opens or phrase.meaning != "neg" or (phrase.start, phrase.end) not in answers:
            continue
        before = any(m.end <= phrase.start and not m.excluded for m in times.moments)
        apart = any(
            m.excluded and m.start > phrase.end and clause_of[m.start] == clause for m in times.moments
        )
        if before and apart and clause not in refusals:
            return True
    return False


def _or_to_something_unread(pieces: Sequence[Atom], words: Sequence[str], clause_of: Sequence[int]) -> bool:
    """ "Vin sau luni": before an "or" with a day behind it a lone word that is no time may be a day, too."""
    starts = {p.start: p.kind for p in pieces}
    ends = {p.end for p in pieces}
    return any(
        p.kind == "or"
        and starts.get(p.end) in ("weekday", "weekdays")
        and p.start == 1
        and p.start not in ends
        and words[0].isalpha()
        and clause_of[0] == clause_of[p.start]
        for p in pieces
    )


def _or_not_at_all(
    chosen: Sequence[Found],
    pieces: Sequence[Atom],
    times: Timing,
    words: Sequence[str],
    clause_of: Sequence[int],
) -> bool:
    """ "Either Monday or not at all": the denial behind the "or" does not say that Monday is ruled out."""
    denials = [f.start for f in chosen if f.meaning in _DENIALS]
    turns = [p.start for p in pieces if p.kind == "or" and any(0 <= at - p.end <= 1 for at in denials)]
    ruled_out = [m for m in times.moments if m.excluded]
    after = {p.end for p in pieces if p.kind == "number" and not p.digits}
    ands = {p.start for p in pieces if p.kind == "and" and any(end - p.end == 1 for end in after)}
    if any(f.meaning in ("neg", "neg_used", "cannot") and f.end in ands for f in chosen):
        return True  # Persian "نه و چهل" is nine forty, "نه" also a no
    if any(m.end <= at and clause_of[m.start] == clause_of[at] for at in turns for m in ruled_out):
        return True
    return any(  # Turkish "ya pazartesi ya hiç"
        m.end < at and words[at - 1].isalpha() and words[at - 1] in words[max(m.start - 1, 0) : m.start + 1]
        for at in denials
        for m in ruled_out
        if clause_of[m.start] == clause_of[at]
    )


_DENIALS = frozenset({"neg", "cannot", "no"})
_DENIALS_USED = _DENIALS | {"neg_used"}
_KEPT = frozenset({"greet", "thanks", "filler", "unsure", "if"})
"""What stays said before somebody takes a time back."""


def _swallowed(phrase: Found, times: Sequence[tuple[int, int]]) -> bool:
    """Whether a longer time phrase holds these words ("later in the day" is no "later"), or goes on behind them."""
    size = phrase.end - phrase.start
    if phrase.meaning == "later" and any(phrase.start < a < phrase.end < b for a, b in times):
        return True  # "after the holidays" is a time where it is known which holidays
    return any(a <= phrase.start and phrase.end <= b and size < b - a for a, b in times)


_TOLD = frozenset({"filler", "neg", "ask"})
_COUNTED = frozenset({"unit", "week", "counted", "number"})
"""What "a week later" counts, though it may also ask for another time."""


def _inside_phrase(piece: Atom, chosen: Sequence[Found], *, sure: bool) -> bool:
    """Whether a time word is only a part of another phrase (Romanian "mai" is May, "mai bine" is better).

    ``sure``: a time was asked for; then the "until" of "I work until 3" stays one.
    """
    if piece.end - piece.start > 1 or piece.kind in ("occupied", "free"):
        return False
    return any(
        f.start <= piece.start and piece.end <= f.end and f.end - f.start > 1
        for f in chosen
        if f.meaning not in _TOLD
        and not f.meaning.startswith("ordinal")
        and not (sure and piece.kind in ("until", "to") and f.meaning.startswith("reason:"))
        and not (sure and piece.kind in _COUNTED and f.meaning == "move")
    )


def _firm(words: Sequence[str], start: int, end: int) -> bool:
    """A borrowed word counts only if it is long enough not to be a word of the family's own language."""
    return end - start > 1 or len(words[start]) > SHORT_WORD or not words[start].isalpha()
