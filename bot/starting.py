"""An invitation begins: registered for its children, with its letter or call and the moment of its first message."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from domain.cadence import after_first_message, first_messages
from domain.contact_hours import Holidays, Occasion, next_allowed
from domain.decisions import TaskKind
from domain.due import DueKind
from domain.ids import DueId, InvitationId, TaskId
from domain.offers import Criterion, Offer
from domain.ports import UnitOfWork
from domain.records import DueRow, FamilyToInvite, NewInvitation, Task
from domain.settings import MunicipalitySettings


def start_invitations(
    unit: UnitOfWork,
    chosen: Sequence[tuple[FamilyToInvite, Criterion]],
    offer: Offer,
    settings: MunicipalitySettings,
    holidays: Holidays,
    now: datetime,
) -> None:
    """For each family the invitation, its letter for the mail room, and the day of its first message."""
    today = now.astimezone(settings.zone).date()
    first_message_at = first_messages(today, settings.cadence, settings.zone, holidays)
    invitations = [
        _invitation(unit, family, offer, criterion, "", settings, now) for family, criterion in chosen
    ]
    unit.add_invitations(invitations)
    unit.add_letters(invitations, now, today)
    for (family, _), invitation in zip(chosen, invitations, strict=True):
        _reach(unit, family, invitation.id, first_message_at(family.id), settings, holidays, now)


def start_wanted(
    unit: UnitOfWork,
    family: FamilyToInvite,
    offer: Offer,
    settings: MunicipalitySettings,
    holidays: Holidays,
    now: datetime,
) -> None:
    """What a nurse asked for: she has spoken with the family, so no letter comes first and the message leaves at once.

    From the offer's ``consult_from`` on she is asked to consult a colleague; the family hears nothing of that.
    """
    visits, invited = unit.visits_so_far(family.id, offer.key)
    # Not a bare number: imported rounds may be called "2", and a child has an offer once in each round.
    again = f"visit {invited + 1}" if invited else ""
    started = _invitation(unit, family, offer, None, again, settings, now)
    unit.add_invitations([started])
    unit.offer_not_wanted(family.id, offer.key)
    at = next_allowed(now, Occasion.INVITATION, settings.hours, settings.zone, holidays)
    _reach(unit, family, started.id, at, settings, holidays, now)
    if offer.consult_from is not None and visits + 1 >= offer.consult_from:
        _add_task(unit, TaskKind.CONSULT, family, started.id, settings, now, None)


def _invitation(
    unit: UnitOfWork,
    family: FamilyToInvite,
    offer: Offer,
    criterion: Criterion | None,
    again: str,
    settings: MunicipalitySettings,
    now: datetime,
) -> NewInvitation:
    children = tuple([child.child for child in family.children])
    return NewInvitation(
        InvitationId(unit.new_id()),
        settings.key,
        family.id,
        children[0],
        children,
        offer.key,
        criterion,
        now,
        family.district,
        family.daycare,
        family.language,
        family.nurse,
        again,
    )


def _reach(
    unit: UnitOfWork,
    family: FamilyToInvite,
    invitation: InvitationId,
    at: datetime,
    settings: MunicipalitySettings,
    holidays: Holidays,
    now: datetime,
) -> None:
    """By message; where nobody can be written to, by the nurse's call, and silence ends it on the day on which it ends
    for others.
    """
    if family.reachable:
        _add_due(unit, DueKind.FIRST_MESSAGE, family, invitation, settings, at)
        return
    today = now.astimezone(settings.zone).date()
    until = today + timedelta(days=settings.cadence.call_list_until_day)
    _add_task(unit, TaskKind.CALL, family, invitation, settings, now, until)
    begins = at.astimezone(settings.zone).date()
    rhythm = after_first_message(begins, int(family.id), settings.cadence, settings.zone, holidays)
    _add_due(unit, DueKind.NO_CONTACT, family, invitation, settings, rhythm.no_contact)


def _add_due(
    unit: UnitOfWork,
    kind: DueKind,
    family: FamilyToInvite,
    invitation: InvitationId,
    settings: MunicipalitySettings,
    at: datetime,
) -> None:
    unit.add_due(DueRow(DueId(unit.new_id()), settings.key, family.id, invitation, None, kind, 0, at))


def _add_task(
    unit: UnitOfWork,
    kind: TaskKind,
    family: FamilyToInvite,
    invitation: InvitationId,
    settings: MunicipalitySettings,
    now: datetime,
    due_on: date | None,
) -> None:
    task = TaskId(unit.new_id())
    about = (family.id, None, invitation, None, family.nurse, family.district)
    unit.add_task(Task(task, settings.key, *about, kind, False, now, due_on))
