"""The contract of messages in and out, on both databases: stored once, claimed with a lease, recorded once."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest

from domain.channels import ChannelName, Inbound, Medium, Receipt, ReceiptStatus, Received
from domain.ids import FamilyId, Municipality, Number, OutboxId
from domain.outcomes import MessageState
from domain.ports import SendRecord
from domain.records import Waiting
from storage import tables as t
from tests.story import HEDENSTED, MONDAY, Town

MOTHER, FATHER = "+4500000011", "+4500000012"
LEASE = timedelta(minutes=5)
S = ReceiptStatus


async def waiting_answer(town: Town) -> int:
    """An answer to a mother waits to be sent; the number of its message."""
    anna = town.nurse()
    town.times(anna, "2026-05-12T10:00", "2026-05-13T10:00", "2026-05-19T10:00", "2026-05-20T10:00")
    town.family(MOTHER, nurse=anna)
    await town.invite()
    await town.writes(MOTHER, "1")
    await town.service.converser.answer_waiting()
    number: int = town.rows(t.outbox, "id")[-1]
    return number


async def claim(town: Town) -> list[Waiting]:
    """What is due now, leased for five minutes."""
    now = town.clock.at
    return await town.database.work(lambda unit: unit.claim_messages(now, now + LEASE, 100))


async def record(town: Town, *sends: SendRecord) -> None:
    """What became of them."""
    await town.database.work(lambda unit: unit.record_sends(sends, town.clock.at))


def became(message: Waiting, state: MessageState, error: str = "") -> SendRecord:
    """The record of one claimed message; one that waits is tried again in a week."""
    again = MONDAY + timedelta(days=7) if state is MessageState.QUEUED else None
    return (message.id, state, f"p{message.id}", error, again, ChannelName.SIMULATED, message.attempts)


async def receive(town: Town, *receipts: Receipt, channel: ChannelName = ChannelName.SIMULATED) -> None:
    """The gateway reports."""
    await town.service.inbox.store(HEDENSTED, channel, Medium.SMS, Received((), receipts))


def row(town: Town, number: int) -> Any:
    """The message as it stands."""
    return town.rows(t.outbox, id=number)[0]


# A claim is a lease.


async def test_a_claimed_message_is_nobody_elses_until_its_lease_is_over(town: Town) -> None:
    number = await waiting_answer(town)
    [first] = await claim(town)
    assert (first.id, first.attempts, first.was_interrupted, first.may_have_left) == (number, 1, False, False)
    assert await claim(town) == []
    town.clock.at += LEASE
    [second] = await claim(town)
    assert (second.attempts, second.was_interrupted, second.may_have_left) == (2, True, False)
    town.clock.at += LEASE
    [third] = await claim(town)
    assert (third.attempts, third.was_interrupted, third.may_have_left) == (3, True, True)


async def test_an_interrupted_answer_is_sent_once_more_and_then_stays_in_doubt(town: Town) -> None:
    number = await waiting_answer(town)
    for _ in range(2):
        await claim(town)
        town.clock.at += LEASE
    before = len(town.reads(MOTHER))
    await town.service.settle()
    assert row(town, number).state == "in_doubt"
    assert len(town.reads(MOTHER)) == before


async def test_that_it_may_have_left_is_not_forgotten_over_a_gateway_that_is_down(town: Town) -> None:
    number = await waiting_answer(town)
    await claim(town)
    town.clock.at += LEASE
    [again] = await claim(town)
    await record(town, became(again, MessageState.QUEUED, "gateway_down"))
    assert row(town, number).error == "interrupted"


async def test_a_host_that_comes_back_after_its_lease_undoes_nothing(town: Town) -> None:
    number = await waiting_answer(town)
    [late] = await claim(town)
    town.clock.at += LEASE
    [mine] = await claim(town)
    await record(town, became(late, MessageState.QUEUED, "gateway_down"))
    assert row(town, number).state == "sending"
    await record(town, became(late, MessageState.DROPPED, "too_late"))
    assert row(town, number).state == "sending"
    # But that the gateway has it is true, whoever handed it over.
    await record(town, became(late, MessageState.SENT))
    assert row(town, number).state == "sent"
    await record(town, became(mine, MessageState.QUEUED, "gateway_down"))
    assert (row(town, number).state, row(town, number).error) == ("sent", None)


# Receipts.


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        ((S.BUFFERED,), "sent"),
        ((S.DELIVERED,), "delivered"),
        ((S.BUFFERED, S.DELIVERED, S.DELIVERED), "delivered"),
        ((S.DELIVERED, S.BUFFERED), "delivered"),
        ((S.DELIVERED, S.FAILED), "delivered"),
        ((S.FAILED, S.DELIVERED), "failed"),
        ((S.UNREACHABLE, S.DELIVERED), "failed"),
    ],
)
async def test_the_first_final_receipt_stands_before_and_after_our_own_record(
    town: Town, statuses: Sequence[ReceiptStatus], state: str
) -> None:
    number = await waiting_answer(town)
    [claimed] = await claim(town)
    receipts = [Receipt(status, OutboxId(number), error="code 7") for status in statuses]
    await receive(town, *receipts)
    await record(town, became(claimed, MessageState.SENT))
    found = row(town, number)
    assert (found.state, found.provider_id, found.sent_at) == (state, f"p{number}", town.clock.at)
    assert (found.delivered_at is not None) is (state == "delivered")
    await receive(town, *receipts)
    assert row(town, number) == found


async def test_a_receipt_after_an_interrupted_send_stops_the_second_one(town: Town) -> None:
    number = await waiting_answer(town)
    await claim(town)
    await receive(town, Receipt(S.DELIVERED, OutboxId(number)))
    town.clock.at += LEASE
    assert await claim(town) == []
    assert row(town, number).state == "delivered"


async def test_a_receipt_of_nothing_we_know_changes_nothing(town: Town) -> None:
    number = await waiting_answer(town)
    await town.service.outbox.send_waiting()
    before = town.rows(t.outbox)
    await receive(town, Receipt(S.FAILED, OutboxId(number + 1_000_000)), Receipt(S.FAILED, provider_id="no"))
    await receive(
        town, Receipt(S.FAILED, provider_id=row(town, number).provider_id), channel=ChannelName.TWILIO
    )
    elsewhere = await town.database.work(
        lambda unit: unit.sent_message(Municipality("vejle"), ChannelName.SIMULATED, OutboxId(number), None)
    )
    assert elsewhere is None
    assert town.rows(t.outbox) == before


async def test_a_receipt_by_the_gateways_own_name_finds_the_message(town: Town) -> None:
    number = await waiting_answer(town)
    await town.service.outbox.send_waiting()
    await receive(town, Receipt(S.DELIVERED, provider_id=row(town, number).provider_id))
    assert row(town, number).state == "delivered"


async def test_a_number_that_does_not_exist_is_one_task_however_many_messages_bounce(town: Town) -> None:
    number = await waiting_answer(town)
    first: int = town.rows(t.outbox, "id")[0]
    await town.service.outbox.send_waiting()
    bounced = [Receipt(S.UNREACHABLE, OutboxId(one)) for one in (first, number)]
    await receive(town, *bounced)
    await receive(town, *bounced)
    assert town.rows(t.task, "kind").count("undelivered") == 1
    assert town.rows(t.contact, "state") == ["dead"]


# Replies.


async def test_one_text_is_stored_once_however_it_comes(town: Town) -> None:
    one = Inbound("k1", Number(MOTHER), "1")

    async def store(*inbound: Inbound, channel: ChannelName = ChannelName.SIMULATED) -> int:
        return await town.service.inbox.store(HEDENSTED, channel, Medium.SMS, Received(inbound))

    assert await store(one, one) == 1
    assert await store(one) == 0
    assert await store(Inbound("k1", Number(FATHER), "another text under the same id")) == 0
    assert await store(one, channel=ChannelName.TWILIO) == 1
    long = Inbound("x" * 500, Number("y" * 200), "a gateway of many words")
    assert await store(long) == 1
    assert await store(long) == 0
    assert await store(Inbound("x" * 501, Number(FATHER), "a different one")) == 1


async def test_a_dropped_message_that_may_have_left_was_offered(town: Town) -> None:
    anna = town.nurse()
    town.times(anna, "2026-05-12T10:00", "2026-05-13T10:00")
    family = FamilyId(town.family(MOTHER, FATHER, nurse=anna))
    await town.invite()

    async def unsent() -> frozenset[int]:
        return frozenset(await town.database.work(lambda unit: unit.unsent_invitations(family)))

    first, second = town.rows(t.outbox, "id")
    [invitation] = town.rows(t.invitation, "id")
    assert await unsent() == frozenset()
    for number in (first, second):
        town.change(t.outbox, number, state="dropped", sent_at=None)
    assert await unsent() == {invitation}
    for state in ("queued", "sending", "sent", "delivered", "in_doubt"):
        town.change(t.outbox, second, state=state)
        assert await unsent() == frozenset(), state
    town.change(t.outbox, second, state="failed", sent_at=town.clock.at)
    assert await unsent() == frozenset()
