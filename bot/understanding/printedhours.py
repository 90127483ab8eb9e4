"""The hour of a printed time that is named apart from its day: "Wednesday I study until two, so three is fine".

A day alone may be told for what happens on it; the day and, later, the very hour that is printed for it name the time.
"""

from collections.abc import Iterator, Sequence

from bot.understanding.message import Mention, Message
from bot.understanding.timing.atoms import Atom
from domain.replies import Option

_DAYS = frozenset({"weekday", "weekdays"})
_HOURS = frozenset({"number", "clock_time"})
_BOUNDS = frozenset(
    {"until", "before", "after", "from", "not_before", "quarter_past", "quarter_to", "half_to"}
)
"""What makes of an hour right behind it the edge of a stretch, or another hour."""

_NOON = 12


def hours_apart(message: Message, options: Sequence[Option], named: Sequence[Mention]) -> Iterator[Mention]:
    """Where the printed hour stands of the one time whose day the message names, and no other day.

    ``named``: the mentions that are known by other means.
    """
    pieces = message.signs.pieces
    days = [piece for piece in pieces if piece.kind in _DAYS]
    lines = {line for piece in days if (line := _line_of(piece, options, message)) is not None}
    strange = any(_line_of(piece, options, message) is None for piece in days)
    lines |= {one.line for one in named if one.how in ("pointed", "in a stretch")}
    if len(lines) != 1 or strange:
        return
    [line] = lines
    first = min([piece.start for piece in days] + [one.at for one in named if one.line == line])
    for at, piece in enumerate(pieces):
        bounded = any(p.end == piece.start and p.kind in _BOUNDS for p in pieces[max(0, at - 1) : at])
        apart = piece.start > first and not bounded and not _told_with_its_day(piece, message)
        if apart and _is_its_hour(piece, options[line], message):
            yield Mention(line, piece.start, "pointed")


def _told_with_its_day(piece: Atom, message: Message) -> bool:
    """Whether it is part of a time that is read as one ("Wednesday at 3"), or of one that is ruled out.

    Not where what was read as one is in doubt ("I study until two on Wednesday so three").
    """
    clause_of = message.signs.clause_of
    own = [m for m in message.signs.timing.moments if m.start <= piece.start < m.end]
    return any(m.excluded or (not m.doubtful and clause_of[m.start] == clause_of[piece.start]) for m in own)


def _line_of(piece: Atom, options: Sequence[Option], message: Message) -> int | None:
    """The one printed time on this weekday; None where none is, or several are."""
    zone = message.now.tzinfo
    weekdays = [o.start.astimezone(zone).isoweekday() if o.start else 0 for o in options]
    day = int(piece.value) if piece.value.isdigit() else 0
    return weekdays.index(day) if weekdays.count(day) == 1 else None


def _is_its_hour(piece: Atom, option: Option, message: Message) -> bool:
    """Whether this number is the printed hour, of the day or of its half, and no number of the menu."""
    if piece.kind not in _HOURS or option.start is None:
        return False
    start = option.start.astimezone(message.now.tzinfo)
    hours = {start.hour, start.hour - _NOON} if start.hour > _NOON else {start.hour}
    if piece.kind == "clock_time":
        hour, _, minute = piece.value.partition(":")
        return int(hour) in hours and int(minute or 0) == start.minute
    printed = {one.number for one in message.options}
    return piece.number in hours - printed and start.minute == 0
