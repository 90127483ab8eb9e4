"""``import families|slots|history``: CSV in; every wrong row is named, the rest goes in."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from app.commands.common import Refusal, open_database, settings_from, settings_option


@click.group("import")
def import_files() -> None:
    """Take in CSV files: , or ; between columns, UTF-8 or Windows-1252, ISO or dd-mm-yyyy dates."""


def _arguments(command: Callable[..., None]) -> Callable[..., None]:
    for decorate in (
        click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
        click.option("--dry-run", is_flag=True, help="Check everything, change nothing."),
        settings_option,
    ):
        command = decorate(command)
    return command


@import_files.command()
@_arguments
def families(file: Path, dry_run: bool, folder: Path | None) -> None:
    """Families, children and guardians; the same file twice changes nothing."""
    from app.imports import import_families

    _run(import_families, file, dry_run, folder)


@import_files.command()
@_arguments
def slots(file: Path, dry_run: bool, folder: Path | None) -> None:
    """The nurses' free times."""
    from app.imports import import_slots

    _run(import_slots, file, dry_run, folder)


@import_files.command()
@_arguments
def history(file: Path, dry_run: bool, folder: Path | None) -> None:
    """Invitations from before this program, for comparison over time."""
    from app.imports import import_history

    _run(import_history, file, dry_run, folder)


def _run(importer: Callable[..., Any], file: Path, dry_run: bool, folder: Path | None) -> None:
    from tqdm import tqdm

    from app.imports import FileRefused
    from storage.ids import Ids

    settings = settings_from(folder)
    with open_database(settings) as database, tqdm(unit=" rows", leave=False) as bar:

        def progress(what: str, done: int, total: int) -> None:
            bar.set_description(what, refresh=False)
            bar.total, bar.n = total, done
            bar.refresh()

        with database.engine.connect() as connection:
            try:
                report = importer(
                    connection,
                    Ids(),
                    file,
                    settings.municipalities,
                    datetime.now(UTC),
                    dry_run=dry_run,
                    progress=progress,
                )
            except FileRefused as refused:
                raise Refusal(str(refused)) from refused
            connection.commit()
    click.echo(f"{report.taken} of {report.rows} rows {'would be ' if dry_run else ''}taken.")
    if report.rejected_file is not None:
        click.echo(f"{report.rejected_rows} rows were not: {report.rejected_file} says why.")
