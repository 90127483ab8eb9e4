"""One clock time: "halv tre", "kl 14", "wpół do trzeciej", "10 to 3", "2 om eftermiddagen"."""

from collections.abc import Sequence

from bot.understanding.timing.atoms import NUMBERS, OF_A_DATE, Atom, kind_at, skip
from bot.understanding.timing.moments import MIDNIGHT, PARTS
from domain.values import value

_LEADS = frozenset({"clock", "at", "around", "on", "of", "in", "dated"})
_HALF_HOUR_WORDS = {
    "half_to": -30,
    "half_past": 30,
    "quarter_past": 15,
    "quarter_to": -15,
    "quarter_on": -45,
    "three_quarters_on": -15,
}
_BEFORE_OR_AFTER = {"quarter_less": -15}
"""Of the words behind an hour that may also stand before it ("fără un sfert zece")."""

_AFTER_WORDS = {"half_after": 30, "quarter_after": 15, "quarter_less": -15}
_POSTPOSED = frozenset({"before", "after", "until", "from"})
_BEFORE_A_MONTH = frozenset({"nth_mark", "of", "dated"})
_YEARS = range(2000, 2060)
"""Four digits that are a year unless "at" or "kl" stands before them: 2015 may also be a quarter past eight."""

_LATE = frozenset({"afternoon", "evening", "late_afternoon", "after_work", "later_in_day"})


@value
class Point:
    """A clock time: minutes after midnight, whether its half of the day was said, where its words end."""

    minutes: int
    clear: bool
    sure: bool
    at: int
    halved: bool = False
    """Whether a word said which half of the day ("9 in the evening"), not the 24 hours of the clock."""


def _by_dawn(minutes: int, part: str) -> int:
    """The East African clock, where the day begins at six: one in the morning is seven, one in the evening 19.

    Only where our own clock has no such hour in that part of the day.
    """
    early = part in ("morning", "early", "forenoon") and 60 <= minutes < 6 * 60
    late = part in ("afternoon", "late_afternoon") and 7 * 60 <= minutes < 12 * 60
    if early or late:
        return minutes + 6 * 60
    if part == "evening" and 60 <= minutes < 5 * 60:
        return minutes + 18 * 60
    return minutes


def point_at(atoms: list[Atom], at: int) -> Point | None:
    """A clock time at piece ``at``."""
    begin = at
    at = skip(atoms, at, _LEADS)
    marked = any(kind_at(atoms, i) in ("clock", "at") for i in range(begin, at))
    strongly = any(kind_at(atoms, i) == "clock" for i in range(begin, at))
    if kind_at(atoms, at - 1) == "dated" and begin < at and not strongly and _plain_number(atoms, at):
        return None  # "den 13. om eftermiddagen"
    part_first = kind_at(atoms, at) == "part" and (
        tells_hour(atoms, at + 1) or kind_at(atoms, at + 1) in ("clock_time", "clock")
    )
    part = atoms[at].value if part_first else ""
    if part_first:
        at = skip(atoms, at + 1, _LEADS)
        marked = True
    raw = _raw_point(atoms, at, dotted_is_clock=strongly or marked)
    if raw is None:
        return None
    minutes, clear, sure, at = raw
    halved = False
    if not sure and is_a_date(atoms, at) and not (strongly and _has_its_own_day(atoms, at)):
        return None
    if (
        not marked
        and atoms[at - 1].digits
        and atoms[at - 1].number in _YEARS
        and atoms[at - 1].kind == "number"
    ):
        return None
    ends_an_hour = kind_at(atoms, at) == "nth_mark" and atoms[at].value != OF_A_DATE
    by_dawn = at < len(atoms) and atoms[at].dawn and kind_at(atoms, at + 1) in ("part", "am", "pm")
    if ends_an_hour and (marked or by_dawn):  # Somali "2da galabnimo"
        at += 1
    if kind_at(atoms, at) == "clock_after":
        at, sure = at + 1, True
        if kind_at(atoms, at) in _AFTER_WORDS:
            minutes, at = minutes + _AFTER_WORDS[atoms[at].kind], at + 1
        elif _says_the_minutes(atoms, at):
            minutes, at = minutes + min(atoms[at].number, 59), at + 1
            at += kind_at(atoms, at) == "unit" and atoms[at].value == "minute"
    if kind_at(atoms, at) in ("am", "pm"):
        minutes, clear, sure = _halved(minutes, atoms[at].kind == "pm"), True, True
        at, halved = at + 1, True
    following = at if kind_at(atoms, at) != "on" else at + 1
    said = part or (atoms[following].value if kind_at(atoms, following) == "part" else "")
    if said and atoms[0].dawn and not clear and (shifted := _by_dawn(minutes, said)) != minutes:
        after = at if part else following + 1
        return Point(shifted, True, True, after)
    if not part and kind_at(atoms, following) == "part" and _agrees(minutes, clear, atoms[following].value):
        part, at = atoms[following].value, following + 1
    if part_first and not _agrees(minutes, clear, part):
        return None  # "rano 21-go": the morning of a date
    if part and _agrees(minutes, clear, part):
        late = (
            part in _LATE
            or (part == "night" and minutes >= 7 * 60)
            or (part in ("noon", "midday") and minutes < 6 * 60)
        )
        at_noon = part in ("noon", "midday") and minutes >= 12 * 60
        minutes = _halved(minutes, late) if not clear and not at_noon else minutes
        halved = not clear
        clear, sure = True, True
    return Point(minutes, clear, sure or marked, at, halved)


def _plain_number(atoms: list[Atom], at: int) -> bool:
    """Whether nothing behind the number makes it an hour ("um 3 Uhr", "3 pm")."""
    return kind_at(atoms, at) in NUMBERS and kind_at(atoms, at + 1) not in (
        "clock_after",
        "am",
        "pm",
        *_AFTER_WORDS,
    )


def tells_hour(atoms: list[Atom], at: int) -> bool:
    """Whether a number that may be an hour stands at piece ``at``."""
    return kind_at(atoms, at) in NUMBERS and atoms[at].hour


def is_a_date(atoms: list[Atom], at: int) -> bool:
    """Whether what follows a number makes it a day of the month ("10. maj", "12th of May")."""
    return kind_at(atoms, skip(atoms, at, _BEFORE_A_MONTH)) in ("month", "months", "solar_month")


def _has_its_own_day(atoms: list[Atom], at: int) -> bool:
    """Whether the month behind an hour is followed by its day ("saat 10 mayıs 12", not "la 20 mai")."""
    month = skip(atoms, at, _BEFORE_A_MONTH)
    return month > at or kind_at(atoms, skip(atoms, month + 1, _BEFORE_A_MONTH)) in {*NUMBERS, "dated_number"}


def _agrees(minutes: int, clear: bool, part: str) -> bool:
    """Whether a clock time can lie in that part of the day, on one side of noon or the other."""
    start, end = PARTS[part]
    start, end = (0, 12 * 60) if part in ("morning", "early", "forenoon") else (start - 60, end + 120)
    if part == "night":
        start, end = 19 * 60, MIDNIGHT
    return any(start <= m < end for m in ({minutes} if clear else {minutes, minutes + 12 * 60}))


def lies_in(hour: int, part: str) -> bool:
    """Whether a bare number beside a part of the day may be an hour of it."""
    return _agrees(hour * 60, hour > 12, part)


def _halved(minutes: int, late: bool) -> int:
    if late:
        return minutes + 12 * 60 if minutes < 12 * 60 else minutes
    return minutes - 12 * 60 if 12 * 60 <= minutes < 13 * 60 else minutes


def _raw_point(atoms: list[Atom], at: int, *, dotted_is_clock: bool) -> tuple[int, bool, bool, int] | None:
    kind = kind_at(atoms, at)
    if kind == "clock_time" or (kind == "dotted" and (dotted_is_clock or _reads_as_clock(atoms[at]))):
        hour, minute = atoms[at].pair
        if hour > 24 or minute > 59:
            return None
        return hour * 60 + minute, hour > 12 or atoms[at].value.startswith("0") or hour == 0, True, at + 1
    if kind == "point":
        return int(atoms[at].value), True, True, at + 1
    if kind in _BEFORE_OR_AFTER and tells_hour(atoms, at + 1) and 1 <= atoms[at + 1].number <= 24:
        hour = atoms[at + 1].number
        return hour * 60 + _BEFORE_OR_AFTER[kind], hour > 13, True, at + 2
    if kind in _HALF_HOUR_WORDS:
        after = skip(atoms, at + 1, _LEADS | ({"until", "before"} if kind == "quarter_to" else set()))
        if kind_at(atoms, after) == "point":
            return int(atoms[after].value) + _HALF_HOUR_WORDS[kind], True, True, after + 1
        if kind_at(atoms, after) == "part" and atoms[after].value == "noon":  # "a quarter to noon"
            return 12 * 60 + _HALF_HOUR_WORDS[kind], True, True, after + 1
        of_that_hour = kind == "half_to" and kind_at(atoms, after) == "dated_number"  # "пол десятого"
        if (tells_hour(atoms, after) or of_that_hour) and 1 <= atoms[after].number <= 24:
            hour = atoms[after].number
            return hour * 60 + _HALF_HOUR_WORDS[kind], hour > 13, True, after + 1
        return None
    if kind in ("minutes_past", "minutes_to", "minutes_into"):
        after = skip(atoms, at + 1, _LEADS)
        if kind_at(atoms, after) in _HALF_HOUR_WORDS and (
            half := _raw_point(atoms, after, dotted_is_clock=False)
        ):
            shift = int(atoms[at].value) * (1 if kind == "minutes_past" else -1)
            return half[0] + shift, half[1], True, half[3]
        if tells_hour(atoms, after) and 1 <= atoms[after].number <= 24:
            minutes = int(atoms[at].value)
            shift = {"minutes_past": minutes, "minutes_to": -minutes, "minutes_into": minutes - 60}[kind]
            return atoms[after].number * 60 + shift, atoms[after].number > 13, True, after + 1
        return None
    if kind in NUMBERS and (found := _minutes_past(atoms, at)) is not None:
        return found
    return _hour_number(atoms, at) if tells_hour(atoms, at) else None


def _says_the_minutes(atoms: Sequence[Atom], at: int) -> bool:
    """Whether the number behind an hour is its minutes, and no date (Polish "o 16tej 12 maja")."""
    if kind_at(atoms, at) != "number" or kind_at(atoms, at + 1) in ("month", "nth_mark"):
        return False
    if atoms[at].digits:
        return len(atoms[at].value) == 2 and atoms[at].number % 5 == 0
    return True


def _minutes_past(atoms: list[Atom], at: int) -> tuple[int, bool, bool, int] | None:
    """ "ti minutter over tre", "10 to 3" """
    if (spoken := _hour_then_minutes(atoms, at)) is not None:
        return spoken
    link = at + 1
    if kind_at(atoms, link) == "unit" and atoms[link].value == "minute":
        link += 1
    kind = kind_at(atoms, link)
    if kind in ("after", "before") and kind_at(atoms, link + 1) == "half_to" and atoms[at].number in (5, 10):
        half = _raw_point(atoms, link + 1, dotted_is_clock=False)  # German "5 vor halb 10"
        shift = atoms[at].number if kind == "after" else -atoms[at].number
        return (half[0] + shift, half[1], True, half[3]) if half else None
    if kind not in ("past", "till", "after", "minutes_into") or not tells_hour(atoms, link + 1):
        return None
    if kind == "after" and kind_at(atoms, at - 1) == "from":
        return None  # Ukrainian "з 10 по 12" are the ends of a stretch
    minutes, hour = atoms[at].number, atoms[link + 1].number
    if not (1 <= hour <= 24 and 1 <= minutes <= 59):
        return None
    if kind == "after" and minutes % 5 and kind_at(atoms, link - 1) != "unit":
        return None  # Romanian "marți 12 după ora 10"
    if kind == "after" and (is_a_date(atoms, link + 2) or kind_at(atoms, link + 2) in _POSTPOSED):
        return None  # Turkish "10'dan sonra 12'den önce"
    begun = hour - 1 if kind == "minutes_into" else hour
    return begun * 60 + (-minutes if kind == "till" else minutes), hour > 13, True, link + 2


def _hour_then_minutes(atoms: list[Atom], at: int) -> tuple[int, bool, bool, int] | None:
    """ "dokuzu on geçe", "تسعة وعشر دقائق", "الثانية إلا عشر دقائق" """
    hour = atoms[at].number
    second = at + 1
    while kind_at(atoms, second) in ("and", "minus", "nth_mark", "on"):
        second += 1
    if (
        not atoms[at].hour
        or not 1 <= hour <= 12
        or kind_at(atoms, second) not in NUMBERS
        or not 1 <= atoms[second].number <= 59
    ):
        return None
    minutes, mark, after = atoms[second].number, kind_at(atoms, second + 1), second + 2
    linked = kind_at(atoms, second - 1)
    if mark in ("past_after", "till_after"):
        return hour * 60 + (minutes if mark == "past_after" else -minutes), False, True, after
    if linked == "minus" and minutes in (5, 10, 20, 25) and atoms[second].digits:  # "١ إلا ١٠"
        return hour * 60 - minutes, False, True, second + 1
    counted = mark == "unit" and atoms[second + 1].value == "minute"
    if counted and linked in ("and", "minus"):
        return hour * 60 + (minutes if linked == "and" else -minutes), False, True, after
    return None


def _hour_number(atoms: list[Atom], at: int) -> tuple[int, bool, bool, int] | None:
    number, piece = atoms[at].number, atoms[at]
    if piece.digits and len(piece.value) == 4 and number // 100 <= 24 and number % 100 < 60:
        return (
            (number // 100) * 60 + number % 100,
            number >= 1300 or piece.value.startswith("0"),
            False,
            at + 1,
        )
    half_of_day = kind_at(atoms, at + 1) in ("am", "pm", "part")
    if piece.digits and len(piece.value) == 3 and number % 100 < 60 and half_of_day:  # "730 in the evening"
        return (number // 100) * 60 + number % 100, False, True, at + 1
    if piece.digits and len(piece.value) == 3 and 700 <= number < 1000 and number % 100 in range(0, 60, 5):
        return (number // 100) * 60 + number % 100, False, False, at + 1  # "fri 930"
    if not 0 <= number <= 24 or (piece.digits and len(piece.value) > 2):
        return None
    early = piece.value.startswith("0") and piece.digits
    minutes, clear, after = number * 60, number > 12 or early or number == 0, at + 1
    if kind_at(atoms, after) in _AFTER_WORDS:
        minutes += _AFTER_WORDS[atoms[after].kind]
        ones = (
            kind_at(atoms, after + 1) == "number"
            and not atoms[after + 1].digits
            and atoms[after].kind == "half_after"
        )
        if ones and 1 <= atoms[after + 1].number <= 9 and piece.kind == "ordinal":
            return minutes + atoms[after + 1].number, clear, True, after + 2  # "dziewiąta trzydzieści pięć"
        return minutes, clear, True, after + 1
    link = kind_at(atoms, after) == "and" and kind_at(atoms, after + 1) in _AFTER_WORDS
    if link:
        return minutes + _AFTER_WORDS[atoms[after + 1].kind], clear, True, after + 2
    spoken = kind_at(atoms, after) == "number" and not atoms[after].digits
    if spoken and (atoms[after].number in (15, 20, 30, 40, 45, 50) or _told_minutes(atoms, at, after)):
        return minutes + atoms[after].number, clear, piece.kind == "ordinal", after + 1
    if kind_at(atoms, after) == "and" and (told := _tens_behind_an_and(atoms, at, after + 1)):
        return minutes + told, clear, False, after + 2
    if kind_at(atoms, after) == "minutes_after":
        return minutes + int(atoms[after].value), clear, True, after + 1
    if (
        kind_at(atoms, after) == "number"
        and atoms[after].digits
        and piece.digits
        and atoms[after].value in ("00", "15", "30", "45")
        and not is_a_date(atoms, after + 1)
    ):
        return minutes + atoms[after].number, clear, True, after + 1
    return minutes, clear, False, after


def _tens_behind_an_and(atoms: list[Atom], hour: int, minutes: int) -> int:
    """Romanian "zece și douăzeci", Somali "toban iyo labaatan": nobody is visited at eight in the evening."""
    spoken = kind_at(atoms, minutes) == "number" and not (atoms[minutes].digits or atoms[hour].digits)
    tens = spoken and atoms[minutes].number in range(20, 60, 5) and 1 <= atoms[hour].number <= 12
    return atoms[minutes].number if tens and not is_a_date(atoms, minutes + 1) else 0


def _told_minutes(atoms: list[Atom], hour: int, minutes: int) -> bool:
    """ "Dziewiąta dwadzieścia pięć": what follows an hour told by an ordinal are its minutes."""
    return atoms[hour].kind == "ordinal" and 10 <= atoms[minutes].number <= 59


def _reads_as_clock(piece: Atom) -> bool:
    hour, minute = piece.pair
    return len(piece.value.split(".")[1]) == 2 and (minute > 12 or minute == 0) and hour <= 24


def by_day(minutes: int, clear: bool) -> int:
    """An hour without its half of the day is an hour at which a nurse visits: 2 is 14:00."""
    return minutes + 12 * 60 if not clear and minutes < 6.5 * 60 else minutes
