"""Reminders of a visit, and the one question after it."""

from datetime import datetime

from bot.flows import wordings
from bot.flows.states import Idle, RatingAsked, Reminded, State
from bot.flows.visit import answer
from bot.messages import keys
from domain.contact_hours import Occasion
from domain.decisions import Audience, CancelBooking, Decision, RateVisit, Say
from domain.facts import BookingFacts, Facts
from domain.texts import Wording


def remind(booking: BookingFacts, facts: Facts) -> Decision:
    """Three days before: keep, move or cancel with one digit."""
    return _remind(wordings.reminder(booking, facts), booking)


def remind_on_the_eve(booking: BookingFacts, facts: Facts) -> Decision:
    """The day before between 16 and 18."""
    return _remind(wordings.eve(booking, facts), booking)


def _remind(wording: Wording, booking: BookingFacts) -> Decision:
    said = Say(
        wording,
        to=Audience.EVERYONE,
        occasion=Occasion.REMINDER,
        expires=booking.start,
        booking=booking.id,
    )
    return Decision(Reminded(booking.id), (said,), Audience.EVERYONE)


def ask_rating(booking: BookingFacts, facts: Facts, now: datetime) -> Decision:
    """Two days after a visit that was held: one question on the seeds' four-step scale (seed 000)."""
    said = Say(Wording(keys.RATING_ASK), to=Audience.EVERYONE, occasion=Occasion.REMINDER, booking=booking.id)
    return Decision(RatingAsked(booking.id), (said,), Audience.EVERYONE)


def rate(state: RatingAsked, rating: int) -> Decision:
    """The family's answer."""
    return Decision(Idle(), (RateVisit(state.booking, rating), answer(keys.RATING_THANKS)))


def let_go(state: State, booking: BookingFacts, *, by_service: bool) -> Decision:
    """Seven days without a new time: the visit counts as cancelled by whoever gave it up; nobody is nagged."""
    return Decision(state, (CancelBooking(booking.id, by_service),))
