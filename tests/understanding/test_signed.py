"""Who wrote stands at the end: it is no part of the answer."""

import pytest

from bot.understanding.signed import without_parents_name
from domain.replies import Expecting
from tests.understanding.judging import Row


@pytest.mark.parametrize(
    "line",
    [
        "Maja, Emmas mor",
        "Mary, Tom's mum",
        "Maria, mama lui Luca",
        "Jonas, Emilės tėtis",
        "Kasia mama Zosi",
        "Ayşe, Ali'nin annesi",
        "Petra (Mama von Tim)",
        "Оля, мама Марка",
        "Vh Emmas far",
    ],
)
def test_a_last_line_that_says_whose_parent_wrote_is_left_out(line: str) -> None:
    assert without_parents_name(f"Ja tak\n{line}") == "Ja tak"
    assert without_parents_name(line) == line, "alone it is the message"


@pytest.mark.parametrize(
    "line",
    [
        "Far slår Emma",
        "FAR SLÅR EMMA",
        "Mor kommer onsdag",
        "Emmas mor kl. 10",
        "Mormor",
        "Hun er hos sin far",
        "بابا يضربني",
        "Onsdag",
    ],
)
def test_a_last_line_that_says_anything_stays(line: str) -> None:
    assert without_parents_name(f"Ja\n{line}") == f"Ja\n{line}"


def test_an_answer_with_it_is_the_answer() -> None:
    assert Row("en", Expecting.OFFER, "Tuesday\nMary, Tom's mum", "").answer()["option"] == 1
    assert Row("ro", Expecting.OFFER, "Da.\nMaria, mama lui Luca", "").answer() == {"intent": "yes"}
    assert Row("da", Expecting.OFFER, "Ja\nFar slår Emma", "").answer()["intent"] in ("unclear", "distress")
