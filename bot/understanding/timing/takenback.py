"""What a family takes back or leaves open: "Tuesday. No wait, Wednesday", "Monday or not at all"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.understanding.phrases import Found
from bot.understanding.timing.atoms import Atom
from bot.understanding.timing.moments import Timing
from bot.understanding.tokens import is_break

_DENIALS = frozenset({"neg", "cannot", "no"})
_DENIALS_USED = _DENIALS | {"neg_used"}
_SAID_AGAIN = frozenset(
    {
        ("offset", "weekday"),
        ("offset", "date"),
        ("weekday", "date"),
        ("weekday", "offset"),
        ("date", "weekday"),
    }
)
"""Kinds of days of which the one may say the other again."""
_CLOCK_TIMES = ("number", "clock_time", "ordinal")
_LAST_HOUR = 20
_KEPT = frozenset({"greet", "thanks", "filler", "unsure", "if"})
"""What stays said before somebody takes a time back."""


def corrected(
    times: Timing,
    chosen: list[Found],
    words: Sequence[str],
    clause_of: Sequence[int],
    why: Sequence[Found],
    *,
    sure: bool,
) -> tuple[Timing, list[Found]]:
    """ "Tuesday. No wait, Wednesday": what was said before is taken back; with nothing after it all is open."""
    times, chosen = _explained(times, chosen, words, why)
    turns = [f for f in chosen if f.meaning == "correct" or _lone_no(f, times, words, sure=sure)]
    if not turns:
        return times, chosen
    last = _the_turn(turns, times)
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


def _explained(
    times: Timing, chosen: list[Found], words: Sequence[str], why: Sequence[Found]
) -> tuple[Timing, list[Found]]:
    """ "Tomorrow, that is Thursday": the same day said again; where it is another one, there is no such day."""
    for phrase in why:
        before = [m for m in times.moments if m.end <= phrase.start]
        after = [m for m in times.moments if m.start >= phrase.end]
        if phrase.meaning != "that_is" or not before or not after:
            continue
        first, again = before[-1], after[0]
        gaps = (*words[first.end : phrase.start], *words[phrase.end : again.start])
        if sum(word[0].isalnum() for word in gaps) > 1 or first.excluded or again.excluded or first.hours:
            continue
        if not first.day or not again.day or (first.day.kind, again.day.kind) not in _SAID_AGAIN:
            continue
        day, other = first.day, again.day
        if day.kind == "weekday":
            day, other = other, day
        both = replace(again, day=replace(day, within=replace(other, maybe_date=0)), start=first.start)
        times = replace(times, moments=tuple(both if m is again else m for m in times.moments if m != first))
        chosen = [f for f in chosen if f.meaning != "correct" or f.start != phrase.start]
    return times, chosen


def best_of(times: Timing, why: Sequence[Found], clause_of: Sequence[int]) -> Timing:
    """ "Thursday and Friday I am free, best Friday at 10": the one of the named days that is said to be best."""
    for phrase in (f for f in why if f.meaning == "best"):
        here = clause_of[phrase.start]
        behind = [m for m in times.moments if m.start >= phrase.start and clause_of[m.start] == here]
        before = [m for m in times.moments if m.end <= phrase.start and not m.excluded and m.day]
        named = {(m.day.kind, m.day.value) for m in before if m.day}
        known = [m.day is not None and (m.day.kind, m.day.value) in named for m in behind]
        if known and all(known) and not any(m.excluded for m in behind):
            times = replace(times, moments=tuple(m for m in times.moments if m not in before))
    return times


def _with_the_last_hour(times: Timing, turn: Found) -> Timing:
    """ "Wednesday at 9. No wait, at 10": of the hours on both sides of a correction the last one stands."""
    across = [m for m in times.moments if m.start < turn.start and m.end > turn.end]
    if not across:
        return times
    if len({m.hours for m in across}) < 2 or len({m.day for m in across}) != 1:
        return replace(times, loose=True)
    moments = (*(m for m in times.moments if m not in across), replace(across[-1], start=turn.end))
    return replace(times, moments=moments)


def leaves_open(
    chosen: Sequence[Found],
    every: Sequence[Found],
    pieces: Sequence[Atom],
    times: Timing,
    words: Sequence[str],
    clause_of: Sequence[int],
) -> bool:
    """Whether nobody can tell which of the named times still stands; then the family is asked."""
    return (
        _taken_back(chosen, times)
        or _or_not_at_all(chosen, pieces, times, words, clause_of)
        or _no_to_what_was_said(chosen, every, times, words, clause_of)
        or _or_to_something_unread(pieces, words, clause_of)
        or _no_between_hours(every, pieces)
    )


def _lone_no(phrase: Found, times: Timing, words: Sequence[str], *, sure: bool) -> bool:
    """Whether a "no" stands by itself between two times ("Tuesday at 10, no, Wednesday at 10")."""
    if phrase.meaning not in ("no", "neg") or not phrase.start or phrase.end >= len(words):
        return False
    opens = is_break(words[phrase.start - 1])
    alone = opens and (
        is_break(words[phrase.end]) or (sure and phrase.meaning == "no")
    )  # "Tuesday at 10. Nej onsdag"
    if alone and sure and _across(phrase, times):
        return True  # "Friday at 10, no, at 12"
    before = any(m.end <= phrase.start and not m.excluded for m in times.moments)
    return alone and before and any(m.start >= phrase.end and not m.excluded for m in times.moments)


def _across(phrase: Found, times: Timing) -> bool:
    """Whether hours of one day stand on both sides of it."""
    across = [m for m in times.moments if m.start < phrase.start and m.end > phrase.end and not m.excluded]
    return len({m.hours for m in across}) > 1


def _the_turn(turns: Sequence[Found], times: Timing) -> Found:
    """The last of them with a time behind it; a "sorry" at the end only excuses it ("10.. no, 11, sorry")."""
    turned = [f for f in turns if any(m.start >= f.end or m.end > f.end > m.start for m in times.moments)]
    excuse = turned and turns[-1] is not turned[-1] and turned[-1].meaning != "correct"
    return turned[-1] if excuse else turns[-1]


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


def _no_between_hours(every: Sequence[Found], pieces: Sequence[Atom]) -> bool:
    """ "Tuesday at 10 no 11": without a comma the "no" may deny the hour before it or the one behind it."""
    told = [p for p in pieces if p.end > p.start and p.number <= _LAST_HOUR]
    starts, ends = {p.start: p.kind for p in told}, {p.end: p.kind for p in told}
    for phrase in (f for f in every if f.meaning == "no" and f.end - f.start == 1):
        clocked = starts.get(phrase.end) in ("clock", "at")
        behind = starts.get(phrase.end + clocked)
        if behind in _CLOCK_TIMES and ends.get(phrase.start) in (*_CLOCK_TIMES, "clock_after"):
            return True
    return False


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
