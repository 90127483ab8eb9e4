"""Staff accounts, their sessions and the access log, in the database."""

from storage.accounts.passwords import Passwords, one_time_password
from storage.accounts.port import DatabaseAccounts
from storage.accounts.staff import add_staff, disable_staff, list_staff, reset_staff

__all__ = [
    "DatabaseAccounts",
    "Passwords",
    "add_staff",
    "disable_staff",
    "list_staff",
    "one_time_password",
    "reset_staff",
]
