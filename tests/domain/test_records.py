"""Records that every reply makes are tuples, whose words for a log say nothing of the family."""

from datetime import UTC, datetime

from domain.channels import Medium
from domain.ids import DANISH, FamilyId, GuardianId, Municipality, Number
from domain.records import Contact, Guardian


def test_neither_a_phone_nor_a_conversation_is_in_the_words_of_a_record() -> None:
    now = datetime(2026, 5, 4, 10, tzinfo=UTC)
    contact = Contact(7, GuardianId(1), FamilyId(1), Medium.SMS, Number("+4500000012"))
    guardian = Guardian(
        GuardianId(9), Municipality("hedensted"), FamilyId(1), DANISH, False, None, '{"in":"x"}', now, None
    )
    assert repr(contact) == "Contact(id=7)"
    assert repr([guardian]) == "[Guardian(id=9)]"
