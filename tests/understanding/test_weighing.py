"""The learned judgement: what it hears, when it is asked, and that its file belongs to today's rows and words."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.understanding import read, weighing
from bot.understanding.interpreting import interpret_line
from bot.understanding.listening import FILE, JUDGEMENTS, SENSES, Heard, judgement, weights
from bot.understanding.reading import traced
from domain.ids import Language
from domain.replies import (
    Cancel,
    Distress,
    Expecting,
    No,
    Option,
    Other,
    Picked,
    Rated,
    Reading,
    Stop,
    Unclear,
    WantsPerson,
    Yes,
)
from tests.understanding.judging import menu
from tests.understanding.learning import learn
from tests.understanding.lessons import Lesson, fingerprint

NOW = datetime(2026, 5, 4, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))


def reading(text: str, language: str = "da", expecting: Expecting = Expecting.OFFER) -> Reading:
    options = menu(expecting)
    return read(text, language=Language(language), expecting=expecting, options=options, now=NOW)


def hearing(monkeypatch: pytest.MonkeyPatch, **shares: float) -> None:
    """The judgement hears just this, whatever was written."""
    rest = (1 - sum(shares.values())) / (len(SENSES) - len(shares))
    heard = Heard({sense: shares.get(sense, rest) for sense in SENSES})
    monkeypatch.setattr(judgement("sense"), "hear", lambda *said: heard)


def test_the_weights_were_learned_from_todays_rows_and_words() -> None:
    stale = (
        "the rows or the lexicons changed much: run python -m tests.understanding.learning, commit its file"
    )
    todays = set(fingerprint())
    assert len(todays & weights().lessons) > 0.85 * len(todays), stale


def test_the_file_holds_every_judgement_and_no_more_than_it_must() -> None:
    assert set(weights().judgements) == set(JUDGEMENTS)
    assert FILE.stat().st_size < 6_000_000


def test_the_same_lessons_give_the_same_weights() -> None:
    few = [
        Lesson((word,), Expecting.OFFER, (), (sense,), 1.0) for word, sense in (("ja", "yes"), ("nej", "no"))
    ]
    assert (learn(few, SENSES) == learn(few, SENSES)).all()
    assert (learn(few, SENSES) != learn(few, SENSES, pupils=1)).any()


def test_what_was_learned_is_what_is_heard() -> None:
    """The bytes of the file give the shares that learning had, rounding aside."""
    heard = judgement("sense").hear(("dette", "passer", "os", "fint"), Expecting.OFFER, ())
    assert heard.best[0] == "yes"
    assert sum(heard.shares.values()) == pytest.approx(1)


def test_the_shares_of_one_message_are_the_same_whoever_asks_first() -> None:
    one = judgement("sense").hear(("ja", "tak"), Expecting.OFFER, ("rule Yes",))
    judgement("sense").hear.cache_clear()
    assert judgement("sense").hear(("ja", "tak"), Expecting.OFFER, ("rule Yes",)) == one


def test_digits_and_signs_are_for_the_rules_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*said: object) -> Heard:
        raise AssertionError(said)

    monkeypatch.setattr(judgement("sense"), "hear", never)
    for text in ("1", "٢", "12.5.", "👍", "?", "stop", "STOP!", "", "10:00"):
        reading(text)


def test_a_stop_in_a_word_of_its_own_is_not_weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    hearing(monkeypatch, ack=0.99)
    assert reading("stop").reply == Stop()
    assert reading("Hej. STOP. Mvh Mette").reply == Stop()


def test_little_makes_a_cry_for_help_and_much_a_booking(monkeypatch: pytest.MonkeyPatch) -> None:
    hearing(monkeypatch, distress=0.3, ack=0.6)
    assert reading("her er så stille").reply == Distress()
    hearing(monkeypatch, pick=0.5, unclear=0.3)
    assert reading("så er det vist onsdag").reply == Unclear()
    hearing(monkeypatch, pick=0.9)
    assert reading("så er det vist onsdag").reply == Picked(2)


def test_a_yes_out_of_the_blue_stands_behind_the_ear_for_a_cry_and_a_stop(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hearing(monkeypatch, ack=0.9)
    assert reading("ja vi vil gerne have besøg", expecting=Expecting.IDLE).reply == Yes()
    hearing(monkeypatch, distress=0.6)
    assert reading("ja vi vil gerne have besøg", expecting=Expecting.IDLE).reply == Distress()
    hearing(monkeypatch, stop=0.75)
    assert reading("ja vi vil gerne have besøg", expecting=Expecting.IDLE).reply == Stop()


def test_what_only_looks_like_a_stop_is_one_only_where_much_speaks_for_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hearing(monkeypatch, stop=0.7, ack=0.25)
    assert reading("please don't stop", language="en").reply != Stop()
    assert reading("please end this now", language="en").reply == Stop()
    hearing(monkeypatch, stop=0.95)
    assert reading("please don't stop", language="en").reply == Stop()


def test_a_day_that_is_only_mentioned_needs_more_than_one_that_is_said_to_suit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hearing(monkeypatch, pick=0.8)
    assert reading("onsdag går han til svømning").reply == Unclear()
    assert reading("onsdag passer os perfekt til en snak").reply == Picked(2)


def test_a_no_that_only_sounds_like_one_needs_more_than_one_with_a_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """ "Drop that talk" may mean anything; "far too busy for that" is a no without the word."""
    hearing(monkeypatch, no=0.93)
    assert reading("drop den snak").reply == Unclear()
    assert isinstance(reading("vi har alt for travlt til den slags").reply, No)


def test_a_stop_and_a_yes_beside_a_not_need_more(monkeypatch: pytest.MonkeyPatch) -> None:
    hearing(monkeypatch, stop=0.6)
    assert reading("vi vil ikke ud af den ordning").reply != Stop()
    assert reading("vi vil ud af den ordning").reply == Stop()
    hearing(monkeypatch, yes=0.9)
    assert reading("den aftale har jeg ikke bedt om", expecting=Expecting.CONFIRM).reply != Yes()
    assert reading("den aftale har jeg bedt om", expecting=Expecting.CONFIRM).reply == Yes()


def test_one_of_three_printed_times_is_taken_by_its_hour() -> None:
    """At a daycare three talks may be free on the same afternoon."""
    talks = tuple(
        Option(number, NOW.replace(hour=15, minute=minute)) for number, minute in enumerate((15, 30, 45), 1)
    )
    for text, number in (("kl 15.45", 3), ("15.30 tak", 2)):
        answer = read(text, language=Language("da"), expecting=Expecting.OFFER, options=talks, now=NOW)
        assert answer.reply == Picked(number)


def test_a_cry_in_one_part_of_a_long_message_is_heard() -> None:
    text = "Onsdag er fint. Han er på arbejde. Han slår mig hver aften. Vi glæder os til at se jer"
    assert reading(text).reply == Distress()


def test_no_line_is_picked_where_only_another_day_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    hearing(monkeypatch, pick=0.97)
    assert reading("så hellere den 20. maj synes vi nok").reply != Picked(1)
    assert reading("så hellere den 20. maj synes vi nok").reply != Picked(2)


def test_no_line_is_picked_that_nothing_in_the_message_points_at(monkeypatch: pytest.MonkeyPatch) -> None:
    hearing(monkeypatch, pick=0.98)
    assert reading("vi glæder os vildt").reply == Unclear()


def test_a_day_named_where_no_times_are_printed_is_a_wish_for_it() -> None:
    answer = interpret_line({"text": "onsdag passer fint", "expecting": "offer", "now": "2026-05-04T10:00"})
    assert answer["intent"] == "when"
    assert answer["when"][0]["from"] == "2026-05-06T00:00"


def test_words_that_only_look_like_a_cry_reach_a_human_calmly(monkeypatch: pytest.MonkeyPatch) -> None:
    hearing(monkeypatch, ack=0.97)
    assert reading("jeg dør af grin, han slår mig i vendespil").reply == WantsPerson()


def test_nothing_offered_can_be_moved_and_no_visit_is_a_cancelled_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hearing(monkeypatch, move=0.9)
    assert reading("kan den rykkes hen").reply == Other()
    hearing(monkeypatch, cancel=0.98)
    assert isinstance(reading("drop den snak").reply, No)
    hearing(monkeypatch, no=0.9)
    assert reading("vi gider ikke den snak", expecting=Expecting.REMINDER).reply == Cancel()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Onsdag er der svømning, så den første", 1),
        ("tirsdag kan jeg ikke, men så den anden", 2),
        ("2. nej undskyld, 1", 1),
        ("eftermiddagen er bedst, så den", 2),
    ],
)
def test_of_two_times_the_one_is_meant_for_which_more_speaks(text: str, line: int) -> None:
    traces = traced(text, language=Language("da"), expecting=Expecting.OFFER, options=menu("offer"), now=NOW)
    heard = judgement("line").hear(
        (), Expecting.OFFER, traces.line_marks, traces.line_notions, traces.language
    )
    assert heard.best[0] == "AB"[line - 1]


def test_which_of_two_times_is_meant_does_not_depend_on_their_order_or_their_days() -> None:
    """Tuesday first or Wednesday first: the message names a day, not a place."""
    tuesday, wednesday = (option.start for option in menu("offer"))
    later = Option(1, wednesday), Option(2, tuesday)
    text = "Onsdag skal vi til svømning, så det bliver tirsdag"
    for options, number in ((menu("offer"), 1), (later, 2)):
        answer = read(text, language=Language("da"), expecting=Expecting.OFFER, options=options, now=NOW)
        assert answer.reply == Picked(number)


def test_explain_says_that_the_sound_decided_and_by_which_words(monkeypatch: pytest.MonkeyPatch) -> None:
    hearing(monkeypatch, distress=0.9)
    answer = interpret_line({"text": "hund kat mus", "language": "da", "expecting": "offer"}, explain=True)
    assert answer["intent"] == "distress"
    assert answer["decided_by"] == "sound"
    assert set(answer["because"]) <= {"hund", "kat", "mus"}
    hearing(monkeypatch, yes=0.9)
    answer = interpret_line({"text": "ja tak det er fint", "expecting": "offer"}, explain=True)
    assert "decided_by" not in answer


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "hun trækker ikke vejret, hjælp"),
        ("en", "he is not breathing and turned blue"),
        ("de", "sie atmet nicht mehr"),
        ("pl", "mały nie oddycha, sinieje"),
        ("uk", "дитина не дихає"),
        ("ro", "copilul nu respiră"),
        ("lt", "vaikas nekvėpuoja"),
        ("tr", "bebek nefes almıyor"),
        ("ar", "الولد ما عم يتنفس"),
        ("fa", "بچه نفس نمی‌کشه"),
        ("ur", "بچہ سانس نہیں لے رہا"),
        ("so", "ilmuhu neefta ma qaadanayo"),
        ("ti", "እቲ ቆልዓ ኣየተንፍስን"),
    ],
)
@pytest.mark.parametrize("expecting", [Expecting.IDLE, Expecting.OFFER, Expecting.RATING])
def test_a_child_that_does_not_breathe_brings_a_human(language: str, text: str, expecting: Expecting) -> None:
    assert reading(text, language, expecting).reply in (Distress(), WantsPerson())


def test_what_the_rules_take_for_a_cry_is_never_anything_but_a_cry_or_a_matter_for_a_human(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hearing(monkeypatch, distress=0.06, ack=0.9)
    assert reading("hun trækker ikke vejret").reply == Distress()
    hearing(monkeypatch, distress=0.01, ack=0.9)
    assert reading("hun trækker ikke vejret").reply == WantsPerson()


def test_a_bare_no_to_a_visit_is_asked_back_and_giving_it_up_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    hearing(monkeypatch, cancel=0.99)
    assert reading("nej tak", "da", Expecting.REMINDER).reply == No()
    assert reading("jednak rezygnujemy", "pl", Expecting.REMINDER).reply == Cancel()


def test_a_yes_to_what_is_agreed_needs_less_than_one_to_an_offer(monkeypatch: pytest.MonkeyPatch) -> None:
    hearing(monkeypatch, yes=0.55, ack=0.4)
    assert reading("vi er hjemme allesammen", expecting=Expecting.REMINDER).reply == Yes()
    assert reading("vi er hjemme allesammen").reply != Yes()


@pytest.mark.parametrize(
    ("language", "text", "mark"),
    [("ur", "2, kam madad mili", 2), ("en", "3 but she came late", 3), ("da", "1 hun var der i 4 timer", 1)],
)
def test_a_mark_that_was_written_is_the_mark(
    language: str, text: str, mark: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing(monkeypatch, rating=0.9)
    monkeypatch.setattr(judgement("rating"), "hear", lambda *said: Heard({"4": 0.9, "1": 0.1}))
    assert reading(text, language, Expecting.RATING).reply == Rated(mark)


def test_of_two_marks_none_is_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    hearing(monkeypatch, rating=0.9)
    assert reading("4 not 1 sorry", "en", Expecting.RATING).reply == Unclear()


def test_every_sense_can_become_a_reply() -> None:
    assert set(weighing.FILLED) | set(weighing.PLAIN) == set(SENSES)
