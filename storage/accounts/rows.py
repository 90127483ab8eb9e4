"""Accounts and sessions as rows. A session's token is kept as its SHA-256 alone; the caller commits."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Date, Row, bindparam, delete, or_, select, text, update

from domain.accounts import Account, LoggedIn, Role, SessionLifetimes, SignedIn, wait_after
from domain.ids import AccountId, FamilyId, Municipality, NurseId
from storage.tables import access_log, account, nurse_district, session

TOKEN_BYTES = 32
SEEN_EVERY = timedelta(minutes=1)
"""A session is marked as seen at most so often: a page is a read, not a write."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whoever has the log-in that somebody typed, with the hash to check against."""

    account: Account
    password_hash: str = field(repr=False)


def normal(login: str) -> str:
    """A log-in without regard to capitals and blanks around it."""
    return login.strip().casefold()


def find_candidate(connection: Connection, municipality: Municipality, login: str) -> Candidate | None:
    """The account behind a log-in, whatever its state."""
    query = select(account).where(account.c.municipality == municipality, account.c.login == normal(login))
    row = connection.execute(query).one_or_none()
    return Candidate(_account(connection, row), row.password_hash) if row else None


def find_account(connection: Connection, number: AccountId) -> Candidate | None:
    """An account by its number."""
    row = connection.execute(select(account).where(account.c.id == number)).one_or_none()
    return Candidate(_account(connection, row), row.password_hash) if row else None


def accounts_of(connection: Connection, municipality: Municipality | None) -> list[Account]:
    """The accounts of a municipality, or of all, by log-in."""
    query = select(account).order_by(account.c.municipality, account.c.login)
    if municipality is not None:
        query = query.where(account.c.municipality == municipality)
    return [_account(connection, row) for row in connection.execute(query).all()]


def _account(connection: Connection, row: Row[tuple[object, ...]]) -> Account:
    districts = frozenset(filter(None, row.districts.split("|")))
    if not districts and row.nurse_id is not None:
        query = select(nurse_district.c.district).where(nurse_district.c.nurse_id == row.nurse_id)
        districts = frozenset(connection.scalars(query))
    return Account(
        id=AccountId(row.id),
        municipality=Municipality(row.municipality),
        login=row.login,
        name=row.name,
        role=Role(row.role),
        nurse=NurseId(row.nurse_id) if row.nurse_id is not None else None,
        districts=districts,
        must_change=row.must_change,
        disabled=row.disabled,
        locked_until=row.locked_until,
    )


def begin_attempt(
    connection: Connection, municipality: Municipality, login: str, now: datetime
) -> Candidate | None:
    """Count an attempt before its password is checked, so that a hundred guesses at once are no way around the wait.

    None: unknown, disabled or waiting. Either way one row is written, so that the time tells a guesser nothing.
    """
    open_now = or_(account.c.locked_until.is_(None), account.c.locked_until <= now)
    counted = (
        update(account)
        .where(account.c.municipality == municipality, account.c.login == normal(login))
        .where(account.c.disabled.is_(False), open_now)
        .values(failures=account.c.failures + 1)
        .returning(account.c.id, account.c.failures)
    )
    row = connection.execute(counted).one_or_none()
    if row is None:
        _count_unknown(connection, municipality, login, now)
        return None
    wait = wait_after(row.failures)
    if wait is not None:
        connection.execute(update(account).where(account.c.id == row.id).values(locked_until=now + wait))
    return find_account(connection, AccountId(row.id))


_COUNT = text(
    "INSERT INTO webhook_count (municipality, channel, sender, day, kind, count) "
    "VALUES (:municipality, 'staff', :sender, :day, 'login', 1) "
    "ON CONFLICT (municipality, channel, sender, day, kind) DO UPDATE SET count = webhook_count.count + 1"
).bindparams(bindparam("day", type_=Date))


def _count_unknown(connection: Connection, municipality: Municipality, login: str, now: datetime) -> None:
    """A log-in that led nowhere, by its hash and day."""
    sender = token_hash(normal(login))
    connection.execute(
        _COUNT, {"municipality": municipality, "sender": sender, "day": now.astimezone(UTC).date()}
    )


def open_session(
    connection: Connection, found: Account, lifetimes: SessionLifetimes, now: datetime
) -> LoggedIn:
    """A new session; the count of wrong passwords begins anew."""
    connection.execute(update(account).where(account.c.id == found.id).values(failures=0, locked_until=None))
    token, csrf = secrets.token_urlsafe(TOKEN_BYTES), secrets.token_urlsafe(TOKEN_BYTES)
    expires_at = now + lifetimes.absolute
    connection.execute(
        session.insert(),
        {
            "token_hash": token_hash(token),
            "municipality": found.municipality,
            "account_id": found.id,
            "csrf": csrf,
            "created_at": now,
            "seen_at": now,
            "expires_at": expires_at,
        },
    )
    return LoggedIn(found, token, csrf, expires_at)


def token_hash(token: str) -> str:
    """What is kept of a token: enough to recognise it, nothing to log in with."""
    return hashlib.sha256(token.encode()).hexdigest()


def find_session(
    connection: Connection, token: str, lifetimes: SessionLifetimes, now: datetime
) -> SignedIn | None:
    """The live session of a token whose account may still enter."""
    query = select(session).where(session.c.token_hash == token_hash(token))
    row = connection.execute(query).one_or_none()
    if row is None or row.expires_at <= now or row.seen_at + lifetimes.idle <= now:
        return None
    candidate = find_account(connection, AccountId(row.account_id))
    if candidate is None or candidate.account.disabled:
        return None
    return SignedIn(candidate.account, row.csrf, row.token_hash, row.seen_at)


def mark_seen(connection: Connection, signed_in: SignedIn, now: datetime) -> None:
    """The member of staff has just clicked."""
    connection.execute(
        update(session).where(session.c.token_hash == signed_in.token_hash).values(seen_at=now)
    )


def close_session(connection: Connection, token: str) -> None:
    """End one session."""
    connection.execute(delete(session).where(session.c.token_hash == token_hash(token)))


def close_sessions(connection: Connection, number: AccountId) -> None:
    """End every session of an account."""
    connection.execute(delete(session).where(session.c.account_id == number))


def set_password(connection: Connection, number: AccountId, password_hash: str, must_change: bool) -> None:
    """Replace the password; whoever was logged in with the old one no longer is."""
    values = {"password_hash": password_hash, "must_change": must_change, "failures": 0, "locked_until": None}
    connection.execute(update(account).where(account.c.id == number).values(**values))
    close_sessions(connection, number)


def note_access(
    connection: Connection,
    new_id: Callable[[], int],
    who: Account,
    what: str,
    family: FamilyId | None,
    now: datetime,
) -> None:
    """One line of the access log; ``what`` names the page, never a person."""
    row = {"id": new_id(), "municipality": who.municipality, "at": now, "account_id": who.id}
    connection.execute(access_log.insert(), row | {"what": what, "family_id": family})
