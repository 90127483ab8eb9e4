"""The families of the demo that are interested in the course: six wait for a group, one has not answered yet.

They live through their last weeks by the real flows; only what they answer is written here. Each is of a daycare of
its own but the last two, who are of one and are never seated together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.demo.people import demo_number, family
from bot.flows.course_states import CourseAsked, CourseHow, CourseWhen, CourseWho
from bot.flows.states import State
from bot.messages import keys
from domain.contact_hours import local_moment
from domain.eligibility import months_before
from domain.ids import Language, Number
from domain.imports import ImportedChild, ImportedFamily, ImportedGuardian
from domain.settings import MunicipalitySettings
from domain.texts import TextKey

SECOND_PERSON = timedelta(minutes=4)
LATE_DAYS = 6
"""So many days before the demo begins the last family moves in: it has read one message and not answered."""


@dataclass(frozen=True, slots=True)
class CourseRole:
    """One family. ``coming``: the digit it answers to "who comes"; "" has not answered at all."""

    ref: str
    name: str
    number: Number
    child: str
    months: int
    daycare: int
    coming: str = "1"
    on_the_page: bool = False


COURSE_CAST = (
    CourseRole("K01", "Freja", demo_number(11), "Ellen", 12, 0, on_the_page=True),
    CourseRole("K02", "Thomas", demo_number(12), "Otto", 10, 1, coming="3"),
    CourseRole("K03", "Rikke", demo_number(13), "Sally", 14, 2),
    CourseRole("K04", "Mads", demo_number(14), "Bjørn", 9, 3, coming="2"),
    CourseRole("K05", "Signe", demo_number(15), "Esther", 11, 4),
    CourseRole("K06", "Katrine", demo_number(16), "Arthur", 13, 4),
    CourseRole("K07", "Nadia", demo_number(17), "Noor", 12, 5, coming="", on_the_page=True),
)
SHOWN = tuple(role for role in COURSE_CAST if role.on_the_page)


def course_families(settings: MunicipalitySettings, monday: date, late: bool) -> list[ImportedFamily]:
    """The families that asked for the course: those who wait, or the one that comes ``late``."""
    roles = [role for role in COURSE_CAST if late == (not role.coming)]
    return [_family(settings, monday, role) for role in roles]


def _family(settings: MunicipalitySettings, monday: date, role: CourseRole) -> ImportedFamily:
    daycare = settings.daycares[role.daycare % len(settings.daycares)]
    nurse = next(one for one in settings.nurses if daycare.district in one.districts)
    child = ImportedChild(
        ref=f"{role.ref}-B",
        birthdate=months_before(monday, role.months),
        name=role.child,
        daycare=daycare.name,
        flags="self_referral",
    )
    parent = ImportedGuardian(f"{role.ref}-1", Language("da"), role.name, role.number)
    return family(settings.key, role.ref, daycare.district, nurse.ref, "Kursusvej 1", [child], [parent])


@dataclass(frozen=True, slots=True)
class CourseMind:
    """What a family answers before the demo begins: yes in the evening, and the three questions at once."""

    role: CourseRole
    settings: MunicipalitySettings

    def when(self, key: TextKey, read_at: datetime) -> datetime | None:
        """An evening hour to the invitation, four minutes to a question; the last family is silent."""
        if not self.role.coming:
            return None
        if key == keys.COURSE_INTEREST:
            local = read_at.astimezone(self.settings.zone)
            return local_moment(local.date(), time(19, 24), self.settings.zone)
        asked = (keys.COURSE_ASK_WHEN, keys.COURSE_ASK_WHO, keys.COURSE_ASK_HOW)
        return read_at + SECOND_PERSON if key in asked else None

    def says(self, state: State, key: TextKey, language: Language, now: datetime) -> str | None:
        """Evenings, in a group."""
        match state:
            case CourseAsked() | CourseHow():
                return "1"
            case CourseWhen():
                return "3"
            case CourseWho():
                return self.role.coming
            case _:
                return None


def course_minds(settings: MunicipalitySettings) -> Mapping[str, CourseMind]:
    """The mind behind each of these families, by its reference."""
    return {role.ref: CourseMind(role, settings) for role in COURSE_CAST}
