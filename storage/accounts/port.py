"""Log-in, sessions and the access log for the pages: hashing happens in a thread of its own, never in a transaction."""

import asyncio
from datetime import datetime

from domain.accounts import (
    Account,
    LoggedIn,
    LoginRefused,
    PasswordFlaw,
    SessionLifetimes,
    SignedIn,
    flaw_of,
)
from domain.ids import FamilyId, Municipality
from storage.accounts import rows
from storage.accounts.passwords import Passwords
from storage.database import Database


class DatabaseAccounts:
    """The ``Accounts`` of the pages, on our own database."""

    def __init__(self, database: Database, passwords: Passwords, lifetimes: SessionLifetimes) -> None:
        self._database = database
        self._passwords = passwords
        self._lifetimes = lifetimes

    async def log_in(
        self, municipality: Municipality, login: str, password: str, now: datetime
    ) -> LoggedIn | LoginRefused:
        """Check a password and open a session; an unknown log-in takes one hash, too."""
        candidate = await self._database.write(lambda c: rows.begin_attempt(c, municipality, login, now))
        fits = await self._fits(password, candidate)
        if candidate is None or not fits:
            return LoginRefused()
        account = candidate.account
        return await self._database.write(lambda c: rows.open_session(c, account, self._lifetimes, now))

    async def session(self, token: str, now: datetime, *, clicked: bool = True) -> SignedIn | None:
        """The live session of a cookie; marked as seen at most once a minute."""
        found = await self._database.read(lambda c: rows.find_session(c, token, self._lifetimes, now))
        if found is not None and clicked and now - found.seen_at >= rows.SEEN_EVERY:
            await self._database.write(lambda c: rows.mark_seen(c, found, now))
        return found

    async def log_out(self, token: str) -> None:
        """End a session."""
        await self._database.write(lambda c: rows.close_session(c, token))

    async def change_password(
        self, account: Account, old: str, new: str, now: datetime
    ) -> PasswordFlaw | None:
        """Replace a password; a wrong old one counts like a wrong log-in."""
        flaw = PasswordFlaw.SAME_AS_BEFORE if old == new else flaw_of(new, account.login)
        if flaw is not None:
            return flaw
        candidate = await self._database.write(
            lambda c: rows.begin_attempt(c, account.municipality, account.login, now)
        )
        if not await self._fits(old, candidate):
            return PasswordFlaw.OLD_IS_WRONG
        hashed = await asyncio.to_thread(self._passwords.hash, new)
        await self._database.write(lambda c: rows.set_password(c, account.id, hashed, must_change=False))
        return None

    async def saw(self, account: Account, what: str, family: FamilyId | None, now: datetime) -> None:
        """Note in the access log who looked at what."""
        new_id = self._database.new_id
        await self._database.write(lambda c: rows.note_access(c, new_id, account, what, family, now))

    async def _fits(self, password: str, candidate: rows.Candidate | None) -> bool:
        """One hash, whether there is somebody of that name or not."""
        stored = candidate.password_hash if candidate else None
        return await asyncio.to_thread(self._passwords.fits, password, stored)
