"""What a message holds before anybody decides what it means: phrases, times, clauses, unknown words."""

from collections.abc import Container, Sequence
from dataclasses import field, replace

from bot.understanding.lexicon import TOO_SHORT, Lexicon
from bot.understanding.phrases import Found, longest
from bot.understanding.scope import clauses, reasons, reported, sorted_out, uncalled, with_scope
from bot.understanding.timing.atoms import Atom, atoms
from bot.understanding.timing.dashedclocks import dashed_clocks
from bot.understanding.timing.digits import dotted_ordinals, dotted_pairs, numeric_atoms
from bot.understanding.timing.durations import without_durations
from bot.understanding.timing.endings import number_endings
from bot.understanding.timing.framed import with_frames
from bot.understanding.timing.lettered import beside_numbers
from bot.understanding.timing.moments import Timing
from bot.understanding.timing.namedfeasts import without_named_feasts
from bot.understanding.timing.notimes import without_places
from bot.understanding.timing.pointers import hours_in_the_way, pointing_back
from bot.understanding.timing.shortdays import short_names
from bot.understanding.timing.takenback import best_of, corrected, leaves_open
from bot.understanding.timing.timegrammar import timing
from bot.understanding.timing.tolddays import after_an_event, beside_a_weekday, counted_from_told
from bot.understanding.timing.unsuited import days_beside, neither_nor, off_work, refused_days, with_unfit
from bot.understanding.tokens import Tokens, is_sign
from bot.understanding.topics import touched
from bot.understanding.typos import spellings
from domain.ids import DANISH, ENGLISH, Language
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
_LENT = (DANISH, ENGLISH)
"""Languages whose short names of days people mix into their own."""

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
    dates = _dates_by_ordinals(pieces) if sure else set()
    pieces = [p for p in pieces if p.start in dates or not _inside_phrase(p, chosen, sure=sure)]
    pieces += numeric_atoms(words, {at for piece in pieces for at in range(piece.start, piece.end)})
    pieces = dashed_clocks(pieces) if sure else pieces
    if sure and own.habits.get("dot_is_date"):
        pieces += dotted_ordinals(pieces, words, tokens.raw)
    elif sure:
        pieces += dotted_pairs(pieces, words, tokens.raw)
    if sure:
        pieces = beside_numbers(pieces, words)
    timely = {at for piece in pieces for at in range(piece.start, piece.end)}
    pieces = without_places(pieces) if sure else pieces
    told_of = timely - {at for piece in pieces for at in range(piece.start, piece.end)}
    why = reasons(words, own.why, chosen) if sure else ()
    pieces = without_durations(pieces, (*chosen, *why)) if sure else pieces
    clause_of = clauses(words, chosen, why, pieces if sure else ())
    if sure:
        pieces = without_named_feasts(pieces, words, clause_of)
        chosen, pieces = with_unfit(chosen, every, pieces, words, own.unfit, clause_of)
        pieces = pointing_back(pieces, why, chosen)
        pieces, why = after_an_event(pieces, why, clause_of)
        pieces = beside_a_weekday(pieces, why)
    monday_is_two = bool(own.habits.get("monday_is_two"))
    pieces = counted_from_told(pieces, chosen, why, words, clause_of, monday_is_two=monday_is_two)
    pieces = days_beside(pieces, chosen, why, words, clause_of)
    chosen = with_scope(reported(uncalled(chosen, every, clause_of), words, pieces), clause_of, pieces)
    pieces = neither_nor(pieces, chosen, clause_of) if sure else pieces
    timely = {at for piece in pieces for at in range(piece.start, piece.end)}
    if sure:
        read = timely.union(told_of, *(range(f.start, f.end) for f in chosen))
        unread = [at for at in range(len(words)) if free[at] and at not in read]
        if aside := hours_in_the_way(pieces, chosen, why, unread, clause_of):
            pieces = [p for p in pieces if p.start not in aside]
            chosen = [f for f in chosen if f.start not in aside]
            told_of |= aside
    pieces, moments = _moments(pieces, chosen, words, clause_of, own, timely, sure=sure)
    told = (*chosen, *(f for f in why if f.meaning in ("so", "wish", "conclude", "best", "at_need")))
    covered = timely.union(told_of, moments.used, *(range(f.start, f.end) for f in told))
    moments, chosen = corrected(moments, chosen, words, clause_of, why, sure=sure)
    small = [f for f in chosen if f.meaning in _SAYS_NOTHING] + [
        f for f in why if f.meaning in ("best", "that_is")
    ]
    between = {at for f in small for at in range(f.start, f.end)} | moments.quiet
    moments = with_frames(best_of(moments, why, clause_of), words, between)
    if sure and leaves_open(chosen, every, pieces, moments, words, clause_of):
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
        either_alone = bool(known.habits.get("monday_is_two"))
        short = short_names(atoms(forms, known, sure=sure), words, either_alone=either_alone)
        times = number_endings(short, words, sure=sure)
        if rank:
            found = [f for f in found if _firm(words, f.start, f.end)]
            times = [
                t
                for t in times
                if _firm(words, t.start, t.end)
                and (known.code in _LENT or t.end - t.start > 1 or len(words[t.start]) > TOO_SHORT)
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
    if sure:
        pieces += refused_days(pieces, chosen, words, own.habits)
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


def _swallowed(phrase: Found, times: Sequence[tuple[int, int]]) -> bool:
    """Whether a longer time phrase holds these words ("later in the day" is no "later"), or goes on behind them."""
    size = phrase.end - phrase.start
    if phrase.meaning == "later" and any(phrase.start < a < phrase.end < b for a, b in times):
        return True  # "after the holidays" is a time where it is known which holidays
    return any(a <= phrase.start and phrase.end <= b and size < b - a for a, b in times)


_SAYS_NOTHING = frozenset({"filler", "please", "ordinal:1n"})
"""Meanings of small words; Danish "en", which may be a one, is an article there."""

_TOLD = frozenset({"filler", "neg", "ask"})
_COUNTED = frozenset({"unit", "week", "counted", "number"})
"""What "a week later" counts, though it may also ask for another time."""


def _dates_by_ordinals(pieces: Sequence[Atom]) -> set[int]:
    """Where an ordinal stands right before a month: "den anden juni" is no other one."""
    months = {p.start for p in pieces if p.kind == "month"}
    return {p.start for p in pieces if p.kind == "ordinal" and p.end in months}


def _inside_phrase(piece: Atom, chosen: Sequence[Found], *, sure: bool) -> bool:
    """Whether a time word is only a part of another phrase (Romanian "mai" is May, "mai bine" is better).

    ``sure``: a time was asked for; then the "until" of "I work until 3" stays one.
    """
    size = piece.end - piece.start
    greetings = [f for f in chosen if f.meaning == "greet" and f.end - f.start > size]
    if any(f.start <= piece.start and piece.end <= f.end for f in greetings):
        return True  # "happy New Year" is no day
    if size > 1 or piece.kind in ("occupied", "free"):
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
