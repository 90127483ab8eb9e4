"""A wish and its reason: the reason adds no time and cancels none, and where the two contradict we ask back."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.understanding import understand
from domain.ids import Language
from domain.replies import Expecting, Interval, Unclear, When

ZONE = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 5, 4, 10, tzinfo=ZONE)
FRIDAY, MONDAY = date(2026, 5, 8), date(2026, 5, 11)


def wishes(text: str, language: str) -> tuple[Interval, ...]:
    """What was understood; nothing when the bot asks back."""
    reply = understand(text, language=Language(language), expecting=Expecting.TIME, now=NOW)
    assert isinstance(reply, When | Unclear), reply
    return reply.wishes if isinstance(reply, When) else ()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "mandag, for jeg arbejder tirsdag"),
        ("en", "Monday because I work on Tuesday"),
        ("de", "Montag weil ich Dienstag arbeite"),
        ("pl", "poniedziałek bo we wtorek pracuję"),
        ("uk", "понеділок, бо у вівторок працюю"),
        ("ro", "luni pentru că marți lucrez"),
        ("tr", "pazartesi çünkü salı çalışıyorum"),
        ("ar", "الاثنين لأن الثلاثاء عندي شغل"),
        ("fa", "دوشنبه چون سه شنبه سر کار هستم"),
        ("ur", "پیر کیونکہ منگل کو ڈاکٹر ہے"),
        ("so", "isniinta sababtoo ah talaadada waan shaqeeyaa"),
        ("ti", "ሰኑይ ምኽንያቱ ሰሉስ ስራሕ ኣለኒ"),
        ("lt", "pirmadienį, nes antradienį dirbu"),
    ],
)
def test_the_time_of_a_reason_is_no_wish(language: str, text: str) -> None:
    found = wishes(text, language)
    assert [wish.start.date() for wish in found] == [MONDAY]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "fredag arbejder jeg ikke"),
        ("en", "I don't work on Friday"),
        ("de", "Freitag arbeite ich nicht, also da"),
        ("pl", "w piątek nie pracuję"),
        ("uk", "в п'ятницю я не працюю"),
        ("ro", "nu lucrez vineri"),
        ("tr", "cuma çalışmıyorum"),
        ("ar", "الجمعة ما عندي شغل"),
        ("fa", "جمعه کار نمی‌کنم"),
        ("ur", "جمعہ کو کام نہیں کرتا"),
        ("so", "jimcaha ma shaqeeyo"),
        ("ti", "ዓርቢ ኣይሰርሕን"),
        ("lt", "penktadienį nedirbu"),
    ],
)
def test_a_day_without_work_is_a_wish_for_it(language: str, text: str) -> None:
    assert wishes(text, language)[0].start.date() == FRIDAY


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Friday because I work until 3"),
        ("en", "Friday after I pick up my son"),
        ("en", "I work every day but Wednesday"),
        ("en", "Friday, I work then"),
        ("en", "Thursday if you cannot Friday"),
        ("da", "fredag, der arbejder jeg"),
        ("da", "mandag, tirsdag arbejder jeg"),
        ("da", "jeg har fri kl 15"),
        ("de", "Montag, da habe ich ab 12 frei"),
        ("de", "Mittwoch um 9, danach habe ich Zeit"),
        ("pl", "wtorek jak wrócę z pracy"),
        ("tr", "salı, 15'e kadar çalışıyorum"),
    ],
)
def test_what_contradicts_or_narrows_the_wish_is_asked_back(language: str, text: str) -> None:
    assert wishes(text, language) == ()


@pytest.mark.parametrize(
    ("language", "text", "hours"),
    [
        ("en", "Wednesday at 9, after that we go to the park", (9, 10)),
        ("de", "Freitag um zehn, danach schläft sie meistens", (10, 11)),
        ("pl", "w środę o 8, później jadę do pracy", (8, 9)),
        ("tr", "yarın en erken 10", (10, 0)),
        ("da", "Jeg arbejder til 15 så først derefter", (15, 0)),
        ("uk", "працюю до 15, тому тільки після", (15, 0)),
    ],
)
def test_what_follows_the_hour_leaves_it(language: str, text: str, hours: tuple[int, int]) -> None:
    first = wishes(text, language)[0]
    assert (first.start.hour, first.end.hour) == hours
