"""Laws of the time reading: every word reads as its list says, the order and the script of a time do not matter."""

import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.understanding import understand
from domain.ids import LANGUAGES, Language
from domain.replies import Expecting, Interval, Reply, When

ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 5, 4, 10, tzinfo=ZONE)
TODAY = NOW.date()
THURSDAY = date(2026, 5, 7)
TIMES = Path(__file__).parents[2] / "bot" / "understanding" / "times"
DIGITS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９"]
PLEASE = {
    "da": "tak",
    "en": "please",
    "de": "bitte",
    "ar": "من فضلك",
    "tr": "lütfen",
    "pl": "proszę",
    "uk": "будь ласка",
    "ro": "vă rog",
}
EIGHT = sorted(PLEASE)
A_THURSDAY = {
    "da": "torsdag",
    "en": "Thursday",
    "de": "Donnerstag",
    "ar": "الخميس",
    "tr": "perşembe",
    "pl": "czwartek",
    "uk": "четвер",
    "ro": "joi",
    "fa": "پنجشنبه",
    "ur": "جمعرات",
    "so": "khamiis",
    "ti": "ሓሙስ",
    "lt": "ketvirtadienis",
}


def meant(text: str, language: str) -> Reply:
    return understand(text, language=Language(language), expecting=Expecting.TIME, now=NOW)


def first(text: str, language: str) -> Interval | None:
    """The first stretch that was understood; None when the bot asks back."""
    reply = meant(text, language)
    return reply.wishes[0] if isinstance(reply, When) else None


def listed(language: str, kind: str, key: str = "") -> list[str]:
    """The plain phrases of one list of a language's file, without those that hold a pattern."""
    data = tomllib.loads((TIMES / f"{language}.toml").read_text(encoding="utf-8"))
    phrases = data.get(kind, {}).get(key, []) if key else data.get(kind, [])
    plain = [p for p in phrases if not set(p) & set("()*") and ".." not in p]
    return [word for p in plain for word in (p.split("|") if " " not in p else [p] if "|" not in p else [])]


def habits(language: str) -> dict[str, object]:
    return dict(tomllib.loads((TIMES / f"{language}.toml").read_text(encoding="utf-8"))["habits"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_weekday_is_that_weekday_or_asked_back(language: str) -> None:
    for number in range(1, 8):
        for phrase in listed(language, "weekday", str(number)):
            found = first(phrase, language)
            assert found is None or found.start.isoweekday() == number, phrase


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_and_a_month_are_that_date_or_asked_back(language: str) -> None:
    for month in range(1, 13):
        for phrase in listed(language, "month", str(month)):
            found = first(f"17 {phrase}", language)
            assert found is None or (found.start.day, found.start.month) == (17, month), phrase


@pytest.mark.parametrize("language", [code for code in LANGUAGES if not habits(code).get("hours_from_dawn")])
def test_an_hour_belongs_to_its_part_of_the_day(language: str) -> None:
    """ "Thursday evening after 7", "7-9 in the evening": never the seven of the morning."""
    day, wrong = A_THURSDAY[language], []
    for part, first_hour, late in (("morning", 8, 0), ("afternoon", 2, 12), ("evening", 7, 12)):
        for phrase in listed(language, "part", part)[:6]:
            forms = [f"{day} {first_hour} {phrase}", f"{day} {phrase} {first_hour}"]
            forms += [f"{day} {first_hour}-{first_hour + 1} {phrase}"]
            if not habits(language).get("after_follows"):
                forms += [f"{day} {phrase} {after} {first_hour}" for after in listed(language, "after")[:3]]
            found = [(form, first(form, language)) for form in forms]
            wrong += [f for f, span in found if span and span.start.hour != first_hour + late]
    assert not wrong


@given(language=st.sampled_from(LANGUAGES), ahead=st.integers(1, 300), script=st.sampled_from(DIGITS))
@settings(max_examples=300, deadline=None)
def test_a_full_date_is_that_day_in_every_script(language: str, ahead: int, script: str) -> None:
    day = TODAY + timedelta(days=ahead)
    written = day.isoformat().translate(str.maketrans("0123456789", script))
    found = first(written, language)
    assert found is not None
    assert found.start.date() == day


@given(language=st.sampled_from(LANGUAGES), hour=st.integers(7, 19), minute=st.sampled_from([0, 15, 30, 45]))
@settings(max_examples=300, deadline=None)
def test_the_day_may_stand_before_the_hour_or_behind_it(language: str, hour: int, minute: int) -> None:
    day, clock = A_THURSDAY[language], f"{hour:02}:{minute:02}"
    expected = datetime(2026, 5, 7, hour, minute, tzinfo=ZONE)
    for text in (f"{day} {clock}", f"{clock} {day}", f"{day}, {clock}"):
        found = first(text, language)
        assert found is not None, text
        assert found.start == expected, text


@given(
    language=st.sampled_from(EIGHT),
    hour=st.integers(7, 18),
    other=st.integers(1, 3),
    gap=st.sampled_from(["-", " - "]),
)
@settings(max_examples=200, deadline=None)
def test_a_please_changes_no_time(language: str, hour: int, other: int, gap: str) -> None:
    for text in (f"{A_THURSDAY[language]} {hour:02}:00", f"{A_THURSDAY[language]} {hour}{gap}{hour + other}"):
        assert meant(f"{text} {PLEASE[language]}", language) == meant(text, language)
        assert meant(f"{text}, {PLEASE[language]}!", language) == meant(text, language)


@given(language=st.sampled_from(LANGUAGES), day=st.integers(1, 28), month=st.integers(1, 12))
@settings(max_examples=200, deadline=None)
def test_a_weekday_that_contradicts_its_date_is_asked_back(language: str, day: int, month: int) -> None:
    dated = date(2026 if (month, day) >= (5, 4) else 2027, month, day)
    found = first(f"{A_THURSDAY[language]} {day}/{month}/{dated.year}", language)
    if dated.isoweekday() == THURSDAY.isoweekday():
        assert found is None or found.start.date() == dated
    else:
        assert found is None


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Thursday ten to twelve"),
        ("da", "juni er fin, men maj er fyldt"),
        ("en", "not Thursday after 3"),
        ("de", "ich arbeite bis 15 Uhr"),
        ("tr", "12 ile 14 arası uyuyor"),
        ("ro", "joi la 10 avem doctor"),
        ("pl", "o tej samej porze w przyszłym tygodniu"),
        ("uk", "завтра, середа"),
        ("ar", "الخميس الساعة كذا"),
        ("en", "maybe Thursday, maybe not"),
        ("da", "ved ikke, måske onsdag"),
        ("pl", "może wtorek a może nie"),
        ("da", "5/6 eller 6/5, kan ikke huske hvilken"),
        ("de", "Montag oder Dienstag, an einem davon kann ich nicht"),
        ("en", "Friday we are away, the next day is fine"),
        ("en", "we only have the car on Fridays so Monday at 9"),
        ("de", "bis zum 20. sind wir weg"),
    ],
)
def test_what_may_be_meant_two_ways_is_asked_back(language: str, text: str) -> None:
    assert first(text, language) is None


@pytest.mark.parametrize(
    ("language", "text", "day", "hour"),
    [
        ("en", "The plumber comes on Tuesday, so Wednesday at 10", 6, 10),
        ("da", "Jeg henter den store kl 14, så onsdag kl 9", 6, 9),
        ("de", "Die Große muss um 12 abgeholt werden, deshalb Donnerstag um 9", 7, 9),
        ("pl", "Hydraulik przychodzi we wtorek, więc środa o 10", 6, 10),
        ("de", "Wir haben nur freitags das Auto, also Freitag gegen neun", 8, 9),
        ("da", "tidligst mandag den 18.", 18, 0),
        ("de", "bis zum 14. geht nicht, danach jeder Tag", 15, 0),
        ("pl", "w środę po 15tej", 6, 15),
        ("pl", "we wtorek o 9tej rano", 5, 9),
        ("pl", "15-tego", 15, 0),
        ("da", "man el ons næste uge efter 15", 11, 15),
        ("en", "sun or sat", 9, 0),
        ("de", "mo. o. mi. nachm.", 6, 12),
        ("en", "early next week", 11, 0),
    ],
)
def test_short_names_endings_and_reasons_before_a_so_are_read(
    language: str, text: str, day: int, hour: int
) -> None:
    found = first(text, language)
    assert found is not None
    assert (found.start.day, found.start.hour) == (day, hour)
