"""Which of several named times is wished where the rules would ask back: heard, and only where nothing speaks against."""

import pytest

from bot.understanding import read, wished
from bot.understanding.lines import marks_of, wishes_named
from bot.understanding.listening import WISHES, Heard, judgement
from bot.understanding.message import Mention
from bot.understanding.reading import proposed
from domain.ids import Language
from domain.replies import Expecting, Reading, Unclear, When
from tests.understanding.judging import NOWISH


def reading(text: str, language: str = "en") -> Reading:
    return read(text, language=Language(language), expecting=Expecting.TIME, now=NOWISH)


def starts(text: str, language: str = "en") -> list[str]:
    reply = reading(text, language).reply
    return [f"{wish.start:%m-%d %H}" for wish in reply.wishes] if isinstance(reply, When) else []


@pytest.fixture
def hears(monkeypatch: pytest.MonkeyPatch) -> dict[int, float]:
    """How likely the time that begins at each word is wished, whatever is said; nothing where it is not given."""
    shares: dict[int, float] = {}
    asked: list[int] = []

    def mentions(message: object, moment: wished.Moment) -> list[Mention]:
        asked.append(moment.start)
        return []

    def heard(*said: object) -> Heard:
        share = shares.get(asked[-1], 0.0)
        return Heard({"A": share, "B": 0.0, "none": 1 - share})

    monkeypatch.setattr(wished, "wishes_named", mentions)
    monkeypatch.setattr(judgement("wish"), "hear", heard)
    return shares


@pytest.mark.parametrize(
    ("text", "language", "start"),
    [
        ("we are blorping until friday, tuesday 12 may would be lovely", "en", "05-12 00"),
        ("elevatoren blorper til fredag, lørdag er nemmere", "da", "05-09 00"),
        ("die Heizung wird am Montag blorpt, Dienstag passt", "de", "05-05 00"),
        ("vineri vine blorpul, marti la 10 e perfect", "ro", "05-05 10"),
    ],
)
def test_a_story_nobody_listed_leaves_the_wish_beside_it(text: str, language: str, start: str) -> None:
    assert starts(text, language) == [start]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("tirsdag kommer blikkenslageren", "da"),
        ("the carpet people come on friday morning", "en"),
        ("Dienstag kommt der Klempner", "de"),
        ("salı günü halıcı geliyor", "tr"),
    ],
)
def test_the_one_day_that_is_only_mentioned_is_asked_back(text: str, language: str) -> None:
    assert isinstance(reading(text, language).reply, Unclear)


def test_the_surest_time_is_the_wish(hears: dict[int, float]) -> None:
    story = "monday the paint blorps, tuesday at 10"
    assert starts(story) == []
    hears[0], hears[5] = 0.02, 0.99
    assert starts(story) == ["05-05 10"]


@pytest.mark.parametrize(("first", "second"), [(0.02, 0.94), (0.5, 0.99), (0.99, 0.5)])
def test_where_another_may_be_wished_too_they_are_asked(
    hears: dict[int, float], first: float, second: float
) -> None:
    hears[0], hears[5] = first, second
    assert starts("monday the paint blorps, tuesday at 10") == []


def test_a_day_counted_from_another_is_never_taken_from_today(hears: dict[int, float]) -> None:
    """ "Monday the paint dries, tomorrow": whose tomorrow it is nobody knows."""
    hears[5] = 0.99
    assert starts("monday the paint blorps, tomorrow") == []
    assert starts("wednesday the paint blorps, friday") == ["05-08 00"]


def test_what_the_rules_read_is_not_asked_again(hears: dict[int, float]) -> None:
    hears[0] = 0.0
    assert starts("tuesday at 10") == ["05-05 10"]


def test_a_time_that_is_ruled_out_or_over_is_no_wish(hears: dict[int, float]) -> None:
    hears.update(dict.fromkeys(range(12), 0.99))
    assert isinstance(reading("yesterday it blorped").reply, Unclear)
    assert "05-05 00" not in starts("not tuesday blorp")


def test_each_named_time_is_asked_about_as_the_one_of_two() -> None:
    message, _ = proposed("monday I work, tuesday at 10", Language("en"), Expecting.TIME, (), NOWISH)
    monday, tuesday = message.signs.timing.moments
    assert [one.line for one in wishes_named(message, tuesday)] == [1, 0]
    assert "A last" in marks_of(message, wishes_named(message, tuesday))
    assert "A first" in marks_of(message, wishes_named(message, monday))
    assert WISHES == ("A", "B", "none")
