"""The times as one unit of work sees them: loaded in sets, changed in memory, saved at the end.

Two families of one unit see each other's picks at once. Of a nurse's times only the soonest are loaded at first;
a family that wishes for a day of its own sees them all.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.facts import FreeTime
from domain.ids import FamilyId, Municipality, NurseId, OfferKey, SlotId
from domain.ports import UnitOfWork
from domain.records import Family, Nurse, Situation, Slot
from domain.settings import MunicipalitySettings

SOONEST = 24
"""How many of a nurse's times are loaded at first."""


class Board:
    """The times of the nurses of some families."""

    def __init__(
        self, unit: UnitOfWork, settings: Mapping[Municipality, MunicipalitySettings], now: datetime
    ) -> None:
        self._unit = unit
        self._settings = settings
        self._now = now
        self._slots: dict[SlotId, Slot] = {}
        self._times: dict[tuple[SlotId, bool], FreeTime | None] = {}
        self._of_nurse: dict[NurseId, list[SlotId]] = {}
        self._complete: dict[NurseId, bool] = {}
        self._held: dict[FamilyId, set[SlotId]] = {}
        self._nurses: dict[Municipality, Mapping[NurseId, Nurse]] = {}

    def load(self, situations: Collection[Situation], mentioned: Collection[SlotId] = ()) -> None:
        """What the families hold, what is booked for them, and what they have been shown (``mentioned``)."""
        families = [situation.family.id for situation in situations]
        if families:
            self._put(self._unit.slots_held_by(families))
        booked = {b.slot for s in situations for b in s.bookings.values() if b.holds_its_time}
        missing = (set(mentioned) | booked) - self._slots.keys()
        if missing:
            self._put(self._unit.slots(sorted(missing)))

    def fetch(self, families: Iterable[Family]) -> None:
        """The soonest times of these families' nurses, in one statement a municipality."""
        wanted: dict[Municipality, set[NurseId]] = {}
        for family in families:
            wanted.setdefault(family.municipality, set()).update(self.nurses_for(family))
        for municipality, nurses in wanted.items():
            self._fetch(municipality, nurses - self._complete.keys(), SOONEST)

    def _fetch(self, municipality: Municipality, nurses: Collection[NurseId], most: int | None) -> None:
        if not nurses:
            return
        cadence = self._settings[municipality].cadence
        first = self._now + timedelta(hours=cadence.lead_hours)
        last = self._now + timedelta(days=cadence.horizon_days)
        found = self._unit.free_slots(municipality, sorted(nurses), first, last, self._now, most)
        counts = dict.fromkeys(nurses, 0)
        for slot in found:
            counts[slot.nurse] += 1
        self._put(found)
        for nurse, count in counts.items():
            self._complete[nurse] = most is None or count < most
            self._of_nurse.get(nurse, []).sort(key=lambda number: self._slots[number].start)

    def _put(self, slots: Iterable[Slot]) -> None:
        for slot in slots:
            if slot.id in self._slots:
                continue
            self._slots[slot.id] = slot
            self._of_nurse.setdefault(slot.nurse, []).append(slot.id)
            if slot.held_by is not None:
                self._held.setdefault(slot.held_by, set()).add(slot.id)

    def nurses(self, municipality: Municipality) -> Mapping[NurseId, Nurse]:
        """The municipality's nurses."""
        if municipality not in self._nurses:
            self._nurses[municipality] = self._unit.nurses(municipality)
        return self._nurses[municipality]

    def nurses_for(self, family: Family) -> tuple[NurseId, ...]:
        """Who may visit a family: its own nurse, or, when it has none, the nurses of its district."""
        nurses = self.nurses(family.municipality)
        if family.nurse is not None and family.nurse in nurses:
            return (family.nurse,)
        return tuple(nurse.id for nurse in nurses.values() if family.district in nurse.districts)

    def nurse_name(self, municipality: Municipality, nurse: NurseId) -> str:
        """The first name a family knows the nurse by."""
        known = self.nurses(municipality).get(nurse)
        return known.first_name if known is not None else ""

    def get(self, slot: SlotId) -> Slot | None:
        """A time that was loaded."""
        return self._slots.get(slot)

    def save(self, slot: Slot) -> None:
        """The time has changed."""
        before = self._slots.get(slot.id)
        if before is not None and before.held_by is not None:
            self._held[before.held_by].discard(slot.id)
        if slot.held_by is not None:
            self._held.setdefault(slot.held_by, set()).add(slot.id)
        self._slots[slot.id] = slot
        self._unit.save_slot(slot)

    def held_by(self, family: FamilyId) -> list[Slot]:
        """The times held for a family, lapsed or not."""
        return [self._slots[number] for number in sorted(self._held.get(family, ()))]

    def release(self, slot: Slot) -> None:
        """Nobody holds the time any more."""
        self.save(replace(slot, held_by=None, held_until=None))

    def times_for(self, family: Family, offer: OfferKey | None) -> "BoardTimes":
        """The times this family could have, looked up only when a step asks for them."""
        return BoardTimes(self, family, offer)

    def soonest(self, family: Family, offer: OfferKey | None, most: int) -> list[FreeTime]:
        """The family's soonest free times; more are loaded when those in hand are too few."""
        nurses = self.nurses_for(family)
        self.fetch([family])
        found = self._free(family, offer, nurses, most)
        short = [nurse for nurse in nurses if not self._complete[nurse]]
        if len(found) < most and short:
            return self.all_times(family, offer)[:most]
        return found

    def all_times(self, family: Family, offer: OfferKey | None) -> list[FreeTime]:
        """Every free time of the family's nurses that may be shown."""
        nurses = self.nurses_for(family)
        short = [nurse for nurse in nurses if not self._complete.get(nurse, False)]
        self._fetch(family.municipality, short, None)
        return self._free(family, offer, nurses, None)

    def _free(
        self, family: Family, offer: OfferKey | None, nurses: Collection[NurseId], most: int | None
    ) -> list[FreeTime]:
        """In order of time; in a restriction period by phone, or not at all."""
        found: list[FreeTime] = []
        for nurse in nurses:
            own = family.nurse == nurse
            left = most
            for number in self._of_nurse.get(nurse, ()):
                slot = self._slots[number]
                if slot.offer not in (None, offer) or not slot.free_for(family.id, self._now):
                    continue
                time = self._time(slot, own)
                if time is None:
                    continue
                found.append(time)
                if left is not None:
                    left -= 1
                    if left == 0:
                        break
        if len(nurses) > 1:
            found.sort(key=lambda time: (not time.own_nurse, time.start, time.slot))
        return found if most is None else found[:most]

    def _time(self, slot: Slot, own: bool) -> FreeTime | None:
        """The time as a family is shown it; None where a restriction period pauses visits or it is out of reach."""
        if (slot.id, own) in self._times:
            return self._times[slot.id, own]
        settings = self._settings[slot.municipality]
        local = slot.start.astimezone(settings.zone)
        period = settings.restriction_on(local.date()) if settings.restrictions else None
        first = self._now + timedelta(hours=settings.cadence.lead_hours)
        last = self._now + timedelta(days=settings.cadence.horizon_days)
        time = None
        if first <= slot.start <= last and (period is None or period.by_phone):
            name = self.nurse_name(slot.municipality, slot.nurse)
            end = slot.end.astimezone(settings.zone)
            time = FreeTime(slot.id, local, end, slot.nurse, name, own, period is not None)
        self._times[slot.id, own] = time
        return time

    def free_time(self, family: Family, number: SlotId) -> FreeTime | None:
        """This very time, if the family could still have it, however near it is."""
        slot = self._slots.get(number)
        if slot is None or not slot.free_for(family.id, self._now):
            return None
        settings = self._settings[slot.municipality]
        local = slot.start.astimezone(settings.zone)
        by_phone = settings.restriction_on(local.date()) is not None
        name = self.nurse_name(slot.municipality, slot.nurse)
        own = family.nurse == slot.nurse
        return FreeTime(slot.id, local, slot.end, slot.nurse, name, own, by_phone)


@dataclass(frozen=True, slots=True)
class BoardTimes:
    """The free times of one family as a flow may ask for them (``domain.facts.FreeTimes``)."""

    board: Board
    family: Family
    offer: OfferKey | None

    def soonest(self, most: int) -> tuple[FreeTime, ...]:
        """The soonest, at most ``most``, the own nurse's first."""
        return tuple(self.board.soonest(self.family, self.offer, most))

    def all(self) -> tuple[FreeTime, ...]:
        """Every one."""
        return tuple(self.board.all_times(self.family, self.offer))

    def find(self, slot: SlotId) -> FreeTime | None:
        """This very time, if it is still the family's to take."""
        return self.board.free_time(self.family, slot)
