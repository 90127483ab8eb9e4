"""The servers that benchmarks run beside us, each started for one run and gone afterwards."""

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.postgres_server import SETTINGS, Server, free_port

PEER = Path(__file__).parent / "peers" / "aiogram_fsm.py"
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "shared_buffers": "256MB"}


@contextmanager
def redis() -> Iterator[str]:
    """The address of a Redis that syncs its append-only file at every write (``appendfsync always``)."""
    program = shutil.which("redis-server")
    if program is None:
        sys.exit("redis-server is missing. On Debian and Ubuntu: apt-get install redis-server")
    with TemporaryDirectory() as folder:
        port = str(free_port())
        durable = ("--appendonly", "yes", "--appendfsync", "always", "--save", "")
        server = subprocess.Popen(
            [program, "--port", port, "--bind", "127.0.0.1", "--dir", folder, *durable],
            stdout=subprocess.DEVNULL,
        )
        try:
            time.sleep(0.5)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            server.terminate()
            server.wait()


@contextmanager
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL that syncs at every commit, unlike the one of the tests."""
    server = Server(SETTINGS | DURABLE)
    try:
        yield server.start()
    finally:
        server.stop()


class Peer:
    """The aiogram bot in a process of its own; it works only while it has the turn."""

    def __init__(self, python: str, redis_url: str) -> None:
        self._process = subprocess.Popen(
            [python, PEER, redis_url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.at_once: int = self._heard()["at_once"]

    def turn(self, text: str, users: range) -> float:
        """Seconds for one message of each user."""
        assert self._process.stdin is not None
        print(
            json.dumps({"text": text, "users": [users.start, users.stop]}),
            file=self._process.stdin,
            flush=True,
        )
        seconds: float = self._heard()["seconds"]
        return seconds

    def _heard(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            sys.exit("the aiogram peer ended early")
        heard: dict[str, Any] = json.loads(line)
        return heard

    def close(self) -> None:
        """No more turns."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
