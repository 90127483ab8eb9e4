"""Log-ins, sessions and staff: guessing takes ever longer, sessions end, only hashes are kept."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, select, update

from app.settings import load_settings
from domain.accounts import (
    Account,
    LoggedIn,
    LoginRefused,
    NewStaff,
    PasswordFlaw,
    Role,
    SessionLifetimes,
    StaffRefused,
    flaw_of,
    may_see_family,
    wait_after,
)
from domain.ids import AccountId, FamilyId, Municipality, NurseId
from storage.accounts import (
    DatabaseAccounts,
    Passwords,
    add_staff,
    disable_staff,
    list_staff,
    one_time_password,
    reset_staff,
)
from storage.database import Database
from storage.ids import Ids
from storage.importing.places import ensure_places
from storage.tables import access_log, account, session, webhook_count

HEDENSTED = Municipality("hedensted")
NOW = datetime(2026, 5, 12, 8, tzinfo=UTC)
PASSWORD = "abcd-efgh-jkmn-pqrs"
ANNA = NewStaff(HEDENSTED, "Anna ", "Anna", Role.NURSE, "anna")
LIFETIMES = SessionLifetimes(timedelta(minutes=30), timedelta(hours=12))
PASSWORDS = Passwords()


@pytest.fixture
def database(engine: Engine) -> Iterator[Database]:
    """A database with the sample's nurses and one account of Anna's."""
    made = Database(engine.url.render_as_string(hide_password=False))
    settings = load_settings(None, {}, date(2026, 5, 12)).municipalities[HEDENSTED]
    ids = Ids()
    ids.reserve(made.engine, 100)
    hashed = PASSWORDS.hash(PASSWORD)
    made.write_now(lambda c: ensure_places(c, ids, settings))
    added = made.write_now(lambda c: add_staff(c, ids.new, ANNA, hashed, NOW))
    assert isinstance(added, Account)
    yield made
    made.close()


@pytest.fixture
def accounts(database: Database) -> DatabaseAccounts:
    return DatabaseAccounts(database, PASSWORDS, LIFETIMES)


async def enter(accounts: DatabaseAccounts, password: str = PASSWORD, now: datetime = NOW) -> LoggedIn:
    found = await accounts.log_in(HEDENSTED, "anna", password, now)
    assert isinstance(found, LoggedIn)
    return found


async def is_refused(accounts: DatabaseAccounts, login: str, password: str, now: datetime = NOW) -> bool:
    return isinstance(await accounts.log_in(HEDENSTED, login, password, now), LoginRefused)


async def test_the_right_password_opens_a_session_and_only_hashes_are_kept(
    accounts: DatabaseAccounts, database: Database
) -> None:
    entered = await accounts.log_in(HEDENSTED, " ANNA", PASSWORD, NOW)
    assert isinstance(entered, LoggedIn)
    assert entered.account.must_change
    assert entered.account.districts == {"Dagplejen i Rask Mølle", "Tørring Børnehus"}
    rows = database.read_now(lambda c: [*c.execute(select(session)).all(), *c.execute(select(account)).all()])
    assert entered.token not in str(rows)
    assert PASSWORD not in str(rows)
    assert entered.token not in repr(entered)
    signed_in = await accounts.session(entered.token, NOW)
    assert signed_in is not None
    assert (signed_in.account.login, signed_in.csrf) == ("anna", entered.csrf)


@pytest.mark.parametrize(
    ("login", "password"),
    [("anna", "wrong"), ("nobody", PASSWORD), ("anna", ""), ("", ""), ("anna", "x" * 9000)],
)
async def test_anything_else_is_refused_alike(accounts: DatabaseAccounts, login: str, password: str) -> None:
    assert await accounts.log_in(HEDENSTED, login, password, NOW) == LoginRefused()


async def test_another_municipality_has_other_accounts(accounts: DatabaseAccounts) -> None:
    assert await accounts.log_in(Municipality("vejle"), "anna", PASSWORD, NOW) == LoginRefused()


async def test_guessing_takes_ever_longer_and_the_right_password_waits_too(
    accounts: DatabaseAccounts,
) -> None:
    for _ in range(5):
        assert await is_refused(accounts, "anna", "wrong")
    assert await is_refused(accounts, "anna", PASSWORD, NOW + timedelta(seconds=59))
    assert await is_refused(accounts, "anna", "wrong", NOW + timedelta(minutes=1))
    assert await is_refused(accounts, "anna", PASSWORD, NOW + timedelta(minutes=2))
    later = NOW + timedelta(minutes=3)
    await enter(accounts, now=later)
    for _ in range(4):
        assert await is_refused(accounts, "anna", "wrong", later)
    await enter(accounts, now=later)


def test_the_wait_doubles_up_to_an_hour() -> None:
    waits = [wait_after(failures) for failures in range(4, 13)]
    assert waits[0] is None
    assert [wait // timedelta(minutes=1) for wait in waits[1:] if wait] == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_many_guesses_at_once_are_no_way_around_the_wait(database: Database) -> None:
    class Counting(Passwords):
        looked_at = 0

        def fits(self, password: str, stored: str | None) -> bool:
            self.looked_at += stored is not None
            return super().fits(password, stored)

    counting = Counting()
    accounts = DatabaseAccounts(database, counting, LIFETIMES)
    await asyncio.gather(*(accounts.log_in(HEDENSTED, "anna", f"guess {n}", NOW) for n in range(12)))
    assert counting.looked_at == 5
    assert await is_refused(accounts, "anna", PASSWORD)


async def test_an_unknown_log_in_costs_the_same_work_and_leaves_a_trace_without_its_name(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    work: list[str] = []
    verify, write = PasswordHasher.verify, Database.write

    def seen_verify(self: PasswordHasher, *args: Any) -> Any:
        work.append("hash")
        return verify(self, *args)

    async def seen_write(self: Database, *args: Any) -> Any:
        work.append("write")
        return await write(self, *args)

    monkeypatch.setattr(PasswordHasher, "verify", seen_verify)
    monkeypatch.setattr(Database, "write", seen_write)
    accounts = DatabaseAccounts(database, PASSWORDS, LIFETIMES)
    for login in ("anna", "nobody"):
        work.clear()
        assert await is_refused(accounts, login, "wrong")
        assert work == ["write", "hash"]
    rows = database.read_now(lambda c: c.execute(select(webhook_count.c.sender, webhook_count.c.kind)).all())
    assert {row.kind for row in rows} == {"login"}
    assert "nobody" not in str(rows)


async def test_a_session_ends_when_idle_and_in_any_case(accounts: DatabaseAccounts) -> None:
    token = (await enter(accounts)).token
    for minutes in range(20, 12 * 60, 20):
        assert await accounts.session(token, NOW + timedelta(minutes=minutes))
    assert await accounts.session(token, NOW + timedelta(hours=12)) is None
    idle = (await enter(accounts)).token
    assert await accounts.session(idle, NOW + timedelta(minutes=30)) is None


async def test_log_out_and_nonsense(accounts: DatabaseAccounts) -> None:
    token = (await enter(accounts)).token
    await accounts.log_out(token)
    assert await accounts.session(token, NOW) is None
    await accounts.log_out("nonsense")
    assert await accounts.session("", NOW) is None


async def test_a_new_password_ends_every_session(accounts: DatabaseAccounts) -> None:
    one, other = await enter(accounts), await enter(accounts)
    assert await accounts.change_password(one.account, PASSWORD, "en lang adgangskode", NOW) is None
    assert await accounts.session(other.token, NOW) is None
    assert await is_refused(accounts, "anna", PASSWORD)
    assert not (await enter(accounts, "en lang adgangskode")).account.must_change


async def test_a_bad_new_password_is_refused(accounts: DatabaseAccounts) -> None:
    anna = (await enter(accounts)).account
    assert await accounts.change_password(anna, PASSWORD, PASSWORD, NOW) is PasswordFlaw.SAME_AS_BEFORE
    assert await accounts.change_password(anna, PASSWORD, "kort", NOW) is PasswordFlaw.TOO_SHORT
    assert (
        await accounts.change_password(anna, "wrong", "en lang adgangskode", NOW) is PasswordFlaw.OLD_IS_WRONG
    )
    assert flaw_of("Anna fra Hedensted", "anna") is PasswordFlaw.HOLDS_LOGIN
    assert flaw_of("x" * 201, "anna") is PasswordFlaw.TOO_LONG


async def test_who_saw_what_is_logged(accounts: DatabaseAccounts, database: Database) -> None:
    anna = (await enter(accounts)).account
    await accounts.saw(anna, "family", FamilyId(7), NOW)
    (row,) = database.read_now(lambda c: c.execute(select(access_log)).all())
    assert (row.account_id, row.what, row.family_id, row.at) == (anna.id, "family", 7, NOW)


async def test_disabling_ends_sessions_and_reset_opens_again(
    accounts: DatabaseAccounts, database: Database
) -> None:
    token = (await enter(accounts)).token
    database.write_now(lambda c: disable_staff(c, HEDENSTED, "Anna"))
    assert await accounts.session(token, NOW) is None
    assert await is_refused(accounts, "anna", PASSWORD)
    database.write_now(lambda c: reset_staff(c, HEDENSTED, "anna", PASSWORDS.hash("ny-kode-til-anna")))
    assert (await enter(accounts, "ny-kode-til-anna")).account.must_change
    assert database.read_now(lambda c: [one.login for one in list_staff(c)]) == ["anna"]


async def test_an_account_disabled_behind_our_back_has_no_session(
    accounts: DatabaseAccounts, database: Database
) -> None:
    token = (await enter(accounts)).token
    database.write_now(lambda c: c.execute(update(account).values(disabled=True)))
    assert await accounts.session(token, NOW) is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"login": "ANNA"}, 'the log-in "anna" exists already'),
        ({"login": "a b"}, "2 to 80 signs"),
        ({"login": "bo", "name": " "}, "the name must have"),
        ({"login": "bo", "nurse_ref": None}, "a nurse needs her reference"),
        ({"login": "bo", "nurse_ref": "zelda"}, "there are: anna, birgit, camilla, dorte"),
        ({"login": "bo", "districts": ("Nord",)}, 'the district "Nord" is not in the settings'),
    ],
)
def test_staff_that_cannot_be_is_refused_with_a_reason(
    database: Database, change: dict[str, object], says: str
) -> None:
    new = replace(ANNA, **change)  # type: ignore[arg-type]
    ids = count(10_000)
    found = database.write_now(lambda c: add_staff(c, lambda: next(ids), new, "hash", NOW))
    assert isinstance(found, StaffRefused)
    assert says in found.why
    for refused in (
        database.write_now(lambda c: disable_staff(c, HEDENSTED, "zoe")),
        database.write_now(lambda c: reset_staff(c, HEDENSTED, "zoe", "hash")),
    ):
        assert isinstance(refused, StaffRefused)


def test_one_time_passwords_are_long_readable_and_different() -> None:
    made = {one_time_password() for _ in range(100)}
    assert len(made) == 100
    assert all(len(one) == 19 and not set(one) & set("il01o") for one in made)
    assert all(flaw_of(one, "anna") is None for one in made)


def test_who_may_see_a_family() -> None:
    nurse = Account(AccountId(1), HEDENSTED, "a", "A", Role.NURSE, NurseId(5), frozenset({"Nord"}))
    leader = replace(nurse, role=Role.LEADER, nurse=None, districts=frozenset())
    assert may_see_family(nurse, HEDENSTED, "Nord", None)
    assert may_see_family(nurse, HEDENSTED, "Syd", NurseId(5))
    assert not may_see_family(nurse, HEDENSTED, "Syd", NurseId(6))
    assert not may_see_family(replace(nurse, districts=frozenset()), HEDENSTED, "Syd", None)
    assert may_see_family(leader, HEDENSTED, "Syd", NurseId(6))
    assert not may_see_family(replace(leader, districts=frozenset({"Nord"})), HEDENSTED, "Syd", None)
    assert not may_see_family(leader, Municipality("vejle"), "Syd", None)
    assert not may_see_family(replace(leader, disabled=True), HEDENSTED, "Syd", None)
