"""Who is invited today: children of the right age, fixed criteria, one active offer a family, paced by free times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.conversing import House
from domain.cadence import after_first_message, first_message_at
from domain.capacity import may_invite
from domain.contact_hours import is_contact_day
from domain.decisions import TaskKind
from domain.due import DueKind
from domain.eligibility import born_between, matching_criterion
from domain.ids import ChildId, DueId, InvitationId, Municipality, NurseId, TaskId
from domain.offers import Criterion, Offer, Shape
from domain.ports import Clock, Store, UnitOfWork
from domain.records import DueRow, FamilyToInvite, NewInvitation, Task
from domain.settings import MunicipalitySettings

PAGE = 4_000
"""How many children are looked at in one unit of work."""

PLANNING_WEEKDAYS = frozenset({0, 1, 2})
"""Monday to Wednesday: then D+2, D+9 and D+30 all fall on Wednesday to Friday, and the letter comes first."""


@dataclass(frozen=True, slots=True)
class Pool:
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
        for offer in self._house.municipalities[municipality].offers.values():
            if not offer.enabled or offer.shape is Shape.PRESENCE:
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
        first, last = born_between(offer, now.astimezone(settings.zone).date())
        unit.lock_planning(municipality)
        families = unit.families_to_invite(municipality, offer.key, first, last, after, PAGE)
        if not families:
            return Page(0, None, False)
        brake = _Paces(unit, settings, now)
        chosen = [
            (family, criterion)
            for family in families
            if (criterion := _criterion(family, offer)) is not None
            and (offer.shape is Shape.COURSE or brake.lets(family))
        ]
        self._start(unit, chosen, offer, settings, now)
        youngest = max(
            (child for family in families for child in family.children),
            key=lambda child: (child.birthdate, child.child),
            default=None,
        )
        last_seen = youngest.child if youngest is not None else None
        return Page(len(chosen), last_seen, bool(families))

    def _start(
        self,
        unit: UnitOfWork,
        chosen: Sequence[tuple[FamilyToInvite, Criterion]],
        offer: Offer,
        settings: MunicipalitySettings,
        now: datetime,
    ) -> None:
        """The invitation, its letter for the mail room, and the day of its first message."""
        today = now.astimezone(settings.zone).date()
        for family, criterion in chosen:
            invitation = InvitationId(unit.new_id())
            unit.add_invitation(
                NewInvitation(
                    invitation,
                    settings.key,
                    family.id,
                    family.children[0].child,
                    tuple(child.child for child in family.children),
                    offer.key,
                    criterion,
                    now,
                    family.district,
                    family.daycare,
                    family.language,
                    family.nurse,
                )
            )
            unit.add_task(_task(unit, TaskKind.LETTER, family, invitation, settings, now, today))
            at = first_message_at(
                today, int(family.id), settings.cadence, settings.zone, self._house.holidays
            )
            if family.reachable:
                unit.add_due(_due(unit, DueKind.FIRST_MESSAGE, family, invitation, settings, at))
            else:
                self._start_without_messages(unit, family, invitation, settings, now, today)

    def _start_without_messages(
        self,
        unit: UnitOfWork,
        family: FamilyToInvite,
        invitation: InvitationId,
        settings: MunicipalitySettings,
        now: datetime,
        today: date,
    ) -> None:
        """No phone: the letter and the calls are all there is; silence ends it on the day on which it ends for others."""
        cadence = settings.cadence
        until = today + timedelta(days=cadence.call_list_until_day)
        unit.add_task(_task(unit, TaskKind.CALL, family, invitation, settings, now, until))
        first = first_message_at(today, int(family.id), cadence, settings.zone, self._house.holidays)
        rhythm = after_first_message(
            first.date(), int(family.id), cadence, settings.zone, self._house.holidays
        )
        unit.add_due(_due(unit, DueKind.NO_CONTACT, family, invitation, settings, rhythm.no_contact))


def _due(
    unit: UnitOfWork,
    kind: DueKind,
    family: FamilyToInvite,
    invitation: InvitationId,
    settings: MunicipalitySettings,
    at: datetime,
) -> DueRow:
    return DueRow(DueId(unit.new_id()), settings.key, family.id, invitation, None, kind, 0, at)


def _task(
    unit: UnitOfWork,
    kind: TaskKind,
    family: FamilyToInvite,
    invitation: InvitationId,
    settings: MunicipalitySettings,
    now: datetime,
    due_on: date,
) -> Task:
    return Task(
        TaskId(unit.new_id()),
        settings.key,
        family.id,
        None,
        invitation,
        None,
        family.nurse,
        family.district,
        kind,
        False,
        now,
        due_on,
    )


def _criterion(family: FamilyToInvite, offer: Offer) -> Criterion | None:
    """The first criterion that one of the family's children due together meets."""
    return next((rule for child in family.children if (rule := matching_criterion(child, offer))), None)


class _Paces:
    """The capacity brake for planning: planned and sent invitations together never outgrow the free times."""

    def __init__(self, unit: UnitOfWork, settings: MunicipalitySettings, now: datetime) -> None:
        first = now + timedelta(hours=settings.cadence.lead_hours)
        last = now + timedelta(days=settings.cadence.horizon_days)
        self._nurses = unit.nurses(settings.key)
        self._unheld = dict(unit.unheld_times(settings.key, first, last, now))
        self._live: dict[Pool, int] = {}
        for (nurse, district), count in unit.live_invitations(settings.key, planned=True).items():
            pool = self._pool(nurse, district)
            self._live[pool] = self._live.get(pool, 0) + count

    def _pool(self, nurse: NurseId | None, district: str) -> Pool:
        return Pool(nurse, "") if nurse in self._nurses else Pool(None, district)

    def lets(self, family: FamilyToInvite) -> bool:
        """Whether one more invitation fits; if so it counts."""
        pool = self._pool(family.nurse, family.district)
        if pool.nurse is not None:
            unheld = self._unheld.get(pool.nurse, 0)
        else:
            unheld = sum(
                self._unheld.get(nurse.id, 0)
                for nurse in self._nurses.values()
                if pool.district in nurse.districts
            )
        live = self._live.get(pool, 0)
        if not may_invite(unheld, live):
            return False
        self._live[pool] = live + 1
        return True
