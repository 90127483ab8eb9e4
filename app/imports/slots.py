"""``slots.csv``: the nurses' free times, which never overlap, never lie in the past and exist on the clock."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.imports.cells import CellReader, known, moment, text, whole
from app.imports.csvfile import Row
from app.imports.known import Known, municipality_of
from app.imports.reasons import Rejection, lines, reject
from domain.ids import Municipality, OfferKey
from domain.imports import ImportedSlot, StoredTime

COLUMNS = ("municipality", "nurse", "offer", "start", "end", "place", "capacity")

LONGEST = timedelta(hours=12)
FARTHEST = timedelta(days=2 * 366)
MOST_SEATS = 500


@dataclass(frozen=True, slots=True)
class CheckedSlots:
    """The times to write, and the rows that were not taken."""

    slots: tuple[ImportedSlot, ...]
    rejected: tuple[Rejection, ...]
    taken: int


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One row that is right in itself."""

    line: int
    slot: ImportedSlot


def check_slots(
    rows: Iterable[Row],
    municipalities: Mapping[str, Known],
    stored: Mapping[Municipality, Sequence[StoredTime]],
    now: datetime,
) -> CheckedSlots:
    """The free times of a file; rows that overlap another, in the file or stored, are rejected."""
    rejected: list[Rejection] = []
    read: list[SlotRow] = []
    for row in rows:
        cells = CellReader(row)
        slot = _read_row(cells, municipalities, now)
        rejected += cells.rejections
        if slot and not cells.rejections:
            read.append(SlotRow(row.line, slot))
    against = _overlaps(read)
    agreed = [row for row in read if row.line not in against]
    conflicts = _stored_conflicts(agreed, stored)
    taken = [row for row in agreed if row.line not in conflicts]
    rejected += [one for found in (against, conflicts) for one in found.values()]
    unique = {(row.slot.municipality, row.slot.nurse_ref, row.slot.start): row.slot for row in taken}
    return CheckedSlots(tuple(unique.values()), tuple(rejected), len(taken))


def _read_row(cells: CellReader, municipalities: Mapping[str, Known], now: datetime) -> ImportedSlot | None:
    place = municipality_of(cells, municipalities)
    if place is None:
        return None
    nurse = cells.needed(
        "nurse", known("nurse_or_partner" if place.partners else "nurse", {**place.nurses, **place.partners})
    )
    offer = cells.optional("offer", known("offer", place.offers))
    start = cells.needed("start", moment(place.zone))
    end = cells.needed("end", moment(place.zone))
    where = cells.optional("place", text(120))
    capacity = cells.optional("capacity", whole(1, MOST_SEATS))
    if nurse is not None and nurse in place.partner_offers:
        _check_partner(cells, nurse, offer, capacity, place)
    if start and end:
        _check_span(cells, start, end, now)
    if not (nurse and start and end):
        return None
    key = OfferKey(offer) if offer else None
    return ImportedSlot(place.key, nurse, key, start, end, where, capacity or 1)


def _check_partner(
    cells: CellReader, partner: str, offer: str | None, capacity: int | None, place: Known
) -> None:
    """A colleague's time is for one visit, of an offer in which her profession takes part."""
    offers = place.partner_offers[partner]
    if offer is not None and offer not in offers:
        cells.against("partner_offer", value=partner, known=", ".join(sorted(offers)) or "-")
    if capacity is not None and capacity > 1:
        cells.against("partner_capacity", value=partner)


def _check_span(cells: CellReader, start: datetime, end: datetime, now: datetime) -> None:
    if end <= start:
        cells.against("ends_before")
    elif end - start > LONGEST:
        cells.against("too_long_slot")
    if start <= now:
        cells.against("past")
    elif start > now + FARTHEST:
        cells.against("too_far")


def _overlaps(rows: Iterable[SlotRow]) -> dict[int, Rejection]:
    """Every line whose time overlaps another line's of the same nurse; the very same row twice is no overlap."""
    clashes: dict[int, set[int]] = defaultdict(set)
    slots = {row.line: row.slot for row in rows}
    for one, other in _clashes(Span(slot, line) for line, slot in slots.items()):
        if slots[one.line] != slots[other.line]:
            clashes[one.line].add(other.line)
            clashes[other.line].add(one.line)
    return {line: reject(line, "overlap", lines=lines(others, line)) for line, others in clashes.items()}


def _stored_conflicts(
    rows: Sequence[SlotRow], stored: Mapping[Municipality, Sequence[StoredTime]]
) -> dict[int, Rejection]:
    """Lines that would change a booked time, or overlap a stored time that the file does not itself replace."""
    there = {(key, time.nurse_ref, time.start): time for key, times in stored.items() for time in times}
    against: dict[int, Rejection] = {}
    for row in rows:
        time = there.get(_key(row.slot))
        if time and time.taken and not _leaves_the_booking(row.slot, time):
            against[row.line] = reject(row.line, "slot_booked")
    kept = [row for row in rows if row.line not in against]
    replaced = {_key(row.slot) for row in kept}
    standing = [
        Span(ImportedSlot(key, time.nurse_ref, None, time.start, time.end, None, 1), STORED)
        for (key, _, _), time in there.items()
        if not time.closed and (key, time.nurse_ref, time.start) not in replaced
    ]
    for pair in _clashes([*standing, *(Span(row.slot, row.line) for row in kept)]):
        lines_of_pair = [span.line for span in pair]
        if STORED in lines_of_pair:
            against |= {line: reject(line, "overlap_known") for line in lines_of_pair if line != STORED}
    return against


def _leaves_the_booking(slot: ImportedSlot, time: StoredTime) -> bool:
    """Whether what a family has booked stays as it is: only the place and the free seats may change."""
    return (slot.end, slot.offer) == (time.end, time.offer) and slot.capacity >= time.taken


def _key(slot: ImportedSlot) -> tuple[Municipality, str, datetime]:
    return (slot.municipality, slot.nurse_ref, slot.start)


STORED = 0
"""The line of a time that is in no file."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time and the line it stands on."""

    slot: ImportedSlot
    line: int


def _clashes(spans: Iterable[Span]) -> Iterator[tuple[Span, Span]]:
    """Every pair of times of one nurse that overlap; touching ends do not."""
    by_nurse: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for span in spans:
        by_nurse[span.slot.municipality, span.slot.nurse_ref].append(span)
    for own in by_nurse.values():
        running: list[Span] = []
        for span in sorted(own, key=lambda span: (span.slot.start, span.line)):
            running = [earlier for earlier in running if earlier.slot.end > span.slot.start]
            yield from ((earlier, span) for earlier in running)
            running.append(span)
