"""What commands share: settings, the database, refusals in one sentence."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from app.settings import Settings, SettingsError, load_settings
from domain.ids import Municipality

settings_option = click.option(
    "--settings",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The settings folder; without it THOUSAND_DAYS_SETTINGS, else the shipped sample municipality.",
)


municipality_option = click.option(
    "--municipality", "key", help="Which municipality; may be left out when there is only one."
)


class Refusal(click.ClickException):
    """A refusal explained in one sentence on stderr; exit status 1."""

    def show(self, file: Any = None) -> None:
        """The sentence alone."""
        click.echo(self.message, err=True, file=file)


def settings_from(folder: Path | None) -> Settings:
    """The settings, or a refusal that names every file and key that is wrong."""
    try:
        return load_settings(folder, os.environ, date.today())  # noqa: DTZ011 - only how old a phone number check is
    except SettingsError as error:
        raise Refusal(str(error)) from error


def municipality_of(settings: Settings, key: str | None) -> Municipality:
    """The municipality a command is about: the one named, or the only one."""
    if key is None and len(settings.municipalities) == 1:
        return next(iter(settings.municipalities))
    if key is None or Municipality(key) not in settings.municipalities:
        known = ", ".join(settings.municipalities)
        raise Refusal(f"Say which municipality with --municipality, one of: {known}.")
    return Municipality(key)


@contextmanager
def open_database(settings: Settings, *, ready: bool = True) -> Iterator[Any]:
    """The installation's database; refused when its tables are not those of this program."""
    from storage.database import Database
    from storage.schema import SchemaState, check

    database = Database(settings.installation.database_url)
    try:
        if ready and (state := check(database.engine)) is not SchemaState.CURRENT:
            raise Refusal(_WHAT_NOW[state])
        yield database
    finally:
        database.close()


_WHAT_NOW = {
    "empty": "The database is empty: run 'thousand-days db upgrade' first.",
    "behind": "The database is of an older version: make a backup, then run 'thousand-days db upgrade'.",
    "newer": "The database is of a newer version than this program: update the program.",
}


def day(text: str) -> date:
    """A day as a command line writes it: 2026-05-12."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no day; write it as 2026-05-12") from error


def moment(text: str) -> datetime:
    """A moment as a command line writes it: 2026-05-12T10:00."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is no moment; write it as 2026-05-12T10:00") from error


def parsed(how: Callable[[str], Any]) -> Callable[[click.Context, click.Parameter, str | None], Any]:
    """A click callback that reads an option with ``how``, and leaves a missing one alone."""

    def read(_: click.Context, __: click.Parameter, value: str | None) -> Any:
        return None if value is None else how(value)

    return read
