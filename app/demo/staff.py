"""The demo's members of staff: invented, with a password that everybody may know, because nobody real is in here."""

from dataclasses import dataclass

from sqlalchemy import Connection

from app.demo.town import Town
from domain.accounts import NewStaff, Role, StaffRefused
from domain.ids import AccountId
from storage.accounts.passwords import Passwords
from storage.accounts.rows import find_candidate, set_password
from storage.accounts.staff import add_staff

PASSWORD = "tusind-og-en-dag"  # noqa: S105 - printed for everybody who starts the demo


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One log-in; ``first_page`` is where its owner begins."""

    login: str
    name: str
    role: Role
    first_page: str


def demo_accounts(town: Town) -> dict[str, DemoAccount]:
    """The log-ins by what they are for: the first nurse of the settings, who visits the cast, and a leader."""
    nurse = town.settings.nurses[0]
    return {
        "nurse": DemoAccount(nurse.ref, nurse.first_name, Role.NURSE, "/today"),
        "leader": DemoAccount("leder", "Leder", Role.LEADER, "/uptake"),
    }


def let_staff_in(town: Town) -> None:
    """Make the accounts, without the change of password that real ones begin with."""
    hashed = Passwords().hash(PASSWORD)
    now = town.clock.now()

    def write(connection: Connection) -> None:
        for who, account in demo_accounts(town).items():
            ref = town.settings.nurses[0].ref if who == "nurse" else None
            new = NewStaff(town.municipality, account.login, account.name, account.role, ref)
            added = add_staff(connection, town.database.new_id, new, hashed, now)
            if isinstance(added, StaffRefused):
                raise AssertionError(added.why)
            set_password(connection, added.id, hashed, must_change=False)

    town.database.write_now(write)


def nurse_account(town: Town) -> AccountId:
    """The account that the invented nurses act with."""
    login = demo_accounts(town)["nurse"].login
    found = town.database.read_now(lambda connection: find_candidate(connection, town.municipality, login))
    if found is None:
        raise AssertionError("the demo's accounts are made when its town is founded")
    return found.account.id
