"""What can become of an invitation, a booking and a message, and which change may follow which.

The outcomes are exclusive; every report uses exactly these (``product.md``).
"""

from enum import StrEnum


class InvitationState(StrEnum):
    """Where an invitation stands; all but ``planned`` and ``sent`` are outcomes."""

    PLANNED = "planned"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    DEFERRED = "deferred"
    NO_CONTACT = "no_contact"
    UNDELIVERABLE = "undeliverable"
    WRONG_NUMBER = "wrong_number"
    MOVED_AWAY = "moved_away"
    WITHDRAWN = "withdrawn"


class BookingState(StrEnum):
    """Where a booking stands. Held is ``completed``, not at home is ``no_show``."""

    BOOKED = "booked"
    COMPLETED = "completed"
    ABORTED = "aborted"
    NO_SHOW = "no_show"
    CANCELLED_BY_FAMILY = "cancelled_by_family"
    CANCELLED_BY_SERVICE = "cancelled_by_service"
    MOVED = "moved"


class MessageState(StrEnum):
    """Where a message to a family stands, from queue to receipt."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DELIVERED = "delivered"
    FAILED = "failed"
    DROPPED = "dropped"
    """Became pointless before it could leave (a reminder for a past visit)."""
    IN_DOUBT = "in_doubt"
    """The send was interrupted: it may have reached the family."""


_I = InvitationState
_ANSWERS = frozenset({_I.ACCEPTED, _I.DECLINED, _I.DEFERRED})
_CLOSURES = frozenset({_I.UNDELIVERABLE, _I.WRONG_NUMBER, _I.MOVED_AWAY, _I.WITHDRAWN})

NEXT_INVITATION_STATES: dict[InvitationState, frozenset[InvitationState]] = {
    # A family may ask for the visit (or close the door) before our first SMS, on the letter alone.
    # One that only letters and calls could reach ends in silence as well, without ever counting as offered.
    _I.PLANNED: frozenset({_I.SENT, _I.NO_CONTACT}) | _ANSWERS | _CLOSURES,
    # Back to planned when the first message was dropped before it ever left: nothing has been offered.
    _I.SENT: _ANSWERS | _CLOSURES | {_I.NO_CONTACT, _I.PLANNED},
    # A yes whose visit fell through may become a no; a mind may change either way.
    _I.ACCEPTED: frozenset({_I.DECLINED, _I.DEFERRED, _I.MOVED_AWAY, _I.WRONG_NUMBER, _I.WITHDRAWN}),
    _I.DECLINED: frozenset({_I.ACCEPTED, _I.DEFERRED, _I.MOVED_AWAY, _I.WRONG_NUMBER}),
    _I.DEFERRED: frozenset({_I.SENT, _I.NO_CONTACT}) | _ANSWERS | _CLOSURES,
    # A later answer reopens the invitation.
    _I.NO_CONTACT: frozenset({_I.SENT}) | _ANSWERS | _CLOSURES,
    _I.UNDELIVERABLE: frozenset({_I.SENT}) | _ANSWERS | _CLOSURES,
    _I.WRONG_NUMBER: frozenset({_I.SENT, _I.MOVED_AWAY, _I.WITHDRAWN}),
    _I.MOVED_AWAY: frozenset(),
    _I.WITHDRAWN: frozenset(),
}

LIVE = frozenset({InvitationState.PLANNED, InvitationState.SENT})
"""An invitation that is on its way or waits for its answer; a family has at most one."""

ANSWERABLE = frozenset(state for state, following in NEXT_INVITATION_STATES.items() if following & _ANSWERS)
"""An invitation that a family's answer may still change."""

_B = BookingState
GIVEN_BACK = frozenset({_B.CANCELLED_BY_FAMILY, _B.CANCELLED_BY_SERVICE, _B.MOVED})
"""A booking whose time is no longer the family's: nobody is reminded of it."""

NEXT_BOOKING_STATES: dict[BookingState, frozenset[BookingState]] = {
    _B.BOOKED: frozenset(_B) - {_B.BOOKED},
    # A nurse may have tapped the wrong outcome: the two she chooses between can be corrected.
    _B.COMPLETED: frozenset({_B.NO_SHOW}),
    _B.NO_SHOW: frozenset({_B.COMPLETED, _B.MOVED}),
    _B.ABORTED: frozenset(),
    _B.CANCELLED_BY_FAMILY: frozenset(),
    _B.CANCELLED_BY_SERVICE: frozenset(),
    _B.MOVED: frozenset(),
}


def invitation_may_become(now: InvitationState, then: InvitationState) -> bool:
    """Whether an invitation in state ``now`` may go to ``then``; staying is always allowed."""
    return now == then or then in NEXT_INVITATION_STATES[now]


def booking_may_become(now: BookingState, then: BookingState) -> bool:
    """Whether a booking in state ``now`` may go to ``then``; staying is always allowed."""
    return now == then or then in NEXT_BOOKING_STATES[now]
