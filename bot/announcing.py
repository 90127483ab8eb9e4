"""A held visit announces the next one: "you will soon hear from us" (seed 000, the move to børnehave)."""

from bot.effects import Carrying, carry_out
from bot.flows.states import Idle
from bot.messages import keys
from domain.contact_hours import Occasion
from domain.decisions import Audience, Decision, Say
from domain.records import Booking
from domain.texts import Wording


def announce(carrying: Carrying, booking: Booking) -> None:
    """After a held visit: the family hears that the offer which this visit announces will come, once."""
    for offer in carrying.settings.offers.values():
        had = any(one.offer == offer.key for one in carrying.situation.invitations.values())
        if not offer.enabled or offer.announced_at != booking.offer or had:
            continue
        said = Say(Wording(keys.OFFER_ANNOUNCED), to=Audience.EVERYONE, occasion=Occasion.REMINDER)
        carry_out(Decision(Idle(), (said,)), carrying)
        carrying.note(f"offer.announced.{offer.key}", booking=booking)
