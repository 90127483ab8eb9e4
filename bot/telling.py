"""Who is told, on which phone, in which language, and when the message may leave."""

from datetime import datetime

from bot.knowing import household, writable
from bot.messages import keys
from bot.messages.rendering import Renderer
from domain.channels import Medium
from domain.contact_hours import Holidays, next_allowed
from domain.decisions import Audience, Say
from domain.ids import DANISH, Number, OutboxId
from domain.ports import UnitOfWork
from domain.records import ALARM, ANSWER, Contact, Guardian, Message, Situation
from domain.settings import MunicipalitySettings
from domain.texts import Wording


class Telling:
    """Turns "say" into rendered messages in the outbox, one for each guardian who is told."""

    def __init__(self, renderer: Renderer, holidays: Holidays) -> None:
        self.renderer = renderer
        self.holidays = holidays

    def say(
        self,
        effect: Say,
        unit: UnitOfWork,
        situation: Situation,
        me: Guardian,
        via: Contact | None,
        settings: MunicipalitySettings,
        now: datetime,
    ) -> None:
        """Queue one message for each guardian of the audience."""
        for guardian, contact in self._addressed(effect, situation, me, via):
            self._queue(effect, unit, situation, guardian, contact, settings, now)

    def _addressed(
        self, effect: Say, situation: Situation, me: Guardian, via: Contact | None
    ) -> list[tuple[Guardian, Contact]]:
        """The guardians who are told, each with the phone or chat it reads."""
        if effect.to is Audience.SENDER:
            contact = via or _preferred(situation, me)
            return [(me, contact)] if contact is not None else []
        told = [g for g in household(situation, me.id) if writable(situation, g)]
        if effect.to is Audience.OTHERS:
            told = [guardian for guardian in told if guardian.id != me.id]
        found = [(guardian, _preferred(situation, guardian)) for guardian in told]
        return [(guardian, contact) for guardian, contact in found if contact is not None]

    def _queue(
        self,
        effect: Say,
        unit: UnitOfWork,
        situation: Situation,
        guardian: Guardian,
        contact: Contact,
        settings: MunicipalitySettings,
        now: datetime,
    ) -> None:
        rendered = self.renderer.render_for(
            effect.wording, guardian.language, settings, guardian.language_asked
        )
        due_at = now
        if effect.occasion is not None:
            due_at = next_allowed(now, effect.occasion, settings.hours, settings.zone, self.holidays)
        unit.add_message(
            Message(
                id=OutboxId(unit.new_id()),
                municipality=settings.key,
                family=situation.family.id,
                guardian=guardian.id,
                invitation=effect.invitation,
                booking=effect.booking,
                medium=contact.medium,
                address=contact.address,
                key=effect.wording.key,
                language=rendered.language,  # type: ignore[arg-type]
                text=rendered.text,
                parts=rendered.parts,
                occasion=ANSWER if effect.occasion is None else effect.occasion,
                created_at=now,
                due_at=due_at,
                expires_at=effect.expires,
            )
        )

    def alarm(self, unit: UnitOfWork, settings: MunicipalitySettings, now: datetime) -> None:
        """Tell the colleagues on duty, without any personal data, that a conversation needs a human now."""
        for number in settings.alarm_numbers:
            self.write_to(number, Medium.SMS, Wording(keys.STAFF_ALARM), ALARM, unit, settings, now)

    def write_to(
        self,
        address: Number,
        medium: Medium,
        wording: Wording,
        occasion: str,
        unit: UnitOfWork,
        settings: MunicipalitySettings,
        now: datetime,
    ) -> None:
        """Queue a message to an address that belongs to no family we know."""
        rendered = self.renderer.render(wording, DANISH, settings.zone)
        unit.add_message(
            Message(
                id=OutboxId(unit.new_id()),
                municipality=settings.key,
                family=None,
                guardian=None,
                invitation=None,
                booking=None,
                medium=medium,
                address=address,
                key=wording.key,
                language=DANISH,
                text=rendered.text,
                parts=rendered.parts,
                occasion=occasion,
                created_at=now,
                due_at=now,
                expires_at=None,
            )
        )


def _preferred(situation: Situation, guardian: Guardian) -> Contact | None:
    """The phone or chat this guardian reads: the one it linked last, else its phone."""
    mine = [contact for contact in situation.contacts if contact.guardian == guardian.id]
    return max(mine, key=lambda contact: (contact.preferred, contact.id), default=None)
