"""Processes that are measured from outside: started, waited for, weighed, ended."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE = 120.0
"""Seconds until a program that does not answer is given up."""


@contextmanager
def running(
    command: list[str], environment: Mapping[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """The program, ended when it is no longer needed; what it says goes to ``log``."""
    with log.open("wb") as told:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=told, stderr=told)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> float:
    """Seconds until an address answers."""
    start = time.perf_counter()
    while True:
        try:
            with urlopen(url, timeout=5) as answer:
                answer.read()
            return time.perf_counter() - start
        except (URLError, ConnectionError, TimeoutError):
            if process.poll() is not None or time.perf_counter() - start > PATIENCE:
                sys.exit(log.read_text(errors="replace"))
            time.sleep(0.01)


def resident_megabytes(process: int) -> float:
    """What a process holds in memory, in MB (10⁶ bytes)."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise ValueError("the system does not say how much memory a process holds")


def ours(*arguments: str) -> list[str]:
    """Our command line, run by this Python."""
    return [sys.executable, "-m", "app", *arguments]


def on_sqlite(folder: Path, port: int) -> dict[str, str]:
    """The environment of an installation with its database in a folder."""
    return {
        "THOUSAND_DAYS_DATABASE_URL": f"sqlite:///{folder / 'serve.sqlite'}",
        "THOUSAND_DAYS_PORT": str(port),
        "THOUSAND_DAYS_PUBLIC_URL": f"http://127.0.0.1:{port}",
    }
