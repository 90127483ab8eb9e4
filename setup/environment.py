"""Makes `.venv` and installs into it exactly what the lock files in `requirements/` name, by hash.

    python3 -m setup.environment tools    the environment, the installer, the build back end
    .venv/bin/python -m setup.environment run|dev    the requirements and the project itself

The first form may meet any Python, so this file keeps to a syntax that old ones can read.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
OLDEST = (3, 11)
PIP_INSTALL: tuple[str | Path, ...] = (
    *(PYTHON, "-m", "pip", "install"),
    *("--quiet", "--disable-pip-version-check"),
)
UV_INSTALL: tuple[str | Path, ...] = (
    *(UV, "pip", "install", "--python", PYTHON),
    *("--quiet", "--compile-bytecode"),
)


class SetupFailed(Exception):
    """Set-up cannot go on; the message says what a person can do about it."""


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Run a command, its output on the screen; a failure names the command."""
    try:
        subprocess.run([str(part) for part in command], cwd=cwd, check=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise SetupFailed(f"This step did not succeed (see above): {' '.join(map(str, command))}") from error


def make_tools() -> None:
    """Make `.venv` with the locked installer (uv; pip where uv has no build for the machine)."""
    if sys.version_info < OLDEST:
        hand_over_to_newer_python()
    if importlib.util.find_spec("ensurepip") is None:
        raise SetupFailed(
            "This Python cannot make an environment: its part 'ensurepip' is missing. "
            "On Debian and Ubuntu: apt-get install python3-venv. Then run make again."
        )
    print("Making .venv …", flush=True)
    venv.EnvBuilder(with_pip=True, clear=True, symlinks=True).create(VENV)
    (VENV / "stamps").mkdir()
    try:
        run(*PIP_INSTALL, "--require-hashes", "--only-binary", ":all:", "-r", REQUIREMENTS / "uv.txt")
    except SetupFailed:
        print("uv cannot be had for this machine: pip installs instead, more slowly.", flush=True)
    install(REQUIREMENTS / "build.txt")


def hand_over_to_newer_python() -> None:
    """Continue in a newer Python of this machine, or say that there is none."""
    for minor in range(30, OLDEST[1] - 1, -1):
        newer = shutil.which(f"python3.{minor}")
        if newer:
            os.execv(newer, [newer, "-m", "setup.environment", *sys.argv[1:]])
    raise SetupFailed(
        f"Thousand Days needs Python {OLDEST[0]}.{OLDEST[1]} or newer; this is "
        f"{sys.version_info[0]}.{sys.version_info[1]}. Name another one: make demo PYTHON=/path/to/python3"
    )


def install(requirements: Path) -> None:
    """Install one lock file; every file that is fetched must have a hash that stands in it."""
    installer = UV_INSTALL if UV.exists() else PIP_INSTALL
    run(*installer, "--require-hashes", "-r", requirements)


def install_project() -> None:
    """Install the project itself, editable, with the build back end that is already locked and there."""
    run(*PIP_INSTALL, "--no-deps", "--no-build-isolation", "--editable", ".")


def main(what: str) -> None:
    """Do the named part of the set-up."""
    if what == "tools":
        make_tools()
    else:
        print(f"Installing what stands in requirements/{what}.txt …", flush=True)
        install(REQUIREMENTS / f"{what}.txt")
        install_project()


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except SetupFailed as failure:
        sys.exit(f"Set-up stopped: {failure}")
