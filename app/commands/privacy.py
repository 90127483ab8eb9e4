"""``forget``, ``access-report`` and ``purge``: what a family may ask of us, and what we no longer keep."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

from app.commands.common import (
    Refusal,
    municipality_of,
    municipality_option,
    open_database,
    settings_from,
    settings_option,
)


@click.command()
@click.argument("family")
@municipality_option
@settings_option
def forget(family: str, key: str | None, folder: Path | None) -> None:
    """Erase a family (by its reference) and print the proof, table by table."""
    from domain.retention import ForgetRefused
    from storage.retention.forgetting import forget as erase

    settings = settings_from(folder)
    place = municipality_of(settings, key)
    now = datetime.now(UTC)
    today = now.astimezone(settings.municipalities[place].zone).date()
    with open_database(settings) as database:
        proof = database.write_now(lambda c: erase(c, database.new_id, place, family, now, today))
    if isinstance(proof, ForgetRefused):
        raise Refusal(proof.why)
    click.echo(json.dumps(asdict(proof), ensure_ascii=False, indent=1, default=str))


@click.command("access-report")
@click.argument("family")
@municipality_option
@settings_option
def access_report(family: str, key: str | None, folder: Path | None) -> None:
    """Everything held on one family, as JSON."""
    from storage.retention.reporting import access_report as held

    settings = settings_from(folder)
    place = municipality_of(settings, key)
    with open_database(settings) as database:
        report = database.read_now(lambda connection: held(connection, place, family))
    if report is None:
        raise Refusal(f"There is no family {family!r} in {place}.")
    click.echo(json.dumps(report, ensure_ascii=False, indent=1))


@click.command()
@click.option("--dry-run", is_flag=True, help="Only count what would go.")
@settings_option
def purge(dry_run: bool, folder: Path | None) -> None:
    """Erase what the municipalities' settings say is no longer kept."""
    from storage.retention.purging import purge as erase

    settings = settings_from(folder)
    now = datetime.now(UTC)
    with open_database(settings) as database:
        for municipality in settings.municipalities.values():
            purged = database.write_now(
                lambda c, one=municipality: erase(c, database.new_id, one, now, dry_run=dry_run)
            )
            told = ", ".join(f"{count} {name}" for name, count in purged.counts.items() if count) or "nothing"
            click.echo(f"{municipality.key}: {told}{' would go' if dry_run else ' gone'}")
