"""What can fall due in a family's story; each is a row, and is stepped through the flow like a reply."""

from dataclasses import dataclass
from enum import StrEnum

from domain.ids import BookingId, InvitationId


class DueKind(StrEnum):
    """The appointments the clock keeps with a family."""

    FIRST_MESSAGE = "first_message"
    SECOND_MESSAGE = "second_message"
    CALL_LIST = "call_list"
    THIRD_MESSAGE = "third_message"
    NO_CONTACT = "no_contact"
    ASK_AGAIN = "ask_again"
    REMINDER = "reminder"
    EVE_REMINDER = "eve_reminder"
    FEEDBACK = "feedback"
    FREED_EXPIRES = "freed_expires"
    MOVED_EXPIRES = "moved_expires"
    """As ``freed_expires``, for a visit that the service itself had to move: never a family's no."""
    COURSE_RHYTHM = "course_rhythm"
    COURSE_SEAT = "course_seat"
    COURSE_LAPSE = "course_lapse"
    COURSE_REMINDER = "course_reminder"
    COURSE_MISSED = "course_missed"
    COURSE_CANCELLED = "course_cancelled"
    COURSE_RATING = "course_rating"


DUE_TICK = "due"
"""The ticker that looks for what has fallen due: when it last ran is what ``readyz`` asks."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something that fell due, about one invitation or one booking."""

    kind: DueKind
    invitation: InvitationId | None = None
    booking: BookingId | None = None
