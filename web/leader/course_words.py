"""What the course pages call things in Danish: wishes, states, refusals. For staff alone, never for a family."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.course_desk import KeptApart, NotOnTheList, PlanRefusal
from bot.course_running import NotNow, Why
from domain.course_records import CourseState, SeatState
from domain.courses import (
    Coming,
    GroupKind,
    InThePast,
    LeaderTwice,
    OnHoliday,
    OverCapacity,
    PartOfDay,
    Preference,
    RoomTwice,
    WrongShape,
)
from domain.forming import WhyLeft
from domain.ids import NurseId
from web.rendering import day
from web.words import LANGUAGES

WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag")
PARTS: Mapping[PartOfDay, str] = {
    PartOfDay.MORNING: "formiddag",
    PartOfDay.AFTERNOON: "eftermiddag",
    PartOfDay.EVENING: "aften",
}
COMING: Mapping[Coming, str] = {
    Coming.MOTHER: "mor kommer",
    Coming.ONE: "én kommer",
    Coming.BOTH: "to kommer",
}
KINDS: Mapping[GroupKind, str] = {
    GroupKind.OPEN: "Alle",
    GroupKind.MOTHERS: "Kun mødre",
    GroupKind.COUPLES: "Kun par",
}
STATES: Mapping[CourseState, str] = {
    CourseState.FORMING: "Samler deltagere",
    CourseState.UNDECIDED: "For få: vælg hvad der skal ske",
    CourseState.HELD: "Holdes",
    CourseState.ENDED: "Afsluttet",
    CourseState.CANCELLED: "Aflyst af os",
}
SEATS: Mapping[SeatState, str] = {
    SeatState.PROPOSED: "Spørges snart",
    SeatState.OFFERED: "Har fået tilbud",
    SeatState.TAKEN: "Har plads",
    SeatState.COMPLETED: "Gennemført",
    SeatState.LAPSED: "Svarede ikke i tide",
    SeatState.REFUSED: "Sagde nej til pladsen",
    SeatState.LEFT: "Gået ud",
    SeatState.CANCELLED: "Aflyst af os",
}
WHY_LEFT: Mapping[WhyLeft, str] = {
    WhyLeft.WANTS_INDIVIDUAL: "Vil have forløbet hjemme",
    WhyLeft.CHILD_AGE: "Barnets alder passer ikke til holdene",
    WhyLeft.LANGUAGE: "Ingen hold på familiens sprog",
    WhyLeft.GROUP_KIND: "Holdene er for andre (kun mødre eller kun par)",
    WhyLeft.TIME: "Ingen af tiderne passer",
    WhyLeft.NEEDS_CHILDCARE: "Har brug for pasning",
    WhyLeft.NEEDS_MEAL: "Har brug for mad",
    WhyLeft.TOO_FEW: "For få andre kan på de tider, der passer",
    WhyLeft.FULL: "Holdene er fulde",
    WhyLeft.KEPT_APART: "Kender nogen på hvert hold med plads (samme dagtilbud eller bekendte)",
}
QUESTIONS: Mapping[int, str] = {
    1: "Kurset levede op til forventningerne",
    2: "Kurset gav ny viden om barnets behov og signaler",
    3: "Kursets temaer var relevante",
}
_NOT_NOW: Mapping[Why, str] = {
    Why.GONE: "Holdet findes ikke her. Måske er det ændret af en kollega.",
    Why.OVER: "Holdet er afsluttet, aflyst eller så langt, at det ikke kan vælges længere.",
    Why.NO_SUCH_SESSION: "Så mange gange mødes holdet ikke.",
    Why.NOT_YET: "Den gang har ikke været endnu.",
    Why.NOT_ON_IT: "Familien har ikke plads på holdet.",
    Why.SAME_COURSE: "Et hold kan ikke lægges sammen med sig selv.",
    Why.NO_SUCH_DEADLINE: "Den nye frist skal ligge efter nu og før første gang.",
}


def wish(preference: Preference) -> str:
    """What suits a family, in a line: "tirsdag, torsdag · aften · to kommer · pasning"."""
    days = ", ".join(WEEKDAYS[one] for one in sorted(preference.weekdays) if one < len(WEEKDAYS))
    parts = " eller ".join(PARTS[one] for one in PartOfDay if one in preference.parts)
    said = [days, parts or "alle tider", COMING[preference.coming]]
    said += ["pasning"] if preference.childcare else []
    said += ["mad"] if preference.meal else []
    said += [f"på {LANGUAGES.get(preference.language, preference.language).lower()}"] * (
        preference.language != "da"
    )
    return " · ".join(one for one in said if one)


def refusal(one: PlanRefusal | NotNow, leaders: Mapping[NurseId, str], zone: ZoneInfo) -> str:
    """Why something cannot be, and what could be done instead."""
    match one:
        case NotNow(why=why):
            return _NOT_NOW[why]
        case OverCapacity(parents=parents, largest=largest):
            return f"{parents} forældre er flere end de {largest} pladser. Et par tager to pladser."
        case InThePast(start=start):
            return f"{_moment(start, zone)} er allerede gået."
        case OnHoliday(day=on):
            return f"{day(on)} er en helligdag. Vælg en anden dag."
        case LeaderTwice(leader=leader, start=start):
            return f"{leaders.get(leader, 'Lederen')} er på et andet hold {_moment(start, zone)}."
        case RoomTwice(room=room, start=start):
            return f"{room} er optaget {_moment(start, zone)}."
        case WrongShape():
            return "Et hold mødes 6, 7 eller 8 gange i rækkefølge og har plads til mindst én forælder."
        case NotOnTheList():
            return "En af familierne står ikke længere på listen eller har fået en plads. Lav et nyt forslag."
        case KeptApart():
            return "To af familierne kender hinanden eller er fra samme dagtilbud. Sæt dem på hver sit hold."


def _moment(start: datetime, zone: ZoneInfo) -> str:
    local = start.astimezone(zone)
    return f"{day(local.date())} kl. {local:%H.%M}"
