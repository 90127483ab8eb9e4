"""The administrator's side: who is let in, with which role, and who no longer is. The caller commits."""

import re
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, select, update

from domain.accounts import Account, NewStaff, Role, StaffRefused
from domain.ids import AccountId, Municipality, NurseId
from storage.accounts.rows import accounts_of, close_sessions, find_candidate, normal, set_password
from storage.importing.places import nurse_ids
from storage.tables import account, district

LOGIN_SHAPE = re.compile(r"[^\s|:]{2,80}")


def add_staff(
    connection: Connection, new_id: Callable[[], int], new: NewStaff, password_hash: str, now: datetime
) -> Account | StaffRefused:
    """Let somebody in with a one-time password, which must be changed at the first log-in."""
    login = normal(new.login)
    nurses = nurse_ids(connection, new.municipality)
    refusal = _refusal(connection, new, login, nurses)
    if refusal is not None:
        return refusal
    row = {
        "id": new_id(),
        "municipality": new.municipality,
        "login": login,
        "name": new.name.strip(),
        "role": str(new.role),
        "nurse_id": nurses[new.nurse_ref] if new.nurse_ref else None,
        "districts": "|".join(new.districts),
        "password_hash": password_hash,
        "must_change": True,
        "disabled": False,
        "failures": 0,
        "created_at": now,
    }
    connection.execute(account.insert(), row)
    added = find_candidate(connection, new.municipality, login)
    assert added is not None
    return added.account


def _refusal(
    connection: Connection, new: NewStaff, login: str, nurses: dict[str, NurseId]
) -> StaffRefused | None:
    if not LOGIN_SHAPE.fullmatch(login):
        return StaffRefused("the log-in must have 2 to 80 signs, without blanks, colons or bars")
    if not 1 <= len(new.name.strip()) <= 80 or not new.name.isprintable():
        return StaffRefused("the name must have 1 to 80 signs")
    if find_candidate(connection, new.municipality, login) is not None:
        return StaffRefused(f'the log-in "{login}" exists already; choose another, or reset its password')
    if new.role is Role.NURSE and not new.nurse_ref:
        return StaffRefused("a nurse needs her reference of the settings, so that she sees her families")
    if new.nurse_ref and new.nurse_ref not in nurses:
        known = ", ".join(sorted(nurses)) or "none yet"
        return StaffRefused(f'the nurse "{new.nurse_ref}" is not in the settings; there are: {known}')
    known_districts = set(
        connection.scalars(select(district.c.key).where(district.c.municipality == new.municipality))
    )
    unknown = [each for each in new.districts if each not in known_districts]
    if unknown:
        return StaffRefused(
            f'the district "{unknown[0]}" is not in the settings; add it or correct the spelling'
        )
    if len("|".join(new.districts)) > 800:
        return StaffRefused("these are too many districts for one account; leave them empty for all")
    return None


def list_staff(connection: Connection, municipality: Municipality | None = None) -> list[Account]:
    """Everybody with an account, the disabled too, by municipality and log-in."""
    return accounts_of(connection, municipality)


def disable_staff(connection: Connection, municipality: Municipality, login: str) -> Account | StaffRefused:
    """Let somebody in no more; her sessions end now, what she did stays in the logs."""
    found = find_candidate(connection, municipality, login)
    if found is None:
        return _unknown(login)
    connection.execute(update(account).where(account.c.id == found.account.id).values(disabled=True))
    close_sessions(connection, found.account.id)
    return found.account


def reset_staff(
    connection: Connection, municipality: Municipality, login: str, password_hash: str
) -> Account | StaffRefused:
    """A new one-time password; a locked or disabled account is open again, and every session of it ends."""
    found = find_candidate(connection, municipality, login)
    if found is None:
        return _unknown(login)
    number = AccountId(found.account.id)
    set_password(connection, number, password_hash, must_change=True)
    connection.execute(update(account).where(account.c.id == number).values(disabled=False))
    return found.account


def _unknown(login: str) -> StaffRefused:
    return StaffRefused(f'there is no log-in "{normal(login)}" in this municipality; see: staff list')
