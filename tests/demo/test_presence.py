"""A newcomer sees a talk at a daycare booked by a parent from the message of the same morning."""

from sqlalchemy import select

from app.demo.town import Town
from storage import tables as t
from tests.demo.conftest import Client

SOFIE = "%2B4500000008"


async def test_a_talk_is_booked_from_the_same_mornings_message(demo: Client, town: Town) -> None:
    week_before = await demo.get(f"/demo/phones/{SOFIE}")
    assert [bubble["text"].split(" kl.")[0] for bubble in week_before] == [
        "Hej fra Sundhedsplejen i Hedensted. Dorte er i Tippen i Løsning tirsdag 5. maj"
    ]
    await demo.post("/demo/clock", {"to": "2026-05-05T08:30:00+02:00"})
    screen = await demo.get(f"/demo/phones/{SOFIE}")
    assert screen[-1]["at"].startswith("2026-05-05T08:00")
    assert "kl. 15.15-16.30" in screen[-1]["text"]
    assert (await demo.says(SOFIE, "1")).startswith("Tak. Dorte er klar tirsdag 5. maj kl. 1")
    assert (await demo.says(SOFIE, "1")).startswith("Godt, vi beder pædagogen komme med.")
    [talk] = town.rows(select(t.booking).where(t.booking.c.offer == "advice"))
    wished = town.rows(select(t.talk_wish.c.invitation_id))
    assert [row.invitation_id for row in wished] == [talk.invitation_id]
    async with demo.session.get(f"{demo.base}/") as response:
        assert "Talk Tuesday 5 May" in await response.text()


async def test_the_other_phones_of_the_page_hear_of_visits_alone(demo: Client) -> None:
    for number in range(1, 8):
        for bubble in await demo.get(f"/demo/phones/%2B450000000{number}"):
            assert "Kig forbi" not in bubble["text"]
