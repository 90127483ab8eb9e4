"""Every setting stands in docs/operator/settings.md with the default it really has."""

import re
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from datetime import time
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from app.settings import CHANNEL_SECRETS, OPTIONAL_SECRETS, InstallationSettings
from app.settings.environment import secret_variable
from app.settings.gateways import TABLES, ChannelTable
from domain.ids import Municipality
from domain.offers import Offer
from domain.settings import MunicipalitySettings

PAGE = (Path(__file__).parents[2] / "docs" / "operator" / "settings.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| `([^`]+)` \| (.+?) \| .", PAGE, re.MULTILINE))


def as_printed(value: Any) -> str:
    """A default as the page prints it: as TOML, but without quotes around a single word."""
    if value is MISSING or value is None:
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, tuple | frozenset):
        return "[" + ", ".join(f'"{as_printed(item)}"' for item in value) + "]"
    if isinstance(value, StrEnum):
        return value.value
    return f"{value:g}" if isinstance(value, float) else str(value) or '""'


def settings_of(kind: Any, at: str) -> Iterator[tuple[str, str]]:
    """Every key below ``at`` with its printed default; a section is followed, not printed itself."""
    hints = get_type_hints(kind)
    for field in fields(kind):
        hint = hints[field.name]
        inner = [a for a in get_args(hint) if is_dataclass(a)]
        if is_dataclass(hint):
            yield from settings_of(hint, f"{at}{field.name}.")
        elif inner and get_origin(hint) is not UnionType:
            named = "<key>." if inner == [Offer] else ""
            yield from settings_of(inner[0], f"{at}{field.name}.{named}")
        else:
            yield f"{at}{field.name}", as_printed(field.default)


def expected() -> dict[str, str]:
    found = dict(settings_of(InstallationSettings, ""))
    found |= dict(settings_of(MunicipalitySettings, ""))
    found |= dict(settings_of(ChannelTable, "channels.<name>."))
    common = {field.name for field in fields(ChannelTable)}
    for channel, table in TABLES.items():
        own = dict(settings_of(table, f"channels.{channel}."))
        found |= {key: told for key, told in own.items() if key.rpartition(".")[2] not in common}
    del found["key"], found["offers.<key>.key"]  # Both are names: of the file, of the table.
    return found


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = ROWS.keys() - {str(name) for name in CHANNEL_SECRETS}
    assert documented == expected().keys()


def test_the_documented_defaults_are_the_real_ones() -> None:
    wrong = {
        key: (ROWS[key], real) for key, real in expected().items() if ROWS[key].strip('"') != real.strip('"')
    }
    assert wrong == {}


def test_every_secret_is_documented() -> None:
    for channel, names in (*CHANNEL_SECRETS.items(), *OPTIONAL_SECRETS.items()):
        for name in names:
            assert f"`{secret_variable(Municipality('hedensted'), channel, name)}`" in PAGE
