"""One cell at a time: dates, numbers, phones, languages, as municipal spreadsheets write them."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo

import phonenumbers

from app.imports.csvfile import Row
from app.imports.reasons import Rejection, reject
from domain.cpr import has_cpr
from domain.ids import LANGUAGES, Language, Number

T = TypeVar("T")

YES = frozenset({"yes", "ja", "y", "j", "true", "sand", "1", "x"})
NO = frozenset({"no", "nej", "n", "false", "falsk", "0"})

CPR_DIGITS = 10

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_DANISH = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})", re.ASCII)
_MOMENT = re.compile(r"(\S+?)[T ]+(\d{1,2})[:.](\d{2})(?:[:.]00)?", re.ASCII)
_PHONE_CHARACTERS = re.compile(r"\+?[0-9 ().\-/\u00a0]+")
_DEMO = re.compile(r"\+4500[0-9]{6}")


class Wrong(Exception):
    """A cell that cannot be taken: the code of the reason and its values."""

    def __init__(self, code: str, **values: str) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class CellReader:
    """Reads the cells of one row and keeps every reason against it."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.rejections: list[Rejection] = []
        self._with_cpr = {
            column for column, cell in row.cells.items() if len(cell) >= CPR_DIGITS and has_cpr(cell)
        }
        for column in sorted(self._with_cpr):
            self.against("cpr", column=column)

    def against(self, code: str, **values: str) -> None:
        """A reason against this row."""
        self.rejections.append(reject(self.row.line, code, **values))

    def optional(self, column: str, parse: Callable[[str], T]) -> T | None:
        """The parsed cell; None when it is empty or wrong."""
        cell = self.row.cells[column]
        if not cell or column in self._with_cpr:
            return None
        try:
            return parse(cell)
        except Wrong as wrong:
            self.against(wrong.code, **{"column": column, "value": cell, **wrong.values})
            return None

    def needed(self, column: str, parse: Callable[[str], T]) -> T | None:
        """The parsed cell; an empty one is a reason against the row."""
        if not self.row.cells[column]:
            self.against("empty", column=column)
        return self.optional(column, parse)


def text(longest: int) -> Callable[[str], str]:
    """A line of text, at most so long."""

    def parse(cell: str) -> str:
        if not cell.replace("\u00ad", "").isprintable():
            raise Wrong("unprintable")
        if len(cell) > longest:
            raise Wrong("too_long", longest=str(longest))
        return cell

    return parse


def known(code: str, names: Mapping[str, T]) -> Callable[[str], T]:
    """One of the known names, however it is capitalised; ``names`` has casefolded keys."""

    def parse(cell: str) -> T:
        try:
            return names[" ".join(cell.casefold().split())]
        except KeyError:
            raise Wrong(code, known=", ".join(names)) from None

    return parse


def by_name(names: Collection[str]) -> dict[str, str]:
    """Names to look up, whatever the capitals."""
    return {" ".join(name.casefold().split()): name for name in names}


def whole(lowest: int, highest: int) -> Callable[[str], int]:
    """A whole number in a range."""

    def parse(cell: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", cell) or not lowest <= int(cell) <= highest:
            raise Wrong("number", lowest=str(lowest), highest=str(highest))
        return int(cell)

    return parse


def yes_no(cell: str) -> bool:
    """Yes or no, in Danish, English or as a spreadsheet's tick."""
    word = cell.casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    raise Wrong("yes_no")


def day(cell: str) -> date:
    """``2026-05-12`` or ``12-05-2026``."""
    if iso := _ISO.fullmatch(cell):
        year, month, number = iso.groups()
    elif danish := _DANISH.fullmatch(cell):
        number, month, year = danish.groups()
    else:
        raise Wrong("date")
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        raise Wrong("date") from None


def past_day(today: date) -> Callable[[str], date]:
    """A date that is not in the future."""

    def parse(cell: str) -> date:
        found = day(cell)
        if found > today:
            raise Wrong("future")
        return found

    return parse


def moment(zone: ZoneInfo) -> Callable[[str], datetime]:
    """A local time that exists exactly once, as a moment: ``2026-05-12T10:00`` or ``12-05-2026 10:00``."""

    def parse(cell: str) -> datetime:
        parts = _MOMENT.fullmatch(cell)
        try:
            wall = datetime.combine(day(parts[1]), time(int(parts[2]), int(parts[3]))) if parts else None
        except (Wrong, ValueError):
            wall = None
        if wall is None:
            raise Wrong("local_time")
        first, second = wall.replace(tzinfo=zone), wall.replace(tzinfo=zone, fold=1)
        if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
            raise Wrong("missing_hour")
        if first.utcoffset() != second.utcoffset():
            raise Wrong("ambiguous")
        return first.astimezone(UTC)

    return parse


def language(cell: str) -> Language:
    """One of our thirteen languages by its two letters."""
    code = cell.casefold()
    if code not in LANGUAGES:
        raise Wrong("language")
    return Language(code)


def phone(allow_demo: bool) -> Callable[[str], Number]:
    """A phone number in E.164; eight digits are Danish. ``allow_demo``: +45 00 numbers count, which nobody has."""

    def parse(cell: str) -> Number:
        number = _e164(cell)
        if _DEMO.fullmatch(number):
            if not allow_demo:
                raise Wrong("phone_demo")
            return Number(number)
        if not _exists(number):
            raise Wrong("phone")
        return Number(number)

    return parse


def _e164(cell: str) -> str:
    """The number with its country code; raises ``Wrong`` when it is none."""
    if not _PHONE_CHARACTERS.fullmatch(cell):
        raise Wrong("phone")
    digits = "".join(character for character in cell if character in "0123456789")
    if cell.startswith("+"):
        return f"+{digits}"
    if len(digits) == 8:
        return f"+45{digits}"
    if digits.startswith("00"):
        return f"+{digits[2:]}"
    if len(digits) == 10 and digits.startswith("45"):
        return f"+{digits}"
    raise Wrong("phone")


@lru_cache(maxsize=100_000)
def _exists(number: str) -> bool:
    """Whether the numbering plan of its country has such a number."""
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return False
