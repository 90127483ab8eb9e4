"""The demo's page without JavaScript: forms that post and come back."""

import re
from datetime import date

import pytest

from app.demo.happenings import EVENTS, MESSAGES
from app.demo.situations import HINTS
from bot.messages.catalogue import TEXTS
from bot.understanding import read
from domain.ids import DANISH, ENGLISH
from domain.replies import Expecting, Option, Unclear
from tests.demo.conftest import OPENING, Client

MAJA = "+4500000001"


async def page(demo: Client, path: str = "/", **form: str) -> str:
    """A page, after a form was sent if one is given."""
    call = demo.session.post if form else demo.session.get
    async with call(demo.base + path, **({"data": form} if form else {})) as response:
        assert response.status == 200
        assert response.content_type == "text/html"
        return await response.text()


async def test_a_newcomer_sees_phones_a_clock_and_the_doors(demo: Client) -> None:
    shown = await page(demo)
    assert re.findall(r"<strong>(\w+)</strong>", shown) == [
        *("Maja", "Jonas", "Priya", "Line", "Peter", "Karen", "Emil"),
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


@pytest.mark.parametrize("phone", ["%2B4520123456", "<script>", "%2B4500999999", "%2B4500000001"])
async def test_a_phone_that_cannot_be_picked_up_changes_nothing(demo: Client, phone: str) -> None:
    shown = await page(demo, f"/?phone={phone}")
    assert shown.count('class="handset"') == 8
    assert "<script>" not in shown


async def test_text_is_shown_and_never_run(demo: Client) -> None:
    shown = await page(demo, f"/demo/page/phones/{MAJA}", text="<b>hej</b><script>alert(1)</script>")
    assert "&lt;script&gt;" in shown
    assert "<script>" not in shown


def test_every_line_of_what_happened_is_about_a_text_that_is() -> None:
    assert {str(key) for key in MESSAGES} <= {str(key) for key in TEXTS}
    assert all(words[0].isupper() and not words.endswith(".") for words in [*EVENTS.values(), *MESSAGES.values()])


@pytest.mark.parametrize("language", [DANISH, ENGLISH])
def test_what_the_page_suggests_is_understood(language: str) -> None:
    """A hint that the bot does not understand would be a bad first impression; the misspelt one asks back by itself."""
    expecting = {
        "TimesOffered": Expecting.OFFER,
        "TimeEchoed": Expecting.CONFIRM,
        "WishAsked": Expecting.TIME,
        "DoorOpen": Expecting.OFFER,
        "ReasonAsked": Expecting.REASON,
        "AlternativeAsked": Expecting.CONFIRM,
        "Reminded": Expecting.REMINDER,
        "RatingAsked": Expecting.RATING,
    }
    weekday = "onsdag" if language == DANISH else "Wednesday"
    wednesday = OPENING.replace(day=6, hour=9)
    for state, hints in HINTS.items():
        if state.__name__ not in expecting:
            continue
        for hint in hints[language]:  # type: ignore[index]
            text = hint.format(weekday=weekday)
            options: tuple[Option, ...] = ()
            if state.__name__ in ("TimesOffered", "DoorOpen"):
                options = (Option(1, start=wednesday), Option(2, start=OPENING.replace(day=7, hour=13)))
            if state.__name__ == "TimeEchoed":
                options = (Option(1, start=wednesday),)
            if state.__name__ == "ReasonAsked":
                from domain.offers import VISIT_REASONS

                options = tuple(Option(n, reason=r) for n, r in enumerate(VISIT_REASONS, 1))
            reading = read(
                text, language=language, expecting=expecting[state.__name__], options=options, now=OPENING
            )
            assert not isinstance(reading.reply, Unclear), (state.__name__, text)
    assert date(2026, 5, 6).weekday() == 2
