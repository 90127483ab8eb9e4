"""Write the nurses' free times as a file says they are; what a family has booked or a nurse has closed stays so."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from domain.ids import Municipality, NurseId
from domain.imports import ImportedSlot, StoredTime, Written
from domain.ports import SlotChangedMeanwhile
from storage.ids import Ids
from storage.importing.rows import Progress, insert_rows, no_progress
from storage.tables import nurse, slot

CHANGEABLE = ("offer", "end", "place", "capacity")


def stored_times(connection: Connection, municipality: Municipality, now: datetime) -> tuple[StoredTime, ...]:
    """The times of a municipality's nurses that are not over."""
    query = (
        select(nurse.c.ref, slot.c.start, slot.c.end, slot.c.offer, slot.c.taken, slot.c.closed)
        .join(nurse, nurse.c.id == slot.c.nurse_id)
        .where(slot.c.municipality == municipality, slot.c.end > now)
    )
    return tuple(StoredTime(*row) for row in connection.execute(query))


def write_slots(
    connection: Connection,
    ids: Ids,
    municipality: Municipality,
    slots: Sequence[ImportedSlot],
    nurses: Mapping[str, NurseId],
    progress: Progress = no_progress,
) -> Written:
    """Bring one municipality's times to what the file says; times that the file leaves out stay.

    Needs one number per time in ``ids``; the caller commits. Raises ``SlotChangedMeanwhile`` when a family took one
    of them while it was being changed.
    """
    there = _there(connection, municipality, slots)
    new, changed = [], []
    for each in slots:
        values = {name: getattr(each, name) for name in CHANGEABLE}
        key = (nurses[each.nurse_ref], each.start)
        if key not in there:
            own = {"id": ids.new(), "municipality": municipality, "nurse_id": key[0], "start": each.start}
            new.append(own | values)
        elif there[key][2] != tuple(values.values()):
            number, revision, _ = there[key]
            renamed = {f"_{name}": value for name, value in values.items()}
            changed.append({"_id": number, "_seen": revision, "_revision": revision + 1, **renamed})
    _change(connection, changed, progress)
    return insert_rows(connection, slot, new, progress) + Written(changed=len(changed))


def _there(
    connection: Connection, municipality: Municipality, slots: Sequence[ImportedSlot]
) -> dict[tuple[int, datetime], tuple[int, int, tuple[Any, ...]]]:
    """The stored times from the file's first on: id, revision and what may change."""
    first = min((each.start for each in slots), default=None)
    if first is None:
        return {}
    query = select(
        slot.c.nurse_id, slot.c.start, slot.c.id, slot.c.revision, *(slot.c[name] for name in CHANGEABLE)
    )
    rows = connection.execute(query.where(slot.c.municipality == municipality, slot.c.start >= first))
    return {(row[0], row[1]): (row[2], row[3], tuple(row[4:])) for row in rows}


def _change(connection: Connection, rows: Sequence[Mapping[str, Any]], progress: Progress) -> None:
    """Change times one by one, each only if nobody touched it since it was read."""
    statement = (
        slot.update()
        .where(slot.c.id == bindparam("_id"), slot.c.revision == bindparam("_seen"))
        .values(revision=bindparam("_revision"), **{name: bindparam(f"_{name}") for name in CHANGEABLE})
    )
    for done, row in enumerate(rows, 1):
        if connection.execute(statement, row).rowcount != 1:
            raise SlotChangedMeanwhile
        progress(slot.name, done, len(rows))
