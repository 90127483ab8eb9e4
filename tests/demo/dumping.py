"""Everything a town's database holds, to compare two towns."""

from typing import Any

from sqlalchemy import select

from app.demo.town import Town
from storage.tables import metadata

DRAWN_BY_CHANCE = {"account": {"password_hash"}, "inbox": {"provider_id"}}
"""Columns that differ between two towns that are alike: salts, and the names of messages that were typed."""


def everything(town: Town) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of every table, in order."""
    found = {}
    for table in metadata.sorted_tables:
        left_out = DRAWN_BY_CHANCE.get(table.name, set())
        columns = [column for column in table.c if column.name not in left_out]
        found[table.name] = sorted((tuple(row) for row in town.rows(select(*columns))), key=repr)
    return found
