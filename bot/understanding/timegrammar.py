"""From typed time pieces to wishes: which days, which hours, and which of them are ruled out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.understanding.atoms import NUMBERS, Atom
from bot.understanding.clockwork import hours_at
from bot.understanding.daywork import day_at
from bot.understanding.grouping import (
    Group,
    in_that_frame,
    joined,
    merge,
    moments_of,
    narrow,
    same_week,
    says_it_again,
)
from bot.understanding.moments import MIDNIGHT, PARTS, Day, Hours, Moment, with_month_of
from bot.understanding.writtendays import LAST_PLACE, is_year

_QUIET = frozenset(
    {"on", "of", "at", "and", "or", "to", "until", "any_day", "around", "in", "clock", "nth_mark", "dated"}
)
"""Pieces that mean nothing alone: left over, they cast no doubt."""

_CONNECTORS = frozenset(
    {"after", "before", "from", "between", "not_before", "not_after", "past", "till", "next", "this", "last"}
    | {"coming", "every", "begin", "middle", "end", "from_now", "ago", "onward", "until"}
)

_NOTHING_ALONE = (_QUIET - {"any_day"}) | _CONNECTORS
"""Pieces that are neither an hour nor a day unless something follows them."""

_LEADS_TO_A_TIME = frozenset(
    {
        "clock",
        "after",
        "before",
        "from",
        "between",
        "not_before",
        "not_after",
        "until",
        "half_to",
        "half_past",
    }
)

_NO_HOUR = frozenset(
    {"weekday", "weekdays", "month", "months", "unit", "day", "week", "counted", "holiday", "season"}
    | {"next", "this", "last", "coming", "after_next", "every", "begin", "middle", "end", "any_day"}
)
"""Pieces with which no hour begins."""

_NO_DAY = frozenset(
    {"clock", "clock_time", "point", "part", "am", "pm", "half_to", "half_past", "quarter_past", "quarter_to"}
    | {"quarter_on", "three_quarters_on", "minutes_past"}
)
"""Pieces with which no day begins."""

_NO_HOUR_OF = frozenset({"month", "months", "holiday", "season", "year"})
"""Stretches of days of which a bare number is no hour."""

_SMALL = frozenset({"in", "on", "of", "at", "around"})

_DATES = frozenset({"number", "ordinal", "dated_number", "dated", "full_date", "slashed", "dotted", "month"})

_BESIDE = 3
"""Tokens between a "not" and the day it rules out, at most."""


@dataclass(frozen=True, slots=True)
class Timing:
    """All wishes of a message, the tokens they used, and whether a time word was left without a meaning."""

    moments: tuple[Moment, ...] = ()
    used: frozenset[int] = frozenset()
    loose: bool = False
    dangling: frozenset[int] = frozenset()
    """Tokens behind an "at" or "after" that found no time: an unknown word there may be one."""


def timing(
    atoms: Sequence[Atom],
    words: Sequence[str],
    clause_of: Sequence[int],
    denied: Callable[[int], bool],
    settled: Callable[[int, int], bool],
    habits: Mapping[str, bool],
    *,
    sure: bool,
) -> Timing:
    """Group the pieces into wishes.

    ``denied(token)`` says whether the token's clause is negated, ``settled(from, to)`` whether a "fits"
    stands between, ``sure`` whether a bare number may be an hour (a time was asked for).
    """
    pieces = _marked(sorted(atoms, key=lambda a: (a.start, -a.end)), habits)
    reader = _Reader(pieces, words, clause_of, denied, settled, {**habits, "places": not sure}, sure)
    return reader.read()


def _marked(pieces: list[Atom], habits: Mapping[str, bool]) -> list[Atom]:
    """Pieces that mean something else beside their neighbours.

    Polish "15-tego lutego" (the ending of a number, not "this" February), Arabic "شهر ٦" (June) and
    "أول اثنين" (the first Monday, though the word is also two).
    """
    for at, piece in enumerate(pieces[:-1]):
        before, following = pieces[at - 1] if at else piece, pieces[at + 1]
        touching = piece.end == following.start
        if piece.kind in ("this", "ordinal") and following.kind == "month" and touching:
            if before.kind == "number" and before.digits and before.end == piece.start:
                pieces[at] = replace(piece, kind="nth_mark")
        elif habits.get("month_is_numbered") and (piece.kind, piece.value) == ("unit", "month") and touching:
            if following.kind == "number" and following.digits and 1 <= following.number <= 12:
                pieces[at] = replace(piece, kind="of")
                pieces[at + 1] = replace(following, kind="month")
        elif habits.get("monday_is_two") and piece.kind in ("begin", "ordinal", "end", "last") and touching:
            if following.kind == "number" and following.number == 2 and not following.digits:
                pieces[at + 1] = replace(following, kind="weekday", value="1")
            if piece.kind == "begin" and pieces[at + 1].kind == "weekday":
                pieces[at] = replace(piece, kind="ordinal", number=1)
    return pieces


class _Reader:
    def __init__(
        self,
        atoms: list[Atom],
        words: Sequence[str],
        clause_of: Sequence[int],
        denied: Callable[[int], bool],
        settled: Callable[[int, int], bool],
        habits: Mapping[str, bool],
        sure: bool,
    ) -> None:
        self.atoms, self.words, self.clause_of = atoms, words, clause_of
        self.denied, self.settled, self.habits, self.sure = denied, settled, habits, sure
        self.groups: list[Group] = []
        self.group = Group()
        self.used: set[int] = set()
        self.loose = False
        self.dangling: set[int] = set()
        self.denial = -1

    def read(self) -> Timing:
        at = 0
        while at < len(self.atoms):
            at = self._one(at)
        self._flush()
        moments = tuple(moment for group in joined(self.groups) for moment in moments_of(group))
        return Timing(moments, frozenset(self.used), self.loose, frozenset(self.dangling))

    def _one(self, at: int) -> int:
        piece = self.atoms[at]
        if piece.kind == "neg":
            return self._negation(at)
        if piece.kind == "except":
            return self._exception(at)
        if self.group.end < 0 and self.group.excluded and self.clause_of[piece.start] != self.denial:
            self.group = Group()
        if self.group.end >= 0 and self._far(piece.start) and not self._same_day_again(at):
            self._flush()
        if piece.kind == "todaypart":
            start, end = PARTS[piece.value]
            self._add_day(Day("offset", 0), at, at)
            self._add_hours(Hours(start, end, part=piece.value), at, at + 1)
            return at + 1
        if (listed := self._list_of_weeks(at) or self._list_of_dates(at)) is not None:
            return listed
        if self._goes_on_with_weeks(at):
            self._add_day(Day("weekno", piece.number), at, at + 1)
            return at + 1
        if self._morning_of_that_day(at):
            start, end = PARTS["morning"]
            self._add_hours(Hours(start, end, part="morning"), at, at + 1)
            return at + 1
        window = self._window(at)
        if len(window) == 1 and piece.kind in _NOTHING_ALONE:
            return self._leftover(at)
        hours = None if piece.kind in _NO_HOUR else self._hours(window, at)
        day = None if piece.kind in _NO_DAY else day_at(window, 0, self.habits)
        if day is not None and (hours is None or day[1] >= hours[1]):
            self._add_day(day[0], at, at + day[1])
            return at + day[1]
        if hours is not None:
            self._add_hours(hours[0], at, at + hours[1])
            bare = all(p.kind in _SMALL or p.kind == "number" for p in window[: hours[1]])
            self.group.bare = self.group.bare or (bare and not self.group.days)
            return at + hours[1]
        return self._leftover(at)

    def _hours(self, window: list[Atom], at: int) -> tuple[Hours, int] | None:
        gap = self.words[self.group.end : self.atoms[at].start]
        beside_day = self.group.last_was_day and len(gap) < 2 and not any(w[0].isalpha() for w in gap)
        piece = self.atoms[at]
        the_one = piece.kind == "number" and piece.number == 1 and not piece.digits  # "the Tuesday one"
        beside_day = beside_day and bool(self.group.days) and not the_one
        sure = (self.sure or beside_day) and not self._is_count(at) and not self._beside_a_stretch(at)
        return hours_at(window, 0, self.habits, sure=sure)

    def _morning_of_that_day(self, at: int) -> bool:
        """ "Dienstag morgen": after a weekday the German tomorrow is the morning."""
        piece, group = self.atoms[at], self.group
        tomorrow = piece.kind == "day" and piece.value == "1" and self.habits.get("tomorrow_is_morning")
        return (
            bool(tomorrow)
            and group.last_was_day
            and piece.start == group.end
            and group.days[-1].kind == "weekday"
        )

    def _list_of_weeks(self, at: int) -> int | None:
        """ "19 ir 20 savaitę": both numbers are weeks; the piece after them."""
        if not self.habits.get("week_number_first"):
            return None
        numbers, after = [], at + (self.atoms[at].kind == "on")
        while after < len(self.atoms) and self.atoms[after].kind in {*NUMBERS, "and", "or", "nth_mark", "to"}:
            if self.atoms[after].kind in NUMBERS:
                numbers.append(self.atoms[after].number)
            elif self.atoms[after].kind == "to":
                return None
            after += 1
        week = after < len(self.atoms) and (self.atoms[after].kind, self.atoms[after].value) == (
            "unit",
            "week",
        )
        if not week or len(numbers) < 2 or not all(1 <= n <= 53 for n in numbers):
            return None
        for number in numbers:
            self._add_day(Day("weekno", number), at, after + 1)
            self.group.linked = True
        self.group.linked = False
        return after + 1

    def _list_of_dates(self, at: int) -> int | None:
        """ "12, 13 og 15. maj": all of them are days of that month; the piece after them."""
        numbers, after = [self.atoms[at]], at + 1
        if self.atoms[at].kind not in NUMBERS or not self._goes_on(after):
            return None
        while self._goes_on(after):
            after += self.atoms[after].kind in ("and", "or")
            numbers.append(self.atoms[after])
            after += 1
        last = day_at(self._window(after - 1), 0, self.habits)
        if last is None or last[0].kind != "date" or last[0].until or len(numbers) < 2:
            return None
        for number in numbers[:-1]:
            day = with_month_of(Day("date", (number.number, 0, 0)), last[0])
            self._add_day(day, at, after)
            self.group.linked = True
        self._add_day(last[0], at, after - 1 + last[1])
        return after - 1 + last[1]

    def _goes_on(self, at: int) -> bool:
        """Whether another number of a list follows ("12, 13 …", "12 und 13")."""
        if not 0 < at < len(self.atoms):
            return False
        before, piece = self.atoms[at - 1], self.atoms[at]
        linked = piece.kind in ("and", "or") and at + 1 < len(self.atoms)
        if linked:
            before, piece = piece, self.atoms[at + 1]
        between = self.words[before.end : piece.start]
        separated = between == () if linked else between == (",",)
        return separated and piece.kind in NUMBERS and 1 <= piece.number <= 31

    def _goes_on_with_weeks(self, at: int) -> bool:
        """ "uge 19 og 20": the second number is a week too."""
        group, piece = self.group, self.atoms[at]
        after_weeks = bool(group.days) and group.days[-1].kind == "weekno" and group.last_was_day
        separated = group.linked or self.words[piece.start - 1] == ","
        return after_weeks and separated and piece.kind == "number" and piece.start - group.end <= 1

    def _window(self, at: int) -> list[Atom]:
        """The pieces from here to the next sentence sign or word that is no time word."""
        end = at + 1
        while end < len(self.atoms):
            before, after = self.atoms[end - 1], self.atoms[end]
            if after.kind in ("neg", "except") or (
                before.end < after.start and not self._comma_before_year(end)
            ):
                break
            end += 1
        return self.atoms[at:end]

    def _comma_before_year(self, at: int) -> bool:
        """ "April 14, 2026" """
        before, year = self.atoms[at - 1], self.atoms[at]
        dated = before.kind in {*NUMBERS, "month", "nth_mark"}
        return dated and is_year(self.atoms, at) and self.words[before.end : year.start] == (",",)

    def _beside_a_stretch(self, at: int) -> bool:
        """ "Jul 18", "maj 9": a bare number touching a month or a feast is no hour of it."""
        group, piece = self.group, self.atoms[at]
        touches = group.last_was_day and piece.start == group.end and piece.kind == "number"
        return touches and group.days[-1].kind in _NO_HOUR_OF

    def _is_count(self, at: int) -> bool:
        """ "2 børn", "om en lille uges tid": a number with a noun is no hour."""
        while self.atoms[at].kind in _SMALL and at + 1 < len(self.atoms):
            at += 1
        piece = self.atoms[at]
        if piece.kind != "number" or piece.end >= len(self.words):
            return False
        follows = at + 1 < len(self.atoms) and self.atoms[at + 1].start == piece.end
        if self.words[piece.end] == "/" and piece.digits:  # "14./15.10."
            return True
        return not follows and self.words[piece.end][0].isalpha() and not self.group.days

    def _far(self, token: int) -> bool:
        return self.clause_of[token] != self.clause_of[self.group.end - 1]

    def _same_day_again(self, at: int) -> bool:
        """ "Wednesday, 13 May", "next week, Tuesday": after a comma the same day is said once more."""
        group, piece = self.group, self.atoms[at]
        if not group.last_was_day or group.excluded or self.words[group.end : piece.start] != (",",):
            return False
        day = None if piece.kind in _NO_DAY else day_at(self._window(at), 0, self.habits)
        if group.days[-1].kind == "weekday" and piece.kind in _DATES:
            return True
        return day is not None and says_it_again(group.days[-1], day[0])

    def _negation(self, at: int) -> int:
        piece = self.atoms[at]
        follows = self.atoms[at + 1] if at + 1 < len(self.atoms) else None
        if follows is None or follows.start - piece.end >= _BESIDE or follows.kind == "neg":
            return at + 1
        if self.clause_of[follows.start] != self.clause_of[piece.start]:
            return at + 1
        postposed = bool(self.habits.get("after_follows"))
        after_a_day = bool(self.group.days) and piece.start - self.group.end <= postposed
        if after_a_day and self.habits.get("after_follows"):
            self.group.excluded = True
            self._flush()
        else:
            self._flush()
            self.group.excluded, self.group.doubtful = True, after_a_day
            self.denial = self.clause_of[piece.start]
        self.used.update(range(piece.start, piece.end))
        return at + 1

    def _exception(self, at: int) -> int:
        """ "All of week 22 except Thursday", "22. hafta perşembe hariç": of what was said, this day not."""
        piece = self.atoms[at]
        self.used.update(range(piece.start, piece.end))
        if self.habits.get("after_follows"):
            if self.group.last_was_day and piece.start - self.group.end <= 1:
                day = self.group.days.pop()
                if day.within is not None and day.framed:
                    self.group.days.append(day.within)
                start, end = self.group.start, self.group.end
                self._flush()
                self.groups.append(Group(days=[day], excluded=True, start=start, end=end))
            return at + 1
        self._flush()
        self.group.excluded = self.group.excepted = True
        self.denial = self.clause_of[piece.start]
        return at + 1

    def _leftover(self, at: int) -> int:
        piece = self.atoms[at]
        if piece.kind in _LEADS_TO_A_TIME:
            self.dangling.add(piece.end)
        if piece.kind in _QUIET:
            self.used.update(range(piece.start, piece.end))
        if piece.kind in ("and", "or"):
            self.group.linked = True
        elif piece.kind == "every" and at + 1 < len(self.atoms) and self.atoms[at + 1].kind == "part":
            return at + 1  # "alle formiddage i næste uge"
        elif piece.kind == "to" and self._touches(at) == (True, True):
            self.loose = True
        elif piece.kind == "middle" and self.sure:
            self.loose = True
        elif piece.kind not in _QUIET and not (
            piece.kind in NUMBERS
            and not piece.digits
            and piece.number <= LAST_PLACE
            and not (self.sure and (piece.start == self.group.end or self._counts_a_unit(at)))
        ):
            self.loose = self.loose or piece.digits or self._beside_a_time(at)
        return at + 1

    def _counts_a_unit(self, at: int) -> bool:
        """ "The first working day …" """
        following = self.atoms[at + 1 : at + 2]
        return any(p.start == self.atoms[at].end and p.kind in ("unit", "week", "day") for p in following)

    def _beside_a_time(self, at: int) -> bool:
        """Whether a leftover touches another time word; else it is an ordinary word ("passer fint for os")."""
        piece = self.atoms[at]
        return piece.kind not in _CONNECTORS or any(self._touches(at))

    def _touches(self, at: int) -> tuple[bool, bool]:
        """Whether a time word stands right before the piece, and right behind it."""
        before = at > 0 and self.atoms[at - 1].end == self.atoms[at].start
        after = at + 1 < len(self.atoms) and self.atoms[at + 1].start == self.atoms[at].end
        return before, after

    def _add_day(self, day: Day, first: int, after: int) -> None:
        group = self.group
        gap = self.words[group.end : self.atoms[first].start] if group.end >= 0 else ()
        comma = any(word in (",", "/", "،", "+", "&") for word in gap)
        if comma and group.days and not group.excluded and says_it_again(group.days[-1], day):
            comma = False
        if group.days and group.linked:
            day = in_that_frame(group.days[-1], day)
        if (
            group.days
            and not group.linked
            and not comma
            and not (group.days[-1].kind == "any" and any(word[0].isalpha() for word in gap))
            and (merged := merge(group.days[-1], day)) is not None
        ):
            if merged.kind == "clash":
                group.doubtful = True
            else:
                group.days = [*(same_week(earlier, merged) for earlier in group.days[:-1]), merged]
        elif group.days and (not (group.linked or comma) or group.hours or self._settled_since(first)):
            if self.habits.get("after_follows") and self._two_touching(day, first):
                group.doubtful = True  # Turkish "pazartesiden perşembeye" is a stretch
            doubtful = group.doubtful
            carried = group.excluded and group.linked and not self._settled_since(first)
            self._flush()
            self.group.excluded = carried
            self.group.doubtful = doubtful and carried
            self.group.days.append(day)
        else:
            if group.days and group.excluded and comma and not group.linked:
                group.doubtful = True
            if isinstance(day.value, tuple) and group.days and day.kind == "date":
                group.days = [with_month_of(earlier, day) for earlier in group.days]
            group.days.append(day)
        group.doubtful = group.doubtful or bool(group.excluded and not group.excepted and day.until)
        self._took(first, max(after, first + 1))
        self.group.last_was_day = True
        self.group.linked = False

    def _two_touching(self, day: Day, first: int) -> bool:
        both = self.group.days[-1].kind == day.kind == "weekday" and not self.group.hours
        return both and self.atoms[first].start == self.group.end

    def _settled_since(self, first: int) -> bool:
        return self.settled(self.group.end, self.atoms[first].start)

    def _add_hours(self, hours: Hours, first: int, after: int) -> None:
        group = self.group
        if group.hours and not group.linked and group.end >= 0:
            narrowed = narrow(group.hours[-1], hours)
            if narrowed is not None:
                group.hours[-1] = narrowed
            else:
                group.doubtful = True
        else:
            group.hours.append(hours)
        open_ended = not hours.part and (hours.start == 0 or hours.end == MIDNIGHT)
        if group.excepted and open_ended:  # "any day except Wednesday after 3": which of them is after 3?
            group.doubtful = True
        self._took(first, after)
        self.group.last_was_day = False
        self.group.linked = False

    def _took(self, first: int, after: int) -> None:
        self.group.cover(self.atoms, first, after)
        for piece in self.atoms[first:after]:
            self.used.update(range(piece.start, piece.end))

    def _flush(self) -> None:
        if self.group.days or self.group.hours:
            if self.denied(self.group.start) or self.denied(self.group.end - 1):
                self.group.excluded = True
            if self.group.excluded and (self.group.bare or any(d.kind == "later" for d in self.group.days)):
                self.group.doubtful = True
            self.groups.append(self.group)
        self.group = Group()
