"""A finished table: what every export is before it becomes a file."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What a column holds, so that a spreadsheet treats a number as a number and a name as a name."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    MOMENT = "moment"
    """A local date and hour, on the clock of the municipality."""


class Hidden(StrEnum):
    """A number that is not shown, because it or a neighbour would point at single families."""

    HIDDEN = "*"


HIDDEN: Final = Hidden.HIDDEN

Cell = str | int | date | datetime | Hidden | None
"""None is an empty cell: there is nothing to say. ``HIDDEN`` is a number that exists and is not shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's outward name (fixed by the contract) and what it holds."""

    name: str
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class Table:
    """Named columns and their rows, in the order in which they are to be read."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        width = len(self.columns)
        if any(len(row) != width for row in self.rows):
            raise ValueError(f"a row of {self.name} does not have its {width} cells")


def text_columns(*names: str) -> tuple[Column, ...]:
    """Columns of words."""
    return tuple(Column(name, Kind.TEXT) for name in names)


def number_columns(*names: str) -> tuple[Column, ...]:
    """Columns of numbers."""
    return tuple(Column(name) for name in names)
