"""What stands in a letter: neutral words in the parent's language, and a one-time code where there is a Telegram bot.

Names and addresses are the mail room's business: they are put beside the text by whoever prints it.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.conversing import House
from bot.knowing import household, writable
from bot.linking import VALID_FOR, Choose, as_printed, make_code
from bot.messages import keys
from domain.decisions import TaskKind
from domain.ids import FamilyId, GuardianId, TaskId
from domain.outcomes import LIVE, InvitationState
from domain.ports import UnitOfWork
from domain.records import AuditEntry, Guardian, Situation
from domain.texts import TextKey, TextValue, Wording

PRINTED = "printed"
"""The result of a letter task whose letter is in a file for the mail room."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One parent's letter; ``code`` is printed in it, too, and is empty where there is no Telegram bot."""

    guardian: GuardianId
    language: str
    text: str = field(repr=False)
    code: str = field(repr=False)


def write_letters(
    unit: UnitOfWork,
    house: House,
    families: Collection[FamilyId],
    now: datetime,
    choose: Choose = secrets.choice,
) -> dict[GuardianId, Letter]:
    """The letters of families with an open invitation, one for each parent; a new code for each, stored as a hash.

    A parent who has said STOP gets none, and a family that waits for a human after words of distress gets none.
    Of parents who live apart only the one who is written to gets one.
    """
    return {
        guardian.id: _letter(unit, house, situation, guardian, now, choose)
        for situation in unit.situations(families).values()
        if situation.family.frozen_at is None and _live(situation)
        for guardian in household(situation, None)
        if guardian.stopped_at is None
    }


def _live(situation: Situation) -> bool:
    return any(invitation.state in LIVE for invitation in situation.invitations.values())


def _letter(
    unit: UnitOfWork, house: House, situation: Situation, guardian: Guardian, now: datetime, choose: Choose
) -> Letter:
    settings = house.municipalities[situation.family.municipality]
    values: dict[str, TextValue] = {"service": settings.service_name, "phone": settings.office_phone}
    render = house.telling.renderer.render_for
    main = render(Wording(_which(situation), values), guardian.language, settings, guardian.language_asked)
    if not settings.telegram_bot:
        return Letter(guardian.id, main.language, main.text, "")
    code = as_printed(make_code(unit, guardian, now, choose))
    last_day = (now + VALID_FOR).astimezone(settings.zone).date()
    values = {"bot": settings.telegram_bot, "code": code, "day": last_day}
    telegram = render(
        Wording(keys.LETTER_TELEGRAM, values), guardian.language, settings, guardian.language_asked
    )
    return Letter(guardian.id, main.language, f"{main.text}\n\n{telegram.text}", code)


def _which(situation: Situation) -> TextKey:
    """A message is announced only to a family that will get one: not written to yet, and with a phone."""
    to_come = any(one.state is InvitationState.PLANNED for one in situation.invitations.values())
    reachable = any(writable(situation, guardian) for guardian in situation.guardians.values())
    return keys.LETTER_VISIT if to_come and reachable else keys.LETTER_VISIT_CALL


def mark_printed(unit: UnitOfWork, tasks: Collection[TaskId], now: datetime, actor: str) -> int:
    """The letters are with the mail room; returns how many were still open."""
    open_ones = [task for task in unit.tasks(tasks) if task.done_at is None and task.kind is TaskKind.LETTER]
    for task in open_ones:
        unit.save_task(replace(task, done_at=now, result=PRINTED))
        unit.add_audit(
            AuditEntry(
                task.municipality,
                now,
                actor,
                f"task.{task.kind}",
                task.family,
                task.invitation,
                None,
                PRINTED,
            )
        )
    return len(open_ones)
