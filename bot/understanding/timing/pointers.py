"""Words that point back at a day told before: "from the 18th I am on leave, that whole week", "so come then".

And the hours that stand in the way of a wish: "Monday is great but 8 is brutal, could we say 11".
"""

from collections.abc import Sequence

from bot.understanding.phrases import Found
from bot.understanding.timing.atoms import Atom

BACK = frozenset({"that_week", "come_then"})
_DATED = frozenset({"dated", "month", "slashed", "full_date", "dotted", "dated_number", "weekday", "holiday"})
_OF_AN_HOUR = frozenset({"clock", "clock_after", "at", "am", "pm", "unit", "part"})
_DAYS = frozenset({"weekday", "weekdays", "day", "week", "month", "slashed", "full_date", "dated", "holiday"})
_HOURS = frozenset({"number", "ordinal", "clock_time", "dotted"})
_OPENS = frozenset({"after", "before", "from", "until", "to", "between", "not_before", "not_after", "neg"})
_WISHING = frozenset({"wish", "please", "so", "best", "conclude"})
_SUITS = frozenset({"fine", "yes", "request", "want"})
_REFUSES = frozenset({"neg", "neg_used", "cannot", "no", "if"})
_OFF = frozenset({"free", "whenever", "any_day"})
_LAST_HOUR = 12


def pointing_back(pieces: Sequence[Atom], why: Sequence[Found], said: Sequence[Found]) -> list[Atom]:
    """ "That whole week", "those days" behind a date add nothing to it; a bare number before them is that date."""
    found = list(pieces)
    refused = any(f.meaning in _REFUSES for f in said)
    for phrase in (f for f in why if f.meaning in BACK):
        before = [p for p in found if p.end <= phrase.start]
        if not any(p.kind in _DATED or p.digits for p in before):
            continue
        busy = any(p.kind == "occupied" for p in found) and not any(p.kind in _OFF for p in found)
        touches = (
            busy or refused or any(p.end == phrase.start and p.kind in ("weekday", "neg") for p in before)
        )
        if phrase.meaning == "that_week" and (touches or not any(_is_dated(p) for p in before)):
            continue
        found = [p for p in found if p.end <= phrase.start or phrase.end <= p.start]
        found.append(Atom("on", "", phrase.start, phrase.end))
        numbers = [p for p in before if p.kind == "number" and p.digits and _LAST_HOUR < p.number <= 31]
        if phrase.meaning == "that_week" and not any(p.kind in _DATED for p in before) and len(numbers) == 1:
            beside = {p.kind for p in before if numbers[0].start in (p.end, p.start - 1)}
            if not beside & _OF_AN_HOUR:
                found.append(Atom("dated", "", numbers[0].start, numbers[0].start))
    return sorted(found, key=lambda p: (p.start, p.end > p.start))


def _is_dated(piece: Atom) -> bool:
    return piece.digits or piece.kind in _DATED - {"weekday"}


def hours_in_the_way(
    pieces: Sequence[Atom],
    found: Sequence[Found],
    why: Sequence[Found],
    unread: Sequence[int],
    clause_of: Sequence[int],
) -> frozenset[int]:
    """The words that tell why one hour does not suit, where a later clause asks for another ("could we say 11").

    ``unread`` are the words that nobody knows.
    """
    days = {clause_of[p.start] for p in pieces if p.kind in _DAYS}
    hours = sorted((p for p in pieces if _an_hour(p, pieces)), key=lambda p: p.start)
    if len(days) != 1 or len(hours) != 2:
        return frozenset()
    told, wished = hours
    there, here = clause_of[told.start], clause_of[wished.start]
    if not max(days) < there < here:
        return frozenset()
    reach = set(range(there, here))
    story = {clause_of[at] for at in unread}
    story |= {clause_of[p.start] for p in pieces if p.kind in ("occupied", "unfit")}
    suits = {clause_of[f.start] for f in found if f.meaning in _SUITS}
    asks = suits | {clause_of[f.start] for f in why if f.meaning in _WISHING}
    asks |= {clause_of[f.start] for f in found if f.meaning == "unsure"}  # "maybe at 11"
    refuses = {clause_of[f.start] for f in found if f.meaning in _REFUSES}
    either = any(p.kind in ("or", "and") and told.end <= p.start < wished.start for p in pieces)
    free = any(p.kind == "free" and clause_of[p.start] in reach for p in pieces)
    if either or free or not story & reach or here not in asks or suits & reach or here in refuses:
        return frozenset()
    return frozenset(at for at, clause in enumerate(clause_of) if clause in reach)


def _an_hour(piece: Atom, pieces: Sequence[Atom]) -> bool:
    """Whether it is a clock time by itself, no end of a stretch and no number of a date."""
    if piece.kind not in _HOURS or (piece.kind == "dotted" and piece.pair[0] > 23):
        return False
    touching = [p for p in pieces if piece.start in (p.end, p.start - 1) and p is not piece]
    behind = [p for p in pieces if p.start == piece.end]
    lead = [p for p in pieces if p.end == piece.start]
    counted = any(p.kind in ("unit", "month", "nth_mark") for p in behind)
    opened = any(p.kind in _OPENS or p.kind == "dated" for p in lead) or any(p.kind in _OPENS for p in behind)
    article = piece.number == 1 and not piece.digits and not any(p.kind == "clock" for p in touching)
    return not (counted or opened or article)
