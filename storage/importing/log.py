"""That a file was taken in, and what it changed, stands in the audit; its rows do not."""

from datetime import datetime

from sqlalchemy import Connection

from domain.ids import Municipality
from domain.imports import Written
from storage.ids import Ids
from storage.tables import audit


def note_import(
    connection: Connection, ids: Ids, municipality: Municipality, event: str, written: Written, now: datetime
) -> None:
    """One audit row for an import that changed something; ``event`` is ``families.imported`` or the like."""
    if written == Written():
        return
    connection.execute(
        audit.insert(),
        {
            "id": ids.new(),
            "municipality": municipality,
            "at": now,
            "actor": "import",
            "event": event,
            "detail": f"{written.new} new, {written.changed} changed",
        },
    )
