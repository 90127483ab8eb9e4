"""A printed time named twice: by its number and its day, or by its day and, later, its hour."""

from collections.abc import Sequence
from datetime import datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from bot.understanding.reading import read
from domain.ids import Language
from domain.replies import Expecting, Option, Picked, Reply, Unclear, When
from tests.understanding.judging import menu

ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 5, 4, 10, tzinfo=ZONE)
MENUS = (
    (datetime(2026, 5, 12, 10, tzinfo=ZONE), datetime(2026, 5, 13, 15, tzinfo=ZONE)),
    (datetime(2026, 5, 6, 10, tzinfo=ZONE), datetime(2026, 5, 7, 13, tzinfo=ZONE)),
    (datetime(2026, 5, 11, 9, tzinfo=ZONE), datetime(2026, 5, 15, 14, 30, tzinfo=ZONE)),
)
WEEKDAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"),
    "pl": ("poniedziałek", "wtorek", "środa", "czwartek", "piątek"),
    "tr": ("pazartesi", "salı", "çarşamba", "perşembe", "cuma"),
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة"),
    "uk": ("понеділок", "вівторок", "середа", "четвер", "п'ятниця"),
    "ro": ("luni", "marți", "miercuri", "joi", "vineri"),
    "so": ("isniin", "talaado", "arbaco", "khamiis", "jimce"),
    "ur": ("پیر", "منگل", "بدھ", "جمعرات", "جمعہ"),
    "fa": ("دوشنبه", "سه شنبه", "چهارشنبه", "پنجشنبه", "جمعه"),
    "lt": ("pirmadienis", "antradienis", "trečiadienis", "ketvirtadienis", "penktadienis"),
    "ti": ("ሰኑይ", "ሰሉስ", "ረቡዕ", "ሓሙስ", "ዓርቢ"),
}
SHAPES = ("{number} {day}", "{number}, {day}", "nr {number} {day}", "{number}. {day}")


def offered(times: Sequence[datetime]) -> tuple[Option, ...]:
    return tuple(Option(number, start) for number, start in enumerate(times, 1))


def reply(text: str, language: str, options: Sequence[Option]) -> Reply:
    return read(text, language=Language(language), expecting=Expecting.OFFER, options=options, now=NOW).reply


@pytest.mark.parametrize("language", WEEKDAYS)
def test_a_number_and_a_day_book_the_time_they_agree_on_and_none_where_they_do_not(language: str) -> None:
    """ "1 Wednesday" where the first time is the Wednesday; where it is a Tuesday, the family is asked which."""
    for times, shape, number, line in product(MENUS, SHAPES, (1, 2), (0, 1)):
        text = shape.format(number=number, day=WEEKDAYS[language][times[line].isoweekday() - 1])
        said = reply(text, language, offered(times))
        if number == line + 1:
            assert said == Picked(number), text
        else:
            assert not isinstance(said, Picked), text


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("en", "Wednesdays I finish at lunch so 3 is spot on", 2),
        (
            "de",
            "Dienstags habe ich frei und der Große ist bis mittags im Kindergarten, also wäre zehn Uhr ideal",
            1,
        ),
        ("ur", "میرے شوہر بدھ کو ڈھائی بجے کام سے واپس آ جاتے ہیں تو تین بجے والا وقت رکھ لیجیے", 2),
    ],
)
def test_the_printed_hour_of_the_only_day_that_is_named_names_the_time(
    language: str, text: str, number: int
) -> None:
    assert reply(text, language, menu("offer")) == Picked(number)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "I drop the big one at swimming until half two on Wednesday so three o'clock that day would work",
        ),
        ("da", "jeg står af bussen 14.30 så onsdag kl 15"),
    ],
)
def test_another_hour_told_before_it_makes_it_a_question_at_worst(language: str, text: str) -> None:
    assert reply(text, language, menu("offer")) in (Picked(2), Unclear())


def test_an_hour_of_that_day_that_is_not_the_printed_one_books_nothing() -> None:
    said = reply(
        "I drop the big one at swimming until half two on Wednesday so four that day", "en", menu("offer")
    )
    assert not isinstance(said, Picked)


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("de", "Dann bis Dienstag!", 1),
        ("pl", "To do wtorku!", 1),
        ("uk", "Тоді до вівторка!", 1),
        ("en", "til Wednesday then x", 2),
    ],
)
def test_until_tuesday_then_is_said_by_whoever_takes_the_tuesday(
    language: str, text: str, number: int
) -> None:
    assert reply(text, language, menu("offer")) == Picked(number)


@pytest.mark.parametrize(
    ("language", "text"), [("en", "I am away until Wednesday"), ("da", "jeg arbejder til onsdag")]
)
def test_but_not_by_whoever_is_away_until_then(language: str, text: str) -> None:
    assert not isinstance(reply(text, language, menu("offer")), Picked)


@pytest.mark.parametrize(
    ("language", "text", "hours"),
    [
        ("da", "mandag kl 10, 12 eller 14", (10, 12, 14)),
        ("en", "Thursday, not at 9 but at 11", (11,)),
        ("en", "Wednesday yes, but 4 instead of 3?", (16,)),
    ],
)
def test_a_wish_inside_an_offer_is_read_as_if_a_time_had_been_asked_for(
    language: str, text: str, hours: tuple[int, ...]
) -> None:
    """Without it the family is asked when it suits, having just told."""
    said = reply(text, language, menu("offer"))
    assert isinstance(said, When)
    assert tuple(wish.start.hour for wish in said.wishes[: len(hours)]) == hours
