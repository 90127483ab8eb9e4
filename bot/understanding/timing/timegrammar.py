"""From typed time pieces to wishes: which days, which hours, and which of them are ruled out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.understanding.timing.addedhours import add_hours
from bot.understanding.timing.afterwards import Beside, day_beside, from_then_on, says_after_that
from bot.understanding.timing.atoms import INSTEAD, Atom, skip
from bot.understanding.timing.clockwork import hours_at
from bot.understanding.timing.countedfrom import counted_from
from bot.understanding.timing.daylists import compared_at, list_at
from bot.understanding.timing.daywork import day_at
from bot.understanding.timing.excepting import excepting_goes_on, listed_before
from bot.understanding.timing.grouping import (
    Group,
    from_number_on,
    goes_on_with_weeks,
    hours_of_a_list,
    in_that_frame,
    in_the_month_told,
    in_the_week_told,
    joined,
    moments_of,
    morning_of_that_day,
    same_week,
)
from bot.understanding.timing.leftovers import LEADS_TO_A_TIME, NOTHING_ALONE, QUIET, casts_doubt
from bot.understanding.timing.moments import PARTS, Day, Hours, Moment, Timing, with_month_of
from bot.understanding.timing.neighbours import among_neighbours, halves_of_day
from bot.understanding.timing.refusedhours import without_refused_hours
from bot.understanding.timing.restofday import after_what_is_on, rest_of, rests
from bot.understanding.timing.sameday import merge, says_it_again
from bot.understanding.timing.windows import DATES, NO_DAY, NO_HOUR, NO_HOUR_OF, SMALL, is_count, window
from bot.understanding.tokens import is_break

_STRETCHES = frozenset({"week", "weekno", "workdays", "any", "month", "months"})
_ONE_DAY = frozenset({"weekday", "date", "offset", "weekend", "week", "weekno", "month", "months"})
_COMPARED = frozenset({"weekday", "weekdays", "day", "dated_number"})
_THE_NEXT = frozenset({"next", "after_next"})
_BESIDE = 3
"""Tokens between a "not" and the day it rules out, at most."""


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
    habits = {**habits, "places": not sure}
    whenever = [a for a in atoms if a.kind == "whenever"]
    atoms = [replace(a, kind="on") if a.kind == "whenever" else a for a in atoms]
    atoms = rests(sorted(atoms, key=lambda a: a.start), denied, settled)
    pieces = among_neighbours(sorted(atoms, key=lambda a: (a.start, a.end > a.start, -a.end)), habits, words)
    pieces = halves_of_day(pieces, habits) if sure else pieces
    found = _Reader(Beside(pieces, words, clause_of, denied, settled), habits, sure=sure).read()
    return _from_now_on(found, whenever, denied) if sure and whenever and not found.moments else found


def _from_now_on(found: Timing, whenever: Sequence[Atom], denied: Callable[[int], bool]) -> Timing:
    """ "As soon as possible", "whenever you are near": beside a day it adds nothing, alone every time suits."""
    start, end = whenever[0].start, whenever[0].end
    told = {at for piece in whenever for at in range(piece.start, piece.end)}
    moment = Moment(Day("any", 0), None, False, start, end, doubtful=any(denied(at) for at in told))
    return replace(found, moments=(moment,), used=found.used | told)


class _Reader:
    def __init__(self, around: Beside, habits: Mapping[str, bool], *, sure: bool) -> None:
        self.around, self.habits, self.sure = around, habits, sure
        self.atoms, self.words, self.clause_of = around.atoms, around.words, around.clause_of
        self.denied, self.settled = around.denied, around.settled
        self.groups: list[Group] = []
        self.group = Group()
        self.used: set[int] = set()
        self.loose = False
        self.dangling: set[int] = set()
        self.quiet: set[int] = set()
        self.occupied: set[int] = set()
        self.likewise: set[int] = set()
        self.unfit: set[int] = set()
        self.denial = -1

    def read(self) -> Timing:
        at = 0
        while at < len(self.atoms):
            at = self._one(at)
        self._flush()
        groups, over = after_what_is_on(
            self.groups, self.clause_of, self._clauses("occupied"), self._clauses("free")
        )
        self.occupied = {token for token in self.occupied if self.clause_of[token] not in over}
        hours_of_a_list(groups, self.words)
        moments = [moment for group in joined(without_refused_hours(groups)) for moment in moments_of(group)]
        return Timing(
            tuple(in_the_week_told(in_the_month_told(moments))),
            frozenset(self.used),
            self.loose,
            frozenset(self.dangling),
            frozenset(self.quiet),
            frozenset(self.occupied),
            any(group.free for group in self.groups),
        )

    def _clauses(self, kind: str) -> set[int]:
        """The clauses in which such a piece stands."""
        return {self.clause_of[piece.start] for piece in self.atoms if piece.kind == kind}

    def _one(self, at: int) -> int:
        piece = self.atoms[at]
        if piece.kind == "neg":
            return self._negation(at)
        if piece.kind == "than" and not self._compares(at):
            return at + 1
        if piece.kind in ("except", "than"):
            return self._exception(at)
        if piece.kind == "also":
            self.likewise.add(self.clause_of[piece.start])
            return at + 1
        if piece.kind == "unfit":
            self.unfit.add(self.clause_of[piece.start])
            return at + 1
        if piece.kind in ("occupied", "free"):
            self.occupied.update({piece.start} if piece.kind == "occupied" else ())
            return at + 1
        if piece.kind == "rest":
            return self._rest(at)
        if piece.kind == "day_beside":
            return self._day_beside(at)
        if says_after_that(self.around, at, self.habits) and self._afterwards(at):
            return at + 1
        if self.group.end < 0 and self.group.excluded and self.clause_of[piece.start] != self.denial:
            self.group = Group()
        if excepting_goes_on(self.group, self.atoms, at, self.words):
            self.group.linked = True
        elif self.group.end >= 0 and self._far(piece.start) and not self._same_day_again(at):
            self._flush()
        if piece.kind == "todaypart":
            start, end = PARTS[piece.value]
            self._add_day(Day("offset", 0), at, at)
            self._add_hours(Hours(start, end, part=piece.value), at, at + 1)
            return at + 1
        near = window(self.atoms, at, self.words)
        if self.sure and (counted := counted_from(near, 0, self.habits)) is not None:
            self._add_day(counted[0], at, at + counted[1])
            return at + counted[1]
        if (rather := compared_at(self.atoms, at, self.words, self.habits)) is not None:
            self._add_day(rather, at, at + 1)
            return at + 1
        if (listed := list_at(self.atoms, at, self.words, self.habits)) is not None:
            return self._add_list(*listed, at)
        if goes_on_with_weeks(self.group, piece, self.words):
            self._add_day(Day("weekno", piece.number), at, at + 1)
            return at + 1
        if self.habits.get("tomorrow_is_morning") and morning_of_that_day(self.group, piece):
            start, end = PARTS["morning"]
            self._add_hours(Hours(start, end, part="morning"), at, at + 1)
            return at + 1
        if len(near) == 1 and piece.kind in NOTHING_ALONE:
            return self._leftover(at)
        hours = None if piece.kind in NO_HOUR else self._hours(near, at)
        day = None if piece.kind in NO_DAY else day_at(near, 0, self.habits)
        if day is not None and self._hours_told(day[0]):
            after = min(day[1] + 1, len(near))  # "marți în 12" already holds its number
            day = Day("date", (day[0].maybe_date, 0, 0), within=replace(day[0], maybe_date=0)), after
        if day is not None and (hours is None or day[1] >= hours[1]):
            self._add_day(day[0], at, at + day[1])
            return at + day[1]
        if hours is not None:
            self._add_hours(hours[0], at, at + hours[1])
            bare = all(p.kind in ("number", "in", "on", "of") for p in near[: hours[1]])
            self.group.bare = self.group.bare or (bare and not self.group.days)
            self.group.days_too = self.habits.get("to_is_after", False) and from_number_on(near[: hours[1]])
            if bare and self.group.days and self.group.days[-1].kind == "beside":
                self.group.doubtful = True  # "after the 9th, on Friday 8": that hour or that day
            return at + hours[1]
        return self._leftover(at)

    def _hours_told(self, day: Day) -> bool:
        """ "From 2 to 4, Wednesday 13": with its hours told before it the number is the day."""
        group = self.group
        alone = not (group.days or group.linked)
        return day.maybe_date > 0 and alone and bool(group.hours) and not group.hours[-1].part

    def _rest(self, at: int) -> int:
        """ "Wednesday 10-11 is taken, the rest of the day is free"."""
        self._flush()
        left = rest_of(self.groups[-1], self.atoms[at]) if self.groups else None
        self.group = left or Group()
        self.loose = self.loose or left is None
        self.used.update(range(self.atoms[at].start, self.atoms[at].end))
        return at + 1

    def _day_beside(self, at: int) -> int:
        """ "Come one day earlier": earlier than the day told before; without one it is left over."""
        if self.group.end < 0 and self.groups:
            self.group = self.groups.pop()
        if self.group.end < 0:
            self.loose = True
            return at + 1
        told = self.clause_of[self.group.start]
        beside = [group for group in self.groups if self.clause_of[group.start] == told]
        of_a_feast = any(day.kind == "holiday" for day in self.group.days)
        kinds = {"holiday", "date"} if of_a_feast else {"holiday"}
        named = all(day.kind in kinds for group in beside for day in group.days)  # "Eid is on 27 May"
        self.group = day_beside(self.group, self.atoms[at], self.around)
        if named and not self.group.doubtful:
            self.groups = [group for group in self.groups if group not in beside]
            self.dangling = {token for token in self.dangling if self._clause(token) != told}
        self.group.doubtful = self.group.doubtful or not named  # beside which of them
        self.used.update(range(self.atoms[at].start, self.atoms[at].end))
        return at + 1

    def _clause(self, token: int) -> int:
        return self.clause_of[token] if token < len(self.clause_of) else -1

    def _afterwards(self, at: int) -> bool:
        """ "I work until 3, after that": the stretch before it is what does not suit."""
        if self.group.end < 0 and self.groups:
            self.group = self.groups.pop()
        plain = self.group.hours and not self.group.hours[-1].part
        if self.group.end < 0 or (self.atoms[at].kind != "after_that" and not plain):
            return False
        over = from_then_on(self.group, at, self.around)
        self.occupied = {token for token in self.occupied if self.clause_of[token] not in over}
        self.used.update(range(self.atoms[at].start, self.atoms[at].end))
        return True

    def _hours(self, near: list[Atom], at: int) -> tuple[Hours, int] | None:
        gap = self.words[self.group.end : self.atoms[at].start]
        beside_day = self.group.last_was_day and len(gap) < 2 and not any(w[0].isalpha() for w in gap)
        piece = self.atoms[at]
        the_one = piece.kind == "number" and piece.number == 1 and not piece.digits  # "the Tuesday one"
        beside_day = beside_day and bool(self.group.days) and not the_one
        counted = is_count(self.atoms, at, self.words, alone=not self.group.days)
        sure = (self.sure or beside_day) and not counted and not self._beside_a_stretch(at)
        return hours_at(near, 0, self.habits, sure=sure)

    def _add_list(self, days: list[Day], after: int, at: int) -> int:
        for day in days:
            self._add_day(day, at, after)
            self.group.linked = True
        self.group.linked = False
        return after

    def _beside_a_stretch(self, at: int) -> bool:
        """ "Jul 18", "maj 9": a bare number touching a month or a feast is no hour of it."""
        group, piece = self.group, self.atoms[at]
        touches = group.last_was_day and piece.start == group.end and piece.kind == "number"
        return touches and group.days[-1].kind in NO_HOUR_OF

    def _far(self, token: int) -> bool:
        return self._clause(token) != self.clause_of[self.group.end - 1]

    def _same_day_again(self, at: int) -> bool:
        """ "Wednesday, 13 May", "next week, Tuesday": after a comma the same day is said once more."""
        group, piece = self.group, self.atoms[at]
        if not group.last_was_day or group.excluded or self.words[group.end : piece.start] != (",",):
            return False
        day = None if piece.kind in NO_DAY else day_at(window(self.atoms, at, self.words), 0, self.habits)
        if group.days[-1].kind == "weekday" and piece.kind in DATES:
            return True
        return day is not None and says_it_again(group.days[-1], day[0])

    def _negation(self, at: int) -> int:
        piece = self.atoms[at]
        follows = self.atoms[at + 1] if at + 1 < len(self.atoms) else None
        if follows is None or follows.start - piece.end >= _BESIDE or follows.kind == "neg":
            return at + 1
        if self.clause_of[follows.start] != self.clause_of[piece.start]:
            return at + 1
        behind = self.habits.get("after_follows") or self.habits.get("not_follows")
        closed = piece.start > self.group.end and is_break(
            self.words[self.group.end]
        )  # "tirsdag, ikke onsdag"
        postposed = bool(behind) and piece.value != "nor" and not closed
        after_a_day = bool(self.group.days) and piece.start - self.group.end <= postposed
        a_stretch = after_a_day and self.group.days[-1].kind in _STRETCHES and follows.kind == "weekday"
        if self.habits.get("after_follows") and self._refuses_the_hour_before(at):
            return at + 1
        part_before = bool(self.group.hours) and bool(self.group.hours[-1].part) and not self.group.days
        after_a_part = part_before and piece.start - self.group.end <= postposed
        if (after_a_day or after_a_part) and postposed:  # "sabah olmaz öğleden sonra olur"
            self.group.excluded = True
            self._flush()
        else:
            a_new_one = a_stretch or self.group.excluded  # "not Monday and not Tuesday"
            self._flush()
            self.group.excluded, self.group.doubtful = True, after_a_day and not a_new_one
            self.denial = self.clause_of[piece.start]
        self.used.update(range(piece.start, piece.end))
        return at + 1

    def _exception(self, at: int) -> int:
        """ "All of week 22 except Thursday", "22. hafta perşembe hariç": of what was said, this day not."""
        piece = self.atoms[at]
        self.used.update(range(piece.start, piece.end))
        if self.habits.get("after_follows"):
            if self._refuses_the_hour_before(at):
                return at + 1
            if self.group.last_was_day and piece.start - self.group.end <= 1:
                days = self._excepted_days()
                start, end = self.group.start, self.group.end
                if self.groups and listed_before(self.groups[-1], self.group, days, self.words):
                    self.group.days = [*self.groups[-1].days, *self.group.days]
                    self.group.doubtful = False
                    days = [*self._excepted_days(), *days]
                    start = self.groups.pop().start
                self._flush()
                self.groups.append(Group(days=days, excluded=True, excepted=True, start=start, end=end))
            elif self.group.hours and self.group.hours[-1].part and piece.start - self.group.end <= 1:
                narrowed = bool(self.group.days) and self.group.days[-1].kind != "any"
                self.group.excluded = True  # "sabah hariç"; "salı sabah hariç" may mean the rest of that day
                self.group.doubtful = self.group.doubtful or narrowed
                self._flush()
            return at + 1
        self._flush()
        self.group.excluded = True
        self.group.excepted = piece.value != INSTEAD  # what follows "instead of Tuesday" is the wish
        self.denial = self.clause_of[piece.start]
        return at + 1

    def _refuses_the_hour_before(self, at: int) -> bool:
        """Turkish "9 yerine 11": the hour right before it is taken out, where another follows at once."""
        piece, group = self.atoms[at], self.group
        follows = self.atoms[at + 1] if at + 1 < len(self.atoms) else piece
        another = follows.kind in ("number", "clock", "clock_time") and follows.start == piece.end
        if not (another and group.hours and group.hours[-1].exact and group.end == piece.start):
            return False
        group.hours.pop()
        self.used.update(range(piece.start, piece.end))
        return True

    def _compares(self, at: int) -> bool:
        """ "The 12th rather than the 13th": a day right before it, or its clause is all of the other one, and one behind.

        "Wednesday is worse than Thursday" is asked back.
        """
        piece, behind = self.atoms[at], skip(self.atoms, at + 1, SMALL | {"dated"})
        if behind >= len(self.atoms) or self.atoms[behind].start != self.atoms[behind - 1].end:
            return False
        day = self.atoms[behind]
        if day.kind not in _COMPARED and not (day.kind in DATES and day.digits):
            return False
        told = self.group if self.group.end >= 0 or not self.groups else self.groups[-1]
        beside = bool(told.days) and not any(w[0].isalnum() for w in self.words[told.end : piece.start])
        opens = piece.start == 0 or is_break(self.words[piece.start - 1])
        closes = day.end < len(self.words) and self.words[day.end] == ","
        compares = beside or (opens and closes and day.digits)
        self.loose = self.loose or not compares
        return compares

    def _excepted_days(self) -> list[Day]:
        """The days before a "hariç", taken out of the group: all of "salı ve çarşamba"."""
        last = self.group.days.pop()
        if last.within is not None and last.framed:
            self.group.days.append(last.within)
            return [last]
        days = [last]
        while self.group.days and self.group.days[-1].kind == last.kind:
            days.insert(0, self.group.days.pop())
        return days

    def _leftover(self, at: int) -> int:
        piece = self.atoms[at]
        if piece.kind in _THE_NEXT and (self._instead_of_this_one(at) or self._or_the_next(at)):
            return at + 1
        if piece.kind in LEADS_TO_A_TIME:
            self.dangling.add(piece.end)
        if piece.kind in QUIET:
            self.quiet.update(range(piece.start, piece.end))
        self.group.either = self.group.either or (piece.kind == "or" and self.group.end < 0)
        self.group.linked = self.group.linked or piece.kind in ("and", "or")
        self.loose = self.loose or casts_doubt(self.atoms, at, self.group.end, sure=self.sure)
        return at + 1

    def _apart(self, day: Day) -> bool:
        """Whether words between keep the two days from being one ("Eid is on the 27th")."""
        before = self.group.days[-1]
        return before.kind == "any" or "holiday" in (before.kind, day.kind)

    def _instead_of_this_one(self, at: int) -> bool:
        """ "Not this Friday but the next": a week after the one that is ruled out."""
        piece = self.atoms[at]
        told = self.group if self.group.end >= 0 else self.groups[-1] if self.groups else self.group
        days = [day.kind for day in told.days]
        if not told.excluded or days not in (["weekday"], ["weekdays"]) or told.hours or told.days[0].until:
            return False
        if not 0 < piece.start - told.end <= _BESIDE or told.days[0].mod in _THE_NEXT:
            return False
        weekday = int(str(told.days[0].value))
        self._flush()
        self.group.free = True
        self.group.days.append(
            Day("beside", weekday, mod="after", within=Day("weekday", weekday, mod="this"))
        )
        self._took(at, at + 1)
        self.group.last_was_day = True
        return True

    def _or_the_next(self, at: int) -> bool:
        """ "This Thursday or the next": that one or the one a week after it."""
        group = self.group
        days = [(day.kind, day.until, day.within, day.edge) for day in group.days]
        if not group.linked or group.hours or group.excluded or days != [("weekday", None, None, "")]:
            return False
        [day] = group.days
        if day.mod == "after_next" or day.maybe_date or not isinstance(day.value, int):
            return False
        group.days.append(Day("beside", day.value, mod="after", within=day))
        self._took(at, at + 1)
        return True

    def _and_is_glued(self, first: int) -> bool:
        """Arabic "والثلاثاء" is "and Tuesday"."""
        piece = self.atoms[first]
        touching = self.group.last_was_day and piece.start == self.group.end
        glued = self.habits.get("and_is_glued") and self.words[piece.start].startswith("و")
        return bool(glued and touching and piece.kind in ("weekday", "weekdays", "day"))

    def _add_day(self, day: Day, first: int, after: int) -> None:
        if day.kind == "any" and self._whenever_then(first):
            self._took(first, max(after, first + 1))
            self.group.last_was_day = False
            return
        group = self.group
        if group.hours and not group.days and group.linked:
            group.doubtful = True  # "at 7 or the 7th": at that hour of the day, or on the day
        group.linked = group.linked or self._and_is_glued(first)
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
            and not (self._apart(day) and any(word[0].isalpha() for word in gap))
            and (merged := merge(group.days[-1], day)) is not None
        ):
            if merged.kind == "clash":
                group.doubtful = True
            else:
                group.split = group.split or (merged.framed and any(word[0].isalpha() for word in gap))
                group.days = [*(same_week(earlier, merged) for earlier in group.days[:-1]), merged]
        elif group.days and (not (group.linked or comma) or group.hours or self._settled_since(first)):
            if self.habits.get("after_follows") and self._two_touching(day, first):
                group.doubtful = True  # Turkish "pazartesiden perşembeye" is a stretch
            doubtful = group.doubtful
            carried = group.excluded and group.linked and not self._settled_since(first)
            listed = group.linked and group.last_was_day
            self._flush()
            self.group.listed = listed
            self.group.excluded = carried
            self.group.doubtful = doubtful and carried
            self.group.days.append(day)
        else:
            listed = not any(word in ("+", "&") for word in gap)
            if group.days and group.excluded and comma and listed and not group.linked:
                group.doubtful = True
            if isinstance(day.value, tuple) and group.days and day.kind == "date":
                group.days = [with_month_of(earlier, day) for earlier in group.days]
            group.days.append(day)
        if group.excluded and not group.excepted and day.kind == "weekday" and day.until:
            group.doubtful = True  # "not Tuesday - Wednesday": both of them, or the latter instead
        self._took(first, max(after, first + 1))
        self.group.last_was_day = True
        self.group.linked = False

    def _whenever_then(self, first: int) -> bool:
        """ "The 19th or the 21st, any time": behind a comma it only says that every hour of those days suits."""
        told = self.group if self.group.end >= 0 else self.groups[-1] if self.groups else self.group
        days = bool(told.days) and all(day.kind in _ONE_DAY for day in told.days)
        after = self.atoms[first].end
        alone = after == len(self.words) or is_break(self.words[after])
        alone = alone or (first + 1 < len(self.atoms) and self.atoms[first + 1].kind in LEADS_TO_A_TIME)
        if (
            not (days and alone)
            or told.excluded
            or told.hours
            or self.words[told.end : self.atoms[first].start] not in ((",",), ())
        ):
            return False
        if self.group.end < 0:
            self.group = self.groups.pop()
        return True

    def _two_touching(self, day: Day, first: int) -> bool:
        both = self.group.days[-1].kind == day.kind == "weekday" and not self.group.hours
        return both and self.atoms[first].start == self.group.end

    def _settled_since(self, first: int) -> bool:
        return self.settled(self.group.end, self.atoms[first].start)

    def _add_hours(self, hours: Hours, first: int, after: int) -> None:
        minutes_too = bool(self.habits.get("tens_and_ones"))
        add_hours(self.group, hours, self.around, first, minutes_too=minutes_too)
        self._took(first, after)
        self.group.last_was_day = False
        self.group.linked = False

    def _took(self, first: int, after: int) -> None:
        self.group.cover(self.atoms, first, after)
        for piece in self.atoms[first:after]:
            self.used.update(range(piece.start, piece.end))

    def _likewise(self) -> bool:
        """ "Tuesday I cannot, Wednesday neither": an "also" beside a day that follows one ruled out."""
        clause = self.clause_of[self.group.start]
        if clause not in self.likewise or not (self.groups and self.groups[-1].excluded):
            return False
        tokens = [at for at, its in enumerate(self.clause_of) if its == clause]
        return not self.settled(tokens[0], tokens[-1] + 1)

    def _flush(self) -> None:
        if self.group.days or self.group.hours:
            denied = self.denied(self.group.start) or self.denied(self.group.end - 1)
            if (denied and not self.group.free) or self._likewise():
                self.group.excluded = True
            bare = self.group.bare and self.clause_of[self.group.start] not in self.unfit
            apart = self.group.split and denied  # "come next week, only Tuesday is no good"
            if self.group.excluded and (bare or apart or any(d.kind == "later" for d in self.group.days)):
                self.group.doubtful = True
            self.groups.append(self.group)
        self.group = Group()
