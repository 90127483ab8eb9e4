"""``export NAME``: numbers a leader can stand behind, and the list of letters for the mail room."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.common import Refusal, day, open_database, parsed, settings_from, settings_option
from app.settings import Settings
from domain.ids import Municipality

if TYPE_CHECKING:
    from reports.tables import Table


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
@click.option("--mark-done", is_flag=True, help="letters only: take them off the nurses' lists once written.")
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
    mark_done: bool,
    folder: Path | None,
) -> None:
    """Export uptake, declines, outcomes, bookings, messages, evaluation, presence or letters."""
    settings = settings_from(folder)
    wanted = tuple(Municipality(key) for key in keys)
    if name == "letters":
        if by or public:
            raise Refusal("letters are rows with names and addresses: leave out --by and --public.")
        _letters(settings, first, last, wanted, form, output, mark_done)
        return
    if mark_done:
        raise Refusal(f"--mark-done is for letters: leave it out for {name}.")
    _numbers(settings, name, first, last, by, wanted, public, form, output)


def _numbers(
    settings: Settings,
    name: str,
    first: date,
    last: date,
    by: str,
    municipalities: tuple[Municipality, ...],
    public: bool,
    form: str,
    output: Path | None,
) -> None:
    from reports.exports import build
    from reports.query import ExportQuery, ExportRefused, parse_by

    columns = parse_by(by)
    if isinstance(columns, ExportRefused):
        raise Refusal(columns.sentence)
    targets = {
        (key, offer.key): offer.target_pct
        for key, municipality in settings.municipalities.items()
        for offer in municipality.offers.values()
        if offer.target_pct is not None
    }
    query = ExportQuery(first, last, municipalities, columns, public, targets)
    with open_database(settings) as database:
        table = database.read_now(lambda connection: build(name, connection, query))
    if isinstance(table, ExportRefused):
        raise Refusal(table.sentence)
    _hand_out(table, form, output)


def _letters(
    settings: Settings,
    first: date,
    last: date,
    municipalities: tuple[Municipality, ...],
    form: str,
    output: Path | None,
    mark_done: bool,
) -> None:
    """Codes are stored, then the file is written, then the letters count as printed: none is lost on the way."""
    from app.commands.letters import mark_letters_printed, write_letter_file
    from app.wiring import put_together

    if mark_done and output is None:
        raise Refusal("Name a file with -o: letters are marked as printed only when a file has been written.")
    known = tuple(key for key in settings.municipalities if not municipalities or key in municipalities)
    with open_database(settings) as database:
        product = put_together(settings, channels={}, database=database)
        now = product.clock.now()
        file = write_letter_file(database, product.service.house, first, last, known, now)
        _hand_out(file.table, form, output)
        if mark_done:
            click.echo(f"{mark_letters_printed(database, file, now)} letters marked as printed")


def _hand_out(table: "Table", form: str, output: Path | None) -> None:
    """The table as a file, or on standard output."""
    from reports.writers import Format, write

    written = write(table, Format(form))
    if output is None:
        sys.stdout.buffer.write(written)
    else:
        output.write_bytes(written)
        click.echo(f"{len(table.rows)} rows in {output}")
