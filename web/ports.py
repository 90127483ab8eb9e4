"""What the pages need from the rest: who is logged in, what is in the database, and a record of who looked."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from domain.ids import AccountId, FamilyId, Municipality, NurseId
from domain.ports import Store

T = TypeVar("T")


class Role(StrEnum):
    """What a member of staff does here."""

    NURSE = "nurse"
    COURSE_LEADER = "course_leader"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff. ``must_change``: the password is the one-time one."""

    id: AccountId
    municipality: Municipality
    login: str = field(repr=False)
    name: str = field(repr=False)
    role: Role
    nurse: NurseId | None
    districts: frozenset[str]
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody is logged in; every form she sends carries ``csrf``."""

    account: Account
    csrf: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """The cookie's value; shown once, only its hash is kept."""

    token: str = field(repr=False)


class LogInRefused(StrEnum):
    """Why somebody does not get in; the page never says which of name and password was wrong."""

    WRONG = "wrong"
    LOCKED = "locked"


class PasswordRefused(StrEnum):
    """Why a password is not changed."""

    WRONG = "wrong"
    TOO_SHORT = "too_short"
    TOO_COMMON = "too_common"
    SAME = "same"


class Accounts(Protocol):
    """Accounts and sessions."""

    async def log_in(
        self, municipality: Municipality, login: str, password: str, now: datetime
    ) -> LoggedIn | LogInRefused: ...

    async def session(self, token: str, now: datetime, *, seen: bool = True) -> Session | None:
        """Who holds this cookie; None when nobody does any more. ``seen`` False: the page asked by itself."""
        ...

    async def log_out(self, token: str, now: datetime) -> None: ...

    async def change_password(
        self, account: Account, old: str, new: str, now: datetime, keep: str
    ) -> PasswordRefused | None:
        """A new password; every other session of the account ends, the one with cookie ``keep`` goes on."""
        ...


class AccessLog(Protocol):
    """Who looked at which family."""

    async def saw(
        self, account: Account, what: str, families: Collection[FamilyId], now: datetime
    ) -> None: ...


class Database(Store, Protocol):
    """The store of the bot, and the read models."""

    async def read(self, work: Callable[[Connection], T]) -> T: ...


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that must be well for the installation to work; ``why_not`` is a sentence for an administrator."""

    name: str
    ok: bool
    why_not: str = ""


Checks = Sequence[Check]
