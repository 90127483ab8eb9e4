"""The times as one unit of work sees them: loaded in sets, changed in memory, saved at the end.

Two families of one unit see each other's picks at once. Of a nurse's times the soonest are loaded, or those around a
wish, and only as many as are needed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import attrgetter

from bot.times_in_hand import Span, TimesInHand
from domain.contact_hours import on_the_wall
from domain.course_records import CourseStore
from domain.facts import FreeTime
from domain.ids import FamilyId, Municipality, NurseId, OfferKey, SlotId
from domain.partners import partner_refs
from domain.ports import UnitOfWork
from domain.presence_records import PresenceStore
from domain.records import Family, Slot
from domain.replies import Wishes
from domain.settings import MunicipalitySettings
from domain.values import value

SOONEST = 20
"""How many of a nurse's soonest free times are loaded for a family to choose from."""

TAKEN = 8
"""So many more are loaded for every four families of a nurse, each of which may be shown two."""

LONGEST_PARTNER_TIME = timedelta(hours=12)
"""No time is longer, so that a colleague's time that covers a visit begins at most so long before it."""

NEARBY = (timedelta(days=3), timedelta(days=10), timedelta(days=31), timedelta(days=3660))
"""How far around a wish times are looked for, until there are two."""


class Board(TimesInHand):
    """The times of the nurses of some families, and which of them each family is shown."""

    def __init__(
        self, unit: UnitOfWork, settings: Mapping[Municipality, MunicipalitySettings], now: datetime
    ) -> None:
        super().__init__(unit, settings, now)
        self._as_shown: dict[tuple[bool, OfferKey | None], dict[SlotId, FreeTime | None]] = {}

    @property
    def courses(self) -> CourseStore:
        """The courses, as this unit of work sees them."""
        return self._unit.courses

    @property
    def presence(self) -> PresenceStore:
        """The windows at daycares, as this unit of work sees them."""
        return self._unit.presence

    def fetch(self, families: Iterable[Family]) -> None:
        """The soonest times of these families' nurses, in one statement for all that are asked for as often."""
        wanted: dict[Municipality, Counter[NurseId]] = {}
        for family in families:
            wanted.setdefault(family.municipality, Counter()).update(self.nurses_for(family))
        for municipality, asked in wanted.items():
            alike: dict[int, list[NurseId]] = {}
            for nurse, families_of_hers in asked.items():
                if nurse not in self._until:
                    alike.setdefault(SOONEST + TAKEN * -(-families_of_hers // 4), []).append(nurse)
            for most, nurses in alike.items():
                self.load_next(municipality, nurses, most)

    def fetch_near(self, asked: Iterable[tuple[Family, Wishes]]) -> None:
        """The times near what these families wish for, in one statement for all that wish the same."""
        left = [(family, wishes) for family, wishes in asked if wishes]
        for around in NEARBY:
            wanted: dict[tuple[Municipality, Span], set[NurseId]] = {}
            for family, wishes in left:
                span = _around(wishes, around)
                wanted.setdefault((family.municipality, span), set()).update(self.nurses_for(family))
            for (municipality, span), nurses in wanted.items():
                self.load_stretches(municipality, nurses, self.stretches_of(municipality, span))
            left = [(f, w) for f, w in left if not _are_two(self._free(f, None, _around(w, around)))]

    def nurses_for(self, family: Family) -> tuple[NurseId, ...]:
        """Who may visit a family: the nurse it asked for, its own, or, when it has none, the nurses of its district;
        never the one it does not want."""
        nurses = self.nurses(family.municipality)
        if family.nurse is not None and family.nurse in nurses:
            return (family.nurse,)
        return tuple(
            nurse.id
            for nurse in nurses.values()
            if family.district in nurse.districts and nurse.id != family.not_nurse
        )

    def partners_for(self, family: Family, offer: OfferKey | None) -> tuple[NurseId, ...] | None:
        """The colleagues of whom one takes part and must be free, too; None where an offer asks for nobody."""
        settings = self._settings[family.municipality]
        refs = partner_refs(settings, settings.offers.get(offer) if offer is not None else None, family)
        if refs is None:
            return None
        return tuple(one.id for one in self.nurses(family.municipality).values() if one.ref in refs)

    def partner_time(self, partners: tuple[NurseId, ...], slot: Slot, family: FamilyId) -> Slot | None:
        """A free time of one of these colleagues that covers a nurse's time, the shortest such, or None."""
        begin = slot.start - LONGEST_PARTNER_TIME
        span = (begin, slot.start)
        theirs = (self._slots[number] for who in partners for number in self.open_to(who, family, span))
        covering = (one for one in theirs if slot.end <= one.end)
        return min(covering, key=lambda one: (one.end - one.start, one.id), default=None)

    def partner_at(self, partners: tuple[NurseId, ...], slot: Slot, family: FamilyId) -> Slot | None:
        """As ``partner_time``, looking up their times around this one first."""
        begin = slot.start - LONGEST_PARTNER_TIME
        self.put(self._unit.free_slots(slot.municipality, partners, begin, slot.start, self._now))
        return self.partner_time(partners, slot, family)

    def times_for(self, family: Family, offer: OfferKey | None) -> "BoardTimes":
        """The times this family could have, looked up only when a step asks for them."""
        return BoardTimes(self, family, offer)

    def soonest(self, family: Family, offer: OfferKey | None, most: int) -> list[FreeTime]:
        """The family's soonest free times; of each nurse as many more are loaded as it takes."""
        first, last = self.reach(family.municipality)
        found: list[list[FreeTime]] = []
        for nurse in self.nurses_for(family):
            if nurse not in self._until:
                self.load_next(family.municipality, [nurse], most)
            while True:
                until = self._until[nurse]
                times = self._of(nurse, family, offer, (first, until), most)
                if len(times) == most or until == last:
                    break
                self.load_next(family.municipality, [nurse], most)
            found.append(times)
        return _in_order(found)[:most]

    def near_times(self, family: Family, offer: OfferKey | None, wishes: Wishes) -> list[FreeTime]:
        """The free times near what the family wishes for; nearer ones alone when there are two."""
        for around in NEARBY:
            span = _around(wishes, around)
            self.load_stretches(
                family.municipality, self.nurses_for(family), self.stretches_of(family.municipality, span)
            )
            found = self._free(family, offer, span)
            if _are_two(found):
                break
        return found

    def all_times(self, family: Family, offer: OfferKey | None) -> list[FreeTime]:
        """Every free time of the family's nurses that may be shown."""
        last = self.reach(family.municipality)[1]
        for nurse in self.nurses_for(family):
            if self._until.get(nurse) != last:
                self.load_next(family.municipality, [nurse], None)
        return self._free(family, offer, self.reach(family.municipality))

    def _free(self, family: Family, offer: OfferKey | None, span: Span) -> list[FreeTime]:
        """What is loaded of a span, of every nurse who may visit the family."""
        reach = self.reach(family.municipality)
        span = max(span[0], reach[0]), min(span[1], reach[1])
        return _in_order([self._of(nurse, family, offer, span) for nurse in self.nurses_for(family)])

    def _of(
        self, nurse: NurseId, family: Family, offer: OfferKey | None, span: Span, most: int | None = None
    ) -> list[FreeTime]:
        """One nurse's times that the family could have; in a restriction period by phone, or not at all."""
        own = family.nurse == nurse
        partners = self.partners_for(family, offer)
        if partners is not None:
            around = (span[0] - LONGEST_PARTNER_TIME, span[1])
            self.load_stretches(family.municipality, partners, self.stretches_of(family.municipality, around))
        shown, numbers = self._as_shown.setdefault((own, offer), {}), self.open_to(nurse, family.id, span)
        for number in numbers:
            if number not in shown:
                shown[number] = self._show(number, own, offer)
        times = [time for number in numbers if (time := shown[number]) is not None]
        if partners is not None:
            times = self._together(times, partners, family.id)
        return times[:most]

    def _together(
        self, times: Iterable[FreeTime], partners: tuple[NurseId, ...], family: FamilyId
    ) -> list[FreeTime]:
        """The times at which one of these colleagues is free, too, each with hers beside it."""
        both = ((time, self.partner_time(partners, self._slots[time.slot], family)) for time in times)
        return [time._replace(partner_slot=partner.id) for time, partner in both if partner is not None]

    def _show(self, number: SlotId, own: bool, offer: OfferKey | None) -> FreeTime | None:
        """The time as a family is shown it; None where it is for another offer, or a restriction period pauses visits."""
        slot = self._slots[number]
        if slot.offer is not None and slot.offer != offer:
            return None
        settings = self._settings[slot.municipality]
        local = on_the_wall(slot.start, settings.zone)
        period = settings.restriction_on(local.date()) if settings.restrictions else None
        if period is not None and not period.by_phone:
            return None
        name = self.nurse_name(slot.municipality, slot.nurse)
        return FreeTime(number, local, slot.end, slot.nurse, name, own, period is not None)

    def free_time(self, family: Family, number: SlotId, offer: OfferKey | None = None) -> FreeTime | None:
        """This very time, if the family could still have it, however near it is."""
        slot = self._slots.get(number)
        if slot is None or not slot.free_for(family.id, self._now):
            return None
        partners = self.partners_for(family, offer)
        together = None if partners is None else self.partner_at(partners, slot, family.id)
        if partners is not None and together is None:
            return None
        settings = self._settings[slot.municipality]
        local = on_the_wall(slot.start, settings.zone)
        by_phone = settings.restriction_on(local.date()) is not None
        name = self.nurse_name(slot.municipality, slot.nurse)
        own = family.nurse == slot.nurse
        with_whom = together.id if together is not None else None
        return FreeTime(slot.id, local, slot.end, slot.nurse, name, own, by_phone, with_whom)


def _in_order(of_each: list[list[FreeTime]]) -> list[FreeTime]:
    """The times of each nurse, which are in order, as one list; a family that has a nurse of its own has no other."""
    if len(of_each) == 1:
        return of_each[0]
    return sorted((time for times in of_each for time in times), key=attrgetter("start", "slot"))


def _are_two(times: Sequence[FreeTime]) -> bool:
    """Whether there is a choice: two nurses free at the same moment are none."""
    return any(time.start != times[0].start for time in times)


def _around(wishes: Wishes, distance: timedelta) -> Span:
    """From so long before the first wish until so long after the last."""
    first = min(wish.start for wish in wishes).astimezone(UTC)
    return first - distance, max(wish.end for wish in wishes).astimezone(UTC) + distance


@value
class BoardTimes:
    """The free times of one family as a flow may ask for them (``domain.facts.FreeTimes``)."""

    board: Board
    family: Family
    offer: OfferKey | None

    def soonest(self, most: int) -> tuple[FreeTime, ...]:
        """The soonest, at most ``most``, the own nurse's first."""
        return tuple(self.board.soonest(self.family, self.offer, most))

    def near(self, wishes: Wishes) -> tuple[FreeTime, ...]:
        """Those near a wish."""
        return tuple(self.board.near_times(self.family, self.offer, wishes))

    def all(self) -> tuple[FreeTime, ...]:
        """Every one."""
        return tuple(self.board.all_times(self.family, self.offer))

    def find(self, slot: SlotId) -> FreeTime | None:
        """This very time, if it is still the family's to take."""
        return self.board.free_time(self.family, slot, self.offer)
