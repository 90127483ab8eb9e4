"""Where a guardian can be in the story of a course."""

from collections.abc import Mapping
from typing import Any

from domain.ids import CourseId, InvitationId
from domain.replies import Expecting, Option
from domain.values import value


@value
class CourseAsked:
    """The invitation asks for interest, nothing more: 1 or 0."""

    invitation: InvitationId
    misses: int = 0


@value
class CourseWhen:
    """First question: which part of the day. ``changing``: asked anew, and nothing after it."""

    invitation: InvitationId
    misses: int = 0
    changing: bool = False


@value
class CourseWho:
    """Second question: who comes."""

    invitation: InvitationId
    misses: int = 0
    changing: bool = False


@value
class CourseHow:
    """Third and last question: in a group, with childcare, in the own language, or at home."""

    invitation: InvitationId
    misses: int = 0
    changing: bool = False


@value
class CourseDay:
    """Which weekday suits: asked when a family on the list changes its wish."""

    invitation: InvitationId
    misses: int = 0


@value
class CourseChange:
    """What the family wants to change: part of the day, weekday, who comes, or how."""

    invitation: InvitationId
    misses: int = 0


@value
class CourseListed:
    """On the waiting list: anything that changes may be written at any time."""

    invitation: InvitationId
    misses: int = 0


@value
class SeatOffered:
    """A place is held for the family."""

    invitation: InvitationId
    course: CourseId
    misses: int = 0


@value
class CourseReminded:
    """On the course; a session is near."""

    invitation: InvitationId
    course: CourseId
    misses: int = 0


@value
class CourseRating:
    """One of the three questions after the last session, from 1; each parent answers for itself."""

    invitation: InvitationId
    course: CourseId
    question: int = 1
    misses: int = 0


CourseState = (
    CourseAsked
    | CourseWhen
    | CourseDay
    | CourseWho
    | CourseHow
    | CourseChange
    | CourseListed
    | SeatOffered
    | CourseReminded
    | CourseRating
)

COURSE_KINDS: Mapping[str, type[Any]] = {
    "course_asked": CourseAsked,
    "course_when": CourseWhen,
    "course_day": CourseDay,
    "course_who": CourseWho,
    "course_how": CourseHow,
    "course_change": CourseChange,
    "course_listed": CourseListed,
    "seat_offered": SeatOffered,
    "course_reminded": CourseReminded,
    "course_rating": CourseRating,
}
_EXPECTING: Mapping[type[Any], Expecting] = {
    CourseListed: Expecting.CONFIRM,
    CourseReminded: Expecting.CONFIRM,
    CourseRating: Expecting.RATING,
}
_PRINTED: Mapping[type[Any], int] = {
    CourseAsked: 1,
    CourseWhen: 4,
    CourseDay: 6,
    CourseWho: 3,
    CourseHow: 4,
    CourseChange: 4,
    CourseListed: 2,
    SeatOffered: 2,
    CourseReminded: 1,
    CourseRating: 4,
}


def course_expecting(state: CourseState) -> Expecting:
    """What the family was last asked."""
    return _EXPECTING.get(type(state), Expecting.OFFER)


def course_options(state: CourseState) -> tuple[Option, ...]:
    """The numbered lines in front of the family."""
    return tuple(Option(number) for number in range(1, _PRINTED[type(state)] + 1))
