"""Every dependency has its reason in docs/dependencies.md, and the page names none that is gone."""

import json
import re
import tomllib
from pathlib import Path

from setup.lock import NPM_FOLDERS, TOOLS
from setup.programs import PROGRAMS

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")
ROW = re.compile(r"^\| `([^`]+)` \| \S.* \|$", re.MULTILINE)


def declared() -> set[str]:
    """Every package that one of our files asks for."""
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [
        *pyproject["project"]["dependencies"],
        *(line for group in pyproject["dependency-groups"].values() for line in group),
        *pyproject["build-system"]["requires"],
        *(line for lines in TOOLS.values() for line in lines.split()),
    ]
    names = {match.group() for line in wanted if (match := REQUIREMENT.match(line))}
    for folder in NPM_FOLDERS:
        package = json.loads((folder / "package.json").read_text())
        names |= {*package.get("dependencies", {}), *package.get("devDependencies", {})}
    return names


def test_every_dependency_has_its_reason() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text()
    assert set(ROW.findall(page)) == declared()
    assert {program.package for program in PROGRAMS.values()} <= set(re.findall(r"`([^`]+)`", page))


def test_every_dependency_is_locked() -> None:
    locked = "\n".join(lock.read_text().lower() for lock in (ROOT / "requirements").glob("*.txt"))
    locked += "\n".join((folder / "package-lock.json").read_text() for folder in NPM_FOLDERS)
    missing = [
        name
        for name in declared()
        if f"\n{name}==" not in f"\n{locked}" and f"node_modules/{name}" not in locked
    ]
    assert missing == []
