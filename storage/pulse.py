"""When each ticker last ran, for ``readyz``."""

from datetime import datetime

from sqlalchemy import Connection, insert, update

from storage.tables import tick


def ticked(connection: Connection, name: str, at: datetime) -> None:
    """Remember that a ticker ran; index: primary key."""
    changed = connection.execute(update(tick).where(tick.c.name == name).values(at=at))
    if changed.rowcount == 0:
        connection.execute(insert(tick).values(name=name, at=at))
