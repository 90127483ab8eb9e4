"""What words mean beside other words: which clause they stand in, how far a "not" reaches, what is only told."""

from collections.abc import Sequence

from bot.understanding.phrases import Found, Phrases, longest
from bot.understanding.timing.atoms import Atom
from bot.understanding.tokens import is_break, is_sign

_CONTRAST = "but"
_OPENS_A_CLAUSE = frozenset({"because", "so", "if"})
_WHY_RANK = {"because": 1, "because_inside": 1, "so": 2, "if": 3, "then": 4, "when": 5}
_POINTERS = frozenset(
    {
        "there",
        "day_after",
        "day_before",
        "please",
        "same_day",
        "one_after",
        "goes_too",
        "that_weekday",
        "conclude",
        "best",
        "that_is",
        "at_need",
    }
)
_INSIDE = "because_inside"
_FLIPPED = {"fine": "cannot", "can": "cannot", "yes": "unsure", "no": "unsure"}

_DENIABLE = frozenset(
    """
    weekday weekdays full_date slashed dotted dated day week month months part todaypart clock clock_time holiday season
    before after from until unit next this coming point half_to half_past begin middle end ordinal
    """.split()  # noqa: SIM905 - a list of thirty words reads better as words
)
"""Pieces that a "not" before them rules out, so that it says nothing about the rest of the clause."""

_SMALL = frozenset({"on", "in", "at", "of", "nth_mark"})


_QUIET = frozenset({"no_alone", "no", "thanks", "greet", "filler"})
"""What may stand beside "not any more" without making it anything but a no."""


def _past_small_words(piece: Atom, pieces: Sequence[Atom]) -> Atom:
    """The time behind a preposition ("nicht am Dienstag"), or the preposition itself."""
    while piece.kind in _SMALL:
        behind = [p for p in pieces if p.start == piece.end]
        if not behind:
            return piece
        piece = behind[0]
    return piece


def sorted_out(
    chosen: list[Found],
    every: Sequence[Found],
    pieces: Sequence[Atom],
    words: Sequence[str],
) -> list[Found]:
    """A "no" that only denies what follows is a "not"; an "all is fine" inside a reason is no yes."""
    if not any(f.meaning in ("yes", "no", "neg", "fine", "no_alone", "other") for f in chosen):
        return chosen
    reasons = [f for f in every if f.meaning.startswith("reason:") and f.end - f.start > 1]
    denials = {(f.start, f.end) for f in every if f.meaning == "neg"}
    particles = {(f.start, f.end) for f in every if f.meaning == "filler"}
    known = {at for f in chosen for at in range(f.start, f.end)}
    timely = {at for p in pieces for at in range(p.start, p.end)}
    said_of = {p.end for p in pieces if p.kind in _DENIABLE or p.digits}
    said_of |= {f.end for f in chosen if f.meaning in ("filler", "write_in") and f.start in said_of}
    kept = []
    alone = not timely and all(f.meaning in _QUIET or f.meaning.startswith("reason:") for f in chosen)
    alone = alone and not any(word[0].isalnum() and at not in known for at, word in enumerate(words))
    for phrase in chosen:
        size = phrase.end - phrase.start
        if phrase.meaning == "no_alone":
            phrase = Found(phrase.start, phrase.end, "no" if alone else "neg")
        if phrase.meaning == "no" and (phrase.start, phrase.end) in denials:
            follows = phrase.end
            a_word = follows < len(words) and words[follows][0].isalnum()
            if follows in timely or (a_word and follows not in known):
                phrase = Found(phrase.start, phrase.end, "neg")
        neither = phrase.meaning == "other" and (phrase.start, phrase.end) in denials  # "Wednesday neither"
        if (
            (phrase.meaning in ("no", "neg") or neither)
            and phrase.start in said_of
            and ends_clause(phrase, words, chosen)
        ):
            phrase = Found(phrase.start, phrase.end, "cannot")
        if phrase.meaning == "other" and any(p.kind == "number" and p.end == phrase.start for p in pieces):
            continue  # "three days from now" asks for no other day
        if phrase.meaning == "yes" and (phrase.start, phrase.end) in particles and _mid_clause(phrase, words):
            phrase = Found(phrase.start, phrase.end, "filler")
        covered = any(
            r.start <= phrase.start and phrase.end <= r.end and r.end - r.start > size for r in reasons
        )
        if phrase.meaning not in ("yes", "fine") or not covered:
            kept.append(phrase)
    return kept


def uncalled(chosen: list[Found], every: Sequence[Found], clause_of: Sequence[int]) -> list[Found]:
    """ "Ring ikke" and "no need to call" ask for no call, and say nothing else."""
    spoken = [f for f in every if f.meaning == "call"]
    if not spoken:
        return chosen
    kept = chosen
    for call in (f for f in chosen if f.meaning in ("call", "person")):
        if not any(call.start <= f.start and f.end <= call.end for f in spoken):
            continue
        if any(f.meaning == "neg" and call.start < f.start and f.end < call.end for f in every):
            kept = [f for f in kept if f != call] + [Found(call.start, call.end, "no_call")]
        for denial in chosen:
            before = denial.start < call.start
            apart = call.start - denial.end if before else denial.start - call.end
            denies = denial.meaning == "neg" or (denial.meaning == "no" and before)
            if denies and 0 <= apart <= 1 and clause_of[denial.start] == clause_of[call.start]:
                denied = Found(min(call.start, denial.start), max(call.end, denial.end), "no_call")
                kept = [f for f in kept if f not in (call, denial)] + [denied]
    return sorted(kept, key=lambda f: f.start)


def reported(chosen: list[Found], words: Sequence[str], pieces: Sequence[Atom]) -> list[Found]:
    """A lone "ja" or "nej" amid words nobody knows may be somebody else's ("min søn siger ja til alt")."""
    if not any(f.meaning in ("yes", "no") for f in chosen):
        return chosen
    known = {at for f in chosen for at in range(f.start, f.end)}
    known |= {at for p in pieces for at in range(p.start, p.end)}
    kept = []
    for phrase in chosen:
        lone = (
            phrase.meaning in ("yes", "no") and phrase.end - phrase.start == 1 and _mid_clause(phrase, words)
        )
        if lone and any(words[at][0].isalpha() and at not in known for at in range(phrase.end, len(words))):
            phrase = Found(phrase.start, phrase.end, "unsure")
        kept.append(phrase)
    return kept


def ends_clause(phrase: Found, words: Sequence[str], chosen: Sequence[Found]) -> bool:
    """Whether nothing, a sign or a "but" follows ("Tuesday no, but Wednesday works")."""
    if phrase.end >= len(words) or is_break(words[phrase.end]):
        return True
    return any(f.start == phrase.end and f.meaning in (_CONTRAST, "thanks") for f in chosen)


def _mid_clause(phrase: Found, words: Sequence[str]) -> bool:
    """Whether words go on both before and after, so that a "ja" is only a particle ("das ist ja schade")."""
    before = phrase.start > 0 and words[phrase.start - 1][0].isalnum()
    after = phrase.end < len(words) and words[phrase.end][0].isalnum()
    return before and after


def reasons(words: Sequence[str], why: Phrases, found: Sequence[Found]) -> tuple[Found, ...]:
    """Where a reason begins, a condition, or the wish that follows from one; nothing the whole message says."""
    forms = [() if is_sign(word) else (word,) for word in words]
    every = why.find(forms)
    marks = longest([f for f in every if f.meaning not in _POINTERS], _WHY_RANK)
    pointers = [f for f in every if f.meaning in _POINTERS]
    marks = [f for f in marks if f.meaning != "none" and not any(p.start < f.start < p.end for p in pointers)]
    marks = [_of_its_clause(f, words) if f.meaning == _INSIDE else f for f in marks]
    marks += pointers
    return (*marks, *(f for f in found if f.meaning == "if" and f not in marks))


def _of_its_clause(mark: Found, words: Sequence[str]) -> Found:
    """German "morgen kommt nämlich der Dachdecker": all of its clause is the reason."""
    start = mark.start
    while start and not is_break(words[start - 1]):
        start -= 1
    return Found(start, mark.end, "because")


def clauses(
    words: Sequence[str], found: Sequence[Found], why: Sequence[Found], pieces: Sequence[Atom] = ()
) -> tuple[int, ...]:
    """The clause of every word; one begins at a sign, at a "but" or "the rest", and where a reason begins or ends."""
    busy = max((piece.start for piece in pieces if piece.kind == "occupied"), default=-1)
    contrasts = {piece.start for piece in pieces if piece.kind == "rest" and piece.start > busy}
    contrasts |= {f.start for f in found if f.meaning == _CONTRAST}
    contrasts |= _turns(words, found, pieces)
    contrasts |= {
        f.start
        for f in why
        if f.meaning in _OPENS_A_CLAUSE and f.end < len(words) and not is_break(words[f.end])
    }
    numbers: list[int] = []
    clause = 0
    for at, word in enumerate(words):
        if (at in contrasts and numbers) or (is_break(word) and not _inside_list(words, at)):
            clause += 1
        numbers.append(clause)
    return tuple(numbers)


def _turns(words: Sequence[str], found: Sequence[Found], pieces: Sequence[Atom]) -> set[int]:
    """ "Mornings I cannot afternoons are fine": where, without a comma, the time begins that does suit."""
    named = [p for p in pieces if p.kind in ("part", "weekday", "weekdays")]
    turns = set()
    for phrase in found:
        if phrase.meaning not in ("cannot", "no") or not any(p.end == phrase.start for p in named):
            continue
        follows = next((p for p in named if p.start == phrase.end), None)
        if follows is None:
            continue
        end = next((at for at in range(follows.end, len(words)) if is_break(words[at])), len(words))
        suits = [f for f in found if f.meaning in ("yes", "fine") and follows.end <= f.start < end]
        denied = any(f.meaning in ("neg", "cannot", "no") and follows.end <= f.start < end for f in found)
        if suits and not denied:
            turns.add(follows.start)
    return turns


def _inside_list(words: Sequence[str], at: int) -> bool:
    """A slash or comma between numbers separates nothing."""
    return words[at] in ("/", "(", ")", '"') or (
        words[at] == "," and 0 < at < len(words) - 1 and words[at - 1].isdigit() and words[at + 1].isdigit()
    )


def with_scope(found: list[Found], clause_of: Sequence[int], pieces: Sequence[Atom]) -> list[Found]:
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
