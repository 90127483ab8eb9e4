"""Password hashes: argon2id at 19 MiB, one at a time, so that a crowd at the log-in page cannot eat the memory."""

import secrets
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

MEMORY_KIB = 19 * 1024
TIME_COST = 2
PARALLELISM = 1

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without the signs that are mixed up on paper: i l o 0 1."""


def one_time_password() -> str:
    """Sixteen random signs in groups of four, 79 bits; shown once and changed at the first log-in."""
    groups = ["".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4)]
    return "-".join(groups)


class Passwords:
    """Hashes and checks passwords; safe from several threads, which wait for each other."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hasher: PasswordHasher | None = None
        self._nobodys = ""

    def hash(self, password: str) -> str:
        """The hash to store."""
        with self._lock:
            return self._ready().hash(password)

    def fits(self, password: str, stored: str | None) -> bool:
        """Whether a password is the stored one. ``None`` (nobody of that name) takes as long and never fits."""
        from argon2.exceptions import InvalidHashError, VerificationError

        with self._lock:
            hasher = self._ready()
            try:
                return hasher.verify(stored or self._nobodys, password) and stored is not None
            except (VerificationError, InvalidHashError):
                return False

    def _ready(self) -> "PasswordHasher":
        """The hasher, imported at the first log-in: a process that never sees one does without it."""
        if self._hasher is None:
            from argon2 import PasswordHasher

            self._hasher = PasswordHasher(TIME_COST, MEMORY_KIB, PARALLELISM)
            self._nobodys = self._hasher.hash(secrets.token_hex(16))
        return self._hasher
