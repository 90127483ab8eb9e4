"""Every offer of the sample can be looked at before it is switched on: `texts preview` and `chat` play it for real."""

from datetime import date, datetime

import pytest

from app.settings import load_settings
from app.stage import a_stage
from domain.offers import Shape
from tests.story import COPENHAGEN

[SAMPLE] = load_settings(None, {}, date(2026, 5, 4)).municipalities.values()
SLOTS = [key for key, offer in SAMPLE.offers.items() if offer.shape is Shape.SLOT]


@pytest.mark.parametrize("offer", SLOTS)
async def test_an_offer_of_the_sample_invites_and_books_on_the_stage(offer: str) -> None:
    with a_stage("da", offer, datetime(2026, 5, 4, 8, tzinfo=COPENHAGEN)) as stage:
        [invitation] = await stage.wait()
        about = SAMPLE.offers[offer].about  # type: ignore[index]
        assert all(sentence in invitation.text for language, sentence in about.items() if language == "da")
        assert "Gratis og frivilligt." in invitation.text
        answer = (await stage.hear("1"))[-1].text
        assert "FLYT eller AFLYS" in answer
        assert ("kollega" in answer) == bool(SAMPLE.offers[offer].partner)  # type: ignore[index]
