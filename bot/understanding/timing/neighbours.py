"""What a piece is by what stands beside it: an article before a part, "pm" beside a day, minutes before an hour."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.understanding.timing.atoms import Atom, kind_at, skip

_HOURS = frozenset({"number", "clock", "clock_time", "dotted", "half_to"})
_DAYS = frozenset({"weekday", "weekdays", "day", "week", "parity", "holiday"})
_SAY_AN_HOUR = frozenset({"clock", "at", "dated"})
_ENDS_A_DAY = _DAYS | {"nth_mark", "month", "slashed", "full_date", "unit", "any_day", "every"}
_ONE_OR_TWO = 2
_LISTED = frozenset({"number", "or", "and", "to", "until", "nth_mark", "dated"})


def _early_in(pieces: Sequence[Atom], at: int) -> bool:
    """ "Early June", "early next week": there it is no hour of the day."""
    kinds = [piece.kind for piece in pieces[at + 1 : at + 3]]
    touching = pieces[at].end == pieces[at + 1].start
    return touching and (kinds[0] in ("month", "months", "week") or kinds == ["next", "unit"])


def among_neighbours(pieces: list[Atom], habits: Mapping[str, bool], words: Sequence[str] = ()) -> list[Atom]:
    """Pieces that mean something else beside their neighbours.

    Polish "15-tego lutego" (the ending of a number, not "this" February), Arabic "شهر ٦" (June) and
    "أول اثنين" (the first Monday, though the word is also two).
    """
    for at, piece in enumerate(pieces[:-1]):
        before, following = pieces[at - 1] if at else piece, pieces[at + 1]
        touching = piece.end == following.start
        all_days = before.kind == "any_day" and not habits.get("places")
        if (
            piece.kind == "to"
            and (all_days or before.kind == "occupied")
            and following.kind in _HOURS
            and touching
        ):
            pieces[at] = replace(piece, kind="until")  # "I work to 3", "every day to 3"
        elif piece.kind == "asks_for":  # Polish "o" is "at" and "for": "proszę o 11 czerwca" is a date
            last = skip(pieces, at + 1, _LISTED)
            a_date = following.digits and following.kind == "number" and kind_at(pieces, last) == "month"
            pieces[at] = replace(piece, kind="on" if a_date else "clock")
        elif (piece.kind, piece.value) == ("part", "early") and _early_in(pieces, at):
            pieces[at] = replace(piece, kind="begin", value="")
        elif habits.get("hours_are_ordinals") and piece.kind == "in" and _minutes_to_an_hour(pieces, at):
            pieces[at] = replace(piece, kind="on")  # "za 10 jedenasta" is ten to eleven
            pieces[at + 1] = replace(following, kind="minutes_to", value=str(following.number))
        elif piece.kind == "clock_after" and following.kind == "number" and touching and _opens(at, pieces):
            pieces[at] = replace(piece, kind="clock")  # "19 mai h 15"
        elif piece.kind == "minus" and following.kind in _DAYS and touching:
            pieces[at] = replace(piece, kind="except")  # Arabic "إلا" is also "a quarter less"
        elif piece.kind in ("this", "ordinal") and following.kind == "month" and touching:
            if before.kind == "number" and before.digits and before.end == piece.start:
                pieces[at] = replace(piece, kind="nth_mark")
        elif habits.get("month_is_numbered") and (piece.kind, piece.value) == ("unit", "month") and touching:
            if _names_a_month(pieces, at + 1):
                pieces[at] = replace(piece, kind="of")
                pieces[at + 1] = replace(following, kind="month", value=str(following.number))
        elif habits.get("monday_is_two") and touching and _is_short_day(piece, following, words):
            if before.kind == "clock" and before.end == piece.start:
                continue  # "الساعة تلات"
            pieces[at] = replace(piece, kind="weekday", value=str(piece.number - 1))  # "تلات 26"
        elif habits.get("monday_is_two") and piece.kind in ("begin", "ordinal", "end", "last") and touching:
            if following.kind == "number" and following.number == 2 and not following.digits:
                pieces[at + 1] = replace(following, kind="weekday", value="1")
            if piece.kind == "begin" and pieces[at + 1].kind == "weekday":
                pieces[at] = replace(piece, kind="ordinal", number=1)
    return pieces


def _names_a_month(pieces: Sequence[Atom], at: int) -> bool:
    """Arabic "شهر ٦", "شهر خمسة"; "شهر واحد" is one month, "شهر وثلاثة أيام" a month and three days."""
    number, counts = pieces[at], at + 1 < len(pieces) and pieces[at + 1].kind == "unit"
    told = number.digits or (number.number > _ONE_OR_TWO and not counts)
    return number.kind == "number" and told and 1 <= number.number <= 12


def halves_of_day(pieces: Sequence[Atom], habits: Mapping[str, bool]) -> list[Atom]:
    """ "Tues pm", "13th am", "any pm": no hour stands before it, so it is the afternoon or the morning.

    "Am" is so only beside a day ("am home on Tuesday"). With the ending of a date before a part of the day ("12th in the
    afternoon") the number is no hour, but in a language that ends its hours so.
    """
    found: list[Atom] = []
    dates_only = not (habits.get("hours_are_ordinals") or habits.get("hours_from_dawn"))
    for at, piece in enumerate(pieces):
        before = found[-1] if found and found[-1].end == piece.start else None
        if _is_half_of_a_day(pieces, at, before):
            piece = replace(piece, kind="part", value="morning" if piece.kind == "am" else "afternoon")
        if piece.kind == "part" and before and dates_only and _ends_a_bare_date(found):
            found.insert(-2, Atom("dated", "", found[-2].start, found[-2].start))
        found.append(piece)
    return found


def _is_half_of_a_day(pieces: Sequence[Atom], at: int, before: Atom | None) -> bool:
    """Whether an "am" or "pm" belongs to no hour."""
    piece, kind = pieces[at], before.kind if before else ""
    if piece.kind not in ("am", "pm") or kind in _HOURS:
        return False
    opens = at == 0 and kind_at(pieces, 1) in _DAYS and pieces[1].start == piece.end
    return piece.kind == "pm" or kind in _ENDS_A_DAY or opens


def _ends_a_bare_date(found: Sequence[Atom]) -> bool:
    """Whether the last pieces are a number and its ending ("12th"), with nothing before them that says which it is."""
    last = len(found) - 1
    numbered = kind_at(found, last) == "nth_mark" and kind_at(found, last - 1) == "number"
    return numbered and kind_at(found, last - 2) not in _SAY_AN_HOUR


def _minutes_to_an_hour(pieces: Sequence[Atom], at: int) -> bool:
    """Whether a number of minutes and an hour told by an ordinal follow."""
    minutes, hour = pieces[at + 1], pieces[at + 2] if at + 2 < len(pieces) else pieces[at]
    touching = pieces[at].end == minutes.start and minutes.end == hour.start
    return (
        touching
        and minutes.kind == "number"
        and minutes.number in (5, 10, 15, 20, 25)
        and hour.kind == "ordinal"
    )


def _is_short_day(piece: Atom, following: Atom, words: Sequence[str]) -> bool:
    """Whether a number word is Monday or Tuesday without its article ("اتنين", "تلات"): before a date, or "and" a day."""
    dated = following.digits and 12 < following.number <= 31
    listed = following.kind == "weekday" and following.start < len(words)
    dated = dated or (listed and words[following.start].startswith("و"))
    return dated and piece.kind == "number" and not piece.digits and piece.number in (2, 3)


def _opens(at: int, pieces: Sequence[Atom]) -> bool:
    """Whether no hour stands right before this piece."""
    before = pieces[at - 1] if at else None
    return (
        before is None
        or before.end < pieces[at].start
        or before.kind not in (_HOURS | {"ordinal", "nth_mark"})
    )
