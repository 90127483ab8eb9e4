"""``export NAME``: numbers a leader can stand behind, and the list of letters for the mail room."""

import sys
from datetime import date
from pathlib import Path

import click

from app.commands.common import Refusal, day, open_database, parsed, settings_from, settings_option


@click.command()
@click.argument("name")
@click.option(
    "--from", "first", required=True, callback=parsed(day), help="First day, inclusive: 2026-01-01."
)
@click.option("--to", "last", required=True, callback=parsed(day), help="Last day, inclusive.")
@click.option("--by", default="", help="Divide by: month, quarter, district, daycare, language, nurse, …")
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "csv-dk", "xlsx", "json"]),
    default="csv",
    show_default=True,
    help="csv-dk opens in a Danish Excel.",
)
@click.option("--municipality", "keys", multiple=True, help="Only this municipality; can be repeated.")
@click.option("--public", is_flag=True, help="Hide small counts.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; else stdout.")
@settings_option
def export(
    name: str,
    first: date,
    last: date,
    by: str,
    form: str,
    keys: tuple[str, ...],
    public: bool,
    output: Path | None,
    folder: Path | None,
) -> None:
    """Export uptake, declines, outcomes, bookings, messages or letters."""
    from domain.ids import Municipality
    from reports.exports import build
    from reports.query import ExportQuery, ExportRefused, parse_by
    from reports.writers import Format, write

    settings = settings_from(folder)
    columns = parse_by(by)
    if isinstance(columns, ExportRefused):
        raise Refusal(columns.sentence)
    targets = {
        (key, offer.key): offer.target_pct
        for key, municipality in settings.municipalities.items()
        for offer in municipality.offers.values()
        if offer.target_pct is not None
    }
    query = ExportQuery(first, last, tuple(Municipality(key) for key in keys), columns, public, targets)
    with open_database(settings) as database:
        table = database.read_now(lambda connection: build(name, connection, query))
    if isinstance(table, ExportRefused):
        raise Refusal(table.sentence)
    written = write(table, Format(form))
    if output is None:
        sys.stdout.buffer.write(written)
    else:
        output.write_bytes(written)
        click.echo(f"{len(table.rows)} rows in {output}")
