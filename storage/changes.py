"""What a unit of work has changed, written by table: of each record no more than may have changed."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Table, false, null

from domain.ports import SlotChangedMeanwhile
from domain.records import Slot
from storage import tables as t
from storage.many import ManyUpdates

Changes = Mapping[str, Mapping[int, Any]]
"""The records that were saved, by what of them is written and by their numbers."""

Saved = tuple[ManyUpdates, Callable[[Any], tuple[Any, ...]]]
"""How a changed record is written: an update by id, and its values."""


def _saved(table: Table, *columns: str) -> Saved:
    return ManyUpdates(table, *columns), attrgetter("id", *columns)


_OUTCOME = ("state", "revision", "outcome_at", "outcome_on", "reason", "ask_again_on", "restricted")
_SAVED: dict[str, Saved] = {
    "family": _saved(t.family, "frozen_at"),
    "guardian": _saved(
        t.guardian, "language", "language_asked", "stopped_at", "state", "state_at", "handed_over_at"
    ),
    "guardian_state": _saved(t.guardian, "state", "state_at"),
    "contact": _saved(t.contact, "state", "preferred"),
    "invitation": _saved(t.invitation, *_OUTCOME, "sent_at", "sent_on", "messages", "alternative"),
    # Not sent_on: SQLite enters a row into ix_invitation_reported anew whenever that is written.
    "outcome": _saved(t.invitation, *_OUTCOME),
    "booking": _saved(t.booking, "state", "revision", "freed_at", "ended_at", "rating"),
    "task": _saved(t.task, "calls", "done_at", "result", "done_by"),
}

_SLOT: Saved = (
    ManyUpdates(t.slot, "taken", "closed", "held_by", "held_until", seen="revision"),
    attrgetter("id", "taken", "closed", "held_by", "held_until", "revision"),
)
_HELD_SLOT: Saved = (
    ManyUpdates(t.slot, "taken", "held_by", "held_until", seen="revision", closed=false()),
    attrgetter("id", "taken", "held_by", "held_until", "revision"),
)
_UNHELD_SLOT: Saved = (
    ManyUpdates(t.slot, "taken", seen="revision", closed=false(), held_by=null(), held_until=null()),
    attrgetter("id", "taken", "revision"),
)


def write_changes(connection: Connection, saved: Changes) -> None:
    """Write them in the order of their numbers; raises ``SlotChangedMeanwhile`` when a time was lost."""
    slots = saved.get("slot", {})
    write_slots(connection, [slots[number] for number in sorted(slots)])
    for name, (updates, values) in _SAVED.items():
        changed = saved.get(name)
        if changed:
            updates.run(connection, [values(changed[number]) for number in sorted(changed)])


def write_slots(connection: Connection, slots: list[Slot]) -> None:
    """On SQLite what an answer does to a time takes few values: it is held, or let go and perhaps taken."""
    if connection.dialect.name == "postgresql":
        # In one statement: two hosts that lock the same times in another order would wait for each other.
        kinds = {_SLOT: slots}
    else:
        kinds = {
            _HELD_SLOT: [slot for slot in slots if slot.held_by is not None and not slot.closed],
            _UNHELD_SLOT: [slot for slot in slots if slot.held_by is None and not slot.closed],
            _SLOT: [slot for slot in slots if slot.closed],
        }
    written = [
        updates.run(connection, [values(slot) for slot in some])
        for (updates, values), some in kinds.items()
        if some
    ]
    if sum(written) != len(slots):
        raise SlotChangedMeanwhile
