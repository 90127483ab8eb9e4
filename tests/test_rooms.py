"""Every line stands in its room: who may import whom, as data, and a check of every module against it."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Room → the rooms of ours it may import, besides itself. The longest name that fits is a module's room,
# so `bot.flows.visit` is in `bot.flows`, and `bot.inbox` in `bot`.
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "bot.flows": {"domain", "bot.messages.keys"},
    "bot.messages": {"domain", "bot.messages.keys"},
    "bot.messages.keys": {"domain"},
    "bot.understanding": {"domain"},
    "bot.channels": {"domain"},
    "bot": {
        "domain",
        "bot.flows",
        "bot.messages",
        "bot.messages.keys",
        "bot.understanding",
        "bot.channels",
    },
    "scheduler": {"domain", "bot"},
    "storage": {"domain", "storage.read_models"},
    "storage.read_models": {"domain", "storage"},
    "reports": {"domain", "storage.read_models"},
    "web": {"domain", "bot", "bot.messages", "bot.channels", "reports", "storage.read_models"},
}
# These know everything, and nothing above knows them.
MAY_IMPORT_ALL = {"app", "tests", "benchmarks"}
# The set-up runs before anything is installed.
STANDARD_LIBRARY_ONLY = {"domain", "bot.flows", "setup"}
PURE = {"domain", "bot.flows"}
CLOCKS = {"now", "utcnow", "today", "monotonic", "perf_counter"}
ROOMS = {*MAY_IMPORT, *MAY_IMPORT_ALL, "setup"}


def room_of(dotted: str) -> str | None:
    """The room that a module, or a name in it, belongs to; None: not ours."""
    parts = dotted.split(".")
    names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((name for name in names if name in ROOMS), None)


def imports(module: str, tree: ast.Module) -> Iterator[str]:
    """Every dotted name that a module imports, also inside functions and for the type checker alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = module.split(".")[: -node.level] if node.level else []
            start = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def trespasses(module: str, source: str) -> list[str]:
    """What a module does that its room may not do; `module` is its dotted name."""
    room = room_of(module)
    if room is None:
        return [f"{module} stands in no room"]
    tree = ast.parse(source)
    found = []
    for target in imports(module, tree):
        theirs = room_of(target)
        if theirs is None:
            if room in STANDARD_LIBRARY_ONLY and target.split(".")[0] not in sys.stdlib_module_names:
                found.append(f"{module} ({room}: standard library only) imports {target}")
        elif theirs != room and room not in MAY_IMPORT_ALL and theirs not in MAY_IMPORT.get(room, set()):
            found.append(f"{module} ({room}) imports {target} ({theirs})")
    if room in PURE:
        found += [f"{module} ({room}) {deed}" for deed in impure_deeds(room, tree)]
    return found


def impure_deeds(room: str, tree: ast.Module) -> Iterator[str]:
    """Where a pure room waits or looks at a clock. Ports in `domain` are asynchronous, but declare only."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Await) or (room == "bot.flows" and isinstance(node, ast.AsyncFunctionDef)):
            yield f"waits in line {node.lineno}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS:
            yield f"looks at the clock in line {node.lineno}"


def our_modules() -> dict[str, Path]:
    """Every module of the house by its dotted name, tests and benchmarks left out."""
    folders = sorted({name.split(".")[0] for name in ROOMS} - {"tests", "benchmarks"})
    files = (file for folder in folders for file in sorted((ROOT / folder).rglob("*.py")))
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): file
        for file in files
    }


def test_every_module_keeps_to_its_room() -> None:
    modules = our_modules()
    assert {"domain.replies", "setup.environment", "web.assets"} <= modules.keys()
    assert [deed for name, file in modules.items() for deed in trespasses(name, file.read_text())] == []


def test_every_folder_with_python_is_a_room() -> None:
    folders = {
        file.parent.name for file in ROOT.glob("*/__init__.py") if not file.parent.name.startswith(".")
    }
    assert folders <= {room.split(".")[0] for room in ROOMS}


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("domain.cadence", "import sqlalchemy"),
        ("domain.cadence", "from bot.outbox import send"),
        ("domain.cadence", "def due():\n    return datetime.now(UTC)"),
        ("bot.flows.visit", "from bot import outbox"),
        ("bot.flows.visit", "from bot.messages import rendering"),
        ("bot.flows.visit", "from ..messages.rendering import render"),
        ("bot.flows.visit", "async def step(state, reply, facts, now):\n    await facts()"),
        ("bot.understanding.lexicon", "from bot.messages.catalogue import TEXTS"),
        ("bot.channels.kannel", "import storage"),
        ("bot.inbox", "def late():\n    from storage.tables import inbox"),
        ("scheduler.ticks", "import storage.tables"),
        ("storage.records", "import reports.uptake"),
        ("reports.uptake", "from storage.tables import invitation"),
        ("web.nurse", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import app.settings"),
        ("setup.environment", "import psycopg"),
        ("cellar.wine", "import os"),
    ],
)
def test_a_trespass_is_seen(module: str, source: str) -> None:
    assert trespasses(module, source) != []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("domain.cadence", "from datetime import timedelta\nfrom domain.ids import FamilyId"),
        (
            "bot.flows.visit",
            "from bot.messages.keys import VISIT_BOOKED\nfrom domain.decisions import Decision",
        ),
        ("bot.conversing", "from bot.understanding import understand\nfrom bot import effects"),
        ("reports.uptake", "from storage.read_models import uptake\nimport xlsxwriter"),
        ("app.wiring", "import bot.inbox, storage.records, web.nurse, aiohttp"),
    ],
)
def test_what_is_allowed_is_not_called_a_trespass(module: str, source: str) -> None:
    assert trespasses(module, source) == []
