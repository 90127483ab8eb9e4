"""Where the family stands, said again: what it has in front of it, in another language, what was agreed."""

from datetime import datetime

from bot.flows import course, course_interest, handover, presence, visit, wordings
from bot.flows.states import (
    DoorOpen,
    Idle,
    RatingAsked,
    ReasonAsked,
    Reminded,
    State,
    TimeEchoed,
    TimesOffered,
    WishAsked,
)
from bot.messages import keys
from domain.decisions import Decision, HandOver, Say, SetLanguage, TaskKind
from domain.facts import Facts
from domain.ids import Language
from domain.texts import TextValue, Wording


def not_understood(state: State, facts: Facts, now: datetime) -> Decision:
    """Ask back kindly once, then a human reads it. With a visit agreed and nothing asked, it is about that visit."""
    booking = visit.agreed(facts, None)
    if booking is not None and isinstance(state, Idle) and state.misses == 0:
        again = visit.answer(keys.REMINDER_UNCLEAR, start=booking.start)
        return Decision(Reminded(booking.id, misses=1), (again,))
    return handover.not_understood(state, _ask_back(state, facts), facts, now)


def _ask_back(state: State, facts: Facts) -> Wording:
    """The friendly question for a reply that was not understood, with what the family has in front of it."""
    values: dict[str, TextValue] = {"phone": visit.phone(facts)}
    match state:
        case TimesOffered(times=(_, _) as times):
            return Wording(keys.TIMES_MENU_UNCLEAR_TWO, values | visit.menu_values(times))
        case TimesOffered(times=times) if times:
            return Wording(keys.TIMES_MENU_UNCLEAR_ONE, values | visit.menu_values(times))
        case TimeEchoed(time=time):
            return Wording(keys.TIMES_CONFIRM, {"start": time.start})
        case DoorOpen():
            return Wording(keys.DOOR_OPEN_UNCLEAR, values)
        case WishAsked():
            return Wording(keys.TIMES_ASK_WHEN)
        case _:
            return Wording(keys.UNCLEAR, values)


def change_language(state: State, language: Language | None, facts: Facts) -> Decision:
    """Another language, at once and from now on; what was asked is asked again in it."""
    wanted = language or facts.own_language
    if wanted is None:
        return Decision(state, (visit.answer(keys.LANGUAGE_WHICH),))
    if wanted not in facts.settings.languages:
        return Decision(state, (visit.answer(keys.LANGUAGE_NOT_YET), HandOver(TaskKind.HAND_OVER)))
    effects = (SetLanguage(wanted, asked=True), visit.answer(keys.LANGUAGE_CHANGED))
    asked = _asked(state, facts)
    return Decision(state, effects if asked is None else (*effects, Say(asked)))


def _asked(state: State, facts: Facts) -> Wording | None:
    """The question that is open, as it was put."""
    booking = facts.booking
    match state:
        case TimesOffered(times=(_, _) as times):
            return Wording(keys.TIMES_TWO, visit.menu_values(times))
        case TimesOffered(times=times) if times:
            return Wording(keys.TIMES_ONE, visit.menu_values(times))
        case TimeEchoed(time=time):
            return Wording(keys.TIMES_CONFIRM, {"start": time.start})
        case WishAsked():
            return Wording(keys.TIMES_ASK_WHEN)
        case DoorOpen():
            return Wording(keys.INFO_OFFER, {"service": visit.service(facts), "phone": visit.phone(facts)})
        case ReasonAsked():
            return Wording(keys.COURSE_WHY if facts.course is not None else keys.DECLINED_WHY)
        case RatingAsked():
            return Wording(keys.RATING_ASK)
        case Reminded() if booking is not None:
            return wordings.reminder(booking, facts)
        case _:
            return course_interest.asked(state, facts) or presence.told_once_more(state, facts)


def inform(state: State, facts: Facts) -> Decision:
    """What was agreed, or what this is."""
    if facts.invitation is not None and facts.course is not None and visit.agreed(facts, None) is None:
        return course.inform(state, facts.invitation, facts.course, facts)
    if booking := visit.agreed(facts, None):
        values: dict[str, TextValue] = {
            "start": booking.start,
            "nurse": booking.nurse_name,
            "phone": visit.phone(facts),
        }
        return Decision(state, (visit.answer(keys.INFO_BOOKED, **values),))
    if (told := presence.told_once_more(state, facts)) is not None:
        return Decision(state, (Say(told),))
    who: dict[str, TextValue] = {"service": visit.service(facts), "phone": visit.phone(facts)}
    if facts.invitation is not None:
        return Decision(DoorOpen(facts.invitation.id), (visit.answer(keys.INFO_OFFER, **who),))
    return Decision(state, (visit.answer(keys.INFO_NOTHING, **who),))
