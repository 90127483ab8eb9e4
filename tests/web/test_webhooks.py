"""A gateway calls: stored and answered as that gateway expects, or refused with nothing stored."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import pytest
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator

from bot.channels.kannel import KannelChannel, KannelSettings
from bot.channels.twilio import TwilioChannel, TwilioSettings
from bot.inbox import Inbox
from bot.messages.segments import is_gsm7
from domain.channels import Channel, ChannelName
from domain.ports import StoreTrouble, StoreUnavailable
from storage import tables as t
from tests.story import HEDENSTED
from tests.web.office import Office, office_on
from web.application import make_app

PUBLIC_URL = "https://booking.example.dk"
PHONE = "+4500000012"
TOKEN = "an invented token"
SECRET = "an-invented-secret"
TWILIO = "/webhooks/hedensted/twilio"
KANNEL = "/webhooks/hedensted/kannel/inbound"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """A town that Twilio and Kannel can call."""
    async with office_on(tmp_path, public_url=PUBLIC_URL) as office:
        yield office


@pytest.fixture
async def gateways(office: Office) -> AsyncIterator[list[None]]:
    """The two gateways are on; returns a list with one entry for each time the workers were woken."""
    woken: list[None] = []
    twilio = TwilioChannel(TwilioSettings("AC1", TOKEN, f"{PUBLIC_URL}{TWILIO}", sender="+4500000001"))
    kannel = KannelChannel(
        KannelSettings("user", "word", SECRET, "1234", f"{PUBLIC_URL}/webhooks/hedensted/kannel"), is_gsm7
    )
    channels: dict[tuple[object, ChannelName], Channel] = {
        (HEDENSTED, ChannelName.TWILIO): twilio,
        (HEDENSTED, ChannelName.KANNEL): kannel,
    }
    municipalities = {HEDENSTED: office.town.settings}
    inbox = Inbox(office.town.database, municipalities, channels, office.town.clock)  # type: ignore[arg-type]
    await office.server.close()
    office.reopen(make_app(replace(office.services, inbox=inbox, wake=lambda: woken.append(None))))
    await office.server.start_server()
    yield woken
    await twilio.close()
    await kannel.close()


def signed(form: dict[str, str]) -> dict[str, str]:
    """The header with which Twilio proves that it is Twilio."""
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC_URL}{TWILIO}", form)
    return {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}


FORM = {"MessageSid": "SM1", "From": PHONE, "To": "+4500000001", "Body": "Ja tak, tirsdag", "NumMedia": "0"}


async def test_a_reply_is_stored_and_the_workers_are_woken(office: Office, gateways: list[None]) -> None:
    client = office.visitor().client
    for _ in range(2):
        async with client.post(TWILIO, data=urlencode(FORM), headers=signed(FORM)) as answer:
            assert answer.status == 200
            assert answer.content_type == "text/xml"
            assert (await answer.text()).endswith("<Response/>")
    (row,) = office.town.rows(t.inbox)
    assert (row.provider_id, row.sender, row.text, row.state) == ("SM1", PHONE, "Ja tak, tirsdag", "new")
    assert len(gateways) == 2


async def test_a_forged_call_is_403_and_nothing_is_stored(office: Office, gateways: list[None]) -> None:
    client = office.visitor().client
    async with client.post(TWILIO, data=urlencode(FORM | {"Body": "nej"}), headers=signed(FORM)) as answer:
        assert answer.status == 403
    async with client.get(KANNEL, params={"secret": "guessed", "from": PHONE}) as answer:
        assert answer.status == 403
    assert office.town.rows(t.inbox) == []
    assert gateways == []
    metrics = (await office.visitor().opens("/metrics")).html
    assert 'thousand_days_webhooks_total{channel="twilio",outcome="forged"} 1.0' in metrics
    assert 'thousand_days_webhooks_total{channel="kannel",outcome="forged"} 1.0' in metrics


async def test_a_call_that_cannot_be_read_is_400(office: Office, gateways: list[None]) -> None:
    async with office.visitor().client.get(KANNEL, params={"secret": SECRET}) as answer:
        assert answer.status == 400
    assert office.town.rows(t.inbox) == []
    metrics = (await office.visitor().opens("/metrics")).html
    assert 'thousand_days_webhooks_total{channel="kannel",outcome="malformed"} 1.0' in metrics


@pytest.mark.usefixtures("gateways")
async def test_where_a_channel_is_off_there_is_nothing(office: Office) -> None:
    client = office.visitor().client
    for path in (
        "/webhooks/hedensted/gatewayapi",
        "/webhooks/hedensted/telegram",
        "/webhooks/nowhere/twilio",
    ):
        async with client.post(path, data=b"{}") as answer:
            assert answer.status == 404, path
    assert (await office.visitor().opens("/webhooks/hedensted/twilio")).status == 405


@pytest.mark.usefixtures("gateways")
async def test_the_log_of_a_call_holds_no_number_and_no_text(office: Office) -> None:
    with capture_logs() as lines:
        client = office.visitor().client
        async with client.get(KANNEL, params={"secret": SECRET, "from": PHONE, "text": "Alma er syg"}):
            pass
    assert [line["route"] for line in lines if line["event"] == "request"] == [
        "/webhooks/{municipality}/kannel/inbound"
    ]
    for secret in (PHONE, "0000012", "Alma", SECRET):
        assert secret not in repr(lines)


async def test_a_reply_that_cannot_be_stored_is_not_acknowledged(office: Office) -> None:
    class Full:
        async def accept(self, *asked: object) -> None:
            raise StoreUnavailable(StoreTrouble.FULL)

    await office.server.close()
    office.reopen(make_app(replace(office.services, inbox=Full())))  # type: ignore[arg-type]
    await office.server.start_server()
    async with office.visitor().client.post(TWILIO, data=urlencode(FORM)) as answer:
        assert (answer.status, await answer.text()) == (503, "503\n")


async def test_what_is_far_too_large_is_refused(office: Office, gateways: list[None]) -> None:
    async with office.visitor().client.post(TWILIO, data=b"x" * 300_000, headers=signed(FORM)) as answer:
        assert answer.status == 413
    assert gateways == []
