"""Read a spreadsheet's CSV as it comes: comma or semicolon, UTF-8 or Windows-1252, broken lines set aside."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from app.imports.reasons import Rejection, reject

MAX_LINES_IN_A_ROW = 20
"""A quoted cell may go over some lines; an unclosed quote must not swallow the rest of the file."""


class FileRefused(Exception):
    """The file as a whole cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on (the header is 1) and its cells, trimmed, by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's rows in order, the lines that are no rows, and each line's cells as they came."""

    columns: tuple[str, ...]
    delimiter: str
    rows: tuple[Row, ...]
    rejected: tuple[Rejection, ...]
    originals: dict[int, list[str]]


def read_table(content: bytes, columns: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """The rows of a file that has exactly these columns, in any order; ``optional`` ones may be left out and are empty
    then. Raises ``FileRefused``."""
    lines = _decoded(content).splitlines(keepends=True)
    if not lines:
        raise FileRefused(f"the file is empty; the first line must name the columns: {', '.join(columns)}")
    delimiter = ";" if lines[0].count(";") > lines[0].count(",") else ","
    header = _header(lines[0], delimiter, columns, optional)
    absent = {name: "" for name in columns if name not in header}
    rows: list[Row] = []
    rejected: list[Rejection] = []
    originals: dict[int, list[str]] = {}
    for line, cells, problem in _records(lines, delimiter):
        originals[line] = cells
        while len(cells) > len(header) and not cells[-1].strip():
            cells = cells[:-1]
        if problem:
            rejected.append(reject(line, problem))
        elif len(cells) != len(header):
            rejected.append(reject(line, "cell_count", found=str(len(cells)), wanted=str(len(header))))
        else:
            said = dict(zip(header, (cell.strip() for cell in cells), strict=True))
            rows.append(Row(line, absent | said))
    return Table(tuple(header), delimiter, tuple(rows), tuple(rejected), originals)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in content:
        raise FileRefused("the file is not text in UTF-8 or Windows-1252; save it as CSV UTF-8 and try again")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise FileRefused(
            f"line {line} has a character that is neither UTF-8 nor Windows-1252; save the file as CSV UTF-8"
        ) from None


def _header(line: str, delimiter: str, columns: Sequence[str], optional: Sequence[str]) -> list[str]:
    """The column names in the file's order; unknown, missing and doubled ones are all named."""
    names = [name.strip().casefold() for name in next(csv.reader([line], delimiter=delimiter), [])]
    while names and not names[-1]:
        names.pop()
    missing = [name for name in columns if name not in names and name not in optional]
    if not set(names) & set(columns):
        raise FileRefused(f"line 1 is not a header; it must name the columns: {', '.join(columns)}")
    says = []
    for name in names:
        if name not in columns:
            close = get_close_matches(name, missing, 1)
            says.append(f'column "{name}" is not known' + (f" (did you mean {close[0]}?)" if close else ""))
    if missing:
        says.append(f"these columns are missing: {', '.join(missing)}")
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        says.append(f"these columns stand there twice: {', '.join(doubled)}")
    if says:
        raise FileRefused(f"{'; '.join(says)}; the columns are: {', '.join(columns)}")
    return names


def _records(lines: list[str], delimiter: str) -> Iterator[tuple[int, list[str], str]]:
    """Each record after the header: its first line, its cells, and the code of what is wrong with it ("": nothing)."""
    at = 1
    while at < len(lines):
        taken = _lines_of_record(lines, at)
        text = "".join(lines[at : at + taken]) if taken else lines[at]
        first, at = at + 1, at + max(taken, 1)
        if not text.replace(delimiter, "").strip():
            continue
        try:
            cells = next(csv.reader([text] if taken else [], delimiter=delimiter, strict=True), [])
        except csv.Error:
            cells = []
        if cells:
            yield first, cells, ""
        else:
            yield first, text.rstrip("\r\n").split(delimiter), "quotes"


def _lines_of_record(lines: list[str], at: int) -> int:
    """How many lines the record at ``at`` takes: until its quotes are balanced; 0 when they never are."""
    quotes = 0
    for taken in range(1, min(MAX_LINES_IN_A_ROW, len(lines) - at) + 1):
        quotes += lines[at + taken - 1].count('"')
        if quotes % 2 == 0:
            return taken
    return 0
