"""The families whose phones stand on the demo's page, each at another point of the story.

They live through their last weeks like everybody else, by the real flows; only what they answer is written here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.demo.minds import FIRST
from app.demo.people import demo_number, family
from bot.flows.states import State, TimeEchoed, TimesOffered
from bot.messages import keys
from domain.contact_hours import local_moment
from domain.eligibility import months_before
from domain.ids import DANISH, ENGLISH, Language, Number
from domain.imports import ImportedChild, ImportedFamily, ImportedGuardian
from domain.settings import MunicipalitySettings
from domain.texts import TextKey

WEEKS_BEFORE = 4
"""The cast moves to town so many weeks before the demo begins."""

STRANGER = demo_number(999)
"""A phone that belongs to no family."""

SECOND_PERSON = timedelta(minutes=4)
"""How long the cast takes to answer a question it has just been asked."""


@dataclass(frozen=True, slots=True)
class Role:
    """One family of the cast. Days count from the Monday on which the demo begins."""

    ref: str
    phones: tuple[tuple[str, Number], ...]
    """A first name and a number for each parent."""
    child: str
    old_enough: int
    """The day on which the child is old enough to be invited."""
    language: Language = DANISH
    visit_on: int | None = None
    """The day on which the family wants its visit; None: it has not answered."""
    says_no_at: tuple[int, time] | None = None
    """The day and hour at which the family says no."""
    hears_of_presence: bool = False
    """Whether its child is at a daycare where a nurse is in the demo's first week."""


CAST = (
    Role("C01", (("Maja", demo_number(1)),), "Alma", -6),
    Role("C02", (("Jonas", demo_number(2)),), "Viggo", -13, visit_on=3),
    Role("C03", (("Priya", demo_number(3)),), "Anika", -6, language=ENGLISH),
    Role("C04", (("Line", demo_number(4)), ("Peter", demo_number(5))), "Storm", -6),
    Role("C05", (("Karen", demo_number(6)),), "Liv", -13, says_no_at=(-1, time(19, 42))),
    Role("C06", (("Emil", demo_number(7)),), "Asta", -20, visit_on=-4),
    Role("C07", (("Sofie", demo_number(8)),), "Nora", -300, hears_of_presence=True),
)
"""Invited and silent; a visit this week; invited in English; two parents; a no; a visit that was held; between two
visits, and told that a nurse is at the daycare."""


def cast_families(settings: MunicipalitySettings, monday: date) -> list[ImportedFamily]:
    """The cast of the week that begins on a Monday, in the district of the settings' first nurse."""
    nurse = settings.nurses[0]
    district = nurse.districts[-1]
    daycare = next((one.name for one in settings.daycares if one.district == district), None)
    return [
        family(
            settings.key,
            role.ref,
            district,
            nurse.ref,
            f"Eksempelvej {position}",
            [
                ImportedChild(
                    ref=f"{role.ref}-B",
                    birthdate=months_before(monday + timedelta(days=role.old_enough), 17),
                    name=role.child,
                    daycare=settings.presence[-1].daycare if role.hears_of_presence else daycare,
                )
            ],
            [
                ImportedGuardian(f"{role.ref}-{number}", role.language, name, phone)
                for number, (name, phone) in enumerate(role.phones, start=1)
            ],
        )
        for position, role in enumerate(CAST, start=1)
    ]


@dataclass(frozen=True, slots=True)
class CastMind:
    """What a role answers before the demo begins."""

    role: Role
    monday: date
    settings: MunicipalitySettings

    def when(self, key: TextKey, read_at: datetime) -> datetime | None:
        """Four minutes to a question, an evening hour of its own to an invitation."""
        if key in FIRST and self.role.says_no_at is not None:
            day, at = self.role.says_no_at
            return local_moment(self.monday + timedelta(days=day), at, self.settings.zone)
        if self.role.visit_on is None:
            return None
        if key in FIRST:
            local = read_at.astimezone(self.settings.zone)
            return local_moment(local.date(), time(19, 24), self.settings.zone)
        return read_at + SECOND_PERSON if key in _IN_CONVERSATION else None

    def says(self, state: State, key: TextKey, language: Language, now: datetime) -> str | None:
        """A no, or the day on which the family wants its visit."""
        if self.role.says_no_at is not None:
            return "nej tak" if isinstance(state, TimesOffered) else None
        if self.role.visit_on is None:
            return None
        wanted = self.monday + timedelta(days=self.role.visit_on)
        match state:
            case TimesOffered(times=times):
                zone = self.settings.zone
                fit = [one.number for one in times if one.start.astimezone(zone).date() == wanted]
                if fit:
                    return str(fit[0])
                return f"torsdag d. {wanted.day}/{wanted.month} passer bedst" if key in FIRST else "1"
            case TimeEchoed():
                return "ja tak"
            case _:
                return None


_IN_CONVERSATION = frozenset(
    {keys.TIMES_TWO, keys.TIMES_ONE, keys.TIMES_NEAREST_TWO, keys.TIMES_NEAREST_ONE, keys.TIMES_CONFIRM}
)


def cast_minds(monday: date, settings: MunicipalitySettings) -> Mapping[str, CastMind]:
    """The mind behind each family of the cast, by its reference."""
    return {role.ref: CastMind(role, monday, settings) for role in CAST}
