"""A colleague makes a one-time code for a parent who wants the messages in Telegram, and reads it out."""

import secrets
from dataclasses import dataclass, field
from datetime import date

from bot.desk import Desk, Refused
from bot.linking import VALID_FOR, Choose, as_printed, make_code
from domain.ids import FamilyId, GuardianId


@dataclass(frozen=True, slots=True)
class ChatCode:
    """The code as it is read out, the bot it is sent to, and the last day on which it is good; shown once."""

    guardian: GuardianId
    bot: str
    last_day: date
    code: str = field(repr=False)


def make_chat_code(
    desk: Desk, family: FamilyId, number: GuardianId, choose: Choose = secrets.choice
) -> ChatCode | Refused:
    """A new code for one parent of a family; ``GONE`` where the municipality has no Telegram bot."""
    situation = desk.situation(family)
    guardian = situation.guardians.get(number) if situation is not None else None
    if situation is None or guardian is None:
        return Refused.GONE
    settings = desk.house.municipalities[situation.family.municipality]
    if not settings.telegram_bot:
        return Refused.GONE
    code = as_printed(make_code(desk.unit, guardian, desk.now, choose))
    desk.note(situation, "chat.code_made")
    last_day = (desk.now + VALID_FOR).astimezone(settings.zone).date()
    return ChatCode(guardian.id, settings.telegram_bot, last_day, code)
