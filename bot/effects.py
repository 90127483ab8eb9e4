"""One handler per effect: what a flow ordered becomes changes of one unit of work, all or nothing."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.board import Board
from bot.booking import cancel_booking, claim, free_booking, move_booking
from bot.course_effects import COURSE_HANDLERS
from bot.households import household, known_to, writable
from bot.presence_effects import PRESENCE_HANDLERS
from bot.telling import Telling
from bot.times_in_hand import slot_with
from bot.unsent import take_back_unsent
from domain.contact_hours import Holidays
from domain.decisions import (
    Book,
    CancelBooking,
    CloseAsMoved,
    Conclude,
    Decision,
    FreeBooking,
    HandOver,
    Hold,
    MarkSent,
    MoveBooking,
    NoteAlternative,
    NoteReason,
    QuarantineNumber,
    RateVisit,
    ResumeContact,
    Say,
    Schedule,
    SetLanguage,
    StopContact,
    TaskKind,
)
from domain.ids import GuardianId, InvitationId, TaskId
from domain.outcomes import LIVE, BookingState, InvitationState, invitation_may_become
from domain.ports import UnitOfWork
from domain.reasons import DeclineReason
from domain.records import AuditEntry, Booking, Contact, DueRow, Guardian, Situation, Task
from domain.settings import MunicipalitySettings


@dataclass(slots=True)
class Carrying:
    """What the handlers work on: one family, the guardian who wrote (or is written to), the times, the unit.

    ``via`` is the phone or chat the reply came from; its answer goes back there.
    """

    unit: UnitOfWork
    situation: Situation
    guardian: GuardianId
    board: Board
    settings: MunicipalitySettings
    holidays: Holidays
    telling: Telling
    now: datetime
    actor: str
    via: Contact | None = None

    @property
    def me(self) -> Guardian:
        """The guardian as it is now."""
        return self.situation.guardians[self.guardian]

    def keep(self, guardian: Guardian) -> None:
        """The guardian has changed."""
        self.situation.guardians[guardian.id] = guardian
        self.unit.save_guardian(guardian)

    def keep_booking(self, booking: Booking) -> None:
        """The booking has changed."""
        self.situation.bookings[booking.id] = booking
        self.unit.save_booking(booking)

    def note(
        self,
        event: str,
        *,
        invitation: InvitationId | None = None,
        booking: Booking | None = None,
        detail: str = "",
    ) -> None:
        """Say in the audit what was done."""
        family = self.situation.family
        booked = booking.id if booking is not None else None
        entry = AuditEntry(
            family.municipality, self.now, self.actor, event, family.id, invitation, booked, detail
        )
        self.unit.add_audit(entry)


def carry_out(decision: Decision, carrying: Carrying) -> None:
    """Carry out every effect, in order."""
    for effect in decision.effects:
        _HANDLERS[type(effect)](carrying, effect)


def _say(c: Carrying, effect: Say) -> None:
    c.telling.say(effect, c.unit, c.situation, c.me, c.via, c.settings, c.now)


def _hold(c: Carrying, effect: Hold) -> None:
    family = c.situation.family.id
    for slot in c.board.held_by(family):
        if slot.id not in effect.slots:
            c.board.release(slot)
    for number in effect.slots:
        wanted = c.board.get(number)
        # A meeting with room for several is shown to several at once.
        if wanted is not None and wanted.capacity == 1 and wanted.free_for(family, c.now):
            c.board.save(slot_with(wanted, wanted.taken, family, effect.until))


def _let_go(c: Carrying) -> None:
    for slot in c.board.held_by(c.situation.family.id):
        c.board.release(slot)


def _book(c: Carrying, effect: Book) -> None:
    booking = claim(c, effect.invitation, effect.slot, moved_from=None)
    _let_go(c)
    c.note("visit.booked", invitation=effect.invitation, booking=booking)


def _move(c: Carrying, effect: MoveBooking) -> None:
    booking = move_booking(c, c.situation.bookings[effect.booking], effect.slot)
    _let_go(c)
    c.note("visit.moved", invitation=booking.invitation, booking=booking)


def _free(c: Carrying, effect: FreeBooking) -> None:
    booking = free_booking(c, c.situation.bookings[effect.booking], by_service=effect.by_service)
    c.note("visit.freed", invitation=booking.invitation, booking=booking)


def _cancel(c: Carrying, effect: CancelBooking) -> None:
    booking = c.situation.bookings[effect.booking]
    if booking.state is BookingState.BOOKED:
        by = BookingState.CANCELLED_BY_SERVICE if effect.by_service else BookingState.CANCELLED_BY_FAMILY
        cancelled = cancel_booking(c, booking, by)
        _let_go(c)
        c.note("visit.cancelled", invitation=booking.invitation, booking=cancelled)


def _mark_sent(c: Carrying, effect: MarkSent) -> None:
    invitation = c.situation.invitations[effect.invitation]
    today = c.now.astimezone(c.settings.zone).date()
    _keep_invitation(
        c,
        invitation._replace(
            messages=invitation.messages + 1,
            sent_at=invitation.sent_at or c.now,
            sent_on=invitation.sent_on or today,
        ),
    )
    c.note("invitation.written", invitation=effect.invitation, detail=str(invitation.messages + 1))


def _keep_invitation(c: Carrying, invitation: Any) -> None:
    c.situation.invitations[invitation.id] = invitation
    c.unit.save_invitation(invitation)


def conclude(
    c: Carrying, number: InvitationId, outcome: InvitationState, reason: DeclineReason | None, again: Any
) -> None:
    """The invitation gets its outcome; what was planned for it drops itself, open calls need nobody any more."""
    invitation = c.situation.invitations[number]
    if not invitation_may_become(invitation.state, outcome):
        return
    today = c.now.astimezone(c.settings.zone).date()
    final = outcome not in LIVE
    concluded = invitation._replace(
        state=outcome,
        revision=invitation.revision + 1,
        outcome_at=c.now if final else None,
        outcome_on=today if final else None,
        reason=reason,
        ask_again_on=again,
        restricted=final and c.settings.restriction_on(today) is not None,
    )
    c.situation.invitations[number] = concluded
    c.unit.save_outcome(concluded)
    if final:
        c.unit.close_tasks(number, [TaskKind.CALL, TaskKind.LETTER], c.now)
        if outcome is not InvitationState.ACCEPTED:
            _let_go(c)
    if invitation.state is not outcome:
        c.note(f"invitation.{outcome}", invitation=number, detail=reason or "")


def _conclude(c: Carrying, effect: Conclude) -> None:
    conclude(c, effect.invitation, effect.outcome, effect.reason, effect.ask_again_on)


def _note_reason(c: Carrying, effect: NoteReason) -> None:
    invitation = c.situation.invitations[effect.invitation]
    if invitation.state is InvitationState.DECLINED:
        _keep_invitation(c, invitation._replace(reason=effect.reason))
        c.note("invitation.reason_given", invitation=effect.invitation, detail=effect.reason)


def _note_alternative(c: Carrying, effect: NoteAlternative) -> None:
    invitation = c.situation.invitations[effect.invitation]
    _keep_invitation(c, invitation._replace(alternative=effect.alternative))


def _schedule(c: Carrying, effect: Schedule) -> None:
    if effect.invitation is not None:
        revision = c.situation.invitations[effect.invitation].revision
    elif effect.booking is not None:
        revision = c.situation.bookings[effect.booking].revision
    else:
        revision = 0
    c.unit.add_due(
        DueRow(
            c.unit.new_id(),  # type: ignore[arg-type]
            c.situation.family.municipality,
            c.situation.family.id,
            effect.invitation,
            effect.booking,
            effect.kind,
            revision,
            effect.at,
        )
    )


def _hand_over(c: Carrying, effect: HandOver) -> None:
    family = c.situation.family
    live = [i for i in c.situation.invitations.values() if i.state in LIVE]
    c.unit.add_task(
        Task(
            TaskId(c.unit.new_id()),
            family.municipality,
            family.id,
            c.guardian,
            live[-1].id if live else None,
            None,
            family.nurse,
            family.district,
            effect.kind,
            effect.urgent,
            c.now,
            effect.due_on,
        )
    )
    if effect.pause:
        c.keep(c.me._replace(handed_over_at=c.now))
    if effect.freeze:
        c.situation.family = family._replace(frozen_at=c.now)
        c.unit.save_family(c.situation.family)
        _drop(c, list(c.situation.guardians))
    if effect.urgent:
        c.telling.alarm(c.unit, c.settings, c.now)
    c.note(f"human.{effect.kind}")


def _drop(c: Carrying, guardians: Collection[GuardianId]) -> None:
    """What waits for these guardians is not sent; an invitation of which nothing had left was never offered."""
    c.unit.drop_messages(c.situation.family.id, guardians)
    take_back_unsent(c.unit, c.situation, c.board, c.settings, c.holidays, c.now)


def _stop(c: Carrying, _: StopContact) -> None:
    known = list(known_to(c.situation, c.me).invitations)
    c.keep(c.me._replace(stopped_at=c.me.stopped_at or c.now))
    _drop(c, [c.guardian])
    c.note("contact.stopped")
    _close_when_nobody_is_left(c, known, InvitationState.DECLINED, DeclineReason.NOT_STATED)


def _close_when_nobody_is_left(
    c: Carrying,
    known: Iterable[InvitationId],
    outcome: InvitationState,
    reason: DeclineReason | None = None,
) -> None:
    """An open invitation of a household that nobody can be written to any more has its outcome; ``known`` are those
    that the guardian knew of before it fell silent."""
    # Where parents live apart the other was never asked: its phone does not keep the invitation open.
    if any(writable(c.situation, one) for one in household(c.situation, c.guardian)):
        return
    for invitation in [c.situation.invitations[number] for number in known]:
        if invitation.state in LIVE or invitation.state is InvitationState.DEFERRED:
            conclude(c, invitation.id, outcome, reason, None)


def _resume(c: Carrying, _: ResumeContact) -> None:
    c.keep(c.me._replace(stopped_at=None))
    c.unit.presence.opt_in(c.guardian)
    c.note("contact.resumed")


def _quarantine(c: Carrying, _: QuarantineNumber) -> None:
    via = c.via
    known = list(known_to(c.situation, c.me).invitations)
    for contact in list(c.situation.contacts):
        if contact.guardian == c.guardian and (via is None or contact.id == via.id):
            c.unit.save_contact(contact._replace(state="quarantined"))
            c.situation.contacts.remove(contact)
    _drop(c, [c.guardian])
    c.note("contact.quarantined")
    _close_when_nobody_is_left(c, known, InvitationState.WRONG_NUMBER)


def _moved_away(c: Carrying, _: CloseAsMoved) -> None:
    known = known_to(c.situation, c.me)
    for booking in list(known.bookings.values()):
        if booking.state is BookingState.BOOKED:
            cancel_booking(c, booking, BookingState.CANCELLED_BY_FAMILY)
    for invitation in list(known.invitations.values()):
        held = any(
            b.invitation == invitation.id and b.state is BookingState.COMPLETED
            for b in c.situation.bookings.values()
        )
        if not held and invitation.state is not InvitationState.DECLINED:
            conclude(c, invitation.id, InvitationState.MOVED_AWAY, None, None)
    if len(known.invitations) == len(c.situation.invitations):
        _let_go(c)
    _drop(c, [one.id for one in household(c.situation, c.guardian)])


def _set_language(c: Carrying, effect: SetLanguage) -> None:
    asked = effect.asked or (c.me.language_asked and c.me.language == effect.language)
    c.keep(c.me._replace(language=effect.language, language_asked=asked))
    c.note("language.changed", detail=effect.language)


def _rate(c: Carrying, effect: RateVisit) -> None:
    booking = c.situation.bookings.get(effect.booking)
    if booking is not None:
        c.keep_booking(booking._replace(rating=effect.rating))


_HANDLERS: dict[type[Any], Callable[[Carrying, Any], None]] = {
    Say: _say,
    Hold: _hold,
    Book: _book,
    MoveBooking: _move,
    FreeBooking: _free,
    CancelBooking: _cancel,
    MarkSent: _mark_sent,
    Conclude: _conclude,
    NoteReason: _note_reason,
    NoteAlternative: _note_alternative,
    Schedule: _schedule,
    HandOver: _hand_over,
    StopContact: _stop,
    ResumeContact: _resume,
    QuarantineNumber: _quarantine,
    CloseAsMoved: _moved_away,
    SetLanguage: _set_language,
    RateVisit: _rate,
    **COURSE_HANDLERS,
    **PRESENCE_HANDLERS,
}
