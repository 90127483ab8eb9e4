"""The times as one unit of work sees them: loaded once for all its families, changed in memory, saved at the end."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from domain.facts import FreeTime
from domain.ids import FamilyId, Municipality, NurseId, OfferKey, SlotId
from domain.ports import UnitOfWork
from domain.records import Family, Nurse, Situation, Slot
from domain.settings import MunicipalitySettings


class Board:
    """The times of the nurses of some families. Two families of one unit see each other's picks at once."""

    def __init__(self, unit: UnitOfWork, now: datetime) -> None:
        self._unit = unit
        self._now = now
        self._slots: dict[SlotId, Slot] = {}
        self._of_nurse: dict[NurseId, list[SlotId]] = {}
        self._nurses: dict[Municipality, Mapping[NurseId, Nurse]] = {}

    def load(
        self,
        situations: Collection[Situation],
        settings: Mapping[Municipality, MunicipalitySettings],
        mentioned: Collection[SlotId] = (),
    ) -> None:
        """Everything the families could be shown, hold, or have been shown before (``mentioned``)."""
        by_place: dict[Municipality, set[NurseId]] = {}
        for situation in situations:
            family = situation.family
            by_place.setdefault(family.municipality, set()).update(self.nurses_for(family))
        for municipality, nurses in by_place.items():
            if nurses:
                cadence = settings[municipality].cadence
                last = self._now + timedelta(days=cadence.horizon_days)
                self._put(self._unit.slots_of_nurses(municipality, sorted(nurses), self._now, last))
        families = [situation.family.id for situation in situations]
        if families:
            self._put(self._unit.slots_held_by(families))
        booked = {b.slot for s in situations for b in s.bookings.values() if b.holds_its_time}
        missing = (set(mentioned) | booked) - self._slots.keys()
        if missing:
            self._put(self._unit.slots(sorted(missing)))

    def _put(self, slots: Iterable[Slot]) -> None:
        for slot in slots:
            if slot.id not in self._slots:
                self._slots[slot.id] = slot
                self._of_nurse.setdefault(slot.nurse, []).append(slot.id)

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
        self._slots[slot.id] = slot
        self._unit.save_slot(slot)

    def held_by(self, family: FamilyId) -> list[Slot]:
        """The times held for a family, lapsed or not."""
        return [slot for slot in self._slots.values() if slot.held_by == family]

    def release(self, slot: Slot) -> None:
        """Nobody holds the time any more."""
        self.save(replace(slot, held_by=None, held_until=None))

    def free_times(
        self, family: Family, offer: OfferKey | None, settings: MunicipalitySettings
    ) -> tuple[FreeTime, ...]:
        """The times this family could have now; in a restriction period by phone, or not at all."""
        found = []
        for nurse in self.nurses_for(family):
            name = self.nurse_name(family.municipality, nurse)
            own = family.nurse == nurse
            for number in self._of_nurse.get(nurse, ()):
                slot = self._slots[number]
                if slot.offer not in (None, offer) or not slot.free_for(family.id, self._now):
                    continue
                by_phone = False
                if settings.restrictions:
                    period = settings.restriction_on(slot.start.astimezone(settings.zone).date())
                    if period is not None and not period.by_phone:
                        continue
                    by_phone = period is not None
                found.append(FreeTime(slot.id, slot.start, slot.end, nurse, name, own, by_phone))
        return tuple(found)

    def unheld(self, family: Family, settings: MunicipalitySettings) -> int:
        """How many times the family's nurses have that are held for nobody, for the capacity brake."""
        first = self._now + timedelta(hours=settings.cadence.lead_hours)
        return sum(
            1
            for nurse in self.nurses_for(family)
            for number in self._of_nurse.get(nurse, ())
            if (slot := self._slots[number]).start >= first and slot.free_for(FamilyId(0), self._now)
        )
