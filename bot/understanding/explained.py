""" "Wednesday at 9, because she sleeps after lunch": the wish stands, its reason neither adds nor cancels a time.

A message is cut where a clause ends and where a word of the language's ``[why]`` lists begins a reason. What is left is
read as if it had been said alone, and only believed where the reason agrees with it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.understanding.deciding import decide
from bot.understanding.message import Message
from bot.understanding.misgivings import points_at_the_wish, wavers
from bot.understanding.phrases import Found
from bot.understanding.signs import Signs
from bot.understanding.timing.grouping import in_told_week, told_week
from bot.understanding.timing.moments import Day, Moment
from bot.understanding.timing.monthparts import NoSuchDayError
from bot.understanding.timing.stretches import Stretch, stretches
from bot.understanding.tokens import Tokens, is_break
from domain.replies import Reply, When

_REASONS = frozenset({"because", "when", "if", "then"})
_MARKS_A_WISH = ("fine", "yes", "want", "request", "only")
_ONE_DAY = frozenset({"weekday", "date", "offset", "solar", "nth"})
_A_STORY = 2
"""Words beside its time that a piece of a message needs to be more than that time."""

_A_WEEK = timedelta(days=7)
_A_DAY = timedelta(days=1)
_A_CONDITION = 3
"""Words of an "if" that says something; "if not, Monday" goes on with the wish."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the message: "" and what else begins it, and its tokens."""

    kind: str
    start: int
    end: int
    follows_a_sign: bool = False


@dataclass(frozen=True, slots=True)
class _Told:
    part: _Part
    message: Message


def without_its_reason(m: Message, hear: Callable[[Tokens], Signs]) -> Reply | None:
    """The wish of a message without what explains it; None where none stands by itself, or they contradict.

    ``hear`` reads the signs of a piece of the message.
    """
    parts = _parts(m.signs)
    beside = any(piece.kind == "day_beside" for piece in m.signs.pieces)  # alone it is beside another day
    days = [moment.day for moment in m.signs.timing.moments if moment.day]
    beside = beside or any(
        day.within and day.within.kind == "parity" for day in days
    )  # its weeks stand apart
    if len(parts) < 2 or beside or points_at_the_wish(m.signs) or wavers(m.signs):
        return None
    heard = [
        _Told(part, Message(hear(_cut(m.signs.tokens, [part])), m.expecting, m.options, m.now))
        for part in parts
    ]
    told = [one for at, one in enumerate(heard) if _explains(heard, at)]
    wished = [one for one in heard if one not in told]
    open_still = any(
        p.kind == "doubt"
        for one in told
        for p in one.message.signs.pieces
        if not _doubts_its_day(one.message)
    )
    if not told or not wished or open_still:
        return None  # "same time as last week, so Wednesday"
    wish = Message(hear(_cut(m.signs.tokens, [w.part for w in wished])), m.expecting, m.options, m.now)
    wish = _on_the_told_day(told, wish, wished)
    reply = decide(wish)
    if not isinstance(reply, When) or not all(_agrees(one, wish, wished) for one in told):
        return None
    return reply


def _on_the_told_day(told: Sequence[_Told], wish: Message, wished: Sequence[_Told]) -> Message:
    """ "On Monday I have a course until 3, come at half past": the hour that follows from what is told is on its day."""
    moments = [moment for one in told for moment in one.message.signs.timing.moments]
    day = moments[0].day if len(moments) == 1 and moments[0].hours else None
    if any(one.part.kind == "so" for one in wished):
        wish = _in_the_told_week(told, wish)
    follows = any(
        one.part.kind == "so" or any(f.meaning == "wish" for f in one.message.signs.why) for one in wished
    )
    exact = [
        m.hours and m.hours.exact and m.day is None and not m.excluded for m in wish.signs.timing.moments
    ]
    if day is None or day.kind not in _ONE_DAY or day.edge or day.until or not follows or exact != [True]:
        return wish
    [hour] = wish.signs.timing.moments
    timing = replace(wish.signs.timing, moments=(replace(hour, day=replace(day, maybe_date=0)),))
    return Message(replace(wish.signs, timing=timing), wish.expecting, wish.options, wish.now)


def _in_the_told_week(told: Sequence[_Told], wish: Message) -> Message:
    """ "Monday in week 22 is a holiday, so Tuesday": of that week."""
    days = [moment.day for one in told for moment in one.message.signs.timing.moments]
    week = told_week(days[0]) if len(days) == 1 and days[0] is not None else None
    if week is None:
        return wish
    moments = [
        m if m.day is None else replace(m, day=in_told_week(m.day, week)) for m in wish.signs.timing.moments
    ]
    timing = replace(wish.signs.timing, moments=tuple(moments))
    return Message(replace(wish.signs, timing=timing), wish.expecting, wish.options, wish.now)


def _parts(signs: Signs) -> list[_Part]:
    """The message in pieces, each from a sign or a word of the ``[why]`` lists on."""
    words, clause_of = signs.tokens.words, signs.clause_of
    marks = list(_marks(signs))
    kinds = {start: kind for start, _, kind in marks}
    pointers = {start: end for start, end, kind in marks if kind == "then"}
    starts = {at for at in range(len(words)) if at == 0 or clause_of[at] != clause_of[at - 1]} | set(kinds)
    ends = [*sorted(starts)[1:], len(words)]
    parts = []
    for start, end in zip(sorted(starts), ends, strict=True):
        opening = start
        while opening < end and is_break(words[opening]):
            opening += 1
        kind = kinds.get(start, kinds.get(opening, ""))
        opening = pointers.get(opening, opening)  # "before that" names no time itself
        if any(words[at][0].isalnum() for at in range(opening, end)):
            parts.append(_Part(kind, opening, end, opening > start))
    return parts


def _marks(signs: Signs) -> Iterator[tuple[int, int, str]]:
    """Where a reason begins, or a wish that follows from one; Turkish "çünkü" may also close its clause."""
    clause_of = signs.clause_of
    begins = {clause_of[f.start] for f in signs.why if f.meaning == "because" and _opens(f.start, signs)}
    for found in signs.why:
        if found.meaning == "please":
            if clause_of[found.start] in begins and not _opens(found.start, signs):
                yield found.start, found.end, "so"
        elif found.meaning == "because" and _closes(found.end, signs):
            opening = found.start
            while opening and clause_of[opening - 1] == clause_of[found.start]:
                opening -= 1
            yield opening, found.end, "because"
        elif _begins_a_part(found, signs):
            yield found.start, found.end, "so" if found.meaning == "conclude" else found.meaning
    for piece in signs.pieces:
        if piece.kind == "after_that" and not _closes(piece.end, signs) and _opens(piece.start, signs):
            yield piece.start, piece.end, "then"


def _begins_a_part(mark: Found, signs: Signs) -> bool:
    """Whether a piece of the message begins with this word: "so" needs a wish behind it, "before that" a clause."""
    if mark.meaning in ("because", "when", "if"):
        return True
    closes = _closes(mark.end, signs)
    if mark.meaning == "conclude":  # "Tuesday the dentist, then Wednesday"
        return not closes and _opens(mark.start, signs)
    return not closes and (mark.meaning == "so" or (mark.meaning == "then" and _opens(mark.start, signs)))


def _closes(end: int, signs: Signs) -> bool:
    """Whether a clause ends there."""
    return end == len(signs.tokens.words) or is_break(signs.tokens.words[end])


def _opens(at: int, signs: Signs) -> bool:
    """Whether a clause begins there."""
    return at == 0 or is_break(signs.tokens.words[at - 1]) or signs.clause_of[at] != signs.clause_of[at - 1]


def _cut(tokens: Tokens, parts: Sequence[_Part]) -> Tokens:
    """Only these pieces of the message, with a comma where a sign stood between them."""
    words: list[str] = []
    raw: list[str] = []
    for part in parts:
        if words and part.follows_a_sign:
            words.append(",")
            raw.append(",")
        words += tokens.words[part.start : part.end]
        raw += tokens.raw[part.start : part.end]
    return replace(tokens, words=tuple(words), raw=tuple(raw))


def _explains(heard: Sequence[_Told], at: int) -> bool:
    """Whether the piece tells why, or what else happens, rather than wishing."""
    part, message = heard[at].part, heard[at].message
    if part.kind in _REASONS:
        return True
    if part.kind == "so":
        return False
    following = heard[at + 1].part.kind if at + 1 < len(heard) else ""
    timed = bool(message.signs.timing.moments)
    if following == "so" and _doubts_its_day(message):
        return True  # "the 14th is a holiday, so the 15th"
    if _tells(message) and _asks_to_come(heard, at + 1):
        return True  # "at 10 the baby has her bath, come at 11 on Monday"
    if _tells(message) and (following == "so" or (not timed and _leads_to_a_so(heard, at + 1))):
        return True
    if _runs_out(message) and (_tells(message) or _taken(message)) and not _free(message):
        return _goes_on(heard[at + 1 :])
    if _tells_an_hour(message) and not _free(message) and _goes_on(heard[at + 1 :]):
        later = [moment for one in heard[at + 1 :] for moment in one.message.wanted]
        if all(moment.day and moment.hours for moment in later):
            return True
    if not _taken(message) and not (
        _free(message) and (following == "so" or not timed or _every_week(message))
    ):
        return False
    if not timed:
        return not message.has("yes", "want", "request")
    wishes_before = any(one.message.wanted and not one.part.kind for one in heard[:at])
    marked = any(
        one.message.wanted and (_marked(one.message) or _free(one.message) or _excepts(one.message))
        for one in heard[at + 1 :]
    )
    if _free(message) and _every_week(message):
        return any(one.message.wanted for one in heard[at + 1 :])
    return _leads_to_a_so(heard, at + 1) or wishes_before or marked


def _doubts_its_day(message: Message) -> bool:
    """Whether what makes a time a question is said of the day before it ("the 14th is a holiday")."""
    ends = [moment.end for moment in message.signs.timing.moments]
    doubts = [piece.start for piece in message.signs.pieces if piece.kind == "doubt"]
    return bool(ends and doubts) and min(doubts) >= min(ends)


def _leads_to_a_so(heard: Sequence[_Told], at: int) -> bool:
    """ "The vaccination is on the 20th, she is cross after it, so …": all that is told before a "so"."""
    if at >= len(heard):
        return False
    part, message = heard[at].part, heard[at].message
    story = _taken(message) or (_tells(message) and not message.signs.timing.moments)
    told = part.kind == "then" or (not part.kind and story)
    return part.kind == "so" or (told and _leads_to_a_so(heard, at + 1))


def _asks_to_come(heard: Sequence[_Told], at: int) -> bool:
    """Whether the next piece begins with a "come" and names a time."""
    message = heard[at].message if at < len(heard) else None
    return (
        message is not None
        and bool(message.wanted)
        and any(found.meaning == "wish" and found.start == 0 for found in message.signs.why)
    )


def _marked(message: Message) -> bool:
    """Whether something says that this is the wish: it suits, they ask for it, "come then"."""
    return message.has(*_MARKS_A_WISH) or any(
        found.meaning in ("wish", "please")
        or (found.meaning == "conclude" and _closes(found.end, message.signs))  # "Wednesday then"
        for found in message.signs.why
    )


def _tells(message: Message) -> bool:
    """Whether something is told before a "so" ("her sister is fetched at 3, so …"), not only a time named."""
    timely = {at for moment in message.signs.timing.moments for at in range(moment.start, moment.end)}
    timely -= set(message.signs.unknown)  # "Friday the prayer ends 2"
    words = message.signs.tokens.words
    said = [at for at, word in enumerate(words) if word[0].isalnum() and at not in timely]
    wishes = message.has("yes", "fine", "want", "request", "later", "other")
    story = bool(message.signs.unknown) or message.reason is not None
    return story and len(said) >= _A_STORY and not wishes


def _runs_out(message: Message) -> bool:
    """Whether all it names is an end ("the builders are in till the 22nd"), so that what comes later is the wish."""
    moments = message.signs.timing.moments
    led = {p.start for p in message.signs.pieces if p.kind == "to"}  # Danish "til" is also "for"
    ends = [m.day and (m.day.edge == "until" or (m.start in led and m.day.kind in _ONE_DAY)) for m in moments]
    return bool(ends) and all(ends)


def _tells_an_hour(message: Message) -> bool:
    """ "Kindergarten till 4, Wednesday at 5": an hour of no day at which they do something else."""
    hours = [m.hours for m in message.signs.timing.moments if m.day is None and m.hours and not m.hours.part]
    only = bool(hours) and len(hours) == len(message.signs.timing.moments)
    settled = message.has("yes", "fine", "want", "request", "only")
    return only and (_taken(message) or _tells(message)) and not settled


def _goes_on(following: Sequence[_Told]) -> bool:
    """Whether a wish follows that is no "or" to what was said before it."""
    wishing = [one.message for one in following if one.message.wanted]
    return bool(wishing) and not any(p.kind == "or" for m in wishing for p in m.signs.pieces)


def _excepts(message: Message) -> bool:
    """ "This week I work, but Saturday is fine": a time that is taken out of a longer one."""
    return message.has("but") and (_free(message) or message.has("fine", "yes"))


def _taken(message: Message) -> bool:
    """Whether it tells of a time that is taken: at work, asleep, away, ill, full."""
    return bool(message.signs.timing.occupied) or message.has("away", "sick", "reason:busy_now")


def _every_week(message: Message) -> bool:
    """Whether what it tells holds every week ("on Mondays I am off"), so that a day after it is the wish."""
    moments = message.signs.timing.moments
    return bool(moments) and all(m.day is not None and m.day.kind == "weekdays" for m in moments)


def _free(message: Message) -> bool:
    return any(piece.kind == "free" for piece in message.signs.pieces)


def _agrees(told: _Told, wish: Message, wished: Sequence[_Told]) -> bool:
    """Whether what is told leaves the wish as it is: other times are taken, or these are the free ones."""
    kind, message = told.part.kind, told.message
    if any(piece.kind == "also" for piece in wish.signs.pieces):
        return False  # "…, so Friday too"
    moments = [m for m in message.signs.timing.moments if not (m.past or _at_night(m))]
    if message.has("but", "unsure") or _unread_number(message.signs):
        return False
    if any(m.doubtful for m in moments) and not _outside(moments, wish):
        return False
    if kind == "if" and message.signs.size < _A_CONDITION and not message.has("fine", "yes"):
        return False
    suits = message.has("only") or (message.has("fine", "yes") and not _taken(message))
    if kind == "then" and (suits or not (_taken(message) or message.signs.unknown)):
        return False  # "at 9, after that I have time"
    if any(m.day and not _this_week(m.day) for m in moments) and any(m.day is None for m in wish.wanted):
        return False  # "Tuesday I see the doctor at 10, I am free from 12"
    if kind == "when" and not all(_settled(moment) for moment in wish.wanted):
        return False
    if kind in ("", "so") and not _runs_out(message) and _days_in_a_row(moments, wish, wished):
        return False
    suits = _free(message) or message.has("fine", "yes", "only")
    suits = suits or (message.has("keep") and not _runs_out(message))
    suits = suits and not (moments and all(m.excluded for m in moments))  # "Sunday we are never home"
    covering = kind == "if" or (suits and not _taken(message))
    try:
        named = [
            stretch
            for moment in moments
            for stretch in stretches(_as_told(moment) if kind == "" else moment, wish.now)
        ]
    except NoSuchDayError:
        return False
    if not moments:
        return True
    if _runs_out(message):
        named = [(min(start, wish.now), end) for start, end in named]
    wanted = [(interval.start, interval.end) for interval in wish.wishes]
    dated = any(m.day is not None and m.day.kind == "date" for m in moments)
    if _after_another_week(named, wanted, wish, dated=dated and not _taken(message)):
        return False
    if _taken(message) and all(_excepts(one.message) for one in wished):
        named = [(a, b) for a, b in named if b - a <= _A_DAY]
    if covering:
        return all(any(a <= start and end <= b for a, b in named) for start, end in wanted)
    return not any(_overlap(a, b) for a in named for b in wanted)


def _after_another_week(
    told: Sequence[tuple[datetime, datetime]],
    wanted: Sequence[tuple[datetime, datetime]],
    wish: Message,
    *,
    dated: bool,
) -> bool:
    """ "Wedding on the 25th, Tuesday is fine": the next Tuesday, or the one after that day?

    ``dated``: something is told of a date that nothing else says about whether it is taken.
    """
    counted = all(m.day is not None and m.day.kind in ("weekday", "later", "week") for m in wish.wanted)
    return counted and bool(told) and min(told)[0] - wanted[0][0] >= (_A_DAY if dated else _A_WEEK)


def _as_told(moment: Moment) -> Moment:
    """ "I drop him off at 8, so 8:45": an hour that is only told is over when it is told."""
    hours = moment.hours
    if hours is None or not hours.exact or hours.part:
        return moment
    return replace(moment, hours=replace(hours, end=hours.start + 1))


def _this_week(day: Day) -> bool:
    return day.kind == "week" and day.value == 0


def _at_night(moment: Moment) -> bool:
    """Whether it is an hour at which nobody visits ("he works nights")."""
    return moment.hours is not None and moment.hours.part == "night"


def _outside(moments: Sequence[Moment], wish: Message) -> bool:
    """ "My course is Tuesday Thursday": both, or from the one to the other; Friday is neither."""
    if any(m.hours or m.day is None or m.day.kind != "weekday" for m in moments):
        return False
    named = [int(str(m.day.value)) for m in moments if m.day is not None]
    reach = (named[-1] - named[0]) % 7
    days = {(named[0] + n) % 7 for n in range(reach + 1)} | {day % 7 for day in named}
    starts = {interval.start.isoweekday() % 7 for interval in wish.wishes}
    short = all(interval.end - interval.start <= _A_DAY for interval in wish.wishes)
    return short and days.isdisjoint(starts)


def _settled(moment: Moment) -> bool:
    """Whether "when he is back" can add nothing: the hours were named, or how long from now."""
    return moment.hours is not None or (moment.day is not None and moment.day.kind == "later")


def _days_in_a_row(moments: Sequence[Moment], wish: Message, wished: Sequence[_Told]) -> bool:
    """ "Monday, Tuesday I work": nobody knows whether it is both."""
    if any(_marked(one.message) or one.part.kind == "so" for one in wished):
        return False
    if len(wish.wanted) > 1 and any(piece.kind == "or" for piece in wish.signs.pieces):
        return False  # "Thursday or Friday, Wednesday I work": the list is closed
    days = {moment.day for moment in moments if moment.day is not None}
    bare = all(x.hours is None and x.day is not None and x.day.kind in _ONE_DAY for x in wish.wanted)
    return len(days) > 1 or (bare and any(day.kind in _ONE_DAY for day in days))


def _unread_number(signs: Signs) -> bool:
    """Whether a number was left over that may be an hour or a date."""
    return signs.timing.loose and any(p.digits and p.start not in signs.timing.used for p in signs.pieces)


def _overlap(one: Stretch, other: Stretch) -> bool:
    return one[0] < other[1] and other[0] < one[1]
