"""Nothing of a family reaches a log, at any level, whatever happens; nor the words of an error."""

import io
import logging
import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from app.logs import set_up_logs
from app.settings.values import LogFormat, LogLevel
from bot import conversing
from domain.channels import (
    ChannelName,
    GatewayDown,
    Interrupted,
    Medium,
    MessageRefused,
    NumberInvalid,
    Receipt,
    ReceiptStatus,
    Received,
)
from domain.ids import OutboxId
from domain.replies import Reading
from storage import tables as t
from tests.faults.outage import forget_log_settings
from tests.story import COPENHAGEN, HEDENSTED, Town

PHONES = tuple(f"+45000000{number}" for number in range(11, 19))
STRANGER = "+4500000099"
NAMES = ("Alma", "Anna", "Birgitte Testesen")
POISON = "Alma og Birgitte Testesen bor på en hemmelig vej 12"


@pytest.fixture
def product_logs(caplog: pytest.LogCaptureFixture) -> Iterator[Callable[[], str]]:
    """The product's own logs at the most talkative level, libraries at those it keeps them at; what stands in them."""
    caplog.set_level(logging.DEBUG)
    levels = {name: logging.getLogger(name).level for name in ("sqlalchemy", "psycopg")}
    for name in levels:
        logging.getLogger(name).setLevel(logging.WARNING)
    forget_log_settings()
    lines = io.StringIO()
    with redirect_stderr(lines):
        set_up_logs(LogLevel.DEBUG, LogFormat.JSON)
    formatter = logging.Formatter("%(name)s %(message)s")

    def logged() -> str:
        return lines.getvalue() + "\n".join(formatter.format(one) for one in caplog.records)

    yield logged
    forget_log_settings()
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


async def everything_happens(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """A family for each story, and every fault that writes a line."""
    anna = town.nurse("Anna")
    days = ("12", "13", "18", "19", "20", "21", "22", "26", "27", "28", "29")
    town.times(anna, *(f"2026-05-{day}T{hour}:00" for day in days for hour in ("08", "10", "13", "15")))
    for phone in PHONES:
        family = town.family(phone, nurse=anna)
        [guardian] = town.rows(t.guardian, "id", family_id=family)
        town.change(t.guardian, guardian, name="Birgitte Testesen")
    await town.invite()
    breaks_on_poison(monkeypatch)
    replies = (
        "onsdag passer fint",
        "nej tak, vi har for travlt",
        "STOP",
        "jeg orker ikke livet mere",
        "hvem er du? jeg har ingen børn",
        "vi bor i Vejle nu",
        POISON,
        "Vil gerne tale med et menneske om Alma",
    )
    for phone, said in zip(PHONES, replies, strict=True):
        await town.writes(phone, said)
    await town.writes(STRANGER, "hvem er det her, spørger en fremmed")
    failures = (GatewayDown, Interrupted, MessageRefused, NumberInvalid, ZeroDivisionError)
    town.phones.failing = [failure() for failure in failures]
    await town.service.settle()
    await town.pass_until(datetime(2026, 5, 13, 12, tzinfo=COPENHAGEN))
    await town.says(PHONES[0], "kan ikke alligevel")
    await town.says(PHONES[0], "1")
    receipts = tuple(
        Receipt(status, OutboxId(row.id), error="UNDELIV 001")
        for row, status in zip(town.rows(t.outbox, state="sent"), list(ReceiptStatus) * 9, strict=False)
    )
    await town.service.inbox.store(HEDENSTED, ChannelName.SIMULATED, Medium.SMS, Received((), receipts))
    await town.pass_until(town.clock.at + timedelta(days=45))


def breaks_on_poison(monkeypatch: pytest.MonkeyPatch) -> None:
    """Understanding raises for one text, with the text in its words."""
    real: Callable[..., Reading] = conversing.read

    def read(said: str, **about: Any) -> Reading:
        if said == POISON:
            raise ValueError(said)
        return real(said, **about)

    monkeypatch.setattr(conversing, "read", read)


def told_of_families(town: Town) -> set[str]:
    """Everything that must stand in no log: numbers, names, and each line of each text."""
    texts = [*town.rows(t.inbox, "text"), *town.rows(t.outbox, "text")]
    lines = {line.strip() for one in texts for line in (one or "").splitlines()}
    digits = {phone.removeprefix("+45") for phone in (*PHONES, STRANGER)}
    return {line for line in lines if len(line) > 3} | digits | set(NAMES) | {POISON}


async def test_no_line_of_any_log_tells_of_a_family(
    town: Town, monkeypatch: pytest.MonkeyPatch, product_logs: Callable[[], str]
) -> None:
    await everything_happens(town, monkeypatch)
    logged = product_logs()
    for event in ("batch_failed", "reply_failed", "send_failed", "send_broke"):
        assert f'"{event}"' in logged, f"nothing was logged of {event}: the test looks in the wrong place"
    found = [secret for secret in told_of_families(town) if secret in logged]
    assert found == []
    assert re.findall(r"\+45\d{4,}", logged) == []


async def test_no_words_of_a_database_error_tell_of_a_family(town: Town) -> None:
    values = {"id": 1, "municipality": HEDENSTED, "family_id": 1, "guardian_id": 1, "medium": "sms"}
    twice = [values | {"address": PHONES[0]}, values | {"address": PHONES[0]}]
    somebody = {"address": PHONES[0], "name": "Birgitte Testesen"}
    nowhere = text("INSERT INTO nowhere (address, name) VALUES (:address, :name)")
    work: tuple[Callable[[Any], Any], ...] = (
        lambda connection: connection.execute(insert(t.contact), twice),
        lambda connection: connection.execute(nowhere, somebody),
    )
    for one in work:
        with pytest.raises(Exception) as told:  # noqa: PT011 - each engine has its own
            await town.database.write(one)
        shown = "".join(traceback.format_exception(told.value))
        assert PHONES[0] not in shown
        assert "Birgitte" not in shown
