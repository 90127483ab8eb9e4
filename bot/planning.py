"""Who is invited today: children of the right age, fixed criteria, one active offer a family, paced by free times."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter
from typing import NamedTuple

from bot.conversing import House
from bot.starting import start_invitations, start_wanted
from domain.capacity import may_invite
from domain.contact_hours import is_contact_day
from domain.eligibility import born_between, expected_between, matching_criterion
from domain.ids import ChildId, Municipality, NurseId
from domain.offers import Criterion, Offer, Shape, StartedBy
from domain.ports import Clock, Store, UnitOfWork
from domain.records import FamilyToInvite
from domain.settings import MunicipalitySettings

PAGE = 6_000
"""How many children are looked at in one unit of work: a third of a second in which nobody else writes on SQLite."""

PLANNING_WEEKDAYS = frozenset({0, 1, 2})
"""Monday to Wednesday: then D+2, D+9 and D+30 all fall on Wednesday to Friday, and the letter comes first."""


class Pool(NamedTuple):
    """Whose times an invitation lives on: a family's own nurse, or the nurses of its district."""

    nurse: NurseId | None
    district: str


@dataclass(frozen=True, slots=True)
class Page:
    """How many invitations a page of children started, its last child, and whether there is another page."""

    started: int
    last: ChildId | None
    more: bool


class Planner:
    """Starts invitations, so that no nurse has to remember to."""

    def __init__(self, store: Store, house: House, clock: Clock) -> None:
        self._store = store
        self._house = house
        self._clock = clock

    async def plan_all(self) -> int:
        """Plan today's invitations of every municipality; returns how many were started."""
        planned = 0
        for municipality, settings in self._house.municipalities.items():
            now = self._clock.now()
            day = now.astimezone(settings.zone).date()
            if day.weekday() in PLANNING_WEEKDAYS and is_contact_day(day, self._house.holidays):
                planned += await self.plan(municipality)
        return planned

    async def plan(self, municipality: Municipality) -> int:
        """Plan what the free times allow, a page of children and one commit at a time."""
        started = 0
        offers = self._house.municipalities[municipality].offers.values()
        # What a nurse asked for comes before what a birthday brings: a family has one invitation at a time.
        for offer in sorted(offers, key=lambda one: one.started_by is not StartedBy.NURSE):
            if not offer.enabled or offer.shape is Shape.PRESENCE:
                continue
            if offer.started_by is StartedBy.NURSE:
                started += await self._store.work(
                    lambda unit, one=offer: self.plan_wanted(unit, municipality, one)  # type: ignore[misc]
                )
                continue
            page = Page(0, None, True)
            while page.more:
                page = await self._store.work(
                    lambda unit, one=offer, after=page.last: self.plan_page(  # type: ignore[misc]
                        unit, municipality, one, after
                    )
                )
                started += page.started
        return started

    def plan_page(
        self, unit: UnitOfWork, municipality: Municipality, offer: Offer, after: ChildId | None
    ) -> Page:
        """One page of children in one unit of work, the oldest first."""
        settings = self._house.municipalities[municipality]
        now = self._clock.now()
        unborn = offer.started_by is StartedBy.PREGNANCY
        today = now.astimezone(settings.zone).date()
        first, last = expected_between(offer, today) if unborn else born_between(offer, today)
        unit.lock_planning(municipality)
        families = unit.families_to_invite(municipality, offer.key, first, last, after, PAGE, unborn=unborn)
        if not families:
            return Page(0, None, False)
        brake = _Paces(unit, settings, now)
        chosen = [
            (family, criterion)
            for family in families
            if (criterion := _criterion(family, offer)) is not None
            and (offer.shape is Shape.COURSE or brake.lets(family))
        ]
        start_invitations(unit, chosen, offer, settings, self._house.holidays, now)
        youngest = max(
            (child for family in families for child in family.children), key=attrgetter("birthdate", "child")
        )
        return Page(len(chosen), youngest.child, True)

    def plan_wanted(self, unit: UnitOfWork, municipality: Municipality, offer: Offer) -> int:
        """What nurses asked for and could not begin at once, as far as the free times go, the longest waiting first."""
        settings = self._house.municipalities[municipality]
        now = self._clock.now()
        unit.lock_planning(municipality)
        families = unit.families_wanting(municipality, offer.key)
        if not families:
            return 0
        brake = _Paces(unit, settings, now)
        chosen = [family for family in families if brake.lets(family)]
        for family in chosen:
            start_wanted(unit, family, offer, settings, self._house.holidays, now)
        return len(chosen)


def _criterion(family: FamilyToInvite, offer: Offer) -> Criterion | None:
    """The first criterion that one of the family's children due together meets."""
    for child in family.children:
        criterion = matching_criterion(child, offer)
        if criterion is not None:
            return criterion
    return None


class _Paces:
    """The capacity brake for planning: planned and sent invitations together never outgrow the free times."""

    def __init__(self, unit: UnitOfWork, settings: MunicipalitySettings, now: datetime) -> None:
        first = now + timedelta(hours=settings.cadence.lead_hours)
        last = now + timedelta(days=settings.cadence.horizon_days)
        self._nurses = unit.nurses(settings.key)
        self._unheld = dict(unit.unheld_times(settings.key, first, last, now))
        self._unheld_of: dict[Pool, int] = {}
        self._live: dict[Pool, int] = {}
        for (nurse, district), count in unit.live_invitations(settings.key, planned=True).items():
            pool = self._pool(nurse, district)
            self._live[pool] = self._live.get(pool, 0) + count

    def _pool(self, nurse: NurseId | None, district: str) -> Pool:
        return Pool(nurse, "") if nurse in self._nurses else Pool(None, district)

    def lets(self, family: FamilyToInvite) -> bool:
        """Whether one more invitation fits; if so it counts."""
        pool = self._pool(family.nurse, family.district)
        unheld = self._unheld_of.get(pool)
        if unheld is None:
            unheld = self._unheld_of[pool] = self._count(pool)
        live = self._live.get(pool, 0)
        if not may_invite(unheld, live):
            return False
        self._live[pool] = live + 1
        return True

    def _count(self, pool: Pool) -> int:
        """The unheld times of the pool's nurse, or of all nurses of its district."""
        if pool.nurse is not None:
            return self._unheld.get(pool.nurse, 0)
        return sum(
            self._unheld.get(nurse.id, 0)
            for nurse in self._nurses.values()
            if pool.district in nurse.districts
        )
