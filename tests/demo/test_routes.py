"""The demo as programs use it: the stories of its contract, and what is refused."""

from datetime import date

import aiohttp
import pytest

from app.demo.town import Town
from reports.exports import build
from reports.query import ExportQuery, ExportRefused
from tests.demo.conftest import Client
from web.application import ROUTES

MAJA, JONAS, PRIYA, LINE, PETER, KAREN, EMIL = (f"+450000000{digit}" for digit in range(1, 8))


async def test_families_are_listed_with_their_phones_and_invitations(demo: Client) -> None:
    families = await demo.get("/demo/families")
    assert len(families) == 38
    by_ref = {one["family"]: one for one in families}
    assert by_ref["C04"] == {
        "family": "C04",
        "numbers": [LINE, PETER],
        "language": "da",
        "invitations": [{"offer": "visit-18m", "state": "sent"}],
    }
    assert by_ref["C03"]["language"] == "en"
    assert by_ref["C02"]["invitations"][0]["state"] == "accepted"
    assert by_ref["C05"]["invitations"][0]["state"] == "declined"


async def test_a_phone_remembers_what_it_read_and_wrote(demo: Client) -> None:
    screen = await demo.get(f"/demo/phones/{EMIL}")
    assert [bubble["from"] for bubble in screen[:3]] == ["service", "family", "service"]
    assert screen[0]["at"].startswith("2026-04-16T1")
    assert [bubble["at"] for bubble in screen] == sorted(bubble["at"] for bubble in screen)


async def test_from_invitation_to_rebooked_visit(demo: Client) -> None:
    """The story of "Done when": words book, the reminder comes with the clock, "kan ikke" frees and rebooks."""
    assert "onsdag 6. maj" in await demo.last(MAJA)
    booked = await demo.says(MAJA, "onsdag passer fint")
    assert "Anna kommer hjem til jer onsdag 6. maj" in booked
    assert await demo.state("C01") == "accepted"

    moved = await demo.post("/demo/clock", {"to": "2026-05-05T18:00"})
    assert moved["now"] == "2026-05-05T18:00:00+02:00"
    assert (await demo.last(MAJA)).startswith("Vi ses snart: Anna kommer onsdag 6. maj")

    freed = await demo.says(MAJA, "kan ikke")
    assert freed.startswith("Det er helt i orden. Vi finder en ny tid:")
    assert (await demo.says(MAJA, "1")).startswith("Aftalen er flyttet.")


async def test_the_reminder_comes_three_days_before(demo: Client) -> None:
    clock = await demo.get("/demo/clock")
    assert clock == {"now": "2026-05-04T08:00:00+02:00", "next": "2026-05-04T10:00:00+02:00"}
    await demo.post("/demo/clock", {"to": clock["next"]})
    assert (await demo.last(JONAS)).startswith(
        "Hej fra Sundhedsplejen i Hedensted. Anna kommer torsdag 7. maj"
    )


async def test_a_no_and_its_reason_are_in_the_leaders_export(demo: Client, town: Town) -> None:
    before = declines(town)
    await demo.says(PRIYA, "no thanks")
    await demo.says(PRIYA, "4")
    after = declines(town)
    assert after["enough_contact"] == before.get("enough_contact", 0) + 1


def declines(town: Town) -> dict[str, int]:
    """The reasons of the leader's export, with their counts."""
    query = ExportQuery(date(2026, 1, 1), date(2026, 12, 31))
    table = town.database.read_now(lambda connection: build("declines", connection, query))
    assert not isinstance(table, ExportRefused)
    names = [column.name for column in table.columns]
    found: dict[str, int] = {}
    for row in table.rows:
        one = dict(zip(names, row, strict=True))
        found[str(one["reason"])] = found.get(str(one["reason"]), 0) + int(str(one["count"]))
    return found


async def test_the_nurse_sees_the_visit_and_the_leader_the_numbers(demo: Client) -> None:
    await demo.says(MAJA, "onsdag passer fint")
    nurse = await logged_in(demo, "nurse")
    assert "Demo:" in nurse
    assert "Alma" in nurse
    leader = await logged_in(demo, "leader")
    assert "visit-18m" in leader or "1½" in leader


async def logged_in(demo: Client, who: str) -> str:
    """The first page behind a log-in."""
    async with demo.session.post(f"{demo.base}/demo/log-in/{who}") as response:
        assert response.status == 200
        return await response.text()


async def test_a_session_outlives_months_of_the_clock(demo: Client) -> None:
    await logged_in(demo, "nurse")
    await demo.post("/demo/clock", {"to": "2026-07-01T08:00"})
    async with demo.session.get(f"{demo.base}/today", allow_redirects=False) as response:
        assert response.status == 200


async def test_two_parents_the_first_stands_and_both_are_told(demo: Client) -> None:
    assert "Anna kommer hjem til jer" in await demo.says(LINE, "1")
    assert "Der er nu aftalt besøg" in await demo.last(PETER)
    assert "Den står ved magt" in await demo.says(PETER, "2")


async def test_a_stranger_is_answered_once_and_kept_apart(demo: Client) -> None:
    stranger = "+4500999999"
    assert await demo.get(f"/demo/phones/{stranger}") == []
    assert "Sundhedsplejen i Hedensted" in await demo.says(stranger, "hvem er du? jeg har ingen børn")
    assert await demo.says(stranger, "hallo") == ""
    assert [one["from"] for one in await demo.get(f"/demo/phones/{stranger}")] == [
        "family",
        "service",
        "family",
    ]


async def test_a_picture_is_not_stored(demo: Client) -> None:
    assert await demo.says(MAJA, None) != ""
    assert (await demo.get(f"/demo/phones/{MAJA}"))[-2] == {
        "at": "2026-05-04T08:00:00+02:00",
        "from": "family",
        "text": "📷",
    }


async def test_stop_is_kept_while_the_clock_moves(demo: Client) -> None:
    await demo.says(MAJA, "STOP")
    before = await demo.get(f"/demo/phones/{MAJA}")
    await demo.post("/demo/clock", {"to": "2026-06-20T08:00"})
    assert await demo.get(f"/demo/phones/{MAJA}") == before


async def test_silence_ends_as_no_contact_after_three_messages(demo: Client) -> None:
    await demo.post("/demo/clock", {"to": "2026-06-30T08:00"})
    screen = await demo.get(f"/demo/phones/{MAJA}")
    assert len(screen) == 3
    assert await demo.state("C01") == "no_contact"


@pytest.mark.parametrize(
    "body",
    [
        {"to": "2026-05-04T07:59"},
        {"to": "2026-05-04T07:59:59+02:00"},
        {"to": "1999-01-01"},
        {"to": "2040-01-01"},
        {"to": "tomorrow"},
        {"to": ""},
        {"to": 12},
        {"to": None},
        {},
        [],
        "2026-05-05",
        None,
    ],
)
async def test_a_clock_that_is_moved_back_or_nowhere_is_refused_with_a_sentence(
    demo: Client, body: object
) -> None:
    answer = await demo.post("/demo/clock", body, status=400)
    assert answer["error"].endswith((".", "hour."))
    assert (await demo.get("/demo/clock"))["now"] == "2026-05-04T08:00:00+02:00"


async def test_the_clock_may_be_moved_to_where_it_is(demo: Client) -> None:
    assert (await demo.post("/demo/clock", {"to": "2026-05-04T06:00:00Z"}))["stops"] == 0


@pytest.mark.parametrize("number", ["+4520123456", "4500000001", "+45000000011", "+450000000x", "maja"])
async def test_numbers_that_somebody_could_have_are_refused(demo: Client, number: str) -> None:
    await demo.post(f"/demo/phones/{number}", {"text": "1"}, status=400)
    async with demo.session.get(f"{demo.base}/demo/phones/{number}") as response:
        assert response.status == 400


@pytest.mark.parametrize(
    "body", [{}, {"text": ""}, {"text": "  "}, {"text": 1}, {"text": "x" * 2001}, [], "1"]
)
async def test_a_phone_that_writes_nothing_is_refused(demo: Client, body: object) -> None:
    await demo.post(f"/demo/phones/{MAJA}", body, status=400)
    assert len(await demo.get(f"/demo/phones/{MAJA}")) == 1


async def test_a_body_that_is_no_json_is_refused(demo: Client) -> None:
    async with demo.session.post(f"{demo.base}/demo/clock", data=b"\xff{") as response:
        assert response.status == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_pages_from_elsewhere_are_refused(demo: Client, headers: dict[str, str]) -> None:
    for path in ("/demo/clock", f"/demo/phones/{MAJA}", "/demo/log-in/leader"):
        async with demo.session.post(
            demo.base + path, json={"to": "2026-05-05", "text": "0"}, headers=headers
        ) as response:
            assert response.status == 403
    async with demo.session.get(f"{demo.base}/demo/families", headers=headers) as response:
        assert response.status == 403


async def test_another_machine_is_refused(demo: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aiohttp.web.BaseRequest, "remote", "192.0.2.7")
    await demo.post("/demo/clock", {"to": "2026-05-05"}, status=403)


def test_outside_the_demo_its_routes_are_not_there() -> None:
    assert [route.path for route in ROUTES if route.path.startswith("/demo")] == []
