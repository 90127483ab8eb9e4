"""Where a phone stands, said over it in a few words, and what is worth writing there now."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_date
from sqlalchemy import Connection, select

from bot.flows.course_states import (
    CourseAsked,
    CourseHow,
    CourseListed,
    CourseRating,
    CourseReminded,
    CourseWhen,
    CourseWho,
    SeatOffered,
)
from bot.flows.presence_states import PedagogAsked, PresenceTold, TalksOffered
from bot.flows.states import (
    AlternativeAsked,
    DoorOpen,
    RatingAsked,
    ReasonAsked,
    Reminded,
    State,
    TimeEchoed,
    TimesOffered,
    WishAsked,
    WithHuman,
)
from bot.keeping import thaw
from domain.ids import DANISH, ENGLISH, Language, Number
from domain.outcomes import BookingState, InvitationState
from domain.presence import ADVICE
from storage import tables as t

HINTS: dict[type[Any], dict[Language, tuple[str, ...]]] = {
    TimesOffered: {
        DANISH: ("{weekday} passer fint", "jaa tak tirdag kl 2", "helst efter kl. 16", "nej tak"),
        ENGLISH: ("{weekday} works for us", "can we do it after 4 pm?", "no thanks, too busy"),
    },
    TimeEchoed: {DANISH: ("ja tak", "nej, hellere torsdag"), ENGLISH: ("yes please", "another time")},
    WishAsked: {DANISH: ("torsdag efter 15", "en formiddag"), ENGLISH: ("Thursday after 3 pm",)},
    DoorOpen: {DANISH: ("1", "0", "måske til foråret"), ENGLISH: ("1", "0")},
    ReasonAsked: {
        DANISH: ("3", "vi har for travlt", "tiden passer ikke"),
        ENGLISH: ("3", "we are too busy"),
    },
    AlternativeAsked: {DANISH: ("ja tak", "nej tak"), ENGLISH: ("yes please", "no thanks")},
    Reminded: {DANISH: ("kan ikke", "vi er blevet syge", "1"), ENGLISH: ("we can't make it", "1")},
    RatingAsked: {DANISH: ("4", "2"), ENGLISH: ("4", "2")},
    PresenceTold: {DANISH: ("1", "kl 16", "0"), ENGLISH: ("1", "at 4 pm", "0")},
    TalksOffered: {DANISH: ("1", "2", "0"), ENGLISH: ("1", "2", "0")},
    PedagogAsked: {DANISH: ("ja tak", "nej tak"), ENGLISH: ("yes please", "no thanks")},
    CourseAsked: {
        DANISH: ("1", "nej tak", "ikke i en gruppe"),
        ENGLISH: ("1", "no thanks", "not in a group"),
    },
    CourseWhen: {DANISH: ("3", "tirsdag aften"), ENGLISH: ("3", "Tuesday evening")},
    CourseWho: {DANISH: ("1", "3"), ENGLISH: ("1", "3")},
    CourseHow: {DANISH: ("1", "4"), ENGLISH: ("1", "4")},
    CourseListed: {DANISH: ("2", "onsdag aften er bedre", "0"), ENGLISH: ("2", "Wednesday evening", "0")},
    SeatOffered: {DANISH: ("1", "2", "vi vil helst ikke være i gruppe"), ENGLISH: ("1", "2", "0")},
    CourseReminded: {DANISH: ("kan ikke", "1"), ENGLISH: ("we can't make it", "1")},
    CourseRating: {DANISH: ("4", "2"), ENGLISH: ("4", "2")},
    WithHuman: {DANISH: ("hvornår ringer I?",), ENGLISH: ("when will you call?",)},
}
_BOOKED = {
    DANISH: ("kan ikke", "hvornår var det nu?", "AFLYS"),
    ENGLISH: ("we can't make it", "when was it?", "CANCEL"),
}
_NOTHING = {
    DANISH: ("hvem er I?", "må jeg tale med en sundhedsplejerske?", "START"),
    ENGLISH: ("who are you?", "can I talk to a nurse?"),
}
_ON_A_COURSE: dict[type[Any], str] = {
    CourseAsked: "Asked about the course, no answer yet",
    CourseWhen: "Interested in the course; asked what suits",
    CourseWho: "Interested in the course; asked what suits",
    CourseHow: "Interested in the course; asked what suits",
    CourseListed: "Waits for a course that suits",
    SeatOffered: "A place on a course is held",
    CourseReminded: "On a course",
    CourseRating: "The course is over; asked how it was",
}
_OUTCOMES = {
    InvitationState.PLANNED: "An invitation is planned",
    InvitationState.SENT: "Invited, no answer yet",
    InvitationState.ACCEPTED: "Said yes",
    InvitationState.DECLINED: "Said no",
    InvitationState.DEFERRED: "Not now: asked again later",
    InvitationState.NO_CONTACT: "Never answered",
    InvitationState.UNDELIVERABLE: "Messages do not arrive",
    InvitationState.WRONG_NUMBER: "Wrong number",
    InvitationState.MOVED_AWAY: "Moved away",
    InvitationState.WITHDRAWN: "Invitation withdrawn",
}
_VISITS = {
    BookingState.COMPLETED: "The nurse has been there",
    BookingState.NO_SHOW: "Nobody was at home",
    BookingState.CANCELLED_BY_FAMILY: "Cancelled the visit",
    BookingState.CANCELLED_BY_SERVICE: "The service cancelled the visit",
}


@dataclass(frozen=True, slots=True)
class Owner:
    """Who has a phone: a parent of a family, in a situation."""

    name: str
    family: str
    language: Language
    about: str
    hints: tuple[str, ...]


def owners(connection: Connection, numbers: list[Number], zone: Any) -> dict[Number, Owner]:
    """The owners of these phones; a number of nobody is left out."""
    statement = (
        select(
            t.contact.c.address,
            t.contact.c.state.label("contact"),
            t.guardian.c.name,
            t.guardian.c.language,
            t.guardian.c.state,
            t.guardian.c.stopped_at,
            t.family.c.id,
            t.family.c.ref,
            t.family.c.frozen_at,
        )
        .join(t.guardian, t.guardian.c.id == t.contact.c.guardian_id)
        .join(t.family, t.family.c.id == t.contact.c.family_id)
        .where(t.contact.c.address.in_(numbers))
    )
    return {Number(row.address): _owner(connection, row, zone) for row in connection.execute(statement)}


def _owner(connection: Connection, row: Any, zone: Any) -> Owner:
    invited = select(t.invitation.c.id, t.invitation.c.state).where(t.invitation.c.family_id == row.id)
    invitation = connection.execute(invited.order_by(t.invitation.c.id.desc()).limit(1)).first()
    booking = None
    if invitation is not None:
        booked = select(t.booking.c.state, t.booking.c.start, t.booking.c.freed_at, t.booking.c.offer)
        booking = connection.execute(
            booked.where(t.booking.c.invitation_id == invitation.id).order_by(t.booking.c.id.desc()).limit(1)
        ).first()
    state = thaw(row.state)
    open_booking = booking is not None and booking.state == BookingState.BOOKED and booking.freed_at is None
    return Owner(
        row.name or "A parent",
        row.ref,
        Language(row.language),
        _about(row, invitation, booking, state, zone),
        _hints(state, open_booking, Language(row.language), zone),
    )


def _about(row: Any, invitation: Any, booking: Any, state: State, zone: Any) -> str:
    if row.frozen_at is not None:
        return "Automation stopped: a human takes over"
    if row.contact != "open":
        return "Number quarantined"
    if row.stopped_at is not None:
        return "STOP: nothing more is sent"
    if isinstance(state, WithHuman):
        return "Waits for a nurse’s answer"
    if isinstance(state, PresenceTold):
        return "Told that a nurse is at the daycare"
    if invitation is None:
        return "Not invited yet"
    if isinstance(state, tuple(_ON_A_COURSE)):
        return _ON_A_COURSE[type(state)]
    if booking is not None and booking.state == BookingState.BOOKED:
        if booking.freed_at is not None:
            return "Cannot come; choosing a new time"
        what = "Talk" if booking.offer == ADVICE else "Visit"
        return f"{what} {_day(booking.start, zone)}"
    if isinstance(state, ReasonAsked):
        return "Said no; asked why, if they like to say"
    if booking is not None and invitation.state == InvitationState.ACCEPTED:
        return _VISITS.get(BookingState(booking.state), _OUTCOMES[InvitationState.ACCEPTED])
    return _OUTCOMES[InvitationState(invitation.state)]


def _day(start: datetime, zone: Any) -> str:
    local = start.astimezone(zone)
    return f"{format_date(local, 'EEEE d MMMM', locale='en_GB')}, {local:%H:%M}"


def _hints(state: State, booked: bool, language: Language, zone: Any) -> tuple[str, ...]:
    """In English for a parent who is written to in English, else in Danish; a weekday is one that was offered."""
    spoken = ENGLISH if language == ENGLISH else DANISH
    hints = HINTS.get(type(state), _BOOKED if booked else _NOTHING)[spoken]
    if not isinstance(state, TimesOffered):
        return hints
    start = state.times[0].start.astimezone(zone)
    weekday = format_date(start, "EEEE", locale="en_GB" if spoken == ENGLISH else "da")
    return tuple(hint.format(weekday=weekday) for hint in hints)
