"""Webhooks a second that are answered after their commit, beside a bare handler that does one commit.

    python -m benchmarks.webhook [--clients N] [--requests N] [--roles web]

``serve`` with the Kannel gateway on an SQLite file (``synchronous=FULL``): the request is routed, its secret
checked, the reply parsed, masked, stored once and committed, then answered 200 and noted in the log. The peer is
one aiohttp handler with one ``INSERT`` and one commit of the standard library's sqlite3, as durable. Both are
processes of their own and take turns; the clients share one keep-alive session.
"""

import argparse
import asyncio
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from aiohttp import ClientSession, TCPConnector

from benchmarks.machine import machine, spread
from benchmarks.processes import on_sqlite, ours, running, wait_for
from tests.postgres_server import free_port

GOAL = 0.5
SECRET = "an-invented-secret"
PEER = Path(__file__).parent / "peers" / "bare_webhook.py"


@contextmanager
def serve(folder: Path, roles: str) -> Iterator[str]:
    """The product with Kannel on; yields the webhook's address with the secret in it."""
    port = free_port()
    environment = on_sqlite(folder, port) | {
        "THOUSAND_DAYS_HEDENSTED_KANNEL_USERNAME": "invented",
        "THOUSAND_DAYS_HEDENSTED_KANNEL_PASSWORD": "invented",
        "THOUSAND_DAYS_HEDENSTED_KANNEL_WEBHOOK_SECRET": SECRET,
    }
    log = folder / "serve.log"
    with running(ours("db", "upgrade"), environment, log) as upgrade:
        if upgrade.wait(60):
            raise SystemExit(log.read_text())
    with running(ours("serve", "--roles", roles), environment, log) as process:
        wait_for(f"http://127.0.0.1:{port}/healthz", process, log)
        yield f"http://127.0.0.1:{port}/webhooks/hedensted/kannel/inbound?secret={SECRET}&"


@contextmanager
def bare(folder: Path) -> Iterator[str]:
    """The bare handler; yields its address."""
    port, log = free_port(), folder / "bare.log"
    command = [sys.executable, str(PEER), str(port), str(folder / "bare.sqlite")]
    with running(command, {}, log) as process:
        wait_for(f"http://127.0.0.1:{port}/inbound?id=0&from=0&text=0", process, log)
        yield f"http://127.0.0.1:{port}/inbound?"


async def turn(url: str, clients: int, requests: int, numbers: "count[int]") -> float:
    """Answered webhooks a second; every answer must be a 200."""
    mine = iter([next(numbers) for _ in range(requests)])
    async with ClientSession(connector=TCPConnector(limit=clients)) as session:

        async def client() -> None:
            for number in mine:
                reply = f"id=m{number}&from=%2B4500{number % 1_000_000:06d}&text=onsdag+passer+fint"
                async with session.get(url + reply) as answer:
                    if answer.status != 200:
                        raise SystemExit(f"answered {answer.status}")
                    await answer.read()

        start = perf_counter()
        await asyncio.gather(*(client() for _ in range(clients)))
        return requests / (perf_counter() - start)


async def measure(clients: int, requests: int, turns: int, roles: str) -> None:
    """Take turns and print."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        urls = {"ours": stack.enter_context(serve(folder, roles)), "bare": stack.enter_context(bare(folder))}
        numbers = count(1)
        rates: dict[str, list[float]] = {name: [] for name in urls}
        for number in range(turns + 1):
            for name, url in urls.items():
                rate = await turn(url, clients, requests, numbers)
                if number:  # the first turn of each warms up
                    rates[name].append(rate)
    ratios = [one / other for one, other in zip(rates["ours"], rates["bare"], strict=True)]
    print(f"{machine()}; {clients} clients, {turns} turns of {requests} webhooks; median (middle 80 %)")
    print(f"serve --roles {roles:<12} {spread(rates['ours'])} a second")
    print(f"one commit, nothing else   {spread(rates['bare'])} a second")
    print(f"ratio                      {spread(ratios, '.2f')}, goal {GOAL}")


def main() -> None:
    """Read the options and measure."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--clients", type=int, default=32)
    options.add_argument("--requests", type=int, default=1_000, help="webhooks in a turn")
    options.add_argument("--turns", type=int, default=10)
    options.add_argument("--roles", default="web", help="what the measured process does")
    chosen = options.parse_args()
    asyncio.run(measure(chosen.clients, chosen.requests, chosen.turns, chosen.roles))


if __name__ == "__main__":
    main()
