"""Who on the staff may log in, what each role may see, and how long a guesser has to wait."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from domain.ids import AccountId, FamilyId, Municipality, NurseId


class Role(StrEnum):
    """What a member of staff does here."""

    NURSE = "nurse"
    COURSE_LEADER = "course_leader"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Account:
    """A member of staff; ``districts`` empty means all of the municipality, but for a nurse none beside her own."""

    id: AccountId
    municipality: Municipality
    login: str
    name: str
    role: Role
    nurse: NurseId | None = None
    districts: frozenset[str] = frozenset()
    must_change: bool = False
    disabled: bool = False
    locked_until: datetime | None = None


def may_see_family(
    account: Account, municipality: Municipality, district: str, nurse: NurseId | None
) -> bool:
    """Whether this member of staff may open a family: a nurse those of her districts and those she visits herself."""
    if account.municipality != municipality or account.disabled:
        return False
    if nurse is not None and account.nurse == nurse:
        return True
    if account.role is Role.NURSE:
        return district in account.districts
    return not account.districts or district in account.districts


FREE_ATTEMPTS = 5
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)


def wait_after(failures: int) -> timedelta | None:
    """How long an account is closed after so many wrong passwords in a row: from the fifth on, doubling to an hour."""
    if failures < FREE_ATTEMPTS:
        return None
    return min(FIRST_WAIT * (1 << min(failures - FREE_ATTEMPTS, 10)), LONGEST_WAIT)


SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200


class PasswordFlaw(StrEnum):
    """Why a chosen password is not taken."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    HOLDS_LOGIN = "holds_login"
    SAME_AS_BEFORE = "same_as_before"
    OLD_IS_WRONG = "old_is_wrong"


def flaw_of(password: str, login: str) -> PasswordFlaw | None:
    """What is wrong with a new password; length is what counts, so no rules about signs and capitals."""
    if len(password) < SHORTEST_PASSWORD:
        return PasswordFlaw.TOO_SHORT
    if len(password) > LONGEST_PASSWORD:
        return PasswordFlaw.TOO_LONG
    return PasswordFlaw.HOLDS_LOGIN if login.casefold() in password.casefold() else None


@dataclass(frozen=True, slots=True)
class SessionLifetimes:
    """How long a session lasts without a click, and at most."""

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """The right password. ``token`` goes into the cookie and is kept nowhere; ``csrf`` into every form."""

    account: Account
    token: str = field(repr=False)
    csrf: str = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class LoginRefused:
    """Unknown, wrong, disabled or waiting: whoever guesses is told one and the same sentence for all of them."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A live session."""

    account: Account
    csrf: str = field(repr=False)
    token_hash: str = field(repr=False)
    seen_at: datetime


class Accounts(Protocol):
    """Log-in, sessions and the access log as the pages see them."""

    async def log_in(
        self, municipality: Municipality, login: str, password: str, now: datetime
    ) -> LoggedIn | LoginRefused:
        """Check a password and open a session; takes as long for an unknown log-in as for a wrong password."""
        ...

    async def session(self, token: str, now: datetime, *, clicked: bool = True) -> SignedIn | None:
        """The live session of a cookie, or None when it is unknown, idle too long or over.

        ``clicked`` False: the page asked by itself, which does not keep a session alive.
        """
        ...

    async def log_out(self, token: str) -> None:
        """End a session; an unknown one is no error."""
        ...

    async def change_password(
        self, account: Account, old: str, new: str, now: datetime
    ) -> PasswordFlaw | None:
        """Replace a password; every session of the account ends. Returns what is wrong, None when it is done."""
        ...

    async def saw(self, account: Account, what: str, family: FamilyId | None, now: datetime) -> None:
        """Note in the access log that a member of staff looked at a page about a family."""
        ...


@dataclass(frozen=True, slots=True)
class NewStaff:
    """Somebody to be let in. ``districts`` empty follows the nurse's own of the settings, or means all."""

    municipality: Municipality
    login: str
    name: str
    role: Role
    nurse_ref: str | None = None
    districts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StaffRefused:
    """Why somebody could not be added or changed, as a sentence for the administrator."""

    why: str
