"""How soon the demo shows its first page, and how much memory an idle ``serve`` holds.

    python -m benchmarks.serving [--starts N] [--idle SECONDS] [--families N --months M]

The demo is started twice first if need be, so that its history is made (it is made once, at set-up, and copied at
every start) and its modules are compiled; then every start is timed from the command to the end of the first
page. ``serve`` runs with one gateway (Kannel) on an SQLite file; its memory is read after some idle seconds, after a
health check and a log-in page.
"""

import argparse
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.machine import machine, spread
from benchmarks.processes import on_sqlite, ours, resident_megabytes, running, wait_for
from tests.postgres_server import free_port

FIRST_PAGE_GOAL = 5.0
MEMORY_GOAL = 150.0
SECRETS = {
    f"THOUSAND_DAYS_HEDENSTED_KANNEL_{name}": "an-invented-secret"
    for name in ("USERNAME", "PASSWORD", "WEBHOOK_SECRET")
}


def first_page(arguments: list[str], folder: Path) -> float:
    """Seconds from the command to the whole first page of the demo."""
    port, log = free_port(), folder / "demo.log"
    start = perf_counter()
    with running(ours("demo", "--port", str(port), *arguments), {}, log) as process:
        wait_for(f"http://127.0.0.1:{port}/", process, log)
        return perf_counter() - start


def idle_memory(roles: str, idle: float, folder: Path) -> float:
    """MB of an idle process of these roles."""
    port, log = free_port(), folder / "serve.log"
    environment = on_sqlite(folder, port) | SECRETS
    with running(ours("db", "upgrade"), environment, log) as upgrade:
        if upgrade.wait(60):
            raise SystemExit(log.read_text())
    with running(ours("serve", "--roles", roles), environment, log) as process:
        if "web" in roles:
            wait_for(f"http://127.0.0.1:{port}/healthz", process, log)
            wait_for(f"http://127.0.0.1:{port}/login", process, log)
        time.sleep(idle)
        return resident_megabytes(process.pid)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--starts", type=int, default=5)
    options.add_argument("--idle", type=float, default=10.0, help="seconds until the memory is read")
    options.add_argument("--families", help="of the demo; its own number if left out")
    options.add_argument("--months", help="of the demo's history; its own number if left out")
    options.add_argument("--without-demo", action="store_true")
    chosen = options.parse_args()
    given = {"--families": chosen.families, "--months": chosen.months}
    arguments = [word for name, value in given.items() if value is not None for word in (name, value)]
    print(machine())
    with TemporaryDirectory() as name:
        folder = Path(name)
        if not chosen.without_demo:
            made = first_page(arguments, folder)
            print(f"demo, very first start      {made:.1f} s (makes its history if it is not there)")
            first_page(arguments, folder)
            starts = [first_page(arguments, folder) for _ in range(chosen.starts)]
            print(f"demo to first page          {spread(starts, '.2f')} s, goal under {FIRST_PAGE_GOAL:g} s")
        for roles in ("web,worker,clock", "web", "worker"):
            megabytes = idle_memory(roles, chosen.idle, folder)
            print(f"serve --roles {roles:<17} {megabytes:.0f} MB idle, goal under {MEMORY_GOAL:g} MB")


if __name__ == "__main__":
    main()
