"""``db upgrade`` and ``db check``: the database's tables against this program's."""

from pathlib import Path

import click

from app.commands.common import Refusal, open_database, settings_from, settings_option


@click.group()
def db() -> None:
    """The database's tables: bring them up to date, or look whether they are."""


@db.command()
@settings_option
def upgrade(folder: Path | None) -> None:
    """Bring the tables up to date and note the municipalities' districts and nurses; make a backup first."""
    from storage.ids import Ids
    from storage.importing.places import ensure_places
    from storage.schema import UnknownTables
    from storage.schema import upgrade as bring_up_to_date

    settings = settings_from(folder)
    with open_database(settings, ready=False) as database:
        try:
            before = bring_up_to_date(database.engine)
        except UnknownTables as error:
            raise Refusal(str(error)) from error
        for municipality in settings.municipalities.values():
            ids = Ids()
            ids.reserve(database.engine, 1_000)
            with database.engine.begin() as connection:
                ensure_places(connection, ids, municipality)
    click.echo(f"The database was {before} and is current now.")


@db.command()
@settings_option
def check(folder: Path | None) -> None:
    """Say whether the tables are those of this program; exit status 1 when they are not."""
    with open_database(settings_from(folder)):
        click.echo("The database is current.")
