"""Names for the numbers and keys that identify things, so that a family is never taken for a child."""

from typing import NewType

Municipality = NewType("Municipality", str)
"""The tenant's key, as its settings file is called: ``hedensted``."""

FamilyId = NewType("FamilyId", int)
ChildId = NewType("ChildId", int)
GuardianId = NewType("GuardianId", int)
NurseId = NewType("NurseId", int)
SlotId = NewType("SlotId", int)
InvitationId = NewType("InvitationId", int)
BookingId = NewType("BookingId", int)
CourseId = NewType("CourseId", int)
SeatId = NewType("SeatId", int)
SessionId = NewType("SessionId", int)
WindowId = NewType("WindowId", int)
InboxId = NewType("InboxId", int)
OutboxId = NewType("OutboxId", int)
DueId = NewType("DueId", int)
TaskId = NewType("TaskId", int)
AccountId = NewType("AccountId", int)

Language = NewType("Language", str)
"""A two-letter language code of ``product.md``: da en ar tr pl uk so ur fa ti de ro lt."""

OfferKey = NewType("OfferKey", str)
"""A service in the municipality's catalogue: ``visit-18m``."""

Number = NewType("Number", str)
"""A phone number in E.164, ``+4500000012``, or a chat address; personal, never logged."""

DANISH = Language("da")
ENGLISH = Language("en")
LANGUAGES: tuple[Language, ...] = tuple(
    Language(code) for code in ("da", "en", "ar", "tr", "pl", "uk", "so", "ur", "fa", "ti", "de", "ro", "lt")
)
