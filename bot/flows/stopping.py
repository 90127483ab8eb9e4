"""STOP and START, a wrong number, a family that has moved away: the ends that a family decides."""

from bot.flows.states import Idle
from bot.flows.visit import answer, phone, service
from bot.messages import keys
from domain.decisions import (
    CloseAsMoved,
    Decision,
    HandOver,
    QuarantineNumber,
    ResumeContact,
    StopContact,
    TaskKind,
)
from domain.facts import Facts


def stop(facts: Facts) -> Decision:
    """All messages end at once; a booking stays, and the nurse is told that no reminder will come."""
    booking = facts.booking
    if booking is None or booking.freed:
        return Decision(Idle(), (StopContact(), answer(keys.STOPPED, service=service(facts))))
    said = answer(keys.STOPPED_BOOKING, service=service(facts), start=booking.start, phone=phone(facts))
    return Decision(Idle(), (StopContact(), HandOver(TaskKind.STOPPED_WITH_BOOKING), said))


def start(facts: Facts) -> Decision:
    """Messages are welcome again; what was closed stays closed."""
    return Decision(Idle(), (ResumeContact(), answer(keys.STARTED, service=service(facts))))


def wrong_number() -> Decision:
    """Somebody else has this number: an apology that names nobody, and a nurse finds the right one."""
    effects = (answer(keys.WRONG_NUMBER_SORRY), HandOver(TaskKind.WRONG_NUMBER), QuarantineNumber())
    return Decision(Idle(), effects)


def moved_away() -> Decision:
    """The family lives elsewhere: closed as moved, reminders stop."""
    effects = (CloseAsMoved(), HandOver(TaskKind.MOVED_AWAY), answer(keys.MOVED_AWAY_NOTED))
    return Decision(Idle(), effects)
