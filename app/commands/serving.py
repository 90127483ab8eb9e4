"""``serve``: the product in production."""

import asyncio
from pathlib import Path

import click

from app.commands.common import open_database, settings_from, settings_option


@click.command()
@settings_option
@click.option(
    "--roles",
    default="web,worker,clock",
    show_default=True,
    help="What this process does; many processes on many hosts can share one PostgreSQL.",
)
def serve(folder: Path | None, roles: str) -> None:
    """Run the product until it is told to stop (SIGTERM)."""
    from app.logs import set_up_logs
    from app.serving.running import Role, run
    from app.wiring import put_together
    from storage.ids import Ids
    from storage.importing.places import ensure_places

    try:
        chosen = frozenset(Role(name.strip()) for name in roles.split(",") if name.strip())
    except ValueError as error:
        raise click.BadParameter(f"{error}; choose among {', '.join(Role)}", param_hint="--roles") from error
    settings = settings_from(folder)
    set_up_logs(settings.installation.log_level, settings.installation.log_format)
    with open_database(settings) as database:
        for municipality in settings.municipalities.values():
            ids = Ids()
            ids.reserve(database.engine, 1_000)
            with database.engine.begin() as connection:
                ensure_places(connection, ids, municipality)
        asyncio.run(run(put_together(settings, database=database), chosen))
