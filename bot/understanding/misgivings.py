"""What makes a wish for a time a guess, though every piece of it was read: then we ask back."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from bot.understanding.lexicon import lexicon
from bot.understanding.message import Message
from bot.understanding.signs import Signs
from bot.understanding.timing.moments import MIDNIGHT, Hours, Moment
from bot.understanding.timing.stretches import stretches

_STILL_OPEN = frozenset({"later", "ask", "neg", "cannot", "unsure", "if"})
"""Meanings that leave open, in a clause of their own, what was doubted before it."""

_SINGLE_DAYS = frozenset({"weekday", "weekdays", "date", "solar", "offset", "nth", "beside"})


def misgivings(signs: Signs) -> bool:
    """Whether the times do not go together, or more was said between two of them than "and" or "or".

    "Juni er fint, men maj er fyldt", "the 14th is a holiday, the 15th": one of them may be no wish at all.
    """
    moments = signs.timing.moments
    wanted = sorted((m for m in moments if not (m.excluded or m.past)), key=lambda m: m.start)
    if not wanted and any(m.day and m.hours and _open(m.hours) for m in moments):
        return True  # "not Thursday after 3": no such Thursday, or that Thursday until 3
    if not wanted and signs.tokens.question and any(m.day and m.hours for m in moments):
        return True  # "is Monday at 4 not taken?"
    unfit = {p.value for p in signs.pieces if p.kind == "unfit"}
    asks = signs.tokens.question or any(m.hours for m in moments)
    if not wanted and ("too_early" in unfit or (unfit and asks)):
        return True  # "10 is too early" does not say what is not
    if not wanted and any(_denied_by_half(m, signs) for m in moments):
        return True
    if sum(f.meaning == "unsure" for f in signs.found) > 1:
        return True  # "I don't know yet, maybe Wednesday"
    busy = {signs.clause_of[at] for at in signs.timing.occupied}
    busy |= {signs.clause_of[f.start] for f in signs.found if f.meaning in ("sick", "reason:busy_now")}
    if any(signs.clause_of[at] in busy for m in wanted for at in _ends(m, signs)):
        return True  # "I work until 3", "Thursday at 10 we are at the doctor's"
    if len(wanted) > 1 and any(m.start < at < m.end for m in wanted for at in signs.timing.occupied):
        return True  # "Wednesday is fine, but at 9 she sleeps, at 11"
    if after_an_unknown_day(wanted, signs):
        return True
    if _told_of_the_wish(wanted, signs) or _on_condition(signs) or _beside_its_reason(wanted, signs):
        return True
    if any(m.excluded and m.day and m.hours for m in moments) and any(m.day is None for m in wanted):
        return True  # "Friday at 9 is no good, but 11 is": on that Friday or on any day
    if len(wanted) > 1 and (_if_not(wanted[0], signs) or _named_again(wanted)):
        return True
    if wanted and any(
        f.meaning == "no" and _right_behind(f.start, wanted[-1].end, signs) for f in signs.found
    ):
        return True  # what follows the time denies it
    if any(_concludes(m, following, signs) for m, following in pairwise(wanted)):
        return True
    if any(_asks_after_a_story(m, following, signs) for m, following in pairwise(wanted)):
        return True
    if _told_behind(wanted, signs) or _chosen_between(wanted, signs):
        return True
    return len({_shape(moment) for moment in wanted}) > 1 or _said_between(wanted, signs)


def after_an_unknown_day(wanted: Sequence[Moment], signs: Signs) -> bool:
    """ "After the holidays, Wednesday": which holidays is not said, so the next Wednesday is hardly meant."""
    days = [m.start for m in wanted if m.day and m.day.kind == "weekday" and not m.day.within]
    times, words = lexicon(signs.language).times, signs.tokens.words
    for phrase in signs.found:
        told = phrase.meaning == "later" and phrase.end - phrase.start > 1
        if told and any(phrase.end <= at for at in days):
            edges = (words[phrase.start], words[phrase.end - 1])
            if any(hit.meaning.startswith("after") for word in edges for hit in times.find([(word,)])):
                return True
    return False


def _ends(moment: Moment, signs: Signs) -> tuple[int, ...]:
    """Where it begins and ends; only its hours where those are free ("early shift this week, free after 3")."""
    here = signs.clause_of[moment.end - 1]
    off = [p.start for p in signs.pieces if p.kind == "free" and signs.clause_of[p.start] == here]
    off += [f.start for f in signs.why if f.meaning == "wish" and signs.clause_of[f.start] == here]
    busy = [at for at in signs.timing.occupied if moment.start <= at or at < moment.start]
    open_hours = moment.hours is not None and moment.hours.end == MIDNIGHT and not moment.hours.part
    week = moment.day is not None and moment.day.kind in ("week", "weekno", "any", "workdays")
    if off and open_hours and week and all(at < off[0] for at in busy):
        return ()
    return moment.start, moment.end - 1


def _denied_by_half(moment: Moment, signs: Signs) -> bool:
    """Whether a word nobody knows stands right before the "not" of a day ("she is free but on Friday")."""
    nots = [f.start for f in signs.found if f.meaning == "neg_used" and 0 <= moment.start - f.end <= 1]
    return any(at - 1 in signs.unknown and signs.clause_of[at - 1] == signs.clause_of[at] for at in nots)


def on_the_boundary(m: Message) -> bool:
    """ "I cannot until Thursday": is Thursday among the days that do not suit? A wish after it does not ask."""
    for moment in m.ruled_out if m.wishes else ():
        if moment.day is None or moment.day.edge != "until":
            continue
        last = stretches(Moment(replace(moment.day, edge=""), None, False, 0, 0), m.now)
        if not m.wanted or any(wish.start < last[-1][1] for wish in m.wishes):
            return True
    return False


def wavers(signs: Signs) -> bool:
    """ "Maybe Thursday, maybe not", "don't know, maybe Thursday": one doubt is a careful wish, two are none."""
    if _hangs_on_the_family(signs):
        return True
    unsure = [f for f in signs.found if f.meaning == "unsure"]
    clauses = {signs.clause_of[f.start] for f in unsure}
    denied = any(m.excluded and signs.clause_of[m.start] in clauses for m in signs.timing.moments)
    denied = denied or any(f.meaning == "no" and signs.clause_of[f.start] in clauses for f in signs.found)
    return len(unsure) > 1 or denied or (bool(unsure) and _left_open(clauses, signs))


def _hangs_on_the_family(signs: Signs) -> bool:
    """ "Friday if she is back, don't know yet": no polite "if you can"."""
    clause_of = signs.clause_of
    conditions = {clause_of[f.start] for f in signs.found if f.meaning == "if"}
    if not conditions:
        return False
    polite = {clause_of[f.start] for f in signs.found if f.meaning in ("fine", "yes")}
    doubted = {clause_of[f.start] for f in signs.found if f.meaning == "unsure"} - conditions
    timed = {clause_of[at] for m in signs.timing.moments for at in (m.start, m.end - 1)}
    half_known = {clause_of[at] for at in signs.unknown}
    turned = {clause_of[f.start] for f in signs.found if f.meaning == "but"} - timed
    return bool((doubted and conditions - polite) or turned & half_known)


def _left_open(doubted: Collection[int], signs: Signs) -> bool:
    """ "Maybe Wednesday, I only know later": behind a doubted time a clause without one that we only half know."""
    clause_of = signs.clause_of
    timed = {clause_of[at] for m in signs.timing.moments for at in (m.start, m.end - 1)}
    if not (both := timed & set(doubted)):
        return False
    open_still = {clause_of[f.start] for f in signs.found if f.meaning in _STILL_OPEN}
    open_still |= {clause_of[at] for at in signs.unknown}
    suits = {clause_of[f.start] for f in signs.found if f.meaning in ("fine", "yes")}  # "if it suits you"
    return any(clause > min(both) for clause in open_still - timed - suits)


def points_at_the_wish(signs: Signs) -> bool:
    """ "Friday, I work then": what is told without a time of its own, with a word that points at the wished one."""
    days = [m for m in signs.timing.moments if m.day]
    if any(f.meaning == "day_after" and any(m.end <= f.start for m in days) for f in signs.why):
        return True  # "Friday we are away, the next day": after that Friday, or tomorrow
    there = {signs.clause_of[f.start] for f in signs.why if f.meaning == "there"}
    for at in signs.timing.occupied:
        clause = signs.clause_of[at]
        before = [m for m in signs.timing.moments if m.end <= at]
        timed = any(signs.clause_of[m.start] == clause for m in signs.timing.moments)
        if clause in there and not timed and before and not before[-1].excluded:
            return True
    return False


def _told_of_the_wish(wanted: Sequence[Moment], signs: Signs) -> bool:
    """Whether it is said what happens at the wished time, or when exactly it begins, in words that we only half know."""
    busy = {signs.clause_of[at] for at in signs.timing.occupied}
    if any(p.kind == "except" and signs.clause_of[p.start] in busy for p in signs.pieces):
        return True  # "I work every day but Wednesday"
    free = [p for p in signs.pieces if p.kind == "free"]
    if any(m.hours and m.hours.exact and _follows_in_clause(p.end, m, signs) for p in free for m in wanted):
        return True  # "I am off at 3": from three on
    agreed = [f.start for f in signs.found if f.meaning == "fine"]  # "Wednesday, when it suits you"
    whenever = {at for p in signs.pieces if p.kind == "whenever" for at in range(p.start, p.end)}
    told = [f.start for f in signs.why if f.meaning == "when" and f.start not in whenever]
    later = any(wanted and at >= wanted[0].end and not any(agree > at for agree in agreed) for at in told)
    whole_day = any(m.hours is None and m.day and m.day.kind in _SINGLE_DAYS for m in wanted)
    return (later and whole_day and not free) or points_at_the_wish(signs)


def _follows_in_clause(end: int, moment: Moment, signs: Signs) -> bool:
    return moment.start >= end and signs.clause_of[moment.start] == signs.clause_of[end - 1]


def _on_condition(signs: Signs) -> bool:
    """ "Thursday if Friday is not possible": the one behind the "if" was the wish."""
    conditions = {signs.clause_of[f.start] for f in signs.why if f.meaning == "if"}
    if any(m.excluded and signs.clause_of[m.start] in conditions for m in signs.timing.moments):
        return True
    beside = [
        p.start for p in signs.pieces if p.kind == "day_beside"
    ]  # "if Wednesday is full, the week after"
    return any(clause < signs.clause_of[at] for clause in conditions for at in beside)


def _named_again(wanted: Sequence[Moment]) -> bool:
    """ "On Friday he is off, so Friday after 12": the whole day and an hour of it, of which one is no wish."""
    days = [
        m.day and m.day.value if m.day and m.day.kind in ("weekday", "weekdays") else None for m in wanted
    ]
    bare = [at for at, m in enumerate(wanted) if m.hours is None and days[at] is not None]
    return any(
        days[at] == day and m.hours for at in bare for m, day in zip(wanted[at:], days[at:], strict=True)
    )


def _if_not(first: Moment, signs: Signs) -> bool:
    """ "If not 14, then 15": hours or dates, and which of them is asked for first?"""
    return first.day is None and any(f.meaning == "if" and f.end == first.start for f in signs.why)


def _beside_its_reason(wanted: Sequence[Moment], signs: Signs) -> bool:
    """ "Friday morning because of work after lunch": a time behind the "because" that may be no second wish."""
    reasons = [f.start for f in signs.why if f.meaning == "because"]
    begins = min((m.start for m in wanted), default=0)
    return any(begins < at < m.end for at in reasons for m in wanted)


def _concludes(moment: Moment, following: Moment, signs: Signs) -> bool:
    """ "Granny comes on Friday, so Tuesday": behind a "so" the time before it may be only the reason."""
    turns = [
        f.start
        for f in signs.why
        if f.meaning in ("so", "conclude") and moment.end <= f.start <= following.end + 1
    ]
    clause = signs.clause_of[moment.start]
    told = any(f.meaning.startswith("reason:") and signs.clause_of[f.start] == clause for f in signs.found)
    told = told or any(signs.clause_of[at] == clause for at in signs.unknown)
    return bool(turns) and told


def _asks_after_a_story(moment: Moment, following: Moment, signs: Signs) -> bool:
    """ "The builders finish on the 14th, come on Monday": what is told before a "come" may be no wish."""
    here = signs.clause_of[moment.start]
    comes = [f.start for f in signs.why if f.meaning == "wish" and moment.end <= f.start < following.start]
    return bool(comes) and any(signs.clause_of[at] == here for at in signs.unknown)


def _said_between(wanted: Sequence[Moment], signs: Signs) -> bool:
    """Whether a "but", or a word that is neither a yes nor an "or", stands between two times."""
    gaps = {at for m, following in pairwise(wanted) for at in range(m.end, following.start)}
    if not gaps:
        return False
    otherwise = any(
        f.meaning == "at_need" and f.start in gaps for f in signs.why
    )  # "if not, well then Friday"
    told = {at for f in signs.found for at in range(f.start, f.end) if f.meaning != "filler" or otherwise}
    whole = all(m.day and m.hours for m in wanted) and not signs.unknown
    denied = any(f.meaning in ("neg", "neg_used", "cannot", "no") for f in signs.found)
    turned = any(f.meaning == "but" and f.start in gaps for f in signs.found)
    turned = turned and not (whole and not denied)  # "Tuesday only from 11, but on Friday also at 8"
    words = signs.tokens.words
    return turned or any(
        words[at][0].isalnum() for at in gaps - told - signs.timing.used - signs.timing.quiet
    )


def _told_behind(wanted: Sequence[Moment], signs: Signs) -> bool:
    """ "Monday at 9, on Sunday the godparents come": behind a comma, with words nobody knows, the last is no wish."""
    if len(wanted) < 2:
        return False
    clause_of = signs.clause_of
    first, last = wanted[-2:]
    here = clause_of[last.start]
    linked = any(p.kind in ("or", "and") and first.end <= p.start < last.end for p in signs.pieces)
    told = [at for at in signs.unknown if clause_of[at] == here and signs.tokens.words[at][0].isalpha()]
    return clause_of[first.start] != here and not linked and bool(told)


def _chosen_between(wanted: Sequence[Moment], signs: Signs) -> bool:
    """ "They have Wednesday at 10 we take Thursday": what somebody takes is not what was named before."""
    gaps = [(m.end, following.start) for m, following in pairwise(wanted)]
    return any(f.meaning == "choose" and a <= f.start and f.end <= b for f in signs.found for a, b in gaps)


def _right_behind(at: int, end: int, signs: Signs) -> bool:
    return 0 <= at - end <= 1 and signs.clause_of[at] == signs.clause_of[end - 1]


def _open(hours: Hours) -> bool:
    return not hours.part and (hours.start == 0 or hours.end == MIDNIGHT)


def _shape(moment: Moment) -> str:
    if moment.day is None:
        return "hours"
    kind = "day" if moment.day.kind in _SINGLE_DAYS else moment.day.kind
    return kind + moment.day.edge
