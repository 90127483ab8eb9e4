"""The times that a unit of work has in hand: loaded in sets, changed in memory, saved at the end.

A nurse's times that anybody could have are kept apart from those that are held or taken: of many families of one
nurse, nobody steps over what the others hold.
"""

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter

from domain.ids import FamilyId, Municipality, NurseId, SlotId
from domain.ports import UnitOfWork
from domain.records import Nurse, Situation, Slot
from domain.settings import MunicipalitySettings

STRETCH = timedelta(days=2)
"""How much of a calendar is loaded at a time around a wish."""

Span = tuple[datetime, datetime]
"""From the first moment to the last, both included."""

Start = tuple[datetime, SlotId]
"""When a time begins, and its number."""

_BEGINS = itemgetter(0)


def slot_with(slot: Slot, taken: int, held_by: FamilyId | None, held_until: datetime | None) -> Slot:
    """The same time with so many places taken, held so; ``_replace`` takes twice as long, and every answer does it."""
    return Slot(*slot[:7], taken, slot.closed, held_by, held_until, slot.revision)


class TimesInHand:
    """What is loaded of the nurses' times; what is saved here is seen at once by every family of the unit."""

    def __init__(
        self, unit: UnitOfWork, settings: Mapping[Municipality, MunicipalitySettings], now: datetime
    ) -> None:
        self._unit = unit
        self._settings = settings
        self._now = now.astimezone(UTC)
        self._slots: dict[SlotId, Slot] = {}
        self._open: dict[NurseId, list[Start]] = {}
        self._held: dict[FamilyId, set[SlotId]] = {}
        self._until: dict[NurseId, datetime] = {}
        self._stretches: dict[NurseId, set[int]] = {}
        self._nurses: dict[Municipality, Mapping[NurseId, Nurse]] = {}
        self._first_names: dict[NurseId, str] = {}
        self._reaches: dict[Municipality, Span] = {}

    def load(self, situations: Collection[Situation], mentioned: Collection[SlotId] = ()) -> None:
        """What the families hold, what is booked for them, and what they have been shown (``mentioned``)."""
        families = [situation.family.id for situation in situations]
        if families:
            self.put(self._unit.slots_held_by(families))
        standing = [b for s in situations for b in s.bookings.values() if b.holds_its_time]
        booked = {b.slot for b in standing} | {b.partner_slot for b in standing if b.partner_slot is not None}
        missing = (set(mentioned) | booked) - self._slots.keys()
        if missing:
            self.put(self._unit.slots(sorted(missing)))

    def load_next(self, municipality: Municipality, nurses: Sequence[NurseId], most: int | None) -> None:
        """The next so many free times of each of these nurses, who know equally much as yet; None: all there are."""
        first, last = self.reach(municipality)
        before = self._until.get(nurses[0])
        after = first if before is None else before + timedelta.resolution
        found = self._unit.free_slots(municipality, sorted(nurses), after, last, self._now, most)
        self.put(found)
        full = {nurse for nurse, number in Counter(slot.nurse for slot in found).items() if number == most}
        self._until.update((nurse, last) for nurse in nurses)
        self._until.update((slot.nurse, slot.start) for slot in found if slot.nurse in full)

    def load_stretches(self, municipality: Municipality, nurses: Iterable[NurseId], stretches: range) -> None:
        """These stretches of these nurses, as far as they are not loaded yet."""
        missing: dict[tuple[int, int], list[NurseId]] = {}
        for nurse in nurses:
            loaded = self._stretches.setdefault(nurse, set())
            new = [stretch for stretch in stretches if stretch not in loaded]
            if new:
                missing.setdefault((new[0], new[-1]), []).append(nurse)
                loaded.update(new)
        first, last = self.reach(municipality)
        for (one, other), some in missing.items():
            until = min(first + (other + 1) * STRETCH, last)
            self.put(
                self._unit.free_slots(municipality, sorted(some), first + one * STRETCH, until, self._now)
            )

    def reach(self, municipality: Municipality) -> Span:
        """The times that may be shown: far enough ahead, near enough to be remembered."""
        if municipality not in self._reaches:
            cadence = self._settings[municipality].cadence
            first = self._now + timedelta(hours=cadence.lead_hours)
            last = self._now + timedelta(days=cadence.horizon_days)
            self._reaches[municipality] = (first, last)
        return self._reaches[municipality]

    def stretches_of(self, municipality: Municipality, span: Span) -> range:
        """The stretches within reach that a span touches."""
        first, last = self.reach(municipality)
        begin, end = max(span[0], first), min(span[1], last)
        return range((begin - first) // STRETCH, (end - first) // STRETCH + 1) if begin <= end else range(0)

    def put(self, slots: Iterable[Slot]) -> None:
        """These times were read; what is in hand already may have changed since and stays."""
        new = [slot for slot in slots if slot.id not in self._slots]
        for slot in new:
            self._slots[slot.id] = slot
            if slot.held_by is not None:
                self._held.setdefault(slot.held_by, set()).add(slot.id)
            if self._is_open(slot):
                self._open.setdefault(slot.nurse, []).append((slot.start, slot.id))
        for nurse in {slot.nurse for slot in new}:
            self._open.get(nurse, []).sort()

    def _is_open(self, slot: Slot) -> bool:
        """Whether anybody could have the time."""
        if slot.closed or slot.taken >= slot.capacity:
            return False
        return slot.held_by is None or slot.held_until is None or slot.held_until <= self._now

    def open_to(self, nurse: NurseId, family: FamilyId, span: Span) -> list[SlotId]:
        """A nurse's times that this family could have, in order: anybody's and those held for it."""
        first, last = span
        everybody = self._open.get(nurse, [])
        begin = bisect_left(everybody, first, key=_BEGINS)
        starts = everybody[begin : bisect_right(everybody, last, begin, key=_BEGINS)]
        for number in self._held.get(family, ()):
            slot = self._slots[number]
            if slot.nurse != nurse or not first <= slot.start <= last or self._is_open(slot):
                continue
            if slot.free_for(family, self._now):
                insort(starts, (slot.start, number))
        return [number for _, number in starts]

    def nurses(self, municipality: Municipality) -> Mapping[NurseId, Nurse]:
        """The municipality's nurses."""
        if municipality not in self._nurses:
            self._nurses[municipality] = nurses = self._unit.nurses(municipality)
            self._first_names.update((nurse.id, nurse.first_name) for nurse in nurses.values())
        return self._nurses[municipality]

    def nurse_name(self, municipality: Municipality, nurse: NurseId) -> str:
        """The first name a family knows the nurse by."""
        if municipality not in self._nurses:
            self.nurses(municipality)
        return self._first_names.get(nurse, "")

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
        was_open, is_open = before is not None and self._is_open(before), self._is_open(slot)
        if was_open is not is_open:
            times, start = self._open.setdefault(slot.nurse, []), (slot.start, slot.id)
            if is_open:
                insort(times, start)
            else:
                del times[bisect_left(times, start)]

    def held_by(self, family: FamilyId) -> list[Slot]:
        """The times held for a family, lapsed or not."""
        return [self._slots[number] for number in sorted(self._held.get(family, ()))]

    def release(self, slot: Slot) -> None:
        """Nobody holds the time any more."""
        self.save(slot_with(slot, slot.taken, None, None))
