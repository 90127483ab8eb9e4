"""Fixtures of this room."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from app.imports import ImportReport, import_families, import_history, import_slots
from app.settings import load_settings
from domain.ids import Municipality
from domain.settings import MunicipalitySettings
from storage.ids import Ids
from tests.database import connection, engine

__all__ = ["connection", "engine"]

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


@dataclass
class Office:
    """A municipality's office that brings files in; ``settings`` is the shipped sample."""

    connection: Connection
    folder: Path
    settings: dict[Municipality, MunicipalitySettings]
    ids: Ids = field(default_factory=Ids)
    now: datetime = NOW

    def write(self, name: str, text: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def families(self, text: str | bytes, **options: bool) -> ImportReport:
        return self._run(import_families, "families.csv", text, **{"allow_demo_numbers": True, **options})

    def slots(self, text: str | bytes, **options: bool) -> ImportReport:
        return self._run(import_slots, "slots.csv", text, **options)

    def history(self, text: str | bytes, **options: bool) -> ImportReport:
        return self._run(import_history, "history.csv", text, **options)

    def _run(
        self, what: Callable[..., ImportReport], name: str, text: str | bytes, **options: bool
    ) -> ImportReport:
        report = what(self.connection, self.ids, self.write(name, text), self.settings, self.now, **options)
        self.connection.commit()
        return report


@pytest.fixture
def office(connection: Connection, tmp_path: Path) -> Office:
    """An office with the sample municipality and an empty database."""
    settings = load_settings(None, {}, date(2026, 5, 12)).municipalities
    return Office(connection, tmp_path, dict(settings))
