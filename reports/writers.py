"""A table as a file: CSV for programs, CSV that a Danish Excel opens as it stands, XLSX, and JSON.

``csv`` is comma-separated UTF-8, as programs expect it. ``csv-dk`` is ``;``-separated with a byte-order mark,
because that is what Excel with Danish settings takes for a table with æ, ø and å when it is double-clicked.
A text that a spreadsheet would run as a formula is given an apostrophe in front; in XLSX the cell is text and needs
none.
"""

import csv
import json
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from io import BytesIO, StringIO

import xlsxwriter

from reports.tables import Cell, Column, Hidden, Kind, Table


class Format(StrEnum):
    """The kinds of file."""

    CSV = "csv"
    CSV_DK = "csv-dk"
    XLSX = "xlsx"
    JSON = "json"


def write(table: Table, form: Format) -> bytes:
    """The whole file."""
    return _WRITERS[form](table)


def _csv(table: Table) -> bytes:
    return _separated(table, ",").encode()


def _csv_dk(table: Table) -> bytes:
    return _separated(table, ";").encode("utf-8-sig")


def _separated(table: Table, delimiter: str) -> str:
    out = StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    for row in table.rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    return out.getvalue()


_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet takes for the start of a formula, or skips on its way to one."""


def _csv_cell(cell: Cell) -> str | int:
    match cell:
        case None:
            return ""
        case Hidden():
            return str(cell)
        case datetime():
            return f"{cell:%Y-%m-%d %H:%M}"
        case date():
            return cell.isoformat()
        case str():
            return f"'{cell}" if cell.lstrip(" ")[:1] in _FORMULA else str(cell)
        case int():
            return cell


def _json(table: Table) -> bytes:
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, map(_json_cell, row), strict=True)) for row in table.rows]
    return (json.dumps(rows, ensure_ascii=False, indent=1) + "\n").encode()


def _json_cell(cell: Cell) -> str | int | None:
    match cell:
        case date():
            return cell.isoformat()
        case str():
            return str(cell)
        case _:
            return cell


_NUMBER_FORMAT = {Kind.DATE: "yyyy-mm-dd", Kind.MOMENT: "yyyy-mm-dd hh:mm"}


def _xlsx(table: Table) -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(table.name)
        bold = book.add_format({"bold": True})
        dated = {kind: book.add_format({"num_format": code}) for kind, code in _NUMBER_FORMAT.items()}
        right = book.add_format({"align": "right"})
        sheet.freeze_panes(1, 0)
        for x, column in enumerate(table.columns):
            sheet.write_string(0, x, column.name, bold)
            sheet.set_column(x, x, _width(table, x, column))
        for y, row in enumerate(table.rows, start=1):
            for x, cell in enumerate(row):
                match cell:
                    case None:
                        pass
                    case Hidden():
                        sheet.write_string(y, x, str(cell), right)
                    case datetime():
                        sheet.write_datetime(y, x, cell.replace(tzinfo=None), dated[Kind.MOMENT])
                    case date():
                        sheet.write_datetime(y, x, cell, dated[Kind.DATE])
                    case str():
                        sheet.write_string(y, x, str(cell))
                    case int():
                        sheet.write_number(y, x, cell)
    return out.getvalue()


def _width(table: Table, x: int, column: Column) -> int:
    """As wide as the widest cell, within reason, in characters."""
    cells = (len(str(row[x])) for row in table.rows if row[x] is not None)
    widest = {Kind.DATE: 10, Kind.MOMENT: 16}.get(column.kind) or max(cells, default=0)
    return min(max(widest, len(column.name)) + 2, 60)


_WRITERS: dict[Format, Callable[[Table], bytes]] = {
    Format.CSV: _csv,
    Format.CSV_DK: _csv_dk,
    Format.XLSX: _xlsx,
    Format.JSON: _json,
}
