"""One reply that breaks the program: the others are answered, and that one waits for a human."""

from typing import Any

import pytest

from bot import conversing
from domain.channels import NumberInvalid
from domain.replies import Reading
from storage import tables as t
from tests.faults.outage import events, logged
from tests.story import Town

PHONES = ("+4500000011", "+4500000012", "+4500000013")
POISON = "giftig tekst om Alma"


class Broken(Exception):
    """A fault of the program, with words that must not be logged."""


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Understanding raises for one text."""
    real = conversing.read

    def read(text: str, **about: Any) -> Reading:
        if text == POISON:
            raise Broken(text)
        return real(text, **about)

    monkeypatch.setattr(conversing, "read", read)


async def three_families(town: Town) -> list[int]:
    """Three families with two times each in front of them."""
    anna = town.nurse()
    days = ("12", "13", "18", "19", "20", "21", "22", "26", "27", "28")
    town.times(anna, *(f"2026-05-{day}T{hour}:00" for day in days for hour in ("09", "13")))
    families = [town.family(phone, nurse=anna) for phone in PHONES]
    await town.invite()
    return families


@pytest.mark.usefixtures("broken")
async def test_the_rest_of_the_batch_is_answered_and_the_broken_one_is_handed_over(town: Town) -> None:
    one, poisoned, other = await three_families(town)
    for phone, text in zip(PHONES, ("1", POISON, "nej tak"), strict=True):
        await town.writes(phone, text)
    with logged() as lines:
        await town.service.settle()
    states = dict(town.rows(t.inbox, "sender", "state"))
    assert states == {PHONES[0]: "done", PHONES[1]: "failed", PHONES[2]: "done"}
    assert len(town.bookings(one)) == 1
    assert town.invitation_state(other) == "declined"
    [task] = [row for row in town.rows(t.task) if row.kind == "hand_over"]
    assert task.family_id == poisoned
    assert town.invitation_state(poisoned) == "sent"
    assert len(town.reads(PHONES[1])) == 1
    [line] = events(lines, "reply_failed")
    assert line["error"] == "Broken"
    assert POISON not in str(lines)


@pytest.mark.usefixtures("broken")
async def test_what_the_family_writes_next_waits_for_the_human_too(town: Town) -> None:
    await three_families(town)
    await town.says(PHONES[0], POISON)
    said = await town.says(PHONES[0], "1")
    assert said
    assert town.rows(t.booking, "id") == []
    assert town.rows(t.inbox, "state") == ["failed", "done"]


@pytest.mark.usefixtures("broken")
async def test_stop_is_heard_after_a_reply_that_broke_the_program(town: Town) -> None:
    family, *_ = await three_families(town)
    await town.writes(PHONES[0], POISON)
    town.clock.at = town.clock.at.replace(microsecond=1)
    await town.writes(PHONES[0], "STOP")
    await town.service.settle()
    assert town.invitation_state(family) == "declined"


async def test_a_stored_conversation_that_cannot_be_read_goes_to_a_human_and_is_mended(town: Town) -> None:
    one, other, _ = await three_families(town)
    [guardian] = town.rows(t.guardian, "id", family_id=one)
    town.change(t.guardian, guardian, state='{"v":1,"in":"times_offered"}')
    await town.writes(PHONES[0], "1")
    await town.writes(PHONES[1], "1")
    await town.service.settle()
    assert town.rows(t.inbox, "state") == ["failed", "done"]
    assert len(town.bookings(other)) == 1
    assert "idle" in town.rows(t.guardian, "state", id=guardian)[0]


async def test_a_gateway_that_breaks_the_program_leaves_the_others_of_the_batch_recorded(town: Town) -> None:
    await three_families(town)
    for phone in PHONES:
        await town.writes(phone, "1")
    await town.service.converser.answer_waiting()
    town.phones.failing = [ZeroDivisionError("no words of ours")]
    with logged() as lines:
        await town.service.outbox.send_waiting()
    answers = town.rows(t.outbox, "state", occasion="answer")
    assert sorted(answers) == ["queued", "sent", "sent"]
    [line] = events(lines, "send_broke")
    assert line["error"] == "ZeroDivisionError"
    await town.pass_days(0.1)
    assert {len(town.reads(phone)) for phone in PHONES} == {2}


async def test_both_numbers_of_a_family_that_turn_out_dead_at_once_close_its_invitation(town: Town) -> None:
    anna = town.nurse()
    town.times(anna, *(f"2026-05-{day}T10:00" for day in ("12", "13", "19", "20")))
    family = town.family(*PHONES[:2], nurse=anna)
    town.phones.failing = [NumberInvalid(), NumberInvalid()]
    await town.invite()
    assert town.invitation_state(family) == "undeliverable"
    assert town.rows(t.task, "kind").count("undelivered") == 2
    assert set(town.rows(t.contact, "state")) == {"dead"}
