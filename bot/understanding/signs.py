"""What a message holds before anybody decides what it means: phrases, times, clauses, unknown words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.understanding.atoms import Atom, atoms, numeric_atoms
from bot.understanding.lexicon import Lexicon
from bot.understanding.phrases import Found, longest
from bot.understanding.timegrammar import Timing, timing
from bot.understanding.tokens import Tokens, is_break, is_sign
from bot.understanding.typos import spellings
from domain.ids import Language

RANK = {
    "not_time": 0,
    "stop_alone": 1,
    "cannot": 4,
    "yes": 5,
    "no": 6,
    "fine": 40,
    "thanks": 45,
    "greet": 60,
    "ask": 65,
    "neg": 70,
    "rating": 85,
    "filler": 90,
}
"""Which of two equally long phrases over the same words stands: the lower number; 50 when not listed."""
_CONTRAST = "but"
_FLIPPED = {"fine": "cannot", "can": "cannot", "yes": "unsure", "no": "unsure"}
SHORT_WORD = 2


@dataclass(frozen=True, slots=True)
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
    """Read the message with the first lexicon, and what that leaves unread with the next ones."""
    words = tokens.words
    free = [not is_sign(word) for word in words]
    every: list[Found] = []
    pieces: list[Atom] = []
    open_now = free.copy()
    for rank, known in enumerate(lexicons):
        if True not in open_now:
            break
        forms = spellings(words, known, open_now)
        found = known.meanings.find(forms)
        times = atoms(forms, known)
        if rank:
            found = [f for f in found if _firm(words, f.start, f.end)]
            times = [t for t in times if _firm(words, t.start, t.end)]
        every += found
        pieces += times
        for start, end in [(f.start, f.end) for f in found] + [(t.start, t.end) for t in times]:
            open_now[start:end] = [False] * (end - start)
    if swallowing := [(p.start, p.end) for p in pieces if p.end - p.start > 1]:
        every = [f for f in every if not _swallowed(f, swallowing)]
    chosen = _sorted_out(longest(every, RANK), every, pieces, words)
    pieces = [p for p in pieces if not _inside_phrase(p, chosen)]
    habits = lexicons[0].habits
    pieces += numeric_atoms(words, {at for piece in pieces for at in range(piece.start, piece.end)})
    clause_of = _clauses(words, chosen)
    chosen = _with_scope(_reported(chosen, words), clause_of, pieces)
    timely = {at for piece in pieces for at in range(piece.start, piece.end)}
    denied_clauses = {clause_of[f.start] for f in chosen if f.meaning in ("cannot", "neg")}
    pieces += [
        Atom("neg", "", f.start, f.end)
        for f in chosen
        if f.meaning in ("neg", "neg_used") and f.start not in timely
    ]
    agreed = [f for f in chosen if f.meaning in ("fine", "yes", "cannot", "no")]
    moments = timing(
        pieces,
        words,
        clause_of,
        lambda token: clause_of[token] in denied_clauses,
        lambda start, end: any(start <= f.start < end for f in agreed),
        habits,
        sure=sure,
    )
    covered = timely.union(moments.used, *(range(f.start, f.end) for f in chosen))
    unknown = tuple(at for at in range(len(words)) if free[at] and at not in covered)
    return Signs(
        tokens,
        lexicons[0].code,
        tuple(chosen),
        tuple(every),
        moments,
        unknown,
        clause_of,
        frozenset(f.meaning for f in chosen),
        sum(free),
    )


def _swallowed(phrase: Found, times: Sequence[tuple[int, int]]) -> bool:
    """Whether a longer time phrase holds these words ("later in the day" is no "later")."""
    size = phrase.end - phrase.start
    return any(a <= phrase.start and phrase.end <= b and size < b - a for a, b in times)


_DENIABLE = frozenset(
    """
    weekday weekdays full_date slashed dotted dated day week month months part todaypart clock clock_time holiday season
    before after from until unit next this coming point half_to half_past begin middle end ordinal
    """.split()  # noqa: SIM905 - a list of thirty words reads better as words
)
"""Pieces that a "not" before them rules out, so that it says nothing about the rest of the clause."""

_SMALL = frozenset({"on", "in", "at", "of", "nth_mark"})


def _past_small_words(piece: Atom, pieces: Sequence[Atom]) -> Atom:
    """The time behind a preposition ("nicht am Dienstag"), or the preposition itself."""
    while piece.kind in _SMALL:
        behind = [p for p in pieces if p.start == piece.end]
        if not behind:
            return piece
        piece = behind[0]
    return piece


_TOLD = frozenset({"filler", "neg", "ask"})


def _inside_phrase(piece: Atom, chosen: Sequence[Found]) -> bool:
    """Whether a time word is only a part of another phrase (Romanian "mai" is May, "mai bine" is better)."""
    if piece.end - piece.start > 1:
        return False
    return any(
        f.start <= piece.start and piece.end <= f.end and f.end - f.start > 1
        for f in chosen
        if f.meaning not in _TOLD and not f.meaning.startswith("ordinal")
    )


def _sorted_out(
    chosen: list[Found], every: Sequence[Found], pieces: Sequence[Atom], words: Sequence[str]
) -> list[Found]:
    """A "no" that only denies what follows is a "not"; an "all is fine" inside a reason is no yes."""
    if not any(f.meaning in ("yes", "no", "fine") for f in chosen):
        return chosen
    reasons = [f for f in every if f.meaning.startswith("reason:") and f.end - f.start > 1]
    denials = {(f.start, f.end) for f in every if f.meaning == "neg"}
    particles = {(f.start, f.end) for f in every if f.meaning == "filler"}
    known = {at for f in chosen for at in range(f.start, f.end)}
    timely = {at for p in pieces for at in range(p.start, p.end)}
    kept = []
    for phrase in chosen:
        size = phrase.end - phrase.start
        if phrase.meaning == "no" and (phrase.start, phrase.end) in denials and phrase.end < len(words):
            follows = phrase.end
            a_word = words[follows][0].isalnum()
            if follows in timely or (a_word and follows not in known):
                phrase = Found(phrase.start, phrase.end, "neg")
        if phrase.meaning == "yes" and (phrase.start, phrase.end) in particles and _mid_clause(phrase, words):
            phrase = Found(phrase.start, phrase.end, "filler")
        covered = any(
            r.start <= phrase.start and phrase.end <= r.end and r.end - r.start > size for r in reasons
        )
        if phrase.meaning not in ("yes", "fine") or not covered:
            kept.append(phrase)
    return kept


def _reported(chosen: list[Found], words: Sequence[str]) -> list[Found]:
    """A lone "ja" or "nej" amid words nobody knows may be somebody else's ("min søn siger ja til alt")."""
    if not any(f.meaning in ("yes", "no") for f in chosen):
        return chosen
    known = {at for f in chosen for at in range(f.start, f.end)}
    kept = []
    for phrase in chosen:
        lone = (
            phrase.meaning in ("yes", "no") and phrase.end - phrase.start == 1 and _mid_clause(phrase, words)
        )
        if lone and any(words[at][0].isalpha() and at not in known for at in range(phrase.end, len(words))):
            phrase = Found(phrase.start, phrase.end, "unsure")
        kept.append(phrase)
    return kept


def _mid_clause(phrase: Found, words: Sequence[str]) -> bool:
    """Whether words go on both before and after, so that a "ja" is only a particle ("das ist ja schade")."""
    before = phrase.start > 0 and words[phrase.start - 1][0].isalnum()
    after = phrase.end < len(words) and words[phrase.end][0].isalnum()
    return before and after


def _firm(words: Sequence[str], start: int, end: int) -> bool:
    """A borrowed word counts only if it is long enough not to be a word of the family's own language."""
    return end - start > 1 or len(words[start]) > SHORT_WORD or not words[start].isalpha()


def _clauses(words: Sequence[str], found: Sequence[Found]) -> tuple[int, ...]:
    contrasts = {f.start for f in found if f.meaning == _CONTRAST}
    numbers: list[int] = []
    clause = 0
    for at, word in enumerate(words):
        if (at in contrasts and numbers) or (is_break(word) and not _inside_list(words, at)):
            clause += 1
        numbers.append(clause)
    return tuple(numbers)


def _inside_list(words: Sequence[str], at: int) -> bool:
    """A slash or comma between numbers separates nothing."""
    return words[at] in ("/", "(", ")", '"') or (
        words[at] == "," and 0 < at < len(words) - 1 and words[at - 1].isdigit() and words[at + 1].isdigit()
    )


def _with_scope(found: list[Found], clause_of: Sequence[int], pieces: Sequence[Atom]) -> list[Found]:
    """Turn "fits" into "fits not" where a "not" of the same clause reaches it and is not spent on a day."""
    if not any(f.meaning == "neg" for f in found):
        return found
    spent = _spent_negations(found, clause_of, pieces)
    negated = {clause_of[f.start] for f in found if f.meaning == "neg" and f.start not in spent}
    scoped = []
    for phrase in found:
        if phrase.meaning in _FLIPPED and clause_of[phrase.start] in negated:
            scoped.append(Found(phrase.start, phrase.end, _FLIPPED[phrase.meaning]))
        elif phrase.meaning == "neg" and phrase.start in spent:
            scoped.append(Found(phrase.start, phrase.end, "neg_used"))
        else:
            scoped.append(phrase)
    return scoped


def _spent_negations(found: Sequence[Found], clause_of: Sequence[int], pieces: Sequence[Atom]) -> set[int]:
    spent = set()
    for phrase in found:
        if phrase.meaning != "neg":
            continue
        near = [
            p
            for p in pieces
            if 0 <= p.start - phrase.end < 2 and clause_of[p.start] == clause_of[phrase.start]
        ]
        reached = [_past_small_words(p, pieces) for p in near]
        if any(p.kind in _DENIABLE or p.digits for p in reached):
            spent.add(phrase.start)
    return spent
