"""Many values handed over as one parameter: an array on PostgreSQL, JSON on SQLite.

A statement reads the same however many they are, so that nobody has to write it and read it anew for every batch.
The arrays are written here as text: the driver looks at every value twice, and that took longer than the statement.
"""

from collections.abc import Callable, Iterable
from itertools import repeat
from typing import Any

import orjson
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    ColumnElement,
    Dialect,
    Integer,
    TableValuedAlias,
    Text,
    TypeDecorator,
    bindparam,
    column,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeEngine


class Values(TypeDecorator[Any]):
    """Values of one kind, to be bound; they are never read back."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: TypeEngine[Any]) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """An array where there are arrays."""
        kind: TypeEngine[Any] = ARRAY(self.kind) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(kind)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str]:
        """How the values are written."""
        write = self.kind.dialect_impl(dialect).bind_processor(dialect)

        def written(values: Iterable[Any]) -> Iterable[Any]:
            return values if write is None else map(write, values)

        if dialect.name != "postgresql":
            return lambda values: orjson.dumps([*written(values)]).decode()
        word = _number if isinstance(self.kind, Integer | Boolean) else _word
        return lambda values: "{" + ",".join(_each_written([*written(values)], word)) + "}"


def _each_written(values: list[Any], word: Callable[[Any], str]) -> Iterable[str]:
    """The values as words; what all rows have in common, as most columns do, is written once."""
    if values and values.count(values[0]) == len(values):
        return repeat(word(values[0]), len(values))
    return map(word, values)


def _number(value: Any) -> str:
    return "NULL" if value is None else str(value)


def _word(value: Any) -> str:
    if value is None:
        return "NULL"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


class each(FunctionElement[Any]):  # noqa: N801 - reads as a table: each("nurses")
    """The numbers that are given by this name as a table of one column, ``value``."""

    type = NullType()
    inherit_cache = True

    def __init__(self, given: str) -> None:
        super().__init__(bindparam(given, type_=Values(BigInteger())))

    def rows(self) -> TableValuedAlias:
        """The table."""
        return self.table_valued(column("value", BigInteger()), name="given")


@compiles(each, "postgresql")
def _elements(element: each, compiler: SQLCompiler, **options: Any) -> str:
    return f"unnest({compiler.process(element.clauses, **options)})"


@compiles(each, "sqlite")
def _members(element: each, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


class one_of(FunctionElement[Any]):  # noqa: N801 - reads as a condition: one_of(column, "families")
    """Whether a column of numbers is one of those that are given by this name."""

    # Not a Boolean: SQLAlchemy would compare that with 1 on SQLite, and SQLite would use no index.
    type = NullType()
    inherit_cache = True

    def __init__(self, column: ColumnElement[int], given: str) -> None:
        super().__init__(column, bindparam(given, type_=Values(BigInteger())))


@compiles(one_of, "postgresql")
def _in_array(element: one_of, compiler: SQLCompiler, **options: Any) -> str:
    column, given = element.clauses
    return f"{compiler.process(column, **options)} = ANY ({compiler.process(given, **options)})"


@compiles(one_of, "sqlite")
def _in_json(element: one_of, compiler: SQLCompiler, **options: Any) -> str:
    column, given = element.clauses
    numbers = compiler.process(given, **options)
    return f"{compiler.process(column, **options)} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608 - its own words
