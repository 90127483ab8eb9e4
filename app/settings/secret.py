"""The installation's own secret: made once, beside the database, readable by nobody else."""

import os
import secrets
from pathlib import Path

from app.settings.problems import Problem, SettingsError
from app.settings.values import InstallationSettings

BYTES = 32


def session_secret(installation: InstallationSettings) -> bytes:
    """The secret that signs what a browser carries; made at the first call. Raises ``SettingsError``."""
    if installation.session_secret is not None:
        return installation.session_secret.encode()
    path = secret_path(installation.database_url)
    try:
        if not path.exists():
            _make(path)
        return _read(path)
    except OSError as error:
        advice = f"cannot be used ({error.strerror}); let the program write its folder, or set session_secret"
        raise SettingsError((Problem(str(path), "", advice),)) from error


def secret_path(database_url: str) -> Path:
    """Beside an SQLite file; in the working folder for PostgreSQL."""
    if database_url.startswith("sqlite:///"):
        database = Path(database_url.removeprefix("sqlite:///"))
        return database.with_name(f"{database.name}.secret")
    return Path("thousand-days.secret")


def _make(path: Path) -> None:
    """Write it whole under another name and link it, so that two processes that start together read the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}-{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return  # Another process was faster; its secret is the one.
    finally:
        draft.unlink()


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise SettingsError((Problem(str(path), "", f"can be read by others; run: chmod 600 {path.name}"),))
    secret = path.read_text().strip()
    if len(secret) < 2 * BYTES:
        raise SettingsError((Problem(str(path), "", "is damaged; remove it and everybody logs in again"),))
    return secret.encode()
