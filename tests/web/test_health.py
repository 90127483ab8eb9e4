"""What an administrator and Prometheus see, and the one line that every request leaves."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from structlog.testing import capture_logs

from domain.channels import ChannelHealth, ChannelName
from domain.ports import StoreTrouble, StoreUnavailable
from domain.settings import CrisisNumbers
from storage import tables as t
from tests.story import HEDENSTED, Phones
from tests.web.office import PASSWORD, Office, Page, office_on
from web.application import make_app
from web.health import checks_of
from web.ports import Check

PHONE = "+4500000012"


def tick(office: Office, at: datetime) -> None:
    def write(connection: Connection) -> None:
        connection.execute(t.tick.delete())
        connection.execute(t.tick.insert(), {"name": "due", "at": at})

    office.town.database.write_now(write)


class SickPhones(Phones):
    """A gateway whose token is wrong."""

    async def health(self) -> ChannelHealth:
        return ChannelHealth(False, "the token was refused; set a new one")


async def asked_after(office: Office, checks: tuple[Any, ...]) -> Page:
    """``readyz`` of an installation with these checks."""
    await office.server.close()
    office.reopen(make_app(replace(office.services, checks=checks)))
    await office.server.start_server()
    return await office.visitor().opens("/readyz")


async def ready(office: Office, **asked: Any) -> tuple[int, dict[str, str]]:
    """The status and the reasons of ``readyz`` with these checks."""
    town = office.town
    schema = asked.pop("schema", lambda connection: None)
    channels = asked.pop("channels", {(HEDENSTED, ChannelName.SIMULATED): town.phones})
    checks = checks_of(town.database, town.clock, channels, schema, **asked)
    page = await asked_after(office, checks)
    found = json.loads(page.html)
    assert (page.status == 200) == (found["status"] == "ready")
    return page.status, found["checks"]


async def test_alive(office: Office) -> None:
    page = await office.visitor().opens("/healthz")
    assert (page.status, json.loads(page.html)) == (200, {"status": "ok"})


async def test_ready_when_everything_is_well(office: Office) -> None:
    tick(office, office.town.clock.now() - timedelta(seconds=20))
    status, checks = await ready(office)
    assert status == 200
    assert checks == {"database": "ok", "schema": "ok", "clock": "ok", "hedensted/simulated": "ok"}


async def test_not_ready_names_every_reason(office: Office) -> None:
    status, checks = await ready(
        office,
        schema=lambda connection: "is old: run thousand-days db upgrade",
        channels={(HEDENSTED, ChannelName.GATEWAYAPI): SickPhones(office.town.clock)},
        off={(HEDENSTED, ChannelName.TWILIO): ("THOUSAND_DAYS_HEDENSTED_TWILIO_AUTH_TOKEN",)},
    )
    assert status == 503
    assert checks == {
        "database": "ok",
        "schema": "is old: run thousand-days db upgrade",
        "clock": "has never ticked: start a process with the role clock",
        "hedensted/gatewayapi": "the token was refused; set a new one",
        "hedensted/twilio": "is off: set THOUSAND_DAYS_HEDENSTED_TWILIO_AUTH_TOKEN",
    }


async def test_a_clock_that_has_stopped_is_named(office: Office) -> None:
    tick(office, office.town.clock.now() - timedelta(minutes=7))
    status, checks = await ready(office)
    assert status == 503
    assert "last ticked 7 minutes ago" in checks["clock"]


async def test_a_check_that_breaks_is_a_reason_without_details(office: Office) -> None:
    class Broken:
        name = "broken"

        async def __call__(self) -> Check:
            raise RuntimeError("password=hunter2")

    page = await asked_after(office, (Broken(),))
    assert page.status == 503
    assert "hunter2" not in page.html
    assert json.loads(page.html)["checks"] == {"broken": "cannot be asked (RuntimeError)"}


async def test_many_who_ask_are_one_question_to_a_gateway(office: Office) -> None:
    asked: list[None] = []

    class Counting(Phones):
        async def health(self) -> ChannelHealth:
            asked.append(None)
            return ChannelHealth(True)

    channels = {(HEDENSTED, ChannelName.SIMULATED): Counting(office.town.clock)}
    await ready(office, channels=channels)
    for _ in range(5):
        await office.visitor().opens("/readyz")
    assert len(asked) == 1


async def test_metrics_tell_what_waits_and_what_was_done(office: Office) -> None:
    town = office.town
    days = (8, 11, 12, 13, 15, 18)
    town.times(office.anna, *(f"2026-05-{day:02}T{hour:02}:00" for day in days for hour in (9, 13)))
    town.family(PHONE, nurse=office.anna)
    town.family("+4500000013", nurse=office.anna)
    await town.invite()
    await town.says(PHONE, "1")
    await town.writes("+4500000013", "hej")
    office.task("hand_over", town.rows(t.family, "id")[0], office.anna)
    town.clock.at += timedelta(seconds=90)
    text = (await office.visitor().opens("/metrics")).html
    for line in (
        'thousand_days_inbound_messages{channel="simulated",state="done"} 1.0',
        'thousand_days_inbound_messages{channel="simulated",state="new"} 1.0',
        'thousand_days_outbound_messages{status="sent"} 3.0',
        'thousand_days_bookings{state="booked"} 1.0',
        'thousand_days_handovers_waiting{kind="hand_over"} 1.0',
        'thousand_days_queue_age_seconds{queue="inbox"} 90.0',
        'thousand_days_queue_age_seconds{queue="outbox"} 0.0',
        'thousand_days_step_seconds{quantile="0.95"} 0.0',
    ):
        assert line in text, line
    again = (await office.visitor().opens("/metrics")).html
    assert 'thousand_days_requests_total{method="GET",route="/metrics",status="200"} 1.0' in again
    assert PHONE not in again


async def test_each_request_leaves_one_line_without_anything_personal(office: Office) -> None:
    family = office.town.family(PHONE, nurse=office.anna, name="Alma")
    anna = await office.logged_in("anna")
    with capture_logs() as lines:
        await anna.opens(f"/families/{family}?phone={PHONE}")
        page = await anna.opens(f"/families/{family}")
        await anna.presses(page, "Send", text="En hemmelighed", language="da")
        await anna.opens(f"/{PHONE}/Alma")
    requests = [line for line in lines if line["event"] == "request"]
    routes = [(line["method"], line["route"], line["status"]) for line in requests]
    assert routes == [
        ("GET", "/families/{family}", 200),
        ("GET", "/families/{family}", 200),
        ("POST", "/families/{family}/answer", 303),
        ("GET", "/families/{family}", 200),
        ("GET", "(none)", 404),
    ]
    account = office.town.rows(t.account, "id", login="anna")[0]
    assert {line.get("account") for line in requests[:4]} == {account}
    for secret in (PHONE, "0000012", "Alma", "hemmelighed", PASSWORD, f"/families/{family}"):
        assert secret not in repr(lines)


async def test_an_error_of_ours_tells_nothing(tmp_path: Path) -> None:
    class Breaking:
        async def session(self, token: str, now: datetime, *, clicked: bool = True) -> None:
            raise ValueError(f"Alma {PHONE}")

    async with office_on(tmp_path, accounts=Breaking()) as office:
        with capture_logs() as lines:
            page = await office.visitor().opens("/today", Cookie="thousand_days=x")
    assert page.status == 500
    assert "Noget gik galt hos os" in page.words
    assert PHONE not in page.html + repr(lines)
    assert "Alma" not in page.html + repr(lines)
    (told,) = [line for line in lines if line["event"] == "request_failed"]
    assert told["error"] == "ValueError"
    assert "test_health.py" in told["at"]


async def test_a_full_disk_is_told_plainly_and_nothing_is_pretended(tmp_path: Path) -> None:
    class Full:
        async def session(self, token: str, now: datetime, *, clicked: bool = True) -> None:
            raise StoreUnavailable(StoreTrouble.FULL)

    async with office_on(tmp_path, accounts=Full()) as office:
        with capture_logs() as lines:
            page = await office.visitor().opens("/today", Cookie="thousand_days=x")
    assert page.status == 503
    assert "Det, du sendte, er ikke gemt" in page.words
    assert [line["why"] for line in lines if line["event"] == "store_unavailable"] == ["full"]


async def test_errors_are_danish_pages_for_people_and_short_lines_for_machines(office: Office) -> None:
    anna = await office.logged_in("anna")
    page = await anna.opens("/nowhere")
    assert (page.status, "Siden findes ikke" in page.words) == (404, True)
    plain = await anna.opens("/nowhere", Accept="*/*")
    assert (plain.status, plain.html) == (404, "404\n")


async def test_old_crisis_numbers_are_named_and_stop_nothing(office: Office) -> None:
    tick(office, office.town.clock.now())
    old = CrisisNumbers(
        "112", "Prøvevagten 00 00 02 00", office.town.clock.now().date() - timedelta(days=400)
    )
    settings = replace(office.town.settings, crisis=old)
    status, checks = await ready(office, municipalities=(settings,))
    assert status == 200
    assert checks["hedensted/crisis"] == (
        "nobody has checked crisis.regional for a year; call it and set checked_on"
    )
    _, checks = await ready(office, municipalities=(office.town.settings,))
    assert checks["hedensted/crisis"] == "ok"
