"""The demo's page without JavaScript: forms that post and come back."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from app.demo.happenings import EVENTS, MESSAGES
from app.demo.showing import Showing
from app.demo.situations import HINTS
from app.demo.town import Town
from bot.desk import Desk
from bot.desk_conversation import answer_family
from bot.flows.course_states import (
    CourseAsked,
    CourseHow,
    CourseListed,
    CourseRating,
    CourseReminded,
    CourseWhen,
    CourseWho,
    SeatOffered,
    course_expecting,
    course_options,
)
from bot.flows.states import (
    AlternativeAsked,
    DoorOpen,
    RatingAsked,
    ReasonAsked,
    Reminded,
    TimeEchoed,
    TimesOffered,
    WishAsked,
)
from bot.messages.catalogue import TEXTS
from bot.understanding import read
from domain.ids import DANISH, ENGLISH, AccountId, CourseId, InvitationId, Language
from domain.offers import VISIT_REASONS
from domain.replies import Expecting, Option, Unclear
from storage import tables as t
from tests.demo.conftest import OPENING, Client

MAJA = "+4500000001"


async def page(demo: Client, path: str = "/", **form: str) -> str:
    """A page, after a form was sent if one is given."""
    method = "POST" if form else "GET"
    async with demo.session.request(method, demo.base + path, data=form or None) as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        return await response.text()


async def test_a_newcomer_sees_phones_a_clock_and_the_doors(demo: Client) -> None:
    shown = await page(demo)
    assert re.findall(r"<strong>(\w+)</strong>", shown) == [
        *("Maja", "Jonas", "Priya", "Line", "Peter", "Karen", "Emil", "Sofie", "Freja", "Nadia"),
        "Unknown",
    ]
    assert "Monday 4 May 2026" in shown
    assert "a reminder for Jonas" in shown
    assert "onsdag passer fint" in shown
    assert "/demo/log-in/nurse" in shown
    assert "/demo/log-in/leader" in shown
    assert "<script>" not in shown
    assert " style=" not in shown


async def test_a_form_writes_from_a_phone(demo: Client) -> None:
    shown = await page(demo, "/demo/page/phones/%2B4500000001", text="onsdag passer fint")
    assert "Anna kommer hjem til jer onsdag 6. maj" in shown
    assert "Visit Wednesday 6 May" in shown
    assert "A visit is booked" in shown


async def test_a_quick_reply_beside_an_empty_field_counts(demo: Client) -> None:
    async with demo.session.post(
        f"{demo.base}/demo/page/phones/{MAJA}", data=[("text", ""), ("text", "0")]
    ) as response:
        assert "Said no" in await response.text()
    assert await demo.state("C01") == "declined"


async def test_an_empty_form_writes_nothing(demo: Client) -> None:
    await page(demo, f"/demo/page/phones/{MAJA}", text="   ")
    assert len(await demo.get(f"/demo/phones/{MAJA}")) == 1


async def test_the_clock_is_moved_by_its_buttons(demo: Client) -> None:
    assert "Passer det?" in await page(demo, "/demo/page/clock", go="next")
    assert (await demo.get("/demo/clock"))["now"] == "2026-05-04T10:00:00+02:00"
    await page(demo, "/demo/page/clock", go="day")
    assert (await demo.get("/demo/clock"))["now"] == "2026-05-05T10:00:00+02:00"
    await page(demo, "/demo/page/clock", go="date", to="2026-05-11")
    assert (await demo.get("/demo/clock"))["now"] == "2026-05-11T08:00:00+02:00"


@pytest.mark.parametrize("day", ["2026-05-01", "", "x", "9999-01-01"])
async def test_a_day_that_cannot_be_gone_to_is_said(demo: Client, day: str) -> None:
    assert 'class="said"' in await page(demo, "/demo/page/clock", go="date", to=day)
    assert (await demo.get("/demo/clock"))["now"] == "2026-05-04T08:00:00+02:00"


async def test_nothing_of_a_family_stands_in_what_happened(demo: Client) -> None:
    await page(demo, f"/demo/page/phones/{MAJA}", text="nej tak, Alma har det fint")
    shown = await page(demo)
    happened = shown[shown.index('id="happened"') : shown.index("Two minutes")]
    assert "family C01" in happened
    for secret in ("Maja", "Alma", "+45", "nej tak"):
        assert secret not in happened


async def test_only_what_is_new_comes_to_a_page_that_asks_for_itself(demo: Client) -> None:
    mark = seen_in(await page(demo))
    htmx = {"HX-Request": "true"}
    changes = f"{demo.base}/demo/changes"
    async with demo.session.get(changes, params={"seen": mark}, headers=htmx) as response:
        assert response.status == 204
    await demo.says(MAJA, "1")
    async with demo.session.get(changes, params={"seen": mark}, headers=htmx) as response:
        parts = await response.text()
    assert 'id="screen-4500000001" class="screen fresh" hx-swap-oob="true"' in parts
    assert 'id="screen-4500000002"' not in parts
    assert seen_in(parts) != mark


async def test_a_message_that_is_about_to_leave_is_news_when_it_arrives(demo: Client, town: Town) -> None:
    """A page may ask between a colleague's commit and the sending: what it has seen by then is not the end."""
    showing = Showing(town)
    before = showing.mark()
    [who] = town.rows(
        select(t.contact.c.family_id, t.contact.c.guardian_id).where(t.contact.c.address == MAJA)
    )
    now = town.clock.now()
    await town.database.work(
        lambda unit: answer_family(
            Desk(unit, town.service.house, AccountId(1), now),
            who.family_id,
            who.guardian_id,
            "Hej Maja",
            DANISH,
        )
    )
    meanwhile = showing.mark()
    await town.settle()
    assert showing.mark() not in (before, meanwhile)
    assert "Hej Maja" in showing.parts("", meanwhile)


def seen_in(html: str) -> str:
    """The mark of what a page has seen."""
    found = re.search(r'id="seen" name="seen" value="([^"]+)"', html)
    assert found is not None
    return found[1]


async def test_another_family_can_be_picked_up(demo: Client) -> None:
    shown = await page(demo)
    number = re.findall(r'<option value="(\+4500\d{6})"', shown)[0]
    picked = await page(demo, f"/?phone={number.replace('+', '%2B')}")
    key = number.removeprefix("+")
    assert f'id="phone-{key}"' in picked
    assert picked.index(f'id="phone-{key}"') < picked.index('id="phone-4500000001"')


@pytest.mark.parametrize("phone", ["%2B4520123456", "<script>", "%2B4500000999", "%2B4500000001"])
async def test_a_phone_that_cannot_be_picked_up_changes_nothing(demo: Client, phone: str) -> None:
    shown = await page(demo, f"/?phone={phone}")
    assert shown.count('class="handset"') == 11
    assert "<script>" not in shown


async def test_text_is_shown_and_never_run(demo: Client) -> None:
    shown = await page(demo, f"/demo/page/phones/{MAJA}", text="<b>hej</b><script>alert(1)</script>")
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown


def test_every_line_of_what_happened_is_about_a_text_that_is() -> None:
    assert {str(key) for key in MESSAGES} <= {str(key) for key in TEXTS}
    assert all(
        words[0].isupper() and not words.endswith(".") for words in [*EVENTS.values(), *MESSAGES.values()]
    )


TWO_TIMES = (
    Option(1, start=OPENING.replace(day=6, hour=9)),
    Option(2, start=OPENING.replace(day=7, hour=13)),
)
COURSE_STATES: dict[type[Any], Any] = {
    **{kind: kind(InvitationId(1)) for kind in (CourseAsked, CourseWhen, CourseWho, CourseHow, CourseListed)},
    **{kind: kind(InvitationId(1), CourseId(1)) for kind in (SeatOffered, CourseReminded, CourseRating)},
}
ASKED: dict[type[Any], tuple[Expecting, tuple[Option, ...]]] = {
    TimesOffered: (Expecting.OFFER, TWO_TIMES),
    DoorOpen: (Expecting.OFFER, (Option(1),)),
    TimeEchoed: (Expecting.CONFIRM, (TWO_TIMES[0], Option(2))),
    WishAsked: (Expecting.TIME, ()),
    ReasonAsked: (Expecting.REASON, tuple(Option(n, reason=one) for n, one in enumerate(VISIT_REASONS, 1))),
    AlternativeAsked: (Expecting.CONFIRM, ()),
    Reminded: (Expecting.REMINDER, (Option(1), Option(2), Option(3))),
    RatingAsked: (Expecting.RATING, ()),
    **{kind: (course_expecting(asked), course_options(asked)) for kind, asked in COURSE_STATES.items()},
}


@pytest.mark.parametrize("language", [DANISH, ENGLISH])
@pytest.mark.parametrize("state", list(ASKED))
def test_what_the_page_suggests_is_understood(state: type[Any], language: Language) -> None:
    """A hint that the bot does not understand would be a bad first impression."""
    expecting, options = ASKED[state]
    for hint in HINTS[state][language]:
        text = hint.format(weekday="onsdag" if language == DANISH else "Wednesday")
        reading = read(text, language=language, expecting=expecting, options=options, now=OPENING)
        assert not isinstance(reading.reply, Unclear), text
