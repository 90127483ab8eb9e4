"""A process that is stopped finishes what it has in hand: a new version every day leaves no message in doubt."""

import asyncio

import pytest

from bot.workers import Workers
from domain.channels import Outgoing, Sent
from storage import tables as t
from tests.faults.outage import events, logged
from tests.story import Town

MOTHER = "+4500000011"


async def answer_waits(town: Town) -> None:
    """An answer to a family is queued."""
    anna = town.nurse()
    town.times(anna, "2026-05-12T10:00", "2026-05-13T10:00", "2026-05-19T10:00", "2026-05-20T10:00")
    town.family(MOTHER, nurse=anna)
    await town.invite()
    await town.writes(MOTHER, "1")
    await town.service.converser.answer_waiting()


class SlowGateway:
    """Takes a message, and says so only when it is let."""

    def __init__(self, town: Town) -> None:
        self.has_it = asyncio.Event()
        self.may_answer = asyncio.Event()
        self._real = town.phones.send

    async def send(self, message: Outgoing) -> Sent:
        self.has_it.set()
        await self.may_answer.wait()
        return await self._real(message)


async def test_what_is_with_the_gateway_is_written_down_before_the_workers_end(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await answer_waits(town)
    slow = SlowGateway(town)
    monkeypatch.setattr(town.phones, "send", slow.send)
    workers = Workers(town.service)
    workers.start()
    await slow.has_it.wait()
    stopping = asyncio.create_task(workers.stop())
    await asyncio.sleep(0.05)
    assert not stopping.done()
    slow.may_answer.set()
    await stopping
    assert town.rows(t.outbox, "state") == ["sent", "sent"]


async def test_a_gateway_that_never_answers_does_not_keep_a_process_alive(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    await answer_waits(town)
    slow = SlowGateway(town)
    monkeypatch.setattr(town.phones, "send", slow.send)
    workers = Workers(town.service)
    workers.start()
    await slow.has_it.wait()
    with logged() as lines:
        await workers.stop(patience=0.05)
    [line] = events(lines, "worker_cut_off")
    assert line["worker"] == "outbox"
    assert town.rows(t.outbox, "state") == ["sent", "sending"]


async def test_workers_that_never_began_can_be_stopped(town: Town) -> None:
    workers = Workers(town.service)
    workers.wake()
    await workers.stop()
    assert town.rows(t.outbox) == []
