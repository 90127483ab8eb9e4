"""One step of the conversation: which story a reply belongs to, given where the family is."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.flows import (
    changing,
    course,
    declining,
    due_steps,
    guidance,
    handover,
    presence,
    reminding,
    stopping,
    visit,
)
from bot.flows.states import (
    Alternative,
    AlternativeAsked,
    DoorOpen,
    Idle,
    RatingAsked,
    ReasonAsked,
    Reminded,
    Shown,
    State,
    TimeEchoed,
    TimesOffered,
    WishAsked,
)
from bot.messages import keys
from domain.decisions import Decision, SetLanguage
from domain.due import Due
from domain.facts import BookingFacts, Facts
from domain.ids import BookingId, InvitationId, Language
from domain.replies import (
    Ack,
    Cancel,
    ChangeLanguage,
    Distress,
    GaveReason,
    Later,
    Move,
    MovedAway,
    No,
    NotText,
    Other,
    Picked,
    Rated,
    Reply,
    Start,
    Stop,
    WantsInfo,
    WantsPerson,
    When,
    Wishes,
    WrongNumber,
    Yes,
)
from domain.texts import Wording


def step(
    state: State, reply: Reply | Due, facts: Facts, now: datetime, wrote_in: Language | None = None
) -> Decision:
    """What happens now: pure, so that every story can be told in a test.

    ``wrote_in`` is the language the reply was clearly written in; another enabled language is kept from then on.
    """
    if isinstance(reply, Due):
        return due_steps.fell_due(state, reply, facts, now)
    decision = _reply(state, reply, facts, now)
    asked = isinstance(reply, ChangeLanguage)
    known = (None, facts.language, facts.own_language)
    if wrote_in in known or asked or wrote_in not in facts.settings.languages:
        return decision
    return replace(decision, effects=(SetLanguage(wrote_in), *decision.effects))


def asks_for_times(state: State, reply: Reply) -> bool:
    """Whether the step is likely to look for free times, so that they can be fetched for many families at once."""
    match reply:
        case Other() | When() | Move() | Yes() | No() | GaveReason():
            return True
        case Picked():
            return not isinstance(state, TimesOffered | TimeEchoed | RatingAsked)
        case _:
            return False


def _reply(state: State, reply: Reply, facts: Facts, now: datetime) -> Decision:
    """First what holds anywhere, whoever has the conversation; then the situation's own answer."""
    match reply:
        case Stop():
            return stopping.stop(facts)
        case Start():
            return stopping.start(facts)
        case Distress():
            return handover.distress(facts, now)
        case WrongNumber():
            return stopping.wrong_number()
    if facts.frozen or facts.handed_over:
        return handover.wait(state, facts, now)
    match reply:
        case MovedAway():
            return stopping.moved_away()
        case WantsPerson():
            return handover.person(facts, now)
        case ChangeLanguage(language=language):
            return guidance.change_language(state, language, facts)
        case NotText():
            return Decision(state, (visit.answer(keys.NOT_TEXT),))
        case WantsInfo():
            return guidance.inform(state, facts)
    if (about_a_talk := presence.answered(state, reply, facts, now)) is not None:
        return about_a_talk
    if (about_a_course := course.answered(state, reply, facts, now)) is not None:
        return about_a_course
    match state:
        case ReasonAsked():
            return _after_no(state, reply, facts, now)
        case AlternativeAsked():
            return _alternative(state, reply, facts, now)
        case RatingAsked():
            return _rating(state, reply, facts, now)
        case Reminded() if facts.booking is not None:
            return _reminded(state, reply, facts.booking, facts, now)
        case _:
            return _times(state, reply, facts, now)


def _subject(state: State, facts: Facts) -> tuple[InvitationId | None, BookingId | None]:
    """The invitation and the booking to be moved that the conversation is about."""
    match state:
        case TimesOffered(invitation=invitation, moving=moving):
            return invitation, moving
        case (
            TimeEchoed(invitation=invitation, moving=moving) | WishAsked(invitation=invitation, moving=moving)
        ):
            return invitation, moving
        case DoorOpen(invitation=invitation):
            return invitation, None
        case _ if facts.booking is not None:
            return facts.booking.invitation, facts.booking.id
        case _:
            return (facts.invitation.id if facts.invitation is not None else None), None


def _times(state: State, reply: Reply, facts: Facts, now: datetime) -> Decision:
    """The family answers an offer of times, or writes out of the blue."""
    invitation, moving = _subject(state, facts)
    match reply:
        case Yes(wishes=wishes):
            return visit.yes(state, wishes, facts, now)
        case Picked(number=number):
            return _picked(state, number, facts, now)
        case When(wishes=wishes) if invitation is not None:
            if (already := visit.agreed(facts, moving)) and not isinstance(state, Idle):
                return visit.told_again(already)
            return visit.wished(wishes, invitation, moving, facts, now)
        case Other() if isinstance(state, DoorOpen):
            return visit.yes(state, (), facts, now)
        case Other() if invitation is not None:
            return _other(state, invitation, moving, facts, now)
        case No(reason=None, wishes=wishes) if wishes and invitation is not None:
            return visit.wished(wishes, invitation, moving, facts, now)
        case No() if isinstance(state, TimeEchoed):
            return visit.other_times(state, visit.PLAIN, state.invitation, state.moving, facts, now)
        case No(reason=reason):
            return _no(state, moving, reply, facts, now)
        case Cancel() if facts.booking is not None:
            return changing.cancel(facts.booking, facts)
        case Cancel():
            return declining.decline(state, None, facts, now)
        case Move(wishes=wishes) if facts.booking is not None:
            return changing.move(state, facts.booking, wishes, facts, now)
        case Move(wishes=wishes) if invitation is not None:
            if wishes:
                return visit.wished(wishes, invitation, moving, facts, now)
            return _other(state, invitation, moving, facts, now)
        case Later(wishes=wishes) if visit.agreed(facts, None) is None and moving is None:
            return declining.postpone(wishes, facts, now)
        case Ack():
            return Decision(state)
        case GaveReason(reason=reason) if isinstance(state, TimesOffered | DoorOpen):
            return declining.decline(state, reason, facts, now)
        case _:
            return guidance.not_understood(state, facts, now)


def _no(state: State, moving: BookingId | None, reply: No, facts: Facts, now: datetime) -> Decision:
    """A no: to a new time it cancels the freed visit, to nothing in particular it changes nothing agreed."""
    gave_back = facts.booking is not None and facts.booking.freed and isinstance(state, Idle)
    chooses = moving is not None and isinstance(state, TimesOffered | WishAsked)
    if facts.booking is not None and (gave_back or chooses):
        return changing.cancel(facts.booking, facts)
    if already := visit.agreed(facts, None):
        if isinstance(state, Idle):
            return guidance.not_understood(state, facts, now)
        return visit.told_again(already)
    if isinstance(state, Idle) and not declining.waits_for_an_answer(facts):
        return declining.closed()
    return declining.decline(state, reply.reason, facts, now)


def _picked(state: State, number: int, facts: Facts, now: datetime) -> Decision:
    match state:
        case TimesOffered(invitation=invitation, times=times, moving=moving):
            time = _numbered(times, number)
            if time is not None:
                return visit.take(time, state, invitation, moving, facts, now)
            return guidance.not_understood(state, facts, now)
        case TimeEchoed(invitation=invitation, time=time, moving=moving) if number == 1:
            return visit.take(time, state, invitation, moving, facts, now)
        case TimeEchoed():
            return visit.other_times(state, visit.PLAIN, state.invitation, state.moving, facts, now)
        case DoorOpen() if number == 1:
            return visit.yes(state, (), facts, now)
        case _ if already := visit.agreed(facts, None):
            return visit.told_again(already)
        case _:
            return guidance.not_understood(state, facts, now)


def _numbered(times: tuple[Shown, ...], number: int) -> Shown | None:
    return next((time for time in times if time.number == number), None)


def _other(
    state: State, invitation: InvitationId, moving: BookingId | None, facts: Facts, now: datetime
) -> Decision:
    """None of these: two others, and when those do not suit either we ask for the day."""
    if already := visit.agreed(facts, moving):
        return visit.told_again(already)
    if isinstance(state, WishAsked):
        return visit.ask_when(invitation, moving)
    _, never = visit.seen_before(state)
    times = visit.bookable(facts)
    if all(time.slot in never for time in times):
        return visit.ask_when(invitation, moving)
    return visit.other_times(state, visit.PLAIN, invitation, moving, facts, now, times)


def _reminded(state: Reminded, reply: Reply, booking: BookingFacts, facts: Facts, now: datetime) -> Decision:
    """Keep, move, cancel; "kan ikke" frees the time and offers a new one (story 17)."""
    match reply:
        case Yes(wishes=()) | Picked(number=1) | Ack():
            return changing.keep(booking)
        case Picked(number=2) | Other() | No(reason=None, wishes=()):
            return changing.move(state, booking, (), facts, now)
        case Picked(number=3) | Cancel() | No():
            return changing.cancel(booking, facts)
        case Move(wishes=wishes) | When(wishes=wishes) | Yes(wishes=wishes) | Later(wishes=wishes):
            return changing.move(state, booking, wishes, facts, now)
        case _:
            again = Wording(keys.REMINDER_UNCLEAR, {"start": booking.start})
            return handover.not_understood(state, again, facts, now)


def _after_no(state: ReasonAsked, reply: Reply, facts: Facts, now: datetime) -> Decision:
    match reply:
        case Picked(number=number) if facts.invitation is not None and 1 <= number <= len(
            facts.invitation.reasons
        ):
            return declining.give_reason(state, facts.invitation.reasons[number - 1], facts, now)
        case GaveReason(reason=reason):
            return declining.give_reason(state, reason, facts, now)
        case No(reason=reason) if reason is not None:
            return declining.give_reason(state, reason, facts, now)
        case Yes() | When() | Other():
            return visit.reopen(getattr(reply, "wishes", ()), facts, now)
        case Later(wishes=wishes):
            return declining.postpone(wishes, facts, now)
        case Ack():
            return Decision(Idle())
        case _:
            return declining.no_reason(facts)


def _alternative(state: AlternativeAsked, reply: Reply, facts: Facts, now: datetime) -> Decision:
    match reply:
        case Yes(wishes=()) | Picked(number=1):
            return declining.take_alternative(state, facts, now)
        case Yes(wishes=wishes) | When(wishes=wishes) if state.alternative is Alternative.LATER:
            if isinstance(reply, Yes) or _names_weeks(wishes):
                return declining.postpone(wishes, facts, now)  # "yes, but not before February"
            return visit.reopen(wishes, facts, now)
        case Yes(wishes=wishes) | When(wishes=wishes):
            return visit.reopen(wishes, facts, now)
        case Later(wishes=wishes):
            return declining.postpone(wishes, facts, now)
        case No() | Picked() | Other() | Cancel() | GaveReason():
            return Decision(Idle(), (visit.answer(keys.DECLINED_CLOSED),))
        case Ack():
            return Decision(state)
        case _:
            return handover.not_understood(state, Wording(keys.ALTERNATIVE_UNCLEAR), facts, now)


def _names_weeks(wishes: Wishes) -> bool:
    """Whether it is weeks or months that are named, no day or hour at which a visit would suit."""
    return bool(wishes) and wishes[0].end - wishes[0].start >= timedelta(weeks=1)


def _rating(state: RatingAsked, reply: Reply, facts: Facts, now: datetime) -> Decision:
    match reply:
        case Rated(rating=rating):
            return reminding.rate(state, rating)
        case Picked(number=number) if 1 <= number <= 4:
            return reminding.rate(state, number)
        case No() | Ack():
            return Decision(Idle())
        case _:
            return _times(Idle(), reply, facts, now)
