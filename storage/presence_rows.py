"""Windows at daycares as rows: how one is read, and how it is written."""

from typing import Any

from sqlalchemy import Row

from domain.ids import WindowId
from domain.presence import PlaceKind, Round
from domain.presence_records import Window, WindowState


def window_of_row(row: Row[Any]) -> Window:
    """A row of ``presence_window``."""
    return Window(
        WindowId(row.id),
        row.municipality,
        row.daycare,
        PlaceKind(row.kind),
        row.room,
        row.nurse_id,
        row.start,
        row.end,
        row.drop_in,
        row.talk_minutes,
        WindowState(row.state),
        Round(row.telling) if row.telling else None,
        row.tell_at,
        row.drop_ins,
        row.revision,
    )


def window_values(one: Window) -> dict[str, Any]:
    """What ``presence_window`` keeps of a window, but for its number and its birth."""
    return {
        "municipality": one.municipality,
        "daycare": one.daycare,
        "kind": str(one.kind),
        "room": one.room,
        "nurse_id": one.nurse,
        "start": one.start,
        "end": one.end,
        "drop_in": one.drop_in,
        "talk_minutes": one.talk_minutes,
        "state": str(one.state),
        "telling": None if one.telling is None else str(one.telling),
        "tell_at": one.tell_at,
        "drop_ins": one.drop_ins,
        "revision": one.revision,
    }
