"""What the pages need from the store beside the bot's units of work, and what a check of health says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from domain.ports import Store

T = TypeVar("T")


class Database(Store, Protocol):
    """The store of the bot, and the read models."""

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run ``work`` on a connection of its own; it changes nothing."""
        ...


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be well for the installation to work; ``why_not`` is a sentence for an administrator."""

    name: str
    ok: bool
    why_not: str = ""
