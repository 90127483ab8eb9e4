"""One import from file to database: read, check, write in the caller's transaction, set the rejected rows aside."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from app.imports import families, history, slots
from app.imports.csvfile import FileRefused, Table, read_table
from app.imports.known import known_municipalities
from app.imports.reasons import Rejection
from app.imports.rejected import write_rejected
from domain.ids import Municipality
from domain.imports import ImportedFamily, ImportedInvitation, ImportedSlot, Written
from domain.settings import MunicipalitySettings
from storage.ids import Ids
from storage.importing import families as stored_families
from storage.importing import history as stored_history
from storage.importing import slots as stored_slots
from storage.importing.log import note_import
from storage.importing.places import ensure_places, nurse_ids
from storage.importing.rows import Progress, no_progress

R = TypeVar("R", ImportedFamily, ImportedSlot, ImportedInvitation)
Settings = Mapping[Municipality, MunicipalitySettings]


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import came to. ``rejected_file`` is None when every row was taken."""

    rows: int
    taken: int
    rejected: tuple[Rejection, ...]
    written: Written
    rejected_file: Path | None

    @property
    def rejected_rows(self) -> int:
        """How many lines were not taken."""
        return len({rejection.line for rejection in self.rejected})


def import_families(
    connection: Connection,
    ids: Ids,
    path: Path,
    settings: Settings,
    now: datetime,
    *,
    dry_run: bool = False,
    allow_demo_numbers: bool = False,
    progress: Progress = no_progress,
) -> ImportReport:
    """Take in ``families.csv``; the caller commits. Raises ``FileRefused`` when the file as a whole is unusable.

    The connection has no transaction yet. ``dry_run`` checks everything and writes only the rejected rows.
    """
    table = _read(connection, path, families.COLUMNS, families.OPTIONAL)
    stored = {key: stored_families.stored_people(connection, key) for key in settings}
    checked = families.check_families(
        table.rows, known_municipalities(settings), stored, _today(now, settings), allow_demo_numbers
    )
    written = Written()
    if not dry_run:
        _make_ready(connection, ids, settings, stored_families.numbers_needed(checked.families))
        for key, group in _by_municipality(checked.families).items():
            nurses = nurse_ids(connection, key)
            done = stored_families.write_families(connection, ids, key, group, nurses, now, progress)
            note_import(connection, ids, key, "families.imported", done, now)
            written += done
    return _report(path, table, checked.rejected, checked.taken, written)


def import_slots(
    connection: Connection,
    ids: Ids,
    path: Path,
    settings: Settings,
    now: datetime,
    *,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> ImportReport:
    """Take in ``slots.csv``, the nurses' free times; otherwise as ``import_families``."""
    table = _read(connection, path, slots.COLUMNS)
    stored = {key: stored_slots.stored_times(connection, key, now) for key in settings}
    checked = slots.check_slots(table.rows, known_municipalities(settings), stored, now)
    written = Written()
    if not dry_run:
        _make_ready(connection, ids, settings, len(checked.slots))
        for key, group in _by_municipality(checked.slots).items():
            done = stored_slots.write_slots(connection, ids, key, group, nurse_ids(connection, key), progress)
            note_import(connection, ids, key, "slots.imported", done, now)
            written += done
    return _report(path, table, checked.rejected, checked.taken, written)


def import_history(
    connection: Connection,
    ids: Ids,
    path: Path,
    settings: Settings,
    now: datetime,
    *,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> ImportReport:
    """Take in ``history.csv``, invitations from before this program; otherwise as ``import_families``."""
    table = _read(connection, path, history.COLUMNS)
    stored = {key: stored_history.stored_invitations(connection, key) for key in settings}
    checked = history.check_history(table.rows, known_municipalities(settings), stored, _today(now, settings))
    written = Written()
    if not dry_run:
        _make_ready(connection, ids, settings, stored_history.numbers_needed(checked.invitations))
        for key, group in _by_municipality(checked.invitations).items():
            done = stored_history.write_history(connection, ids, settings[key], group, now, progress)
            note_import(connection, ids, key, "history.imported", done, now)
            written += done
    return _report(path, table, checked.rejected, checked.taken, written)


def _read(connection: Connection, path: Path, columns: Sequence[str], optional: Sequence[str] = ()) -> Table:
    if connection.in_transaction():
        raise RuntimeError("an import is given a connection before its transaction begins; commit first")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileRefused(f"{path.name} cannot be read: {error.strerror}") from error
    try:
        return read_table(content, columns, optional)
    except FileRefused as refused:
        raise FileRefused(f"{path.name}: {refused}") from refused


def _make_ready(connection: Connection, ids: Ids, settings: Settings, rows: int) -> None:
    """End the reading, take the numbers in a transaction of their own, and bring the places up to date."""
    connection.rollback()
    nurses = sum(len(each.nurses) + len(each.partners) for each in settings.values())
    ids.reserve(connection, rows + nurses + len(settings))
    for each in settings.values():
        ensure_places(connection, ids, each)


def _today(now: datetime, settings: Settings) -> date:
    """The latest local day of the municipalities: a child born today is not of the future."""
    return max((now.astimezone(each.zone).date() for each in settings.values()), default=now.date())


def _by_municipality(records: Sequence[R]) -> dict[Municipality, list[R]]:
    groups: dict[Municipality, list[R]] = defaultdict(list)
    for record in records:
        groups[record.municipality].append(record)
    return groups


def _report(
    path: Path, table: Table, rejected: tuple[Rejection, ...], taken: int, written: Written
) -> ImportReport:
    everything = table.rejected + rejected
    target = write_rejected(path, table, everything)
    return ImportReport(len(table.originals), taken, everything, written, target)
