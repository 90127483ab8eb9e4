"""From a TOML table to a frozen dataclass, by its type hints; every mistake is collected, not the first alone."""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, time
from difflib import get_close_matches
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.settings.problems import Problem
from domain.ids import LANGUAGES, Language, Municipality, Number, OfferKey

T = TypeVar("T")

KEY_SHAPE = re.compile(r"[a-z][a-z0-9-]{0,39}")
NUMBER_SHAPE = re.compile(r"\+[1-9][0-9]{7,14}")


class Unfit(Exception):
    """A value that does not fit; the message says what to write instead."""


class Reader:
    """Reads the tables of one file and keeps what was wrong in ``problems``."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def complain(self, key: str, advice: str) -> None:
        """Note a mistake at a key."""
        self.problems.append(Problem(self.file, key, advice))

    def read(
        self, kind: type[T], table: Any, at: str = "", given: Mapping[str, Any] | None = None
    ) -> T | None:
        """A ``kind`` from a table; None when something was wrong. ``given``: fields that do not stand in the file."""
        if not isinstance(table, dict):
            self.complain(at, "write a table, as in [section]")
            return None
        given = given or {}
        known = {f.name: f for f in fields(cast(Any, kind)) if f.name not in given}
        before = len(self.problems)
        for name in table.keys() - known.keys():
            self.complain(join(at, name), f"is not a setting{_meant(name, known)}")
        values = dict(given)
        hints = _hints(cast(Any, kind))
        for name, field in known.items():
            if name in table:
                values[name] = self.convert(hints[name], table[name], join(at, name))
            elif _is_required(field):
                self.complain(join(at, name), f"is missing; add {name} = …")
        return kind(**values) if len(self.problems) == before else None

    def convert(self, hint: Any, value: Any, at: str) -> Any:
        """The value as the hinted type; a mistake is noted and gives None."""
        try:
            return self._convert(hint, value, at)
        except Unfit as unfit:
            self.complain(at, str(unfit))
            return None

    def _convert(self, hint: Any, value: Any, at: str) -> Any:
        if is_dataclass(hint):
            return self.read(cast(type[Any], hint), value, at)
        origin, arguments = get_origin(hint), get_args(hint)
        if origin is UnionType or NoneType in arguments:
            (inner,) = (a for a in arguments if a is not NoneType)
            return self._convert(inner, value, at)
        if origin in (tuple, frozenset):
            return self._collection(origin, arguments, value, at)
        if origin is not None:
            return self._named_tables(arguments, value, at)
        return _scalar(hint)(value)

    def _collection(self, kind: Any, arguments: tuple[Any, ...], value: Any, at: str) -> Any:
        pair = kind is tuple and arguments[-1] is not Ellipsis
        if not isinstance(value, list):
            raise Unfit("write a list, as in [… , …]")
        if pair and len(value) != len(arguments):
            raise Unfit(f"write exactly {len(arguments)} values, as in [… , …]")
        items = [self.convert(arguments[0], item, f"{at}[{n}]") for n, item in enumerate(value, 1)]
        if not pair and len(set(map(repr, items))) < len(items):
            raise Unfit("names something twice; write each once")
        return kind(items)

    def _named_tables(self, arguments: tuple[Any, ...], value: Any, at: str) -> dict[Any, Any]:
        """A table of tables whose name is the ``key`` of what it holds, as in ``[offers.visit-18m]``; or of values."""
        if not isinstance(value, dict):
            raise Unfit(f"write tables, as in [{at}.name]")
        kind = arguments[1]
        if not (isinstance(kind, type) and is_dataclass(kind)):
            return {
                self.convert(arguments[0], name, join(at, name)): self.convert(kind, one, join(at, name))
                for name, one in value.items()
            }
        result = {}
        for name, table in value.items():
            key = self.convert(arguments[0], name, join(at, name))
            result[key] = self.read(kind, table, join(at, name), {"key": key})
        return result


def join(at: str, name: str) -> str:
    """The dotted key of a name inside a table."""
    return f"{at}.{name}" if at else name


def _meant(name: str, known: Mapping[str, Any]) -> str:
    close = get_close_matches(name, known, 1)
    return f"; did you mean {close[0]}?" if close else f"; it can be: {', '.join(known)}"


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit('write text in quotes, as in "…"')
    if not value.isprintable():
        raise Unfit("write one line of text without control characters")
    return value.strip()


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise Unfit("write a whole number without quotes")
    return value


def _decimal(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise Unfit("write a number without quotes")
    return float(value)


def _switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise Unfit("write true or false, without quotes")
    return value


def _day(value: Any) -> date:
    if type(value) is not date:
        raise Unfit("write a date without quotes, as in 2026-05-12")
    return value


def _hour(value: Any) -> time:
    if isinstance(value, str) and re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", value):
        return time.fromisoformat(value)
    if isinstance(value, time) and value.tzinfo is None:
        return value
    raise Unfit('write a time of day, as in "16:30"')


def _zone(value: Any) -> ZoneInfo:
    try:
        return ZoneInfo(_text(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Unfit('is no time zone; write one as in "Europe/Copenhagen"') from None


def _language(value: Any) -> Language:
    if value not in LANGUAGES:
        raise Unfit(f"is no language of ours; write some of: {', '.join(LANGUAGES)}")
    return Language(value)


def _number(value: Any) -> Number:
    number = _text(value).replace(" ", "")
    if not NUMBER_SHAPE.fullmatch(number):
        raise Unfit('write a phone number with its country code, as in "+45 20 12 34 56"')
    return Number(number)


def _key(value: Any) -> str:
    if not KEY_SHAPE.fullmatch(_text(value)):
        raise Unfit("a key is small letters a–z, digits and hyphens, beginning with a letter, 40 at most")
    return str(value)


_SCALARS: Mapping[Any, Callable[[Any], Any]] = {
    str: _text,
    int: _whole,
    float: _decimal,
    bool: _switch,
    date: _day,
    time: _hour,
    ZoneInfo: _zone,
    Language: _language,
    Number: _number,
    Municipality: _key,
    OfferKey: _key,
}


def _scalar(hint: Any) -> Callable[[Any], Any]:
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return lambda value: _choice(hint, value)
    return _SCALARS[hint]


def _choice(kind: type[StrEnum], value: Any) -> StrEnum:
    try:
        return kind(value)
    except ValueError:
        raise Unfit(f"write one of: {', '.join(kind)}") from None
