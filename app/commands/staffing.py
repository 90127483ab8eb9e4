"""``staff add|list|disable|reset``: who may log in."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.commands.common import (
    Refusal,
    municipality_of,
    municipality_option,
    open_database,
    settings_from,
    settings_option,
)

if TYPE_CHECKING:
    from domain.accounts import Account, StaffRefused


@click.group()
def staff() -> None:
    """Nurses, course leaders, leaders and administrators who may log in."""


def _accepted(result: "Account | StaffRefused") -> "Account":
    from domain.accounts import StaffRefused

    if isinstance(result, StaffRefused):
        raise Refusal(result.why)
    return result


@staff.command()
@click.argument("login")
@click.option("--name", required=True, help="Her name, as colleagues know it.")
@click.option(
    "--role", type=click.Choice(["nurse", "course_leader", "leader", "administrator"]), required=True
)
@click.option("--nurse", help="A nurse's reference in the settings file.")
@click.option("--district", "districts", multiple=True, help="Only this district; can be repeated.")
@municipality_option
@settings_option
def add(
    login: str,
    name: str,
    role: str,
    nurse: str | None,
    districts: tuple[str, ...],
    key: str | None,
    folder: Path | None,
) -> None:
    """Let somebody in; prints a one-time password that she changes at her first log-in."""
    from domain.accounts import NewStaff, Role
    from storage.accounts.passwords import Passwords, one_time_password
    from storage.accounts.staff import add_staff

    settings = settings_from(folder)
    place = municipality_of(settings, key)
    password = one_time_password()
    hashed = Passwords().hash(password)
    new = NewStaff(place, login, name, Role(role), nurse, districts)
    with open_database(settings) as database:
        now = datetime.now(UTC)
        added = _accepted(database.write_now(lambda c: add_staff(c, database.new_id, new, hashed, now)))
    click.echo(f"{added.login} may log in. One-time password: {password}")


@staff.command("list")
@municipality_option
@settings_option
def list_all(key: str | None, folder: Path | None) -> None:
    """Everybody with an account."""
    from storage.accounts.staff import list_staff

    settings = settings_from(folder)
    place = municipality_of(settings, key) if key else None
    with open_database(settings) as database:
        for account in database.read_now(lambda connection: list_staff(connection, place)):
            state = " (disabled)" if account.disabled else ""
            click.echo(f"{account.municipality}  {account.login}  {account.role}  {account.name}{state}")


@staff.command()
@click.argument("login")
@municipality_option
@settings_option
def disable(login: str, key: str | None, folder: Path | None) -> None:
    """Let somebody in no more; her sessions end now."""
    from storage.accounts.staff import disable_staff

    settings = settings_from(folder)
    place = municipality_of(settings, key)
    with open_database(settings) as database:
        disabled = _accepted(database.write_now(lambda c: disable_staff(c, place, login)))
    click.echo(f"{disabled.login} can no longer log in.")


@staff.command()
@click.argument("login")
@municipality_option
@settings_option
def reset(login: str, key: str | None, folder: Path | None) -> None:
    """A new one-time password; a locked or disabled account is open again."""
    from storage.accounts.passwords import Passwords, one_time_password
    from storage.accounts.staff import reset_staff

    settings = settings_from(folder)
    place = municipality_of(settings, key)
    password = one_time_password()
    hashed = Passwords().hash(password)
    with open_database(settings) as database:
        opened = _accepted(database.write_now(lambda c: reset_staff(c, place, login, hashed)))
    click.echo(f"{opened.login}: one-time password {password}")
