"""The times that nobody has: of some nurses all within a span, or of each the soonest few."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, bindparam, not_, select, true

from domain.ids import Municipality, NurseId
from domain.records import Slot
from storage import rows
from storage import tables as t
from storage.sets import each, one_of


def _within(slot: FromClause) -> ColumnElement[bool]:
    return and_(
        slot.c.start >= bindparam("first"),
        slot.c.start <= bindparam("last"),
        not_(slot.c.closed),
        slot.c.taken < slot.c.capacity,
        # A talk at a daycare is found by its window, never as a visit's time.
        slot.c.window_id.is_(None),
    )


def _open(slot: FromClause) -> ColumnElement[bool]:
    # In the words of the partial index ix_slot_open.
    return and_(_within(slot), slot.c.held_by.is_(None))


_IN_ORDER = (t.slot.c.nurse_id, t.slot.c.start)
_OPEN = select(*rows.OPEN_SLOT).where(_open(t.slot), one_of(t.slot.c.nurse_id, "nurses")).order_by(*_IN_ORDER)
_LAPSED = (
    # Index: ix_slot_lapsing.
    select(*rows.SLOT)
    .where(
        _within(t.slot),
        t.slot.c.held_by.is_not(None),
        t.slot.c.held_until <= bindparam("now"),
        one_of(t.slot.c.nurse_id, "nurses"),
    )
    .order_by(*_IN_ORDER)
)


def _soonest_on_postgresql() -> Select[Any]:
    nurse = each("nurses").rows().render_derived()
    few = (
        select(*rows.OPEN_SLOT)
        .where(_open(t.slot), t.slot.c.nurse_id == nurse.c.value)
        .order_by(t.slot.c.start)
        .limit(bindparam("most"))
        .lateral("few")
    )
    return select(few).select_from(nurse.join(few, true())).order_by(few.c.nurse_id, few.c.start)


def _soonest_on_sqlite() -> Select[Any]:
    # SQLite has no LATERAL; it looks the few up by their numbers, nurse by nurse.
    nurse, candidate = each("nurses").rows(), t.slot.alias("candidate")
    few = (
        select(candidate.c.id)
        .where(_open(candidate), candidate.c.nurse_id == nurse.c.value)
        .order_by(candidate.c.start)
        .limit(bindparam("most"))
        .correlate(nurse)
    )
    joined = nurse.join(t.slot, t.slot.c.id.in_(few))
    return select(*rows.OPEN_SLOT).select_from(joined).order_by(*_IN_ORDER)


_SOONEST = {"postgresql": _soonest_on_postgresql(), "sqlite": _soonest_on_sqlite()}


def free_slots(
    connection: Connection,
    municipality: Municipality,
    nurses: Collection[NurseId],
    span: tuple[datetime, datetime],
    now: datetime,
    most: int | None,
) -> Sequence[Slot]:
    """Of nurses of one municipality, by nurse and start; of each nurse at most ``most``, unless that is None."""
    values = {"nurses": list(nurses), "first": span[0], "last": span[1]}
    lapsed = connection.execute(_LAPSED, values | {"now": now}).all()
    if most is None:
        found = connection.execute(_OPEN, values).all()
    else:
        found = connection.execute(_SOONEST[connection.dialect.name], values | {"most": most}).all()
    slots = [rows.open_slot(municipality, row) for row in found]
    if not lapsed:
        return slots
    both = sorted([*slots, *map(rows.slot, lapsed)], key=attrgetter("nurse", "start"))
    return [slot for _, of_one in groupby(both, attrgetter("nurse")) for slot in [*of_one][:most]]
