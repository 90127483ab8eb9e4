"""What a step orders: the next state of the conversation and effects, carried out in one transaction."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from domain.contact_hours import Occasion
from domain.course_effects import CourseEffect
from domain.due import DueKind
from domain.ids import BookingId, InvitationId, Language, SlotId
from domain.outcomes import InvitationState
from domain.presence_effects import PresenceEffect
from domain.reasons import DeclineReason
from domain.texts import Wording
from domain.values import value


class Audience(StrEnum):
    """Who is told. ``EVERYONE`` and ``OTHERS`` leave out guardians who stopped or live apart from the answerer."""

    SENDER = "sender"
    OTHERS = "others"
    EVERYONE = "everyone"


class TaskKind(StrEnum):
    """Why a human is needed."""

    HAND_OVER = "hand_over"
    DISTRESS = "distress"
    WRONG_NUMBER = "wrong_number"
    LETTER = "letter"
    CALL = "call"
    UNDELIVERED = "undelivered"
    STOPPED_WITH_BOOKING = "stopped_with_booking"
    MOVED_AWAY = "moved_away"
    NO_TIMES = "no_times"
    CONSULT = "consult"
    """A family is offered one more need visit than two: its nurse consults a colleague first (seed 003)."""
    COURSE_TOO_SMALL = "course_too_small"
    """Too few at the deadline: the leader waits, merges or goes individual; about no family in particular."""


@value
class Say:
    """Send a message. ``occasion`` None: the answer to a reply, instant at any hour.

    ``expires``: when the message has become pointless and is dropped instead of sent.
    """

    wording: Wording
    to: Audience = Audience.SENDER
    occasion: Occasion | None = None
    expires: datetime | None = None
    invitation: InvitationId | None = None
    booking: BookingId | None = None


@value
class Hold:
    """Keep these times for this family until then; what it held before is let go."""

    slots: tuple[SlotId, ...]
    until: datetime


@value
class Book:
    """Claim a free time for the invitation's family; if it has just been taken, the step runs again without it."""

    invitation: InvitationId
    slot: SlotId


@value
class MoveBooking:
    """Give a booked (or freed) visit a new time; the old booking is kept as ``moved``."""

    booking: BookingId
    slot: SlotId


@value
class FreeBooking:
    """The family cannot come, or the service must move: the time is free for others, the booking waits for a new one."""

    booking: BookingId
    by_service: bool = False


@value
class CancelBooking:
    """The family cancels the visit, or it does not find a new time for one that the service had to move."""

    booking: BookingId
    by_service: bool = False


@value
class MarkSent:
    """One more invitation message has been written."""

    invitation: InvitationId


@value
class Conclude:
    """The invitation has an outcome."""

    invitation: InvitationId
    outcome: InvitationState
    reason: DeclineReason | None = None
    ask_again_on: date | None = None


@value
class NoteReason:
    """The reason for a no that already stands."""

    invitation: InvitationId
    reason: DeclineReason


@value
class NoteAlternative:
    """The one alternative has been offered: there is never a second."""

    invitation: InvitationId
    alternative: str


@value
class Schedule:
    """Something falls due later; dropped by itself when the invitation or booking has changed since."""

    kind: DueKind
    at: datetime
    invitation: InvitationId | None = None
    booking: BookingId | None = None


@value
class HandOver:
    """A human is needed. ``pause``: the conversation waits for her. ``freeze``: nothing at all is automatic."""

    kind: TaskKind
    urgent: bool = False
    pause: bool = False
    freeze: bool = False
    due_on: date | None = None


@value
class StopContact:
    """This guardian gets no more messages; open invitations of a family with nobody left to write to are closed."""


@value
class ResumeContact:
    """This guardian may be written to again; nothing old is revived."""


@value
class QuarantineNumber:
    """This number belongs to somebody else: never write there again."""


@value
class CloseAsMoved:
    """The family lives elsewhere: everything open is closed."""


@value
class SetLanguage:
    """This guardian is written to in another language from now on. ``asked``: it said so itself, so that a
    translation which no reviewer has approved may be sent to it."""

    language: Language
    asked: bool = False


@value
class RateVisit:
    """The family's answer to the feedback question, 1–4."""

    booking: BookingId
    rating: int


Effect = (
    Say
    | Hold
    | Book
    | MoveBooking
    | FreeBooking
    | CancelBooking
    | MarkSent
    | Conclude
    | NoteReason
    | NoteAlternative
    | Schedule
    | HandOver
    | StopContact
    | ResumeContact
    | QuarantineNumber
    | CloseAsMoved
    | SetLanguage
    | RateVisit
    | CourseEffect
    | PresenceEffect
)


@value
class Decision:
    """The outcome of one step. ``state`` belongs to the flows; ``state_for`` says whose conversation it is."""

    state: Any
    effects: tuple[Effect, ...] = ()
    state_for: Audience = Audience.SENDER
